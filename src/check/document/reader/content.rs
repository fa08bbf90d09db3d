//! What stands between tags, and outside the root element.

use std::io::BufRead;
use std::sync::Arc;

use super::{Reader, Root, is_blank};
use crate::check::document::dtd::{self, Doctype};
use crate::check::document::tree::NONE;
use crate::check::document::{text, wellformed as wf};

/// A token, without its text.
#[derive(Debug)]
pub(super) enum Token {
    Start { empty: bool },
    End { name: usize },
    Text,
    Reference,
    CData,
    Comment,
    Instruction,
    Declaration,
    Doctype,
    EndOfDocument,
    Broken(quick_xml::Error),
}

impl<R: BufRead> Reader<R> {
    /// Notes the bytes of the token at hand that could not be decoded.
    pub(super) fn undecodable(&mut self, start: usize, from: u64) {
        let to = self.xml.get_ref().offset();
        let is_served = self.xml.get_ref().encoding.is_contradicted();
        while let Some(&(at, bytes)) = self.xml.get_ref().faults.front() {
            if at >= to {
                break;
            }
            self.xml.get_mut().faults.pop_front();
            // That the server names the wrong charset is one fault, however many bytes show it.
            let is_told = is_served && std::mem::replace(&mut self.xml.get_mut().told, true);
            let name = self.xml.get_ref().encoding.called().to_owned();
            let build = self.current();
            let at = start + at.saturating_sub(from) as usize;
            build.tree.source.replaced.push((at as u32 + 3, bytes as i64 - 3));
            if is_served && !is_told {
                let message = format!("These bytes are no {name}, which the server says they are");
                build.fault(&wf::AGAINST_CHARSET, at..at + 3, message);
            } else if !is_told {
                build.fault(&wf::UNDECODABLE, at..at + 3, format!("These bytes are no {name}"));
            }
        }
    }

    /// Notes bytes that the declared encoding has, but nobody means.
    pub(super) fn dubious(&mut self, start: usize, from: u64) {
        let to = self.xml.get_ref().offset();
        if let Some(at) = self.xml.get_ref().dubious
            && at < to
        {
            self.xml.get_mut().dubious = None;
            let at = start + at.saturating_sub(from) as usize;
            let message = "This byte is a control character in ISO-8859-1; it belongs to windows-1252 or UTF-8";
            self.current().fault(&wf::DUBIOUS_CHARACTER, at..at, message);
        }
    }

