//! What holds for the source as a whole: layers, purity, names, sizes, tables.

mod opens;
mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use feedwright::config::Format;

use crate::outside::root;

/// The layers from top to bottom: a file uses only its own and those before it. A row is added where
/// a room is.
pub(crate) const LAYERS: &[&str] = &[
    "diagnostic",
    "in_order",
    "inside",
    "fetch",
    "bucket",
    "credit",
    "article",
    "config",
    "generator",
    "body",
    "source",
    "photo",
    "feed",
    "render",
    "check",
    "ledger",
    "settle",
    "publish",
    "edition",
    "notify",
    "site",
    "serve",
    "newsroom",
    "cli",
    "run",
];

/// Layers without files, network and clock: `now` is an argument.
const PURE: &[&str] = &["article", "credit", "body", "feed", "settle", "render", "check", "site"];

/// All that the validator shares with the rest, for it judges as a stranger would.
const OF_CHECK: &[&str] = &["check", "diagnostic"];

/// What pure layers do not name. `PathBuf` is no access, so `std::path` is not among them.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net::TcpStream",
    "std::net::TcpListener",
    "std::net::UdpSocket",
    "std::net::ToSocketAddrs",
    "std::env",
    "std::process",
    "std::os",
    "std::time::SystemTime",
    "std::time::Instant",
    "std::thread::sleep",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "chrono::Utc::now",
    "chrono::Local",
    "rusqlite",
    "ureq",
];

/// What only its values are used of, or nothing: where, and what is not named there.
const NOT_USED: &[(&str, &[&str])] = &[
    (
        "src/settle",
        &[
            "crate::source::list",
            "crate::source::scan",
            "crate::source::load",
            "crate::source::Context",
            "crate::ledger::Ledger",
            "crate::ledger::snapshot",
            "crate::ledger::stubs",
            "crate::ledger::pack",
        ],
    ),
    // A document is read whatever is asked of it.
    (
        "src/check/document",
        &["crate::check::vocabulary", "crate::check::engine", "crate::check::rules", "crate::check::profiles"],
    ),
];

/// Methods of paths that look at the disk, and of clocks.
const IMPURE_METHODS: &[&str] = &[
    "exists",
    "try_exists",
    "is_file",
    "is_dir",
    "metadata",
    "symlink_metadata",
    "canonicalize",
    "read_dir",
    "elapsed",
];

/// Layers that know published files by the shelf alone.
const BY_THE_SHELF: &[&str] = &["edition", "newsroom"];

/// Lines of code a file may have, tests not counted.
const LONGEST: usize = 500;

struct Source {
    /// From the root, `/` between its parts.
    path: String,
    /// The text.
    text: String,
    /// The text without its tests.
    code: String,
}

impl Source {
    fn layer(&self) -> &str {
        layer(&self.path)
    }
}

