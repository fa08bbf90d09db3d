//! What a build says: a table on a terminal, nothing on success without one, JSON on request.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use chrono::DateTime;

use super::{kinds, output};
use crate::cli::{self, ReportFormat};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::newsroom::{Outcome, State};
use crate::publish::Change;

/// Findings printed without `--verbose`.
const SHOWN: usize = 40;

/// What many articles have alike is said at the first, with their number.
fn said_once(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_of_articles = |d: &Diagnostic| d.code == "shown-by-nothing";
    let said = alike(found, is_of_articles).into_iter().map(|(mut d, others)| {
        if !others.is_empty() {
            let _ = write!(d.message, ", in {} articles", others.len() + 1);
        }
        d
    });
    said.collect()
}

/// Diagnostics that say the same are one, with the places of the others.
fn alike(found: Vec<Diagnostic>, may_be: impl Fn(&Diagnostic) -> bool) -> Vec<(Diagnostic, Vec<Option<Place>>)> {
    let mut first: HashMap<(&'static str, String), usize> = HashMap::new();
    let mut said: Vec<(Diagnostic, Vec<Option<Place>>)> = Vec::with_capacity(found.len());
    for d in found {
        if may_be(&d) {
            if let Some(first) = first.get(&(d.code, d.message.clone())) {
                said[*first].1.push(d.place);
                continue;
            }
            first.insert((d.code, d.message.clone()), said.len());
        }
        said.push((d, Vec::new()));
    }
    said
}

/// Equal messages that are shown each; where there are more, one speaks for all.
const EACH: usize = 3;

/// Places that a message names besides its own.
const NAMED: usize = 5;

/// What is said of more than a few places alike is said once, with the others.
fn in_few_words(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: HashMap<(&'static str, String), usize> = HashMap::new();
    for d in &found {
        *counts.entry((d.code, d.message.clone())).or_default() += 1;
    }
    let is_often = |d: &Diagnostic| counts.get(&(d.code, d.message.clone())).is_some_and(|count| *count > EACH);
    let said = alike(found, is_often).into_iter().map(|(mut d, others)| {
        let named: Vec<String> = others.iter().flatten().take(NAMED).map(ToString::to_string).collect();
        if !others.is_empty() {
            let _ = write!(d.message, ", and so in {} more places: {}", others.len(), named.join(", "));
            d.message.push_str(if others.len() > named.len() { " …" } else { "" });
        }
        d
    });
    said.collect()
}

/// Prints the outcome and returns the exit status.
pub(crate) fn print(args: &cli::Build, outcome: &Outcome) -> u8 {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut known = HashSet::new();
    for d in outcome.events.iter().chain(&outcome.diagnostics) {
        if known.insert(d) {
            found.push(d.clone());
        }
    }
    let found = said_once(of_all_formats(found));
    let warned = found.iter().any(|d| d.severity >= Severity::Warning);
    let exit = if outcome.exit == 0 && warned && args.deny.is_some() { 1 } else { outcome.exit };
    if args.format == ReportFormat::Json {
        output::data(&json(outcome, &found, exit));
        return exit;
    }
    let terminal = output::reports_to_terminal();
    let least = if args.quiet {
        Severity::Error
    } else if args.verbose {
        Severity::Note
    } else {
        Severity::Warning
    };
    // Without a terminal a successful run says what happens once, and of what is wrong what is new.
    let is_brief = !terminal && !args.verbose && exit == 0;
    let mut news_in_brief = String::new();
    let said: Vec<Diagnostic> = if is_brief {
        let events: HashSet<&Diagnostic> = outcome.events.iter().collect();
        let (happened, lasting): (Vec<_>, Vec<_>) = found.into_iter().partition(|d| events.contains(d));
        if !args.quiet {
            news_in_brief = news(&lasting, &outcome.before);
        }
        happened.into_iter().filter(|_| !args.quiet).collect()
    } else {
        let said = found.into_iter().filter(|d| d.severity >= least).collect();
        if args.verbose { said } else { in_few_words(said) }
    };
    let (errors, others): (Vec<_>, Vec<_>) = said.into_iter().partition(|d| d.severity == Severity::Error);
    let most = if args.verbose { usize::MAX } else { SHOWN };
    let more = errors.len().saturating_sub(most) + others.len().saturating_sub(most);
    output::diagnostics(&errors[..errors.len().min(most)]);
    output::diagnostics(&others[..others.len().min(most)]);
    output::report(&news_in_brief);
    if more > 0 {
        output::report(&format!("… and {more} more; --verbose shows all\n"));
    }
    if args.diff {
        let diffs: String = outcome
            .feeds
            .iter()
            .flat_map(|f| &f.files)
            .chain(&outcome.beside)
            .filter_map(|f| f.diff.as_deref())
            .collect();
        output::data(&diffs);
    }
    if (terminal && !args.quiet && outcome.exit < 2) || args.verbose || (args.dry_run && !args.quiet) {
        output::report(&table(args, outcome));
    }
    exit
}

/// A line for each kind of warning of which there is one that the run before had not.
fn news(found: &[Diagnostic], before: &[Diagnostic]) -> String {
    let by = |d: &Diagnostic| (d.code, d.message.clone(), d.place.as_ref().map(|place| place.file.clone()));
    let known: HashSet<_> = said_once(of_all_formats(before.to_vec())).iter().map(by).collect();
    let new: HashSet<&str> = found.iter().filter(|d| !known.contains(&by(d))).map(|d| d.code).collect();
    let kinds = kinds::of_warnings(found).into_iter().filter(|kind| new.contains(kind.first.code));
    let lines: Vec<String> = kinds.map(|kind| kind.line()).collect();
    if lines.is_empty() {
        return String::new();
    }
    format!("{}\n`feedwright build --verbose` says more, `feedwright status` what lasts\n", lines.join("\n"))
}

/// Says once what was found alike in the items of several formats.
fn of_all_formats(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut out: Vec<(Diagnostic, Vec<String>)> = Vec::new();
    let mut known = HashMap::new();
    for mut d in found {
        let split = d.message.strip_suffix(" item").and_then(|m| m.rsplit_once(", in the "));
        let Some((said, format)) = split.map(|(said, format)| (said.to_owned(), format.to_owned())) else {
            out.push((d, Vec::new()));
            continue;
        };
        d.message = said;
        let alike = (d.code, d.place.clone(), d.message.clone(), d.help.clone());
        let at = *known.entry(alike).or_insert(out.len());
        match out.get_mut(at) {
            Some((_, formats)) => formats.push(format),
            None => out.push((d, vec![format])),
        }
    }
    out.into_iter()
        .map(|(mut d, formats)| {
            if let [above @ .., last] = &formats[..] {
                let listed = if above.is_empty() { last.clone() } else { format!("{} and {last}", above.join(", ")) };
                let items = if above.is_empty() { "item" } else { "items" };
                d.message = format!("{}, in the {listed} {items}", d.message);
            }
            d
        })
        .collect()
}

fn table(args: &cli::Build, outcome: &Outcome) -> String {
    let mut out = String::new();
    if outcome.feeds.is_empty() {
        return "no feeds\n".into();
    }
    let width = outcome.feeds.iter().map(|f| f.path.chars().count()).max().unwrap_or(0).clamp(4, 60);
    let written = outcome.feeds.iter().filter(|f| f.state == State::Written).count();
    let all = args.verbose || outcome.feeds.len() <= 30;
    let _ = writeln!(out, "{:width$}  {:>7}  {:9}  {:>11}  newest article", "feed", "items", "", "bytes");
    for feed in
        outcome.feeds.iter().filter(|f| all || f.state != State::Unchanged).take(if all { usize::MAX } else { 30 })
    {
        let state = match (feed.state, args.dry_run || args.diff) {
            (State::Written, false) => "written",
            (State::Written, true) => "to write",
            (State::Unchanged, _) => "unchanged",
            (State::Kept, _) => "KEPT",
        };
        let bytes: u64 = feed.files.iter().map(|f| f.size).sum();
        let bytes = if bytes > 0 { bytes.to_string() } else { String::new() };
        let newest = feed
            .newest
            .and_then(|t| DateTime::from_timestamp(t, 0))
            .map(|t| t.format("%Y-%m-%d %H:%M UTC").to_string());
        let _ = writeln!(
            out,
            "{:width$}  {:>7}  {state:9}  {bytes:>11}  {}",
            feed.path,
            feed.items,
            newest.as_deref().unwrap_or("none")
        );
        if args.verbose {
            for file in feed.files.iter().filter(|f| f.change != Change::Unchanged) {
                let _ = writeln!(out, "  {} ({} bytes)", file.path, file.size);
            }
        }
    }
    let kept = outcome.feeds.iter().filter(|f| f.state == State::Kept).count();
    let count = outcome.feeds.len();
    let feeds = if count == 1 { "feed" } else { "feeds" };
    let done = if args.dry_run || args.diff { "to write" } else { "written" };
    let _ = write!(out, "{count} {feeds}, {written} {done}, {} unchanged", count - written - kept);
    if kept > 0 {
        let _ = write!(out, ", {kept} kept as they were");
    }
    let _ = writeln!(out);
    for path in &outcome.removed {
        let _ = writeln!(out, "removed {path}");
    }
    if args.verbose {
        for (name, time) in &outcome.times {
            let _ = writeln!(out, "{name:>10} {:8.1} ms", time.as_secs_f64() * 1000.0);
        }
    }
    out
}

fn json(outcome: &Outcome, found: &[Diagnostic], exit: u8) -> String {
    let feeds: Vec<serde_json::Value> = outcome
        .feeds
        .iter()
        .map(|f| {
            serde_json::json!({
                "path": f.path,
                "items": f.items,
                "state": f.state,
                "newest": f.newest.and_then(|t| DateTime::from_timestamp(t, 0)).map(|t| t.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
                "files": f.files.iter().map(|p| serde_json::json!({
                    "path": p.path, "change": p.change, "bytes": p.size, "hash": p.hash, "diff": p.diff,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let diagnostics: Vec<serde_json::Value> = found
        .iter()
        .map(|d| {
            let span = d.place.as_ref().and_then(|p| p.span);
            serde_json::json!({
                "code": d.code,
                "severity": d.severity,
                "message": d.message,
                "help": d.help,
                "file": d.place.as_ref().map(|p| &*p.file),
                "line": span.map(|s| s.line),
                "column": span.map(|s| s.column),
            })
        })
        .collect();
    let whole = serde_json::json!({
        "exit": exit,
        "nothing_new": outcome.nothing_new,
        "next": outcome.next.and_then(|t| DateTime::from_timestamp(t, 0)).map(|t| t.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        "feeds": feeds,
        "removed": outcome.removed,
        "diagnostics": diagnostics,
    });
    format!("{whole:#}\n")
}
