//! Templates: what is wrong with one, before any article or feed fills it.

use std::collections::BTreeMap;
use std::ops::Range;

use minijinja::{Environment, ErrorKind, UndefinedBehavior};

use super::shape::cut;
use crate::article::id;
use crate::diagnostic::suggestion;

/// What is wrong with a template, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
    /// The bytes of the template that are meant; all of it where that is not known.
    pub(super) at: Option<Range<usize>>,
}

/// Members of `site` in the templates of feeds.
pub(super) const SITE: [&str; 5] = ["authority", "description", "language", "title", "url"];

/// What the templates of a feed may use.
pub(super) const FEED_VARIABLES: [&str; 5] = ["site", "name", "term", "label", "scheme"];

/// What the templates of a source may use; neither of the two has what it makes.
pub(super) const ARTICLE_VARIABLES: [&str; 18] = [
    "slug",
    "basename",
    "path",
    "folder",
    "name",
    "source",
    "url",
    "id",
    "title",
    "author",
    "section",
    "categories",
    "language",
    "date",
    "published",
    "year",
    "month",
    "day",
];

/// Members of `media` in the templates of captions and credit lines.
const MEDIA: [&str; 9] =
    ["agency", "alt", "caption", "copyright", "credit_line", "credits", "kind", "license", "photographer"];

/// What the templates of `[feed.item]` may use; `media` those of pictures alone.
pub(super) const ITEM_VARIABLES: [&str; 18] = [
    "media",
    "record",
    "site",
    "id",
    "url",
    "title",
    "subtitle",
    "summary",
    "section",
    "tags",
    "authors",
    "byline",
    "dateline",
    "text",
    "language",
    "source",
    "published",
    "updated",
];

/// What `guid` of `[feed.item]` may use: what never changes.
pub(super) const GUID_VARIABLES: [&str; 2] = ["id", "site"];

/// What the templates of `[feed.item.resizer]` may use; what is signed has no signature.
pub(super) const RESIZER_VARIABLES: [&str; 6] = ["host", "path", "url", "width", "height", "signature"];

/// Filters people reach for, ours first; minijinja has more.
const FILTERS: [&str; 9] = ["slug", "urlencode", "lower", "upper", "title", "replace", "trim", "default", "first"];

/// Filters of Liquid, Nunjucks, Tera and Go, and what does the same here.
const OTHER_WORDS: [(&str, &str); 23] = [
    ("slugify", "`slug`"),
    ("slugize", "`slug`"),
    ("urlize", "`slug`"),
    ("anchorize", "`slug`"),
    ("downcase", "`lower`"),
    ("lowercase", "`lower`"),
    ("toLowerCase", "`lower`"),
    ("upcase", "`upper`"),
    ("uppercase", "`upper`"),
    ("strip", "`trim`"),
    ("date", "what `date`, `year`, `month` and `day` give"),
    ("date_to_string", "what `date`, `year`, `month` and `day` give"),
    ("append", "`~`: `{{ slug ~ \".html\" }}`"),
    ("prepend", "`~`: `{{ \"/news/\" ~ slug }}`"),
    ("remove", "`replace`: `{{ slug | replace(\"draft-\", \"\") }}`"),
    ("remove_first", "`replace`: `{{ slug | replace(\"draft-\", \"\") }}`"),
    ("truncate", "a slice: `{{ slug[:40] }}`"),
    ("slice", "a slice: `{{ slug[:40] }}`"),
    ("url", "nothing: addresses are put below the site's own"),
    ("relative_url", "nothing: addresses are put below the site's own"),
    ("absolute_url", "nothing: addresses are put below the site's own"),
    ("url_encode", "nothing: values are percent-encoded in addresses"),
    ("cgi_escape", "nothing: values are percent-encoded in addresses"),
];

/// Bytes of an expression: it is read by calls within calls, and not all of them are counted where it is read.
const MAX_EXPRESSION: usize = 2000;

