//! Doc comments as descriptions: paragraphs and line breaks kept, common indentation removed.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The description in the doc comments among `attributes`, as an expression.
pub(crate) fn description(attributes: &[Attribute]) -> Option<TokenStream> {
    let docs: Vec<&Expr> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) => Some(&pair.value),
            _ => None,
        })
        .collect();
    if let [expression] = docs.as_slice()
        && !matches!(expression, Expr::Lit(_))
    {
        // `#[doc = include_str!("…")]`: the text is not known here, and stands as it is.
        return Some(quote!(#expression));
    }
    let lines: Vec<String> = docs.into_iter().filter_map(literal).flat_map(|text| lines(&text)).collect();
    let text = unindent(&lines);
    (!text.is_empty()).then(|| quote!(#text))
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
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

fn unindent(lines: &[String]) -> String {
    let indent = |line: &String| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let cut: Vec<&str> = lines.iter().map(|line| line.get(common..).unwrap_or("").trim_end()).collect();
    cut.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    fn description(item: &syn::ItemStruct) -> String {
        super::description(&item.attrs).map_or_else(String::new, |text| {
            syn::parse2::<syn::LitStr>(text.into_token_stream()).expect("a literal").value()
        })
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
}
