//! Files on disk, replaced whole or not at all.