/// The layer a file belongs to: the first part of its path below `src/`.
fn layer(path: &str) -> &str {
    let rest = path.trim_start_matches("src/");
    rest.split(['/', '.']).next().unwrap_or(rest)
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

/// A line of code without its comment.
fn uncommented(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or(line) }
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// What a file uses that its layer may not.
fn trespasses(path: &str, text: &str) -> Vec<String> {
    let own = layer(path);
    if matches!(own, "lib" | "main") {
        return Vec::new();
    }
    let depth = |layer: &str| LAYERS.iter().position(|l| *l == layer);
    let Some(own_depth) = depth(own) else {
        return vec![format!("{path}: the layer `{own}` is not in the list of this test")];
    };
    let names = paths::named(path, text);
    let mut faults = Vec::new();
    let mut fault = |line: usize, what: String| faults.push(format!("{path}:{line}: {what}"));
    if text.contains("#[path") {
        fault(1, "a module lies where its name says".to_owned());
    }
    for named in &names.paths {
        let whole = named.path.join("::");
        if named.path.first().is_some_and(|first| first == "crate") {
            match named.path.get(1).map(|used| (used, depth(used))) {
                None => fault(named.line, "uses the crate as a whole".to_owned()),
                Some((used, None)) => fault(named.line, format!("`{used}` is no layer")),
                Some((used, Some(depth))) => {
                    if depth > own_depth {
                        fault(named.line, format!("`{own}` uses `{whole}` of a lower layer"));
                    }
                    if own == "check" && !named.in_tests && !OF_CHECK.contains(&used.as_str()) {
                        fault(named.line, format!("`check` uses `{whole}`"));
                    }
                }
            }
        }
        for impure in NOT_USED.iter().filter(|(at, _)| path.starts_with(at)).flat_map(|(_, names)| *names) {
            if !named.in_tests && named.reaches(impure) {
                fault(named.line, format!("what lies here does without `{whole}`"));
            }
        }
        if PURE.contains(&own) && !named.in_tests && IMPURE.iter().any(|impure| named.reaches(impure)) {
            fault(named.line, format!("`{own}` is pure, but uses `{whole}`"));
        }
    }
    for (method, line) in names.methods.iter().filter(|(m, _)| IMPURE_METHODS.contains(&m.as_str())) {
        if PURE.contains(&own) {
            fault(*line, format!("`{own}` is pure, but calls `{method}`"));
        }
        if BY_THE_SHELF.contains(&own) {
            fault(*line, format!("`{own}` asks the shelf, but calls `{method}`"));
        }
    }
    faults
}

#[test]
fn a_file_uses_only_the_layers_above_it_and_a_pure_one_no_file_network_or_clock() {
    let faults: Vec<String> = sources("src").iter().flat_map(|s| trespasses(&s.path, &s.text)).collect();
    report(&faults);
}

/// Small files that are refused: their path, their text, what is said of it.
const REFUSED: &[(&str, &str, &str)] = &[
    // A lower layer, named in every way in which Rust lets one name it.
    ("src/feed/a.rs", "use crate::run;", "run"),
    ("src/feed/a.rs", "use crate::{article, run};", "run"),
    ("src/feed/a.rs", "use crate::{article::{self, Article}, run::{self, build::Once}};", "run::build::Once"),
    ("src/feed/a.rs", "use crate::run::Order as Wish;", "run::Order"),
    ("src/feed/a.rs", "pub use crate::run::*;", "run"),
    ("src/feed/a.rs", "use super::super::run;", "run"),
    ("src/feed.rs", "use super::run;", "run"),
    ("src/feed.rs", "mod inner { use super::super::run; }", "run"),
    ("src/feed.rs", "mod inner { fn f() { super::super::run::go() } }", "run::go"),
    ("src/feed.rs", "use self::super::run;", "run"),
    ("src/feed/a.rs", "use feedwright::run;", "run"),
    ("src/feed/a.rs", "use ::feedwright::run;", "run"),
    ("src/feed/a.rs", "fn f() { crate::run::go() }", "run::go"),
    ("src/feed/a.rs", "fn f() { use crate::run::go; go() }", "run::go"),
    ("src/feed/a.rs", "fn f(order: &crate::run::Order) {}", "run::Order"),
    ("src/feed/a.rs", "fn f() -> Vec<Option<crate::run::Order>> { Vec::new() }", "run::Order"),
    ("src/feed/a.rs", "struct A { order: Box<dyn crate::run::Asks> }", "run::Asks"),
    ("src/feed/a.rs", "impl crate::run::Asks for A {}", "run::Asks"),
    ("src/feed/a.rs", "fn f<T: crate::run::Asks>(t: T) {}", "run::Asks"),
    ("src/feed/a.rs", "fn f(x: X) { if let crate::run::X::A { .. } = x {} }", "run::X::A"),
    ("src/feed/a.rs", "const N: usize = crate::run::N;", "run::N"),
    ("src/feed/a.rs", "type A = <B as crate::run::Asks>::C;", "run::Asks"),
    ("src/feed/a.rs", "fn f() { println!(\"{}\", crate::run::N) }", "run::N"),
    ("src/feed/a.rs", "fn f() { vec![(1, [crate::run::N])]; }", "run::N"),
    ("src/feed/a.rs", "macro_rules! m { () => { $crate::run::go() } }", "run::go"),
    ("src/feed/a.rs", "m! { use crate::{article, run::go}; }", "run::go"),
    ("src/feed/a.rs", "fn f() { crate::run::say!(1) }", "run::say"),
    ("src/feed/a.rs", "#[derive(Deserialize)] struct A { #[serde(with = \"crate::run::date\")] a: u8 }", "run::date"),
    ("src/feed/a.rs", "#[cfg(test)]\nmod tests { use crate::run; }", "run"),
    ("src/feed/a.rs", "use crate::nowhere;", "no layer"),
    // The crate as a whole gives every layer.
    ("src/feed/a.rs", "use crate as house; fn f() { house::run::go() }", "as a whole"),
    ("src/feed/a.rs", "use crate::*;", "as a whole"),
    ("src/feed.rs", "use super::*;", "as a whole"),
    ("src/feed/a.rs", "use crate::{self as house};", "as a whole"),
    ("src/feed/a.rs", "#[path = \"../run/order.rs\"] mod order;", "where its name says"),
    ("src/nowhere/a.rs", "", "not in the list"),
    // The validator and the rest.
    ("src/check/a.rs", "use crate::{diagnostic, article};", "`check` uses"),
    ("src/check/a.rs", "fn f(article: &crate::article::Article) {}", "`check` uses"),
    // What answers, where it is only to be asked.
    ("src/settle/a.rs", "use crate::source::{self, Listing}; fn f() { source::load(c, l, a) }", "source::load"),
    ("src/settle/a.rs", "use crate::source::*;", "source"),
    ("src/settle/a.rs", "fn f(ledger: &crate::ledger::Ledger) {}", "ledger::Ledger"),
    ("src/check/document/a.rs", "use crate::check::vocabulary::rows;", "vocabulary::rows"),
    ("src/check/document/a/b.rs", "use super::super::super::{rule::Rule, vocabulary};", "check::vocabulary"),
    // Files, network and clock.
    ("src/render/a.rs", "use std::fs;", "std::fs"),
    ("src/render/a.rs", "use std::{fmt, fs::{self, File}};", "std::fs::File"),
    ("src/render/a.rs", "use std as s; fn f() { s::env::var(\"A\") }", "std::env::var"),
    ("src/render/a.rs", "use std::*;", "std"),
    ("src/render/a.rs", "use std::time::*;", "std::time"),
    ("src/render/a.rs", "use std::time; fn f() { time::Instant::now() }", "std::time::Instant::now"),
    ("src/render/a.rs", "fn f() { time::Instant::now() } use std::time;", "std::time::Instant::now"),
    ("src/render/a.rs", "use std::time::{self as clock}; fn f() { clock::SystemTime::now() }", "SystemTime::now"),
    ("src/render/a.rs", "fn f() { ::std::process::exit(1) }", "std::process::exit"),
    ("src/render/a.rs", "fn f() { assert!(std::fs::exists(p).is_ok()) }", "std::fs::exists"),
    ("src/render/a.rs", "use chrono::Utc; fn f() { Utc::now() }", "chrono::Utc::now"),
    ("src/render/a.rs", "use std::net::{IpAddr, TcpStream};", "TcpStream"),
    ("src/render/a.rs", "fn f(stream: &mut std::net::TcpStream) {}", "TcpStream"),
    ("src/render/a.rs", "fn f(p: &Path) -> bool { p.join(\"a\").exists() }", "calls `exists`"),
    ("src/newsroom/a.rs", "fn f(p: &Path) -> bool { p.join(\"a\").is_file() }", "calls `is_file`"),
];

/// Small files that pass.
const PASSED: &[(&str, &str)] = &[
    ("src/feed/a.rs", "use crate::{article::Article, config};"),
    ("src/feed/a.rs", "use super::{select, super::article};"),
    ("src/feed.rs", "mod tests { use super::*; }"),
    ("src/settle/a.rs", "use crate::ledger::{Entry, Fact, key}; use crate::source::{Listing, Scope};"),
    ("src/newsroom/a.rs", "use crate::source; fn f() { source::load(c, l, a) }"),
    ("src/feed/a.rs", "// use crate::run;\n/* crate::run::go() */ fn f() { \"crate::run\"; }"),
    ("src/feed/a.rs", "/// See [`crate::run`].\npub(in crate::run) fn f() { let run = 1; run }"),
    ("src/feed/a.rs", "fn f(run: &Run) { run.go(); Run::new(); panic!(\"crate::run::go\") }"),
    ("src/check/a.rs", "use crate::diagnostic::Severity; use super::rule;"),
    ("src/check/a.rs", "#[cfg(test)]\nmod tests { use crate::article::Article; use std::fs; }"),
    ("src/render/a.rs", "use std::net::IpAddr; use std::path::PathBuf; use std::time::Duration; use chrono::Utc;"),
    ("src/render/a.rs", "#[cfg(test)]\nfn f() { std::fs::read(\"a\") }"),
    ("src/publish/a.rs", "use std::fs; fn f(p: &Path) { p.exists() }"),
];

#[test]
fn each_way_round_the_layers_is_seen_and_nothing_else_is() {
    let mut faults = Vec::new();
    for (path, text, said) in REFUSED {
        let found = trespasses(path, text);
        if !found.iter().any(|fault| fault.contains(said)) {
            faults.push(format!("`{text}` in {path} is to be refused for {said:?}: {found:?}"));
        }
    }
    for (path, text) in PASSED {
        faults.extend(trespasses(path, text).iter().map(|fault| format!("`{text}` is to pass: {fault}")));
    }
    report(&faults);
}

#[test]
fn nothing_prints_but_the_command_line() {
    let mut faults = Vec::new();
    for source in sources("src") {
        let code_lines = source.code.lines().count();
        for (number, line) in source.text.lines().map(uncommented).enumerate() {
            // Even there output is locked and written, since these macros panic on a closed pipe.
            for word in ["println!", "print!(", "eprintln!", "eprint!(", "dbg!("] {
                if number < code_lines && line.contains(word) {
                    faults.push(format!("{}:{}: {word}", source.path, number + 1));
                }
            }
            // What is printed elsewhere would reach the terminal as a stranger wrote it.
            for word in ["io::stdout", "io::stderr", "stdout()", "stderr()"] {
                if line.contains(word) && source.path != "src/run/output.rs" {
                    faults.push(format!("{}:{}: {word}", source.path, number + 1));
                }
            }
        }
    }
    report(&faults);
}

/// Names of types that do not say of what.
const SAY_NOTHING: &[&str] = &["Given", "Seen", "Kind", "Asked", "Told", "Data", "Thing"];

/// Words that mean one thing each: no second type has one for a name.
const ONE_MEANING: &[&str] = &[
    "Article",
    "Config",
    "CreditLine",
    "Diagnostic",
    "Judge",
    "Ledger",
    "Lexicon",
    "Location",
    "Observation",
    "Order",
    "Origin",
    "Outcome",
    "Place",
    "Profile",
    "Record",
    "Rendition",
    "Rule",
    "Settlement",
    "Shelf",
    "Spool",
    "Stub",
    "Supply",
    "Term",
    "Unit",
];

/// Functions that a room alone has by this name: what it is, and where it may be.
const ONE_PLACE: &[(&str, &[&str])] = &[
    ("settle", &["src/settle.rs", "src/settle/", "src/newsroom.rs"]),
    // What the notation itself calls so.
    ("key", &["src/source/node.rs", "src/source/format/toml/", "src/render/json/", "src/check/json_feed/"]),
];

/// What a line gives a name to, after one of these words. The types that a trait asks for are the trait's.
fn defined<'l>(line: &'l str, after: &[&str]) -> Option<&'l str> {
    let mut words = line.trim_start().split(' ').skip_while(|word| word.starts_with("pub") || *word == "const");
    let word = words.next().filter(|word| after.contains(word))?;
    let name = words.next()?.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    (word != "type" || !line.starts_with(' ')).then_some(name)
}

