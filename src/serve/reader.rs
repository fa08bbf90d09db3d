//! Which program reads, by how it names itself.

use hyper::HeaderMap;
use hyper::header::USER_AGENT;

/// What stands in the name of a program, in lower case, and what it is counted as. The first that fits counts:
/// many programs also name a browser.
const READERS: &[(&str, &str)] = &[
    ("akregator", "Akregator"),
    ("bazqux", "BazQux"),
    ("blogtrottr", "Blogtrottr"),
    ("commafeed", "CommaFeed"),
    ("curl/", "curl"),
    ("elfeed", "Elfeed"),
    ("feedbin", "Feedbin"),
    ("feeder", "Feeder"),
    ("feedfetcher-google", "Google"),
    ("feedly", "Feedly"),
    ("feedparser", "feedparser"),
    ("feedspot", "Feedspot"),
    ("feedwright", "feedwright"),
    ("flipboard", "Flipboard"),
    ("freshrss", "FreshRSS"),
    ("googlebot", "Google"),
    ("inoreader", "Inoreader"),
    ("liferea", "Liferea"),
    ("mailchimp", "Mailchimp"),
    ("mastodon", "Mastodon"),
    ("miniflux", "Miniflux"),
    ("netnewswire", "NetNewsWire"),
    ("netvibes", "Netvibes"),
    ("newsblur", "NewsBlur"),
    ("newsboat", "Newsboat"),
    ("newsraft", "newsraft"),
    ("nextcloud-news", "Nextcloud News"),
    ("overcast", "Overcast"),
    ("podcasts/", "Apple Podcasts"),
    ("quiterss", "QuiteRSS"),
    ("reeder", "Reeder"),
    ("rss guard", "RSS Guard"),
    ("rss-parser", "rss-parser"),
    ("slackbot", "Slack"),
    ("the old reader", "The Old Reader"),
    ("theoldreader", "The Old Reader"),
    ("thunderbird", "Thunderbird"),
    ("tiny tiny rss", "Tiny Tiny RSS"),
    ("tt-rss", "Tiny Tiny RSS"),
    ("unread", "Unread"),
    ("vienna", "Vienna"),
    ("wget", "Wget"),
    ("yarr", "yarr"),
    ("bingbot", "Bing"),
    ("bot", "other robots"),
    ("crawler", "other robots"),
    ("spider", "other robots"),
    ("mozilla/", "browsers"),
];

/// All that readers are counted as.
pub(super) fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = READERS.iter().map(|(_, name)| *name).chain([OTHER]).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whoever is in no table.
const OTHER: &str = "others";

/// What the program that asks is counted as.
pub(super) fn of(headers: &HeaderMap) -> &'static str {
    let name = headers.get(USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let name = name.unwrap_or_default().to_ascii_lowercase();
    READERS.iter().find(|(part, _)| name.contains(part)).map_or(OTHER, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_are_counted_by_their_names_and_browsers_come_last() {
        for (agent, name) in [
            ("Mozilla/5.0 (compatible; Miniflux/2.1.0; +https://miniflux.app)", "Miniflux"),
            ("FreshRSS/1.23 (Linux; https://freshrss.org)", "FreshRSS"),
            ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers)", "Feedly"),
            ("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "browsers"),
            ("Mozilla/5.0 (compatible; SomeBot/1.0)", "other robots"),
            ("", "others"),
            ("x", "others"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, agent.parse().unwrap());
            assert_eq!(of(&headers), name, "{agent}");
        }
        assert!(names().contains(&"others"));
    }
}
