//! The one question that is asked of a type by its spelling: whether a text on it is a list. Everything else the
//! traits decide.

use syn::{GenericArgument, PathArguments, Type};

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

fn last_argument(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().rev().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
