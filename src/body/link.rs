//! Addresses that template tags and links between source files stand for.

use super::ways::Ways;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::fence::with_lines;
use super::marks::Marks;
use super::tags::tags;
use crate::article::id;

/// How a text names another record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference<'r> {
    /// By its file: relative to the text's own, with `/` or `@/` in front from where the site's files begin.
    File(&'r str),
    /// By a path, or a name alone, with or without ending: `ref` of Hugo.
    Page(&'r str),
    /// By the name of a post with its date: `post_url` of Jekyll.
    Post(&'r str),
}

/// The value of a variable that is a table: something, but nothing that shows.
pub const TABLE: &str = "\u{FFFC}";

/// What is known of a record that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Its address, and its title where it has one.
    At(String, Option<String>),
    /// There is none, or none that readers may see.
    Missing,
    /// Nothing is known of other records.
    Unknown,
}

/// What a body's tags may refer to.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// What the site's own shortcodes show: templates of HTML by name.
    pub shortcodes: &'a BTreeMap<String, String>,
    /// The value of a variable of the page, by its dotted name without `page`.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// Whether the text is MDX: what stands in braces is JavaScript.
    pub mdx: bool,
    /// What the site's generator does with texts.
    pub ways: Ways<'a>,
    /// The site's address.
    pub site: &'a str,
    /// What is known of another record that a text names.
    pub record: &'a dyn Fn(Reference<'_>) -> Found,
}

impl std::fmt::Debug for Around<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Around").field("shortcodes", self.shortcodes).field("mdx", &self.mdx).finish_non_exhaustive()
    }
}

/// Endings of the files that are pages.
#[rustfmt::skip]
const PAGES: [&str; 11] = [
    ".md", ".mdx", ".markdown", ".mdown", ".mkdn", ".mkdown", ".mdwn", ".mkd", ".rst", ".adoc", ".org",
];

/// The path of a site's address, without a slash at its end.
pub(crate) fn path_of(site: &str) -> &str {
    let host = site.find("://").map_or(0, |at| at + 3);
    site[host..].find('/').map_or("", |at| &site[host + at..]).trim_end_matches('/')
}

/// The address that a variable of the site stands for, by the name that a generator gives it.
pub(super) fn of_site(content: &str, site: &str) -> Option<String> {
    let site = site.trim_end_matches('/');
    let path = path_of(site);
    let mut words = content.split(['|', ':', ' ', '(']).filter(|word| !word.is_empty());
    let name = words.next()?;
    let lower = name.trim_start_matches(['.', '$']).to_ascii_lowercase();
    let (table, member) = lower.split_once('.').unwrap_or((&lower, ""));
    let is_base = |word: &str| word.ends_with("baseurl") || word.ends_with("base_url");
    let found = match (table, member) {
        // Jekyll: the host, and the path on it; what joins them says both.
        ("site", "url" | "baseurl") if content.contains('|') => {
            words.any(|word| word.starts_with("site.")).then_some(site)?
        }
        ("site", "baseurl") if !name.contains("URL") => path,
        ("site", "url") => &site[..site.len() - path.len()],
        ("site" | "config" | "metadata", member) if is_base(member) || matches!(member, "url" | "github.url") => {
            let slash = if name.ends_with("BaseURL") { "/" } else { "" };
            return Some(format!("{site}{slash}"));
        }
        ("site" | "config" | "metadata", "root" | "base" | "pathprefix") | ("pathprefix", "") => {
            return Some(format!("{path}/"));
        }
        ("baseurl" | "base_url" | "siteurl" | "site_url", "") => site,
        _ => return None,
    };
    Some(found.to_owned())
}

/// What is to be written of an address behind the site's own, which may have been written already.
pub(super) fn behind<'f>(out: &str, found: &'f str, site: &str) -> &'f str {
    let path = path_of(site);
    let host = &site[..site.trim_end_matches('/').len() - path.len()];
    let local = found.strip_prefix(host).unwrap_or(found);
    match local.strip_prefix(path) {
        Some(rest) if !path.is_empty() && out.ends_with(path) && rest.starts_with('/') => rest,
        _ if !host.is_empty() && out.ends_with(host) => local,
        _ => found,
    }
}

