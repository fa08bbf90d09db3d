//! Microsoft Start and MSN, Partner Hub.

use super::requires::{self, Part};
use super::view::{self, View};
use super::{Profile, Reads};
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::html::Walked;
use crate::check::module::{Context, Memory, Module, Note};
use crate::check::namespace::Ns;
use rules::{
    BODY_TYPE, BYTES, CREDIT, DATE, DEPTH, ENCODING, FEED_URL, FOCUS, FORMAT, FRAME, KIND, LINK, LONG_TITLE, MEDIA,
    NO_IMAGE, ORDER, PART, RATIO, RIGHTS, SAME_UPDATE, SHORT_TITLE, SIZE, STRIPPED, SUMMARY_HTML, TAG, TAKEDOWN, TITLE,
    TITLE_HTML, UNKNOWN_SIZE, VALIDITY, VIDEO,
};

mod rules;

const SOURCE: &str =
    "https://support.microsoft.com/en-us/msn/partner-hub/feed-content-specifications-in-msn-partner-hub";

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Microsoft Start (MSN)",
    source: SOURCE,
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("msn")
};

static MODULE: Module = Module {
    item: Some(check_item),
    head: Some(check_head),
    memory: Some(|| Box::<Updates>::default()),
    ..Module::new("msn", rules::RULES)
};

/// The elements that Microsoft Start takes.
const ALLOWED: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "col",
    "colgroup",
    "div",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "i",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
const STRIPPED_NAMES: &[&str] = &["applet", "embed", "object", "param", "script", "style"];
const YEAR: i64 = 365 * 86_400;

fn check_head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    requires::utf8(head, &ENCODING, findings);
    requires::https(cx, head, &FEED_URL, findings);
}

fn check_item(cx: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    let now = cx.options.now.map(|n| n.timestamp());
    let end = check_validity(&item, findings);
    if end.zip(now).is_some_and(|(end, now)| end <= now) {
        // Such an item only says that the article is to go.
        requires::parts(&item, &[Part::Id], &PART, findings);
        let updated = item.modified().and_then(|(_, moment)| moment);
        if updated < end {
            findings.report(
                &TAKEDOWN,
                item.node.name_spot(),
                "The validity of the item is over, and it was not updated since",
            );
        }
        return;
    }
    requires::parts(&item, &[Part::Id, Part::Title, Part::Link, Part::Date, Part::Body], &PART, findings);
    requires::plain(item.title(), &TITLE_HTML, findings);
    requires::plain(item.summary(), &SUMMARY_HTML, findings);
    check_titles(&item, findings);
    check_dates(&item, now, findings);
    if let Some(body) = item.body().filter(|body| {
        item.is_atom && view::attribute(*body, "type").is_none_or(|t| !matches!(t.trim(), "html" | "text/html"))
    }) {
        findings.report(&BODY_TYPE, body.start_tag(), "The content is not of the type html");
    }
    check_pictures(&item, findings);
    check_html(&item, findings);
}

/// The end of an item's validity in seconds since 1970.
fn check_validity(item: &View<'_>, findings: &mut Findings<'_>) -> Option<i64> {
    let mut earliest = None;
    for node in item.node.children().filter(|n| n.is(Ns::DCTERMS, "valid") || n.is(Ns::MI, "expirationDate")) {
        let value = node.value();
        let end = if node.ns() == Ns::MI {
            view::moment(value.trimmed())
        } else {
            // start=…; end=…; scheme=W3C-DTF
            let named = |name: &str| {
                value.as_str().split(';').filter_map(|part| part.split_once('=')).find(|part| part.0.trim() == name)
            };
            let is_w3c = named("scheme").is_some_and(|scheme| scheme.1.trim().eq_ignore_ascii_case("W3C-DTF"));
            named("end").filter(|_| is_w3c).and_then(|end| view::moment(end.1.trim()))
        };
        if end.is_none() {
            let message = format!("No end of validity can be read in <{}>", node.name());
            findings.report(&VALIDITY, value.trimmed_span(), message).value(value.trimmed());
        }
        earliest = [earliest, end].into_iter().flatten().min();
    }
    earliest
}

