//! The credit line parser against labelled real lines, with the scoring rules they came with.
//!
//! Prints the figures and fails below the bars. `FEEDWRIGHT_CREDIT_LINES_SHOW=even` (or `odd`, `all`) prints
//! the lines that went wrong among those ids. `FEEDWRIGHT_CREDIT_LINES=FILE` measures the lines of
//! another file of the same form (one JSON object a line, see `Gold`) instead.

#![allow(clippy::print_stdout, reason = "its figures are its result")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use feedwright::article::Role;
use feedwright::credit::{Options, parse};
use serde::Deserialize;

use crate::outside::shared;

#[derive(Deserialize)]
struct Gold {
    id: String,
    text: String,
    input: String,
    lang: String,
    label: Option<String>,
    kind: String,
    caption: Option<String>,
    photographers: Vec<String>,
    organisations: Vec<String>,
    roles: Vec<String>,
    pool: bool,
    handout: bool,
    archive: bool,
    copyright: bool,
    #[serde(default)]
    names_unknown: Vec<String>,
    #[serde(default)]
    accept: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    unscored: Vec<String>,
}

/// The labelled lines, or `None` where they are not at hand.
fn gold() -> Option<Vec<Gold>> {
    let path = match std::env::var_os("FEEDWRIGHT_CREDIT_LINES") {
        Some(path) => PathBuf::from(path),
        None => shared("credit-lines/credit-lines.jsonl")?,
    };
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    Some(text.lines().map(|l| serde_json::from_str(l).expect("a labelled line")).collect())
}

