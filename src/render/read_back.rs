//! What others read in documents, by the crates `rss` and `atom_syndication`.

use crate::config::Format;

/// Whether others read in `rest` what they read in `standing`, but for the items of some ids; else why not.
pub fn same_without(format: Format, standing: &str, rest: &str, struck: impl Fn(&str) -> bool) -> Result<(), String> {
    let same = match format {
        Format::Rss => {
            let mut before = read_rss(standing)?;
            before.items.retain(|item| !item.guid.as_ref().is_some_and(|guid| struck(&guid.value)));
            before == read_rss(rest)?
        }
        Format::Atom => {
            let mut before = read_atom(standing)?;
            before.entries.retain(|entry| !struck(&entry.id));
            before == read_atom(rest)?
        }
        Format::Json => {
            let mut before = read_json(standing)?;
            if let Some(items) = before.get_mut("items").and_then(|items| items.as_array_mut()) {
                items.retain(|item| !item["id"].as_str().is_some_and(&struck));
            }
            before == read_json(rest)?
        }
    };
    if same { Ok(()) } else { Err("something besides the articles changes".to_owned()) }
}

fn read_rss(document: &str) -> Result<::rss::Channel, String> {
    ::rss::Channel::read_from(document.as_bytes()).map_err(|e| e.to_string())
}

fn read_atom(document: &str) -> Result<atom_syndication::Feed, String> {
    atom_syndication::Feed::read_from(document.as_bytes()).map_err(|e| e.to_string())
}

fn read_json(document: &str) -> Result<serde_json::Value, String> {
    serde_json::from_str(document).map_err(|e| e.to_string())
}
