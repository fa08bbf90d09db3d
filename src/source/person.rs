//! Persons and organisations of a record, in the forms that people write them in.

use std::borrow::Cow;

use super::by_hand;
use super::byline::{PICTURES, is_nobody, without_words};
use super::node::{Node, Path};
use super::people::{KEYS, People};
use super::value::{Reader, member, text_of};
use super::wrapped;
use crate::article::{Address, Person};
use crate::diagnostic::Severity;

/// Words between two names, and whether both must be of several words for it: some are part of names.
const JOINTS: [(&str, bool); 16] = [
    (" / ", true),
    (" + ", true),
    (" and ", false),
    (" und ", false),
    (" et ", false),
    (" och ", false),
    (" og ", false),
    (" & ", true),
    (" y ", true),
    (" e ", true),
    (" en ", true),
    (" i ", true),
    (" и ", true),
    (" та ", true),
    (" και ", true),
    (" ve ", true),
];

/// What belongs to the name before the comma.
const SUFFIXES: [&str; 16] =
    ["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "inc", "ltd", "llc", "gmbh", "ag", "plc", "co", "corp"];

/// Words of which the names of bodies are made: what joins them joins no persons.
const OF_BODIES: [&str; 24] = [
    "of",
    "for",
    "the",
    "team",
    "staff",
    "department",
    "ministry",
    "board",
    "society",
    "institute",
    "press",
    "news",
    "company",
    "association",
    "council",
    "university",
    "committee",
    "agency",
    "group",
    "foundation",
    "office",
    "sons",
    "partners",
    "redaktion",
];

/// Persons of a field: a list, a table, a text that names several, or a table of them by their keys.
///
/// Those whom the site's own files name by keys are as these have them.
pub(crate) fn persons<'n>(node: &'n Node<'n>, r: &mut Reader, people: &People) -> Vec<Person> {
    let node = wrapped::things(node);
    let by_key = match node {
        Node::Table(members) if name_of(wrapped::thing(node, &NAMES, &OWN), r).is_none() => {
            let tables = members.iter().filter(|(_, value)| matches!(value, Node::Table(_)));
            (tables.clone().count() == members.len() && !members.is_empty()).then_some(tables)
        }
        _ => None,
    };
    let mut found = Vec::new();
    match by_key {
        Some(tables) => {
            for (key, table) in tables {
                found.extend(r.inside(key, |r| person(table, r)));
            }
        }
        None => {
            let all: Vec<Vec<Person>> = r.list(node, |item, r| match item {
                Node::Table(_) if wrapped::is_inner(item, true) => None,
                Node::Table(_) => known(item, r, people).or_else(|| person(item, r)).map(|one| vec![one]),
                _ => match item.text().and_then(|text| by_hand::linked(&text)) {
                    Some(linked) => Some(named(&linked)),
                    None => Some(named(&r.short_prose(item)?)),
                },
            });
            found.extend(all.into_iter().flatten());
        }
    }
    for person in found.iter_mut().filter(|_| !people.is_empty()) {
        match people.find(&person.name) {
            Some(known) => *person = completed(known, person),
            None if is_key(&person.name) => {
                let message = format!("`{}` is none of the authors whom the files of `authors` name", person.name);
                let help = "add that author there, or write the name as readers are to see it";
                r.fault(Severity::Warning, "unknown-author", message, Some(help.into()));
            }
            None => {}
        }
    }
    once(found)
}

/// The author whom a table names by a key alone.
fn known(node: &Node<'_>, r: &mut Reader, people: &People) -> Option<Person> {
    // Beside a key a title is the person's office.
    let own = ["name", "displayname", "fullname", "authorname", "givenname", "firstname", "familyname", "lastname"];
    if people.is_empty() || member(node, &own).is_some() {
        return None;
    }
    let known = KEYS.iter().find_map(|name| people.find(&text_of(node, r, &[name])?))?;
    let Node::Table(members) = node else { return None };
    let named = vec![("name".into(), Node::Text(known.name.as_str().into()))];
    let own = Node::Table(named.into_iter().chain(members.iter().cloned()).collect());
    person(&own, r).map(|own| completed(known, &own))
}

/// An author as the site's files have it, with what the record says otherwise.
fn completed(known: &Person, own: &Person) -> Person {
    Person {
        name: known.name.clone(),
        email: own.email.clone().or_else(|| known.email.clone()),
        url: own.url.clone().or_else(|| known.url.clone()),
        organization: own.organization || known.organization,
    }
}

