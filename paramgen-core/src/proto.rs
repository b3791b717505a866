//! The messages `config.v1.Parameter` and `config.v1.Validation` of Conduit's protocol.
