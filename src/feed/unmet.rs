//! Values in `select` that no record has, though one nearly the same is there.

use crate::article::Terms;
use crate::config::{OneOrMany, Select};
use crate::diagnostic::{CodeInfo, Diagnostic};

/// Shorter values are told apart by their case alone: one letter makes another word of them.
const LEAST_FOR_TYPOS: usize = 6;

/// The warnings of a table, each with the key of the config.
pub(super) fn unmet(select: &Select, at: &str, terms: &Terms, found: &mut Vec<(String, Diagnostic)>) {
    let lists = [("section", &select.section), ("tag", &select.tag), ("author", &select.author)];
    for (key, values) in lists {
        for (i, value) in values.iter().flat_map(OneOrMany::as_slice).enumerate() {
            let Some(near) = nearly(value, terms) else { continue };
            let message = format!("no record has the {key} \"{value}\"");
            let path = match values {
                Some(OneOrMany::Many(_)) => format!("{at}.{key}[{i}]"),
                _ => format!("{at}.{key}"),
            };
            found.push((path, Diagnostic::warning("value-not-met", message).help(format!("did you mean \"{near}\"?"))));
        }
    }
    for (key, parts) in [("any", &select.any), ("all", &select.all)] {
        parts.iter().enumerate().for_each(|(i, part)| unmet(part, &format!("{at}.{key}[{i}]"), terms, found));
    }
    if let Some(part) = &select.not {
        unmet(part, &format!("{at}.not"), terms, found);
    }
}

/// Whether a table takes more and less as time goes.
fn hangs_on_time(select: &Select) -> bool {
    let parts = select.any.iter().chain(&select.all).chain(select.not.as_deref());
    select.newer_than.is_some() || parts.into_iter().any(hangs_on_time)
}

/// Whether a table chooses some articles, and the same ones as time goes.
pub(super) fn is_choice(select: &Select) -> bool {
    !hangs_on_time(select) && *select != Select::default()
}

/// What is said of a feed for which nothing was chosen of `out` published articles.
pub(super) fn empty(name: &str, out: usize) -> Diagnostic {
    let message = match out {
        1 => format!("the feed `{name}` has selected no article: there is 1 that is published"),
        _ => format!("the feed `{name}` has selected no article of {out} that are published"),
    };
    let help = "correct it, should that be wrong; `feedwright list` shows what each article has";
    Diagnostic::warning("nothing-selected", message).help(help)
}

/// A value of the records that somebody may have meant with one that none of them has.
fn nearly<'t>(value: &str, terms: &'t Terms) -> Option<&'t str> {
    if terms.find(value).is_some() {
        return None;
    }
    let folded = value.trim().to_lowercase();
    let near = |known: &str| {
        let known = known.to_lowercase();
        known == folded
            || (folded.len() >= LEAST_FOR_TYPOS
                && known.len().abs_diff(folded.len()) <= 2
                && strsim::damerau_levenshtein(&known, &folded) == 1)
    };
    // Categories, which carry their scheme, are named by another key.
    let mut of_keys =
        (0..terms.len() as u32).map(|number| &**terms.value(number)).filter(|known| !known.contains('\t'));
    of_keys.find(|known| near(known))
}

/// The codes that this module raises.
pub(super) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "value-not-met",
        summary: "A feed selects a section, tag or author that no record has, though one that is written nearly so is there.",
    },
    CodeInfo {
        code: "nothing-selected",
        summary: "What a feed selects fits none of the articles that are published, so that it is empty.",
    },
    CodeInfo {
        code: "order-not-met",
        summary: "What editors put into the order of a feed, or pinned, is the id of no record. The feed goes without it.",
    },
];
