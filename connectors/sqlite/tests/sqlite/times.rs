//! Following changes by a column with times.

use std::time::Duration;

use paramgen_connector::host::Launch;
use tokio::time::timeout;

use crate::{
    PROGRAM,
    cases::{Database, lines, read},
};

const TIMES: [(&str, &str); 3] =
    [("changes", "timestamp"), ("timestamp.column", "at"), ("timestamp.lag", "100ms")];

/// The row without a time is in the snapshot, those of two tables come in the order of their times, and what is not due yet,
/// or again and again the same, does not come.
#[tokio::test]
async fn rows_come_in_the_order_of_their_times() {
    let database = Database::new(
        "CREATE TABLE b (id INTEGER PRIMARY KEY, at); CREATE TABLE a (id INTEGER PRIMARY KEY, at);
         INSERT INTO a VALUES (1, NULL), (2, 100); INSERT INTO b VALUES (7, 100)",
    );
    let (plugin, mut stream) = database.source(&TIMES).await;
    let snapshot = read(&mut stream, 5).await;
    let expected = [
        r#"snapshot b {"id":7} - {"at":100,"id":7}"#,
        r#"snapshot a {"id":1} - {"at":null,"id":1}"#,
        r#"snapshot a {"id":2} - {"at":100,"id":2}"#,
        // What has the time at which it began may have been written since.
        r#"create a {"id":2} - {"at":100,"id":2}"#,
        r#"create b {"id":7} - {"at":100,"id":7}"#,
    ];
    assert_eq!(lines(&snapshot), expected);
    database.execute(
        "BEGIN; INSERT INTO a VALUES (3, 200), (4, 300), (5, 99999999999); INSERT INTO b VALUES (8, 200), (6, 200), (9, NULL);
         UPDATE b SET at = 250 WHERE id = 7; COMMIT",
    );
    let changes = read(&mut stream, 5).await;
    let expected = [
        r#"create a {"id":3} - {"at":200,"id":3}"#,
        r#"create b {"id":6} - {"at":200,"id":6}"#,
        r#"create b {"id":8} - {"at":200,"id":8}"#,
        r#"create b {"id":7} - {"at":250,"id":7}"#,
        r#"create a {"id":4} - {"at":300,"id":4}"#,
    ];
    assert_eq!(lines(&changes), expected);
    // A restart between rows of one time, of two tables.
    drop((plugin, stream));
    for (index, record) in changes.iter().enumerate().take(4) {
        let plugin = Launch::new(PROGRAM).connector_id("cases").start().await.unwrap();
        let source = plugin.source();
        source.configure(database.settings(&TIMES)).await.unwrap();
        source.open(record.position.clone()).await.unwrap();
        let mut stream = source.run().await.unwrap();
        assert_eq!(lines(&read(&mut stream, 4 - index).await), expected[index + 1..]);
    }
}

#[tokio::test]
async fn what_has_no_times_is_refused_in_words() {
    for (sql, words) in [
        ("CREATE TABLE t (id INTEGER PRIMARY KEY)", "has no column \"at\", which timestamp.column names"),
        (
            "CREATE TABLE t (id INTEGER PRIMARY KEY, at); INSERT INTO t VALUES (1, 100), (2, '2026-01-01')",
            "are text and numbers, which have no common order",
        ),
        (
            "CREATE TABLE t (id INTEGER PRIMARY KEY, at); INSERT INTO t VALUES (1, 'soon')",
            "has \"soon\" in the column \"at\", which is no time that SQLite reads",
        ),
    ] {
        let refusal = Database::new(sql).refusal(&TIMES).await;
        assert!(refusal.contains(words), "{refusal}");
    }
    let database = Database::new("CREATE TABLE t (id INTEGER PRIMARY KEY, at)");
    let plugin = Launch::new(PROGRAM).start().await.unwrap();
    let settings = database.settings(&TIMES[..1]);
    let refusal = plugin.source().configure(settings).await.unwrap_err();
    assert!(refusal.message().contains("timestamp.column"), "{refusal}");
    // One that comes later ends the stream, as it would never be read.
    let (_plugin, mut stream) = database.source(&TIMES).await;
    database.execute("INSERT INTO t VALUES (1, '2026-01-01 10:00:00')");
    stream.next().await.unwrap();
    database.execute("INSERT INTO t VALUES (2, 'soon')");
    // The first row may have been there for the snapshot, and come again.
    let error = async {
        loop {
            if let Err(error) = stream.next().await {
                return error;
            }
        }
    };
    let error = timeout(Duration::from_secs(30), error).await.unwrap();
    assert!(error.message().contains("\"soon\""), "{error}");
}

#[tokio::test]
async fn a_position_of_another_way_to_follow_changes_is_refused() {
    let database = Database::new("CREATE TABLE t (id INTEGER PRIMARY KEY, at); INSERT INTO t VALUES (1, 5)");
    let (plugin, mut stream) = database.source(&[]).await;
    read(&mut stream, 1).await;
    database.execute("INSERT INTO t VALUES (2, 6)");
    let position = read(&mut stream, 1).await[0].position.clone();
    plugin.kill().await;
    let plugin = Launch::new(PROGRAM).connector_id("cases").start().await.unwrap();
    let source = plugin.source();
    source.configure(database.settings(&TIMES)).await.unwrap();
    source.open(position).await.unwrap();
    let error = source.run().await.unwrap().next().await.unwrap_err();
    assert!(error.message().contains("another way to follow changes"), "{error}");
}
