//! Holds well-formedness against the XML conformance test suite of the W3C.
//!
//! The suite is not part of this repository: `FEEDWRIGHT_SHARED` names the folder that has `xml-conformance` in it. In
//! scope is what a reader of XML 1.0, fifth edition, with Namespaces 1.0 has to judge. Every test is judged as the
//! catalogue says, but for those that `docs/xml.md` lists with the clause that makes ours right.

#![allow(clippy::print_stdout, reason = "its figures are its result")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use quick_xml::events::Event;

use crate::outside::shared;
use crate::wellformed::{ours, xml_codes};

/// A row of the catalogue.
#[derive(Debug)]
struct Case {
    id: String,
    /// The file in the archive.
    path: String,
    /// `valid`, `invalid`, `not-wf` or `error`.
    kind: String,
    /// Whether it needs no other file.
    is_whole: bool,
    /// What it is about.
    description: String,
}

/// All files of the archive by their names.
fn files(archive: &Path) -> HashMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(archive).unwrap()).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index(i).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// Reads a file of the catalogue, and those it takes in, with the bases of the elements around them.
fn catalogue(path: &str, files: &HashMap<String, Vec<u8>>, bases: &mut Vec<String>, cases: &mut Vec<Case>) {
    let text = String::from_utf8_lossy(&files[path]);
    let mut taken_in = HashMap::new();
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut described = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return,
            Event::DocType(subset) => {
                for declaration in subset.split("<!ENTITY").skip(1) {
                    let mut words = declaration.split_whitespace();
                    if let (Some(name), Some("SYSTEM"), Some(file)) = (words.next(), words.next(), words.next()) {
                        taken_in.insert(name.to_owned(), file.trim_end_matches('>').trim_matches('"').to_owned());
                    }
                }
            }
            Event::GeneralRef(name) => {
                if let Some(file) = taken_in.get(&*name) {
                    catalogue(&format!("xmlconf/{file}"), files, bases, cases);
                }
            }
            Event::Start(tag) if tag.name().0 == "TESTCASES" => {
                let base = tag.try_get_attribute("xml:base").unwrap().map_or(String::new(), |a| a.value.into_owned());
                bases.push(base);
            }
            Event::End(tag) if tag.name().0 == "TESTCASES" => drop(bases.pop()),
            Event::Start(tag) if tag.name().0 == "TEST" => {
                let value = |name: &str| tag.try_get_attribute(name).unwrap().map(|a| a.value.into_owned());
                described = true;
                let later = value("RECOMMENDATION").is_some_and(|r| r == "XML1.1" || r == "NS1.1")
                    || value("VERSION").is_some_and(|v| v == "1.1");
                let uri = value("URI").unwrap();
                let named = format!("xmlconf/{}{uri}", bases.concat());
                // One base in the catalogue is wrong: the tests stand beside the file that lists them.
                let beside = format!("{}/{uri}", path.rsplit_once('/').unwrap().0);
                if !later && value("EDITION").is_none_or(|editions| editions.contains('5')) {
                    cases.push(Case {
                        id: value("ID").unwrap(),
                        path: if files.contains_key(&named) { named } else { beside },
                        kind: value("TYPE").unwrap(),
                        is_whole: value("ENTITIES").is_none_or(|entities| entities == "none"),
                        description: String::new(),
                    });
                } else {
                    described = false;
                }
            }
            Event::Text(text) if described => cases.last_mut().unwrap().description.push_str(text.trim()),
            Event::End(tag) if tag.name().0 == "TEST" => described = false,
            _ => {}
        }
    }
}

/// The tests that the documentation says are judged otherwise, and for what reason.
fn differences() -> BTreeMap<String, String> {
    let doc = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/xml.md")).unwrap();
    let table = doc.split("## The suite of the W3C").nth(1).unwrap().split("\n## ").next().unwrap();
    table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| Tests"))
        .flat_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let clause = cells[2].to_owned();
            cells[0].split(", ").map(move |id| (id.trim_matches('`').to_owned(), clause.clone())).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_test_of_the_suite_is_judged_as_the_catalogue_says() {
    let Some(archive) = shared("xml-conformance/xmlts20130923.zip") else { return };
    let files = files(&archive);
    let mut cases = Vec::new();
    catalogue("xmlconf/xmlconf.xml", &files, &mut Vec::new(), &mut cases);
    let codes = xml_codes();
    let expected = differences();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = String::new();
    let mut differing = BTreeSet::new();
    for case in &cases {
        let (accepted, found) = ours(&files[&case.path], &codes);
        let count = counts.entry(&case.kind).or_default();
        count.1 += 1;
        let fits = match &*case.kind {
            "valid" | "invalid" => accepted,
            "not-wf" => !accepted,
            // Reporting an error is at the user's option.
            _ => true,
        };
        count.0 += usize::from(fits);
        if !fits {
            differing.insert(case.id.as_str());
            let may_be_elsewhere = case.kind != "not-wf" || !case.is_whole;
            if !may_be_elsewhere || !expected.contains_key(&case.id) {
                let _ = writeln!(wrong, "{} {} {}: {found:?} {}", case.kind, case.id, case.path, case.description);
            }
        }
    }
    for (kind, (fitting, all)) in &counts {
        println!("{kind}: {fitting} of {all}");
    }
    assert_eq!(cases.len(), 2001, "tests in scope");
    assert!(wrong.is_empty(), "judged otherwise than the catalogue says, and not listed in docs/xml.md:\n{wrong}");
    let gone: Vec<&String> = expected.keys().filter(|id| !differing.contains(id.as_str())).collect();
    assert!(gone.is_empty(), "docs/xml.md lists tests that are judged as the catalogue says: {gone:?}");
}
