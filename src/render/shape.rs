//! An article as a feed wants it: other words, a part of the body, fewer pictures, another address.

mod body;
mod markup;
mod resizer;
mod texts;

use std::borrow::Cow;
use std::collections::HashSet;

use minijinja::context;

use super::Site;
use crate::article::{Article, Category, Media, Medium, Person, date};
use crate::body::Prepared;
use crate::config::{AuthorsShown, CategoryMap, DateShown, ItemShape, Pictures};
use crate::feed::Options;
use resizer::Resizing;
use texts::{Texts, environment};

/// An article and its body, as they are to be rendered.
#[derive(Debug)]
pub(super) struct Shaped<'a> {
    pub(super) article: Cow<'a, Article>,
    pub(super) body: Cow<'a, Prepared>,
}

/// Makes of an article what the options ask for; without wishes it is the same.
pub(super) fn shaped<'a>(article: &'a Article, body: &'a Prepared, options: &Options, site: &Site) -> Shaped<'a> {
    match options.item.as_deref() {
        None => Shaped { article: Cow::Borrowed(article), body: Cow::Borrowed(body) },
        Some(shape) => {
            let (article, body) = reshaped(article.clone(), body.clone(), shape, site);
            Shaped { article: Cow::Owned(article), body: Cow::Owned(body) }
        }
    }
}

fn reshaped(mut article: Article, mut body: Prepared, shape: &ItemShape, site: &Site) -> (Article, Prepared) {
    let mut texts = Texts::new(&article, &body, site);
    article.published = match &shape.date {
        DateShown::Published => article.published,
        DateShown::Updated => article.updated.or(article.published),
        DateShown::Record(path) => {
            // Whatever is shown as the first, what is known of the last change stays.
            article.updated = article.updated.or(article.published);
            let dates = article.further.texts(path);
            dates.iter().find_map(|text| date::parse(text, site.zone)).or(article.published)
        }
    };
    match shape.authors {
        AuthorsShown::Each => {}
        AuthorsShown::Byline => {
            if let Some(name) = article.byline.clone().filter(|byline| !byline.trim().is_empty()) {
                article.authors = vec![Person { name, ..Person::default() }];
            }
        }
        AuthorsShown::Site => article.authors = vec![site.author.clone()],
    }
    if let Some(name) = texts.plain(shape.author.as_deref()).filter(|name| !name.is_empty()) {
        article.authors = vec![Person { name, ..Person::default() }];
    }
    let title = texts.plain(shape.title.as_deref());
    let summary = texts.plain(shape.summary.as_deref());
    let link = texts.plain(shape.link.as_deref()).or_else(|| article.url.as_deref().map(str::to_owned));
    let parameters = shape.link_parameters.iter().map(|(name, value)| (name, texts.plain(Some(value))));
    let link = link.map(|link| with_parameters(&link, parameters));
    article.url = link.and_then(|link| link.parse().ok()).or(article.url.take());
    categorize(&mut article, shape, &texts, site);
    describe(&mut article.media, shape, &texts);
    let lead = article.lead().and_then(|lead| article.media.iter().position(|media| std::ptr::eq(lead, media)));
    let mut gone: HashSet<String> = HashSet::new();
    let mut at = 0;
    article.media.retain(|media| {
        let leads = Some(at) == lead;
        at += 1;
        let is_wanted = media.medium != Medium::Image
            || match shape.pictures {
                Pictures::All => true,
                Pictures::Lead => leads,
                Pictures::Further => !leads,
                Pictures::None => false,
            };
        let stays = is_wanted && !(shape.republishable && media.syndication_rights == Some(false));
        if !stays {
            gone.extend(media.addresses().map(ToString::to_string));
        }
        stays
    });
    let shown: HashSet<String> = article.media.iter().flat_map(Media::addresses).map(ToString::to_string).collect();
    let resizing = shape.resizer.as_ref().map(|resizer| Resizing::of(&mut article.media, resizer, &texts.environment));
    let resized = |url: &str| resizing.as_ref().and_then(|resizing| resizing.shown(url));
    let keep_picture = |url: &str| match shape.pictures {
        Pictures::All | Pictures::Further => !gone.contains(url),
        Pictures::None => false,
        Pictures::Lead => shown.contains(url),
    };
    // What is read on is said with the address that the feed gives.
    texts.url = article.url.as_deref().map(str::to_owned);
    let read_on = texts.html(shape.read_on.as_deref()).or_else(|| {
        let url = article.url.as_deref()?;
        Some(format!("<p><a href=\"{}\">{}</a></p>", markup::escaped(url), read_on(article.language.as_deref())))
    });
    let before = texts.html(shape.before.as_deref());
    let after = texts.html(shape.after.as_deref());
    let around = [before, read_on, after];
    body::reshape(&mut body, shape, &keep_picture, &resized, around.each_ref().map(Option::as_deref));
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        article.title = title;
    }
    if let Some(summary) = summary {
        body.summary = Some(summary.clone());
        article.summary = Some(summary);
    }
    (article, body)
}

