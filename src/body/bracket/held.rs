//! Shortcodes that ask who reads, or when: what they enclose is not for all readers, or not at all times.

use super::builder::is_off;
use super::{Tag, given};
use crate::body::reserved::{is_for_some, is_kept, reserves};
use crate::body::shortcode::plain_name;

/// Parts of names of what only some readers see.
#[rustfmt::skip]
const FOR_SOME: [&str; 26] = [
    "member", "private", "restrict", "loggedin", "subscriber", "premium", "paywall", "protect", "password", "hide", "hidden", "mepr",
    "pmpro", "rcp", "s2if", "wpmem", "groupscan", "accessif", "editorsnote", "ednote", "internal", "passster", "ppwp",
    "contentcontrol", "embargo", "notpublic",
];

/// Words of names of what is not shown yet, or not any more, and words beside them.
const HELD: [&str; 6] = ["draft", "expire", "expires", "expired", "expiration", "unpublished"];
const BESIDE: [&str; 12] =
    ["area", "at", "block", "content", "date", "on", "only", "part", "post", "section", "text", "until"];

/// Words of names of what is for people who are named alone.
#[rustfmt::skip]
const NAMED: [&str; 12] = [
    "abo", "abonnenten", "backer", "backers", "insider", "insiders", "patreon", "patron", "patrons", "staff", "supporter", "supporters",
];

/// Words that say of what they are said of that it is locked, where they stand last.
const LOCKED: [&str; 4] = ["lock", "locked", "locker", "vip"];

/// Words that ask what readers have done, may do, or are; a condition that nobody here knows among them.
#[rustfmt::skip]
const ASKING: [&str; 15] = [
    "capability", "capabilities", "conditional", "enrolled", "if", "logged", "metered", "paid", "purchased", "registered", "subscribed",
    "useraccess", "userrole", "userroles", "visibility",
];

/// Words that ask the same beside one of [`READERS`], or alone.
const OF_READERS: [&str; 4] = ["access", "can", "role", "roles"];
const READERS: [&str; 9] = ["current", "groups", "has", "if", "is", "level", "user", "users", "wp"];

/// Names, without what parts their words, that ask and say nothing of it.
#[rustfmt::skip]
const NAMES: [&str; 10] = [
    "aam", "accessallyhasanytag", "accessallyhasalltags", "coursecomplete", "courseinprogress", "ifuser", "membhasanytag", "membhasalltags",
    "student", "wpf",
];

/// Words that turn a name round.
#[rustfmt::skip]
const STRANGERS: [&str; 10] =
    ["guest", "guests", "loggedout", "non", "nonmember", "nonmembers", "not", "out", "visitor", "visitors"];

/// Words beside which members are shown, counted or let in, and not asked for.
#[rustfmt::skip]
const MEMBERS_OF: [&str; 11] =
    ["band", "board", "count", "crew", "directory", "form", "list", "login", "signup", "staff", "team"];

/// Names of what a shortcode is given that only lets in whom it names, or who knows a word.
const GIVEN: [&str; 8] = ["cap", "capability", "pass", "passwd", "password", "passwords", "pw", "pwd"];

/// The words of a name: parted by marks, and by capitals.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    for c in name.chars() {
        if matches!(c, '-' | '_') || before.is_ascii_lowercase() && c.is_ascii_uppercase() {
            words.push(String::new());
        }
        if !matches!(c, '-' | '_')
            && let Some(word) = words.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether what a shortcode encloses is not for all who read, or not at all times.
pub(in crate::body) fn is_held(tag: &Tag<'_>) -> bool {
    let of_given = || {
        let given = given(tag);
        let asks = |(name, value, _): &(String, String, bool)| {
            GIVEN.iter().any(|own| name.eq_ignore_ascii_case(own)) && !value.trim().is_empty()
                || reserves("Block", name, value)
        };
        given.named.iter().any(asks) || is_off(tag.name, &given)
    };
    is_held_by_name(tag.name) || !tag.arguments.is_empty() && of_given()
}

