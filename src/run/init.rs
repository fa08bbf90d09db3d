//! `feedwright init`

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use chrono::Datelike as _;
use serde_json::Value;

use super::{build, output};
use crate::cli;
use crate::config;
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::generator::{self, Plan};
use crate::newsroom::{self, Listed, Project};

/// What the config is called that is written.
const FILE: &str = "feedwright.toml";

/// How many records are shown.
const SHOWN: usize = 10;

pub(super) fn run(args: &cli::Init) -> u8 {
    match written(args) {
        Ok(exit) => exit,
        Err(found) => {
            output::diagnostics(&found);
            2
        }
    }
}

fn written(args: &cli::Init) -> Result<u8, Vec<Diagnostic>> {
    let now = build::moment(args.now.as_deref()).map_err(|d| vec![*d])?;
    refuse_second()?;
    let year = chrono::DateTime::from_timestamp(now, 0).unwrap_or_default().year();
    if let Some(said) = generator::unread(Path::new(".")) {
        let help = "have a program print its articles as JSON Lines, and name it as `command` of a `[[source]]` in a feedwright.toml: docs/sources.md has an example";
        return Err(vec![Diagnostic::error("records-not-read", said).help(help)]);
    }
    let Some(plan) = generator::plan(Path::new("."), year) else {
        let message = "it cannot be told what makes the site in this folder, and where its articles lie";
        let help = "run it where the site's own config lies, or write a feedwright.toml: README.md has a short one";
        return Err(vec![Diagnostic::error("site-unknown", message).help(help)]);
    };
    if args.dry_run {
        output::data(&plan.config);
    }
    let mut said = format!("this is {}\n", generator::whose(plan.generator));
    if plan.files.is_empty() && plan.reads_files {
        said += &preview(&plan, now)?;
    }
    if !plan.unknown.is_empty() {
        said += "\nnot found out:\n";
        said.extend(plan.unknown.iter().map(|what| format!("- {what}\n")));
    }
    output::report(&said);
    if args.dry_run {
        return Ok(u8::from(!plan.unknown.is_empty()));
    }
    if !args.yes && !output::agreed(&format!("\nWrite {FILE}? [y/N] ")) {
        let stopped = Diagnostic::error("not-agreed", "nothing was written");
        return Err(vec![stopped.help("answer `y`, or say `--yes`")]);
    }
    write(&plan)?;
    output::report(&next(&plan));
    Ok(u8::from(!plan.unknown.is_empty() && plan.files.is_empty()))
}

/// A config that stands is left alone.
fn refuse_second() -> Result<(), Vec<Diagnostic>> {
    let known = config::file_in(Path::new(""));
    if known.symlink_metadata().is_err() {
        return Ok(());
    }
    let (_, found) = config::load(&known);
    if found.iter().any(|d| d.code == "foreign-config") {
        return Ok(());
    }
    let message = format!("there is a {} already", known.display());
    let refused = Diagnostic::error("config-exists", message)
        .help("change it, or remove it first; `feedwright list` shows what it makes");
    Err(vec![refused.in_file(known.display().to_string())])
}

/// The first records as they would be published.
fn preview(plan: &Plan, now: i64) -> Result<String, Vec<Diagnostic>> {
    let (checked, found) = config::parse(FILE, &plan.config, Path::new("."), &|name| std::env::var(name).ok());
    let Some(checked) = checked else { return Err(found) };
    let mut lines = Vec::new();
    let (mut all, mut left_out) = (0_usize, 0_usize);
    let mut each = |listed: Listed| match listed.left_out {
        Some(_) => left_out += 1,
        None => {
            all += 1;
            if lines.len() < SHOWN {
                lines.push(line(&listed));
            }
        }
    };
    let listing = newsroom::list_project(Project::of(checked, found, None), now, &[], &mut each);
    let mut said = String::from("\n");
    said.extend(lines.iter().map(|line| format!("{line}\n")));
    let more = all - lines.len();
    if more > 0 {
        let _ = writeln!(said, "… and {more} more");
    }
    let articles = if all == 1 { "article" } else { "articles" };
    let others = match left_out {
        0 => String::new(),
        1 => ", 1 other page or record left out (`feedwright list` says why)".to_owned(),
        n => format!(", {n} other pages and records left out (`feedwright list` says why)"),
    };
    let _ = writeln!(said, "{all} {articles}{others}");
    let unmet = listing.diagnostics.iter().filter(|d| d.code == "addresses-unmet");
    said.extend(unmet.map(|d| format!("{}\n", d.message)));
    Ok(said)
}

/// `file → address, date, author`
fn line(listed: &Listed) -> String {
    let text = |name: &str| match listed.fields.get(name).map(|traced| &traced.value) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" and "),
        _ => String::new(),
    };
    let address = Some(text("url")).filter(|url| !url.is_empty()).unwrap_or_else(|| "no address".into());
    let date = text("published").chars().take(10).collect::<String>();
    let author = Some(text("authors")).filter(|name| !name.is_empty()).unwrap_or_else(|| "no author".into());
    format!("{} → {address}, {date}, {author}", listed.file)
}

/// Writes what is not there yet; what stands is never replaced.
fn write(plan: &Plan) -> Result<(), Vec<Diagnostic>> {
    let config = (FILE, plan.config.as_bytes());
    for (name, bytes) in plan.files.iter().copied().chain([config]) {
        let path = Path::new(name);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| {
            let mut file = std::fs::File::create_new(path)?;
            file.write_all(bytes)?;
            file.sync_all()
        });
        made.map_err(|e| {
            let unwritable = Diagnostic::error("config-unwritable", format!("{name} cannot be written: {e}"));
            vec![unwritable.help("let the folder be written to, and remove what was begun").in_file(name)]
        })?;
    }
    Ok(())
}

fn next(plan: &Plan) -> String {
    let mut said = format!("\n{FILE} is written. Next:\n");
    if !plan.unknown.is_empty() {
        said += "- put into it what was not found out\n";
    }
    said += "- feedwright list shows what each record is taken for; feedwright build --trial builds elsewhere\n";
    said.extend(plan.next.iter().map(|what| format!("- {what}\n")));
    said += "- feedwright build writes the feeds; docs/takeover.md says how old ids and addresses stay\n";
    said
}

/// The codes raised here.
pub(super) const CODES: &[CodeInfo] = &[
    CodeInfo { code: "config-exists", summary: "`init` found a config of ours in the folder, and leaves it alone." },
    CodeInfo {
        code: "config-unwritable",
        summary: "`init` cannot write the config, or a file of the newsroom that it makes.",
    },
    CodeInfo {
        code: "records-not-read",
        summary: "`init` knows what makes the site, but its articles are in a form that is not read.",
    },
    CodeInfo {
        code: "site-unknown",
        summary: "`init` knows none of the files in the folder as those of a site or of records.",
    },
];
