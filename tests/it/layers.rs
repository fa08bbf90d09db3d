//! What holds for the source as a whole: layers, purity, names, sizes, tables.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The layers from top to bottom: a file uses only its own and those before it.
const LAYERS: [&str; 14] = [
    "diagnostic",
    "article",
    "config",
    "fetch",
    "source",
    "body",
    "photo",
    "feed",
    "render",
    "check",
    "state",
    "publish",
    "cli",
    "run",
];

/// Layers without files, network and clock: `now` is an argument.
const PURE: [&str; 4] = ["article", "feed", "render", "check"];

/// Files that may be longer than [`LONGEST`], and why.
const LONG: &[(&str, &str)] = &[
    ("src/check/document/reader.rs", "one state machine over bytes"),
    ("src/check/document/tree.rs", "one data structure with its accessors"),
    ("src/check/document/xml_rules.rs", "a table of rules"),
    ("src/check/json_feed/rules.rs", "a table of rules"),
    ("src/feed/select.rs", "one pass over all articles for all feeds"),
];

/// Lines of code a file may have, tests not counted.
const LONGEST: usize = 560;

struct Source {
    /// From the root, `/` between its parts.
    path: String,
    /// The text.
    text: String,
    /// The text without its tests.
    code: String,
}

impl Source {
    /// The layer it belongs to: the first part of its path below `src/`.
    fn layer(&self) -> &str {
        let rest = self.path.trim_start_matches("src/");
        rest.split(['/', '.']).next().unwrap_or(rest)
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the tests of a file begin: at a module that is compiled for tests only.
fn tests_start(text: &str) -> usize {
    const TESTS: &str = "#[cfg(test)]\nmod ";
    let begins =
        |at: &usize| text[at + TESTS.len()..].split_once(['{', ';']).is_some_and(|(name, _)| name.ends_with(' '));
    text.match_indices(TESTS).map(|(at, _)| at).find(begins).unwrap_or(text.len())
}

fn sources(folder: &str) -> Vec<Source> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text[..tests_start(&text)].to_owned();
        Source { path: path.strip_prefix(root()).unwrap().display().to_string(), text, code }
    };
    let mut out: Vec<Source> = paths.into_iter().map(read).collect();
    // Files that are modules of tests only.
    let declared: BTreeSet<String> = out
        .iter()
        .flat_map(|s| s.text.split("#[cfg(test)]\nmod ").skip(1).filter_map(|rest| rest.split_once(';')))
        .map(|(name, _)| format!("/{name}.rs"))
        .filter(|name| !name.contains([' ', '{']))
        .collect();
    out.retain(|s| !declared.iter().any(|name| s.path.ends_with(name.as_str())) && !s.path.contains("/tests/"));
    out
}

/// The words that follow a marker in a text: `crate::` gives the modules that are used.
fn words_after<'a>(text: &'a str, marker: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(marker).skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

/// A line of code without its comment.
fn uncommented(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or(line) }
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn a_file_uses_only_the_layers_above_it() {
    let depth = |layer: &str| LAYERS.iter().position(|l| *l == layer);
    let mut faults = Vec::new();
    for source in sources("src") {
        if matches!(source.layer(), "lib" | "main") {
            continue;
        }
        let Some(own) = depth(source.layer()) else {
            faults.push(format!("{}: the layer `{}` is not in the list of this test", source.path, source.layer()));
            continue;
        };
        for line in source.text.lines().filter(|l| l.contains("crate::")).map(uncommented) {
            for used in words_after(line, "crate::").filter(|w| depth(w).is_some_and(|d| d > own)) {
                faults.push(format!("{}: `{}` uses the lower layer `{used}`", source.path, source.layer()));
            }
        }
        // The validator judges as a stranger would: it shares nothing with the builder.
        let of_check = source.layer() == "check";
        for line in source.code.lines().filter(|l| of_check && l.contains("crate::")).map(uncommented) {
            for used in
                words_after(line, "crate::").filter(|w| LAYERS.contains(w) && !["check", "diagnostic"].contains(w))
            {
                faults.push(format!("{}: `check` uses `{used}`", source.path));
            }
        }
    }
    report(&faults);
}

#[test]
fn pure_layers_touch_no_file_network_or_clock() {
    let impure = [
        "std::fs",
        "std::net::Tcp",
        "std::net::Udp",
        "std::env",
        "std::process",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "ureq::",
    ];
    let mut faults = Vec::new();
    for source in sources("src").iter().filter(|s| PURE.contains(&s.layer())) {
        for (number, line) in source.code.lines().map(uncommented).enumerate() {
            for word in impure.iter().filter(|word| line.contains(**word)) {
                faults.push(format!("{}:{}: {word}", source.path, number + 1));
            }
        }
    }
    report(&faults);
}

