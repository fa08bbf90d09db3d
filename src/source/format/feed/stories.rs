//! One story in several feeds: it is one article, and the original stands.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::Feed;
use crate::article::{Location, Position, Stub};
use crate::source::format::{self, Split};
use crate::source::read::{self, Job, Stretch};
use crate::source::record::{Aim, Record};
use crate::source::{Context, Listing};

/// Letters of the shortest title by which stories are one.
const SHORTEST: usize = 16;

/// By what an item is known as a story.
#[derive(Clone, Debug)]
pub(in crate::source) struct Story {
    at: Position,
    /// Its id, its address, its title and day, each in one form, as far as it has them.
    keys: Vec<String>,
    /// Whether its feed is of the site that its page is of.
    is_original: bool,
}

impl Story {
    pub(super) fn of(record: &Record<'_>, at: Position, feed: &Feed) -> Self {
        let mut keys = Vec::new();
        keys.extend(record.id.as_deref().map(|id| format!("id {id}")));
        // The id of one feed may be the address of another.
        for address in [record.url.as_deref(), record.id.as_deref().filter(|id| id.starts_with("http"))] {
            keys.extend(address.and_then(canonical).map(|address| format!("at {address}")));
        }
        if let (Some(title), Some(date)) = (&record.title, record.published.or(record.updated)) {
            let letters: String = title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            if letters.chars().count() >= SHORTEST {
                keys.push(format!("on {} {letters}", date.to_utc().date_naive()));
            }
        }
        let host = |url: &str| Url::parse(url).ok().and_then(|url| url.host_str().map(site_of));
        let of_feed = feed.link.as_deref().and_then(host);
        let is_taken_over = record.origin.as_ref().and_then(|origin| host(origin.url.as_deref()?)) != of_feed;
        let is_original = !is_taken_over && record.url.as_deref().and_then(host) == of_feed;
        Self { at, keys, is_original }
    }
}

fn site_of(host: &str) -> String {
    host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase()
}

/// An address in one form: without protocol, what only counts readers, fragment and slash at its end.
pub(crate) fn canonical(address: &str) -> Option<String> {
    const COUNTING: [&str; 8] = ["fbclid", "gclid", "cmpid", "ocid", "cid", "ref", "source", "xtor"];
    let url = Url::parse(address).ok()?;
    let host = site_of(url.host_str()?);
    let is_counting = |name: &str| {
        name.starts_with("utm_")
            || name.starts_with("at_")
            || COUNTING.iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    let mut query: Vec<String> = url
        .query_pairs()
        .filter(|(name, _)| !is_counting(name))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    query.sort_unstable();
    let path = url.path().trim_end_matches('/');
    Some(format!("{host}{path}?{}", query.join("&")))
}

/// An item among those that are compared.
struct Item<'s> {
    stub: u32,
    of: &'s Stub,
    story: Story,
}

/// The stubs of feeds that are stories of others, which stand. What readers know already stays, then the original,
/// then what was published first.
/// Also returns which stubs are items of feeds at all.
pub(in crate::source) fn repeated(
    site: &Context,
    listings: &[Listing],
    stubs: &[Stub],
    is_known: &dyn Fn(&[&str]) -> Vec<bool>,
) -> (HashSet<u32>, Vec<u32>) {
    let items = items(site, listings, stubs);
    let ids: Vec<&str> = items.iter().map(|item| &*item.of.id).collect();
    let known = if ids.is_empty() { Vec::new() } else { is_known(&ids) };
    let unit = |n: usize| (items[n].of.at.source, items[n].of.at.unit);
    // Each group by the first of its items that stands, and the files that it has items of.
    let mut groups: Vec<(usize, HashSet<(u16, u32)>)> = Vec::new();
    let mut by_key: HashMap<&str, usize> = HashMap::new();
    let mut left_out = HashSet::new();
    for n in 0..items.len() {
        let keys = &items[n].story.keys;
        // Two items of one feed are two.
        let found =
            keys.iter().find_map(|key| by_key.get(&**key).copied().filter(|g| !groups[*g].1.contains(&unit(n))));
        let group = found.unwrap_or_else(|| {
            groups.push((n, HashSet::new()));
            groups.len() - 1
        });
        let (stands, files) = &mut groups[group];
        files.insert(unit(n));
        for key in keys {
            by_key.entry(key).or_insert(group);
        }
        if *stands != n {
            let better = is_better(&items[n], &items[*stands], (known.get(n), known.get(*stands)));
            let loser = if better { std::mem::replace(stands, n) } else { n };
            left_out.insert(items[loser].stub);
        }
    }
    (left_out, items.iter().map(|item| item.stub).collect())
}

