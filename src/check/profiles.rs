//! What single consumers demand beyond (or against) the specifications, one file for each.

use super::document::tree::Node;
use super::module::Module;
use super::namespace::Ns;
use super::rule::Rule;
use crate::diagnostic::Severity;

mod apple_news;
mod feedly;
mod flipboard;
mod google_discover;
mod gunosy;
mod mailchimp;
mod msn;
mod newsbreak;
mod requires;
mod reuters_like;
mod rssboard;
mod smartnews;
mod view;
mod w3c;
mod yahoo;

/// All profiles, in the order they are listed in: one row for each file.
pub static PROFILES: &[&Profile] = &[
    &apple_news::PROFILE,
    &feedly::PROFILE,
    &flipboard::PROFILE,
    &google_discover::PROFILE,
    &gunosy::PROFILE,
    &mailchimp::PROFILE,
    &msn::PROFILE,
    &newsbreak::PROFILE,
    &reuters_like::PROFILE,
    &rssboard::PROFILE,
    &smartnews::PROFILE,
    &w3c::PROFILE,
    &yahoo::PROFILE,
];

/// A consumer's demands.
#[derive(Debug)]
pub struct Profile {
    /// The name it is asked for by: `msn`.
    pub name: &'static str,
    /// The consumer's name.
    pub title: &'static str,
    /// Where the consumer says it.
    pub source: &'static str,
    /// Base rules that weigh otherwise for this consumer; `None` lifts a rule.
    pub severities: &'static [(&'static str, Option<Severity>)],
    /// Elements that the specifications do not allow and the consumer demands: the parent, and the
    /// element in it.
    pub(crate) accepts: &'static [Accepted],
    /// What base rules weigh for this consumer by what they are; asked for each of them.
    pub(crate) weigh: Option<fn(&Rule) -> Option<Severity>>,
    /// Rules of its own.
    pub(crate) modules: &'static [&'static Module],
}

/// An element in a parent, each by namespace and local name.
pub(crate) type Accepted = ((Ns, &'static str), (Ns, &'static str));

impl Profile {
    /// A profile to fill in.
    const fn new(name: &'static str) -> Self {
        Self { name, title: "", source: "", severities: &[], accepts: &[], weigh: None, modules: &[] }
    }
}

/// The modules of all profiles.
pub(crate) fn modules() -> impl Iterator<Item = &'static Module> {
    PROFILES.iter().flat_map(|profile| profile.modules.iter().copied())
}

/// The profile of this name.
pub fn find(name: &str) -> Option<&'static Profile> {
    PROFILES.iter().copied().find(|profile| profile.name == name)
}

/// Whether one of these consumers demands an element where it is, whatever the specifications say.
pub(crate) fn accept(profiles: &[&'static Profile], node: Node<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    profiles
        .iter()
        .flat_map(|profile| profile.accepts)
        .any(|(outer, inner)| parent.is(outer.0, outer.1) && node.is(inner.0, inner.1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::check::{self, Options, rule};

    #[test]
    fn every_profile_has_a_file_and_every_file_a_row() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/profiles");
        let shared = ["requires", "view"];
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().path().file_stem()?.to_str().map(str::to_owned))
            .filter(|stem| !shared.contains(&stem.as_str()))
            .collect();
        let rows: BTreeSet<String> = PROFILES.iter().map(|p| p.name.replace('-', "_")).collect();
        assert_eq!(files, rows);
        assert_eq!(PROFILES.iter().map(|p| p.name).collect::<Vec<_>>(), crate::config::PROFILES);
    }

    #[test]
    fn profiles_change_only_rules_that_there_are() {
        for profile in PROFILES {
            for (code, _) in profile.severities {
                assert!(rule::find(code).is_some(), "{}: {code}", profile.name);
            }
            assert!(!profile.title.is_empty() && profile.source.starts_with("https://"), "{}", profile.name);
        }
    }

    #[test]
    fn rules_of_a_profile_bear_its_name() {
        for profile in PROFILES {
            for rule in profile.modules.iter().flat_map(|m| m.rules) {
                let start = profile.name.split('-').next().unwrap();
                assert!(rule.code.starts_with(start), "{}", rule.code);
            }
        }
    }

    #[test]
    fn several_profiles_can_be_asked_at_once() {
        let feed = "<rss version='2.0'><channel><title>News</title><item><title>Storm</title></item></channel></rss>";
        let mut options = Options::new("feed");
        options.profiles = vec![find("msn").unwrap(), find("flipboard").unwrap()];
        let codes: Vec<_> = check::check(feed.as_bytes(), &options).findings.iter().map(|d| d.code).collect();
        assert!(codes.contains(&"msn-title-length") && codes.contains(&"flipboard-missing-part"), "{codes:?}");
    }
}
