//! The documentation's site in a browser: nothing is wider than the page, nothing is asked for elsewhere, and what axe
//! finds broken of WCAG 2.2 AA is nothing.

use std::process::Command;

use super::site;
use crate::outside::{program, python, root, skipped};

/// Pages of each kind: prose with pictures, wide tables, a rule, a list of them, code, the page to subscribe on.
const PAGES: [&str; 7] = [
    "index.html",
    "config.html",
    "rules/duplicate-guid.html",
    "rules/rss.html",
    "recipes/podcast.html",
    "start.html",
    "changelog.html",
];

#[test]
fn the_pages_of_the_site_can_be_read_narrow_and_wide_in_light_and_dark() {
    let Ok(browser) = std::env::var("FEEDWRIGHT_BROWSER") else {
        skipped("the browser is installed and named by `tests/run browser`");
        return;
    };
    let Some(folder) = site() else { return };
    let modules = std::env::var("FEEDWRIGHT_NODE_MODULES").unwrap_or_default();
    let axe = std::path::Path::new(&modules).join("axe-core/axe.min.js");
    let Some(python) = python("json") else { return };
    assert!(program(&browser, &["--version"]) && axe.exists(), "{browser}, {}", axe.display());
    let shots = std::env::var("FEEDWRIGHT_SHOTS").map_or_else(|_| "-".to_owned(), |shots| format!("{shots}/site"));
    if shots != "-" {
        std::fs::create_dir_all(&shots).unwrap();
    }
    let mut command = Command::new(&python);
    command.arg(root().join("tests/browser/site.py")).arg(&browser).arg(&folder).arg(&axe).arg(shots);
    let output = command.args(PAGES).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: Vec<String> = serde_json::from_slice(&output.stdout).unwrap();
    assert!(found.is_empty(), "{found:#?}");
}
