//! What the shape cannot say: whether the parts of a config fit each other.

mod item;
mod records;

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use super::raw::{Spans, place};
use super::shape::{cut, within};
use super::{
    ArchivePer, Config, DIALECTS, Dialect, Exclusion, Feed, MEDIA_MEMBERS, OneOrMany, RECORD_FIELDS, Select, Source,
    format, template,
};
use crate::diagnostic::{Diagnostic, SourceText, suggestion};

/// The faults of a config whose shape is right.
pub(super) fn check(config: &Config, text: &SourceText<'_>, spans: &Spans) -> Vec<Diagnostic> {
    let mut judge = Sense { config, text, spans, found: Vec::new() };
    judge.names();
    if config.site.title.trim().is_empty() {
        judge.fault("bad-value", "site.title", "the publication has no name", "the name that readers know it by");
    }
    judge.categories(&config.categories.map, "categories.map");
    judge.output();
    judge.notify();
    for (i, source) in config.source.iter().enumerate() {
        judge.source(source, &format!("source[{i}]"));
        judge.dialect(source, &format!("source[{i}]"));
    }
    for (i, feed) in config.feed.iter().enumerate() {
        judge.feed(feed, &format!("feed[{i}]"));
        judge.further(i, &format!("feed[{i}]"));
    }
    judge.found
}

struct Sense<'a> {
    config: &'a Config,
    text: &'a SourceText<'a>,
    spans: &'a Spans,
    found: Vec<Diagnostic>,
}

/// The variables of a feed's templates that have a value only in a feed with `each`.
const TERM_VARIABLES: [&str; 3] = ["term", "label", "scheme"];

/// Endings of compressed twins.
const TWIN_EXTENSIONS: [&str; 3] = ["gz", "br", "zst"];

