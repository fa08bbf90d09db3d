//! What of a body only some may read: all behind the mark at which strangers stop, and blocks that are not for them.

mod timed;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memmem::{self, Finder};

use super::tags::{Tag, VOID, resolved, tags};
use super::wordpress;
pub(crate) use timed::{changes_after, is_timed, moments_of, open_at};
pub(crate) use words::{is_for_some, is_kept, is_secret, is_title_for_some};
use words::{is_tier, names_some, names_staff};

/// A comment behind which nothing is for strangers.
pub(super) const BEHIND: &str = "<!--members-only-->";

/// Comments behind which nothing is for strangers, besides those whose words say so.
const ENDS: [&str; 1] = ["paid"];

/// Ghost's comments around a block that is for some; `nonMember:true` shows it to strangers, too.
const BEGIN: &str = "kg-gated-block:begin";
const END: &str = "kg-gated-block:end";

/// What anybody may read of a body.
pub(crate) fn public(body: &str) -> Cow<'_, str> {
    match outside_comments(body) {
        Cow::Borrowed(body) => outside_elements(body),
        Cow::Owned(body) => Cow::Owned(outside_elements(&body).into_owned()),
    }
}

/// Whether a comment says that what follows is for some.
pub(crate) fn begins(comment: &str) -> bool {
    let comment = comment.trim();
    !comment.starts_with('/') && (ENDS.iter().any(|word| comment.eq_ignore_ascii_case(word)) || is_for_some(comment))
}

/// Whether a comment begins or ends a part that is not for readers, where another ends or begins it.
pub(crate) fn keeps(comment: &str) -> bool {
    is_kept(&matter(comment))
}

/// A body without what stands behind marks, or between two.
fn outside_comments(body: &str) -> Cow<'_, str> {
    let mut kept: Option<String> = None;
    let (mut from, mut at) = (0, 0);
    // What no comment ends.
    let mut endless = HashSet::new();
    while let Some((start, text, end)) = comment(body, at) {
        at = end;
        let is_ghosts =
            text.starts_with(BEGIN) && !text.split_whitespace().any(|part| part.eq_ignore_ascii_case("nonMember:true"));
        let block = text.strip_prefix("wp:").map(|name| name.split_whitespace().next().unwrap_or_default());
        let hidden = block.filter(|name| wordpress::is_for_some(name) && !text.ends_with('/'));
        if !is_ghosts && hidden.is_none() && !begins(text) {
            let own = matter(text);
            if text.starts_with('/') || !is_kept(&own) || endless.contains(&own) {
                continue;
            }
            match end_of_kept(body, at, &own) {
                Some(end) => {
                    kept.get_or_insert_default().push_str(&body[from..start]);
                    (at, from) = (end, end);
                }
                None => _ = endless.insert(own),
            }
            continue;
        }
        // What never ends is all that follows.
        let end = match hidden {
            _ if is_ghosts => end_of_block(body, at, |text| text == END),
            // What follows it is for those who pay.
            Some(name) if name.ends_with("/paywall") => body.len(),
            Some(name) => {
                end_of_block(body, at, |text| text.strip_prefix("/wp:").is_some_and(|end| end.trim() == name))
            }
            None => {
                let begun = matter(text);
                end_of_block(body, at, |end| ends(end) && [&*begun, ""].contains(&&*matter(end)))
            }
        };
        kept.get_or_insert_default().push_str(&body[from..start]);
        (at, from) = (end, end);
    }
    match kept {
        Some(kept) => Cow::Owned(kept + &body[from..]),
        None => Cow::Borrowed(body),
    }
}

/// Words with which comments begin and end something, beside what that is.
const BEGINNING: [&str; 5] = ["begin", "begins", "start", "starts", "open"];
const ENDING: [&str; 4] = ["end", "ends", "close", "stop"];

/// What a comment calls its matter, without words for beginning and end.
fn matter(comment: &str) -> String {
    let words = comment.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    let words: Vec<String> = words.filter(|word| !BEGINNING.contains(&&**word) && !ENDING.contains(&&**word)).collect();
    words.join(" ")
}

/// Whether a comment ends what others begin: `/premium`, `end premium`, `premium end`.
pub(crate) fn ends(comment: &str) -> bool {
    let comment = comment.trim();
    (says_end(comment) || comment.starts_with('/')) && (matter(comment).is_empty() || begins(&matter(comment)))
}

