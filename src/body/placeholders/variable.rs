//! What template tags name: variables of the page, and other posts.

use super::Placeholders;
use crate::body::arguments::Arguments;
use crate::body::escaped;
use crate::body::link::{self, Found, Reference};

/// Filters that leave a value's words as they are.
const PLAIN_FILTERS: [&str; 12] = [
    "escape",
    "e",
    "safe",
    "strip",
    "html",
    "raw",
    "xml_escape",
    "strip_html",
    "markdownify",
    "smartify",
    "default",
    "url_encode",
];

/// Names under which templates know the page, and what stands for its own data below them.
const PAGE: [&str; 10] = [
    "page.extra.",
    "page.data.",
    "page.params.",
    "page.",
    "post.",
    "$frontmatter.",
    "frontmatter.",
    "metadata.",
    ".Params.",
    ".",
];

impl Placeholders<'_> {
    /// The value of a variable and its filters, where it is known.
    pub(super) fn variable(&self, content: &str) -> Option<String> {
        let content = content.trim().trim_matches(['"', '\'']);
        let mut parts = content.split('|').map(str::trim);
        let name = parts.next()?.trim_matches(['"', '\'', ' ']);
        let filters: Vec<&str> = parts.collect();
        let name_of = |filter: &str| filter.split([':', ' ', '(']).next().unwrap_or_default().to_owned();
        let sound = |filter: &&str| {
            let filter = name_of(filter);
            PLAIN_FILTERS.contains(&&*filter) || CASES.contains(&&*filter) || link::FILTERS.contains(&&*filter)
        };
        if name.is_empty() || name.contains(char::is_whitespace) || !filters.iter().all(sound) {
            return None;
        }
        let own = PAGE.iter().find_map(|before| name.strip_prefix(before)).unwrap_or(name);
        let value = (self.around.variable)(own).map(|value| value.trim().to_owned())?;
        Some(filters.iter().fold(value, |value, filter| match &*name_of(filter) {
            "upcase" | "upper" | "uppercase" | "toUpper" => value.to_uppercase(),
            "downcase" | "lower" | "lowercase" | "toLower" => value.to_lowercase(),
            "capitalize" => {
                let mut chars = value.chars();
                chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
            }
            _ => value,
        }))
    }

    /// Hexo's link to another post, by the name of its file.
    pub(super) fn post_link(&mut self, given: &Arguments) -> Option<String> {
        let (name, _) = given.plain.first()?;
        let (path, anchor) = name.split_once('#').map_or((&**name, ""), |(path, anchor)| (path, anchor));
        let Found::At(url) = (self.around.record)(Reference::Page(path)) else { return None };
        let words: Vec<&str> = given.plain[1..].iter().map(|(word, _)| &**word).collect();
        let text = if words.is_empty() { path.to_owned() } else { words.join(" ") };
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        Some(format!("<a href=\"{}\">{}</a>", escaped(&format!("{url}{anchor}")), escaped(&text)))
    }
}

/// Filters that change the case of a value.
const CASES: [&str; 9] =
    ["upcase", "downcase", "capitalize", "upper", "lower", "uppercase", "lowercase", "toUpper", "toLower"];
