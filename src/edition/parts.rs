//! Documents of formats that take so many articles and no more: several, and the index of them.

use super::compose::Document;
use super::plan::{self, Planning};
use crate::feed::Part;

/// A document as it is published: whole, or the parts and before them their index.
///
/// The oldest articles make the first part, so that news touches the last one and the index alone.
pub(super) fn of(planning: &Planning<'_>, document: Document) -> Vec<Document> {
    // A format with such a bound is the only one of its feed, and parts are listed by their addresses.
    let ([(format, file)], [(_, url)]) = (&*document.files, &*document.head.self_urls) else { return vec![document] };
    let Some((most, format_of_index)) = format.most_articles().filter(|(most, _)| document.members.len() > *most)
    else {
        return vec![document];
    };
    let mut index = document.clone();
    index.files = vec![(format_of_index, file.clone())];
    index.listed = std::mem::take(&mut index.members);
    let mut all = Vec::new();
    for (number, members) in (1..).zip(document.members.rchunks(most)) {
        let mut part = Document {
            path: format!("{}-{number}", document.path),
            files: vec![(*format, numbered(file, number))],
            members: members.to_vec(),
            part: true,
            ..document.clone()
        };
        let url = numbered(url, number);
        plan::of_articles(planning.config, planning.stubs, &mut part.head, members);
        part.head.self_urls = vec![(*format, url.clone())];
        index.head.parts.push(Part { url, updated: part.head.published.map(|at| at.max(part.head.updated)) });
        all.push(part);
    }
    all.insert(0, index);
    all
}

/// The name of a part's file, or its address: the number stands before the ending.
fn numbered(file: &str, number: usize) -> String {
    let name = file.rfind('/').map_or(0, |at| at + 1);
    match file[name..].rfind('.').filter(|at| *at > 0) {
        Some(dot) => format!("{}-{number}{}", &file[..name + dot], &file[name + dot..]),
        None => format!("{file}-{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn the_number_of_a_part_stands_before_the_ending() {
        for (file, expected) in [
            ("sitemap.xml", "sitemap-2.xml"),
            ("a.b/news.sitemap.xml", "a.b/news.sitemap-2.xml"),
            ("a.b/news", "a.b/news-2"),
            ("https://a.example/sitemap.xml", "https://a.example/sitemap-2.xml"),
            (".sitemap", ".sitemap-2"),
        ] {
            assert_eq!(numbered(file, 2), expected);
        }
    }
}
