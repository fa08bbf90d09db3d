//! The spanned tree of `config.toml`: every fault at once, each at its place.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use super::{Config, foreign, mend, sense, shape};
use crate::diagnostic::{Diagnostic, Severity, SourceText};

/// A config without faults, with what later stages need to place their own findings in its file.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it says.
    pub config: Config,
    /// The folder of the config file, against which its paths are relative.
    pub root: PathBuf,
    file: Arc<str>,
    text: Arc<str>,
    spans: Spans,
}

/// Where the value of each key stands in the text, by path (`feed[2].select.section`), and the key
/// itself, by its path and `#`.
pub(super) type Spans = BTreeMap<String, Range<usize>>;

impl Checked {
    /// Places a diagnostic at the value of a key, for instance `feed[2].select.section`; where the
    /// config does not have the key, at the nearest table around it that it has.
    #[must_use]
    pub fn place(&self, diagnostic: Diagnostic, path: &str) -> Diagnostic {
        place(diagnostic, &SourceText::new(self.file.clone(), &self.text), &self.spans, path)
    }

    /// The config file as the user named it.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The text of the config file.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Places a diagnostic at a path, or at the nearest table around it.
pub(super) fn place(diagnostic: Diagnostic, text: &SourceText<'_>, spans: &Spans, path: &str) -> Diagnostic {
    let mut path = path;
    loop {
        if let Some(span) = spans.get(path) {
            return diagnostic.in_text(text, span.clone());
        }
        match path.rfind(['.', '[']) {
            Some(at) => path = &path[..at],
            None => return diagnostic.in_file(text.file().clone()),
        }
    }
}

/// The config of a folder: `feedwright.toml`, and where that does not stand there `config.toml`.
pub fn file_in(folder: &Path) -> PathBuf {
    let own = folder.join("feedwright.toml");
    // A link that leads nowhere is there, and said to be unreadable.
    if own.symlink_metadata().is_ok() { own } else { folder.join("config.toml") }
}

/// Reads and checks a config file. Without faults there is a [`Checked`], and the diagnostics are
/// warnings at most; with an error there is none.
pub fn load(path: &Path) -> (Option<Checked>, Vec<Diagnostic>) {
    let file = path.display().to_string();
    let fault = |message: String, help: &str| {
        (None, vec![Diagnostic::error("config-unreadable", message).help(help).in_file(file.as_str())])
    };
    let text = match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(e)) => {
            let line = 1 + memchr::memchr_iter(b'\n', &e.as_bytes()[..e.utf8_error().valid_up_to()]).count();
            return fault(format!("line {line} of the config is not UTF-8"), "save the file as UTF-8");
        }
        Err(e) => {
            return fault(
                format!("the config cannot be read: {e}"),
                "`feedwright init` writes one; or name the file with --config FILE",
            );
        }
    };
    let root = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    parse(&file, &text, root, &|name| std::env::var(name).ok())
}

/// Checks the text of a config whose paths are relative to `root`; `variable` gives the values of
/// environment variables.
pub fn parse(
    file: &str,
    text: &str,
    root: &Path,
    variable: &dyn Fn(&str) -> Option<String>,
) -> (Option<Checked>, Vec<Diagnostic>) {
    let source = SourceText::new(file, text);
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(foreign) = foreign::recognised(table.get_ref(), &source) {
        return (None, vec![foreign]);
    }
    let mut found: Vec<Diagnostic> = errors
        .iter()
        .map(|e| {
            let message = e.message().lines().next().unwrap_or("the config is not TOML").to_owned();
            Diagnostic::error("config-syntax", message).in_text(&source, e.span().unwrap_or(0..0))
        })
        .collect();
    let broken = !found.is_empty();

    let mut reader = Reader { text: &source, variable, found: Vec::new(), spans: Spans::new() };
    let mut tree = reader.table(table.get_ref(), 0..0, "");
    let Reader { found: missing, spans, .. } = reader;
    found.extend(missing);
    let schema = super::schema();
    let (shape_faults, _) = shape::check(&tree, &schema, &source);
    // Where the syntax is broken, what follows from the break would only bury it.
    found.extend(shape_faults.into_iter().filter(|d| !broken || d.code != "missing-key"));

    super::preset::apply(&mut tree);
    let config = match Config::deserialize(tree.json()) {
        Ok(mut config) => {
            config.output.understand();
            if !broken {
                found.extend(sense::check(&config, &source, &spans));
            }
            Some(config)
        }
        Err(e) => {
            if found.iter().all(|d| d.severity != Severity::Error) {
                found.push(Diagnostic::error("config-invalid", e.to_string()).in_file(file));
            }
            if let Some(config) = mended(tree, &schema, &source, &found).filter(|_| !broken) {
                let faults = sense::check(&config, &source, &spans).into_iter();
                found.extend(faults.filter(|d| d.severity == Severity::Error && d.place.is_some()));
            }
            None
        }
    };
    // A text that is empty because its variable is missing needs no second word about it.
    let offset = |d: &Diagnostic| d.place.as_ref().and_then(|p| p.span).map(|s| s.byte_offset);
    let variables: HashSet<_> = found.iter().filter(|d| d.code == "missing-variable").map(offset).collect();
    found.retain(|d| d.code != "bad-value" || !variables.contains(&offset(d)));
    found.sort_by_key(offset);
    found.dedup();
    let faulty = found.iter().any(|d| d.severity == Severity::Error);
    let checked = config.filter(|_| !faulty).map(|config| Checked {
        config,
        root: root.to_owned(),
        file: source.file().clone(),
        text: text.into(),
        spans,
    });
    (checked, found)
}

