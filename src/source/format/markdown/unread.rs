//! Lines that look like front matter and are none: what they say of whether the text is for readers counts all the same.

use crate::diagnostic::Severity;
use crate::source::gate::{self, Gates};
use crate::source::node::Node;
use crate::source::value::Reader;

/// Lines of the beginning of a text that are looked at.
const MAX_LINES: usize = 60;

/// What the lines that a text begins with say, and the line that closes it, by its bytes in the text.
pub(super) fn gates(text: &str, zone: chrono_tz::Tz) -> Option<(Gates, std::ops::Range<usize>)> {
    let mut r = Reader::new(zone);
    let mut all = Gates::default();
    let mut closing = None;
    let (mut begun, mut entries, mut is_sentence) = (false, 0, false);
    let mut at = 0;
    for line in text.split_inclusive('\n').take(MAX_LINES) {
        let from = at;
        at += line.len();
        let line = line.trim();
        if line.is_empty() && begun {
            break;
        }
        begun |= !line.is_empty();
        let Some((name, value)) = entry(line) else { continue };
        entries += 1;
        // A sentence may begin so: `Embargo: what it is and who keeps it`.
        is_sentence = value.split_whitespace().count() > 2;
        let mut own = Gates::default();
        gate::read_named(name, &Node::Text(value.into()), &mut r, &mut own, Severity::Warning);
        if own.is_held() || own.embargo.is_some() || own.expires.is_some() {
            all.take(&own);
            closing.get_or_insert(from..from + line.len());
        }
    }
    closing.filter(|_| entries > 1 || !is_sentence).map(|line| (all, line))
}

/// A name and what follows it, whatever marks the line begins with.
fn entry(line: &str) -> Option<(&str, &str)> {
    let line =
        line.trim_start_matches(|c: char| matches!(c, '%' | '#' | '>' | '*' | '-' | '/' | ';') || c.is_whitespace());
    let (name, value) =
        line.split_once(':').filter(|(name, _)| !name.contains('=')).or_else(|| line.split_once('='))?;
    let name = name.trim_end().trim_end_matches(['*', '"']).trim_start_matches('"');
    let value = value.trim().trim_matches(|c: char| matches!(c, '*' | '"' | '\'' | ','));
    let is_name = name.len() <= 40
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '?'));
    (is_name && !value.trim().is_empty() && !value.starts_with("//")).then_some((name, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_before_a_text_hold_it_back() {
        for held in [
            "title: T1\nstatus: draft\n_x: y\n\nText",
            "status: draft\n\n# T1\nText",
            "Status: draft\nDate: 2026-07-01\n\n# T1",
            " ---\ntitle: T\ndraft: true\n---\nText",
            "<!-- c -->\n---\ndraft: true\n---\nText",
            ";;;\n\"draft\": true,\n\"title\": \"T\"\n;;;\nText",
            "```yaml\ntitle: T\npublished: false\n```\nText",
            "title = T\nembargo = 2099-01-01\n\nText",
            "**Status:** draft\n**Owner:** Ann\n\nText",
        ] {
            assert!(gates(held, chrono_tz::UTC).is_some(), "{held}");
        }
        for open in [
            "Embargo: what it is and who keeps it\n\nText",
            "Status: published\nDate: 2026-07-01\n\nText",
            "# T1\n\nThe ferry is back: it came at nine.\n",
            "He said: no.\n\nstatus: draft\n",
            "# T1\n\nstatus: draft\n",
            "State: Ohio\nTown: Hidden\n\nText",
            "Live: https://courier.example/\n\nText",
            "",
        ] {
            assert_eq!(gates(open, chrono_tz::UTC), None, "{open}");
        }
    }
}
