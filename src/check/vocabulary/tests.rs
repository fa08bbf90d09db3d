//! Cases made from the rows of the tables: each element in its place, elsewhere, twice, with and
//! without its attributes, with good and bad values.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use super::*;
use crate::check::namespace::KNOWN;
use crate::check::{Options, check};

/// A row with the namespace it is tried in.
fn rows_of_all() -> impl Iterator<Item = (Ns, &'static Element)> {
    let rows = ALL.iter().flat_map(|v| v.elements.iter().map(|e| (v.namespaces[0], e)));
    // What RSS 2.0 has no more cannot stand in the document of a case.
    rows.filter(|(_, row)| row.is_current())
}

fn prefix(ns: Ns) -> String {
    match ns {
        Ns::NONE => String::new(),
        _ => format!("n{}:", ns.0),
    }
}

/// The declarations of the namespaces used, each under a prefix made of its number.
fn declarations(inner: &str) -> String {
    KNOWN.iter().enumerate().skip(3).fold(String::new(), |mut text, (i, (_, uri))| {
        if i == usize::from(Ns::ATOM.0) || inner.contains(&format!("n{i}:")) {
            let _ = write!(text, " xmlns:n{i}=\"{uri}\"");
        }
        text
    })
}

fn attributes(row: &Element, skip: Option<&str>, bad: Option<&str>) -> String {
    row.attributes.iter().filter(|a| (a.required || bad == Some(a.name)) && skip != Some(a.name)).fold(
        String::new(),
        |mut text, a| {
            let value = if bad == Some(a.name) { a.value.bad.map_or("", |b| b.0) } else { a.value.good };
            let _ = write!(text, " {}{}=\"{value}\"", prefix(a.ns), a.name);
            text
        },
    )
}

fn tag(ns: Ns, row: &Element, attributes: &str, text: &str) -> String {
    let name = format!("{}{}", prefix(ns), row.name);
    format!("<{name}{attributes}>{text}</{name}>")
}

fn good_text(row: &Element) -> &'static str {
    match row.holds {
        Holds::Value(value) => value.good,
        _ => "",
    }
}

/// A document with this inside such an element, which stands where it may; `None` for elements
/// that only stand in others' rules.
fn document(parent: Parent, inner: &str) -> Option<String> {
    let mut inner = inner.to_owned();
    let mut at = parent;
    for _ in 0..6 {
        match at {
            (Ns::NONE, "rss") => return Some(format!("<rss version=\"2.0\"{}>{inner}</rss>", declarations(&inner))),
            (Ns::NONE, "channel") => inner = format!("<channel>{inner}</channel>"),
            (Ns::RDF, "RDF") => {
                let r = prefix(Ns::RDF);
                // What has no namespace here is none of RSS 1.0.
                return Some(format!("<{r}RDF{}>{inner}</{r}RDF>", declarations(&format!("{r}{inner}"))));
            }
            (Ns::SITEMAP, root @ ("urlset" | "sitemapindex")) => {
                let s = prefix(Ns::SITEMAP);
                return Some(format!("<{s}{root}{}>{inner}</{s}{root}>", declarations(&format!("{s}{inner}"))));
            }
            (Ns::ATOM, "feed") => {
                let a = prefix(Ns::ATOM);
                return Some(format!("<{a}feed{}>{inner}</{a}feed>", declarations(&inner)));
            }
            _ => {
                let row = rows(at.0, at.1).first()?;
                inner = tag(at.0, row, &attributes(row, None, None), &inner);
            }
        }
        at = match at {
            (Ns::NONE, "channel") => (Ns::NONE, "rss"),
            _ => *rows(at.0, at.1).first()?.parents.first()?,
        };
    }
    None
}

/// The codes of all findings in a document.
fn findings(document: &str) -> Vec<&'static str> {
    let mut options = Options::new(Arc::from("case"));
    options.html = false;
    check(document.as_bytes(), &options).findings.iter().map(|d| d.code).collect()
}

fn codes(document: &str) -> BTreeSet<&'static str> {
    findings(document).into_iter().collect()
}

#[test]
fn no_place_of_a_row_is_left_out_of_the_cases() {
    let out: Vec<_> = rows_of_all()
        .flat_map(|(_, row)| row.parents.iter().map(move |parent| (row.name, *parent)))
        .filter(|(_, parent)| document(*parent, "").is_none())
        .collect();
    assert!(out.is_empty(), "no document is made for {out:?}");
}

/// What an element must contain, but for one.
fn parts(ns: Ns, row: &Element, without: Option<&str>) -> String {
    row.needs.iter().filter(|need| without != Some(need.name)).fold(String::new(), |inner, need| {
        let within = super::row(need.ns, need.name, (ns, row.name)).unwrap();
        let content = parts(need.ns, within, None) + good_text(within);
        inner + &tag(need.ns, within, &attributes(within, None, None), &content)
    })
}

/// An element with all that it must contain, but for one.
fn filled(ns: Ns, row: &Element, without: Option<&str>) -> String {
    let inner = parts(ns, row, without);
    let one = tag(ns, row, &attributes(row, None, None), &inner);
    match row.parents.first() {
        Some(parent) => document(*parent, &one).unwrap(),
        None => {
            let name = format!("<{}{}", prefix(ns), row.name);
            one.replacen(&name, &format!("{name}{}", declarations(&one)), 1)
        }
    }
}

