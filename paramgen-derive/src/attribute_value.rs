//! One attribute as it was written, and the forms that its value may have: each says what it takes, with a line to copy.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{BinOp, Expr, ExprLit, ExprUnary, Lit, LitBool, LitStr, Path, UnOp};

use crate::{
    case::Case,
    diagnostics::Diagnostics,
    literal::{Literal, LiteralValue, Sign},
};

/// A key, and what stands behind it.
#[derive(Clone)]
pub(crate) struct AttributeValue {
    pub(crate) key: Path,
    pub(crate) form: Form,
}

#[derive(Clone)]
pub(crate) enum Form {
    Word,
    Value(Expr),
    List(TokenStream),
}

/// An item of a list inside of an attribute.
pub(crate) enum ListItem {
    Key(AttributeValue),
    Literal(Lit),
}

impl ToTokens for AttributeValue {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.key.to_tokens(tokens);
        match &self.form {
            Form::Word => {}
            Form::Value(value) => value.to_tokens(tokens),
            Form::List(list) => list.to_tokens(tokens),
        }
    }
}

impl AttributeValue {
    pub(crate) fn key_name(&self) -> String {
        self.key.get_ident().map_or_else(String::new, ToString::to_string)
    }

    /// The value, out of the groups that a `macro_rules!` fragment is wrapped in.
    fn value(&self) -> Option<&Expr> {
        let Form::Value(value) = &self.form else { return None };
        Some(ungrouped(value))
    }

    pub(crate) fn wrong(&self, takes: &str, example: &str, diagnostics: &mut Diagnostics) {
        let key = self.key_name();
        let fault = format_args!("the attribute `{key}` {takes}");
        match &self.form {
            Form::Value(value) => diagnostics.help(value, fault, format_args!("write `{example}`")),
            Form::Word | Form::List(_) => diagnostics.help(self, fault, format_args!("write `{example}`")),
        }
    }

    /// A key that stands alone.
    pub(crate) fn word(&self, diagnostics: &mut Diagnostics) -> Option<Path> {
        match self.form {
            Form::Word => Some(self.key.clone()),
            Form::Value(_) | Form::List(_) => {
                self.wrong("stands alone", &self.key_name(), diagnostics);
                None
            }
        }
    }

    /// A literal text.
    pub(crate) fn text(&self, example: &str, diagnostics: &mut Diagnostics) -> Option<LitStr> {
        if let Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) = self.value() {
            return Some(text.clone());
        }
        self.wrong("takes a text", example, diagnostics);
        None
    }

    /// A literal text that is not empty.
    pub(crate) fn nonempty_text(&self, example: &str, diagnostics: &mut Diagnostics) -> Option<LitStr> {
        let text = self.text(example, diagnostics)?;
        if text.value().trim().is_empty() {
            diagnostics.help(
                &text,
                format_args!("the attribute `{}` is empty", self.key_name()),
                format_args!("write `{example}`"),
            );
            return None;
        }
        Some(text)
    }

    pub(crate) fn boolean(&self, example: &str, diagnostics: &mut Diagnostics) -> Option<LitBool> {
        if let Some(Expr::Lit(ExprLit { lit: Lit::Bool(value), .. })) = self.value() {
            return Some(value.clone());
        }
        self.wrong("takes `true` or `false`", example, diagnostics);
        None
    }

    /// A literal of any kind that text can say.
    pub(crate) fn literal(&self, example: &str, diagnostics: &mut Diagnostics) -> Option<Literal> {
        let literal = self.value().and_then(literal);
        if literal.is_none() {
            match self.value() {
                Some(value) if is_number(value) => {
                    self.wrong("takes a number of at most 128 bits", example, diagnostics);
                }
                Some(value) => {
                    let fault = format_args!(
                        "the attribute `{}` takes a literal: a text, a number or a boolean",
                        self.key_name()
                    );
                    diagnostics.help(value, fault, instead(&self.key_name(), value, example));
                }
                None => self.wrong("takes a literal: a text, a number or a boolean", example, diagnostics),
            }
        }
        literal
    }

    /// The text behind `=`, if there is one.
    pub(crate) fn as_text(&self) -> Option<String> {
        match self.value().and_then(literal)?.value {
            LiteralValue::Text(text) => Some(text),
            LiteralValue::Bool(_) | LiteralValue::Int { .. } | LiteralValue::Float(_) => None,
        }
    }

    /// Whatever stands in parentheses.
    pub(crate) fn list(&self, example: &str, diagnostics: &mut Diagnostics) -> Option<&TokenStream> {
        if let Form::List(tokens) = &self.form {
            return Some(tokens);
        }
        self.wrong("takes its values in parentheses", example, diagnostics);
        None
    }

    /// A path: of a function, or of a crate.
    pub(crate) fn path(&self, example: &str, diagnostics: &mut Diagnostics) -> Option<Path> {
        match self.value() {
            Some(Expr::Path(path)) if path.qself.is_none() => return Some(path.path.clone()),
            // serde's way to write one.
            Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => {
                if let Ok(path) = text.parse() {
                    return Some(path);
                }
            }
            _ => {}
        }
        self.wrong("takes a path", example, diagnostics);
        None
    }
}

