//! Whether the fields of an article are what a feed asks of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::article::{Article, Timestamp};
use crate::config::{Condition, OneOrMany};

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
    number: usize,
    date: Option<Timestamp>,
}

impl<'a> FieldValue<'a> {
    fn texts(texts: impl IntoIterator<Item = Cow<'a, str>>) -> Self {
        let texts: Vec<_> = texts.into_iter().filter(|text| !text.trim().is_empty()).collect();
        Self { number: texts.len(), texts, date: None }
    }

    fn date(date: Option<Timestamp>) -> Self {
        let text = date.map(|date| Cow::Owned(date.to_rfc3339()));
        Self { date, ..Self::texts(text) }
    }

    fn of(article: &'a Article, name: &str) -> Self {
        fn one(text: Option<&str>) -> FieldValue<'_> {
            FieldValue::texts(text.map(Cow::Borrowed))
        }
        let each = |texts: &'a [String]| Self::texts(texts.iter().map(|text| Cow::Borrowed(text.as_str())));
        match name {
            "authors" => Self::texts(article.authors.iter().map(|author| Cow::Borrowed(&*author.name))),
            "body" => one(article.body.as_deref()),
            "byline" => one(article.byline.as_deref()),
            "categories" => Self::texts(article.categories.iter().flat_map(|category| {
                [Some(&*category.term), category.label.as_deref()].into_iter().flatten().map(Cow::Borrowed)
            })),
            "correction" => one(article.correction.as_deref()),
            "credit-line" => {
                Self::texts(article.media.iter().filter_map(|m| m.credit_line.as_deref().map(Cow::Borrowed)))
            }
            "dateline" => one(article.dateline.as_deref()),
            "id" => one(Some(&article.id)),
            "language" => one(article.language.as_deref()),
            "license" => one(article.license.as_deref()),
            "media" => Self::texts(article.media.iter().map(|media| Cow::Borrowed(media.medium.name()))),
            "origin" => one(article.origin.as_ref().map(|origin| &*origin.title)),
            "published" => Self::date(article.published),
            "rights" => one(article.rights.as_deref()),
            "section" => one(article.section.as_deref()),
            "source" => one(Some(&article.source)),
            "subtitle" => one(article.subtitle.as_deref()),
            "summary" => one(article.summary.as_deref()),
            "tags" => each(&article.tags),
            "title" => one(Some(&article.title)),
            "updated" => Self::date(article.updated.or(article.published)),
            "url" => one(article.url.as_deref()),
            "words" => {
                Self { number: words(article.body.as_deref().unwrap_or_default()), ..one(article.body.as_deref()) }
            }
            _ => Self::texts([]),
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
            moment
                .as_deref()
                .is_none_or(|moment| self.date.zip(day(moment)).is_some_and(|(date, moment)| holds(date, moment)))
        };
        any(&condition.is, &|text, wanted| text == wanted)
            && any(&condition.contains, &|text, wanted| text.contains(wanted))
            && any(&condition.starts_with, &|text, wanted| text.starts_with(wanted))
            && any(&condition.matches, &matches)
            && condition.exists.is_none_or(|exists| exists != self.texts.is_empty())
            && condition.more_than.is_none_or(|least| self.number > least as usize)
            && condition.less_than.is_none_or(|most| self.number < most as usize)
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
        ] {
            assert_eq!(meets(&article, &condition(toml)), expected, "{toml}");
        }
    }
}
