//! What the formats of agencies have in common.

use crate::credit::{self, Lexicon};
use crate::source::read::Job;
use crate::source::record::Aim;

/// How an item of an agency is read.
#[derive(Clone, Copy)]
pub(in crate::source) struct How<'h> {
    pub(in crate::source) lexicon: &'h Lexicon,
    pub(in crate::source) recase: bool,
    pub(in crate::source) language: Option<&'h str>,
    pub(in crate::source) aim: Aim,
    /// Whether a picture is an entry of its own.
    pub(in crate::source) pictures: bool,
}

impl<'h> How<'h> {
    pub(in crate::source) fn of(job: &Job<'h, '_>) -> Self {
        let site = job.about.site;
        Self {
            lexicon: &site.lexicon,
            recase: site.recase,
            language: site.language.as_deref(),
            aim: job.aim,
            pictures: job.about.source.config.picture_items,
        }
    }

    /// A caption and the credit at its end, where a label says that it is one.
    pub(in crate::source) fn apart(&self, caption: String) -> (Option<String>, Option<String>) {
        let options =
            credit::Options { caption: true, language: self.language, lexicon: self.lexicon, recase: self.recase };
        let read = credit::parse(&caption, &options);
        let Some(words) = read.caption.filter(|words| words.len() < caption.len()) else {
            return (Some(caption), None);
        };
        let credit = caption.get(words.len()..).filter(|_| read.label.is_some() && !read.parts.is_empty());
        let Some(credit) = credit else { return (Some(caption), None) };
        let credit = credit.trim().trim_matches(['(', ')', '[', ']', '|', ',', ';']).trim();
        (Some(words.trim().to_owned()).filter(|words| !words.is_empty()), Some(credit.to_owned()))
    }
}
