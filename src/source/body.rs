//! Bodies in Markdown, as HTML: with the page's own variables, and links that lead to the records they name.

use std::cell::RefCell;

use super::attachment::NOT_BUILT;
use super::included;
use super::read::{Job, MAX_FAULTS, Stretch, whole};
use super::record::Record;
use super::site::{MEDIA, below_media};
use crate::article::Position;
use crate::body::{Around, Found, from_html, own, path_of, to_html, with_sources};
use crate::config::Generator;
use crate::diagnostic::{Diagnostic, Severity};

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Markdown.
    Markdown,
    /// Markdown with components.
    Mdx,
    /// HTML, with the tags of templates.
    Html,
}

impl Dialect {
    /// By the name of a file.
    pub(super) fn of(path: &str) -> Self {
        let is = |ending: &str| path.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(ending));
        match () {
            () if is("mdx") || is("svx") => Self::Mdx,
            () if ["html", "htm", "njk", "liquid"].into_iter().any(is) => Self::Html,
            () => Self::Markdown,
        }
    }
}

/// Whether prose holds elements as only modules have them, so that the text is read as one.
fn has_components(text: &str) -> bool {
    let mut in_fence = false;
    memchr::memmem::find(text.as_bytes(), b"={{").is_some()
        && text.lines().any(|line| {
            in_fence ^= line.trim_start().starts_with("```");
            let (mut in_code, mut in_tag) = (false, false);
            !in_fence
                && line.match_indices(['`', '<', '=']).any(|(at, mark)| {
                    in_code ^= mark == "`";
                    in_tag |= mark == "<";
                    in_tag && !in_code && line[at..].starts_with("={{")
                })
        })
}

impl Job<'_, '_> {
    /// Makes HTML of a body in Markdown that stands in a stretch; what it shows nothing of is noted in the record.
    pub(super) fn markdown(
        &mut self,
        text: &str,
        variable: &dyn Fn(&str) -> Option<String>,
        dialect: Dialect,
        stretch: &Stretch<'_>,
        record: &mut Record<'_>,
    ) -> String {
        let (about, pages) = (self.about, self.pages);
        let mut absent = Vec::new();
        let text = &*included::whole(about, text, &mut absent);
        let looked_at = RefCell::new(Vec::new());
        // Files of Markdown hold components, too.
        let is_one = |all: &[Generator]| all.iter().any(|one| about.around.is_of(*one));
        let is_script = is_one(&[Generator::Docusaurus, Generator::Sveltekit])
            || (is_one(&[Generator::Next, Generator::Gatsby, Generator::Astro]) && has_components(text));
        let around = Around {
            shortcodes: &about.site.shortcodes,
            variable: &|name| variable(name).or_else(|| about.site.value(name)),
            mdx: dialect == Dialect::Mdx || (dialect == Dialect::Markdown && is_script),
            ways: about.around.ways(about.site.address(), variable),
            site: about.site.address(),
            record: &|reference| {
                let Some(pages) = pages else { return Found::Unknown };
                let (found, file) = pages.find(about, reference);
                looked_at.borrow_mut().extend(file);
                found
            },
        };
        let made = if dialect == Dialect::Html { from_html(text, &around) } else { to_html(text, &around) };
        let is_carried = about.site.carries_markdown && dialect == Dialect::Markdown;
        record.markdown = if is_carried { own(text, &around) } else { None };
        record.unknown_tags = made.unknown;
        record.unknown_tags.append(&mut absent);
        self.looked_at.append(&mut looked_at.into_inner());
        self.missing(&made.missing, stretch);
        let html = self.built(&made.html, stretch, record).unwrap_or(made.html);
        let folder =
            about.around.is_of(Generator::Jekyll).then(|| MEDIA.iter().find_map(|name| variable(name))).flatten();
        let base = path_of(about.site.address());
        let below = |folder: &str, source: &str| Some(format!("{base}{}", below_media(folder, source)?));
        folder.and_then(|folder| with_sources(&html, |source| below(&folder, source))).unwrap_or(html)
    }

    /// HTML in which pictures beside the article have the addresses that the site's generator gave them.
    fn built(&mut self, html: &str, stretch: &Stretch<'_>, record: &Record<'_>) -> Option<String> {
        let about = self.about;
        let page = about.address(record, Position::WHOLE, &mut Vec::new());
        if about.around.docs.is_some() {
            return with_sources(html, |source| about.built(page.as_ref(), source));
        }
        let assets = about.around.assets.as_ref().filter(|_| html.contains("src=") || html.contains("poster="))?;
        let mut lost = None;
        let found = with_sources(html, |source| {
            let found = about.built(page.as_ref(), source);
            if found.is_none() && about.is_lost(page.as_ref(), source) {
                lost.get_or_insert_with(|| source.to_owned());
                return Some(String::new());
            }
            found
        });
        self.looked_at.extend(assets.place(about.site.output()).to_str().map(str::to_owned));
        if let Some(named) = lost {
            let (message, help) = about.not_built(&named);
            let text = stretch.text();
            self.report(match text.find(&named) {
                Some(at) => stretch.at(Diagnostic::warning(NOT_BUILT, message).help(help), at..at + named.len()),
                None => stretch.diagnostic(whole(Severity::Warning, NOT_BUILT, message)).help(help),
            });
        }
        found
    }

    /// HTML of a body in Markdown that has no page of its own around it.
    pub(super) fn plain_markdown(&mut self, text: &str, stretch: &Stretch<'_>, record: &mut Record<'_>) -> String {
        self.markdown(text, &|_| None, Dialect::Markdown, stretch, record)
    }

    /// Tells of links to what is no record, each at its place as far as that is written as it is meant.
    fn missing(&mut self, targets: &[String], stretch: &Stretch<'_>) {
        let text = stretch.text();
        let mut from = 0;
        for target in targets.iter().take(MAX_FAULTS) {
            let message = format!("`{target}` is no record that is published: its link is shown as text");
            let help = "correct the link, or take the file into the `path` of a source";
            let at = text[from..].find(target).map(|at| from + at).or_else(|| text.find(target));
            self.report(match at {
                Some(at) => {
                    from = at + target.len();
                    stretch.at(Diagnostic::warning(NO_RECORD, message).help(help), at..from)
                }
                None => stretch.diagnostic(whole(Severity::Warning, NO_RECORD, message)).help(help),
            });
        }
        if let Some(more) = targets.len().checked_sub(MAX_FAULTS).filter(|more| *more > 0) {
            let message = format!("the record has {more} more links to what is no record");
            self.report(stretch.diagnostic(whole(Severity::Note, "more-faults", message)));
        }
    }
}

/// The code of a link to what is no record.
const NO_RECORD: &str = "link-to-no-record";
