//! Whether the fields of an article are what a feed asks of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::article::{Article, Timestamp};
use crate::config::{Condition, OF_RECORD, OneOrMany};
use crate::credit::PictureKind;

/// Whether an article meets all conditions.
pub fn meets(article: &Article, conditions: &BTreeMap<String, Condition>) -> bool {
    conditions.iter().all(|(field, condition)| {
        let field = FieldValue::of(article, field);
        field.meets(condition) != condition.not
    })
}

/// What stands in a field.
struct FieldValue<'a> {
    texts: Vec<Cow<'a, str>>,
    /// The numbers that it is; of what is none how much there is of it.
    numbers: Vec<f64>,
    dates: Vec<Timestamp>,
}

impl<'a> FieldValue<'a> {
    fn texts(texts: impl IntoIterator<Item = Cow<'a, str>>) -> Self {
        let texts: Vec<_> = texts.into_iter().filter(|text| !text.trim().is_empty()).collect();
        Self { numbers: vec![texts.len() as f64], texts, dates: Vec::new() }
    }

    fn date(date: Option<Timestamp>) -> Self {
        let text = date.map(|date| Cow::Owned(date.to_rfc3339()));
        Self { dates: date.into_iter().collect(), ..Self::texts(text) }
    }

    fn numbers(numbers: impl Iterator<Item = f64>) -> Self {
        let numbers: Vec<f64> = numbers.collect();
        Self { numbers: numbers.clone(), ..Self::texts(numbers.into_iter().map(|n| Cow::Owned(n.to_string()))) }
    }

    /// What a record has that is no field of ours: its texts are numbers and dates where all of them can be.
    fn of_record(texts: Vec<String>) -> Self {
        if texts.is_empty() {
            return Self::numbers(std::iter::empty());
        }
        let numbers: Option<Vec<f64>> = texts.iter().map(|text| text.trim().parse().ok()).collect();
        let dates = texts.iter().filter_map(|text| day(text.trim())).collect();
        let plain = Self::texts(texts.into_iter().map(Cow::Owned));
        Self { numbers: numbers.unwrap_or_else(|| plain.numbers.clone()), dates, ..plain }
    }

    fn of(article: &'a Article, name: &str) -> Self {
        fn one(text: Option<&str>) -> FieldValue<'_> {
            FieldValue::texts(text.map(Cow::Borrowed))
        }
        fn each<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> FieldValue<'t> {
            FieldValue::texts(texts.flatten().map(Cow::Borrowed))
        }
        let media = || article.media.iter();
        let episode = article.episode.as_deref();
        match name {
            "authors" => each(article.authors.iter().map(|author| Some(&*author.name))),
            "authors.email" => each(article.authors.iter().map(|author| author.email.as_deref())),
            "body" => one(article.body.as_deref()),
            "byline" => one(article.byline.as_deref()),
            "categories" => {
                each(article.categories.iter().flat_map(|category| [Some(&*category.term), category.label.as_deref()]))
            }
            "correction" => one(article.correction.as_deref()),
            "credit-line" => each(media().map(|media| media.credit_line.as_deref())),
            "dateline" => one(article.dateline.as_deref()),
            "embargo" => Self::date(article.embargo),
            "episode.number" => Self::numbers(episode.and_then(|episode| episode.number).map(f64::from).into_iter()),
            "episode.season" => Self::numbers(episode.and_then(|episode| episode.season).map(f64::from).into_iter()),
            "expires" => Self::date(article.expires),
            "id" => one(Some(&article.id)),
            "language" => one(article.language.as_deref()),
            "license" => one(article.license.as_deref()),
            "media" => each(media().map(|media| Some(media.medium.name()))),
            "media.alt" => each(media().map(|media| media.alt.as_deref())),
            "media.caption" => each(media().map(|media| media.caption.as_deref())),
            "media.duration" => Self::numbers(media().filter_map(|media| media.duration)),
            "media.height" => Self::numbers(media().filter_map(|media| media.height).map(f64::from)),
            "media.kind" => {
                let known = media().filter(|media| media.kind != PictureKind::Unknown);
                Self::texts(known.map(|media| Cow::Owned(format!("{:?}", media.kind))))
            }
            "media.license" => each(media().map(|media| media.license.as_deref())),
            "media.width" => Self::numbers(media().filter_map(|media| media.width).map(f64::from)),
            "origin" => one(article.origin.as_ref().map(|origin| &*origin.title)),
            "origin.url" => one(article.origin.as_ref().and_then(|origin| origin.url.as_deref())),
            "published" => Self::date(article.published),
            "rights" => one(article.rights.as_deref()),
            "section" => one(article.section.as_deref()),
            "source" => one(Some(&article.source)),
            "subtitle" => one(article.subtitle.as_deref()),
            "summary" => one(article.summary.as_deref()),
            "tags" => each(article.tags.iter().map(|tag| Some(tag.as_str()))),
            "title" => one(Some(&article.title)),
            "updated" => Self::date(article.updated.or(article.published)),
            "url" => one(article.url.as_deref()),
            "words" => Self {
                numbers: vec![words(article.body.as_deref().unwrap_or_default()) as f64],
                ..one(article.body.as_deref())
            },
            name => Self::of_record(
                name.strip_prefix(OF_RECORD).map(|path| article.further.texts(path)).unwrap_or_default(),
            ),
        }
    }

    fn meets(&self, condition: &Condition) -> bool {
        let any = |wanted: &Option<OneOrMany>, holds: &dyn Fn(&str, &str) -> bool| {
            wanted.as_ref().is_none_or(|wanted| {
                wanted.as_slice().iter().any(|wanted| {
                    let wanted = wanted.to_lowercase();
                    self.texts.iter().any(|text| holds(&text.trim().to_lowercase(), &wanted))
                })
            })
        };
        let dated = |moment: &Option<String>, holds: &dyn Fn(Timestamp, Timestamp) -> bool| {
            moment.as_deref().is_none_or(|moment| {
                day(moment).is_some_and(|moment| self.dates.iter().any(|date| holds(*date, moment)))
            })
        };
        any(&condition.is, &|text, wanted| text == wanted)
            && any(&condition.contains, &|text, wanted| text.contains(wanted))
            && any(&condition.starts_with, &|text, wanted| text.starts_with(wanted))
            && any(&condition.matches, &matches)
            && condition.exists.is_none_or(|exists| exists != self.texts.is_empty())
            && condition.more_than.is_none_or(|least| self.numbers.iter().any(|number| *number > least))
            && condition.less_than.is_none_or(|most| self.numbers.iter().any(|number| *number < most))
            && dated(&condition.after, &|date, moment| date > moment)
            && dated(&condition.before, &|date, moment| date < moment)
    }
}

