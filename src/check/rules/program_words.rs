//! Words that programs write where they have no value.

use crate::check::document::tree::{Node, Value};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::vocabulary::{self, Holds, spec_of};
use crate::diagnostic::Severity;

pub(crate) static NO_VALUE: Rule = Rule {
    code: "program-word-as-text",
    severity: Severity::Warning,
    summary: "A word that programs write where they have no value",
    why: "Readers show it as it stands: an article called undefined, a picture by None.",
    help: "Leave the element out where there is nothing to say",
    spec: Spec {
        section: "RSS profile, character data",
        url: "https://www.rssboard.org/rss-profile#data-types-characterdata",
    },
    w3c: None,
    bad: Example::Item("<title>undefined</title>"),
    good: Example::Item("<title>Undefined behaviour</title>"),
};

pub(super) static MODULE: Module = Module { element: Some(element), ..Module::new("program-words", &[&NO_VALUE]) };

/// What languages and databases print for a value that is none, as they print it.
const WORDS: &[&str] =
    &["null", "NULL", "undefined", "None", "NaN", "nil", "(null)", "<nil>", "<null>", "[null]", "[object Object]"];

/// Whether a text is nothing but such a word.
pub(crate) fn is_word(text: &str) -> bool {
    text.len() <= "[object Object]".len() && WORDS.contains(&text)
}

/// What is wrong with such a text.
pub(crate) fn message(text: &str) -> String {
    format!("{text} is what a program writes that has no value")
}

/// Judges the text of an element that may hold any.
fn element(_: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    /// Most bytes between the tags that may hold such a word: as a CDATA section, with white space.
    const MOST: usize = 80;
    let content = node.content_span();
    if content.end - content.start > MOST {
        return;
    }
    // As such a word begins, or a reference or CDATA section, in which it may stand.
    let begins = content.text().trim_start().bytes().next();
    if !begins.is_some_and(|byte| b"nNu([<&".contains(&byte)) || node.children().next().is_some() {
        return;
    }
    let Some(row) = vocabulary::rows_of(node).first() else { return };
    let is_free = match row.holds {
        Holds::Value(value) => value.judge.is_none(),
        Holds::Unchecked => true,
        Holds::Nothing | Holds::Elements => false,
    };
    // A permalink is judged as the address that it is to be.
    let is_address = node.is(Ns::NONE, "guid") && node.attribute("isPermaLink").is_none();
    if is_free && !is_address {
        judge(node, &node.value(), findings);
    }
}

/// Reports a value that is such a word; whether it is.
pub(crate) fn judge(node: Node<'_>, value: &Value<'_>, findings: &mut Findings<'_>) -> bool {
    let text = value.trimmed();
    let is_word = is_word(text);
    if is_word {
        let spot = value.trimmed_span().of(node.name());
        findings.report(&NO_VALUE, spot, message(text)).value(text).spec(spec_of(node));
    }
    is_word
}
