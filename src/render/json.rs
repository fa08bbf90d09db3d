//! JSON Feed 1.1, with the `_feedwright` extension that docs/json-feed.md describes.

use super::address::address;
use super::media::source_type;
use super::moment::rfc3339;
use super::parts::{Parts, Size};
use crate::article::scan::{is, marks, up_to};
use crate::article::{Category, Link, Media, Person, Role};
use crate::config::Format;
use crate::feed::Head;

const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// A writer of JSON values into a buffer.
struct Json<'a> {
    out: &'a mut String,
    depth: usize,
    pretty: bool,
    /// Whether nothing stands yet in the object or array being written.
    fresh: bool,
}

impl Json<'_> {
    fn line(&mut self) {
        if self.pretty {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', self.depth * 2));
        }
    }

    fn next(&mut self) {
        if !self.fresh {
            self.out.push(',');
        }
        self.fresh = false;
        self.line();
    }

    fn key(&mut self, key: &str) {
        self.next();
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str(if self.pretty { "\": " } else { "\":" });
    }

    fn begin(&mut self, bracket: char) {
        self.out.push(bracket);
        self.depth += 1;
        self.fresh = true;
    }

    fn end(&mut self, bracket: char) {
        self.depth -= 1;
        if !self.fresh {
            self.line();
        }
        self.fresh = false;
        self.out.push(bracket);
    }

    fn text<'t>(&mut self, pieces: impl IntoIterator<Item = &'t str>) {
        self.out.push('"');
        for piece in pieces {
            escape(self.out, piece);
        }
        self.out.push('"');
    }

    fn string(&mut self, key: &str, value: &str) {
        self.key(key);
        self.text([value]);
    }

    fn maybe(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            self.string(key, value);
        }
    }

    fn number(&mut self, key: &str, value: Option<u64>) {
        if let Some(value) = value.filter(|v| *v > 0) {
            self.key(key);
            self.out.push_str(&value.to_string());
        }
    }

    fn flag(&mut self, key: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.key(key);
            self.out.push_str(if value { "true" } else { "false" });
        }
    }

    fn strings<'t>(&mut self, key: &str, values: impl IntoIterator<Item = &'t str>) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return;
        }
        self.key(key);
        self.begin('[');
        for value in values {
            self.next();
            self.text([value]);
        }
        self.end(']');
    }

    fn objects<T>(&mut self, key: &str, values: impl IntoIterator<Item = T>, write: impl Fn(&mut Self, T)) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return;
        }
        self.key(key);
        self.begin('[');
        for value in values {
            self.next();
            self.begin('{');
            write(self, value);
            self.end('}');
        }
        self.end(']');
    }

    fn object(&mut self, key: &str, write: impl FnOnce(&mut Self)) {
        self.key(key);
        self.begin('{');
        write(self);
        self.end('}');
    }
}

/// Appends the characters of a string as JSON has them (RFC 8259 §7).
fn escape(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for at in marks(bytes, |block| is(block, b'"') | is(block, b'\\') | up_to(block, 0x1F)) {
        out.push_str(&text[from..at]);
        from = at + 1;
        match bytes[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\t' => out.push_str("\\t"),
            // As in XML, whose parsers take a carriage return for a line end.
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            b'\n' | b'\r' => out.push_str("\\n"),
            // Other control characters cannot stand in XML, and the formats say the same.
            _ => {}
        }
    }
    out.push_str(&text[from..]);
}

