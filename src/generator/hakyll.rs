//! Hakyll: a program in Haskell, of which rules, routes and what feeds say are picked out.

use super::draft::{Draft, Said, Table, said};
use super::folder::{Folder, PAGES};
use super::{Generator, address_as_id, content, feed, instead, joined, pages, plain};

const PROGRAMS: [&str; 12] = [
    "site.hs",
    "Site.hs",
    "hakyll.hs",
    "main.hs",
    "Main.hs",
    "blog.hs",
    "src/site.hs",
    "src/Site.hs",
    "src/Main.hs",
    "app/site.hs",
    "app/Main.hs",
    "app/Site.hs",
];

pub(super) static GENERATOR: Generator = Generator { name: "Hakyll", knows: |folder| program(folder).is_some(), read };

fn program(folder: &Folder) -> Option<(&'static str, String)> {
    let is_one = |text: &String| text.lines().any(|line| line.starts_with("import ") && line.contains("Hakyll"));
    PROGRAMS.iter().find_map(|name| Some((*name, folder.text(name).filter(is_one)?)))
}

/// The text in quotes that a text has first.
fn quoted(text: &str) -> Option<&str> {
    text.split_once('"')?.1.split('"').next()
}

/// A clause of the program, which Hakyll calls a rule: what it is for, and what it does.
struct Clause<'t> {
    head: &'t str,
    body: &'t str,
}

/// The clauses that a word begins: `match "posts/*" $ do`, `create ["atom.xml"] $ do`.
fn clauses<'t>(text: &'t str, word: &str) -> Vec<Clause<'t>> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let after = &text[at + line.len()..];
        at += line.len();
        let Some(head) = line.trim_start().strip_prefix(word).filter(|head| head.starts_with([' ', '(', '['])) else {
            continue;
        };
        let ends = |(_, next): &(usize, &str)| !next.trim().is_empty() && indent(next) <= indent(line);
        let mut length = 0;
        let mut lines = after.split_inclusive('\n').map(|line| {
            length += line.len();
            (length - line.len(), line)
        });
        let end = lines.find(ends).map_or(after.len(), |(end, _)| end);
        found.push(Clause { head: head.split('$').next().unwrap_or(head), body: &after[..end] });
    }
    found
}

/// The address that a route gives to what lies in a folder; nothing where that is not known.
fn url(folder: &str, body: &str) -> Option<String> {
    let route = body.split_once("route")?.1.split("compile").next()?;
    let mut base = format!("{folder}/");
    for replaced in route.split("gsubRoute").skip(1) {
        let from = quoted(replaced)?;
        let to = quoted(replaced.split_once("const")?.1)?;
        base = base.replace(from, to);
    }
    let page = format!("/{}{{{{ path }}}}", base.trim_start_matches('/'));
    let folds = ["index.html", "niceRoute", "cleanRoute", "createIndexRoute", "prettyRoute"];
    match () {
        () if folds.iter().any(|word| route.contains(word)) => Some(format!("{page}/")),
        () if route.contains("customRoute") || route.contains("metadataRoute") => None,
        () if route.contains("setExtension") => {
            let ending = quoted(route.split_once("setExtension")?.1)?.trim_start_matches('.');
            Some(if ending.is_empty() { page } else { format!("{page}.{ending}") })
        }
        () => None,
    }
}

fn read(folder: &Folder, draft: &mut Draft) {
    let Some((file, text)) = program(folder) else { return };
    let field = |name: &str| {
        let value = text.split_once(name).and_then(|(_, rest)| rest.trim_start().strip_prefix('='));
        said(value.and_then(|rest| quoted(rest.lines().next()?)).map(str::to_owned), format!("{file}: {name}"))
    };
    draft.title = field("feedTitle");
    draft.url = field("feedRoot");
    draft.description = field("feedDescription");
    draft.author = field("feedAuthorName").map(|name| (name, field("feedAuthorEmail").map(|email| email.value)));
    draft.dir = field("destinationDirectory").or_else(|| said(Some("_site".into()), "where Hakyll puts the site"));
    let top = field("providerDirectory").map_or_else(String::new, |top: Said| plain(&top.value));
    let mut found: Vec<(String, String, bool, Option<String>)> = Vec::new();
    for clause in clauses(&text, "match") {
        for pattern in clause.head.split('"').skip(1).step_by(2) {
            let base = pattern.split('*').next().unwrap_or_default().trim_end_matches('/');
            let lies = joined(&top, base);
            let dated = || {
                super::has_dated_names(folder, &lies)
                    || folder.below(&lies, PAGES).take(100).any(|name| content::has_date(folder, &joined(&lies, name)))
            };
            // A clause may name a folder several times, once for each ending.
            let is_known = found.iter().any(|(_, known, ..)| *known == lies);
            if pattern.contains('*') && !base.is_empty() && !is_known && dated() {
                found.push((base.to_owned(), lies.clone(), pattern.contains("**"), url(base, clause.body)));
            }
        }
    }
    if found.is_empty() {
        let base = content::posts(folder).unwrap_or_else(|| joined(&top, "posts"));
        draft.miss(format!("which rule of {file} is that of articles: correct `path` and `url` of `[[source]]`"));
        let own = base.strip_prefix(&*top).unwrap_or(&base).trim_matches('/').to_owned();
        let url = format!("/{own}/{{{{ path }}}}.html");
        found.push((own, base, true, Some(url)));
    }
    let several = found.len() > 1;
    for (base, lies, is_deep, url) in found {
        let mut path = pages(folder, &lies);
        if !is_deep {
            let shallow = |path: &toml::Value| path.as_str().unwrap_or_default().replace("**/*", "*");
            path = match path {
                toml::Value::Array(all) => all.iter().map(shallow).collect::<Vec<_>>().into(),
                one => shallow(&one).into(),
            };
        }
        let from = if url.is_some() { format!("{file}: route") } else { "NOT FOUND: what the route makes".to_owned() };
        if url.is_none() {
            draft.miss(format!("what the route of `{base}` in {file} makes: correct `url` of `[[source]]`"));
        }
        let url = url.unwrap_or_else(|| format!("/{base}/{{{{ path }}}}.html"));
        let name = several.then(|| Said { value: base.replace('/', "-"), from: String::new() });
        let table = Table::default().with_some("name", name);
        let table = table.with("path", path, "").with("url", url, from).with("section", false, "");
        draft.sources.push(address_as_id(
            table.with("require", vec!["published"], "pages without a date are no posts"),
            "Hakyll's",
        ));
    }
    let mut files = Vec::new();
    let mut limit = 0_i64;
    for clause in clauses(&text, "create") {
        let formats = [("atom", "renderAtom"), ("rss", "renderRss")];
        let Some((format, _)) = formats.iter().find(|(_, call)| clause.body.contains(call)) else { continue };
        files.extend(quoted(clause.head).map(|name| (*format, name.to_owned())));
        let taken = clause.body.split_once("take ").map(|(_, rest)| rest.trim_start());
        let number = taken.and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
        limit = number.unwrap_or(limit);
    }
    files.dedup_by_key(|(format, _)| *format);
    if files.is_empty() {
        files.push(("atom", "atom.xml".to_owned()));
    }
    draft.feeds.push(feed("all", &files, &format!("{file}: create")).with("limit", limit, format!("{file}: take")));
    instead(
        draft,
        &format!(
            "take the rules of {} out of {file}",
            files.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" and ")
        ),
    );
}
