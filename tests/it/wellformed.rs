//! Our verdict on well-formedness, held against expat and libxml2 over mutated documents.
//!
//! Both judges are programs; where one is absent the test says so and passes. Wherever one of them disagrees, a row of
//! [`EXPLAINED`] must say what makes ours right; `docs/xml.md` shows them. `FEEDWRIGHT_XML_MUTANTS=50000` tries more.

#![allow(clippy::print_stdout, reason = "its figures are its result")]

use std::collections::BTreeMap;
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
    "<!DOCTYPE a [<!ELEMENT a (#PCDATA|b|c)*><!ELEMENT b ((c,d?)|(e|f)+)*><!ELEMENT c EMPTY><!ELEMENT d (#PCDATA)><!ELEMENT e ANY>\
     <!ATTLIST a x CDATA 'y&#38;amp;z' id ID #IMPLIED k (one|2|-three) \"one\" xmlns:p NMTOKEN #FIXED ' urn:p '><!ATTLIST b>]>\
     <a><p:b x='1'/><b><c/></b></a>",
    "<?xml version='1.0' standalone='no'?><!DOCTYPE a [<!NOTATION gif PUBLIC '-//GIF//'><!NOTATION png SYSTEM \"png\">\
     <!ENTITY pic SYSTEM 'a.gif' NDATA gif><!ENTITY ext PUBLIC \"p\" 's'><!ATTLIST a n NOTATION (gif|png) #REQUIRED i ENTITY 'pic'>\
     <?pi in it?><!-- c -->]><a n='gif'>&ext;</a>",
    "<!DOCTYPE a [<!ENTITY % one '&#60;!ENTITY two \"2\"&#62;'>%one;<!ENTITY % three \"<!ATTLIST a t NMTOKENS ' b  c '>\">\n%three; ]>\
     <a>&two;</a>",
    "<!DOCTYPE a [<!ENTITY x \"<b c='&y;'>&z;</b><!-- n --><?p q?><![CDATA[ &#38; ]]>\"><!ENTITY y 'v&#38;#60;'><!ENTITY z '&y;&#38;amp;'>\
     <!ENTITY lt '&#38;#60;'><!ENTITY amp \"&#38;#38;\">]><a xmlns:n='urn:n'>&x;<n:d n:e='&y;'/>&lt;&amp;</a>",
];

/// A kind of documents on which another judge is wrong.
struct Explained {
    judge: &'static str,
    /// What the documents have.
    input: &'static str,
    /// What it says of them.
    said: &'static str,
    /// What we say of them; nothing where we accept them.
    code: &'static str,
    /// Whether a document is one of these.
    holds: fn(&str) -> bool,
    /// What makes ours right.
    clause: &'static str,
}

