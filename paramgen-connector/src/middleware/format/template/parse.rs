//! A template's text as nodes.

use std::{iter::Peekable, vec::IntoIter};

use super::{
    functions,
    tokens::{Token, tokens},
};
use crate::record::Value;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Text(String),
    /// A pipeline whose value is shown, or kept in a variable.
    Action(Pipe),
    If(Pipe, Vec<Node>, Vec<Node>),
    With(Pipe, Vec<Node>, Vec<Node>),
    Range(Pipe, Vec<Node>, Vec<Node>),
    Break,
    Continue,
}

/// Commands, each of which has the value of the one before as its last argument.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pipe {
    /// The variables that take the value: one, or two in a loop.
    pub(super) variables: Vec<String>,
    /// Whether they are new.
    pub(super) declares: bool,
    pub(super) commands: Vec<Vec<Operand>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Literal(Value),
    Nil,
    /// The names behind the dot; none for the dot itself.
    Dot(Vec<String>),
    /// A variable and the names behind it; `$` has no name.
    Variable(String, Vec<String>),
    Function(String),
    Group(Box<Pipe>, Vec<String>),
}

/// Text or an action, with the line that it starts in.
enum Piece {
    Text(String),
    Action(String, usize),
}

pub(super) fn parse(text: &str) -> Result<Vec<Node>, String> {
    let mut parser = Parser {
        pieces: pieces(text)?.into_iter().peekable(),
        variables: vec![String::new()],
        loops: 0,
        depth: 0,
    };
    let (nodes, end) = parser.nodes()?;
    match end {
        None => Ok(nodes),
        Some((word, _, line)) => Err(format!("line {line}: {{{{{word}}}}} ends nothing")),
    }
}

/// Splits at `{{` and `}}`; `{{-` and `-}}` take white space away, comments vanish.
fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let (mut rest, mut line, mut trims) = (text, 1, false);
    loop {
        let start = rest.find("{{");
        let (mut before, action) =
            start.map_or((rest, None), |start| (&rest[..start], Some(&rest[start + 2..])));
        line += before.matches('\n').count();
        if trims {
            before = before.trim_start();
        }
        let Some(action) = action else {
            pieces.push(Piece::Text(before.to_owned()));
            return Ok(pieces);
        };
        let stripped = action.strip_prefix('-').filter(|action| action.starts_with([' ', '\t', '\r', '\n']));
        if stripped.is_some() {
            before = before.trim_end();
        }
        pieces.push(Piece::Text(before.to_owned()));
        let body = stripped.unwrap_or(action);
        let comment = body.trim_start().strip_prefix("/*");
        let end = match comment {
            Some(comment) => {
                let comment_end =
                    comment.find("*/").ok_or_else(|| format!("line {line}: a comment has no end"))?;
                body.len() - comment.len() + comment_end + 2
            }
            None => action_end(body).ok_or_else(|| format!("line {line}: an action has no end"))?,
        };
        let close =
            body[end..].find("}}").map(|close| end + close).filter(|_| comment.is_some()).unwrap_or(end);
        let Some(after) = body.get(close..).and_then(|after| after.strip_prefix("}}")) else {
            return Err(format!("line {line}: a comment stands alone in its action"));
        };
        let inner = &body[..close];
        let trimmed = inner.strip_suffix('-').filter(|inner| inner.ends_with([' ', '\t', '\r', '\n']));
        trims = trimmed.is_some();
        if comment.is_none() {
            pieces.push(Piece::Action(trimmed.unwrap_or(inner).to_owned(), line));
        }
        line += inner.matches('\n').count();
        rest = after;
    }
}

/// Where `}}` is that is not within quotes.
fn action_end(body: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (index, character) in body.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(open) if open != '`' && character == '\\' => escaped = true,
            Some(open) if open == character => quote = None,
            Some(_) => {}
            None if matches!(character, '"' | '`' | '\'') => quote = Some(character),
            None if body[index..].starts_with("}}") => return Some(index),
            None => {}
        }
    }
    None
}

type End = Option<(String, Vec<Token>, usize)>;

