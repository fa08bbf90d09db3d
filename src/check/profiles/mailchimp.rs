//! Mailchimp, at second hand.

use super::requires::{self, Part};
use super::view::View;
use super::{Profile, Reads};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Note, Warning};

const SPEC: Spec = Spec { section: "Mailchimp, RSS merge tags", url: "https://mailchimp.com/help/rss-merge-tags/" };

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Mailchimp",
    source: "https://mailchimp.com/help/rss-merge-tags/",
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("mailchimp")
};

static RULES: &[&Rule] = &[&KIND, &NO_IMAGE, &SIZE, &BODY];

static MODULE: Module = Module { item: Some(check_item), ..Module::new("mailchimp", RULES) };

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    let pictures: Vec<_> = item.pictures().into_iter().filter(|p| p.node.ns() == Ns::MEDIA).collect();
    requires::part(&item, !pictures.is_empty(), "picture", &NO_IMAGE, findings);
    for picture in &pictures {
        requires::size_is_stated(picture, &SIZE, findings);
    }
    requires::parts(&item, &[Part::Body], &BODY, findings);
}

static KIND: Rule = requires::format_rule(
    "mailchimp-format",
    Warning,
    "A feed of a kind that Mailchimp does not read",
    "What is known of Mailchimp is about RSS and Atom only.",
    SPEC,
);

static SIZE: Rule = requires::unknown_size_rule(
    "mailchimp-image-size",
    "Mail programs do not scale it, and it breaks the layout of the mail.",
    SPEC,
    r#"<media:content url="https://example.org/s.jpg" medium="image"/>"#,
    r#"<media:content url="https://example.org/s.jpg" medium="image" width="1200" height="800"/>"#,
);

static NO_IMAGE: Rule = Rule {
    code: "mailchimp-no-image",
    severity: Warning,
    summary: "An item without media:content for a picture",
    why: "The merge tag RSSITEM:IMAGE stays empty in the mail.",
    help: "Add media:content with medium=\"image\"",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item(r#"<media:content url="https://example.org/s.jpg" medium="image" width="1200" height="800"/>"#),
};

static BODY: Rule = Rule {
    code: "mailchimp-no-full-text",
    severity: Note,
    summary: "An item without its whole text",
    why: "The merge tag RSSITEM:CONTENT_FULL stays empty in the mail.",
    help: "Add content:encoded",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<content:encoded>&lt;p>Wind&lt;/p></content:encoded>"),
};
