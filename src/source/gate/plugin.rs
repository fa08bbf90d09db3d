//! What plug-ins of memberships keep beside posts of WordPress and pages of Grav that only some may read, however these come: in exports,
//! over its interface, or as records.

use crate::source::node::Node;
use crate::source::notation::php;
use crate::source::value::same_name;

/// Names that say so in words of their own.
const NAMES: [&str; 21] = [
    "s2member_post_level",
    "s2member_level",
    "_mepr_protected",
    "s2member_ccaps_req",
    "s2member_ccaps",
    "_swpm_protected",
    "_ppress_visibility",
    "_members_access_role",
    "_wpmem_block",
    "_jetpack_newsletter_access",
    "_rcp_is_paid",
    "_is_paid",
    "rcp_user_level",
    "rcp_subscription_level",
    "memberful_acl",
    "memberful_available_to_registered_users",
    "memberful_available_to_any_registered_users",
    "patreon-level",
    "arm_access_plan",
    "groups-read",
    "groups-groups_read_post",
];

/// Parts of names of others that say so.
const PARTS: [&str; 16] = [
    "restrict",
    "members_only",
    "member_only",
    "access_level",
    "access_role",
    "access_plan",
    "membership_level",
    "membership_plan",
    "subscription_level",
    "subscription_plan",
    "subscribers_only",
    "paywall",
    "protect_content",
    "protect_post",
    "content_protection",
    "lock_content",
];

/// Parts of names of what is shown instead, or how; and of what opens.
const ASIDE: [&str; 17] = [
    "message",
    "url",
    "redirect",
    "text",
    "excerpt",
    "title",
    "template",
    "type",
    "price",
    "public",
    "teaser",
    "notice",
    "bypass",
    "style",
    "unrestrict",
    "hide_from",
    "display",
];

/// Values that say that all may read it.
const OPEN: [&str; 17] = [
    "",
    "0",
    "no",
    "off",
    "false",
    "none",
    "all",
    "any_visitor",
    "anyone",
    "everyone",
    "everybody",
    "public",
    "free",
    "default",
    "disabled",
    "never",
    "unrestricted",
];

/// Tables in which posts have what plug-ins keep, folded.
const KEPT: [&str; 7] = ["acf", "custommeta", "customfields", "meta", "metadata", "metavalues", "postmeta"];

/// Whether a table of this name holds what plug-ins keep.
pub(super) fn is_kept_in(table: &str) -> bool {
    KEPT.iter().any(|known| same_name(table, known))
}

/// Whether a name is one of those that PublishPress keeps beside a moment: what is done at it, and how.
pub(in crate::source) fn is_of_a_moment(name: &str) -> bool {
    name.trim_start_matches('_').starts_with("expiration-date-")
}

/// Whether a name with its value says that only some may read the post. What PHP serialised is read, too.
pub(in crate::source) fn is_for_some(name: &str, value: &Node<'_>) -> bool {
    let folded = name.to_ascii_lowercase().replace('-', "_");
    let is_named = || {
        NAMES.iter().any(|known| known.replace('-', "_") == folded)
            || (PARTS.iter().any(|part| folded.contains(part)) && !ASIDE.iter().any(|part| folded.contains(part)))
    };
    let is_table = matches!(&*folded, "um_content_restriction" | "wpf_settings");
    if !is_table && !is_named() {
        return false;
    }
    let text = value.text();
    let parsed = text.as_deref().and_then(php::parse);
    let value = parsed.as_ref().unwrap_or(value);
    match &*folded {
        "um_content_restriction" => by_ultimate_member(value),
        "wpf_settings" => value.member("lock_content").is_some_and(closes),
        _ => closes(value),
    }
}

/// Ultimate Member: with settings of its own, for those who are logged in (2), not for all (0) or strangers (1).
fn by_ultimate_member(value: &Node<'_>) -> bool {
    if !matches!(value, Node::Table(_)) {
        return closes(value);
    }
    value.member("_um_custom_access_settings").is_some_and(closes)
        && value.member("_um_accessible").and_then(Node::text).is_some_and(|who| who.trim() == "2")
}

