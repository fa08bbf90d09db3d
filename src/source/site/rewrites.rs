//! Addresses that the config of VitePress gives to pages in place of their paths: `rewrites`.

use std::path::Path;

use regex_automata::PatternID;
use regex_automata::meta::Regex;
use serde_json::Value;

use super::text;
use crate::generator::literal;

/// The rewrites of a site.
#[derive(Clone, Debug, Default)]
pub(super) struct Rewrites {
    rows: Vec<(Regex, String)>,
    /// The rows as they are written: others have others.
    #[expect(dead_code, reason = "it is part of what is printed of a site, by which edits of its config are seen")]
    written: Vec<String>,
    /// The folder from which paths are.
    from: String,
    /// Whether addresses have no `.html`.
    is_clean: bool,
}

impl Rewrites {
    /// Those of a site; `prefix` is the path of its folder.
    pub(super) fn of(site: &Path, prefix: &str) -> Self {
        let endings = ["js", "ts", "mjs", "mts"];
        let config = endings.iter().find_map(|ending| text(&site.join(format!(".vitepress/config.{ending}"))));
        let config = config.unwrap_or_default();
        let setting = |name: &str| literal(&config, &format!("default.{name}"));
        let Some(Value::Object(all)) = setting("rewrites") else { return Self::default() };
        let row = |(from, to): (&String, &Value)| Some((matcher(from)?, to.as_str()?.to_owned()));
        let within = setting("srcDir").and_then(|dir| dir.as_str().map(|dir| dir.trim_matches(['.', '/']).to_owned()));
        let parts = [prefix.to_owned(), within.unwrap_or_default()];
        Self {
            rows: all.iter().filter_map(row).collect(),
            written: all.iter().map(|(from, to)| format!("{from} {to}")).collect(),
            from: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/"),
            is_clean: setting("cleanUrls") == Some(true.into()),
        }
    }

    /// The address of a page, where it has another than its path gives.
    pub(super) fn address(&self, path: &str) -> Option<String> {
        let inner = path.strip_prefix(&*self.from)?.trim_start_matches('/');
        let page = self.rows.iter().find_map(|(regex, to)| filled(regex, to, inner))?;
        let stem = page.trim_start_matches('/').strip_suffix(".md")?.to_owned();
        Some(match stem.strip_suffix("index").filter(|above| above.is_empty() || above.ends_with('/')) {
            Some(folder) => format!("/{folder}"),
            None if self.is_clean => format!("/{stem}"),
            None => format!("/{stem}.html"),
        })
    }
}

/// The end of a name that a pattern has after a colon.
fn name_end(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len())
}

/// A pattern of paths as a regular expression with a group for each name: `posts/:year/:slug(.*).md`, `:path*`.
fn matcher(pattern: &str) -> Option<Regex> {
    let mut out = String::from("^");
    let mut rest = pattern.trim_start_matches("./").trim_start_matches('/');
    let mut unnamed = 0;
    while let Some(c) = rest.chars().next() {
        // A slash before what may be missing is missing with it.
        let (slash, token) = rest.strip_prefix('/').map_or(("", rest), |token| ("/", token));
        if !token.starts_with([':', '(']) {
            out.push_str(&escaped(c));
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let (name, after) = match token.strip_prefix(':') {
            Some(named) => named.split_at(name_end(named)),
            None => ("", token),
        };
        let (own, after) = match after.strip_prefix('(') {
            Some(inner) => {
                let end = group_end(inner)?;
                (Some(&inner[..end]), &inner[end + 1..])
            }
            None => (None, after),
        };
        let name = if name.is_empty() {
            unnamed += 1;
            format!("n{}", unnamed - 1)
        } else {
            format!("p_{name}")
        };
        let part = own.unwrap_or("[^/]+?");
        let (group, after) = match after.chars().next() {
            Some('*') => (format!("(?:{slash}(?P<{name}>{part}(?:/{part})*))?"), &after[1..]),
            Some('+') => (format!("{slash}(?P<{name}>{part}(?:/{part})*)"), &after[1..]),
            Some('?') => (format!("(?:{slash}(?P<{name}>{part}))?"), &after[1..]),
            _ => (format!("{slash}(?P<{name}>{part})"), after),
        };
        out.push_str(&group);
        rest = after;
    }
    out.push('$');
    Regex::new(&out).ok()
}

/// A character that stands for itself.
fn escaped(c: char) -> String {
    if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() }
}

