//! The members of a media object, wherever content systems keep them: in tables around what the thing is.

use std::borrow::Cow;

use super::{MEMBERS, Member, meant, mime_of};
use crate::source::node::Node;
use crate::source::value::{Reader, member};

/// Tables that hold the thing itself, or its file, by the order in which they are looked into.
const AROUND: [&str; 26] = [
    "asset",
    "data",
    "attributes",
    "node",
    "fields",
    "item",
    "url",
    "src",
    "file",
    "image",
    "img",
    "picture",
    "photo",
    "media",
    "video",
    "audio",
    "document",
    "upload",
    "original",
    "full",
    "large",
    "default",
    "childimagesharp",
    "gatsbyimagedata",
    "images",
    "fallback",
];

/// Tables that say how large it is.
const MEASURES: [&str; 4] = ["dimensions", "metadata", "details", "mediadetails"];

/// Names that are of something else mostly, and of the file where that is what they lead to.
const PERHAPS: [&str; 8] = ["file", "filename", "source", "link", "id", "large", "default", "original"];

/// Tables in tables that are looked into.
const DEEPEST: usize = 5;

/// A member as it was found: how early its name counts, its name, its value.
type Found<'n> = (u16, &'n str, &'n Node<'n>);

pub(super) struct Object<'n, 'm> {
    node: &'n Node<'n>,
    map: &'m [(Member, Box<str>)],
    found: [Option<Found<'n>>; MEMBERS.len()],
    /// The tables within that its members are taken from.
    pub(super) inner: Vec<&'n Node<'n>>,
}

impl<'n, 'm> Object<'n, 'm> {
    pub(super) fn new(node: &'n Node<'n>, map: &'m [(Member, Box<str>)]) -> Self {
        let mut object = Self { node, map, found: [None; MEMBERS.len()], inner: Vec::new() };
        let has_own = map.iter().any(|(ours, theirs)| *ours == Member::Url && node.dotted(theirs).is_some());
        object.take(node, 0);
        if !has_own {
            object.seek(node, DEEPEST);
        }
        object.measure(node);
        object
    }

    /// Takes the members of a table, those that are not there yet.
    fn take(&mut self, node: &'n Node<'n>, depth: u16) {
        let Node::Table(members) = node else { return };
        for (name, value) in members {
            let Some((ours, rank)) = meant(name) else { continue };
            let is_table = matches!(value, Node::Table(_) | Node::List(_));
            if value.is_empty() || (matches!(ours, Member::Url | Member::File) && is_table) {
                continue;
            }
            let rank = rank + 100 * depth;
            let found = &mut self.found[ours as usize];
            if found.is_none_or(|(other, ..)| rank < other) {
                *found = Some((rank, name, value));
            }
        }
    }

    fn is_addressed(&self) -> bool {
        self.found[Member::Url as usize].is_some()
    }

    /// Looks for the address in the tables around it, and takes what stands there, too.
    fn seek(&mut self, node: &'n Node<'n>, depth: usize) {
        if self.is_addressed() {
            return;
        }
        if let Some((name, value)) = PERHAPS.iter().find_map(|name| member(node, &[name]).filter(|(_, v)| leads(v))) {
            self.found[Member::Url as usize] = Some((90, name, value));
            if matches!(self.found[Member::File as usize], Some((.., file)) if std::ptr::eq(file, value)) {
                self.found[Member::File as usize] = None;
            }
            return;
        }
        let Some(depth) = depth.checked_sub(1) else { return };
        for name in AROUND {
            let inner = match member(node, &[name]) {
                Some((_, table @ Node::Table(_))) => table,
                // What is in a list is another thing each, but for one.
                Some((_, Node::List(items))) => match &items[..] {
                    [table @ Node::Table(_)] => table,
                    _ => continue,
                },
                _ => continue,
            };
            self.take(inner, (DEEPEST - depth) as u16);
            self.inner.push(inner);
            self.measure(inner);
            self.seek(inner, depth);
            if self.is_addressed() {
                return;
            }
        }
    }

    /// Takes width and height from where they stand in a table of their own.
    fn measure(&mut self, node: &'n Node<'n>) {
        let mut at = node;
        for _ in 0..2 {
            let Some((_, table @ Node::Table(_))) = member(at, &MEASURES) else { return };
            for (ours, name) in [(Member::Width, "width"), (Member::Height, "height"), (Member::Size, "size")] {
                let inner = member(table, &["image"]).and_then(|(_, image)| member(image, &[name]));
                if let Some((name, value)) = member(table, &[name]).or(inner) {
                    self.found[ours as usize].get_or_insert((95, name, value));
                }
            }
            at = table;
        }
    }

    pub(super) fn get<T>(
        &self,
        ours: Member,
        r: &mut Reader,
        read: impl FnOnce(&'n Node<'n>, &mut Reader) -> Option<T>,
    ) -> Option<T> {
        for (_, theirs) in self.map.iter().filter(|(member, _)| *member == ours) {
            if let Some(node) = self.node.dotted(theirs).filter(|n| !n.is_empty()) {
                let depth = r.path.len();
                r.path.extend(self.node.steps(theirs));
                let value = read(node, r);
                r.path.truncate(depth);
                return value;
            }
        }
        let (_, key, node) = self.found[ours as usize]?;
        r.inside(key, |r| read(node, r))
    }