/// Whether a name looks like a key: one word in small letters.
fn is_key(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
}

/// Each name once, with all that is said of it.
fn once(found: Vec<Person>) -> Vec<Person> {
    let mut kept: Vec<Person> = Vec::with_capacity(found.len());
    for person in found {
        match kept.iter_mut().find(|known| known.name == person.name) {
            Some(known) => {
                known.email = known.email.take().or(person.email);
                known.url = known.url.take().or(person.url);
                known.organization |= person.organization;
            }
            None => kept.push(person),
        }
    }
    kept
}

/// Names that a person's table may have the name under.
const NAMES: [&str; 14] = [
    "name",
    "displayname",
    "fullname",
    "authorname",
    "title",
    "label",
    "givenname",
    "firstname",
    "first",
    "given",
    "familyname",
    "lastname",
    "surname",
    "last",
];

/// Names of a person within another table: `{"author": {"name": …}}`.
const OWN: [&str; 3] = ["author", "person", "user"];

fn name_of(node: &Node<'_>, r: &mut Reader) -> Option<String> {
    if let Some((key, inner @ Node::Table(_))) = member(node, &["name"]) {
        return r.inside(key, |r| name_of(inner, r));
    }
    let whole = text_of(node, r, &["name", "displayname", "fullname", "authorname", "title", "label"]);
    whole.or_else(|| {
        let given = text_of(node, r, &["givenname", "firstname", "first", "given"]);
        let family = text_of(node, r, &["familyname", "lastname", "surname", "last", "family"]);
        let both: Vec<String> = given.into_iter().chain(family).collect();
        (!both.is_empty()).then(|| both.join(" "))
    })
}

/// One person as a table, or the first that a text names.
pub(crate) fn person<'n>(node: &'n Node<'n>, r: &mut Reader) -> Option<Person> {
    if !matches!(node, Node::Table(_)) {
        return named(&r.short_prose(node)?).into_iter().next();
    }
    let node = wrapped::thing(node, &NAMES, &OWN);
    let Some(name) = name_of(node, r) else {
        r.fault(Severity::Warning, "field-without-name", format!("`{}` has no `name`", Path(&r.path)), None);
        return None;
    };
    let flag = member(node, &["organization", "organisation"]).and_then(|(key, value)| match value {
        // A person's organisation by its name is none of the person's own.
        Node::Text(_) | Node::Table(_) if value.bool().is_none() => None,
        _ => r.inside(key, |r| r.flag(value)),
    });
    let typed =
        member(node, &["type"]).and_then(|(_, v)| v.text()).is_some_and(|t| t.to_ascii_lowercase().contains("organi"));
    // A name may have its address with it.
    let own = Some(one(&name)).filter(|own| own.email.is_some() || own.url.is_some());
    let page = member(node, &["url", "uri", "website", "link", "homepage", "href", "authorurl", "web", "site"]);
    let page =
        page.map(|(key, value)| (key, if let Node::List(all) = value { all.first().unwrap_or(value) } else { value }));
    // Some give an address of mail there.
    let mail = page.and_then(|(_, value)| value.text()).map(|text| text.trim_start_matches("mailto:").to_owned());
    let mail = mail.filter(|mail| is_mail(mail));
    let (email, url) = own.as_ref().map_or((None, None), |own| (own.email.clone(), own.url.clone()));
    Some(Person {
        name: own.map_or(name, |own| own.name),
        email: text_of(node, r, &["email", "mail", "authoremail"])
            .filter(|m| is_mail(m))
            .or(email)
            .or_else(|| mail.clone()),
        url: page
            .filter(|_| mail.is_none())
            .and_then(|(key, value)| r.inside(key, |r| by_hand::page(value, r)))
            .or(url),
        organization: flag.unwrap_or(typed),
    })
}

/// The persons that a text names.
pub(crate) fn named(text: &str) -> Vec<Person> {
    let text = without_words(text.trim());
    if is_nobody(text) {
        return Vec::new();
    }
    if is_plain_name(text) {
        return vec![Person { name: text.to_owned(), ..Person::default() }];
    }
    let parts = text.split(['、', '，', '；']).flat_map(parts);
    once(parts.map(one).filter(|person| !person.name.is_empty()).collect())
}

