//! The config of a build, and the folders it names.

use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_64;

use super::stage;
use crate::article::Category;
use crate::article::topics::{self, Vocabulary};
use crate::config::{self, Checked, Secret};
use crate::diagnostic::Diagnostic;
use crate::ledger::snapshot::Stamp;
use crate::publish::{self, Destination};

/// Where a build reads and writes.
#[derive(Debug)]
pub struct Project {
    /// The config.
    pub checked: Checked,
    /// The state folder.
    pub state_dir: PathBuf,
    /// The output folder, or a bucket.
    pub output: Destination,
    /// Hash of config, program and all else that decides how records become feeds.
    pub(crate) setup: u64,
    /// Faults of the config that do not stop a build.
    pub(crate) found: Vec<Diagnostic>,
}

impl Project {
    /// Tells the stamps that published files bear now.
    pub(crate) fn stamps(&self) -> impl Fn(&str) -> Stamp {
        let standing = publish::standing(&self.output, &self.state_dir);
        move |path| stage::stamp(standing(path))
    }

    /// The folder of what is drawn from elsewhere.
    pub(crate) fn spools(&self) -> PathBuf {
        self.state_dir.join("spool")
    }

    /// Reads the config; without it there are diagnostics only.
    ///
    /// # Errors
    /// What is wrong with the config.
    pub fn open(file: &Path, out: Option<&Path>) -> Result<Self, Vec<Diagnostic>> {
        let (checked, mut found) = config::load(file);
        let Some(mut checked) = checked else { return Err(found) };
        found.extend(read_orders(&mut checked));
        let mut faults = Vec::from_iter(read_vocabulary(&mut checked));
        faults.extend(read_secrets(&mut checked));
        let stops = !faults.is_empty();
        found.extend(faults);
        if stops {
            return Err(found);
        }
        found.extend(doubtful_categories(&checked));
        Ok(Self::of(checked, found, out))
    }

    /// What a config means that was read, with what is not quite right in it.
    pub fn of(checked: Checked, found: Vec<Diagnostic>, out: Option<&Path>) -> Self {
        let state_dir = checked.root.join(&checked.config.state_dir);
        let output = out.map_or_else(
            || Destination::of(&checked.config.output.dir, &checked.root),
            |out| Destination::of(out, Path::new("")),
        );
        let program = std::env::current_exe().map(|p| Stamp::of(&p)).unwrap_or_default();
        let said = serde_json::to_vec(&checked.config).unwrap_or_default();
        let mut hash = XxHash3_64::new();
        for part in [
            checked.text().as_bytes(),
            &said,
            checked.root.as_os_str().as_encoded_bytes(),
            output.to_string().as_bytes(),
        ] {
            hash.write(part);
            hash.write(&(part.len() as u64).to_le_bytes());
        }
        let resizers = checked.config.feed.iter().filter_map(|feed| feed.item.as_ref()?.resizer.as_ref());
        for secret in resizers.flat_map(|resizer| [&resizer.key, &resizer.salt]) {
            hash.write(secret.bytes());
        }
        hash.write(&program.size.to_le_bytes());
        hash.write(&program.mtime_ns.to_le_bytes());
        Self { state_dir, output, setup: hash.finish(), found, checked }
    }
}

/// Reads the files in which editors say the order of feeds; what is wrong with them. A feed whose order is lost keeps
/// its old file.
fn read_orders(checked: &mut Checked) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for number in 0..checked.config.feed.len() {
        let Some(order) = &checked.config.feed[number].order else { continue };
        match std::fs::read_to_string(checked.root.join(order)) {
            Ok(text) => {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
                checked.config.feed[number].ordered = Some(lines.map(str::to_owned).collect());
            }
            Err(e) => {
                let message = format!("the order of the feed cannot be read: {e}");
                let found = Diagnostic::error("order-unreadable", message)
                    .help("write the file, with one id a line; until then the feed keeps its old file");
                faults.push(checked.place(found, &format!("feed[{number}].order")));
            }
        }
    }
    faults
}

/// Takes keys of services of pictures from the environment; which of them it has not.
fn read_secrets(checked: &mut Checked) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for number in 0..checked.config.feed.len() {
        let item = checked.config.feed[number].item.as_mut();
        let Some(resizer) = item.and_then(|item| item.resizer.as_mut()) else { continue };
        let read = |name: &Option<String>| {
            let Some(name) = name else { return Ok(Secret::default()) };
            let text = std::env::var(name).map_err(|_| format!("the environment variable `{name}` is not set"))?;
            Secret::of(&text).ok_or_else(|| format!("the environment variable `{name}` holds no key"))
        };
        let (key, salt) = (read(&resizer.secret_variable), read(&resizer.salt_variable));
        for (name, found) in [("secret-variable", &key), ("salt-variable", &salt)] {
            if let Err(why) = found {
                let fault = Diagnostic::error("missing-variable", why.clone());
                let help = "set it to the key of the service, as text or as hexadecimal digits behind `hex:`";
                faults.push((format!("feed[{number}].item.resizer.{name}"), fault.help(help)));
            }
        }
        (resizer.key, resizer.salt) = (key.unwrap_or_default(), salt.unwrap_or_default());
    }
    faults.into_iter().map(|(at, fault)| checked.place(fault, &at)).collect()
}

/// Reads the vocabulary of the publication's own; what is wrong with it.
fn read_vocabulary(checked: &mut Checked) -> Option<Diagnostic> {
    let path = checked.config.categories.vocabulary.as_ref()?;
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let text = std::fs::read_to_string(checked.root.join(path)).map_err(|e| e.to_string());
    let read = text.and_then(|text| {
        if is_json {
            return serde_json::from_str::<Vocabulary>(&text).map_err(|e| e.to_string());
        }
        toml::from_str::<Vocabulary>(&text).map_err(|e| {
            let line = e.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
            format!("line {line}: {}", e.message())
        })
    });
    match read {
        Ok(vocabulary) => {
            checked.config.categories.own = Some(vocabulary);
            None
        }
        Err(why) => {
            let found = Diagnostic::error("vocabulary-unreadable", format!("the vocabulary cannot be read: {why}"));
            let help =
                "`scheme = \"https://…\"` and a table `topics` of labels by code: `[topics.port] en = \"harbour\"`";
            Some(checked.place(found.help(help), "categories.vocabulary"))
        }
    }
}

/// Categories that the config gives and no vocabulary has.
fn doubtful_categories(checked: &Checked) -> Vec<Diagnostic> {
    let config = &checked.config;
    let own = config.categories.own.as_ref();
    let of_feeds = config.feed.iter().enumerate().filter_map(|(number, feed)| {
        Some((format!("feed[{number}].item.categories"), &feed.item.as_ref()?.categories))
    });
    let tables = std::iter::once(("categories.map".to_owned(), &config.categories.map)).chain(of_feeds);
    let codes = tables.flat_map(|(at, map)| map.iter().map(move |(name, code)| (format!("{at}.{name}"), code)));
    let doubted = codes.filter_map(|(at, code)| {
        let doubt = topics::doubt(&Category::named(code, own), own)?;
        let found = Diagnostic::warning(doubt.code(), doubt.message(code)).help(doubt.help());
        Some(checked.place(found, &at))
    });
    doubted.collect()
}