/// Adds the categories that a feed gives, or puts them in the place of the article's own.
fn categorize(article: &mut Article, shape: &ItemShape, texts: &Texts, site: &Site) {
    let own = site.vocabulary.as_ref();
    let language = article.language.as_deref();
    let map = CategoryMap::new(&shape.categories, own);
    map.add(
        article.section.as_deref(),
        article.tags.iter().map(String::as_str),
        &mut article.categories,
        language,
        own,
    );
    let made = texts.plain(shape.category.as_deref()).filter(|name| !name.is_empty());
    let made = made.map(|name| Category::named(&name, own).labelled(language, own));
    if shape.own_categories == Some(false) {
        article.categories.retain(|category| map.gives(category));
        article.tags.clear();
        article.section = None;
    }
    article.categories.extend(made);
}

/// Gives pictures the captions and credit lines of a feed.
fn describe(media: &mut [Media], shape: &ItemShape, texts: &Texts) {
    if shape.caption.is_none() && shape.credit_line.is_none() {
        return;
    }
    for media in media.iter_mut().filter(|media| media.medium == Medium::Image) {
        let caption = texts.of_media(shape.caption.as_deref(), media);
        let line = texts.of_media(shape.credit_line.as_deref(), media).filter(|line| !line.is_empty());
        if let Some(caption) = caption {
            media.caption = Some(caption).filter(|caption| !caption.is_empty());
        }
        if let Some(line) = line.filter(|line| media.credit_line.as_ref() != Some(line)) {
            (media.credit_line, media.labelled) = (Some(line), None);
        }
    }
}

/// What an article of an id is called in RSS: by the template that the options have, else by its id.
pub(super) fn guid<'a>(id: &'a str, options: &Options, site: &Site) -> Cow<'a, str> {
    let template = options.item.as_deref().and_then(|item| item.guid.as_deref());
    let made = template.and_then(|template| {
        let site = context! { title => &site.title, url => &site.url, language => &site.language };
        environment().render_str(template, context! { id, site }).ok()
    });
    match made.as_deref().map(str::trim).filter(|guid| !guid.is_empty()) {
        Some(guid) => Cow::Owned(guid.to_owned()),
        None => Cow::Borrowed(id),
    }
}

/// An address with more parameters; one that cannot be read stays as it is.
fn with_parameters<'p>(address: &str, parameters: impl Iterator<Item = (&'p String, Option<String>)>) -> String {
    let parameters: Vec<_> = parameters.filter_map(|(name, value)| Some((name, value?))).collect();
    let Some(mut url) = url::Url::parse(address).ok().filter(|_| !parameters.is_empty()) else {
        return address.to_owned();
    };
    for (name, value) in parameters {
        url.query_pairs_mut().append_pair(name, &value);
    }
    url.into()
}

/// The words of a link to the whole article.
pub(super) fn read_on(language: Option<&str>) -> &'static str {
    match language.unwrap_or("en").split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "de" => "Weiterlesen",
        "fr" => "Lire la suite",
        "es" => "Seguir leyendo",
        "it" => "Continua a leggere",
        "pt" => "Continuar a ler",
        "nl" => "Lees verder",
        "sv" => "Läs vidare",
        "da" => "Læs videre",
        "nb" | "nn" | "no" => "Les videre",
        "fi" => "Lue lisää",
        "pl" => "Czytaj dalej",
        "cs" => "Číst dál",
        "uk" => "Читати далі",
        "ru" => "Читать дальше",
        "el" => "Διαβάστε περισσότερα",
        "tr" => "Devamını oku",
        "ar" => "اقرأ المزيد",
        "fa" => "ادامهٔ مطلب",
        "he" | "iw" => "להמשך קריאה",
        "ja" => "続きを読む",
        "zh" => "阅读全文",
        _ => "Read on",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_go_behind_those_that_are_there_and_before_the_fragment() {
        let add = |address: &str| {
            let medium = "utm_medium".to_owned();
            with_parameters(address, [(&medium, Some("rss & more".to_owned()))].into_iter())
        };
        assert_eq!(add("https://a.example/x"), "https://a.example/x?utm_medium=rss+%26+more");
        assert_eq!(add("https://a.example/x?a=1#b"), "https://a.example/x?a=1&utm_medium=rss+%26+more#b");
        assert_eq!(add("/x"), "/x");
    }
}