pub(super) fn head(head: &Head, out: &mut String) {
    let mut json = Json { out, depth: 0, pretty: head.options.pretty, fresh: true };
    json.begin('{');
    json.string("version", VERSION);
    json.string("title", &head.title);
    json.string("home_page_url", &address(&head.link));
    let own = super::self_url(head, Format::Json);
    json.maybe("feed_url", own);
    json.maybe("description", Some(&head.description));
    if let Some(own) = own {
        json.string(
            "user_comment",
            &format!("This is a feed. To follow it, copy the address {own} into a feed reader that takes JSON Feed."),
        );
    }
    let older = head.archive.as_ref().and_then(|a| a.previous.iter().find(|(f, _)| *f == Format::Json));
    json.maybe("next_url", older.map(|(_, url)| url.as_str()));
    json.maybe("icon", head.image.as_deref().or(head.icon.as_deref()).map(address).as_deref());
    json.maybe("favicon", head.icon.as_deref().map(address).as_deref());
    json.objects("authors", &head.authors, author);
    json.maybe("language", head.language.as_deref());
    json.object("_feedwright", |json| {
        json.string("id", &head.id);
        json.string("updated", &rfc3339(head.updated));
        json.string("generator", super::GENERATOR);
        json.maybe("rights", head.rights.as_deref());
        json.objects("categories", &head.categories, category);
        json.objects("related", &head.related, related);
    });
    json.key("items");
    json.begin('[');
}

pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    let article = parts.article;
    let mut json = Json { out, depth: 2, pretty: parts.options.pretty, fresh: true };
    json.line();
    json.begin('{');
    json.string("id", &article.id);
    json.maybe("url", parts.url.as_deref());
    json.maybe("external_url", parts.origin().and_then(|(_, url)| url).as_deref());
    json.maybe("title", Some(&article.title));
    match &parts.visible {
        Some(visible) => {
            json.key("content_html");
            json.text(visible.pieces());
        }
        None => json.string("content_text", parts.summary.unwrap_or(&article.title)),
    }
    json.maybe("summary", parts.shown_summary());
    json.maybe("image", parts.lead().and_then(|o| o.default()).map(|s| &*s.url));
    let banner =
        |s: &&Size<'_>| s.name.is_some_and(|n| matches!(n.to_ascii_lowercase().as_str(), "banner" | "hero" | "cover"));
    json.maybe("banner_image", parts.lead().and_then(|o| o.sizes.iter().find(banner)).map(|s| &*s.url));
    json.maybe("date_published", parts.published.map(rfc3339).as_deref());
    json.string("date_modified", &rfc3339(parts.updated));
    json.objects("authors", parts.named_authors(), author);
    let mut tags: Vec<&str> = Vec::new();
    for tag in parts.categories.iter().map(|c| c.label.unwrap_or(c.term)) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    json.strings("tags", tags);
    json.maybe("language", parts.language);
    let attached = parts.objects.iter().filter_map(|o| {
        let size = o.default()?;
        Some((o.media, size, size.mime?))
    });
    json.objects("attachments", attached, |json, (media, size, mime)| {
        json.string("url", &size.url);
        json.string("mime_type", mime);
        json.maybe("title", media.title.as_deref().or(media.caption.as_deref()));
        json.number("size_in_bytes", size.bytes);
        json.number("duration_in_seconds", seconds(media));
    });
    extension(&mut json, parts);
    json.end('}');
}

/// What JSON Feed has no member for.
fn extension(json: &mut Json<'_>, parts: &Parts<'_>) {
    let article = parts.article;
    json.object("_feedwright", |json| {
        json.maybe("subtitle", article.subtitle.as_deref());
        json.maybe("section", article.section.as_deref());
        json.maybe("byline", article.byline.as_deref());
        json.maybe("dateline", article.dateline.as_deref());
        json.maybe("correction", article.correction.as_deref());
        json.maybe("rights", article.rights.as_deref());
        json.maybe("license", article.license.as_deref().map(address).as_deref());
        if let Some((title, url)) = parts.origin() {
            json.object("source", |json| {
                json.string("title", title);
                json.maybe("url", url.as_deref());
            });
        }
        let detailed = parts.named_authors().any(|a| a.email.is_some() || a.organization);
        if detailed {
            json.objects("authors", parts.named_authors(), |json, a| {
                json.string("name", a.name.trim());
                json.maybe("url", a.url.as_deref().map(address).as_deref());
                json.maybe("email", a.email.as_deref());
                json.flag("organization", a.organization.then_some(true));
            });
        }
        json.objects("categories", &parts.categories, |json, c| {
            json.string("term", c.term);
            json.maybe("scheme", c.scheme);
            json.maybe("label", c.label);
        });
        json.objects("related", article.related.iter().filter(|l| !l.url.is_empty()), related);
        json.objects("media", &parts.objects, |json, object| {
            media(json, object.media, &object.sizes);
        });
    });
}

