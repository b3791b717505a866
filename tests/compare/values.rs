//! One parameter before and after.

use paramgen::{
    Bound, Number,
    ParameterType::{Bool, Duration, File, Float, Int, String as Text},
    Validation,
};

use crate::{REQUIRED, assert_breaks, assert_harmless, assert_same, changes_of, one, p, with};

#[test]
fn what_must_be_set() {
    let required = || with(Text, &[REQUIRED]);
    assert_breaks(p(Text), required(), "required now; set it");
    assert_breaks(required().with_default("a"), required(), "required, and has no default any more; set it");
    assert_breaks(p(Text).with_default("a"), required(), "required, and has no default any more; set it");
    assert_harmless(required(), p(Text), "no longer required");
    let (breaking, harmless) = one(required(), p(Text).with_default("a"));
    assert_eq!(
        (breaking, harmless),
        (vec![], vec!["default added".to_owned(), "no longer required".to_owned()])
    );
    let behaves = "configurations that leave it out behave differently";
    assert_harmless(p(Text), required().with_default("a"), &format!("default a added: {behaves}"));
}

#[test]
fn a_default_changes_what_happens() {
    let behaves = "configurations that leave it out behave differently";
    let default = |text: &'static str| p(Int).with_default(text);
    assert_harmless(default("1000"), default("500"), &format!("default changed from 1000 to 500: {behaves}"));
    assert_harmless(default("1000"), p(Int), &format!("default 1000 removed: {behaves}"));
    assert_harmless(p(Int), default("5"), &format!("default 5 added: {behaves}"));
    assert_same(default("1000"), default("+1000"));
    assert_same(p(Duration).with_default("60s"), p(Duration).with_default("1m"));
    assert_same(p(Text), p(Text).with_default(""));
    let secret = |text: &'static str| p(Text).with_default(text).with_secret(true);
    assert_harmless(secret("s3cr3t"), secret("h1dden"), &format!("default of a secret changed: {behaves}"));
    let long = |end: &str| p(Text).with_default("x".repeat(100) + end);
    let shown = format!("default changed from …{0}a to …{0}b: {behaves}", "x".repeat(20));
    assert_harmless(long("a"), long("b"), &shown);
}

#[test]
fn types_that_take_more_are_harmless() {
    let changed = |old, new| format!("type changed from {old} to {new}");
    for (old, new) in [(Int, Text), (Int, Float), (File, Text), (Text, File), (Duration, Text), (Bool, File)]
    {
        assert_harmless(p(old), p(new), &changed(old, new));
    }
    let remedies = [
        (Text, Int, "an integer"),
        (Float, Int, "an integer"),
        (File, Bool, "true or false"),
        (Int, Bool, "true or false"),
        (Int, Duration, "a duration such as 300ms, 10s or 1h30m"),
        (Duration, Float, "a number"),
    ];
    for (old, new, expected) in remedies {
        let line = format!("{}; its values must be {expected}", changed(old, new));
        assert_breaks(p(old), p(new), &line);
    }
}

#[test]
fn bounds_are_compared_exactly() {
    let above = |bound: &str| with(Int, &[("greater-than", bound)]);
    let at_least = |bound| p(Int).with_validation(Validation::Min(Bound::Number(Number::Int(bound))));
    assert_same(above("0"), at_least(1));
    assert_same(above("0.5"), at_least(1));
    assert_breaks(above("0"), above("9"), "must be at least 10 now, was at least 1; raise smaller values");
    assert_breaks(p(Int), above("0"), "must be at least 1 now, had no lower bound; raise smaller values");
    assert_harmless(above("9"), above("0"), "must be at least 1 now, was at least 10");
    assert_harmless(above("9"), p(Int), "no lower bound now, was at least 10");
    let below = |bound: &str| with(Float, &[("less-than", bound)]);
    assert_breaks(
        below("1.5"),
        below("1"),
        "must be less than 1 now, was less than 1.5; lower greater values",
    );
    let at_most = |bound| p(Float).with_validation(Validation::Max(Bound::Number(Number::Float(bound))));
    assert_breaks(at_most(1.0), below("1"), "must be less than 1 now, was at most 1; lower greater values");
    assert_harmless(below("1"), at_most(1.0), "must be at most 1 now, was less than 1");
    // As doubles, these would be the same.
    let two_53 = 1 << 53;
    let (breaking, _) = one(at_least(two_53), at_least(two_53 + 1));
    assert_eq!(breaking.len(), 1, "{breaking:?}");
    let nothing = below("NaN");
    assert_breaks(
        below("1"),
        nothing.clone(),
        "must be less than NaN now, was less than 1; lower greater values",
    );
    assert_harmless(nothing, below("1"), "must be less than 1 now, was less than NaN");
}

