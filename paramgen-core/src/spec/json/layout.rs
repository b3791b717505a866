//! What stands around and between the parts of the document.

use crate::text::ConstWriter;

/// What stands before the parameters of a side.
pub(super) const fn start_side(out: &mut ConstWriter<'_>, key: &str) {
    out.push(",\n\"");
    out.push(key);
    out.push("\":{\"parameters\":[");
}

/// The end of a JSON document.
pub(super) const fn finish(out: &mut ConstWriter<'_>) {
    out.push("\n}}\n");
}

/// What stands between the items of a list, each on its own line.
pub(super) const fn start_item(out: &mut ConstWriter<'_>, count: &mut usize) {
    out.push(if *count == 0 { "\n" } else { ",\n" });
    *count += 1;
}
