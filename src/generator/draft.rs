//! A config as it is to be written: only what is needed, each value with where it comes from.

use std::fmt::Write as _;

use toml::Value;

use crate::article::language;

/// A value with where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) value: String,
    pub(super) from: String,
}

/// A key with its value and where that comes from.
#[derive(Clone, Debug)]
struct Row {
    key: &'static str,
    value: Value,
    from: String,
}

/// A table of the config.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// Adds a key.
    pub(super) fn with(mut self, key: &'static str, value: impl Into<Value>, from: impl Into<String>) -> Self {
        self.add(key, value, from);
        self
    }

    /// Adds a key to a table that stands.
    pub(super) fn add(&mut self, key: &'static str, value: impl Into<Value>, from: impl Into<String>) {
        self.rows.push(Row { key, value: value.into(), from: from.into() });
    }

    /// Adds a member to a key that is a table.
    pub(super) fn insert(&mut self, key: &'static str, member: &str, value: impl Into<Value>, from: &str) {
        match self.rows.iter_mut().find(|row| row.key == key) {
            Some(Row { value: Value::Table(members), .. }) => _ = members.insert(member.to_owned(), value.into()),
            _ => self.add(key, toml::Table::from_iter([(member.to_owned(), value.into())]), from),
        }
    }

    /// Adds an item to a key that is a list.
    pub(super) fn push(&mut self, key: &'static str, item: &str, from: &str) {
        match self.rows.iter_mut().find(|row| row.key == key) {
            Some(Row { value: Value::Array(items), .. }) => items.push(item.into()),
            _ => self.add(key, vec![item], from),
        }
    }

    /// The first member of a key that is a table.
    pub(super) fn member(&self, key: &str) -> Option<(&str, &Value)> {
        let value = &self.rows.iter().find(|row| row.key == key)?.value;
        value.as_table()?.iter().next().map(|(name, value)| (&**name, value))
    }

    /// The text of a key, or the first of several.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        let value = &self.rows.iter().find(|row| row.key == key)?.value;
        value.as_str().or_else(|| value.as_array()?.first()?.as_str())
    }

    /// Adds a key where there is a value.
    pub(super) fn with_some(self, key: &'static str, said: Option<Said>) -> Self {
        match said {
            Some(Said { value, from }) => self.with(key, value, from),
            None => self,
        }
    }
}

/// What is to be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// What makes the site.
    pub(super) generator: &'static str,
    pub(super) title: Option<Said>,
    pub(super) url: Option<Said>,
    pub(super) description: Option<Said>,
    pub(super) language: Option<Said>,
    pub(super) timezone: Option<Said>,
    /// Name and e-mail address of who writes what names no author.
    pub(super) author: Option<(Said, Option<String>)>,
    /// Folder in which the generator puts the site.
    pub(super) dir: Option<Said>,
    /// The file that names authors by keys, where the generator has a place of its own for it.
    pub(super) authors: Option<String>,
    pub(super) sources: Vec<Table>,
    pub(super) feeds: Vec<Table>,
    /// What could not be found out.
    pub(super) unknown: Vec<String>,
    /// What is to be done next.
    pub(super) next: Vec<String>,
}

/// Folders that are known to be the root of a site, and stand in no address.
const ROOTS: [&str; 6] = ["public", "_site", "dist", "build", "out", "output"];

/// A value with where it comes from.
pub(super) fn said(value: Option<String>, from: impl Into<String>) -> Option<Said> {
    let value = value.filter(|value| !value.trim().is_empty())?;
    // Variables of the environment begin so in ours.
    Some(Said { value: value.replace("${", "$${"), from: from.into() })
}

impl Draft {
    /// Notes what could not be found out.
    pub(super) fn miss(&mut self, what: impl Into<String>) {
        self.unknown.push(what.into());
    }

