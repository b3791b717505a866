//! What differs between two specifications, parameter by parameter.