/// Where the parenthesis closes within which a text stands.
fn group_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, c)| match c {
        '(' => {
            depth += 1;
            None
        }
        ')' if depth == 0 => Some(at),
        ')' => {
            depth -= 1;
            None
        }
        _ => None,
    })
}

/// What a path that fits becomes: the names in the target stand for what they took.
fn filled(regex: &Regex, target: &str, path: &str) -> Option<String> {
    let mut captures = regex.create_captures();
    regex.captures(path, &mut captures);
    if !captures.is_match() {
        return None;
    }
    let value = |name: &str| {
        let taken = captures.get_group_by_name(name).and_then(|span| path.get(span.start..span.end));
        taken.unwrap_or_default().to_owned()
    };
    let known = |name: &str| regex.group_info().to_index(PatternID::ZERO, name).is_some();
    let mut out = String::new();
    let mut rest = target.trim_start_matches("./");
    let mut unnamed = 0;
    while let Some(at) = rest.find([':', '(']) {
        out.push_str(&rest[..at]);
        let token = &rest[at..];
        let name = token.strip_prefix(':').map(|named| &named[..name_end(named)]);
        let (value, after) = match name {
            Some(name) if known(&format!("p_{name}")) => (value(&format!("p_{name}")), &token[1 + name.len()..]),
            Some(_) => (":".to_owned(), &token[1..]),
            None => {
                unnamed += 1;
                let end = group_end(&token[1..])?;
                rest = &token[end + 2..];
                out.push_str(&value(&format!("n{}", unnamed - 1)));
                continue;
            }
        };
        out.push_str(&value);
        let after = match after.strip_prefix('(') {
            Some(inner) => &inner[group_end(inner)? + 1..],
            None => after,
        };
        rest = after.strip_prefix(['*', '+', '?']).unwrap_or(after);
    }
    out.push_str(rest);
    Some(out.replace("//", "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_rewritten_as_patterns_say() {
        for (from, to, path, expected) in [
            ("posts/:year/:slug.md", "blog/:slug.md", "posts/2026/a-b.md", Some("blog/a-b.md")),
            ("posts/:year/:slug.md", "blog/:slug.md", "posts/a.md", None),
            ("packages/pkg-a/src/index.md", "pkg-a/index.md", "packages/pkg-a/src/index.md", Some("pkg-a/index.md")),
            ("packages/:pkg/src/:slug*", ":pkg/:slug*", "packages/a/src/x/y.md", Some("a/x/y.md")),
            ("packages/:pkg/src/(.*)", ":pkg/(.*)", "packages/a/src/x/y.md", Some("a/x/y.md")),
            (":lang(de|fr)/posts/:slug(.*)", ":lang/b/:slug", "de/posts/x.md", Some("de/b/x.md")),
            (":lang(de|fr)/posts/:slug(.*)", ":lang/b/:slug", "en/posts/x.md", None),
            ("en/:rest*", ":rest*", "en/guide/a.md", Some("guide/a.md")),
        ] {
            let regex = matcher(from).unwrap();
            assert_eq!(filled(&regex, to, path).as_deref(), expected, "{from} {path}");
        }
        assert!(matcher("a/:b(").is_none());
    }

    #[test]
    fn rewritten_pages_have_addresses() {
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir(site.path().join(".vitepress")).unwrap();
        for (clean, expected) in [("", ["/blog/a.html", "/b/"]), ("cleanUrls: true,", ["/blog/a", "/b/"])] {
            let config = format!(
                "export default defineConfig({{ {clean} srcDir: './src', rewrites: {{ 'posts/:slug.md': 'blog/:slug.md', 'x/b.md': 'b/index.md' }} }})"
            );
            std::fs::write(site.path().join(".vitepress/config.mts"), config).unwrap();
            let rewrites = Rewrites::of(site.path(), "docs");
            let found = ["docs/src/posts/a.md", "docs/src/x/b.md"].map(|path| rewrites.address(path).unwrap());
            assert_eq!(found, expected);
            assert_eq!(rewrites.address("docs/src/other/a.md"), None);
            assert_eq!(rewrites.address("other/posts/a.md"), None);
        }
    }
}
