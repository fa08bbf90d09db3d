//! What stands beside feeds, for the people and programs that look for them: a page to subscribe on, a list
//! of all feeds, links for the site's own pages.
//!
//! Pure: [`files`] makes bytes of [`Beside`], the feeds and their newest articles. All of it is a stranger's
//! words, which templates escape.

pub mod delivery;
mod escape;
mod qr;
mod readers;
pub mod server;
mod template;
mod words;

use serde::Serialize;

use crate::article::Timestamp;
use crate::config::{Config, Format, Licensing};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::feed;
use crate::render::{self, Shown};

pub use self::words::Words;

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "page-template",
        summary: "The template of the page for subscribers cannot be read, does not compile, or names what it does not know. The built-in one is taken.",
    },
    CodeInfo {
        code: "not-beside",
        summary: "A page or list that belongs beside the feeds is not written: a feed has its path, or what stands there is not feedwright's. The feeds are not touched by it.",
    },
];

/// How many of the newest articles the page shows.
pub const LATEST: usize = 12;

/// How many feeds of a family the page shows; the list has them all.
const OF_FAMILY: usize = 500;

/// How many feeds the head of the page names: browsers show a few.
const IN_HEAD: usize = 24;

/// What there is to show.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The feeds that are shown to everybody, those of a family one after the other.
    pub feeds: Vec<Listed>,
    /// The newest articles of them.
    pub latest: Vec<Shown>,
    /// Whether the folder of the feeds is the site's root.
    pub is_root: bool,
}

/// A feed as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Name of its definition in the config.
    pub name: String,
    /// Of a feed of a family: what the family is made for, by its name in the config, and the value.
    pub family: Option<(&'static str, String)>,
    /// Title, plain text.
    pub title: String,
    /// What it is, plain text.
    pub description: String,
    /// The page it belongs to.
    pub link: String,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Its addresses.
    pub addresses: Vec<(Format, String)>,
    /// The page of its articles, by its path in the folder, where it has one.
    pub page: Option<String>,
    /// When it was last changed: the newest change of its articles.
    pub updated: Option<Timestamp>,
    /// What it is about, for lists.
    pub categories: Vec<String>,
    /// Number of its articles.
    pub items: u32,
    /// First publication of the newest.
    pub newest: Option<Timestamp>,
}

/// The names of files that may stand beside the feeds of a config.
pub fn names(config: &Config, is_root: bool) -> Vec<&'static str> {
    let beside = &config.output.beside;
    let mut names = Vec::new();
    if beside.page {
        names.extend([page_name(is_root), STYLE, SCRIPT]);
    } else if beside.pages {
        names.push(STYLE);
    }
    if beside.sitemap {
        names.push(SITEMAP);
    }
    if beside.opml {
        names.push(LIST);
        names.extend(is_root.then_some(WELL_KNOWN));
    }
    if beside.stylesheet {
        names.push(OF_FEEDS);
    }
    if beside.discovery {
        names.extend([LINKS, DATA]);
    }
    if let Some(licensing) = &config.site.licensing {
        names.extend(licensing.has_terms().then_some(LICENSE));
        names.extend(licensing.tdm_reservation.map(|_| if is_root { WELL_KNOWN_MINING } else { MINING }));
    }
    names
}

const OF_FEEDS: &str = feed::STYLESHEET;
const STYLE: &str = "subscribe.css";
const SCRIPT: &str = "subscribe.js";
const LIST: &str = "feeds.opml";
/// Where programs look for the list of all feeds.
pub const WELL_KNOWN: &str = ".well-known/feeds";
const SITEMAP: &str = "sitemap-feeds.xml";
const LICENSE: &str = "license.rsl";
/// The reservation of text and data mining.
pub const MINING: &str = "tdmrep.json";
const WELL_KNOWN_MINING: &str = ".well-known/tdmrep.json";
const LINKS: &str = "discovery.html";
/// The feeds as data: JSON, but no feed.
pub const DATA: &str = "discovery.json";

/// The home page of a site is not ours.
fn page_name(is_root: bool) -> &'static str {
    if is_root { "feeds.html" } else { "index.html" }
}

/// Makes the files of [`names`]; `template` is the text of the page's own template, with its name. Where that
/// cannot be used, the built-in one is.
pub fn files(
    config: &Config,
    beside: &Beside,
    template: Option<(&str, &str)>,
) -> (Vec<(&'static str, String)>, Vec<Diagnostic>) {
    let page = Page::new(config, beside);
    let mut found = Vec::new();
    let make = |name: &'static str| {
        let text = match name {
            OF_FEEDS => template::of_feeds(config.output.beside.accent.as_deref(), &page.words.greeting()),
            STYLE => template::style(config.output.beside.accent.as_deref()),
            SCRIPT => template::SCRIPT.to_owned(),
            LIST | WELL_KNOWN => template::list(&page),
            LINKS => template::links(&page),
            SITEMAP => template::sitemap(Sitemap::of(beside)),
            LICENSE => config.site.licensing.as_ref().map(template::rsl).unwrap_or_default(),
            MINING | WELL_KNOWN_MINING => config.site.licensing.as_ref().map(mining).unwrap_or_default(),
            DATA => data(&page),
            _ => {
                let own = template.and_then(|own| template::own(own, &page).map_err(|d| found.push(d)).ok());
                own.unwrap_or_else(|| template::page(&page))
            }
        };
        (name, text)
    };
    let files = names(config, beside.is_root).into_iter().map(make).collect();
    (files, found)
}

