//! html5ever's verdict on HTML, with places.
//!
//! html5ever says that something is wrong, not where. It is fed one token of [`super::scan`] at a
//! time, so that what it says while it digests a token is about that token. The tree itself is not
//! kept: the sink only knows the names of its elements. To say which elements are open, the tags are
//! followed beside it.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, QualName, ns};

use super::elements::{self, Shape, element};
use super::rules;
use super::scan::{Bytes, Scanner, Token, TokenKind};
use crate::check::rule::Rule;

/// What is wrong with the markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What kind of fault it is.
    pub(crate) kind: Wrong,
    /// What is wrong, in words.
    pub(crate) message: Cow<'static, str>,
}

/// The kinds of faults in markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// A sign or a comment is not written as it must be.
    Syntax,
    /// A character reference is none, or has no end.
    Reference,
    /// A tag is not written as it must be.
    Tag,
    /// A whole page does not begin as one.
    Page,
    /// The text ends within a tag or comment.
    Cut,
    /// Something stands where it cannot.
    Misplaced,
    /// An end tag has no start tag.
    Unopened,
    /// Elements overlap.
    Crossed,
    /// An element is open at the end.
    Unclosed,
}

impl Fault {
    fn new(kind: Wrong, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, message: message.into() }
    }

    /// The rule that it breaks.
    pub(crate) fn rule(&self) -> &'static Rule {
        match self.kind {
            Wrong::Syntax | Wrong::Reference | Wrong::Tag | Wrong::Page | Wrong::Cut => &rules::MALFORMED,
            Wrong::Misplaced | Wrong::Unopened | Wrong::Crossed => &rules::MISNESTED,
            Wrong::Unclosed => &rules::UNCLOSED,
        }
    }

    /// What to do, where the rule does not say it.
    pub(crate) fn help(&self) -> Option<&'static str> {
        match self.kind {
            Wrong::Syntax | Wrong::Crossed | Wrong::Unclosed => None,
            Wrong::Reference => {
                Some("Write the character itself, or end the reference with a semicolon; a bare \"&\" is &amp;")
            }
            Wrong::Tag => Some("Write a tag as <name attribute=\"value\">, and an end tag as </name>"),
            Wrong::Page => Some("Leave out html, head and body, or begin with <!DOCTYPE html>"),
            Wrong::Cut => Some("Cut texts between elements"),
            Wrong::Misplaced => Some("Put it where HTML has it, as li in ul and td in tr, or leave it out"),
            Wrong::Unopened => Some("Remove the end tag, or write the start tag"),
        }
    }
}

#[derive(Default)]
struct Sink {
    nodes: RefCell<Vec<QualName>>,
    errors: RefCell<Vec<Cow<'static, str>>>,
    document: Cell<bool>,
}

/// Start tags not yet closed.
type Open = Vec<Opened>;

/// A start tag that is not yet closed.
struct Opened {
    /// The name in lower case.
    name: String,
    /// Where the tag stands.
    at: Bytes,
    /// Whether it stood where it cannot: so does then its end tag.
    misplaced: bool,
}

#[derive(Debug)]
struct Name<'a>(Ref<'a, QualName>);

impl html5ever::interface::ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }
    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn add(&self, name: QualName) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(name);
        nodes.len() - 1
    }

    fn nothing() -> QualName {
        QualName::new(None, ns!(), LocalName::from(""))
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.errors.borrow_mut().push(message);
    }

    fn get_document(&self) -> usize {
        if !self.document.replace(true) {
            self.add(Self::nothing());
        }
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name<'a> {
        Name(Ref::map(self.nodes.borrow(), |nodes| &nodes[*target]))
    }

    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> usize {
        self.add(name)
    }

    // Comments, contents of templates and text leave no node behind: one for all is enough.
    fn create_comment(&self, _: StrTendril) -> usize {
        0
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        0
    }
    fn append(&self, _: &usize, _: NodeOrText<usize>) {}
    fn append_based_on_parent_node(&self, _: &usize, _: &usize, _: NodeOrText<usize>) {}
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }
    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, _: &usize, _: NodeOrText<usize>) {}
    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, _: &usize) {}
    fn reparent_children(&self, _: &usize, _: &usize) {}
}

/// Elements that may be open at the end (the end tag can be left out).
const MAY_STAY_OPEN: [&str; 20] = [
    "", "body", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rb", "rp", "rt", "rtc", "tbody", "td",
    "tfoot", "th", "thead", "tr",
];

