//! Asks for the pages that a sitemap lists: the newest, and each only when the sitemap or its server says that it changed.

use std::collections::HashSet;
use std::io::Read as _;

use url::Url;

use super::courtesy;
use super::draw::{Answer, Asking, Drawn, Fault, Folders, MAX_PAGES, keep};
use super::kept::{Failing, Kept, Page, digits};
use super::look::bounded;
use crate::config::RemoteAddress;
use crate::source::element::{child, children, line};
use crate::source::node::Node;
use crate::source::notation::xml;
use crate::source::read::Stretch;
use crate::source::supply::bytes::{MAX_UNIT, unmarked};

/// Sitemaps that an index is followed to.
const MAX_SITEMAPS: usize = 50;

/// Addresses of one host that are remembered.
const MAX_LISTED: usize = 500_000;

/// An address that a sitemap lists.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Listed {
    url: Url,
    /// When it changed last.
    changed: Option<String>,
}

/// What a sitemap is.
#[derive(Debug)]
enum Sitemap {
    /// A list of sitemaps.
    Index(Vec<Listed>),
    /// A list of pages.
    Pages(Vec<Listed>),
}

/// Draws the pages that the sitemap at an address lists.
pub(super) fn draw(
    asking: &Asking,
    address: &str,
    known: &Kept,
    folders: Folders<'_>,
    now: i64,
) -> Result<Drawn, Fault> {
    let own = RemoteAddress::parse(address)?.url(1, "")?;
    let (first, rest) = read(asking, &own, &own)?;
    let mut pages = match first {
        Sitemap::Pages(pages) => pages,
        Sitemap::Index(sitemaps) => {
            let mut pages = Vec::new();
            for listed in newest_first(sitemaps).into_iter().take(MAX_SITEMAPS) {
                match read(asking, &own, &listed.url)?.0 {
                    Sitemap::Pages(more) => pages.extend(more),
                    // An index in an index is none, by the protocol.
                    Sitemap::Index(_) => {}
                }
                pages.truncate(MAX_LISTED);
            }
            pages
        }
    };
    // A sitemap speaks of its own host alone.
    pages.retain(|page| page.url.host_str() == own.host_str() && page.url.scheme().starts_with("http"));
    let mut met = HashSet::new();
    pages.retain(|page| met.insert(page.url.to_string()));
    let most = asking.pages.unwrap_or(MAX_PAGES) as usize;
    let mut kept = Kept { read: now, cut: pages.len() > most, ..Kept::default() };
    kept.until = now + asking.interval.map_or(rest, |interval| interval.as_secs() as i64);
    let mut failed: Vec<(String, String)> = Vec::new();
    for listed in newest_first(pages).into_iter().take(most) {
        let asked = digits(listed.url.as_str().as_bytes());
        let before = known.pages.iter().find(|page| page.asked == asked);
        if let Some(page) = before.filter(|page| listed.changed.is_some() && page.listed == listed.changed) {
            kept.pages.push(page.clone());
            continue;
        }
        // Only the first page of an address is the address itself.
        match asking.ask(&own, &listed.url, 2, before) {
            Ok(Answer::End) | Err(Fault::Gone) => {}
            Ok(Answer::Same(_)) => {
                kept.pages.extend(before.map(|page| Page { listed: listed.changed, ..page.clone() }));
            }
            Ok(Answer::New(response, bytes, look)) => {
                let field = |name: &str| courtesy::field(&response.fields, name).map(str::to_owned);
                let page = Page {
                    asked,
                    etag: field("etag"),
                    modified: field("last-modified"),
                    hash: digits(&bytes),
                    size: bytes.len() as u64,
                    ending: look.ending,
                    listed: listed.changed,
                    address: Some(listed.url.to_string()),
                    ..Page::default()
                };
                keep(folders, &page, &bytes)?;
                kept.pages.push(page);
            }
            Err(Fault::Fails(why, _)) => {
                failed.push((listed.url.to_string(), why));
                kept.pages.extend(before.cloned());
            }
        }
    }
    if let [(url, why), ..] = &failed[..] {
        let name = RemoteAddress::names(std::slice::from_ref(url)).pop().unwrap_or_default();
        let why = why.strip_prefix("page 2: ").unwrap_or(why);
        let why = format!("{} of its pages cannot be read, the first of them `{name}`: {why}", failed.len());
        let since = known.failing.as_ref().map_or(now, |failing| failing.since);
        // The others are new: only those that failed are asked for again.
        (kept.failing, kept.until) = (Some(Failing { since, why }), 0);
    }
    let said = asking.left_out(&kept).into_iter().collect();
    Ok(Drawn { kept, news: None, said })
}

