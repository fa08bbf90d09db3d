//! SARIF 2.1.0 (OASIS), which code scanning services read.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Diagnostic, Severity};

/// What is said of a code once, beside its findings.
#[derive(Clone, Debug)]
pub struct RuleText<'a> {
    /// The code.
    pub code: &'a str,
    /// What it means, in a few words.
    pub summary: &'a str,
    /// Why it matters.
    pub why: &'a str,
    /// What to do.
    pub help: &'a str,
    /// The page about it, or the specification.
    pub url: Cow<'a, str>,
    /// How much it weighs by itself.
    pub severity: Severity,
}

/// What must be escaped in a path that becomes a relative URI.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn level(severity: Severity) -> &'static str {
    severity.name()
}

/// One log with one run of all these diagnostics; of the rules those are described that occur.
pub fn render(diagnostics: &[Diagnostic], left_out: &[(Arc<str>, usize)], rules: &[RuleText<'_>]) -> String {
    let used: Vec<&str> = diagnostics.iter().map(|d| d.code).collect::<BTreeSet<_>>().into_iter().collect();
    let described: Vec<Value> = used
        .iter()
        .map(|code| match rules.iter().find(|rule| rule.code == *code) {
            Some(rule) => json!({
                "id": rule.code,
                "shortDescription": {"text": rule.summary},
                "fullDescription": {"text": rule.why},
                "help": {"text": rule.help},
                "helpUri": rule.url,
                "defaultConfiguration": {"level": level(rule.severity)},
            }),
            None => json!({"id": code}),
        })
        .collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|d| {
            let text = match &d.help {
                Some(help) => format!("{}. {help}.", d.message),
                None => format!("{}.", d.message),
            };
            let mut result = json!({
                "ruleId": d.code,
                "ruleIndex": used.binary_search(&d.code).unwrap_or_default(),
                "level": level(d.severity),
                "message": {"text": text},
            });
            if let Some(place) = &d.place {
                let mut physical = json!({"artifactLocation": {"uri": uri(&place.file)}});
                if let Some(span) = place.span {
                    physical["region"] = json!({
                        "startLine": span.line,
                        "startColumn": span.column,
                        "endLine": span.end_line,
                        "endColumn": span.end_column,
                        "byteOffset": span.byte_offset,
                    });
                }
                result["locations"] = json!([{"physicalLocation": physical}]);
            }
            result
        })
        .collect();
    let notifications: Vec<Value> = left_out
        .iter()
        .map(|(file, more)| {
            json!({
                "level": "note",
                "message": {"text": format!("{more} more not shown")},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(file)}}}],
                "properties": {"leftOut": more},
            })
        })
        .collect();
    let mut log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "feedwright",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": described,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    if !notifications.is_empty() {
        log["runs"][0]["invocations"] =
            json!([{"executionSuccessful": true, "toolExecutionNotifications": notifications}]);
    }
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

/// A file name as a URI reference; a URL stays as it is.
fn uri(file: &str) -> String {
    if file.starts_with("http://") || file.starts_with("https://") {
        return file.to_owned();
    }
    let path = utf8_percent_encode(file, PATH).to_string();
    // A colon in the first segment would make it a scheme.
    if path.split('/').next().unwrap_or_default().contains(':') { format!("./{path}") } else { path }
}

#[cfg(test)]
mod tests {
    use super::super::SourceText;
    use super::*;

    #[test]
    fn results_point_at_their_rule_and_place() {
        let text = SourceText::new("a b.xml", "x\nyz");
        let found = [Diagnostic::error("worse", "Worse"), Diagnostic::warning("bad", "Bad").in_text(&text, 2..4)];
        let rules = [RuleText {
            code: "bad",
            summary: "S",
            why: "W.",
            help: "H",
            url: "https://example.org/".into(),
            severity: Severity::Note,
        }];
        let log: Value = serde_json::from_str(&render(&found, &[("a b.xml".into(), 3)], &rules)).unwrap();
        let run = &log["runs"][0];
        let notice = &run["invocations"][0]["toolExecutionNotifications"][0];
        assert_eq!(notice["properties"]["leftOut"], 3);
        assert_eq!(notice["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b.xml");
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "bad");
        assert_eq!(run["results"][1]["ruleIndex"], 0);
        assert_eq!(run["results"][1]["level"], "warning");
        let place = &run["results"][1]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b.xml");
        assert_eq!(place["region"]["startLine"], 2);
        assert_eq!(run["results"][0].get("locations"), None);
    }

    #[test]
    fn a_file_name_is_no_scheme() {
        assert_eq!(uri("c:feed.xml"), "./c:feed.xml");
        assert_eq!(uri("https://example.org/a?b"), "https://example.org/a?b");
    }
}
