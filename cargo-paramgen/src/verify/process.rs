//! The process: how it starts, what it writes where, how it ends.

use std::{process::Stdio, time::Duration};

use paramgen_connector::host::Plugin;
use tokio::{process::Command, time::timeout};

use super::{
    Findings,
    fault::{Fault, Seen, as_advice, fails},
    subject::{PATIENCE, Subject, alive, answered, started},
};

const COOKIE: &str = "CONDUIT_PLUGIN_MAGIC_COOKIE";
const VERSIONS: &str = "PLUGIN_PROTOCOL_VERSIONS";
/// Conduit starts every program of its folder, one after the other, when it boots.
const QUICK: Duration = Duration::from_secs(3);
/// Conduit kills a process that is still there then.
const END: Duration = Duration::from_secs(2);
/// A connector that does nothing yet needs less, whatever it is written in.
const MEMORY_MIB: u64 = 256;

pub(super) async fn check(findings: &mut Findings<'_>, subject: &Subject) {
    findings
        .check(
            "cookie",
            "started by hand, or with another cookie, it says on stderr what it is, writes nothing to stdout, and does not end with 0",
            async || cookie(subject).await,
        )
        .await;
    findings
        .check(
            "handshake",
            "one line on stdout, `1|2|tcp or unix|ADDRESS|grpc|`, when it listens",
            async || handshake(subject).await,
        )
        .await;
    // The other checks start it too, and each would wait a minute.
    if subject.start().await.is_err() {
        findings.gone = Some("it does not start as a connector");
    }
    findings
        .check(
            "start time",
            "the line comes within 3 s: Conduit starts all programs, one by one, at boot",
            async || as_advice(start_time(subject).await),
        )
        .await;
    findings
        .check(
            "versions",
            "the line names version 2 of the protocol wherever it is offered, in any order",
            async || versions(subject).await,
        )
        .await;
    findings
        .check(
            "environment",
            "it starts with the engine's variables alone, as they are when specifications are read",
            async || as_advice(environment(subject).await),
        )
        .await;
    findings
        .check(
            "health",
            "grpc.health.v1.Health/Check(\"plugin\") answers SERVING, as go-plugin's contract has it",
            async || health(subject).await,
        )
        .await;
    findings
        .check(
            "two at once",
            "two processes run side by side: Conduit starts one for each connector",
            async || two_at_once(subject).await,
        )
        .await;
    findings
        .check(
            "interrupt",
            "SIGINT is passed over: Ctrl-C in a terminal is the engine's to answer",
            async || interrupt(subject).await,
        )
        .await;
    findings
        .check(
            "shutdown",
            "GRPCController/Shutdown answers, and the process ends by itself within 2 s, with 0",
            async || shutdown(subject).await,
        )
        .await;
    findings
        .check("stdout", "nothing is written to stdout behind the first line", async || stdout(subject).await)
        .await;
    findings
        .check(
            "logs",
            "each line on stderr is a JSON object with \"@level\" and \"@message\", both texts",
            async || logs(subject).await,
        )
        .await;
    findings
        .check("memory", "less than 256 MiB when it has answered Specify", async || memory(subject).await)
        .await;
}

async fn cookie(subject: &Subject) -> Seen {
    let without = started_by_hand(subject, None).await?;
    started_by_hand(subject, Some("another cookie")).await?;
    Ok(without)
}

async fn started_by_hand(subject: &Subject, cookie: Option<&str>) -> Seen {
    let mut command = Command::new(&subject.program);
    command.env_remove(COOKIE).envs(cookie.map(|cookie| (COOKIE, cookie)));
    command.stdin(Stdio::null()).kill_on_drop(true);
    let output = timeout(PATIENCE, command.output()).await;
    let output = match output {
        Err(_) => return fails(format!("the process is still there after {} s", PATIENCE.as_secs())),
        Ok(Err(error)) => return fails(format!("it cannot be started: {error}")),
        Ok(Ok(output)) => output,
    };
    if !output.stdout.is_empty() {
        return fails(format!("it wrote {} bytes to stdout", output.stdout.len()));
    }
    if output.status.success() {
        return fails("it ended with 0");
    }
    if output.stderr.is_empty() {
        return Err(Fault::Advice("it ended without a word on stderr".to_owned()));
    }
    Ok(output.status.to_string())
}

async fn handshake(subject: &Subject) -> Seen {
    let plugin = subject.start().await?;
    let line = plugin.handshake().map(|handshake| handshake.line.clone()).unwrap_or_default();
    plugin.kill().await;
    let fields: Vec<&str> = line.split('|').collect();
    match fields.as_slice() {
        [_, _, "tcp", address, ..] if !is_loopback(address) => {
            Err(Fault::Advice(format!("{line:?}: it listens on more than the loopback")))
        }
        [_, _, _, _, "grpc", certificate, ..] if !certificate.is_empty() => {
            Err(Fault::Advice(format!("{line:?}: Conduit gives no certificate and asks for none")))
        }
        [_, _, network, _, "grpc", ..] => Ok(format!("1|2|{network}|…|grpc|")),
        _ => fails(format!("{line:?}: \"grpc\" is missing behind the address")),
    }
}

fn is_loopback(address: &str) -> bool {
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host).trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

