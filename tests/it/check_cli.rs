//! `feedwright check` as it is called: every option and format, with exact output and exit status.
//!
//! `tests/check/transcript.txt` holds what each call prints; `UPDATE=1 cargo test --test it check_cli::`
//! writes it anew, and the difference is for people to read.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::newsroom::files;
use crate::outside::{missing, python, root, skipped};

const FEED: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Courier</title>\
    <link>https://courier.example/</link><description>News</description><language>en</language>\n\
    <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://courier.example/feeds/good.xml\"/>\n\
    <item><title>Störung im Hafen</title><link>https://courier.example/1</link><guid>https://courier.example/1</guid>\
    <pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate></item></channel></rss>\n";

/// Files to check: a feed without fault, and others that differ from it in one thing.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let without_guid = FEED.replace("<guid>https://courier.example/1</guid>", "");
    write("good.xml", FEED.as_bytes());
    write("warn.xml", without_guid.as_bytes());
    write("bad.xml", FEED.replace("Hafen</title>", "Hafen</titel>").as_bytes());
    write(
        "html.xml",
        FEED.replace("<pubDate>", "<description>&lt;script>1&lt;/script></description><pubDate>").as_bytes(),
    );
    write("empty.xml", b"");
    write("binary.xml", &(0..=255).cycle().take(2000).map(|b: u8| b.wrapping_mul(167)).collect::<Vec<_>>());
    write(
        "feed.json",
        b"{\"version\": \"https://jsonfeed.org/version/1.1\",\n \"title\": \"C\", \"items\": [{\"id\": 7}]}\n",
    );
    write("tree/a b/good.rss", FEED.replace("good.xml", "a%20b/good.rss").as_bytes());
    write("tree/warn.atom.txt", without_guid.as_bytes());
    write("tree/warn.RSS", without_guid.as_bytes());
    write("nothing/readme.txt", b"no feed\n");
    write("odd,name:1.xml", without_guid.as_bytes());
    folder
}

fn feedwright(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_feedwright"))
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that reads no input may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Every call that is pinned, by its arguments; a feed comes on standard input.
const CALLS: &[&[&str]] = &[
    // Targets.
    &["good.xml"],
    &["warn.xml"],
    &["bad.xml"],
    &["good.xml", "warn.xml", "bad.xml"],
    &["feed.json"],
    &["empty.xml"],
    &["binary.xml"],
    &["tree"],
    &["tree/"],
    &["tree/**/*.rss"],
    &["{good,warn}.xml"],
    &["*.atom"],
    &["nothing"],
    &["missing.xml"],
    &["missing.xml", "good.xml"],
    &["-"],
    &["ftp://courier.example/feed.xml"],
    &[],
    // What is checked, and how it weighs.
    &["--base", "https://courier.example/feeds/good.xml", "good.xml"],
    &["--base", "https://courier.example/feeds/other.xml", "good.xml"],
    &["--base", "https://courier.example/feeds/", "tree"],
    &["--base", "https://courier.example/feeds/good.xml", "-"],
    &["--base", "feeds", "good.xml"],
    &["html.xml"],
    &["--no-html", "html.xml"],
    &["--now", "2026-11-11T00:00:00Z", "good.xml"],
    &["--now", "2027-11-11T00:00:00Z", "good.xml"],
    &["--now", "yesterday", "good.xml"],
    &["--severity", "missing-guid=off", "warn.xml"],
    &["--severity", "missing-guid=error", "warn.xml"],
    &["--severity", "missing-guid=note", "--deny", "warnings", "warn.xml"],
    &["--severity", "missing-giud=off", "warn.xml"],
    &["--severity", "zebra=off", "warn.xml"],
    &["--severity", "missing-guid=fatal", "warn.xml"],
    &["--severity", "missing-guid", "warn.xml"],
    &["--deny", "warnings", "warn.xml"],
    &["--deny", "warnings", "good.xml"],
    &["--deny", "notes", "good.xml"],
    &["--max-findings", "1", "feed.json"],
    &["--max-findings", "0", "feed.json"],
    &["--profile", "rssboard", "--profile", "w3c", "good.xml"],
    &["--profile", "msn,feedly", "feed.json"],
    &["--profile", "msm", "good.xml"],
    &["--profile", "zebra", "good.xml"],
    &["--profile", "zebra", "--severity", "zebra=off", "--now", "never", "--base", "x", "good.xml"],
    // Formats.
    &["--format", "json", "good.xml", "feed.json"],
    &["--format", "json", "missing.xml"],
    &["--format", "jsonl", "good.xml", "warn.xml"],
    &["--format", "github", "warn.xml", "odd,name:1.xml", "feed.json", "binary.xml"],
    &["--format", "sarif", "good.xml"],
    &["--format", "sarif", "warn.xml", "odd,name:1.xml", "binary.xml"],
    &["--format", "yaml", "good.xml"],
];

#[test]
fn every_call_prints_what_is_pinned() {
    let folder = folder();
    let mut transcript = String::new();
    for call in CALLS {
        let now: &[&str] = if call.contains(&"--now") { &[] } else { &["--now", "2026-11-18T12:00:00Z"] };
        let output = feedwright(folder.path(), &[&["check"], now, call].concat(), FEED);
        let shown: Vec<String> =
            call.iter().map(|a| if a.contains([' ', '*', '{']) { format!("'{a}'") } else { (*a).to_owned() }).collect();
        let _ = writeln!(transcript, "$ feedwright check {}", shown.join(" "));
        transcript.push_str(&String::from_utf8(output.stdout).unwrap());
        for line in String::from_utf8(output.stderr).unwrap().lines() {
            let _ = writeln!(transcript, "2> {line}");
        }
        let _ = writeln!(transcript, "=> {}\n", output.status.code().unwrap());
    }
    files::hold_text(&transcript, &root().join("tests/check/transcript.txt"));
}

#[test]
fn a_file_that_may_not_be_read_is_named_and_the_others_are_checked() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = folder.path().join("warn.xml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::File::open(&path).is_ok() {
        skipped("this user may read everything");
        return;
    }
    let output = feedwright(folder.path(), &["check", "warn.xml", "good.xml"], "");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "good.xml: valid, rss-2.0, 1 item: nothing found\n");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error[unreadable-file]: cannot be read: "));
}

