//! Every rule once, so that a test that walks them meets a new one too.

#[cfg(feature = "regex")]
use crate::Pattern;
use crate::{Bound, Number, Validation};

impl Validation {
    /// One of each rule, for tests that walk all of them.
    #[doc(hidden)]
    pub fn one_of_each() -> Vec<Self> {
        let texts = || vec!["4".into(), "8".into()].into();
        let all = vec![
            Self::Required,
            Self::GreaterThan(Number::Int(0)),
            Self::LessThan(Number::Int(100)),
            Self::Min(Bound::int(1)),
            Self::Max(Bound::int(99)),
            Self::MultipleOf(Number::Int(4)),
            Self::Inclusion(texts()),
            Self::Exclusion(texts()),
            #[cfg(feature = "regex")]
            Self::Regex(Pattern::new("^[0-9]+$").unwrap_or_else(|error| unreachable!("{error}"))),
            Self::Length { min: 1, max: 9 },
        ];
        for rule in &all {
            // A new rule has to stand in the list too.
            match rule {
                Self::Required
                | Self::GreaterThan(_)
                | Self::LessThan(_)
                | Self::Min(_)
                | Self::Max(_)
                | Self::MultipleOf(_)
                | Self::Inclusion(_)
                | Self::Exclusion(_)
                | Self::Length { .. } => {}
                #[cfg(feature = "regex")]
                Self::Regex(_) => {}
            }
        }
        all
    }
}
