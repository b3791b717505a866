//! `key!`: a front for the macro behind it, which learns here how this crate is called.

/// The full name of a parameter as a `const &str`, checked against the struct: `"tables.*.sortBy"`, where `*` stands
/// for the name of an entry. A path that stops at a nested struct names its prefix. A type with generics stands in
/// angle brackets: `key!(<Config<u8>>.size)`.
///
/// ```
/// use paramgen::{Params, key};
///
/// #[derive(Params)]
/// struct Batch {
///     #[param(name = "batchSize")]
///     size: u32,
/// }
///
/// const SIZE: &str = key!(Batch.size);
/// assert_eq!(SIZE, "batchSize");
/// ```
///
/// A field that the struct does not have is a compile error at its segment.
#[macro_export]
macro_rules! key {
    ($($path:tt)*) => { $crate::__key!($crate $($path)*) };
}
