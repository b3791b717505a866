//! A Postgres source's settings, read from a file or from `key=value` arguments, and its specification.
//!
//! ```console
//! $ cargo run --example postgres -- spec
//! $ cargo run --example postgres -- examples/postgres.json
//! $ cargo run --example postgres -- examples/postgres-mistakes.json
//! $ cargo run --example postgres -- url=postgres://localhost/shop tables=users table.users.sortBy=id
//! ```

use std::{collections::BTreeMap, error::Error, fs, process::ExitCode};

use paramgen::{Options, Parameter, Params, Validation};

mod config;
use config::SourceConfig;

type Settings = BTreeMap<String, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments == ["spec"] {
        print!("{}", config::specification().to_yaml());
        return ExitCode::SUCCESS;
    }
    let settings = match read_settings(&arguments) {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    print_parameters();
    match SourceConfig::parse_with(&settings, Options::new()) {
        Ok(parsed) => {
            for warning in parsed.warnings {
                println!("warning: {warning}");
            }
            println!("{:#?}", parsed.value);
            ExitCode::SUCCESS
        }
        Err(problems) => {
            println!("{problems}");
            ExitCode::FAILURE
        }
    }
}

/// The settings in a JSON file, or in `key=value` arguments.
fn read_settings(arguments: &[String]) -> Result<Settings, Box<dyn Error>> {
    match arguments {
        [] => Err("usage: postgres spec | FILE.json | KEY=VALUE…".into()),
        [file] if !file.contains('=') => {
            let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
            Ok(serde_json::from_str(&text)
                .map_err(|error| format!("{file}: not a flat map of strings: {error}"))?)
        }
        pairs => pairs.iter().map(|pair| read_pair(pair)).collect(),
    }
}

fn read_pair(pair: &str) -> Result<(String, String), Box<dyn Error>> {
    let (key, value) = pair.split_once('=').ok_or_else(|| format!("{pair:?} is not KEY=VALUE"))?;
    Ok((key.to_owned(), value.to_owned()))
}

fn print_parameters() {
    println!("{:<24} {:<8} {:<12} rules", "parameter", "type", "default");
    for (name, parameter) in SourceConfig::parameters() {
        let default = parameter.default().unwrap_or("-");
        println!("{name:<24} {:<8} {default:<12} {}", parameter.parameter_type(), rules(&parameter));
    }
    println!();
}

fn rules(parameter: &Parameter) -> String {
    let rules: Vec<String> = parameter.validations().map(Validation::to_string).collect();
    rules.join(", ")
}