/// The moment of a date, or of the beginning of a day in Greenwich.
fn day(text: &str) -> Option<Timestamp> {
    let whole = || chrono::DateTime::parse_from_rfc3339(&format!("{text}T00:00:00Z"));
    chrono::DateTime::parse_from_rfc3339(text).or_else(|_| whole()).ok()
}

/// How many words a body of HTML has.
fn words(html: &str) -> usize {
    let mut within = false;
    let text: String = html
        .chars()
        .map(|c| match c {
            '<' => {
                within = true;
                ' '
            }
            '>' => {
                within = false;
                ' '
            }
            _ if within => ' ',
            c => c,
        })
        .collect();
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// Whether a text matches a pattern with `*` and `?`.
fn matches(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut t, mut p) = (0, 0);
    // Where the last star stands, and how much of the text it takes.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && (pattern[p] == '?' || (pattern[p] == text[t] && pattern[p] != '*')) {
            (t, p) = (t + 1, p + 1);
        } else if p < pattern.len() && pattern[p] == '*' {
            star = Some((p, t));
            p += 1;
        } else if let Some((at, taken)) = star {
            star = Some((at, taken + 1));
            (t, p) = (taken + 1, at + 1);
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Media;

    #[test]
    fn patterns_take_any_text_where_a_star_stands() {
        for (text, pattern, expected) in [
            ("storm over norhaven", "storm*", true),
            ("storm over norhaven", "*over*", true),
            ("storm", "st?rm", true),
            ("storm", "st?r", false),
            ("", "*", true),
            ("storm", "", false),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaab", "*a*a*a*a*c", false),
            ("köln", "k?ln", true),
        ] {
            assert_eq!(matches(text, pattern), expected, "{text} {pattern}");
        }
    }

    #[test]
    fn every_condition_on_a_field_holds_and_lists_take_one() {
        let mut article = Article::new("urn:x:1", "Storm over Norhaven");
        article.body = Some("<p>One <b>two</b> three.</p>".to_owned());
        article.tags = vec!["Weather".to_owned(), "harbour".to_owned()];
        article.published = day("2026-07-01");
        article.further.0 = [("desk", serde_json::json!({"priority": 3})), ("due", "2026-07-01".into())]
            .map(|(name, value)| (name.to_owned(), value))
            .into();
        let picture = |width| Media { width: Some(width), kind: PictureKind::Photo, ..Media::default() };
        article.media = vec![picture(300), picture(1200)];
        let condition = |toml: &str| -> BTreeMap<String, Condition> { toml::from_str(toml).unwrap() };
        for (toml, expected) in [
            ("title = { contains = \"storm\" }", true),
            ("title = { contains = \"storm\", starts-with = \"over\" }", false),
            ("title = { matches = [\"rain*\", \"*haven\"] }", true),
            ("tags = { is = \"weather\", more-than = 1 }", true),
            ("tags = { is = \"weath\" }", false),
            ("words = { more-than = 2, less-than = 4 }", true),
            ("subtitle = { exists = false }", true),
            ("subtitle = { exists = true }", false),
            ("license = { contains = \"x\", not = true }", true),
            ("published = { after = \"2026-06-30\", before = \"2026-07-01T00:00:01Z\" }", true),
            ("published = { after = \"2026-07-01\" }", false),
            ("updated = { after = \"2026-06-30\" }", true),
            ("\"record.desk.priority\" = { more-than = 2.5, less-than = 4 }", true),
            ("\"record.desk.priority\" = { more-than = 3 }", false),
            ("\"record.due\" = { after = \"2026-06-30\", starts-with = \"2026\" }", true),
            ("\"record.nothing\" = { exists = false }", true),
            ("\"media.width\" = { more-than = 1000 }", true),
            ("\"media.width\" = { less-than = 100 }", false),
            ("\"media.kind\" = { is = \"photo\" }", true),
            ("media = { more-than = 1 }", true),
            ("\"episode.number\" = { less-than = 9 }", false),
        ] {
            assert_eq!(meets(&article, &condition(toml)), expected, "{toml}");
        }
    }
}
