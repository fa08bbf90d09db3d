//! Who made a medium.

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::media;
use crate::diagnostic::Severity;

static ROLE: Rule = Rule {
    code: "invalid-credit-role",
    severity: Severity::Error,
    summary: "A role of a credit that is not in its scheme",
    why: "Readers print the role and count by it who took the picture. Without a scheme, roles are those of the European Broadcasting Union, in lower case.",
    help: "Use a role of the EBU's list, or name the scheme of your own roles by its address",
    spec: Spec { section: "Media RSS 1.5.1, <media:credit>", url: "https://www.rssboard.org/media-rss#media-credit" },
    w3c: Some("InvalidCreditRole"),
    bad: Example::Item("<title>Storm</title><media:credit role=\"Photographer\">Jane Doe</media:credit>"),
    good: Example::Item("<title>Storm</title><media:credit role=\"photographer\">Jane Doe</media:credit>"),
};

pub(in crate::check::rules) static MODULE: Module =
    Module { element: Some(element), of: super::ELEMENTS, ..Module::new("media-credit", &[&ROLE]) };

fn element(_cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if !super::is(node, "credit") {
        return;
    }
    let Some(role) = node.attribute("role") else { return };
    let value = role.value();
    let role = value.as_str();
    if role.is_empty() {
        return;
    }
    let scheme = node.attribute("scheme").map(|a| a.value().into_text()).filter(|s| !s.is_empty());
    let (message, class) = match scheme.as_deref() {
        None | Some("urn:ebu") => {
            if media::is_ebu_role(role) {
                return;
            }
            ("The role is not in the list of the European Broadcasting Union", Some("InvalidCreditRole"))
        }
        Some("urn:yvs") => {
            if matches!(role, "uploader" | "owner") {
                return;
            }
            ("The scheme urn:yvs has the roles uploader and owner", None)
        }
        Some(_) => {
            if role.to_lowercase() == role {
                return;
            }
            ("The role is not in lower case", Some("InvalidCreditRole"))
        }
    };
    let near = media::nearest_role(&role.to_lowercase());
    let entry = findings.report(&ROLE, value.span(), message).value(role).w3c(class);
    if let Some(near) = near {
        entry.help(format!("Did you mean {near}? Otherwise name the scheme of your own roles by its address"));
    }
}
