//! The objects of JSON Feed as tables, and what is asked of their members.

use super::rules;
use super::tree::{Json, Member, Text, ValueKind};
use crate::check::document::source::{Source, Spot};
use crate::check::findings::Findings;
use crate::check::html::{self, plain};
use crate::check::module::Context;
use crate::check::rule::{Rule, Spec};
use crate::check::rules::{addresses, files, program_words};
use crate::check::value::{date, language, mime, number, script, uri};
use crate::diagnostic::suggestion;

/// What a member holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds {
    /// Plain text that should not be empty.
    Text,
    /// Plain text of any length, which may be about HTML.
    LongText,
    /// Text of any kind.
    Free,
    /// HTML.
    Html,
    /// An absolute URL.
    Url,
    /// A date of RFC 3339.
    Date,
    /// A language tag.
    Language,
    /// A media type.
    MediaType,
    /// `true` or `false`.
    Boolean,
    /// A whole number, not negative.
    Bytes,
    /// A number, not negative.
    Seconds,
    /// A string; numbers are tolerated.
    Id,
    /// The address of the version.
    Version,
    /// An object of this table.
    Object(&'static Table),
    /// An array of these.
    List(&'static Holds),
}

/// A member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    pub(super) required: bool,
}

/// An object.
#[derive(Debug)]
pub(super) struct Table {
    /// What it is, with an article.
    pub(super) name: &'static str,
    pub(super) rows: &'static [Row],
    /// Where it is described.
    pub(super) spec: Spec,
}

const fn row(name: &'static str, holds: Holds) -> Row {
    Row { name, holds, required: false }
}

const fn must(name: &'static str, holds: Holds) -> Row {
    Row { name, holds, required: true }
}

static AUTHOR: Table = Table {
    name: "An author",
    rows: &[row("name", Holds::Text), row("url", Holds::Url), row("avatar", Holds::Url)],
    spec: rules::TOP_LEVEL,
};
static HUB: Table =
    Table { name: "A hub", rows: &[must("type", Holds::Text), must("url", Holds::Url)], spec: rules::HUBS };
static ATTACHMENT: Table = Table {
    name: "An attachment",
    rows: &[
        must("url", Holds::Url),
        must("mime_type", Holds::MediaType),
        row("title", Holds::Text),
        row("size_in_bytes", Holds::Bytes),
        row("duration_in_seconds", Holds::Seconds),
    ],
    spec: rules::ATTACHMENTS,
};

/// The feed; its items are read one by one.
pub(super) static FEED: Table = Table {
    name: "The feed",
    rows: &[
        must("version", Holds::Version),
        must("title", Holds::Text),
        row("home_page_url", Holds::Url),
        row("feed_url", Holds::Url),
        row("description", Holds::Text),
        row("user_comment", Holds::Free),
        row("next_url", Holds::Url),
        row("icon", Holds::Url),
        row("favicon", Holds::Url),
        row("author", Holds::Object(&AUTHOR)),
        row("authors", Holds::List(&Holds::Object(&AUTHOR))),
        row("language", Holds::Language),
        row("expired", Holds::Boolean),
        row("hubs", Holds::List(&Holds::Object(&HUB))),
        must("items", Holds::List(&Holds::Free)),
    ],
    spec: rules::TOP_LEVEL,
};

/// An item.
pub(super) static ITEM: Table = Table {
    name: "The item",
    rows: &[
        must("id", Holds::Id),
        row("url", Holds::Url),
        row("external_url", Holds::Url),
        row("title", Holds::Text),
        row("content_html", Holds::Html),
        row("content_text", Holds::LongText),
        row("summary", Holds::Text),
        row("image", Holds::Url),
        row("banner_image", Holds::Url),
        row("date_published", Holds::Date),
        row("date_modified", Holds::Date),
        row("author", Holds::Object(&AUTHOR)),
        row("authors", Holds::List(&Holds::Object(&AUTHOR))),
        row("tags", Holds::List(&Holds::Text)),
        row("language", Holds::Language),
        row("attachments", Holds::List(&Holds::Object(&ATTACHMENT))),
    ],
    spec: rules::ITEMS,
};

