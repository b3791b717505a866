//! A compiled pattern.

use std::{fmt, str::FromStr, thread};

use regex::bytes;

use crate::{automaton::Automaton, error::Error, parse, write};

/// The most memory a compiled pattern may take. `\pL{1000}`, as many copies of a large class as Go allows, takes
/// about a third of it.
const SIZE_LIMIT: usize = 128 << 20;

/// The deepest nesting the `regex` crate may read. Go allows 1000 levels, each of which takes up to four here.
const NEST_LIMIT: u32 = 5000;

/// The highest tree compiled on the caller's stack. The `regex` crate compiles by recursion: without
/// optimization, a level takes up to 20 KiB of a stack that may have 2 MiB in all.
const SHALLOW: u32 = 40;

/// A stack for the highest tree Go allows.
const DEEP_STACK: usize = 64 << 20;

/// A Go regular expression, compiled.
///
/// # Examples
///
/// ```
/// use paramgen_re2::Regex;
///
/// let level = Regex::new("^(?i)(debug|info)$")?;
/// assert!(level.is_match("INFO"));
/// assert!(!level.is_match("INFO\n"));
/// # Ok::<(), paramgen_re2::Error>(())
/// ```
#[derive(Clone)]
pub struct Regex {
    pattern: String,
    engine: Engine,
}

/// What runs a pattern.
#[derive(Clone)]
enum Engine {
    Automaton(Automaton),
    Regex(bytes::Regex),
}

impl Regex {
    /// Compiles a Go pattern.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] for every pattern that Go's `regexp.Compile` refuses, and for one that takes too much
    /// memory to compile.
    ///
    /// # Examples
    ///
    /// ```
    /// use paramgen_re2::Regex;
    ///
    /// assert!(Regex::new(r"[\w-\.]+").is_ok());
    /// assert!(Regex::new(r"(a)\1").is_err());
    /// ```
    pub fn new(pattern: &str) -> Result<Self, Error> {
        let parsed = parse::parse(pattern)?;
        if let Some(automaton) = Automaton::new(&parsed.root, parsed.height) {
            return Ok(Self { pattern: pattern.to_owned(), engine: Engine::Automaton(automaton) });
        }
        let translated = write::write(&parsed.root);
        let compiled =
            if parsed.height <= SHALLOW { compile(&translated) } else { compile_deep(&translated) };
        let regex = compiled.map_err(|reason| Error::new(0..pattern.len(), reason))?;
        Ok(Self { pattern: pattern.to_owned(), engine: Engine::Regex(regex) })
    }

    /// Whether the pattern matches anywhere in `text`.
    ///
    /// # Examples
    ///
    /// ```
    /// let word = paramgen_re2::Regex::new(r"\bfoo\b")?;
    /// assert!(word.is_match("a foo"));
    /// assert!(!word.is_match("a food"));
    /// # Ok::<(), paramgen_re2::Error>(())
    /// ```
    pub fn is_match(&self, text: &str) -> bool {
        match &self.engine {
            Engine::Automaton(automaton) => automaton.is_match(text),
            Engine::Regex(regex) => regex.is_match(text.as_bytes()),
        }
    }

    /// The Go pattern this was compiled from.
    ///
    /// # Examples
    ///
    /// ```
    /// let regex = paramgen_re2::Regex::new(r"^\d+$")?;
    /// assert_eq!(regex.as_str(), r"^\d+$");
    /// # Ok::<(), paramgen_re2::Error>(())
    /// ```
    pub fn as_str(&self) -> &str {
        &self.pattern
    }
}

/// Compiles on this stack; the error is what to say of a pattern the `regex` crate refuses. That crate knows the
/// translation only, so its own message would quote a pattern the user never wrote.
fn compile(translated: &str) -> Result<bytes::Regex, String> {
    bytes::RegexBuilder::new(translated).size_limit(SIZE_LIMIT).nest_limit(NEST_LIMIT).build().map_err(
        |error| {
            if let regex::Error::CompiledTooBig(limit) = error {
                format!("pattern takes more than {} MiB of memory to compile", limit >> 20)
            } else {
                format!("pattern cannot be compiled: {error}")
            }
        },
    )
}

/// Compiles on a stack of its own, large enough for any pattern.
fn compile_deep(translated: &str) -> Result<bytes::Regex, String> {
    thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(DEEP_STACK)
            .spawn_scoped(scope, || compile(translated))
            .map_err(|error| format!("no thread to compile a deeply nested pattern on: {error}"))?
            .join()
            .unwrap_or_else(|_| Err("pattern cannot be compiled".to_owned()))
    })
}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Regex").field(&self.pattern).finish()
    }
}

impl fmt::Display for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pattern)
    }
}

impl FromStr for Regex {
    type Err = Error;

    fn from_str(pattern: &str) -> Result<Self, Error> {
        Self::new(pattern)
    }
}
