//! Texts of an article in which addresses have users and passwords.

use std::borrow::Cow;

use super::Article;
use super::address::without_passwords;

impl Article {
    /// Takes users and passwords out of the addresses in its texts, but for the body, which is HTML.
    pub(crate) fn hide_passwords(&mut self) {
        hide(&mut self.title);
        let own = [
            &mut self.subtitle,
            &mut self.summary,
            &mut self.markdown,
            &mut self.byline,
            &mut self.dateline,
            &mut self.rights,
            &mut self.correction,
        ];
        own.into_iter().flatten().for_each(hide);
        for media in &mut self.media {
            let said = [
                &mut media.title,
                &mut media.alt,
                &mut media.caption,
                &mut media.credit_line,
                &mut media.copyright,
                &mut media.licensor,
            ];
            said.into_iter().flatten().for_each(hide);
            media.credits.iter_mut().for_each(|credit| hide(&mut credit.name));
        }
        self.authors.iter_mut().for_each(|author| hide(&mut author.name));
        self.related.iter_mut().filter_map(|link| link.title.as_mut()).for_each(hide);
        self.tags.iter_mut().for_each(hide);
        for category in &mut self.categories {
            hide(&mut category.term);
            [&mut category.scheme, &mut category.label].into_iter().flatten().for_each(hide);
        }
    }
}

fn hide(text: &mut String) {
    if let Cow::Owned(rest) = without_passwords(text) {
        *text = rest;
    }
}