/// All faults of a fragment (or, when it has `<html>` or a doctype, a document), with their places.
pub(crate) fn faults(html: &str, report: &mut dyn FnMut(Bytes, Fault)) {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let sink = Sink::default();
    let builder = if is_document(html) {
        TreeBuilder::new(sink, options)
    } else {
        let context = QualName::new(None, ns!(html), LocalName::from("body"));
        sink.get_document();
        let context = sink.add(context);
        TreeBuilder::new_for_fragment(sink, context, None, options)
    };
    let tokenizer = Tokenizer::new(builder, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    let queue = BufferQueue::default();
    if is_document(html) && !html.trim_start().starts_with("<!") {
        let start = html.len() - html.trim_start().len();
        let at = start..start + "<html".len();
        report(at, Fault::new(Wrong::Page, "The page begins without <!DOCTYPE html>"));
        queue.push_back(StrTendril::from_slice("<!DOCTYPE html>"));
        let _ = tokenizer.feed(&queue);
    }
    let mut reference = None;
    let mut last = 0..0;
    let mut scanner = Scanner::new(html);
    let mut whole = StrTendril::new();
    let mut open = Open::new();
    while let Some(token) = scanner.next_token() {
        let mut misplaced = false;
        for (piece, is_reference) in Pieces::new(html, &token) {
            whole.clear();
            whole.push_slice(&html[piece.clone()]);
            queue.push_back(whole.clone());
            while !queue.is_empty() {
                // The answer asks to run a script or to change the encoding: there is neither.
                let _ = tokenizer.feed(&queue);
            }
            if is_reference {
                reference = Some(piece.clone());
            }
            // What else is said of one piece comes of the same cause.
            if let Some(error) = tokenizer.sink.sink.errors.take().first() {
                let (at, fault) = judge(html, &token, &piece, reference.as_ref(), error, &open);
                misplaced = fault.kind == Wrong::Misplaced;
                if !(misplaced && is_end_of_misplaced(html, &token, &open)) {
                    report(at, fault);
                }
            }
            last = piece;
        }
        follow(html, &token, misplaced, &mut open);
    }
    open.retain(|opened| !MAY_STAY_OPEN.contains(&opened.name.as_str()));
    let nameless = open.is_empty();
    // Of what HTML does not know it is said that it is unknown.
    open.retain(|opened| element(&opened.name).is_some() || elements::is_custom(&opened.name));
    tokenizer.end();
    for error in tokenizer.sink.sink.errors.take() {
        if error.contains("haracter reference") {
            report(reference.clone().unwrap_or(last.clone()), reference_fault(html, reference.as_ref()));
        } else if error.contains("open tag") {
            for opened in open.drain(..) {
                report(opened.at, unclosed(&opened.name));
            }
            if nameless {
                report(last.clone(), Fault::new(Wrong::Crossed, "The HTML ends before its elements are closed"));
            }
        } else if let Some(opened) = open.last().filter(|opened| opened.name == "iframe") {
            report(opened.at.clone(), unclosed(&opened.name));
        } else {
            report(last.clone(), Fault::new(Wrong::Cut, "The HTML ends inside a tag or comment"));
        }
    }
}

/// A whole page rather than a piece of one.
pub(crate) fn is_document(html: &str) -> bool {
    let start = html.trim_start().as_bytes();
    let begins = |with: &[u8]| start.len() >= with.len() && start[..with.len()].eq_ignore_ascii_case(with);
    begins(b"<!doctype") || begins(b"<html")
}

/// Turns what html5ever said into words about this token.
fn judge(
    html: &str,
    token: &Token,
    piece: &Bytes,
    reference: Option<&Bytes>,
    error: &str,
    open: &Open,
) -> (Bytes, Fault) {
    if error.contains("haracter reference") {
        // html5ever says it when it has seen what follows the reference.
        let place = reference.filter(|r| r.end == piece.start).unwrap_or(piece);
        return (place.clone(), reference_fault(html, Some(place)));
    }
    let name = &html[token.name.clone()];
    let fault = match token.kind {
        TokenKind::Start | TokenKind::End if error.starts_with("Duplicate attribute") => {
            Fault::new(Wrong::Tag, "An attribute is given twice")
        }
        TokenKind::Start if error.contains("self-closing") => {
            Fault::new(Wrong::Tag, format!("<{name}/> does not close the element: HTML ignores the slash"))
        }
        TokenKind::End if error.contains("Attributes on") || error.contains("Self-closing") => {
            Fault::new(Wrong::Tag, "An end tag has no attributes and no slash at its end")
        }
        TokenKind::Start if lacks_blank(&html[token.span.clone()]) => {
            Fault::new(Wrong::Tag, "A blank is missing between two attributes")
        }
        TokenKind::Start | TokenKind::End if error.starts_with("Bad character") || error.starts_with("Saw") => {
            Fault::new(Wrong::Tag, "The tag is malformed")
        }
        TokenKind::Start => Fault::new(Wrong::Misplaced, format!("<{name}> cannot stand here")),
        TokenKind::End => end_tag_fault(name, open),
        TokenKind::Comment => Fault::new(Wrong::Syntax, "The comment is malformed"),
        TokenKind::Doctype => Fault::new(Wrong::Misplaced, "A doctype cannot stand here"),
        TokenKind::Bogus => Fault::new(Wrong::Syntax, "This is no HTML; browsers make a comment of it"),
        TokenKind::Text | TokenKind::RawText if html[piece.clone()].contains('<') => {
            Fault::new(Wrong::Syntax, "\"<\" that opens no tag must be written &lt;")
        }
        TokenKind::Text | TokenKind::RawText => Fault::new(Wrong::Misplaced, "Text cannot stand here"),
    };
    let bracket = matches!(token.kind, TokenKind::Text) && html[piece.clone()].starts_with('<');
    (if bracket { piece.start..piece.start + 1 } else { piece.clone() }, fault)
}

/// Whether this is the end tag of an element that was said to stand where it cannot.
fn is_end_of_misplaced(html: &str, token: &Token, open: &Open) -> bool {
    let name = &html[token.name.clone()];
    token.kind == TokenKind::End
        && open
            .iter()
            .rev()
            .find(|opened| opened.name.eq_ignore_ascii_case(name))
            .is_some_and(|opened| opened.misplaced)
}

/// Whether an attribute follows the quotation mark of another at once.
fn lacks_blank(tag: &str) -> bool {
    let mut quote = None;
    let mut closed = false;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), b) if b == open => {
                quote = None;
                closed = true;
            }
            (Some(_), _) => {}
            (None, b) if closed && b.is_ascii_alphabetic() => return true,
            (None, b'"' | b'\'') if tag[..at].trim_end().ends_with('=') => quote = Some(byte),
            (None, _) => closed = false,
        }
    }
    false
}