/// Whether a text is the name of one person and nothing else, as mostly: words that begin with a capital letter, none of
/// which can join two names.
fn is_plain_name(text: &str) -> bool {
    let is_part_of_word = |b: u8| b.is_ascii_alphabetic() || !b.is_ascii() || matches!(b, b' ' | b'.' | b'-' | b'\'');
    let mut before = b' ';
    let fits = |b: u8| {
        let begins_word = std::mem::replace(&mut before, b) == b' ';
        is_part_of_word(b) && (!begins_word || b.is_ascii_uppercase())
    };
    text.bytes().all(fits) && before != b' '
}

/// A text apart at its commas and joints, outside of brackets.
fn parts(text: &str) -> Vec<&str> {
    if !text.bytes().any(|b| matches!(b, b',' | b';' | b' ' | b'|')) {
        return vec![text];
    }
    let is_body =
        |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| OF_BODIES.contains(&&*word.to_lowercase()));
    let mut found: Vec<&str> = Vec::new();
    for part in at_commas(text) {
        let part = part.trim();
        let part = ["and ", "und ", "et ", "& "].iter().find_map(|joint| part.strip_prefix(joint)).unwrap_or(part);
        // The rest of a body's name, or of a person's, stays with what is before it.
        let bare = part.to_lowercase().replace('.', "");
        if SUFFIXES.contains(&&*bare)
            && let Some(last) = found.last_mut()
        {
            let start = last.as_ptr() as usize - text.as_ptr() as usize;
            let end = part.as_ptr() as usize - text.as_ptr() as usize + part.len();
            *last = &text[start..end];
            continue;
        }
        // Who took the pictures did not write the text.
        if !found.is_empty()
            && PICTURES.iter().any(|label| part.get(..label.len()).is_some_and(|head| head.eq_ignore_ascii_case(label)))
        {
            continue;
        }
        // What somebody is is nobody: `Ann Bee, the bit shifter`.
        if found.first().is_some_and(|first| is_plain_name(first) || first.contains('('))
            && is_description(part, found.iter().any(|name| name.contains("](")))
        {
            continue;
        }
        if is_body(part) { found.push(part) } else { joined(part, &mut found) }
    }
    // A family name before its person's own is one name.
    let single = |part: &&&str| !part.contains(' ');
    if let [family, _] = &found[..]
        && text.matches(',').count() == 1
        && single(&family)
        && !text.contains(" and ")
        && !text.contains(['<', '@', '[', '('])
        && found.iter().all(|part| part.split(' ').count() <= 2)
        && found[1].split(' ').all(|word| !word.is_empty())
        && single(&&found[1])
    {
        return vec![text.trim()];
    }
    found
}

/// Last words of what somebody does.
const JOBS: [&str; 22] = [
    "engineer",
    "developer",
    "designer",
    "manager",
    "director",
    "editor",
    "writer",
    "reporter",
    "scientist",
    "researcher",
    "architect",
    "consultant",
    "founder",
    "cofounder",
    "co-founder",
    "ceo",
    "cto",
    "maintainer",
    "intern",
    "journalist",
    "professor",
    "correspondent",
];

/// Whether words behind a name say what somebody is: an article, a job, or no capitals where names have them; behind
/// a name with a link two words may be that, too.
fn is_description(part: &str, linked: bool) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_small = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    if words.len() < 2 || part.contains(['@', '(', '<', '[']) {
        return false;
    }
    matches!(*first, "the" | "a" | "an")
        || JOBS.contains(&&*last.to_lowercase())
        || ((words.len() > 2 || linked) && words.iter().all(is_small))
        || (!is_small(first) && is_small(last))
}

/// The places where a text comes apart at commas, semicolons and bars outside of brackets. Between semicolons a family
/// name may stand before its person's own: `Doe, Jane; Smith, John`.
fn at_commas(text: &str) -> Vec<&str> {
    let persons = apart(text, b";|");
    if persons.len() < 2 {
        return apart(text, b",;|");
    }
    let is_one = |person: &str| {
        let words = |part: &str| part.split_whitespace().count();
        person.split_once(',').is_some_and(|(family, own)| {
            words(family) == 1
                && (1..=2).contains(&words(own))
                && !own.contains(',')
                && !person.contains(['@', '(', '<'])
        })
    };
    persons.into_iter().flat_map(|person| if is_one(person) { vec![person] } else { apart(person, b",") }).collect()
}

