//! Whether all that a newsroom needs is there: clock, config, records, folders, ledger, address, runs.

use std::path::Path;

use super::Look;
use super::order::Mode;
use super::project::Project;
use crate::config::Checked;
use crate::diagnostic::{Diagnostic, Severity};
use crate::feed::output_url;
use crate::fetch::Limits;
use crate::ledger::snapshot::{self, Snapshot};
use crate::ledger::{Ledger, failure};
use crate::publish::{self, Destination};

/// What was looked at, and what was found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Examined {
    /// What was looked at.
    pub about: &'static str,
    /// Whether it is as it is to be.
    pub ok: bool,
    /// What was found.
    pub found: String,
    /// What to do, where it is not.
    pub help: Option<String>,
}

/// Something that is as it is to be.
pub fn well(about: &'static str, found: impl Into<String>) -> Examined {
    Examined { about, ok: true, found: found.into(), help: None }
}

/// Something that is not, with what to do.
pub fn ill(about: &'static str, found: impl Into<String>, help: impl Into<String>) -> Examined {
    Examined { about, ok: false, found: found.into(), help: Some(help.into()) }
}

/// The same of something that a diagnostic tells of.
fn told(about: &'static str, whose: &str, d: &Diagnostic, help: &str) -> Examined {
    let place = d.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
    ill(about, format!("{whose}{place}{}", d.message), d.help.clone().unwrap_or_else(|| help.to_owned()))
}

/// Before this moment there was no feedwright: a clock that shows it is wrong.
const BEGIN: i64 = 1_767_225_600;

/// A newsroom that nobody has built for so long is forgotten, or its cron line is.
const LONG_AGO: i64 = 2 * 86_400;

