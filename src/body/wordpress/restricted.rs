//! Blocks that only some readers see: by their names, and by conditions that plug-ins keep in what blocks are told.

use serde_json::Value;

/// Words in the last part of a block's name that say that what it holds is for some.
const FOR_SOME: [&str; 28] = [
    "subscriber",
    "subscribers",
    "member",
    "members",
    "membership",
    "memberships",
    "premium",
    "paid",
    "paywall",
    "restrict",
    "restricted",
    "protected",
    "private",
    "gated",
    "locked",
    "loggedin",
    "exclusive",
    "passster",
    "ppwp",
    "password",
    "protect",
    "protection",
    "embargo",
    "embargoed",
    "draft",
    "expire",
    "expires",
    "expired",
];

/// Words beside them that say that it is for strangers, or about those people.
const FOR_ALL: [&str; 9] = ["non", "not", "out", "guest", "team", "staff", "login", "directory", "form"];

/// Whether a block of this name shows what it holds to some alone: `premium-content/subscriber-view`.
pub(in crate::body) fn is_for_some(name: &str) -> bool {
    let Some((_, own)) = name.split_once('/') else { return false };
    let own = own.replace("logged-in", "loggedin");
    let words = || own.split(['-', '_', '/']);
    words().any(|word| FOR_SOME.contains(&word)) && !words().any(|word| FOR_ALL.contains(&word))
}

/// Parts of folded names under which conditions stand.
const CONDITIONS: [&str; 11] = [
    "visibility",
    "condition",
    "restrict",
    "access",
    "userrole",
    "membership",
    "protect",
    "loggedin",
    "paywall",
    "contentcontrol",
    "hideblock",
];

/// Parts of folded names of what says how a condition is kept, or of which screens it is.
const ASIDE: [&str; 15] = [
    "enable", "layout", "screen", "device", "browser", "viewport", "desktop", "tablet", "mobile", "message",
    "accessib", "logic", "title", "label", "style",
];

/// Values that say that all see it, or strangers alone.
const OPEN: [&str; 22] = [
    "",
    "0",
    "false",
    "no",
    "off",
    "none",
    "all",
    "any",
    "anyone",
    "everyone",
    "everybody",
    "public",
    "default",
    "visible",
    "show",
    "loggedout",
    "guest",
    "guests",
    "visitors",
    "inherit",
    "always",
    "disabled",
];

fn fold(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether what a block is told has a condition that a stranger does not meet, or of which that is not known.
pub(super) fn is_conditional(told: &Value) -> bool {
    let Value::Object(members) = told else {
        return matches!(told, Value::Array(all) if all.iter().any(is_conditional));
    };
    // Ultimate Member: 1 is for those who are logged in, 2 for those who are not.
    if let Some(who) = members.get("um_who_access") {
        let switch = members.get("um_is_restrict").is_some_and(|on| on == true || on == "true");
        return switch && who.as_str().map_or_else(|| who.to_string(), str::to_owned) == "1";
    }
    members.iter().any(|(name, value)| {
        let folded = fold(name);
        match value {
            // The editor's own switch, and that of sizes of screens.
            Value::Bool(false) => matches!(&*folded, "blockvisibility" | "viewport"),
            _ if CONDITIONS.iter().any(|part| folded.contains(part)) && !is_aside(&folded) => {
                value["viewport"] == false || closes(&folded, value)
            }
            _ => is_conditional(value),
        }
    })
}

fn is_aside(folded: &str) -> bool {
    matches!(folded, "id" | "uid" | "setid") || ASIDE.iter().any(|part| folded.contains(part))
}

/// Whether the value of a condition leaves strangers out.
fn closes(folded: &str, value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(yes) => *yes && !folded.ends_with("visibility"),
        Value::Number(number) => number.as_f64().is_some_and(|number| number != 0.0),
        Value::String(text) => !OPEN.contains(&&*fold(text)),
        Value::Array(all) => all.iter().any(|one| closes("", one)),
        Value::Object(members) => {
            let is_off = |(name, value): (&String, &Value)| fold(name).contains("enable") && *value == false;
            !members.iter().any(is_off)
                && members.iter().any(|(name, value)| {
                    let folded = fold(name);
                    !is_aside(&folded) && closes(&folded, value)
                })
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn blocks_for_members_are_known_by_their_names() {
        for name in [
            "premium-content/subscriber-view",
            "woocommerce-memberships/member-content",
            "pmpro/membership",
            "memberpress/protected-content",
            "restrict-content-pro/restrict",
            "acme/logged-in-content",
            "x/members_only",
            "passster/passster",
            "acme/expires",
        ] {
            assert!(is_for_some(name), "{name}");
        }
        for name in [
            "paragraph",
            "premium-content/container",
            "premium-content/logged-out-view",
            "premium-content/buttons",
            "woocommerce-memberships/non-member-content",
            "coblocks/team-member",
            "jetpack/subscriptions",
            "acme/member-login",
            "acme/password-form",
        ] {
            assert!(!is_for_some(name), "{name}");
        }
    }

    #[test]
    fn conditions_of_plug_ins_leave_strangers_out() {
        let role = |role: &str, on: bool| {
            let controls = json!({"userRole": {"visibilityByRole": role}});
            json!({"blockVisibility": {"controlSets": [{"id": 1, "enable": on, "controls": controls}]}})
        };
        for told in [
            role("logged-in", true),
            role("user-role", true),
            json!({"blockVisibility": {"hideBlock": true}}),
            json!({"metadata": {"blockVisibility": false}}),
            json!({"metadata": {"blockVisibility": {"viewport": false}}}),
            json!({"um_is_restrict": true, "um_who_access": "1"}),
            json!({"um_is_restrict": true, "um_who_access": 1}),
            json!({"llms_visibility": "enrolled"}),
            json!({"visibilityBlockEnabled": true, "restrictedLevels": ["2"]}),
            json!({"otterConditions": [[{"type": "loggedInUser"}]]}),
            json!({"contentControls": {"enabled": true, "rules": {"user": {"userStatus": "logged_in"}}}}),
            json!({"conditionalBlocksAttributes": {"userState": "logged-in"}}),
            json!({"editorskit": {"loggedin": true}}),
        ] {
            assert!(is_conditional(&told), "{told}");
        }
        for told in [
            role("logged-out", true),
            role("public", true),
            role("logged-in", false),
            json!({"blockVisibility": {"controlSets": [{"enable": true, "controls": {"screenSize": {"hideOnScreenSize": {"small": true}}}}]}}),
            json!({"metadata": {"blockVisibility": true}}),
            json!({"um_is_restrict": false, "um_who_access": "1"}),
            json!({"um_is_restrict": true, "um_who_access": "2"}),
            json!({"llms_visibility": "all"}),
            json!({"align": "wide", "layout": {"type": "constrained"}, "id": 5}),
            json!({"accessibleName": "x", "conditions": []}),
        ] {
            assert!(!is_conditional(&told), "{told}");
        }
    }
}
