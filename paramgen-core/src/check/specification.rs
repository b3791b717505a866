//! What `const` evaluation proves of a connector's own words.

use super::Message;

/// The name of a connector is a text, and one that fits a reference to its plugin: `standalone:name@version`.
#[track_caller]
pub const fn connector_name(name: &str) {
    let bytes = name.as_bytes();
    if bytes.trim_ascii().is_empty() {
        Message::new(&["the name of the connector is empty\nhelp: write the name that pipelines use, such as \"postgres\""])
            .panic();
    }
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == b'@' || bytes[i] == b':' || bytes[i].is_ascii_control() {
            Message::new(&[
                "the name \"",
                name,
                "\" cannot be part of a plugin's reference, such as `standalone:name@v1.0.0`\nhelp: leave out `:`, \
                 `@` and control characters",
            ])
            .panic();
        }
        i += 1;
    }
}

/// The version is one of [Semantic Versioning](https://semver.org), perhaps behind the `v` of Go's modules.
#[track_caller]
pub const fn connector_version(version: &str) {
    let bytes = version.as_bytes();
    let bytes = match bytes {
        [b'v', rest @ ..] => rest,
        _ => bytes,
    };
    if !is_version(bytes) {
        Message::new(&[
            "the version \"",
            version,
            "\" is not one of semantic versioning\nhelp: write three numbers, such as \"1.0.0\" or \"v1.0.0-rc.1\"",
        ])
        .panic();
    }
}

const fn is_version(text: &[u8]) -> bool {
    let (text, build) = cut(text, b'+');
    let (mut core, pre_release) = cut(text, b'-');
    let mut numbers = 0;
    loop {
        let (number, rest) = cut(core, b'.');
        if !is_number(number) {
            return false;
        }
        numbers += 1;
        match rest {
            Some(rest) => core = rest,
            None => break,
        }
    }
    numbers == 3 && are_identifiers(pre_release, true) && are_identifiers(build, false)
}

/// What stands before the first `byte`, and what stands behind it.
const fn cut(text: &[u8], byte: u8) -> (&[u8], Option<&[u8]>) {
    let mut i = 0;
    while i < text.len() {
        if text[i] == byte {
            let (before, behind) = text.split_at(i);
            return (before, Some(behind.split_at(1).1));
        }
        i += 1;
    }
    (text, None)
}

/// Digits without a zero before them.
const fn is_number(text: &[u8]) -> bool {
    is_numeric(text) && (text.len() == 1 || text[0] != b'0')
}

const fn is_numeric(text: &[u8]) -> bool {
    let mut i = 0;
    while i < text.len() && text[i].is_ascii_digit() {
        i += 1;
    }
    i == text.len() && i > 0
}

/// Letters, digits and dashes between dots; numbers among them in their shortest form, where `shortest` asks for it.
const fn are_identifiers(text: Option<&[u8]>, shortest: bool) -> bool {
    let Some(mut text) = text else { return true };
    loop {
        let (identifier, rest) = cut(text, b'.');
        let mut i = 0;
        while i < identifier.len() && (identifier[i].is_ascii_alphanumeric() || identifier[i] == b'-') {
            i += 1;
        }
        let is_good = i == identifier.len() && i > 0;
        if !is_good || (shortest && is_numeric(identifier) && !is_number(identifier)) {
            return false;
        }
        match rest {
            Some(rest) => text = rest,
            None => return true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions() {
        for good in ["0.1.0", "1.0.0-alpha", "1.0.0-alpha.1+b.01", "10.20.30", "1.0.0-0A.x-y", "1.0.0+a-b"] {
            assert!(is_version(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            "1",
            "1.0",
            "1.0.0.0",
            "01.0.0",
            "1.0.0-",
            "1.0.0-01",
            "1.0.0+",
            "1.0.x",
            "1.0.0-a..b",
            "1.0.0 ",
        ] {
            assert!(!is_version(bad.as_bytes()), "{bad}");
        }
    }
}
