//! What is shown of events: the connectors' logs, and refused records.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use annotate_snippets::Level;
use cargo_paramgen::run::{Event, Nack};

use crate::{args::LogLevel, excerpt::one_line, show};

/// Refused records that are shown; the file has all.
const MOST_NACKS: usize = 10;
/// As much of a record is shown.
const MOST_CHARS: usize = 300;

/// What is shown of events.
pub(super) struct Told {
    level: LogLevel,
    nacks: AtomicUsize,
}

impl Told {
    pub(super) fn new(level: LogLevel) -> Self {
        Self { level, nacks: AtomicUsize::new(0) }
    }

    pub(super) fn tell(&self, event: &Event) {
        match event {
            Event::Note(note) => say(Level::NOTE, note),
            Event::Log { connector, line } => self.log(connector, line),
            Event::Nack(nack) => self.nack(nack),
        }
    }

    /// A line of the kit's or of go-plugin's form, or any text.
    fn log(&self, connector: &str, line: &str) {
        let Ok(serde_json::Value::Object(mut fields)) = serde_json::from_str(line) else {
            return say_line(connector, "", line);
        };
        let mut take = |name: &str| match fields.remove(name) {
            Some(serde_json::Value::String(text)) => text,
            _ => String::new(),
        };
        let (level, message) = (take("@level"), take("@message"));
        for name in ["@timestamp", "connector_id", "target"] {
            take(name);
        }
        if LogLevel::of(&level).is_some_and(|level| level < self.level) {
            return;
        }
        let text = fields.iter().fold(message, |text, (name, value)| text + &format!(" {name}={value}"));
        say_line(connector, &level, &text);
    }

    fn nack(&self, nack: &Nack) {
        let count = self.nacks.fetch_add(1, Relaxed);
        if count > MOST_NACKS {
            return;
        }
        if count == MOST_NACKS {
            return say(Level::WARNING, "more records are refused; the file has all of them");
        }
        let record: String = nack.record.to_string().chars().take(MOST_CHARS).collect();
        say(
            Level::WARNING,
            &format!(
                "{} refused a record of {}: {}\n{}",
                one_line(&nack.destination),
                one_line(&nack.source),
                one_line(&nack.reason),
                one_line(&record)
            ),
        );
    }
}

fn say_line(connector: &str, level: &str, text: &str) {
    let level = if level.is_empty() { String::new() } else { format!(" {}", one_line(level)) };
    show::to_stderr(&format!("{}{level}: {}\n", one_line(connector), one_line(text)));
}

/// A line beside what the connectors say.
pub(super) fn say(level: Level<'static>, text: &str) {
    show::to_stderr(&show::message(level, text, None));
}
