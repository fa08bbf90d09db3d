//! Whether any item of a feed has a date.

use crate::check::FeedType;
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Module, Note};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::vocabulary::spec_of;
use crate::diagnostic::Severity;

pub(crate) static UNDATED: Rule = Rule {
    code: "items-without-date",
    severity: Severity::Note,
    summary: "A feed in which no item has a date",
    why: "Readers sort items by their dates; without any they show all as of the moment they came in.",
    help: "Give each item its date: <pubDate> in RSS 2.0, <dc:date> in RSS 1.0, date_published in JSON Feed",
    spec: Spec {
        section: "RSS 2.0, <pubDate>",
        url: "https://www.rssboard.org/rss-specification#ltpubdategtSubelementOfLtitemgt",
    },
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate>"),
};

pub(super) static MODULE: Module =
    Module { memory: Some(|| Box::<Dates>::default()), ..Module::new("undated", &[&UNDATED]) };

/// Whether there were items, and dates.
#[derive(Debug, Default)]
struct Dates {
    items: bool,
    dated: bool,
}

fn is_dated(item: &Tree) -> bool {
    item.root().is_some_and(|root| {
        root.children().any(|child| {
            // Under a name in another case, which is told of, it is a date all the same.
            let is_pub_date = child.ns() == Ns::NONE && child.local().eq_ignore_ascii_case("pubDate");
            let is_dated = matches!(
                (child.ns(), child.local()),
                (Ns::DC, "date")
                    | (Ns::ATOM, "published" | "updated")
                    | (Ns::DCTERMS, "created" | "issued" | "modified" | "date" | "available")
                    | (Ns::EV, "startdate")
            );
            is_pub_date || is_dated
        })
    })
}

impl Memory for Dates {
    fn item(&mut self, _cx: &Context<'_>, item: &Tree, _findings: &mut Findings<'_>) {
        self.items = true;
        self.dated = self.dated || is_dated(item);
    }

    fn note(&self, _cx: &Context<'_>, item: &Tree) -> Option<Note> {
        Some(Box::new(is_dated(item)))
    }

    fn remember(&mut self, _cx: &Context<'_>, note: &Note, _findings: &mut Findings<'_>) {
        self.items = true;
        self.dated |= note.downcast_ref() == Some(&true);
    }

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        let Some(root) = head.root().filter(|_| self.items && !self.dated) else { return };
        // Atom asks for a date by itself, and the versions before 0.93 had none.
        if !matches!(cx.feed_type, FeedType::Rss2 | FeedType::Rss1) {
            return;
        }
        let channel = root.children().find(|child| child.is_local("channel")).unwrap_or(root);
        let help = match cx.feed_type {
            FeedType::Rss1 => "Give each item its date in <dc:date>",
            _ => "Give each item its date in <pubDate>",
        };
        let entry = findings.report(&UNDATED, channel.start_tag(), "No item has a date").help(help);
        if cx.feed_type == FeedType::Rss1 {
            entry.spec(spec_of(channel));
        }
    }
}
