//! The README shows `examples/counter.rs` as it is, and the table of states of the code.

use std::{fs, path::Path};

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn the_first_example_is_the_counter() {
    let readme = read("README.md");
    let (_, rest) = readme.split_once("```rust,no_run\n").unwrap();
    let (shown, _) = rest.split_once("```").unwrap();
    assert_eq!(shown, read("examples/counter.rs"));
}

#[test]
fn the_table_of_states_is_that_of_the_code() {
    let rows = |text: &str, prefix: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(prefix));
        let rows = lines.filter(|line| line.starts_with("| "));
        rows.skip_while(|line| !line.starts_with("| state |")).take(8).map(str::to_owned).collect()
    };
    assert_eq!(rows(&read("README.md"), ""), rows(&read("src/serve/state.rs"), "//! "));
}
