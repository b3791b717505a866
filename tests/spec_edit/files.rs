//! Files on disk: replaced whole, or left as they are.

use std::fs;

use paramgen::WriteError;

use crate::{parameters, whole};

#[test]
fn files_are_written_only_where_they_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("connector.yaml");
    let specification = whole().with_source(parameters(&["a"]));
    assert!(specification.write_yaml(&path).expect("a new file"));
    assert_eq!(fs::read_to_string(&path).expect("a file"), specification.to_yaml());
    let written = fs::metadata(&path).expect("a file").modified().expect("a time");
    assert!(!specification.write_yaml(&path).expect("the same file"));
    assert_eq!(fs::metadata(&path).expect("a file").modified().expect("a time"), written);
    let other = whole().with_source(parameters(&["b"]));
    assert!(other.write_yaml(&path).expect("another text"));
    assert_eq!(fs::read_to_string(&path).expect("a file"), other.to_yaml());
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn files_that_cannot_be_edited_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("connector.yaml");
    let specification = whole().with_source(parameters(&["a"]));
    fs::write(&path, "x: 1\n- y").expect("a file");
    let error = specification.write_yaml(&path).expect_err("this is not YAML");
    let shown = error.to_string();
    assert!(shown.starts_with(&format!("{}: line 2, column ", path.display())), "{shown}");
    assert!(matches!(&error, WriteError::Spec { error, .. } if error.line() == 2));
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(fs::read_to_string(&path).expect("a file"), "x: 1\n- y");

    fs::write(&path, b"name: \xFF").expect("a file");
    let error = specification.write_yaml(&path).expect_err("this is not UTF-8");
    assert!(
        matches!(&error, WriteError::Io { error, .. } if error.kind() == std::io::ErrorKind::InvalidData)
    );
    assert_eq!(fs::read(&path).expect("a file"), b"name: \xFF");
    let missing = folder.path().join("none").join("connector.yaml");
    assert!(matches!(specification.write_yaml(missing), Err(WriteError::Io { .. })));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().expect("a folder");
    let (real, link) = (folder.path().join("real"), folder.path().join("link.yaml"));
    fs::create_dir(&real).expect("a folder");
    symlink("real/connector.yaml", &link).expect("a link");
    let specification = whole().with_source(parameters(&["a"]));
    // A link may lead to a file that is not there yet.
    assert!(specification.write_yaml(&link).expect("a new file"));
    let target = real.join("connector.yaml");
    let mode = |path: &std::path::Path| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    fs::write(folder.path().join("plain"), "").expect("a file");
    assert_eq!(mode(&target), mode(&folder.path().join("plain")), "a new file is like any other");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o750)).expect("permissions");
    assert!(whole().with_source(parameters(&["b"])).write_yaml(&link).expect("an edited file"));
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert_eq!(mode(&target), 0o750);
    assert_eq!(fs::read_dir(&real).expect("a folder").count(), 1);
}

/// The superuser may write anywhere, so that there is nothing to see for one.
#[cfg(unix)]
#[test]
fn what_may_not_be_written_stays() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("connector.yaml");
    fs::write(&path, "# ours\n").expect("a file");
    let set = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    };
    for (file, folder_mode) in [(0o644, 0o555), (0o444, 0o755)] {
        set(&path, file);
        set(folder.path(), folder_mode);
        let free = fs::OpenOptions::new().append(true).open(&path).is_ok()
            && fs::write(folder.path().join("x"), "").is_ok();
        let result = whole().write_yaml(&path);
        set(folder.path(), 0o755);
        if free {
            println!("skipped: permissions do not hold this user");
            return;
        }
        assert!(matches!(result, Err(WriteError::Io { .. })));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "# ours\n");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}

/// A path that leads to anything but a regular file is refused before it is opened: a pipe without a writer would never
/// be read to its end.
#[cfg(unix)]
#[test]
fn only_regular_files_are_written() {
    use std::os::unix::fs::FileTypeExt;

    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    let socket = folder.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let device = std::path::PathBuf::from("/dev/null");
    for path in [&pipe, &socket, &device, &folder.path().to_owned()] {
        let kind = fs::metadata(path).expect("it is there").file_type();
        for error in [whole().write_yaml(path), whole().write_readme(path)] {
            let error = error.expect_err("no regular file").to_string();
            let said =
                error.contains("only regular files are written into") || error.contains("is a directory");
            assert!(said && error.starts_with(&path.display().to_string()), "{error}");
        }
        assert_eq!(fs::metadata(path).expect("it is there").file_type(), kind);
    }
    assert!(fs::metadata(&pipe).expect("a pipe").file_type().is_fifo());
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing is left behind");
}

/// Replacing a file would leave its other names with the old text.
#[cfg(unix)]
#[test]
fn hard_links_are_not_broken() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, other) = (folder.path().join("connector.yaml"), folder.path().join("other.yaml"));
    fs::write(&path, "# ours\n").expect("a file");
    fs::hard_link(&path, &other).expect("a link");
    let error = whole().write_yaml(&path).expect_err("two names").to_string();
    assert!(error.contains("2 names (hard links)"), "{error}");
    assert_eq!(fs::read_to_string(&other).expect("a file"), "# ours\n");
    fs::remove_file(&other).expect("a link");
    assert!(whole().write_yaml(&path).expect("one name"));
}

/// Only the superuser gives files away, so that there is nothing to see for another user.
#[cfg(unix)]
#[test]
fn the_owner_stays() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("connector.yaml");
    fs::write(&path, "# ours\n").expect("a file");
    if chown(&path, Some(4711), Some(4712)).is_err() {
        println!("skipped: this user gives no files away");
        return;
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    assert!(whole().write_yaml(&path).expect("an edited file"));
    let metadata = fs::metadata(&path).expect("a file");
    assert_eq!((metadata.uid(), metadata.gid(), metadata.mode() & 0o777), (4711, 4712, 0o640));
}

#[test]
fn errors_name_the_path_that_the_user_gave() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("none").join("connector.yaml");
    let error = whole().write_yaml(&path).expect_err("no folder").to_string();
    assert!(error.starts_with(&path.display().to_string()) && !error.contains(".paramgen-"), "{error}");
}

/// A link that leads to itself has no file.
#[cfg(unix)]
#[test]
fn circles_of_links_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let link = folder.path().join("connector.yaml");
    std::os::unix::fs::symlink("connector.yaml", &link).expect("a link");
    assert!(matches!(whole().write_yaml(&link), Err(WriteError::Io { .. })));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}