/// Where an expression begins that is longer than anybody writes one.
fn endless(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_long = |begin: usize, end: usize| end - begin > MAX_EXPRESSION;
    let mut open = None;
    for at in memchr::memchr2_iter(b'{', b'}', bytes) {
        let closes = bytes[at] == b'}' && at > 0 && matches!(bytes[at - 1], b'}' | b'%');
        match open {
            Some(begin) if is_long(begin, at) => return Some(begin),
            Some(_) if closes => open = None,
            None if matches!(bytes.get(at..at + 2), Some(b"{{" | b"{%")) => open = Some(at),
            _ => {}
        }
    }
    open.filter(|begin| is_long(*begin, bytes.len()))
}

/// The fault of a template's syntax or filters, if it has one.
pub(super) fn check(text: &str) -> Result<(), Fault> {
    if let Some(at) = endless(text) {
        return Err(Fault {
            message: format!("an expression of the template has more than {MAX_EXPRESSION} bytes"),
            help: "`{{` and `{%` are closed by `}}` and `%}`".into(),
            at: Some(at..at + 2),
        });
    }
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.add_filter("slug", |text: &str| id::slug(text));
    environment.add_filter("bare_slug", |text: &str| text.to_owned());
    environment.add_filter("latin_slug", |text: &str| text.to_owned());
    environment.add_filter("urlencode", |text: &str| text.to_owned());
    environment.add_filter("date_from", |text: &str| text.to_owned());
    environment.add_filter("beside", |text: &str, _: &str| text.to_owned());
    environment.add_filter("strftime", |text: &str, _: &str| text.to_owned());
    let template = environment.template_from_str(text).map_err(|e| Fault {
        message: format!("the template cannot be read: {}", e.detail().map_or_else(|| e.kind().to_string(), cut)),
        help: "a template such as `{{ site.title }}: {{ term }}`".into(),
        at: None,
    })?;
    // Whether filters exist is only known by using them.
    let sample: BTreeMap<String, &str> =
        template.undeclared_variables(false).into_iter().map(|name| (name, "2026")).collect();
    match template.render(sample) {
        Err(e) if matches!(e.kind(), ErrorKind::UnknownFilter | ErrorKind::UnknownTest) => {
            let detail = e.detail().map_or_else(|| e.kind().to_string(), cut);
            let name = detail.split(' ').nth(1).unwrap_or_default();
            let is_filter = matches!(e.kind(), ErrorKind::UnknownFilter);
            let ours = OTHER_WORDS.iter().find(|(theirs, _)| is_filter && *theirs == name);
            let help = match (ours, suggestion(name, FILTERS)) {
                (Some((_, ours)), _) => format!("here that is {ours}"),
                (None, Some(known)) if is_filter => format!("did you mean `{known}`?"),
                _ => format!("there are the filters {}, and the others of minijinja", list(&FILTERS)),
            };
            Err(Fault { at: position(text, name), message: format!("the template cannot be used: {detail}"), help })
        }
        _ => Ok(()),
    }
}

/// The variables a template uses, in order; members of `site` with their dot.
pub(super) fn variables(text: &str) -> Vec<String> {
    if endless(text).is_some() {
        return Vec::new();
    }
    let environment = Environment::new();
    let named = |text: &str| -> Vec<String> {
        environment
            .template_from_str(text)
            .map(|t| t.undeclared_variables(true).into_iter().collect())
            .unwrap_or_default()
    };
    let mut names = named(text);
    // What a part is taken of (`name[:10]`) is not told.
    names.extend(named(&without_parts(text)));
    names.sort();
    names.dedup();
    names
}

/// A template without what takes a part of a text or list.
fn without_parts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let part = after.split_once(']').filter(|(inner, _)| inner.contains(':') && !inner.contains(['[', '"', '\'']));
        match part {
            Some((_, behind)) => rest = behind,
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out + rest
}

/// What a table of ours has; nothing where that is not ours to say.
fn members(table: &str) -> &'static [&'static str] {
    match table {
        "site" => &SITE,
        "media" => &MEDIA,
        _ => &[],
    }
}

