//! What single consumers demand beyond (or against) the specifications, one file for each.

use super::document::tree::Node;
use super::findings::Findings;
use super::module::{Context, Module};
use super::namespace::Ns;
use super::rule::Rule;
use super::{FeedType, Options};
use crate::diagnostic::Severity;

mod apple_news;
mod apple_podcasts;
mod feedly;
mod flipboard;
mod google_discover;
mod gunosy;
mod mailchimp;
mod msn;
mod newsbreak;
mod pugpig;
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
    &apple_podcasts::PROFILE,
    &feedly::PROFILE,
    &flipboard::PROFILE,
    &google_discover::PROFILE,
    &gunosy::PROFILE,
    &mailchimp::PROFILE,
    &msn::PROFILE,
    &newsbreak::PROFILE,
    &pugpig::PROFILE,
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
    /// What kinds of feeds it reads.
    pub(crate) reads: Reads,
    /// Base rules that weigh otherwise for this consumer; `None` lifts a rule.
    pub severities: &'static [(&'static str, Option<Severity>)],
    /// Elements that the specifications do not allow and the consumer demands: the parent, and the
    /// element in it.
    pub(crate) accepts: &'static [Accepted],
    /// What findings weigh by their class of the W3C validator, for a consumer that goes by them: what
    /// has no class does not count.
    pub(crate) weigh: Option<fn(&str) -> Severity>,
    /// Rules of its own.
    pub(crate) modules: &'static [&'static Module],
}

/// An element in a parent, each by namespace and local name.
pub(crate) type Accepted = ((Ns, &'static str), (Ns, &'static str));

impl Profile {
    /// A profile to fill in.
    const fn new(name: &'static str) -> Self {
        let reads = Reads { kinds: &[], rule: None };
        Self { name, title: "", source: "", reads, severities: &[], accepts: &[], weigh: None, modules: &[] }
    }

    /// Whether the consumer reads feeds of this kind.
    pub fn reads(&self, kind: FeedType) -> bool {
        self.reads.kinds.contains(&kind)
    }

    /// What a base rule weighs for this consumer; `None` when it does not mind.
    fn weight(&self, rule: &Rule) -> Option<Severity> {
        let own = self.severities.iter().find(|own| own.0 == rule.code).map(|own| own.1);
        own.unwrap_or_else(|| match self.weigh {
            Some(weigh) => rule.w3c.map(weigh),
            None => Some(rule.severity),
        })
    }
}

/// The kinds of feeds that a consumer reads.
#[derive(Debug)]
pub(crate) struct Reads {
    pub(crate) kinds: &'static [FeedType],
    /// What is broken by others.
    pub(crate) rule: Option<&'static Rule>,
}

/// Reports the consumers that do not read feeds of this kind at all.
pub(crate) fn check_kind(cx: &Context<'_>, findings: &mut Findings<'_>) {
    // Of what is no feed that was said already.
    for profile in cx.options.profiles.iter().filter(|p| cx.feed_type != FeedType::Unknown && !p.reads(cx.feed_type)) {
        if let Some(rule) = profile.reads.rule {
            let message = format!("{} does not read {}", profile.title, cx.feed_type.name());
            findings.report_file(rule, message);
        }
    }
}

/// What a base rule weighs for all these consumers together: what weighs most for one of them. A rule
/// that one of them breaks by its demands is lifted, unless another judges by itself.
pub(crate) fn weight(profiles: &[&'static Profile], rule: &Rule) -> Option<Severity> {
    let lifted = profiles.iter().any(|p| p.severities.contains(&(rule.code, None)));
    let mut weights = profiles.iter().filter(|p| !lifted || p.weigh.is_some()).map(|p| p.weight(rule));
    let first = weights.next()?;
    weights.fold(first, Option::max)
}

/// The modules of all profiles.
pub(crate) fn modules() -> impl Iterator<Item = &'static Module> {
    PROFILES.iter().flat_map(|profile| profile.modules.iter().copied())
}

/// The profile of this name.
pub fn find(name: &str) -> Option<&'static Profile> {
    PROFILES.iter().copied().find(|profile| profile.name == name)
}

/// What findings weigh by their class, when no other consumer is asked.
pub(crate) fn only_class_counts(profiles: &[&'static Profile]) -> Option<fn(&str) -> Severity> {
    let first = profiles.first()?.weigh?;
    profiles.iter().all(|p| p.weigh.is_some()).then_some(first)
}

/// Whether one of these consumers demands an element where it is, whatever the specifications say;
/// no such demand moves a consumer that judges by itself.
pub(crate) fn accept(options: &Options, node: Node<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    let is_agreed = |name: &&str| node.is(Ns::NONE, name);
    if parent.is(Ns::NONE, "item") && options.agreed.iter().any(is_agreed) {
        return true;
    }
    let profiles = &options.profiles;
    profiles.iter().all(|profile| profile.weigh.is_none())
        && profiles
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