#[test]
fn nothing_prints_but_the_command_line() {
    let mut faults = Vec::new();
    for source in sources("src") {
        let code_lines = source.code.lines().count();
        let may_write = ["run", "cli", "main"].contains(&source.layer());
        for (number, line) in source.text.lines().map(uncommented).enumerate() {
            // Even there output is locked and written, since these macros panic on a closed pipe.
            for word in ["println!", "print!(", "eprintln!", "eprint!(", "dbg!("] {
                if number < code_lines && line.contains(word) {
                    faults.push(format!("{}:{}: {word}", source.path, number + 1));
                }
            }
            for word in ["io::stdout", "io::stderr"] {
                if line.contains(word) && !may_write {
                    faults.push(format!("{}:{}: {word}", source.path, number + 1));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn names_say_what_things_are() {
    let mut faults = Vec::new();
    let folders = ["src", "tests", "benches", "fuzz/fuzz_targets"];
    for source in folders.iter().filter(|f| root().join(f).is_dir()).flat_map(|f| sources(f)) {
        if source.path == "tests/it/layers.rs" {
            continue;
        }
        for part in source.path.split(['/', '.']) {
            if ["utils", "util", "helpers", "helper", "manager", "misc"].contains(&part) {
                faults.push(format!("{}: `{part}` says nothing", source.path));
            }
        }
        for (number, line) in source.text.lines().enumerate() {
            // These are names of html5ever's.
            if line.contains("fn get_") && !["get_document", "get_template_contents"].iter().any(|n| line.contains(n)) {
                faults.push(format!("{}:{}: a getter goes by the name of what it gives", source.path, number + 1));
            }
            for word in ["TODO", "FIXME", "XXX", "todo!(", "unimplemented!("] {
                if line.contains(word) {
                    faults.push(format!("{}:{}: {word}", source.path, number + 1));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn files_are_short_enough_to_read() {
    let mut faults = Vec::new();
    let lengths: BTreeMap<String, usize> =
        sources("src").into_iter().map(|s| (s.path, s.code.lines().count())).collect();
    for (path, lines) in &lengths {
        if *lines > LONGEST && !LONG.iter().any(|(long, _)| long == path) {
            faults.push(format!("{path}: {lines} lines"));
        }
    }
    for (long, _) in LONG {
        if lengths.get(*long).is_none_or(|lines| *lines <= LONGEST) {
            faults.push(format!("{long}: needs no exception any longer"));
        }
    }
    report(&faults);
}

/// Code literals of a text: the first string after each of the markers, if it looks like a code.
fn codes_after<'a>(text: &'a str, markers: &[&str]) -> BTreeSet<&'a str> {
    let mut out = BTreeSet::new();
    for marker in markers {
        for (at, _) in text.match_indices(marker) {
            let rest = text[at + marker.len()..].trim_start();
            let code = rest.strip_prefix('"').and_then(|r| r.split('"').next());
            out.extend(code.filter(|c| {
                !c.is_empty() && c.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit())
            }));
        }
    }
    out
}

#[test]
fn every_code_stands_in_one_table_and_every_row_is_used() {
    let sources = sources("src");
    let mut faults = Vec::new();
    // Rows of CODES tables and rules of the validator, by file.
    let mut rows: BTreeMap<&str, &str> = BTreeMap::new();
    for source in &sources {
        for code in
            codes_after(&source.code, &["CodeInfo { code:", "CodeInfo {\n        code:", "CodeInfo {\n    code:"])
        {
            if let Some(other) = rows.insert(code, &source.path) {
                faults.push(format!("{}: the code `{code}` stands in {other} too", source.path));
            }
        }
    }
    let rules: BTreeSet<&str> = sources
        .iter()
        .filter(|s| s.layer() == "check")
        .flat_map(|s| codes_after(&s.code, &["    code:", "{ code:"]))
        .collect();
    let raised = ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("];
    for source in sources.iter().filter(|s| s.layer() != "diagnostic") {
        for code in codes_after(&source.code, &raised) {
            if !rows.contains_key(code) && !rules.contains(code) {
                faults.push(format!("{}: the code `{code}` stands in no table", source.path));
            }
        }
    }
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for source in &sources {
        for literal in source.code.split('"') {
            *uses.entry(literal).or_default() += 1;
        }
    }
    for (code, path) in rows {
        if uses[code] < 2 {
            faults.push(format!("{path}: nothing raises `{code}`"));
        }
    }
    report(&faults);
}

#[test]
fn every_file_of_a_family_has_its_row_in_the_familys_table() {
    let mut faults = Vec::new();
    for (folder, table) in [
        ("src/render", "src/render.rs"),
        ("src/source", "src/source.rs"),
        ("src/check/rules", "src/check/rules.rs"),
        ("src/check/profiles", "src/check/profiles.rs"),
    ] {
        let Ok(entries) = std::fs::read_dir(root().join(folder)) else { continue };
        let text = std::fs::read_to_string(root().join(table)).unwrap();
        for path in entries.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "rs")) {
            let name = path.file_stem().unwrap().to_str().unwrap();
            if !text.contains(&format!("mod {name};")) {
                faults.push(format!("{folder}/{name}.rs has no `mod` in {table}"));
            }
            let has_table = std::fs::read_to_string(&path)
                .is_ok_and(|t| t.contains("static MODULE") || t.contains("static PROFILE"));
            if has_table && folder.starts_with("src/check") && !text.contains(&format!("&{name}::")) {
                faults.push(format!("{folder}/{name}.rs has no row in the table of {table}"));
            }
        }
    }
    report(&faults);
}
