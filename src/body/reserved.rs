//! What of a body only some may read: all behind the mark at which strangers stop, and blocks that are not for them.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

/// Comments behind which nothing is for strangers: Ghost's, and others' like it.
const ENDS: [&str; 7] =
    ["members-only", "paid-members-only", "paid-only", "premium-only", "subscribers-only", "paywall", "kg-paywall"];

/// Ghost's comments around a block that is for some; `nonMember:true` shows it to strangers, too.
const BEGIN: &str = "kg-gated-block:begin";
const END: &str = "kg-gated-block:end";

/// What anybody may read of a body.
pub(crate) fn public(body: &str) -> Cow<'_, str> {
    let mut kept: Option<String> = None;
    let (mut from, mut at) = (0, 0);
    while let Some((start, text, end)) = comment(body, at) {
        at = end;
        let word = text.split_whitespace().collect::<Vec<_>>().join("-").to_ascii_lowercase();
        if ENDS.contains(&&*word) {
            return Cow::Owned(kept.unwrap_or_default() + &body[from..start]);
        }
        if text.starts_with(BEGIN) && !text.split_whitespace().any(|part| part.eq_ignore_ascii_case("nonMember:true")) {
            kept.get_or_insert_default().push_str(&body[from..start]);
            // One that never ends is all that follows.
            at = end_of_block(body, at);
            from = at;
        }
    }
    match kept {
        Some(kept) => Cow::Owned(kept + &body[from..]),
        None => Cow::Borrowed(body),
    }
}

/// Where a block ends that began before; the end of the body where it never does.
fn end_of_block(body: &str, mut at: usize) -> usize {
    while let Some((_, text, end)) = comment(body, at) {
        if text == END {
            return end;
        }
        at = end;
    }
    body.len()
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
