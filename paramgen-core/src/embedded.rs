//! Specifications inside of compiled connectors: found by their marker, whatever the file format.
