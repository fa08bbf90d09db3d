//! `feedwright check`

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use globset::{GlobBuilder, GlobMatcher};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rayon::prelude::*;

use super::output;
use crate::bucket::{Address, Bucket};
use crate::check::{self, Options, Report, profiles, rule};
use crate::cli::{self, FindingFormat};
use crate::config;
use crate::diagnostic::{CodeInfo, Diagnostic, Severity, github, json, sarif, suggestion, text};
use crate::fetch::{Bounds, Client, Limits};
use crate::{publish, site};

/// Names of files that a folder is searched for.
const EXTENSIONS: [&str; 7] = ["xml", "rss", "atom", "rdf", "json", "jsonfeed", "opml"];

/// How many files are checked before their reports are printed, so that memory stays bounded.
const FILES_AT_ONCE: usize = 256;

pub(super) fn run(args: &cli::Check) -> u8 {
    let mut faults = Vec::new();
    let options = options(args, &mut faults);
    let Some(client) = client(args.config.as_deref()) else { return 2 };
    let mut jobs = Vec::new();
    for target in &args.targets {
        jobs_of(target, args.base.as_deref(), &mut jobs, &mut faults);
    }
    // What was asked for cannot be done as it was asked: nothing is checked.
    let usable = faults.iter().all(|fault| fault.code != "bad-option");
    let mut printer = Printer {
        format: args.format,
        first: true,
        sarif: Vec::new(),
        left_out: Vec::new(),
        colour: output::shows_coloured_data(),
    };
    let denied = if args.deny.is_some() { Severity::Warning } else { Severity::Error };
    let mut found = false;
    if usable {
        printer.begin();
        for fault in &faults {
            printer.fault(fault);
        }
        for some in jobs.chunks(FILES_AT_ONCE) {
            let reports: Vec<Result<Report, Diagnostic>> =
                some.par_iter().map(|job| job.check(&client, &options)).collect();
            for report in reports {
                match report {
                    Ok(report) => {
                        found |= report.worst >= Some(denied);
                        printer.file(&report);
                    }
                    Err(fault) => {
                        printer.fault(&fault);
                        faults.push(fault);
                    }
                }
            }
        }
        printer.end();
    }
    output::diagnostics(&faults);
    match (faults.is_empty(), found) {
        (false, _) => 2,
        (true, true) => 1,
        (true, false) => 0,
    }
}

/// What asks for URLs, by the config where one is named. How many are asked for and how long that may
/// take is up to who names them.
fn client(config: Option<&Path>) -> Option<Client> {
    let bounds = Bounds { time: Duration::from_hours(24), bytes: u64::MAX };
    let Some(path) = config else { return Some(Client::new(Vec::new(), bounds)) };
    let (checked, diagnostics) = config::load(path);
    output::diagnostics(&diagnostics);
    let allowed = checked?.config.fetch.allow;
    Some(Client::new(allowed.iter().filter_map(|allowed| allowed.parse().ok()).collect(), bounds))
}

