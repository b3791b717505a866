//! A pattern that is tried on a few short texts, as a macro tries defaults: without the `regex` crate, which takes longer to
//! build than everything else that a macro needs.
//!
//! The tree becomes a program in the manner of Thompson: for each character all places that the match may have come to are
//! kept, so that no text takes more steps than its length times the program's.

use crate::{
    ast::{Assertion, Class, Node},
    charset::CharSet,
    error::Error,
    parse,
};

/// Longer programs are not made.
const MOST_STEPS: usize = 20_000;
/// What may be done for one text, in steps.
const MOST_WORK: usize = 20_000_000;
/// A tree that is higher is not gone down by recursion.
const MAX_HEIGHT: u32 = 200;
/// What a compiled pattern may weigh: see [`weight`](crate::weight). The `regex` crate takes three times as much.
const MAX_WEIGHT: u64 = 1_000_000;

/// A Go regular expression that can be tried, as far as it needs none of Unicode's tables.
///
/// # Examples
///
/// ```
/// use paramgen_re2::Trial;
///
/// let level = Trial::new("^(?i)(debug|info)$")?;
/// assert_eq!(level.is_match("INFO"), Some(true));
/// assert_eq!(level.is_match("warn"), Some(false));
/// assert_eq!(Trial::new(r"\p{Greek}")?.is_match("α"), None);
/// assert!(Trial::new("(?=a)").is_err());
/// # Ok::<(), paramgen_re2::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Trial(Option<Vec<Step>>);

#[derive(Clone, Debug)]
enum Step {
    /// One character of a set, and on.
    Char(CharSet),
    Assertion(Assertion),
    /// On here, and there too.
    Split(usize),
    Jump(usize),
}

impl Trial {
    /// Reads a Go pattern.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] for every pattern that Go's `regexp.Compile` refuses, and for one that takes much memory to
    /// compile.
    pub fn new(pattern: &str) -> Result<Self, Error> {
        let parsed = parse::parse(pattern)?;
        if parsed.weight > MAX_WEIGHT {
            let message = "pattern takes too much memory to compile".to_owned();
            return Err(Error::new(0..pattern.len(), message));
        }
        let mut program = Vec::new();
        let is_made = parsed.height <= MAX_HEIGHT && add(&parsed.root, &mut program).is_some();
        Ok(Self(is_made.then_some(program)))
    }

    /// Whether the pattern matches anywhere in `text`; none where that takes Unicode's tables, or very long.
    pub fn is_match(&self, text: &str) -> Option<bool> {
        let program = self.0.as_deref()?;
        if text.len().saturating_mul(program.len()) > MOST_WORK {
            return None;
        }
        Some(Run::new(program).is_match(text))
    }
}

/// Appends the steps of a node; none where Unicode's tables are needed, or there would be too many.
fn add(node: &Node, program: &mut Vec<Step>) -> Option<()> {
    if program.len() > MOST_STEPS {
        return None;
    }
    match node {
        Node::Empty => {}
        Node::Literal { text, fold } => {
            for c in text.chars() {
                let set = CharSet::from_ranges([(c.into(), c.into())]);
                program.push(Step::Char(if *fold { set.folded_in_ascii()? } else { set }));
            }
        }
        Node::Any { newline } => {
            let without = (!newline).then_some((u32::from('\n'), u32::from('\n')));
            program.push(Step::Char(CharSet::from_ranges(without).negated()));
        }
        Node::Class(class) => program.push(Step::Char(set_of(class)?)),
        Node::Assertion(assertion) => program.push(Step::Assertion(*assertion)),
        Node::Capture(node) => add(node, program)?,
        Node::Repeat { node, min, max } => {
            for _ in 0..*min {
                add(node, program)?;
            }
            match max {
                None => {
                    let start = program.len();
                    program.push(Step::Split(0));
                    add(node, program)?;
                    program.push(Step::Jump(start));
                    program[start] = Step::Split(program.len());
                }
                Some(max) => {
                    let mut splits = Vec::new();
                    for _ in *min..*max {
                        splits.push(program.len());
                        program.push(Step::Split(0));
                        add(node, program)?;
                    }
                    let end = program.len();
                    for split in splits {
                        program[split] = Step::Split(end);
                    }
                }
            }
        }
        Node::Concat(nodes) => nodes.iter().try_for_each(|node| add(node, program))?,
        Node::Alternate(nodes) => {
            let mut jumps = Vec::new();
            for (index, node) in nodes.iter().enumerate() {
                let is_last = index + 1 == nodes.len();
                let split = program.len();
                if !is_last {
                    program.push(Step::Split(0));
                }
                add(node, program)?;
                if !is_last {
                    jumps.push(program.len());
                    program.push(Step::Jump(0));
                    program[split] = Step::Split(program.len());
                }
            }
            let end = program.len();
            for jump in jumps {
                program[jump] = Step::Jump(end);
            }
        }
    }
    Some(())
}