/// Keeps the list of open elements as the tags say it.
fn follow(html: &str, token: &Token, misplaced: bool, open: &mut Open) {
    let name = html[token.name.clone()].to_ascii_lowercase();
    // A tag that is cut off at the end is none.
    let whole = html[..token.span.end].ends_with('>');
    match token.kind {
        TokenKind::Start if whole && !is_void(&name) && (!token.self_closing || is_html(&name)) => {
            open.push(Opened { name, at: token.span.clone(), misplaced });
        }
        TokenKind::End => {
            if let Some(at) = open.iter().rposition(|opened| opened.name == name) {
                open.truncate(at);
            }
        }
        _ => {}
    }
}

/// Whether a slash at the end of its tag closes nothing: that is so of HTML only.
fn is_html(name: &str) -> bool {
    element(name).is_some_and(|e| !matches!(e.name, "svg" | "math"))
}

fn is_void(name: &str) -> bool {
    element(name).is_some_and(|e| matches!(e.shape, Shape::Void | Shape::VoidBlock))
        || matches!(name, "base" | "basefont" | "bgsound" | "col" | "embed" | "frame" | "link" | "meta" | "param")
}

fn unclosed(name: &str) -> Fault {
    Fault::new(Wrong::Unclosed, format!("<{name}> is never closed"))
}

fn end_tag_fault(name: &str, open: &Open) -> Fault {
    let Some(at) = open.iter().rposition(|opened| opened.name.eq_ignore_ascii_case(name)) else {
        return Fault::new(Wrong::Unopened, format!("</{name}> closes no open element"));
    };
    let over: Vec<String> = open[at + 1..]
        .iter()
        .filter(|opened| !MAY_STAY_OPEN.contains(&opened.name.as_str()))
        .map(|opened| format!("<{}>", opened.name))
        .collect();
    if over.is_empty() {
        return Fault::new(Wrong::Misplaced, format!("</{name}> cannot stand here"));
    }
    let verb = if over.len() == 1 { "is" } else { "are" };
    Fault::new(Wrong::Crossed, format!("</{name}> comes while {} {verb} still open", over.join(", ")))
}

fn reference_fault(html: &str, at: Option<&Bytes>) -> Fault {
    let text = at.map_or("", |at| &html[at.clone()]);
    let message: Cow<'static, str> = if text.is_empty() {
        "A character reference is malformed".into()
    } else if text.starts_with("&#") && text.ends_with(';') {
        format!("{text} is no character reference").into()
    } else if text.starts_with('&') && text.ends_with(';') {
        format!("{text} is no character reference that HTML knows").into()
    } else if text.starts_with('&') {
        format!("The character reference {text} lacks its semicolon").into()
    } else {
        "A character reference in the tag is malformed".into()
    };
    Fault::new(Wrong::Reference, message)
}

