//! Descriptions as doc comments that the derive reads back exactly.

use proc_macro2::TokenStream;
use quote::quote;

/// The attributes for a description: a comment line for each line of text. The derive removes white space that doc
/// comments often have by chance; a text with such white space, or with what a comment cannot hold, stands in a
/// `concat!`, which the derive takes as it is.
pub(super) fn doc(text: &str) -> TokenStream {
    if text.is_empty() {
        return TokenStream::new();
    }
    if !survives(text) {
        return quote!(#[doc = concat!(#text)]);
    }
    let lines = text.split('\n').map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Whether comment lines give this text back.
fn survives(text: &str) -> bool {
    let is_line = |line: &str| line == line.trim_end() && line.chars().all(is_plain);
    text.trim_matches('\n') == text
        && text.split('\n').all(is_line)
        && text.split('\n').any(|line| line.starts_with(|c: char| !c.is_whitespace()))
}

/// Whether rustc lets a comment hold this: no control characters, and none that turns the direction of text.
fn is_plain(c: char) -> bool {
    let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    !turns && (c == '\t' || !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::doc;

    #[test]
    fn what_comments_cannot_hold_is_an_expression() {
        for text in ["One.", "One.\n\n  * two\n# three", "/slash", "a\tb", "*/ */", "é"] {
            assert!(!doc(text).to_string().contains("concat"), "{text:?}");
        }
        for text in [" one", "one ", "one\n", "\none", "a\r\nb", "a \nb", "\u{202E}a", "\0", " "] {
            assert!(doc(text).to_string().contains("concat"), "{text:?}");
        }
        assert!(doc("").is_empty());
    }
}