/// The faults of variables that a template uses and does not have.
pub(super) fn unknown_variables(text: &str, known: &[&str]) -> Vec<Fault> {
    let unknown = |name: &String| {
        let (table, member) = name.split_once('.').unwrap_or((name, ""));
        let members = members(table);
        let known_member = member.is_empty() || members.is_empty() || members.contains(&member);
        if known.contains(&table) && known_member {
            return None;
        }
        let close = if known.contains(&table) {
            suggestion(member, members.iter().copied()).map(|m| format!("{table}.{m}"))
        } else {
            suggestion(table, known.iter().copied()).map(str::to_owned)
        };
        let help = match close {
            Some(known) => format!("did you mean `{known}`?"),
            None if known.contains(&table) => format!("`{table}` has {}", list(members)),
            None if known.contains(&"record") => {
                format!("what the record has besides is `record.{}`; there are {}", cut(name), list(known))
            }
            None => format!("there are {}", list(known)),
        };
        let named = if known.contains(&table) { name } else { table };
        let message = format!("the template uses `{}`, which does not exist", cut(named));
        Some(Fault { message, help, at: position(text, named) })
    };
    let mut found: Vec<Fault> = variables(text).iter().filter_map(unknown).collect();
    found.dedup();
    found
}

/// Where a name stands by itself in a template.
fn position(text: &str, name: &str) -> Option<Range<usize>> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name)
        .map(|(at, _)| at..at + name.len())
        .find(|range| !name.is_empty() && !text[..range.start].ends_with(part) && !text[range.end..].starts_with(part))
}

fn list(words: &[&str]) -> String {
    words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_does_not_exist_is_found_before_any_article_is_read() {
        for good in ["{{ section | slug }}/x", "plain", "{{ title | lower | replace(' ', '-') }}", "{{ date[:4] }}"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        let fault = check("/{{ slug | slug }}/{{ section | slugg }}/").unwrap_err();
        assert_eq!((fault.help.as_str(), fault.at), ("did you mean `slug`?", Some(32..37)));
        assert!(check("{{ section").is_err() && check("{% if %}").is_err());
    }

    #[test]
    fn an_expression_without_end_is_refused() {
        for part in ["-", "not ", "(", "[", "a|lower|", "a.b+", "a"] {
            let fault = check(&format!("{{{{ a }}}}/{{{{ {} }}}}", part.repeat(100_000 / part.len()))).unwrap_err();
            assert_eq!(fault.at, Some(8..10), "{part}: {fault:?}");
            assert!(variables(&format!("{{% {}", part.repeat(100_000))).is_empty());
        }
        let long = "{{ title }} {% if section %}, {{ section }}{% endif %}. ".repeat(2_000);
        assert_eq!(check(&long), Ok(()));
    }

    #[test]
    fn variables_of_which_a_part_is_taken_are_used_too() {
        for (text, expected) in [
            ("/{{ name[:10] }}/", &["name"][..]),
            ("/{{ date[:4] }}/{{ date[5:7] }}/{{ slug }}/", &["date", "slug"]),
            ("{{ categories[0] }}", &["categories"]),
            ("{{ path | split('[:') | first }}[a:b]", &["path"]),
            ("/fixed/", &[]),
        ] {
            assert_eq!(variables(text), expected, "{text}");
        }
    }

    #[test]
    fn variables_that_do_not_exist_are_found_at_their_place() {
        let found = unknown_variables("/{{ slug }}/{{ sectoin }}/{{ page.slug }}", &ARTICLE_VARIABLES);
        let said: Vec<_> = found.iter().map(|f| (f.at.clone().unwrap(), f.help.as_str())).collect();
        assert_eq!(said[1], (15..22, "did you mean `section`?"));
        assert_eq!(said[0].0, 29..33);
        let found = unknown_variables("{{ site.titel }}: {{ term }}", &FEED_VARIABLES);
        assert_eq!((found.len(), found[0].help.as_str()), (1, "did you mean `site.title`?"));
    }
}
