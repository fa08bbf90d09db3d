//! Judges what was rendered before it is published: our own checks, and what others read in it.

use std::ops::Range;

use chrono::DateTime;

use crate::article::Article;
use crate::body::Prepared;
use crate::check::{self, Notes, Remembered};
use crate::config::{Config, Format, ItemShape, PARTNER_ELEMENTS};
use crate::diagnostic::{CodeInfo, Diagnostic, Place};
use crate::feed::{self, Head};
use crate::render::{self, Site, Takedown, Unread};

/// Findings kept of one step; what is beyond them shows in the next run.
const MAX_FINDINGS: usize = 2000;

/// How documents of one kind are judged.
#[derive(Debug)]
pub(crate) struct Judge {
    format: Format,
    rendering: feed::Options,
    foot: &'static str,
    options: check::Options,
    /// What judges items of XML under the head; JSON is judged as a document.
    items: Option<check::Items>,
    read_back: bool,
    /// Whether the check knows documents of the format.
    is_checked: bool,
}

/// An item and the article it was made from.
pub(crate) struct Item<'a> {
    pub(crate) article: &'a Article,
    pub(crate) body: &'a Prepared,
    pub(crate) fragment: &'a str,
}

impl Judge {
    /// A judge of documents with this head, which was rendered to `text`, at the moment `now`.
    pub(crate) fn new(config: &Config, head: &Head, text: &str, format: Format, now: i64) -> Self {
        let agreed = |item: &ItemShape| -> &'static [&'static str] {
            if item.elements.is_empty() { &[] } else { &PARTNER_ELEMENTS }
        };
        let agreed = head.options.item.as_deref().map(agreed).unwrap_or_default();
        let options = check::Options { agreed, ..options(config, &head.options.profiles, format, now) };
        let items = check::Items::under(text.as_bytes(), options.clone());
        let foot = render::foot(format, &head.options);
        let rendering = head.options.clone();
        let is_checked = !render::row(format).feed_type.is_empty();
        Self { format, rendering, foot, options, items, read_back: config.output.read_back, is_checked }
    }

    /// Judges some items under a head: which item, and what is wrong with it. Also gives what of each
    /// counts in a document that holds it.
    pub(crate) fn items(&self, head: &str, items: &[Item<'_>], site: &Site) -> (Vec<(usize, Diagnostic)>, Vec<Notes>) {
        let mut found = Vec::new();
        let mut notes = Vec::new();
        if let Some(judge) = &self.items {
            let fragments: Vec<&str> = items.iter().map(|i| i.fragment).collect();
            let findings;
            (findings, notes) = judge.judge(&fragments);
            let place = |n: usize| &items[n].article.place;
            found.extend(findings.into_iter().map(|(n, finding)| (n, of_article(finding, place(n), self.format))));
            if !self.read_back {
                return (found, notes);
            }
        }
        let separator = render::separator(self.format);
        let size = items.iter().map(|i| i.fragment.len() + separator.len()).sum::<usize>();
        let mut document = String::with_capacity(head.len() + size + self.foot.len());
        document.push_str(head);
        let mut starts = Vec::with_capacity(items.len());
        for (n, item) in items.iter().enumerate() {
            if n > 0 {
                document.push_str(separator);
            }
            starts.push(document.len());
            document.push_str(item.fragment);
        }
        let end = document.len();
        document.push_str(self.foot);
        if self.items.is_none() && self.is_checked {
            for finding in check::check(document.as_bytes(), &self.options).findings {
                let Some(at) = offset(&finding).filter(|at| (head.len()..end).contains(at)) else { continue };
                let n = starts.partition_point(|start| *start <= at).saturating_sub(1);
                found.push((n, of_article(finding, &items[n].article.place, self.format)));
            }
        }
        if self.read_back {
            found.extend(self.read_back(head, &document, items, site));
        }
        (found, notes)
    }

    /// What is known of a document that has no items yet. Of JSON nothing is: all that is compared over
    /// its items are ids, and the ledger gives none to two articles.
    pub(crate) fn remembered(&self) -> Option<Remembered> {
        self.items.as_ref().map(check::Items::remembered)
    }

    /// Lets a document remember its next item, made from the article at `place`; what is wrong with the
    /// item beside those before it.
    pub(crate) fn remember(&self, notes: &Notes, document: &mut Remembered, place: &Place) -> Vec<Diagnostic> {
        let Some(judge) = &self.items else { return Vec::new() };
        let found = judge.remember(notes, document).into_iter();
        found.map(|finding| of_article(finding, place, self.format)).collect()
    }

    /// Judges what stands around the articles of a document that remembers them.
    pub(crate) fn around(&self, around: &Around<'_>, remembered: Option<Remembered>, site: &Site) -> Vec<Diagnostic> {
        let own = around.head.self_urls.iter().find(|(format, _)| *format == self.format);
        let options = check::Options {
            base: own.map(|(_, url)| url.clone()),
            file: around.file.into(),
            whole: Some(around.whole),
            ..self.options.clone()
        };
        let document = around.document.as_bytes();
        let report = match remembered {
            Some(remembered) => remembered.head(document, usize::from(!around.item.is_empty()), &options),
            None if self.is_checked => check::check(document, &options),
            None => check::Report::empty(around.file),
        };
        let mut found: Vec<Diagnostic> = report
            .findings
            .into_iter()
            .filter(|d| offset(d).is_none_or(|at| !around.item.contains(&at)))
            // The first archive document is alone for a while.
            .filter(|d| d.code != "archive-without-neighbours")
            .map(of_config)
            .collect();
        if self.read_back {
            let items = usize::from(!around.item.is_empty());
            let read =
                render::read_back_around(self.format, around.document, around.head, items, around.takedowns, site);
            let why = match read {
                Ok(lost) => lost.into_iter().map(|loss| loss.what).next(),
                Err(unread) => Some(unread.to_string()),
            };
            found.extend(why.map(|why| {
                let message = format!("others do not read the feed as it is meant: {why}");
                Diagnostic::error("unreadable-feed", message).in_file(around.file)
            }));
        }
        found
    }

    /// Holds what others read in the items against the articles.
    fn read_back(&self, head: &str, document: &str, items: &[Item<'_>], site: &Site) -> Vec<(usize, Diagnostic)> {
        let lost = |n: usize, why: &str| {
            let d = Diagnostic::error("lost-in-reading", format!("others do not read the item as it is meant: {why}"));
            (n, d.at(items[n].article.place.clone()))
        };
        let articles: Vec<(&Article, &Prepared)> = items.iter().map(|i| (i.article, i.body)).collect();
        match render::read_back(self.format, document, &articles, &self.rendering, site) {
            Ok(losses) => losses.iter().map(|loss| lost(loss.item.unwrap_or_default(), &loss.what)).collect(),
            // Which of them it is shows when each is read alone.
            Err(_) if items.len() > 1 => (0..items.len())
                .flat_map(|n| {
                    let alone = [head, items[n].fragment, self.foot].concat();
                    let found = self.read_back(head, &alone, &items[n..=n], site);
                    found.into_iter().map(move |(_, d)| (n, d))
                })
                .collect(),
            Err(Unread::Items(n)) => vec![lost(0, &format!("{n} items are read instead of one"))],
            Err(Unread::Broken(why)) => vec![lost(0, &why)],
        }
    }
}

/// What stands around the articles of a document: its head, its foot, and what it tells of withdrawals.
pub(crate) struct Around<'a> {
    /// The document with at most one article.
    pub(crate) document: &'a str,
    /// Where that stands, which was judged and remembered before.
    pub(crate) item: Range<usize>,
    /// The size of the document that is published.
    pub(crate) whole: check::Whole,
    /// Where it is published.
    pub(crate) file: &'a str,
    /// What it was rendered from.
    pub(crate) head: &'a Head,
    pub(crate) takedowns: &'a [Takedown],
}