/// Whether the text so far ends with an address of the site, which what follows belongs to.
pub(super) fn stands_behind(out: &str, site: &str) -> bool {
    let site = site.trim_end_matches('/');
    let path = path_of(site);
    let host = &site[..site.len() - path.len()];
    let ends = |with: &str| {
        !with.is_empty()
            && out
                .strip_suffix(with)
                .is_some_and(|out| out.ends_with(['"', '\'', '=', '(', '<']) || out.ends_with(host))
    };
    ends(path) || ends(host)
}

/// Filters of Liquid, Nunjucks and Go templates that make a whole address of a path.
pub(super) const FILTERS: [&str; 9] =
    ["relative_url", "absolute_url", "url", "prepend", "htmlBaseUrl", "absURL", "relURL", "absLangURL", "relLangURL"];

/// Functions that do.
const FUNCTIONS: [&str; 8] =
    ["url_for", "get_url", "full_url_for", "useBaseUrl", "withBase", "$withBase", "asset_url", "static_url"];

/// The address that a tag stands for: `{{ '/a.jpg' | relative_url }}`, `{% link assets/a.jpg %}`,
/// `{{< ref "/news/ferry.md" >}}`. An empty one is of a record that is none; its name is added to `missing`.
pub(super) fn of_tag(inner: &str, around: &Around<'_>, missing: &mut Vec<String>) -> Option<String> {
    let inner = inner.trim_matches(['-', ' ', '\n', '\t']);
    if let Some((function, arguments)) = inner.split_once('(')
        && FUNCTIONS.contains(&function.trim())
    {
        let (path, _) = quoted(&arguments[arguments.find(['"', '\''])?..])?;
        return Some(in_site(path, around, missing));
    }
    let (first, rest) = quoted(inner).unwrap_or_else(|| inner.split_once(char::is_whitespace).unwrap_or((inner, "")));
    if inner.starts_with(['"', '\'']) {
        let filter = |filter: &str| filter.trim().split([':', ' ']).next().map(str::to_owned).unwrap_or_default();
        let mut filters = rest.split('|').skip(1).map(filter).filter(|name| FILTERS.contains(&&**name)).peekable();
        filters.peek()?;
        // `prepend` says itself what stands before; Hugo's functions leave a path alone that begins at the host's root.
        let is_whole = filters.any(|filter| match &*filter {
            "prepend" => !rest.to_ascii_lowercase().contains("baseurl"),
            "absURL" | "relURL" | "absLangURL" | "relLangURL" => first.starts_with('/'),
            _ => false,
        });
        return Some(if is_whole { first.to_owned() } else { in_site(first, around, missing) });
    }
    let target = rest.trim();
    let name = named_path(target);
    match first {
        "link" if is_page(name) || name.starts_with('_') => {
            let file = format!("/{}", name.trim_start_matches('/'));
            record(Reference::File(&file), name, None, around, missing)
        }
        "link" => Some(in_site(&format!("/{}", name.trim_start_matches('/')), around, missing)),
        "post_url" => record(Reference::Post(name), name, None, around, missing),
        "ref" | "relref" if name.starts_with('#') => Some(name.to_owned()),
        "ref" | "relref" => {
            // A name alone is looked for in the whole site.
            let default = name.contains('/').then(|| page_address(name.trim_start_matches('/'), false));
            record(Reference::Page(name), name, default, around, missing)
        }
        _ => None,
    }
}

/// The text of an argument in quotes, named or not: `"news/ferry.md"`, `path="news/ferry.md"`.
fn named_path(text: &str) -> &str {
    if let Some((text, _)) = quoted(text) {
        return text;
    }
    let value =
        text.split_once('=').map_or("", |(name, value)| if name.contains(' ') { "" } else { value.trim_start() });
    quoted(value).map_or(text, |(text, _)| text)
}

/// The text in quotes that a text begins with, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    text[1..].split_once(quote)
}

/// A path below the site's address; that of a record where it names the file of one.
fn in_site(path: &str, around: &Around<'_>, missing: &mut Vec<String>) -> String {
    if path.starts_with("@/")
        && let Some(found) = of_link(path, around, missing)
    {
        return found;
    }
    if path.contains("://") || path.starts_with(['#', '?']) || path.starts_with("//") {
        return path.to_owned();
    }
    format!("{}/{}", path_of(around.site), path.trim_start_matches('/'))
}

