//! A bounded, deterministic run of the fuzzing that `fuzz/` does without end: no bytes make
//! checking panic, and the same bytes give the same report.

use feedwright::check::{Limits, Options, check};

const SEEDS: &[&[u8]] = &[
    b"<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>a</title>\
      <item><guid>1</guid><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate><description>&lt;p&gt;b&lt;/p&gt;</description>\
      <media:group><media:content url=\"https://example.org/a.jpg\" width=\"10\"/></media:group></item></channel></rss>",
    b"<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id><entry><content type=\"xhtml\">\
      <div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"b\">c</a></div></content><updated>2026-01-01T00:00:00Z</updated></entry></feed>",
    b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"a\", \"items\": [{\"id\": \"1\", \"content_html\": \"<p>b</p>\", \"x\": [1e9, null]}]}",
    b"<opml version=\"2.0\"><head><title>a</title></head><body><outline text=\"b\" type=\"rss\" xmlUrl=\"https://example.org/\"/></body></opml>",
    b"<!DOCTYPE rss [<!ENTITY a \"b&#99;\"><!ENTITY d \"&a;&a;\">]><rss version=\"2.0\"><channel><title>&d;</title></channel></rss>",
    b"\xff\xfe<\0r\0s\0s\0/\0>\0",
    b"<?xml version='1.0' encoding='shift_jis'?><rss><channel><title>\x83\x65\x83\x58</title></channel></rss>",
];

struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

fn mutant(number: usize) -> Vec<u8> {
    let mut random = Numbers(number as u64 * 104_729 + 3);
    let mut bytes = SEEDS[number % SEEDS.len()].to_vec();
    for _ in 0..=random.below(5) {
        let at = random.below(bytes.len());
        let end = (at + random.below(30)).min(bytes.len());
        match random.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, part);
            }
            2 => {
                // A part of another kind of document.
                let other = SEEDS[random.below(SEEDS.len())];
                let from = random.below(other.len());
                bytes.splice(at..end, other[from..(from + 40).min(other.len())].iter().copied());
            }
            3 => bytes.truncate(at),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.below(256) as u8;
                }
            }
        }
    }
    bytes
}

#[test]
fn no_bytes_make_checking_panic_and_the_same_bytes_give_the_same_report() {
    let mut options = Options::new("mutant");
    options.base = Some("https://example.org/feed".to_owned());
    options.now = chrono::DateTime::from_timestamp(1_795_000_000, 0);
    // Small limits bring their edges into reach.
    options.limits = Limits { token: 300, item: 2000, nodes: 60, depth: 6, expansion: 40 };
    for number in 0..4000 {
        let document = mutant(number);
        let report = check(&document[..], &options);
        for finding in &report.findings {
            if let Some(span) = finding.place.as_ref().and_then(|place| place.span) {
                assert!(span.line >= 1 && span.column >= 1, "{finding:?}");
                assert!((span.line, span.column) <= (span.end_line, span.end_column), "{finding:?}");
            }
        }
        if number % 8 == 0 {
            assert_eq!(check(&document[..], &options).findings, report.findings, "mutant {number}");
        }
    }
}