const EXPLAINED: &[Explained] = &[
    Explained {
        judge: "libxml2",
        input: "a namespace name that is no URI",
        said: "is not a valid URI",
        code: "",
        holds: |document| document.contains("xmlns"),
        clause: "Namespaces in XML 1.0, section 7: no constraint is about the form of the name (`malformed-namespace` says it)",
    },
    Explained {
        judge: "libxml2",
        input: "an entity that is not declared, in a document with an external subset",
        said: "not defined",
        code: "",
        holds: |document| document.contains("<!DOCTYPE a SYSTEM") || document.contains('%'),
        clause: "XML 1.0, section 4.1, Entity Declared: a matter of validity there (`skipped-entity` says it)",
    },
    Explained {
        judge: "libxml2",
        input: "a parameter entity that is not declared",
        said: "not found",
        code: "",
        holds: |document| document.contains('%'),
        clause: "XML 1.0, section 4.1, Entity Declared: for parameter entities a matter of validity",
    },
    Explained {
        judge: "libxml2",
        input: "a system identifier that is no URI",
        said: "Invalid URI",
        code: "",
        holds: |document| document.contains("<!DOCTYPE"),
        clause: "XML 1.0, section 4.2.2: not fatal, and nothing is fetched",
    },
    Explained {
        judge: "libxml2",
        input: "a system identifier with a fragment",
        said: "Fragment not allowed",
        code: "",
        holds: |document| document.contains("<!DOCTYPE"),
        clause: "XML 1.0, section 4.2.2: an error that is not fatal, and nothing is fetched",
    },
    Explained {
        judge: "expat",
        input: "a fault in the value of an entity, after a parameter entity that was not read",
        said: "accepts",
        code: "malformed-doctype",
        holds: |document| document.contains('%'),
        clause: "XML 1.0, section 5.1: the whole internal subset is checked, also what does not count",
    },
    Explained {
        judge: "libxml2",
        input: "names in declarations with a colon at an end, or with two",
        said: "accepts",
        code: "malformed-doctype",
        holds: |document| document.contains("<!DOCTYPE") && document.contains(':'),
        clause: "Namespaces in XML 1.0, sections 4 and 7",
    },
    Explained {
        judge: "expat",
        input: "an encoding by another of its names, such as `UTF8`",
        said: "",
        code: "",
        holds: |document| document.starts_with("<?xml") && !document.to_ascii_lowercase().contains("\"utf-8\""),
        clause: "XML 1.0, section 4.3.3: a processor may know more encodings and names than it must",
    },
    Explained {
        judge: "libxml2",
        input: "no white space after `<!DOCTYPE`",
        said: "accepts",
        code: "malformed-doctype",
        holds: |document| document.split("<!DOCTYPE").nth(1).is_some_and(|rest| !rest.starts_with([' ', '\n', '\t'])),
        clause: "XML 1.0, production 28",
    },
    Explained {
        judge: "libxml2",
        input: "no white space between the parts of the XML declaration",
        said: "accepts",
        code: "malformed-xml-declaration",
        holds: |document| document.starts_with("<?xml"),
        clause: "XML 1.0, productions 23, 32 and 80",
    },
    Explained {
        judge: "expat",
        input: "a version that is not 1 and a number, divided by a dot",
        said: "accepts",
        code: "malformed-xml-declaration",
        holds: |document| document.starts_with("<?xml"),
        clause: "XML 1.0, production 26",
    },
    Explained {
        judge: "both",
        input: "an encoding that nobody knows, such as `UTF-`",
        said: "accepts",
        code: "unknown-encoding",
        holds: |document| document.starts_with("<?xml"),
        clause: "XML 1.0, section 4.3.3: an encoding that cannot be processed is a fatal error",
    },
    Explained {
        judge: "both",
        input: "`]]>` in an entity that only an attribute refers to",
        said: "accepts",
        code: "malformed-entity",
        holds: |document| document.contains("]]>"),
        clause: "XML 1.0, sections 2.1 and 4.3.2: every entity that is referred to matches `content`",
    },
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
pub(crate) fn xml_codes() -> Vec<&'static str> {
    // What is no matter of well-formedness, although XML's rules are about it.
    let other = ["not-a-feed", "malformed-namespace"];
    rule::all()
        .into_iter()
        .filter(|rule| rule.severity == Severity::Error && rule.spec.url.starts_with("https://www.w3.org/TR/xml"))
        .map(|rule| rule.code)
        .filter(|code| !other.contains(code))
        .collect()
}

/// Whether we call it well-formed, and what we say against it.
pub(crate) fn ours(document: &[u8], xml: &[&str]) -> (bool, Vec<&'static str>) {
    let report = check(document, &Options::new("mutant"));
    let found: Vec<&str> = report.findings.iter().map(|d| d.code).filter(|code| xml.contains(code)).collect();
    (found.is_empty(), found)
}

