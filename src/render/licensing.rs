//! Really Simple Licensing 1.0: what machines may do, in the channel and in each item of RSS.

use super::address::address;
use super::xml::Elements;
use crate::config::{Licensing, Usage};

pub(super) const NAMESPACE: &str = "https://rslstandard.org/rsl";

/// The terms of what lies at an address, with the name of the vocabulary where that is not said around them.
pub(super) fn say(xml: &mut impl Elements, licensing: &Licensing, url: &str, names: bool) {
    xml.tag("rsl:content")
        .maybe("xmlns:rsl", names.then_some(NAMESPACE))
        .attribute("url", url)
        .maybe("server", licensing.server.as_deref().map(address).as_deref())
        .open();
    xml.tag("rsl:license").open();
    for (name, usages) in [("rsl:permits", &licensing.permits), ("rsl:prohibits", &licensing.prohibits)] {
        if !usages.is_empty() {
            let words: Vec<&str> = usages.iter().copied().map(Usage::name).collect();
            xml.tag(name).fixed("type", "usage").text(&words.join(" "));
        }
    }
    if let Some(payment) = licensing.payment {
        let tag = xml.tag("rsl:payment").fixed("type", payment.name());
        if licensing.standard.is_none() && licensing.custom.is_none() {
            tag.empty();
        } else {
            tag.open();
            xml.optional("rsl:standard", licensing.standard.as_deref().map(address).as_deref());
            xml.optional("rsl:custom", licensing.custom.as_deref().map(address).as_deref());
            xml.close("rsl:payment");
        }
    }
    xml.close("rsl:license");
    xml.close("rsl:content");
}
