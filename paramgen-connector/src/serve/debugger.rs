//! Waiting for a debugger before the engine is told where the connector is.

use std::{
    env, thread,
    time::{Duration, Instant},
};

/// Seconds to wait, and behind a comma the id of the connector that is meant: `30`, or `30,orders:source`.
const WAIT: &str = "PARAMGEN_WAIT_FOR_DEBUGGER";
/// The engine waits a minute for the first line.
const LONGEST: Duration = Duration::from_secs(50);
/// How often a line says how much time is left.
const SAID: Duration = Duration::from_secs(5);
/// How often it is looked whether a debugger is there.
const LOOK: Duration = Duration::from_millis(50);
/// The id under which Conduit asks each program for its specification when it starts.
const LOADING: &str = "load-specifications";

/// Waits as the environment says, until a debugger is attached where the system tells.
pub(super) fn wait(connector_id: &str) {
    let Ok(text) = env::var(WAIT) else { return };
    let Some(time) = asked(&text, connector_id) else { return };
    let end = Instant::now() + time;
    let mut next = Instant::now();
    while let Some(left) = end.checked_duration_since(Instant::now()) {
        if is_traced() {
            tracing::warn!("a debugger is attached: going on");
            return;
        }
        if Instant::now() >= next {
            let process = std::process::id();
            let seconds = left.as_secs_f64().ceil() as u64;
            tracing::warn!(process, seconds, "waiting for a debugger at process {process}: {seconds} s left");
            next += SAID;
        }
        thread::sleep(LOOK.min(left));
    }
    tracing::warn!("no debugger was attached: going on without one");
}

/// How long this connector waits, if it is meant.
fn asked(text: &str, connector_id: &str) -> Option<Duration> {
    let (seconds, id) = text.split_once(',').map_or((text, None), |(seconds, id)| (seconds, Some(id)));
    if connector_id == LOADING || id.is_some_and(|id| id.trim() != connector_id) {
        return None;
    }
    match seconds.trim().parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds).min(LONGEST)),
        Err(_) => {
            tracing::warn!("{WAIT} is not a number of seconds such as 30, or 30,CONNECTOR_ID: not waiting");
            None
        }
    }
}

/// Whether a debugger is attached, where the system tells: Linux does.
fn is_traced() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let tracer = status.lines().find_map(|line| line.strip_prefix("TracerPid:"));
    tracer.is_some_and(|tracer| tracer.trim() != "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_names_a_time_and_a_connector() {
        for (text, id, seconds) in [
            ("30", "p:source", Some(30)),
            (" 7 , p:source ", "p:source", Some(7)),
            ("7,p:source", "p:other", None),
            ("3600", "p:source", Some(50)),
            ("30", LOADING, None),
            ("soon", "p:source", None),
            ("-1", "p:source", None),
        ] {
            assert_eq!(asked(text, id).map(|time| time.as_secs()), seconds, "{text}");
        }
    }
}