fn is_better(new: &Item<'_>, old: &Item<'_>, known: (Option<&bool>, Option<&bool>)) -> bool {
    let of = |item: &Item<'_>, known: Option<&bool>| (known == Some(&true), item.story.is_original);
    let (a, b) = (of(new, known.0), of(old, known.1));
    if a != b {
        return a > b;
    }
    let date = |item: &Item<'_>| item.of.updated.max(item.of.published);
    // Of one feed that was kept twice the newest stands, of two feeds the first.
    if new.of.id == old.of.id { date(new) > date(old) } else { new.of.published < old.of.published }
}

/// The items of all feeds.
fn items<'s>(site: &Context, listings: &[Listing], stubs: &'s [Stub]) -> Vec<Item<'s>> {
    let mut found = Vec::new();
    let mut next = 0;
    for of_unit in stubs.chunk_by(|a, b| (a.at.source, a.at.unit) == (b.at.source, b.at.unit)) {
        let numbers = next..;
        next += of_unit.len() as u32;
        let Location { source, unit, record, .. } = of_unit[0].at;
        let Some(listing) = listings.get(usize::from(source)).filter(|_| record.of_many().is_some()) else { continue };
        let stories = stories(site, listing, source, unit);
        for (stub, number) in of_unit.iter().zip(numbers) {
            if let Ok(n) = stories.binary_search_by_key(&stub.at.record, |story| story.at) {
                found.push(Item { stub: number, of: stub, story: stories[n].clone() });
            }
        }
    }
    found
}

/// Bytes of a file in which its root, or its version, stands.
const HEAD: u64 = 64 << 10;

/// The stories of a file, if that is a feed.
fn stories(site: &Context, listing: &Listing, source: u16, number: u32) -> Vec<Story> {
    let (Some(about), Some(unit)) = (read::about(site, source, listing, number), listing.units.get(number as usize))
    else {
        return Vec::new();
    };
    if !format::is_xml(about.format) && !matches!(about.split, Split::Items(_)) {
        return Vec::new();
    }
    let defaults = site.defaults(about.source, Aim::Stub);
    let mut job = Job::new(&about, &defaults, Aim::Stub);
    job.stories = Some(Vec::new());
    // What cannot be read was told when it was scanned.
    let _ = listing.supply.scan(unit, &mut |opened| {
        let mut head = vec![0; unit.size.min(HEAD) as usize];
        if opened.read_exact_at(&mut head, 0).is_ok() && is_feed(about.format, &head) {
            job.unit(opened);
        }
    });
    job.stories.unwrap_or_default()
}

fn is_feed(given: &'static format::Format, head: &[u8]) -> bool {
    if format::by_version(given, head).is_some() {
        return true;
    }
    if !format::is_xml(given) {
        return false;
    }
    let (text, _) = (given.notation.decode)(head.into());
    let stretch = Stretch::whole("".into(), text.trim_start_matches('\u{FEFF}'), given.notation);
    format::by_root(given, &stretch).is_ok_and(|format| std::ptr::eq(format, &raw const super::FORMAT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_form() {
        for address in [
            "https://a.example/b/?x=1&utm_source=rss#c",
            "http://www.a.example/b?x=1",
            "https://A.example/b?fbclid=2&x=1&at_medium=RSS",
        ] {
            assert_eq!(canonical(address).as_deref(), Some("a.example/b?x=1"), "{address}");
        }
        assert_ne!(canonical("https://a.example/?p=1"), canonical("https://a.example/?p=2"));
        assert_eq!(canonical("urn:x:1"), None);
    }
}
