//! A value before a judge.

use super::{of, spec_of};
use crate::check::document::tree::{Attribute, Node, Value};
use crate::check::findings::{Entry, Findings};
use crate::check::module::Context;
use crate::check::rule::Rule;

/// A value of the document before a judge.
pub(crate) struct Judged<'j, 'o, 't, 'f> {
    /// What holds for the whole document.
    pub(crate) cx: &'j Context<'o>,
    /// The element it stands in.
    pub(crate) node: Node<'t>,
    /// The attribute it is the value of; `None` for the text of the element.
    attribute: Option<Attribute<'t>>,
    value: Value<'t>,
    findings: &'j mut Findings<'f>,
}

impl<'j, 'o, 't, 'f> Judged<'j, 'o, 't, 'f> {
    /// The text of an element.
    pub(crate) fn text_of(cx: &'j Context<'o>, node: Node<'t>, findings: &'j mut Findings<'f>) -> Self {
        Self { cx, node, attribute: None, value: node.value(), findings }
    }

    /// The value of an attribute.
    pub(crate) fn attribute_of(
        cx: &'j Context<'o>,
        node: Node<'t>,
        attribute: Attribute<'t>,
        findings: &'j mut Findings<'f>,
    ) -> Self {
        Self { cx, node, attribute: Some(attribute), value: attribute.value(), findings }
    }

    /// The value: of an element without the white space around it, of an attribute as it stands.
    pub(crate) fn text(&self) -> &str {
        if self.attribute.is_some() { self.value.as_str() } else { self.value.trimmed() }
    }

    /// The value as it stands.
    pub(crate) fn whole(&self) -> &str {
        self.value.as_str()
    }

    /// What the value is, for messages: `The href of <link>`.
    pub(crate) fn subject(&self) -> String {
        match self.attribute {
            Some(attribute) => format!("The {} of <{}>", attribute.name(), self.node.name()),
            None => format!("The text of <{}>", self.node.name()),
        }
    }

    /// Reports a part of the trimmed value; the message goes on from the subject.
    pub(crate) fn report(&mut self, rule: &'static Rule, at: std::ops::Range<usize>, rest: &str) -> Entry<'_> {
        let message = format!("{} {rest}", self.subject());
        let text = if self.attribute.is_some() { self.value.as_str() } else { self.value.trimmed() };
        let offset = text.as_ptr() as usize - self.value.as_str().as_ptr() as usize;
        let spot = if text.trim().is_empty() {
            self.attribute.map_or_else(|| self.node.start_tag(), Attribute::span)
        } else if at.is_empty() {
            self.value.spot(offset..offset + text.len())
        } else {
            self.value.spot(offset + at.start..offset + at.end)
        };
        let entry = self.findings.report(rule, spot.of(self.node.name()), message).value(text);
        match of(self.node.ns()).filter(|vocabulary| !vocabulary.is_home(rule)) {
            Some(_) => entry.spec(spec_of(self.node)),
            None => entry,
        }
    }

    /// Reports the whole value.
    pub(crate) fn report_all(&mut self, rule: &'static Rule, rest: &str) -> Entry<'_> {
        let end = self.text().len();
        self.report(rule, 0..end, rest)
    }

    /// Reports a fault of the trimmed value.
    pub(crate) fn fault(&mut self, rule: &'static Rule, fault: &crate::check::value::Fault) -> Entry<'_> {
        self.report(rule, fault.at.clone(), fault.reason)
    }
}
