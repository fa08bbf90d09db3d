//! `feedwright explain` and `feedwright rules`

use std::fmt::Write as _;

use serde_json::json;

use super::output;
use crate::check::rule::{self, Example, Rule};
use crate::cli::{self, RulesFormat};
use crate::config;
use crate::diagnostic::{CodeInfo, suggestion};

/// The codes that are not rules of `check`, table by table.
static TABLES: &[&[&[CodeInfo]]] = &[
    &[
        crate::config::CODES,
        crate::source::CODES,
        crate::photo::CODES,
        crate::publish::CODES,
        crate::ledger::CODES,
        crate::notify::CODES,
        crate::site::server::CODES,
        crate::ledger::transfer::CODES,
        #[cfg(feature = "serve")]
        crate::serve::CODES,
        super::build::CODES,
        super::check::CODES,
        super::credit::CODES,
        super::init::CODES,
        super::ledger::CODES,
    ],
    crate::feed::CODES,
    crate::newsroom::CODES,
];

/// Every code that is not a rule of `check`.
fn other_codes() -> impl Iterator<Item = &'static CodeInfo> {
    TABLES.iter().flat_map(|group| group.iter()).flat_map(|table| table.iter())
}

pub(super) fn explain(args: &cli::Explain) -> u8 {
    let code = args.code.as_str();
    if let (true, Some(name)) = (code == "preset", &args.preset) {
        return explain_preset(name);
    }
    if let Some(rule) = rule::find(code) {
        output::data(&explanation(rule));
        return 0;
    }
    let other = other_codes().find(|info| info.code == code);
    if let Some(info) = other {
        output::data(&format!("{}\n\n{}\n", info.code, info.summary));
        return 0;
    }
    let rules = rule::all();
    let known = rules.iter().map(|rule| rule.code).chain(other_codes().map(|info| info.code));
    let hint = suggestion(code, known).map(|close| format!("; did you mean {close}?")).unwrap_or_default();
    output::report(&format!("feedwright: there is no code {code:?}{hint}\n"));
    2
}

/// What a preset sets, as the config would say it.
fn explain_preset(name: &str) -> u8 {
    let Some(preset) = config::preset(name) else {
        let known = config::PRESETS.iter().map(|preset| preset.name);
        let hint = suggestion(name, known).map(|close| format!("; did you mean {close}?")).unwrap_or_default();
        output::report(&format!("feedwright: there is no preset {name:?}{hint}\n"));
        return 2;
    };
    output::data(&format!("preset = \"{}\" ({})\n\n{}\n\nIt sets:\n\n", preset.name, preset.title, preset.about));
    output::data(&indented(preset.keys));
    0
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

fn explanation(rule: &Rule) -> String {
    let mut out =
        format!("{} ({})\n\n{}.\n\n{}\n\n{}.\n\n", rule.code, rule.severity, rule.summary, rule.why, rule.help);
    // Writing to a string does not fail.
    let _ = write!(out, "Bad:\n\n{}\nGood:\n\n{}\n", indented(&rule.bad.snippet()), indented(&rule.good.snippet()));
    let _ = writeln!(out, "{}\n{}", rule.spec.section, rule.spec.url);
    if let Some(w3c) = rule.w3c {
        let _ = writeln!(out, "W3C Feed Validator: {w3c}");
    }
    if let Some(page) = rule.page() {
        let _ = writeln!(out, "{page}");
    }
    out
}

pub(super) fn rules(args: &cli::Rules) -> u8 {
    let rules = match &args.group {
        None => rule::all(),
        Some(name) => {
            let groups = rule::groups();
            let Some(group) = groups.iter().find(|group| group.name == name.as_str()) else {
                let names: Vec<&str> = groups.iter().map(|group| group.name).collect();
                output::report(&format!(
                    "feedwright: there is no group of rules {name:?}; they are {}\n",
                    names.join(", ")
                ));
                return 2;
            };
            group.rules.clone()
        }
    };
    let text = match args.format {
        RulesFormat::Text => {
            let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
            rules
                .iter()
                .map(|rule| format!("{:width$}  {:7}  {}\n", rule.code, rule.severity.name(), rule.summary))
                .collect()
        }
        RulesFormat::Json => {
            let all: Vec<_> = rules.iter().map(|rule| as_json(rule)).collect();
            serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
        }
        RulesFormat::Markdown => markdown(&rules),
    };
    output::data(&text);
    0
}

fn as_json(rule: &Rule) -> serde_json::Value {
    json!({
        "code": rule.code,
        "severity": rule.severity,
        "summary": rule.summary,
        "why": rule.why,
        "help": rule.help,
        "bad": rule.bad.snippet(),
        "good": rule.good.snippet(),
        "section": rule.spec.section,
        "spec": rule.spec.url,
        "w3c": rule.w3c,
    })
}

/// The rules one after the other, as on the pages of docs/rules.
fn markdown(rules: &[&Rule]) -> String {
    let mut out = String::new();
    for rule in rules {
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "## {}\n\n{}: {}.\n\n{} {}.\n\nBad:\n\n{}\nGood:\n\n{}\nSpecification: [{}]({}).",
            rule.code,
            match rule.severity {
                crate::diagnostic::Severity::Error => "Error",
                crate::diagnostic::Severity::Warning => "Warning",
                crate::diagnostic::Severity::Note => "Note",
            },
            prose(rule.summary),
            prose(rule.why),
            prose(rule.help),
            fenced(&rule.bad),
            fenced(&rule.good),
            prose(rule.spec.section),
            rule.spec.url,
        );
        match rule.w3c {
            Some(w3c) => {
                let _ = writeln!(out, " W3C Feed Validator: `{w3c}`.\n");
            }
            None => out.push_str("\n\n"),
        }
    }
    out
}

/// A text in which Markdown takes nothing for an element or an entity.
fn prose(text: &str) -> String {
    text.replace('&', "\\&").replace('<', "\\<")
}

fn fenced(example: &Example) -> String {
    format!("```{}\n{}\n```\n", example.language(), example.snippet().trim_end())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The codes that tables in the source describe: `code: "bad-time"`.
    fn codes_in(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                codes_in(&path, codes);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let tables = text.split("const CODES").skip(1);
                codes.extend(
                    tables
                        .flat_map(|table| table.split("code: \"").skip(1))
                        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
                        .filter(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')),
                );
            }
        }
    }

    #[test]
    fn every_code_that_a_table_describes_is_explained() {
        let mut codes = BTreeSet::new();
        codes_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut codes);
        assert!(codes.len() > 10, "{codes:?}");
        for code in codes {
            assert!(other_codes().any(|info| info.code == code), "{code} is missing in TABLES");
        }
    }

    #[test]
    fn no_rule_has_the_code_of_something_else() {
        let others: BTreeSet<_> = other_codes().map(|info| info.code).collect();
        for rule in rule::all() {
            assert!(!others.contains(rule.code), "{} means two things", rule.code);
        }
    }
}
