//! The pages of the guide, so that their code is compiled and run by `cargo test`.

/// A module of documentation for each page.
macro_rules! pages {
    ($($name:ident: $file:literal),+ $(,)?) => {
        $(
            #[doc = include_str!($file)]
            pub mod $name {}
        )+
    };
}

pages! {
    start: "guide/start.md",
    system: "guide/system.md",
    parameters: "guide/parameters.md",
    source: "guide/source.md",
    snapshots_and_changes: "guide/snapshots-and-changes.md",
    destination: "guide/destination.md",
    errors: "guide/errors.md",
    testing: "guide/testing.md",
    debugging: "guide/debugging.md",
    running: "guide/running.md",
    upgrades: "guide/upgrades.md",
    operators: "operators.md",
    from_go: "from-go.md",
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use paramgen::pipeline::{self, Registry};

    /// The pipelines that pages show are such that Conduit reads them.
    #[test]
    fn pipelines_are_in_order() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut checked = 0;
        for page in fs::read_dir(folder.join("guide")).unwrap() {
            let text = fs::read_to_string(page.unwrap().path()).unwrap();
            for block in text.split("```yaml\n").skip(1) {
                let yaml = block.split("```").next().unwrap();
                let report = pipeline::check(yaml, &Registry::new());
                assert!(!report.has_errors(), "{report}\n{yaml}");
                checked += 1;
            }
        }
        assert!(checked > 0);
    }
}
