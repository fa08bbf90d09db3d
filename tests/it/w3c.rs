//! Holds the check against the published cases of the W3C Feed Validator.
//!
//! The cases are not part of this repository: `FEEDWRIGHT_SHARED` names the folder that has
//! `w3c-testcases` in it. An expectation names an event class that must (or must not) be raised;
//! it is met by any class below it. A class of success is met when nothing of the kind it stands
//! for is refused. What differs is listed in docs/w3c-differences.md.

#![allow(clippy::print_stdout, reason = "its figures are its result")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use feedwright::check::{Options, check, profiles};
use feedwright::diagnostic::{Diagnostic, Severity};
use serde::Deserialize;

use crate::outside::shared;

#[derive(Deserialize)]
struct Expectation {
    path: String,
    expect: bool,
    event: String,
    severity: String,
    scope: String,
    base: String,
    errors: Vec<String>,
    warnings: Vec<String>,
    isolating: bool,
    params: HashMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "event")]
    class: String,
    severity: String,
    ancestors: Vec<String>,
}

fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Vec<T> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Which class of refusal a class of success stands against.
fn opposite(success: &str) -> &'static str {
    match success {
        "ValidURI" | "ValidHttpGUID" | "ValidURLAttribute" => "InvalidLink",
        "ValidTAG" => "InvalidTAG",
        "ValidURN" => "InvalidURN",
        "ValidW3CDTFDate" => "InvalidISO8601Date",
        "ValidRFC2822Date" => "InvalidRFC2822Date",
        "ValidMIMEAttribute" => "InvalidMIMEAttribute",
        "ValidContact" => "InvalidContact",
        "ValidLanguage" => "InvalidLanguage",
        "ValidInteger" | "ValidIntegerAttribute" => "InvalidInteger",
        "ValidHour" => "InvalidHour",
        "ValidDay" => "InvalidDay",
        "ValidWidth" => "InvalidWidth",
        "ValidHeight" => "InvalidHeight",
        "ValidUpdatePeriod" => "InvalidUpdatePeriod",
        "ValidBooleanAttribute" => "InvalidBooleanAttribute",
        "ValidNPTTime" => "InvalidNPTTime",
        "ValidAtomLinkRel" => "UnregisteredAtomLinkRel",
        "ValidHtml" => "NotHtml",
        "ValidCloud" => "InvalidIntegerAttribute",
        _ => "ContainsHTML",
    }
}

/// A finding as far as the cases can tell: its class, its weight, the local name of its element.
struct Raised<'r> {
    class: &'static str,
    severity: Severity,
    element: &'r str,
}

fn raised_by(findings: &[Diagnostic]) -> Vec<Raised<'_>> {
    findings
        .iter()
        .filter_map(|d| {
            let finding = d.finding.as_ref()?;
            let element = finding.element.as_deref().unwrap_or_default();
            let element = element.rsplit_once(':').map_or(element, |(_, local)| local);
            Some(Raised { class: finding.w3c?, severity: d.severity, element })
        })
        .collect()
}

