//! Whatever is read, checking ends with a finding, within bounded memory.

use std::fmt::Write as _;
use std::io::{BufReader, Read};

use feedwright::check::{Limits, Options, check};

/// A document of any length that takes no memory: a beginning, and a unit repeated.
struct Endless {
    before: &'static [u8],
    unit: &'static [u8],
    left: usize,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if !self.before.is_empty() {
            let n = self.before.read(into)?;
            return Ok(n);
        }
        let n = into.len().min(self.left);
        for byte in &mut into[..n] {
            *byte = self.unit[self.at];
            self.at = (self.at + 1) % self.unit.len();
        }
        self.left -= n;
        Ok(n)
    }
}

/// The codes found in such a document, with the usual limits cut to a sixteenth.
fn codes(before: &'static str, unit: &'static str, length: usize) -> Vec<&'static str> {
    let usual = Limits::default();
    let mut options = Options::new("endless");
    options.limits = Limits { token: usual.token / 16, item: usual.item / 16, nodes: usual.nodes / 16, ..usual };
    options.max_findings = 50;
    let document = Endless { before: before.as_bytes(), unit: unit.as_bytes(), left: length, at: 0 };
    let report = check(BufReader::new(document), &options);
    report.findings.iter().map(|d| d.code).collect()
}

const GIGABYTE: usize = 1 << 30;

#[test]
fn one_element_of_a_gigabyte_is_a_finding() {
    assert!(codes("<rss version='2.0'><channel><title>", "news ", GIGABYTE).contains(&"token-too-long"));
}

#[test]
fn an_attribute_of_a_hundred_megabytes_is_a_finding() {
    assert!(codes("<rss version='2.0'><channel><item a='", "x", 100 << 20).contains(&"token-too-long"));
}

#[test]
fn a_hundred_thousand_levels_are_a_finding() {
    assert!(codes("<rss version='2.0'><channel>", "<a>", 300_000).contains(&"nested-too-deep"));
}

#[test]
fn an_endless_item_is_a_finding() {
    assert!(codes("<rss version='2.0'><channel><item>", "<title>a</title>", GIGABYTE).contains(&"too-many-elements"));
    assert!(
        codes("<rss version='2.0'><channel><item><!--", "--><!-- aaaaaaaaaaaa bbbbbbbbbbbb cccccccccccc", GIGABYTE)
            .contains(&"item-too-long")
    );
}

#[test]
fn a_hundred_thousand_attributes_are_compared() {
    let attributes: String = (0..100_000).map(|i| format!(" a{i}=''")).collect();
    let document = format!("<rss version='2.0'{attributes} a7=''><channel/></rss>");
    let report = check(document.as_bytes(), &Options { max_findings: 50, ..Options::new("wide") });
    assert!(!report.valid);
}

#[test]
fn a_billion_laughs_are_one_finding() {
    let mut subset = String::from("<!ENTITY a0 'ha'>");
    for i in 1..40 {
        let ten = format!("&a{};", i - 1).repeat(10);
        let _ = write!(subset, "<!ENTITY a{i} '{ten}'>");
    }
    let document = format!("<!DOCTYPE rss [{subset}]><rss version='2.0'><channel><title>&a39;</title></channel></rss>");
    let report = check(document.as_bytes(), &Options::new("laughs"));
    assert!(report.findings.iter().any(|d| d.code == "entity-expansion"));
}

#[test]
fn what_a_finding_quotes_is_bounded() {
    let long = "x".repeat(1 << 20);
    let xml = format!(
        "<rss version='2.0'><channel><{long}>a</{long}><item><pubDate {long}='1'>{long}</pubDate></item></channel></rss>"
    );
    let json = format!(
        "{{\"version\": \"{long}\", \"{long}\": 1, \"items\": [{{\"id\": \"{long}\", \"url\": \"{long}\", \"date_published\": \"{long}\"}}]}}"
    );
    for document in [xml, json] {
        let report = check(document.as_bytes(), &Options::new("long"));
        assert!(report.findings.len() > 1, "{}", report.findings.len());
        for d in report.findings {
            let texts = [Some(d.message.len()), d.help.map(|h| h.len()), d.excerpt.map(|e| e.text.len())];
            let finding = d.finding.unwrap();
            let names = [finding.element.map(|e| e.len()), finding.value.map(|v| v.len())];
            for length in texts.into_iter().chain(names).flatten() {
                assert!(length < 1000, "{}: {length} bytes", d.code);
            }
        }
    }
}
