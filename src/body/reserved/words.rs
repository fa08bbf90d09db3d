//! Names of what only some readers see, as classes, attributes, elements, comments, blocks and shortcodes have them:
//! `members-only`, `premiumContent`, `subscriber_area`. They are made of few words, and of these alone.

/// What a word of such a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// Who sees it.
    Who,
    /// The same, where no word but a plain one follows: people also are members of a team.
    Member,
    /// The same, where `only` follows.
    Channel,
    /// That not all do.
    Wall,
    /// The same, with no other word.
    Alone,
    /// That it is a part of a text for those.
    Part,
    /// The same in plainer words.
    Plain,
    /// No more than whose name it is.
    Filler,
}

use Word::{Alone, Channel, Filler, Member, Part, Plain, Wall, Who};

/// The words; of several that a name goes on with the longest counts.
#[rustfmt::skip]
const WORDS: [(&str, Word); 75] = [
    ("insider", Who), ("insiders", Who), ("paid", Who), ("paying", Who), ("patron", Who), ("patrons", Who),
    ("registered", Who), ("subscriber", Who), ("subscribers", Who), ("subscription", Who), ("subscriptions", Who),
    ("supporter", Who), ("supporters", Who), ("vip", Who),
    ("member", Member), ("members", Member), ("membership", Member), ("memberships", Member),
    ("email", Channel), ("newsletter", Channel),
    ("exclusive", Wall), ("gated", Wall), ("locked", Wall), ("loggedin", Wall), ("metered", Wall), ("private", Wall),
    ("protected", Wall), ("restricted", Wall),
    ("paywall", Alone), ("paywalled", Alone), ("premium", Alone),
    ("access", Plain), ("area", Plain), ("begin", Plain), ("begins", Plain), ("behind", Plain), ("below", Plain), ("break", Plain),
    ("content", Plain), ("contents", Plain), ("cut", Plain), ("gate", Plain), ("only", Plain), ("required", Plain), ("start", Plain),
    ("starts", Plain), ("wall", Plain),
    ("after", Part), ("article", Part), ("block", Part), ("body", Part), ("for", Part), ("from", Part), ("here", Part), ("is", Part),
    ("on", Part), ("part", Part), ("reader", Part), ("readers", Part), ("section", Part), ("text", Part), ("the", Part),
    ("this", Part), ("to", Part), ("user", Part), ("users", Part), ("view", Part), ("visible", Part), ("zone", Part),
    ("all", Filler), ("data", Filler), ("jetpack", Filler), ("kg", Filler), ("story", Filler), ("wp", Filler),
];

/// What the longest names are, in bytes.
const LONGEST: usize = 60;

/// The words of a name, whatever parts them; `None` where others stand in it.
fn words(name: &str) -> Option<Vec<(&'static str, Word)>> {
    if name.len() > LONGEST {
        return None;
    }
    let folded: String = name
        .chars()
        .filter(|c| !matches!(c, '-' | '_' | '/' | ':' | '.' | ',' | '!'))
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let mut rest = &*folded;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (word, says) =
            WORDS.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len())?;
        rest = &rest[word.len()..];
        found.push((*word, *says));
    }
    Some(found)
}

/// Whether a name says that what it stands at is for some readers alone.
pub(crate) fn is_for_some(name: &str) -> bool {
    let Some(words) = words(name) else { return false };
    let has = |wanted: &[Word]| words.iter().any(|(_, says)| wanted.contains(says));
    let only = words.iter().any(|(word, _)| *word == "only");
    has(&[Alone])
        || has(&[Who, Wall]) && has(&[Plain, Part])
        || has(&[Member]) && has(&[Plain])
        || has(&[Channel]) && only
}

/// Whether a value says who may read: those who pay, are members, are logged in.
pub(super) fn names_some(value: &str) -> bool {
    words(value).is_some_and(|words| words.iter().any(|(_, says)| matches!(says, Who | Member | Wall | Alone)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_what_some_see_are_made_of_few_words() {
        for name in [
            "paywall",
            "members-only",
            "membersOnly",
            "Members only",
            "premium-content",
            "premium",
            "subscriber-only",
            "subscribers_only",
            "paid-content",
            "private-content",
            "restricted-area",
            "locked-content",
            "exclusive-content",
            "email-only",
            "wp:jetpack/paywall",
            "wp:jetpack/subscriptions gate",
            "paywall-start",
            "logged-in-content",
            "for-subscribers",
            "gated-content",
            "protected-block",
            "metered-content",
            "premium_article",
            "member-content",
            "registered-users-only",
            "Paywall begins here!",
        ] {
            assert!(is_for_some(name), "{name}");
        }
        for name in [
            "",
            "content",
            "paywall-banner",
            "member",
            "members",
            "member-text",
            "team-member",
            "team-member-content",
            "non-members-only",
            "not-for-members",
            "email-content",
            "subscriber",
            "subscription-form",
            "exclusive",
            "private",
            "paid",
            "logged-out-content",
            "members-list",
            "only",
            "for-all-readers",
            "subscribe",
            "article-body",
            "paywalls-explained",
            "free-content",
        ] {
            assert!(!is_for_some(name), "{name}");
        }
    }
}
