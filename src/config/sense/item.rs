//! What a feed is written in, asks of its articles, and shows of them.

use std::collections::BTreeMap;

use super::Sense;
use crate::config::shape::cut;
use crate::config::{Feed, ItemShape, Markup, OF_RECORD, Resizer, WHERE_FIELDS, template};
use crate::diagnostic::suggestion;

impl Sense<'_> {
    /// Whether the formats of a feed fit each other and what it is.
    pub(super) fn formats(&mut self, feed: &Feed, at: &str) {
        if feed.formats.is_empty() {
            self.fault(
                "empty-list",
                &format!("{at}.formats"),
                "the feed would be written in no format",
                "name some of `rss`, `atom`, `json`",
            );
        }
        if let Some(alone) = feed.formats.iter().position(|format| format.is_alone()).filter(|_| feed.formats.len() > 1)
        {
            let message =
                format!("a {} is no feed that readers follow, and stands by itself", feed.formats[alone].name());
            let help = "write a `[[feed]]` of its own for it: it has other limits, and is listed nowhere";
            self.fault("format-not-alone", &format!("{at}.formats[{alone}]"), message, help);
        }
        if feed.podcast.is_some() && !feed.formats.iter().any(|format| format.is_podcast()) {
            let message = "only RSS can be a podcast, and the feed is not written in it";
            self.fault("needless-key", &format!("{at}.podcast"), message, "add `rss` to `formats`");
        }
        if feed.film.is_some() && !feed.formats.iter().any(|format| format.is_of_films()) {
            let message = "only Media RSS is a feed of films, and the feed is not written in it";
            self.fault("needless-key", &format!("{at}.film"), message, "add `mrss` to `formats`");
        }
        for (i, trailer) in feed.podcast.iter().flat_map(|podcast| &podcast.trailers).enumerate() {
            self.format("web-address", &trailer.url, &format!("{at}.podcast.trailers[{i}].url"));
        }
        let item = feed.item.as_ref().filter(|_| !feed.formats.iter().any(|format| format.has_markup()));
        let of_rss = item.map(|item| {
            [
                ("cdata", !item.cdata.is_empty()),
                ("elements", !item.elements.is_empty()),
                ("guid", item.guid.is_some()),
                ("markdown", item.markdown),
                ("markup", item.markup == Markup::Escaped),
            ]
        });
        for (key, _) in of_rss.into_iter().flatten().filter(|(_, is_set)| *is_set) {
            let message = "only RSS has a place for it, and the feed is not written in it";
            self.warn("needless-key", &format!("{at}.item.{key}"), message, "remove it, or add `rss` to `formats`");
        }
        if feed.update_frequency.is_some() && feed.update_period.is_none() {
            let message = "how often in what time is not said";
            self.warn(
                "needless-key",
                &format!("{at}.update-frequency"),
                message,
                "add `update-period = \"hourly\"`, or remove it",
            );
        }
        if feed.archive.is_some() && feed.formats.iter().any(|format| format.is_alone()) {
            let message = "a sitemap has no archive: it holds all that it lists";
            self.warn("needless-key", &format!("{at}.archive"), message, "remove it");
        }
        for (i, format) in feed.formats.iter().enumerate() {
            if feed.formats[..i].contains(format) {
                self.warn(
                    "repeated-value",
                    &format!("{at}.formats[{i}]"),
                    "this stands in the list already",
                    "remove it",
                );
            }
        }
    }

    /// Whether what a feed asks of its articles besides `select` can be answered.
    pub(super) fn further(&mut self, number: usize, at: &str) {
        let config = self.config;
        let feed = &config.feed[number];
        let is_of_record = |name: &str| name.strip_prefix(OF_RECORD).is_some_and(|path| !path.is_empty());
        let unknown = |name: &&String| !WHERE_FIELDS.contains(&name.as_str()) && !is_of_record(name);
        for name in feed.conditions.keys().filter(unknown) {
            let help = match suggestion(name, WHERE_FIELDS.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!(
                    "the fields are {}, and `record.` with the name of anything else that records have",
                    WHERE_FIELDS.join(", ")
                ),
            };
            self.fault(
                "unknown-field",
                &format!("{at}.where.{name}#"),
                format!("`where` knows no field `{}`", cut(name)),
                help,
            );
        }
        if feed.order.is_some() && !feed.pinned.is_empty() {
            let help = "put what comes first at the beginning of the file";
            self.fault("rival-keys", &format!("{at}.pinned"), "`order` says the order of all articles", help);
        }
        if feed.at_most.as_ref().is_some_and(|most| most.count == 0) {
            self.fault(
                "bad-value",
                &format!("{at}.at-most.count"),
                "a feed with 0 of each has none",
                "a number from 1 on",
            );
        }
        for (i, name) in feed.without.iter().enumerate() {
            let before = config.feed[..number].iter().map(|other| other.name.as_str());
            if before.clone().any(|other| other == name) {
                continue;
            }
            let message = format!("no feed `{}` stands before this one", cut(name));
            let help = match suggestion(name, before) {
                Some(known) => format!("did you mean `{known}`?"),
                None => "name a feed that is defined above".to_owned(),
            };
            self.fault("unknown-feed", &format!("{at}.without[{i}]"), message, help);
        }
    }

    /// Whether the parts of what a feed shows of its articles fit each other.
    pub(super) fn item(&mut self, item: &ItemShape, at: &str) {
        for (key, text) in item.templates() {
            let of_media = matches!(&*key, "caption" | "credit-line");
            let known = &template::ITEM_VARIABLES[usize::from(!of_media)..];
            self.variables(text, known, &format!("{at}.{key}"));
        }
        if let Some(guid) = &item.guid {
            let at = format!("{at}.guid");
            self.variables(guid, &template::GUID_VARIABLES, &at);
            if !template::variables(guid).iter().any(|name| name == "id") {
                let help = "such as `courier-{{ id | slug }}`: what else articles have may change, and readers would take them for new";
                self.fault("bad-value", &at, "the `guid` of all articles would be the same: it needs their `id`", help);
            }
        }
        if item.read_on.is_some() && item.paragraphs.is_none() && item.words.is_none() {
            let help = "say how much of the body the feed shows: `paragraphs = 3` or `words = 100`";
            self.warn(
                "needless-key",
                &format!("{at}.read-on"),
                "the whole body is shown, and nothing is left to read on",
                help,
            );
        }
        for (key, most) in [("paragraphs", item.paragraphs), ("words", item.words)] {
            if most == Some(0) {
                let help = "a number from 1 on; without any body it is `content = \"summary\"`";
                self.fault("bad-value", &format!("{at}.{key}"), format!("0 {key} are no body"), help);
            }
        }
        self.categories(&item.categories, &format!("{at}.categories"));
        if item.own_categories == Some(false) && item.categories.is_empty() && item.category.is_none() {
            let help = "say what they are: `categories = { World = \"medtop:20000638\" }`";
            self.warn(
                "needless-key",
                &format!("{at}.own-categories"),
                "articles would have no categories at all",
                help,
            );
        }
        if let Some(resizer) = &item.resizer {
            self.resizer(resizer, &format!("{at}.resizer"));
        }
    }

    /// Whether a service of pictures can be asked by what is said of it.
    fn resizer(&mut self, resizer: &Resizer, at: &str) {
        let variables = &template::RESIZER_VARIABLES;
        self.variables(&resizer.url, variables, &format!("{at}.url"));
        if let Some(signs) = &resizer.signs {
            self.variables(signs, &variables[..variables.len() - 1], &format!("{at}.signs"));
        }
        if resizer.widths.is_empty() || resizer.widths.contains(&0) {
            let help = "such as `widths = [1200, 600, 300]`";
            self.fault("bad-value", &format!("{at}.widths"), "pictures need widths from 1 pixel on", help);
        }
        let is_signed = resizer.url.contains("signature");
        let parts = [("secret-variable", resizer.secret_variable.is_some()), ("signs", resizer.signs.is_some())];
        for (key, is_said) in parts {
            if is_signed && !is_said {
                let help = "the name of the variable that holds the key, and a template of what is signed";
                self.fault("missing-key", at, format!("a signature needs `{key}`"), help);
            } else if is_said && !is_signed {
                let help = "put `{{ signature }}` into `url`, or remove it";
                self.warn("needless-key", &format!("{at}.{key}"), "no signature stands in the address", help);
            }
        }
    }

    /// Whether names give categories; whether a vocabulary has them is seen when that is read.
    pub(super) fn categories(&mut self, map: &BTreeMap<String, String>, at: &str) {
        for (name, code) in map {
            let path = format!("{at}.{name}");
            if code.trim().is_empty() {
                self.fault("bad-value", &path, "the category is empty", "such as `medtop:04000000`");
            }
        }
    }
}
