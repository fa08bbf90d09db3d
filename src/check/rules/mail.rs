//! E-mail addresses of RSS and Atom.

use crate::check::module::Module;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::email::{self, Contact, Oddity};
use crate::check::vocabulary::{Judged, spec_of};
use crate::diagnostic::Severity;

const PROFILE: Spec =
    Spec { section: "RSS profile, e-mail addresses", url: "https://www.rssboard.org/rss-profile#data-types-email" };

pub(crate) static CONTACT: Rule = Rule {
    code: "invalid-contact",
    severity: Severity::Error,
    summary: "A person of an RSS feed without an e-mail address",
    why: "RSS defines these elements as e-mail addresses. Readers that offer to write to the author get a name instead.",
    help: "Write jane@example.org (Jane Doe), or name the author in dc:creator",
    spec: Spec {
        section: "RSS 2.0, <author>",
        url: "https://www.rssboard.org/rss-specification#ltauthorgtSubelementOfLtitemgt",
    },
    w3c: Some("InvalidContact"),
    bad: Example::Item("<title>Storm</title><author>Jane Doe</author>"),
    good: Example::Item("<title>Storm</title><author>jane@example.org (Jane Doe)</author>"),
};

static FORM: Rule = Rule {
    code: "unusual-contact",
    severity: Severity::Warning,
    summary: "Name and e-mail address in another form than the RSS profile's",
    why: "Readers look for the name in parentheses after the address and show the whole text otherwise.",
    help: "Write jane@example.org (Jane Doe)",
    spec: PROFILE,
    w3c: Some("EmailFormat"),
    bad: Example::Item("<title>Storm</title><author>Jane Doe &lt;jane@example.org&gt;</author>"),
    good: Example::Item("<title>Storm</title><author>jane@example.org (Jane Doe)</author>"),
};

static NAMELESS: Rule = Rule {
    code: "contact-without-name",
    severity: Severity::Warning,
    summary: "An e-mail address without the person's name",
    why: "Readers show the bare address where the author's name should be.",
    help: "Add the name in parentheses: jane@example.org (Jane Doe)",
    spec: PROFILE,
    w3c: Some("MissingRealName"),
    bad: Example::Item("<title>Storm</title><author>jane@example.org</author>"),
    good: Example::Item("<title>Storm</title><author>jane@example.org (Jane Doe)</author>"),
};

pub(crate) static ADDRESS: Rule = Rule {
    code: "invalid-email",
    severity: Severity::Error,
    summary: "No e-mail address where one is needed",
    why: "Nobody can be written to.",
    help: "Write the address alone, without a name or mailto:",
    spec: Spec { section: "RFC 4287, section 3.2.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.2.3" },
    w3c: Some("InvalidAddrSpec"),
    bad: Example::AtomEntry("<author><name>Jane</name><email>Jane (jane@example.org)</email></author>"),
    good: Example::AtomEntry("<author><name>Jane</name><email>jane@example.org</email></author>"),
};

static HOST: Rule = Rule {
    code: "unreachable-email-host",
    severity: Severity::Warning,
    summary: "An e-mail address whose host the world may not reach",
    why: "A host without a dot is known only inside a network, and few mail programs write to addresses outside ASCII.",
    help: "Give an address at a full domain, in ASCII",
    spec: Spec { section: "RFC 5321, section 2.3.5", url: "https://www.rfc-editor.org/rfc/rfc5321#section-2.3.5" },
    w3c: Some("UnknownHost"),
    bad: Example::AtomEntry("<author><name>Jane</name><email>jane@localhost</email></author>"),
    good: Example::AtomEntry("<author><name>Jane</name><email>jane@example.org</email></author>"),
};

static IN_NAME: Rule = Rule {
    code: "email-in-name",
    severity: Severity::Warning,
    summary: "An e-mail address in the name of a person",
    why: "Readers print the name: the address is shown to all, and collected by senders of spam.",
    help: "Move the address to <email>, or leave it out",
    spec: Spec { section: "RFC 4287, section 3.2.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.2.1" },
    w3c: Some("ContainsEmail"),
    bad: Example::AtomEntry("<author><name>Jane &lt;jane@example.org&gt;</name></author>"),
    good: Example::AtomEntry("<author><name>Jane</name><email>jane@example.org</email></author>"),
};

pub(super) static MODULE: Module = Module::new("mail", &[&CONTACT, &FORM, &NAMELESS, &ADDRESS, &HOST, &IN_NAME]);

/// A person of RSS.
pub(crate) fn contact(judged: &mut Judged<'_, '_, '_, '_>) {
    let result = email::contact(judged.text());
    let oddity = match result {
        Ok(Contact::Named(oddity)) => oddity,
        Ok(Contact::Bare(oddity)) => {
            judged.report_all(&NAMELESS, "gives no name");
            oddity
        }
        Ok(Contact::Jumbled(at)) => {
            judged.report(&FORM, at, "is not of the form address (Name)");
            None
        }
        Err(fault) => {
            // An editor or a web master is no author.
            let is_author = judged.node.is_local("author");
            let spec = spec_of(judged.node);
            let entry = judged.fault(&CONTACT, &fault);
            if !is_author {
                entry.spec(spec).help("Write jane@example.org (Jane Doe), or leave the element out");
            }
            None
        }
    };
    if let Some((oddity, at)) = oddity {
        odd(judged, oddity, at);
    }
}

/// A bare address.
pub(crate) fn address(judged: &mut Judged<'_, '_, '_, '_>) {
    let end = judged.text().len();
    match email::addr_spec(judged.text()) {
        Ok(None) => {}
        Ok(Some(oddity)) => odd(judged, oddity, 0..end),
        Err(fault) => {
            judged.fault(&ADDRESS, &fault);
        }
    }
}

fn odd(judged: &mut Judged<'_, '_, '_, '_>, oddity: Oddity, at: std::ops::Range<usize>) {
    let reason = match oddity {
        Oddity::LocalHost => "has a host without a dot",
        Oddity::NotAscii => "has characters outside ASCII",
    };
    judged.report(&HOST, at, reason);
}

/// The name of a person.
pub(crate) fn name(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Some(at) = email::inside_name(judged.text()) {
        judged.report(&IN_NAME, at, "holds an e-mail address");
    }
}