#[test]
fn colours_are_for_terminals_only() {
    let folder = folder();
    let plain = feedwright(folder.path(), &["check", "warn.xml"], "");
    assert!(!plain.stdout.contains(&0x1b));
    let on_terminal = |variables: &[(&str, &str)]| {
        let command = format!("'{}' check warn.xml", env!("CARGO_BIN_EXE_feedwright"));
        Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(folder.path())
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .output()
    };
    let Ok(coloured) = on_terminal(&[]) else {
        missing("there is no `script`, which stands for a terminal");
        return;
    };
    assert!(coloured.stdout.contains(&0x1b), "{}", String::from_utf8_lossy(&coloured.stdout));
    let asked_not_to = on_terminal(&[("NO_COLOR", "1")]).unwrap();
    assert!(!asked_not_to.stdout.contains(&0x1b), "{}", String::from_utf8_lossy(&asked_not_to.stdout));
}

#[test]
fn a_reader_that_hangs_up_is_no_fault() {
    let folder = folder();
    for i in 0..300 {
        std::fs::write(folder.path().join(format!("many-{i}.xml")), "<rss><channel><item/></channel>").unwrap();
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_feedwright"))
        .current_dir(folder.path())
        .args(["check", "."])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 20];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "the verdict is the same");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// Whether a value is of the kind that a member has.
type Is = fn(&Value) -> bool;

/// The members that a finding always has, in their order, and what each is when it is not null.
const FINDING: &[(&str, Is)] = &[
    ("file", Value::is_string),
    ("code", Value::is_string),
    ("severity", Value::is_string),
    ("message", Value::is_string),
    ("help", Value::is_string),
    ("line", Value::is_u64),
    ("column", Value::is_u64),
    ("end_line", Value::is_u64),
    ("end_column", Value::is_u64),
    ("byte_offset", Value::is_u64),
    ("element", Value::is_string),
    ("value", Value::is_string),
    ("spec", Value::is_string),
    ("w3c", Value::is_string),
];