/// The address of a record; where it is none, that which such a page has by default, else an empty one. `None` where
/// nothing is known of records.
fn record(
    reference: Reference<'_>,
    written: &str,
    default: Option<String>,
    around: &Around<'_>,
    missing: &mut Vec<String>,
) -> Option<String> {
    let (Reference::File(name) | Reference::Page(name) | Reference::Post(name)) = reference;
    let end = name.find(['#', '?']).unwrap_or(name.len());
    let bare = match reference {
        Reference::File(_) => Reference::File(&name[..end]),
        Reference::Page(_) => Reference::Page(&name[..end]),
        Reference::Post(_) => Reference::Post(&name[..end]),
    };
    match (around.record)(bare) {
        Found::At(address, _) => Some(format!("{address}{}", &name[end..])),
        Found::Missing => {
            missing.push(written.to_owned());
            Some(String::new())
        }
        Found::Unknown => default.map(|default| format!("{}{default}", path_of(around.site))),
    }
}

fn is_page(name: &str) -> bool {
    let path = name.split(['#', '?']).next().unwrap_or(name);
    PAGES.iter().any(|ending| path.len() > ending.len() && path.ends_with(ending))
}

/// A text in which links of wikis to other records (`[[page]]`, `[[page#part|text]]`) are such as Markdown has. What
/// names none stays as it is, but for the text that it says is to be shown.
pub(super) fn with_pages<'t>(text: Cow<'t, str>, around: &Around<'_>) -> Cow<'t, str> {
    if memchr::memmem::find(text.as_bytes(), b"[[").is_none() {
        return text;
    }
    Cow::Owned(with_lines(&text, |line, out| pages_of_line(line, around, out)))
}

fn pages_of_line(line: &str, around: &Around<'_>, out: &mut String) {
    let mut rest = line;
    // Backticks of what was put out, up to where they were counted.
    let (mut ticks, mut counted) = (0, out.len());
    while let Some((before, inner)) = rest.split_once("[[") {
        out.push_str(before);
        ticks += out[counted..].matches('`').count();
        counted = out.len();
        let end = inner.find(['[', ']', '\n']).filter(|end| inner[*end..].starts_with("]]"));
        let link = end.map(|end| (&inner[..end], &inner[end + 2..])).filter(|(named, behind)| {
            let plain = !before.ends_with(['\\', '[', ']']) && !behind.starts_with(['(', '[', ']']);
            plain && ticks % 2 == 0 && !named.trim().is_empty()
        });
        let shown = link.and_then(
            |(named, _)| {
                if before.ends_with('!') { picture_of(named) } else { page_link(named, around) }
            },
        );
        match (link, shown) {
            (Some((_, behind)), Some(shown)) => {
                out.push_str(&shown);
                rest = behind;
            }
            _ => {
                out.push_str("[[");
                rest = inner;
            }
        }
    }
    out.push_str(rest);
}

/// What stands behind the mark of a picture, `!`, where the embed of a wiki is one: `![[pier.png|300]]`.
fn picture_of(named: &str) -> Option<String> {
    let (file, text) = named.split_once('|').unwrap_or((named, ""));
    let ending = file.trim().rsplit_once('.')?.1.to_ascii_lowercase();
    let is_picture = matches!(&*ending, "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg");
    let is_size = text.bytes().all(|b| b.is_ascii_digit() || b == b'x');
    is_picture.then(|| format!("[{}](<{}>)", if is_size { "" } else { text.trim() }, file.trim()))
}

/// The link of a wiki as Markdown has it; the text alone where it names no record, and nothing where it may be no link.
fn page_link(named: &str, around: &Around<'_>) -> Option<String> {
    let (target, text) = named.split_once('|').map_or((named, None), |(target, text)| (target, Some(text.trim())));
    let target = target.trim().trim_end_matches('\\');
    let (page, part) = target.split_once('#').map_or((target, ""), |(page, part)| (page.trim(), part.trim()));
    let shown = text.unwrap_or(if page.is_empty() { part } else { target });
    let anchor = if part.is_empty() { String::new() } else { format!("#{}", id::slug(part)) };
    if page.is_empty() {
        return Some(format!("[{shown}]({anchor})")).filter(|_| !anchor.is_empty());
    }
    let slug = id::slug(page);
    let found = [page, slug.as_str()].into_iter().find_map(|page| match (around.record)(Reference::Page(page)) {
        Found::At(address, _) => Some(address),
        Found::Missing | Found::Unknown => None,
    });
    match found {
        Some(address) => Some(format!("[{shown}](<{address}{anchor}>)")),
        None => text.map(str::to_owned),
    }
}