/// Whether a word of a comment says that something ends.
fn says_end(comment: &str) -> bool {
    let mut words = comment.split(|c: char| !c.is_alphanumeric());
    words.any(|word| ENDING.iter().any(|ending| word.eq_ignore_ascii_case(ending)))
}

/// Where what comments call so ends, if one says that it does: `<!-- /internal -->`.
fn end_of_kept(body: &str, mut at: usize, own: &str) -> Option<usize> {
    while let Some((_, text, end)) = comment(body, at) {
        if (text.starts_with('/') || says_end(text)) && matter(text) == own {
            return Some(end);
        }
        at = end;
    }
    None
}

/// Where a block ends that began before; the end of the body where it never does.
fn end_of_block(body: &str, mut at: usize, is_end: impl Fn(&str) -> bool) -> usize {
    while let Some((_, text, end)) = comment(body, at) {
        if is_end(text) {
            return end;
        }
        at = end;
    }
    body.len()
}

/// Parts of what tags say of those that see them; most bodies have none.
static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let parts = [
        "paywall",
        "premium",
        "member",
        "subscri",
        "paid",
        "paying",
        "patron",
        "supporter",
        "insider",
        "registered",
        "vip",
        "exclusive",
        "gated",
        "locked",
        "logged",
        "metered",
        "private",
        "protected",
        "restricted",
        "-only",
        "_only",
        "staffonly",
        "editorsonly",
        "plusonly",
        "tier=",
        "tiers=",
        "audience=",
        "level=",
        "plan=",
        "nur-",
        "abonn",
        "-mitglied",
        "-membres",
        "suscriptor",
        "abbonati",
        "assinante",
        "prenumerant",
        "-medlem",
        "internal-note",
        "internal_note",
        "internalnote",
        "note-to",
        "notes-to",
        "note-for",
        "data-confidential",
        "data-draft",
        "data-is-draft",
        "data-embargo",
        "data-internal",
        "data-status",
        "data-unpublished",
        "data-wip",
        "data-withheld",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(parts).expect("texts that are looked for")
});

/// Names of attributes, folded, that say who sees an element.
const OF_READERS: [&str; 22] = [
    "access",
    "accesslevel",
    "ampaccess",
    "audience",
    "contentaccess",
    "level",
    "membership",
    "plan",
    "reader",
    "readers",
    "required",
    "requires",
    "requiredplan",
    "restrict",
    "restrictto",
    "showto",
    "subscription",
    "tier",
    "tiers",
    "visibility",
    "visiblefor",
    "visibleto",
];

/// Names of attributes, folded, that say what readers must have paid for.
const OF_TIERS: [&str; 8] = [
    "accesstier",
    "membershiplevel",
    "membershiptier",
    "requiredplan",
    "requiredtier",
    "subscriptiontier",
    "tier",
    "tiers",
];

/// Names of attributes, folded, which say that an element is not for readers where they are true, or without a value.
const FLAGS: [&str; 15] = [
    "confidential",
    "draft",
    "embargo",
    "embargoed",
    "internal",
    "isdraft",
    "ispaid",
    "isprivate",
    "paid",
    "paidonly",
    "private",
    "protected",
    "unpublished",
    "wip",
    "withheld",
];

/// Of the names of attributes that say who sees an element those that may say that nobody outside does.
const WHOSE: [&str; 6] = ["access", "audience", "readers", "visibility", "visiblefor", "visibleto"];

/// Elements of which several stand side by side, each of a kind or in a state of its own.
const OF_MANY: [&str; 12] = ["a", "button", "dd", "dt", "img", "input", "label", "li", "option", "td", "th", "tr"];

/// Parts of names of components that show who paid, what for, or what somebody won.
const OF_MONEY: [&str; 8] = ["award", "badge", "medal", "plan", "pric", "product", "rank", "sponsor"];

/// Whether an element of this name encloses a part of a text.
fn is_part(element: &str) -> bool {
    let lower = element.to_ascii_lowercase();
    !OF_MANY.contains(&&*lower) && !OF_MONEY.iter().any(|part| lower.contains(part))
}

/// Elements that lead somewhere or are called by their own words, whatever class they have.
const CALLED: [&str; 9] = ["a", "h1", "h2", "h3", "h4", "h5", "h6", "html", "body"];

