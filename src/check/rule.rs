//! A rule: one static value that says what a code means, in the file that applies it.
//!
//! ```ignore
//! pub(crate) static GUID_IS_EMPTY: Rule = Rule {
//!     code: "guid-is-empty",
//!     severity: Severity::Warning,
//!     summary: "A guid without text",
//!     why: "Readers tell new items from old ones by the guid; an empty one is the same for all.",
//!     help: "Give the item an id of its own, or leave the guid out",
//!     spec: Spec { section: "RSS 2.0, <guid>", url: "https://www.rssboard.org/rss-specification#ltguidgtSubelementOfLtitemgt" },
//!     w3c: Some("NotBlank"),
//!     bad: Example::Item("<title>Storm</title><guid></guid>"),
//!     good: Example::Item("<title>Storm</title><guid>https://example.org/storm</guid>"),
//! };
//! ```
//!
//! Each module lists its rules in its `module::Module` table; [`all`] gathers them. Tests
//! run every example: `bad` must raise the code, `good` must not. An example is a snippet in the
//! skeleton its variant names, and what else such a short feed lacks does not matter: only the
//! rule's own code is looked for.

use crate::diagnostic::Severity;

/// Where a specification says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Document and section, for people: `RFC 4287, section 4.2.6`.
    pub section: &'static str,
    /// The section's address.
    pub url: &'static str,
}

/// What a code of `feedwright check` means.
#[derive(Debug)]
pub struct Rule {
    /// Stable kebab-case name of the defect; never reused.
    pub code: &'static str,
    /// How much a finding weighs unless the user or a profile says otherwise.
    pub severity: Severity,
    /// The defect in a few words, without a final stop.
    pub summary: &'static str,
    /// Why it matters to a reader of the feed, in whole sentences.
    pub why: &'static str,
    /// What to do, without a final stop; a finding may say it more exactly.
    pub help: &'static str,
    /// The specification.
    pub spec: Spec,
    /// The W3C validator's event class for the same finding. A class may serve several rules; a
    /// finding may name another one (see `findings::Entry::w3c`).
    pub w3c: Option<&'static str>,
    /// The shortest feed that has the defect.
    pub bad: Example,
    /// The same done right.
    pub good: Example,
}

impl Rule {
    /// The page about it on a site of the documentation, as docs/site/build makes it.
    fn page_of(&self, site: &str) -> Option<String> {
        (!site.is_empty()).then(|| format!("{}/rules/{}.html", site.trim_end_matches('/'), self.code))
    }

    /// The address of the page about it; nothing where the package names no `homepage`.
    pub fn page(&self) -> Option<String> {
        self.page_of(env!("CARGO_PKG_HOMEPAGE"))
    }
}

