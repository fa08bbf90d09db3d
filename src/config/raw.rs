//! The spanned tree of `config.toml`: every fault at once, each at its place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use super::Config;
use crate::diagnostic::{Diagnostic, SourceText};

/// A config without faults, with what later stages need to place their own findings in its file.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it says.
    pub config: Config,
    /// The folder of the config file, against which its paths are relative.
    pub root: PathBuf,
    file: Arc<str>,
    text: Arc<str>,
    spans: BTreeMap<String, Range<usize>>,
}

impl Checked {
    /// Places a diagnostic at the value of a key, for instance `feed[2].select.section`; where the
    /// config does not have the key, at the nearest table around it that it has.
    #[must_use]
    pub fn place(&self, diagnostic: Diagnostic, path: &str) -> Diagnostic {
        let text = SourceText::new(self.file.clone(), &self.text);
        let mut path = path;
        loop {
            if let Some(span) = self.spans.get(path) {
                return diagnostic.in_text(&text, span.clone());
            }
            match path.rfind(['.', '[']) {
                Some(at) => path = &path[..at],
                None => return diagnostic.in_file(self.file.clone()),
            }
        }
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

/// Reads and checks a config file. Without faults there is a [`Checked`], and the diagnostics are
/// warnings at most; with an error there is none.
pub fn load(path: &Path) -> (Option<Checked>, Vec<Diagnostic>) {
    let file = path.display().to_string();
    let text = match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(_)) => {
            return (None, vec![Diagnostic::error("config-unreadable", "the config is not UTF-8").in_file(file)]);
        }
        Err(e) => {
            let found = Diagnostic::error("config-unreadable", format!("the config cannot be read: {e}"))
                .help("name it with --config FILE")
                .in_file(file);
            return (None, vec![found]);
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
    _variable: &dyn Fn(&str) -> Option<String>,
) -> (Option<Checked>, Vec<Diagnostic>) {
    let source = SourceText::new(file, text);
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut found: Vec<Diagnostic> = errors
        .iter()
        .map(|e| {
            let d = Diagnostic::error("config-syntax", e.message().to_owned());
            d.in_text(&source, e.span().unwrap_or(0..0))
        })
        .collect();
    let value = json(&DeValue::Table(table.into_inner()));
    match Config::deserialize(value) {
        Ok(config) if found.is_empty() => (
            Some(Checked {
                config,
                root: root.to_owned(),
                file: file.into(),
                text: text.into(),
                spans: BTreeMap::new(),
            }),
            found,
        ),
        Ok(_) => (None, found),
        Err(e) => {
            found.push(Diagnostic::error("config-invalid", e.to_string()).in_file(file));
            (None, found)
        }
    }
}

fn json(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::String(s) => serde_json::Value::String(s.to_string()),
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).ok().into(),
        DeValue::Float(f) => f.as_str().parse::<f64>().ok().into(),
        DeValue::Boolean(b) => (*b).into(),
        DeValue::Datetime(d) => d.to_string().into(),
        DeValue::Array(a) => a.iter().map(|v| json(v.get_ref())).collect(),
        DeValue::Table(t) => t.iter().map(|(k, v)| (k.get_ref().to_string(), json(v.get_ref()))).collect(),
    }
}
