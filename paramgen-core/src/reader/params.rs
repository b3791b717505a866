//! `Params`: the trait that the derive implements for a struct of parameters.

use super::{derived, engine::Reader};
use crate::{
    options::{Accepted, Options},
    parameters::Parameters,
    problem::Problems,
    reader::Build,
    schema::Schema,
    settings::Settings,
};

/// A struct of parameters; derive it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a struct of parameters",
    note = "write `#[derive(paramgen::Params)]` on the struct"
)]
pub trait Params: Sized {
    /// What the struct and its attributes say.
    #[doc(hidden)]
    const SCHEMA: &'static Schema;

    /// Evaluated by whoever reads, nests or lists a struct with generics: its mistakes are known only with its types.
    #[doc(hidden)]
    const CHECKED: () = ();

    /// Reads every field in the order of their declaration, whatever is wrong with the ones before.
    #[doc(hidden)]
    fn read(reader: &mut Reader<'_>) -> Option<Self>;

    /// Whether the author of the struct wrote a check.
    #[doc(hidden)]
    const HAS_CHECK: bool = false;

    /// What the author of the struct checks beyond its rules.
    #[doc(hidden)]
    fn check(&self, problems: &mut Problems) {
        let _ = problems;
    }

    /// Reads a configuration.
    ///
    /// Keys and values are trimmed of white space; an empty value counts as absent; then defaults apply, then types
    /// and rules are checked.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the configuration, at once.
    fn parse(settings: impl Settings) -> Result<Self, Problems> {
        Self::parse_with(settings, Options::new()).map(|parsed| parsed.value)
    }

    /// Reads a configuration as strictly as `options` ask for, and returns warnings with it.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the configuration, at once.
    fn parse_with(settings: impl Settings, options: Options) -> Result<Accepted<Self>, Problems> {
        let () = Self::CHECKED;
        derived::parse(Build::<Self>::FLAT, &settings, options)
    }

    /// The parameters with their full names, in the order of their declaration.
    fn parameters() -> Parameters {
        let () = Self::CHECKED;
        Parameters::of_schema(Self::SCHEMA)
    }
}