fn check_dates(item: &View<'_>, now: Option<i64>, findings: &mut Findings<'_>) {
    let Some((node, Some(published))) = item.published() else { return };
    if let Some(now) = now
        && (published > now || published <= now - YEAR)
    {
        let message = if published > now { "The date lies in the future" } else { "The date lies a year or more back" };
        findings.report(&DATE, node.value().trimmed_span(), message).value(node.value().trimmed());
    }
    if let Some((node, Some(modified))) = item.modified()
        && modified < published
    {
        let message = "The item was updated before it was published";
        findings.report(&ORDER, node.value().trimmed_span(), message).value(node.value().trimmed());
    }
}

/// The moments at which the items were updated, as long as they are all the same.
#[derive(Debug, Default)]
struct Updates {
    moment: Option<i64>,
    items: u32,
    differ: bool,
}

/// The moment at which an item was updated, if it says one.
fn updated(item: &View<'_>) -> Option<i64> {
    item.modified().or_else(|| item.published()).and_then(|(_, moment)| moment)
}

impl Updates {
    fn take(&mut self, moment: Option<i64>) {
        self.differ |= moment.is_none() || (self.items > 0 && moment != self.moment);
        self.moment = moment;
        self.items += 1;
    }
}

impl Memory for Updates {
    fn item(&mut self, _: &Context<'_>, item: &Tree, _: &mut Findings<'_>) {
        if let Some(item) = View::of(item) {
            self.take(updated(&item));
        }
    }

    fn note(&self, _: &Context<'_>, item: &Tree) -> Option<Note> {
        View::of(item).map(|item| Box::new(updated(&item)) as Note)
    }

    fn remember(&mut self, _: &Context<'_>, note: &Note, _: &mut Findings<'_>) {
        if let Some(moment) = note.downcast_ref() {
            self.take(*moment);
        }
    }

    fn finish(&mut self, _: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        // Two may well have come together.
        if let Some(channel) = view::channel(head).filter(|_| self.items > 2 && !self.differ) {
            let message = format!("All {} items were updated at the same moment", self.items);
            findings.report(&SAME_UPDATE, channel.name_spot(), message);
        }
    }
}

fn check_titles(item: &View<'_>, findings: &mut Findings<'_>) {
    let short = item.node.child(Ns::MI, "shortTitle");
    if let Some(short) = short
        && view::length(short) > 54
    {
        findings.report(
            &SHORT_TITLE,
            short.value().trimmed_span(),
            format!("The short title has {} characters", view::length(short)),
        );
    }
    let Some(title) = item.title() else { return };
    let length = view::length(title);
    let spot = title.value().trimmed_span();
    if length <= 20 || (length > 150 && short.is_none()) {
        findings.report(&TITLE, spot, format!("The title has {length} characters"));
    } else if length > 75 && short.is_none() {
        findings.report(&LONG_TITLE, spot, format!("The title has {length} characters"));
    }
}

fn check_pictures(item: &View<'_>, findings: &mut Findings<'_>) {
    for content in item.node.descendants().filter(|n| n.is(Ns::MEDIA, "content")) {
        let known = content.attribute("medium").is_some() || content.attribute("type").is_some();
        if content.attribute("url").is_none() || !known {
            findings.report(&MEDIA, content.start_tag(), "media:content needs url, and medium or type");
        }
        let is_video = view::attribute(content, "medium").is_some_and(|medium| medium == "video")
            || view::attribute(content, "type").is_some_and(|kind| kind.starts_with("video/"));
        if is_video && item.is_atom {
            findings.report(&VIDEO, content.start_tag(), "The video is attached instead of standing in the content");
        }
    }
    let pictures = item.pictures();
    if pictures.is_empty() && item.thumbnails().is_empty() && !item.body_shows_a_picture() {
        findings.report(&NO_IMAGE, item.node.name_spot(), "The item has no picture");
    }
    for picture in &pictures {
        check_picture(picture, findings);
    }
    for region in item.node.descendants().filter(|n| n.is(Ns::MI, "focalRegion")) {
        let missing: Vec<&str> =
            ["x1", "y1", "x2", "y2"].into_iter().filter(|corner| region.child(Ns::MI, corner).is_none()).collect();
        if !missing.is_empty() {
            findings.report(&FOCUS, region.start_tag(), format!("The region has no {}", missing.join(", ")));
        }
    }
}

