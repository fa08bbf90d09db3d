//! The sections of defining documents that have an address of their own.

use crate::check::rule::Spec;

/// Sections that are named and addressed by one pattern.
macro_rules! sections {
    ($title:literal, $before:literal, $after:literal, $url:literal: $($name:literal)*) => {
        &[$(Spec { section: concat!($title, ", ", $before, $name, $after), url: concat!($url, $name) }),*]
    };
}

/// The sections by document; a row of a vocabulary names them without the title.
const SECTIONS: &[&[Spec]] = &[
    RSS,
    sections!("RFC 4287", "section ", "", "https://www.rfc-editor.org/rfc/rfc4287#section-":
        "3.2.1" "3.2.2" "3.2.3" "4.1.1" "4.1.2" "4.1.3" "4.2.1" "4.2.2" "4.2.3" "4.2.4" "4.2.5" "4.2.6" "4.2.7" "4.2.8" "4.2.9" "4.2.10" "4.2.11" "4.2.12" "4.2.13" "4.2.14" "4.2.15"),
    sections!("RFC 4685", "section ", "", "https://www.rfc-editor.org/rfc/rfc4685#section-": "3" "5"),
    sections!("RFC 5005", "section ", "", "https://www.rfc-editor.org/rfc/rfc5005#section-": "2" "4"),
    sections!("RFC 5023", "section ", "", "https://www.rfc-editor.org/rfc/rfc5023#section-":
        "8.3.3" "10.2" "13.1" "13.1.1"),
    sections!("RFC 6721", "section ", "", "https://www.rfc-editor.org/rfc/rfc6721#section-": "3" "4" "5"),
    sections!("RSS 1.0", "section ", "", "https://web.resource.org/rss/1.0/spec#s":
        "5.2" "5.3" "5.3.3" "5.3.4" "5.3.5" "5.3.6" "5.4" "5.4.2" "5.5" "5.5.1" "5.5.2" "5.5.3" "5.6" "5.6.3"),
    sections!("Media RSS 1.5.1", "<media:", ">", "https://www.rssboard.org/media-rss#media-":
        "adult" "backLinks" "category" "comments" "community" "content" "copyright" "credit" "description" "embed" "group" "hash" "keywords" "license" "location" "peerLink" "player" "price" "rating" "responses" "restriction" "rights" "scenes" "status" "subTitle" "text" "thumbnail" "title"),
];

