//! Whether it is clear where the records of a source lie, and how they are asked for.

use super::Sense;
use crate::bucket::Address;
use crate::config::{DatabaseAddress, Period, RemoteAddress, Source};
use crate::diagnostic::Diagnostic;

impl Sense<'_> {
    /// Where the records of a source lie.
    pub(super) fn place_of_records(&mut self, source: &Source, at: &str) {
        let stands = |key: &str| self.spans.contains_key(&format!("{at}.{key}"));
        if let Some(address) = &source.database {
            self.database(source, address, at);
        } else if stands("from") {
            self.remote(source, at);
        } else if stands("command") && source.command.first().is_none_or(|program| program.trim().is_empty()) {
            let help = "a program and its arguments, such as `[\"./export.sh\"]`";
            let code = if source.command.is_empty() { "empty-list" } else { "bad-value" };
            self.fault(code, &format!("{at}.command"), "it names no program", help);
        } else if source.command.is_empty() && source.patterns().next().is_none() {
            let help = "such as `articles/**/*.md`";
            self.fault("empty-list", &format!("{at}.path"), "a source needs at least one pattern", help);
        }
        let in_files = |pattern: &String| Address::with_pattern(pattern).is_none();
        if source.is_in_bucket() && source.patterns().any(in_files) {
            let help = "make two sources of them";
            self.fault("bad-value", &format!("{at}.path"), "one source lies in files and in a bucket", help);
        }
        if source.is_drawn() && source.time_limit.map(Period::seconds) == Some(0) {
            self.fault("bad-value", &format!("{at}.time-limit"), "nobody ends at once", "a time such as `30s`");
        }
    }

    fn database(&mut self, source: &Source, address: &str, at: &str) {
        let path = format!("{at}.database");
        if let Err(fault) = DatabaseAddress::parse(address) {
            self.hidden_fault(&path, &fault, "such as `postgres://db.example/news`, or `${DATABASE_URL}`");
        } else if self.written(&path).is_some_and(has_password) {
            let help = "write `${DATABASE_URL}` and set that where feedwright runs, or name a `password-file`";
            self.hidden_fault(&path, "a password does not belong in the config", help);
        }
        for (key, value) in [("changed", &source.changed), ("since", &source.since), ("key", &source.key)] {
            if value.as_deref().is_some_and(|value| value.trim().is_empty()) {
                self.fault(
                    "bad-value",
                    &format!("{at}.{key}"),
                    format!("`{key}` is empty"),
                    "leave it out, or fill it",
                );
            }
        }
        if source.since.is_some() && source.key.is_none() {
            let help = "name the column that tells rows apart";
            self.fault("missing-key", &format!("{at}.since"), "a source with `since` needs a `key`", help);
        }
        match (&source.query, &source.query_file) {
            (Some(query), None) if query.trim().is_empty() => {
                let help = "such as `select id, title, body, published from articles`";
                self.fault("bad-value", &format!("{at}.query"), "the query is empty", help);
            }
            (Some(_), None) | (None, Some(_)) => {}
            (Some(_), Some(_)) => {
                let message = "a source has `query` and `query-file`";
                self.fault("rival-keys", &format!("{at}.query-file"), message, "leave one of them out");
            }
            (None, None) => {
                let help = "such as `select id, title, body, published from articles`";
                self.fault("missing-key", &path, "a source with a `database` needs `query` or `query-file`", help);
            }
        }
    }

    /// Records that are read over HTTP.
    fn remote(&mut self, source: &Source, at: &str) {
        let help = "such as `https://cms.example/articles.json`";
        if source.from.as_slice().is_empty() {
            self.fault("empty-list", &format!("{at}.from"), "it names no address", help);
        }
        for (i, address) in source.from.as_slice().iter().enumerate() {
            let path = super::indexed(&source.from, &format!("{at}.from"), i);
            match RemoteAddress::parse(address) {
                Err(fault) => self.hidden_fault(&path, &fault, help),
                Ok(_) if self.written(&path).is_some_and(has_password) => {
                    let help = "write `${PASSWORD}` and set that where feedwright runs";
                    self.hidden_fault(&path, "a password does not belong in the config", help);
                }
                Ok(address) if address.uses("cursor") && source.next.is_none() => {
                    let message = "`cursor` has no value: nothing says where in an answer it stands";
                    self.hidden_fault(&path, message, "name the member that holds it with `next`");
                }
                Ok(_) => {}
            }
        }
        for name in source.headers.keys() {
            let path = format!("{at}.headers.{name}");
            let is_token = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
            if name.is_empty() || !name.bytes().all(is_token) {
                self.fault("bad-value", &path, "this is not the name of a header field", "such as `Authorization`");
            } else if is_secret(name) && self.written(&path).is_some_and(|written| !written.contains("${")) {
                let help = "write `${TOKEN}` and set that where feedwright runs";
                self.hidden_fault(&path, "a secret does not belong in the config", help);
            }
        }
        if source.sitemap && source.format.is_none() {
            let message = "nothing says in which format the pages of the sitemap are";
            self.fault(
                "missing-key",
                &format!("{at}.sitemap"),
                message,
                "write `format = \"html\"` for pages of a site",
            );
        }
        if source.next.as_deref().is_some_and(|next| next.is_empty() || next.split('.').any(str::is_empty)) {
            let message = "`next` names no member of an answer";
            self.fault("bad-value", &format!("{at}.next"), message, "a name such as `next`, or `meta.next`");
        }
    }

    /// Keys of a source that mean nothing where its records lie.
    pub(super) fn needless(&mut self, source: &Source, at: &str) {
        for key in ["query", "query-file", "changed", "since", "key", "password-file"] {
            let path = format!("{at}.{key}");
            if source.database.is_none() && self.spans.contains_key(&path) {
                let message = format!("`{key}` is for databases");
                self.warn("needless-key", &path, message, "remove it, or give the source a `database`");
            }
        }
        for key in ["headers", "next", "pages", "interval", "sitemap"] {
            let path = format!("{at}.{key}");
            if !self.spans.contains_key(&format!("{at}.from")) && self.spans.contains_key(&path) {
                let message = format!("`{key}` is for what is read over HTTP");
                self.warn("needless-key", &path, message, "remove it, or give the source a `from`");
            }
        }
        let path = format!("{at}.time-limit");
        let files = !source.is_drawn() && !self.spans.contains_key(&format!("{at}.command"));
        if files && self.spans.contains_key(&path) {
            let help = "remove it, or give the source a `command` or `database`";
            self.warn("needless-key", &path, "files are read without a limit of time", help);
        }
    }

    /// What stands in the config at a path, before variables are taken in.
    fn written(&self, path: &str) -> Option<&str> {
        self.text.text().get(self.spans.get(path)?.clone())
    }

    /// A fault of a value that may hold a password: its line is named and not shown.
    fn hidden_fault(&mut self, path: &str, message: &str, help: &str) {
        let place = self.spans.get(path).map(|span| self.text.place(span.clone()));
        let d = Diagnostic::error("bad-value", message).help(help);
        self.found.push(match place {
            Some(place) => d.at(place),
            None => d,
        });
    }
}

