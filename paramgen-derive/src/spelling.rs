//! What is asked of a type by its spelling: whether a text on it is a list, whether it is plain enough to need no check,
//! and whether it can be no parameter for certain. Everything else the traits decide.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Ident, PathArguments, Type};

use crate::diagnostics::Diagnostics;

/// What the last name in a type says.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Spelling {
    List,
    Scalar,
    /// An alias, a newtype, anything else.
    Unknown,
}

const LISTS: [&str; 3] = ["Vec", "HashSet", "BTreeSet"];
const SCALARS: [&str; 8] = ["String", "str", "PathBuf", "Duration", "u16", "u32", "i32", "i64"];
/// Types whose text is that of their last argument.
const WRAPPERS: [&str; 6] = ["Option", "Secret", "Box", "Arc", "BTreeMap", "HashMap"];

/// Whether a type is spelled as a scalar of the standard library, which has a form as text for certain.
pub(crate) fn is_plain(ty: &Type) -> bool {
    const NUMBERS: [&str; 15] = [
        "bool",
        "char",
        "f32",
        "f64",
        "i8",
        "i16",
        "i128",
        "isize",
        "u8",
        "u64",
        "u128",
        "usize",
        "SocketAddr",
        "IpAddr",
        "Url",
    ];
    match ty {
        Type::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|ident| SCALARS.iter().chain(&NUMBERS).any(|name| ident == name)),
        _ => false,
    }
}

/// Whether a type is spelled as a plain scalar, or as a list or an option of one.
pub(crate) fn holds_no_struct(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    let is_known = LISTS.iter().chain(&WRAPPERS).any(|name| last.ident == name);
    is_plain(ty) || (is_known && last_argument(&last.arguments).is_some_and(holds_no_struct))
}

pub(crate) fn spelling(ty: &Type) -> Spelling {
    let Type::Path(path) = ty else { return Spelling::Unknown };
    let Some(last) = path.path.segments.last() else { return Spelling::Unknown };
    let is = |names: &[&str]| names.iter().any(|name| last.ident == name);
    if is(&LISTS) {
        Spelling::List
    } else if is(&SCALARS) {
        Spelling::Scalar
    } else if is(&WRAPPERS) {
        last_argument(&last.arguments).map_or(Spelling::Unknown, spelling)
    } else {
        Spelling::Unknown
    }
}

/// Whether a type can be a parameter as far as its spelling tells; reports it where it cannot, whatever its traits are.
pub(crate) fn check_type(ty: &Type, own: &Ident, diagnostics: &mut Diagnostics) -> bool {
    if let Some(token) = mention(ty.to_token_stream(), own) {
        diagnostics.help(
            token,
            format_args!("`{own}` would contain its own parameters, and these again, without end"),
            "put what repeats into another struct, or leave the field out by `#[param(skip)]`",
        );
        return false;
    }
    let unfit = unfit(ty);
    match &unfit {
        Some(Unfit::Borrowed) => diagnostics.help(
            ty,
            "the value of a parameter is owned, not borrowed",
            "use `String`",
        ),
        Some(Unfit::Foreign) => diagnostics.help(
            ty,
            "this type cannot be a parameter",
            "use a newtype around it with `FromStr` and `from_str_value!`, or leave the field out by `#[param(skip)]`",
        ),
        #[cfg(not(feature = "url"))]
        Some(Unfit::Url) => diagnostics.help(
            ty,
            "`url::Url` is a parameter with the feature `url` of `paramgen`",
            "write `paramgen = { version = \"…\", features = [\"url\"] }` in Cargo.toml",
        ),
        None => {}
    }
    unfit.is_none()
}

enum Unfit {
    Borrowed,
    Foreign,
    #[cfg(not(feature = "url"))]
    Url,
}

fn unfit(ty: &Type) -> Option<Unfit> {
    match ty {
        Type::Reference(_) => Some(Unfit::Borrowed),
        Type::Array(_)
        | Type::FnPtr(_)
        | Type::ImplTrait(_)
        | Type::Never(_)
        | Type::Ptr(_)
        | Type::Slice(_)
        | Type::TraitObject(_)
        | Type::Tuple(_) => Some(Unfit::Foreign),
        Type::Group(group) => unfit(&group.elem),
        Type::Paren(paren) => unfit(&paren.elem),
        Type::Path(path) => {
            let segments = &path.path.segments;
            let last = segments.last()?;
            #[cfg(not(feature = "url"))]
            if segments.len() == 2 && segments[0].ident == "url" && last.ident == "Url" {
                return Some(Unfit::Url);
            }
            if last.ident == "Cow" && borrows(&last.arguments) {
                return Some(Unfit::Borrowed);
            }
            let holds = LISTS.iter().chain(&WRAPPERS).any(|name| last.ident == name);
            last_argument(&last.arguments).filter(|_| holds).and_then(unfit)
        }
        _ => None,
    }
}

/// Whether a lifetime other than `'static` stands among the arguments.
fn borrows(arguments: &PathArguments) -> bool {
    let PathArguments::AngleBracketed(arguments) = arguments else { return false };
    arguments
        .args
        .iter()
        .any(|argument| matches!(argument, GenericArgument::Lifetime(lifetime) if lifetime.ident != "static"))
}

/// Where a type names the struct it stands in: by its name alone, or as `Self`.
fn mention(tokens: TokenStream, own: &Ident) -> Option<TokenTree> {
    let mut before_path = false;
    for token in tokens {
        match &token {
            TokenTree::Group(group) => {
                if let Some(found) = mention(group.stream(), own) {
                    return Some(found);
                }
            }
            TokenTree::Ident(ident) if !before_path && (ident == own || ident == "Self") => {
                return Some(token);
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        // Behind `::` stands a name of some other module.
        before_path = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ':');
    }
    None
}

fn last_argument(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().rev().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