#[test]
fn bounds_of_other_types() {
    let pause = |nanos| p(Duration).with_validation(Validation::Min(Bound::Duration(nanos)));
    assert_breaks(
        pause(1_000_000_000),
        pause(60_000_000_000),
        "must be at least 1m now, was at least 1s; raise smaller values",
    );
    // On a duration Conduit's rule refuses everything that is no number.
    assert_breaks(
        p(Duration),
        with(Duration, &[("greater-than", "-1")]),
        "new rule: greater than -1; check its values against it",
    );
    assert_breaks(
        p(Text),
        with(Text, &[("greater-than", "0")]),
        "must be greater than 0 now, had no lower bound; raise smaller values",
    );
    // Inclusive bounds are of numbers and durations only; elsewhere they refuse nothing.
    assert_same(p(Text), p(Text).with_validation(Validation::Min(Bound::Number(Number::Int(1)))));
    // The type says what is wider already.
    assert_harmless(with(Int, &[("greater-than", "0")]), p(Text), "type changed from int to string");
}

#[test]
fn choices_and_exclusions() {
    let choice = |texts: &str| with(Text, &[("inclusion", texts)]);
    assert_breaks(choice("a,b,c"), choice("c,a"), "no longer a choice: \"b\"; use one of \"c\", \"a\"");
    assert_breaks(p(Text), choice("a,b"), "limited to choices now; use one of \"a\", \"b\"");
    assert_harmless(choice("a"), choice("b,a"), "also a choice: \"b\"");
    assert_harmless(choice("a"), p(Text), "no longer limited to choices");
    assert_same(choice("a,b"), choice("b,a"));
    let both = with(Text, &[("inclusion", "a,b"), ("inclusion", "b,c")]);
    assert_breaks(choice("a,b"), both, "no longer a choice: \"a\"; use one of \"b\"");

    let excluded = |texts: &str| with(Text, &[("exclusion", texts)]);
    assert_breaks(excluded("a"), excluded("a,b"), "excluded now: \"b\"; use another value");
    assert_harmless(excluded("a,b"), excluded("b"), "no longer excluded: \"a\"");
    let (breaking, _) = one(choice("a"), with(Text, &[("inclusion", "a"), ("exclusion", "z")]));
    assert!(breaking.is_empty(), "it was no choice: {breaking:?}");

    let many: Vec<String> = (0..20).map(|number| number.to_string()).collect();
    let (breaking, _) = one(choice(&many.join(",")), choice("0"));
    assert!(breaking[0].contains("\"8\" and 11 more; use one of \"0\""), "{breaking:?}");
}

#[test]
fn patterns_and_lengths() {
    let pattern = |text: &str| with(Text, &[("regex", text)]);
    assert_breaks(p(Text), pattern("^a$"), "new rule: matches ^a$; check its values against it");
    assert_breaks(
        pattern("^a$"),
        pattern("^[ab]$"),
        "rule changed from matches ^a$ to matches ^[ab]$; check its values against it",
    );
    assert_harmless(pattern("^a$"), p(Text), "rule dropped: matches ^a$");
    let length = |min, max| p(Text).with_validation(Validation::Length { min, max });
    assert_same(p(Text), length(1, usize::MAX));
    assert_breaks(
        length(1, 63),
        length(2, 10),
        "2 to 10 characters now, was at most 63; its values must have 2 to 10 characters",
    );
    assert_breaks(
        p(Text),
        length(3, 3),
        "3 characters now, was any number of; its values must have 3 characters",
    );
    assert_harmless(length(1, 10), length(0, 20), "at most 20 characters now, was at most 10");
}

#[test]
fn documents_are_harmless() {
    let described = |text: &'static str| p(Text).with_description(text);
    assert_harmless(
        described("Old."),
        described("New one."),
        "description changed from Old. to \"New one.\"",
    );
    assert_harmless(p(Text), p(Text).with_secret(true), "secret now");
    assert_harmless(p(Text).with_secret(true), p(Text), "no longer secret");
    let (breaking, _) = one(p(Text), p(Text).with_trim(false));
    assert!(breaking[0].starts_with("white space at the ends belongs to the value now; "), "{breaking:?}");
    assert_eq!(one(p(Text).with_trim(false), p(Text)).1.len(), 1);
}

#[test]
fn a_secret_default_is_in_no_output() {
    let password = |default: &'static str| p(Text).with_default(default).with_secret(true);
    let changes =
        changes_of([password("s3cr3t")].into_iter().collect(), [password("h1dden")].into_iter().collect());
    let shown = format!("{changes} {changes:?}");
    assert!(!shown.contains("s3cr3t") && !shown.contains("h1dden"), "{shown}");
}

#[test]
fn multiples() {
    let of = |factor| p(Int).with_validation(Validation::MultipleOf(Number::Int(factor)));
    assert_breaks(
        p(Int),
        of(8),
        "must be a multiple of 8 now, was any integer; change its values to multiples of 8",
    );
    assert_breaks(
        of(4),
        of(6),
        "must be a multiple of 6 now, was a multiple of 4; change its values to multiples of 6",
    );
    assert_harmless(of(8), of(4), "must be a multiple of 4 now, was a multiple of 8");
    assert_harmless(of(8), p(Int), "must be any integer now, was a multiple of 8");
}
