//! Our verdict on well-formedness, held against expat and libxml2 over mutated documents.
//!
//! Both judges are programs; where one is absent the test says so and passes. Where the two
//! disagree we must side with one of them. Classes in which they are known to disagree: names in
//! other scripts (expat keeps to an older edition), encodings (libxml2 knows more), entities after
//! an external subset (libxml2 warns), namespaces (libxml2 reports and goes on), nesting over 256
//! levels and the length of names (libxml2 has limits).

#![allow(clippy::print_stdout, reason = "its figures are its result")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use feedwright::check::{Options, check, rule};
use feedwright::diagnostic::Severity;

use crate::outside::missing;

/// How many documents are judged in one run.
const MUTANTS: usize = 2000;

/// Documents that are well-formed, with every construct of XML among them.
const FIXTURES: &[&str] = &[
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:media='http://search.yahoo.com/mrss/'><channel>\
     <title>A &amp; B &lt;c&gt; &#169; &#xA9;</title><!-- a - b --><item><guid isPermaLink=\"false\">1</guid>\
     <description><![CDATA[<p>x & y ]] > z</p>]]></description><media:content url=\"a?b=1&amp;c=2\" medium='image' /></item>\
     </channel></rss>\n",
    "<?xml version='1.0'?><?style a=\"b\"?><!-- one --><feed xmlns='http://www.w3.org/2005/Atom' xml:lang=\"en\">\
     <title type='text'>é ü 漢字</title><entry><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a<br/>b</p>\
     </div></content></entry></feed><!-- end --><?end?>",
    "<!DOCTYPE rss [<!ENTITY nbsp \"&#160;\"><!ENTITY both \"&nbsp;and&nbsp;\"><!ELEMENT rss (channel)><!ATTLIST rss version CDATA #IMPLIED>\
     <!NOTATION n SYSTEM \"n\"><!-- c --><?p i?>]><rss version=\"&nbsp;\"><channel>&both;</channel></rss>",
    "<a b=\"1\" c='2' d=\"&#60;\"\n e = \"f\"><b:c xmlns:b=\"urn:b\" b:d=\"1\" d=\"1\"/>]]&gt; ]] &gt; text\r\nmore\rend</a >",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\" ?><x.y-z_1 xmlns=\"\"><_a/><a.b/></x.y-z_1>",
    "<!DOCTYPE a SYSTEM \"a.dtd\" [<!ENTITY e '<b>x</b>'><!ENTITY f 'y'>]><a>&e;<c d=\"&f;\"/></a>",
];

/// Pieces that make trouble where they do not belong.
const PIECES: &[&str] = &[
    "<",
    ">",
    "&",
    "]]>",
    "--",
    "-->",
    "<!--",
    "\"",
    "'",
    "=",
    " ",
    "\n",
    "/",
    "?>",
    "<?",
    "<?xml ?>",
    "<![CDATA[",
    "<a>",
    "</a>",
    "<a/>",
    "&nbsp;",
    "&#0;",
    "&#xFFFE;",
    "&#38;",
    "\u{b}",
    "\u{FFFF}",
    "x",
    ":",
    "a:b=\"\"",
    " b=\"1\"",
    " b=\"1\"",
    "xmlns:q=\"\"",
    "xmlns=\"urn:x\" ",
    "1",
    "é",
    "]",
    "[",
    "<!",
    "<!DOCTYPE a>",
    "%",
    ";",
    "</",
    "&a",
    "&;",
    "version=\"1.0\"",
    "\t",
    "-",
    "<b",
];

/// Random numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

