//! What the program says of itself.

use paramgen::{Parameter, ParameterType, Specification, Validation};

use super::{
    Findings,
    fault::{Fault, Seen, fails},
    subject::{Subject, good, listed},
};
use crate::{load, version};

pub(super) async fn check(findings: &mut Findings<'_>, subject: &Subject) -> Option<Specification> {
    let mut specification = None;
    // Asked whatever checks are made: others need it.
    let asked = async {
        let plugin = subject.start().await?;
        let answer = good("Specify", plugin.specify()).await;
        plugin.kill().await;
        answer
    };
    let seen = match asked.await {
        Ok(found) => {
            let sides = [("source", found.source()), ("destination", found.destination())];
            let sides: Vec<String> = sides
                .iter()
                .filter_map(|(name, side)| side.map(|side| format!("{name} with {} parameters", side.len())))
                .collect();
            specification = Some(found);
            if sides.is_empty() { fails("no parameters for either side") } else { Ok(sides.join(", ")) }
        }
        Err(fault) => Err(fault),
    };
    findings
        .check(
            "specify",
            "a specification that Conduit takes: one pattern or bound that it cannot read hides the connector",
            async || seen,
        )
        .await;
    let found = specification.as_ref();
    let with = |run: fn(&Specification) -> Seen| match found {
        Some(found) => run(found),
        None => Err(Fault::NotTried("there is no specification".to_owned())),
    };
    findings
        .check("name and version", "a name without \":\" and \"@\", and a semantic version", async || {
            with(name_and_version)
        })
        .await;
    findings.check("texts", "a summary, and a description for each parameter", async || with(texts)).await;
    findings
        .check(
            "defaults",
            "each default is one that the parameter's own type and validations take",
            async || with(defaults),
        )
        .await;
    findings
        .check(
            "choices",
            "one list of choices for a parameter: Conduit wants a value to be in all of them",
            async || with(choices),
        )
        .await;
    findings
        .check(
            "duration bounds",
            "no bounds on durations: Conduit reads them as numbers, and no value passes",
            async || with(duration_bounds),
        )
        .await;
    findings
        .check("same answer", "each call of Specify, and each process, says the same", async || {
            same_answer(subject, found).await
        })
        .await;
    findings
        .check("embedded", "what is embedded in the program, if anything, is what it answers", async || {
            embedded(subject, found)
        })
        .await;
    specification
}

fn parameters(specification: &Specification) -> impl Iterator<Item = &Parameter> {
    [specification.source(), specification.destination()].into_iter().flatten().flatten()
}

fn name_and_version(specification: &Specification) -> Seen {
    let (name, version) = (specification.name(), specification.version());
    if name.is_empty() || name.contains([':', '@']) {
        return fails(format!("the name is {name:?}, which no pipeline can write"));
    }
    if version::numbers(version).is_none() {
        return Err(Fault::Advice(format!(
            "{name:?}, and the version {version:?} sorts below all that are semantic"
        )));
    }
    Ok(format!("{name} {version}"))
}

fn texts(specification: &Specification) -> Seen {
    let bare: Vec<&str> = parameters(specification)
        .filter(|parameter| parameter.description().trim().is_empty())
        .map(Parameter::name)
        .collect();
    if specification.summary().is_empty() {
        return Err(Fault::Advice("there is no summary".to_owned()));
    }
    if !bare.is_empty() {
        return Err(Fault::Advice(format!("no description of {}", listed(bare))));
    }
    Ok("all of them".to_owned())
}

fn defaults(specification: &Specification) -> Seen {
    let mut wrong = Vec::new();
    for parameter in parameters(specification) {
        let Some(default) = parameter.default().filter(|default| !default.is_empty()) else { continue };
        let name = parameter.name().replace('*', "x");
        let alone = paramgen::Parameters::from_iter([renamed(parameter, &name)]);
        if let Err(problems) = alone.check([(name.as_str(), default)]) {
            wrong.push(problems.to_string().lines().last().unwrap_or_default().trim().to_owned());
        }
    }
    match wrong.as_slice() {
        [] => Ok("all of them".to_owned()),
        wrong => Err(Fault::Advice(listed(wrong.iter().map(String::as_str)))),
    }
}

/// The parameter with its type and its validations, under another name.
fn renamed(parameter: &Parameter, name: &str) -> Parameter {
    let of_type = Parameter::new(name.to_owned(), parameter.parameter_type());
    parameter.validations().fold(of_type, |made, validation| made.with_validation(validation.clone()))
}

fn choices(specification: &Specification) -> Seen {
    let count = |parameter: &Parameter| {
        parameter.validations().filter(|rule| matches!(rule, Validation::Inclusion(_))).count()
    };
    let several: Vec<&str> =
        parameters(specification).filter(|parameter| count(parameter) > 1).map(Parameter::name).collect();
    if several.is_empty() {
        Ok("no more".to_owned())
    } else {
        fails(format!("several for {}", listed(several)))
    }
}

fn duration_bounds(specification: &Specification) -> Seen {
    let is_bounded = |parameter: &&Parameter| {
        parameter.parameter_type() == ParameterType::Duration
            && parameter
                .validations()
                .any(|rule| matches!(rule, Validation::GreaterThan(_) | Validation::LessThan(_)))
    };
    let bounded: Vec<&str> = parameters(specification).filter(is_bounded).map(Parameter::name).collect();
    if bounded.is_empty() { Ok("none".to_owned()) } else { fails(format!("bounds on {}", listed(bounded))) }
}

async fn same_answer(subject: &Subject, first: Option<&Specification>) -> Seen {
    let Some(first) = first else { return Err(Fault::NotTried("there is no specification".to_owned())) };
    subject
        .with(async |plugin| {
            for _ in 0..2 {
                let again = good("Specify", plugin.specify()).await?;
                if again.to_json() != first.to_json() {
                    return fails("two answers differ");
                }
            }
            Ok("three answers of two processes".to_owned())
        })
        .await
}

fn embedded(subject: &Subject, served: Option<&Specification>) -> Seen {
    let Some(served) = served else { return Err(Fault::NotTried("there is no specification".to_owned())) };
    let Ok(specifications) = load::all(&subject.program) else {
        return Err(Fault::NotTried(
            "nothing is embedded, as in all programs but those of paramgen".to_owned(),
        ));
    };
    let is_same = |embedded: &Specification| embedded.to_yaml() == served.to_yaml();
    match specifications.as_slice() {
        [only] if is_same(only) => Ok("it is the same".to_owned()),
        [_] => fails("they differ: tools that read the program show another connector than Conduit does"),
        several => Err(Fault::Advice(format!("{} specifications are embedded", several.len()))),
    }
}
