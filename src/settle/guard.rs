//! Refuses to replace a good feed by an empty or much smaller one.
//!
//! Only articles that vanished or failed count. Withdrawal, embargo, expiry, windows, limits and
//! edits of the config always pass.

use std::collections::BTreeMap;

use crate::config::{Config, Feed, Percentage};

/// What a feed would lose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loss {
    /// Items it had when it was last written.
    pub(crate) before: usize,
    /// Items it would have.
    pub(crate) after: usize,
    /// Of those before, the ones whose record vanished or cannot be used.
    pub(crate) vanished: usize,
    /// Of those before, the ones whose source could not be read.
    pub(crate) unreachable: usize,
}

/// What a feed may lose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Limits {
    /// Largest share of its items that may vanish in one run, from 0 to 1.
    pub(crate) max_shrink: f64,
    /// Smallest number of items.
    pub(crate) min_items: usize,
}

/// The share of items that may vanish where the config names none.
pub(crate) const MAX_SHRINK: f64 = 0.5;

/// Why a feed must not be replaced; `None` where it may.
pub(crate) fn refusal(loss: Loss, limits: Limits) -> Option<String> {
    let Loss { before, after, vanished, unreachable } = loss;
    if unreachable > 0 {
        return Some(format!("{unreachable} of its {before} items are in a source that cannot be read"));
    }
    if vanished == 0 {
        return None;
    }
    if after == 0 {
        return Some(format!("{vanished} of its {before} items vanished or cannot be used, and none would be left"));
    }
    if after < limits.min_items {
        let min = limits.min_items;
        return Some(format!(
            "{vanished} of its {before} items vanished or cannot be used, and {after} would be left, fewer than min-items = {min}"
        ));
    }
    let share = vanished as f64 / before.max(1) as f64;
    (share > limits.max_shrink).then(|| {
        let max = limits.max_shrink * 100.0;
        format!("{vanished} of its {before} items vanished or cannot be used, more than max-shrink = {max}%")
    })
}

/// What a feed and the sources demand of an article: where it changes, what an article lacks is no loss
/// of the records. Empty where nothing is demanded.
pub(crate) fn demands(feed: &Feed, config: &Config) -> String {
    let sources = config.source.iter().map(|s| (&*s.name, s.demands().collect()));
    let all = sources.chain([("", feed.require.clone())]).filter(|(_, list): &(&str, Vec<_>)| !list.is_empty());
    let all: BTreeMap<&str, _> = all.collect();
    if all.is_empty() { String::new() } else { serde_json::to_string(&all).unwrap_or_default() }
}

/// What a feed may lose.
pub(crate) fn limits(feed: &Feed, config: &Config) -> Limits {
    Limits {
        max_shrink: feed.max_shrink.or(config.output.max_shrink).map_or(MAX_SHRINK, Percentage::share),
        min_items: feed.min_items.unwrap_or(0) as usize,
    }
}

/// Whether a feed may shrink as it likes: `--allow-shrink` names it, by its definition or its path.
pub(crate) fn allows(allowed: &[String], feed: &Feed, path: &str) -> bool {
    allowed.iter().any(|a| *a == feed.name || *a == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { max_shrink: 0.5, min_items: 3 };

    #[test]
    fn what_was_taken_out_on_purpose_always_passes() {
        assert_eq!(refusal(Loss { before: 50, after: 0, vanished: 0, unreachable: 0 }, LIMITS), None);
    }

    #[test]
    fn half_may_vanish_but_no_more_and_never_all() {
        let loss = |before, after, vanished| refusal(Loss { before, after, vanished, unreachable: 0 }, LIMITS);
        assert_eq!(loss(10, 5, 5), None);
        assert!(loss(10, 4, 6).unwrap().contains("max-shrink = 50%"));
        assert!(loss(4, 2, 2).unwrap().contains("min-items = 3"));
        assert!(loss(1, 0, 1).unwrap().contains("none would be left"));
    }

    #[test]
    fn a_source_that_cannot_be_read_takes_nothing_out() {
        assert!(refusal(Loss { before: 10, after: 9, vanished: 0, unreachable: 1 }, LIMITS).is_some());
    }

    fn config(text: &str) -> Config {
        let site =
            "[site]\ntitle = \"T\"\nurl = \"https://a.example/\"\nlanguage = \"en\"\nauthority = \"a.example,2026\"\n";
        toml::from_str(&format!("{site}{text}")).unwrap()
    }

    #[test]
    fn a_feeds_own_limits_go_before_those_of_all_feeds() {
        let config = config(
            "[output]\nmax-shrink = \"20%\"\n[[feed]]\nname = \"a\"\n[[feed]]\nname = \"b\"\nmax-shrink = \"70%\"\nmin-items = 4\n",
        );
        assert_eq!(limits(&config.feed[0], &config), Limits { max_shrink: 0.2, min_items: 0 });
        assert_eq!(limits(&config.feed[1], &config), Limits { max_shrink: 0.7, min_items: 4 });
        let plain = self::config("[[feed]]\nname = \"a\"\n");
        assert_eq!(limits(&plain.feed[0], &plain), Limits { max_shrink: MAX_SHRINK, min_items: 0 });
    }

    #[test]
    fn a_feed_is_allowed_to_shrink_by_its_name_or_its_path() {
        let config = config("[[feed]]\nname = \"tag\"\neach = \"tag\"\n");
        let allows = |allowed: &str| allows(&[allowed.to_owned()], &config.feed[0], "tag/sea");
        assert!(allows("tag") && allows("tag/sea"));
        assert!(!allows("tag/land") && !allows("sea"));
    }

    #[test]
    fn demands_differ_where_a_feed_or_a_source_asks_for_more() {
        let of = |text: &str| {
            let config = config(&format!("[[source]]\npath = \"*.md\"\n[[feed]]\nname = \"a\"\n{text}"));
            demands(&config.feed[0], &config)
        };
        assert_eq!(of(""), "");
        assert_ne!(of("require = [\"image\"]"), "");
        assert_ne!(of("require = [\"image\"]"), of("require = [\"credit\"]"));
    }
}
