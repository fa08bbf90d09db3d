//! Pages in HTML, by what they say of themselves to machines: JSON-LD and microdata of schema.org, and Open Graph for
//! what is missing.
//!
//! The text is that of the page where it says which part of it that is, else what its data say. Pages that are no
//! article are passed over.

mod linked;
mod microdata;

use std::borrow::Cow;

use dom_query::{Document, NodeRef};
use serde_json::{Map, Value, json};

use super::{Format, Split};
use crate::article::{Hold, Location, Status, date};
use crate::diagnostic::Diagnostic;
use crate::source::field::{self, Field};
use crate::source::gate;
use crate::source::node::Node;
use crate::source::notation::{Notation, PLAIN};
use crate::source::read::{Job, Stretch};
use crate::source::record;
use crate::source::supply::bytes;

/// Pages of a site.
pub(super) static FORMAT: Format = Format {
    name: "html",
    says: "A page in HTML with JSON-LD, microdata or Open Graph",
    endings: &[],
    roots: &[],
    beside: None,
    pages: false,
    split: Split::Whole,
    notation: &NOTATION,
    record,
};

static NOTATION: Notation = Notation { tree: PLAIN.tree, locate: PLAIN.locate, decode };

/// Bytes in which a page says how it is encoded.
const HEAD: usize = 1024;

/// Values that are read of one property.
const MAX_ITEMS: usize = 200;

/// The text of a page: by its mark, or by what it says of its encoding.
fn decode(page: Cow<'_, [u8]>) -> (Cow<'_, str>, bool) {
    let head = String::from_utf8_lossy(&page[..page.len().min(HEAD)]).to_ascii_lowercase();
    let label = head.split_once("charset=").map(|(_, rest)| {
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        rest.split(['"', '\'', ' ', ';', '>', '/']).next().unwrap_or_default().to_owned()
    });
    let said = label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    match said.filter(|said| *said != encoding_rs::UTF_8 && said.is_ascii_compatible()) {
        Some(said) if std::str::from_utf8(&page).is_err() => (said.decode(&page).0.into_owned().into(), false),
        _ => bytes::decode(page),
    }
}

fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    let page = Document::from(stretch.text());
    let meta = Meta::of(&page);
    let found = linked::article(&page).or_else(|| microdata::article(&page));
    let Some(mut said) = found.or_else(|| meta.is_article().then(|| Value::Object(Map::new()))) else {
        if job.aim == record::Aim::Stub {
            let message = "the page says nowhere that it is an article: it is passed over";
            let help = "an article has JSON-LD or microdata of schema.org, or `og:type`";
            job.report(stretch.at(Diagnostic::note("no-article-here", message).help(help), 0..1));
        }
        return;
    };
    let paid = paid_parts(&page, &said);
    if paid == Some(Paid::Cut) {
        // That is the whole text.
        said["articleBody"].take();
    }
    let mut fields = fields(&said);
    add_gates(&said, &mut fields);
    meta.complete(&mut fields);
    text(&page, &said, &mut fields);
    let node = Node::from(&Value::Object(fields));
    let how = job.reading();
    let (mut record, faults) = record::read(&node, &how);
    // A page that was read at an address is there.
    let address = job.about.facts.path;
    if record.url.is_none() && address.starts_with("http") && address.parse::<crate::article::Address>().is_ok() {
        record.url = Some(address.into());
    }
    if meta.leads_elsewhere() {
        (record.status, record.hold) = (Some(Status::Draft), Some(Hold::Redirect));
    } else if is_false(&said["isAccessibleForFree"]) || paid == Some(Paid::Unknown) || meta.is_for_some() {
        (record.status, record.hold) = (Some(Status::Draft), Some(Hold::Members));
    } else if meta.is_hidden() {
        (record.status, record.hold) = (Some(Status::Draft), Some(Hold::Hidden));
    }
    job.finish(record, faults, stretch, at);
}

/// Whether a value says no, in whatever form and letters.
fn is_false(value: &Value) -> bool {
    let says_no = |text: &str| {
        let word = text.trim().rsplit('/').next().unwrap_or_default();
        ["false", "no", "0"].iter().any(|no| word.eq_ignore_ascii_case(no))
    };
    each(value).iter().any(|value| match value {
        Value::Bool(free) => !free,
        Value::Object(_) => is_false(&value["@value"]),
        value => named(value).is_some_and(|text| says_no(&text)),
    })
}

/// What became of parts of a page that its data say are not free.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Paid {
    /// They were taken out of the page.
    Cut,
    /// Which parts these are is not said.
    Unknown,
}

