//! Exported specifications of a file of any size, of which a part at a time is in memory.

use std::io::{self, Read, Seek, SeekFrom};

use paramgen::{Specification, embedded};

use super::{Exports, LoadError};

/// So much of a file is in memory. A specification of more is not found: none comes near it.
pub(super) const WINDOW: usize = 16 << 20;

/// What a marker that is cut in two needs to be found in the next window.
const OVERLAP: usize = 64;

/// What a file holds.
pub(super) struct InWindows {
    pub(super) specifications: Vec<Specification>,
    /// Whether it has bytes that no text has.
    pub(super) is_binary: bool,
}

/// Looks through a file, window by window. What is cut at the end of one is looked at again at the beginning of the next;
/// where too much of a file only looks so, that ends, and it counts as damaged.
pub(super) fn exported(mut file: impl Read + Seek, window: usize) -> Result<InWindows, LoadError> {
    let size = file.seek(SeekFrom::End(0)).map_err(LoadError::Io)?;
    let (mut exports, mut is_binary) = (Exports::default(), false);
    let mut bytes = Vec::with_capacity(window);
    // So much may be read again.
    let (mut start, mut patience) = (0, size);
    while start < size {
        read_at(&mut file, start, window, &mut bytes).map_err(LoadError::Io)?;
        is_binary |= bytes.contains(&0);
        let is_end = start + bytes.len() as u64 >= size;
        let mut cut = None;
        for found in embedded::find(&bytes) {
            match found {
                Ok(found) => exports.add(&found)?,
                Err(error) if error.is_cut_short() && !is_end && error.offset() > 0 && cut.is_none() => {
                    cut = Some(error);
                }
                Err(error) => exports.miss(error),
            }
        }
        if is_end || bytes.is_empty() {
            break;
        }
        let mut next = bytes.len() - OVERLAP.min(bytes.len() - 1);
        if let Some(cut) = cut {
            let again = (bytes.len() - cut.offset()) as u64;
            if again <= patience {
                (next, patience) = (cut.offset(), patience - again);
            } else {
                exports.miss(cut);
            }
        }
        start += next as u64;
    }
    Ok(InWindows { specifications: exports.into_result()?, is_binary })
}

fn read_at(file: &mut (impl Read + Seek), start: u64, window: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
    file.seek(SeekFrom::Start(start))?;
    bytes.clear();
    file.take(window as u64).read_to_end(bytes)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use paramgen::Params;

    use super::*;

    #[derive(Params)]
    struct Config {
        /// Where to.
        #[allow(dead_code, reason = "it is exported")]
        url: String,
    }

    paramgen::export! {
        fn exported_here() -> Specification {
            name: "windows",
            version: "1.0.0",
            source: Config,
        }
    }

    /// The bytes of the region that this program exports.
    fn region() -> Vec<u8> {
        assert_eq!(exported_here().name(), "windows");
        let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let found = embedded::find(&program).find_map(Result::ok).expect("this program's own");
        let end = found.offset() + 32 + found.json().len();
        program[found.offset()..end].to_vec()
    }

    #[test]
    fn it_is_found_wherever_windows_end() {
        let region = region();
        let window = region.len() + OVERLAP + 10;
        for before in 0..2 * window {
            let mut file = vec![0; before];
            file.extend(&region);
            file.extend(vec![7; 3 * window - before]);
            let found =
                exported(Cursor::new(file), window).unwrap_or_else(|error| panic!("{before}: {error}"));
            assert_eq!(found.specifications.len(), 1, "{before}");
            assert_eq!(found.is_binary, before > 0 || region.contains(&0));
        }
    }

    #[test]
    fn two_of_them_are_found_and_the_same_once() {
        let region = region();
        let file = [region.as_slice(), &[1; 5_000], &region, &[2; 100]].concat();
        let found = exported(Cursor::new(file), region.len() + 100).unwrap();
        assert_eq!(found.specifications.len(), 1);
    }

    /// Markers that claim more than a window, one behind the other, and one alone in each.
    #[test]
    fn what_only_looks_like_one_ends_in_time_and_is_damaged() {
        let region = region();
        let mut fake = region[..32].to_vec();
        fake[16..24].copy_from_slice(&10_000_u64.to_le_bytes());
        for apart in [0, 4_000] {
            let file = [fake.as_slice(), &vec![1; apart]].concat().repeat(20_000 / (1 + apart / 32));
            let outcome = exported(Cursor::new(file), 4_096);
            assert!(matches!(outcome, Err(LoadError::Embedded(_))), "{apart}");
        }
    }

    #[test]
    fn a_text_is_none() {
        let found = exported(Cursor::new(vec![b'a'; 10_000]), 1_000).unwrap();
        assert!(found.specifications.is_empty() && !found.is_binary);
    }
}
