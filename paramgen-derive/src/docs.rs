//! Doc comments as descriptions: paragraphs and line breaks kept, common indentation removed.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// What the doc comments say, in order.
pub(crate) enum Description {
    Text(String),
    /// Some of it is known to the compiler alone: `#[doc = include_str!("…")]`.
    Parts(Vec<Part>),
}

pub(crate) enum Part {
    /// Whole lines, as they shall stand.
    Text(String),
    /// An expression whose text is still as it was written.
    Raw(Box<Expr>),
}

/// The description in the doc comments among `attributes`.
pub(crate) fn description(attributes: &[Attribute]) -> Option<Description> {
    let docs = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    let docs = docs.filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) => Some(&pair.value),
        _ => None,
    });
    let (mut parts, mut run) = (Vec::new(), Vec::new());
    for value in docs {
        match literal(value) {
            Some(text) => run.push(lines(&text)),
            None => {
                parts.extend(Part::of_run(&mut run));
                parts.push(Part::Raw(Box::new(value.clone())));
            }
        }
    }
    if parts.is_empty() {
        let text = unindent(&run).trim_matches('\n').to_owned();
        return (!text.is_empty()).then_some(Description::Text(text));
    }
    parts.extend(Part::of_run(&mut run));
    Some(Description::Parts(parts))
}

impl Part {
    /// The doc comments that stand behind each other, if there are any.
    fn of_run(run: &mut Vec<Vec<String>>) -> Option<Self> {
        let run = std::mem::take(run);
        (!run.is_empty()).then(|| Self::Text(unindent(&run)))
    }
}

/// The text of a literal, out of the groups that a `macro_rules!` fragment is wrapped in.
fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

/// The lines of one doc comment; a block comment may have a column of stars.
fn lines(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let starred = lines.len() > 1
        && lines[1..].iter().all(|line| line.trim().is_empty() || line.trim_start().starts_with('*'));
    let unstarred = |line: &str| line.trim_start().strip_prefix('*').unwrap_or(line).to_owned();
    match lines.split_first() {
        None => vec![String::new()],
        Some((first, rest)) if starred => {
            std::iter::once((*first).to_owned()).chain(rest.iter().map(|line| unstarred(line))).collect()
        }
        Some(_) => lines.into_iter().map(str::to_owned).collect(),
    }
}

/// The lines of the comments without the indentation that all of them share. Where texts of `#[doc = "…"]` without one
/// stand among `///`, the space behind the slashes goes.
fn unindent(run: &[Vec<String>]) -> String {
    let indent = |line: &String| line.len() - line.trim_start().len();
    let least = |lines: &[String]| lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min();
    let common = run.iter().filter_map(|lines| least(lines)).min().unwrap_or(0);
    let cut: Vec<&str> = run
        .iter()
        .flat_map(|lines| {
            let own = if common > 0 { common } else { least(lines).unwrap_or(0).min(1) };
            lines.iter().map(move |line| line.get(own..).unwrap_or("").trim_end())
        })
        .collect();
    cut.join("\n")
}

#[cfg(test)]
mod tests {
    use super::Description;

    fn description(item: &syn::ItemStruct) -> String {
        match super::description(&item.attrs) {
            Some(Description::Text(text)) => text,
            Some(Description::Parts(parts)) => format!("{} parts", parts.len()),
            None => String::new(),
        }
    }

    #[test]
    fn paragraphs_and_relative_indentation_stay() {
        let item = syn::parse_quote! {
            /// First line
            /// goes on.
            ///
            ///   * a point
            struct S;
        };
        assert_eq!(description(&item), "First line\ngoes on.\n\n  * a point");
    }

    #[test]
    fn block_comments_lose_their_stars() {
        let item = syn::parse_str("/** One.\n * Two.\n */ struct S;").expect("a struct");
        assert_eq!(description(&item), "One.\nTwo.");
    }

    #[test]
    fn texts_stand_beside_comments() {
        let item = syn::parse_quote! {
            /// First.
            ///   * a point
            #[doc = "Second."]
            struct S;
        };
        assert_eq!(description(&item), "First.\n  * a point\nSecond.");
    }

    #[test]
    fn what_is_no_literal_is_a_part() {
        let item = syn::parse_quote! {
            /// First.
            #[doc = concat!("a", "b")]
            /// Last.
            struct S;
        };
        assert_eq!(description(&item), "3 parts");
    }
}
