//! The authors whom files of the site name by short keys: Docusaurus's `authors.yml`, Jekyll's `_data`, Hugo's `data`,
//! pages of a taxonomy, JSON.

use std::collections::BTreeMap;
use std::path::Path;

use super::field::CONTAINERS;
use super::format::front_matter::{self, Head, Syntax};
use super::node::{Members, Node, Path as Steps, Step};
use super::person;
use super::read::Stretch;
use super::record::Fault;
use super::supply::Supply as _;
use super::supply::files::Files;
use super::value::{Reader, text_of};
use crate::article::{Person, id};
use crate::config::Source;
use crate::diagnostic::{Diagnostic, Severity};

/// The authors that files of a site name.
#[derive(Clone, Debug, Default)]
pub(crate) struct People {
    by_key: BTreeMap<String, Person>,
    /// The files, as a listing names them.
    files: Vec<Box<str>>,
    /// A number that other authors give another of.
    pub(super) print: u64,
}

/// Where no file names any.
pub(super) static NONE: People = People { by_key: BTreeMap::new(), files: Vec::new(), print: 0 };

/// Members by which an author is known besides the name.
pub(super) const KEYS: [&str; 9] =
    ["key", "id", "slug", "username", "login", "handle", "shortname", "identifier", "authorid"];

/// Tables around those of all authors.
const AROUND: [&str; 5] = ["authors", "author", "people", "users", "team"];

impl People {
    /// Reads those of a source, with what is wrong in them.
    pub(super) fn of(root: &Path, source: &Source) -> (Self, Vec<Diagnostic>) {
        let mut people = Self::default();
        let mut found = Vec::new();
        for written in source.authors.as_slice() {
            let files = Files::of_pattern(root, written);
            let listing = files.list();
            if listing.units.is_empty() {
                let message = format!("there is no file `{written}`, which is to name authors");
                let help = "correct `authors` of the source, which counts from the folder of the config; until then \
                            articles name their authors as records do";
                found.push(Diagnostic::warning("authors-not-found", message).help(help));
            }
            for unit in &listing.units {
                let whole = files.open(unit).and_then(|opened| opened.whole());
                let Ok(bytes) = whole else {
                    let message = format!("`{}`, which is to name authors, cannot be read", unit.name);
                    found.push(Diagnostic::warning("authors-not-found", message).in_file(&*unit.name));
                    continue;
                };
                people.print ^= twox_hash::XxHash3_64::oneshot_with_seed(unit.version, &bytes) | 1;
                people.read(&unit.name, &String::from_utf8_lossy(&bytes), &mut found);
                people.files.push(unit.name.clone());
            }
        }
        (people, found)
    }

