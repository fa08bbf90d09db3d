//! Mailchimp, at second hand.

use super::view::View;
use super::{Profile, requires};
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
    severities: &[],
    accepts: &[],
    modules: &[&MODULE],
    ..Profile::new("mailchimp")
};

static RULES: &[&Rule] = &[&NO_IMAGE, &SIZE, &BODY];

static MODULE: Module = Module { item: Some(check_item), ..Module::new("mailchimp", RULES) };

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    let pictures: Vec<_> = item.pictures().into_iter().filter(|p| p.node.ns() == Ns::MEDIA).collect();
    requires::part(&item, !pictures.is_empty(), "picture", &NO_IMAGE, findings);
    for picture in pictures.iter().filter(|p| p.width.is_none() || p.height.is_none()) {
        findings.report(&SIZE, picture.node.start_tag(), "The picture has no width and height");
    }
    requires::part(&item, item.body().is_some(), "content:encoded", &BODY, findings);
}

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

static SIZE: Rule = Rule {
    code: "mailchimp-image-size",
    severity: Warning,
    summary: "A picture without width and height",
    why: "Mail programs do not scale it, and it breaks the layout of the mail.",
    help: "Add width and height",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<media:content url="https://example.org/s.jpg" medium="image"/>"#),
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
