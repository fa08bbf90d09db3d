//! The program before a change and the one after it, in newsrooms that go through the same edits.
//!
//! `FEEDWRIGHT_BEFORE` is the path of the program before. What may differ by intent stands in [`DIFFER`].

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use super::{Edit, Setup, World, contents, edits, is_atom, rfc3339, runner, setups};

/// Diagnostics that only one of the programs raises: rules over several items once saw none of other documents.
const DIFFER: &[&str] = &["left-out", "pattern-without-files", "same-updated", "undated-archive"];

/// What one build left behind.
struct Left {
    status: i32,
    /// Codes of what was said, in order.
    codes: Vec<String>,
    feeds: BTreeMap<String, String>,
    /// What the ledger says of articles and feeds.
    ledger: Vec<String>,
}

impl Left {
    fn told(&self) -> String {
        let feeds: String = self.feeds.iter().map(|(name, text)| format!("{name}\n{text}\n")).collect();
        format!("status {}\n{}\n{}\n{feeds}", self.status, self.codes.join("\n"), self.ledger.join("\n"))
    }
}

/// Builds a newsroom by a program after each of some groups of edits.
fn course(program: Option<&Path>, setup: Setup, steps: &[Vec<Edit>]) -> Vec<Left> {
    let mut world = World::by(program, setup);
    let mut left = Vec::new();
    for step in std::iter::once(&Vec::new()).chain(steps) {
        // When a program that is killed has come how far is nobody's to say.
        step.iter().filter(|edit| !matches!(edit, Edit::Kill(_))).for_each(|edit| world.apply(edit));
        world.now += 60;
        left.push(build(&world));
        if step.iter().any(|edit| matches!(edit, Edit::Cross)) {
            let next = world.room.run(&["next", "--now", &rfc3339(world.now)]).ends(0).stdout;
            if let Ok(next) = chrono::DateTime::parse_from_rfc3339(next.trim()) {
                world.now = next.timestamp();
                left.push(build(&world));
            }
        }
    }
    left
}

fn build(world: &World) -> Left {
    let room = &world.room;
    let ran = room.run(&["build", "--now", &rfc3339(world.now), "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_default();
    let codes = said["diagnostics"].as_array().into_iter().flatten();
    let mut codes: Vec<String> = codes.filter_map(|d| Some(d["code"].as_str()?.to_owned())).collect();
    codes.retain(|code| !DIFFER.contains(&&**code));
    codes.sort();
    // What stands beside the feeds is newer.
    let is_feed = |name: &str| {
        is_atom(name)
            || name.rsplit_once('.').is_some_and(|(stem, ending)| ending == "json" && stem != "feeds/discovery")
    };
    let feeds = contents(room).into_iter().filter(|(name, _)| is_feed(name));
    let ledger = room.run(&["ledger", "export"]).ends(0).stdout;
    // Feeds that left the config once stayed in the ledger, also until they came back.
    let is_gone = |line: &str| line.contains(r#""name":"old""#);
    let is_told =
        |line: &&str| line.contains(r#""kind":"article""#) || (line.contains(r#""kind":"feed""#) && !is_gone(line));
    let feeds: BTreeMap<String, String> = feeds.map(|(name, bytes)| (name, text(&bytes))).collect();
    let told = ledger.lines().filter(is_told).map(|line| compared(line, &feeds));
    Left { status: ran.status, codes, ledger: told.collect(), feeds }
}

/// A feed as text; of JSON the members in one order. The site once became the author of what names nobody.
fn text(bytes: &[u8]) -> String {
    let Ok(mut feed) = serde_json::from_slice::<serde_json::Value>(bytes) else {
        let author =
            |indent: &str| format!("{indent}<author>\n{indent}  <name>The Courier</name>\n{indent}</author>\n");
        return String::from_utf8_lossy(bytes).replace(&author("    "), "").replace(&author("  "), "");
    };
    without_site(&mut feed);
    format!("{feed:#}")
}

fn without_site(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(members) => {
            members.retain(|name, value| name != "authors" || value[0]["name"] != "The Courier");
            members.values_mut().for_each(without_site);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_site),
        _ => {}
    }
}

/// What is compared of a row of the ledger: hashes of contents and edits are each program's own.
fn compared(line: &str, feeds: &BTreeMap<String, String>) -> String {
    let mut row: serde_json::Value = serde_json::from_str(line).unwrap();
    let is_shown = row["id"].as_str().is_none_or(|id| feeds.values().any(|feed| feed.contains(id)));
    let row_of = row.as_object_mut().unwrap();
    // An article that moves while its time is over is marked now as one that nobody was shown.
    for name in ["content", "body", "edit", "demands", "unshown"] {
        row_of.remove(name);
    }
    // An edit of what nobody is shown once counted.
    if !is_shown || row_of.contains_key("withdrawn") {
        row_of.remove("updated");
    }
    row.to_string()
}

#[test]
fn the_program_before_left_the_same_behind() {
    let Some(before) = std::env::var_os("FEEDWRIGHT_BEFORE") else { return };
    let (seed, mut runner) = runner();
    let outcome = runner.run(&(setups(), edits()), |(setup, steps)| {
        let (before, after) = (course(Some(Path::new(&before)), setup, &steps), course(None, setup, &steps));
        for (number, (before, after)) in before.iter().zip(&after).enumerate() {
            let (before, after) = (before.told(), after.told());
            let differ = similar::TextDiff::from_lines(&before, &after);
            let differ = differ.unified_diff().header("before", "after").to_string();
            prop_assert!(before == after, "build {}:\n{}", number, differ);
        }
        prop_assert_eq!(before.len(), after.len());
        Ok(())
    });
    if let Err(e) = outcome {
        panic!("with FEEDWRIGHT_SEED={seed}: {e}");
    }
}