#[test]
fn the_cases_of_the_w3c_validator_are_judged_as_expected() {
    let Some(root) = shared("w3c-testcases") else { return };
    let events: Vec<Event> = lines(&root.join("events.jsonl"));
    let expectations: Vec<Expectation> = lines(&root.join("expectations.jsonl"));
    let ancestors: HashMap<&str, HashSet<&str>> = events
        .iter()
        .map(|e| (e.class.as_str(), e.ancestors.iter().map(String::as_str).chain([e.class.as_str()]).collect()))
        .collect();
    let errors: HashSet<&str> = events.iter().filter(|e| e.severity == "error").map(|e| e.class.as_str()).collect();
    let is_a = |class: &str, of: &str| ancestors.get(class).is_some_and(|a| a.contains(of));

    let mut folders: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut scopes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut differences = Vec::new();
    let mut verdicts = Vec::new();
    for case in &expectations {
        let bytes = std::fs::read(root.join(&case.path)).unwrap();
        let mut options = Options::new(case.path.as_str());
        options.base = Some(case.base.clone());
        options.now = chrono::DateTime::from_timestamp(1_795_000_000, 0);
        let report = check(&bytes[..], &options);
        let raised = raised_by(&report.findings);
        for finding in &raised {
            assert!(ancestors.contains_key(finding.class), "{} is no event of the W3C validator", finding.class);
        }
        let known = |event: &str| case.errors.iter().chain(&case.warnings).any(|class| is_a(class, event));
        let met = if case.severity == "success" {
            // The value of a successful case is fine; what else is wrong with it does not matter.
            let against = opposite(&case.event);
            !case.expect || known(against) || !raised.iter().any(|r| is_a(r.class, against))
        } else if case.expect {
            raised.iter().any(|r| is_a(r.class, &case.event))
        } else {
            // Where the event is raised about something else, the element tells which is meant.
            let element = case.params.get("element").and_then(|e| e.as_str()).filter(|_| known(&case.event));
            !raised.iter().any(|r| is_a(r.class, &case.event) && element.is_none_or(|element| r.element == element))
        };
        let folder = case.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let counts = [folders.entry(folder).or_default(), scopes.entry(&case.scope).or_default()];
        for count in counts {
            count.0 += usize::from(met);
            count.1 += 1;
        }
        let found: BTreeSet<&str> = raised.iter().map(|r| r.class).collect();
        if !met {
            differences.push(format!(
                "{}: {}{} (raised: {})",
                case.path,
                if case.expect { "" } else { "not " },
                case.event,
                found.iter().copied().collect::<Vec<_>>().join(", ")
            ));
        }
        let ours: BTreeSet<&str> = raised
            .iter()
            .filter(|r| r.severity == Severity::Error && errors.contains(r.class))
            .map(|r| r.class)
            .collect();
        let theirs: BTreeSet<&str> = case.errors.iter().map(String::as_str).collect();
        let surplus: Vec<&str> =
            ours.iter().copied().filter(|o| !theirs.iter().any(|t| is_a(o, t) || is_a(t, o))).collect();
        let lacking: Vec<&str> =
            theirs.iter().copied().filter(|t| !ours.iter().any(|o| is_a(o, t) || is_a(t, o))).collect();
        if !surplus.is_empty() || !lacking.is_empty() {
            let mark = if case.isolating { "isolating " } else { "" };
            verdicts.push(format!("{mark}{}: more {surplus:?}, fewer {lacking:?}", case.path));
        }
    }
    for (folder, (met, of)) in &folders {
        println!("{folder}: {met} of {of}");
    }
    for (scope, (met, of)) in &scopes {
        println!("scope {scope}: {met} of {of}");
    }
    for line in &verdicts {
        println!("other errors: {line}");
    }
    for line in &differences {
        println!("differs: {line}");
    }
    let met: usize = folders.values().map(|f| f.0).sum();
    println!("{met} of {} expectations hold", expectations.len());
    assert!(met * 100 >= expectations.len() * 99, "{met} of {} expectations hold", expectations.len());
}

#[test]
fn the_profile_of_the_w3c_gives_the_verdict_of_its_service() {
    let Some(root) = shared("w3c-testcases") else { return };
    let expectations: Vec<Expectation> = lines(&root.join("expectations.jsonl"));
    let mut wrong = Vec::new();
    for case in &expectations {
        let mut options = Options::new(case.path.as_str());
        options.base = Some(case.base.clone());
        options.now = chrono::DateTime::from_timestamp(1_795_000_000, 0);
        options.profiles = vec![profiles::find("w3c").unwrap()];
        let report = check(&std::fs::read(root.join(&case.path)).unwrap()[..], &options);
        if report.valid != case.errors.is_empty() {
            wrong.push(format!("{}: valid {}, there {:?}", case.path, report.valid, case.errors));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
