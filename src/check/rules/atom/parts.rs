//! Elements that Atom cannot do without.

use crate::check::module::Module;
use crate::check::rule::{Example, Rule, Spec};
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

pub(in crate::check::rules) static MODULE: Module = Module::new("atom-parts", &[&PART, &PERSON_NAME]);
