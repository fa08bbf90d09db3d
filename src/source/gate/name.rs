//! Names that are no field's and still say whether a record is for readers: by the words that they
//! are made of, with a letter wrong, or with such a word within them.

use std::sync::LazyLock;

use super::other::is_of_another;
use super::saying::{SAYINGS, find};
use super::{Gate, feed};
use crate::source::field::{self, FIELDS, Field};

/// How a name that is no field's comes to look like a gate's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// It says so in plain words: `isWip`, `not_online`.
    Said,
    /// Its words may mean something else, too: `enabled`, `stage`.
    Doubtful,
    /// It misses a gate's name by a letter.
    Near,
    /// A gate's word stands somewhere in it.
    Within,
}

use Gate::{Closed, From, FromWhere, Open, Told, Until, UntilWhere, Word};
use Likeness::{Doubtful, Said};

/// The same in writings that have no letters: Chinese and Japanese.
const CHINESE: [(&[&str], Gate); 2] =
    [(&["下書き", "草稿", "非公開", "非公开", "限定公開"], Closed), (&["公開", "公开", "已发布", "已發佈"], Open)];

/// Words before it that change nothing.
#[rustfmt::skip]
const BEFORE: [&str; 39] = [
    "acf", "approved", "article", "be", "been", "blog", "can", "cleared", "cms", "content", "currently", "custom", "dg", "doc", "document", "entry",
    "field", "flag", "for", "go", "has", "is", "item", "keep", "legal", "mark", "marked", "node", "ok", "page", "post",
    "ready", "record", "should", "still", "story", "to", "web", "wp",
];

/// Words before it that turn it round.
const NOT: [&str; 9] = ["arent", "donot", "dont", "isnt", "never", "non", "not", "no", "un"];

/// Words behind it that change nothing.
#[rustfmt::skip]
const BEHIND: [&str; 28] = [
    "article", "bool", "checkbox", "content", "copy", "field", "flag", "forsite", "info", "item", "mode", "now", "online", "only", "onsite", "onweb", "page", "post", "stage", "state", "status", "story", "toggle", "toweb", "value",
    "version", "yet", "yn",
];

/// Words of a name that tell whose it is, in what language or form: `sn_status`, `hidden_en`, `the_draft`; besides all
/// of two letters and, before it, of three.
#[rustfmt::skip]
const WHOSE: [&str; 36] = [
    "attributes", "content", "data", "entry", "fields", "params", "sys",
    "app", "api", "as", "bool", "boolean", "checkbox", "custom", "digital", "editorial", "field", "flagged",
    "gmt", "local", "mark", "marked", "meta", "my", "news", "newsroom", "online", "override", "site", "steady", "str",
    "text", "the", "utc", "web", "website",
];

/// Words of [`WHOSE`] that are parts of a page, too.
const PARTS: [&str; 5] = ["attributes", "content", "data", "meta", "text"];

/// Short words that tell something.
#[rustfmt::skip]
const TELLING: [&str; 86] = [
    "ab", "ad", "ads", "ai", "alt", "amp", "are", "at", "bar", "be", "bio", "bot", "box", "bug", "by", "can", "cat", "cdn",
    "col", "css", "cta", "dj", "dns", "do", "end", "faq", "fb", "fcm", "for", "geo", "go", "has", "id", "if", "ig",
    "img", "in", "ip", "is", "it", "job", "js", "kid", "log", "map", "nav", "new", "no", "non", "not", "of", "off",
    "ok", "old", "on", "op", "or", "out", "pdf", "pr", "pre", "pwa", "qa", "re", "row", "rss", "seo", "set", "sms",
    "ssl", "sub", "tab", "tag", "to", "toc", "top", "tv", "tw", "ui", "un", "up", "url", "use", "was", "yet", "yt",
];

