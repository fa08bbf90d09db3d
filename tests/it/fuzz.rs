//! The seeds of every fuzz target, and what was found with them, read again.

use std::collections::BTreeSet;
use std::path::Path;

use crate::growth::readers;

#[path = "../../fuzz/targets.rs"]
mod targets;

fn names(folder: &Path) -> BTreeSet<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn the_seeds_of_each_target_holds_what_must_hold() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    for (name, read) in targets::TARGETS {
        let mut files: Vec<_> = std::fs::read_dir(seeds.join(name)).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has no seed");
        for file in files {
            read(&std::fs::read(file).unwrap());
        }
    }
}

#[test]
fn every_target_is_one_file_one_row_and_one_folder() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let rows: BTreeSet<String> = targets::TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let files: BTreeSet<String> = names(&fuzz.join("fuzz_targets")).iter().map(|name| name.replace('_', "-")).collect();
    assert_eq!(files, rows);
    assert_eq!(names(&fuzz.join("seeds")), rows);
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    for name in rows {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is no program of fuzz/Cargo.toml");
    }
}
