//! A whole connector: its specification and its sides, as a program.

use std::{fmt, marker::PhantomData, process::ExitCode};

use paramgen::Specification;

use crate::serve::{self, DestinationKind, SourceKind};

/// The side that a connector does not have.
#[derive(Clone, Copy, Debug)]
pub enum Absent {}

/// A connector: what it says of itself, and its sides. [`connector!`](crate::connector) makes one, and `fn main` with it;
/// this is for a `main` of one's own:
///
/// ```no_run
/// # use paramgen_connector::{Batch, Context, Result, Source};
/// # #[derive(paramgen::Params)] struct Config {}
/// # struct Counter;
/// # impl Source for Counter {
/// #     type Config = Config;
/// #     type Position = u64;
/// #     async fn open(_: Config, _: Option<u64>, _: &Context) -> Result<Self> { Ok(Self) }
/// #     async fn read(&mut self, _: &mut Batch<u64>) -> Result<()> { Ok(()) }
/// # }
/// use paramgen_connector::Connector;
///
/// fn main() -> std::process::ExitCode {
///     let specification = paramgen::specification! {
///         name: "counter",
///         source: Config,
///     };
///     Connector::new(specification).source::<Counter>().run()
/// }
/// ```
pub struct Connector<S = Absent, D = Absent> {
    pub(crate) specification: Specification,
    sides: PhantomData<fn() -> (S, D)>,
}

impl Connector {
    /// A connector without sides.
    pub fn new(specification: Specification) -> Self {
        Self { specification, sides: PhantomData }
    }
}

impl<S, D> Connector<S, D> {
    /// With this source.
    pub fn source<T: crate::Source>(self) -> Connector<T, D> {
        Connector { specification: self.specification, sides: PhantomData }
    }

    /// With this destination.
    pub fn destination<T: crate::Destination>(self) -> Connector<S, T> {
        Connector { specification: self.specification, sides: PhantomData }
    }
}

#[allow(private_bounds, reason = "a side is a `Source`, a `Destination`, or `Absent`")]
impl<S: SourceKind, D: DestinationKind> Connector<S, D> {
    /// Runs the program: serves the engine when that has started it, or does what the arguments say. Returns when the
    /// process is to end.
    ///
    /// Nothing may be written to stdout before this.
    pub fn run(self) -> ExitCode {
        serve::process::run::<S, D>(&self.specification)
    }
}

impl<S, D> fmt::Debug for Connector<S, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector").field("name", &self.specification.name()).finish_non_exhaustive()
    }
}

/// Makes a connector a program: writes `fn main`, and the specification into the binary, where tools find it without
/// running it ([`paramgen::export!`]).
///
/// | key | value |
/// |---|---|
/// | `name`, `summary`, `description`, `version`, `author` | as in [`paramgen::specification!`]; only `name` must be there |
/// | `source` | a type that is a [`Source`](crate::Source) |
/// | `destination` | a type that is a [`Destination`](crate::Destination) |
///
/// The texts stand before the sides. The crate must depend on `paramgen` too, which it does for `#[derive(Params)]`.
#[macro_export]
macro_rules! connector {
    (@ [$($texts:tt)*] source: $source:ty, destination: $destination:ty $(,)?) => {
        $crate::connector!(@main [$($texts)*]
            [source: <$source as $crate::Source>::Config, destination: <$destination as $crate::Destination>::Config]
            .source::<$source>().destination::<$destination>());
    };
    (@ [$($texts:tt)*] source: $source:ty $(,)?) => {
        $crate::connector!(@main [$($texts)*] [source: <$source as $crate::Source>::Config] .source::<$source>());
    };
    (@ [$($texts:tt)*] destination: $destination:ty $(,)?) => {
        $crate::connector!(@main [$($texts)*] [destination: <$destination as $crate::Destination>::Config]
            .destination::<$destination>());
    };
    (@ [$($texts:tt)*] $key:ident : $value:expr, $($rest:tt)+) => {
        $crate::connector!(@ [$($texts)* $key: $value,] $($rest)+);
    };
    (@main [$($texts:tt)*] [$($sides:tt)*] $($build:tt)*) => {
        #[cfg(panic = "abort")]
        compile_error!("a connector needs `panic = \"unwind\"`: with `abort` a panic ends the process without a word");

        ::paramgen::export! {
            fn specification() -> ::paramgen::Specification {
                $($texts)*
                $($sides)*
            }
        }

        fn main() -> ::std::process::ExitCode {
            $crate::Connector::new(specification()) $($build)* .run()
        }
    };
    (@ $($other:tt)*) => {
        compile_error!("expected texts, then one side or both: `connector! { name: \"…\", source: Type, destination: Type }`");
    };
    ($($body:tt)*) => {
        $crate::connector!(@ [] $($body)*);
    };
}
