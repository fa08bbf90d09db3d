//! What an article must have to be published.

use crate::article::{Article, Media, Medium};
use crate::config::Requirement;
use crate::diagnostic::{CodeInfo, Diagnostic};

/// What an article lacks of what a feed (or a source) requires: one error for each demand. An
/// article with any is left out.
pub fn lacks(article: &Article, required: impl Iterator<Item = Requirement>) -> Vec<Diagnostic> {
    required.filter_map(|r| lack(article, r)).map(|d| d.at(article.place.clone())).collect()
}

fn lack(article: &Article, required: Requirement) -> Option<Diagnostic> {
    let title = &article.title;
    let pictures = || article.media.iter().filter(|m| m.medium == Medium::Image);
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|t| t.trim().is_empty());
    let every = |code: &'static str, what: &str, missing: &dyn Fn(&Media) -> bool| {
        let without = pictures().find(|m| missing(m))?;
        let which = without.url.as_deref().or(without.file.as_deref()).unwrap_or("without an address");
        Some(Diagnostic::error(code, format!("the picture {which} of \"{title}\" has no {what}")))
    };
    match required {
        Requirement::Credit => every("missing-credit", "credit", &|m| blank(&m.credit_line) && m.credits.is_empty()),
        Requirement::Alt => every("missing-alt", "alternative text", &|m| blank(&m.alt)),
        Requirement::Caption => every("missing-caption", "caption", &|m| blank(&m.caption)),
        Requirement::Summary => blank(&article.summary)
            .then(|| Diagnostic::error("required-summary", format!("\"{title}\" has no summary"))),
        Requirement::Image => (pictures().next().is_none())
            .then(|| Diagnostic::error("missing-picture", format!("\"{title}\" has no picture"))),
    }
}

/// The codes that this module raises.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "missing-credit",
        summary: "A picture has no credit although the source or feed requires one: name who took it, or take `credit` out of `require`.",
    },
    CodeInfo {
        code: "missing-alt",
        summary: "A picture has no alternative text although the source or feed requires one.",
    },
    CodeInfo { code: "missing-caption", summary: "A picture has no caption although the source or feed requires one." },
    CodeInfo {
        code: "required-summary",
        summary: "An article has no summary of its own although the source or feed requires one.",
    },
    CodeInfo {
        code: "missing-picture",
        summary: "An article has no picture although the source or feed requires one.",
    },
];
