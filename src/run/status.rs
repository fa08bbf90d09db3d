//! `feedwright status` and `feedwright next`

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;

use super::build;
use super::{kinds, output};
use crate::cli::{self, ReportFormat};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::Ledger;
use crate::ledger::failure;
use crate::ledger::snapshot::{self, Snapshot};
use crate::newsroom::Project;
use crate::notify::{Outbox, Owed, Target};

/// How a feed is.
#[derive(Debug, Serialize)]
struct Feed {
    path: String,
    name: Option<String>,
    ok: bool,
    items: u32,
    items_without_author: u32,
    newest: Option<String>,
    newest_age_seconds: Option<i64>,
    last_change: Option<String>,
    problems: Vec<String>,
}

/// How everything is.
#[derive(Debug, Serialize)]
struct Status {
    ok: bool,
    now: Option<String>,
    last_build: Option<String>,
    last_exit: Option<u8>,
    next_change: Option<String>,
    problems: Vec<String>,
    warnings: Vec<Warning>,
    feeds: Vec<Feed>,
    owed: Vec<Ping>,
}

/// What is not as it should be, and costs no article.
#[derive(Debug, Serialize)]
struct Warning {
    code: &'static str,
    count: usize,
    #[serde(skip)]
    line: String,
    place: Option<String>,
    message: String,
}

/// The warnings of the last run by their kinds.
fn warnings(snapshot: &Snapshot) -> Vec<Warning> {
    let kinds = kinds::of(snapshot.all_diagnostics().filter(|d| d.severity == Severity::Warning));
    let warning = |kind: kinds::DiagnosticKind<'_>| Warning {
        code: kind.first.code,
        count: kind.count,
        line: kind.line(),
        place: kind.first.place.as_ref().map(ToString::to_string),
        message: kind.first.message.clone(),
    };
    kinds.into_iter().map(warning).collect()
}

/// What somebody is owed to be told.
#[derive(Debug, Serialize)]
struct Ping {
    target: Target,
    subject: String,
    since: String,
    age_seconds: i64,
    tries: u32,
    next_try: String,
    problem: Option<String>,
}

/// What is owed for so long is a problem.
const OWED_LONG: i64 = 3_600;

pub(super) fn status(args: &cli::Status) -> u8 {
    let now = match build::moment(args.config.now.as_deref()) {
        Ok(now) => now,
        Err(d) => return refuse(&[*d]),
    };
    let project = match Project::open(&args.config.file(), None) {
        Ok(project) => project,
        Err(found) => return refuse(&found),
    };
    let status = look(&project, now);
    match args.format {
        ReportFormat::Json => {
            output::data(&format!("{:#}\n", serde_json::to_value(&status).unwrap_or_default()));
        }
        ReportFormat::Text => output::data(&text(&status)),
    }
    u8::from(!status.ok)
}

fn refuse(found: &[Diagnostic]) -> u8 {
    output::diagnostics(found);
    2
}

fn look(project: &Project, now: i64) -> Status {
    let config = &project.checked.config;
    let mut problems = Vec::new();
    let failed = failure::last(&project.state_dir);
    let known = match Ledger::open_existing(&project.state_dir).and_then(|l| l.map(|l| l.feeds()).transpose()) {
        Ok(known) => known.unwrap_or_default(),
        Err(d) => {
            // The last run may have said the same.
            if failed.as_ref().is_none_or(|(_, found)| found.iter().all(|f| f.message != d.message)) {
                problems.push(d.message);
            }
            HashMap::new()
        }
    };
    let snapshot = Snapshot::read(&project.state_dir);
    let built = snapshot::last_run(&project.state_dir);
    if snapshot.is_none() && failed.is_none() {
        problems.push("nothing is known of a build".into());
    }
    let snapshot = snapshot.unwrap_or_default();
    match &failed {
        Some((_, found)) => problems.extend(errors(found)),
        None => problems.extend(errors(&snapshot.diagnostics)),
    }
    let standing = project.stamps();
    let mut feeds = Vec::with_capacity(snapshot.documents.len());
    for document in &snapshot.documents {
        let entry = known.get(&document.path);
        let definition = entry.and_then(|e| config.feed.iter().find(|f| f.name == e.name));
        let mut wrong = errors(&document.diagnostics);
        if !document.files_stand(&standing) {
            wrong.push("a file of it is missing or was changed since the last build".into());
        }
        let age = document.newest.map(|t| now - t);
        if let Some(limit) = definition.and_then(|f| f.warn_after) {
            match age {
                Some(age) if age <= limit.seconds() => {}
                Some(age) => wrong.push(format!("its newest article is {} old, more than {limit}", ago(age))),
                None => wrong.push("it has no articles".into()),
            }
        }
        feeds.push(Feed {
            path: document.path.clone(),
            name: entry.map(|e| e.name.clone()),
            ok: wrong.is_empty(),
            items: document.items,
            items_without_author: document.anonymous,
            newest: document.newest.map(time),
            newest_age_seconds: age,
            last_change: entry.map(|e| time(e.changed)),
            problems: wrong,
        });
    }
    let owed = match owed(project, now) {
        Ok(owed) => owed,
        Err(d) => {
            problems.push(d.message);
            Vec::new()
        }
    };
    if let Some(ping) = owed.iter().find(|ping| ping.tries > 0 && ping.age_seconds > OWED_LONG) {
        problems.push(format!("{} was not told of changed feeds for {}", ping.target, ago(ping.age_seconds)));
    }
    Status {
        ok: problems.is_empty() && feeds.iter().all(|f| f.ok),
        now: Some(time(now)),
        last_build: failed.as_ref().map(|(at, _)| *at).or(built).map(time),
        last_exit: failed.as_ref().map(|_| 2).or(built.map(|_| snapshot.exit)),
        next_change: snapshot.next.map(time),
        problems,
        warnings: warnings(&snapshot),
        feeds,
        owed,
    }
}