/// Whether a text may link to source files, or has marks of the site's folders in its addresses.
pub(super) fn is_due(text: &str) -> bool {
    const ENDINGS: [&[u8]; 8] = [b".md", b".mkd", b".mark", b".rst", b".adoc", b".org)", b".org#", b".org\""];
    let bytes = text.as_bytes();
    let begins = |at: usize| match bytes[at] {
        // Most full stops end a sentence.
        b'.' => {
            !matches!(bytes.get(at + 1), None | Some(b' ' | b'\n'))
                && ENDINGS.iter().any(|ending| bytes[at..].starts_with(ending))
        }
        b'@' => bytes[at..].starts_with(b"@/") || bytes[at..].starts_with(b"@site/"),
        _ => {
            FOLDERS.iter().any(|(name, ..)| bytes[at + 1..].starts_with(name.as_bytes()))
                || bytes[at..].starts_with(b"{filename")
        }
    };
    memchr::memchr3_iter(b'.', b'@', b'{', bytes).any(begins) || SCHEMES.is_any_in(text)
}

/// What addresses of source files begin with, beside those in braces.
static SCHEMES: LazyLock<Marks> = LazyLock::new(|| Marks::new(&["pathname:", "link://", "|filename|"]));

/// Folders that Pelican names in braces, and where their addresses begin.
const FOLDERS: [(&str, &str, &str); 6] = [
    ("static", "/", ""),
    ("attach", "/", ""),
    ("index", "/", ""),
    ("category", "/category/", ".html"),
    ("tag", "/tag/", ".html"),
    ("author", "/author/", ".html"),
];

/// The address of what a link or picture names, where that is a source file, or begins with a mark of the site's
/// folders. An empty one is of a record that is none.
pub(super) fn of_link(written: &str, around: &Around<'_>, missing: &mut Vec<String>) -> Option<String> {
    let target = percent_encoding::percent_decode_str(written).decode_utf8().unwrap_or(Cow::Borrowed(written));
    let path = path_of(around.site);
    if let Some(rest) = target.strip_prefix("pathname://") {
        return Some(format!("{path}/{}", rest.trim_start_matches('/')));
    }
    if let Some(rest) = target.strip_prefix("@site/static/") {
        return Some(format!("{path}/{rest}"));
    }
    let marked = target.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    if let Some((mark, rest)) = marked.or_else(|| target.strip_prefix('|').and_then(|rest| rest.split_once('|'))) {
        if mark == "filename" {
            return record(Reference::File(rest), rest, None, around, missing);
        }
        let (_, begins, ends) = FOLDERS.iter().find(|(name, ..)| *name == mark)?;
        if *begins == "/" && !rest.starts_with('/') && mark != "index" {
            return Some(rest.to_owned());
        }
        return Some(format!("{path}{begins}{}{ends}", rest.trim_start_matches('/')));
    }
    if let Some(name) = target.strip_prefix("link://slug/").or_else(|| target.strip_prefix("link://filename/")) {
        return record(Reference::Page(name), &target, None, around, missing);
    }
    let is_elsewhere = target.contains("://") || ["//", "#", "mailto:"].iter().any(|start| target.starts_with(start));
    if is_elsewhere || !is_page(&target) {
        return None;
    }
    let default = target.strip_prefix("@/").map(|file| page_address(file, true));
    record(Reference::File(&target), &target, default, around, missing)
}

/// The address of the record whose file a link names without its ending, or by that of the page which is made of it:
/// `./ferry`, `/news/`, `ferry.html#fares`. `None` where there is none, or the site has no such links.
pub(super) fn of_bare(written: &str, around: &Around<'_>) -> Option<String> {
    if !around.ways.bare_links || written.contains(':') || written.starts_with("//") {
        return None;
    }
    let target = percent_encoding::percent_decode_str(written).decode_utf8().ok()?;
    let end = target.find(['#', '?']).unwrap_or(target.len());
    let (path, part) = target.split_at(end);
    let bare = path.strip_suffix(".html").unwrap_or(path);
    let name = bare.rsplit('/').next().unwrap_or(bare);
    if path.is_empty() || (name.contains('.') && !matches!(name, "." | "..")) {
        return None;
    }
    let index = if matches!(name, "." | "..") {
        "/index"
    } else if name.is_empty() {
        "index"
    } else {
        ""
    };
    match (around.record)(Reference::File(&format!("{bare}{index}.md"))) {
        Found::At(address, _) => Some(format!("{address}{part}")),
        Found::Missing | Found::Unknown => None,
    }
}

