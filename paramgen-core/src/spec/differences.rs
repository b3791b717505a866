//! What a `connector.yaml` says otherwise than the code it was made from.

use std::{collections::HashMap, fmt};

use super::{Side, Specification, excerpt::Excerpts};
use crate::{
    parameters::{Parameter, ParameterType, Parameters},
    show::Shown,
    text,
    wire::ConduitValidation,
};

/// One thing that a file says otherwise than the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    side: Option<Side>,
    parameter: Option<String>,
    kind: DifferenceKind,
}

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The parameter is in the file and not in the code.
    OnlyInFile,
    /// The parameter is in the code and not in the file.
    OnlyInCode,
    /// A text at the head of the specification, which the file leaves empty.
    Head {
        /// Its key in the file, such as `version`.
        key: &'static str,
        /// The text that the code has.
        code: String,
    },
    /// The type.
    Type {
        /// The type in the file.
        file: ParameterType,
        /// The type in the code.
        code: ParameterType,
    },
    /// The default; an empty text is none.
    Default {
        /// The default in the file.
        file: String,
        /// The default in the code.
        code: String,
    },
    /// The default of a secret, which is not shown.
    SecretDefault,
    /// The description.
    Description {
        /// The description in the file.
        file: String,
        /// The description in the code.
        code: String,
    },
    /// The validations, each list in the order of their types.
    Validations {
        /// The validations in the file.
        file: Vec<ConduitValidation>,
        /// The validations in the code.
        code: Vec<ConduitValidation>,
    },
}

/// What the file of a connector, which was read, says otherwise than its code: everything that a `connector.yaml`
/// holds, whatever its order. A text at the head of the file is its author's once it is there, as it is to
/// `conn-sdk-cli specgen`, so that it differs only where the file has none. White space at the ends of a description's
/// lines is no difference, and neither is a side without parameters, which a file leaves out.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::{Parameter, ParameterType, Parameters, Specification, spec};
///
/// let size = |default| Parameter::new("batchSize", ParameterType::Int).with_default(default);
/// let file = Specification::new("postgres").with_source(Parameters::from_iter([size("1000")]));
/// let code = Specification::new("postgres").with_source(Parameters::from_iter([size("500")]));
///
/// let differences = spec::differences(&file, &code);
/// assert_eq!(differences[0].to_string(), "source: batchSize: default is 1000 in the file, 500 in the code");
/// ```
pub fn differences(file: &Specification, code: &Specification) -> Vec<Difference> {
    let mut found = head(file, code);
    for side in Side::ALL {
        let none = Parameters::default();
        let in_file = side.parameters(file).unwrap_or(&none);
        let in_code = side.parameters(code).unwrap_or(&none);
        found.extend(lists(side, in_file, in_code));
    }
    found
}

fn head(file: &Specification, code: &Specification) -> Vec<Difference> {
    let texts = file.head().texts().into_iter().zip(code.head().texts());
    let missing = texts.filter(|((_, file), (_, code))| file.is_empty() && !code.is_empty());
    missing
        .map(|(_, (key, code))| Difference {
            side: None,
            parameter: None,
            kind: DifferenceKind::Head { key, code: code.to_owned() },
        })
        .collect()
}

/// In the order of the code, and then what only the file has.
fn lists(side: Side, file: &Parameters, code: &Parameters) -> Vec<Difference> {
    let mut unseen: HashMap<&str, &Parameter> = file.iter().map(|one| (one.name(), one)).collect();
    let mut found = Vec::new();
    let mut add = |parameter: &Parameter, kind| {
        found.push(Difference { side: Some(side), parameter: Some(parameter.name().to_owned()), kind });
    };
    for parameter in code {
        match unseen.remove(parameter.name()) {
            Some(written) => pair(written, parameter).into_iter().for_each(|kind| add(parameter, kind)),
            None => add(parameter, DifferenceKind::OnlyInCode),
        }
    }
    for parameter in file.iter().filter(|one| unseen.contains_key(one.name())) {
        add(parameter, DifferenceKind::OnlyInFile);
    }
    found
}

fn pair(file: &Parameter, code: &Parameter) -> Vec<DifferenceKind> {
    let mut found = Vec::new();
    if file.parameter_type() != code.parameter_type() {
        found.push(DifferenceKind::Type { file: file.parameter_type(), code: code.parameter_type() });
    }
    let [old, new] = [file, code].map(|one| one.default().unwrap_or_default());
    if old != new {
        found.push(if file.hides_value() || code.hides_value() {
            DifferenceKind::SecretDefault
        } else {
            DifferenceKind::Default { file: old.to_owned(), code: new.to_owned() }
        });
    }
    let [old, new] = [file, code].map(|one| without_ends(one.description()));
    if old != new {
        found.push(DifferenceKind::Description { file: old, code: new });
    }
    let [old, new] = [file, code].map(validations);
    if old != new {
        found.push(DifferenceKind::Validations { file: old, code: new });
    }
    found
}

fn without_ends(description: &str) -> String {
    description.split('\n').map(|line| line.trim_end_matches(' ')).collect::<Vec<_>>().join("\n")
}

/// The validations in an order of their own. In a file, the texts of a list may stand apart.
fn validations(parameter: &Parameter) -> Vec<ConduitValidation> {
    let mut said = parameter.conduit_validations();
    for validation in &mut said {
        if matches!(validation.name, "inclusion" | "exclusion") {
            validation.value = validation.value.split(',').map(text::trim).collect::<Vec<_>>().join(",");
        }
    }
    said.sort_by(|a, b| (a.name, &a.value).cmp(&(b.name, &b.value)));
    said
}

impl Difference {
    /// The side of the connector; `None` where it is about the connector as a whole.
    pub fn side(&self) -> Option<Side> {
        self.side
    }

    /// The name of the parameter; `None` where it is about the connector as a whole.
    pub fn parameter(&self) -> Option<&str> {
        self.parameter.as_deref()
    }

    /// What differs.
    pub fn kind(&self) -> &DifferenceKind {
        &self.kind
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(side) = self.side {
            write!(f, "{side}: ")?;
        }
        if let Some(parameter) = &self.parameter {
            write!(f, "{}: ", Shown(parameter))?;
        }
        self.kind.fmt(f)
    }
}

impl fmt::Display for DifferenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, file, code) = match self {
            Self::OnlyInFile => return f.write_str("only in the file"),
            Self::OnlyInCode => return f.write_str("only in the code"),
            Self::SecretDefault => {
                return f.write_str("default of a secret is another in the file than in the code");
            }
            Self::Type { file, code } => return write!(f, "type is {file} in the file, {code} in the code"),
            Self::Head { key, code } => (*key, String::new(), code.clone()),
            Self::Default { file, code } => ("default", file.clone(), code.clone()),
            Self::Description { file, code } => ("description", file.clone(), code.clone()),
            Self::Validations { file, code } => return write_validations(f, file, code),
        };
        let shown = Excerpts::of(&file, &code);
        write!(f, "{what} is {} in the file, {} in the code", shown.left(), shown.right())
    }
}

fn write_validations(
    f: &mut fmt::Formatter<'_>,
    file: &[ConduitValidation],
    code: &[ConduitValidation],
) -> fmt::Result {
    let [file, code] = [file, code].map(|said| {
        let said: Vec<String> = said.iter().map(|one| format!("{} {}", one.name, one.value)).collect();
        said.iter().map(|one| one.trim_end()).collect::<Vec<_>>().join(" and ")
    });
    let shown = Excerpts::of(&file, &code);
    write!(f, "validations are {} in the file, {} in the code", shown.left_bare(), shown.right_bare())
}