/// A snippet, and the skeleton it stands in.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// A whole document of any kind.
    Document(&'static str),
    /// A whole document that is no UTF-8.
    Bytes(&'static [u8]),
    /// A document that a server says to be in this charset.
    Served(&'static str, &'static str),
    /// A document whose reading fails after this text.
    Interrupted(&'static str),
    /// A document that is longer than allowed when the limits are a thousandth of the usual ones.
    Repeated {
        /// What it begins with.
        before: &'static str,
        /// What is repeated.
        unit: &'static str,
        /// How often.
        times: usize,
        /// What it ends with.
        after: &'static str,
    },
    /// Everything in `<channel>` of an RSS 2.0 feed with the usual prefixes declared.
    Channel(&'static str),
    /// Everything in the one `<item>` of an RSS 2.0 feed whose channel is complete.
    Item(&'static str),
    /// Everything in `<feed>` of an Atom feed with the usual prefixes declared.
    AtomFeed(&'static str),
    /// Everything in the one `<entry>` of an Atom feed that is complete.
    AtomEntry(&'static str),
    /// The members of a JSON Feed 1.1 object besides `version`.
    JsonFeed(&'static str),
    /// The members of the one item of a complete JSON Feed.
    JsonItem(&'static str),
    /// The outlines in `<body>` of an OPML 2.0 list.
    Opml(&'static str),
    /// The head of an HTTP answer: status line and header fields, one a line.
    Http(&'static str),
}

/// The prefixes an example can use without declaring them.
const PREFIXES: &[(&str, &str)] = &[
    ("atom", "http://www.w3.org/2005/Atom"),
    ("at", "http://purl.org/atompub/tombstones/1.0"),
    ("app", "http://www.w3.org/2007/app"),
    ("cc", "http://creativecommons.org/ns#"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("creativeCommons", "http://backend.userland.com/creativeCommonsRssModule"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("fh", "http://purl.org/syndication/history/1.0"),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("georss", "http://www.georss.org/georss"),
    ("gml", "http://www.opengis.net/gml"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("mi", "http://schemas.ingestion.microsoft.com/common/"),
    ("podcast", "https://podcastindex.org/namespace/1.0"),
    ("rsl", "https://rslstandard.org/rsl"),
    ("slash", "http://purl.org/rss/1.0/modules/slash/"),
    ("snf", "http://www.smartnews.be/snf"),
    ("source", "https://source.scripting.com/"),
    ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ("thr", "http://purl.org/syndication/thread/1.0"),
    ("webfeeds", "http://webfeeds.org/rss/1.0"),
    ("wfw", "http://wellformedweb.org/CommentAPI/"),
    ("xhtml", "http://www.w3.org/1999/xhtml"),
];

/// Declares those of [`PREFIXES`] that the snippet uses.
fn declarations(snippet: &str, skip: &str) -> String {
    PREFIXES
        .iter()
        .filter(|(prefix, _)| *prefix != skip && snippet.contains(&format!("{prefix}:")))
        .map(|(prefix, uri)| format!(" xmlns:{prefix}=\"{uri}\""))
        .collect()
}

impl Example {
    /// The snippet as it stands in the source, for `explain` and the documentation.
    pub fn snippet(&self) -> String {
        match self {
            Self::Document(s)
            | Self::Channel(s)
            | Self::Item(s)
            | Self::AtomFeed(s)
            | Self::AtomEntry(s)
            | Self::JsonFeed(s)
            | Self::JsonItem(s)
            | Self::Opml(s)
            | Self::Interrupted(s)
            | Self::Http(s) => (*s).to_owned(),
            Self::Served(charset, s) => format!("{s}\n<!-- served with charset={charset} -->"),
            Self::Repeated { before, unit, after, .. } => format!("{before}{unit}{unit}…{after}"),
            Self::Bytes(bytes) => bytes.escape_ascii().to_string(),
        }
    }

    /// The language of the snippet, for highlighting: `xml`, `json`, `http` or `text`.
    pub fn language(&self) -> &'static str {
        match self {
            Self::Document(s) if s.trim_start().starts_with(['{', '[']) => "json",
            Self::JsonFeed(_) | Self::JsonItem(_) => "json",
            Self::Http(_) => "http",
            Self::Bytes(_) => "text",
            _ => "xml",
        }
    }

    /// The whole document; for [`Example::Http`] the head of the answer.
    pub fn document(&self) -> Vec<u8> {
        const XML: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
        const SITE: &str = "https://example.org/";
        match self {
            Self::Document(s) | Self::Served(_, s) | Self::Interrupted(s) | Self::Http(s) => (*s).as_bytes().to_vec(),
            Self::Bytes(bytes) => bytes.to_vec(),
            Self::Repeated { before, unit, times, after } => format!("{before}{}{after}", unit.repeat(*times)).into_bytes(),
            Self::Channel(s) => {
                let prefixes = declarations(s, "");
                format!("{XML}<rss version=\"2.0\"{prefixes}>\n<channel>\n{s}\n</channel>\n</rss>\n").into_bytes()
            }
            Self::Item(s) => {
                let prefixes = declarations(&format!("{s}atom:"), "");
                format!(
                    "{XML}<rss version=\"2.0\"{prefixes}>\n<channel>\n<title>Example</title>\n<link>{SITE}</link>\n\
                     <description>News</description>\n<language>en</language>\n\
                     <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{SITE}feed\"/>\n\
                     <item>\n{s}\n</item>\n</channel>\n</rss>\n"
                )
                .into_bytes()
            }
            Self::AtomFeed(s) => {
                let prefixes = declarations(s, "atom");
                format!("{XML}<feed xmlns=\"http://www.w3.org/2005/Atom\"{prefixes}>\n{s}\n</feed>\n").into_bytes()
            }
            Self::AtomEntry(s) => {
                let prefixes = declarations(s, "atom");
                format!(
                    "{XML}<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"{prefixes}>\n<title>Example</title>\n\
                     <id>{SITE}</id>\n<updated>2026-01-01T00:00:00Z</updated>\n<author><name>Jane Doe</name></author>\n\
                     <link rel=\"self\" type=\"application/atom+xml\" href=\"{SITE}feed\"/>\n\
                     <entry>\n{s}\n</entry>\n</feed>\n"
                )
                .into_bytes()
            }
            Self::JsonFeed(s) => format!("{{\"version\": \"https://jsonfeed.org/version/1.1\",\n{s}\n}}\n").into_bytes(),
            Self::JsonItem(s) => format!(
                "{{\"version\": \"https://jsonfeed.org/version/1.1\",\n\"title\": \"Example\",\n\"home_page_url\": \"{SITE}\",\n\
                 \"feed_url\": \"{SITE}feed\",\n\"items\": [{{\n{s}\n}}]}}\n"
            )
            .into_bytes(),
            Self::Opml(s) => format!(
                "{XML}<opml version=\"2.0\">\n<head><title>Feeds</title></head>\n<body>\n{s}\n</body>\n</opml>\n"
            )
            .into_bytes(),
        }
    }
}

/// All rules, of the base and of the profiles, sorted by code.
pub fn all() -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> =
        super::engine::base().chain(super::profiles::modules()).flat_map(|m| m.rules).copied().collect();
    rules.sort_by_key(|rule| rule.code);
    rules
}

/// Rules that are documented on one page.
#[derive(Debug)]
pub struct Group {
    /// The page's name, and what `feedwright rules` takes.
    pub name: &'static str,
    /// What the rules are about.
    pub title: String,
    /// The rules, sorted by code.
    pub rules: Vec<&'static Rule>,
}

/// All rules by the groups in which they are documented: those of the base, and one of each profile.
/// Every rule is in one of them.
pub fn groups() -> Vec<Group> {
    let mut seen = std::collections::BTreeSet::new();
    let mut group = |name, title, modules: &[&super::module::Module]| {
        let mut rules: Vec<&'static Rule> = modules.iter().flat_map(|m| m.rules).copied().collect();
        rules.retain(|rule| seen.insert(rule.code));
        rules.sort_by_key(|rule| rule.code);
        Group { name, title, rules }
    };
    let base = super::engine::groups().map(|g| (g.name, g.title.to_owned(), g.modules));
    let profiles =
        super::profiles::PROFILES.iter().map(|p| (p.name, format!("{} (`--profile {}`)", p.title, p.name), p.modules));
    let mut groups: Vec<Group> =
        base.chain(profiles).map(|(name, title, modules)| group(name, title, modules)).collect();
    groups.retain(|group| !group.rules.is_empty());
    groups
}

/// The rule with this code.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().into_iter().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_a_page_where_the_package_names_a_site() {
        let rule = find("duplicate-guid").unwrap();
        for site in ["https://docs.example/feeds", "https://docs.example/feeds/"] {
            assert_eq!(rule.page_of(site).as_deref(), Some("https://docs.example/feeds/rules/duplicate-guid.html"));
        }
        assert_eq!(rule.page_of(""), None);
    }
}
