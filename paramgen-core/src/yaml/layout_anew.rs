//! White space and quotes that Go's `yaml.v3` does not ask for and the parser does: before lines that go on inside quotes
//! or brackets, behind a colon, before a comment, and around a dash that is a value.
//!
//! It is used only where the parser refuses a text, so that what it misjudges (a quote in the second line of an unquoted
//! text, for example) cannot change what a good file says.

/// The text with what is missing, and how many characters were put in before which of its characters; nothing where none
/// is missing.
pub(crate) fn layout(text: &str) -> Option<(String, Vec<(usize, usize)>)> {
    let mut layout = Layout {
        chars: text.chars().collect(),
        at: 0,
        line: 0,
        out: String::with_capacity(text.len() + text.len() / 8),
        inserted: Vec::new(),
        is_changed: false,
    };
    while layout.peek(0).is_some() {
        layout.line();
    }
    layout.is_changed.then_some((layout.out, layout.inserted))
}

struct Layout {
    chars: Vec<char>,
    at: usize,
    /// Where the line starts.
    line: usize,
    out: String,
    inserted: Vec<(usize, usize)>,
    is_changed: bool,
}

impl Layout {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn is_blank_at(&self, ahead: usize) -> bool {
        self.peek(ahead).is_none_or(|c| matches!(c, ' ' | '\t' | '\n' | '\r'))
    }

    fn is_line_end(&self) -> bool {
        matches!(self.peek(0), None | Some('\n' | '\r'))
    }

    fn column(&self) -> usize {
        self.at - self.line
    }

    fn take(&mut self) {
        if let Some(c) = self.peek(0) {
            self.out.push(c);
            self.at += 1;
            let is_pair = c == '\r' && self.peek(0) == Some('\n');
            if matches!(c, '\n' | '\r') && !is_pair {
                self.line = self.at;
            }
        }
    }

    fn take_while(&mut self, is_wanted: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&is_wanted) {
            self.take();
        }
    }

    fn take_line(&mut self) {
        self.take_while(|c| !matches!(c, '\n' | '\r'));
        self.take();
        if self.at != self.line {
            // The second half of a line end.
            self.take();
        }
    }

    /// White space, its tabs as spaces.
    fn take_blanks(&mut self) {
        while let Some(c @ (' ' | '\t')) = self.peek(0) {
            self.is_changed |= c == '\t';
            self.out.push(' ');
            self.at += 1;
        }
    }

    fn insert(&mut self, text: &str) {
        self.inserted.push((self.at, text.chars().count()));
        self.out.push_str(text);
        self.is_changed = true;
    }

    /// A line outside of quotes and brackets, with all that goes on from it.
    fn line(&mut self) {
        self.take_while(|c| c == ' ');
        let mut parent = None;
        loop {
            match self.peek(0) {
                None => return,
                Some('\n' | '\r') => return self.take_line(),
                Some('#') => return self.take_line(),
                Some(' ') => self.take(),
                Some('\t') => self.take_blanks(),
                Some('-' | '?') if self.is_blank_at(1) => {
                    parent = Some(self.column());
                    self.take();
                }
                Some(':') if self.is_blank_at(1) => {
                    self.take();
                    self.take_blanks();
                }
                Some(quote @ ('"' | '\'')) => {
                    let column = self.column();
                    self.quoted(quote, column);
                    parent = Some(column);
                }
                Some('[' | '{') => {
                    let column = self.column();
                    self.flow(column);
                }
                Some('|' | '>') => return self.block(parent),
                Some('&' | '!' | '*') => self.take_while(|c| !matches!(c, ' ' | '\t' | '\n' | '\r')),
                Some(_) => {
                    let column = self.column();
                    self.plain(false);
                    if self.peek(0) == Some(':') {
                        parent = Some(column);
                    }
                }
            }
        }
    }

    /// The start of a line that goes on in quotes or brackets which opened in this column.
    fn go_on(&mut self, column: usize) {
        let is_marker = [['-'; 3], ['.'; 3]]
            .iter()
            .any(|marker| self.chars[self.at..].starts_with(marker) && self.is_blank_at(3));
        if is_marker {
            return;
        }
        let start = self.at;
        self.take_blanks();
        if !self.is_line_end() && self.at - start <= column {
            self.insert(&" ".repeat(column + 1 - (self.at - start)));
        }
    }

    fn line_end(&mut self, column: usize) {
        if self.peek(0) == Some('\r') && self.peek(1) == Some('\n') {
            self.take();
        }
        self.take();
        self.go_on(column);
    }

    fn quoted(&mut self, quote: char, column: usize) {
        self.take();
        while let Some(c) = self.peek(0) {
            match c {
                '\n' | '\r' => self.line_end(column),
                '\\' if quote == '"' => {
                    self.take();
                    if self.peek(0) == Some('\'') {
                        // An escape that YAML does not have: its number is one.
                        self.out.push('x');
                        self.at += 1;
                        self.insert("27");
                    } else if !self.is_line_end() {
                        self.take();
                    }
                }
                _ if c == quote => {
                    self.take();
                    if quote == '"' || self.peek(0) != Some(quote) {
                        if self.peek(0) == Some('#') {
                            self.insert(" ");
                        }
                        return;
                    }
                    self.take();
                }
                _ => self.take(),
            }
        }
    }

    /// Brackets up to those that close the outermost.
    fn flow(&mut self, column: usize) {
        let mut depth = 0_usize;
        while let Some(c) = self.peek(0) {
            match c {
                '[' | '{' => {
                    depth += 1;
                    self.take();
                }
                ']' | '}' => {
                    depth = depth.saturating_sub(1);
                    self.take();
                    if depth == 0 {
                        return;
                    }
                }
                '\n' | '\r' => self.line_end(column),
                '"' | '\'' => self.quoted(c, column),
                '#' if self.at > 0 && matches!(self.chars[self.at - 1], ' ' | '\t' | '\n' | '\r') => {
                    self.take_while(|c| !matches!(c, '\n' | '\r'));
                }
                ' ' | ',' => self.take(),
                ':' if self.is_blank_at(1) => self.take(),
                '\t' => self.take_blanks(),
                '-' if matches!(self.peek(1), Some(',' | ']' | '}')) => {
                    self.insert("\"");
                    self.take();
                    self.insert("\"");
                }
                _ => self.plain(true),
            }
        }
    }

    /// An unquoted text as far as it goes in this line; one character at the least.
    fn plain(&mut self, in_flow: bool) {
        self.take();
        while let Some(c) = self.peek(0) {
            let is_end = match c {
                '\n' | '\r' => true,
                ',' | '[' | ']' | '{' | '}' => in_flow,
                ':' => self.is_blank_at(1) || (in_flow && matches!(self.peek(1), Some(',' | ']' | '}'))),
                '#' => matches!(self.chars[self.at - 1], ' ' | '\t'),
                _ => false,
            };
            if is_end {
                return;
            }
            self.take();
        }
    }

    /// A block, which goes on while its lines stand behind the column of what it belongs to.
    fn block(&mut self, parent: Option<usize>) {
        self.take_line();
        while self.peek(0).is_some() {
            let mut indent = 0;
            while self.peek(indent) == Some(' ') {
                indent += 1;
            }
            let is_empty = matches!(self.peek(indent), None | Some('\n' | '\r'));
            if !is_empty && parent.is_some_and(|parent| indent <= parent) {
                return;
            }
            self.take_line();
        }
    }
}
