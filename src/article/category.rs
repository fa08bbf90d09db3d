//! Categories: terms of a scheme.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::address::name;

/// A term of a controlled vocabulary (RFC 4287 §4.2.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Category {
    /// The term, for instance `20000638`.
    pub term: String,
    /// URI of the vocabulary, for instance `http://cv.iptc.org/newscodes/mediatopic/`.
    pub scheme: Option<String>,
    /// What people read.
    pub label: Option<String>,
}

/// IPTC's vocabularies of subjects: the alias of their QCodes, and their address without protocol
/// and final slash, which are written in every way.
const VOCABULARIES: [(&str, &str); 2] =
    [("medtop", "cv.iptc.org/newscodes/mediatopic"), ("subj", "cv.iptc.org/newscodes/subjectcode")];

impl Category {
    /// A category from what a record says: term and scheme are brought into one form, whether the
    /// record has a concept's address, its QCode, or a code beside the vocabulary's address or alias.
    ///
    /// ```
    /// use feedwright::article::Category;
    /// let iptc = Some("http://cv.iptc.org/newscodes/mediatopic/");
    /// for (term, scheme) in [
    ///     ("medtop:20000638", None),
    ///     ("http://cv.iptc.org/newscodes/mediatopic/20000638", None),
    ///     ("20000638", Some("medtop")),
    ///     ("20000638", Some("https://cv.iptc.org/newscodes/mediatopic")),
    /// ] {
    ///     let category = Category::new(term, scheme, None);
    ///     assert_eq!((category.term.as_str(), category.scheme.as_deref()), ("20000638", iptc));
    /// }
    /// ```
    pub fn new(term: &str, scheme: Option<&str>, label: Option<String>) -> Self {
        // What runs where it is followed names no vocabulary.
        let named = scheme.and_then(|scheme| name(scheme).ok());
        let scheme = named.as_deref().map(full_scheme);
        let (of_term, code) = concept(term);
        let (scheme, term) = match (scheme, of_term) {
            // A concept names its vocabulary better than what stands beside it.
            (Some(scheme), Some(own)) if own == scheme || is_iptc(&own) => (Some(own), code),
            (Some(scheme), _) => (Some(scheme.into_owned()), term),
            (None, own) => (own, code),
        };
        Self { term: term.to_owned(), scheme, label: label.filter(|l| l != term) }
    }

    /// The same in the form of [`Category::new`].
    #[must_use]
    pub fn normalized(&self) -> Self {
        Self { label: self.label.clone(), ..Self::new(&self.term, self.scheme.as_deref(), None) }
    }
}

/// The URI of a vocabulary, where its alias or another spelling of that URI is given.
pub fn full_scheme(scheme: &str) -> Cow<'_, str> {
    let bare = scheme.strip_prefix("https://").or_else(|| scheme.strip_prefix("http://"));
    let bare = bare.unwrap_or(scheme).trim_end_matches(['/', ':']);
    let known = VOCABULARIES.iter().find(|(alias, address)| bare == *address || bare.eq_ignore_ascii_case(alias));
    known.map_or(Cow::Borrowed(scheme), |(_, address)| format!("http://{address}/").into())
}

/// Splits a concept's URI (`http://cv.iptc.org/newscodes/mediatopic/20000638`) or QCode
/// (`medtop:20000638`) into the URI of its scheme, and its term; other texts are terms.
pub fn concept(text: &str) -> (Option<String>, &str) {
    if let Some((alias, code)) = text.split_once(':')
        && VOCABULARIES.iter().any(|(known, _)| alias.eq_ignore_ascii_case(known))
    {
        return (Some(full_scheme(alias).into_owned()), code.trim_start());
    }
    let is_uri = text.starts_with("http://") || text.starts_with("https://");
    let whole = if is_uri { text.trim_end_matches('/') } else { text };
    match whole.rfind(['/', '#']) {
        Some(end) if is_uri && end > 8 && end + 1 < whole.len() => {
            (Some(full_scheme(&whole[..=end]).into_owned()), &whole[end + 1..])
        }
        _ => (None, text),
    }
}

fn is_iptc(scheme: &str) -> bool {
    VOCABULARIES.iter().any(|(_, address)| scheme.contains(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concepts_are_split_at_their_scheme() {
        let media_topics = Some("http://cv.iptc.org/newscodes/mediatopic/".to_owned());
        assert_eq!(concept("medtop:20000638"), (media_topics.clone(), "20000638"));
        assert_eq!(concept("http://cv.iptc.org/newscodes/mediatopic/20000638"), (media_topics.clone(), "20000638"));
        assert_eq!(concept("https://cv.iptc.org/newscodes/mediatopic/20000638/"), (media_topics, "20000638"));
        assert_eq!(concept("http://t.example/a#b"), (Some("http://t.example/a#".to_owned()), "b"));
        assert_eq!(concept("Sport: Tennis"), (None, "Sport: Tennis"));
        assert_eq!(concept("https://a.example"), (None, "https://a.example"));
    }

    #[test]
    fn term_and_scheme_are_brought_into_one_form() {
        let subjects = "http://cv.iptc.org/newscodes/subjectcode/";
        for (term, scheme, expected) in [
            ("subj:04000000", None, ("04000000", Some(subjects))),
            ("04000000", Some("http://cv.iptc.org/newscodes/subjectcode"), ("04000000", Some(subjects))),
            ("SUBJ:04000000", Some("subj"), ("04000000", Some(subjects))),
            // What stands beside a QCode is the agency's own list, or a slip.
            ("subj:04000000", Some("http://agency.example/topics/"), ("04000000", Some(subjects))),
            (
                "http://agency.example/topics/7",
                Some("http://agency.example/topics/"),
                ("7", Some("http://agency.example/topics/")),
            ),
            ("http://agency.example/topics/7", Some("topics"), ("http://agency.example/topics/7", Some("topics"))),
            ("economy", Some("topics"), ("economy", Some("topics"))),
            ("economy", None, ("economy", None)),
        ] {
            let found = Category::new(term, scheme, Some("economy".into()));
            assert_eq!((found.term.as_str(), found.scheme.as_deref()), expected, "{term} {scheme:?}");
            assert_eq!(found.label.is_none(), term == "economy", "a label that is the term says nothing");
            assert_eq!(found.normalized(), found);
        }
    }
}