/// An object of the document with its text.
#[derive(Clone, Copy)]
pub(super) struct Object<'s> {
    pub(super) source: &'s Source,
    pub(super) members: &'s [Member],
    /// Where its opening brace stands.
    pub(super) brace: usize,
}

impl<'s> Object<'s> {
    pub(super) fn new(source: &'s Source, json: &'s Json) -> Option<Self> {
        match &json.kind {
            ValueKind::Object(members) => Some(Self { source, members, brace: json.at.start }),
            _ => None,
        }
    }

    /// The value of a member, unless it is `null`.
    pub(super) fn value(&self, name: &str) -> Option<&'s Json> {
        let member = self.members.iter().find(|m| self.key(m) == name)?;
        (!matches!(member.value.kind, ValueKind::Null)).then_some(&member.value)
    }

    /// The text of a member.
    pub(super) fn text(&self, name: &str) -> Option<Text<'s>> {
        self.value(name)?.text(self.source)
    }

    fn key(&self, member: &Member) -> std::borrow::Cow<'s, str> {
        if member.key_escaped {
            Text::new(self.source, member.key.clone(), true).as_str().to_owned().into()
        } else {
            self.source.text[member.key.clone()].into()
        }
    }

    pub(super) fn brace_spot(&self) -> Spot<'s> {
        self.source.spot(self.brace..self.brace + 1)
    }
}

/// Judges an object by its table.
pub(super) fn judge(cx: &Context<'_>, object: Object<'_>, table: &'static Table, findings: &mut Findings<'_>) {
    for row in table.rows.iter().filter(|r| r.required) {
        if !object.members.iter().any(|m| object.key(m) == row.name) {
            findings
                .report(&rules::MISSING, object.brace_spot(), format!("{} has no \"{}\"", table.name, row.name))
                .element(row.name)
                .spec(table.spec)
                .help(format!("Add \"{}\"", row.name))
                .w3c(if row.name == "title" { "MissingTitle" } else { "MissingElement" });
        }
    }
    for member in object.members {
        let key = object.key(member);
        let key_spot = object.source.spot(member.key.clone());
        if let Some(rest) = key.strip_prefix('_') {
            if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) || rest.contains('.') {
                let message = format!("\"{key}\" is no name of an extension");
                findings.report(&rules::EXTENSION, key_spot, message).element(&key);
            }
            continue;
        }
        let Some(row) = table.rows.iter().find(|r| r.name == key) else {
            let message = format!("{} has no member \"{key}\"", table.name);
            let entry = findings.report(&rules::UNKNOWN, key_spot, message).element(&key).spec(table.spec);
            if let Some(meant) = suggestion(&key, table.rows.iter().map(|r| r.name)) {
                entry.help(format!("Did you mean \"{meant}\"?"));
            }
            continue;
        };
        if matches!(member.value.kind, ValueKind::Null) && !row.required {
            // Of an item without content that is told.
            let is_content = |name: &str| matches!(name, "content_html" | "content_text");
            if is_content(row.name) && object.value("content_html").or(object.value("content_text")).is_none() {
                continue;
            }
            let spot = object.source.spot(member.value.at.clone()).of(row.name);
            findings.report(&rules::NULL, spot, format!("\"{key}\" is null")).spec(table.spec);
            continue;
        }
        if key == "author" && cx.feed_type == crate::check::FeedType::Json11 {
            findings.report(&rules::OLD_AUTHOR, key_spot, "Version 1.1 has \"authors\" instead").element("author");
        }
        value(cx, object.source, Of { name: row.name, spec: table.spec }, row.holds, &member.value, findings);
    }
}

/// The member that a value is of, and where that is described.
#[derive(Clone, Copy)]
struct Of {
    name: &'static str,
    spec: Spec,
}

