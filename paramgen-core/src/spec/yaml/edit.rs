//! An existing `connector.yaml` with other parameters: everything else stays byte for byte.
