//! Log events as the engine reads them: one JSON object a line on stderr.

use std::{fmt, io::Write as _, sync::Arc, time::SystemTime};

use serde_json::{Map, Value};
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
};
use tracing_subscriber::{Layer, layer, layer::SubscriberExt as _};

use super::secrets::Secrets;
use crate::record::time::log_time;

/// Writes events of this level and above, without secrets.
pub(crate) fn start(level: LevelFilter, connector_id: &str, secrets: &Secrets) {
    let lines = Lines { level, connector_id: connector_id.into(), secrets: secrets.clone() };
    // An author who has set a subscriber wants that one.
    let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry().with(lines));
}

/// The level by the engine's name for it, which is zerolog's.
pub(crate) fn level(name: &str) -> Option<LevelFilter> {
    match name {
        "trace" => Some(LevelFilter::TRACE),
        "debug" => Some(LevelFilter::DEBUG),
        "info" => Some(LevelFilter::INFO),
        "warn" => Some(LevelFilter::WARN),
        "error" | "fatal" | "panic" => Some(LevelFilter::ERROR),
        "disabled" => Some(LevelFilter::OFF),
        _ => None,
    }
}

struct Lines {
    level: LevelFilter,
    connector_id: Arc<str>,
    secrets: Secrets,
}

impl<S: Subscriber> Layer<S> for Lines {
    fn enabled(&self, metadata: &Metadata<'_>, _: layer::Context<'_, S>) -> bool {
        /// What carries the protocol says much that nobody asks for.
        const QUIET: [&str; 4] = ["h2", "hyper", "tonic", "tower"];
        let quiet = QUIET.iter().any(|target| metadata.target().starts_with(target));
        *metadata.level() <= if quiet { self.level.min(LevelFilter::WARN) } else { self.level }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.level)
    }

    fn on_event(&self, event: &Event<'_>, _: layer::Context<'_, S>) {
        let line = self.line(event, SystemTime::now());
        // Nobody is left to be told that stderr is closed.
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }
}

impl Lines {
    /// The line, with its end.
    fn line(&self, event: &Event<'_>, now: SystemTime) -> String {
        let mut fields = Fields { fields: Map::new(), message: String::new(), secrets: &self.secrets };
        event.record(&mut fields);
        let Fields { mut fields, message, .. } = fields;
        let level = match *event.metadata().level() {
            Level::ERROR => "error",
            Level::WARN => "warn",
            Level::INFO => "info",
            Level::DEBUG => "debug",
            Level::TRACE => "trace",
        };
        for (name, text) in [
            ("@level", level),
            ("@message", &message),
            ("@timestamp", &log_time(now)),
            ("connector_id", &self.connector_id),
            ("target", event.metadata().target()),
        ] {
            fields.insert(name.to_owned(), Value::from(text));
        }
        let mut line = Value::Object(fields).to_string();
        line.push('\n');
        line
    }
}

struct Fields<'a> {
    fields: Map<String, Value>,
    message: String,
    secrets: &'a Secrets,
}

impl Fields<'_> {
    fn set(&mut self, field: &Field, value: impl Into<Value>) {
        self.fields.insert(field.name().to_owned(), value.into());
    }
}

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        let text = self.secrets.hide(value).into_owned();
        if field.name() == "message" {
            self.message = text;
        } else {
            self.set(field, text);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.set(field, value);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Keeps lines instead of writing them.
    struct Kept(Lines, Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Kept {
        fn on_event(&self, event: &Event<'_>, _: layer::Context<'_, S>) {
            self.1.lock().unwrap().push(self.0.line(event, SystemTime::UNIX_EPOCH));
        }
    }

    #[test]
    fn a_line_has_what_the_engine_wants_and_the_fields() {
        let kept = Arc::default();
        let lines =
            Lines { level: LevelFilter::INFO, connector_id: "p:src".into(), secrets: Secrets::default() };
        let subscriber = tracing_subscriber::registry().with(Kept(lines, Arc::clone(&kept)));
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(table = "parcels", rows = 5, "slow \"query\"\n{}", 1);
        });
        let line = kept.lock().unwrap().pop().unwrap();
        assert_eq!(
            line,
            "{\"@level\":\"warn\",\"@message\":\"slow \\\"query\\\"\\n1\",\
             \"@timestamp\":\"1970-01-01T00:00:00.000000Z\",\"connector_id\":\"p:src\",\"rows\":5,\
             \"table\":\"parcels\",\"target\":\"paramgen_connector::serve::logs::tests\"}\n"
        );
    }
}
