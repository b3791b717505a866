//! Versions of connectors, as Conduit orders them.

/// The numbers of a semantic version, with a `v` before them or not; none of any other text, which sorts below.
pub(crate) fn numbers(version: &str) -> Option<[u64; 3]> {
    let core = version.strip_prefix('v').unwrap_or(version).split(['-', '+']).next()?;
    let numbers: Vec<u64> = core.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn only_semantic_versions_have_numbers() {
        for version in ["1.2.3", "v1.2.3", "v1.2.3-rc.1", "1.2.3+build"] {
            assert_eq!(numbers(version), Some([1, 2, 3]), "{version}");
        }
        for version in ["", "v", "1.2", "1.2.3.4", "latest", "(devel)", "1.x.3"] {
            assert_eq!(numbers(version), None, "{version}");
        }
        assert!(numbers("v0.10.0") > numbers("v0.9.9") && numbers("v0.0.1") > numbers("latest"));
    }
}