    pub(super) fn text(&self, ours: Member, r: &mut Reader) -> Option<String> {
        self.get(ours, r, |node, r| r.text(node)).map(Cow::into_owned)
    }

    pub(super) fn name(&self, ours: Member, r: &mut Reader) -> Option<String> {
        self.get(ours, r, |node, r| r.name(node)).map(Cow::into_owned)
    }

    pub(super) fn pixels(&self, ours: Member, r: &mut Reader) -> Option<u32> {
        self.get(ours, r, |node, r| r.whole(node)).and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0)
    }

    /// Its size in bytes. One with a fraction is in a unit that nobody tells.
    pub(super) fn size(&self, r: &mut Reader) -> Option<u64> {
        self.get(Member::Size, r, |node, r| match node {
            Node::Float(n) if n.fract() != 0.0 => None,
            node => r.whole(node),
        })
    }
}

/// Whether a text is the whole address of a picture, sound, film or document.
fn leads(node: &Node<'_>) -> bool {
    let (Node::Text(text) | Node::Plain(text)) = node else { return false };
    let text = text.trim();
    let is_web = ["https://", "http://", "//"].iter().any(|scheme| text.starts_with(scheme));
    is_web && mime_of(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use serde_json::json;

    fn address(value: &serde_json::Value) -> Option<String> {
        let mut r = Reader::new(chrono_tz::Tz::UTC);
        let mut media = read(&Node::from(value), &mut r, &[])?;
        media.take_largest();
        media.url.map(String::from)
    }

    #[test]
    fn an_address_is_found_in_the_tables_around_it() {
        const A: &str = "https://c.example/a.jpg";
        for picture in [
            json!({"asset": {"_ref": "image-a", "url": A}, "alt": "x"}),
            json!({"data": {"id": 1, "attributes": {"url": A, "formats": {"small": {"url": "https://c.example/s.jpg"}}}}}),
            json!({"sys": {"id": "x"}, "fields": {"title": "T", "file": {"url": A, "fileName": "a.jpg"}}}),
            json!({"node": {"sourceUrl": A}}),
            json!({"source_url": A}),
            json!({"secure_url": A, "public_id": "a"}),
            json!({"file": A}),
            json!({"filename": A, "alt": "x"}),
            json!({"source": A}),
            json!({"@type": "ImageObject", "@id": A}),
            json!({"url": {"href": A}}),
            json!({"image": {"url": A}}),
            json!({"image": [{"url": A}]}),
            json!({"formats": {"large": {"url": A, "width": 900}, "small": {"url": "https://c.example/s.jpg", "width": 90}}}),
            json!({"sizes": {"large": {"source_url": A}}}),
            json!({"image_url": A}),
            json!({"publicURL": A}),
            json!({"cdnUrl": A}),
            json!({"childImageSharp": {"gatsbyImageData": {"images": {"fallback": {"src": A}}}}}),
        ] {
            assert_eq!(address(&picture).as_deref(), Some(A), "{picture}");
        }
    }

    #[test]
    fn what_stands_beside_is_no_address_of_the_picture() {
        for picture in [
            json!({"caption": "x", "photographer": {"name": "Ann", "url": "https://ann.example/ann.jpg"}}),
            json!({"caption": "x", "license": {"url": "https://l.example/"}}),
            json!({"caption": "x", "source": "Reuters", "link": "https://c.example/page/", "id": "https://c.example/#image"}),
            json!({"caption": "x", "data": [{"url": "https://c.example/a.jpg"}, {"url": "https://c.example/b.jpg"}]}),
        ] {
            assert_eq!(address(&picture), None, "{picture}");
        }
        let own = json!({"url": "https://c.example/s.jpg", "original": {"url": "https://c.example/a.jpg", "width": 9}});
        assert_eq!(address(&own).as_deref(), Some("https://c.example/s.jpg"));
    }

    #[test]
    fn sizes_are_taken_from_where_they_stand() {
        let read = |value: &serde_json::Value| {
            let media = read(&Node::from(value), &mut Reader::new(chrono_tz::Tz::UTC), &[]).unwrap();
            (media.width, media.height, media.size)
        };
        let a = "https://c.example/a.jpg";
        assert_eq!(read(&json!({"url": a, "dimensions": {"width": 9, "height": 6}})), (Some(9), Some(6), None));
        let inner = json!({"asset": {"url": a, "metadata": {"dimensions": {"width": 9, "height": 6}}}});
        assert_eq!(read(&inner), (Some(9), Some(6), None));
        let inner = json!({"fields": {"file": {"url": a, "details": {"size": 7, "image": {"width": 9, "height": 6}}}}});
        assert_eq!(read(&inner), (Some(9), Some(6), Some(7)));
        assert_eq!(read(&json!({"url": a, "size": 123.45, "width": 9.0})), (Some(9), None, None));
    }
}