/// Turns the arguments into options; what is wrong with them goes to `faults`.
fn options(args: &cli::Check, faults: &mut Vec<Diagnostic>) -> Options {
    let mut options = Options::new("");
    options.html = !args.no_html;
    options.max_findings = args.max_findings;
    options.now = Some(Utc::now());
    if let Some(now) = &args.now {
        match DateTime::parse_from_rfc3339(now) {
            Ok(now) => options.now = Some(now.to_utc()),
            Err(error) => faults.push(bad_option(format!("--now {now:?} is no RFC 3339 time: {error}"))),
        }
    }
    if let Some(base) = &args.base
        && let Err(error) = url::Url::parse(base)
    {
        faults.push(bad_option(format!("--base {base:?} is no URL: {error}")));
    }
    for name in &args.profile {
        match profiles::find(name) {
            Some(profile) => options.profiles.push(profile),
            None => {
                let names = || profiles::PROFILES.iter().map(|p| p.name);
                let all = format!("The profiles are {}", names().collect::<Vec<_>>().join(", "));
                faults.push(unknown("profile", name, names(), all));
            }
        }
    }
    let rules = if args.severity.is_empty() { Vec::new() } else { rule::all() };
    for change in &args.severity {
        let (code, level) = change.split_once('=').unwrap_or((change, ""));
        let level = match level {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "note" => Some(Severity::Note),
            "off" => None,
            _ => {
                faults.push(
                    bad_option(format!("--severity {change:?} is not CODE=LEVEL"))
                        .help("A level is error, warning, note or off"),
                );
                continue;
            }
        };
        match rules.iter().find(|rule| rule.code == code) {
            Some(rule) => options.severities.push((rule.code, level)),
            None => {
                let all = "`feedwright rules` lists them all".to_owned();
                faults.push(unknown("rule", code, rules.iter().map(|rule| rule.code), all));
            }
        }
    }
    options
}

fn bad_option(message: String) -> Diagnostic {
    Diagnostic::error("bad-option", message)
}

/// A name that is none of those known; `otherwise` is the help when none of them is close.
fn unknown(what: &str, name: &str, known: impl IntoIterator<Item = &'static str>, otherwise: String) -> Diagnostic {
    let fault = bad_option(format!("there is no {what} {name:?}"));
    match suggestion(name, known) {
        Some(close) => fault.help(format!("Did you mean {close}?")),
        None => fault.help(otherwise),
    }
}

/// Something to check.
#[derive(Debug)]
pub(super) struct Job {
    /// The name in reports.
    pub(super) name: Arc<str>,
    /// The URL it counts as fetched from.
    pub(super) base: Option<String>,
    pub(super) from: Input,
}

/// Where it is read.
#[derive(Debug)]
pub(super) enum Input {
    Standard,
    File(PathBuf),
    Object(Arc<Bucket>, String),
    Web,
}

impl Job {
    fn check(&self, client: &Client, options: &Options) -> Result<Report, Diagnostic> {
        let options = Options { file: self.name.clone(), base: self.base.clone(), ..options.clone() };
        match &self.from {
            Input::Standard => Ok(check::check(io::stdin().lock(), &options)),
            Input::File(path) => match File::open(path) {
                Ok(file) => Ok(check::check(BufReader::new(file), &options)),
                Err(error) => Err(unreadable(&self.name, &error)),
            },
            Input::Object(bucket, path) => match bucket.read(path, Limits::default().bytes) {
                Ok((_, bytes)) => Ok(check::check(&*bytes, &options)),
                Err(error) => Err(unreadable(&self.name, &error)),
            },
            Input::Web => super::check_url::check(client, &self.name, &options),
        }
    }
}

pub(super) fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        _ => format!("cannot be read: {error}"),
    };
    Diagnostic::error("unreadable-file", message).in_file(name)
}

/// Finds what a target stands for.
fn jobs_of(target: &str, base: Option<&str>, jobs: &mut Vec<Job>, faults: &mut Vec<Diagnostic>) {
    let path = Path::new(target);
    let before = jobs.len();
    if target == "-" {
        jobs.push(Job { name: Arc::from("-"), base: base.map(str::to_owned), from: Input::Standard });
    } else if target.starts_with("http://") || target.starts_with("https://") {
        jobs.push(Job { name: Arc::from(target), base: None, from: Input::Web });
    } else if Address::of(target).is_some() || Address::with_pattern(target).is_some() {
        super::check_bucket::collect(target, base, jobs, faults);
    } else if path.is_dir() {
        collect(path, path, base, &|path| is_feed(path), jobs, faults);
        if jobs.len() == before {
            let message = format!("no file in this folder ends as a feed does (.{})", EXTENSIONS.join(", ."));
            faults.push(Diagnostic::error("nothing-to-check", message).in_file(target));
        }
    } else if path.exists() {
        jobs.push(Job { name: Arc::from(target), base: base.map(str::to_owned), from: Input::File(path.to_owned()) });
    } else if let Some((scheme, _)) = target.split_once("://") {
        let message = format!("{scheme} addresses are not fetched, only those of http, https and buckets (s3, gs, az)");
        faults.push(Diagnostic::error("unreadable-url", message).in_file(target));
    } else if let Some((root, matcher)) = glob(target) {
        collect(&root, &root, base, &|path| matcher.is_match(path), jobs, faults);
        if jobs.len() == before {
            faults.push(Diagnostic::error("nothing-to-check", "no file matches this pattern").in_file(target));
        }
    } else {
        faults.push(unreadable(target, &io::Error::from(io::ErrorKind::NotFound)));
    }
}

