//! Tries settings out: `cargo run -- source url=https://api.example.com apiToken=secret`.

use std::env;
use std::fmt::Debug;
use std::process::ExitCode;

use {{library}}::destination::DestinationConfig;
use {{library}}::source::SourceConfig;
use {{library}}::specification;
use paramgen::Params;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let tried = match arguments.split_first() {
        Some((side, settings)) if side == "source" => try_out::<SourceConfig>(settings),
        Some((side, settings)) if side == "destination" => try_out::<DestinationConfig>(settings),
        _ => Err(usage()),
    };
    match tried {
        Ok(config) => {
            println!("{config}");
            ExitCode::SUCCESS
        }
        Err(problems) => {
            eprintln!("{problems}");
            ExitCode::FAILURE
        }
    }
}

/// The settings as the connector understands them, or everything that is wrong with them.
fn try_out<T: Params + Debug>(settings: &[String]) -> Result<String, String> {
    let pairs: Vec<(&str, &str)> = settings
        .iter()
        .map(|setting| setting.split_once('=').unwrap_or((setting, "")))
        .collect();
    match T::parse(&pairs) {
        Ok(config) => Ok(format!("{config:#?}")),
        Err(problems) => Err(problems.to_string()),
    }
}

fn usage() -> String {
    let (name, version) = (env!("CARGO_BIN_NAME"), env!("CARGO_PKG_VERSION"));
    let summary = specification().summary().to_owned();
    format!("{name} {version}: {summary}\nusage: {name} source|destination KEY=VALUE…")
}
