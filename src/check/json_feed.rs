//! JSON Feed 1.0 and 1.1.
//!
//! - `reader` reads the JSON as a stream and finds what makes it none;
//! - `tree` is a value with the places of its parts;
//! - `object` judges members by tables;
//! - this file reads the feed item by item and compares what stands in different places.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::BufRead;

use super::FeedType;
use super::document::decode::Decoded;
use super::document::source::Source;
use super::document::xml_rules::NOT_A_FEED;
use super::findings::Findings;
use super::module::{Context, Module};
use super::rule::Rule;
use super::rules::undated::UNDATED;
use super::value::date;
use object::Object;
use reader::{Broken, Reader};
use tree::{Json, Member, ValueKind};

mod object;
mod reader;
mod rules;
mod tree;

/// The rules, for the registry; they are applied by [`check`], not by the functions of a module.
pub(crate) static MODULES: &[&Module] = &[&Module::new("json-feed", rules::RULES)];

/// Those whose breach ends every reader's work.
pub(super) static STOPS: &[&Rule] = &[&rules::SYNTAX, &rules::NOT_UTF8, &rules::VERSION];

/// Checks a JSON document, which begins with `{` or `[`, says in `cx.feed_type` what it is, and
/// gives the number of items.
pub(super) fn check<R: BufRead>(input: Decoded<R>, cx: &mut Context<'_>, findings: &mut Findings<'_>) -> u64 {
    let bom = input.encoding.bom;
    let encoding = input.encoding.name;
    let mut reader = Reader::new(input, cx.options);
    if encoding != "UTF-8" {
        findings.report_start(&rules::NOT_UTF8, format!("The document is encoded in {encoding}"));
    } else if bom > 0 {
        findings.report_start(&rules::BYTE_ORDER_MARK, "The document begins with a byte order mark");
    }
    if reader.next(findings) != Some(b'{') {
        findings.report_start(&NOT_A_FEED, "This JSON is an array, not a feed").spec(rules::TOP_LEVEL);
        return 0;
    }
    let mut feed = Feed {
        head: Source::new(cx.options.file.clone()),
        members: Vec::new(),
        seen: HashMap::new(),
        hasher: RandomState::new(),
        items: 0,
        dated: false,
    };
    feed.head.charset = reader.source.charset;
    feed.head.text.push('{');
    feed.head.start = reader.source.position(reader.at());
    cx.feed_type = FeedType::Json11;
    let complete = feed.read(&mut reader, cx, findings);
    let looks_like_a_feed =
        feed.members.iter().any(|m| matches!(&feed.head.text[m.key.clone()], "version" | "items" | "feed_url"));
    if !looks_like_a_feed {
        cx.feed_type = FeedType::Unknown;
        if complete.is_ok() {
            findings.report_start(&NOT_A_FEED, "This JSON is no JSON Feed").spec(rules::TOP_LEVEL);
        }
    } else if complete.is_ok() {
        feed.judge_head(cx, findings);
    }
    feed.items
}

/// What is kept of a feed while it is read.
struct Feed {
    /// The text of the members other than the items.
    head: Source,
    members: Vec<Member>,
    /// Hashes of the ids seen, and the line of each.
    seen: HashMap<u64, u32>,
    hasher: RandomState,
    items: u64,
    /// Whether an item had a date.
    dated: bool,
}