/// The config without what is at fault in its shape, if that leaves one.
fn mended(mut tree: Node, schema: &serde_json::Value, text: &SourceText<'_>, found: &[Diagnostic]) -> Option<Config> {
    let of_values = found.iter().filter(|d| d.severity == Severity::Error && d.code != "missing-key");
    let at = |d: &Diagnostic| d.place.as_ref().and_then(|p| p.span).map(|s| s.byte_offset as usize);
    let mut faults: Vec<usize> = of_values.filter_map(at).collect();
    faults.sort_unstable();
    mend::prune(&mut tree, &faults);
    // A missing table is filled when it is there.
    for _ in 0..2 {
        let (_, missing) = shape::check(&tree, schema, text);
        mend::fill(&mut tree, &missing);
    }
    Config::deserialize(tree.json()).ok()
}

/// A value of the config with its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Its bytes in the text.
    pub(super) span: Range<usize>,
    /// What it is.
    pub(super) value: Value,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A string, its variables taken in.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// A truth value.
    Flag(bool),
    /// A date or a time.
    Moment(String),
    /// A list.
    List(Vec<Node>),
    /// A table: keys with their places, and values.
    Table(Vec<Member>),
}

/// A key of a table with its value.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The key.
    pub(super) key: String,
    /// Its bytes in the text.
    pub(super) key_span: Range<usize>,
    /// The value.
    pub(super) node: Node,
}

impl Node {
    /// The value without places.
    pub(super) fn json(&self) -> serde_json::Value {
        match &self.value {
            Value::Text(s) | Value::Moment(s) => s.as_str().into(),
            Value::Integer(i) => (*i).into(),
            Value::Float(f) => (*f).into(),
            Value::Flag(b) => (*b).into(),
            Value::List(items) => items.iter().map(Node::json).collect(),
            Value::Table(members) => members.iter().map(|m| (m.key.clone(), m.node.json())).collect(),
        }
    }
}

/// Turns the parsed tree into one with variables taken in.
struct Reader<'a> {
    text: &'a SourceText<'a>,
    variable: &'a dyn Fn(&str) -> Option<String>,
    found: Vec<Diagnostic>,
    spans: Spans,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, span: Range<usize>, path: &str) -> Node {
        let mut members = Vec::with_capacity(table.len());
        for (key, value) in table {
            let name = key.get_ref().to_string();
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            // A table's own span covers its header only where it has one: the key stands for it.
            let span = match value.get_ref() {
                DeValue::Table(_) if value.span().is_empty() => key.span(),
                _ => value.span(),
            };
            let node = self.node(value.get_ref(), span, &path);
            self.spans.insert(path + "#", key.span());
            members.push(Member { key: name, key_span: key.span(), node });
        }
        members.sort_by_key(|m| m.key_span.start);
        Node { span, value: Value::Table(members) }
    }

    fn node(&mut self, value: &DeValue<'_>, span: Range<usize>, path: &str) -> Node {
        self.spans.insert(path.to_owned(), span.clone());
        let value = match value {
            DeValue::String(s) => Value::Text(self.expand(s, &span)),
            DeValue::Integer(i) => Value::Integer(i64::from_str_radix(i.as_str(), i.radix()).unwrap_or_else(|_| {
                let d = Diagnostic::error("bad-value", format!("{i} is too large a number"));
                self.found.push(d.in_text(self.text, span.clone()));
                0
            })),
            DeValue::Float(f) => Value::Float(f.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(b) => Value::Flag(*b),
            DeValue::Datetime(d) => Value::Moment(d.to_string()),
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .enumerate()
                    .map(|(i, item)| self.node(item.get_ref(), item.span(), &format!("{path}[{i}]")))
                    .collect(),
            ),
            DeValue::Table(table) => return self.table(table, span, path),
        };
        Node { span, value }
    }

    /// Takes environment variables in: `${NAME}`, and `$${` for a `${` that is meant.
    fn expand(&mut self, text: &str, span: &Range<usize>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("${") {
            let escaped = rest[..at].ends_with('$');
            out.push_str(&rest[..at - usize::from(escaped)]);
            let after = &rest[at + 2..];
            if escaped {
                out.push_str("${");
                rest = after;
                continue;
            }
            let name = after.split('}').next().unwrap_or_default();
            let sound = after.len() > name.len()
                && !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            if !sound {
                let d = Diagnostic::error(
                    "bad-variable",
                    "`${` begins the name of an environment variable, which ends with `}`",
                )
                .help("write `$${` for the characters themselves");
                self.found.push(d.in_text(self.text, span.clone()));
                out.push_str("${");
                rest = after;
                continue;
            }
            if let Some(value) = (self.variable)(name) {
                out.push_str(&value);
            } else {
                let d = Diagnostic::error("missing-variable", format!("the environment variable `{name}` is not set"))
                    .help("set it where feedwright runs (for cron: in the crontab)");
                self.found.push(d.in_text(self.text, span.clone()));
            }
            rest = &after[name.len() + 1..];
        }
        out.push_str(rest);
        out
    }
}
