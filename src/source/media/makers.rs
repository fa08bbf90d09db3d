//! Who made a picture, by the names and in the forms that content systems have for that.

use std::borrow::Cow;

use crate::credit::{Credit, Role};
use crate::source::node::Node;
use crate::source::people;
use crate::source::person;
use crate::source::value::{Reader, member};

/// The makers that a member names: a text, a table, or a list of either.
pub(super) fn makers(node: &Node<'_>, role: Role, r: &mut Reader) -> Vec<Credit> {
    let named = |name: String| Credit { role, name };
    match node {
        // Numbers are keys of something else.
        Node::Integer(_) | Node::Float(_) | Node::Bool(_) => Vec::new(),
        Node::Table(_) | Node::List(_) => {
            let known = r.faults.len();
            let persons = person::persons(node, r, &people::NONE);
            // One without a name, as a key alone, is nobody.
            r.faults.truncate(known);
            persons.into_iter().map(|person| named(person.name)).collect()
        }
        _ => r.text(node).filter(|name| !is_key(name)).map(Cow::into_owned).map(named).into_iter().collect(),
    }
}

/// Whether a text is a number or an address: no name.
fn is_key(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) || text.contains("://")
}

/// Where a picture comes from, by members that may be anything else: `source`, `provider`.
pub(super) fn origins(node: &Node<'_>, r: &mut Reader) -> Vec<Credit> {
    // Of programs and services: `local`, `aws-s3`, `unsplash`.
    let is_name = |credit: &Credit| credit.name.starts_with(char::is_uppercase);
    let roles = [("source", Role::Source), ("provider", Role::Agency), ("courtesy", Role::Courtesy)];
    let found = roles.iter().filter_map(|(name, role)| Some((member(node, &[name])?, *role)));
    let all: Vec<Vec<Credit>> = found.map(|((name, value), role)| r.inside(name, |r| makers(value, role, r))).collect();
    all.into_iter().flatten().filter(is_name).collect()
}

/// Credits by what those did: `{"by": [{"name": "Ann Bee"}], "affiliation": [{"name": "Reuters"}]}`.
pub(super) fn by_part(node: &Node<'_>, r: &mut Reader) -> Option<Vec<Credit>> {
    let parts = [("by", Role::Photographer), ("affiliation", Role::Agency)];
    let found: Vec<_> = parts.iter().filter_map(|(name, role)| Some((member(node, &[name])?, *role))).collect();
    if found.is_empty() {
        return None;
    }
    let all = found.into_iter().map(|((name, value), role)| r.inside(name, |r| makers(value, role, r)));
    Some(all.collect::<Vec<_>>().concat())
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use serde_json::json;

    #[test]
    fn makers_are_found_in_every_form() {
        let url = "https://c.example/a.jpg";
        let said = |mut picture: serde_json::Value| {
            picture["url"] = url.into();
            let media = read(&Node::from(&picture), &mut Reader::new(chrono_tz::Tz::UTC), &[]).unwrap();
            let credits = media.credits.into_iter().map(|credit| credit.name);
            credits.chain(media.credit_line).chain(media.copyright).collect::<Vec<_>>().join("; ")
        };
        for picture in [
            json!({"author": {"@type": "Person", "name": "Ann Bee"}}),
            json!({"credits": {"by": [{"name": "Ann Bee"}]}}),
            json!({"photographer": {"name": "Ann Bee"}}),
            json!({"photographer": {"first_name": "Ann", "last_name": "Bee"}}),
            json!({"photographers": ["Ann Bee"]}),
            json!({"copyrightHolder": {"name": "Ann Bee"}}),
            json!({"copyright_holder": "Ann Bee"}),
            json!({"artist": "Ann Bee"}),
            json!({"author": "Ann Bee"}),
            json!({"attribution": "Ann Bee"}),
            json!({"source": "Ann Bee"}),
            json!({"provider": {"name": "Ann Bee"}}),
            json!({"photo_credit": "Ann Bee"}),
            json!({"photographer_name": "Ann Bee"}),
            json!({"creatorName": "Ann Bee"}),
            json!({"fotograf": "Ann Bee"}),
            json!({"urheber": "Ann Bee"}),
            json!({"courtesy": "Ann Bee"}),
        ] {
            assert_eq!(said(picture.clone()), "Ann Bee", "{picture}");
        }
        let both = json!({"credits": {"by": [{"name": "Ann Bee"}], "affiliation": [{"name": "Reuters"}]}});
        assert_eq!(said(both), "Ann Bee; Reuters");
        for picture in [
            json!({"author": 7, "provider": "aws-s3", "source": "upload"}),
            json!({"author": "7", "source": "https://a.example/x"}),
            json!({"author": {"id": 7}}),
        ] {
            assert_eq!(said(picture.clone()), "", "{picture}");
        }
    }
}