impl Of {
    /// The section of the member, where the rule names that of another, or another format.
    fn spec(self, rule: &Rule) -> Spec {
        if rule.spec == rules::TOP_LEVEL || rule.spec.section.starts_with("RSS") { self.spec } else { rule.spec }
    }
}

/// Judges a value.
fn value(cx: &Context<'_>, source: &Source, of: Of, holds: Holds, json: &Json, findings: &mut Findings<'_>) {
    let name = of.name;
    let spot = source.spot(json.at.clone()).of(name);
    let expected = match (holds, &json.kind) {
        (Holds::List(each), ValueKind::Array(elements)) => {
            // The items are judged while they are read.
            if name != "items" {
                for element in elements {
                    value(cx, source, of, *each, element, findings);
                }
            }
            return;
        }
        (Holds::Object(table), ValueKind::Object(members)) => {
            let object = Object { source, members, brace: json.at.start };
            judge(cx, object, table, findings);
            if table.name == ATTACHMENT.name {
                type_of_file(object, findings);
            }
            if table.name == AUTHOR.name && ["name", "url", "avatar"].iter().all(|n| object.value(n).is_none()) {
                findings.report(&rules::AUTHOR, spot, "The author has neither name nor url nor avatar");
            }
            return;
        }
        (Holds::Boolean, ValueKind::Bool) => return,
        (Holds::Id, ValueKind::Number) => {
            findings.report(&rules::NUMBER_ID, spot, "The id is a number").value(spot.text());
            return;
        }
        (Holds::Bytes, ValueKind::Number) => {
            // 1e3 and 4096.0 are whole numbers of JSON too.
            let whole = number::non_negative(spot.text()).is_ok()
                || spot.text().parse::<f64>().is_ok_and(|n| n >= 0.0 && n.fract() == 0.0);
            if !whole {
                findings.report(&rules::NUMBER, spot, "A size is a whole number of bytes").value(spot.text());
            }
            return;
        }
        (Holds::Seconds, ValueKind::Number) => {
            if spot.text().parse::<f64>().is_ok_and(|n| n < 0.0) {
                let entry = findings.report(&rules::NUMBER, spot, "A duration is not negative");
                entry.value(spot.text()).w3c("InvalidFloat");
            }
            return;
        }
        (Holds::Bytes | Holds::Seconds, _) => "a number",
        (Holds::Boolean, _) => "true or false",
        (Holds::List(_), _) => "an array",
        (Holds::Object(_), _) => "an object",
        (_, ValueKind::String { .. }) => {
            if let Some(text) = json.text(source) {
                string(cx, of, holds, &text, spot, findings);
            }
            return;
        }
        _ => "a string",
    };
    let message = format!("\"{name}\" is {}, not {expected}", json.name());
    let entry = findings.report(&rules::TYPE, spot, message).value(spot.text()).spec(of.spec);
    entry.help(format!("Write {expected}"));
}

