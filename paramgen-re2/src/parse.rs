//! The parser: from Go's syntax to the tree.
//!
//! Open groups are kept on a stack of their own rather than on the call stack,
//! so that no pattern, however deep, can overflow the latter.

use std::{mem, ops::Range};

use crate::{
    ast::{Assertion, Class, Node},
    class,
    cursor::Cursor,
    error::Error,
    escape::{self, Set},
    group::{self, Flags, Opening},
    limits::{Budget, Measured},
    repeat,
};

/// A parsed pattern.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) root: Node,
    /// How many levels of nodes there are.
    pub(crate) height: u32,
    /// How much memory it takes when it is compiled, roughly.
    pub(crate) weight: u64,
}

/// Parses a Go pattern.
pub(crate) fn parse(pattern: &str) -> Result<Parsed, Error> {
    let mut parser = Parser::new(pattern);
    while parser.step()? {}
    parser.finish()
}

/// A group that is being read, or the whole pattern.
struct Group {
    /// Where its opening parenthesis stands.
    span: Range<usize>,
    capture: bool,
    /// The flags to return to after it.
    outer_flags: Flags,
    /// The branches before the last `|`.
    branches: Vec<Measured>,
    /// What came since the last `|`.
    items: Vec<Measured>,
}

impl Group {
    fn new(span: Range<usize>, capture: bool, outer_flags: Flags) -> Self {
        Self { span, capture, outer_flags, branches: Vec::new(), items: Vec::new() }
    }
}

struct Parser<'p> {
    cursor: Cursor<'p>,
    flags: Flags,
    /// The groups around `group`, the outermost first.
    outer: Vec<Group>,
    /// The innermost open group.
    group: Group,
    /// Where the repetition operator just read starts, if one was.
    last_repeat: Option<usize>,
    /// Where the last `:]` of the pattern stands.
    last_posix_end: Option<usize>,
    budget: Budget,
}

impl<'p> Parser<'p> {
    fn new(pattern: &'p str) -> Self {
        Self {
            cursor: Cursor::new(pattern),
            flags: Flags::default(),
            outer: Vec::new(),
            group: Group::new(0..0, false, Flags::default()),
            last_repeat: None,
            last_posix_end: pattern.rfind(":]"),
            budget: Budget::new(),
        }
    }

    /// Reads one piece of syntax; false at the end of the pattern.
    fn step(&mut self) -> Result<bool, Error> {
        let start = self.cursor.at();
        let Some(c) = self.cursor.peek() else {
            return Ok(false);
        };
        if let Some(count) = repeat::operator(&mut self.cursor)? {
            self.repeat(start, count)?;
            self.last_repeat = Some(start);
            return Ok(true);
        }
        self.last_repeat = None;
        match c {
            '(' => self.open()?,
            ')' => self.close()?,
            '|' => {
                self.cursor.next();
                self.end_branch(start)?;
            }
            '[' => {
                let class = class::bracketed(&mut self.cursor, self.flags.fold, self.last_posix_end)?;
                self.push(Node::Class(class))?;
            }
            '\\' => self.escape()?,
            _ => {
                self.cursor.next();
                self.push(self.plain(c))?;
            }
        }
        Ok(true)
    }

    /// The node of a character outside brackets and escapes.
    fn plain(&self, c: char) -> Node {
        match (c, self.flags.multi_line) {
            ('^', false) => Node::Assertion(Assertion::TextStart),
            ('^', true) => Node::Assertion(Assertion::LineStart),
            ('$', false) => Node::Assertion(Assertion::TextEnd),
            ('$', true) => Node::Assertion(Assertion::LineEnd),
            ('.', _) => Node::Any { newline: self.flags.dot_newline },
            _ => self.literal(c),
        }
    }

    fn literal(&self, c: char) -> Node {
        Node::Literal { text: c.into(), fold: self.flags.fold }
    }

    fn push(&mut self, node: Node) -> Result<(), Error> {
        let follows_literal = matches!(
            (&node, self.group.items.last()),
            (Node::Literal { .. }, Some(Measured { node: Node::Literal { .. }, .. }))
        );
        if !follows_literal {
            self.budget.add_node();
        }
        self.push_measured(Measured::leaf(node))
    }

    fn push_measured(&mut self, item: Measured) -> Result<(), Error> {
        self.budget.check(item.measure, self.cursor.since(self.group.span.start))?;
        self.group.items.push(item);
        Ok(())
    }