    /// Whether a file names authors, and is no record.
    pub(super) fn takes(&self, name: &str) -> bool {
        self.files.iter().any(|file| **file == *name)
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// The author of a key, or of a name that makes it.
    pub(super) fn find(&self, key: &str) -> Option<&Person> {
        if self.by_key.is_empty() { None } else { self.by_key.get(&folded(key)) }
    }

    fn read(&mut self, name: &str, text: &str, found: &mut Vec<Diagnostic>) {
        let file = name.rsplit('/').next().unwrap_or(name);
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let syntax = match ending.to_ascii_lowercase().as_str() {
            "yml" | "yaml" => Some(Syntax::Yaml),
            "json" => Some(Syntax::Json),
            "toml" => Some(Syntax::Toml),
            _ => None,
        };
        // A page is of one author.
        let page = match front_matter::find(text.as_bytes()) {
            Head::Found(front) if syntax.is_none() => Some(front),
            _ => None,
        };
        let (syntax, data) = match (&page, syntax) {
            (Some(front), _) => (front.syntax, &text[front.data.clone()]),
            (None, Some(syntax)) => (syntax, text),
            (None, None) => return,
        };
        let first_byte = page.as_ref().map_or(0, |front| front.data.start);
        let stretch = Stretch {
            first_line: 1 + text[..first_byte].matches('\n').count() as u32,
            first_byte: first_byte as u64,
            ..Stretch::whole(name.into(), data, syntax.notation())
        };
        let node = match stretch.tree(None) {
            Ok(node) => node,
            Err(broken) => {
                found.push(Diagnostic { severity: Severity::Warning, ..broken });
                return;
            }
        };
        let mut r = Reader::new(chrono_tz::UTC);
        let own = match stem {
            "_index" | "index" => name.rsplit('/').nth(1).unwrap_or(stem),
            stem => stem,
        };
        if page.is_some() {
            self.add(Some(own), &with_further(&node), &mut r);
        } else {
            self.all(own, &node, &mut r);
        }
        let placed = |fault: Fault| stretch.diagnostic(fault);
        found.extend(std::mem::take(&mut r.faults).into_iter().map(placed));
    }

    /// Those of a file: by their keys, in a list, or one.
    fn all(&mut self, own: &str, node: &Node<'_>, r: &mut Reader) {
        match node {
            Node::List(items) => {
                for (n, item) in items.iter().enumerate() {
                    r.path.push(Step::Index(n as u32));
                    self.add(None, item, r);
                    r.path.pop();
                }
            }
            Node::Table(members) => match &members[..] {
                [(around, inner @ (Node::Table(_) | Node::List(_)))] if AROUND.contains(&&**around) => {
                    r.inside(around, |r| self.all(own, inner, r));
                }
                members if members.iter().any(|(name, value)| is_name(name) && value.text().is_some()) => {
                    self.add(Some(own), node, r);
                }
                members => {
                    for (key, value) in members {
                        r.inside(key, |r| self.add(Some(key), value, r));
                    }
                }
            },
            _ => {}
        }
    }

    /// Adds one by its key and by all that it is known by.
    fn add(&mut self, key: Option<&str>, node: &Node<'_>, r: &mut Reader) {
        let mut keys: Vec<String> = key.map(str::to_owned).into_iter().collect();
        let person = match node {
            Node::Table(members) => {
                keys.extend(KEYS.iter().filter_map(|name| text_of(node, r, &[name])));
                match key.filter(|_| !members.iter().any(|(name, _)| is_name(name) || is_part(name))) {
                    // Its key is all that it is called.
                    Some(key) => {
                        let mut named: Members<'_> = vec![("name".into(), Node::Text(key.into()))];
                        named.extend(members.iter().cloned());
                        person::person(&Node::Table(named), r)
                    }
                    None => person::person(node, r),
                }
            }
            Node::Text(_) | Node::Plain(_) => person::person(node, r),
            node if node.is_null() => None,
            node => {
                let message = format!("`{}` is {}, not an author", Steps(&r.path), node.kind());
                let help = "write a name, or a table with `name`, `url` and `email`";
                r.fault(Severity::Warning, "wrong-field-type", message, Some(help.into()));
                None
            }
        };
        let Some(person) = person else { return };
        keys.push(person.name.clone());
        for key in keys {
            self.by_key.entry(folded(&key)).or_insert_with(|| person.clone());
        }
    }
}

fn is_name(name: &str) -> bool {
    ["name", "display_name", "displayname", "displayName", "full_name", "fullname", "fullName", "title"].contains(&name)
}

fn is_part(name: &str) -> bool {
    let folded = name.to_lowercase().replace(['_', '-'], "");
    ["givenname", "firstname", "first", "given", "familyname", "lastname", "surname", "last", "family"]
        .contains(&&*folded)
}

/// A key as it is compared: whatever its case and what parts its words.
fn folded(key: &str) -> String {
    let key = key.trim().trim_start_matches('@');
    let slug = id::slug(key);
    if slug.is_empty() { key.to_lowercase() } else { slug }
}

/// A page's front matter with what it keeps in tables of further fields.
fn with_further<'n>(node: &Node<'n>) -> Node<'n> {
    let Node::Table(members) = node else { return node.clone() };
    let inner = CONTAINERS.iter().filter_map(|name| match node.member(name) {
        Some(Node::Table(inner)) => Some(inner.clone()),
        _ => None,
    });
    let all = members.iter().cloned().chain(inner.flatten());
    Node::Table(all.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(name: &str, text: &str) -> (People, Vec<Diagnostic>) {
        let (mut people, mut found) = (People::default(), Vec::new());
        people.read(name, text, &mut found);
        (people, found)
    }

    #[test]
    fn authors_are_found_in_every_form() {
        for (name, text, key) in [
            ("blog/authors.yml", "ann:\n  name: Ann Bee\n  title: Captain\n  url: https://ann.example/\n", "ann"),
            ("_data/authors.yml", "ann: Ann Bee\n", "Ann"),
            ("data/authors/ann.toml", "name = \"Ann Bee\"\nemail = \"ann@a.example\"\n", "ann"),
            ("data/authors.json", r#"{"authors": [{"id": "ann", "name": "Ann Bee"}]}"#, "ann"),
            ("data/authors.json", r#"[{"slug": "ann-b", "given_name": "Ann", "family_name": "Bee"}]"#, "ann-b"),
            ("data/authors.json", r#"[{"id": 7, "name": "Ann Bee"}]"#, "7"),
            ("authors.toml", "[[author]]\nkey = \"ann\"\nname = \"Ann Bee\"\n", "@ann"),
            (
                "content/authors/ann/_index.md",
                "---\ntitle: Ann Bee\nparams:\n  email: ann@a.example\n---\nShe.\n",
                "ann",
            ),
            ("_authors/x.md", "---\nshort_name: ann\nname: Ann Bee\n---\n", "ann"),
            ("content/authors/ann-bee.md", "+++\ntitle = \"Ann Bee\"\n+++\n", "Ann Bee"),
        ] {
            let (people, found) = people(name, text);
            assert_eq!(found, [], "{name}");
            assert_eq!(people.find(key).map(|person| &*person.name), Some("Ann Bee"), "{name} {people:?}");
            assert!(people.find("bo").is_none());
        }
        let (people, _) = people(
            "authors.yml",
            "ann:\n  name: Ann Bee\n  url: https://ann.example/\n  email: a@b.example\nbo:\n  email: b@b.example\n",
        );
        let ann = people.find("ann").unwrap();
        assert_eq!((ann.url.as_deref(), ann.email.as_deref()), (Some("https://ann.example/"), Some("a@b.example")));
        assert_eq!(people.find("bo").unwrap().name, "bo");
    }

    #[test]
    fn a_broken_file_is_told_at_its_place_and_costs_no_article() {
        let (people, found) = people("authors.json", "{\"ann\": ");
        assert!(people.is_empty());
        assert_eq!((found.len(), found[0].severity), (1, Severity::Warning));
        assert_eq!(&*found[0].place.as_ref().unwrap().file, "authors.json");
        let (_, found) = super::tests::people("authors.yml", "ann:\n  name: Ann\n  url: javascript:x\n");
        assert_eq!(found[0].place.as_ref().unwrap().span.unwrap().line, 3);
    }
}