#[test]
fn json_has_the_promised_members_and_their_places_fit_the_file() {
    let folder = folder();
    let names = ["good.xml", "warn.xml", "bad.xml", "html.xml", "feed.json", "binary.xml"];
    let call = |format: &str| {
        let output = feedwright(folder.path(), &[&["check", "--format", format][..], &names].concat(), "");
        String::from_utf8(output.stdout).unwrap()
    };
    let lines: Vec<Value> = call("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let array: Vec<Value> = serde_json::from_str(&call("json")).unwrap();
    assert_eq!(lines, array, "json is an array of what jsonl writes line by line");
    for (file, name) in lines.iter().zip(names) {
        let object = file.as_object().unwrap();
        // serde_json sorts the members of an object.
        assert_eq!(object.keys().collect::<Vec<_>>(), ["feed_type", "file", "findings", "items", "left_out", "valid"]);
        assert_eq!(file["file"], name);
        assert!(file["feed_type"].is_string() && file["items"].is_u64(), "{file}");
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let findings = file["findings"].as_array().unwrap();
        assert_eq!(file["valid"], findings.iter().all(|f| f["severity"] != "error"), "{file}");
        for finding in findings {
            assert_eq!(finding.as_object().unwrap().len(), FINDING.len(), "{finding}");
            for (member, fits) in FINDING {
                let value = &finding[member];
                let never_null = matches!(*member, "file" | "code" | "severity" | "message");
                assert!(fits(value) || (value.is_null() && !never_null), "{member} of {finding}");
            }
            assert!(["error", "warning", "note"].contains(&finding["severity"].as_str().unwrap()));
            let Some(offset) = finding["byte_offset"].as_u64() else { continue };
            let before = std::str::from_utf8(&bytes[..offset as usize]).unwrap();
            let line = before.matches('\n').count() as u64 + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() as u64 + 1;
            assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(line), Some(column)), "{finding}");
            let end = (finding["end_line"].as_u64().unwrap(), finding["end_column"].as_u64().unwrap());
            assert!((line, column) <= end, "{finding}");
        }
    }
}

#[test]
fn sarif_passes_its_public_schema() {
    let Some(schema) = std::env::var_os("FEEDWRIGHT_SARIF_SCHEMA") else {
        missing("there is no FEEDWRIGHT_SARIF_SCHEMA; `tests/run core` fetches it");
        return;
    };
    let Some(python) = python("jsonschema") else { return };
    let folder = folder();
    let logs: Vec<_> =
        [&["good.xml"][..], &["."], &["missing.xml"], &["--profile", "msn,w3c", "."], &["binary.xml", "tree"]]
            .iter()
            .enumerate()
            .map(|(i, targets)| {
                let output = feedwright(folder.path(), &[&["check", "--format", "sarif"], *targets].concat(), "");
                let path = folder.path().join(format!("{i}.sarif"));
                std::fs::write(&path, output.stdout).unwrap();
                path
            })
            .collect();
    let validator = root().join("tests/schema/sarif.py");
    let output = Command::new(python).arg(validator).arg(schema).args(logs).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let results: u32 = said.split(' ').next().and_then(|n| n.parse().ok()).unwrap();
    assert!(results > 10, "{said}");
}

#[test]
fn explain_and_rules_know_every_code() {
    let folder = folder();
    let run = |arguments: &[&str]| {
        let output = feedwright(folder.path(), arguments, "");
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (status, json, _) = run(&["rules", "--format", "json"]);
    assert_eq!(status, 0);
    let rules: Vec<Value> = serde_json::from_str(&json).unwrap();
    let (_, text, _) = run(&["rules"]);
    let (_, markdown, _) = run(&["rules", "--format", "markdown"]);
    assert!(rules.len() > 250, "{}", rules.len());
    for rule in &rules {
        let code = rule["code"].as_str().unwrap();
        assert!(text.lines().any(|line| line.starts_with(code)), "{code} in the text");
        assert!(markdown.contains(&format!("## {code}\n")), "{code} in the Markdown");
        for member in ["severity", "summary", "why", "help"] {
            assert!(rule[member].is_string(), "{member} of {code}");
        }
    }
    let (_, of_atom, _) = run(&["rules", "atom"]);
    assert!(of_atom.lines().count() > 5 && of_atom.lines().all(|line| text.contains(line)), "{of_atom}");
    let (status, said, fault) = run(&["rules", "atmo"]);
    assert_eq!((status, &*said), (2, ""));
    assert!(fault.contains("no group of rules \"atmo\"; they are xml, values, rss, atom"), "{fault}");
    let (status, said, _) = run(&["explain", "missing-guid"]);
    assert_eq!(status, 0);
    assert_eq!(
        said,
        "missing-guid (warning)\n\nAn item without a guid.\n\nReaders tell new items from changed ones by the guid. \
         Without it, a changed title or link shows an old item as a new one.\n\nGive each item a guid that never changes.\n\n\
         Bad:\n\n    <title>Storm</title>\n\nGood:\n\n    <title>Storm</title><guid>https://example.org/storm</guid>\n\n\
         RSS 2.0, <guid> sub-element of <item>\n\
         https://www.rssboard.org/rss-specification#ltguidgtSubelementOfLtitemgt\nW3C Feed Validator: MissingGuid\n"
    );
    let (status, said, fault) = run(&["explain", "missing-giud"]);
    assert_eq!((status, &*said), (2, ""));
    assert!(fault.contains("missing-guid"), "{fault}");
}
