//! Addresses in the words of site generators: `/:year/:month/:title/`, by the rules of each.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use crate::article::Timestamp;
use crate::config::Permalinks;

/// What a permalink is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Page<'r> {
    /// The file's path below the folder of the site's content, without ending; of an `index` its folder.
    pub(super) path: &'r str,
    /// The same without the date of its name.
    pub(super) name: &'r str,
    /// Whether it is the page of its folder.
    pub(super) is_index: bool,
    /// The record's own slug.
    pub(super) slug: Option<&'r str>,
    /// Its title.
    pub(super) title: Option<&'r str>,
    /// Its categories, those of the folders before them.
    pub(super) categories: Vec<&'r str>,
    /// What Hexo takes for the title in its address: the part of its file's name, as it is.
    pub(super) hexo_title: Option<String>,
    /// How Hugo spells paths.
    pub(super) spelling: Spelling,
    /// How many of its folders lead to its section, where that is known.
    pub(super) depth: Option<usize>,
    /// Its publication, in its own offset.
    pub(super) published: Option<DateTime<FixedOffset>>,
    /// The same in the site's zone.
    pub(super) local: Option<DateTime<FixedOffset>>,
}

/// How Hugo spells paths, by its config.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// Capitals stay.
    pub(crate) keeps_case: bool,
    /// Accents go.
    pub(crate) drops_accents: bool,
}

/// What a page says of its address alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Addressed {
    /// The date in it, where that is another than that of its publication.
    pub(super) dated: Option<Timestamp>,
    /// Whether it is that of a folder.
    pub(super) is_folder: Option<bool>,
}

/// Why a permalink cannot be made: the record lacks this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lacks(pub(super) &'static str);

/// The address of a page below the site's, not encoded yet.
pub(super) fn made(pattern: &str, rules: Permalinks, page: &Page<'_>) -> Result<String, Lacks> {
    match rules {
        Permalinks::Hugo => hugo(pattern, page),
        Permalinks::Jekyll => jekyll(pattern, page),
        Permalinks::Hexo => filled(pattern, |token| hexo(token, page)).map(|path| squeezed(&path)),
        Permalinks::Docusaurus => docusaurus(pattern, page),
    }
}

