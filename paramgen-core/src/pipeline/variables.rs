//! Environment variables in values, as Conduit replaces them: Go's `os.ExpandEnv`, in texts and not in keys. It has no
//! escape for a dollar sign, no defaults, and drops what it cannot read.

use std::borrow::Cow;

use crate::show::{Quoted, list};

/// A text with its references.
pub(super) struct Expanded<'t> {
    /// The text where nothing is to be filled in, without what Conduit drops.
    pub(super) text: Cow<'t, str>,
    /// The names of the variables, in order.
    pub(super) variables: Vec<&'t str>,
    /// Whether there is a `${}`, or a `${` without an end.
    pub(super) is_broken: bool,
}

/// A piece of a text with references.
enum Piece<'t> {
    Text(&'t str),
    Variable(&'t str),
    /// `${}`, or `${` without an end.
    Dropped,
}

/// Reads the references in a text.
pub(super) fn expand(text: &str) -> Expanded<'_> {
    let mut kept = String::new();
    let mut variables = Vec::new();
    let mut is_broken = false;
    pieces(text, |piece| match piece {
        Piece::Text(text) => kept.push_str(text),
        Piece::Variable(name) => variables.push(name),
        Piece::Dropped => is_broken = true,
    });
    let is_changed = is_broken && variables.is_empty();
    Expanded { text: if is_changed { Cow::Owned(kept) } else { Cow::Borrowed(text) }, variables, is_broken }
}

/// The text with every reference filled in; a variable that is not set is empty.
pub(super) fn fill(text: &str, variable: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    pieces(text, |piece| match piece {
        Piece::Text(text) => filled.push_str(text),
        Piece::Variable(name) => filled.extend(variable(name)),
        Piece::Dropped => {}
    });
    filled
}

fn pieces<'t>(text: &'t str, mut each: impl FnMut(Piece<'t>)) {
    let mut rest = text;
    // Looked for once, so that many open braces cost no more than one.
    let last_brace = text.rfind('}').map(|at| text.len() - at);
    while let Some((before, behind)) = rest.split_once('$') {
        each(Piece::Text(before));
        let may_end = last_brace.is_some_and(|from_end| behind.len() >= from_end);
        let (name, length) = reference(behind, may_end);
        each(match name {
            Some("") => Piece::Text("$"),
            Some(name) => Piece::Variable(name),
            None => Piece::Dropped,
        });
        rest = &behind[length..];
    }
    each(Piece::Text(rest));
}

/// The name behind a dollar sign and its length as it is written: empty where the dollar sign stands for itself, none
/// where it is dropped.
fn reference(behind: &str, may_end: bool) -> (Option<&str>, usize) {
    let bytes = behind.as_bytes();
    match bytes.first() {
        Some(b'{') => match may_end.then(|| behind.find('}')).flatten() {
            Some(1) => (None, 2),
            Some(end) => (Some(&behind[1..end]), end + 1),
            None => (None, 1),
        },
        Some(b'*' | b'#' | b'$' | b'@' | b'!' | b'?' | b'-' | b'0'..=b'9') => (Some(&behind[..1]), 1),
        _ => {
            let length =
                bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
            (Some(&behind[..length]), length)
        }
    }
}

impl Expanded<'_> {
    /// Whether Conduit reads another text than the one that is written.
    pub(super) fn is_plain(&self) -> bool {
        self.variables.is_empty() && !self.is_broken
    }

    /// What was hardly meant, in words; `secret` texts are not shown in any part.
    pub(super) fn mistake(&self, secret: bool) -> Option<String> {
        if let Some(odd) = self.variables.iter().find(|name| !is_usual_name(name)) {
            let here = if secret { String::new() } else { format!(", here {}", Quoted(odd)) };
            return Some(format!(
                "a dollar sign starts the name of an environment variable{here}, and nothing escapes it; put the whole \
                 value into a variable"
            ));
        }
        self.is_broken.then(|| {
            "\"${\" without the name of an environment variable is dropped; put the whole value into a variable"
                .to_owned()
        })
    }

    /// The variables in words: `the environment variables "A" and "B"`.
    pub(super) fn names(&self, secret: bool) -> String {
        if secret {
            return "the environment".to_owned();
        }
        let mut names: Vec<Cow<'static, str>> = Vec::new();
        for name in &self.variables {
            // More than a few are a list that nobody reads.
            if names.len() < 10 && !names.iter().any(|known| known == name) {
                names.push(Cow::Owned((*name).to_owned()));
            }
        }
        let plural = if names.len() == 1 { "" } else { "s" };
        format!("the environment variable{plural} {}", list(&names, "and"))
    }
}

/// Whether shells can set a variable of this name.
fn is_usual_name(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::{expand, fill};

    #[test]
    fn references_are_those_of_go() {
        let cases: [(&str, &str, &[&str], bool); 14] = [
            ("none", "none", &[], false),
            ("^a$", "^a$", &[], false),
            ("$ $) $é $", "$ $) $é $", &[], false),
            ("$A", "$A", &["A"], false),
            ("a${A}b$B_1-$C", "a${A}b$B_1-$C", &["A", "B_1", "C"], false),
            ("pa$$word", "pa$$word", &["$"], false),
            ("$12", "$12", &["1"], false),
            ("${A:-b}", "${A:-b}", &["A:-b"], false),
            ("${$}", "${$}", &["$"], false),
            ("a${}b", "ab", &[], true),
            ("a${b", "ab", &[], true),
            ("${a${b}", "${a${b}", &["a${b"], false),
            ("${}$A", "${}$A", &["A"], true),
            ("${€}${", "${€}${", &["€"], true),
        ];
        for (text, kept, variables, is_broken) in cases {
            let expanded = expand(text);
            assert_eq!((expanded.text.as_ref(), expanded.is_broken), (kept, is_broken), "{text}");
            assert_eq!(expanded.variables, variables, "{text}");
        }
    }

    #[test]
    fn references_are_filled_in() {
        let variable = |name: &str| (name == "A").then(|| "$A}".to_owned());
        for (text, filled) in
            [("none $", "none $"), ("${A}b$A-$B", "$A}b$A}-"), ("a${}b${", "ab"), ("$$", "")]
        {
            assert_eq!(fill(text, variable), filled, "{text}");
        }
    }

    #[test]
    fn open_braces_cost_no_more_than_the_text() {
        let text = "${".repeat(1 << 20);
        let expanded = expand(&text);
        assert!(expanded.is_broken && expanded.text.is_empty());
    }
}
