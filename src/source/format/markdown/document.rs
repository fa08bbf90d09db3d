//! Whole documents in HTML that are articles by their heads, as Pelican reads them: `<title>`, and `<meta>` with names of fields.

use dom_query::Document;

use crate::article::Location;
use crate::source::made;
use crate::source::node::{Members, Node};
use crate::source::notation::PLAIN;
use crate::source::read::{Job, Stretch};
use crate::source::record::{Aim, read};

/// What the head of a document says, and where its body lies.
struct Head {
    fields: Members<'static>,
    body: std::ops::Range<usize>,
}

/// Reads a document; false where its head says nothing.
pub(super) fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) -> bool {
    // Of a stub the head of the file was read, which may end before that of the document.
    let listed = (job.aim != Aim::Article).then(|| job.whole.clone());
    let decoded = listed.as_ref().map(|whole| (PLAIN.decode)(whole.as_slice().into()).0);
    let text = decoded.as_deref().unwrap_or_else(|| stretch.text());
    let Some(head) = head(text) else { return false };
    let body = &text[head.body.clone()];
    let mut unmade = Vec::new();
    let around = job.about.around;
    let node = around.inherit(&job.about.facts, Node::Table(head.fields), &mut unmade);
    let node = made::add(job.about.source, &job.about.facts, node, &mut unmade);
    let (mut record, mut faults) = read(&node, &job.reading());
    faults.append(&mut unmade);
    record.addressed.dated =
        around.dated(&node).and_then(|date| crate::article::date::parse(&date, job.about.site.zone));
    record.body = None;
    record.body_text = None;
    record.body_markdown = None;
    let told = job.obey_lines(&mut record, body.as_bytes());
    if let Some((diagnostic, line)) = told.filter(|_| job.aim == Aim::Stub) {
        let file = Stretch::whole(stretch.file.clone(), text, &PLAIN);
        job.report(file.at(diagnostic, head.body.start + line.start..head.body.start + line.end));
    }
    if job.aim == Aim::Article && !body.trim().is_empty() {
        let variable = |name: &str| super::variable(&node, name).or_else(|| around.value(name));
        let dialect = crate::source::body::Dialect::of(job.about.facts.path);
        record.body = Some(job.markdown(body, &variable, dialect, stretch, &mut record).into());
    }
    job.finish(record, faults, stretch, at);
    true
}

/// What stands in the head of a document; nothing where it has neither a title nor fields.
fn head(text: &str) -> Option<Head> {
    let body = body(text);
    let page = Document::from(&text[..body.start]);
    let mut fields: Members<'static> = Vec::new();
    let title = page.select("title").text();
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if !title.is_empty() {
        fields.push(("title".into(), Node::Plain(title.into())));
    }
    for meta in page.select("meta[name]").nodes() {
        let name = meta.attr("name").unwrap_or_default().trim().to_lowercase();
        let Some(value) = meta.attr("content").or_else(|| meta.attr("contents")) else { continue };
        let name = if name == "keywords" { "tags".to_owned() } else { name };
        match fields.iter_mut().find(|(known, _)| *known == name) {
            // A name that stands several times has several values.
            Some((_, Node::Plain(known))) if name != "title" => {
                let known = known.to_mut();
                known.push_str(", ");
                known.push_str(value.trim());
            }
            Some(_) => {}
            None => fields.push((name.into(), Node::Plain(value.trim().to_owned().into()))),
        }
    }
    (!fields.is_empty()).then_some(Head { fields, body })
}

/// What stands between the tags of the body; nothing at the end where there are none.
fn body(text: &str) -> std::ops::Range<usize> {
    let lower = text.to_ascii_lowercase();
    let is_tag = |at: &usize| lower[at + 5..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace());
    let tag = memchr::memmem::find_iter(lower.as_bytes(), b"<body").find(is_tag);
    let Some(start) = tag.and_then(|at| Some(at + lower[at..].find('>')? + 1)) else { return text.len()..text.len() };
    start..lower[start..].rfind("</body").map_or(text.len(), |at| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_documents_have_fields() {
        let text = "<html><HEAD><title>A &amp;\n B</title><meta name=Date content='2026-07-01'><meta name=\"keywords\" contents=\"x\">\
                    <meta name=tags content=\"y, z\"><meta charset=utf-8></HEAD><BODY class=a><p>Text.</p></BODY></html>";
        let found = head(text).unwrap();
        let shown: Vec<String> =
            found.fields.iter().map(|(name, value)| format!("{name}={}", value.text().unwrap())).collect();
        assert_eq!(shown, ["title=A & B", "date=2026-07-01", "tags=x, y, z"]);
        assert_eq!(&text[found.body], "<p>Text.</p>");
    }

    #[test]
    fn what_has_no_head_says_nothing() {
        for none in
            ["", "<p>Text.</p>", "<html><head><meta charset=utf-8></head><body>x</body>", "<bodyguard>", "<body"]
        {
            assert!(head(none).is_none(), "{none}");
        }
        assert_eq!(body("<title>A</title> text"), 21..21);
        // The end of a tag is looked for once.
        assert!(body(&"<body ".repeat(200_000)).is_empty() && body(&"<body".repeat(200_000)).is_empty());
    }
}