    /// Applies the operator between `start` and the cursor to the last item.
    ///
    /// That item need not stand right before the operator: after `a(?i)*` or
    /// `a\Q\E*` it is `a` that is repeated.
    fn repeat(&mut self, start: usize, count: repeat::Count) -> Result<(), Error> {
        let span = self.cursor.since(start);
        if let Some(first) = self.last_repeat {
            let operators = self.cursor.text_since(first);
            let message = format!(
                "repetition operators `{operators}` follow one another: put the first with its operand in `(?:…)`"
            );
            return Err(Error::new(self.cursor.since(first), message));
        }
        let Some(operand) = self.group.items.pop() else {
            let operator = self.cursor.text_since(start);
            let message = format!("nothing before `{operator}` to repeat");
            return Err(Error::new(span, message));
        };
        self.budget.add_repeat(count.min, count.max);
        let repeated = Measured::repeat(operand, count.min, count.max);
        repeated.check_copies(&span)?;
        self.push_measured(repeated)
    }

    fn open(&mut self) -> Result<(), Error> {
        let start = self.cursor.at();
        let (capture, inner_flags) = match group::opening(&mut self.cursor, self.flags)? {
            Opening::Flags(flags) => {
                self.flags = flags;
                return Ok(());
            }
            Opening::Capture => (true, self.flags),
            Opening::Plain(flags) => (false, flags),
        };
        self.budget.add_node();
        let group = Group::new(self.cursor.since(start), capture, self.flags);
        self.outer.push(mem::replace(&mut self.group, group));
        self.flags = inner_flags;
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        let start = self.cursor.at();
        self.cursor.next();
        let Some(outer) = self.outer.pop() else {
            let message = "unexpected `)`: write `\\)` to match one";
            return Err(Error::new(self.cursor.since(start), message));
        };
        let mut content = self.end_group(start)?;
        let group = mem::replace(&mut self.group, outer);
        self.flags = group.outer_flags;
        if group.capture {
            content = Measured::capture(content);
        }
        self.push_measured(content)
    }

    /// Ends a branch, at `end`.
    fn end_branch(&mut self, end: usize) -> Result<(), Error> {
        let items = mem::take(&mut self.group.items);
        if items.len() != 1 {
            self.budget.add_node();
        }
        let branch = Measured::concat(items);
        self.budget.check(branch.measure, self.group.span.start..end)?;
        self.group.branches.push(branch);
        Ok(())
    }

    /// Ends the innermost group, at `end`, and returns what is in it.
    fn end_group(&mut self, end: usize) -> Result<Measured, Error> {
        self.end_branch(end)?;
        let branches = mem::take(&mut self.group.branches);
        if branches.len() > 1 {
            self.budget.add_node();
        }
        let content = Measured::alternate(branches);
        self.budget.check(content.measure, self.group.span.start..end)?;
        Ok(content)
    }

    fn escape(&mut self) -> Result<(), Error> {
        if let Some(assertion) = self.assertion() {
            return self.push(Node::Assertion(assertion));
        }
        if self.cursor.eat("\\Q") {
            let quoted = match self.cursor.take_until("\\E") {
                Some(quoted) => quoted,
                None => self.cursor.take_rest(),
            };
            return quoted.chars().try_for_each(|c| self.push(self.literal(c)));
        }
        let fold = self.flags.fold;
        match escape::set(&mut self.cursor, fold)? {
            Some(Set::Chars(chars)) => {
                let class = Class { chars, ..Class::default() };
                self.push(Node::Class(class))
            }
            Some(Set::Property(item)) => {
                let class = Class { properties: vec![item], fold, ..Class::default() };
                self.push(Node::Class(class))
            }
            None => {
                let code_point = escape::code_point(&mut self.cursor)?;
                let node = match char::from_u32(code_point) {
                    Some(c) => self.literal(c),
                    // A surrogate, which no text holds: the empty class.
                    None => Node::Class(Class::default()),
                };
                self.push(node)
            }
        }
    }

    fn assertion(&mut self) -> Option<Assertion> {
        [
            ("\\A", Assertion::TextStart),
            ("\\z", Assertion::TextEnd),
            ("\\b", Assertion::WordBoundary),
            ("\\B", Assertion::NotWordBoundary),
        ]
        .into_iter()
        .find(|(escape, _)| self.cursor.eat(escape))
        .map(|(_, assertion)| assertion)
    }

    fn finish(mut self) -> Result<Parsed, Error> {
        if !self.outer.is_empty() {
            return Err(Error::new(self.group.span.clone(), "missing closing `)`"));
        }
        let end = self.cursor.at();
        let content = self.end_group(end)?;
        Ok(Parsed { root: content.node, height: content.measure.height, weight: content.measure.weight })
    }
}