fn is_feed(path: &Path) -> bool {
    is_named_as_feed(path) && !is_data_beside(path)
}

/// Whether a file ends as feeds do.
pub(super) fn is_named_as_feed(path: &Path) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| EXTENSIONS.contains(&e.to_ascii_lowercase().as_str()))
}

/// Whether a name is one of data that a build writes beside feeds.
pub(super) fn is_data(path: &Path) -> bool {
    let names = [site::DATA, site::MINING, "article.json"];
    let is_named = path.file_name().is_some_and(|name| names.iter().any(|known| name == *known));
    let is_chapters = path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "chapters");
    path.extension().is_some_and(|ending| ending == "json") && (is_named || is_chapters)
}

/// Whether a file is data that a build writes beside feeds: for a site's templates, chapters of an episode, an article
/// in Apple News Format.
fn is_data_beside(path: &Path) -> bool {
    let mut start = Vec::new();
    is_data(path)
        && File::open(path).is_ok_and(|file| file.take(4096).read_to_end(&mut start).is_ok())
        && publish::is_beside(&start)
}

/// The folder in which a pattern begins to match, and the pattern.
fn glob(pattern: &str) -> Option<(PathBuf, GlobMatcher)> {
    let first = pattern.find(['*', '?', '[', '{'])?;
    let root = pattern[..first].rfind('/').map_or("", |i| &pattern[..=i]);
    let matcher = GlobBuilder::new(pattern).literal_separator(true).build().ok()?.compile_matcher();
    Some((PathBuf::from(root), matcher))
}

/// Lists the wanted files of a folder and the folders in it, by path.
fn collect(
    root: &Path,
    folder: &Path,
    base: Option<&str>,
    wanted: &dyn Fn(&Path) -> bool,
    jobs: &mut Vec<Job>,
    faults: &mut Vec<Diagnostic>,
) {
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(listed).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            faults.push(unreadable(&folder.to_string_lossy(), &error));
            return;
        }
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = folder.join(entry.file_name());
        // A link to a folder is not followed: it might lead back here.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder {
            collect(root, &path, base, wanted, jobs, faults);
        } else if wanted(&path) && path.is_file() {
            let base = base.map(|base| url_below(base, path.strip_prefix(root).unwrap_or(&path)));
            jobs.push(Job { name: Arc::from(path.to_string_lossy()), base, from: Input::File(path) });
        }
    }
}

/// What must be escaped in a segment of a URL's path.
const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'+').remove(b'@').remove(b'=');

/// The URL of a file in the folder that has this URL.
pub(super) fn url_below(base: &str, relative: &Path) -> String {
    let mut url = base.to_owned();
    for part in relative.components() {
        if !url.ends_with('/') {
            url.push('/');
        }
        let part: Cow<'_, str> = part.as_os_str().to_string_lossy();
        url.extend(utf8_percent_encode(&part, SEGMENT));
    }
    url
}