/// What is still to be told.
fn owed(project: &Project, now: i64) -> Result<Vec<Ping>, Box<Diagnostic>> {
    let all = Outbox::open_existing(&project.state_dir)?.map(|outbox| outbox.all()).transpose()?;
    let ping = |owed: Owed| Ping {
        target: owed.target,
        subject: owed.subject,
        since: time(owed.since),
        age_seconds: now - owed.since,
        tries: owed.tries,
        next_try: time(owed.due),
        problem: owed.said,
    };
    Ok(all.unwrap_or_default().into_iter().map(ping).collect())
}

fn errors(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| d.place.as_ref().map_or_else(|| d.message.clone(), |p| format!("{p}: {}", d.message)))
        .collect()
}

fn time(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A length of time in its largest unit.
fn ago(seconds: i64) -> String {
    match seconds {
        s if s < 120 => format!("{s} s"),
        s if s < 7_200 => format!("{} min", s / 60),
        s if s < 172_800 => format!("{} h", s / 3_600),
        s => format!("{} days", s / 86_400),
    }
}

fn text(status: &Status) -> String {
    let mut out = String::new();
    let width = status.feeds.iter().map(|f| f.path.chars().count()).max().unwrap_or(0).clamp(4, 60);
    let _ = writeln!(out, "{:width$}  {:>7}  {:20}  {:9}  state", "feed", "items", "last change", "newest");
    for feed in &status.feeds {
        let newest = feed.newest_age_seconds.map_or_else(|| "none".into(), ago);
        let changed = feed.last_change.as_deref().unwrap_or("");
        let state = if feed.ok { "ok".into() } else { feed.problems.join("; ") };
        let _ = writeln!(out, "{:width$}  {:>7}  {changed:20}  {newest:9}  {state}", feed.path, feed.items);
    }
    for ping in &status.owed {
        let of = if ping.subject.is_empty() { String::new() } else { format!(" of {}", ping.subject) };
        let why = ping.problem.as_ref().map_or(String::new(), |why| format!(", {} tries: {why}", ping.tries));
        let _ = writeln!(out, "owed: {} is to be told{of}, for {}{why}", ping.target, ago(ping.age_seconds));
    }
    for problem in &status.problems {
        let _ = writeln!(out, "problem: {problem}");
    }
    for warning in &status.warnings {
        let _ = writeln!(out, "{}", warning.line);
    }
    for feed in status.feeds.iter().filter(|feed| feed.items_without_author > 0) {
        let _ = writeln!(out, "{}: {} of {} items have no author", feed.path, feed.items_without_author, feed.items);
    }
    let _ = writeln!(
        out,
        "last build {}, next change {}",
        status.last_build.as_deref().unwrap_or("never"),
        status.next_change.as_deref().unwrap_or("none foreseen")
    );
    out
}

pub(super) fn next(args: &cli::Next) -> u8 {
    match build::next(&args.config) {
        Ok(Some(moment)) => {
            output::data(&format!("{}\n", time(moment)));
            0
        }
        Ok(None) => 0,
        Err(found) => refuse(&found),
    }
}
