//! Links that open a feed in the readers that people have.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

/// Readers on the web, each with the address that subscribes to what is put at its end.
const READERS: [(&str, &str); 5] = [
    ("Feedly", "https://feedly.com/i/subscription/feed/"),
    ("Inoreader", "https://www.inoreader.com/?add_feed="),
    ("NewsBlur", "https://www.newsblur.com/?url="),
    ("The Old Reader", "https://theoldreader.com/feeds/subscribe?url="),
    ("Feedbin", "https://feedbin.com/?subscribe="),
];

/// What an address keeps as a part of another one: RFC 3986's unreserved characters.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A link that opens a feed in a reader.
#[derive(Debug, Serialize)]
pub(super) struct Link {
    name: &'static str,
    url: String,
}

/// Links for the feed at an address.
pub(super) fn links(feed: &str) -> Vec<Link> {
    let encoded = utf8_percent_encode(feed, KEPT).to_string();
    READERS.iter().map(|(name, base)| Link { name, url: format!("{base}{encoded}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_a_feeds_address_is_taken_for_one_of_the_readers() {
        for link in links("https://a.example/f.rss?a=1&b=\"#x") {
            assert!(link.url.ends_with("https%3A%2F%2Fa.example%2Ff.rss%3Fa%3D1%26b%3D%22%23x"), "{}", link.url);
        }
    }
}
