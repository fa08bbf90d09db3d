//! Which page comes behind a page: RFC 8288's `next`, a number, or what a member of the answer says.

use serde_json::Value;
use url::Url;

use super::look::member;
use crate::config::RemoteAddress;

/// How the pages of an address are gone through.
#[derive(Debug)]
pub(super) struct Paging<'p> {
    pub(super) address: &'p RemoteAddress,
    /// The member of an answer that says what comes next.
    pub(super) next: Option<&'p str>,
}

impl Paging<'_> {
    /// The address of a page by its number, and by what the one before it says comes next.
    pub(super) fn url(&self, number: u32, before: Option<(&Url, &str)>) -> Result<Url, String> {
        let Some((url, next)) = before else { return self.address.url(number, "") };
        if self.address.uses("cursor") {
            return self.address.url(number, next);
        }
        if self.is_numbered() {
            return self.address.url(number, "");
        }
        url.join(next).map_err(|error| format!("what follows page {} is no address: {error}", number - 1))
    }

    /// Whether the pages end where one holds nothing.
    pub(super) fn is_numbered(&self) -> bool {
        self.next.is_none() && self.address.uses("page")
    }

    /// What an answer says comes next; a number goes on by itself.
    pub(super) fn next(&self, fields: &[(String, String)], document: &[u8]) -> Option<String> {
        if let Some(path) = self.next {
            let value: Value = serde_json::from_slice(member(document, path)?).ok()?;
            let next = match value {
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                _ => return None,
            };
            return Some(next).filter(|next| !next.trim().is_empty());
        }
        if self.is_numbered() {
            return Some(String::new());
        }
        let links = fields.iter().filter(|(name, _)| name == "link");
        links.flat_map(|(_, value)| linked(value)).find(|link| link.is("next")).map(|link| link.target)
    }
}

/// A link of a header field.
#[derive(Debug, PartialEq, Eq)]
struct Link {
    target: String,
    parameters: Vec<(String, String)>,
}

impl Link {
    /// Whether it leads from this document to one of this relation.
    fn is(&self, relation: &str) -> bool {
        let of = |name: &str| self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| &**value);
        of("anchor").is_none()
            && of("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(relation)))
    }
}

/// The links of a header field, by RFC 8288, 3.
fn linked(value: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut rest = value.trim_start_matches([' ', '\t', ',']);
    while let Some((target, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        let mut link = Link { target: target.trim().to_owned(), parameters: Vec::new() };
        rest = after.trim_start();
        while let Some(after) = rest.strip_prefix(';') {
            let after = after.trim_start();
            let end = after.find(['=', ';', ',']).unwrap_or(after.len());
            let name = after[..end].trim().to_ascii_lowercase();
            rest = &after[end..];
            let mut own = String::new();
            if let Some(after) = rest.strip_prefix('=') {
                (own, rest) = parameter(after.trim_start());
            }
            if !link.parameters.iter().any(|(known, _)| *known == name) {
                link.parameters.push((name, own));
            }
            rest = rest.trim_start();
        }
        links.push(link);
        rest = rest.trim_start_matches([' ', '\t', ',']);
    }
    links
}

/// The value of a parameter, in quotes or not, and what is behind it.
fn parameter(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',']).unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let (mut own, mut letters) = (String::new(), quoted.char_indices());
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (own, &quoted[at + 1..]),
            '\\' => own.extend(letters.next().map(|(_, escaped)| escaped)),
            letter => own.push(letter),
        }
    }
    (own, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(fields: &[(&str, &str)], document: &str, address: &str, member: Option<&str>) -> Option<String> {
        let address = RemoteAddress::parse(address).unwrap();
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Paging { address: &address, next: member }.next(&fields, document.as_bytes())
    }

    #[test]
    fn the_next_page_is_found_in_link_fields_however_they_are_written() {
        let plain = "https://a.example/x";
        for value in [
            "<https://a.example/x?page=2>; rel=\"next\", <https://a.example/x?page=9>; rel=\"last\"",
            "<https://a.example/x?a=1,2>; rel=prev, <https://a.example/x?page=2>;rel=next",
            "<https://a.example/x?page=2>; title=\"a, \\\"b\\\"; rel=prev\"; REL=\"Last NEXT\"",
            "</p>; rel=\"next\"; anchor=\"#foo\", <https://a.example/x?page=2> ; rel = next",
            ", ,<https://a.example/x?page=2>; crossorigin; rel=\"next\"; rel=\"prev\"",
        ] {
            assert_eq!(
                next(&[("link", value)], "", plain, None).as_deref(),
                Some("https://a.example/x?page=2"),
                "{value}"
            );
        }
        for value in ["", "<x>", "<x>; rel=prev", "x; rel=next", "<x; rel=next", "<x>; rel=\"next\"; anchor=\"/y\""] {
            assert_eq!(next(&[("link", value)], "", plain, None), None, "{value}");
        }
        let fields = [("link", "<a>; rel=prev"), ("link", "<b>; rel=next")];
        assert_eq!(next(&fields, "", plain, None).as_deref(), Some("b"));
    }

    #[test]
    fn a_member_says_what_comes_next_and_ends_it() {
        let of = |document: &str| next(&[], document, "https://a.example/x", Some("meta.next"));
        assert_eq!(of(r#"{"meta":{"next":"/x?after=7"}}"#).as_deref(), Some("/x?after=7"));
        assert_eq!(of(r#"{"meta":{"next":7}}"#).as_deref(), Some("7"));
        for end in [
            r#"{"meta":{"next":null}}"#,
            r#"{"meta":{"next":""}}"#,
            r#"{"meta":{"next":false}}"#,
            r#"{"meta":{}}"#,
            "[]",
        ] {
            assert_eq!(of(end), None, "{end}");
        }
    }

    #[test]
    fn the_address_of_a_page_is_relative_to_the_one_before_or_made_of_number_and_cursor() {
        let url = |address: &str, member: Option<&str>, next: &str| {
            let address = RemoteAddress::parse(address).unwrap();
            let before = Url::parse("https://a.example/api/x?page=1").unwrap();
            Paging { address: &address, next: member }.url(2, Some((&before, next))).map(String::from)
        };
        assert_eq!(url("https://a.example/api/x", None, "?page=2").unwrap(), "https://a.example/api/x?page=2");
        assert_eq!(url("https://a.example/x?p={{ page }}", None, "").unwrap(), "https://a.example/x?p=2");
        let by_cursor = url("https://a.example/x?c={{ cursor }}", Some("next"), "a/b");
        assert_eq!(by_cursor.unwrap(), "https://a.example/x?c=a%2Fb");
    }
}
