//! A quick proof that HTML is clean, so that html5ever need not be asked.
//!
//! Most bodies are paragraphs, lists and inline elements that nest as they should. For those the
//! verdict of the standard's tree construction is known without building anything: every start tag
//! is of an element with simple rules, every end tag closes the element opened last (but for `p` and
//! `li`, whose end tag may be left out). Whatever goes beyond that is not clean *here*, and html5ever
//! decides. A property test holds the two together: what is clean here is without fault there.

use html5ever::data::NAMED_ENTITIES;

use super::elements::{Element, Shape};

/// Follows the tags of a fragment.
#[derive(Default)]
pub(crate) struct Clean {
    open: Vec<&'static Element>,
    paragraphs: usize,
    links: usize,
    doubtful: bool,
}

impl Clean {
    /// html5ever must be asked.
    pub(crate) fn doubt(&mut self) {
        self.doubtful = true;
    }

    fn top(&self) -> Option<Shape> {
        self.open.last().map(|e| e.shape)
    }

    fn push(&mut self, element: &'static Element) {
        self.paragraphs += usize::from(element.shape == Shape::Paragraph);
        self.open.push(element);
    }

    fn pop(&mut self) {
        if let Some(element) = self.open.pop() {
            self.paragraphs -= usize::from(element.shape == Shape::Paragraph);
        }
    }

    /// A start tag that closes an open paragraph.
    fn close_paragraph(&mut self) {
        if self.top() == Some(Shape::Paragraph) {
            self.pop();
        }
        if self.paragraphs > 0 {
            self.doubtful = true;
        }
    }

    /// A start tag of a known element.
    pub(crate) fn start(&mut self, element: &'static Element, self_closing: bool) {
        if self.doubtful {
            return;
        }
        let void = matches!(element.shape, Shape::Void | Shape::VoidBlock);
        if self_closing && !void {
            self.doubtful = true;
            return;
        }
        match element.shape {
            Shape::Void => {}
            Shape::VoidBlock => self.close_paragraph(),
            Shape::Inline | Shape::Formatting => self.push(element),
            Shape::Block | Shape::Paragraph => {
                self.close_paragraph();
                self.push(element);
            }
            Shape::Heading => {
                self.close_paragraph();
                self.doubtful |= self.top() == Some(Shape::Heading);
                self.push(element);
            }
            Shape::ListItem => {
                self.close_paragraph();
                if self.top() == Some(Shape::ListItem) {
                    self.pop();
                }
                self.doubtful |= !self.open.last().is_some_and(|e| matches!(e.name, "ul" | "ol"));
                self.push(element);
            }
            Shape::Other if element.name == "a" => {
                self.doubtful |= self.links > 0;
                self.links += 1;
                self.push(element);
            }
            Shape::Other => self.doubtful = true,
        }
    }

    /// An end tag of a known element.
    pub(crate) fn end(&mut self, element: &'static Element) {
        if self.doubtful {
            return;
        }
        if matches!(element.shape, Shape::Block | Shape::Heading | Shape::ListItem) {
            while matches!(
                (self.top(), element.shape),
                (Some(Shape::Paragraph), _) | (Some(Shape::ListItem), Shape::Block)
            ) {
                self.pop();
            }
        }
        if self.open.last().is_some_and(|top| top.name == element.name) {
            self.links -= usize::from(element.name == "a");
            self.pop();
        } else {
            self.doubtful = true;
        }
    }

    /// Text, or the value of an attribute: are its character references right?
    pub(crate) fn text(&mut self, text: &str, in_attribute: bool) {
        if self.doubtful {
            return;
        }
        let bytes = text.as_bytes();
        for at in memchr::memchr_iter(b'&', bytes) {
            if !reference_is_right(&bytes[at + 1..], in_attribute) {
                self.doubtful = true;
                return;
            }
        }
        self.doubtful |= memchr::memchr(0, bytes).is_some();
    }

    /// The end of the fragment; whether all of it was clean.
    pub(crate) fn finish(&self) -> bool {
        !self.doubtful && self.open.iter().all(|e| matches!(e.shape, Shape::Paragraph | Shape::ListItem))
    }
}

/// What follows an ampersand: a right reference, or plainly none.
fn reference_is_right(rest: &[u8], in_attribute: bool) -> bool {
    if let Some(number) = rest.strip_prefix(b"#") {
        let (digits, radix) = match number.first() {
            Some(b'x' | b'X') => (&number[1..], 16),
            _ => (number, 10),
        };
        let mut value = 0u32;
        for (i, byte) in digits.iter().enumerate() {
            match char::from(*byte).to_digit(radix) {
                Some(digit) if i < 7 => value = value * radix + digit,
                None if *byte == b';' && i > 0 => return is_plain_character(value),
                _ => return false,
            }
        }
        return false;
    }
    let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    if len == 0 {
        return true;
    }
    let Ok(name) = std::str::from_utf8(&rest[..len]) else { return false };
    match rest.get(len) {
        Some(b';') => match name {
            "amp" | "lt" | "gt" | "quot" | "nbsp" | "rsquo" | "lsquo" | "ldquo" | "rdquo" | "mdash" | "ndash" => true,
            _ => {
                let mut with_semicolon = String::with_capacity(len + 1);
                with_semicolon.push_str(name);
                with_semicolon.push(';');
                NAMED_ENTITIES.get(with_semicolon.as_str()).is_some_and(|m| m.0 != 0)
            }
        },
        // "?a=1&copy=2": left alone for the sake of old links.
        Some(b'=') if in_attribute => true,
        // Names that are references without a semicolon have at most six letters.
        _ => (2..=len.min(6)).all(|n| NAMED_ENTITIES.get(&name[..n]).is_none_or(|m| m.0 == 0)),
    }
}

/// A code point that stands for itself and is no control or noncharacter.
fn is_plain_character(value: u32) -> bool {
    matches!(value, 0x09 | 0x0a | 0x20..=0x7e | 0xa0..=0xd7ff | 0xe000..=0xfdcf | 0xfdf0..=0x0010_fffd)
        && value & 0xfffe != 0xfffe
}