fn fold(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[derive(Default, Clone, Copy)]
struct Ratio {
    hit: usize,
    of: usize,
}

impl Ratio {
    fn add(&mut self, hit: bool) {
        self.hit += usize::from(hit);
        self.of += 1;
    }

    fn value(self) -> f64 {
        if self.of == 0 { 1.0 } else { self.hit as f64 / self.of as f64 }
    }
}

#[derive(Default)]
struct Score {
    precision: [Ratio; 2],
    recall: [Ratio; 2],
    roles: Ratio,
    caption: Ratio,
    no_credit: Ratio,
    label: Ratio,
    kind: Ratio,
    flags: Ratio,
}

impl Score {
    /// Adds a line; gives what went wrong.
    fn add(&mut self, gold: &Gold) -> Vec<String> {
        let mut wrong = Vec::new();
        let caption = gold.input != "credit";
        let line = parse(&gold.text, &Options { caption, language: Some(&gold.lang), ..Options::default() });
        for part in &line.parts {
            let found: String = gold.text.chars().skip(part.start).take(part.end - part.start).collect();
            assert_eq!(found, part.name, "{}: the span of a name", gold.id);
        }
        let maker = |r: Role| matches!(r, Role::Photographer | Role::Illustrator);
        for (k, names) in [&gold.photographers, &gold.organisations].into_iter().enumerate() {
            let found: Vec<_> = line.parts.iter().filter(|p| maker(p.role) == (k == 0)).collect();
            let equal = |name: &str, wanted: &str| {
                fold(name) == fold(wanted)
                    || gold.accept.get(wanted).is_some_and(|a| a.iter().any(|x| fold(x) == fold(name)))
            };
            for part in &found {
                if let Some(i) = names.iter().position(|w| equal(&part.name, w)) {
                    self.precision[k].add(true);
                    if k == 1 && !gold.unscored.iter().any(|u| u == "roles") {
                        let right = gold.roles[i] == part.role.name();
                        self.roles.add(right);
                        if !right {
                            wrong.push(format!("role of {}: {} for {}", part.name, part.role.name(), gold.roles[i]));
                        }
                    }
                } else if !gold.names_unknown.iter().any(|u| fold(u).contains(&fold(&part.name))) {
                    self.precision[k].add(false);
                    wrong.push(format!("false {}: {} ({})", ["person", "body"][k], part.name, part.role.name()));
                }
            }
            for name in names {
                let hit = found.iter().any(|p| equal(&p.name, name));
                self.recall[k].add(hit);
                if !hit {
                    wrong.push(format!("missed {}: {name}", ["person", "body"][k]));
                }
            }
        }
        if caption {
            let wanted = gold.caption.as_deref().unwrap_or_default();
            let right = line.caption == Some(wanted);
            self.caption.add(right);
            if wanted == gold.text {
                self.no_credit.add(right && line.parts.is_empty());
            }
            if !right {
                wrong.push(format!(
                    "caption ends …{:?}",
                    line.caption.map(|c| c
                        .chars()
                        .rev()
                        .take(50)
                        .collect::<Vec<_>>()
                        .into_iter()
                        .rev()
                        .collect::<String>())
                ));
            }
        }
        let scored = |field: &str| !gold.unscored.iter().any(|u| u == field);
        if scored("label") {
            let right = line.label.map(fold) == gold.label.as_deref().map(fold);
            self.label.add(right);
            if !right {
                wrong.push(format!("label {:?}", line.label));
            }
        }
        if scored("kind") {
            let found = serde_json::to_value(line.kind).expect("a kind");
            let found = found.as_str().expect("a name").replace("unknown", "photo");
            let right = found == gold.kind.replace("unknown", "photo");
            self.kind.add(right);
            if !right {
                wrong.push(format!("kind {found}"));
            }
        }
        for (name, found, wanted) in [
            ("pool", line.pool, gold.pool),
            ("handout", line.handout, gold.handout),
            ("archive", line.archive, gold.archive),
            ("copyright", line.copyright, gold.copyright),
        ] {
            if scored(name) {
                self.flags.add(found == wanted);
                if found != wanted {
                    wrong.push(format!("{name} {found}"));
                }
            }
        }
        wrong
    }

    fn print(&self, name: &str) {
        println!(
            "{name}: photographers {:.3}/{:.3}  organisations {:.3}/{:.3}  roles {:.3}  caption {:.3} ({} lines)  no credit {:.3} ({})  label {:.3}  kind {:.3}  flags {:.3}",
            self.precision[0].value(),
            self.recall[0].value(),
            self.precision[1].value(),
            self.recall[1].value(),
            self.roles.value(),
            self.caption.value(),
            self.caption.of,
            self.no_credit.value(),
            self.no_credit.of,
            self.label.value(),
            self.kind.value(),
            self.flags.value()
        );
    }
}

#[test]
fn labelled_lines_are_read_above_the_bars() {
    let Some(lines) = gold() else { return };
    let show = std::env::var("FEEDWRIGHT_CREDIT_LINES_SHOW").unwrap_or_default();
    let (mut all, mut even, mut odd) = (Score::default(), Score::default(), Score::default());
    for line in &lines {
        let is_even =
            line.id.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().is_ok_and(|n| n % 2 == 0);
        let half = if is_even { &mut even } else { &mut odd };
        half.add(line);
        let wrong = all.add(line);
        if !wrong.is_empty() && (show == "all" || show == if is_even { "even" } else { "odd" }) {
            println!("{} {} {}\n      {}", line.id, line.input, line.text, wrong.join("; "));
        }
    }
    even.print("even ids");
    odd.print("odd ids ");
    all.print("all     ");
    let bars = [
        ("photographers, precision", all.precision[0], 0.97),
        ("photographers, recall", all.recall[0], 0.95),
        ("organisations, precision", all.precision[1], 0.96),
        ("organisations, recall", all.recall[1], 0.94),
        ("roles", all.roles, 0.90),
        ("caption", all.caption, 0.96),
        ("lines without a credit", all.no_credit, 0.95),
    ];
    for (what, ratio, bar) in bars {
        assert!(ratio.value() >= bar, "{what}: {:.3} is below {bar}", ratio.value());
    }
}