/// A sitemap, and how long it stands.
fn read(asking: &Asking, own: &Url, url: &Url) -> Result<(Sitemap, i64), Fault> {
    let mut response = asking.request(own, url, None)?;
    match response.status {
        200 => {}
        410 if own == url => return Err(Fault::Gone),
        _ => return Err(Fault::of(&response, |why| format!("{why} for `{}`", url.path()))),
    }
    let bytes = bounded(&mut response.body, MAX_UNIT).map_err(|error| format!("the answer cannot be read: {error}"))?;
    let bytes = if bytes.starts_with(&[0x1F, 0x8B]) {
        let mut whole = Vec::new();
        let mut packed = flate2::read::MultiGzDecoder::new(&bytes[..]).take(MAX_UNIT + 1);
        packed.read_to_end(&mut whole).map_err(|error| format!("the sitemap cannot be unpacked: {error}"))?;
        if whole.len() as u64 > MAX_UNIT {
            return Err(format!("the sitemap has more than {MAX_UNIT} bytes").into());
        }
        whole
    } else {
        bytes
    };
    let rest = courtesy::stands_for(&response.fields, b"").as_secs() as i64;
    let base = Url::parse(&response.url).unwrap_or_else(|_| url.clone());
    Ok((parse(bytes, &base)?, rest))
}

fn parse(bytes: Vec<u8>, base: &Url) -> Result<Sitemap, String> {
    let (text, _) = (xml::NOTATION.decode)(bytes.into());
    let stretch = Stretch::whole("".into(), unmarked(&text), &xml::NOTATION);
    let document = stretch.tree(None).map_err(|fault| format!("the sitemap is no XML: {}", fault.message))?;
    let listed = |node: &Node<'_>, name: &str| -> Vec<Listed> {
        children(node, name)
            .filter_map(|entry| {
                let url = base.join(child(entry, "loc").and_then(line)?.trim()).ok()?;
                let changed = child(entry, "lastmod").and_then(line).map(std::borrow::Cow::into_owned);
                Some(Listed { url, changed })
            })
            .take(MAX_LISTED)
            .collect()
    };
    if let Some(index) = child(&document, "sitemapindex") {
        return Ok(Sitemap::Index(listed(index, "sitemap")));
    }
    match child(&document, "urlset") {
        Some(set) => Ok(Sitemap::Pages(listed(set, "url"))),
        None => Err("the answer is no sitemap: its root is neither `urlset` nor `sitemapindex`".to_owned()),
    }
}

/// Those that changed last first; those of which nobody says so stay in their order behind.
fn newest_first(mut all: Vec<Listed>) -> Vec<Listed> {
    let moment = |listed: &Listed| -> Option<i64> {
        let text = listed.changed.as_deref()?;
        let day = || chrono::NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok();
        let exact = chrono::DateTime::parse_from_rfc3339(text).map(|at| at.timestamp());
        exact.ok().or_else(|| Some(day()?.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()))
    };
    all.sort_by_cached_key(|listed| std::cmp::Reverse(moment(listed)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, String> {
        let base = Url::parse("https://a.example/sitemap.xml").unwrap();
        let all = match parse(text.as_bytes().to_vec(), &base)? {
            Sitemap::Index(all) | Sitemap::Pages(all) => all,
        };
        Ok(newest_first(all).into_iter().map(|listed| listed.url.to_string()).collect())
    }

    #[test]
    fn pages_and_sitemaps_are_listed_the_newest_first() {
        let list = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc> https://a.example/1 </loc></url>\
                    <url><loc>/2?a=1&amp;b=2</loc><lastmod>2026-05-01</lastmod></url><url><lastmod>2026-05-01</lastmod></url>\
                    <url><loc>https://a.example/3</loc><lastmod>2026-05-01T08:00:00+02:00</lastmod></url></urlset>";
        let pages = ["https://a.example/3", "https://a.example/2?a=1&b=2", "https://a.example/1"];
        assert_eq!(read(list).unwrap(), pages);
        let index = list.replace("urlset", "sitemapindex").replace("url>", "sitemap>");
        assert_eq!(read(&index).unwrap(), pages);
        assert!(read("<rss/>").unwrap_err().contains("no sitemap") && read("x").unwrap_err().contains("no XML"));
    }
}
