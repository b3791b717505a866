//! What Go's syntax accepts, refuses and means, beyond the shared vectors.
#![cfg(feature = "regex")]

use paramgen_re2::{Regex, to_ecma, translate};

/// Whether the pattern matches each text.
fn matches<const N: usize>(pattern: &str, texts: [&str; N]) -> [bool; N] {
    let regex = Regex::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    texts.map(|text| regex.is_match(text))
}

#[track_caller]
fn assert_refused(patterns: &[&str]) {
    for pattern in patterns {
        assert!(translate(pattern).is_err(), "{pattern} was accepted");
    }
}

/// The message for a pattern and the part of the pattern that it blames.
fn refusal(pattern: &str) -> (String, &str) {
    let error = translate(pattern).expect_err(pattern);
    (error.to_string(), &pattern[error.span()])
}

#[test]
fn braces_that_hold_no_count_are_literal() {
    for pattern in ["a{,5}", "a{01}", "a{1,02}", "a{a}", "a{", "a{}", "a{1,2", "a{-1}", "a{1,2,3}"] {
        assert_eq!(matches(&format!("^{pattern}$"), [pattern, "a"]), [true, false], "{pattern}");
    }
    assert_refused(&["{2}", "(|{2})", "a{99999999999}", "a{1,99999999999}", "a{1001,}"]);
}

#[test]
fn an_operator_repeats_the_last_item_wherever_it_stands() {
    assert_eq!(matches("^ab(?i)*$", ["a", "abb", "ab(?i)"]), [true, true, false]);
    assert_eq!(matches(r"^ab\Q\E{2}$", ["abb", "ab"]), [true, false]);
    assert_eq!(matches(r"^(?:ab)\Qcd\E+$", ["abcdd", "abcdcd"]), [true, false]);
    assert_eq!(matches("^a*(?i)*$", ["aa", "b"]), [true, false]);
    assert_refused(&["(?i)*", "|(?i)+", "((?i)?)", r"\Q\E*", "a{2}(?i){3}{4}"]);
}

#[test]
fn repetition_counts_multiply_up_to_a_thousand() {
    for pattern in ["(x{1000}){1}", "(x{1000}){0}", "(x{1000})*", "((x{10}){10}){10}", "(x{2,}){500}"] {
        assert!(translate(pattern).is_ok(), "{pattern}");
    }
    assert_refused(&["(x{1000}){2}", "(x{334}){3}", "(x{1000}){0,2}", "((x{7}){11}){13}", "(x{2,}){501}"]);
}

#[test]
fn flags_hold_to_the_end_of_their_group() {
    assert_eq!(matches("^(a(?i)b|c)d$", ["aBd", "Cd", "aBD", "Ad"]), [true, true, false, false]);
    assert_eq!(matches("^(?i:a)b$", ["Ab", "AB"]), [true, false]);
    assert_eq!(matches("(?s-i:^.$)", ["\n"]), [true]);
    assert_eq!(matches("(?m)^a$(?-m)^", ["b\na", "a"]), [false, false]);
    assert_eq!(matches("(?U)^a+?$", ["aa"]), [true]);
    assert_refused(&["(?-)", "(?i-)", "(?i", "(?z)", "(?-i-s)", "(?i:a", "(?P=n)", "(?P<n"]);
}

#[test]
fn lines_end_at_the_newline_only() {
    assert_eq!(matches("(?m)^b$", ["a\nb\nc", "a\r\nb\r\nc", "a\u{2028}b"]), [true, false, false]);
    assert_eq!(matches("a$", ["a", "a\n"]), [true, false]);
    assert_eq!(matches("^[^a]$", ["\n"]), [true]);
}

