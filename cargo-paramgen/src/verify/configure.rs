//! Settings: each problem is told, all of them at once, and nothing is connected to.

use std::{collections::BTreeMap, fmt::Write as _};

use paramgen::{Parameter, ParameterType, Parameters, Validation, pipeline::Side};
use paramgen_connector::host::HostError;

use super::{
    Findings,
    fault::{Fault, Seen, as_advice, fails},
    subject::{Subject, alive, answered, good, listed, started},
};
use crate::calls::Calls;

/// A key that no connector has.
const UNKNOWN: &str = "paramgenVerifyUnknownKey";
/// More than the limit that this check sets.
const LARGE: usize = 2 << 20;
const LIMIT: usize = 1 << 20;

pub(super) async fn check(findings: &mut Findings<'_>, subject: &Subject) {
    findings
        .check(
            "required",
            "without settings, Configure names every required parameter in one message",
            async || required(subject).await,
        )
        .await;
    findings
        .check(
            "all problems",
            "Configure names every wrong setting in one message, and not the first alone",
            async || all_problems(subject).await,
        )
        .await;
    findings
        .check(
            "unknown keys",
            "a key that is no parameter is refused by its name: the engine checks none",
            async || unknown_keys(subject).await,
        )
        .await;
    findings
        .check(
            "error texts",
            "a refusal has a text, and is neither Unimplemented nor one of Go's two sentinels",
            async || error_texts(subject).await,
        )
        .await;
    findings
        .check(
            "good settings",
            "the settings that are given are taken, with white space around them too",
            async || good_settings(subject).await,
        )
        .await;
    findings
        .check(
            "configure alone",
            "Teardown right after Configure answers: Conduit does so to validate settings",
            async || configure_alone(subject).await,
        )
        .await;
    findings
        .check(
            "message limit",
            "a message above CONDUIT_CONNECTOR_MAX_RECEIVE_RECORD_SIZE is refused, and the process lives",
            async || message_limit(subject).await,
        )
        .await;
}

/// What Configure says of settings that it must refuse.
async fn refusal(
    subject: &Subject,
    side: Side,
    settings: &BTreeMap<String, String>,
) -> Result<HostError, Fault> {
    let plugin = subject.start().await?;
    let answer = answered("Configure", Calls(&plugin, side).configure(settings)).await;
    plugin.kill().await;
    match answer? {
        Ok(()) => fails(format!("the {}'s settings were taken", side.name())),
        Err(error) => Ok(error),
    }
}

/// Whether a message names each of these; else which it does not.
fn names_all(side: Side, error: &HostError, names: &[String]) -> Result<(), Fault> {
    let missing: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !mentions(error.message(), name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Fault::Advice(format!(
        "the {}'s message does not name {} of {}: {}",
        side.name(),
        missing.len(),
        names.len(),
        listed(missing)
    )))
}

/// Whether a name stands in a text, and not within another word.
fn mentions(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.match_indices(name).any(|(place, _)| {
        let behind = &text[place + name.len()..];
        // A dot behind a name may end the sentence.
        let goes_on = behind.starts_with(is_part)
            || behind.strip_prefix('.').is_some_and(|behind| behind.starts_with(is_part));
        !goes_on && !text[..place].ends_with(|c| is_part(c) || c == '.')
    })
}

async fn required(subject: &Subject) -> Seen {
    let mut seen = String::new();
    for (side, parameters) in subject.sides() {
        let names: Vec<String> = parameters
            .iter()
            .filter(|parameter| is_needed(parameter))
            .map(|parameter| parameter.name().to_owned())
            .collect();
        if names.is_empty() {
            continue;
        }
        let error = refusal(subject, side, &BTreeMap::new()).await?;
        names_all(side, &error, &names)?;
        note(&mut seen, side, names.len());
    }
    or_not_tried(seen, "no parameter is required")
}

fn is_needed(parameter: &Parameter) -> bool {
    parameter.default().is_none_or(str::is_empty)
        && !parameter.name().contains('*')
        && parameter.validations().any(|rule| matches!(rule, Validation::Required))
}

async fn all_problems(subject: &Subject) -> Seen {
    let mut seen = String::new();
    for (side, parameters) in subject.sides() {
        let wrong = wrong_settings(parameters);
        if wrong.is_empty() {
            continue;
        }
        let error = refusal(subject, side, &wrong).await?;
        names_all(side, &error, &wrong.keys().cloned().collect::<Vec<_>>())?;
        note(&mut seen, side, wrong.len());
    }
    or_not_tried(seen, "every parameter takes any text")
}

/// A value for each parameter that it cannot take, where there is one.
fn wrong_settings(parameters: &Parameters) -> BTreeMap<String, String> {
    let wrong = |parameter: &Parameter| {
        let value = match parameter.parameter_type() {
            ParameterType::Int | ParameterType::Float | ParameterType::Bool | ParameterType::Duration => {
                "paramgen-verify"
            }
            ParameterType::String | ParameterType::File
                if parameter.validations().any(|rule| matches!(rule, Validation::Inclusion(_))) =>
            {
                "paramgen-verify"
            }
            ParameterType::String | ParameterType::File => return None,
        };
        Some((parameter.name().replace('*', "x"), value.to_owned()))
    };
    parameters.iter().filter_map(wrong).collect()
}

