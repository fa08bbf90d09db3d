//! MIME media types.

use crate::check::module::Module;
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::mime;
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

pub(crate) static MEDIA_TYPE: Rule = Rule {
    code: "invalid-media-type",
    severity: Severity::Error,
    summary: "A type that is no media type",
    why: "Readers decide by the type whether and how they can show or play the file.",
    help: "Write type and subtype: image/jpeg, audio/mpeg, text/html",
    spec: Spec { section: "RFC 6838, section 4.2", url: "https://www.rfc-editor.org/rfc/rfc6838#section-4.2" },
    w3c: Some("InvalidMIMEType"),
    bad: Example::Item("<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"mp3\"/>"),
    good: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"audio/mpeg\"/>",
    ),
};

pub(super) static MODULE: Module = Module::new("media-types", &[&MEDIA_TYPE]);

/// A media type.
pub(crate) fn judge(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Err(fault) = mime::media_type(judged.text()) {
        let atom = matches!(judged.node.ns(), Ns::ATOM | Ns::THR);
        judged.fault(&MEDIA_TYPE, &fault).w3c(if atom { "InvalidMIMEType" } else { "InvalidMIMEAttribute" });
    }
}
