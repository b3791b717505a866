//! What stands before the parameters.

/// What a connector says of itself, without its parameters.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) name: &'a str,
    pub(crate) summary: &'a str,
    pub(crate) description: &'a str,
    pub(crate) version: &'a str,
    pub(crate) author: &'a str,
}

impl<'a> Head<'a> {
    /// The texts and their keys, in the order of all documents.
    pub(crate) const fn texts(self) -> [(&'static str, &'a str); 5] {
        [
            ("name", self.name),
            ("summary", self.summary),
            ("description", self.description),
            ("version", self.version),
            ("author", self.author),
        ]
    }
}