/// How files of a format are checked, for consumers that are named.
pub(crate) fn options(config: &Config, profiles: &[String], format: Format, now: i64) -> check::Options {
    let feed_type = check::FeedType::named(render::row(format).feed_type);
    // Of the files of a feed a consumer takes one that it can read; the others are not for it.
    let known = profiles.iter().filter_map(|name| check::profiles::find(name));
    // Whoever lets machines of the own network be asked means their addresses.
    let severities = if config.fetch.allow.is_empty() { Vec::new() } else { vec![("local-address", None)] };
    check::Options {
        now: DateTime::from_timestamp(now, 0),
        html: config.output.check_html,
        profiles: known.filter(|profile| feed_type.is_some_and(|t| profile.reads(t))).collect(),
        max_findings: MAX_FINDINGS,
        severities,
        ..check::Options::new("")
    }
}

fn offset(finding: &Diagnostic) -> Option<usize> {
    finding.place.as_ref().and_then(|p| p.span).map(|s| s.byte_offset as usize)
}

/// A finding in an item, told at the place of the article it was made from.
fn of_article(finding: Diagnostic, place: &Place, format: Format) -> Diagnostic {
    let format = render::row(format).title;
    let own = OF_RECORDS.iter().find(|(code, ..)| *code == finding.code);
    let aside_feed = finding.message.as_str();
    let value = finding.finding.as_ref().and_then(|f| f.value.as_deref()).filter(|v| !v.is_empty());
    let said = value.filter(|v| !finding.message.contains(*v)).map(|v| format!(" (“{}”)", cut(v))).unwrap_or_default();
    Diagnostic {
        message: format!("{}{said}, in the {format} item", own.map_or(aside_feed, |(_, message, _)| message)),
        help: own.map(|(.., help)| (*help).to_owned()).or_else(|| finding.help.clone()),
        place: Some(place.clone()),
        excerpt: None,
        ..finding
    }
}

