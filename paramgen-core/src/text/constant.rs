//! Texts and lists of them in `const` evaluation.

use std::borrow::Cow;

/// A list of texts that a rule names.
pub type Texts = Cow<'static, [Cow<'static, str>]>;

/// `texts.as_ref()` in `const` evaluation.
pub(crate) const fn slice_of(texts: &Texts) -> &[Cow<'static, str>] {
    match texts {
        Cow::Borrowed(texts) => texts,
        Cow::Owned(texts) => texts.as_slice(),
    }
}

/// `text.as_ref()` in `const` evaluation.
#[expect(clippy::ptr_arg, reason = "`const` evaluation does not dereference a `Cow`")]
pub(crate) const fn text_of<'a>(text: &'a Cow<'static, str>) -> &'a str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => text.as_str(),
    }
}

/// Whether one of the texts is this one.
pub(crate) const fn contains(texts: &Texts, text: &str) -> bool {
    let texts = slice_of(texts);
    let mut i = 0;
    while i < texts.len() {
        if const_eq(text_of(&texts[i]), text) {
            return true;
        }
        i += 1;
    }
    false
}

/// `a == b` in `const` evaluation.
pub(crate) const fn const_eq(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// `text.chars().count()` in `const` evaluation: the bytes that start a character.
pub(crate) const fn count_chars(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut i) = (0, 0);
    while i < bytes.len() {
        count += (bytes[i] & 0xC0 != 0x80) as usize;
        i += 1;
    }
    count
}