/// Words behind it, and before it, after which a moment stands, and which side of it the record is kept to; of several
/// the longest is first.
#[rustfmt::skip]
const MOMENTS: [(&str, Moment); 23] = [
    ("after", Moment::Since), ("at", Moment::There), ("before", Moment::Before), ("begin", Moment::Since),
    ("begins", Moment::Since), ("date", Moment::Since), ("datetime", Moment::Since),
    ("end", Moment::Until), ("ends", Moment::Until), ("from", Moment::There), ("on", Moment::There),
    ("since", Moment::There), ("start", Moment::Since), ("starts", Moment::Since), ("stop", Moment::Until),
    ("stops", Moment::Until), ("thru", Moment::Until), ("through", Moment::Until), ("till", Moment::Until),
    ("time", Moment::Since), ("timestamp", Moment::Since), ("to", Moment::ThereUntil), ("until", Moment::Until),
];
const MOMENTS_BEFORE: [(&str, Moment); 6] = [
    ("begin", Moment::Since),
    ("datetime", Moment::Since),
    ("date", Moment::Since),
    ("end", Moment::Until),
    ("start", Moment::Since),
    ("stop", Moment::Until),
];

/// Words behind those that only say that a moment stands there: `publish_end_date`.
const MOMENT: [&str; 7] = ["at", "date", "datetime", "day", "on", "time", "timestamp"];

/// What a word that a moment stands behind says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// It is so from then on.
    Since,
    /// The same, or where it is so: `live_at: Albert Hall`.
    There,
    /// It is so until then.
    Until,
    /// The same, or for whom it is: `published_to: the web`.
    ThereUntil,
    /// It is so until then, or is to be so by then.
    Before,
}

/// Words of which the moments are those of a record, not of what it tells; besides those of [`TAKEN`].
#[rustfmt::skip]
const TIMED: [&str; 27] = [
    "archived", "available", "deactivated", "delete", "depublish", "destroyed", "disabled", "display", "displayed",
    "draft", "hidden", "hide", "live", "locked", "offline", "online", "private", "public", "publication", "publish",
    "published", "publishing", "purge", "remove", "show", "shown", "visible",
];

/// The same of what is not said of a record without a moment: whether it opens, and how surely.
#[rustfmt::skip]
const SPANS: [(&str, Gate, Likeness); 36] = [
    ("access", Open, Doubtful), ("activation", Open, Doubtful), ("active", Open, Doubtful),
    ("archival", Closed, Doubtful), ("archive", Closed, Doubtful), ("availability", Open, Doubtful),
    ("deactivation", Closed, Doubtful), ("deletion", Closed, Doubtful), ("depublication", Closed, Said),
    ("earlyaccess", Closed, Doubtful), ("effective", Open, Doubtful), ("exclusive", Closed, Doubtful),
    ("free", Open, Doubtful), ("held", Closed, Doubtful), ("licence", Open, Doubtful), ("license", Open, Doubtful),
    ("members", Closed, Doubtful), ("membersonly", Closed, Doubtful), ("onhold", Closed, Doubtful),
    ("paywall", Closed, Doubtful), ("premium", Closed, Doubtful), ("pub", Open, Said), ("removal", Closed, Doubtful),
    ("retraction", Closed, Said), ("rights", Open, Doubtful), ("schedule", Open, Doubtful),
    ("scheduling", Open, Doubtful), ("subscribersonly", Closed, Doubtful), ("unlock", Open, Doubtful),
    ("usable", Open, Doubtful), ("usage", Open, Doubtful), ("valid", Open, Doubtful), ("validity", Open, Doubtful),
    ("visibility", Open, Said), ("window", Open, Doubtful), ("withdrawal", Closed, Doubtful),
];

/// What is done to a record that was out: when, why or by whom it was done says that it was.
const TAKEN: [&str; 24] = [
    "banned",
    "blocked",
    "deleted",
    "depublished",
    "discarded",
    "kill",
    "killed",
    "pulled",
    "quarantined",
    "recalled",
    "rejected",
    "removed",
    "replaced",
    "retracted",
    "revoked",
    "spiked",
    "superseded",
    "suppressed",
    "suspended",
    "takedown",
    "takendown",
    "trashed",
    "withdrawn",
    "withheld",
];

/// Words behind such a word after which somebody or a reason stands.
const WHY: [&str; 5] = ["because", "by", "note", "reason", "why"];

