//! Finds HTML that nests deeper than anybody can show.
//!
//! For each tag the standard's tree construction looks through the elements that are open, and for
//! each paragraph it opens anew the formatting that was left open: what nests without end costs time
//! and memory without end. It is noticed before a tree is made.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};

/// Levels that browsers show.
pub const MAX_DEPTH: u32 = 512;

/// Elements that tree construction may make of one tag, on average.
const MAX_COPIES: usize = 8;

/// Elements and texts that a table may hold outside of its cells. Each is put in front of it, behind all that were,
/// and sought there from the first on.
const MAX_OUTSIDE_CELLS: u32 = 5_000;

/// Bytes read between two looks at how deep it is.
const STEP: usize = 1024;

/// Whether elements nest deeper than browsers show, or tree construction would make many of few tags.
pub(super) fn is_too_deep(html: &str) -> bool {
    let tags = memchr::memchr_iter(b'<', html.as_bytes()).count();
    if tags <= MAX_DEPTH as usize {
        return false;
    }
    let sink = Depths::default();
    let context = sink.add(QualName::new(None, ns!(html), local_name!("div")));
    // Feeds are read without scripts, and what stands in `noscript` nests there too.
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new_for_fragment(sink, context, None, options);
    let tokenizer = Tokenizer::new(builder, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = html;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(rest.floor_char_boundary(STEP.min(rest.len())));
        rest = after;
        queue.push_back(StrTendril::from_slice(step));
        while !queue.is_empty() {
            // The answer asks to run a script or to change the encoding: there is neither.
            let _ = tokenizer.feed(&queue);
        }
        let sink = &tokenizer.sink.sink;
        let is_copied = sink.nodes.borrow().len() > MAX_COPIES * tags;
        if sink.deepest.get() > MAX_DEPTH || sink.outside_cells.get() > MAX_OUTSIDE_CELLS || is_copied {
            return true;
        }
    }
    false
}

/// A tree of which only the names of its elements and their depths are kept.
#[derive(Default)]
struct Depths {
    nodes: RefCell<Vec<(QualName, u32)>>,
    deepest: Cell<u32>,
    outside_cells: Cell<u32>,
}

impl Depths {
    fn add(&self, name: QualName) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push((name, 0));
        nodes.len() - 1
    }

    fn put(&self, parent: usize, child: &NodeOrText<usize>) {
        let NodeOrText::AppendNode(child) = child else { return };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].1 + 1;
        nodes[*child].1 = depth;
        self.deepest.set(self.deepest.get().max(depth));
    }
}

#[derive(Debug)]
struct Name<'a>(Ref<'a, QualName>);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }
    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Depths {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Self {
        self
    }
    // The context, which was made first, stands for the document too.
    fn get_document(&self) -> usize {
        0
    }
    fn elem_name<'a>(&'a self, target: &'a usize) -> Name<'a> {
        Name(Ref::map(self.nodes.borrow(), |nodes| &nodes[*target].0))
    }
    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> usize {
        self.add(name)
    }
    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.put(*parent, &child);
    }
    fn append_based_on_parent_node(&self, element: &usize, _: &usize, child: NodeOrText<usize>) {
        self.outside_cells.set(self.outside_cells.get() + 1);
        self.put(*element, &child);
    }
    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        self.put(*sibling, &child);
    }
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }
    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }

    // Comments and all else are of no depth.
    fn create_comment(&self, _: StrTendril) -> usize {
        0
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        0
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, _: &usize) {}
    fn reparent_children(&self, _: &usize, _: &usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_bodies_are_not_deep_and_deep_ones_are() {
        let many = |unit: &str| unit.repeat(20_000);
        let levels = |n: usize| format!("{}x{}", "<div>".repeat(n), "</div>".repeat(n));
        for html in [
            many("<p>One <b>after</b> another<br><img src=a>"),
            many("<li><a href=x>One"),
            many("<p><b>Bold and never closed"),
            many("<!-- <div> -->"),
            many("<script><div></script><svg><path/></svg>"),
            levels(400),
        ] {
            assert!(!is_too_deep(&html), "{}", &html[..40]);
        }
        let distinct: String = (0..2000).map(|n| format!("<p><font size={n}>x</p>")).collect();
        for html in [
            levels(600),
            many("<div title='</div>'>"),
            many("<blockquote><p>"),
            many("<div title=\"><div>"),
            many("<p x\"><div>"),
            many("<svg><style></svg><div>"),
            many("<table><tr><td>"),
            many("<noscript>"),
            format!("<table>{}</table>", many("<p>a")),
            many("<b><i>"),
            distinct,
        ] {
            assert!(is_too_deep(&html), "{}", &html[..40]);
        }
    }
}