fn check_picture(picture: &view::Picture<'_>, findings: &mut Findings<'_>) {
    let spot = picture.node.start_tag();
    if let Some(kind) = &picture.media_type
        && !matches!(kind.as_str(), "image/png" | "image/jpeg" | "image/jpg" | "image/gif" | "image/webp")
    {
        findings.report(&FORMAT, spot, format!("{kind} is not taken")).value(kind);
    }
    if picture.bytes.is_some_and(|b| b > 15_000_000) {
        findings.report(&BYTES, spot, "The picture has more than 15 MB");
    }
    if let (Some(width), Some(height)) = (picture.width, picture.height)
        && height > 0
    {
        let ratio = f64::from(width) / f64::from(height);
        // The picture for promotion, 1200×624, is 1.923 times as wide as high by the same page.
        if !(0.5..=1.89).contains(&ratio) && (width, height) != (1200, 624) {
            findings.report(&RATIO, spot, format!("The picture is {ratio:.2} times as wide as high"));
        }
        if width.max(height) < 720 {
            findings.report(&SIZE, spot, format!("The picture has {width}×{height} pixels"));
        }
    }
    if picture.node.ns() == Ns::MEDIA {
        requires::size_is_stated(picture, &UNKNOWN_SIZE, findings);
        let has = |ns, name| around(picture.node).any(|n| n.child(ns, name).is_some_and(|c| !c.is_blank()));
        if !has(Ns::MEDIA, "credit") {
            findings.report(&CREDIT, spot, "The picture has no media:credit");
        }
        if !has(Ns::MI, "hasSyndicationRights") {
            findings.report(&RIGHTS, spot, "The picture has no mi:hasSyndicationRights");
        }
    }
}

/// An element and those around it: what stands in a group or an item holds for its contents.
fn around(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::successors(Some(node), |n| n.parent())
}

fn check_html(item: &View<'_>, findings: &mut Findings<'_>) {
    let mut deep = false;
    item.walk_body(|html, walked| {
        let Walked::Start { name, attributes, at, depth } = walked else { return };
        let lower = name.to_ascii_lowercase();
        if STRIPPED_NAMES.contains(&lower.as_str()) {
            findings.report(&STRIPPED, html.spot(at.clone()), format!("<{lower}> is cut out")).value(&lower);
        } else if !ALLOWED.contains(&lower.as_str()) {
            findings.report(&TAG, html.spot(at.clone()), format!("<{lower}> is removed")).value(&lower);
        } else if lower == "iframe" {
            findings.report(&FRAME, html.spot(at.clone()), "The iframe is shown only if its host is on the list");
        } else if lower == "a"
            && let Some(href) = attributes.iter().find(|a| a.name.eq_ignore_ascii_case("href"))
            && let Ok(url) = url::Url::parse(href.value.trim())
            && !matches!(url.scheme(), "https" | "http" | "mailto")
        {
            let message = format!("The link is of the scheme {}", url.scheme());
            findings.report(&LINK, html.spot(at.clone()), message).value(&href.value);
        }
        if *depth >= 10 && !deep {
            deep = true;
            findings.report(&DEPTH, html.spot(at.clone()), "The HTML is nested more than 10 levels");
        }
    });
}