/// The words of a pattern replaced by what they stand for; those that stand for nothing stay.
fn filled(pattern: &str, value: impl Fn(&str) -> Option<Result<String, Lacks>>) -> Result<String, Lacks> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find([':', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("\\:") {
            out.push(':');
            rest = after;
            continue;
        }
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        let longest = 1 + rest.bytes().skip(1).take_while(|b| word(*b)).count();
        let longest = match rest[longest..].strip_prefix('[').and_then(|inner| inner.find(']')) {
            Some(close) => longest + close + 2,
            None => longest,
        };
        // A word right before `_` is tried with and without what follows.
        let ends = (1..=longest).rev().filter(|end| *end == longest || rest[*end..].starts_with('_'));
        let found = ends.into_iter().find_map(|end| Some((value(&rest[1..end])?, end)));
        match found {
            Some((text, end)) => {
                out.push_str(&text?);
                rest = &rest[end..];
            }
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Without empty parts.
fn squeezed(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 1);
    for c in path.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    if !out.starts_with('/') {
        out.insert(0, '/');
    }
    out
}

fn folders(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    parts.pop();
    parts
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// What all generators mean by a word of time.
fn time(token: &str, moment: Option<DateTime<FixedOffset>>) -> Option<Result<String, Lacks>> {
    use chrono::Timelike as _;
    let of = |f: &dyn Fn(DateTime<FixedOffset>) -> String| moment.map(f).ok_or(Lacks("published"));
    Some(match token {
        "year" => of(&|t| format!("{:04}", t.year())),
        "month" => of(&|t| format!("{:02}", t.month())),
        "day" => of(&|t| format!("{:02}", t.day())),
        "hour" => of(&|t| format!("{:02}", t.hour())),
        "minute" => of(&|t| format!("{:02}", t.minute())),
        "second" => of(&|t| format!("{:02}", t.second())),
        "i_month" => of(&|t| t.month().to_string()),
        "i_day" => of(&|t| t.day().to_string()),
        _ => return None,
    })
}

/// Whether a character is an accent of a Latin, Greek or Cyrillic letter.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Whether it belongs to the letter before it, as accents do and what joins the letters of India.
fn is_mark(c: char) -> bool {
    is_accent(c) || matches!(c as u32, 0x900..=0xDFF if (c as u32) & 0x7F >= 0x3C && (c as u32) & 0x7F <= 0x4D)
}

/// Hugo lower-cases, puts a hyphen for blanks, and keeps letters, digits and some marks.
fn hugo_path(text: &str, spelling: Spelling) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    let plain = if spelling.drops_accents { Cow::Owned(without_accents(text)) } else { Cow::Borrowed(text) };
    let plain = plain.trim();
    for (at, c) in plain.char_indices() {
        // What is encoded already stays.
        let is_code =
            || plain.as_bytes().get(at + 1..at + 3).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
        if c.is_whitespace() {
            blank = true;
        } else if c.is_alphanumeric()
            || is_mark(c)
            || matches!(c, '.' | '/' | '_' | '#' | '+' | '~' | '-' | '@' | '\\')
            || c == '%' && is_code()
        {
            if std::mem::take(&mut blank) && !out.is_empty() && !out.ends_with('-') && c != '-' {
                out.push('-');
            }
            if spelling.keeps_case {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
        }
    }
    out
}

/// How Hugo makes addresses without a pattern: of all folders, whether they are sections or not.
const HUGO: [&str; 2] = ["/:sections/:slugorcontentbasename/", "/:sections/:slugorcontentbasename.html"];

/// Whether a pattern of Hugo's asks which folders are sections.
pub(super) fn counts_sections(pattern: &str) -> bool {
    pattern.contains(":section") && !HUGO.iter().any(|own| pattern.ends_with(own))
}

fn hugo(pattern: &str, page: &Page<'_>) -> Result<String, Lacks> {
    let mut sections = folders(page.path);
    if counts_sections(pattern) {
        sections.truncate(page.depth.unwrap_or(usize::MAX));
    }
    let base = last(page.path);
    let hugo_path = |text: &str| hugo_path(text, page.spelling);
    // A title is no path.
    let title = || page.title.map(|title| hugo_path(&title.replace('/', "-"))).filter(|title| !title.is_empty());
    let slug = || page.slug.map(|slug| hugo_path(slug).trim_matches('-').to_owned()).filter(|slug| !slug.is_empty());
    let moment = page.published;
    let path = filled(pattern, |token| {
        Some(Ok(match token {
            "hour" | "minute" | "second" | "i_month" | "i_day" => return None,
            "monthname" => {
                return Some(moment.map(|t| hugo_path(MONTHS[t.month0() as usize])).ok_or(Lacks("published")));
            }
            "weekday" => {
                return Some(moment.map(|t| t.weekday().num_days_from_sunday().to_string()).ok_or(Lacks("published")));
            }
            "weekdayname" => {
                let name = |t: DateTime<FixedOffset>| hugo_path(DAYS[t.weekday().num_days_from_sunday() as usize]);
                return Some(moment.map(name).ok_or(Lacks("published")));
            }
            "yearday" => return Some(moment.map(|t| t.ordinal().to_string()).ok_or(Lacks("published"))),
            "section" | "sectionslug" => hugo_path(sections.first().copied().unwrap_or_default()),
            "sections" | "sectionslugs" => hugo_path(&sections.join("/")),
            "title" => title().unwrap_or_else(|| hugo_path(base)),
            // Without a slug of its own it is the title's, never the file's.
            "slug" => slug().or_else(title).unwrap_or_else(|| hugo_path(base)),
            "contentbasename" | "filename" => hugo_path(base),
            "slugorcontentbasename" | "slugorfilename" => slug().unwrap_or_else(|| hugo_path(base)),
            _ => match token.strip_prefix("sections[").or_else(|| token.strip_prefix("sectionslugs[")) {
                Some(range) => hugo_path(&chosen(&sections, range.trim_end_matches(']'))?.join("/")),
                None => return time(token, moment).or_else(|| Some(Ok(go_layout(token, moment?)?))),
            },
        }))
    })?;
    let path = squeezed(&path);
    let is_file = last(&path).contains('.') && last(pattern).contains('.');
    Ok(if path.ends_with('/') || is_file { path } else { format!("{path}/") })
}

/// Folders chosen as Go slices: `1:`, `:last`, `last`, `0`.
fn chosen<'s>(sections: &'s [&'s str], range: &str) -> Option<&'s [&'s str]> {
    let end = sections.len();
    let number = |text: &str, default: usize| match text {
        "" => Some(default),
        "last" => Some(end.saturating_sub(1)),
        text => text.parse().ok(),
    };
    let (from, to) = match range.split_once(':') {
        Some((from, to)) => (number(from, 0)?, number(to, end)?),
        None => (number(range, 0)?, number(range, 0)? + 1),
    };
    Some(sections.get(from.min(end)..to.min(end).max(from.min(end))).unwrap_or_default())
}

/// A layout of Go's as a word: `:2006`, `:Jan`.
fn go_layout(token: &str, moment: DateTime<FixedOffset>) -> Option<String> {
    let format = match token {
        "2006" => "%Y",
        "06" => "%y",
        "01" => "%m",
        "1" => "%-m",
        "02" => "%d",
        "2" => "%-d",
        "Jan" => "%b",
        "January" => "%B",
        "Mon" => "%a",
        "Monday" => "%A",
        "002" => "%j",
        "15" => "%H",
        "04" => "%M",
        "05" => "%S",
        _ => return None,
    };
    Some(moment.format(format).to_string())
}

/// Jekyll's names of patterns.
const STYLES: [(&str, &str); 5] = [
    ("date", "/:categories/:year/:month/:day/:title:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("ordinal", "/:categories/:year/:y_day/:title:output_ext"),
    ("weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext"),
    ("none", "/:categories/:title:output_ext"),
];

/// Runs of what is not kept become a hyphen, none at the ends.
fn hyphenated(text: &str, kept: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if kept(c) {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

fn jekyll(pattern: &str, page: &Page<'_>) -> Result<String, Lacks> {
    let pattern = STYLES.iter().find(|(name, _)| *name == pattern).map_or(pattern, |(_, pattern)| pattern);
    let moment = page.local;
    let slug = page.slug.unwrap_or_else(|| last(page.name));
    let mut categories: Vec<String> = Vec::new();
    for category in page.categories.iter().map(|category| category.to_lowercase()) {
        if !categories.contains(&category) {
            categories.push(category);
        }
    }
    let simple = |text: &str| hyphenated(text, char::is_alphanumeric).to_lowercase();
    let path = filled(pattern, |token| {
        let format =
            |format: &'static str| Some(moment.map(|t| t.format(format).to_string()).ok_or(Lacks("published")));
        Some(Ok(match token {
            "short_year" => return format("%y"),
            "short_month" => return format("%b"),
            "long_month" => return format("%B"),
            "short_day" => return format("%a"),
            "long_day" => return format("%A"),
            "y_day" => return format("%j"),
            "w_year" => return format("%G"),
            "week" => return format("%V"),
            "w_day" => return format("%u"),
            // Case is kept.
            "title" => hyphenated(slug, |c| c.is_alphanumeric() || "._~!$&'()+,;=@".contains(c)),
            "slug" => simple(slug),
            "name" => simple(last(page.path)),
            "path" => page.path.to_owned(),
            "collection" => "posts".to_owned(),
            "categories" => categories.join("/"),
            "slugified_categories" => categories.iter().map(|c| simple(c)).collect::<Vec<_>>().join("/"),
            "output_ext" => ".html".to_owned(),
            _ => return time(token, moment),
        }))
    })?;
    Ok(squeezed(&path))
}

/// A text whose letters have no accents.
fn without_accents(text: &str) -> String {
    let apart: String =
        DecomposingNormalizerBorrowed::new_nfd().normalize(text).chars().filter(|c| !is_accent(*c)).collect();
    ComposingNormalizerBorrowed::new_nfc().normalize(&apart).into_owned()
}

/// Letters that no accent makes of others, and what Hexo writes for them.
const BASES: [(char, &str); 14] = [
    ('ß', "s"),
    ('Ø', "O"),
    ('ø', "o"),
    ('Æ', "AE"),
    ('æ', "ae"),
    ('Œ', "OE"),
    ('œ', "oe"),
    ('Ł', "L"),
    ('ł', "l"),
    ('Đ', "D"),
    ('đ', "d"),
    ('Ħ', "H"),
    ('ħ', "h"),
    ('ı', "i"),
];

/// Hexo folds accents, and puts a hyphen for blanks and marks; case stays.
pub(super) fn hexo_slug(text: &str) -> String {
    let mut folded = without_accents(text);
    for (letter, base) in BASES.iter().filter(|_| !text.is_ascii()) {
        folded = folded.replace(*letter, base);
    }
    let special = |c: char| c.is_whitespace() || c.is_control() || (c.is_ascii_punctuation());
    hyphenated(&folded, |c| !special(c))
}

fn hexo(token: &str, page: &Page<'_>) -> Option<Result<String, Lacks>> {
    let title = page.hexo_title.as_deref().unwrap_or(page.name);
    Some(Ok(match token {
        "title" => title.to_owned(),
        "name" => last(title).to_owned(),
        "post_title" => match page.title {
            Some(title) => hexo_slug(title).to_lowercase(),
            None => return Some(Err(Lacks("title"))),
        },
        "category" => match &*page.categories {
            [] => "uncategorized".to_owned(),
            categories => categories.iter().map(|c| hexo_slug(c)).collect::<Vec<_>>().join("/"),
        },
        "timestamp" => return Some(page.local.map(|t| t.timestamp().to_string()).ok_or(Lacks("published"))),
        _ => return time(token, page.local),
    }))
}

/// The date that a path of Docusaurus has, its numbers as they are written, and the path without it: `2021-05-28-x`,
/// `2021/05/28/x`, `news/2021-5-28/x`, `2021-05-28`.
fn dated(path: &str) -> (Option<[&str; 3]>, String) {
    let starts = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
    for start in starts {
        let mut rest = &path[start..];
        let mut numbers = [""; 3];
        let whole = numbers.iter_mut().enumerate().all(|(n, number)| {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let sound = if n == 0 { digits == 4 } else { (1..=2).contains(&digits) };
            *number = &rest[..digits];
            let apart = rest[digits..].strip_prefix(['-', '/']);
            rest = apart.unwrap_or(&rest[digits..]);
            sound && (apart.is_some() || n == 2)
        });
        let [year, month, day] = numbers.map(|number| number.parse::<u32>().unwrap_or_default());
        if whole && NaiveDate::from_ymd_opt(year.cast_signed(), month, day).is_some() {
            return (Some(numbers), format!("{}{rest}", &path[..start]));
        }
    }
    (None, path.to_owned())
}

fn docusaurus(pattern: &str, page: &Page<'_>) -> Result<String, Lacks> {
    let (date, mut name) = dated(page.path);
    // The page of a folder that is called by a date alone.
    if date.is_some() && page.is_index && (name.is_empty() || name.ends_with('/')) {
        name.push_str("index");
    }
    let head = &pattern[..pattern.find(':').unwrap_or(pattern.len())];
    let end = if pattern.ends_with('/') { "/" } else { "" };
    // A slug stands for all behind the blog's own path.
    if let Some(slug) = page.slug {
        return Ok(squeezed(&format!("{head}/{}{end}", slug.trim_matches('/'))));
    }
    // Without a date in its name a page is right below.
    let Some([year, month, day]) = date else { return Ok(squeezed(&format!("{head}/{name}{end}"))) };
    let path = filled(pattern, |token| {
        let value = match token {
            "year" => year,
            "month" => month,
            "day" => day,
            "title" | "slug" => &name,
            _ => return None,
        };
        Some(Ok(value.to_owned()))
    })?;
    Ok(squeezed(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &'static str, name: &'static str) -> Page<'static> {
        let moment = DateTime::parse_from_rfc3339("2026-07-01T23:30:05+00:00").unwrap();
        let local = DateTime::parse_from_rfc3339("2026-07-02T01:30:05+02:00").unwrap();
        Page {
            path,
            name,
            title: Some("Größe & Kräne: C++"),
            published: Some(moment),
            local: Some(local),
            ..Page::default()
        }
    }

    fn by(rules: Permalinks, pattern: &str, page: &Page<'_>) -> String {
        made(pattern, rules, page).unwrap()
    }

    #[test]
    fn hugo_lower_cases_and_takes_the_title_for_a_slug() {
        let own = Page { slug: Some("-Own Slug-"), ..page("News/Sea/My Post", "News/Sea/My Post") };
        let none = Page { slug: None, ..own.clone() };
        for (pattern, with, without) in [
            ("/:year/:month/:day/:slug/", "/2026/07/01/own-slug/", "/2026/07/01/größe-kräne-c++/"),
            ("/:sections/:contentbasename/", "/news/sea/my-post/", "/news/sea/my-post/"),
            ("/:section/:slugorcontentbasename", "/news/own-slug/", "/news/my-post/"),
            ("/:sections[1:]/:filename/", "/sea/my-post/", "/sea/my-post/"),
            ("/:sections[last]/:title.html", "/sea/größe-kräne-c++.html", "/sea/größe-kräne-c++.html"),
            ("/:monthname/:weekdayname/:weekday/:yearday/", "/july/wednesday/3/182/", "/july/wednesday/3/182/"),
            ("/:2006/:Jan/\\:x", "/2026/Jul/:x/", "/2026/Jul/:x/"),
            ("posts/:slug", "/posts/own-slug/", "/posts/größe-kräne-c++/"),
        ] {
            assert_eq!(by(Permalinks::Hugo, pattern, &own), with, "{pattern}");
            assert_eq!(by(Permalinks::Hugo, pattern, &none), without, "{pattern}");
        }
    }

    #[test]
    fn hugo_spells_as_its_config_says() {
        let spelled = |keeps_case, drops_accents| {
            let spelling = Spelling { keeps_case, drops_accents };
            by(Permalinks::Hugo, "/:title/", &Page { title: Some("Größe/Über é"), spelling, ..page("a", "a") })
        };
        assert_eq!(spelled(false, false), "/größe-über-é/");
        assert_eq!(spelled(true, false), "/Größe-Über-é/");
        assert_eq!(spelled(true, true), "/Große-Uber-e/");
        let spelling = Spelling { keeps_case: true, drops_accents: false };
        let page = Page { spelling, ..page("a", "a") };
        assert_eq!(by(Permalinks::Hugo, "/:monthname/:weekdayname/", &page), "/July/Wednesday/");
    }

    #[test]
    fn jekyll_keeps_the_case_of_names_and_takes_the_day_of_the_site_s_zone() {
        let post =
            Page { categories: vec!["Sea", "harbour side", "sea"], ..page("2026-07-01-My Post_two!", "My Post_two!") };
        for (pattern, expected) in [
            ("pretty", "/sea/harbour side/2026/07/02/My-Post_two!/"),
            ("date", "/sea/harbour side/2026/07/02/My-Post_two!.html"),
            ("ordinal", "/sea/harbour side/2026/183/My-Post_two!.html"),
            ("weekdate", "/sea/harbour side/2026/W27/Thu/My-Post_two!.html"),
            ("none", "/sea/harbour side/My-Post_two!.html"),
            ("/:slugified_categories/:slug:output_ext", "/sea/harbour-side/my-post-two.html"),
            ("/:short_year/:i_month/:i_day/:hour:minute/:title", "/26/7/2/0130/My-Post_two!"),
            ("/:year_:month/:title", "/2026_07/My-Post_two!"),
        ] {
            assert_eq!(by(Permalinks::Jekyll, pattern, &post), expected, "{pattern}");
        }
    }

    #[test]
    fn hexo_takes_the_path_below_the_posts_and_folds_accents() {
        let post =
            Page { categories: vec!["Kräne", "Big ones"], ..page("Sea/Größe über_all", "Sea/Größe über_all") };
        for (pattern, expected) in [
            (":year/:month/:day/:title/", "/2026/07/02/Sea/Größe über_all/"),
            ("/:category/:name.html", "/Krane/Big-ones/Größe über_all.html"),
            ("/:post_title/", "/grose-krane-c/"),
            ("/:timestamp/", "/1782948605/"),
        ] {
            assert_eq!(by(Permalinks::Hexo, pattern, &post), expected, "{pattern}");
        }
    }

    #[test]
    fn docusaurus_takes_the_date_of_the_file_and_a_slug_for_all_behind_the_blog() {
        for (path, slug, expected) in [
            ("2021-05-28-My Post", None, "/blog/2021/05/28/My Post"),
            ("2021/05/28/x", None, "/blog/2021/05/28/x"),
            ("2021-05-28/x", None, "/blog/2021/05/28/x"),
            ("news/2021-05-28-x", None, "/blog/2021/05/28/news/x"),
            ("undated", None, "/blog/undated"),
            ("2021-05-28-x", Some("/a/b"), "/blog/a/b"),
            ("2021-05-28-x", Some("a"), "/blog/a"),
            ("2021-15-28-x", None, "/blog/2021-15-28-x"),
            ("2021-05-28", None, "/blog/2021/05/28/"),
            ("2021-5-28-x", None, "/blog/2021/5/28/x"),
        ] {
            let page = Page { slug, ..page(path, path) };
            assert_eq!(by(Permalinks::Docusaurus, "/blog/:year/:month/:day/:title", &page), expected, "{path}");
        }
    }

    #[test]
    fn what_a_record_lacks_is_named() {
        let undated = Page { published: None, local: None, ..page("a", "a") };
        for rules in [Permalinks::Hugo, Permalinks::Jekyll, Permalinks::Hexo] {
            assert_eq!(made("/:year/:title/", rules, &undated), Err(Lacks("published")));
        }
    }
}