/// An expression out of the groups that a `macro_rules!` fragment is wrapped in.
pub(crate) fn ungrouped(mut expression: &Expr) -> &Expr {
    while let Expr::Group(group) = expression {
        expression = &group.expr;
    }
    expression
}

/// What to write in place of an expression that is no literal.
fn instead(key: &str, value: &Expr, example: &str) -> String {
    if let Some(number) = calculated(value) {
        return format!("write the result, `{key} = {number}`");
    }
    match value {
        Expr::Path(path) => match path.path.segments.last() {
            Some(last) if path.path.segments.len() > 1 => {
                let name = Case::default().variant(&last.ident);
                format!("write the name of the choice in quotes, `{key} = \"{name}\"`")
            }
            _ => format!(
                "write the value itself, as in `{example}`: the macro does not know the constants of the code"
            ),
        },
        Expr::Array(_) | Expr::Tuple(_) | Expr::Macro(_) | Expr::Reference(_) => match items(value) {
            Some(items) => format!("write the items in one text, `{key} = \"{}\"`", items.join(",")),
            None => format!("write the items in one text, as in `{key} = \"a,b\"`"),
        },
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Struct(_) => {
            format!("write it as it stands in a configuration, as in `{example}`")
        }
        _ => format!("write `{example}`"),
    }
}

/// The texts of the literals in an array, or in a reference to one.
fn items(value: &Expr) -> Option<Vec<String>> {
    let items = match value {
        Expr::Array(array) => &array.elems,
        Expr::Tuple(tuple) => &tuple.elems,
        Expr::Reference(reference) => return items(&reference.expr),
        _ => return None,
    };
    items.iter().map(|item| literal(item).map(|literal| literal.text())).collect()
}

/// The number that an expression of integers comes to.
fn calculated(value: &Expr) -> Option<i128> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse().ok(),
        Expr::Group(group) => calculated(&group.expr),
        Expr::Paren(paren) => calculated(&paren.expr),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => calculated(expr)?.checked_neg(),
        Expr::Binary(binary) => {
            let (left, right) = (calculated(&binary.left)?, calculated(&binary.right)?);
            match binary.op {
                BinOp::Add(_) => left.checked_add(right),
                BinOp::Sub(_) => left.checked_sub(right),
                BinOp::Mul(_) => left.checked_mul(right),
                BinOp::Div(_) => left.checked_div(right),
                BinOp::Shl(_) => left.checked_shl(u32::try_from(right).ok()?),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_number(value: &Expr) -> bool {
    matches!(value, Expr::Lit(ExprLit { lit: Lit::Int(_) | Lit::Float(_), .. }) | Expr::Unary(_))
}

/// The literal in an expression, with the minus before it.
pub(crate) fn literal(value: &Expr) -> Option<Literal> {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => Literal::new(Sign::Plus, lit, value.to_token_stream()),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match ungrouped(expr) {
            Expr::Lit(ExprLit { lit: lit @ (Lit::Int(_) | Lit::Float(_)), .. }) => {
                Literal::new(Sign::Minus, lit, value.to_token_stream())
            }
            _ => None,
        },
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}