/// Words behind which a word says where a record stands, and what they are said of.
const STATES: [&str; 4] = ["state", "status", "stage", "step"];
#[rustfmt::skip]
const STATED: [&str; 24] = [
    "approval", "article", "content", "current", "doc", "document", "editorial", "entry", "internal", "item",
    "lifecycle", "moderation", "page", "post", "publication", "publish", "publishing", "record", "release", "review",
    "story", "strapi", "web", "workflow",
];

/// The gate that a name says in words.
fn said(folded: &str) -> Option<(Gate, Likeness)> {
    let mut rest = folded;
    let mut negated = false;
    loop {
        if let Some((gate, likeness)) = saying(rest) {
            let gate = match gate {
                Gate::Closed | Gate::Members if negated => Gate::Open,
                Gate::Open if negated => Gate::Closed,
                Gate::From if negated => Gate::Until,
                Gate::Until if negated => Gate::From,
                Gate::FromWhere if negated => Gate::UntilWhere,
                Gate::UntilWhere if negated => Gate::FromWhere,
                Gate::Gone | Gate::Word | Gate::Place if negated => return None,
                Gate::Secret | Gate::Elsewhere | Gate::Built | Gate::Excluded if negated => return None,
                Gate::Readers | Gate::Tier if negated => return None,
                gate => gate,
            };
            return Some((gate, likeness));
        }
        // The longest of them: `doc` begins `document`, and `no` begins `node`.
        let after =
            |words: &[&str]| words.iter().filter_map(|word| rest.strip_prefix(word)).min_by_key(|rest| rest.len());
        let (not, before) = (after(&NOT), after(&BEFORE));
        let is_not = not.is_some_and(|not| before.is_none_or(|before| not.len() < before.len()));
        negated ^= is_not;
        rest = if is_not { not? } else { before? };
    }
}

/// What is left of a folded name without the words at its ends that tell whose it is, if there are any.
fn own_words<'f>(name: &str, folded: &'f str) -> Option<&'f str> {
    let mut words = [(0, 0); 8];
    let (mut n, mut at, mut before) = (0, 0, b'_');
    for b in name.bytes() {
        if !field::is_mark(b) {
            let begins = field::is_mark(before) || before.is_ascii_lowercase() && b.is_ascii_uppercase();
            if begins {
                *words.get_mut(n)? = (at, at);
                n += 1;
            }
            at += 1;
            words[n.checked_sub(1)?].1 = at;
        }
        before = b;
    }
    let word = |n: usize| &folded[words[n].0..words[n].1];
    let is_whose = |word: &str, longest: usize| {
        WHOSE.contains(&word)
            || !TELLING.contains(&word) && (word.len() <= longest || word.bytes().all(|b| b.is_ascii_digit()))
    };
    let (mut first, mut last) = (0, n.checked_sub(1)?);
    // What is hidden or shown is a part of the page: `hideMeta`.
    if matches!(word(0), "hide" | "show") && PARTS.contains(&word(last)) {
        return None;
    }
    while first < last && is_whose(word(last), 2) {
        last -= 1;
    }
    while first < last && is_whose(word(first), 3) {
        first += 1;
    }
    (first > 0 || last + 1 < n).then(|| &folded[words[first].0..words[last].1])
}

/// What is said in one word or phrase, or by the name of a field among other words: `post_visibility`.
fn said_of(core: &str) -> Option<(Gate, Likeness)> {
    find(core).or_else(|| match field::known(core)? {
        (Field::Published, _) => core.starts_with("publish").then_some((From, Doubtful)),
        (field, _) => Gate::of(field, core).map(|gate| (gate, Doubtful)),
    })
}

