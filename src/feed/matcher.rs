//! `select` tables compiled to checks over the numbers of interned terms.

use std::borrow::Cow;

use crate::article::category::{concept, full_scheme};
use crate::article::{Digest, Stub, TermKind, Terms};
use crate::config::{CategorySelect, OneOrMany, Select};

/// A compiled `select` table.
#[derive(Clone, Debug)]
pub(super) enum Check {
    /// The stub has one of these values; sorted numbers.
    Terms(TermKind, Box<[u32]>),
    /// It comes from one of these sources.
    Source(Box<[u16]>),
    /// It has media, or has none.
    HasMedia(bool),
    /// It was published less than so many seconds ago.
    NewerThan(i64),
    /// All of these hold.
    All(Vec<Check>),
    /// At least one of these holds.
    Any(Vec<Check>),
    /// This does not hold.
    Not(Box<Check>),
}

impl Check {
    /// Compiles a table for the terms of a run. `sources` are the names of the sources in order.
    pub(super) fn new(select: &Select, terms: &Terms, sources: &[String]) -> Self {
        let mut all = Vec::new();
        for (kind, wanted) in
            [(TermKind::Section, &select.section), (TermKind::Tag, &select.tag), (TermKind::Author, &select.author)]
        {
            if let Some(wanted) = wanted {
                all.push(Self::terms(kind, wanted.as_slice().iter().filter_map(|v| terms.find(v)).collect()));
            }
        }
        if let Some(ranges) = &select.language {
            all.push(Self::terms(TermKind::Language, numbers(terms, |v| language_in(v, ranges))));
        }
        if let Some(wanted) = &select.category {
            let wanted = Categories::new(wanted);
            let found = numbers_labelled(terms, |value, label| wanted.take(value, label));
            all.push(Self::terms(TermKind::Category, found));
        }
        if let Some(wanted) = &select.source {
            let number = |name: &String| sources.iter().position(|s| s == name).map(|n| n as u16);
            all.push(Self::Source(wanted.as_slice().iter().filter_map(number).collect()));
        }
        if let Some(has) = select.has_media {
            all.push(Self::HasMedia(has));
        }
        if let Some(window) = select.newer_than {
            all.push(Self::NewerThan(window.seconds()));
        }
        if !select.any.is_empty() {
            all.push(Self::Any(select.any.iter().map(|s| Self::new(s, terms, sources)).collect()));
        }
        all.extend(select.all.iter().map(|s| Self::new(s, terms, sources)));
        if let Some(not) = &select.not {
            all.push(Self::Not(Box::new(Self::new(not, terms, sources))));
        }
        if all.len() == 1 { all.remove(0) } else { Self::All(all) }
    }

    fn terms(kind: TermKind, mut values: Vec<u32>) -> Self {
        values.sort_unstable();
        values.dedup();
        Self::Terms(kind, values.into())
    }

    /// Whether it holds for a stub at a moment.
    pub(super) fn holds(&self, stub: &Stub, at: i64) -> bool {
        match self {
            Self::Terms(kind, values) => stub.terms.iter().any(|t| t.kind() == *kind && contains(values, t.value())),
            Self::Source(sources) => sources.contains(&stub.at.source),
            Self::HasMedia(has) => stub.has_media == *has,
            Self::NewerThan(window) => stub.published.seconds().is_some_and(|p| at.saturating_sub(p) < *window),
            Self::All(checks) => checks.iter().all(|c| c.holds(stub, at)),
            Self::Any(checks) => checks.iter().any(|c| c.holds(stub, at)),
            Self::Not(check) => !check.holds(stub, at),
        }
    }

    /// Whether it may hold for one of the stubs of a digest at a moment.
    pub(super) fn may_hold(&self, digest: &Digest, at: i64) -> bool {
        match self {
            Self::Terms(kind, values) => digest.has_any(*kind, values),
            Self::Source(sources) => sources.contains(&digest.source),
            Self::NewerThan(window) => at.saturating_sub(digest.published) < *window,
            Self::All(checks) => checks.iter().all(|c| c.may_hold(digest, at)),
            Self::Any(checks) => checks.iter().any(|c| c.may_hold(digest, at)),
            Self::HasMedia(_) | Self::Not(_) => true,
        }
    }

    /// Terms of which a stub must have one for the check to hold, if there are such.
    pub(super) fn anchor(&self) -> Option<(TermKind, &[u32])> {
        match self {
            Self::Terms(kind, values) => Some((*kind, values)),
            Self::All(checks) => checks.iter().find_map(Self::anchor),
            _ => None,
        }
    }

    /// The lengths of its windows in seconds, and whether one of them stands under a `not`: then
    /// an article can enter by growing old.
    pub(super) fn windows(&self) -> (Vec<i64>, bool) {
        let mut found = (Vec::new(), false);
        self.collect_windows(false, &mut found);
        found.0.sort_unstable();
        found.0.dedup();
        found
    }

