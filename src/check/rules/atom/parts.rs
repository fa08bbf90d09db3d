//! Elements that Atom cannot do without.

use crate::check::document::tree::{Child, Node};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::vocabulary::UNEXPECTED_CHILD;
use crate::check::vocabulary::spec_of;
use crate::diagnostic::Severity;

pub(crate) static PART: Rule = Rule {
    code: "missing-atom-element",
    severity: Severity::Error,
    summary: "A feed or entry of Atom without id, title or updated",
    why: "Readers keep entries apart by the id, list them by the title and sort them by updated.",
    help: "Add the element",
    spec: Spec { section: "RFC 4287, section 4.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1" },
    w3c: Some("MissingElement"),
    bad: Example::AtomEntry("<title>Storm</title><updated>2026-01-01T00:00:00Z</updated>"),
    good: Example::AtomEntry(
        "<id>tag:example.org,2026:storm</id><title>Storm</title><updated>2026-01-01T00:00:00Z</updated>",
    ),
};

pub(crate) static PERSON_NAME: Rule = Rule {
    code: "missing-person-name",
    severity: Severity::Error,
    summary: "An author or contributor without a name",
    why: "Readers print the name under the title.",
    help: "Add <name>",
    spec: Spec { section: "RFC 4287, section 3.2.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.2.1" },
    w3c: Some("MissingElement"),
    bad: Example::AtomEntry("<author><email>jane@example.org</email></author>"),
    good: Example::AtomEntry("<author><name>Jane Doe</name></author>"),
};

static IN_CATEGORY: Rule = Rule {
    code: "content-of-category",
    severity: Severity::Note,
    summary: "Text in a category of Atom",
    why: "Its content has no meaning, and no reader shows it: the term and the label are all that counts.",
    help: "Move the text to label",
    spec: Spec { section: "RFC 4287, section 4.2.2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.2" },
    w3c: Some("UnexpectedText"),
    bad: Example::AtomEntry("<category term=\"weather\">Weather</category>"),
    good: Example::AtomEntry("<category term=\"weather\" label=\"Weather\"/>"),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    element: Some(element),
    of: Of::Namespaces(&[Ns::ATOM]),
    ..Module::new("atom-parts", &[&PART, &PERSON_NAME, &IN_CATEGORY])
};

/// What stands in a category: foreign elements may, those of Atom may not.
fn element(_: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if !node.is(Ns::ATOM, "category") {
        return;
    }
    for child in node.content() {
        match child {
            Child::Element(child) if matches!(child.ns(), Ns::ATOM | Ns::NONE) => {
                let message = format!("<{}> stands inside <{}>", child.name(), node.name());
                findings.report(&UNEXPECTED_CHILD, child.name_spot(), message).spec(spec_of(node));
            }
            // Without a term the text stands in its place, which is told of.
            Child::Text(text) if !text.is_blank() && node.attribute("term").is_some() => {
                let message = format!("Text stands in <{}>", node.name());
                findings.report(&IN_CATEGORY, text.value().trimmed_span(), message);
            }
            _ => {}
        }
    }
}