/// What a name without the words before says.
fn saying(rest: &str) -> Option<(Gate, Likeness)> {
    let behind = |words: &[&'static str]| words.iter().find_map(|word| rest.strip_suffix(word).and_then(said_of));
    if let Some(found) = said_of(rest).or_else(|| behind(&BEHIND)) {
        return Some(found);
    }
    let why = || {
        let taken = |word| rest.strip_suffix(word).is_some_and(|core| TAKEN.contains(&core));
        WHY.into_iter().any(taken).then_some((Told, Doubtful))
    };
    let stated = || {
        let core = STATES.iter().find_map(|word| rest.strip_suffix(word))?;
        STATED.contains(&core).then_some((Word, Doubtful))
    };
    moment(rest).or_else(why).or_else(stated)
}

/// What a name says that tells from when or until when something is so: `visible_until`, `end_publication`,
/// `publish_window_end_date`.
fn moment(rest: &str) -> Option<(Gate, Likeness)> {
    let found = MOMENTS.iter().find_map(|(word, moment)| {
        let core = rest.strip_suffix(word)?;
        let (gate, likeness) = spanned(core)?;
        // What readers are shown as the date or the time: `display_date: Spring 2026`.
        let shown = (core.starts_with("display") || core.starts_with("show")) && MOMENT.contains(word);
        Some((*moment, gate, likeness, shown))
    });
    let ahead = || {
        MOMENTS_BEFORE.iter().find_map(|(word, moment)| {
            let core = rest.strip_prefix(word)?;
            let core =
                MOMENT.iter().find_map(|word| core.strip_prefix(word)).filter(|_| *word != "date").unwrap_or(core);
            let core = ["of", "to", "for"].iter().find_map(|word| core.strip_prefix(word)).unwrap_or(core);
            let (gate, likeness) = spanned(core)?;
            Some((*moment, gate, likeness, false))
        })
    };
    let Some((moment, gate, likeness, shown)) = found.or_else(ahead) else {
        return MOMENT.iter().find_map(|word| moment(rest.strip_suffix(word)?));
    };
    let gate = match (gate == Open, moment) {
        (true, Moment::Since) if shown => FromWhere,
        (true, Moment::There) => FromWhere,
        (true, Moment::Since) | (false, Moment::Until | Moment::Before) => From,
        (false, Moment::There) => UntilWhere,
        (true, Moment::Until | Moment::Before) | (false, Moment::Since) => Until,
        (true, Moment::ThereUntil) => UntilWhere,
        (false, Moment::ThereUntil) => FromWhere,
    };
    let doubtful = matches!(moment, Moment::Before | Moment::ThereUntil);
    Some((gate, if doubtful { Doubtful } else { likeness }))
}

/// The gate of what may have a moment.
fn spanned(core: &str) -> Option<(Gate, Likeness)> {
    let kind = ["window", "period", "date"].iter().find_map(|word| core.strip_suffix(word));
    let core = kind.filter(|core| !core.is_empty()).unwrap_or(core);
    let span = SPANS.iter().find(|(span, ..)| *span == core).map(|(_, gate, likeness)| (*gate, *likeness));
    span.or_else(|| (TIMED.contains(&core) || TAKEN.contains(&core)).then(|| find(core)).flatten())
}

/// Pairs of letters: for each second one the first ones.
struct Pairs([u32; 26]);

impl Pairs {
    const fn add(&mut self, [first, second]: [u8; 2]) {
        self.0[(second - b'a') as usize] |= 1 << (first - b'a');
    }

    const fn add_ending(&mut self, word: &str) {
        let [.., before, last] = word.as_bytes() else { return };
        self.add([*before, *last]);
    }

    fn has(&self, pair: [u8; 2]) -> bool {
        let [first, second] = pair.map(|letter| letter.wrapping_sub(b'a'));
        first < 26 && second < 26 && self.0[usize::from(second)] & (1 << first) != 0
    }
}

/// What names that say something end with: most of other people's do not.
static ENDINGS: LazyLock<Pairs> = LazyLock::new(|| {
    let mut pairs = Pairs([0; 26]);
    let gates = FIELDS.iter().flat_map(|info| info.names.iter().map(move |name| (info.field, *name)));
    let fields = gates.filter(|(field, name)| *field == Field::Published || Gate::of(*field, name).is_some());
    for word in SAYINGS.iter().chain(&SPANS).map(|(word, ..)| *word).chain(fields.map(|(_, name)| name)) {
        pairs.add_ending(word);
    }
    for word in BEHIND.iter().chain(&MOMENT).chain(&WHY).chain(&STATES).chain(MOMENTS.iter().map(|(word, _)| word)) {
        pairs.add_ending(word);
    }
    pairs
});

/// What names of [`NEAR`] begin with, and what they end with.
static NEAR_PAIRS: [Pairs; 2] = {
    let mut pairs = [Pairs([0; 26]), Pairs([0; 26])];
    let mut i = 0;
    while i < NEAR.len() {
        if let [first, second, ..] = NEAR[i].0.as_bytes() {
            pairs[0].add([*first, *second]);
        }
        pairs[1].add_ending(NEAR[i].0);
        i += 1;
    }
    pairs
};

/// Names that hold a word within them, or miss one by a letter, and the gate that may be meant.
const STEMS: [(&str, Gate); 9] = [
    ("draft", Gate::Closed),
    ("unpublish", Gate::Closed),
    ("withh", Gate::Closed),
    ("notforpubl", Gate::Closed),
    ("donotpubl", Gate::Closed),
    ("embarg", Gate::From),
    ("sperrfrist", Gate::From),
    ("sperrvermerk", Gate::From),
    ("expir", Gate::Until),
];

/// Words that such a name ends with where there is another version beside what is published: `has_unpublished_changes`.
#[rustfmt::skip]
const BESIDE: [&str; 14] = [
    "badge", "banner", "change", "copy", "count", "edit", "history", "icon", "id", "label", "number", "revision", "ribbon",
    "url",
];

/// Names that are looked for with a letter wrong.
const NEAR: [(&str, Gate); 16] = [
    ("draft", Gate::Closed),
    ("isdraft", Gate::Closed),
    ("hidden", Gate::Closed),
    ("private", Gate::Closed),
    ("withheld", Gate::Closed),
    ("unpublished", Gate::Closed),
    ("published", Gate::Open),
    ("status", Gate::Word),
    ("state", Gate::Word),
    ("pubstatus", Gate::Word),
    ("visibility", Gate::Word),
    ("embargo", Gate::From),
    ("expires", Gate::Until),
    ("offline", Gate::Closed),
    ("workinprogress", Gate::Closed),
    ("unfinished", Gate::Closed),
];

/// Words that miss one of them by a letter and are others.
const WORDS: [&str; 10] =
    ["craft", "drift", "estate", "graft", "publisher", "slate", "stale", "stare", "stats", "statue"];

/// The gate that somebody may have meant with a name that is no field's, and how it looks like one.
pub(in crate::source) fn suspect(name: &str) -> Option<(Gate, Likeness)> {
    if !name.is_ascii()
        && let Some((_, gate)) = CHINESE.iter().find(|(words, _)| words.contains(&name))
    {
        return Some((*gate, Said));
    }
    // Of another vocabulary, `imext:pubstatus`, or marked as something: `@draft`.
    let marks = ['@', '$', '#', '!', '*'];
    let local = name.rsplit_once([':', '$']).map_or(name, |(_, local)| local).trim_matches(marks);
    if local.len() < name.len() && !local.is_empty() {
        return match field::known(local) {
            Some((field, _)) if field != Field::Published => Gate::of(field, local).map(|gate| (gate, Doubtful)),
            _ => suspect(local).filter(|(gate, _)| *gate != Gate::Layout || name.contains([':', '$'])),
        };
    }
    let mut buffer = [0; field::LONGEST];
    let latin = (!name.is_ascii()).then(|| deunicode::deunicode(name));
    let folded = std::str::from_utf8(field::fold(latin.as_deref().unwrap_or(name), &mut buffer)?).ok()?;
    let [.., before, last] = *folded.as_bytes() else { return None };
    // What is said in one phrase is meant so: `was_published`, but not `was_draft`.
    if find(folded).is_none() && is_of_another(latin.as_deref().unwrap_or(name), folded) {
        return None;
    }
    let ending = [before, last];
    if ENDINGS.has(ending)
        && let Some(said) = said(folded)
    {
        return Some(said);
    }
    if let Some(own) = own_words(latin.as_deref().unwrap_or(name), folded)
        && own.len() > 3
        && let Some((gate, _)) = said(own)
    {
        return Some((gate, Doubtful));
    }
    if feed::may_be(folded.as_bytes())
        && let Some(gate) = feed::place(folded)
    {
        return Some((gate, Said));
    }
    let [first, second, _, _, ..] = *folded.as_bytes() else { return None };
    // Records are full of names of other people's: most are told apart by two letters.
    if NEAR_PAIRS[0].has([first, second]) || NEAR_PAIRS[1].has(ending) {
        let near = |ours: &str| {
            !WORDS.contains(&folded)
                && ours.len().abs_diff(folded.len()) <= 1
                && (ours.as_bytes().starts_with(&[first, second]) || ours.as_bytes().ends_with(&ending))
                && strsim::damerau_levenshtein(ours, folded) == 1
        };
        if let Some((_, gate)) = NEAR.iter().find(|(ours, _)| near(ours)) {
            return Some((*gate, Likeness::Near));
        }
    }
    let pair = |pair: &[u8]| matches!(pair, b"af" | b"np" | b"hh" | b"tp" | b"rp" | b"mb" | b"xp" | b"rr");
    if !folded.as_bytes().windows(2).any(pair) {
        return None;
    }
    let is_beside = |word: &&str| folded.strip_suffix('s').unwrap_or(folded).ends_with(*word);
    let (stem, gate) = STEMS.iter().find(|(stem, _)| folded.contains(stem))?;
    if BESIDE.iter().any(is_beside) {
        return None;
    }
    match timed(*gate, folded.split_once(stem)?) {
        Timed::Closing => Some((*gate, Likeness::Within)),
        Timed::Over => Some((Open, Doubtful)),
        Timed::Never => None,
    }
}

/// What a name says in which a moment's word stands: `embargo_note`, `no_expiration_set`, `embargo_passed`.
enum Timed {
    /// That there may be such a moment.
    Closing,
    /// That it is behind.
    Over,
    /// That there is none.
    Never,
}

/// What words around a moment's word, `before` and `behind` it, say of it.
fn timed(gate: Gate, (before, behind): (&str, &str)) -> Timed {
    const NO: [&str; 4] = ["doesnt", "doesnot", "wont", "without"];
    #[rustfmt::skip]
    const NEVER: [&str; 12] = [
        "disabled", "exempt", "forever", "ignored", "indefinite", "indefinitely", "infinite", "never", "none", "off", "permanent", "unlimited",
    ];
    const OVER: [&str; 7] = ["cleared", "ended", "expired", "lapsed", "passed", "removed", "waived"];
    let ends = |words: &[&str]| words.iter().any(|word| behind.ends_with(word));
    let is_moment = matches!(gate, From | Until);
    match gate {
        From if ends(&OVER) => Timed::Over,
        _ if is_moment && (ends(&NEVER) || NOT.contains(&before) || NO.contains(&before)) => Timed::Never,
        _ => Timed::Closing,
    }
}

#[cfg(test)]
mod tests {
    use super::Gate::Secret;
    use super::*;

    #[test]
    fn what_is_of_a_picture_is_told_from_what_begins_like_one() {
        for name in ["coverage_embargo", "coverageEmbargo", "heroine_embargo", "picturesque-embargo-until"] {
            assert!(matches!(suspect(name), Some((From, _))), "{name}");
        }
    }

    #[test]
    fn the_words_are_sorted_and_known_ones_have_a_moment() {
        assert!(SAYINGS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for word in TIMED.iter().chain(&TAKEN) {
            assert!(SAYINGS.iter().any(|(known, ..)| known == word), "{word}");
        }
    }

    #[test]
    fn names_say_what_they_say_however_they_are_spelt() {
        for (names, gate) in [
            (&["wip", "isWIP", "work_in_progress", "wip-flag", "not_online", "isNotLive", "neverPublish"][..], Closed),
            (
                &["no-publish", "unreleased", "still_unfinished", "keepHidden", "draft_mode", "page-hidden", "offline"],
                Closed,
            ),
            (
                &[
                    "online",
                    "isOnline",
                    "article_live",
                    "publishedOnline",
                    "okToPublish",
                    "notHidden",
                    "web-visible",
                    "was_published",
                    "hasBeenPublished",
                ],
                Open,
            ),
            (&["ready_for_publication", "publishable", "not-a-draft-not", "can_be_published"][..2], Open),
            (&["hiddenUntil", "live-date", "private_until", "live-start", "gültig-ab"], From),
            (&["start_publication", "publication-start-date", "publishUp", "date_publish", "begin_publishing"], From),
            (&["pubStart", "publish_window_start", "visibilityStartTime", "startOfPublication"], From),
            (&["visible_from", "onlineAt", "visibleSince"], FromWhere),
            (&["visibleUntil", "live-ends", "deletedDate", "withdrawn-date", "gültig_bis", "hide_after"], Until),
            (&["end_publication", "publication_end_date", "publishDown", "stop-publish", "publishEndsAt"], Until),
            (&["visible_through", "hiddenAfterDateTime", "depublish_date", "dateDeleted", "online_window_end"], Until),
            (&["hidden-from", "offline_at", "notVisibleFrom", "deletedAt", "trashed_at", "deleted-on"], UntilWhere),
            (&["retracted_on", "killedAt", "discarded_at"], UntilWhere),
            (&["nicht_veroeffentlichen", "ne-pas-publier", "noPublicar"], Closed),
            (&["isAccessibleForFree", "accessible_for_free"], Open),
            (&["delisted", "trash", "Entwurf", "brouillon", "borrador", "ist-privat"][..5], Closed),
            (&["Passwort", "mot_de_passe"], Secret),
            (&["veröffentlicht", "publié", "Publicado", "опубликовано", "freigegeben"], Open),
            (&["черновик", "invisible", "in_trash", "spam", "not_publié"], Closed),
            (&["Ablaufdatum"], Until),
            (
                &["email_only", "retracted", "isRemoved", "killed", "needs_review", "contentBlocked", "restricted"],
                Closed,
            ),
        ] {
            for name in names {
                assert_eq!(suspect(name), Some((gate, Said)), "{name}");
            }
        }
        for name in [
            "enabled",
            "isActive",
            "is_archived",
            "moderation_state",
            "review-status",
            "stage",
            "item_type",
            "ready",
            "unlisted_page",
            "legal_hold",
            "pulled",
            "removed_by",
            "takedownReason",
            "superseded_by",
            "duplicate_of",
            "remove_after",
            "display-until",
            "valid_from",
            "approval",
            "skip",
            "hiddenBeforeDateTime",
            "do_not_publish_before",
            "availabilityStart",
            "availability_end_date",
            "valid_thru",
            "sn_draft",
            "x-status",
            "tx_news_hidden",
            "myPrivate",
            "editorial_password",
            "hidden_en",
            "members_only__c",
            "@premium",
            "post_visibility",
            "publish_on_utc",
            "embargo_1",
            "archive_on",
            "removal-date",
            "embargo_passed",
            "embargo-has-expired",
            "window_start",
            "windowEnd",
        ] {
            assert_eq!(suspect(name).map(|found| found.1), Some(Doubtful), "{name}");
        }
    }

    #[test]
    fn names_of_other_matters_say_nothing() {
        for name in [
            "outline",
            "inline",
            "weight",
            "series",
            "liveblog",
            "timeline",
            "headline_live_blog",
            "delivery",
            "onlineshop",
            "showtimes",
            "typeface",
            "modesty",
            "skipper",
            "republic",
            "released_by",
            "templated_by",
            "note",
            "latest",
            "contest",
            "protest",
            "ab_test",
            "abTest",
            "methods",
            "shipwip",
            "release_date",
            "broadcast_on",
            "time_to_live",
            "nav_hidden",
            "img_private",
            "comment_status",
            "no_password",
            "noRedirect",
            "toc_hide",
            "author_private",
            "@type",
            "tv_access",
            "amp_status",
            "start_time",
            "end_date",
            "event_end",
            "has_unpublished_changes",
            "hideMeta",
            "showMeta",
            "showDraftLabel",
            "draft_badge",
            "publisher",
            "has_draft",
            "old_status",
            "was_embargoed",
            "token_expires_at",
            "cache_expires",
            "draft_count",
            "expiredEdits",
            "onset",
            "image_expires",
            "photo_embargo_until",
            "expires_never",
            "expiration_none",
            "no_expiration_set",
            "without_embargo_date",
            "does_not_expire_at_all",
            "cover_embargo",
            "coverImageEmbargo",
            "photos_embargo_until",
            "photographer_embargo",
            "embargo_exempt",
            "expiry_disabled",
        ] {
            assert_eq!(suspect(name), None, "{name}");
        }
    }
}