/// The characters of a class; none where Unicode's tables tell them.
pub(crate) fn set_of(class: &Class) -> Option<CharSet> {
    if !class.properties.is_empty() {
        return None;
    }
    let set = if class.fold { class.chars.folded_in_ascii()? } else { class.chars.clone() };
    Some(if class.negated { set.negated() } else { set })
}

/// The places that the match may have come to, while a text is read.
struct Run<'p> {
    program: &'p [Step],
    /// Those before the next character.
    places: Vec<usize>,
    /// Which step has been come to at which character, counted from one.
    seen: Vec<usize>,
    stack: Vec<usize>,
}

impl<'p> Run<'p> {
    fn new(program: &'p [Step]) -> Self {
        Self { program, places: Vec::new(), seen: vec![0; program.len() + 1], stack: Vec::new() }
    }

    fn is_match(&mut self, text: &str) -> bool {
        let mut before = None;
        let after = text.chars().map(Some).chain([None]);
        for (number, after) in after.enumerate() {
            // A match may begin anywhere.
            self.stack.push(0);
            if self.follow(number + 1, Around { before, after }) {
                return true;
            }
            let program = self.program;
            let read = |place: &usize| match (&program[*place], after) {
                (Step::Char(set), Some(c)) => set.contains(c),
                _ => false,
            };
            let places = std::mem::take(&mut self.places);
            self.stack.extend(places.into_iter().filter(read).map(|place| place + 1));
            before = after;
        }
        false
    }

    /// Goes on from the steps on the stack up to the next character; whether the end is among them.
    fn follow(&mut self, number: usize, around: Around) -> bool {
        while let Some(place) = self.stack.pop() {
            if std::mem::replace(&mut self.seen[place], number) == number {
                continue;
            }
            match self.program.get(place) {
                None => return true,
                Some(Step::Char(_)) => self.places.push(place),
                Some(Step::Assertion(assertion)) if around.holds(*assertion) => self.stack.push(place + 1),
                Some(Step::Assertion(_)) => {}
                Some(Step::Split(other)) => self.stack.extend([*other, place + 1]),
                Some(Step::Jump(to)) => self.stack.push(*to),
            }
        }
        false
    }
}

/// The characters beside a place in the text.
#[derive(Clone, Copy)]
struct Around {
    before: Option<char>,
    after: Option<char>,
}

impl Around {
    fn holds(self, assertion: Assertion) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let is_border = is_word(self.before) != is_word(self.after);
        match assertion {
            Assertion::TextStart => self.before.is_none(),
            Assertion::TextEnd => self.after.is_none(),
            Assertion::LineStart => self.before.is_none_or(|c| c == '\n'),
            Assertion::LineEnd => self.after.is_none_or(|c| c == '\n'),
            Assertion::WordBoundary => is_border,
            Assertion::NotWordBoundary => !is_border,
        }
    }
}