/// Whether the name of a shortcode says so.
fn is_held_by_name(name: &str) -> bool {
    let folded = plain_name(name);
    if is_kept(name) || folded.contains("nonpublic") {
        return true;
    }
    let words = words(name);
    let any = |of: &[&str]| words.iter().any(|word| of.contains(&&**word));
    let all = |of: &[&[&str]]| words.iter().all(|word| of.iter().any(|of| of.contains(&&**word)));
    let is_of = any(&MEMBERS_OF) && words.iter().any(|word| word.starts_with("member"));
    if is_of || folded.starts_with("teammember") || any(&STRANGERS) || folded.contains("loggedout") {
        return false;
    }
    FOR_SOME.iter().any(|part| folded.contains(part))
        || NAMES.contains(&&*folded)
        || any(&ASKING)
        || any(&OF_READERS) && (words.len() == 1 || any(&READERS)) && words[0] != "can"
        || words.last().is_some_and(|last| LOCKED.contains(&&**last))
        || folded.ends_with("locker") && !folded.ends_with("blocker")
        || folded.contains("crypt") && !folded.contains("crypto") && !folded.contains("encryption")
        || any(&NAMED) && all(&[&NAMED, &BESIDE])
        || any(&HELD) && all(&[&HELD, &BESIDE])
}

/// Whether the name of a shortcode that nothing ends says that what follows it is for some.
pub(in crate::body) fn is_wall(name: &str) -> bool {
    is_for_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::bracket::tag;

    fn held(text: &str) -> bool {
        let text = format!("[{text}]");
        is_held(&tag(&text, 0).unwrap())
    }

    #[test]
    fn plug_ins_that_ask_who_reads_are_known_by_their_words() {
        for text in [
            "encrypt pw=\"x\"",
            "wpcrypt",
            "wpmem_logged_in",
            "s2If current_user_can(access_s2member_level1)",
            "ms-protect-content id=\"1\"",
            "restrict_content",
            "um_loggedin",
            "pmpro_membership",
            "membership level=\"1\"",
            "mepr-show rules=\"12\"",
            "arm_restrict_content plan=\"1\"",
            "wcm_restrict plans=\"gold\"",
            "swpm_protected",
            "private_Gold",
            "accessally_has_any_tag tag_id=\"1\"",
            "memb_is_logged_in",
            "pp_logged_users",
            "MM_Member_Decision isMember=\"true\"",
            "is_paid",
            "groups_can capability=\"x\"",
            "access capability=\"x\"",
            "useraccess",
            "ppw pwd=\"x\"",
            "sociallocker",
            "lock",
            "if-logged-in",
            "is_subscribed",
            "current_user_can cap=\"x\"",
            "userrole role=\"x\"",
            "if_user_role",
            "show_if user=\"x\"",
            "wpv-conditional if=\"x\"",
            "visibility who=\"members\"",
            "sensei_locked",
            "aam context=\"content\"",
            "patreon_content level=5",
            "non-public",
            "secret",
            "box tier=\"members\"",
            "vc_row disable_element=\"yes\"",
            "et_pb_section disabled_on=\"on|on|on\"",
            "fusion_builder_container status=\"draft\"",
        ] {
            assert!(held(text), "{text}");
        }
        for text in [
            "guest",
            "not_logged_in",
            "um_loggedout",
            "wpmem_logged_out",
            "groups_non_member group=\"x\"",
            "member_directory",
            "team_member name=\"x\"",
            "button url=\"x\"",
            "pricing plan=\"gold\"",
            "role_title",
            "access_map",
            "canvas",
            "clock",
            "unlock",
            "ad_blocker",
            "iframe",
            "cryptocurrency",
            "encryption",
            "caption width=\"3\"",
            "person role=\"editor\"",
            "et_pb_section disabled_on=\"on|off|off\"",
            "fusion_builder_container status=\"published\" hide_on_mobile=\"small-visibility\"",
            "spoiler",
        ] {
            assert!(!held(text), "{text}");
        }
    }
}
