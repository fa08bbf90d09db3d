//! Links the program to a fixed address where that is known to work, and names the formats of records.
//!
//! A program that can be loaded anywhere has more than 80,000 addresses in its tables (time zones, rules,
//! agencies) put right before `main`: half of what a run costs that finds nothing new, every minute.
//! Heap, stack and libraries stay where chance puts them.
//!
//! The config has to know what formats of records there are, and stands above the table of them: their
//! names are those of the files.

use std::fs;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    // One with the C library in it is at a fixed address by its relocation model (packaging/build).
    let is_static = target("FEATURE").split(',').any(|feature| feature == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && !is_static {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
    let folder = "src/source/format";
    println!("cargo:rerun-if-changed={folder}");
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = files.filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".rs")?.replace('_', "-")));
    let mut names: Vec<String> = names.collect();
    names.sort();
    println!("cargo:rustc-env=RECORD_FORMATS={}", names.join(","));
}
