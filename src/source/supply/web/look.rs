//! What an answer looks like, and whether it is whole.

use std::io::{self, Read};

use url::Url;

use crate::source::format::{self, json};
use crate::source::notation::xml;
use crate::source::read::Stretch;
use crate::source::supply::bytes::unmarked;

/// Types of answers in JSON Lines.
const LINES: [&str; 5] = [
    "application/x-ndjson",
    "application/jsonl",
    "application/jsonlines",
    "application/x-jsonlines",
    "application/json-seq",
];

/// What an answer was found to be.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// The ending that it would have as a file.
    pub(super) ending: String,
    /// Whether it is a feed, which shows only what is new.
    pub(super) is_feed: bool,
    /// Whether there is no record in it.
    pub(super) is_empty: bool,
}

/// What is known of an answer besides its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'s> {
    /// The format that the config names.
    pub(super) format: Option<&'s str>,
    /// Where in a document in JSON its records stand.
    pub(super) records: Option<&'s str>,
    /// The type that the server names.
    pub(super) kind: &'s str,
    /// Where it was found.
    pub(super) url: &'s Url,
}

/// Looks at an answer; an error says why it is none that holds records.
pub(super) fn look(bytes: &[u8], said: Said<'_>) -> Result<Look, String> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if text.is_empty() {
        return Err("the answer is empty".to_owned());
    }
    let ending = ending(text, said)?;
    let look = Look { ending, ..Look::default() };
    match &*look.ending {
        "json" => {
            serde_json::from_slice::<serde::de::IgnoredAny>(text)
                .map_err(|error| format!("the answer is no JSON: {}", json::error_message(&error)))?;
            let is_feed = format::feed::is_json(text);
            let at = if is_feed { Some("items") } else { said.records };
            let list = match at {
                Some(path) => member(text, path),
                None => Some(text),
            };
            let is_empty = list.and_then(json::list).is_some_and(|list| list.is_empty());
            Ok(Look { is_feed, is_empty, ..look })
        }
        "xml" => {
            let decoded = (xml::NOTATION.decode)(bytes.into()).0;
            let decoded = unmarked(&decoded);
            let root = xml::root(&Stretch::whole("".into(), decoded, &xml::NOTATION))
                .map_err(|fault| format!("the answer is no XML: {}", fault.message))?;
            // What a server broke off ends before its root does.
            let ends = decoded.trim_end().ends_with(['>']) && {
                let tail =
                    decoded.rfind("</").map_or("", |at| decoded[at + 2..].trim_end().trim_end_matches('>').trim());
                tail.rsplit(':').next() == Some(root.name) || decoded[root.at.clone()].ends_with("/>")
            };
            let ends = ends || tail_is_comment(decoded);
            if !ends {
                return Err("the answer ends before its last element does".to_owned());
            }
            let is_wordpress = root.scope.iter().any(|(_, uri)| uri.contains("wordpress.org/export"));
            let is_feed = matches!(root.name, "rss" | "feed" | "RDF") && !is_wordpress;
            let holds = ["item", "entry"]
                .iter()
                .any(|name| decoded.contains(&format!("<{name}")) || decoded.contains(&format!(":{name}")));
            Ok(Look { is_feed, is_empty: is_feed && !holds, ..look })
        }
        "csv" => {
            let is_empty = text.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty()).count() < 2;
            Ok(Look { is_empty, ..look })
        }
        _ => Ok(look),
    }
}

/// Whether a document ends in comments or instructions, behind which its root need not be looked for.
fn tail_is_comment(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with("-->") || text.ends_with("?>")
}

/// The bytes of a member of a document in JSON.
pub(super) fn member<'t>(text: &'t [u8], path: &str) -> Option<&'t [u8]> {
    let whole = Stretch::of_bytes("".into(), text, &json::NOTATION);
    let steps: Vec<_> = crate::source::node::steps(path);
    (json::NOTATION.locate)(&whole, &steps).map(|at| &text[at])
}

fn ending(text: &[u8], said: Said<'_>) -> Result<String, String> {
    let kind = said.kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let path = said.url.path().to_ascii_lowercase();
    if said.format == Some("html") {
        return Ok("html".to_owned());
    }
    if is_html(text) {
        return Err("the answer is a page in HTML, and holds no records".to_owned());
    }
    if let Some(named) = said.format.and_then(format::named)
        && let [ending, ..] = named.endings
        && !matches!(named.name, "json" | "jsonl")
    {
        return Ok((*ending).to_owned());
    }
    let is_wide = text.starts_with(b"\xFF\xFE") || text.starts_with(b"\xFE\xFF");
    let of_path = format::of(None, &path).and_then(|known| {
        known.endings.iter().find(|ending| path.ends_with(&format!(".{ending}"))).map(|ending| (*ending).to_owned())
    });
    match text[0] {
        b'<' => return Ok("xml".to_owned()),
        _ if is_wide => return Ok("xml".to_owned()),
        b'{' | b'[' => {
            let is_lines = LINES.contains(&&*kind) || matches!(of_path.as_deref(), Some("jsonl" | "ndjson"));
            return Ok(if is_lines || are_lines(text) { "jsonl" } else { "json" }.to_owned());
        }
        _ => {}
    }
    if kind == "text/csv" {
        return Ok("csv".to_owned());
    }
    of_path.filter(|ending| !matches!(&**ending, "json" | "xml")).ok_or_else(|| {
        "the answer is neither XML nor JSON, and its address has no ending that names another format".to_owned()
    })
}

