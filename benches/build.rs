//! What a whole build costs as the number of articles grows: the first one, one that finds nothing
//! new, and one after a single edit.
//!
//! `cargo bench --bench build` prints a table; docs/performance.md, "Building", keeps one. With
//! `FEEDWRIGHT_ARTICLES=1000000` it goes on to a million.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const CONFIG: &str = r#"
[site]
title = "The Courier"
url = "https://courier.example/"
language = "en"
authority = "courier.example,2026"

[[source]]
path = "articles.jsonl"

[[feed]]
name = "section"
each = "section"
path = "section/{{ term | slug }}"
formats = ["rss", "atom"]
"#;

/// A record of about 3 kB; `version` tells one edit from another.
fn record(n: usize, version: usize, out: &mut String) {
    let body = "<p>The harbour board met again on Tuesday and found the quay &lt; 4 metres wide.</p>".repeat(30);
    let moment = chrono::DateTime::from_timestamp(1_500_000_000 + n as i64 * 60, 0).unwrap_or_default();
    let _ = writeln!(
        out,
        r#"{{"id":"tag:courier.example,2026:{n}","url":"https://courier.example/{n}/","title":"Meeting {n}, take {version}","section":"Section {}","tags":["harbour","quay {}"],"authors":["Ilse Varga"],"published":"{}","body":"{body}"}}"#,
        n % 20,
        n % 200,
        moment.to_rfc3339()
    );
}

fn write(folder: &Path, articles: usize, version: usize) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(fs::File::create(folder.join("articles.jsonl"))?);
    let mut line = String::new();
    for n in 0..articles {
        line.clear();
        record(n, if n + 1 == articles { version } else { 0 }, &mut line);
        file.write_all(line.as_bytes())?;
    }
    file.flush()
}

fn build(folder: &Path) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_feedwright"))
        .current_dir(folder)
        .args(["build", "--quiet", "--now", "2030-01-01T00:00:00Z"])
        .status();
    assert!(status.is_ok_and(|s| s.success()), "the build failed");
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn main() -> std::io::Result<()> {
    let most = std::env::var("FEEDWRIGHT_ARTICLES").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let mut table =
        String::from("| articles | first build, ms | nothing new, ms | one edited, ms |\n|---|---|---|---|\n");
    for articles in [1_000, 10_000, 100_000, 1_000_000].into_iter().filter(|n| *n <= most) {
        let folder = tempfile::tempdir()?;
        let folder = folder.path();
        fs::write(folder.join("config.toml"), CONFIG)?;
        write(folder, articles, 0)?;
        std::thread::sleep(Duration::from_millis(50));
        let first = (0..3).map(|_| {
            let _ = fs::remove_dir_all(folder.join("feeds"));
            let _ = fs::remove_dir_all(folder.join(".feedwright"));
            build(folder)
        });
        let first = median(first.collect());
        let nothing = median((0..9).map(|_| build(folder)).collect());
        let mut edited = Vec::new();
        for version in 1..4 {
            write(folder, articles, version)?;
            std::thread::sleep(Duration::from_millis(50));
            edited.push(build(folder));
        }
        let _ = writeln!(table, "| {articles} | {first:.1} | {nothing:.1} | {:.1} |", median(edited));
    }
    std::io::stdout().lock().write_all(table.as_bytes())
}
