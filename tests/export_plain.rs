//! `export!` without a function around it.

#[path = "export/found.rs"]
mod found;

use paramgen::Params;

#[derive(Params)]
#[expect(dead_code, reason = "what the fields hold is read by nobody")]
struct Plain {
    /// A text with "quotes", a \ and
    /// two lines.
    #[param(default = "\u{1}\t\u{7f}é")]
    text: String,
}

paramgen::export! {
    name: "plain",
    source: Plain,
}

#[test]
fn the_binary_holds_what_the_running_program_writes() {
    let plain = paramgen::specification! { name: "plain", version: env!("CARGO_PKG_VERSION"), source: Plain };
    found::assert_same(&found::only(), &plain.to_json());
    found::assert_comes_back(&plain);
}