async fn start_time(subject: &Subject) -> Seen {
    let plugin = subject.start().await?;
    let after = plugin.handshake().map(|handshake| handshake.after).unwrap_or_default();
    plugin.kill().await;
    if after <= QUICK {
        Ok("it does".to_owned())
    } else {
        fails(format!("after {:.1} s", after.as_secs_f64()))
    }
}

async fn versions(subject: &Subject) -> Seen {
    for offered in ["2,1", "2"] {
        let plugin = started(subject.launch().variable(VERSIONS, offered)).await;
        match plugin {
            Ok(plugin) => drop(plugin.kill().await),
            Err(Fault::Fails(seen)) => return fails(format!("with {VERSIONS}={offered}: {seen}")),
            Err(other) => return Err(other),
        }
    }
    Ok("with 2,1 and with 2".to_owned())
}

async fn environment(subject: &Subject) -> Seen {
    // The engine says no level of logs then.
    let launch = subject.launch().without_host_variables().connector_id("load-specifications");
    let plugin = started(launch.without_variable("CONDUIT_CONNECTOR_LOG_LEVEL")).await?;
    let answer = alive(&plugin).await;
    plugin.kill().await;
    answer.map(|()| "without PATH, HOME and a log level".to_owned())
}

async fn health(subject: &Subject) -> Seen {
    subject
        .with(async |plugin| match answered("Check", plugin.is_healthy()).await? {
            Ok(true) => Ok("SERVING".to_owned()),
            // Conduit never asks.
            Ok(false) => Err(Fault::Advice("another status".to_owned())),
            Err(error) => Err(Fault::Advice(format!("{}; Conduit itself does not ask", error.message()))),
        })
        .await
}

async fn two_at_once(subject: &Subject) -> Seen {
    let one = subject.start().await?;
    let other = subject.start().await;
    let seen = async {
        let other = other?;
        let both = tokio::try_join!(alive(&one), alive(&other));
        other.kill().await;
        both.map(|_| "both answer".to_owned())
    };
    let seen = seen.await;
    one.kill().await;
    seen
}

async fn interrupt(subject: &Subject) -> Seen {
    if !cfg!(unix) {
        return Err(Fault::NotTried("there are no signals here".to_owned()));
    }
    subject
        .with(async |plugin| {
            let Some(process) = plugin.process_id() else { return fails("the process has ended") };
            let sent = Command::new("kill").args(["-INT", &process.to_string()]).status().await;
            if !sent.is_ok_and(|status| status.success()) {
                return Err(Fault::NotTried("the command `kill` cannot be run".to_owned()));
            }
            // Signals come at once; a process that ends takes a moment to.
            tokio::time::sleep(Duration::from_millis(200)).await;
            alive(plugin).await.map(|()| "it answers as before".to_owned())
        })
        .await
}

async fn shutdown(subject: &Subject) -> Seen {
    let plugin = subject.start().await?;
    alive(&plugin).await?;
    let started = std::time::Instant::now();
    match plugin.shutdown().await {
        Err(error) => fails(error.message()),
        Ok(Some(exit)) if !exit.is_success() => Err(Fault::Advice(format!("it ended by {}", exit.status()))),
        Ok(_) if started.elapsed() > END => fails("it took more than 2 s"),
        Ok(_) => Ok("it ended with 0 in time".to_owned()),
    }
}

async fn stdout(subject: &Subject) -> Seen {
    subject
        .with(async |plugin| {
            alive(plugin).await?;
            let printed = plugin.stdout();
            match printed.first() {
                None => Ok("nothing".to_owned()),
                // go-plugin's client drops it, and one that does not read would block the connector.
                Some(line) => fails(format!("{} lines, the first one {line:?}", printed.len())),
            }
        })
        .await
}

async fn logs(subject: &Subject) -> Seen {
    let plugin = started(subject.launch().log_level("trace")).await?;
    let answer = alive(&plugin).await;
    let lines = plugin.log();
    plugin.kill().await;
    answer?;
    log_of(&lines)
}

/// What is to be said of the lines of a log.
pub(super) fn log_of(lines: &[String]) -> Seen {
    for line in lines {
        let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(line) else {
            return Err(Fault::Advice(format!("{line:?} is no JSON object: Conduit logs it at debug")));
        };
        for key in ["@level", "@message"] {
            match fields.get(key) {
                Some(serde_json::Value::String(_)) => {}
                Some(_) => return fails(format!("{line:?}: {key:?} is no text, which makes Conduit panic")),
                None => return Err(Fault::Advice(format!("{line:?}: there is no {key:?}"))),
            }
        }
    }
    Ok(if lines.is_empty() { "no line was written".to_owned() } else { "all of them are".to_owned() })
}

async fn memory(subject: &Subject) -> Seen {
    subject
        .with(async |plugin| {
            alive(plugin).await?;
            let Some(mib) = plugin.process_id().and_then(peak_mib) else {
                return Err(Fault::NotTried("this system does not tell what a process uses".to_owned()));
            };
            if mib < MEMORY_MIB { Ok("less".to_owned()) } else { Err(Fault::Advice(format!("{mib} MiB"))) }
        })
        .await
}

/// The most memory that a process had so far, where the system tells: Linux does.
fn peak_mib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = peak.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024)
}

/// What is to be said of a process's output after a session.
pub(super) fn output_of(plugin: &Plugin) -> Result<(), Fault> {
    if let Some(line) = plugin.stdout().first() {
        return fails(format!("it wrote to stdout: {line:?}"));
    }
    log_of(&plugin.log()).map(drop)
}