/// HTML in which links to source files lead to the addresses of their records; those to none lead nowhere.
pub(super) fn in_html(html: &str, around: &Around<'_>, missing: &mut Vec<String>) -> Option<String> {
    if !html.contains('=') || !is_due(html) {
        return None;
    }
    let mut out = String::new();
    let mut from = 0;
    for tag in tags(html).filter(|tag| !tag.end) {
        for (name, value) in tag.attributes().filter(|(name, _)| matches!(*name, "href" | "src" | "HREF" | "SRC")) {
            let Some(found) = of_link(value, around, missing) else { continue };
            let at = |part: &str| part.as_ptr() as usize - html.as_ptr() as usize;
            let start = at(value);
            if found.is_empty() {
                // An empty address is that of the page itself.
                out.push_str(html[from..at(name)].trim_end());
                from = start + value.len();
                from += usize::from(html[from..].starts_with(['"', '\'']));
                continue;
            }
            out.push_str(&html[from..start]);
            out.push_str(&found.replace('&', "&amp;").replace('"', "%22"));
            from = start + value.len();
        }
    }
    (from > 0).then(|| out + &html[from..])
}

/// The address that a page has by default, by its file, whose name may begin with a date.
pub(super) fn page_address(link: &str, dated: bool) -> String {
    let (file, anchor) = link.split_once('#').map_or((link, String::new()), |(file, a)| (file, format!("#{a}")));
    let path = PAGES.iter().find_map(|ending| file.strip_suffix(ending)).unwrap_or(file);
    let (folders, name) = path.rsplit_once('/').map_or(("", path), |(folders, name)| (folders, name));
    let name = crate::article::date::leading_date(name).filter(|_| dated).map_or(name, |(_, rest)| rest);
    let parts = [folders, name].into_iter().filter(|part| !part.is_empty() && !matches!(*part, "index" | "_index"));
    let path: String = parts.flat_map(|part| [part, "/"]).collect();
    format!("/{path}{anchor}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around<'a>(site: &'a str, shortcodes: &'a BTreeMap<String, String>) -> Around<'a> {
        let record: &dyn Fn(Reference<'_>) -> Found = &|reference| match reference {
            Reference::File("./b.md" | "/_posts/2026-07-01-b.md" | "@/posts/b.md" | "b.md")
            | Reference::Page("b")
            | Reference::Post("2026-07-01-b") => Found::At("https://a.example/blog/b/".into(), None),
            _ => Found::Missing,
        };
        Around { shortcodes, variable: &|_| None, mdx: false, ways: Ways::default(), site, record }
    }

    #[test]
    fn a_link_may_name_a_file_without_its_ending() {
        let shortcodes = BTreeMap::new();
        let plain = around("https://a.example/blog", &shortcodes);
        let bare = Around { ways: Ways { bare_links: true, ..Ways::default() }, ..plain };
        let address = "https://a.example/blog/b/";
        for (written, expected) in [
            ("./b", Some(String::from(address))),
            ("./b.html#x", Some(format!("{address}#x"))),
            ("b?y", Some(format!("{address}?y"))),
            ("./c", None),
            ("./b.png", None),
            ("./", None),
            ("..", None),
            ("#b", None),
            ("//b", None),
            ("https://b", None),
            ("mailto:b", None),
        ] {
            assert_eq!(of_bare(written, &bare), expected, "{written}");
            assert_eq!(of_bare(written, &plain), None);
        }
    }

    #[test]
    fn variables_of_the_site_stand_for_its_host_its_path_or_both() {
        for (name, at_path, at_root) in [
            ("site.baseurl", "/blog", ""),
            ("site.url", "https://a.example", "https://a.example"),
            ("site.url | append: site.baseurl", "https://a.example/blog", "https://a.example"),
            (".Site.BaseURL", "https://a.example/blog/", "https://a.example/"),
            ("$.Site.BaseURL", "https://a.example/blog/", "https://a.example/"),
            ("config.base_url", "https://a.example/blog", "https://a.example"),
            ("metadata.url", "https://a.example/blog", "https://a.example"),
            ("config.root", "/blog/", "/"),
            ("baseurl", "https://a.example/blog", "https://a.example"),
        ] {
            assert_eq!(of_site(name, "https://a.example/blog/").as_deref(), Some(at_path), "{name}");
            assert_eq!(of_site(name, "https://a.example").as_deref(), Some(at_root), "{name}");
        }
        assert_eq!(of_site("page.url", "https://a.example"), None);
        assert_eq!(of_site("site.title", "https://a.example"), None);
    }

    #[test]
    fn tags_that_stand_for_an_address_give_it() {
        let none = BTreeMap::new();
        for (inner, expected) in [
            (" '/a.jpg' | relative_url ", Some("/blog/a.jpg")),
            (" 'a.jpg' | absolute_url ", Some("/blog/a.jpg")),
            (" \"/a.jpg\" | prepend: site.baseurl ", Some("/blog/a.jpg")),
            (" \"/a.jpg\" | prepend: site.baseurl | prepend: site.url ", Some("/blog/a.jpg")),
            (" \"/blog/a.jpg\" | prepend: site.url ", Some("/blog/a.jpg")),
            (" \"a.jpg\" | relURL ", Some("/blog/a.jpg")),
            (" \"/a.jpg\" | absURL ", Some("/a.jpg")),
            (" url_for('/a.jpg') ", Some("/blog/a.jpg")),
            (" get_url(path=\"a.jpg\") ", Some("/blog/a.jpg")),
            (" get_url(path='@/posts/b.md') ", Some("https://a.example/blog/b/")),
            (" 'now' | date: '%Y' ", None),
            (" link assets/a.pdf ", Some("/blog/assets/a.pdf")),
            (" link _posts/2026-07-01-b.md ", Some("https://a.example/blog/b/")),
            (" link _posts/2026-07-01-none.md ", Some("")),
            (" post_url 2026-07-01-b ", Some("https://a.example/blog/b/")),
            (" ref \"b#top\" ", Some("https://a.example/blog/b/#top")),
            (" relref path=\"b\" ", Some("https://a.example/blog/b/")),
            (" ref \"#top\" ", Some("#top")),
            (" ref \"none.md\" ", Some("")),
            (" page.url ", None),
        ] {
            let mut missing = Vec::new();
            let found = of_tag(inner, &around("https://a.example/blog", &none), &mut missing);
            assert_eq!(found.as_deref(), expected, "{inner}");
            assert_eq!(missing.len(), usize::from(expected == Some("")), "{inner}");
        }
    }

    #[test]
    fn links_to_source_files_lead_to_records_and_marks_of_folders_to_the_site() {
        let none = BTreeMap::new();
        for (written, expected) in [
            ("./b.md", Some("https://a.example/blog/b/")),
            ("./b.md#x", Some("https://a.example/blog/b/#x")),
            ("./b.md?y=1#x", Some("https://a.example/blog/b/?y=1#x")),
            ("{filename}b.md", Some("https://a.example/blog/b/")),
            ("%7Bfilename%7Db.md", Some("https://a.example/blog/b/")),
            ("|filename|b.md", Some("https://a.example/blog/b/")),
            ("{static}/images/a.png", Some("/blog/images/a.png")),
            ("{tag}sea", Some("/blog/tag/sea.html")),
            ("pathname:///a.pdf", Some("/blog/a.pdf")),
            ("@site/static/a.png", Some("/blog/a.png")),
            ("./none.md", Some("")),
            ("https://a.example/README.md", None),
            ("/a.png", None),
            ("#b.md", None),
            ("mailto:a@b.md", None),
        ] {
            let mut missing = Vec::new();
            let found = of_link(written, &around("https://a.example/blog/", &none), &mut missing);
            assert_eq!(found.as_deref(), expected, "{written}");
        }
        let html = in_html(
            "<p><a href='./b.md'>b</a> <img src=\"{static}/a.png\" alt=\"x.md\"></p>",
            &around("", &none),
            &mut Vec::new(),
        );
        assert_eq!(
            html.as_deref(),
            Some("<p><a href='https://a.example/blog/b/'>b</a> <img src=\"/a.png\" alt=\"x.md\"></p>")
        );
        let mut missing = Vec::new();
        let html =
            in_html("<a class=\"x\" href=\"none.md\">n</a> <a href='none.md'>n</a>", &around("", &none), &mut missing);
        assert_eq!(html.as_deref(), Some("<a class=\"x\">n</a> <a>n</a>"));
        assert_eq!(missing, ["none.md", "none.md"]);
    }
}