#[test]
fn a_required_child_is_missed() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (ns, row) in rows_of_all() {
        for need in row.needs {
            count += 1;
            let times = |document: &str| findings(document).iter().filter(|code| **code == need.rule.code).count();
            let (with, without) = (times(&filled(ns, row, None)), times(&filled(ns, row, Some(need.name))));
            if without != with + 1 {
                wrong.push(format!("{} without {}: {with} with it, {without} without", row.name, need.name));
            }
        }
    }
    assert!(count > 20, "{count} required children");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_element_may_stand_in_each_of_its_places() {
    let mut wrong = Vec::new();
    for (ns, row) in rows_of_all() {
        for parent in row.parents {
            let Some(document) = document(*parent, &tag(ns, row, &attributes(row, None, None), good_text(row))) else {
                continue;
            };
            let codes = codes(&document);
            for code in [
                "unknown-element",
                "misplaced-element",
                "questionable-place",
                "missing-attribute",
                "unknown-attribute",
                "repeated-element",
            ] {
                if codes.contains(code) {
                    wrong.push(format!("{code}: {} in {parent:?}", row.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_element_that_may_stand_once_is_reported_when_it_stands_twice() {
    let mut wrong = Vec::new();
    for (ns, row) in rows_of_all() {
        let Some(parent) = row.parents.first() else { continue };
        let one = tag(ns, row, &attributes(row, None, None), good_text(row));
        let Some(document) = document(*parent, &format!("{one}{one}")) else { continue };
        // Dublin Core allows all its elements any number of times, and readers of feeds do not.
        let code = if ns == Ns::DC { "repeated-dublin-core" } else { "repeated-element" };
        if codes(&document).contains(code) != (row.often == Often::Once) {
            wrong.push(format!("{} in {parent:?}", row.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_element_elsewhere_is_reported() {
    let mut wrong = Vec::new();
    let places =
        [(Ns::NONE, "image"), (Ns::NONE, "channel"), (Ns::NONE, "item"), (Ns::ATOM, "feed"), (Ns::ATOM, "entry")];
    for (ns, row) in rows_of_all() {
        for place in places {
            // RDF may describe anything. Elements of RSS have no meaning in Atom, and say so in another way.
            // Those of a sitemap have none in a feed, and are not looked into.
            let known = ns == Ns::RDF
                || SITEMAPS.contains(&ns)
                || rows(ns, row.name).iter().any(|r| r.parents.contains(&place));
            if known || (ns == Ns::NONE && place.0 == Ns::ATOM) {
                continue;
            }
            let Some(document) = document(place, &tag(ns, row, &attributes(row, None, None), good_text(row))) else {
                continue;
            };
            let codes = codes(&document);
            if !["misplaced-element", "questionable-place"].iter().any(|code| codes.contains(code)) {
                wrong.push(format!("{} in {place:?}: {codes:?}", row.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_required_attribute_is_missed_and_an_unknown_one_seen() {
    let mut wrong = Vec::new();
    for (ns, row) in rows_of_all() {
        let Some(parent) = row.parents.first() else { continue };
        for attribute in row.attributes.iter().filter(|a| a.required) {
            let one = tag(ns, row, &attributes(row, Some(attribute.name), None), good_text(row));
            let Some(document) = document(*parent, &one) else { continue };
            if !codes(&document).contains("missing-attribute") {
                wrong.push(format!("{} without {}", row.name, attribute.name));
            }
        }
        let one = tag(ns, row, &format!("{} nosuch=\"1\"", attributes(row, None, None)), good_text(row));
        let Some(document) = document(*parent, &one) else { continue };
        let seen = codes(&document).iter().any(|code| matches!(*code, "unknown-attribute" | "unrecognised-extension"));
        if !row.open && !GROWING.contains(&ns) && !seen {
            wrong.push(format!("{} with an unknown attribute", row.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn bad_values_are_reported_by_the_rule_of_their_type_and_good_ones_by_none() {
    let mut wrong = Vec::new();
    for (ns, row) in rows_of_all() {
        // A category in a category depends on the one around it.
        let Some(parent) = row.parents.first().filter(|parent| parent.1 != row.name) else { continue };
        let mut cases: Vec<(String, String, &'static str)> = Vec::new();
        if let Holds::Value(Type { good, bad: Some((bad, rule)), .. }) = row.holds {
            let attributes = attributes(row, None, None);
            cases.push((tag(ns, row, &attributes, good), tag(ns, row, &attributes, bad), rule.code));
        }
        for attribute in row.attributes {
            if let Some((_, rule)) = attribute.value.bad {
                let good = tag(ns, row, &attributes(row, None, None), good_text(row));
                cases.push((
                    good,
                    tag(ns, row, &attributes(row, None, Some(attribute.name)), good_text(row)),
                    rule.code,
                ));
            }
        }
        for (good, bad, code) in cases {
            let (Some(good), Some(bad)) = (document(*parent, &good), document(*parent, &bad)) else { continue };
            if codes(&good).contains(code) {
                wrong.push(format!("{code} on a good value of {} in {parent:?}", row.name));
            }
            if !codes(&bad).contains(code) {
                wrong.push(format!("{code} is not raised on {} in {parent:?}", row.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_row_stands_twice() {
    for (i, (ns, row)) in rows_of_all().enumerate() {
        for (other_ns, other) in rows_of_all().skip(i + 1) {
            let shared = row.parents.iter().any(|p| other.parents.contains(p));
            assert!(ns != other_ns || row.name != other.name || !shared, "{} has two rows in one place", row.name);
        }
    }
}
