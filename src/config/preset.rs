//! Settings of feeds by the partner that they are for: what its profile checks, set in one line.

use super::raw::{Member, Node, Value};
use std::ops::Range;

/// What a partner's feed is like.
#[derive(Debug)]
pub struct Preset {
    /// The name in the config.
    pub name: &'static str,
    /// The partner.
    pub title: &'static str,
    /// What is known of what it takes, and how surely.
    pub about: &'static str,
    /// The keys of the feed, as TOML.
    pub keys: &'static str,
}

/// Every preset.
pub static PRESETS: &[Preset] = &[
    Preset {
        name: "apple-podcasts",
        title: "Apple Podcasts",
        about: "A show in RSS. `categories` and `image` are the show's own: say them. Apple's guide to RSS of 2023; what has changed \
                since could not be confirmed.",
        keys: "formats = [\"rss\"]\nprofiles = [\"apple-podcasts\"]\n\n[podcast]\ncategories = [\"News\"]\nexplicit = false\n",
    },
    Preset {
        name: "flipboard",
        title: "Flipboard",
        about: "At least 30 items, 300 characters of description and a picture of 500 pixels each, by Flipboard's specification: \
                a shorter summary gives way to the beginning of the text.",
        keys: "formats = [\"rss\"]\nprofiles = [\"flipboard\"]\nlimit = 50\ncontent = \"full\"\n\n[item]\nsummary = \"{{ summary if summary | length >= 300 else text[:400] }}\"\n",
    },
    Preset {
        name: "google-news",
        title: "Google News",
        about: "A sitemap of the last two days. Since March 2025 Google takes no feeds from publishers any more: it crawls.",
        keys: "formats = [\"news-sitemap\"]\n",
    },
    Preset {
        name: "mailchimp",
        title: "Mailchimp",
        about: "RSS-to-mail: summaries with a picture each. Mailchimp's own rule on sizes was not found.",
        keys: "formats = [\"rss\"]\nprofiles = [\"mailchimp\"]\nlimit = 10\ncontent = \"summary\"\n",
    },
    Preset {
        name: "msn",
        title: "Microsoft Start (MSN)",
        about: "By the MSN Partner Hub: one language a feed, about 20 items, frames of unknown hosts are stripped.",
        keys: "formats = [\"rss\"]\nprofiles = [\"msn\"]\nlimit = 20\ncontent = \"full\"\n\n[item]\nembeds = \"link\"\n",
    },
    Preset {
        name: "newsbreak",
        title: "NewsBreak",
        about: "Full text with pictures and byline. Its feed paper is given to partners only: known at second hand.",
        keys: "formats = [\"rss\"]\nprofiles = [\"newsbreak\"]\nlimit = 50\ncontent = \"full\"\n",
    },
    Preset {
        name: "pugpig",
        title: "Pugpig",
        about: "Full text with category and change date, by Pugpig's documentation; needless changes are throttled.",
        keys: "formats = [\"rss\"]\nprofiles = [\"pugpig\"]\nlimit = 100\ncontent = \"full\"\n",
    },
    Preset {
        name: "smartnews",
        title: "SmartNews",
        about: "SmartFormat 2.1: full text, a large picture in the body and as thumbnail, at most 100 items under 1 MB.",
        keys: "formats = [\"rss\"]\nprofiles = [\"smartnews\"]\nlimit = 30\nttl-minutes = 15\ncontent = \"full\"\ndescription = \"{{ site.title }}\"\n",
    },
    Preset {
        name: "yahoo",
        title: "Yahoo",
        about: "Full text of 150 words or more, one category, a picture of 1280×720. Known at second hand.",
        keys: "formats = [\"rss\"]\nprofiles = [\"yahoo\"]\nlimit = 50\ncontent = \"full\"\n",
    },
];

/// The preset of a name.
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// Gives each feed of a config that names a preset the keys of it that the feed does not have.
pub(super) fn apply(tree: &mut Node) {
    let Value::Table(members) = &mut tree.value else { return };
    let feeds = members.iter_mut().filter(|member| member.key == "feed").map(|member| &mut member.node.value);
    let feeds = feeds.filter_map(|value| if let Value::List(feeds) = value { Some(feeds) } else { None });
    for feed in feeds.flatten() {
        let Value::Table(keys) = &mut feed.value else { continue };
        let named = keys.iter().find(|member| member.key == "preset");
        let Some((named, span)) = named.and_then(|member| match &member.node.value {
            Value::Text(name) => Some((preset(name)?, member.node.span.clone())),
            _ => None,
        }) else {
            continue;
        };
        if let Ok(toml::Value::Table(table)) = named.keys.parse::<toml::Table>().map(toml::Value::Table) {
            complete(keys, table, &span);
        }
    }
}

