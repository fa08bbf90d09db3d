//! How rules are grouped, and when they are hook.
//!
//! A module is one static table: its rules, and the functions that apply them. The reading part
//! ([`document`](super::document)) gives each item as a tree of its own as soon as it has been
//! read, and the head (everything that is in no item) at the end:
//!
//! 1. for each item, `element` for each of its elements, then `item` once;
//! 2. for each item in document order, [`Memory::item`] of the module's memory;
//! 3. for the head, `element` for each of its elements, then `head` once;
//! 4. [`Memory::finish`].
//!
//! For a document that is made item by item, 2. is [`Memory::note`] and [`Memory::remember`].
//!
//! 1. runs on any thread and in any order. What must be remembered over the document (ids seen)
//!    goes into the memory, which may grow with ids but not with the texts of items. When the
//!    document broke off (it is not well-formed, or a limit was met), 3. and 4. are left out: what
//!    seems to be absent may have stood in the rest.

use std::any::Any;
use std::borrow::Cow;
use std::fmt::Debug;

use url::Url;

use super::document::tree::{Node, Tree};
use super::findings::Findings;
use super::namespace::{KNOWN, Ns};
use super::rule::Rule;
use super::{FeedType, Options};

/// What holds for the whole document.
#[derive(Debug)]
pub(crate) struct Context<'o> {
    /// What the caller asked for.
    pub(crate) options: &'o Options,
    /// What the document is, from its root element.
    pub(crate) feed_type: FeedType,
    /// The address of the document.
    pub(crate) url: Option<Url>,
    /// The `version` of the root element as written.
    pub(crate) version: Option<String>,
    /// The root is in a namespace that makes it no feed: that is told, and nothing of what is in it.
    pub(crate) is_foreign: bool,
}

impl Context<'_> {
    /// The base that relative references at this element resolve against: the document's address
    /// and every `xml:base` around it. `None` when none of them is absolute.
    pub(crate) fn base(&self, node: Node<'_>) -> Option<Url> {
        let mut base = self.url.clone();
        for part in node.xml_bases() {
            base = match &base {
                Some(base) => base.join(part.trim()).ok(),
                None => Url::parse(part.trim()).ok(),
            };
        }
        base
    }

    /// Whether relative references at this element have an `xml:base` to resolve against.
    pub(crate) fn has_xml_base(&self, node: Node<'_>) -> bool {
        !node.xml_bases().is_empty()
    }

    /// The language at this element, from `xml:lang`.
    pub(crate) fn language<'t>(&self, node: Node<'t>) -> Option<Cow<'t, str>> {
        node.xml_lang()
    }
}

/// Modules that are documented on one page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    /// The page's name.
    pub name: &'static str,
    /// What its rules are about.
    pub title: &'static str,
    pub modules: &'static [&'static Module],
}

/// What a module remembers over a document.
///
/// A document that is read shows its items one after the other: [`Memory::item`]. One that is made of items
/// which many documents share has each of them noted once, on any thread ([`Memory::note`]), and each
/// document remembers the notes of its items in their order ([`Memory::remember`]).
pub(crate) trait Memory: Send + Sync + Debug {
    /// Called for each item, in document order.
    fn item(&mut self, cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>);

