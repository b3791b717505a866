//! What tables and databases can be like.

use std::{path::PathBuf, time::Duration};

use paramgen::{
    Specification,
    pipeline::{self, Registry},
};
use paramgen_connector::{
    Record,
    host::{Launch, Plugin, SourceStream},
    record::{Map, Operation, Value},
};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::{PROGRAM, connect, send};

pub struct Database {
    _folder: TempDir,
    pub path: PathBuf,
    connection: Connection,
}

impl Database {
    pub fn new(sql: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let connection = connect(&path);
        connection.execute_batch(sql).unwrap();
        Self { _folder: folder, path, connection }
    }

    pub fn execute(&self, sql: &str) {
        self.connection.execute_batch(sql).unwrap();
    }

    pub fn settings<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut settings = vec![("path", self.path.to_str().unwrap()), ("pollInterval", "10ms")];
        // Without the service for schemas.
        settings.push(("sdk.schema.extract.payload.enabled", "false"));
        settings.push(("sdk.schema.extract.key.enabled", "false"));
        settings.extend(more);
        settings
    }

    pub async fn source(&self, more: &[(&str, &str)]) -> (Plugin, SourceStream) {
        let plugin = Launch::new(PROGRAM).connector_id("cases").start().await.unwrap();
        let source = plugin.source();
        source.configure(self.settings(more)).await.unwrap();
        source.open("").await.unwrap();
        let stream = source.run().await.unwrap();
        (plugin, stream)
    }

    /// What `open` says.
    pub async fn refusal(&self, more: &[(&str, &str)]) -> String {
        let plugin = Launch::new(PROGRAM).connector_id("cases").start().await.unwrap();
        plugin.source().configure(self.settings(more)).await.unwrap();
        plugin.source().open("").await.unwrap_err().message().to_owned()
    }

    fn one(&self, sql: &str) -> rusqlite::types::Value {
        self.connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

/// So many records, all acked.
pub async fn read(stream: &mut SourceStream, count: usize) -> Vec<Record> {
    let mut records = Vec::new();
    while records.len() < count {
        let next = tokio::time::timeout(Duration::from_secs(30), stream.next()).await;
        records.extend(next.expect("records within half a minute").unwrap().expect("the stream goes on"));
    }
    assert_eq!(records.len(), count, "{records:?}");
    stream.ack(records.iter().map(|record| record.position.clone()));
    records
}

/// Operation, collection, key and payload in one line each.
pub fn lines(records: &[Record]) -> Vec<String> {
    let map = |data: &paramgen_connector::record::Data| {
        data.to_map().unwrap().map_or_else(|| "-".to_owned(), |map| Value::Map(map).to_json())
    };
    let line = |record: &Record| {
        let collection = record.metadata.collection().unwrap_or_default();
        let Record { operation, key, before, after, .. } = record;
        format!("{operation} {collection} {} {} {}", map(key), map(before), map(after))
    };
    records.iter().map(line).collect()
}

#[tokio::test]
async fn records_of_a_snapshot_and_of_changes() {
    let database = Database::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (-1, 'a'), (2, NULL)",
    );
    let (plugin, mut stream) = database.source(&[]).await;
    let mut records = read(&mut stream, 2).await;
    database.execute("INSERT INTO t VALUES (3, 'c')");
    database.execute(
        "UPDATE t SET v = 'd' WHERE id = 3; UPDATE t SET id = 4 WHERE id = 3; DELETE FROM t WHERE id = 4",
    );
    records.extend(read(&mut stream, 5).await);
    assert_eq!(
        lines(&records),
        [
            r#"snapshot t {"id":-1} - {"id":-1,"v":"a"}"#,
            r#"snapshot t {"id":2} - {"id":2,"v":null}"#,
            r#"create t {"id":3} - {"id":3,"v":"c"}"#,
            r#"update t {"id":3} {"id":3,"v":"c"} {"id":3,"v":"d"}"#,
            r#"delete t {"id":3} {"id":3,"v":"d"} -"#,
            r#"create t {"id":4} - {"id":4,"v":"d"}"#,
            r#"delete t {"id":4} {"id":4,"v":"d"} -"#,
        ]
    );
    plugin.source().stop().await.unwrap();
}