/// Whether two findings of an article tell of one value at several places: an address stands in the body and in several
/// elements. What is said alike of several formats is not meant.
pub(super) fn has_one_cause(known: &Diagnostic, found: &Diagnostic) -> bool {
    let said = |d: &Diagnostic| d.message.rsplit_once(", in the ").map(|(said, _)| said.to_owned());
    let values = [known, found].map(|d| d.finding.as_ref()?.value.as_deref().filter(|value| !value.is_empty()));
    known.severity >= found.severity && values[0].is_some() && values[0] == values[1] && said(known) != said(found)
}

/// A finding around the articles, told of the config where the remedy is there.
fn of_config(finding: Diagnostic) -> Diagnostic {
    match OF_CONFIG.iter().find(|(code, ..)| *code == finding.code) {
        Some((_, message, help)) => Diagnostic {
            message: (*message).to_owned(),
            help: Some((*help).to_owned()),
            place: None,
            excerpt: None,
            finding: None,
            ..finding
        },
        None => finding,
    }
}

/// What is wrong with the record, and what to do there, where that is not what is said of the feed.
const OF_RECORDS: [(&str, &str, &str); 2] = [
    (
        "content-before-description",
        "The article has no summary, and no words to make one of: some readers show nothing of it in lists",
        "give the record a `summary`",
    ),
    ("entry-without-text", "The article has neither a body nor a summary", "give the record a `summary` or a body"),
];

/// The same of what stands around the articles.
const OF_CONFIG: [(&str, &str, &str); 1] = [(
    "missing-language",
    "It is not said in which language the feeds are: readers cannot choose voice, spelling and fonts",
    "write `language` into `[site]`",
)];

fn cut(value: &str) -> &str {
    &value[..value.floor_char_boundary(80)]
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "lost-in-reading",
        summary: "What others read in an item is not what was rendered: something of the article is missing or changed; it is left out.",
    },
    CodeInfo {
        code: "unreadable-feed",
        summary: "What others read in a feed is not what was rendered, or they cannot read it; the old file stays.",
    },
    CodeInfo {
        code: "more-findings",
        summary: "A feed has more findings than are kept; those shown first come back until they are mended.",
    },
];