impl Sense<'_> {
    /// A dialect is shipped, or a table of the config.
    fn dialect(&mut self, source: &Source, at: &str) {
        let Some(name) = source.dialect.as_ref().and_then(Dialect::shipped) else { return };
        if DIALECTS.iter().any(|known| known.name == name) {
            return;
        }
        let names = || DIALECTS.iter().map(|known| known.name);
        let close = suggestion(name, names()).map(|close| format!("did you mean `{close}`? "));
        let all: Vec<String> = DIALECTS.iter().map(|known| format!("`{}` ({})", known.name, known.title)).collect();
        let help = format!("{}shipped are {}", close.unwrap_or_default(), all.join(", "));
        self.fault("bad-value", &format!("{at}.dialect"), format!("no dialect is called `{name}`"), help);
    }

    fn fault(&mut self, code: &'static str, path: &str, message: impl Into<String>, help: impl Into<String>) {
        let d = Diagnostic::error(code, message).help(help);
        self.found.push(place(d, self.text, self.spans, path));
    }

    fn warn(&mut self, code: &'static str, path: &str, message: impl Into<String>, help: impl Into<String>) {
        let d = Diagnostic::warning(code, message).help(help);
        self.found.push(place(d, self.text, self.spans, path));
    }

    fn names(&mut self) {
        let config = self.config;
        if u16::try_from(config.source.len()).is_err() {
            let message = format!("{} sources are more than can be told apart", config.source.len());
            self.fault("bad-value", "source", message, "let one source have several patterns");
        }
        let mut first: HashMap<(&str, &str), usize> = HashMap::new();
        let sources = config.source.iter().map(|s| ("source", s.name.as_str())).enumerate();
        let feeds = config.feed.iter().map(|f| ("feed", f.name.as_str())).enumerate();
        for (i, (table, name)) in sources.chain(feeds) {
            let path = format!("{table}[{i}].name");
            let sound = |c: char| c.is_ascii_alphanumeric() || "._~-".contains(c);
            if name.is_empty() || name.chars().any(char::is_control) {
                self.fault(
                    "bad-name",
                    &path,
                    format!("the name of a {table} is empty or holds control characters"),
                    "name it in a word",
                );
            } else if table == "source" && !name.chars().all(sound) {
                let help = "letters, digits, `-`, `_`, `.` and `~`: the name becomes part of ids";
                self.fault("bad-name", &path, format!("`{}` cannot be the name of a source", cut(name)), help);
            }
            if let Some(other) = first.insert((table, name), i) {
                first.insert((table, name), other);
                let line = self.spans.get(&format!("{table}[{other}]")).map(|s| self.text.place(s.clone()));
                let line = line
                    .and_then(|p| p.span)
                    .map_or(String::new(), |s| format!(" (the other begins in line {})", s.line));
                self.fault(
                    "duplicate-name",
                    &path,
                    format!("two {table}s are called `{}`{line}", cut(name)),
                    "give each a name of its own",
                );
            }
        }
        if config.source.is_empty() {
            self.warn(
                "no-source",
                "",
                "the config has no source: there is nothing to publish",
                "add `[[source]]` with a `path`",
            );
        }
        if config.feed.is_empty() {
            self.warn("no-feed", "", "the config has no feed: nothing is published", "add `[[feed]]` with a `name`");
        }
    }

    fn notify(&mut self) {
        let config = self.config;
        for (i, exec) in config.notify.exec.iter().enumerate() {
            if exec.command.first().is_none_or(|program| program.trim().is_empty()) {
                let path = format!("notify.exec[{i}].command");
                self.fault("empty-list", &path, "there is no program to run", "such as `[\"./purge-cdn\"]`");
            }
        }
        for (i, webhook) in config.notify.webhook.iter().enumerate() {
            let name = webhook.secret_variable.as_deref();
            if name.is_some_and(|name| name.is_empty() || name.contains(['=', '\0', '$', ' '])) {
                let path = format!("notify.webhook[{i}].secret-variable");
                let help =
                    "the name of a variable alone, such as `FEEDS_HOOK_SECRET`: its value is read when it is needed";
                self.fault("bad-value", &path, "this is not the name of an environment variable", help);
            }
        }
    }

    fn output(&mut self) {
        let output = &self.config.output;
        let mut taken: HashMap<String, &str> = HashMap::new();
        for format in super::Format::ALL {
            let extension = output.extension(format);
            let path = format!("output.extensions.{}", format.name());
            if extension.is_empty()
                || extension.starts_with('.')
                || extension.contains(['/', '\\'])
                || extension.chars().any(char::is_control)
            {
                let message = format!("`{}` is not the extension of a file", cut(extension));
                self.fault("bad-value", &path, message, "letters without a dot in front, such as `xml`");
            } else if TWIN_EXTENSIONS.contains(&extension.to_lowercase().as_str()) {
                let message = format!("`{extension}` is the extension of compressed twins");
                self.fault("extension-clash", &path, message, "choose another, such as `xml`");
            } else if !format.is_alone()
                // A sitemap is the only format of its feed, and so no rival of others.
                && let Some(other) = taken.insert(extension.to_lowercase(), format.name())
            {
                let message = format!("the formats {other} and {} have one extension, `{extension}`", format.name());
                self.fault("extension-clash", &path, message, "give each format an extension of its own");
            }
        }
        for (i, kind) in output.compress.iter().enumerate() {
            if output.compress[..i].contains(kind) {
                self.warn(
                    "repeated-value",
                    &format!("output.compress[{i}]"),
                    "this stands in the list already",
                    "remove it",
                );
            }
        }
        let dir = plain(&output.dir);
        let state = plain(&self.config.state_dir);
        if state.starts_with(&dir) {
            let help = "keep it beside the output folder, such as `.feedwright`";
            self.fault(
                "state-in-output",
                "state-dir",
                "the ledger would lie in the output folder, for all to read",
                help,
            );
        }
        if output.dir.as_os_str().is_empty() {
            self.fault("bad-value", "output.dir", "the output folder has no name", "a folder such as `feeds`");
        }
        if self.config.state_dir.as_os_str().is_empty() {
            self.fault("bad-value", "state-dir", "the state folder has no name", "a folder such as `.feedwright`");
        }
    }

    fn source(&mut self, source: &Source, at: &str) {
        self.place_of_records(source, at);
        self.needless(source, at);
        for (i, pattern) in source.path.as_slice().iter().enumerate() {
            let path = indexed(&source.path, &format!("{at}.path"), i);
            if pattern.starts_with('!') {
                continue;
            }
            if self.reads_output(pattern, &source.exclusion()) {
                let message = format!(
                    "`{}` takes in the feeds that are written to `{}`",
                    cut(pattern),
                    self.config.output.dir.display()
                );
                self.fault(
                    "output-in-source",
                    &path,
                    message,
                    "narrow the pattern, or write the feeds to another folder",
                );
            }
            if Path::new(pattern).components().any(|c| c == Component::ParentDir) && pattern.contains("**/..") {
                self.fault("bad-value", &path, "`..` after a wildcard names no folder", "name the folder itself");
            }
        }
        for (i, pattern) in source.exclude.as_slice().iter().enumerate().filter(|(_, pattern)| pattern.starts_with('!'))
        {
            let path = indexed(&source.exclude, &format!("{at}.exclude"), i);
            let message = format!("`{}` begins with `!`, and nothing is taken in again", cut(pattern));
            self.fault("bad-value", &path, message, "leave `!` out here; it belongs before patterns of `path`");
        }
        for (folder, address) in &source.media_url {
            self.format("web-address", address, &format!("{at}.media-url.{folder}"));
        }
        if let Some(permalink) = &source.permalink {
            self.permalink(source, permalink, at);
        }
        for (ours, theirs) in &source.map {
            self.mapped(ours, theirs, &format!("{at}.map.{ours}"));
        }
        for (key, template, help) in [
            ("id", &source.id, "use what tells articles apart, such as `{{ url }}`"),
            ("url", &source.url, "use what tells articles apart, such as `{{ slug }}`"),
        ] {
            let Some(template) = template else { continue };
            let path = format!("{at}.{key}");
            if template::variables(template).is_empty() {
                let what = if key == "id" { "id" } else { "address" };
                let is_pattern = template.split('/').any(|part| part.len() > 1 && part.starts_with(':'));
                let (message, help) = if is_pattern && key == "url" {
                    let written = cut(template);
                    (
                        format!("`{written}` is a pattern of a site's generator, and `url` is a template"),
                        format!("write `permalink = \"{written}\"` in the place of `url`"),
                    )
                } else {
                    (format!("every article of the source would have the same {what}"), help.to_owned())
                };
                self.fault("constant-template", &path, message, help);
            }
            let known: Vec<&str> = template::ARTICLE_VARIABLES.into_iter().filter(|v| *v != key).collect();
            self.variables(template, &known, &path);
        }
    }

    /// A pattern of addresses in the words of a generator.
    fn permalink(&mut self, source: &Source, permalink: &str, at: &str) {
        let path = format!("{at}.permalink");
        if source.url.is_some() {
            let help = "leave one of them out: `url` is a template, `permalink` a pattern in the generator's words";
            self.fault("rival-keys", &path, "`permalink` and `url` both make addresses", help);
        }
        if permalink.contains("{{") {
            let message = format!("`{}` is a template", cut(permalink));
            self.fault("bad-value", &path, message, "`url` takes templates; a permalink is such as `/:year/:title/`");
        } else if source.permalinks().is_none() && source.generator.is_some() {
            let message = "the site's generator has no such patterns";
            self.fault("bad-value", &path, message, "say it as a template: `url = \"/{{ year }}/{{ slug }}/\"`");
        } else if source.permalinks().is_none() {
            let message = "what these words mean depends on the site's generator, which cannot be told from `path`";
            self.fault("missing-key", &path, message, "say it: `generator = \"hugo\"`, or jekyll, hexo, docusaurus");
        } else if !permalink.contains(':') && source.permalinks() != Some(super::Permalinks::Jekyll) {
            let message = "every article of the source would have the same address";
            self.fault("constant-template", &path, message, "use what tells articles apart, such as `:title`");
        }
    }

    /// A row of `[source.map]`: our name for a field, and the way to theirs.
    fn mapped(&mut self, ours: &str, theirs: &str, path: &str) {
        let (names, name) = match ours.strip_prefix("media.") {
            Some(member) => (MEDIA_MEMBERS, member),
            None => (RECORD_FIELDS, ours),
        };
        if !names.contains(&name) {
            let prefix = &ours[..ours.len() - name.len()];
            let close = suggestion(name, names.iter().copied());
            let help = match close {
                _ if close != Some(theirs) && RECORD_FIELDS.contains(&theirs) => {
                    format!("our name comes first: `{theirs} = \"{}\"`", cut(ours))
                }
                Some(known) => format!("did you mean `{prefix}{known}`?"),
                None => "`feedwright schema article` prints the fields; those of pictures are written \
                         `\"media.caption\"`"
                    .to_owned(),
            };
            self.fault("unknown-field", &format!("{path}#"), format!("a record has no field `{}`", cut(ours)), help);
        }
        if theirs.contains("{{") || theirs.contains("{%") {
            self.format("article-template", theirs, path);
        } else if theirs.is_empty() || theirs.split('.').any(str::is_empty) {
            let message = format!("`{}` names no field of the records", cut(theirs));
            self.fault("bad-value", path, message, "a name such as `headline`, or `meta.dates.first`");
        }
    }

    /// The variables of a template that do not exist.
    fn variables(&mut self, template: &str, known: &[&str], path: &str) {
        for fault in template::unknown_variables(template, known) {
            let d = Diagnostic::error("unknown-variable", fault.message).help(fault.help);
            let placed = match self.spans.get(path) {
                Some(span) => d.in_text(self.text, within(span, self.text, template, fault.at)),
                None => place(d, self.text, self.spans, path),
            };
            self.found.push(placed);
        }
    }

    /// Whether a pattern matches files as they are written to the output folder.
    fn reads_output(&self, pattern: &str, exclusion: &Exclusion) -> bool {
        let pattern = plain(Path::new(pattern));
        let dir = plain(&self.config.output.dir);
        // Most patterns begin in another folder: that is seen without compiling them.
        let wild = |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
        let base: PathBuf = pattern.components().take_while(|part| !wild(part)).collect();
        if !dir.starts_with(&base) && !base.starts_with(&dir) {
            return false;
        }
        let glob = globset::GlobBuilder::new(&pattern.to_string_lossy()).literal_separator(true).build();
        let Ok(matcher) = glob.map(|glob| glob.compile_matcher()) else { return false };
        let in_use = self.config.feed.iter().flat_map(|feed| &feed.formats);
        let in_use: Vec<super::Format> = in_use.flat_map(|format| [Some(*format), format.twin()]).flatten().collect();
        // Pages and texts are written by those alone who ask for them.
        let is_written = |format: &&super::Format| format.is_feed() || format.is_alone() || in_use.contains(format);
        super::Format::ALL.iter().filter(is_written).any(|format| {
            let file = format!("x.{}", self.config.output.extension(*format));
            let written = [dir.join(&file), dir.join("x").join(&file)];
            written.iter().any(|path| matcher.is_match(path) && !exclusion.takes(&path.to_string_lossy()))
        })
    }

    fn feed(&mut self, feed: &Feed, at: &str) {
        self.formats(feed, at);
        if feed.each.is_none() && feed.min_count.is_some() {
            let help = "add `each`, or for the smallest size of a feed use `min-items`";
            self.warn("needless-key", &format!("{at}.min-count"), "`min-count` says nothing without `each`", help);
        }
        if !feed.profiles.is_empty() && !feed.formats.is_empty() && !feed.formats.iter().any(|f| f.is_for_consumers()) {
            let message = "none of these consumers reads the format of this feed";
            self.warn("needless-key", &format!("{at}.profiles"), message, "add `rss` or `atom` to `formats`");
        }
        let templates =
            [("title", &feed.title), ("description", &feed.description), ("path", &feed.path), ("link", &feed.link)];
        for (key, template) in templates {
            let Some(template) = template else { continue };
            let path = format!("{at}.{key}");
            self.variables(template, &template::FEED_VARIABLES, &path);
            let used = template::variables(template);
            let of_term: Vec<&String> = used.iter().filter(|name| TERM_VARIABLES.contains(&name.as_str())).collect();
            if let (None, Some(name)) = (feed.each, of_term.first()) {
                let message = format!("`{name}` has a value only in a feed with `each`");
                self.fault("term-without-each", &path, message, format!("add `each`, or leave `{name}` out"));
            }
            let distinct = of_term.iter().any(|name| *name != "scheme");
            if key == "path" && feed.each.is_some() && !distinct {
                let message = "all feeds of this family would be written to one path";
                self.fault("path-without-term", &path, message, "add the term: `{{ term | slug }}`");
            }
        }
        for (format, file) in &feed.files {
            let path = format!("{at}.files.{}", format.name());
            self.variables(file, &template::FEED_VARIABLES, &path);
            if !feed.formats.contains(format) {
                let message = format!("the feed is not written as {}", format.name());
                self.warn("needless-key", &path, message, "remove it, or add the format to `formats`");
            }
            let used = template::variables(file);
            if feed.each.is_some() && !used.iter().any(|name| matches!(&**name, "term" | "label")) {
                let message = "all feeds of this family would be written to one file";
                self.fault("path-without-term", &path, message, "add the term: `{{ term | slug }}`");
            }
        }
        if feed.title.as_ref().is_some_and(|title| title.trim().is_empty()) {
            self.fault(
                "bad-value",
                &format!("{at}.title"),
                "the feed has an empty title",
                "leave the key out for that of the site",
            );
        }
        if feed.archive.as_ref().is_some_and(|archive| archive.per == ArchivePer::Count(0)) {
            let help = "a number from 1 on, or `month`";
            self.fault("bad-value", &format!("{at}.archive.per"), "an archive document cannot hold 0 articles", help);
        }
        for (i, link) in feed.related.iter().enumerate() {
            self.format("web-address", &link.url, &format!("{at}.related[{i}].url"));
        }
        for (i, category) in feed.categories.iter().enumerate() {
            if let Some(scheme) = &category.scheme {
                self.format("uri", scheme, &format!("{at}.categories[{i}].scheme"));
            }
            if category.term.trim().is_empty() {
                self.fault(
                    "bad-value",
                    &format!("{at}.categories[{i}].term"),
                    "the category has no term",
                    "such as `20000638`",
                );
            }
        }
        if let Some(item) = &feed.item {
            self.item(item, &format!("{at}.item"));
        }
        self.select(&feed.select, &format!("{at}.select"));
    }

    /// The fault of a text whose type does not say its format.
    fn format(&mut self, format: &str, text: &str, path: &str) {
        if let Err(fault) = format::check(format, text) {
            self.fault("bad-value", path, fault.message, fault.help.unwrap_or_default());
        }
    }

    fn select(&mut self, select: &Select, at: &str) {
        if let Some(sources) = &select.source {
            let known: Vec<&str> = self.config.source.iter().map(|s| s.name.as_str()).collect();
            for (i, name) in sources.as_slice().iter().enumerate() {
                if !known.contains(&name.as_str()) {
                    let help = suggestion(name, known.iter().copied()).map_or_else(
                        || {
                            format!(
                                "the sources are {}",
                                known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ")
                            )
                        },
                        |known| format!("did you mean `{known}`?"),
                    );
                    let path = indexed(sources, &format!("{at}.source"), i);
                    self.fault("unknown-source", &path, format!("there is no source `{}`", cut(name)), help);
                }
            }
        }
        let lists = [
            ("section", &select.section),
            ("tag", &select.tag),
            ("author", &select.author),
            ("language", &select.language),
            ("source", &select.source),
        ];
        for (key, values) in lists {
            if values.as_ref().is_some_and(|v| v.as_slice().is_empty()) {
                let message = format!("an empty list of `{key}` selects nothing");
                self.fault("empty-list", &format!("{at}.{key}"), message, "name a value, or leave the key out");
            }
        }
        if select.newer_than.is_some_and(|period| period.seconds() == 0) {
            let message = "no article is newer than that";
            self.fault("bad-value", &format!("{at}.newer-than"), message, "a length of time such as `72h` or `7d`");
        }
        for (key, parts) in [("any", &select.any), ("all", &select.all)] {
            for (i, part) in parts.iter().enumerate() {
                self.select(part, &format!("{at}.{key}[{i}]"));
            }
        }
        if let Some(part) = &select.not {
            self.select(part, &format!("{at}.not"));
        }
    }
}

/// The path of a value that may stand alone or in a list.
fn indexed(values: &OneOrMany, path: &str, i: usize) -> String {
    match values {
        OneOrMany::One(_) => path.to_owned(),
        OneOrMany::Many(_) => format!("{path}[{i}]"),
    }
}

/// A path without `.` and, where they can be resolved, `..` parts.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
