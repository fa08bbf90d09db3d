//! Addresses that records are read from over HTTP.

use std::collections::HashMap;

use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, Value, context};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::template;

/// What a template of an address may use.
const VARIABLES: [&str; 2] = ["page", "cursor"];

/// An address, or the template of those of its pages. It may hold secrets: only its name is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct RemoteAddress {
    written: String,
    /// The variables of its template.
    used: Vec<String>,
}

impl std::fmt::Debug for RemoteAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&name(&self.written))
    }
}

/// What stays as it is in a value of a template.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes a value into an address: percent-encoded.
fn encoded(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) => write!(out, "{}", utf8_percent_encode(text, PLAIN)).map_err(minijinja::Error::from),
        None => minijinja::escape_formatter(out, state, value),
    }
}

impl RemoteAddress {
    /// Reads one; the error holds nothing of it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        template::check(text).map_err(|fault| fault.message)?;
        if let Some(fault) = template::unknown_variables(text, &VARIABLES).pop() {
            return Err(format!("{}; {}", fault.message, fault.help));
        }
        let address = Self { written: text.to_owned(), used: template::variables(text) };
        let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme));
        if !begins("https://") && !begins("http://") {
            return Err("this is no address of `http` or `https`".to_owned());
        }
        address.url(1, "x").map(|_| address)
    }

    /// Whether its template uses a variable.
    pub fn uses(&self, variable: &str) -> bool {
        self.used.iter().any(|used| used == variable)
    }

    /// The address of a page.
    ///
    /// # Errors
    /// The template fails, or what it gives is no address.
    pub fn url(&self, page: u32, cursor: &str) -> Result<Url, String> {
        let text = if self.used.is_empty() {
            self.written.clone()
        } else {
            let mut environment = Environment::new();
            environment.set_undefined_behavior(UndefinedBehavior::Strict);
            environment.set_auto_escape_callback(|_| AutoEscape::None);
            environment.set_formatter(encoded);
            let filled = environment.render_str(&self.written, context! { page, cursor });
            filled.map_err(|error| format!("the template of the address fails: {}", error.kind()))?
        };
        let url = Url::parse(&text).map_err(|error| format!("this is no address: {error}"))?;
        if url.host().is_none() {
            return Err("this is no address: it names no host".to_owned());
        }
        Ok(url)
    }

    /// What the addresses of a source are called: without user, password, query and fragment, which may
    /// hold secrets. Each has a name of its own.
    pub fn names(addresses: &[String]) -> Vec<String> {
        let mut times: HashMap<String, usize> = HashMap::new();
        let numbered = addresses.iter().map(|address| {
            let name = name(address);
            let time = times.entry(name.clone()).or_default();
            *time += 1;
            if *time == 1 { name } else { format!("{name} ({time})") }
        });
        numbered.collect()
    }
}

/// An address as people see it.
fn name(address: &str) -> String {
    let end = address.find(['?', '#']).unwrap_or(address.len()).min(address.find("{{").unwrap_or(address.len()));
    let end = end.min(address.find("{%").unwrap_or(address.len()));
    let (scheme, rest) = address[..end].split_once("://").unwrap_or(("https", &address[..end]));
    let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
    let host = host.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_numbered_from_one_and_cursors_are_encoded() {
        let url = |address: &str, page, cursor: &str| {
            RemoteAddress::parse(address).unwrap().url(page, cursor).unwrap().to_string()
        };
        assert_eq!(url("https://a.example/x?page={{ page }}", 3, ""), "https://a.example/x?page=3");
        assert_eq!(url("https://a.example/x?from={{ (page - 1) * 50 }}", 3, ""), "https://a.example/x?from=100");
        assert_eq!(url("https://a.example/?c={{ cursor }}", 1, "a&b=c/="), "https://a.example/?c=a%26b%3Dc%2F%3D");
    }

    #[test]
    fn what_is_no_address_is_said_without_showing_it() {
        for text in [
            "",
            "s3cret",
            "ftp://s3cret/",
            "https://",
            "https://a.example/{{ s3cret",
            "https://a.example/{{ pages }}?s3cret",
        ] {
            let error = RemoteAddress::parse(text).unwrap_err();
            assert!(!error.contains("s3cret"), "{text}: {error}");
        }
    }

    #[test]
    fn a_name_shows_neither_users_nor_queries_and_is_that_of_one_address() {
        let addresses = [
            "https://me:s3cret@a.example/feed?key=s3cret#x",
            "https://a.example/feed?b",
            "https://a.example",
            "https://a.example/p/{{ page }}.json?s3cret",
        ];
        let names = RemoteAddress::names(&addresses.map(str::to_owned));
        let wanted =
            ["https://a.example/feed", "https://a.example/feed (2)", "https://a.example/", "https://a.example/p/"];
        assert_eq!(names, wanted);
    }
}
