//! Titles of records that give none: the heading that the text begins with, else what the site's generator makes
//! of the file's name; notes, which have no titles, have their first words.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use super::body::Dialect;
use super::field::{self, Field};
use super::format::front_matter::{self, Head};
use super::node::{Node, Step};
use super::notation::PLAIN;
use super::notice;
use super::read::{Job, Stretch};
use super::record::{Aim, Fault, Reading, Record, read};
use super::trace::Provenance;
use super::value::clean;
use crate::article::{Status, markup};
use crate::body::{Opening, beginning, opening, without};
use crate::diagnostic::{Diagnostic, Severity};

/// Whether the body of a record that scanning reads is to be looked at for a title.
fn is_sought(record: &Record<'_>) -> bool {
    record.title.is_none() && record.status.is_none_or(|status| status == Status::Published)
}

/// The body of a file, where its first lines are as the head of it that was read.
fn body_of<'w>(whole: &'w [u8], body: usize, head: &Stretch<'_>) -> Option<&'w [u8]> {
    let bytes = whole.get(body..).filter(|_| whole.starts_with(head.text().as_bytes()))?;
    notice::first_lines(bytes).all(|at| std::str::from_utf8(&bytes[at]).is_ok()).then_some(bytes)
}

/// The title that a body begins with.
fn of(html: &str) -> Option<Cow<'static, str>> {
    let Opening::Heading(found) = opening(html) else { return None };
    Some(clean(Cow::Owned(found.text))).filter(|title| !title.is_empty())
}

/// A title that cannot be read costs that field where the record has another.
fn titled_otherwise(fault: &mut Fault) {
    let named =
        |step: &Step| matches!(step, Step::Key(name) if field::known(name).is_some_and(|(f, _)| f == Field::Title));
    if fault.severity == Severity::Error && fault.path.last().is_some_and(named) {
        fault.severity = Severity::Warning;
        fault.message += "; the heading of the text, or the file's name, is its title";
    }
}

impl Job<'_, '_> {
    /// Gives a stub without one the title that scanning found in its body, else that of its file's name; obeys what
    /// a title says of it.
    pub(super) fn title_stub(
        &mut self,
        record: &mut Record<'_>,
        untitled: bool,
        faults: &mut Vec<Fault>,
        stretch: &Stretch<'_>,
    ) {
        if untitled {
            self.title_untitled(record, faults, stretch);
        }
        notice::hold_by_title(record, faults, self.about.site.zone);
    }

    fn title_untitled(&mut self, record: &mut Record<'_>, faults: &mut [Fault], stretch: &Stretch<'_>) {
        if let Some(text) = record.body_markdown.take().filter(|_| record.body.is_none()) {
            record.body = Some(beginning(&text, |some| self.plain_markdown(some, stretch, record)).into());
        }
        let html = record.body.take();
        let heading = html.as_deref().and_then(of);
        self.title(record, heading, html.as_deref(), faults);
    }

    /// Gives an article the title that its body begins with, else that of its file's name; the body without that
    /// heading.
    pub(super) fn title_article(
        &mut self,
        record: &mut Record<'_>,
        body: Option<String>,
        faults: &mut [Fault],
    ) -> Option<String> {
        let heading = body.as_deref().and_then(of);
        let is_heading = heading.is_some();
        self.title(record, heading, body.as_deref(), faults);
        body.map(|html| match opening(&html) {
            Opening::Heading(found) if is_heading && !found.has_picture => without(&html, &found),
            _ => html,
        })
    }

    fn title(
        &mut self,
        record: &mut Record<'_>,
        heading: Option<Cow<'static, str>>,
        html: Option<&str>,
        faults: &mut [Fault],
    ) {
        let from = match heading {
            Some(heading) => {
                record.title = Some(heading);
                Provenance::Text
            }
            None if record.title.is_some() => return,
            None => match self.about.around.title_of(&self.about.facts) {
                Some(name) => {
                    record.title = Some(Cow::Owned(name));
                    Provenance::FileName
                }
                // Of records that are no pages a title is missing where a field has another name than is known.
                None => {
                    let html = html.filter(|_| self.about.format.pages);
                    // Those of the first paragraph that has any.
                    let words = html.and_then(|html| html.split("</p>").find_map(markup::first_words));
                    record.title = words.map(Cow::Owned);
                    Provenance::Text
                }
            },
        };
        if record.title.is_some() {
            faults.iter_mut().for_each(titled_otherwise);
            if let Some(trace) = &mut self.trace {
                trace.fields.insert(Field::Title.info().name, from);
            }
        }
    }

    /// Adds to the stub of a record whose fields are a table the body that scanning passed over, where a title is
    /// sought.
    pub(super) fn add_body<'n>(&self, record: &mut Record<'n>, whole: impl FnOnce() -> Option<Node<'n>>) {
        if self.aim != Aim::Stub || !is_sought(record) {
            return;
        }
        let Some(node) = whole() else { return };
        let (full, _) = read(&node, &Reading { traces: false, aim: Aim::Article, ..self.reading() });
        let owned = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        (record.body, record.body_markdown) = (owned(full.body), owned(full.body_markdown));
    }

    /// Obeys what the first lines of a text say of it; gives what is to be said of that, and of which line.
    #[must_use]
    pub(super) fn obey_lines(&self, record: &mut Record<'_>, text: &[u8]) -> Option<(Diagnostic, Range<usize>)> {
        let line = notice::hold_by_lines(record, text, self.about.site.zone)?;
        let message = format!(
            "{:?} stands over the text, which is held back",
            String::from_utf8_lossy(&text[line.clone()]).trim()
        );
        Some((Diagnostic::warning("held-in-doubt", message).help(notice::HELP), line))
    }

    /// Obeys the first lines of a text of which scanning has read the head; adds to its stub as much of the body as
    /// shows something, where a title is sought. The head ends at `body`.
    pub(super) fn add_beginning(
        &mut self,
        record: &mut Record<'_>,
        body: usize,
        variable: &dyn Fn(&str) -> Option<String>,
        stretch: &Stretch<'_>,
    ) {
        if self.aim != Aim::Stub {
            return;
        }
        let whole = Rc::clone(&self.whole);
        let told = body_of(&whole, body, stretch).map(|text| self.obey_lines(record, text));
        // Of most files no more is wanted, and the rest of their texts need not be looked at.
        if matches!(told, Some(None)) && !is_sought(record) {
            return;
        }
        let (text, _) = (PLAIN.decode)(whole.as_slice().into());
        let body = match front_matter::find(text.as_bytes()) {
            Head::Found(front) => front.body,
            Head::None => 0,
            Head::Open(_) => return,
        };
        let rest = text.get(body..).unwrap_or_default();
        if let Some((diagnostic, line)) = told.unwrap_or_else(|| self.obey_lines(record, rest.as_bytes())) {
            let file = Stretch::whole(stretch.file.clone(), &text, &PLAIN);
            self.report(file.at(diagnostic, body + line.start..body + line.end));
        }
        if is_sought(record) {
            let dialect = Dialect::of(self.about.facts.path);
            let html = beginning(rest, |some| self.markdown(some, variable, dialect, stretch, record));
            record.body = Some(html.into());
        }
    }
}
