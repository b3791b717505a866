//! What a new version of a connector changes for configurations that worked with the old one.