/// Writes reports as they come.
struct Printer {
    format: FindingFormat,
    first: bool,
    /// SARIF is one document for all files.
    sarif: Vec<Diagnostic>,
    /// The files of which it does not hold everything, and how much it leaves out.
    left_out: Vec<(Arc<str>, usize)>,
    colour: bool,
}

impl Printer {
    fn begin(&self) {
        if self.format == FindingFormat::Json {
            output::data("[");
        }
    }

    fn file(&mut self, report: &Report) {
        let first = std::mem::replace(&mut self.first, false);
        match self.format {
            FindingFormat::Text => {
                let mut shown = text::render(&report.findings, self.colour);
                shown.push_str(&summary(report));
                output::coloured_data(&shown);
            }
            FindingFormat::Json => {
                let line = json::line(&report.json());
                output::data(&format!("{}{}", if first { "\n" } else { ",\n" }, line.trim_end()));
            }
            FindingFormat::Jsonl => output::data(&json::line(&report.json())),
            FindingFormat::Sarif => {
                self.sarif.extend_from_slice(&report.findings);
                if report.suppressed > 0 {
                    self.left_out.push((report.file.clone(), report.suppressed));
                }
            }
            FindingFormat::Github => {
                output::data(&github::render(&report.findings));
                output::data(&github::left_out(&report.file, report.suppressed));
            }
        }
    }

    /// What could not be looked into, for programs; people are told at the end.
    fn fault(&mut self, fault: &Diagnostic) {
        let file = fault.place.as_ref().map(|place| place.file.clone());
        let mut report = Report::empty(file.unwrap_or_else(|| Arc::from("")));
        report.valid = false;
        report.findings.push(fault.clone());
        if self.format != FindingFormat::Text {
            self.file(&report);
        }
    }

    fn end(&self) {
        match self.format {
            FindingFormat::Json => output::data("\n]\n"),
            FindingFormat::Sarif => {
                let rules = rule::all();
                let texts: Vec<sarif::RuleText<'_>> = rules
                    .iter()
                    .map(|rule| sarif::RuleText {
                        code: rule.code,
                        summary: rule.summary,
                        why: rule.why,
                        help: rule.help,
                        url: rule.page().map_or_else(|| rule.spec.url.into(), Into::into),
                        severity: rule.severity,
                    })
                    .collect();
                output::data(&sarif::render(&self.sarif, &self.left_out, &texts));
            }
            _ => {}
        }
    }
}

fn summary(report: &Report) -> String {
    let items = if report.items == 1 { "1 item".to_owned() } else { format!("{} items", report.items) };
    let name = format!(
        "{}: {}, {}, {items}",
        report.file,
        if report.valid { "valid" } else { "not valid" },
        report.feed_type.name()
    );
    format!("{}\n", text::summary(&name, &report.findings, report.suppressed))
}

/// What can be wrong with what is to be checked, besides the feeds themselves.
pub(super) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "bad-option",
        summary: "An option of `check` names a rule, profile, level or moment that does not exist.",
    },
    CodeInfo { code: "nothing-to-check", summary: "A folder or pattern holds no feed." },
    CodeInfo { code: "unreadable-url", summary: "A feed could not be fetched from its address." },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_of_a_folder_is_extended_by_the_path_of_the_file() {
        assert_eq!(
            url_below("https://example.org/feeds", Path::new("a b/ä.xml")),
            "https://example.org/feeds/a%20b/%C3%A4.xml"
        );
        assert_eq!(url_below("https://example.org/feeds/", Path::new("a.xml")), "https://example.org/feeds/a.xml");
    }

    #[test]
    fn a_pattern_begins_in_the_last_folder_without_a_wildcard() {
        let (root, matcher) = glob("feeds/de/**/*.xml").unwrap();
        assert_eq!(root, PathBuf::from("feeds/de/"));
        assert!(matcher.is_match("feeds/de/a/b.xml") && !matcher.is_match("feeds/en/b.xml"));
        assert!(glob("feed.xml").is_none());
    }
}