/// A body without elements that are for some.
fn outside_elements(body: &str) -> Cow<'_, str> {
    let chosen = selected(body);
    if chosen.is_empty() && !is_in_a_tag(body, &SIGNS) {
        return Cow::Borrowed(body);
    }
    without(body, |tag| is_reserved(tag, &chosen))
}

/// Whether a tag of a body has one of some signs. Most of a body is between its tags, and need not be read.
fn is_in_a_tag(body: &str, signs: &AhoCorasick) -> bool {
    tags(body).any(|tag| !tag.end && signs.is_match(&body[tag.span]))
}

/// A body without elements of which that is said by the tags that they begin with.
fn without<'b>(body: &'b str, mut is_out: impl FnMut(&Tag<'b>) -> bool) -> Cow<'b, str> {
    let mut out: Vec<Range<usize>> = Vec::new();
    // The element that goes: its name, where it begins, and how many of that name are open.
    let mut open: Option<(&str, usize, usize)> = None;
    for tag in tags(body) {
        match &mut open {
            Some((name, start, depth)) if tag.is(name) => {
                let is_alone = body[tag.span.clone()].ends_with("/>");
                *depth = if tag.end { *depth - 1 } else { *depth + usize::from(!is_alone) };
                if *depth == 0 {
                    out.push(*start..tag.span.end);
                    open = None;
                }
            }
            Some(_) => {}
            None if tag.end || !is_out(&tag) => {}
            None if VOID.iter().any(|name| tag.is(name)) => out.push(tag.span),
            None => open = Some((tag.name, tag.span.start, 1)),
        }
    }
    out.extend(open.map(|(_, start, _)| start..body.len()));
    if out.is_empty() {
        return Cow::Borrowed(body);
    }
    let mut kept = String::with_capacity(body.len());
    let mut from = 0;
    for span in out {
        kept.push_str(&body[from..span.start]);
        from = span.end;
    }
    kept.push_str(&body[from..]);
    Cow::Owned(kept)
}

/// The classes that data of a page in the body call its parts by that are not free.
fn selected(body: &str) -> HashSet<&str> {
    let values = memmem::find_iter(body.as_bytes(), "\"cssSelector\"").filter_map(|at| {
        let value = body[at..].split_once(':')?.1;
        value.split(']').next()?.split('}').next()
    });
    let names = values.flat_map(|value| value.split(['"', ',', ' ']));
    names.filter_map(|name| name.strip_prefix('.')).filter(|name| !name.is_empty()).collect()
}

fn is_reserved(tag: &Tag<'_>, chosen: &HashSet<&str>) -> bool {
    is_for_some(tag.name)
        || tag.attributes().any(|(name, value)| {
            let value = resolved(value);
            let is_class = name.eq_ignore_ascii_case("class");
            is_class && value.split_whitespace().any(|class| chosen.contains(class)) || reserves(tag.name, name, &value)
        })
}

/// Whether an attribute of an element says that this is for some.
pub(crate) fn reserves(element: &str, name: &str, value: &str) -> bool {
    if name.eq_ignore_ascii_case("class") {
        let is_called = CALLED.iter().any(|called| element.eq_ignore_ascii_case(called));
        return !is_called && value.split_whitespace().any(is_for_some);
    }
    let name = name.to_ascii_lowercase();
    let data = name.strip_prefix("data-");
    let name = data.unwrap_or(&name);
    let folded: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    // Attributes of HTML itself have no data of their own, and components have no others.
    let is_own = data.is_some() || element.starts_with(|c: char| c.is_ascii_uppercase());
    if OF_TIERS.contains(&&*folded) {
        return is_part(element) && (names_some(value) || is_own && is_tier(value));
    }
    if OF_READERS.contains(&&*folded) {
        return names_some(value) || WHOSE.contains(&&*folded) && names_staff(value);
    }
    if folded == "status" && data.is_some() {
        return is_part(element) && is_kept(value);
    }
    let value = value.trim().to_ascii_lowercase();
    let says_so = value.is_empty() || ["true", "1", "yes", "on", "content"].contains(&&*value) || value == name;
    if is_own && FLAGS.contains(&&*folded) {
        return says_so && value != "content";
    }
    is_for_some(name) && (says_so || names_some(&value))
}

/// What a comment begins with: looked for twice in every body.
static OPENING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<!--"));

/// The next comment: where it begins, its text, and where it ends.
pub(super) fn comment(body: &str, at: usize) -> Option<(usize, &str, usize)> {
    let start = at + OPENING.find(&body.as_bytes()[at..])?;
    let end = start + 4 + memmem::find(&body.as_bytes()[start + 4..], b"-->")?;
    Some((start, body[start + 4..end].trim(), end + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_members_is_in_no_body() {
        let cases = [
            ("<p>a</p>", "<p>a</p>"),
            ("<p>a</p><!-- more --><p>b</p>", "<p>a</p><!-- more --><p>b</p>"),
            ("<p>a</p><!--members-only--><p>SECRET</p>", "<p>a</p>"),
            ("<p>a</p><!--premium--><p>SECRET</p>", "<p>a</p>"),
            ("<p>a</p><!--paid--><p>SECRET</p><!--/paid--><p>b</p>", "<p>a</p><p>b</p>"),
            ("<p>a</p><!-- premium: start --><p>SECRET</p><!-- end premium --><p>b</p>", "<p>a</p><p>b</p>"),
            ("<p>a</p><!--email-only--><p>SECRET</p>", "<p>a</p>"),
            ("<p>a</p><!-- wp:jetpack/paywall --><hr><!-- /wp:jetpack/paywall --><p>SECRET</p>", "<p>a</p>"),
            ("<p>a</p><!-- wp:jetpack/subscriptions gate --><p>SECRET</p>", "<p>a</p>"),
            (
                "<p>a</p><!-- wp:premium-content/subscriber-view --><p>SECRET</p><!-- /wp:premium-content/subscriber-view --><p>b</p>",
                "<p>a</p><p>b</p>",
            ),
            ("<p>a</p><div class=\"x paywall\"><div>SECRET</div>SECRET</div><p>b</p>", "<p>a</p><p>b</p>"),
            ("<p>a</p><div class='members-only'>SECRET", "<p>a</p>"),
            ("<section data-visibility=\"members\"><p>SECRET</p></section><p>b</p>", "<p>b</p>"),
            (
                "<section data-visibility=\"public\"><p>b</p></section>",
                "<section data-visibility=\"public\"><p>b</p></section>",
            ),
            ("<section subscriptions-section=\"content\"><p>SECRET</p></section><p>b</p>", "<p>b</p>"),
            (
                "<section subscriptions-section=\"content-not-granted\"><p>b</p></section>",
                "<section subscriptions-section=\"content-not-granted\"><p>b</p></section>",
            ),
            ("<premium-content>SECRET</premium-content>b", "b"),
            (
                "<p data-members-only>SECRET</p><p data-members-only=\"false\">b</p>",
                "<p data-members-only=\"false\">b</p>",
            ),
            (
                "<script>{\"isAccessibleForFree\":false,\"cssSelector\":\".metered, .more\"}</script><p class='metered'>SECRET</p><p>b</p>",
                "<script>{\"isAccessibleForFree\":false,\"cssSelector\":\".metered, .more\"}</script><p>b</p>",
            ),
            (
                "<div class=\"paywall-banner\">ad</div><h2 class=\"paywall\" id=\"paywall\">Paywalls</h2><p>b</p>",
                "<div class=\"paywall-banner\">ad</div><h2 class=\"paywall\" id=\"paywall\">Paywalls</h2><p>b</p>",
            ),
            ("<p>a</p><!-- x --><!-- Members only --><p>SECRET</p><!--members-only-->", "<p>a</p><!-- x -->"),
            ("<p>a</p><!--paywall--><p>SECRET", "<p>a</p>"),
            (
                "a<!--kg-gated-block:begin nonMember:false memberSegment:\"status:free\"-->SECRET<!--kg-gated-block:end-->b",
                "ab",
            ),
            (
                "a<!--kg-gated-block:begin nonMember:true memberSegment:\"\"-->b<!--kg-gated-block:end-->c",
                "a<!--kg-gated-block:begin nonMember:true memberSegment:\"\"-->b<!--kg-gated-block:end-->c",
            ),
            ("a<!--kg-gated-block:begin-->SECRET<!-- x -->SECRET", "a"),
            ("a<!--kg-gated-block:begin-->SECRET<!--kg-gated-block:end-->b<!--members-only-->SECRET", "ab"),
            ("a<!-- members-only", "a<!-- members-only"),
        ];
        for (body, expected) in cases {
            assert_eq!(public(body), expected, "{body}");
        }
    }
}
