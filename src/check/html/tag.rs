//! What is judged of a single tag, whether it comes from HTML text or from XHTML in the feed.

use std::borrow::Cow;
use std::ops::Range;

use super::elements::{self, Element};
use super::rules;
use super::scan::Foreign;
use super::style::{Kept, least_kept};
use super::url_in;
use crate::check::rule::Rule;
use crate::check::rules::addresses::reach;

/// An attribute with its character references resolved.
#[derive(Debug)]
pub(crate) struct Attr<'a> {
    /// The name as written.
    pub(crate) name: &'a str,
    /// The value.
    pub(crate) value: Cow<'a, str>,
}

/// What part of a tag a fault concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The whole tag.
    Tag,
    /// An attribute by its number, name and value.
    Attribute(usize),
    /// The value of an attribute, or a stretch of its resolved text.
    Value(usize, Range<usize>),
}

/// What a tag is judged by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings {
    /// Relative references have an absolute `xml:base` to resolve against.
    pub(crate) has_base: bool,
    /// SVG or MathML, unless HTML.
    pub(crate) foreign: Option<Foreign>,
}

/// Receives a fault: its rule, the part of the tag, what is wrong.
pub(crate) type Report<'r> = dyn FnMut(&'static Rule, Part, String) + 'r;

/// Judges a start tag. `known` is what [`elements::element`] says of the name in HTML.
/// `has_target` says whether an id is in the same HTML.
pub(crate) fn judge(
    name: &str,
    known: Option<&'static Element>,
    attributes: &[Attr<'_>],
    around: Surroundings,
    has_target: &dyn Fn(&str) -> bool,
    report: &mut Report<'_>,
) {
    match around.foreign {
        None => match known {
            None if elements::is_custom(name) => report(
                &rules::UNKNOWN_ELEMENT,
                Part::Tag,
                format!("<{name}> is a custom element; without its script readers show only what is in it"),
            ),
            None => report(&rules::UNKNOWN_ELEMENT, Part::Tag, format!("HTML has no element <{name}>")),
            Some(e) if elements::is_stranger(e.name) => {
                report(&rules::UNKNOWN_ELEMENT, Part::Tag, format!("<{}> was never part of HTML", e.name));
            }
            Some(e) if e.unsafe_ => {
                // Some show the films of those they know.
                let who = if matches!(e.name, "iframe" | "embed" | "object") { "Many readers" } else { "Readers" };
                report(&rules::UNSAFE_ELEMENT, Part::Tag, format!("{who} remove <{}>", e.name));
            }
            Some(_) => {}
        },
        Some(Foreign::Math) => {
            if !elements::is_mathml(name) {
                report(&rules::UNSAFE_ELEMENT, Part::Tag, format!("MathML has no element <{name}>"));
            }
        }
        Some(_) => {
            if ["script", "handler", "foreignobject"].iter().any(|n| n.eq_ignore_ascii_case(name)) {
                report(&rules::UNSAFE_ELEMENT, Part::Tag, format!("Readers remove <{name}>"));
            } else if !elements::is_svg(name) && !name.eq_ignore_ascii_case("style") {
                report(&rules::UNSAFE_ELEMENT, Part::Tag, format!("SVG has no element <{name}>"));
            }
        }
    }
    for (i, attribute) in attributes.iter().enumerate() {
        judge_attribute(name, i, attribute, around, has_target, report);
    }
    if around.foreign.is_none() && known.is_some_and(|e| e.name == "img") && !names_its_image(attributes) {
        report(&rules::IMAGE_WITHOUT_ALT, Part::Tag, "The image has no alt text".to_owned());
    }
}

fn names_its_image(attributes: &[Attr<'_>]) -> bool {
    attributes.iter().any(|a| {
        ["alt", "aria-label", "aria-labelledby"].iter().any(|n| n.eq_ignore_ascii_case(a.name))
            || (a.name.eq_ignore_ascii_case("role") && matches!(&*a.value, "presentation" | "none"))
    })
}

fn judge_attribute(
    element: &str,
    i: usize,
    attribute: &Attr<'_>,
    around: Surroundings,
    has_target: &dyn Fn(&str) -> bool,
    report: &mut Report<'_>,
) {
    let name = attribute.name;
    let value = &*attribute.value;
    if elements::is_event_handler(name) {
        report(&rules::UNSAFE_ATTRIBUTE, Part::Attribute(i), format!("Readers remove {name}: it runs code"));
        return;
    }
    match around.foreign {
        Some(Foreign::Math) if !elements::is_mathml_attribute(name) => {
            report(&rules::UNSAFE_ATTRIBUTE, Part::Attribute(i), format!("MathML has no attribute {name}"));
        }
        Some(Foreign::Svg) if !elements::is_svg_attribute(name) => {
            report(&rules::UNSAFE_ATTRIBUTE, Part::Attribute(i), format!("SVG has no attribute {name}"));
        }
        _ => {}
    }
    if name.eq_ignore_ascii_case("style") {
        if let Some((kept, at)) = least_kept(value) {
            let (rule, who) = match kept {
                Kept::Nowhere => (&rules::UNSAFE_STYLE, "Readers"),
                _ => (&rules::NEWER_STYLE, "Some readers"),
            };
            let message = format!("{who} remove the style \"{}\"", &value[at.clone()]);
            report(rule, Part::Value(i, at), message);
        }
    } else if name.eq_ignore_ascii_case("srcdoc") {
        report(&rules::UNSAFE_ATTRIBUTE, Part::Attribute(i), "Srcdoc holds a page of its own".to_owned());
    } else if elements::holds_url(name) {
        // The address of a quotation is shown nowhere, but followed by some.
        judge_url(element, i, 0..value.len(), value, around, has_target, report);
    } else if elements::holds_candidates(name) {
        for range in url_in::candidates(value) {
            judge_url(element, i, range.clone(), &value[range], around, has_target, report);
        }
    }
}

fn judge_url(
    element: &str,
    i: usize,
    range: Range<usize>,
    url: &str,
    around: Surroundings,
    has_target: &dyn Fn(&str) -> bool,
    report: &mut Report<'_>,
) {
    match url_in::judge(url, element) {
        url_in::Verdict::Fine => {
            if let Some((rule, _, reason)) = reach::judge(url.trim()) {
                report(rule, Part::Value(i, range), format!("The URL {reason}"));
            }
        }
        url_in::Verdict::Runs(scheme) => {
            report(&rules::UNSAFE_URL, Part::Value(i, range), format!("Readers remove {scheme} URLs"));
        }
        url_in::Verdict::Malformed(what) => {
            report(&rules::MALFORMED_URL, Part::Value(i, range), what.to_owned());
        }
        url_in::Verdict::Fragment(id) if has_target(id) => {}
        // Within SVG a fragment names a part of the drawing.
        url_in::Verdict::Fragment(_) if around.foreign.is_some() => {}
        url_in::Verdict::Fragment(_) | url_in::Verdict::Relative if around.has_base => {}
        url_in::Verdict::Fragment(_) => {
            report(
                &rules::RELATIVE_URL,
                Part::Value(i, range),
                "The link leads to a place that is not in this HTML".to_owned(),
            );
        }
        url_in::Verdict::Relative => {
            let what = if url.trim().is_empty() { "empty: it leads to the page of the reader" } else { "relative" };
            report(&rules::RELATIVE_URL, Part::Value(i, range), format!("The URL is {what}"));
        }
    }
}
