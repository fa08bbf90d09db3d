//! What of a body only some may read: all behind the mark at which strangers stop, and blocks that are not for them.

mod words;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memmem::{self, Finder};

use super::tags::{Tag, resolved, tags};
use super::wordpress;
pub(crate) use words::is_for_some;
use words::names_some;

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

/// A body without what stands behind marks, or between two.
fn outside_comments(body: &str) -> Cow<'_, str> {
    let mut kept: Option<String> = None;
    let (mut from, mut at) = (0, 0);
    while let Some((start, text, end)) = comment(body, at) {
        at = end;
        let is_ghosts =
            text.starts_with(BEGIN) && !text.split_whitespace().any(|part| part.eq_ignore_ascii_case("nonMember:true"));
        let block = text.strip_prefix("wp:").map(|name| name.split_whitespace().next().unwrap_or_default());
        let hidden = block.filter(|name| wordpress::is_for_some(name) && !text.ends_with('/'));
        if !is_ghosts && hidden.is_none() && !begins(text) {
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
    let says_end = comment
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| ENDING.iter().any(|ending| word.eq_ignore_ascii_case(ending)));
    (says_end || comment.starts_with('/')) && (matter(comment).is_empty() || begins(&matter(comment)))
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
        "cssselector",
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

/// Elements that lead somewhere or are called by their own words, whatever class they have.
const CALLED: [&str; 9] = ["a", "h1", "h2", "h3", "h4", "h5", "h6", "html", "body"];

/// Elements without an end.
const VOID: [&str; 10] = ["area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"];

/// A body without elements that are for some.
fn outside_elements(body: &str) -> Cow<'_, str> {
    if !SIGNS.is_match(body) {
        return Cow::Borrowed(body);
    }
    let chosen = selected(body);
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
            None if tag.end || !is_reserved(&tag, &chosen) => {}
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
    let name = name.strip_prefix("data-").unwrap_or(&name);
    let folded: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    if OF_READERS.contains(&&*folded) {
        return names_some(value);
    }
    let value = value.trim().to_ascii_lowercase();
    let says_so = value.is_empty() || ["true", "1", "yes", "on", "content"].contains(&&*value) || value == name;
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
