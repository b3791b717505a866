//! Descriptions as doc comments that the derive reads back exactly.

use proc_macro2::TokenStream;
use quote::quote;

/// A description: a comment line for each line of text, or an item of `#[param(…)]` that holds it as it is. The derive
/// removes white space that doc comments often have by chance, and a comment cannot hold every text.
pub(super) fn describe(text: &str) -> (TokenStream, Option<TokenStream>) {
    if survives(text) { (doc(text), None) } else { (TokenStream::new(), Some(quote!(docs = #text))) }
}

/// The attributes for a text that a comment can hold.
pub(super) fn doc(text: &str) -> TokenStream {
    if text.is_empty() {
        return TokenStream::new();
    }
    let lines = text.split('\n').map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Whether comment lines give this text back.
fn survives(text: &str) -> bool {
    let is_line = |line: &str| line == line.trim_end() && line.chars().all(is_plain);
    let lines = || text.split('\n');
    let is_at_the_margin = |line: &str| line.starts_with(|c: char| !c.is_whitespace());
    text.is_empty()
        || (text.trim_matches('\n') == text && lines().all(is_line) && lines().any(is_at_the_margin))
}

/// Whether rustc lets a comment hold this: no control characters, and none that turns the direction of text.
fn is_plain(c: char) -> bool {
    let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    !turns && (c == '\t' || !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::describe;

    #[test]
    fn what_comments_cannot_hold_is_an_attribute() {
        for text in ["One.", "One.\n\n  * two\n# three", "/slash", "a\tb", "*/ */", "é"] {
            assert!(describe(text).1.is_none(), "{text:?}");
        }
        for text in [" one", "one ", "one\n", "\none", "a\r\nb", "a \nb", "\u{202E}a", "\0", " "] {
            assert!(describe(text).1.is_some(), "{text:?}");
        }
        assert!(describe("").0.is_empty() && describe("").1.is_none());
    }
}