/// Whether a text is a page.
fn is_html(text: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&text[..text.len().min(1024)]).to_ascii_lowercase();
    let mut rest = head.trim_start();
    // Comments may come first.
    while let Some(after) = rest.strip_prefix("<!--").and_then(|inner| inner.split_once("-->")).map(|(_, after)| after)
    {
        rest = after.trim_start();
    }
    rest.starts_with("<!doctype html") || rest.starts_with("<html") && !rest.starts_with("<html:")
}

/// Whether each line of a text is a record.
fn are_lines(text: &[u8]) -> bool {
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let is_object =
        |line: &[u8]| line.starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
    lines.next().is_some_and(is_object) && lines.next().is_some_and(is_object)
}

/// Reads all of an answer, up to a limit.
pub(super) fn bounded(body: &mut dyn Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    body.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::other(format!("the answer has more than {most} bytes")));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, format: Option<&str>, kind: &str, url: &str) -> Result<Look, String> {
        let url = Url::parse(url).unwrap();
        look(text.as_bytes(), Said { format, records: None, kind, url: &url })
    }

    #[test]
    fn an_answer_is_known_by_its_first_letters_and_else_by_type_and_address() {
        let at = "https://a.example/x";
        for (text, kind, url, ending) in [
            ("<rss><channel/></rss>", "text/html", at, "xml"),
            ("\u{FEFF} <?xml version='1.0'?><nitf></nitf>", "", at, "xml"),
            ("[{}]", "text/plain", at, "json"),
            ("{\"a\":1}", "application/json", at, "json"),
            ("{\"a\":1}\n{\"a\":2}\n", "application/json", at, "jsonl"),
            ("{\"a\":1}\n", "application/x-ndjson", at, "jsonl"),
            ("{\"a\":1}", "", "https://a.example/x.ndjson?y", "jsonl"),
            ("{\n\"a\":1}\n", "", at, "json"),
            ("a;b\n1;2", "text/csv; charset=utf-8", at, "csv"),
            ("a;b\n1;2", "", "https://a.example/X.CSV", "csv"),
            ("# A", "", "https://a.example/x.md", "md"),
        ] {
            assert_eq!(
                seen(text, None, kind, url).map(|look| look.ending),
                Ok(ending.to_owned()),
                "{text} {kind} {url}"
            );
        }
        assert_eq!(seen("title: A", Some("yaml"), "", at).unwrap().ending, "yaml");
        assert_eq!(seen("[{}]", Some("ninjs"), "", at).unwrap().ending, "json");
    }

    #[test]
    fn what_is_no_record_or_was_broken_off_is_refused() {
        let at = "https://a.example/x.json";
        for (text, said) in [
            ("", "is empty"),
            (" \n", "is empty"),
            ("<!DOCTYPE html><p>Log in", "a page in HTML"),
            ("<!-- x --> <html><p>Log in", "a page in HTML"),
            ("[{\"a\":1},{\"b\"", "no JSON"),
            ("<rss><channel><item><title>A</title></item>", "ends before"),
            ("<rss><channel><item><title>A", "ends before"),
            ("{\"a\":1}}", "no JSON"),
            ("Service unavailable", "neither XML nor JSON"),
        ] {
            let fault = seen(text, None, "", at).unwrap_err();
            assert!(fault.contains(said), "{text}: {fault}");
        }
        assert!(seen("<rss><channel></channel></rss>\n<!-- 0.1 s -->\n", None, "", at).is_ok());
        assert!(seen("<a:feed xmlns:a='x'></a:feed>", None, "", at).is_ok());
    }

    #[test]
    fn feeds_and_empty_lists_are_seen() {
        let at = "https://a.example/x";
        let of = |text: &str| seen(text, None, "", at).map(|look| (look.is_feed, look.is_empty)).unwrap();
        assert_eq!(of("<rss><channel><item/></channel></rss>"), (true, false));
        assert_eq!(of("<rss><channel></channel></rss>"), (true, true));
        assert_eq!(
            of("<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item/></channel></rss>"),
            (false, false)
        );
        assert_eq!(of("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[]}"), (true, true));
        assert_eq!(of("[]"), (false, true));
        assert_eq!(of("[ {} ]"), (false, false));
    }
}