#[test]
fn a_word_means_one_thing() {
    let mut faults = Vec::new();
    let mut types: BTreeMap<&str, &str> = BTreeMap::new();
    let said = [
        "pub(super) struct Seen<'a> {",
        "    enum Seen {",
        "type Seen = u8;",
        "pub trait Seen: Debug {",
        "struct Seen;",
    ];
    let types_of = ["struct", "enum", "trait", "type"];
    assert!(said.iter().all(|line| defined(line, &types_of) == Some("Seen")));
    assert_eq!(defined("    pub(crate) const fn settle<'a>(", &["fn"]), Some("settle"));
    assert_eq!(defined("    type Seen = u8;", &types_of), None);
    let sources = sources("src");
    for source in &sources {
        // Arguments go by the command that takes them.
        for line in source.code.lines().filter(|_| source.layer() != "cli") {
            if let Some(name) = defined(line, &types_of) {
                if SAY_NOTHING.contains(&name) {
                    faults.push(format!("{}: `{name}` does not say of what", source.path));
                }
                if ONE_MEANING.contains(&name)
                    && let Some(other) = types.insert(name, &source.path)
                {
                    faults.push(format!("{}: `{name}` is something else in {other}", source.path));
                }
            }
            let function = defined(line, &["fn"]);
            for (name, places) in ONE_PLACE.iter().filter(|(name, _)| Some(*name) == function) {
                if !places.iter().any(|place| source.path.starts_with(place)) {
                    faults.push(format!("{}: `fn {name}`: the word is taken by {}", source.path, places[0]));
                }
            }
        }
    }
    for word in ONE_MEANING.iter().filter(|word| !types.contains_key(*word)) {
        faults.push(format!("nothing is called `{word}`: it is no word of the list in this test"));
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
            // These are names of html5ever's and minijinja's.
            let theirs = ["get_document", "get_template_contents", "get_value"];
            if line.contains("fn get_") && !theirs.iter().any(|n| line.contains(n)) {
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
    for source in sources("src") {
        let lines = source.code.lines().count();
        if lines > LONGEST {
            faults.push(format!("{}: {lines} lines", source.path));
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
        ("src/source/format", "src/source/format.rs"),
        ("src/source/supply", "src/source/supply.rs"),
        ("src/check/rules", "src/check/rules.rs"),
        ("src/check/profiles", "src/check/profiles.rs"),
        ("src/generator", "src/generator.rs"),
    ] {
        let entries = std::fs::read_dir(root().join(folder)).unwrap_or_else(|e| panic!("{folder}: {e}"));
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

#[test]
fn what_a_format_is_like_is_known_to_its_row_alone() {
    let named = |code: &str| {
        let bare = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let variants = Format::ALL.map(|format| format!("Format::{format:?}"));
        let is_whole = |end: usize| !code[end..].starts_with(|c: char| c.is_alphanumeric());
        variants.iter().any(|v| code.match_indices(&**v).any(|(at, _)| bare(at) && is_whole(at + v.len())))
    };
    assert!(named("match format { Format::Json => 1 }") && named("super::Format::Rss") && !named("RecordFormat::Json"));
    let mut faults = Vec::new();
    for source in sources("src").iter().filter(|s| s.layer() != "render") {
        let code: String = source.code.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        if named(&code) {
            faults.push(format!("{}: what differs between formats belongs into a row of render::FORMATS", source.path));
        }
    }
    report(&faults);
}