/// Of RSS 2.0, whose addresses follow no pattern.
const RSS: &[Spec] = &[
    Spec { section: "RSS 2.0, what is RSS", url: "https://www.rssboard.org/rss-specification#whatIsRss" },
    Spec {
        section: "RSS 2.0, required channel elements",
        url: "https://www.rssboard.org/rss-specification#requiredChannelElements",
    },
    Spec {
        section: "RSS 2.0, optional channel elements",
        url: "https://www.rssboard.org/rss-specification#optionalChannelElements",
    },
    Spec { section: "RSS 2.0, <title>", url: "https://www.rssboard.org/rss-specification#requiredChannelElements" },
    Spec { section: "RSS 2.0, <link>", url: "https://www.rssboard.org/rss-specification#requiredChannelElements" },
    Spec {
        section: "RSS 2.0, <description>",
        url: "https://www.rssboard.org/rss-specification#requiredChannelElements",
    },
    Spec { section: "RSS 2.0, <language>", url: "https://www.rssboard.org/rss-specification#optionalChannelElements" },
    Spec { section: "RSS 2.0, <copyright>", url: "https://www.rssboard.org/rss-specification#optionalChannelElements" },
    Spec {
        section: "RSS 2.0, <managingEditor>",
        url: "https://www.rssboard.org/rss-specification#optionalChannelElements",
    },
    Spec { section: "RSS 2.0, <webMaster>", url: "https://www.rssboard.org/rss-specification#optionalChannelElements" },
    Spec {
        section: "RSS 2.0, <lastBuildDate>",
        url: "https://www.rssboard.org/rss-specification#optionalChannelElements",
    },
    Spec { section: "RSS 2.0, <generator>", url: "https://www.rssboard.org/rss-specification#optionalChannelElements" },
    Spec { section: "RSS 2.0, <docs>", url: "https://www.rssboard.org/rss-specification#optionalChannelElements" },
    Spec { section: "RSS 2.0, <rating>", url: "https://www.rssboard.org/rss-specification#optionalChannelElements" },
    Spec {
        section: "RSS 2.0, <cloud>",
        url: "https://www.rssboard.org/rss-specification#ltcloudgtSubelementOfLtchannelgt",
    },
    Spec {
        section: "RSS 2.0, <image>",
        url: "https://www.rssboard.org/rss-specification#ltimagegtSubelementOfLtchannelgt",
    },
    Spec {
        section: "RSS 2.0, <ttl>",
        url: "https://www.rssboard.org/rss-specification#ltttlgtSubelementOfLtchannelgt",
    },
    Spec {
        section: "RSS 2.0, <textInput>",
        url: "https://www.rssboard.org/rss-specification#lttextinputgtSubelementOfLtchannelgt",
    },
    Spec {
        section: "RSS 2.0, elements of <item>",
        url: "https://www.rssboard.org/rss-specification#hrelementsOfLtitemgt",
    },
    Spec {
        section: "RSS 2.0, <author>",
        url: "https://www.rssboard.org/rss-specification#ltauthorgtSubelementOfLtitemgt",
    },
    Spec {
        section: "RSS 2.0, <category>",
        url: "https://www.rssboard.org/rss-specification#ltcategorygtSubelementOfLtitemgt",
    },
    Spec {
        section: "RSS 2.0, <comments>",
        url: "https://www.rssboard.org/rss-specification#ltcommentsgtSubelementOfLtitemgt",
    },
    Spec {
        section: "RSS 2.0, <enclosure>",
        url: "https://www.rssboard.org/rss-specification#ltenclosuregtSubelementOfLtitemgt",
    },
    Spec { section: "RSS 2.0, <guid>", url: "https://www.rssboard.org/rss-specification#ltguidgtSubelementOfLtitemgt" },
    Spec {
        section: "RSS 2.0, <pubDate>",
        url: "https://www.rssboard.org/rss-specification#ltpubdategtSubelementOfLtitemgt",
    },
    Spec {
        section: "RSS 2.0, <source>",
        url: "https://www.rssboard.org/rss-specification#ltsourcegtSubelementOfLtitemgt",
    },
    Spec { section: "RSS 2.0, <skipHours>", url: "https://www.rssboard.org/skip-hours-days" },
    Spec { section: "RSS 2.0, <skipDays>", url: "https://www.rssboard.org/skip-hours-days" },
];

/// A section of a document, unless it is only known by its name.
pub(super) fn find(title: &str, section: &str) -> Option<Spec> {
    let is_it = |spec: &&Spec| {
        spec.section.strip_prefix(title).and_then(|rest| rest.strip_prefix(", ")).is_some_and(|rest| rest == section)
    };
    SECTIONS.iter().copied().flatten().find(is_it).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::vocabulary::ALL;

    #[test]
    fn each_row_of_a_document_with_addresses_has_one_and_each_address_is_of_a_row() {
        let addressed = |title: &str| {
            SECTIONS.iter().copied().flatten().any(|spec| spec.section.starts_with(&format!("{title}, ")))
        };
        let mut named = std::collections::BTreeSet::new();
        for vocabulary in ALL.iter().filter(|vocabulary| addressed(vocabulary.title)) {
            for row in vocabulary.elements.iter().filter(|row| !row.section.is_empty()) {
                let found = find(vocabulary.title, row.section);
                // What RSS 2.0 gave up stands in no section of it.
                assert!(found.is_some() || !row.is_current(), "{}, {}", vocabulary.title, row.section);
                named.extend(found.map(|spec| spec.section));
            }
        }
        for spec in SECTIONS.iter().copied().flatten() {
            assert!(named.contains(spec.section), "no row is of {}", spec.section);
        }
    }
}
