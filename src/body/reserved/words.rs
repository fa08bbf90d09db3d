//! Names of what only some readers see, as classes, attributes, elements, comments, blocks and shortcodes have them:
//! `members-only`, `premiumContent`, `subscriber_area`. They are made of few words, and of these alone.

/// What a word of such a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// Who sees it.
    Who,
    /// The same, where no word but a plain one follows: people also are members of a team.
    Member,
    /// The same, where `only` stands beside it.
    Channel,
    /// The same of those who made the text, who see more of it than readers.
    Staff,
    /// That it is said to them, where an editor is named.
    Note,
    /// That not all do.
    Wall,
    /// The same, with no other word.
    Alone,
    /// That it is a part of a text for those.
    Part,
    /// The same in plainer words.
    Plain,
    /// That nobody else sees it.
    Only,
    /// No more than whose name it is.
    Filler,
}

use Word::{Alone, Channel, Filler, Member, Note, Only, Part, Plain, Staff, Wall, Who};

/// The words; of several that a name goes on with the longest counts.
#[rustfmt::skip]
const WORDS: [(&str, Word); 126] = [
    ("insider", Who), ("insiders", Who), ("paid", Who), ("paying", Who), ("patron", Who), ("patrons", Who),
    ("registered", Who), ("subscriber", Who), ("subscribers", Who), ("subscription", Who), ("subscriptions", Who),
    ("supporter", Who), ("supporters", Who), ("vip", Who),
    ("abbonati", Who), ("abonnees", Who), ("abonnenten", Who), ("abonnenter", Who), ("abonnes", Who), ("abonnés", Who),
    ("assinantes", Who), ("medlemmar", Who), ("medlemmer", Who), ("membres", Who), ("mitglieder", Who),
    ("prenumeranter", Who), ("suscriptores", Who),
    ("member", Member), ("members", Member), ("membership", Member), ("memberships", Member),
    ("abo", Channel), ("email", Channel), ("newsletter", Channel), ("patreon", Channel), ("plus", Channel),
    ("admin", Staff), ("admins", Staff), ("author", Staff), ("authors", Staff), ("desk", Staff), ("editor", Staff),
    ("editorial", Staff), ("editors", Staff), ("employees", Staff), ("internal", Staff), ("intern", Staff),
    ("newsroom", Staff), ("redaktion", Staff), ("staff", Staff), ("team", Staff),
    ("note", Note), ("notes", Note),
    ("exclusive", Wall), ("gated", Wall), ("locked", Wall), ("loggedin", Wall), ("metered", Wall), ("private", Wall),
    ("protected", Wall), ("restricted", Wall),
    ("paywall", Alone), ("paywalled", Alone), ("premium", Alone),
    ("access", Plain), ("area", Plain), ("begin", Plain), ("begins", Plain), ("behind", Plain), ("below", Plain), ("break", Plain),
    ("content", Plain), ("contents", Plain), ("cut", Plain), ("gate", Plain), ("required", Plain), ("start", Plain),
    ("starts", Plain), ("wall", Plain),
    ("alleen", Only), ("bara", Only), ("endast", Only), ("kun", Only), ("nur", Only), ("only", Only), ("reserve", Only),
    ("réservé", Only), ("solo", Only),
    ("after", Part), ("article", Part), ("block", Part), ("body", Part), ("for", Part), ("from", Part), ("here", Part), ("is", Part),
    ("on", Part), ("part", Part), ("reader", Part), ("readers", Part), ("section", Part), ("text", Part), ("the", Part),
    ("aux", Part), ("für", Part), ("fuer", Part), ("fur", Part), ("para", Part), ("per", Part), ("pour", Part), ("voor", Part),
    ("this", Part), ("to", Part), ("use", Part), ("user", Part), ("users", Part), ("view", Part), ("visible", Part), ("zone", Part),
    ("all", Filler), ("data", Filler), ("jetpack", Filler), ("js", Filler), ("kg", Filler), ("story", Filler), ("wp", Filler),
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
    let is_told = |pair: &[(&str, Word)]| matches!(pair, [("for", _), (_, Member)] | [("internal", _), (_, Note)]);
    // `note-to-editor`, but an editor's note is for readers.
    let is_addressed = |three: &[(&str, Word)]| matches!(three, [(_, Note), ("to" | "for", _), (_, Staff)]);
    has(&[Alone])
        || has(&[Who, Wall]) && has(&[Plain, Part, Only])
        || has(&[Member]) && (has(&[Only]) || has(&[Plain]) && !has(&[Staff]))
        || has(&[Channel, Staff]) && has(&[Only])
        || words.windows(2).any(is_told)
        || words.windows(3).any(|three| is_addressed(three) || matches!(three, [("for", _), ("the", _), (_, Member)]))
}