fn string(cx: &Context<'_>, of: Of, holds: Holds, text: &Text<'_>, spot: Spot<'_>, findings: &mut Findings<'_>) {
    let name = of.name;
    let value = text.as_str();
    let blank = value.trim().is_empty();
    if blank && !matches!(holds, Holds::Free | Holds::LongText | Holds::Html) {
        findings.report(&rules::EMPTY, spot, format!("\"{name}\" is empty")).spec(of.spec);
        return;
    }
    if matches!(holds, Holds::Text | Holds::LongText | Holds::Html) && program_words::is_word(value.trim()) {
        let message = program_words::message(value.trim());
        findings.report(&program_words::NO_VALUE, spot, message).value(value).spec(of.spec);
        return;
    }
    match holds {
        Holds::Text | Holds::LongText => plain_text(of, text, findings),
        Holds::Html => html(of, text, findings),
        Holds::Url => url(of, text, findings),
        Holds::Date => match date::rfc3339(value) {
            Ok(found) => {
                let tomorrow = cx.options.now.map(|now| now.timestamp() + 86_400);
                if tomorrow.is_some_and(|limit| found.unix > limit) {
                    findings.report(&rules::FUTURE_DATE, spot, "The date lies in the future").value(value);
                }
            }
            Err(fault) => {
                let message = format!("\"{value}\" {}", fault.reason);
                findings.report(&rules::DATE, text.spot(fault.at).of(name), message).value(value);
            }
        },
        Holds::Language => {
            if let Err((_, fault)) = language::tag(value) {
                let message = format!("\"{value}\" {}", fault.reason);
                findings.report(&rules::LANGUAGE, text.spot(fault.at).of(name), message).value(value).spec(of.spec);
            }
        }
        Holds::MediaType => {
            if let Err(fault) = mime::media_type(value) {
                let message = format!("\"{value}\" {}", fault.reason);
                findings.report(&rules::MEDIA_TYPE, text.spot(fault.at).of(name), message).value(value);
            }
        }
        Holds::Version if matches!(value, "http://jsonfeed.org/version/1" | "http://jsonfeed.org/version/1.1") => {
            findings.report(&rules::HTTP_VERSION, spot, "The version is written with http").value(value);
        }
        Holds::Version if !matches!(value, "https://jsonfeed.org/version/1" | "https://jsonfeed.org/version/1.1") => {
            findings.report(&rules::VERSION, spot, format!("\"{value}\" is no version of JSON Feed")).value(value);
        }
        _ => {}
    }
}

/// Holds the type of an attachment against the name of its file.
fn type_of_file(attachment: Object<'_>, findings: &mut Findings<'_>) {
    let (Some(address), Some(kind)) = (attachment.text("url"), attachment.text("mime_type")) else { return };
    if let Some((rule, message, help)) = files::judge(address.as_str(), kind.as_str()) {
        let spot = kind.spot(0..kind.as_str().len()).of("mime_type");
        findings.report(rule, spot, message).value(kind.as_str()).help(help);
    }
}

fn plain_text(of: Of, text: &Text<'_>, findings: &mut Findings<'_>) {
    if let Some((fault, at)) = plain::judge(text.as_str(), false, &|_| false, &|_| false) {
        let quoted = &text.as_str()[at.clone()];
        let rule = &html::rules::IN_PLAIN_TEXT;
        let spot = text.spot(at.clone()).of(of.name);
        let entry = findings.report(rule, spot, fault.message(quoted)).value(quoted).spec(of.spec(rule));
        if let Some(help) = fault.help() {
            entry.help(help);
        }
    }
}

fn html(of: Of, text: &Text<'_>, findings: &mut Findings<'_>) {
    // JSON Feed names no base: readers resolve against the item's URL, if at all.
    html::inspect(text.as_str(), false, &mut |issue| {
        let quoted = &text.as_str()[issue.at.clone()];
        let spot = text.spot(issue.at.clone()).of(of.name);
        let entry = findings.report(issue.rule, spot, issue.message).value(quoted).spec(of.spec(issue.rule));
        if let Some(help) = issue.help {
            entry.help(help);
        }
    });
}

fn url(of: Of, text: &Text<'_>, findings: &mut Findings<'_>) {
    let value = text.as_str();
    if let Some(scheme) = script::runs(value) {
        let message = format!("\"{value}\" is a {scheme}: address");
        findings.report(&addresses::SCRIPT, text.spot(0..value.len()).of(of.name), message).value(value);
        return;
    }
    if let Err(fault) = uri::parse(value, uri::Form::Iri) {
        let message = format!("\"{value}\" {}", fault.reason);
        let spot = text.spot(fault.at.clone()).of(of.name);
        let entry = findings.report(&rules::URL, spot, message).value(value).spec(of.spec);
        if let Some(help) = fault.remedy() {
            entry.help(help);
        }
    } else if let Some((rule, at, reason)) = addresses::reach::judge(value) {
        let message = format!("\"{value}\" {reason}");
        findings.report(rule, text.spot(at).of(of.name), message).value(value);
    }
}