#[test]
fn escapes() {
    assert_eq!(matches(r"^\101\x41\x{41}\_\-$", ["AAA_-"]), [true]);
    assert_eq!(matches(r"^\Qa.b|c", ["a.b|c", "axb"]), [true, false]);
    assert_eq!(matches(r"^\Q\\E$", [r"\"]), [true]);
    assert_refused(&[
        r"\1", r"\9", r"\Z", r"\C", r"\é", r"\x", r"\x4g", r"\x{}", r"\x{+41}", r"\x{4", r"\k<n>",
    ]);
}

#[test]
fn classes() {
    assert_eq!(matches("^[A-[:alpha:]]$", ["P]", ":]", "z]"]), [true, true, false]);
    assert_eq!(matches("^[[:alpha]+$", ["[:alph", "z"]), [true, false]);
    assert_eq!(matches("^[a~~b]$", ["~", "a"]), [true, true]);
    assert_eq!(matches(r"^[\]\-\\]+$", [r"]-\"]), [true]);
    assert_eq!(matches(r"^[\x00-\x{10FFFF}]$", ["\u{10FFFF}", "\0"]), [true, true]);
    assert_eq!(matches("(?i)^[^k]$", ["K", "\u{212A}", "x"]), [false, false, true]);
    assert_eq!(matches("(?i)^[[:^lower:]]$", ["A", "a", "ſ", "1"]), [false, false, false, true]);
    assert_refused(&[
        r"[a-\d]",
        r"[\Qa]",
        r"[\pX]",
        "[[:foo:]]",
        "[[:Alpha:]]",
        "[a",
        "[a-",
        r"[\8]",
        r"[b-a]",
    ]);
}

#[test]
fn surrogates_match_nothing() {
    assert_eq!(matches(r"\x{D800}", ["a"]), [false]);
    assert_eq!(matches(r"^[^\x{D800}-\x{DFFF}]$", ["\u{D7FF}", "\u{E000}"]), [true, true]);
    assert_eq!(matches(r"^\P{Cs}$", ["a"]), [true]);
}

#[test]
fn the_characters_around_the_surrogates_are_two() {
    for negation in [r"[^\x{0}-\x{D7FF}\x{E000}-\x{10FFFF}]", r"[^\p{Co}\p{Cn}]", r"[^\W]"] {
        assert_eq!(matches(negation, ["\u{D7FF}", "\u{E000}"]), [false, false], "{negation}");
    }
}

#[test]
fn unicode_names_are_loose_as_in_go_1_25() {
    for name in ["Lu", "lu", "Uppercase_Letter", "uppercase letter", "UPPERCASE-LETTER"] {
        assert_eq!(matches(&format!(r"^\p{{{name}}}$"), ["É", "é"]), [true, false], "{name}");
    }
    assert_eq!(matches(r"^\p{Old_Italic}\p{SignWriting}$", ["\u{10300}\u{1D800}"]), [true]);
    assert_refused(&[r"\p{Alphabetic}", r"\p{sc=Greek}", r"\p{Grek}", r"\p", r"\p{", r"\pé", r"\p{^}"]);
}

#[test]
fn unicode_is_of_version_15_0() {
    // U+1C89 is a letter since 16.0, U+0264 has a capital since then; U+0390 and U+1FD3 fold since 15.1.
    assert_eq!(matches(r"^\pL$", ["\u{1C89}", "\u{264}"]), [false, true]);
    assert_eq!(matches(r"^\p{Cn}$", ["\u{1C89}", "\u{264}"]), [true, false]);
    assert_eq!(matches("^(?i)\u{264}$", ["\u{264}", "\u{A7CB}"]), [true, false]);
    assert_eq!(matches("^(?i)[\u{390}]$", ["\u{390}", "\u{1FD3}"]), [true, false]);
    assert_eq!(matches("^(?i)[^\u{390}]$", ["\u{390}", "\u{1FD3}"]), [false, true]);
    assert_eq!(matches(r"^(?i)\p{Lu}$", ["é", "\u{264}", "中"]), [true, false, false]);
}

#[test]
fn no_character_folds_to_one_that_came_later() {
    let later = Regex::new(r"\p{Cn}").expect("a category");
    let folded = Regex::new(r"(?i)\p{Cn}").expect("a category");
    for c in '\0'..=char::MAX {
        let text = c.encode_utf8(&mut [0; 4]).to_owned();
        assert_eq!(folded.is_match(&text), later.is_match(&text), "{c:?}");
    }
}

#[test]
fn not_a_word_boundary_keeps_to_whole_characters() {
    assert_eq!(matches(r"\B", ["aéb", "éa", "é", "ab"]), [false, true, true, true]);
    assert_eq!(matches(r"é\B", ["éa", "éé", "é"]), [false, true, true]);
    assert_eq!(matches(r"(?:\B|x)y|^z", ["y", "ay", "z", "a\nz"]), [false, true, true, false]);
}

#[test]
fn depth_is_limited_as_in_go() {
    let nested =
        |open: &str, close: &str, depth: usize| format!("{}a{}", open.repeat(depth), close.repeat(depth));
    for (open, close, depth) in [("(", ")", 999), ("(?:", ")*", 999), ("(", ")*", 499), ("(.", ")", 499)] {
        assert!(Regex::new(&nested(open, close, depth)).is_ok(), "{open}{close}");
        assert!(translate(&nested(open, close, depth + 1)).is_err(), "{open}{close}");
    }
    // Groups that neither capture nor repeat leave no trace in the tree.
    assert!(Regex::new(&nested("(?:", ")", 100_000)).is_ok());
    assert_refused(&[&"(".repeat(100_000), &")".repeat(100_000), &nested("(?:.|", ")*", 100_000)]);
}

#[test]
fn size_is_limited() {
    let groups = "(xx?)".repeat(1000);
    assert!(translate(&format!("({groups}){{100}}")).is_ok());
    assert_refused(&[&format!("({groups}){{1000}}")]);

    let error = Regex::new(&format!("(?:{}){{1000}}", r"\pL.".repeat(20))).unwrap_err();
    assert_eq!(error.to_string(), "pattern takes more than 128 MiB of memory to compile");
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    for (pattern, message, blamed) in [
        ("a(?<=b)", "look-around `(?<=` is not part of RE2", "(?<="),
        (r"(a)\1", r"backreference `\1` is not part of RE2", r"\1"),
        ("x(a", "missing closing `)`", "("),
        ("a)", r"unexpected `)`: write `\)` to match one", ")"),
        ("a{2000}", "repetition count 2000 is over RE2's limit of 1000", "{2000}"),
        ("a{3,2}", "repetition counts are out of order: write `{2,3}`", "{3,2}"),
        ("|*", "nothing before `*` to repeat", "*"),
        ("é[z-a]", "invalid character class range `z-a`: its ends are out of order", "z-a"),
        ("é[^b", "missing closing `]`", "[^b"),
        ("[[:foo:]]", "unknown POSIX class `[:foo:]`", "[:foo:]"),
        (r"\p{L", r"missing closing `}` of `\p{`", r"\p{"),
    ] {
        assert_eq!(refusal(pattern), (message.to_owned(), blamed), "{pattern}");
    }
}

#[test]
fn ecma_patterns() {
    for (go, ecma) in [
        (r"a+?b*", r"a+b*"),
        (r"^(?:a|b|)$", r"^(?:a|b|)$"),
        (r"(?s).[^\n]", r"[\s\S][^\x0A]"),
        (r"\Qa.b\E{}", r"a\.b\{\}"),
        (r"(?i)[s-u]", r"[S-Us-u\u017F]"),
        (r"[^\x00-\x{10FFFF}]", r"[^\s\S]"),
        (r"[\x{1F600}é-]", r"[\x2D\xE9\u{1F600}]"),
        (r"(?:^)*(?:ab){2,3}", r"(?:^)*(?:ab){2,3}"),
        (r"\t", r"\x09"),
    ] {
        assert_eq!(to_ecma(go).as_deref(), Some(ecma), "{go}");
    }
    for left in [r"\pL", r"(?i)é", r"(?i)[à-ü]", r"(?m)^a", r"(?m)a$", r"\b", r"\B", "(", "(?=a)", "()*"] {
        assert_eq!(to_ecma(left), None, "{left}");
    }
}
