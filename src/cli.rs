//! The command line: structures that clap fills, and nothing that acts on them.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Turns article records into valid RSS, Atom and JSON Feed files, and checks anyone's feeds.
#[derive(Debug, Parser)]
#[command(name = "feedwright", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the feeds that the config describes.
    Build(Build),
    /// Write a config for the site in this folder, whatever makes it.
    Init(Init),
    /// Show what each record is taken for: address, id, dates, feeds, and where each comes from.
    List(List),
    /// Take ids and dates over from the feed that the site has had.
    Adopt(Adopt),
    /// Check feeds: RSS, Atom, JSON Feed, OPML.
    Check(Check),
    /// Explain a diagnostic code, or what a preset sets.
    Explain(Explain),
    /// List the rules that `check` applies.
    Rules(Rules),
    /// Parse picture credit lines.
    Credit(Credit),
    /// Show what picture files carry and what a feed would say.
    Photo(Photo),
    /// Print the JSON Schema of the config or of an article record.
    Schema(Schema),
    /// Print what a web server is to be told, so that it serves the feeds well.
    Snippet(Snippet),
    /// Serve the feeds over HTTP, for a look at them and for readers.
    #[cfg(feature = "serve")]
    Serve(Serve),
    /// Show how the feeds are, for people and for monitoring.
    Status(Status),
    /// Look whether all that a newsroom needs is there, and say what to do where it is not.
    Doctor(Doctor),
    /// Tell hubs, webhooks and programs what they are owed to be told.
    Notify(Notify),
    /// Print the next moment at which a build would change something.
    Next(Next),
    /// Look after the ledger of ids ever published.
    Ledger(Ledger),
    /// Print what completes commands in a shell.
    Completions(Completions),
    /// Print the manual page of feedwright, or of a command.
    Man(Man),
}

/// The config and the clock.
#[derive(Clone, Debug, Default, Args)]
pub struct ConfigArgs {
    /// The config file; by default `feedwright.toml`, and where that does not stand here `config.toml`.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The moment to build for instead of the present one (RFC 3339).
    #[arg(long, global = true, value_name = "TIME")]
    pub now: Option<String>,
}

impl ConfigArgs {
    /// The config file that is meant.
    pub fn file(&self) -> PathBuf {
        self.config.clone().unwrap_or_else(|| crate::config::file_in(Path::new("")))
    }
}

/// `feedwright build`
#[derive(Debug, Default, Args)]
pub struct Build {
    /// Config and clock.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// Write the feeds into this folder instead of the config's.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Build into a new folder for temporary files, without the ledger; say where.
    #[arg(long, conflicts_with_all = ["out", "dry_run", "diff", "wait", "watch", "adopt"])]
    pub trial: bool,
    /// Write nothing; say what would be written.
    #[arg(long)]
    pub dry_run: bool,
    /// Print what would change in each file, as a unified diff; write nothing.
    #[arg(long)]
    pub diff: bool,
    /// How to report.
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,
    /// Turn warnings into failure.
    #[arg(long, value_name = "WHAT", value_parser = ["warnings"])]
    pub deny: Option<String>,
    /// Wait this long for another run to end.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub lock_wait: u64,
    /// Let this feed shrink past its limit once.
    #[arg(long, value_name = "FEED")]
    pub allow_shrink: Vec<String>,
    /// Replace files at a feed's path that feedwright did not write.
    #[arg(long)]
    pub adopt: bool,
    /// Stay, and build again at each moment that changes something.
    #[arg(long)]
    pub wait: bool,
    /// Stay, and build again whenever a record or the config changes.
    #[arg(long, conflicts_with = "wait")]
    pub watch: bool,
    /// Print every feed, and where the time went.
    #[arg(short, long, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Print errors only.
    #[arg(short, long)]
    pub quiet: bool,
}

/// `feedwright adopt`
#[derive(Debug, Args)]
pub struct Adopt {
    /// Config and clock.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// Feeds (RSS, Atom, JSON Feed) by their addresses, or files that hold them.
    #[arg(required = true, value_name = "URL|FILE")]
    pub feeds: Vec<String>,
    /// Enter it into the ledger; without this it is only said.
    #[arg(long)]
    pub write: bool,
}

/// `feedwright init`
#[derive(Debug, Args)]
pub struct Init {
    /// Ask nothing.
    #[arg(long)]
    pub yes: bool,
    /// Print the config, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// The moment to look at records for instead of the present one (RFC 3339).
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
}

/// `feedwright completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// `feedwright man`
#[derive(Debug, Args)]
pub struct Man {
    /// The command; with several words one of its own.
    pub command: Vec<String>,
    /// Write the pages of all commands into this folder.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}

/// `feedwright list`
#[derive(Debug, Args)]
pub struct List {
    /// Config and clock.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// Files and folders whose records are shown; all by default.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How to print: for people, or as one object of JSON a line.
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,
}

/// How `build`, `list` and `status` report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// `feedwright check`
#[derive(Debug, Args)]
pub struct Check {
    /// Files, folders, glob patterns, URLs, or `-` for standard input.
    #[arg(required = true, value_name = "FILE|DIR|GLOB|URL|-")]
    pub targets: Vec<String>,
    /// The URL a file counts as fetched from; with a folder, the URL of that folder.
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
    /// Check the demands of these consumers too.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', help = profile_help())]
    pub profile: Vec<String>,
    /// Do not look into the HTML of bodies.
    #[arg(long)]
    pub no_html: bool,
    /// How to report.
    #[arg(long, value_enum, default_value_t)]
    pub format: FindingFormat,
    /// Give a rule another weight: error, warning, note or off.
    #[arg(long, value_name = "CODE=LEVEL")]
    pub severity: Vec<String>,
    /// Exit 1 on warnings too.
    #[arg(long, value_name = "WHAT", value_parser = ["warnings"])]
    pub deny: Option<String>,
    /// The moment to judge dates at instead of the present one (RFC 3339).
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Ask for URLs by the `[fetch]` of this config.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print at most this many findings of a file.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub max_findings: usize,
}

/// How `check` reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FindingFormat {
    /// For people, with the line and the exact span.
    #[default]
    Text,
    /// One array of all files.
    Json,
    /// One object a line for each file.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// `feedwright explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The code, for instance `duplicate-guid`; or `preset`, for what the preset of a name sets.
    pub code: String,
    /// The name of a preset, for instance `msn`.
    pub preset: Option<String>,
}

