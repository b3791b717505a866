//! An action's text as tokens.

use crate::record::Value;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Dot(Vec<String>),
    /// The names behind a `)`.
    Chain(Vec<String>),
    Variable(String, Vec<String>),
    Word(String),
    Literal(Value),
    Open,
    Close,
    Bar,
    Declare,
    Assign,
    Comma,
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        let spaced = trimmed.len() < rest.len() || tokens.is_empty();
        rest = trimmed;
        let Some(first) = rest.chars().next() else { return Ok(tokens) };
        let after_close = matches!(tokens.last(), Some(Token::Close)) && !spaced;
        let (token, length) = match first {
            '.' if rest[1..].starts_with(|next: char| next.is_ascii_digit()) => number(rest)?,
            '.' => {
                let (names, length) = chain(rest);
                let length = if names.is_empty() { 1 } else { length };
                (if after_close { Token::Chain(names) } else { Token::Dot(names) }, length)
            }
            '$' => {
                let name = word(&rest[1..]);
                let (names, length) = chain(&rest[1 + name.len()..]);
                (Token::Variable(name.to_owned(), names), 1 + name.len() + length)
            }
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '|' => (Token::Bar, 1),
            ',' => (Token::Comma, 1),
            ':' if rest.starts_with(":=") => (Token::Declare, 2),
            '=' => (Token::Assign, 1),
            '"' | '`' | '\'' => quoted(rest, first)?,
            '0'..='9' | '-' | '+' => number(rest)?,
            first if first.is_alphabetic() || first == '_' => {
                let name = word(rest);
                (Token::Word(name.to_owned()), name.len())
            }
            other => return Err(format!("the character {other:?} is not expected here")),
        };
        rest = &rest[length..];
        let joined =
            rest.chars().next().is_some_and(|next| !next.is_whitespace() && !"()|,:=.".contains(next));
        if joined
            && !matches!(
                token,
                Token::Open | Token::Close | Token::Bar | Token::Comma | Token::Declare | Token::Assign
            )
        {
            return Err(format!(
                "the character {:?} is not expected here",
                rest.chars().next().unwrap_or_default()
            ));
        }
        tokens.push(token);
    }
}

fn word(text: &str) -> &str {
    let end =
        text.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(text.len());
    &text[..end]
}

/// `.a.b`: the names, and how long they are with their dots.
fn chain(text: &str) -> (Vec<String>, usize) {
    let (mut names, mut length) = (Vec::new(), 0);
    while let Some(rest) = text[length..].strip_prefix('.') {
        let name = word(rest);
        if name.is_empty() {
            break;
        }
        names.push(name.to_owned());
        length += 1 + name.len();
    }
    (names, length)
}

fn number(text: &str) -> Result<(Token, usize), String> {
    let end =
        text[1..].find(|character: char| !character.is_ascii_alphanumeric() && !"._".contains(character));
    let mut end = end.map_or(text.len(), |end| end + 1);
    // The sign of an exponent.
    if text[..end].ends_with(['e', 'E']) && text[end..].starts_with(['+', '-']) {
        end += 1 + word(&text[end + 1..]).len();
    }
    let literal = text[..end].replace('_', "");
    let value = if let Ok(number) = literal.trim_start_matches('+').parse::<i64>() {
        Value::I64(number)
    } else if let Some(number) =
        literal.strip_prefix("0x").and_then(|digits| i64::from_str_radix(digits, 16).ok())
    {
        Value::I64(number)
    } else {
        Value::F64(literal.parse().map_err(|_| format!("{literal:?} is no number"))?)
    };
    Ok((Token::Literal(value), end))
}

fn quoted(text: &str, quote: char) -> Result<(Token, usize), String> {
    let no_end = || "a quote has no end".to_owned();
    if quote == '`' {
        let end = text[1..].find('`').ok_or_else(no_end)?;
        return Ok((Token::Literal(Value::from(&text[1..=end])), end + 2));
    }
    let mut out = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((index, character)) = characters.next() {
        match character {
            character if character == quote => {
                let length = index + 1;
                if quote == '"' {
                    return Ok((Token::Literal(Value::from(out)), length));
                }
                let mut letters = out.chars();
                let (Some(letter), None) = (letters.next(), letters.next()) else {
                    return Err("a character in single quotes is one".to_owned());
                };
                return Ok((Token::Literal(Value::I64(i64::from(u32::from(letter)))), length));
            }
            '\\' => {
                let (_, escape) = characters.next().ok_or_else(no_end)?;
                out.push(match escape {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    '\\' | '"' | '\'' => escape,
                    'u' | 'x' => {
                        let digits = if escape == 'u' { 4 } else { 2 };
                        let code: String = characters.by_ref().take(digits).map(|(_, digit)| digit).collect();
                        let code = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
                        code.ok_or_else(|| "an escape is no character".to_owned())?
                    }
                    other => return Err(format!("the escape \\{other} is not known")),
                });
            }
            '\n' => return Err(no_end()),
            other => out.push(other),
        }
    }
    Err(no_end())
}