/// Grav: whether a member of `access` names a right that only some readers have: `site.login: true`.
pub(super) fn is_right(table: &str, name: &str, value: &Node<'_>) -> bool {
    let right = name.split('.').next().unwrap_or_default();
    same_name(table, "access")
        && (matches!(right, "site" | "admin") && (name.len() > right.len() || matches!(value, Node::Table(_))))
        && closes(value)
}

/// Whether a text is the key by which ACF knows the field beside it, and no value: `field_5f3a1b2c4d5e6`.
pub(super) fn is_key(text: &str) -> bool {
    let key = text.trim().strip_prefix("field_");
    key.is_some_and(|key| key.len() >= 8 && key.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn closes(value: &Node<'_>) -> bool {
    match value {
        Node::Table(members) => members.iter().any(|(_, value)| closes(value)),
        Node::List(values) => values.iter().any(closes),
        Node::Bool(yes) => *yes,
        value if value.is_null() => false,
        value => value.text().is_some_and(|text| !OPEN.contains(&&*text.trim().to_lowercase()) && !is_key(&text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_of_readers_stand_in_access() {
        let yes = Node::Bool(true);
        let table = |name: &'static str, value: bool| Node::Table(vec![(name.into(), Node::Bool(value))]);
        assert!(is_right("access", "site.login", &yes) && is_right("access", "admin.super", &yes));
        assert!(is_right("access", "site", &table("login", true)));
        assert!(
            !is_right("access", "site.login", &Node::Bool(false))
                && !is_right("access", "site", &table("login", false))
        );
        assert!(!is_right("access", "site", &yes) && !is_right("links", "site.login", &yes));
    }

    #[test]
    fn what_plug_ins_keep_says_who_may_read() {
        let um = |custom: &str, who: u8| {
            format!("a:2:{{s:26:\"_um_custom_access_settings\";s:1:\"{custom}\";s:14:\"_um_accessible\";i:{who};}}")
        };
        for (name, value) in [
            ("_members_access_role", "editor"),
            ("s2member_post_level", "1"),
            ("_mepr_protected", "1"),
            ("_wpmem_block", "1"),
            ("_jetpack_newsletter_access", "subscribers"),
            ("rcp_access_level", "2"),
            ("rcp_user_level", "Subscriber"),
            ("rcp_subscription_level", "any"),
            ("rcp_subscription_level", "a:1:{i:0;s:1:\"3\";}"),
            ("_is_paid", "1"),
            ("um_content_restriction", &um("1", 2)),
            ("memberful_acl", "a:1:{i:0;s:5:\"12345\";}"),
            ("pms-content-restrict-user-status", "loggedin"),
            ("pms-content-restrict-subscription-plan", "12"),
            ("_llms_is_restricted", "yes"),
            ("patreon-level", "5"),
            ("wpf-settings", "a:1:{s:12:\"lock_content\";s:1:\"1\";}"),
            ("_acme_members_only", "yes"),
            ("_ppress_visibility", "loggedin"),
        ] {
            assert!(is_for_some(name, &Node::Text(value.into())), "{name} {value}");
        }
        for (name, value) in [
            ("_members_only", "field_5f3a1b2c4d5e6"),
            ("_wpmem_block", "0"),
            ("_jetpack_newsletter_access", "everybody"),
            ("rcp_access_level", "None"),
            ("rcp_user_level", "All"),
            ("_is_paid", "0"),
            ("um_content_restriction", &um("0", 2)),
            ("um_content_restriction", &um("1", 0)),
            ("um_content_restriction", &um("1", 1)),
            ("memberful_acl", "a:0:{}"),
            ("pms-content-restrict-type", "message"),
            ("pms-content-restrict-message-logged_out", "Log in."),
            ("_wc_memberships_force_public", "yes"),
            ("patreon-level", "0"),
            ("_thumbnail_id", "7"),
        ] {
            assert!(!is_for_some(name, &Node::Text(value.into())), "{name} {value}");
        }
    }
}
