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

use super::elements::{Shape, element};
use super::scan::{Bytes, Kind, Scanner, Token};

/// What is wrong with the markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A tag, comment or character reference is not written as it must be.
    Syntax(Cow<'static, str>),
    /// Tags are in an order that browsers have to repair.
    Nesting(String),
    /// An element is open at the end.
    Unclosed(String),
}

#[derive(Default)]
struct Sink {
    nodes: RefCell<Vec<QualName>>,
    errors: RefCell<Vec<Cow<'static, str>>>,
    document: Cell<bool>,
}

/// Start tags not yet closed: the name in lower case, and where the tag stands.
type Open = Vec<(String, Bytes)>;

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
        report(at, Fault::Syntax(Cow::Borrowed("The page begins without <!DOCTYPE html>")));
        queue.push_back(StrTendril::from_slice("<!DOCTYPE html>"));
        let _ = tokenizer.feed(&queue);
    }
    let mut reference = None;
    let mut last = 0..0;
    let mut scanner = Scanner::new(html);
    let mut whole = StrTendril::new();
    let mut open = Open::new();
    while let Some(token) = scanner.next_token() {
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
            let sink = &tokenizer.sink.sink;
            for error in sink.errors.take() {
                judge(html, &token, &piece, reference.as_ref(), &error, &open, report);
            }
            last = piece;
        }
        follow(html, &token, &mut open);
    }
    open.retain(|(name, _)| !MAY_STAY_OPEN.contains(&name.as_str()));
    tokenizer.end();
    for error in tokenizer.sink.sink.errors.take() {
        if error.contains("haracter reference") {
            report(reference.clone().unwrap_or(last.clone()), Fault::Syntax(reference_fault(html, reference.as_ref())));
        } else if error.contains("open tag") {
            let nameless = open.is_empty();
            for (name, start) in open.drain(..) {
                report(start, Fault::Unclosed(name));
            }
            if nameless {
                report(last.clone(), Fault::Nesting("The HTML ends before its elements are closed".to_owned()));
            }
        } else if let Some((name, start)) = open.last().filter(|(name, _)| name == "iframe") {
            report(start.clone(), Fault::Unclosed(name.clone()));
        } else {
            report(last.clone(), Fault::Syntax(Cow::Borrowed("The HTML ends inside a tag or comment")));
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
    report: &mut dyn FnMut(Bytes, Fault),
) {
    if error.contains("haracter reference") {
        // html5ever says it when it has seen what follows the reference.
        let place = reference.filter(|r| r.end == piece.start).unwrap_or(piece);
        return report(place.clone(), Fault::Syntax(reference_fault(html, Some(place))));
    }
    let name = &html[token.name.clone()];
    let fault = match token.kind {
        Kind::Start | Kind::End if error.starts_with("Duplicate attribute") => {
            Fault::Syntax(Cow::Borrowed("An attribute is given twice"))
        }
        Kind::Start if error.contains("self-closing") => {
            Fault::Syntax(Cow::Owned(format!("<{name}/> does not close the element: HTML ignores the slash")))
        }
        Kind::End if error.contains("Attributes on") || error.contains("Self-closing") => {
            Fault::Syntax(Cow::Borrowed("An end tag has no attributes and no slash at its end"))
        }
        Kind::Start if lacks_blank(&html[token.span.clone()]) => {
            Fault::Syntax(Cow::Borrowed("A blank is missing between two attributes"))
        }
        Kind::Start | Kind::End if error.starts_with("Bad character") || error.starts_with("Saw") => {
            Fault::Syntax(Cow::Borrowed("The tag is malformed"))
        }
        Kind::Start => Fault::Nesting(format!("<{name}> cannot stand here")),
        Kind::End => Fault::Nesting(end_tag_fault(name, open)),
        Kind::Comment => Fault::Syntax(Cow::Borrowed("The comment is malformed")),
        Kind::Doctype => Fault::Syntax(Cow::Borrowed("A doctype cannot stand here")),
        Kind::Bogus => Fault::Syntax(Cow::Borrowed("This is no HTML; browsers make a comment of it")),
        Kind::Text | Kind::RawText if html[piece.clone()].contains('<') => {
            Fault::Syntax(Cow::Borrowed("\"<\" that opens no tag must be written &lt;"))
        }
        Kind::Text | Kind::RawText => Fault::Nesting("Text cannot stand here".to_owned()),
    };
    let bracket = matches!(token.kind, Kind::Text) && html[piece.clone()].starts_with('<');
    report(if bracket { piece.start..piece.start + 1 } else { piece.clone() }, fault);
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
fn follow(html: &str, token: &Token, open: &mut Open) {
    let name = html[token.name.clone()].to_ascii_lowercase();
    match token.kind {
        Kind::Start if !is_void(&name) && (!token.self_closing || is_html(&name)) => {
            open.push((name, token.span.clone()));
        }
        Kind::End => {
            if let Some(at) = open.iter().rposition(|o| o.0 == name) {
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

fn end_tag_fault(name: &str, open: &Open) -> String {
    let Some(at) = open.iter().rposition(|o| o.0.eq_ignore_ascii_case(name)) else {
        return format!("</{name}> closes no open element");
    };
    let over: Vec<String> = open[at + 1..]
        .iter()
        .filter(|o| !MAY_STAY_OPEN.contains(&o.0.as_str()))
        .map(|o| format!("<{}>", o.0))
        .collect();
    if over.is_empty() {
        format!("</{name}> cannot stand here")
    } else {
        format!("</{name}> comes while {} {} still open", over.join(", "), if over.len() == 1 { "is" } else { "are" })
    }
}

fn reference_fault(html: &str, at: Option<&Bytes>) -> Cow<'static, str> {
    let Some(text) = at.map(|at| &html[at.clone()]) else { return Cow::Borrowed("A character reference is malformed") };
    if text.starts_with("&#") {
        Cow::Owned(format!("{text} is no character reference"))
    } else if text.starts_with('&') && text.ends_with(';') {
        Cow::Owned(format!("{text} is no character reference that HTML knows"))
    } else if text.starts_with('&') {
        Cow::Owned(format!("The character reference {text} lacks its semicolon"))
    } else {
        Cow::Borrowed("A character reference in the tag is malformed")
    }
}

/// Cuts a text token so that each character reference is a piece; other tokens are one piece.
struct Pieces<'a> {
    html: &'a str,
    rest: Bytes,
    whole: bool,
}

impl<'a> Pieces<'a> {
    fn new(html: &'a str, token: &Token) -> Self {
        let whole = token.kind != Kind::Text;
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
            // html5ever says that it opens nothing when it has seen what follows.
            let next = self.html[start + 1..self.rest.end].chars().next().map_or(0, char::len_utf8);
            (1 + next, false)
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

    fn nesting(text: &str) -> Fault {
        Fault::Nesting(text.to_owned())
    }

    fn syntax(text: &str) -> Fault {
        Fault::Syntax(text.to_owned().into())
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
        assert_eq!(found("<p>a<b>x</p>"), [("</p>", nesting("</p> comes while <b> is still open"))]);
        assert_eq!(found("a</i>b"), [("</i>", nesting("</i> closes no open element"))]);
        assert_eq!(found("<a href=x>1<a href=y>2</a>"), [("<a href=y>", nesting("<a> cannot stand here"))]);
    }

    #[test]
    fn what_is_open_at_the_end_is_placed_where_it_was_opened() {
        assert_eq!(
            found("x<div>y<b>z"),
            [("<div>", Fault::Unclosed("div".into())), ("<b>", Fault::Unclosed("b".into()))]
        );
    }

    #[test]
    fn malformed_markup_is_placed_exactly() {
        assert_eq!(found("a &foo; b"), [("&foo;", syntax("&foo; is no character reference that HTML knows"))]);
        assert_eq!(found("a &copy b"), [("&copy", syntax("The character reference &copy lacks its semicolon"))]);
        assert_eq!(found("a &#x110000; b"), [("&#x110000;", syntax("&#x110000; is no character reference"))]);
        assert_eq!(found("x <a"), [("<a", syntax("The HTML ends inside a tag or comment"))]);
        assert_eq!(
            found("<div/>x</div>"),
            [("<div/>", syntax("<div/> does not close the element: HTML ignores the slash"))]
        );
        assert_eq!(
            found("<html><head></head><body><p>y</html>"),
            [("<html", syntax("The page begins without <!DOCTYPE html>"))]
        );
        assert_eq!(found("<p id=a id=b>"), [("<p id=a id=b>", syntax("An attribute is given twice"))]);
        assert_eq!(found("1 < 2"), [("<", syntax("\"<\" that opens no tag must be written &lt;"))]);
    }
}
