//! What published files say of themselves to those who fetch them: type, coding, how long a copy is fresh.

use super::compress;
use crate::bucket::Label;
use crate::config::Compression;
use crate::render;

/// The types of all that is published, and how long a copy counts as fresh.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// Whole paths, or endings without the dot, with the media type of such files; the first that fits counts.
    pub types: Vec<(String, &'static str)>,
    /// How many seconds a copy counts as fresh.
    pub max_age: i64,
}

impl Labels {
    /// The media type of a file of ours by its name, and where that says no more than XML by its beginning.
    pub fn media_type(&self, path: &str, bytes: &[u8]) -> Option<&'static str> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let has = |ending: &str| name.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.'));
        let told = self.types.iter().find(|(known, _)| known == path || has(known)).map(|(_, told)| *told);
        let is_xml = has("xml") || told.is_some_and(|told| told.ends_with("xml"));
        let begun = is_xml.then(|| render::format::of_beginning(bytes)).flatten();
        begun.map(|row| row.media_type).or(told)
    }

    /// What a file or a compressed twin says of itself.
    pub(super) fn label(&self, path: &str, bytes: &[u8]) -> Label {
        let twin =
            compress::ALL.into_iter().find_map(|kind| Some((path.strip_suffix(compress::extension(kind))?, kind)));
        let (original, kind) = twin.map_or((path, None), |(original, kind)| (original, Some(kind)));
        let media_type = self.media_type(original, if kind.is_some() { &[] } else { bytes });
        Label {
            media_type: content_type(media_type.unwrap_or("application/octet-stream")),
            coding: kind.map(coding),
            caching: format!("public, max-age={}", self.max_age),
        }
    }
}

/// `Content-Type`: the type, and of texts their charset.
pub(crate) fn content_type(media_type: &str) -> String {
    let is_text =
        media_type.starts_with("text/") || ["xml", "json", "javascript"].iter().any(|e| media_type.ends_with(e));
    format!("{media_type}{}", if is_text { "; charset=utf-8" } else { "" })
}

/// The name of a coding in HTTP.
pub(crate) fn coding(kind: Compression) -> &'static str {
    match kind {
        Compression::Gzip => "gzip",
        Compression::Br => "br",
        Compression::Zstd => "zstd",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twin_has_the_type_of_its_original_and_its_own_coding() {
        let types = vec![
            ("feeds.json".to_owned(), "application/json"),
            ("rss".to_owned(), "application/rss+xml"),
            ("json".to_owned(), "application/feed+json"),
        ];
        let labels = Labels { types, max_age: 300 };
        for (path, bytes, media_type, coding) in [
            ("a/top.rss", "", "application/rss+xml; charset=utf-8", None),
            ("a/top.rss.gz", "", "application/rss+xml; charset=utf-8", Some("gzip")),
            ("top.json.br", "", "application/feed+json; charset=utf-8", Some("br")),
            ("feeds.json", "", "application/json; charset=utf-8", None),
            ("x.xml", "<?xml version=\"1.0\"?>\n<feed xmlns=\"x\">", "application/atom+xml; charset=utf-8", None),
            ("x.png", "", "application/octet-stream", None),
            ("rss", "", "application/rss+xml; charset=utf-8", None),
        ] {
            let label = labels.label(path, bytes.as_bytes());
            assert_eq!((&*label.media_type, label.coding), (media_type, coding), "{path}");
            assert_eq!(label.caching, "public, max-age=300");
        }
    }
}