async fn unknown_keys(subject: &Subject) -> Seen {
    let mut seen = String::new();
    for (side, parameters) in subject.sides() {
        // One that takes any key has none that is unknown.
        if parameters.iter().any(|parameter| parameter.name() == "*") {
            continue;
        }
        let mut settings = subject.settings.of(side).cloned().unwrap_or_default();
        settings.insert(UNKNOWN.to_owned(), "x".to_owned());
        // Where it is taken, a misspelt setting is passed over in silence.
        let error = as_advice(refusal(subject, side, &settings).await)?;
        names_all(side, &error, &[UNKNOWN.to_owned()])?;
        note(&mut seen, side, 1);
    }
    or_not_tried(seen, "there is no side with parameters")
}

async fn error_texts(subject: &Subject) -> Seen {
    let mut refusals = 0;
    for (side, _) in subject.sides() {
        let settings = BTreeMap::from([(UNKNOWN.to_owned(), "x".to_owned())]);
        let Ok(error) = refusal(subject, side, &settings).await else { continue };
        if error.is_unimplemented() {
            return fails(format!(
                "the {}'s status is Unimplemented, which Conduit passes over in some calls",
                side.name()
            ));
        }
        match error.message().trim() {
            "" => return fails(format!("the {}'s refusal has no text", side.name())),
            "context canceled" | "context deadline exceeded" => {
                return fails(format!("{:?} is taken for something else by Conduit", error.message()));
            }
            _ => refusals += 1,
        }
    }
    or_not_tried(if refusals == 0 { "" } else { "they are" }.to_owned(), "nothing was refused")
}

async fn good_settings(subject: &Subject) -> Seen {
    let mut seen = String::new();
    for side in Side::ALL {
        let Some(settings) = subject.settings.of(side) else { continue };
        let padded: BTreeMap<String, String> =
            settings.iter().map(|(key, value)| (key.clone(), format!(" {value} "))).collect();
        for (settings, how) in [(settings, ""), (&padded, " with spaces around them")] {
            let plugin = subject.start().await?;
            let answer = answered("Configure", Calls(&plugin, side).configure(settings)).await;
            plugin.kill().await;
            if let Err(error) = answer? {
                let first = error.message().lines().next().unwrap_or_default();
                let seen = format!("the {}'s settings{how} are refused: {first}", side.name());
                // Conduit passes white space on; Go's connectors take it off.
                return Err(if how.is_empty() { Fault::Fails(seen) } else { Fault::Advice(seen) });
            }
        }
        note(&mut seen, side, settings.len());
    }
    or_not_tried(seen, "needs --settings")
}

async fn configure_alone(subject: &Subject) -> Seen {
    for (side, _) in subject.sides() {
        let settings = subject.settings.of(side).cloned().unwrap_or_default();
        subject
            .with(async |plugin| {
                let calls = Calls(plugin, side);
                // Without settings it may be refused; Teardown follows all the same.
                let _ = answered("Configure", calls.configure(&settings)).await?;
                good("Teardown", calls.teardown()).await.map(|()| String::new())
            })
            .await?;
    }
    or_not_tried(
        if subject.sides().is_empty() { "" } else { "it does" }.to_owned(),
        "there is no side with parameters",
    )
}

async fn message_limit(subject: &Subject) -> Seen {
    let Some((side, _)) = subject.sides().into_iter().next() else {
        return Err(Fault::NotTried("there is no side with parameters".to_owned()));
    };
    let small = refusal(subject, side, &BTreeMap::from([(UNKNOWN.to_owned(), "x".to_owned())])).await;
    let plugin = started(subject.launch().receive_limit(LIMIT)).await?;
    let seen = async {
        let settings = BTreeMap::from([(UNKNOWN.to_owned(), "x".repeat(LARGE))]);
        let answer = answered("Configure", Calls(&plugin, side).configure(&settings)).await?;
        alive(&plugin).await?;
        match (answer, small) {
            (Ok(()), _) => {
                Err(Fault::Advice("a message of 2 MiB was taken where 1 MiB is allowed".to_owned()))
            }
            // Refused for its size it would say something else.
            (Err(large), Ok(small)) if large.message() == small.message() => {
                Err(Fault::Advice("a message of 2 MiB was read where 1 MiB is allowed".to_owned()))
            }
            (Err(_), _) => Ok("2 MiB where 1 MiB is allowed".to_owned()),
        }
    };
    let seen = seen.await;
    plugin.kill().await;
    seen
}

fn note(seen: &mut String, side: Side, count: usize) {
    let comma = if seen.is_empty() { "" } else { ", " };
    // Writing into a `String` cannot fail.
    let _ = write!(seen, "{comma}{} of the {}", count, side.name());
}

fn or_not_tried(seen: String, why: &str) -> Seen {
    if seen.is_empty() { Err(Fault::NotTried(why.to_owned())) } else { Ok(seen) }
}