/// Adds what is missing, in tables within tables too.
fn complete(members: &mut Vec<Member>, table: toml::Table, span: &Range<usize>) {
    for (key, value) in table {
        match (members.iter_mut().find(|member| member.key == key), value) {
            (None, value) => members.push(Member { key, key_span: span.clone(), node: node(value, span) }),
            (Some(Member { node: Node { value: Value::Table(own), .. }, .. }), toml::Value::Table(more)) => {
                complete(own, more, span);
            }
            (Some(_), _) => {}
        }
    }
}

/// A value of a preset: it stands where the preset is named.
fn node(value: toml::Value, span: &Range<usize>) -> Node {
    let value = match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Integer(n) => Value::Integer(n),
        toml::Value::Float(n) => Value::Float(n),
        toml::Value::Boolean(is) => Value::Flag(is),
        toml::Value::Datetime(at) => Value::Moment(at.to_string()),
        toml::Value::Array(items) => Value::List(items.into_iter().map(|item| node(item, span)).collect()),
        toml::Value::Table(table) => {
            let members = table.into_iter();
            let member = |(key, value)| Member { key, key_span: span.clone(), node: node(value, span) };
            Value::Table(members.map(member).collect())
        }
    };
    Node { span: span.clone(), value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    #[test]
    fn a_preset_sets_what_the_feed_does_not_say() {
        let text = "[site]\ntitle = \"T\"\nurl = \"https://a.example/\"\nlanguage = \"en\"\nauthority = \"a.example,2026\"\n\
                    [[source]]\npath = \"a/*.md\"\n[[feed]]\nname = \"m\"\npreset = \"msn\"\nlimit = 5\n[feed.item]\npictures = \"lead\"\n";
        let (checked, found) = parse("config.toml", text, std::path::Path::new("."), &|_| None);
        assert_eq!(found, []);
        let feed = &checked.unwrap().config.feed[0];
        assert_eq!((feed.limit(), &*feed.profiles), (5, &["msn".to_owned()][..]));
        let item = feed.item.as_ref().unwrap();
        assert_eq!((item.pictures, item.embeds), (crate::config::Pictures::Lead, crate::config::Embeds::Link));
    }

    /// Each key of a table, those of tables in it too, by its path.
    fn paths(table: &toml::Table, at: &[String], found: &mut Vec<Vec<String>>) {
        for (key, value) in table {
            let path = [at, std::slice::from_ref(key)].concat();
            if let toml::Value::Table(inner) = value {
                paths(inner, &path, found);
            }
            found.push(path);
        }
    }

    #[test]
    fn each_key_of_a_preset_gives_way_to_the_feeds_own() {
        for preset in PRESETS {
            let keys: toml::Table = preset.keys.parse().unwrap();
            let mut all = Vec::new();
            paths(&keys, &[], &mut all);
            for path in all {
                let own = toml::Value::String("own".into());
                let (inner, outer) = path.split_last().unwrap();
                let mut value = toml::Table::from_iter([(inner.clone(), own.clone())]);
                for key in outer.iter().rev() {
                    value = toml::Table::from_iter([(key.clone(), value.into())]);
                }
                value.insert("preset".to_owned(), preset.name.into());
                let feeds = toml::Value::Array(vec![value.into()]);
                let mut tree = node(toml::Table::from_iter([("feed".to_owned(), feeds)]).into(), &(0..0));
                apply(&mut tree);
                let Value::Table(top) = &tree.value else { panic!("a table") };
                let Value::List(feeds) = &top[0].node.value else { panic!("a list") };
                let found = path.iter().fold(&feeds[0], |node, key| {
                    let Value::Table(members) = &node.value else { panic!("{} {path:?}", preset.name) };
                    &members.iter().find(|member| member.key == *key).unwrap().node
                });
                assert!(matches!(&found.value, Value::Text(text) if text == "own"), "{} {path:?}", preset.name);
            }
        }
    }

    #[test]
    fn every_preset_is_a_config_by_itself() {
        for preset in PRESETS {
            let text = format!(
                "[site]\ntitle = \"T\"\nurl = \"https://a.example/\"\nlanguage = \"en\"\nauthority = \"a.example,2026\"\n\
                 [[source]]\npath = \"a/*.md\"\n[[feed]]\nname = \"m\"\npreset = \"{}\"\n",
                preset.name
            );
            let (checked, found) = parse("config.toml", &text, std::path::Path::new("."), &|_| None);
            assert!(checked.is_some() && found.is_empty(), "{}: {found:?}", preset.name);
            assert!(preset.keys.parse::<toml::Table>().is_ok(), "{}", preset.name);
        }
    }
}
