//! XHTML in the XML of a feed: the elements are judged like those of HTML.

use super::elements::element;
use super::scan::Foreign;
use super::tag::{self, Attr, Part, Surroundings};
use super::{plain, rules};
use crate::check::document::tree::{Attribute, Child, Node};
use crate::check::findings::Findings;
use crate::check::namespace::Ns;

/// Judges an element that holds XHTML: an Atom text construct, or `xhtml:body` in RSS.
pub(crate) fn check(node: Node<'_>, has_base: bool, findings: &mut Findings<'_>) {
    let is_construct = node.ns() == Ns::ATOM;
    let declared = node.attribute("type").is_some_and(|a| a.value().as_str() == "xhtml");
    if is_construct && declared {
        check_div(node, findings);
    }
    let mut escaped = declared && check_escaped(node, node, findings);
    for inner in node.descendants() {
        check_element(node, inner, has_base, findings);
        // Elements of other namespaces are no XHTML, and their text may be code.
        if is_construct && !escaped && inner.ns() == Ns::XHTML {
            escaped = check_escaped(node, inner, findings);
        }
    }
}

/// There is one `div`, and nothing beside it.
fn check_div(node: Node<'_>, findings: &mut Findings<'_>) {
    let mut divs = node.children_named(Ns::XHTML, "div");
    if divs.next().is_none() {
        let message = "The XHTML is not in a div of the namespace http://www.w3.org/1999/xhtml";
        let entry = findings.report(&rules::NO_XHTML_DIV, node.start_tag(), message);
        if node.children_named(Ns::ATOM, "div").next().is_some() {
            entry.help("Declare the namespace of XHTML on the div: xmlns=\"http://www.w3.org/1999/xhtml\"");
        }
        return;
    }
    let mut seen = false;
    for child in node.content() {
        match child {
            Child::Element(child) if !seen && child.is(Ns::XHTML, "div") => seen = true,
            Child::Element(child) => {
                findings.report(
                    &rules::BESIDE_XHTML_DIV,
                    child.start_tag(),
                    format!("<{}> stands beside the div", child.name()),
                );
            }
            Child::Text(text) if !text.is_blank() => {
                let entry = findings.report(
                    &rules::BESIDE_XHTML_DIV,
                    text.value().trimmed_span(),
                    "Text stands beside the div",
                );
                // The W3C's service looks at what comes first.
                if !seen {
                    entry.w3c("MissingXhtmlDiv");
                }
            }
            Child::Text(_) => {}
        }
    }
}

/// Whether the XHTML has elements that are not around this one.
fn has_elements_beside(owner: Node<'_>, node: Node<'_>) -> bool {
    let own = node.span();
    owner.descendants().any(|other| other.span().start > own.start || other.span().end < own.end)
}

/// Markup in the text of XHTML, other than in code.
fn check_escaped(owner: Node<'_>, node: Node<'_>, findings: &mut Findings<'_>) -> bool {
    if matches!(node.local(), "code" | "pre" | "samp" | "kbd" | "tt" | "script" | "style") {
        return false;
    }
    for child in node.content() {
        let Child::Text(text) = child else { continue };
        let value = text.value();
        // A pair of tags: a single "<b>" is more likely meant as text.
        let Some(end) = value.as_str().find("</") else { continue };
        if let Some((plain::Fault::Tag, at)) = plain::judge(value.as_str(), false, &|_| false, &|_| false)
            && at.start <= end
        {
            // Who writes elements too knows how, and means the escaped ones to be seen.
            if has_elements_beside(owner, node) {
                return true;
            }
            let quoted = &value.as_str()[at.clone()];
            findings
                .report(&rules::ESCAPED_XHTML, value.spot(at.clone()), format!("{quoted} is escaped and shows as text"))
                .value(quoted);
            return true;
        }
    }
    false
}

fn check_element(owner: Node<'_>, node: Node<'_>, has_base: bool, findings: &mut Findings<'_>) {
    let foreign = match node.ns() {
        Ns::XHTML => None,
        Ns::SVG => Some(Foreign::Svg),
        Ns::MATHML => Some(Foreign::Math),
        // An element without the namespace of XHTML is none; what it is instead is said elsewhere.
        _ => return,
    };
    let source: Vec<Attribute<'_>> = node.attributes().collect();
    let attributes: Vec<Attr<'_>> =
        source.iter().map(|a| Attr { name: a.name(), value: a.value().into_text() }).collect();
    let name = node.local();
    let known = element(name).filter(|e| foreign.is_none() && e.name == name);
    let has_target = |id: &str| {
        id.is_empty() || owner.descendants().any(|n| n.attribute("id").is_some_and(|a| a.value().as_str() == id))
    };
    tag::judge(
        name,
        known,
        &attributes,
        Surroundings { has_base, foreign },
        &has_target,
        &mut |rule, part, message| {
            match part {
                Part::Tag => findings.report(rule, node.start_tag(), message).value(node.name()),
                Part::Attribute(i) => findings.report(rule, source[i].whole(), message).value(source[i].name()),
                Part::Value(i, range) => {
                    let value = source[i].value();
                    let quoted = value.as_str().get(range.clone()).unwrap_or_default();
                    let spot = if range.is_empty() { source[i].whole() } else { value.spot(range) };
                    let entry = findings.report(rule, spot, message).value(quoted);
                    // The W3C's service seeks relative URLs in text only.
                    if rule.code == rules::RELATIVE_URL.code { entry.w3c(None) } else { entry }
                }
            };
        },
    );
}