/// Examines a newsroom. `now` is the moment that the clock shows; `asks` says whether its address may be asked, and
/// `folder` how a folder is to which feeds or the ledger are written.
pub fn examine(config: &Path, now: i64, asks: bool, folder: &dyn Fn(&'static str, &Path) -> Examined) -> Vec<Examined> {
    let mut examined = vec![clock(now)];
    let project = match Project::open(config, None) {
        Ok(project) => project,
        Err(found) => {
            examined.push(refused(&found));
            return examined;
        }
    };
    examined.push(well("config", project.checked.file().to_string()));
    let warnings = project.found.iter().filter(|d| d.severity == Severity::Warning);
    examined.extend(warnings.map(|d| told("config", "", d, "mend it")));
    records(&project, &mut examined);
    examined.push(match &project.output {
        Destination::Folder(dir) => folder("output folder", dir),
        Destination::Bucket(_) => match publish::reached(&project.output, &project.state_dir) {
            Ok(n) => well("output bucket", format!("{}, with {n} objects", project.output)),
            Err(e) => ill("output bucket", format!("{}: {e}", project.output), "see that it can be reached"),
        },
    });
    examined.push(folder("state folder", &project.state_dir));
    examined.push(ledger(&project.state_dir));
    let snapshot = Snapshot::read(&project.state_dir);
    examined.push(address(&project.checked, snapshot.as_ref(), asks));
    examined.push(runs(&project, snapshot.as_ref(), now));
    examined
}

/// A config that cannot be used.
fn refused(found: &[Diagnostic]) -> Examined {
    let errors: Vec<&Diagnostic> = found.iter().filter(|d| d.severity == Severity::Error).collect();
    let Some(first) = errors.first() else { return ill("config", "it cannot be used", "mend it") };
    let examined = told("config", "", first, "mend it");
    match errors.len() - 1 {
        0 => examined,
        more => {
            Examined { found: format!("{} (and {more} more: `feedwright build` says all)", examined.found), ..examined }
        }
    }
}

fn clock(now: i64) -> Examined {
    let shown = chrono::DateTime::from_timestamp(now, 0).unwrap_or_default().format("%Y-%m-%d %H:%M UTC").to_string();
    if now < BEGIN {
        let help = "set the machine's clock, and let it be kept (NTP): articles of today would wait";
        return ill("clock", format!("it shows {shown}"), help);
    }
    well("clock", shown)
}

/// What each source lists.
fn records(project: &Project, examined: &mut Vec<Examined>) {
    let look = Look::take(project, Mode::Preview);
    for (source, listing) in project.checked.config.source.iter().zip(&look.listings) {
        let whose = format!("{}: ", source.name);
        let wrong: Vec<&Diagnostic> = listing.diagnostics.iter().filter(|d| d.severity >= Severity::Warning).collect();
        let help = "let it be read by who runs feedwright";
        examined.extend(wrong.iter().map(|d| told("source", &whose, d, help)));
        if wrong.is_empty() {
            let found = match listing.units.len() {
                _ if source.is_drawn() => "it can be drawn from".to_owned(),
                1 => "1 file".to_owned(),
                n => format!("{n} files"),
            };
            examined.push(well("source", whose + &found));
        }
    }
}

fn ledger(state_dir: &Path) -> Examined {
    let help = "put the backup of the ledger in its place";
    let facts = match Ledger::open_existing(state_dir) {
        Ok(None) => return well("ledger", "none yet: the first build makes it"),
        Ok(Some(ledger)) => ledger.facts().map(|facts| (facts.len(), ledger.path().to_owned())),
        Err(d) => Err(d),
    };
    match facts {
        Ok((1, path)) => well("ledger", format!("1 id; back it up: {}", path.display())),
        Ok((n, path)) => well("ledger", format!("{n} ids; back it up: {}", path.display())),
        Err(d) => told("ledger", "", &d, help),
    }
}

/// Names that nobody has: they stand for examples.
const RESERVED: [&str; 7] = ["example", "test", "invalid", "localhost", "example.org", "example.com", "example.net"];

/// Whether readers can come to the feeds under the address that these say.
fn address(checked: &Checked, snapshot: Option<&Snapshot>, asks: bool) -> Examined {
    let config = &checked.config;
    let Some(base) = output_url(config) else {
        let help = "say in `[output]` under which `url` its folder is served, or readers do not know where a feed is";
        return ill("address", "the feeds have none", help);
    };
    let host = url::Url::parse(&base).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    if host.is_empty() || RESERVED.iter().any(|name| host == *name || host.ends_with(&format!(".{name}"))) {
        let help = "put the site's own address into `url` of `[site]`, and its domain into `authority`";
        return ill("address", format!("{base} is nobody's address: it stands for examples"), help);
    }
    let first = snapshot.and_then(|snapshot| snapshot.documents.first()?.files.first()).map(|(path, _)| path);
    let Some(first) = first.filter(|_| asks) else { return well("address", base) };
    let address = format!("{base}{}", crate::feed::encoded_path(first));
    let limits = Limits { bytes: 64 << 10, time: std::time::Duration::from_secs(10), redirects: 5 };
    let help = "let the web server give out the output folder at this address (`feedwright snippet`), or correct \
                `url` of `[output]`";
    match config.fetch.client().read(&address, &[], limits) {
        Ok(answer) if answer.status == 200 => well("address", format!("{address} is answered")),
        Ok(answer) => ill("address", format!("{address} is answered with status {}", answer.status), help),
        Err(fault) => ill("address", format!("{address} cannot be read: {fault}"), help),
    }
}

/// Whether somebody builds, and when.
fn runs(project: &Project, snapshot: Option<&Snapshot>, now: i64) -> Examined {
    let folder = std::path::absolute(&project.checked.root).unwrap_or_else(|_| project.checked.root.clone());
    let line = format!("add to the crontab: * * * * * cd {} && feedwright build", folder.display());
    if let Some((_, found)) = failure::last(&project.state_dir) {
        let said = found.iter().find(|d| d.severity == Severity::Error).map_or("it failed", |d| &d.message);
        return ill("runs", format!("the last build failed: {said}"), "run `feedwright build` and mend what it says");
    }
    let Some(last) = snapshot::last_run(&project.state_dir) else {
        return ill("runs", "nobody has built yet", format!("run `feedwright build`, then {line}"));
    };
    if snapshot.is_some_and(|snapshot| snapshot.now > now + 3_600) {
        let help = "set the clock; dates that were told to readers stay";
        return ill("runs", "the last build was for a moment that is yet to come", help);
    }
    match now - last {
        ago if ago > LONG_AGO => ill("runs", format!("the last build was {} days ago", ago / 86_400), line),
        _ => well("runs", "there was a build within two days"),
    }
}
