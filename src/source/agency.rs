//! What the formats of agencies have in common.

use super::aside;
use super::field::{self, Field};
use super::gate::{self, Gate, Gates};
use super::node::Node;
use super::value::{Reader, is_blank};
use crate::article::Hold;
use crate::credit::{self, Lexicon};
use crate::diagnostic::Severity;
use crate::source::read::Job;
use crate::source::record::Aim;

/// How an item of an agency is read.
#[derive(Clone, Copy)]
pub(in crate::source) struct How<'h> {
    pub(in crate::source) lexicon: &'h Lexicon,
    pub(in crate::source) recase: bool,
    pub(in crate::source) language: Option<&'h str>,
    pub(in crate::source) aim: Aim,
    /// Whether a picture is an entry of its own.
    pub(in crate::source) pictures: bool,
}

impl<'h> How<'h> {
    pub(in crate::source) fn of(job: &Job<'h, '_>) -> Self {
        let site = job.about.site;
        Self {
            lexicon: &site.lexicon,
            recase: site.recase,
            language: site.language.as_deref(),
            aim: job.aim,
            pictures: job.about.source.config.picture_items,
        }
    }

    /// A caption and the credit at its end, where a label says that it is one.
    pub(in crate::source) fn apart(&self, caption: String) -> (Option<String>, Option<String>) {
        let options =
            credit::Options { caption: true, language: self.language, lexicon: self.lexicon, recase: self.recase };
        let read = credit::parse(&caption, &options);
        let Some(words) = read.caption.filter(|words| words.len() < caption.len()) else {
            return (Some(caption), None);
        };
        let credit = caption.get(words.len()..).filter(|_| read.label.is_some() && !read.parts.is_empty());
        let Some(credit) = credit else { return (Some(caption), None) };
        let credit = credit.trim().trim_matches(['(', ')', '[', ']', '|', ',', ';']).trim();
        (Some(words.trim().to_owned()).filter(|words| !words.is_empty()), Some(credit.to_owned()))
    }
}

/// Holds an item back by a gate that is there and says nothing, as those are that the vocabularies of agencies have:
/// what they mean when they say something is said by leaving them out.
pub(in crate::source) fn hold_unsaid(name: &str, r: &mut Reader, gates: &mut Gates) {
    let message = format!("`{name}` is there and says nothing: the item is held back until a later version comes");
    let help = "have it say until when or in what status, or leave it out";
    r.fault(Severity::Warning, "held-in-doubt", message, Some(help.into()));
    gates.close(Hold::Doubtful);
}

/// Whether what goes by this name holds an item back where it says nothing: an embargo, or a status. A moment of
/// publication is left empty where there is none.
pub(in crate::source) fn must_say(name: &str) -> bool {
    match field::known(name) {
        Some((Field::Embargo, _)) => name.to_ascii_lowercase().contains("embargo"),
        Some((field @ Field::Status, _)) => Gate::of(field, name) == Some(Gate::Word),
        _ => false,
    }
}

/// Reads what an item says of itself under a name of its agency's own.
pub(in crate::source) fn property(name: &str, value: &str, r: &mut Reader, gates: &mut Gates) {
    if is_blank(value) && must_say(name) {
        return hold_unsaid(name, r, gates);
    }
    aside::read(name, &Node::Text(value.into()), r, gates);
}

/// Reads a word by which an item is marked: `embargo` says what `embargo: true` does.
pub(in crate::source) fn mark(word: &str, r: &mut Reader, gates: &mut Gates) {
    gate::read_named(word.trim(), &Node::Bool(true), r, gates, Severity::Warning);
}