#[tokio::test]
async fn what_was_acked_is_removed_and_ids_go_on() {
    let database = Database::new("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    let (plugin, mut stream) = database.source(&[("snapshot", "never")]).await;
    for id in 0..3 {
        database.execute(&format!("INSERT INTO t VALUES ({id})"));
        read(&mut stream, 1).await;
    }
    let tracked: String = database
        .connection
        .query_row("SELECT name FROM sqlite_schema WHERE name LIKE '%\\_changes' ESCAPE '\\'", [], |row| {
            row.get(0)
        })
        .unwrap();
    // The acks come as messages: the last one is waited for, by the condition.
    let empty = async {
        while database.one(&format!("SELECT count(*) FROM {tracked}")) != 0.into() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), empty).await.expect("all changes are removed");
    database.execute("INSERT INTO t VALUES (3)");
    assert_eq!(database.one(&format!("SELECT max(id) FROM {tracked}")), 4.into());
    assert_eq!(lines(&read(&mut stream, 1).await), [r#"create t {"id":3} - {"id":3}"#]);
    plugin.source().stop().await.unwrap();
}

#[tokio::test]
async fn tables_and_columns_that_appear_later() {
    let database = Database::new("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
    let (plugin, mut stream) = database.source(&[]).await;
    read(&mut stream, 1).await;
    database.execute("CREATE TABLE later (a TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO later VALUES ('x')");
    assert_eq!(lines(&read(&mut stream, 1).await), [r#"snapshot later {"a":"x"} - {"a":"x"}"#]);
    database.execute("ALTER TABLE t ADD COLUMN v DEFAULT 5");
    // The triggers get the column when the source has looked at the schema again.
    let seen = "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%NEW.\"v\"%'";
    let installed = async {
        while database.one(seen) == 0.into() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), installed).await.expect("the triggers are made again");
    database.execute("INSERT INTO t VALUES (2, 6)");
    assert_eq!(lines(&read(&mut stream, 1).await), [r#"create t {"id":2} - {"id":2,"v":6}"#]);
    database.execute("DROP TABLE later; INSERT INTO t VALUES (3, 7)");
    assert_eq!(lines(&read(&mut stream, 1).await), [r#"create t {"id":3} - {"id":3,"v":7}"#]);
    database.execute("DELETE FROM t WHERE id <> 3");
    read(&mut stream, 2).await;
    database.execute(
        "ALTER TABLE t RENAME TO u; CREATE TABLE t (k INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)",
    );
    let mut records = lines(&read(&mut stream, 2).await);
    records.sort();
    assert_eq!(records, [r#"snapshot t {"k":1} - {"k":1}"#, r#"snapshot u {"id":3} - {"id":3,"v":7}"#]);
    database.execute("INSERT INTO u VALUES (4, 8)");
    assert_eq!(lines(&read(&mut stream, 1).await), [r#"create u {"id":4} - {"id":4,"v":8}"#]);
    plugin.source().stop().await.unwrap();
}

/// What the README warns of is as it says.
#[tokio::test]
async fn what_triggers_do_to_a_writer() {
    let database = Database::new("CREATE TABLE t (id INTEGER PRIMARY KEY, u UNIQUE, v)");
    let (plugin, mut stream) = database.source(&[("snapshot", "never")]).await;
    let error = database.connection.execute_batch("ALTER TABLE t DROP COLUMN v").unwrap_err();
    assert!(error.to_string().contains("error in trigger _conduit_"), "{error}");
    database.execute("INSERT INTO t VALUES (1, 'x', 1); REPLACE INTO t VALUES (2, 'x', 2)");
    database.execute("PRAGMA recursive_triggers = on; REPLACE INTO t VALUES (3, 'x', 3); VACUUM");
    assert_eq!(
        lines(&read(&mut stream, 4).await),
        [
            r#"create t {"id":1} - {"id":1,"u":"x","v":1}"#,
            r#"create t {"id":2} - {"id":2,"u":"x","v":2}"#,
            r#"delete t {"id":2} {"id":2,"u":"x","v":2} -"#,
            r#"create t {"id":3} - {"id":3,"u":"x","v":3}"#,
        ]
    );
    plugin.source().stop().await.unwrap();
}

#[tokio::test]
async fn keys_and_columns_of_the_settings() {
    let database = Database::new(
        "CREATE TABLE t (a INTEGER, b TEXT NOT NULL UNIQUE, c); INSERT INTO t VALUES (1, 'x', 2);
         CREATE TABLE none (v); INSERT INTO none VALUES (1);",
    );
    let settings = [("table.t.key", "b"), ("table.t.columns", "c"), ("table.none.key", "rowid")];
    let (plugin, mut stream) = database.source(&settings).await;
    let mut records = read(&mut stream, 2).await;
    database.execute("DELETE FROM none; DELETE FROM t");
    records.extend(read(&mut stream, 2).await);
    assert_eq!(
        lines(&records),
        [
            r#"snapshot t {"b":"x"} - {"b":"x","c":2}"#,
            r#"snapshot none {"rowid":1} - {"rowid":1,"v":1}"#,
            r#"delete none {"rowid":1} {"rowid":1,"v":1} -"#,
            r#"delete t {"b":"x"} {"b":"x","c":2} -"#,
        ]
    );
    plugin.source().stop().await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_words() {
    let database = Database::new("CREATE TABLE t (a, b); CREATE VIEW v AS SELECT * FROM t");
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("tables", "v")], "\"v\" is a view; only tables can be read"),
        (&[("tables", "x")], "there is no table \"x\""),
        (&[], "the table \"t\" has no primary key; name columns that identify a row by table.t.key"),
        (&[("table.t.key", "c")], "the table \"t\" has no column \"c\", which the settings name"),
    ];
    for (settings, expected) in cases {
        let said = database.refusal(settings).await;
        assert!(said.contains(expected), "{said}");
    }
}

#[tokio::test]
async fn a_key_that_is_null_ends_the_snapshot_in_words() {
    let database = Database::new("CREATE TABLE t (a TEXT PRIMARY KEY); INSERT INTO t VALUES ('x'), (NULL)");
    let (plugin, mut stream) = database.source(&[]).await;
    let error = stream.next().await.unwrap_err();
    assert!(error.message().contains("has a row whose key is NULL"), "{error}");
    drop(plugin);
}

/// Waits until the program's log says this.
async fn says(plugin: &Plugin, text: &str) {
    let said = async {
        while !plugin.log().iter().any(|line| line.contains(text)) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), said)
        .await
        .unwrap_or_else(|_| panic!("{text}: {:?}", plugin.log()));
}

/// Longer than SQLite itself waits, so that the connector has to try again.
#[tokio::test]
async fn a_lock_that_is_held_for_long_does_not_end_the_source() {
    let database = Database::new("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    let plugin = Launch::new(PROGRAM).connector_id("cases").start().await.unwrap();
    let source = plugin.source();
    source.configure(database.settings(&[])).await.unwrap();
    database.execute("BEGIN EXCLUSIVE");
    let opened = async {
        says(&plugin, "opening is tried again").await;
        database.execute("COMMIT");
    };
    let (outcome, ()) = tokio::join!(source.open(""), opened);
    outcome.unwrap();
    // Before it runs, as the snapshot would be over by now otherwise.
    database.execute("BEGIN EXCLUSIVE");
    let mut stream = source.run().await.unwrap();
    says(&plugin, "reading is tried again").await;
    database.execute("INSERT INTO t VALUES (1); COMMIT");
    // The snapshot was held up, and the change is behind it.
    let expected = [r#"snapshot t {"id":1} - {"id":1}"#, r#"create t {"id":1} - {"id":1}"#];
    assert_eq!(lines(&read(&mut stream, 2).await), expected);
    source.stop().await.unwrap();
}

fn row(id: i64, v: &str) -> Record {
    let key: Map = [("id", id)].into_iter().collect();
    let fields: Map = [("id", Value::from(id)), ("v", v.into())].into_iter().collect();
    Record::create(key, fields).collection("t")
}

#[tokio::test]
async fn one_that_is_refused_does_not_hold_up_the_others() {
    let database = Database::new("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT CHECK (v <> 'bad'))");
    for (conflict, expected) in [("upsert", "b"), ("ignore", "a"), ("fail", "a")] {
        database.execute("DELETE FROM t");
        let plugin = Launch::new(PROGRAM).start().await.unwrap();
        let side = plugin.destination();
        side.configure([("path", database.path.to_str().unwrap()), ("onConflict", conflict)]).await.unwrap();
        side.open().await.unwrap();
        let mut sink = side.run().await.unwrap();
        let mut records = vec![row(1, "a"), row(2, "bad"), row(3, "c"), row(1, "b")];
        let nameless = Record::create([("id", 9_i64)].into_iter().collect::<Map>(), Map::new());
        records.push(nameless);
        let outcomes = send(&mut sink, &records).await;
        let refused: Vec<bool> = outcomes.iter().map(Option::is_some).collect();
        assert_eq!(refused, [false, true, false, conflict == "fail", true], "{outcomes:?}");
        assert!(outcomes[1].as_ref().unwrap().contains("CHECK constraint failed"), "{outcomes:?}");
        assert!(outcomes[4].as_ref().unwrap().contains("no collection"), "{outcomes:?}");
        let gone = Record::delete([("id", 3_i64)].into_iter().collect::<Map>(), Map::new()).collection("t");
        assert_eq!(gone.operation, Operation::Delete);
        assert_eq!(send(&mut sink, &[gone]).await, [None]);
        assert_eq!(database.one("SELECT group_concat(id || v) FROM t"), format!("1{expected}").into());
        side.teardown().await.unwrap();
    }
}

#[tokio::test]
async fn another_writer_is_waited_for() {
    let database = Database::new("CREATE TABLE t (id INTEGER PRIMARY KEY, v)");
    let plugin = Launch::new(PROGRAM).start().await.unwrap();
    let side = plugin.destination();
    side.configure([("path", database.path.to_str().unwrap())]).await.unwrap();
    side.open().await.unwrap();
    let mut sink = side.run().await.unwrap();
    database.execute("BEGIN IMMEDIATE; INSERT INTO t VALUES (1, 'ours')");
    sink.send(&[row(1, "theirs")]).await.unwrap();
    // Nothing comes while the lock is held.
    assert!(tokio::time::timeout(Duration::from_millis(200), sink.next()).await.is_err());
    database.execute("COMMIT");
    let outcomes = sink.next().await.unwrap().unwrap();
    assert!(outcomes[0].error.is_none());
    assert_eq!(database.one("SELECT v FROM t"), "theirs".to_owned().into());
}

#[test]
fn connector_yaml_is_up_to_date() {
    let output = std::process::Command::new(PROGRAM).arg("spec").output().unwrap();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/connector.yaml");
    let text = std::fs::read_to_string(file).unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        text,
        "run: conduit-connector-sqlite spec > connector.yaml"
    );
}

/// Its sections of settings; `cargo paramgen readmegen` writes them.
#[test]
fn the_readme_is_up_to_date() {
    let specification = Specification::from_yaml(include_str!("../../connector.yaml")).unwrap();
    paramgen::testing::assert_readme_up_to_date(
        &specification,
        concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"),
    );
}

#[test]
fn the_pipeline_of_the_readme_is_good() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```yaml\nversion").unwrap();
    let (pipeline, _) = rest.split_once("```").unwrap();
    let specification = Specification::from_yaml(include_str!("../../connector.yaml")).unwrap();
    let registry = Registry::new().with("sqlite", specification);
    let report = pipeline::check(&format!("version{pipeline}"), &registry);
    assert_eq!(report.to_string(), "");
}
