//! Configs of other programs that go by the same name: known for what they are, not taken for ours with
//! every key misspelt.

use toml::de::DeTable;

use crate::diagnostic::{Diagnostic, SourceText, suggestion};

/// What only our configs have at their top.
const OWN: [&str; 9] = ["site", "source", "feed", "output", "state-dir", "credits", "categories", "body", "fetch"];

/// What stands in `[site]`: a config that has it at its top lacks the header, and is ours.
const OF_SITE: [&str; 10] =
    ["title", "url", "description", "language", "authority", "timezone", "rights", "author", "icon", "logo"];

/// Programs whose config is called `config.toml`, and keys at its top that ours never have, in lower case.
const PROGRAMS: [(&str, &[&str]); 2] = [
    (
        "Zola",
        &[
            "base_url",
            "build_search_index",
            "compile_sass",
            "default_language",
            "extra",
            "feed_filename",
            "feed_filenames",
            "feed_limit",
            "generate_feed",
            "generate_feeds",
            "generate_robots_txt",
            "generate_sitemap",
            "hard_link_static",
            "highlight_code",
            "highlight_theme",
            "ignored_content",
            "ignored_static",
            "languages",
            "link_checker",
            "markdown",
            "minify_html",
            "output_dir",
            "search",
            "slugify",
            "taxonomies",
            "theme",
            "translations",
        ],
    ),
    (
        "Hugo",
        &[
            "baseurl",
            "builddrafts",
            "buildfuture",
            "caches",
            "canonifyurls",
            "cascade",
            "contentdir",
            "defaultcontentlanguage",
            "defaultcontentlanguageinsubdir",
            "disablekinds",
            "disqusshortname",
            "enableemoji",
            "enablegitinfo",
            "enablerobotstxt",
            "frontmatter",
            "googleanalytics",
            "hascjklanguage",
            "imaging",
            "languagecode",
            "languages",
            "locale",
            "markup",
            "mediatypes",
            "menu",
            "menus",
            "minify",
            "module",
            "outputformats",
            "outputs",
            "paginate",
            "pagination",
            "params",
            "permalinks",
            "pluralizelisttitles",
            "privacy",
            "publishdir",
            "pygmentsstyle",
            "related",
            "rsslimit",
            "sectionpagesmenu",
            "security",
            "services",
            "sitemap",
            "staticdir",
            "summarylength",
            "taxonomies",
            "theme",
            "timeout",
            "uglyurls",
        ],
    ),
];

/// Said of a config that is another program's: it has nothing that ours have.
pub(super) fn recognised(table: &DeTable<'_>, text: &SourceText<'_>) -> Option<Diagnostic> {
    let mut keys: Vec<_> = table.keys().map(|key| (key.get_ref().to_lowercase(), key.span())).collect();
    keys.sort_by_key(|(_, span)| span.start);
    let of = |names: &'static [&'static str]| keys.iter().filter(move |(key, _)| names.contains(&key.as_str()));
    let is_known = |key: &str| PROGRAMS.iter().any(|(_, names)| names.contains(&key));
    let is_ours = |key: &str| OWN.contains(&key) || (!is_known(key) && suggestion(key, OWN).is_some());
    if keys.iter().any(|(key, _)| is_ours(key)) {
        return None;
    }
    // `max_by_key` takes the last of several: Hugo, whose keys were there before Zola's.
    let (program, names) = PROGRAMS.iter().max_by_key(|(_, names)| of(names).count())?;
    let (whose, (key, span)) = match of(names).next() {
        Some(first) => (format!("the config of {program}"), first),
        None if of(&OF_SITE).next().is_some() => return None,
        None => ("another program's config".to_owned(), keys.first()?),
    };
    let written = text.text().get(span.clone()).unwrap_or(key);
    let message = format!("this is {whose}: it has `{written}`, and none of `[site]`, `[[source]]` and `[[feed]]`");
    let help = "`feedwright init` writes a `feedwright.toml` beside it, which is looked for first; or name the config with --config FILE";
    Some(Diagnostic::error("foreign-config", message).help(help).in_text(text, span.clone()))
}
