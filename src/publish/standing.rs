//! What stands on a shelf: whether it is a feed, whether it is what is to be published, and how old it is.

use std::io::{self, BufReader, Read};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::new_file::BLOCK;

/// A moment that is after `floor` by the second, since that is how fine `Last-Modified` is; the
/// present one where the clock allows.
pub(super) fn later(floor: i64) -> i64 {
    const SECOND: i64 = 1_000_000_000;
    let now =
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| i64::try_from(d.as_nanos()).unwrap_or(i64::MAX));
    if floor == i64::MIN || now.div_euclid(SECOND) > floor.div_euclid(SECOND) {
        now
    } else {
        floor.div_euclid(SECOND).saturating_add(1).saturating_mul(SECOND)
    }
}

/// The moment so many nanoseconds after 1970.
pub(super) fn time_of(mtime_ns: i64) -> SystemTime {
    let distance = Duration::from_nanos(mtime_ns.unsigned_abs());
    if mtime_ns < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance }
}

/// Whether a file holds exactly what `other` gives.
pub(super) fn equal(mut file: impl Read, mut other: impl Read) -> io::Result<bool> {
    let (mut left, mut right) = (vec![0; BLOCK], vec![0; BLOCK]);
    loop {
        let n = fill(&mut file, &mut left)?;
        if fill(&mut other, &mut right)? != n || left[..n] != right[..n] {
            return Ok(false);
        }
        if n == 0 {
            return Ok(true);
        }
    }
}

fn fill(from: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    let mut n = 0;
    while n < block.len() {
        match from.read(&mut block[n..]) {
            Ok(0) => break,
            Ok(read) => n += read,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(n)
}

/// How much of a file is looked at to tell whether it is a feed.
const LOOK_AT: u64 = 64 * 1024;

/// Whether a file looks like a feed, or like one of the other documents that feeds are written as.
pub(super) fn is_feed(file: impl Read) -> io::Result<bool> {
    let mut start = Vec::new();
    BufReader::new(file).take(LOOK_AT).read_to_end(&mut start)?;
    let text = String::from_utf8_lossy(&start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        return Ok(text.contains("jsonfeed.org/version/"));
    }
    if text.starts_with('[') {
        return Ok(text.contains("ninjs") || text.contains("/article.json"));
    }
    if text.starts_with("<!DOCTYPE html>") {
        return Ok(text.contains("name=\"digest-by\""));
    }
    if text.starts_with("Subject: ") {
        return Ok(true);
    }
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Start(e) | quick_xml::events::Event::Empty(e)) => {
                return Ok(matches!(
                    e.local_name().as_ref(),
                    "rss" | "feed" | "RDF" | "urlset" | "sitemapindex" | "newsMessage"
                ));
            }
            Ok(quick_xml::events::Event::Eof) | Err(_) => return Ok(false),
            Ok(_) => {}
        }
    }
}

/// How a file says that it is one that feedwright writes beside feeds, each kind in its own words, which are none of
/// those in which feeds name their generator.
const MARKS: [&str; 7] = [
    "name=\"generator\" content=\"feedwright\"",
    "\"written-by\": \"feedwright\"",
    "\"generatorName\": \"feedwright\"",
    "\"generatorName\":\"feedwright\"",
    "<!-- generator: feedwright -->",
    "/* generator: feedwright */",
    "// generator: feedwright\n",
];

/// Whether a text says at its beginning that it is one of those that feedwright writes beside feeds.
pub fn is_beside(text: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&text[..text.len().min(MARKED)]);
    MARKS.iter().any(|mark| start.contains(mark))
}

/// How much of a file is looked at for its mark.
pub(super) const MARKED: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_told_from_other_files() {
        for (content, feed) in [
            ("<?xml version=\"1.0\"?>\n<!-- made elsewhere -->\n<rss version=\"2.0\"/>", true),
            ("\u{feff}<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>", true),
            ("<atom:feed xmlns:atom=\"http://www.w3.org/2005/Atom\"></atom:feed>", true),
            ("<rdf:RDF xmlns:rdf=\"x\"><channel/></rdf:RDF>", true),
            (" {\"version\": \"https://jsonfeed.org/version/1.1\"}", true),
            ("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"></urlset>", true),
            ("[{\"uri\": \"urn:x:1\", \"standard\": {\"name\": \"ninjs\"}}]", true),
            ("<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"/>", true),
            ("<!DOCTYPE html>\n<html><head><meta name=\"digest-by\" content=\"feedwright\"/></head></html>", true),
            ("Subject: The Harbour Courier\n\n", true),
            ("[{\"uri\": \"urn:x:1\", \"article\": \"1/article.json\"}]", true),
            ("[1]", false),
            ("{\"version\": 1}", false),
            ("<!DOCTYPE html><html></html>", false),
            ("rss feed", false),
            ("", false),
        ] {
            assert_eq!(is_feed(content.as_bytes()).unwrap(), feed, "{content}");
        }
    }

    #[test]
    fn files_are_equal_only_to_all_of_their_bytes() {
        let content = vec![7_u8; BLOCK + 10];
        assert!(equal(&content[..], &content[..]).unwrap());
        assert!(!equal(&content[..], &content[1..]).unwrap());
        let mut longer = content.clone();
        longer.push(7);
        assert!(!equal(&content[..], &longer[..]).unwrap());
        longer[BLOCK + 3] = 8;
        longer.pop();
        assert!(!equal(&content[..], &longer[..]).unwrap());
    }
}
