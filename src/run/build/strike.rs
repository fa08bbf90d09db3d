//! Takes withdrawn articles out of standing files that are otherwise kept, also those of feeds that are
//! no more: nothing keeps a withdrawn article published.

use std::collections::HashSet;
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;

use quick_xml::events::Event;

use super::compose::{Composed, Document};
use super::settle::Settled;
use crate::config::{Config, Format};
use crate::diagnostic::Diagnostic;
use crate::publish::{Directory, Spool, Staged};
use crate::state::ledger::key;

/// Stages files of kept documents without the articles that were withdrawn.
pub(super) fn strike(
    directory: &Directory,
    output: &Path,
    documents: &[Document],
    composed: &mut [Composed],
    settled: &Settled,
    config: &Config,
) -> Vec<Staged> {
    let mut staged = Vec::new();
    for (document, done) in documents.iter().zip(composed).filter(|(_, done)| done.failed) {
        let withdrawn: HashSet<u64> = document
            .before
            .iter()
            .copied()
            .filter(|k| settled.facts.get(k).is_some_and(|f| f.withdrawn.is_some()))
            .collect();
        if withdrawn.is_empty() {
            continue;
        }
        let name = &config.feed[document.definition].name;
        for (format, path) in &document.files {
            let Ok(standing) = std::fs::read(output.join(path)) else { continue };
            let Some(rest) = without(*format, &standing, &|id| withdrawn.contains(&key(id))) else { continue };
            match spool(directory, path, &rest).and_then(|spool| directory.stage(spool, name)) {
                Ok(file) => staged.push(file),
                Err(found) => done.diagnostics.extend(found),
            }
        }
    }
    staged
}

/// Stages files that no feed has any longer without the articles that were withdrawn. Also returns
/// what went wrong.
pub(super) fn strike_left_behind(
    directory: &Directory,
    output: &Path,
    settled: &Settled,
) -> (Vec<Staged>, Vec<Diagnostic>) {
    let withdrawn = |id: &str| settled.facts.get(&key(id)).is_some_and(|f| f.withdrawn.is_some());
    let (mut staged, mut found) = (Vec::new(), Vec::new());
    if settled.facts.values().all(|f| f.withdrawn.is_none()) {
        return (staged, found);
    }
    for path in directory.left_behind() {
        let Ok(standing) = std::fs::read(output.join(&path)) else { continue };
        let format = if standing.starts_with(b"{") { Format::Json } else { Format::Rss };
        let Some(rest) = without(format, &standing, &withdrawn) else { continue };
        match spool(directory, &path, &rest).and_then(|spool| directory.stage_left_behind(spool)) {
            Ok(file) => staged.push(file),
            Err(faults) => found.extend(faults),
        }
    }
    (staged, found)
}

/// What is left of a file, to be staged.
fn spool(directory: &Directory, path: &str, rest: &[u8]) -> Result<Spool, Vec<Diagnostic>> {
    let mut spool = directory.spool_again(path).map_err(|d| vec![d])?;
    spool.write_all(rest).map_err(|e| vec![spool.failure(&e)])?;
    Ok(spool)
}

/// A document without the items of some ids; `None` where it has none of them.
fn without(format: Format, document: &[u8], withdrawn: &dyn Fn(&str) -> bool) -> Option<Vec<u8>> {
    match format {
        Format::Json => {
            let mut feed: serde_json::Value = serde_json::from_slice(document).ok()?;
            let items = feed.get_mut("items")?.as_array_mut()?;
            let before = items.len();
            items.retain(|item| !item["id"].as_str().is_some_and(withdrawn));
            (items.len() < before).then(|| format!("{feed:#}\n").into_bytes())
        }
        Format::Rss | Format::Atom => {
            let cut = items(document, withdrawn)?;
            let mut rest = Vec::with_capacity(document.len());
            let mut from = 0;
            for range in &cut {
                rest.extend_from_slice(document[from..range.start].trim_ascii_end());
                from = range.end;
            }
            rest.extend_from_slice(&document[from..]);
            (!cut.is_empty()).then_some(rest)
        }
    }
}

/// The bytes of the items whose ids are withdrawn.
fn items(document: &[u8], withdrawn: &dyn Fn(&str) -> bool) -> Option<Vec<Range<usize>>> {
    let mut reader = quick_xml::Reader::from_reader(document);
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut item: Option<(usize, usize, bool)> = None;
    let mut id_from = None;
    loop {
        let before = reader.buffer_position() as usize;
        match reader.read_event().ok()? {
            Event::Start(e) => {
                depth += 1;
                match (e.name().as_ref(), item) {
                    ("item" | "entry", None) => item = Some((before, depth, false)),
                    ("guid" | "id", Some((_, at, _))) if depth == at + 1 => {
                        id_from = Some(reader.buffer_position() as usize);
                    }
                    _ => {}
                }
            }
            Event::End(_) => {
                if let (Some(from), Some((_, at, gone))) = (id_from, &mut item)
                    && depth == *at + 1
                {
                    id_from = None;
                    let raw = std::str::from_utf8(&document[from..before]).ok()?;
                    let id = quick_xml::escape::unescape(raw.trim()).ok()?;
                    *gone |= withdrawn(&id);
                }
                if let Some((start, at, gone)) = item
                    && depth == at
                {
                    if gone {
                        found.push(start..reader.buffer_position() as usize);
                    }
                    item = None;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Eof => return Some(found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_withdrawn_item_goes() {
        let rss = "<rss><channel>\n  <item>\n    <guid isPermaLink=\"false\">a&amp;b</guid>\n  </item>\n  <item>\n    <guid>c</guid>\n    <x><![CDATA[<item><guid>a&b</guid></item>]]></x>\n  </item>\n</channel></rss>\n";
        let rest = without(Format::Rss, rss.as_bytes(), &|id| id == "a&b").unwrap();
        let rest = String::from_utf8(rest).unwrap();
        assert_eq!(rest, rss.replace("\n  <item>\n    <guid isPermaLink=\"false\">a&amp;b</guid>\n  </item>", ""));
        assert_eq!(without(Format::Rss, rss.as_bytes(), &|id| id == "x"), None);
        let json = r#"{"items":[{"id":"a"},{"id":"b"}]}"#;
        let rest = without(Format::Json, json.as_bytes(), &|id| id == "a").unwrap();
        assert!(!String::from_utf8(rest).unwrap().contains("\"a\""));
    }
}
