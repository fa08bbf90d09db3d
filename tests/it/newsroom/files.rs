//! Folders of expected files, and what was made.

use std::collections::BTreeMap;
use std::path::Path;

/// Files by their paths, with their bytes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Whether expected files are to be written anew: `UPDATE=1`.
pub(crate) fn updating() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Every file below a folder, named from another one above it.
pub(crate) fn below(folder: &Path, named_from: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(named_from).unwrap().display().to_string();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Writes files into a folder.
pub(crate) fn write(files: &Files, folder: &Path) {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Fails unless the files are those that stand in a folder, to the byte; `UPDATE=1` writes them there.
#[track_caller]
pub(crate) fn hold(made: &Files, folder: &Path) {
    if updating() {
        let _ = std::fs::remove_dir_all(folder);
        write(made, folder);
    }
    assert_alike(&below(folder, folder), made, &format!("UPDATE=1 writes {} anew", folder.display()));
}

/// Fails with the first difference unless the files are the same; `help` says what to do.
#[track_caller]
pub(crate) fn assert_alike(standing: &Files, made: &Files, help: &str) {
    assert_eq!(made.keys().collect::<Vec<_>>(), standing.keys().collect::<Vec<_>>(), "{help}");
    for (name, bytes) in made {
        let text = |bytes| String::from_utf8_lossy(bytes);
        assert_same(name, &text(&standing[name]), &text(bytes), help);
        assert!(*bytes == standing[name], "{name}: {help}");
    }
}

/// Fails unless a text is that of a file; `UPDATE=1` writes it there.
#[track_caller]
pub(crate) fn hold_text(made: &str, file: &Path) {
    if updating() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, made).unwrap();
    }
    let standing = std::fs::read_to_string(file).unwrap_or_default();
    assert_same(&file.display().to_string(), &standing, made, "UPDATE=1 writes it anew");
}

/// Fails with the difference unless two texts are the same; `help` says what to do.
#[track_caller]
pub(crate) fn assert_same(name: &str, standing: &str, made: &str, help: &str) {
    let difference = || similar::TextDiff::from_lines(standing, made).unified_diff().header(name, "made").to_string();
    assert!(standing == made, "{name} differs: {help}\n{}", difference());
}
