//! Pipeline files of Conduit, checked against specifications.
