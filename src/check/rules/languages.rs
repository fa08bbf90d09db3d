//! Language tags, in `language`, `dc:language`, `hreflang`, `lang` and `xml:lang`.

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::language::{self, Wrong};
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

pub(crate) static LANGUAGE: Rule = Rule {
    code: "invalid-language",
    severity: Severity::Error,
    summary: "A language tag that names no language",
    why: "Readers choose voices, fonts, hyphenation and translation by it; aggregators sort feeds by it.",
    help: "Use a tag such as en, en-US or zh-Hant",
    spec: Spec { section: "BCP 47, section 2.1", url: "https://www.rfc-editor.org/rfc/rfc5646#section-2.1" },
    w3c: Some("InvalidLanguage"),
    bad: Example::Channel("<title>News</title><language>english</language>"),
    good: Example::Channel("<title>News</title><language>en</language>"),
};

static SUBTAG: Rule = Rule {
    code: "unknown-language-subtag",
    severity: Severity::Warning,
    summary: "A script, region or variant of a language tag that is not registered",
    why: "The language is understood, the rest of the tag is not: en-UK is taken as English of nowhere.",
    help: "Use subtags of the IANA registry: GB for the United Kingdom, Hant for traditional Chinese",
    spec: Spec { section: "BCP 47, section 2.2", url: "https://www.rfc-editor.org/rfc/rfc5646#section-2.2" },
    w3c: None,
    bad: Example::Channel("<title>News</title><language>en-UK</language>"),
    good: Example::Channel("<title>News</title><language>en-GB</language>"),
};

pub(super) static MODULE: Module =
    Module { element: Some(element), of: Of::OrPrefixed(&[]), ..Module::new("languages", &[&LANGUAGE, &SUBTAG]) };

/// A language tag.
pub(crate) fn judge(judged: &mut Judged<'_, '_, '_, '_>) {
    let result = language::tag(judged.text());
    if let Err((wrong, fault)) = result {
        let rule = if wrong == Wrong::Language { &LANGUAGE } else { &SUBTAG };
        // The W3C's service takes "xx" for a language of one's own.
        let seen = judged.text().split('-').next().is_none_or(|language| !language.eq_ignore_ascii_case("xx"));
        judged.fault(rule, &fault).w3c(rule.w3c.filter(|_| seen));
    }
}

/// `xml:lang`, which may stand on any element and be empty.
fn element(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    let Some(attribute) = node.attribute_ns(Ns::XML, "lang") else { return };
    let mut judged = Judged::attribute_of(cx, node, attribute, findings);
    if !judged.text().is_empty() {
        judge(&mut judged);
    }
}