/// Whether the title of one of several parts, of which each is for others, says whom alone it is for: `Members only`.
/// What is called by one word, `Premium`, may tell of that.
pub(crate) fn is_title_for_some(title: &str) -> bool {
    is_for_some(title)
        && words(title).is_some_and(|words| {
            let is_wall = |says: &Word| matches!(says, Only | Plain);
            words.len() > 1 && words.iter().any(|(_, says)| is_wall(says))
        })
}

/// Whether a value says that those who make a text may read it, and by that nobody else.
pub(super) fn names_staff(value: &str) -> bool {
    words(value).is_some_and(|words| words.iter().any(|(_, says)| *says == Staff))
}

/// Whether a value says who may read: those who pay, are members, are logged in.
pub(super) fn names_some(value: &str) -> bool {
    let is_some = |says: &Word| matches!(says, Who | Member | Wall | Alone);
    words(value).is_some_and(|words| words.iter().any(|(_, says)| is_some(says)))
}

/// Words that say alone, of a part of a text that has a beginning and an end, that it is not for readers.
#[rustfmt::skip]
const KEPT: [&str; 28] = [
    "authenticated", "confidential", "draft", "drafts", "embargo", "embargoed", "gated", "hidden", "inreview", "internal", "intern", "locked",
    "loggedin", "needsreview", "private", "privat", "protected", "restricted", "scheduled", "secret", "signedin", "subscribers", "unpublished", "vertraulich", "vip",
    "wip", "withheld", "workinprogress",
];

/// Whether a name says of a part of a text, which it begins and ends, that it is not for readers, or not yet.
pub(crate) fn is_kept(name: &str) -> bool {
    if name.len() > LONGEST {
        return false;
    }
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    KEPT.contains(&&*folded) || is_secret(name) || is_for_some(name)
}

/// Whether a name says that a part of a text is kept by a password, which may stand beside it: `hugo-encryptor`.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    let encrypts = name.match_indices("encrypt").any(|(at, _)| !name[at..].starts_with("encryption"));
    encrypts || name.contains("password") || name.contains("passwort")
}

/// Whether a value says of what it stands at what it must have paid for: all but those that say nothing or that all
/// may read, and numbers, which may be of anything.
pub(super) fn is_tier(value: &str) -> bool {
    const OPEN: [&str; 18] = [
        "all",
        "anonymous",
        "any",
        "anyone",
        "basic",
        "default",
        "everybody",
        "everyone",
        "false",
        "free",
        "guest",
        "guests",
        "no",
        "none",
        "null",
        "open",
        "public",
        "visitors",
    ];
    let folded: String = value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    folded.chars().any(char::is_alphabetic)
        && !value.contains('{')
        && !value.split([',', ' ', '|']).any(|word| OPEN.contains(&&*word.trim().to_lowercase()))
        && !OPEN.contains(&&*folded)
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
            "js-paywall-content",
            "plus-only",
            "for-members",
            "for the members",
            "staff-only",
            "internal use only",
            "editors_only",
            "internal-note",
            "note-to-editor",
            "notes-for-editors",
            "nur-fuer-abonnenten",
            "nur für Mitglieder",
            "reserve-aux-abonnes",
            "solo-suscriptores",
            "alleen-voor-abonnees",
            "abo-only",
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
            "for-team-members",
            "editors-note",
            "editor-note",
            "internal",
            "internal-link",
            "staff",
            "staff-content",
            "plus",
            "plus-content",
            "abo",
            "team-section",
            "admin-bar",
            "print-only",
            "screen-reader-only",
            "para",
            "for-editors",
            "author-note",
            "note",
        ] {
            assert!(!is_for_some(name), "{name}");
        }
    }

    #[test]
    fn titles_of_parts_say_whom_alone_they_are_for() {
        for title in ["Members only", "Subscribers Only", "Premium content", "Nur für Abonnenten", "Staff only"] {
            assert!(is_title_for_some(title), "{title}");
        }
        for title in ["Premium", "Free", "Members", "Private", "Paywall", "For members", "Premium users", "Linux", ""] {
            assert!(!is_title_for_some(title), "{title}");
        }
    }

    #[test]
    fn parts_are_kept_by_one_word_and_tiers_by_all_but_open_ones() {
        for name in ["private", "PRIVATE", "Draft", "members-only", "in review", "Protected", "internal"] {
            assert!(is_kept(name), "{name}");
        }
        for name in ["secret", "SignedIn", "encrypt", "password-protected"] {
            assert!(is_kept(name), "{name}");
        }
        for name in
            ["encryption", "note", "members", "warning", "public", "", "secret-sauce", "draft-horse", "internals"]
        {
            assert!(!is_kept(name), "{name}");
        }
        for tier in ["gold", "Plus", "premium", "silver,gold", "Pro plan"] {
            assert!(is_tier(tier), "{tier}");
        }
        for tier in ["", "free", "Free", "public", "2", "0", "none", "free, gold", "{props.tier}"] {
            assert!(!is_tier(tier), "{tier}");
        }
    }
}
