//! JSON: everything that a specification holds. It has the keys of `connector.yaml`, so that whoever reads that format
//! reads this one, and more beside them for what it cannot say. One code writes it in `const` evaluation and while the
//! program runs.

mod entry;
mod format;
mod head;
mod list;
#[cfg(feature = "spec")]
mod read;
#[cfg(feature = "spec")]
mod rule;
mod schema;

pub(crate) use head::Head;
#[cfg(feature = "spec")]
pub(super) use read::read;

use super::{Side, Specification};
use crate::text::{ConstWriter, written};

/// The JSON of a specification.
pub(super) fn write(specification: &Specification) -> String {
    written(|out| {
        specification.head().write(out);
        for side in Side::ALL {
            if let Some(parameters) = side.parameters(specification) {
                start_side(out, side.name());
                list::write(out, parameters);
            }
        }
        finish(out);
    })
}

/// What stands before the parameters of a side.
const fn start_side(out: &mut ConstWriter<'_>, key: &str) {
    out.push(",\n\"");
    out.push(key);
    out.push("\":{\"parameters\":[");
}

/// The end of a JSON document.
const fn finish(out: &mut ConstWriter<'_>) {
    out.push("\n}}\n");
}

/// What stands between the items of a list, each on its own line.
const fn start_item(out: &mut ConstWriter<'_>, count: &mut usize) {
    out.push(if *count == 0 { "\n" } else { ",\n" });
    *count += 1;
}
