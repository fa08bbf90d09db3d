//! Documents as the types of the `rss` and `atom_syndication` crates, for programs that work on
//! with them. The bytes are written without these crates (docs/performance.md, "Serialising").

use atom_syndication::extension::{Extension, ExtensionMap};

/// A rendered RSS document as a channel.
pub fn channel(document: &[u8]) -> Result<::rss::Channel, ::rss::Error> {
    ::rss::Channel::read_from(document)
}

/// A rendered Atom document as a feed that its own writer writes rightly.
///
/// `atom_syndication` 0.12.10 writes the attributes of extension elements as they are, so an `&` in
/// a picture's address breaks the XML: here they are kept escaped.
pub fn feed(document: &[u8]) -> Result<atom_syndication::Feed, atom_syndication::Error> {
    let mut feed = atom_syndication::Feed::read_from(document)?;
    escape_all(&mut feed.extensions);
    for entry in &mut feed.entries {
        escape_all(&mut entry.extensions);
    }
    Ok(feed)
}

fn escape_all(extensions: &mut ExtensionMap) {
    extensions.values_mut().flat_map(|by_name| by_name.values_mut()).flatten().for_each(escape);
}

fn escape(extension: &mut Extension) {
    for value in extension.attrs.values_mut() {
        *value = quick_xml::escape::escape(&**value).into_owned();
    }
    extension.children.values_mut().flatten().for_each(escape);
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><id>a</id><title>t</title><updated>2026-01-01T00:00:00Z</updated><entry><id>b</id><title>t</title><updated>2026-01-01T00:00:00Z</updated><media:content url="https://a.example/?x=1&amp;y=2"/></entry></feed>"#;

    #[test]
    fn a_feed_survives_the_writer_of_atom_syndication() {
        let written = feed(DOCUMENT.as_bytes()).expect("a feed").to_string();
        let again = atom_syndication::Feed::read_from(written.as_bytes()).expect("a feed");
        let content = &again.entries[0].extensions["media"]["content"][0];
        assert_eq!(content.attrs["url"], "https://a.example/?x=1&y=2");
    }

    #[test]
    fn the_fault_of_atom_syndication_still_stands() {
        let plain = atom_syndication::Feed::read_from(DOCUMENT.as_bytes()).expect("a feed");
        let written = plain.to_string();
        // When this fails the crate has been mended: then `escape_all` must go.
        assert!(written.contains("x=1&y=2"), "{written}");
    }
}