/// What templates see.
#[derive(Debug, Serialize)]
struct Page<'a> {
    site: &'a crate::config::Site,
    /// The language of the texts, and the direction they are read in.
    language: &'a str,
    direction: &'static str,
    words: Words<'a>,
    /// The list of all feeds, where there is one.
    list: Option<&'static str>,
    /// Feeds by themselves.
    feeds: Vec<Entry<'a>>,
    families: Vec<Family<'a>>,
    /// What the head of the page names.
    head: Vec<Address<'a>>,
    latest: &'a [Shown],
}

/// The feeds that one definition makes, one for each value.
#[derive(Debug, Serialize)]
struct Family<'a> {
    name: &'a str,
    /// What it is made for, in the words of the page.
    label: &'a str,
    feeds: Vec<Entry<'a>>,
    /// How many more there are than the page shows.
    more: usize,
}

/// A feed.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    /// A name that no other feed of the page has.
    anchor: String,
    name: &'a str,
    term: Option<&'a str>,
    title: &'a str,
    description: Option<&'a str>,
    link: Option<&'a str>,
    /// Where its page is.
    page: Option<String>,
    language: Option<&'a str>,
    direction: &'static str,
    articles: u32,
    newest: Option<String>,
    addresses: Vec<Address<'a>>,
    categories: Vec<String>,
    readers: Vec<readers::Link>,
    /// The first address for a camera, as the path of an SVG of so many units.
    code: Option<qr::Code>,
}

/// An address of a feed.
#[derive(Clone, Debug, Serialize)]
struct Address<'a> {
    format: &'static str,
    #[serde(rename = "type")]
    media_type: &'static str,
    title: &'a str,
    url: &'a str,
}

impl<'a> Page<'a> {
    fn new(config: &'a Config, beside: &'a Beside) -> Self {
        let language = config.site.language.as_deref().unwrap_or("en");
        let (words, language) = Words::of(language, &config.output.beside.words);
        let mut feeds = Vec::new();
        let mut families: Vec<Family<'a>> = Vec::new();
        for (n, listed) in beside.feeds.iter().enumerate() {
            let Some((kind, _)) = &listed.family else {
                feeds.push(Entry::new(n, listed, &config.site));
                continue;
            };
            if families.last().is_none_or(|family| family.name != listed.name) {
                let family = Family { name: &listed.name, label: words.family(kind), feeds: Vec::new(), more: 0 };
                families.push(family);
            }
            families.last_mut().into_iter().for_each(|family| family.feeds.push(Entry::new(n, listed, &config.site)));
        }
        let head = feeds.iter().chain(families.iter().flat_map(|family| &family.feeds));
        let head = head.flat_map(|feed| feed.addresses.iter().cloned()).take(IN_HEAD).collect();
        let direction = direction(language);
        let list = config.output.beside.opml.then_some(LIST);
        Self { site: &config.site, language, direction, words, list, feeds, families, head, latest: &beside.latest }
    }

    /// All feeds.
    fn all(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.feeds.iter().chain(self.families.iter().flat_map(|family| &family.feeds))
    }

    /// The same as a page shows it: of a family no more than somebody reads.
    fn cut(&self) -> serde_json::Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        for family in value["families"].as_array_mut().into_iter().flatten() {
            let Some(feeds) = family["feeds"].as_array_mut() else { continue };
            let more = feeds.len().saturating_sub(OF_FAMILY);
            feeds.truncate(OF_FAMILY);
            family["more"] = more.into();
        }
        value
    }
}

impl<'a> Entry<'a> {
    fn new(number: usize, listed: &'a Listed, site: &'a crate::config::Site) -> Self {
        let alone = listed.family.is_none();
        let says_more =
            |text: &&str| !text.is_empty() && *text != listed.title && Some(*text) != site.description.as_deref();
        let addresses: Vec<Address<'a>> = listed
            .addresses
            .iter()
            .map(|(format, url)| {
                let row = render::row(*format);
                Address { format: row.title, media_type: row.media_type, title: &listed.title, url }
            })
            .collect();
        let first = addresses.first().map(|address| address.url).filter(|_| alone);
        Self {
            anchor: format!("feed-{}", number + 1),
            name: &listed.name,
            term: listed.family.as_ref().map(|(_, term)| term.as_str()),
            title: &listed.title,
            description: Some(&*listed.description).filter(says_more),
            link: Some(&*listed.link).filter(|link| crate::article::address::is_web(link)),
            page: listed.page.as_deref().map(feed::encoded_path),
            language: listed.language.as_deref(),
            direction: listed.language.as_deref().map_or("auto", direction),
            articles: listed.items,
            newest: listed.newest.map(|at| at.format("%Y-%m-%d").to_string()),
            readers: first.map(readers::links).unwrap_or_default(),
            code: first.and_then(qr::code),
            categories: categories(listed),
            addresses,
        }
    }
}

