//! `embedded::find` on files that hold specifications, and on files that only look so.

use std::sync::LazyLock;

use paramgen::{Params, Specification, embedded};
use proptest::{collection::vec, prelude::*};

#[derive(Params)]
#[expect(dead_code, reason = "what the fields hold is read by nobody")]
struct Config {
    /// Where to.
    url: String,
}

paramgen::export! {
    fn specification() -> Specification {
        name: "embedded",
        version: "1.0.0",
        source: Config,
    }
}

const HEAD: usize = 32;

/// The bytes of the exported static, as they lie in this program.
static REGION: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let file = std::fs::read(std::env::current_exe().expect("a path")).expect("this program");
    let found: Vec<_> = embedded::find(&file).collect();
    let [Ok(found)] = found.as_slice() else { panic!("{found:?}") };
    let end = found.offset() + HEAD + found.json().len();
    assert_eq!(found.json(), specification().to_json());
    file[found.offset()..end].to_vec()
});

/// What is found: the names of specifications, and the places of errors.
fn find(file: &[u8]) -> Vec<Result<String, (usize, String)>> {
    let name = |found: embedded::Embedded<'_>| found.specification().map(|read| read.name().to_owned());
    embedded::find(file)
        .map(|found| match found {
            Ok(found) => Ok(name(found).expect("JSON")),
            Err(error) => Err((error.offset(), error.to_string())),
        })
        .collect()
}

#[test]
fn the_marker_is_not_in_a_program_that_only_looks_for_it() {
    // Once in the static, and nowhere in the code that finds it.
    let marker = &REGION[..16];
    let file = std::fs::read(std::env::current_exe().expect("a path")).expect("this program");
    assert_eq!(file.windows(16).filter(|window| *window == marker).count(), 1);
}

#[test]
fn several_are_found_wherever_they_lie() {
    let region = &*REGION;
    let file = [b"\x7fELF".as_slice(), region, b"xyz", region, &region[..16]].concat();
    let embedded = || Ok("embedded".to_owned());
    let short = "a specification starts here, and the file ends before it does";
    let end = file.len() - 16;
    assert_eq!(find(&file), [embedded(), embedded(), Err((end, format!("at byte {end}: {short}")))]);
    assert!(find(b"").is_empty() && find(&[0; 100]).is_empty());
}

#[test]
fn damage_is_an_error_and_the_search_goes_on() {
    let region = &*REGION;
    let mut damaged = region.clone();
    damaged[HEAD + 10] ^= 1;
    let found = find(&[damaged, region.clone()].concat());
    assert_eq!(
        found[0],
        Err((0, "at byte 0: a specification starts here, and its checksum is wrong".to_owned()))
    );
    assert_eq!(found[1], Ok("embedded".to_owned()));

    for length in [u64::MAX, 1 << 40, region.len() as u64] {
        let mut lying = region.clone();
        lying[16..24].copy_from_slice(&length.to_le_bytes());
        assert!(matches!(find(&lying).as_slice(), [Err((0, _))]), "{length}");
    }
}

#[test]
fn a_file_full_of_markers_ends_soon() {
    let marker = REGION[..16].to_vec();
    let length = 1u64 << 20;
    let head = [marker.as_slice(), &length.to_le_bytes(), &[0; 8]].concat();
    let file = head.repeat(1 << 17);
    let found = find(&file);
    let last = found.last().expect("an error").as_ref().expect_err("no specification");
    assert!(
        last.1.ends_with("too much here looks like a specification and is none; the search ends"),
        "{last:?}"
    );
    assert!(found.len() < 10);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_behind_a_marker_are_passed_over(bytes in vec(any::<u8>(), 0..200), at in 0..200usize, cut in 0..300usize) {
        let region = &*REGION;
        let mut file = region[..cut.min(region.len())].to_vec();
        file.splice(at.min(file.len())..at.min(file.len()), bytes);
        for found in embedded::find(&file).flatten() {
            let _ = found.specification();
        }
    }
}
