//! For programs: JSON, with the same members whatever the finding.

use serde::Serialize;

use super::{Diagnostic, Severity};

/// A finding as it is written in JSON; what does not apply is null.
#[derive(Debug, Serialize)]
pub struct JsonFinding<'a> {
    /// The file or URL.
    pub file: Option<&'a str>,
    /// The rule's code.
    pub code: &'a str,
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// What is wrong.
    pub message: &'a str,
    /// What to do about it.
    pub help: Option<&'a str>,
    /// Line of the first character, from 1.
    pub line: Option<u32>,
    /// Column of the first character in code points, from 1.
    pub column: Option<u32>,
    /// Line of the character after the last one.
    pub end_line: Option<u32>,
    /// Column of the character after the last one.
    pub end_column: Option<u32>,
    /// Offset of the first character in the file, in bytes from 0.
    pub byte_offset: Option<u64>,
    /// The element or member concerned, as written.
    pub element: Option<&'a str>,
    /// The offending value, cut to a bounded length.
    pub value: Option<&'a str>,
    /// The section of the specification, as a URL.
    pub spec: Option<&'a str>,
    /// The W3C validator's event class for the same finding.
    pub w3c: Option<&'a str>,
}

impl<'a> From<&'a Diagnostic> for JsonFinding<'a> {
    fn from(d: &'a Diagnostic) -> Self {
        let span = d.place.as_ref().and_then(|place| place.span);
        let finding = d.finding.as_deref();
        Self {
            file: d.place.as_ref().map(|place| &*place.file),
            code: d.code,
            severity: d.severity,
            message: &d.message,
            help: d.help.as_deref(),
            line: span.map(|s| s.line),
            column: span.map(|s| s.column),
            end_line: span.map(|s| s.end_line),
            end_column: span.map(|s| s.end_column),
            byte_offset: span.map(|s| s.byte_offset),
            element: finding.and_then(|f| f.element.as_deref()),
            value: finding.and_then(|f| f.value.as_deref()),
            spec: finding.and_then(|f| f.spec),
            w3c: finding.and_then(|f| f.w3c),
        }
    }
}

/// What is said of one file, with its findings.
#[derive(Debug, Serialize)]
pub struct JsonFile<'a> {
    /// The file or URL.
    pub file: &'a str,
    /// What kind of feed it is.
    pub feed_type: &'a str,
    /// Whether there is no error in it.
    pub valid: bool,
    /// How many items it has.
    pub items: u64,
    /// How many more findings there were than are written.
    pub left_out: usize,
    /// The findings in the order of the document.
    pub findings: Vec<JsonFinding<'a>>,
}

/// The findings as JSON values.
pub fn findings(diagnostics: &[Diagnostic]) -> Vec<JsonFinding<'_>> {
    diagnostics.iter().map(JsonFinding::from).collect()
}

/// One object on a line, with its line end.
pub fn line(file: &JsonFile<'_>) -> String {
    let mut text = serde_json::to_string(file).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::super::SourceText;
    use super::*;

    #[test]
    fn a_finding_has_all_members_even_when_they_are_null() {
        let text = SourceText::new("f.xml", "a\nbc");
        let found = [Diagnostic::error("bad", "Bad").in_text(&text, 2..4)];
        let file = JsonFile {
            file: "f.xml",
            feed_type: "rss-2.0",
            valid: false,
            items: 1,
            left_out: 2,
            findings: findings(&found),
        };
        assert_eq!(
            line(&file),
            "{\"file\":\"f.xml\",\"feed_type\":\"rss-2.0\",\"valid\":false,\"items\":1,\"left_out\":2,\"findings\":[{\"file\":\"f.xml\",\
             \"code\":\"bad\",\"severity\":\"error\",\"message\":\"Bad\",\"help\":null,\"line\":2,\"column\":1,\"end_line\":2,\
             \"end_column\":3,\"byte_offset\":2,\"element\":null,\"value\":null,\"spec\":null,\"w3c\":null}]}\n"
        );
    }
}