/// What expat says against each file; `None` when there is no Python.
fn expat(folder: &Path) -> Option<Vec<Option<String>>> {
    let script = "
import sys, os
from xml.parsers import expat
for n in sorted(os.listdir(sys.argv[1])):
    # expat refuses a namespace name that holds the separator: one that attributes hardly ever hold.
    p = expat.ParserCreate(namespace_separator='\\n')
    p.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    try:
        p.Parse(open(os.path.join(sys.argv[1], n), 'rb').read(), True)
        print()
    except Exception as e:
        print(str(e).replace('\\n', ' '))
";
    let output = Command::new("python3").arg("-c").arg(script).arg(folder).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| said.lines().map(|line| (!line.is_empty()).then(|| line.to_owned())).collect())
}

/// What libxml2 says against each file; `None` when there is no xmllint.
fn libxml2(folder: &Path, names: &[String]) -> Option<Vec<Option<String>>> {
    let mut faults = BTreeMap::new();
    for some in names.chunks(5000) {
        let output =
            Command::new("xmllint").arg("--noout").arg("--nonet").args(some).current_dir(folder).output().ok()?;
        for line in String::from_utf8_lossy(&output.stderr).lines() {
            let Some((name, rest)) = line.split_once(".xml:") else { continue };
            if rest.contains("parser error") || rest.contains("namespace error") {
                faults.entry(format!("{name}.xml")).or_insert_with(|| rest.to_owned());
            }
        }
    }
    Some(names.iter().map(|name| faults.remove(name)).collect())
}

/// The documents to try: as many as the core suite has time for, or as the environment asks for.
fn documents() -> Vec<Vec<u8>> {
    let asked = std::env::var("FEEDWRIGHT_XML_MUTANTS").ok();
    let count = asked.map_or(MUTANTS, |asked| asked.parse().expect("FEEDWRIGHT_XML_MUTANTS is a number"));
    FIXTURES.iter().map(|f| f.as_bytes().to_vec()).chain((0..count).map(mutant)).collect()
}

#[test]
fn our_verdict_is_that_of_expat_and_libxml2() {
    let folder = tempfile::tempdir().unwrap();
    let documents = documents();
    let names: Vec<String> = (0..documents.len()).map(|i| format!("{i:06}.xml")).collect();
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
        for (judge, verdicts) in [("expat", &expat), ("libxml2", &libxml2)] {
            if verdicts[i].is_none() == ours {
                continue;
            }
            divided += 1;
            let said = verdicts[i].as_deref().unwrap_or("accepts");
            let text = String::from_utf8_lossy(document);
            let explains = |row: &Explained| {
                (row.judge == judge || row.judge == "both")
                    && said.contains(row.said)
                    && if row.code.is_empty() { found.is_empty() } else { found == [row.code] }
                    && (row.holds)(&text)
            };
            if EXPLAINED.iter().any(explains) {
                continue;
            }
            let _ = writeln!(
                wrong,
                "{judge} {said} | {found:?} | {}",
                String::from_utf8_lossy(document).replace('\n', "\\n")
            );
        }
    }
    println!("{} documents, {well_formed} well-formed; the judges disagree on {divided}", documents.len());
    assert!(wrong.is_empty(), "nothing explains these:\n{wrong}");
}

#[test]
fn the_documentation_shows_what_explains_disagreements() {
    const HEAD: &str = "| Parser | Input | There | What makes ours right |\n|---|---|---|---|\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/xml.md");
    let doc = std::fs::read_to_string(&path).unwrap();
    let (before, table) = doc.split_once(HEAD).unwrap();
    let rows: Vec<String> = EXPLAINED
        .iter()
        .map(|row| {
            let verdict = if row.code.is_empty() { "refused" } else { "accepted" };
            let judge = if row.judge == "both" { "expat, libxml2" } else { row.judge };
            format!("| {judge} | {} | {verdict} | {} |", row.input, row.clause)
        })
        .collect();
    let rows = rows.join("\n") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{before}{HEAD}{rows}")).unwrap();
        return;
    }
    assert_eq!(table, rows, "UPDATE=1 rewrites the table");
}

#[test]
fn every_fixture_is_well_formed() {
    for fixture in FIXTURES {
        assert_eq!(ours(fixture.as_bytes(), &xml_codes()), (true, Vec::new()), "{fixture}");
    }
}