/// Whether a header field of this name holds what nobody may know.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(&*name, "authorization" | "proxy-authorization" | "cookie")
        || ["token", "key", "secret", "password", "auth"]
            .iter()
            .any(|word| name.split(['-', '_']).any(|part| part.ends_with(word)))
}

/// Whether an address, as it is written, holds a password that is no variable.
fn has_password(written: &str) -> bool {
    let user = written.split_once("://").and_then(|(_, rest)| Some(rest.split(['/', '?']).next()?.rsplit_once('@')?.0));
    let of_user = user.and_then(|user| Some(user.split_once(':')?.1));
    let option = written.split_once('?').map(|(_, options)| options).unwrap_or_default();
    let of_options = option.split(['&', '"', '\'']).find_map(|option| option.strip_prefix("password="));
    of_user.into_iter().chain(of_options).any(|password| !password.is_empty() && !password.starts_with("${"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_that_is_written_out_is_found() {
        for written in [
            "\"postgres://desk:s3cret@db/news\"",
            "'mysql://desk:a:b@c@db/news'",
            "\"postgres://db/news?user=desk&password=s3cret\"",
            "\"postgres://desk:x${MORE}@db/news\"",
        ] {
            assert!(has_password(written), "{written}");
        }
        for written in [
            "\"${DATABASE_URL}\"",
            "\"postgres://desk:${PASSWORD}@db:5432/news\"",
            "\"postgres://desk@db:5432/news?host=/run\"",
            "\"postgres:///news?password=${PASSWORD}\"",
            "\"sqlite:a:b@c.db\"",
        ] {
            assert!(!has_password(written), "{written}");
        }
    }
}