    /// What of an item counts over the document; the same whatever was remembered before.
    fn note(&self, cx: &Context<'_>, item: &Tree) -> Option<Note>;

    /// What [`Memory::item`] does, for an item that was noted. It is not at hand: findings have no place.
    fn remember(&mut self, cx: &Context<'_>, note: &Note, findings: &mut Findings<'_>);

    /// Called at the end with the head of the feed.
    fn finish(&mut self, _cx: &Context<'_>, _head: &Tree, _findings: &mut Findings<'_>) {}
}

/// What a memory notes of an item, in a type of its own.
pub(crate) type Note = Box<dyn Any + Send + Sync>;

/// Looks at one element.
pub(crate) type ElementCheck = fn(&Context<'_>, Node<'_>, &mut Findings<'_>);

/// Elements that a module's `element` looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    /// All of them.
    Any,
    /// Those of these namespaces.
    Namespaces(&'static [Ns]),
    /// Those of these namespaces, and whatever has an attribute with a prefix.
    OrPrefixed(&'static [Ns]),
}

/// Which functions of modules look at an element, by its namespace.
#[derive(Clone, Debug)]
pub(crate) struct ElementChecks {
    known: Vec<Vec<Hook>>,
    unknown: Vec<Hook>,
}

#[derive(Clone, Copy, Debug)]
struct Hook {
    check: ElementCheck,
    only_prefixed: bool,
}

impl ElementChecks {
    /// Sorts the functions of these modules.
    pub(crate) fn new(modules: &[&'static Module]) -> Self {
        let hooks = |ns: Option<Ns>| {
            let has = |list: &[Ns]| ns.is_some_and(|ns| list.contains(&ns));
            modules
                .iter()
                .filter_map(|m| {
                    let check = m.element?;
                    match m.of {
                        Of::Any => Some(Hook { check, only_prefixed: false }),
                        Of::Namespaces(list) => has(list).then_some(Hook { check, only_prefixed: false }),
                        Of::OrPrefixed(list) => Some(Hook { check, only_prefixed: !has(list) }),
                    }
                })
                .collect()
        };
        let known = (0..KNOWN.len()).map(|number| hooks(Some(Ns(number as u16)))).collect();
        Self { known, unknown: hooks(None) }
    }

    /// Shows every element of a tree to those that look at it.
    pub(crate) fn run(&self, cx: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
        for node in tree.elements() {
            let mut prefixed = None;
            for hook in self.known.get(usize::from(node.ns().0)).unwrap_or(&self.unknown) {
                if !hook.only_prefixed || *prefixed.get_or_insert_with(|| node.has_prefixed_attribute()) {
                    (hook.check)(cx, node, findings);
                }
            }
        }
    }
}

/// A group of rules and the functions that apply them. Most have only one or two of the functions:
/// `Module { item: Some(check_item), ..Module::new("guid", RULES) }`.
#[derive(Debug)]
pub(crate) struct Module {
    /// What the rules are about; their reports are pinned under this name.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the pinned reports go by it"))]
    pub(crate) name: &'static str,
    /// The rules.
    pub(crate) rules: &'static [&'static Rule],
    /// Looks at one element, of an item or of the head.
    pub(crate) element: Option<ElementCheck>,
    /// Which elements `element` is shown, so that nothing is asked of what it has no rule for.
    pub(crate) of: Of,
    /// Looks at one item: an RSS `item`, an Atom `entry` (also when it is the root).
    pub(crate) item: Option<fn(&Context<'_>, &Tree, &mut Findings<'_>)>,
    /// Looks at everything outside the items, from the root element.
    pub(crate) head: Option<fn(&Context<'_>, &Tree, &mut Findings<'_>)>,
    /// Makes the memory for a document.
    pub(crate) memory: Option<fn() -> Box<dyn Memory>>,
    /// Whether it looks into HTML and is left out with `--no-html`.
    pub(crate) html: bool,
}

impl Module {
    /// A module without functions, to fill in the rest of a table.
    pub(crate) const fn new(name: &'static str, rules: &'static [&'static Rule]) -> Self {
        Self { name, rules, element: None, item: None, head: None, memory: None, html: false, of: Of::Any }
    }
}

#[cfg(test)]
pub(in crate::check) mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::super::engine::base;
    use super::super::profiles::PROFILES;
    use super::*;
    use crate::check::rule::{Example, all};
    use crate::check::{self, Profile};
    use crate::diagnostic::Diagnostic;

    #[test]
    fn every_rule_has_a_code_of_its_own_and_says_all() {
        let mut seen = BTreeSet::new();
        for rule in all() {
            assert!(seen.insert(rule.code), "{} stands twice", rule.code);
            assert!(
                rule.code
                    .split('-')
                    .all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())),
                "{} is not kebab-case",
                rule.code
            );
            for (what, text) in
                [("summary", rule.summary), ("why", rule.why), ("help", rule.help), ("spec", rule.spec.section)]
            {
                assert!(!text.is_empty(), "{} has no {what}", rule.code);
            }
            assert!(!rule.summary.ends_with('.') && !rule.help.ends_with('.'), "{}: no final stop", rule.code);
            assert!(rule.why.ends_with('.'), "{}: whole sentences in `why`", rule.code);
            assert!(
                rule.spec.url.starts_with("https://") || rule.spec.url.starts_with("http://"),
                "{}: spec",
                rule.code
            );
        }
    }

    /// A connection that breaks off.
    struct Failing;

    impl std::io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::ConnectionReset.into())
        }
    }

    /// The codes that an example raises.
    fn codes(example: &Example, profiles: Vec<&'static Profile>) -> BTreeSet<&'static str> {
        findings(example, profiles).iter().map(|d| d.code).collect()
    }

    /// What is found in an example.
    pub(in crate::check) fn findings(example: &Example, profiles: Vec<&'static Profile>) -> Vec<Diagnostic> {
        let mut options = check::Options::new(Arc::from("example"));
        options.base = Some("https://example.org/feed".to_owned());
        options.now = chrono::DateTime::from_timestamp(1_795_000_000, 0);
        options.profiles = profiles;
        if let Example::Served(charset, _) = example {
            options.charset = Some((*charset).to_owned());
        }
        if matches!(example, Example::Repeated { .. }) {
            let usual = options.limits;
            options.limits = check::Limits {
                token: usual.token / 1000,
                item: usual.item / 1000,
                nodes: usual.nodes / 1000,
                pages: usual.pages / 1000,
                sitemap: usual.sitemap / 1000,
                ..usual
            };
        }
        match example {
            Example::Http(head) => check::http::judge_example(head, &options),
            Example::Interrupted(text) => {
                check::check(std::io::BufReader::new(std::io::Read::chain(text.as_bytes(), Failing)), &options).findings
            }
            _ => check::check(&example.document()[..], &options).findings,
        }
    }

    #[test]
    fn bad_examples_raise_their_code_and_good_ones_do_not() {
        let mut wrong = Vec::new();
        let mut look = |rule: &'static Rule, profiles: Vec<&'static Profile>| {
            let bad = codes(&rule.bad, profiles.clone());
            if !bad.contains(rule.code) {
                wrong.push(format!("{}: the bad example raises {bad:?}", rule.code));
            }
            let good = codes(&rule.good, profiles);
            if good.contains(rule.code) {
                wrong.push(format!("{}: the good example raises it too ({good:?})", rule.code));
            }
        };
        for rule in base().flat_map(|m| m.rules) {
            look(rule, Vec::new());
        }
        for profile in PROFILES {
            for rule in profile.modules.iter().flat_map(|m| m.rules) {
                look(rule, vec![*profile]);
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
