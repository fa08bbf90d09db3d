//! What tests use that is not in the repository: data beside it, and programs.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Says that a test is skipped, and why.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
pub(crate) fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

/// Skips a test for want of something that could be there; with `FEEDWRIGHT_REQUIRE_SHARED` it fails.
#[track_caller]
pub(crate) fn missing(what: &str) {
    assert!(std::env::var_os("FEEDWRIGHT_REQUIRE_SHARED").is_none(), "missing: {what}");
    skipped(what);
}

/// Whether samples are taken whole (`FEEDWRIGHT_WHOLE`), of which the core suite takes a fixed part.
pub(crate) fn whole() -> bool {
    std::env::var_os("FEEDWRIGHT_WHOLE").is_some()
}

/// How often a process is killed (`FEEDWRIGHT_KILLS`).
pub(crate) fn kills() -> usize {
    std::env::var("FEEDWRIGHT_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(12)
}

/// A file or folder of the data beside the project (`FEEDWRIGHT_SHARED`, or `../shared`), if it is there.
#[track_caller]
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("FEEDWRIGHT_SHARED").map_or_else(|| root().join("../shared"), |f| root().join(f));
    let path = folder.join(path);
    let there = path.exists();
    if !there {
        missing(&format!("there is no {}", path.display()));
    }
    there.then_some(path)
}

/// Whether a program is there and runs with these arguments.
#[track_caller]
pub(crate) fn program(name: &str, arguments: &[&str]) -> bool {
    let there = Command::new(name).args(arguments).output().is_ok_and(|output| output.status.success());
    if !there {
        missing(&format!("`{name} {}` does not run; `tests/run` installs what tests use", arguments.join(" ")));
    }
    there
}

/// The Python (`FEEDWRIGHT_PYTHON`, or `python3`) if it has these modules.
#[track_caller]
pub(crate) fn python(modules: &str) -> Option<String> {
    let python = std::env::var("FEEDWRIGHT_PYTHON").unwrap_or_else(|_| "python3".into());
    program(&python, &["-c", &format!("import {modules}")]).then_some(python)
}
