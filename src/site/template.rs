//! The templates of what stands beside feeds, and a site's own one for its page.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, context};

use super::{Page, escape};
use crate::article::id;
use crate::config::Licensing;
use crate::diagnostic::Diagnostic;

/// What copies an address. The page is whole without it.
pub(super) const SCRIPT: &str = include_str!("templates/subscribe.js");

const PAGE: &str = include_str!("templates/subscribe.html");
const STYLE: &str = include_str!("templates/subscribe.css");
const OF_FEEDS: &str = include_str!("templates/feed.css");
const LIST: &str = include_str!("templates/feeds.opml");
const SITEMAP: &str = include_str!("templates/sitemap.xml");
const FEED: &str = include_str!("templates/feed.html");
const ARTICLES: &str = include_str!("templates/articles.html");
const RSL: &str = include_str!("templates/license.rsl");
const LINKS: &str = include_str!("templates/discovery.html");

/// The colour of ornaments where the config has none.
const ACCENT: &str = "#2563eb";

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    escape::set(&mut environment);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    lay_out(&mut environment);
    environment.add_filter("slug", |text: &str| id::slug(text));
    // What is refused is a template that does not compile, and ours does.
    let _ = environment.add_template("articles.html", ARTICLES);
    environment
}

/// Lets a line that holds a tag alone leave nothing behind.
pub(super) fn lay_out(environment: &mut Environment<'_>) {
    // What is refused is two delimiters that are one, and these are the usual ones.
    if let Ok(syntax) =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()
    {
        environment.set_syntax(syntax);
    }
}

/// Fills in a template of ours, which names only what there is.
fn filled(template: &str, values: impl serde::Serialize) -> String {
    environment().render_str(template, Value::from(Serde(values))).unwrap_or_default()
}

pub(super) fn page(page: &Page<'_>) -> String {
    filled(PAGE, page.cut())
}

pub(super) fn list(page: &Page<'_>) -> String {
    filled(LIST, page)
}

pub(super) fn sitemap(values: impl serde::Serialize) -> String {
    filled(SITEMAP, values)
}

pub(super) fn feed(values: impl serde::Serialize) -> String {
    filled(FEED, values)
}

/// The terms for machines as a document of RSL.
pub(super) fn rsl(licensing: &Licensing) -> String {
    filled(RSL, context! { licensing => Value::from(Serde(licensing)) })
}

pub(super) fn links(page: &Page<'_>) -> String {
    filled(LINKS, page)
}

pub(super) fn style(accent: Option<&str>) -> String {
    filled(STYLE, context! { accent => accent.unwrap_or(ACCENT) })
}

/// The style sheet of the feeds, which greets whoever sees one as it is.
pub(super) fn of_feeds(accent: Option<&str>, greeting: &str) -> String {
    let mut environment = environment();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let values = context! { accent => accent.unwrap_or(ACCENT), greeting => in_quotes(greeting) };
    environment.render_str(OF_FEEDS, values).unwrap_or_default()
}

/// A text as it stands between quotes in a style sheet.
fn in_quotes(text: &str) -> String {
    let plain = |c: char| !c.is_control() && !matches!(c, '"' | '\\' | '<' | '>');
    text.chars().map(|c| if plain(c) { c.to_string() } else { format!("\\{:x} ", u32::from(c)) }).collect()
}

/// Fills in a site's own template, which has a name.
pub(super) fn own((name, text): (&str, &str), page: &Page<'_>) -> Result<String, Diagnostic> {
    environment().render_named_str(name, text, Value::from(Serde(page.cut()))).map_err(|error| fault(name, &error))
}

fn fault(name: &str, error: &Error) -> Diagnostic {
    let line = error.line().map(|line| format!("line {line}: ")).unwrap_or_default();
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    Diagnostic::warning("page-template", format!("{line}the template cannot be used: {what}"))
        .help("the built-in page is taken until it is mended; docs/beside.md lists what a template can name")
        .in_file(name)
}