fn mutant(number: usize) -> Vec<u8> {
    let mut random = Numbers(number as u64 * 7919 + 1);
    let mut bytes = FIXTURES[number % FIXTURES.len()].as_bytes().to_vec();
    for _ in 0..=random.below(2) {
        let at = random.below(bytes.len());
        match random.below(8) {
            0 => {
                bytes.remove(at);
            }
            1 => {
                let end = (at + random.below(12)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let end = (at + random.below(20)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, part);
            }
            3 => bytes.truncate(at),
            4 => bytes[at] = b" <>&'\"=/x1"[random.below(10)],
            5 => bytes[at] = random.below(256) as u8,
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
        if bytes.is_empty() {
            bytes.push(b' ');
        }
    }
    bytes
}

/// The codes that mean "not well-formed".
fn xml_codes() -> Vec<&'static str> {
    // What is no matter of well-formedness, although XML's rules are about it.
    let other = ["xml-version", "wrong-encoding", "not-a-feed"];
    rule::all()
        .into_iter()
        .filter(|rule| rule.severity == Severity::Error && rule.spec.url.starts_with("https://www.w3.org/TR/xml"))
        .map(|rule| rule.code)
        .filter(|code| !other.contains(code))
        .collect()
}

/// Whether we call it well-formed, and what we say against it.
fn ours(document: &[u8], xml: &[&str]) -> (bool, Vec<&'static str>) {
    let report = check(document, &Options::new("mutant"));
    let found: Vec<&str> = report.findings.iter().map(|d| d.code).filter(|code| xml.contains(code)).collect();
    (found.is_empty(), found)
}

/// What expat says of each file; `None` when there is no Python.
fn expat(folder: &Path) -> Option<Vec<bool>> {
    let script = "
import sys, os
from xml.parsers import expat
for n in sorted(os.listdir(sys.argv[1])):
    # expat refuses a namespace name that holds the separator: one that attributes hardly ever hold.
    p = expat.ParserCreate(namespace_separator='\\n')
    try:
        p.Parse(open(os.path.join(sys.argv[1], n), 'rb').read(), True)
        print(1)
    except Exception:
        print(0)
";
    let output = Command::new("python3").arg("-c").arg(script).arg(folder).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).lines().map(|line| line == "1").collect())
}

/// What libxml2 says of each file; `None` when there is no xmllint.
fn libxml2(folder: &Path, names: &[String]) -> Option<Vec<bool>> {
    let output = Command::new("xmllint").arg("--noout").arg("--nonet").args(names).current_dir(folder).output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    Some(
        names
            .iter()
            .map(|name| {
                !said.lines().any(|line| {
                    line.strip_prefix(name.as_str()).is_some_and(|rest| {
                        rest.starts_with(':') && (rest.contains("parser error") || rest.contains("namespace error"))
                    })
                })
            })
            .collect(),
    )
}

#[test]
fn our_verdict_is_that_of_expat_and_libxml2() {
    let folder = tempfile::tempdir().unwrap();
    let documents: Vec<Vec<u8>> =
        FIXTURES.iter().map(|f| f.as_bytes().to_vec()).chain((0..MUTANTS).map(mutant)).collect();
    let names: Vec<String> = (0..documents.len()).map(|i| format!("{i:05}.xml")).collect();
    for (name, document) in names.iter().zip(&documents) {
        std::fs::write(folder.path().join(name), document).unwrap();
    }
    let (Some(expat), Some(libxml2)) = (expat(folder.path()), libxml2(folder.path(), &names)) else {
        missing("one of the judges, python3 and xmllint, is not installed");
        return;
    };
    let xml = xml_codes();
    let (mut wrong, mut divided, mut well_formed) = (String::new(), 0, 0);
    for (i, document) in documents.iter().enumerate() {
        let (ours, found) = ours(document, &xml);
        well_formed += usize::from(ours);
        let judges = [expat[i], libxml2[i]];
        if judges.contains(&!ours) {
            if judges.contains(&ours) {
                divided += 1;
            } else {
                let _ = writeln!(wrong, "{ours} {found:?}: {}", String::from_utf8_lossy(document));
            }
        }
    }
    println!("{} documents, {well_formed} well-formed; the judges disagree on {divided}", documents.len());
    assert!(wrong.is_empty(), "we stand alone with these verdicts:\n{wrong}");
    assert!(divided * 20 < documents.len(), "the judges disagree on {divided}: look into it");
}

#[test]
fn every_fixture_is_well_formed() {
    for fixture in FIXTURES {
        assert_eq!(ours(fixture.as_bytes(), &xml_codes()), (true, Vec::new()), "{fixture}");
    }
}