/// What a feed is about, as OPML has it: its categories, and the value it is made for.
fn categories(listed: &Listed) -> Vec<String> {
    let own = listed.family.as_ref().filter(|(kind, _)| *kind != "author" && *kind != "language");
    let names = listed.categories.iter().chain(own.map(|(_, term)| term));
    // A comma parts categories, a slash those within one another.
    let mut names: Vec<String> = names.map(|name| name.replace([',', '/'], " ")).collect();
    names.dedup();
    names
}

/// The direction in which a language is read.
fn direction(language: &str) -> &'static str {
    if crate::body::is_right_to_left(language) { "rtl" } else { "ltr" }
}

/// The most sitemaps that an index may have.
const OF_INDEX: usize = 50_000;

/// The feeds as search engines take them: RSS or Atom.
#[derive(Serialize)]
struct Sitemap<'a> {
    feeds: Vec<MapEntry<'a>>,
}

#[derive(Serialize)]
struct MapEntry<'a> {
    url: &'a str,
    newest: Option<String>,
}

impl<'a> Sitemap<'a> {
    fn of(beside: &'a Beside) -> Self {
        let entry = |listed: &'a Listed| {
            let (_, url) = listed.addresses.iter().find(|(format, _)| format.is_for_consumers())?;
            Some(MapEntry { url, newest: listed.updated.map(|at| at.to_rfc3339()) })
        };
        Self { feeds: beside.feeds.iter().filter_map(entry).take(OF_INDEX).collect() }
    }
}

/// What the page of a feed shows.
#[derive(Serialize)]
struct FeedPage<'a> {
    site: &'a crate::config::Site,
    language: &'a str,
    direction: &'static str,
    words: Words<'a>,
    feed: Entry<'a>,
    latest: &'a [Shown],
    /// The way from it to the folder of all feeds.
    up: String,
    /// The page of all feeds, where there is one.
    index: Option<&'static str>,
}

/// The page of a feed that has one, with its articles.
pub fn page_of(config: &Config, listed: &Listed, articles: &[Shown], is_root: bool) -> String {
    let (words, language) = Words::of(config.site.language.as_deref().unwrap_or("en"), &config.output.beside.words);
    let deep = listed.page.as_deref().map_or(0, |page| page.matches('/').count());
    let mut feed = Entry::new(0, listed, &config.site);
    if listed.language.is_none() {
        feed.direction = direction(language);
    }
    template::feed(FeedPage {
        site: &config.site,
        language,
        direction: direction(language),
        words,
        feed,
        latest: articles,
        up: "../".repeat(deep),
        index: config.output.beside.page.then(|| page_name(is_root)),
    })
}

/// The feeds as data, for the site's own templates. The mark comes first.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct FeedList<'a> {
    written_by: &'static str,
    title: &'a str,
    feeds: Vec<Facts<'a>>,
}

/// A feed as data.
#[derive(Serialize)]
struct Facts<'a> {
    name: &'a str,
    term: Option<&'a str>,
    title: &'a str,
    description: Option<&'a str>,
    language: Option<&'a str>,
    link: Option<&'a str>,
    articles: u32,
    newest: Option<&'a str>,
    addresses: &'a [Address<'a>],
}

/// The reservation of text and data mining, for the whole site. The mark comes first.
fn mining(licensing: &Licensing) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    struct MiningRule<'a> {
        written_by: &'static str,
        location: &'static str,
        tdm_reservation: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        tdm_policy: Option<&'a str>,
    }
    let rule = MiningRule {
        written_by: "feedwright",
        location: "/",
        tdm_reservation: u8::from(licensing.tdm_reservation == Some(true)),
        tdm_policy: licensing.tdm_policy.as_deref(),
    };
    serde_json::to_string_pretty(&[rule]).unwrap_or_default() + "\n"
}

fn data(page: &Page<'_>) -> String {
    let feeds = page.all().map(Facts::of).collect();
    let data = FeedList { written_by: "feedwright", title: &page.site.title, feeds };
    serde_json::to_string_pretty(&data).unwrap_or_default() + "\n"
}

impl<'a> Facts<'a> {
    fn of(feed: &'a Entry<'_>) -> Self {
        let Entry { name, term, title, description, language, link, articles, newest, addresses, .. } = feed;
        Self {
            name,
            term: *term,
            title,
            description: *description,
            language: *language,
            link: *link,
            articles: *articles,
            newest: newest.as_deref(),
            addresses,
        }
    }
}

#[cfg(test)]
mod tests;