fn media(json: &mut Json<'_>, media: &Media, sizes: &[Size<'_>]) {
    if let Some(size) = sizes.first() {
        dimensions(json, size);
    }
    json.string("medium", media.medium.name());
    json.number("duration_in_seconds", seconds(media));
    json.flag("lead", media.lead.then_some(true));
    json.maybe("title", media.title.as_deref());
    json.maybe("alt", media.alt.as_deref());
    json.maybe("caption", media.caption.as_deref());
    json.maybe("credit_line", media.credit_line.as_deref());
    json.objects("credits", media.credits.iter().filter(|c| !c.name.trim().is_empty()), |json, credit| {
        json.string("name", credit.name.trim());
        json.maybe("role", (credit.role != Role::Unknown).then(|| credit.role.name()));
    });
    json.maybe("kind", super::kind_name(media.kind));
    json.maybe("copyright", media.copyright.as_deref());
    json.maybe("copyright_url", media.copyright_url.as_deref().map(address).as_deref());
    json.maybe("license", media.license.as_deref().map(address).as_deref());
    json.strings("keywords", media.keywords.iter().map(String::as_str));
    json.maybe("rating", media.rating.as_deref());
    if let Some((algorithm, digits)) = &media.hash {
        json.object("hash", |json| {
            json.string("algorithm", algorithm);
            json.string("value", digits);
        });
    }
    let source_type = source_type(media)
        .map(|t| if t.contains('/') { t.to_owned() } else { format!("{}{t}", super::media::SOURCE_TYPES) });
    json.maybe("digital_source_type", source_type.as_deref());
    json.maybe("data_mining", media.data_mining.as_deref());
    json.flag("syndication_rights", media.syndication_rights);
    json.maybe("licensor", media.licensor.as_deref());
    json.objects("renditions", sizes.iter().skip(1), |json, size| {
        json.maybe("name", size.name);
        dimensions(json, size);
    });
}

fn dimensions(json: &mut Json<'_>, size: &Size<'_>) {
    json.string("url", &size.url);
    json.maybe("mime_type", size.mime);
    json.number("width", size.width.map(u64::from));
    json.number("height", size.height.map(u64::from));
    json.number("size_in_bytes", size.bytes);
}

fn seconds(media: &Media) -> Option<u64> {
    media.duration.filter(|d| d.is_finite() && *d > 0.0).map(|d| d.round().max(1.0) as u64)
}

fn author(json: &mut Json<'_>, person: &Person) {
    json.string("name", person.name.trim());
    json.maybe("url", person.url.as_deref().map(address).as_deref());
}

fn category(json: &mut Json<'_>, category: &Category) {
    json.string("term", &category.term);
    json.maybe("scheme", category.scheme.as_deref());
    json.maybe("label", category.label.as_deref());
}

fn related(json: &mut Json<'_>, link: &Link) {
    json.string("url", &address(&link.url));
    json.maybe("title", link.title.as_deref());
}

pub(super) fn foot(pretty: bool) -> &'static str {
    if pretty { "\n  ]\n}\n" } else { "]}\n" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_string_is_read_back_as_xml_would_have_it(text in "(?s)[^\u{FFFE}\u{FFFF}]{0,60}|[\"\\\\\r\n\t\u{1}a-cé]{0,200}") {
            let mut out = String::from('"');
            escape(&mut out, &text);
            out.push('"');
            let read: String = serde_json::from_str(&out).expect("a JSON string");
            prop_assert_eq!(read, super::super::xml::clean(&text));
        }
    }
}
