//! Really Simple Licensing.

use super::words::one_of;
use crate::check::module::Module;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

pub(super) static MODULE: Module = Module::new("rsl", &[&NO_LICENSE, &PERMIT_TYPE, &PAYMENT, &TERM]);

pub(crate) static NO_LICENSE: Rule = Rule {
    code: "rsl-content-without-license",
    severity: Severity::Error,
    summary: "rsl:content without a license",
    why: "It says nothing about what is allowed.",
    help: "Add rsl:license",
    spec: Spec { section: "RSL 1.0", url: "https://rslstandard.org/rsl" },
    w3c: None,
    bad: Example::Item(r#"<rsl:content url="/storm"></rsl:content>"#),
    good: Example::Item(r#"<rsl:content url="/storm"><rsl:license></rsl:license></rsl:content>"#),
};

pub(crate) static PERMIT_TYPE: Rule = Rule {
    code: "invalid-rsl-type",
    severity: Severity::Error,
    summary: "A type of permission that RSL does not have",
    why: "Crawlers ignore what they do not know.",
    help: "Write usage, user or geo",
    spec: Spec { section: "RSL 1.0", url: "https://rslstandard.org/rsl" },
    w3c: None,
    bad: Example::Item(
        r#"<rsl:content url="/storm"><rsl:license><rsl:permits type="time">search</rsl:permits></rsl:license></rsl:content>"#,
    ),
    good: Example::Item(
        r#"<rsl:content url="/storm"><rsl:license><rsl:permits type="usage">search</rsl:permits></rsl:license></rsl:content>"#,
    ),
};

pub(crate) static PAYMENT: Rule = Rule {
    code: "invalid-rsl-payment",
    severity: Severity::Error,
    summary: "A kind of payment that RSL does not have",
    why: "Crawlers cannot tell what is asked for.",
    help: "Write free, purchase, subscription, training, crawl, use, contribution or attribution",
    spec: Spec { section: "RSL 1.0", url: "https://rslstandard.org/rsl" },
    w3c: None,
    bad: Example::Item(
        r#"<rsl:content url="/storm"><rsl:license><rsl:payment type="later"/></rsl:license></rsl:content>"#,
    ),
    good: Example::Item(
        r#"<rsl:content url="/storm"><rsl:license><rsl:payment type="free"/></rsl:license></rsl:content>"#,
    ),
};

pub(crate) static TERM: Rule = Rule {
    code: "unknown-rsl-usage",
    severity: Severity::Warning,
    summary: "A usage that RSL does not name",
    why: "Crawlers ignore what they do not know, and the permission or prohibition is lost.",
    help: "Write all, ai-all, ai-train, ai-input, ai-index or search, divided by commas",
    spec: Spec { section: "RSL 1.0", url: "https://rslstandard.org/rsl" },
    w3c: None,
    bad: Example::Item(
        r#"<rsl:content url="/storm"><rsl:license><rsl:permits type="usage">reading</rsl:permits></rsl:license></rsl:content>"#,
    ),
    good: Example::Item(
        r#"<rsl:content url="/storm"><rsl:license><rsl:permits type="usage">search, ai-index</rsl:permits></rsl:license></rsl:content>"#,
    ),
};

/// `type` of a permission.
pub(crate) fn permit_type(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["usage", "user", "geo"], &PERMIT_TYPE);
}

/// `type` of a payment.
pub(crate) fn payment(judged: &mut Judged<'_, '_, '_, '_>) {
    let kinds = &["free", "purchase", "subscription", "training", "crawl", "use", "contribution", "attribution"];
    one_of(judged, kinds, &PAYMENT);
}

/// What is permitted or prohibited: tokens of RSL for usage; users and countries are open lists.
pub(crate) fn terms(judged: &mut Judged<'_, '_, '_, '_>) {
    if judged.node.attribute("type").is_some_and(|a| a.value().trimmed() != "usage") {
        return;
    }
    let known = ["all", "ai-all", "ai-train", "ai-input", "ai-index", "search"];
    let text = judged.text().to_owned();
    for word in text.split(|c: char| c == ',' || c.is_whitespace()).filter(|w| !w.is_empty()) {
        if !known.contains(&word) {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            judged.report(&TERM, at..at + word.len(), &format!("holds \"{word}\", which RSL does not name"));
        }
    }
}