    fn collect_windows(&self, negated: bool, found: &mut (Vec<i64>, bool)) {
        match self {
            Self::NewerThan(window) => {
                found.0.push(*window);
                found.1 |= negated;
            }
            Self::All(checks) | Self::Any(checks) => checks.iter().for_each(|c| c.collect_windows(negated, found)),
            Self::Not(check) => check.collect_windows(true, found),
            Self::Terms(..) | Self::Source(_) | Self::HasMedia(_) => {}
        }
    }
}

fn contains(values: &[u32], value: u32) -> bool {
    if values.len() <= 8 { values.contains(&value) } else { values.binary_search(&value).is_ok() }
}

fn numbers(terms: &Terms, wanted: impl Fn(&str) -> bool) -> Vec<u32> {
    (0..terms.len() as u32).filter(|n| wanted(terms.value(*n))).collect()
}

fn numbers_labelled(terms: &Terms, wanted: impl Fn(&str, Option<&str>) -> bool) -> Vec<u32> {
    (0..terms.len() as u32).filter(|n| wanted(terms.value(*n), terms.label(*n).map(|l| &**l))).collect()
}

/// Basic filtering of RFC 4647 §3.3.1: a range takes itself and everything more precise.
fn language_in(tag: &str, ranges: &OneOrMany) -> bool {
    ranges.as_slice().iter().any(|range| {
        tag.get(..range.len()).is_some_and(|start| start.eq_ignore_ascii_case(range))
            && matches!(tag.as_bytes().get(range.len()), None | Some(b'-'))
    })
}

/// The categories that a table asks for, in the form in which terms are kept.
struct Categories<'c> {
    /// Of any scheme where there is none.
    scheme: Option<Cow<'c, str>>,
    /// Terms or labels, and of those that name their scheme (`medtop:20000638`) that; any term where
    /// there is none.
    terms: Option<Vec<(Option<String>, &'c str)>>,
}

impl<'c> Categories<'c> {
    fn new(wanted: &'c CategorySelect) -> Self {
        let split = |names: &'c OneOrMany| names.as_slice().iter().map(|n| concept(n)).collect();
        match wanted {
            CategorySelect::Terms(terms) => Self { scheme: None, terms: Some(split(terms)) },
            CategorySelect::InScheme(wanted) => {
                Self { scheme: Some(full_scheme(&wanted.scheme)), terms: wanted.term.as_ref().map(split) }
            }
        }
    }

    fn take(&self, value: &str, label: Option<&str>) -> bool {
        let Some((scheme, term)) = value.split_once('\t') else { return false };
        let named = |(of, name): &(Option<String>, &str)| {
            of.as_ref().is_none_or(|of| of == scheme) && (*name == term || Some(*name) == label)
        };
        self.scheme.as_ref().is_none_or(|wanted| wanted == scheme)
            && self.terms.as_ref().is_none_or(|terms| terms.iter().any(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SchemeTerms;

    #[test]
    fn a_language_takes_its_regions_but_not_its_namesakes() {
        let de = OneOrMany::One("de".into());
        assert!(language_in("de", &de) && language_in("de-AT", &de) && language_in("DE-at", &de));
        assert!(!language_in("den", &de) && !language_in("d", &de) && !language_in("en", &de));
        assert!(!language_in("de", &OneOrMany::One("de-AT".into())));
        assert!(!language_in("dé", &OneOrMany::One("dé".into())) || language_in("dé-X", &OneOrMany::One("dé".into())));
    }

    #[test]
    fn a_category_is_found_by_term_by_label_and_within_its_scheme() {
        let terms = |t: &str| CategorySelect::Terms(OneOrMany::One(t.into()));
        let scheme = |s: &str, term: Option<&str>| {
            CategorySelect::InScheme(SchemeTerms { scheme: s.into(), term: term.map(|t| OneOrMany::One(t.into())) })
        };
        let value = "http://cv.example/topics\t04000000";
        let iptc = "http://cv.iptc.org/newscodes/mediatopic/\t20000638";
        for (wanted, value, label, taken) in [
            (terms("04000000"), value, Some("economy"), true),
            (terms("economy"), value, Some("economy"), true),
            (terms("economy"), value, None, false),
            (terms("economy"), "economy", None, false),
            (scheme("http://cv.example/topics", None), value, None, true),
            (scheme("http://cv.example/topics", Some("05000000")), value, None, false),
            (scheme("http://cv.example/other", None), value, None, false),
            (terms("medtop:20000638"), iptc, None, true),
            (terms("http://cv.iptc.org/newscodes/mediatopic/20000638"), iptc, None, true),
            (terms("subj:20000638"), iptc, None, false),
            (scheme("medtop", Some("medtop:20000638")), iptc, None, true),
        ] {
            assert_eq!(Categories::new(&wanted).take(value, label), taken, "{wanted:?} {value}");
        }
    }
}