/// The parts of a text between these marks outside of brackets.
fn apart<'t>(text: &'t str, marks: &[u8]) -> Vec<&'t str> {
    let mut depth = 0_usize;
    let mut from = 0;
    let mut found = Vec::new();
    for (at, b) in text.bytes().enumerate() {
        match b {
            b'(' | b'<' | b'[' => depth += 1,
            b')' | b'>' | b']' => depth = depth.saturating_sub(1),
            mark if depth == 0 && marks.contains(&mark) => {
                found.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[from..]);
    found.retain(|part| !part.trim().is_empty());
    found
}

/// Splits at the words between two names.
fn joined<'t>(part: &'t str, found: &mut Vec<&'t str>) {
    let mut rest = part;
    loop {
        let words = |text: &str| text.split_whitespace().count();
        let outside = |at: usize| {
            let before = &rest[..at];
            ['(', '[', '<']
                .iter()
                .zip([')', ']', '>'])
                .all(|(open, close)| before.matches(*open).count() <= before.matches(close).count())
        };
        let begins = |text: &str| {
            text.trim_start().chars().next().is_some_and(|c| c.is_uppercase() || "[@".contains(c) || !c.is_ascii())
        };
        let joint = JOINTS.iter().filter_map(|(joint, of_words)| Some((rest.find(joint)?, *joint, *of_words)));
        let next = joint.filter(|(at, joint, of_words)| {
            let (before, after) = (&rest[..*at], &rest[at + joint.len()..]);
            let listed = *joint == " & " && !found.is_empty();
            let enough = !of_words
                || listed
                || (words(before) > 1 && (words(after) > 1 || JOINTS.iter().any(|(j, _)| after.contains(j))));
            outside(*at) && enough && begins(before) && begins(after)
        });
        let Some((at, joint, _)) = next.min_by_key(|(at, ..)| *at) else { break };
        found.push(rest[..at].trim());
        rest = &rest[at + joint.len()..];
    }
    found.push(rest.trim());
}

/// A person from `Name`, `Name <address>`, `address (Name)`, `Name (address)` or `[Name](address)`; an address is one of
/// mail or of the web.
fn one(text: &str) -> Person {
    let text = text.trim();
    let plain = || Person { name: text.to_owned(), ..Person::default() };
    if !text.bytes().any(|b| matches!(b, b'<' | b'(')) {
        return plain();
    }
    if let Some(link) = text.find('[').filter(|_| text.contains("]("))
        && let Some((name, rest)) = text[link + 1..].split_once("](")
        && let Some((to, after)) = rest.split_once(')')
    {
        // `Ann Bee ([@bee](https://…))`: under which name somebody is found there.
        let (before, after) = (text[..link].trim(), after.trim());
        let handle = before.strip_suffix('(').zip(after.strip_prefix(')')).filter(|_| name.trim().starts_with('@'));
        let (before, name, after) = match handle {
            Some((before, after)) if !before.trim().is_empty() => (before.trim(), "", after.trim()),
            _ => (before, name.trim(), after),
        };
        let name: Vec<&str> = [before, name, after].into_iter().filter(|part| !part.is_empty()).collect();
        return with(&name.join(" "), to.trim())
            .unwrap_or_else(|| Person { name: name.join(" "), ..Person::default() });
    }
    let split = |open: char, close: char| {
        let (before, rest) = text.split_once(open)?;
        let (inner, after) = rest.split_once(close)?;
        after.trim().is_empty().then(|| (before.trim(), inner.trim()))
    };
    let known = [split('<', '>'), split('(', ')'), split('(', ')').map(|(mail, name)| (name, mail))];
    known
        .into_iter()
        .flatten()
        .filter(|(name, _)| !name.is_empty())
        .find_map(|(name, to)| with(name, to))
        .unwrap_or_else(plain)
}

/// A person with an address of mail or of the web; `None` where it is neither.
fn with(name: &str, to: &str) -> Option<Person> {
    let to = to.strip_prefix("mailto:").unwrap_or(to);
    let person = Person { name: name.to_owned(), ..Person::default() };
    if is_mail(to) {
        return Some(Person { email: Some(to.to_owned()), ..person });
    }
    let url = to.parse::<Address>().ok().filter(|url| url.is_web() || to.starts_with('/'))?;
    Some(Person { url: Some(url), ..person })
}

/// Whether a text is an address of mail.
pub(super) fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && text.bytes().all(|b| b.is_ascii_graphic() && !b"<>()[],;:\"\\".contains(&b))
            && !domain.contains('@')
    })
}