impl Feed {
    fn read<R: BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        cx: &mut Context<'_>,
        findings: &mut Findings<'_>,
    ) -> Result<(), Broken> {
        reader.step();
        loop {
            reader.begin();
            let Some((key, key_escaped)) = reader.member_start(self.members.is_empty(), findings)? else { break };
            if reader.source.text[key.clone()] == *"items" && reader.next(findings) == Some(b'[') {
                // Only the name and an empty array go into the head.
                self.keep(&reader.source, key.clone(), key_escaped, None, findings);
                self.read_items(reader, cx, findings)?;
                continue;
            }
            let value = reader.value(1, findings)?;
            self.keep(&reader.source, key, key_escaped, Some(value), findings);
            if let Some(member) = self.members.last()
                && self.head.text[member.key.clone()] == *"version"
                && let Some(version) = member.value.text(&self.head)
            {
                cx.version = Some(version.as_str().to_owned());
                // Between 1 and 1.1 lie no other versions.
                if version.as_str().trim_end_matches('/').ends_with("/version/1") {
                    cx.feed_type = FeedType::Json10;
                }
            }
        }
        if reader.next(findings).is_some() {
            return Err(reader.wrong("the end of the document", findings));
        }
        Ok(())
    }

    /// Copies a member into the head, where it stays when the window moves on.
    fn keep(
        &mut self,
        window: &Source,
        key: std::ops::Range<usize>,
        key_escaped: bool,
        value: Option<Json>,
        findings: &mut Findings<'_>,
    ) {
        let from = key.start - 1;
        let to = self.head.text.len();
        let position = window.position(from);
        self.head.jumps.push((to as u32, position));
        let end = value.as_ref().map_or(key.end + 1, |v| v.at.end);
        self.head.text.push_str(&window.text[from..end]);
        let moved = key.start - from + to..key.end - from + to;
        let value = match value {
            Some(mut value) => {
                value.shift(from, to);
                value
            }
            None => Json { at: moved.clone(), kind: ValueKind::Array(Vec::new()) },
        };
        let name = &self.head.text[moved.clone()];
        if self.members.iter().take(200).any(|m| &self.head.text[m.key.clone()] == name) {
            let message = format!("\"{name}\" is given twice");
            findings.report(&rules::DUPLICATE_MEMBER, self.head.spot(moved.clone()), message).element(name);
        }
        self.members.push(Member { key: moved, key_escaped, value });
    }

    fn read_items<R: BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        cx: &Context<'_>,
        findings: &mut Findings<'_>,
    ) -> Result<(), Broken> {
        reader.step();
        let mut first = true;
        loop {
            reader.begin();
            if !reader.more(first, b']', findings)? {
                return Ok(());
            }
            first = false;
            let item = reader.value(2, findings)?;
            self.items += 1;
            if let Some(object) = Object::new(&reader.source, &item) {
                self.judge_item(cx, object, findings);
            } else {
                let spot = reader.source.spot(item.at.clone()).of("items");
                findings.report(&rules::TYPE, spot, format!("An item is {}, not an object", item.name()));
            }
        }
    }

    fn judge_item(&mut self, cx: &Context<'_>, item: Object<'_>, findings: &mut Findings<'_>) {
        object::judge(cx, item, &object::ITEM, findings);
        self.dated |= ["date_published", "date_modified"].iter().any(|name| item.value(name).is_some());
        if item.value("content_html").is_none() && item.value("content_text").is_none() {
            findings.report(
                &rules::NO_CONTENT,
                item.brace_spot(),
                "The item has neither content_html nor content_text",
            );
        }
        if let Some(json) = item.value("id") {
            let written = &item.source.text[json.at.clone()];
            // 7 and "7" are the same id for a reader.
            let id = json.text(item.source).map_or_else(|| written.to_owned(), |t| t.as_str().to_owned());
            let spot = item.source.spot(json.at.clone()).of("id");
            let line = spot.line();
            match self.seen.entry(self.hasher.hash_one(&id)) {
                std::collections::hash_map::Entry::Occupied(first) => {
                    let message = format!("The item in line {} has the same id", first.get());
                    findings.report(&rules::DUPLICATE_ID, spot, message).value(&id);
                }
                std::collections::hash_map::Entry::Vacant(place) => {
                    place.insert(line);
                }
            }
        }
        let moment = |name: &str| item.text(name).and_then(|t| date::rfc3339(t.as_str()).ok()).map(|d| d.unix);
        if let (Some(published), Some(modified)) = (moment("date_published"), moment("date_modified"))
            && modified < published
            && let Some(json) = item.value("date_modified")
        {
            let spot = item.source.spot(json.at.clone()).of("date_modified");
            findings.report(&rules::DATE_ORDER, spot, "The item was modified before it was published");
        }
        judge_attachments(item, findings);
    }

    fn judge_head(&self, cx: &Context<'_>, findings: &mut Findings<'_>) {
        let feed = Object { source: &self.head, members: &self.members, brace: 0 };
        object::judge(cx, feed, &object::FEED, findings);
        for (name, rule) in [("feed_url", &rules::NO_FEED_URL), ("home_page_url", &rules::NO_HOME_PAGE)] {
            if feed.value(name).is_none() {
                findings.report(rule, feed.brace_spot(), format!("The feed has no \"{name}\"")).element(name);
            }
        }
        if self.items > 0 && !self.dated {
            let spec = crate::check::rule::Spec {
                section: "JSON Feed 1.1, items",
                url: "https://www.jsonfeed.org/version/1.1/#items",
            };
            findings.report(&UNDATED, feed.brace_spot(), "No item has a date").spec(spec).help("Add date_published");
        }
        let Some(own) = feed.text("feed_url") else { return };
        let own_url = url::Url::parse(own.as_str()).ok();
        let spot_of = |name: &'static str| feed.value(name).map(|j| feed.source.spot(j.at.clone()).of(name));
        if let (Some(own_url), Some(location), Some(spot)) = (&own_url, &cx.url, spot_of("feed_url"))
            && own_url != location
        {
            let message = format!("The feed is at {location}");
            findings.report(&rules::OTHER_FEED_URL, spot, message).value(own.as_str());
        }
        if let Some(next) = feed.text("next_url")
            && let Some(spot) = spot_of("next_url")
            && own_url.is_some()
            && url::Url::parse(next.as_str()).ok() == own_url
        {
            findings.report(&rules::NEXT_IS_SELF, spot, "next_url is the feed itself").value(next.as_str());
        }
    }
}

/// Attachments of one title are renditions of one thing, so they differ in type.
fn judge_attachments(item: Object<'_>, findings: &mut Findings<'_>) {
    let Some(Json { kind: ValueKind::Array(attachments), .. }) = item.value("attachments") else { return };
    let mut seen: Vec<(String, String)> = Vec::new();
    for attachment in attachments.iter().take(200).filter_map(|a| Object::new(item.source, a)) {
        let (Some(title), Some(kind)) = (attachment.text("title"), attachment.text("mime_type")) else { continue };
        let both = (title.as_str().to_owned(), kind.as_str().to_owned());
        if seen.contains(&both) {
            let message = format!("Another attachment of the type {} is called \"{}\" too", both.1, both.0);
            findings.report(&rules::UNNAMED_ATTACHMENTS, title.spot(0..both.0.len()).of("title"), message);
        }
        seen.push(both);
    }
}

#[cfg(test)]
mod tests;