/// Takes the parts out that the data say are not free, as Google asks for them to be marked.
fn paid_parts(page: &Document, said: &Value) -> Option<Paid> {
    let parts = each(&said["hasPart"]).iter().filter(|part| is_false(&part["isAccessibleForFree"]));
    let mut found = None;
    for part in parts {
        let selectors = each(&part["cssSelector"]).iter().filter_map(named);
        let matched = selectors.filter_map(|selector| page.try_select(&selector)).map(|all| all.remove()).count();
        if matched == 0 {
            return Some(Paid::Unknown);
        }
        found = Some(Paid::Cut);
    }
    found
}

/// A value as a list of its own.
fn each(value: &Value) -> &[Value] {
    let all = match value {
        Value::Array(all) => &all[..],
        Value::Null => &[],
        one => std::slice::from_ref(one),
    };
    &all[..all.len().min(MAX_ITEMS)]
}

/// The text of a value: itself, or the name of what it is.
fn named(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(_) => {
            let names = ["name", "alternateName", "@value", "url", "@id"];
            return names.iter().find_map(|name| named(each(&value[*name]).first()?));
        }
        _ => return None,
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// What an article of schema.org says, in the names of a record.
fn fields(said: &Value) -> Map<String, Value> {
    let mut fields = Map::new();
    let one = |names: &[&str]| names.iter().find_map(|name| named(each(&said[*name]).first()?));
    for (ours, theirs) in [
        ("title", &["headline", "name"][..]),
        ("subtitle", &["alternativeHeadline"]),
        ("summary", &["description", "abstract"]),
        ("published", &["datePublished", "dateCreated", "uploadDate"]),
        ("updated", &["dateModified"]),
        ("expires", &["expires"]),
        ("dateline", &["dateline"]),
        ("rights", &["copyrightNotice"]),
        ("license", &["license"]),
        ("correction", &["correction"]),
        ("creative-work-status", &["creativeWorkStatus"]),
        ("body-text", &["articleBody"]),
    ] {
        if let Some(text) = one(theirs) {
            fields.insert(ours.to_owned(), Value::String(text));
        }
    }
    // In words: what is free is said in as many.
    let access = named(&said["conditionsOfAccess"]).filter(|text| gate::is_held_word(text));
    if let Some(access) = access {
        fields.insert("visibility".to_owned(), Value::String(access));
    }
    let page = &said["mainEntityOfPage"];
    let url = [&said["url"], page, &page["@id"], &page["url"]].into_iter().find_map(|url| url.as_str());
    if let Some(url) = url.filter(|url| !url.starts_with('#')) {
        fields.insert("url".to_owned(), json!(url));
    }
    let language = &said["inLanguage"];
    if let Some(tag) = language["alternateName"].as_str().or(language.as_str()) {
        fields.insert("language".to_owned(), json!(tag));
    }
    let authors = ["author", "creator"].iter().map(|name| each(&said[*name])).find(|all| !all.is_empty());
    let authors: Vec<Value> = authors.into_iter().flatten().filter_map(person).collect();
    if !authors.is_empty() {
        fields.insert("authors".to_owned(), Value::Array(authors));
    }
    let mut sections = each(&said["articleSection"]).iter().filter_map(named);
    if let Some(section) = sections.next() {
        fields.insert("section".to_owned(), Value::String(section));
    }
    let words = each(&said["keywords"]).iter().filter_map(named);
    let words = words.flat_map(|words| words.split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>());
    let tags: Vec<Value> = sections.chain(words).filter(|word| !word.is_empty()).map(Value::String).collect();
    if !tags.is_empty() {
        fields.insert("tags".to_owned(), Value::Array(tags));
    }
    let pictures = each(&said["image"]).iter().filter_map(picture);
    let films = each(&said["video"]).iter().chain(each(&said["audio"])).filter_map(film);
    let media: Vec<Value> = pictures.chain(films).collect();
    if !media.is_empty() {
        fields.insert("media".to_owned(), Value::Array(media));
    }
    fields
}

fn person(author: &Value) -> Option<Value> {
    let name = named(author).filter(|name| !name.starts_with("http"))?;
    let url = author["url"].as_str().or(author["@id"].as_str()).filter(|url| url.starts_with("http"));
    Some(json!({"name": name, "url": url}))
}

/// The first value of these properties of an object.
fn first(of: &Value, names: &[&str]) -> Value {
    let found = names.iter().find_map(|name| named(each(&of[*name]).first()?));
    found.map_or(Value::Null, Value::String)
}

/// Measures in pixels: a number, or a text that begins with one.
fn pixels(value: &Value) -> Value {
    let text = value.as_str().or(value["value"].as_str()).unwrap_or_default();
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let number = value.as_u64().or(value["value"].as_u64()).or_else(|| digits.parse().ok());
    number.map_or(Value::Null, Value::from)
}

fn picture(image: &Value) -> Option<Value> {
    let url = image
        .as_str()
        .map(str::to_owned)
        .or_else(|| first(image, &["contentUrl", "url", "@id"]).as_str().map(str::to_owned))?;
    Some(with_gates(
        image,
        json!({
            "url": url, "medium": "image", "width": pixels(&image["width"]), "height": pixels(&image["height"]),
            "caption": first(image, &["caption", "description"]), "credit-line": first(image, &["creditText", "creator", "author"]),
            "copyright": first(image, &["copyrightNotice"]), "license": first(image, &["license"]),
        }),
    ))
}

/// A media object with what its source says of whether it may be shown.
fn with_gates(source: &Value, mut media: Value) -> Value {
    if let Some(media) = media.as_object_mut() {
        add_gates(source, media);
    }
    media
}

/// Adds what an object says of whether it is for readers.
fn add_gates(source: &Value, fields: &mut Map<String, Value>) {
    let gates = source.as_object().into_iter().flatten().filter(|(name, _)| gate::is_gate(name));
    for (name, value) in gates {
        fields.entry(name.clone()).or_insert_with(|| value.clone());
    }
}

fn film(media: &Value) -> Option<Value> {
    let url = media["contentUrl"].as_str()?;
    let film =
        json!({"url": url, "caption": first(media, &["description", "caption"]), "title": first(media, &["name"])});
    Some(with_gates(media, film))
}

/// The text of the page, where it says which part of it that is.
fn text(page: &Document, said: &Value, fields: &mut Map<String, Value>) {
    let own = page.select("[itemprop~=\"articleBody\"]");
    let whole = page.select("article");
    let body = match () {
        () if own.length() == 1 => own,
        // What data say is without what stands around a text.
        () if said["articleBody"].is_string() || whole.length() != 1 => return,
        () => whole,
    };
    body.select("header, footer, nav, aside, form, script, style, template, button, dialog, h1").remove();
    let html = body.inner_html().trim().to_owned();
    if !html.is_empty() {
        fields.remove("body-text");
        fields.insert("body".to_owned(), Value::String(html));
    }
}

/// Whether a name in the head of a page says of it whether it is for readers, and not what is meant for caches, screens
/// or search engines. A status in words that nobody here knows may be of anything.
fn is_gate(name: &str, value: &str) -> bool {
    const OTHERS: [&str; 8] =
        ["expires", "article:content_tier", "audience", "distribution", "classification", "rating", "type", "template"];
    let is_other = OTHERS.contains(&name) || name.starts_with("og:") || name.starts_with("twitter:");
    !is_other
        && gate::is_gate(name)
        && (gate::is_held_word(value) || !field::known(name).is_some_and(|(field, _)| field == Field::Status))
}

/// The address that a page sends its readers on to within some seconds.
fn sent_to(refresh: &str) -> Option<String> {
    const SOON: u32 = 10;
    let (seconds, to) = refresh.split_once([';', ','])?;
    let soon = seconds.trim().split('.').next()?.parse::<u32>().is_ok_and(|seconds| seconds <= SOON);
    let (name, address) = to.split_once('=')?;
    let address = address.trim().trim_matches(['"', '\'']);
    (soon && name.trim().eq_ignore_ascii_case("url") && !address.is_empty()).then(|| address.to_owned())
}

/// What a page says in its head.
struct Meta {
    properties: Vec<(String, String)>,
    canonical: Option<String>,
    language: Option<String>,
    /// Where readers are sent, if they are at once.
    refresh: Option<String>,
}

impl Meta {
    fn of(page: &Document) -> Self {
        let attribute = |node: &NodeRef<'_>, name: &str| node.attr(name).map(|value| value.trim().to_owned());
        let mut properties = Vec::new();
        for node in page.select("meta").nodes().iter().take(5 * MAX_ITEMS) {
            let name = ["property", "name", "itemprop"].iter().find_map(|name| attribute(node, name));
            if let (Some(name), Some(value)) = (name, attribute(node, "content").filter(|value| !value.is_empty())) {
                properties.push((name.to_ascii_lowercase(), value));
            }
        }
        let refresh = page.select("meta[http-equiv=\"refresh\" i]");
        let refresh = refresh.nodes().first().and_then(|node| sent_to(&attribute(node, "content")?));
        let links = page.select("link[rel~=\"canonical\"]");
        let canonical = links.nodes().first().and_then(|node| attribute(node, "href"));
        let root = page.select("html");
        let language = root.nodes().first().and_then(|node| attribute(node, "lang"));
        Self { properties, canonical, language: language.filter(|tag| !tag.is_empty()), refresh }
    }

    fn all<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        self.properties.iter().filter(move |(known, _)| known == name).map(|(_, value)| &**value)
    }

    fn one(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.properties.iter().find(|(known, _)| known == name)).map(|(_, value)| &**value)
    }

    fn is_article(&self) -> bool {
        self.one(&["og:type"]).is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
    }

    fn robots(&self) -> impl Iterator<Item = &str> {
        ["robots", "googlebot", "googlebot-news"].into_iter().flat_map(|name| self.all(name))
    }

    /// Whether it is for those alone who have its address.
    fn is_hidden(&self) -> bool {
        self.robots().flat_map(|words| words.split(',')).any(|word| {
            let word = word.trim();
            word.eq_ignore_ascii_case("noindex") || word.eq_ignore_ascii_case("none")
        })
    }

    /// When it is no more to be found: `unavailable_after: 25 Jun 2026 15:00:00 CET`.
    fn end(&self) -> Option<&str> {
        let (_, after) = self.robots().find_map(|words| words.split_once("unavailable_after:"))?;
        let ends = after.match_indices(',').map(|(at, _)| at).chain([after.len()]);
        let mut dates = ends.map(|end| after[..end].trim()).filter(|text| date::parse(text, chrono_tz::UTC).is_some());
        Some(dates.next_back().unwrap_or(after.trim()))
    }

    /// Whether only some may read it: `article:content_tier`.
    fn is_for_some(&self) -> bool {
        let free = self.one(&["isaccessibleforfree"]);
        self.one(&["article:content_tier"]).is_some_and(|tier| !tier.trim().eq_ignore_ascii_case("free"))
            || free.is_some_and(|free| is_false(&json!(free)))
    }

    /// Whether readers are sent to another page.
    fn leads_elsewhere(&self) -> bool {
        self.refresh.as_deref().is_some_and(|to| {
            let own = [self.canonical.as_deref(), self.one(&["og:url"])];
            !own.into_iter().flatten().any(|own| own.trim_end_matches('/').ends_with(to.trim_end_matches('/')))
        })
    }

    /// Adds what is missing.
    fn complete(&self, fields: &mut Map<String, Value>) {
        let mut add = |ours: &str, value: Option<Value>| {
            if let Some(value) = value
                && !fields.contains_key(ours)
            {
                fields.insert(ours.to_owned(), value);
            }
        };
        for (ours, theirs) in [
            ("title", &["og:title", "twitter:title", "dc.title"][..]),
            ("summary", &["og:description", "twitter:description", "description"]),
            ("published", &["article:published_time", "og:published_time", "date", "dc.date", "dcterms.created"]),
            ("updated", &["article:modified_time", "og:updated_time", "dcterms.modified"]),
            ("expires", &["article:expiration_time"]),
            ("section", &["article:section"]),
        ] {
            add(ours, self.one(theirs).map(|text| json!(text)));
        }
        add("expires", self.end().map(|text| json!(text)));
        // Of two moments of publication the later one counts.
        add("published-at", self.one(&["article:published_time"]).map(|text| json!(text)));
        for (name, value) in self.properties.iter().filter(|(name, value)| is_gate(name, value)) {
            add(name, Some(json!(value)));
        }
        // Of two addresses the one that is said to be the page's own stands.
        add("url", self.canonical.as_deref().or(self.one(&["og:url"])).map(|url| json!(url)));
        let locale = self.one(&["og:locale"]).map(|tag| tag.replace('_', "-"));
        add("language", self.language.clone().or(locale).map(Value::String));
        let list = |name: &str| {
            let all: Vec<Value> = self.all(name).take(MAX_ITEMS).map(|text| json!(text)).collect();
            Some(Value::Array(all)).filter(|all| all != &json!([]))
        };
        add("tags", list("article:tag"));
        // Open Graph names authors by their pages, too.
        let names = self.all("article:author").chain(self.all("author")).filter(|name| !name.starts_with("http"));
        let names: Vec<Value> = names.take(1).map(|name| json!({"name": name})).collect();
        add("authors", Some(Value::Array(names)).filter(|all| all != &json!([])));
        let picture = self.one(&["og:image:secure_url", "og:image", "og:image:url", "twitter:image"]).map(|url| {
            let of = |name: &str| self.one(&[name]).map_or(Value::Null, |text| json!(text));
            json!([{"url": url, "medium": "image", "alt": of("og:image:alt"), "width": pixels(&of("og:image:width")), "height": pixels(&of("og:image:height"))}])
        });
        add("media", picture);
    }
}