/// Completes a single author by what stands beside the name: `author_url`, `author_email`.
pub(crate) fn described(authors: &mut [Person], url: Option<Address>, email: Option<Cow<'_, str>>) {
    if let [author] = authors {
        author.url = author.url.take().or(url);
        author.email = author.email.take().or_else(|| email.map(Cow::into_owned).filter(|mail| is_mail(mail)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let shown = |person: Person| {
            let parts = [Some(person.name), person.email, person.url.map(String::from)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" = ")
        };
        named(text).into_iter().map(shown).collect()
    }

    #[test]
    fn persons_are_read_from_their_forms() {
        for (text, expected) in [
            ("Ann Bee", &["Ann Bee"][..]),
            ("Written by Ann Bee", &["Ann Bee"]),
            ("By: Ann Bee and Bo Cee", &["Ann Bee", "Bo Cee"]),
            ("Text: Ann Bee, Fotos: Carl Dee", &["Ann Bee"]),
            ("By the sea", &["By the sea"]),
            ("Von Trapp", &["Von Trapp"]),
            ("Ann Bee / Carl Dee", &["Ann Bee", "Carl Dee"]),
            ("Ann Bee + Carl Dee", &["Ann Bee", "Carl Dee"]),
            ("AC / DC", &["AC / DC"]),
            ("Texter", &["Texter"]),
            ("-", &[]),
            ("N/A", &[]),
            ("undefined", &[]),
            ("Ann Bee <ann@bee.example>", &["Ann Bee = ann@bee.example"]),
            ("ann@bee.example (Ann Bee)", &["Ann Bee = ann@bee.example"]),
            ("Ann Bee (ann@bee.example)", &["Ann Bee = ann@bee.example"]),
            ("Ann Bee <https://bee.example/>", &["Ann Bee = https://bee.example/"]),
            ("Ann (Bee)", &["Ann (Bee)"]),
            ("[Ann](https://a.example)", &["Ann = https://a.example"]),
            ("[Ann](https://a.example) (Org)", &["Ann (Org) = https://a.example"]),
            ("[Ann](https://a.example) (Org, Inc), Bo (Other)", &["Ann (Org, Inc) = https://a.example", "Bo (Other)"]),
            ("Ann Bee ([@bee](https://x.example/bee)), V8 historian", &["Ann Bee = https://x.example/bee"]),
            ("Ann Bee ([@bee](https://x.example/bee)), cache smasher", &["Ann Bee = https://x.example/bee"]),
            ("Ann Bee, Bo Cee, main thread defenders", &["Ann Bee", "Bo Cee"]),
            ("Ann Bee, the bit shifter", &["Ann Bee"]),
            ("Ann Bee, Software Engineer", &["Ann Bee"]),
            ("Ann Bee, danah boyd", &["Ann Bee", "danah boyd"]),
            ("Ann Bee, Ludwig van Cee", &["Ann Bee", "Ludwig van Cee"]),
            ("ann, bo cee dee", &["ann", "bo cee dee"]),
            ("Ann Bee and Bo Cee", &["Ann Bee", "Bo Cee"]),
            ("Ann and Bo", &["Ann", "Bo"]),
            ("Ann, Bo & Cy", &["Ann", "Bo", "Cy"]),
            ("Ann Bee, Bo Cee & Cy Dee", &["Ann Bee", "Bo Cee", "Cy Dee"]),
            ("Ann Bee, Bo Cee, and Cy Dee", &["Ann Bee", "Bo Cee", "Cy Dee"]),
            ("Ann Bee; Bo Cee", &["Ann Bee", "Bo Cee"]),
            ("Doe, Jane; Smith, John", &["Doe, Jane", "Smith, John"]),
            ("Doe, Jane Ann; Bo Cee", &["Doe, Jane Ann", "Bo Cee"]),
            ("Ann Bee, Bo Cee; Cy Dee", &["Ann Bee", "Bo Cee", "Cy Dee"]),
            ("Ann <a@x.example>, Bo", &["Ann = a@x.example", "Bo"]),
            ("Ann Bee und Bo Cee", &["Ann Bee", "Bo Cee"]),
            ("Ana Ruiz y José Pérez", &["Ana Ruiz", "José Pérez"]),
            ("José Ortega y Gasset", &["José Ortega y Gasset"]),
            ("Simon & Schuster", &["Simon & Schuster"]),
            ("Department of Trade and Industry", &["Department of Trade and Industry"]),
            ("The Courier and the Tide team", &["The Courier and the Tide team"]),
            ("Martin King, Jr.", &["Martin King, Jr."]),
            ("Acme, Inc.", &["Acme, Inc."]),
            ("Bee, Ann", &["Bee, Ann"]),
            ("Ann Bee, Ann Bee", &["Ann Bee"]),
            ("", &[]),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }
}
