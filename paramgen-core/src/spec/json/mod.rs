//! JSON: everything that a specification holds.
