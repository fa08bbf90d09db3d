//! The recipes of docs/recipes, and docs/list.md: what they write, run and show is so.
//!
//! A block of code below a line that names a file alone (`` `feedwright.toml`: ``) is written to it, below one that says ``In `FILE`:``
//! its lines stand in that file, in this order. Of blocks of `sh` the lines are run, each of which ends with 0; what a block of
//! `text` shows is in what they said.

use crate::newsroom::{NOW, Newsroom};
use crate::outside::root;

/// A block of code: the line above it, its language, and its text.
fn blocks(page: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let (mut above, mut lines) = (String::new(), page.lines());
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            found.push((std::mem::take(&mut above), language.to_owned(), text.join("\n") + "\n"));
        } else if !line.is_empty() {
            line.clone_into(&mut above);
        }
    }
    found
}

/// The file that a line names alone, behind these words.
fn file<'a>(above: &'a str, words: &str) -> Option<&'a str> {
    above.strip_prefix(words)?.strip_prefix('`')?.strip_suffix("`:").filter(|name| !name.contains('`'))
}

/// Runs the line of a shell; builds and checks happen at the moment of all tests.
fn run(room: &Newsroom, line: &str) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    assert_eq!(words.remove(0), "feedwright", "{line}");
    if ["build", "check", "list"].contains(&words[0]) {
        words.extend(["--now", NOW]);
    }
    let done = room.run(&words);
    assert_eq!(done.status, 0, "{line}\n{}{}", done.stdout, done.stderr);
    done.stdout + &done.stderr
}

/// Follows a page; says how many lines it ran.
fn follow(name: &str) -> usize {
    let page = std::fs::read_to_string(root().join("docs").join(name)).unwrap();
    let room = Newsroom::new("");
    room.remove("config.toml");
    let (mut ran, mut said) = (0, String::new());
    for (above, language, text) in blocks(&page) {
        if let Some(path) = file(&above, "") {
            room.write(path, &text);
        } else if let Some(path) = file(&above, "In ") {
            let whole = room.read(path);
            let mut left = &*whole;
            for line in text.lines() {
                let at =
                    left.find(line).unwrap_or_else(|| panic!("{name}: {line} is not in {path}, in order\n{whole}"));
                left = &left[at + line.len()..];
            }
        } else if language == "sh" {
            said = text.lines().map(|line| run(&room, line)).collect();
            ran += text.lines().count();
        } else if language == "text" {
            for line in text.lines() {
                assert!(said.contains(line), "{name} shows\n{line}\nbut it says\n{said}");
            }
        }
    }
    ran
}

#[test]
fn every_recipe_can_be_followed_and_gives_what_it_shows() {
    let mut ran = follow("list.md");
    for entry in std::fs::read_dir(root().join("docs/recipes")).unwrap() {
        ran += follow(&format!("recipes/{}", entry.unwrap().file_name().to_str().unwrap()));
    }
    assert!(ran > 5, "{ran}");
}