    /// A second root element: another document, or what a program wrote before or after its feed.
    pub(super) fn second_root(&mut self, start: usize) {
        let text = &self.head.text;
        let name = |at: usize| text[at + 1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let first = self.head.tree.nodes.first().map(|node| node.start as usize..node.start_tag_end as usize);
        let second = start..text.len();
        let (rule, at, message) = match first {
            Some(first) if is_of_a_message(name(first.start)) => {
                (&wf::TEXT_OUTSIDE_ROOT, first, "A message in HTML stands before the feed")
            }
            _ if is_of_a_message(name(start)) => {
                (&wf::TEXT_OUTSIDE_ROOT, second, "A message in HTML stands after the feed")
            }
            _ => (&wf::SECOND_ROOT, second, "A second root element begins here"),
        };
        self.stop(rule, at, message);
    }

    pub(super) fn text(&mut self, start: usize) {
        let outside = self.root != Root::Within;
        let build = self.current();
        let blank = is_blank(&build.text[start..]);
        if outside {
            if !blank {
                let blanks = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
                let start = build.text.len() - build.text[start..].trim_start_matches(blanks).len();
                let end = start + build.text[start..].trim_end_matches(blanks).len().min(80);
                // Only the first such text is reported: the rest of the document would be another.
                if !build.tree.faults.iter().any(|f| f.rule.code == wf::TEXT_OUTSIDE_ROOT.code) {
                    build.fault(&wf::TEXT_OUTSIDE_ROOT, start..end, "Text stands outside the root element");
                }
            }
            return;
        }
        if blank && self.item_depth.is_none() && self.items > 0 {
            self.drop_between_items(start);
            return;
        }
        let parent = self.open.last().map_or(NONE, |open| open.node);
        text::raw(self.current(), parent, start, blank);
    }

    pub(super) fn reference(&mut self, start: usize) {
        let outside = self.root != Root::Within;
        let parent = self.open.last().map_or(NONE, |open| open.node);
        let declarations = self.declarations.clone();
        let build = self.current();
        if outside {
            let end = build.text.len();
            build.fault(&wf::TEXT_OUTSIDE_ROOT, start..end, "A reference stands outside the root element");
        } else if let Some((name, text)) = text::reference(build, parent, start, &declarations.entities) {
            self.markup(parent, start, name, text);
        }
    }

    pub(super) fn cdata(&mut self, start: usize) {
        let outside = self.root != Root::Within;
        let parent = self.open.last().map_or(NONE, |open| open.node);
        let build = self.current();
        if outside {
            let end = build.text.len().min(start + 80);
            build.fault(&wf::TEXT_OUTSIDE_ROOT, start..end, "A CDATA section stands outside the root element");
        } else {
            text::cdata(build, parent, start);
        }
    }

    pub(super) fn doctype(&mut self, start: usize) {
        let limit = self.limits.expansion;
        let build = self.current();
        let end = build.text.len();
        let shown = start..end.min(start + 80);
        wf::characters(build, start..end);
        if self.root != Root::Before || self.head.tree.doctype.is_some() {
            let message = "A document type declaration stands once, and before the root element";
            self.stop(&wf::MALFORMED_DOCTYPE, shown, message);
            return;
        }
        let written = self.head.text[start..].to_owned();
        let dtd = match dtd::read(&written, self.standalone, limit) {
            Ok(dtd) => dtd,
            Err(fault) => {
                let at = start + written.floor_char_boundary(fault.at);
                self.stop(fault.rule, at..at, fault.message);
                return;
            }
        };
        for range in &dtd.external {
            let range = start + range.start..start + range.end;
            self.head.fault(&wf::EXTERNAL_ENTITY, range, "This entity stands elsewhere and is never fetched");
        }
        self.declarations = Arc::new(dtd.declarations);
        self.head.tree.declarations = self.declarations.clone();
        self.head.tree.doctype = Some(Doctype { public: dtd.public, system: dtd.system, range: start..end });
    }

    pub(super) fn end_of_document(&mut self) {
        if let Some(error) = self.xml.get_mut().error.take() {
            let end = self.current().text.len();
            self.stop(&wf::UNREADABLE, end..end, format!("Reading broke off: {error}"));
            return;
        }
        let end = self.current().text.len();
        match (self.root, self.open.last()) {
            (Root::Before, _) => {
                let is_text = |fault: &&mut wf::Fault| std::ptr::eq(fault.rule, &raw const wf::TEXT_OUTSIDE_ROOT);
                // A text alone is a message, or a page that was sent instead.
                match self.current().tree.faults.iter_mut().find(is_text) {
                    Some(fault) => {
                        fault.rule = &wf::NO_ROOT;
                        "There is no element in this document, only text".clone_into(&mut fault.message);
                        self.done = Some(false);
                    }
                    None => self.stop(&wf::NO_ROOT, end..end, "There is no element in this document"),
                }
            }
            (Root::Within, Some(open)) if self.open.len() > self.around => {
                let node = open.node as usize;
                let build = self.current();
                let data = &build.tree.nodes[node];
                let (from, to) = (data.start as usize, data.start_tag_end as usize);
                let name = build.text[from + 1..][..usize::from(data.name)].to_owned();
                self.stop(&wf::UNCLOSED_ELEMENT, from..to, format!("<{name}> has no end tag"));
            }
            _ => self.done = Some(true),
        }
    }
}

/// Whether an element is one of those in which programs wrap their warnings for a browser.
fn is_of_a_message(name: &str) -> bool {
    const OF_HTML: &[&str] = &[
        "a", "b", "br", "center", "code", "div", "em", "font", "h1", "h2", "h3", "hr", "i", "p", "pre", "script",
        "span", "strong", "style", "table",
    ];
    OF_HTML.iter().any(|of_html| of_html.eq_ignore_ascii_case(name))
}
