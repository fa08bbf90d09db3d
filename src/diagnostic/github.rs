//! Workflow commands of GitHub Actions: findings show up beside the lines of a pull request.

use std::fmt::Write;

use super::{Diagnostic, Severity};

/// Writes one command a line for each diagnostic.
pub fn render(diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for d in diagnostics {
        let command = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = Vec::new();
        if let Some(place) = &d.place {
            properties.push(format!("file={}", property(&place.file)));
            if let Some(s) = place.span {
                properties.push(format!("line={},endLine={}", s.line, s.end_line));
                // The last column is included there, and both columns need to be of one line.
                if s.line == s.end_line {
                    properties.push(format!("col={},endColumn={}", s.column, s.end_column.max(s.column + 1) - 1));
                }
            }
        }
        properties.push(format!("title={}", property(d.code)));
        let help = d.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
        // Writing to a string does not fail.
        let _ = writeln!(out, "::{command} {}::{}", properties.join(","), data(&format!("{}{help}", d.message)));
    }
    out
}

/// Says how many more findings a file has than are written; nothing when these are all.
pub fn left_out(file: &str, more: usize) -> String {
    if more == 0 {
        return String::new();
    }
    format!("::notice file={},title=left-out::{more} more not shown\n", property(file))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::SourceText;
    use super::*;

    #[test]
    fn what_is_left_out_is_counted() {
        assert_eq!(left_out("a,b.xml", 3), "::notice file=a%2Cb.xml,title=left-out::3 more not shown\n");
        assert_eq!(left_out("a.xml", 0), "");
    }

    #[test]
    fn what_separates_the_parts_of_a_command_is_escaped() {
        let text = SourceText::new("a,b:c.xml", "x\nyz");
        let found = [Diagnostic::warning("bad", "100 %\nwrong").in_text(&text, 2..4).help("Stop")];
        assert_eq!(
            render(&found),
            "::warning file=a%2Cb%3Ac.xml,line=2,endLine=2,col=1,endColumn=2,title=bad::100 %25%0Awrong%0AStop\n"
        );
    }
}
