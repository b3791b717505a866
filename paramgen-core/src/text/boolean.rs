//! Booleans as `strconv.ParseBool` reads them.

/// The boolean that `text` spells: `1 t T TRUE true True` or `0 f F FALSE false False`, nothing else.
pub(crate) const fn parse_bool(text: &str) -> Option<bool> {
    match text.as_bytes() {
        b"1" | b"t" | b"T" | b"TRUE" | b"true" | b"True" => Some(true),
        b"0" | b"f" | b"F" | b"FALSE" | b"false" | b"False" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse_bool;

    #[test]
    fn only_the_twelve_spellings() {
        assert_eq!(parse_bool("T"), Some(true));
        assert_eq!(parse_bool("False"), Some(false));
        for text in ["", "yes", "tRUE", "on", "2", " true"] {
            assert_eq!(parse_bool(text), None, "{text:?}");
        }
    }
}