    /// The text of the config; what it lacks is noted. `year` is that of the authority.
    pub(super) fn written(&mut self, year: i32) -> String {
        let title = self.title.clone().unwrap_or_else(|| {
            self.miss("the site's name: put it into `title` of `[site]`");
            Said { value: "My site".into(), from: "NOT FOUND: the site's name".into() }
        });
        // A site under development stands on its own machine.
        let is_own = |host: &str| host == "localhost" || host.starts_with("127.") || host == "0.0.0.0";
        let web = |said: &Said| {
            let url = url::Url::parse(&said.value).ok().filter(|url| url.scheme().starts_with("http"));
            url.is_some_and(|url| url.host_str().is_some_and(|host| !is_own(host)))
        };
        let address = self.url.clone().filter(web).unwrap_or_else(|| {
            self.miss("the site's address: put it into `url` of `[site]`, and its domain into `authority`");
            Said { value: "https://example.org/".into(), from: "NOT FOUND: the site's address".into() }
        });
        let host = url::Url::parse(&address.value).ok().and_then(|url| url.host_str().map(str::to_owned));
        let host = host.unwrap_or_else(|| "example.org".to_owned());
        let zone = self.timezone.clone().filter(|zone| !matches!(&*zone.value, "UTC" | "Etc/UTC"));
        let zone = zone.filter(|zone| {
            let known = zone.value.parse::<chrono_tz::Tz>().is_ok();
            if !known {
                self.unknown.push(format!("the time zone: `{}` ({}) is none that is known", zone.value, zone.from));
            }
            known
        });
        let root = address.value.clone();
        let mut site = Table::default()
            .with("title", title.value, title.from)
            .with("url", address.value, address.from)
            .with_some("description", self.description.clone())
            .with_some("language", self.language.clone().and_then(tagged))
            .with(
                "authority",
                format!("{host},{year}"),
                "the domain and a year in which it is yours, for ids; never change it",
            )
            .with_some("timezone", zone);
        if let Some((name, email)) = &self.author {
            let mut person = toml::Table::from_iter([("name".to_owned(), Value::from(name.value.clone()))]);
            person.extend(email.iter().map(|email| ("email".to_owned(), Value::from(email.clone()))));
            site = site.with("author", Value::Table(person), name.from.clone());
        }
        let mut out = format!(
            "# Written by `feedwright init` for {}. docs/config.md lists every key.\n",
            super::whose(self.generator)
        );
        write_table(&mut out, "[site]", &site);
        if let Some(dir) = &self.dir {
            let mut output = Table::default().with("dir", dir.value.clone(), dir.from.clone());
            if !ROOTS.contains(&dir.value.rsplit('/').next().unwrap_or_default()) {
                output = output.with("url", root, "that folder is the site's root");
            }
            write_table(&mut out, "[output]", &output);
        }
        self.sources.iter().for_each(|source| write_table(&mut out, "[[source]]", source));
        self.feeds.iter().for_each(|feed| write_table(&mut out, "[[feed]]", feed));
        out
    }
}

/// A language as feeds write it: `en_US` is Open Graph's way, `cn` is no language.
fn tagged(written: Said) -> Option<Said> {
    Some(Said { value: language::tag_of(&written.value)?.into_owned(), ..written })
}

/// Comments stand below each other, unless a value is so long that nobody would see them.
const WIDEST: usize = 60;

fn write_table(out: &mut String, header: &str, table: &Table) {
    // Writing to a string does not fail.
    let _ = write!(out, "\n{header}\n");
    let lines: Vec<String> = table.rows.iter().map(|row| format!("{} = {}", row.key, inline(&row.value))).collect();
    let width = lines.iter().map(|line| line.chars().count()).filter(|n| *n <= WIDEST).max().unwrap_or(0);
    for (line, row) in lines.iter().zip(&table.rows) {
        let from = row.from.replace(['\n', '\r'], " ");
        let _ = match from.as_str() {
            "" => writeln!(out, "{line}"),
            from => writeln!(out, "{line:width$}  # {from}"),
        };
    }
}

/// A value as it stands behind its key.
fn inline(value: &Value) -> String {
    match value {
        Value::Table(members) => {
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("{} = {}", key_of(key), inline(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(inline).collect::<Vec<_>>().join(", ")),
        value => value.to_string(),
    }
}

fn key_of(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if bare { key.to_owned() } else { Value::from(key).to_string() }
}
