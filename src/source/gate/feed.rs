//! Names by which pages are kept out of the feed alone: `excludeFromRss`, `hidden_in_feed`, `rss: false`,
//! `feed: {enable: false}`. Themes and plugins have made up many, but all are made of few words.

use super::Gate;

/// What a word of such a name does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// It names the feed.
    Feed,
    /// What is so named is not in it.
    Out,
    /// What is so named is in it.
    In,
    /// The contrary of what follows or went before.
    Not,
    /// It changes nothing.
    Filler,
}

use Word::{Feed, Filler, In, Not, Out};

/// The words, folded; of several that a name goes on with the longest counts.
#[rustfmt::skip]
const WORDS: [(&str, Word); 86] = [
    ("atom", Feed), ("atomfeed", Feed), ("atomfeeds", Feed), ("feed", Feed), ("feeds", Feed), ("jsonfeed", Feed),
    ("rss", Feed), ("rssfeed", Feed), ("rssfeeds", Feed), ("syndication", Feed),
    ("block", Out), ("blocked", Out), ("disable", Out), ("disabled", Out), ("exclude", Out), ("excluded", Out),
    ("excludes", Out), ("exclusion", Out), ("hidden", Out), ("hide", Out), ("ignore", Out), ("ignored", Out),
    ("off", Out), ("omit", Out), ("omitted", Out), ("outof", Out), ("prevent", Out), ("remove", Out),
    ("removed", Out), ("skip", Out), ("skipped", Out), ("suppress", Out), ("suppressed", Out), ("withhold", Out),
    ("add", In), ("added", In), ("allow", In), ("allowed", In), ("enable", In), ("enabled", In), ("export", In),
    ("generate", In), ("include", In), ("included", In), ("listed", In), ("list", In), ("public", In),
    ("publish", In), ("published", In), ("publishto", In), ("send", In), ("show", In), ("shown", In), ("syndicate", In),
    ("visible", In),
    ("dont", Not), ("donot", Not), ("isnt", Not), ("never", Not), ("no", Not), ("non", Not), ("not", Not),
    ("without", Not),
    ("all", Filler), ("article", Filler), ("be", Filler), ("flag", Filler), ("for", Filler), ("from", Filler),
    ("global", Filler), ("in", Filler), ("into", Filler), ("is", Filler), ("item", Filler), ("keep", Filler),
    ("main", Filler), ("me", Filler), ("on", Filler), ("page", Filler), ("post", Filler), ("should", Filler),
    ("site", Filler), ("the", Filler), ("this", Filler), ("to", Filler), ("via", Filler),
];

/// Names that say it without naming a feed: an article in VuePress is what its feed holds.
const OTHERS: [(&str, Gate); 3] = [("article", Gate::Open), ("isarticle", Gate::Open), ("nosyndication", Gate::Closed)];

/// The gate that a folded name says a record's place in feeds is.
pub(super) fn place(folded: &str) -> Option<Gate> {
    if let Some((_, gate)) = OTHERS.iter().find(|(name, _)| *name == folded) {
        return Some(*gate);
    }
    let (mut rest, mut named, mut out) = (folded, false, false);
    while !rest.is_empty() {
        let words = WORDS.iter().filter(|(word, _)| rest.starts_with(word));
        let (word, does) = words.max_by_key(|(word, _)| word.len())?;
        rest = &rest[word.len()..];
        match does {
            Feed => named = true,
            Out | Not => out = !out,
            In if *word == "syndicate" => named = true,
            In | Filler => {}
        }
    }
    named.then_some(if out { Gate::Closed } else { Gate::Open })
}

/// The folded names of the feed itself, whose table may say that a record is kept out of it.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    WORDS.iter().filter(|(_, does)| *does == Feed).map(|(word, _)| *word)
}

/// Whether a folded name may be one of these: all but few of them name the feed.
pub(super) fn may_be(folded: &[u8]) -> bool {
    let hints: [&[u8]; 4] = [b"feed", b"rss", b"syndicat", b"artic"];
    let first = |b: &u8| matches!(b, b'f' | b'r' | b's' | b'a');
    folded.iter().enumerate().any(|(i, b)| first(b) && hints.iter().any(|hint| folded[i..].starts_with(hint)))
        || folded == b"atom"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_themes_say_whether_a_page_is_in_the_feed() {
        for (names, gate) in [
            (
                &[
                    "excludefromrss",
                    "rssexclude",
                    "hiddenfromrss",
                    "hiddeninrss",
                    "hidefromfeed",
                    "hiddenfromfeed",
                    "feedexclude",
                    "disablefeed",
                    "disablerss",
                    "norss",
                    "nofeed",
                    "skiprss",
                    "rssskip",
                    "feedignore",
                    "excludefromfeeds",
                    "notinfeed",
                    "donotincludeinfeed",
                    "rssdisabled",
                    "feedhidden",
                    "omitfromrssfeed",
                    "excludefromatomfeed",
                    "ignorefeed",
                    "rssoff",
                    "dontsyndicate",
                    "hidepostfromfeed",
                ][..],
                Gate::Closed,
            ),
            (
                &[
                    "rss",
                    "feed",
                    "infeed",
                    "includeinrss",
                    "includeinfeeds",
                    "showinfeed",
                    "rssenabled",
                    "feedenable",
                    "syndicate",
                    "generatefeed",
                    "generatefeeds",
                    "rssinclude",
                    "inrss",
                    "article",
                    "isinfeed",
                    "notexcludedfromrss",
                ],
                Gate::Open,
            ),
        ] {
            for name in names {
                assert_eq!(place(name), Some(gate), "{name}");
                assert!(may_be(name.as_bytes()), "{name}");
            }
        }
    }

    #[test]
    fn names_of_other_matters_say_nothing() {
        for name in [
            "feedback",
            "feedurl",
            "rssurl",
            "feedtitle",
            "excludefromsitemap",
            "excludefromsearch",
            "hiddenfromhomepage",
            "sitemapexclude",
            "noindex",
            "press",
            "newsfeedid",
            "include",
            "list",
            "rssdescription",
            "progress",
            "feedimage",
            "",
        ] {
            assert_eq!(place(name), None, "{name}");
        }
    }
}