struct Parser {
    pieces: Peekable<IntoIter<Piece>>,
    /// Variables that are known here; the first one is `$`.
    variables: Vec<String>,
    loops: usize,
    depth: usize,
}

impl Parser {
    /// Nodes up to an `end`, an `else`, or the end of the text.
    fn nodes(&mut self) -> Result<(Vec<Node>, End), String> {
        /// Conditions and loops within each other.
        const DEEPEST: usize = 50;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("nested deeper than {DEEPEST} levels"));
        }
        let known = self.variables.len();
        let mut nodes = Vec::new();
        while let Some(piece) = self.pieces.next() {
            match piece {
                Piece::Text(text) if text.is_empty() => {}
                Piece::Text(text) => nodes.push(Node::Text(text)),
                Piece::Action(text, line) => {
                    let at = |error: String| format!("line {line}: {error}");
                    let mut tokens = tokens(&text).map_err(at)?;
                    let keyword = match tokens.first() {
                        Some(Token::Word(word)) => word.clone(),
                        _ => String::new(),
                    };
                    match keyword.as_str() {
                        "end" | "else" => {
                            self.variables.truncate(known);
                            self.depth -= 1;
                            tokens.remove(0);
                            return Ok((nodes, Some((keyword, tokens, line))));
                        }
                        "if" | "with" | "range" => {
                            tokens.remove(0);
                            nodes.push(self.block(&keyword, tokens, line)?);
                        }
                        "break" | "continue" if self.loops == 0 => {
                            return Err(at(format!("{{{{{keyword}}}}} is outside of a loop")));
                        }
                        "break" => nodes.push(Node::Break),
                        "continue" => nodes.push(Node::Continue),
                        "define" | "template" | "block" => {
                            return Err(at(format!(
                                "{{{{{keyword}}}}} is not known here: a format is one template"
                            )));
                        }
                        _ => nodes.push(Node::Action(self.pipe(tokens, 1).map_err(at)?)),
                    }
                }
            }
        }
        self.variables.truncate(known);
        self.depth -= 1;
        Ok((nodes, None))
    }

    fn block(&mut self, keyword: &str, tokens: Vec<Token>, line: usize) -> Result<Node, String> {
        let known = self.variables.len();
        if tokens.is_empty() {
            return Err(format!("line {line}: {{{{{keyword}}}}} has no value"));
        }
        let most = if keyword == "range" { 2 } else { 1 };
        let pipe = self.pipe(tokens, most).map_err(|error| format!("line {line}: {error}"))?;
        self.loops += usize::from(keyword == "range");
        let (body, end) = self.nodes()?;
        self.loops -= usize::from(keyword == "range");
        let (word, mut rest, at) =
            end.ok_or_else(|| format!("line {line}: {{{{{keyword}}}}} has no {{{{end}}}}"))?;
        let mut otherwise = Vec::new();
        if word == "else" {
            match rest.first() {
                Some(Token::Word(word)) if word == keyword && keyword != "range" => {
                    rest.remove(0);
                    // `else if` is an `if` within the `else`, closed by the same `end`.
                    otherwise = vec![self.block(keyword, rest, at)?];
                }
                Some(_) => {
                    return Err(format!(
                        "line {at}: {{{{else}}}} is followed by something else than {keyword}"
                    ));
                }
                None => {
                    let (nodes, end) = self.nodes()?;
                    match end {
                        Some((word, _, _)) if word == "end" => otherwise = nodes,
                        _ => return Err(format!("line {line}: {{{{{keyword}}}}} has no {{{{end}}}}")),
                    }
                }
            }
        }
        self.variables.truncate(known);
        Ok(match keyword {
            "if" => Node::If(pipe, body, otherwise),
            "with" => Node::With(pipe, body, otherwise),
            _ => Node::Range(pipe, body, otherwise),
        })
    }

    fn pipe(&mut self, tokens: Vec<Token>, most_variables: usize) -> Result<Pipe, String> {
        let mut tokens = tokens.into_iter().peekable();
        let pipe = self.pipe_of(&mut tokens, most_variables, 0)?;
        if tokens.next().is_some() { Err("there is a `)` too many".to_owned()) } else { Ok(pipe) }
    }

    fn pipe_of(
        &mut self,
        tokens: &mut Peekable<IntoIter<Token>>,
        most_variables: usize,
        depth: usize,
    ) -> Result<Pipe, String> {
        const DEEPEST: usize = 50;
        if depth > DEEPEST {
            return Err(format!("nested deeper than {DEEPEST} levels"));
        }
        let (variables, declares) = self.declaration(tokens, most_variables)?;
        let mut commands = Vec::new();
        let mut command: Vec<Operand> = Vec::new();
        loop {
            match tokens.peek() {
                None | Some(Token::Close) => break,
                Some(Token::Bar) => {
                    tokens.next();
                    commands.push(finished(std::mem::take(&mut command))?);
                }
                Some(_) => {
                    let operand = self.operand(tokens, depth)?;
                    command.push(operand);
                }
            }
        }
        commands.push(finished(command)?);
        if declares {
            self.variables.extend(variables.iter().cloned());
        }
        Ok(Pipe { variables, declares, commands })
    }

    /// `$x :=`, `$x =`, `$i, $x :=`.
    fn declaration(
        &self,
        tokens: &mut Peekable<IntoIter<Token>>,
        most: usize,
    ) -> Result<(Vec<String>, bool), String> {
        let mut ahead = tokens.clone();
        let mut names = Vec::new();
        let declares = loop {
            let Some(Token::Variable(name, chain)) = ahead.next() else { return Ok((Vec::new(), false)) };
            if !chain.is_empty() {
                return Ok((Vec::new(), false));
            }
            names.push(name);
            match ahead.next() {
                Some(Token::Comma) => {}
                Some(Token::Declare) => break true,
                Some(Token::Assign) => break false,
                _ => return Ok((Vec::new(), false)),
            }
        };
        if names.len() > most {
            return Err("too many variables".to_owned());
        }
        if let Some(name) = names.iter().find(|name| !declares && !self.variables.contains(name)) {
            return Err(format!("the variable ${name} is not known"));
        }
        *tokens = ahead;
        Ok((names, declares))
    }

    fn operand(&mut self, tokens: &mut Peekable<IntoIter<Token>>, depth: usize) -> Result<Operand, String> {
        match tokens.next() {
            Some(Token::Dot(names)) => Ok(Operand::Dot(names)),
            Some(Token::Variable(name, chain)) if self.variables.contains(&name) => {
                Ok(Operand::Variable(name, chain))
            }
            Some(Token::Variable(name, _)) => Err(format!("the variable ${name} is not known")),
            Some(Token::Literal(value)) => Ok(Operand::Literal(value)),
            Some(Token::Word(word)) => match word.as_str() {
                "true" => Ok(Operand::Literal(Value::Bool(true))),
                "false" => Ok(Operand::Literal(Value::Bool(false))),
                "nil" => Ok(Operand::Nil),
                name => functions::check(name).map(|()| Operand::Function(word)),
            },
            Some(Token::Open) => {
                let pipe = self.pipe_of(tokens, 0, depth + 1)?;
                if tokens.next() != Some(Token::Close) {
                    return Err("there is a `)` missing".to_owned());
                }
                let chain = match tokens.next_if(|token| matches!(token, Token::Chain(_))) {
                    Some(Token::Chain(names)) => names,
                    _ => Vec::new(),
                };
                Ok(Operand::Group(Box::new(pipe), chain))
            }
            other => Err(format!("{other:?} is not expected here")),
        }
    }
}

fn finished(command: Vec<Operand>) -> Result<Vec<Operand>, String> {
    match command.as_slice() {
        [] => Err("a value is missing".to_owned()),
        [Operand::Function(_) | Operand::Dot(_) | Operand::Variable(..) | Operand::Group(..), ..] => {
            Ok(command)
        }
        [Operand::Literal(_) | Operand::Nil] => Ok(command),
        [Operand::Literal(_) | Operand::Nil, ..] => Err("a literal takes no arguments".to_owned()),
    }
}
