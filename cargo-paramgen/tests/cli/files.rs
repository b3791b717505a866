//! Files that are missing, huge, damaged, or something else; specifications with mistakes; colours and pipes.

use std::{fs::File, process::Stdio};

use snapbox::{cmd::cargo_bin, str};

use crate::{Folder, YAML, is_plain, region, stderr, stdout};

#[test]
fn what_cannot_be_read_is_named() {
    let folder = Folder::new();
    folder.run(&["inspect", "none.yaml"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: there is no file none.yaml
help: check the path

"#]]);
    folder.run(&["inspect", "."]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: . is a directory
help: give the path of a file

"#]]);
    folder.run(&["check", "."]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: there is no pipeline file in .
help: Conduit reads files in it that end in .yml or .yaml, and none in folders below

"#]]);
    folder.write("latin1.yaml", b"name: caf\xE9\n");
    folder.run(&["check", "latin1.yaml"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: latin1.yaml is not text in UTF-8
help: check that this is the file you mean, or save it as UTF-8

"#]]);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::with_connector();
    let path = folder.path("connector.yaml");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o000)).expect("permissions");
    // Root reads all files.
    if File::open(&path).is_err() {
        folder.run(&["inspect", "connector.yaml"]).code(2).stderr_eq(str![[r#"
error: cannot read connector.yaml: permission denied
help: run as a user who may read it, or change its permissions

"#]]);
    }
}

#[test]
fn huge_files_are_not_read() {
    let folder = Folder::new();
    let sparse = |name, megabytes: u64| {
        let file = File::create(folder.path(name)).expect("a file");
        file.set_len((megabytes << 20) + 1).expect("a length");
    };
    sparse("connector", 2048);
    folder.run(&["inspect", "connector"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: connector is larger than 2048 MiB, and is not read
help: check that this is the file you mean

"#]]);
    sparse("pipeline.yaml", 64);
    folder.run(&["check", "pipeline.yaml"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: pipeline.yaml is larger than 64 MiB, and is not read
help: check that this is the file you mean

"#]]);
}

#[cfg(target_os = "linux")]
#[test]
fn files_without_an_end_are_not_read() {
    let folder = Folder::new();
    for command in ["inspect", "check"] {
        let output = folder.run(&[command, "/dev/zero"]).code(2).stdout_eq("");
        assert!(stderr(output.get_output()).starts_with("error: /dev/zero is larger than 64 MiB"));
    }
}

#[test]
fn files_without_a_specification_are_refused() {
    let folder = Folder::new();
    let files: [&[u8]; 6] = [b"", b" \n", b"\x7FELF\0\0\0\0", b"\xFF\xFE", b"{}", b"services: []\n"];
    let expected = "error: there is no specification in file\nhelp: give a connector.yaml, its JSON, or a connector that is \
                    built with `paramgen::export!`\n";
    for bytes in files {
        folder.write("file", bytes);
        for arguments in [&["inspect", "file"][..], &["import", "file"], &["diff", "file", "file"]] {
            let output = folder.run(arguments).code(2).stdout_eq("");
            assert_eq!(stderr(output.get_output()), expected, "{bytes:?}");
        }
    }
    folder.write("file", "hello world\n");
    folder.run(&["inspect", "file"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: a specification file is a mapping, not a text
--> file:1:1
help: give a connector.yaml, its JSON, or a connector that is built with `paramgen::export!`

"#]]);
}

#[test]
fn damaged_connectors_are_refused() {
    let folder = Folder::new();
    let whole = region("first");
    let mut damaged = whole.clone();
    *damaged.last_mut().expect("a byte") = b'!';
    let mut lying = whole.clone();
    lying[16..24].fill(0xFF);
    let in_file = |region: &[u8]| [b"\x7FELF\0\0\0\0", region, b"\0\0"].concat();

    folder.write("connector", in_file(&damaged));
    folder.run(&["inspect", "connector"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: the specification in connector is damaged: at byte 8: a specification starts here, and its checksum is wrong
help: build the connector again, or copy it again

"#]]);
    folder.write("connector", in_file(&whole[..whole.len() - 5]));
    folder.run(&["inspect", "connector"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: the specification in connector is damaged: at byte 8: a specification starts here, and the file ends before it does
help: build the connector again, or copy it again

"#]]);
    folder.write("connector", in_file(&lying));
    folder.run(&["inspect", "connector"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: the specification in connector is damaged: at byte 8: a specification starts here, and the file ends before it does
help: build the connector again, or copy it again

"#]]);
    // One that is whole is enough.
    folder.write("connector", [in_file(&damaged), in_file(&whole)].concat());
    folder.run(&["inspect", "connector"]).code(0).stderr_eq(str![[""]]);
}

#[test]
fn a_specification_of_another_form_is_refused() {
    let mut region = region("first");
    let json = String::from_utf8(region.split_off(32)).expect("UTF-8");
    let json = json.replacen("\"1.0\"", "\"9.0\"", 1);
    let sum = json.as_bytes().chunks(8).fold(0xCBF2_9CE4_8422_2325_u64, |sum, word| {
        let word = word.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        (sum ^ word).wrapping_mul(0x0100_0000_01B3)
    });
    region[24..32].copy_from_slice(&sum.to_le_bytes());
    let folder = Folder::new();
    folder.write("connector", [b"\0", region.as_slice(), json.as_bytes()].concat());
    folder.run(&["inspect", "connector"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: the specification in connector cannot be read: version "9.0" of the format is not read here; write "1.0"
help: the connector may be newer than this program: update cargo-paramgen

"#]]);
}

#[test]
fn several_specifications_in_one_file() {
    let folder = Folder::new();
    folder.write("connector", [region("first"), region("second"), region("first")].concat());
    folder.run(&["inspect", "connector"]).code(0).stderr_eq(str![[""]]).stdout_eq(str![[r#"
first v1.0.0

source: 3 parameters
 name      type    default   rules       description
 url       string            required    Where the database is.
 password  string  (secret)  secret      Who asks.
 rows      int     100       at least 1  Rows read at a time.

second v2.0.0

destination: 3 parameters
 name      type    default   rules       description
 url       string            required    Where the database is.
 password  string  (secret)  secret      Who asks.
 rows      int     100       at least 1  Rows read at a time.

"#]]);
    folder.run(&["import", "connector"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: connector holds several specifications: first, second
help: give a file that holds one

"#]]);
    folder.run(&["inspect", "connector", "--source"]).code(2).stdout_eq(str![[""]]).stderr_eq(str![[r#"
error: the connector "second" has no source
help: leave --source out; it may have a destination

"#]]);
}

#[test]
fn mistakes_in_a_specification_are_underlined() {
    let folder = Folder::new();
    let wrong = |from: &str, to: &str| {
        assert!(YAML.contains(from));
        folder.write("connector.yaml", YAML.replacen(from, to, 1));
        folder.run(&["inspect", "connector.yaml"]).code(2).stdout_eq(str![[""]])
    };
    wrong("type: int", "type: itn # a number").stderr_eq(str![[r#"
error: parameter "rows": unknown type "itn"; one of string, int, float, bool, file, duration
  --> connector.yaml:18:15
   |
18 |         type: itn # a number
   |               ^^^

"#]]);
    wrong("type: greater-than\n            value: \"0\"", "type: greater-than\n            value: \"a: b\"")
        .stderr_eq(str![[r#"
error: parameter "rows": the bound "a: b" is not a number
  --> connector.yaml:22:20
   |
22 |             value: "a: b"
   |                    ^^^^^^

"#]]);
    wrong("        type: string\n", "\ttype: string\n").stderr_eq(str![[r#"
error: this is not YAML: while scanning a plain scalar, found a tab
  --> connector.yaml:10:22
   |
10 |         description: Where the database is.
   |                      ^^^^^^^^^^^^^^^^^^^^^^

"#]]);
    let windows = YAML.replace("type: int", "type: itn").replace('\n', "\r\n");
    folder.write("connector.yaml", windows);
    let output = folder.run(&["inspect", "connector.yaml"]).code(2);
    assert!(is_plain(&stderr(output.get_output())));
}

#[test]
fn connectors_json_and_yaml_say_the_same() {
    let folder = Folder::new();
    folder.write("connector", [b"\0\0", region("first").as_slice()].concat());
    let shown = |file, form| stdout(folder.run(&["inspect", file, "--format", form]).code(0).get_output());
    folder.write("connector.json", shown("connector", "json"));
    folder.write("connector.yaml", shown("connector", "yaml"));
    assert_eq!(shown("connector.json", "json"), shown("connector", "json"));
    assert_eq!(shown("connector.yaml", "yaml"), shown("connector", "yaml"));
    // As editors on Windows write it.
    folder.write("connector.json", format!("\u{FEFF}\r\n{}", folder.read("connector.json")));
    assert_eq!(shown("connector.json", "json"), shown("connector", "json"));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = Folder::new();
    folder.write("connector.yaml", YAML.replace("type: int", "type: itn"));
    folder.write("pipeline.yaml", "version: '3.0'\n");
    for arguments in [["inspect", "connector.yaml"], ["check", "pipeline.yaml"]] {
        let shown =
            |output: snapbox::cmd::OutputAssert| stdout(output.get_output()) + &stderr(output.get_output());
        assert!(is_plain(&shown(folder.run(&arguments))));
        assert!(is_plain(&shown(folder.run_with(("NO_COLOR", "1"), &arguments))));
        assert!(shown(folder.run_with(("CLICOLOR_FORCE", "1"), &arguments)).contains("\u{1B}["));
    }
}

#[test]
fn a_reader_may_leave() {
    let folder = Folder::with_connector();
    let mut child = std::process::Command::new(cargo_bin!("cargo-paramgen"))
        .args(["inspect", "connector.yaml"])
        .current_dir(folder.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = Folder::with_connector();
    let full = File::options().write(true).open("/dev/full").expect("a device");
    let output = std::process::Command::new(cargo_bin!("cargo-paramgen"))
        .args(["inspect", "connector.yaml"])
        .current_dir(folder.path(""))
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("the program");
    assert_eq!(output.status.code(), Some(2));
    let expected = "error: cannot write the standard output: no space left on device\n";
    assert_eq!(stderr(&output), expected);
}

/// A file that is no specification is called what it is.
#[test]
fn other_files_are_named() {
    let folder = Folder::new();
    for (name, text, noun) in [
        ("Cargo.toml", "[package]\nname = \"x\"\n", "a manifest of cargo"),
        ("main.rs", "fn main() {}\n", "Rust source"),
        ("pipeline.yaml", "version: \"2.2\"\npipelines:\n  - id: a\n", "a pipeline file"),
        (
            "processor.yaml",
            "version: \"1.0\"\nspecification:\n  name: field.set\n  parameters:\n    - name: field\n      type: string\n",
            "a specification without parameters of a source or a destination, as processors have them",
        ),
    ] {
        folder.write(name, text);
        let output = folder.run(&["inspect", name]).code(2).stdout_eq("");
        let said = stderr(output.get_output());
        assert!(
            said.starts_with(&format!("error: {name} is {noun}, and no connector's specification\nhelp: ")),
            "{said}"
        );
    }
}

/// A terminal sees colours; elsewhere the same text is without them.
#[test]
fn colours_change_no_text() {
    let folder = Folder::with_connector();
    folder.write("new.yaml", YAML.replace("name: url", "name: address").replace("\"100\"", "\"500\""));
    folder.write(
        "pipeline.yaml",
        "version: \"2.2\"\npipelines:\n  - id: a\n    status: on\n    connectors:\n      \
         - {id: b, type: source, plugin: pg, settings: {rows: 1}}\n      - {id: c, type: source, plugin: x}\n",
    );
    for arguments in [
        &["inspect", "connector.yaml"][..],
        &["diff", "connector.yaml", "new.yaml"],
        &["check", "pipeline.yaml", "--spec", "connector.yaml"],
    ] {
        let coloured = stdout(folder.run_with(("CLICOLOR_FORCE", "1"), arguments).get_output());
        let mut plain = String::new();
        for (number, part) in coloured.split("\u{1B}[").enumerate() {
            plain.push_str(if number == 0 {
                part
            } else {
                part.split_once('m').map_or("", |(_, text)| text)
            });
        }
        assert!(coloured.contains('\u{1B}'), "{coloured}");
        assert_eq!(plain, stdout(folder.run(arguments).get_output()));
    }
}
