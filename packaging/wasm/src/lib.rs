//! The validator for pages in a browser: a document in, findings as JSON out. Nothing is asked for anywhere.
//!
//! A page asks for `room`, writes its question there, and calls `judge`; the answer stands where `said` points, as long as
//! `judge` says. A question is a line of JSON (`Question`), and after it the document as it is.

#![allow(dead_code, unused_imports, reason = "the rooms are those of the program, of which a page uses a part")]

pub mod check;
pub mod diagnostic;

use std::cell::RefCell;

use check::{Options, profiles};
use diagnostic::json;
use serde::Deserialize;

thread_local! {
    static QUESTION: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What is asked about a document.
#[derive(Deserialize)]
struct Question {
    /// The name it goes by.
    file: String,
    /// Consumers whose demands are checked too.
    profiles: Vec<String>,
    /// The moment, in seconds since 1970.
    now: i64,
}

/// Findings beyond so many are counted only.
const MOST: usize = 1000;

/// Makes room for a question of this length.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    QUESTION.with_borrow_mut(|question| {
        question.clear();
        question.resize(length, 0);
        question.as_mut_ptr()
    })
}

/// Answers the question, and says how long the answer is.
#[unsafe(no_mangle)]
pub extern "C" fn judge() -> usize {
    let answer = QUESTION.with_borrow(|question| answer(question));
    ANSWER.set(answer);
    ANSWER.with_borrow(String::len)
}

/// Lists the profiles, each by its name and the consumer's, and says how long the list is.
#[unsafe(no_mangle)]
pub extern "C" fn profile_names() -> usize {
    let names: Vec<(&str, &str)> = profiles::PROFILES.iter().map(|profile| (profile.name, profile.title)).collect();
    ANSWER.set(serde_json::to_string(&names).unwrap_or_default());
    ANSWER.with_borrow(String::len)
}

/// Where the answer begins.
#[unsafe(no_mangle)]
pub extern "C" fn said() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

fn answer(question: &[u8]) -> String {
    let (asked, document) = question.split_at(question.iter().position(|b| *b == b'\n').unwrap_or(question.len()));
    let document = document.get(1..).unwrap_or_default();
    let Ok(asked) = serde_json::from_slice::<Question>(asked) else { return String::new() };
    let mut options = Options::new(asked.file);
    options.now = chrono::DateTime::from_timestamp(asked.now, 0);
    options.profiles = asked.profiles.iter().filter_map(|name| profiles::find(name)).collect();
    options.max_findings = MOST;
    let report = check::check(document, &options);
    json::line(&report.json())
}