/// Cuts a text token so that each character reference is a piece; other tokens are one piece.
struct Pieces<'a> {
    html: &'a str,
    rest: Bytes,
    whole: bool,
}

impl<'a> Pieces<'a> {
    fn new(html: &'a str, token: &Token) -> Self {
        let whole = token.kind != TokenKind::Text;
        Self { html, rest: token.span.clone(), whole }
    }
}

impl Iterator for Pieces<'_> {
    type Item = (Bytes, bool);

    fn next(&mut self) -> Option<(Bytes, bool)> {
        if self.rest.is_empty() {
            return None;
        }
        let start = self.rest.start;
        let text = &self.html.as_bytes()[self.rest.clone()];
        let (len, is_reference) = if self.whole {
            (text.len(), false)
        } else if text[0] == b'&' {
            let end = 1 + text[1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
            (end + usize::from(text.get(end) == Some(&b';')), true)
        } else if text[0] == b'<' {
            // html5ever says that it opens nothing when it has seen what follows, of several in a row each.
            let signs = text.iter().take_while(|b| **b == b'<').count();
            let next = self.html[start + signs..self.rest.end].chars().next().map_or(0, char::len_utf8);
            (signs + next, false)
        } else {
            (memchr::memchr2(b'&', b'<', text).unwrap_or(text.len()), false)
        };
        self.rest.start += len;
        Some((start..start + len, is_reference))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<(&str, Fault)> {
        let mut all = Vec::new();
        faults(html, &mut |at, fault| all.push((&html[at], fault)));
        all
    }

    fn fault(kind: Wrong, text: &str) -> Fault {
        Fault::new(kind, text.to_owned())
    }

    #[test]
    fn clean_html_has_no_fault() {
        for html in [
            "<p>a<p>b",
            "<ul><li>a<li>b</ul>",
            "Q &amp; A",
            "AT&T",
            "<img src=x><br/>",
            "<table><tr><td>x</table>",
            "<svg viewBox='0 0 1 1'><path d='M0'/></svg>",
            "<math><mi>x</mi></math>",
            "<!DOCTYPE html><title>x</title><p>y",
            "<!DOCTYPE html><html><head><title>x</title></head><body><p>y</body></html>",
        ] {
            assert_eq!(found(html), [], "{html}");
        }
    }

    #[test]
    fn misnested_tags_are_placed_at_the_tag_that_does_not_fit() {
        assert_eq!(found("<p>a<b>x</p>"), [("</p>", fault(Wrong::Crossed, "</p> comes while <b> is still open"))]);
        assert_eq!(found("a</i>b"), [("</i>", fault(Wrong::Unopened, "</i> closes no open element"))]);
        assert_eq!(
            found("<a href=x>1<a href=y>2</a>"),
            [("<a href=y>", fault(Wrong::Misplaced, "<a> cannot stand here"))]
        );
    }

    #[test]
    fn what_is_open_at_the_end_is_placed_where_it_was_opened() {
        assert_eq!(found("x<div>y<b>z"), [("<div>", unclosed("div")), ("<b>", unclosed("b"))]);
    }

    #[test]
    fn malformed_markup_is_placed_exactly() {
        assert_eq!(
            found("a &foo; b"),
            [("&foo;", fault(Wrong::Reference, "&foo; is no character reference that HTML knows"))]
        );
        assert_eq!(
            found("a &copy b"),
            [("&copy", fault(Wrong::Reference, "The character reference &copy lacks its semicolon"))]
        );
        assert_eq!(
            found("a &#x110000; b"),
            [("&#x110000;", fault(Wrong::Reference, "&#x110000; is no character reference"))]
        );
        assert_eq!(found("x <a"), [("<a", fault(Wrong::Cut, "The HTML ends inside a tag or comment"))]);
        assert_eq!(
            found("<div/>x</div>"),
            [("<div/>", fault(Wrong::Tag, "<div/> does not close the element: HTML ignores the slash"))]
        );
        assert_eq!(
            found("<html><head></head><body><p>y</html>"),
            [("<html", fault(Wrong::Page, "The page begins without <!DOCTYPE html>"))]
        );
        assert_eq!(found("<p id=a id=b>"), [("<p id=a id=b>", fault(Wrong::Tag, "An attribute is given twice"))]);
        for html in ["1 < 2", "1 << 2", "a <<} b", "a <<<- b"] {
            assert_eq!(
                found(html),
                [("<", fault(Wrong::Syntax, "\"<\" that opens no tag must be written &lt;"))],
                "{html}"
            );
        }
    }
}
