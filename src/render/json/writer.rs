//! Writes JSON values into a buffer.

use crate::article::scan::{is, marks, up_to};
use crate::render::Layout;

/// Where the members of an item go: into a document, or beside what was read of one.
pub(in crate::render) trait Members: Sized {
    /// Begins the next member of the object at hand.
    fn key(&mut self, key: &str);

    /// Begins the next value of the array at hand.
    fn next(&mut self);

    /// Begins an object or an array, by its bracket.
    fn begin(&mut self, bracket: char);

    /// Ends the object or array at hand.
    fn end(&mut self, bracket: char);

    /// A text in pieces.
    fn text<'t>(&mut self, pieces: impl Iterator<Item = &'t str> + Clone);

    /// A number.
    fn put_number(&mut self, value: u64);

    /// True or false.
    fn put_flag(&mut self, value: bool);

    /// A member that is a text.
    fn string(&mut self, key: &str, value: &str) {
        self.key(key);
        self.text(std::iter::once(value));
    }

    /// A member that is a text, if there is one.
    fn maybe(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            self.string(key, value);
        }
    }

    /// A member that is a positive number, if it is known.
    fn number(&mut self, key: &str, value: Option<u64>) {
        if let Some(value) = value.filter(|v| *v > 0) {
            self.key(key);
            self.put_number(value);
        }
    }

    /// A member that is true or false, if it is known.
    fn flag(&mut self, key: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.key(key);
            self.put_flag(value);
        }
    }

    /// A member that is an array of texts, if there are any.
    fn strings<'t>(&mut self, key: &str, values: impl IntoIterator<Item = &'t str>) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return;
        }
        self.key(key);
        self.begin('[');
        for value in values {
            self.next();
            self.text(std::iter::once(value));
        }
        self.end(']');
    }

    /// A member that is an array of objects, if there are any.
    fn objects<T>(&mut self, key: &str, values: impl IntoIterator<Item = T>, write: impl Fn(&mut Self, T)) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return;
        }
        self.key(key);
        self.begin('[');
        for value in values {
            self.next();
            self.begin('{');
            write(self, value);
            self.end('}');
        }
        self.end(']');
    }

    /// A member that is an object.
    fn object(&mut self, key: &str, write: impl FnOnce(&mut Self)) {
        self.key(key);
        self.begin('{');
        write(self);
        self.end('}');
    }
}

/// A writer of JSON values.
pub(in crate::render) struct Json<'a> {
    out: &'a mut String,
    depth: usize,
    layout: Layout,
    /// Whether nothing stands yet in the object or array being written.
    fresh: bool,
}

impl<'a> Json<'a> {
    pub(in crate::render) fn new(out: &'a mut String, depth: usize, layout: Layout) -> Self {
        Self { out, depth, layout, fresh: true }
    }

    /// Ends the line, where values stand in lines.
    pub(in crate::render) fn line(&mut self) {
        if self.layout == Layout::Indented {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', self.depth * 2));
        }
    }
}

impl Members for Json<'_> {
    fn key(&mut self, key: &str) {
        self.next();
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str(match self.layout {
            Layout::Indented => "\": ",
            Layout::Compact => "\":",
        });
    }

    fn next(&mut self) {
        if !self.fresh {
            self.out.push(',');
        }
        self.fresh = false;
        self.line();
    }

    fn begin(&mut self, bracket: char) {
        self.out.push(bracket);
        self.depth += 1;
        self.fresh = true;
    }

    fn end(&mut self, bracket: char) {
        self.depth -= 1;
        if !self.fresh {
            self.line();
        }
        self.fresh = false;
        self.out.push(bracket);
    }

    fn text<'t>(&mut self, pieces: impl Iterator<Item = &'t str> + Clone) {
        self.out.push('"');
        for piece in pieces {
            escape(self.out, piece);
        }
        self.out.push('"');
    }

    fn put_number(&mut self, value: u64) {
        self.out.push_str(&value.to_string());
    }

    fn put_flag(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }
}

/// Appends the characters of a string as JSON has them (RFC 8259 §7).
fn escape(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for at in marks(bytes, |block| is(block, b'"') | is(block, b'\\') | up_to(block, 0x1F)) {
        out.push_str(&text[from..at]);
        from = at + 1;
        match bytes[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\t' => out.push_str("\\t"),
            // As in XML, whose parsers take a carriage return for a line end.
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            b'\n' | b'\r' => out.push_str("\\n"),
            // Other control characters cannot stand in XML, and the formats say the same.
            _ => {}
        }
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_string_is_read_back_as_xml_would_have_it(text in "(?s)[^\u{FFFE}\u{FFFF}]{0,60}|[\"\\\\\r\n\t\u{1}a-cé]{0,200}") {
            let mut out = String::from('"');
            escape(&mut out, &text);
            out.push('"');
            let read: String = serde_json::from_str(&out).expect("a JSON string");
            prop_assert_eq!(read, crate::render::xml::clean(&text));
        }
    }
}
