//! What a build says: a table on a terminal, nothing on success without one, JSON on request.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use chrono::DateTime;

use super::kinds::{self, DiagnosticKind};
use super::output;
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

/// Different messages of one kind that are shown each.
const OF_KIND: usize = 10;

/// Places that a message names besides its own.
const NAMED: usize = 5;

/// Of a kind with many different messages the first are shown, the last of which names places of the rest.
fn in_few_words(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let kind = |d: &Diagnostic| (d.code, d.severity);
    let mut shown: HashMap<_, usize> = HashMap::new();
    let mut rest: HashMap<_, Vec<Option<Place>>> = HashMap::new();
    let mut said: Vec<Diagnostic> = Vec::new();
    for d in once_alike(found) {
        let shown = shown.entry(kind(&d)).or_default();
        *shown += 1;
        if *shown <= OF_KIND {
            said.push(d);
        } else {
            rest.entry(kind(&d)).or_default().push(d.place);
        }
    }
    for d in said.iter_mut().rev() {
        if let Some(rest) = rest.remove(&kind(d)) {
            let _ = write!(d.message, ", and {} more of this kind{}", rest.len(), named(&rest));
        }
    }
    said
}

/// The first of some places, to be put behind what they share.
fn named(places: &[Option<Place>]) -> String {
    let named: Vec<String> = places.iter().flatten().take(NAMED).map(ToString::to_string).collect();
    let more = if places.len() > named.len() { " …" } else { "" };
    if named.is_empty() { String::new() } else { format!(": {}{more}", named.join(", ")) }
}

/// What is said of more than a few places alike is said once, with the others.
fn once_alike(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: HashMap<(&'static str, String), usize> = HashMap::new();
    for d in &found {
        *counts.entry((d.code, d.message.clone())).or_default() += 1;
    }
    let is_often = |d: &Diagnostic| counts.get(&(d.code, d.message.clone())).is_some_and(|count| *count > EACH);
    let said = alike(found, is_often).into_iter().map(|(mut d, others)| {
        if !others.is_empty() {
            let _ = write!(d.message, ", and so in {} more places{}", others.len(), named(&others));
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
    let Words { said, in_brief } = words(args, outcome, found, exit, terminal);
    let (errors, others): (Vec<_>, Vec<_>) = said.into_iter().partition(|d| d.severity == Severity::Error);
    let most = if args.verbose { usize::MAX } else { SHOWN };
    let more = errors.len().saturating_sub(most) + others.len().saturating_sub(most);
    output::diagnostics(&errors[..errors.len().min(most)]);
    output::diagnostics(&others[..others.len().min(most)]);
    if more > 0 {
        output::report(&format!("… and {more} more; --verbose shows all\n"));
    }
    output::report(&in_brief);
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

/// What a run says.
struct Words {
    said: Vec<Diagnostic>,
    /// Lines for kinds of what lasts.
    in_brief: String,
}

/// On a terminal a run says what is wrong. To a log goes what happens, and of what is wrong what is new: all that is, where the run
/// failed, else a line for each kind; of errors that last, those of kinds that have few, and a line for each other kind, so that a
/// failed run never ends without a word.
fn words(args: &cli::Build, outcome: &Outcome, found: Vec<Diagnostic>, exit: u8, terminal: bool) -> Words {
    let least = if args.quiet {
        Severity::Error
    } else if args.verbose {
        Severity::Note
    } else {
        Severity::Warning
    };
    let is_denied = exit > outcome.exit;
    if terminal || args.verbose || is_denied || exit > 1 {
        let all: Vec<Diagnostic> = found.into_iter().filter(|d| d.severity >= least).collect();
        let said = match exit {
            _ if args.verbose => all,
            // A config is mended fault by fault.
            2.. => once_alike(all),
            _ => in_few_words(all),
        };
        return Words { said, in_brief: String::new() };
    }
    let events: HashSet<&Diagnostic> = outcome.events.iter().collect();
    let (mut said, lasting): (Vec<_>, Vec<_>) = found.into_iter().partition(|d| events.contains(d));
    said.retain(|d| !args.quiet || (exit > 0 && d.severity >= least));
    let by = |d: &Diagnostic| (d.code, d.message.clone(), d.place.as_ref().map(|place| place.file.clone()));
    let known: HashSet<_> = said_once(of_all_formats(outcome.before.clone())).iter().map(by).collect();
    let lasting: Vec<Diagnostic> = lasting.into_iter().filter(|d| d.severity >= least).collect();
    let kinds: Vec<DiagnosticKind<'_>> = if exit == 0 {
        let new: HashSet<&str> = lasting.iter().filter(|d| !known.contains(&by(d))).map(|d| d.code).collect();
        kinds::of(&lasting).into_iter().filter(|kind| new.contains(kind.first.code)).collect()
    } else {
        let is_old = |d: &&Diagnostic| known.contains(&by(d));
        let failed = lasting.iter().any(|d| !is_old(&d) || d.severity == Severity::Error);
        let kinds = kinds::of(lasting.iter().filter(is_old));
        let counts = |kind: &DiagnosticKind<'_>| !failed || kind.first.severity == Severity::Error;
        let (few, many): (Vec<_>, Vec<_>) = kinds.into_iter().filter(counts).partition(|kind| kind.count <= EACH);
        let is_few = |d: &Diagnostic| few.iter().any(|kind| kind.takes(d));
        said.extend(lasting.iter().filter(|d| !is_old(d) || is_few(d)).cloned());
        many
    };
    let mut in_brief: String = kinds.iter().map(|kind| format!("{}\n", kind.line())).collect();
    if !in_brief.is_empty() {
        in_brief.push_str("`feedwright build --verbose` says more, `feedwright status` what lasts\n");
    }
    Words { said: in_few_words(said), in_brief }
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