/// `feedwright rules`
#[derive(Debug, Args)]
pub struct Rules {
    /// One group of rules only: `atom`, `media`, or a profile.
    pub group: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: RulesFormat,
}

fn profile_help() -> String {
    format!("Check the demands of these consumers too: {}", crate::config::PROFILES.join(", "))
}

/// How `rules` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    /// A line for each rule.
    #[default]
    Text,
    /// For programs.
    Json,
    /// Each with why, how and examples: the pages of docs/rules.
    Markdown,
}

/// `feedwright credit`
#[derive(Debug, Args)]
pub struct Credit {
    /// The credit line, or `-` for one a line on standard input.
    pub line: String,
    /// The lines are captions with the credit at their end.
    #[arg(long)]
    pub caption: bool,
    /// BCP 47 tag of the lines' language, as a hint.
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Use the names of this config's `[credits]`.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: CreditFormat,
}

/// How `credit` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CreditFormat {
    /// The line with its parts marked.
    #[default]
    Text,
    /// One object a line.
    Jsonl,
}

/// `feedwright photo`
#[derive(Debug, Args)]
pub struct Photo {
    /// Picture files.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,
}

/// `feedwright schema`
#[derive(Debug, Args)]
pub struct Schema {
    /// Of what.
    #[arg(value_enum)]
    pub of: SchemaOf,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// `config.toml`
    Config,
    /// An article record.
    Article,
}

/// `feedwright status`
#[derive(Debug, Args)]
pub struct Status {
    /// Config and clock.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,
}

/// `feedwright doctor`
#[derive(Debug, Args)]
pub struct Doctor {
    /// Config and clock.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// Do not ask whether the feeds are answered under their address.
    #[arg(long)]
    pub offline: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,
}

/// `feedwright notify`
#[derive(Debug, Args)]
pub struct Notify {
    /// Config and clock.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// Also what is to be tried later only.
    #[arg(long)]
    pub all: bool,
}

/// `feedwright next`
#[derive(Debug, Args)]
pub struct Next {
    /// Config and clock.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// `feedwright ledger`
#[derive(Debug, Args)]
pub struct Ledger {
    /// Config and clock.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: LedgerCommand,
}

/// What can be done with the ledger.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// List every id.
    List,
    /// Show what is known of an id.
    Show {
        /// The id.
        id: String,
    },
    /// Give the record that now goes by NEW the id OLD; or all records the ids of the template.
    Move {
        /// The id it was published under.
        #[arg(required_unless_present = "by_template", requires = "new")]
        old: Option<String>,
        /// The id it would get now.
        new: Option<String>,
        /// Give articles the ids that the `id` templates of their sources give now: readers are shown them again.
        #[arg(long, conflicts_with_all = ["old", "new"])]
        by_template: bool,
        /// Do it; by default it is only said what would be done.
        #[arg(long, requires = "by_template")]
        write: bool,
    },
    /// Mark an id as withdrawn.
    Withdraw {
        /// The id.
        id: String,
    },
    /// Forget every id, and begin anew.
    Reset {
        /// Ask nothing.
        #[arg(long)]
        yes: bool,
    },
    /// Write the ledger to standard output as JSON Lines.
    Export,
    /// Take in JSON Lines that `export` wrote, from a file or `-`.
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// `feedwright serve`
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub struct Serve {
    /// Config and clock.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// The address to listen on; where systemd has opened a socket, that is taken.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub addr: String,
    /// Serve this folder instead of the config's.
    #[arg(long, value_name = "DIR", conflicts_with = "watch")]
    pub out: Option<PathBuf>,
    /// Build whenever a record or the config changes; pages in a browser then reload themselves.
    #[arg(long)]
    pub watch: bool,
    /// Be a hub (WebSub) for the feeds too, at `/hub`.
    #[arg(long)]
    pub hub: bool,
    /// Open the page in a browser.
    #[arg(long)]
    pub open: bool,
    /// Print no line for each request.
    #[arg(short, long)]
    pub quiet: bool,
}

/// `feedwright snippet`
#[derive(Debug, Args)]
pub struct Snippet {
    /// For which server.
    #[arg(value_enum, value_name = "SERVER")]
    pub of: SnippetOf,
    /// Config and clock.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// The servers that a snippet can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SnippetOf {
    /// nginx.
    Nginx,
    /// Caddy 2.
    Caddy,
    /// Apache httpd 2.4.
    Apache,
    /// `_headers` of Netlify, Cloudflare Pages and the like.
    Headers,
    /// `_redirects` of the same: what moved, and what ended.
    Redirects,
}
