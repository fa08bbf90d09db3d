//! Demands that several consumers make.

use super::view::View;
use crate::check::document::source::Charset;
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::namespace::Ns;
use crate::check::rule::Rule;

/// The document is in UTF-8.
pub(super) fn utf8(head: &Tree, rule: &'static Rule, findings: &mut Findings<'_>) {
    if head.source.charset != Charset::Utf8 {
        findings.report_file(rule, "The feed is not in UTF-8");
    }
}

/// The item has something.
pub(super) fn part(item: &View<'_>, has: bool, what: &str, rule: &'static Rule, findings: &mut Findings<'_>) {
    if !has {
        findings.report(rule, item.node.name_spot(), format!("The item has no {what}")).element(what);
    }
}

/// The channel has these elements, filled.
pub(super) fn in_channel(
    channel: Node<'_>,
    names: &[(Ns, &'static str)],
    rule: &'static Rule,
    findings: &mut Findings<'_>,
) {
    for (ns, name) in names {
        if !channel.children().any(|n| n.is(*ns, name) && !n.is_blank()) {
            findings.report(rule, channel.name_spot(), format!("The channel has no <{name}>")).element(name);
        }
    }
}
