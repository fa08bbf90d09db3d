//! Parts of other files that a page takes in: of VitePress `<!--@include: ./part.md-->`, `<<< ./code.ts`, of MkDocs
//! `--8<-- "part.md"`.

use std::borrow::Cow;
use std::io::Read as _;

use super::attachment;
use super::context::folder_of;
use super::derive::UnitContext;
use super::format::front_matter::{self, Head};
use super::format::is_page_ending;
use crate::config::Generator;
use crate::inside::Folder;

/// Parts within parts, to this depth.
const DEEPEST: usize = 4;

/// Longest file that is taken in, in bytes.
const LONGEST: u64 = 1 << 20;

/// Most files that a page takes in.
const MOST: usize = 100;

/// A page with the files that it takes in; those that are not there are noted in `absent`.
pub(super) fn whole<'t>(about: &UnitContext<'_>, text: &'t str, absent: &mut Vec<String>) -> Cow<'t, str> {
    if !about.around.snippets.is_empty() && text.contains("-8<-") {
        let mut left = MOST;
        let mut parts = Parts { about, absent, left: &mut left };
        return Cow::Owned(parts.with_snippets(text, 0));
    }
    let takes_in = || text.contains("@include:") || text.contains("<<<");
    if !about.around.is_of(Generator::Vitepress) || !takes_in() {
        return Cow::Borrowed(text);
    }
    let mut left = MOST;
    let mut parts = Parts { about, absent, left: &mut left };
    Cow::Owned(parts.of(text, folder_of(about.facts.path), 0))
}

struct Parts<'p, 'f> {
    about: &'p UnitContext<'f>,
    absent: &'p mut Vec<String>,
    left: &'p mut usize,
}

impl Parts<'_, '_> {
    fn of(&mut self, text: &str, folder: &str, depth: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut in_code = false;
        for line in text.split_inclusive('\n') {
            let content = line.trim();
            in_code ^= content.starts_with("```") || content.starts_with("~~~");
            let page = content.strip_prefix("<!--").and_then(|rest| rest.trim_start().strip_prefix("@include:"));
            let page = page.and_then(|rest| rest.strip_suffix("-->")).map(str::trim);
            let code = content.strip_prefix("<<<").map(str::trim).filter(|path| path.contains('.') && !in_code);
            let taken = match (page, code) {
                (Some(said), _) => self.page(said, folder, depth),
                (_, Some(said)) => self.code(said, folder),
                _ => {
                    out.push_str(line);
                    continue;
                }
            };
            match taken {
                Some(taken) => out.push_str(&taken),
                None => self.absent.push(content.chars().take(40).collect()),
            }
            out.push('\n');
        }
        out
    }

    /// A text with the snippets that its lines name, in quotes or between two marks. A mark behind `;` stands for itself.
    fn with_snippets(&mut self, text: &str, depth: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut in_block = false;
        for line in text.split_inclusive('\n') {
            let content = line.trim();
            let indent = &line[..line.len() - line.trim_start().len()];
            if let Some(escaped) = content.strip_prefix(';').filter(|rest| mark(rest).is_some()) {
                out.extend([indent, escaped, "\n"]);
                continue;
            }
            let named = match mark(content) {
                Some("") => {
                    in_block = !in_block;
                    continue;
                }
                Some(named) => named.trim_matches(['"', '\'']),
                None if in_block => content,
                None => {
                    out.push_str(line);
                    continue;
                }
            };
            // What begins with `;` is left out.
            if named.is_empty() || named.starts_with(';') {
                continue;
            }
            match self.snippet(named, depth) {
                Some(taken) => taken.lines().for_each(|line| out.extend([indent, line, "\n"])),
                None => self.absent.push(content.chars().take(40).collect()),
            }
        }
        out
    }

    /// The part of a file that a name means: `a.md`, lines of it (`a.md:3:5`), or what stands between marks (`a.md:part`).
    fn snippet(&mut self, named: &str, depth: usize) -> Option<String> {
        if depth >= DEEPEST || named.contains("://") {
            return None;
        }
        let (path, part) = named.split_once(':').unwrap_or((named, ""));
        let bases = self.about.around.snippets.clone();
        let (_, text) = bases.iter().find_map(|base| self.read(path, base))?;
        let is_mark = |line: &str| line.contains("--8<--") && line.contains('[');
        let chosen: Vec<&str> = if part.is_empty() {
            text.lines().filter(|line| !is_mark(line)).collect()
        } else if let Some((from, to)) = range(part) {
            text.lines().skip(from - 1).take(to.saturating_sub(from - 1)).collect()
        } else {
            let begins = |line: &&str| !(is_mark(line) && line.contains(&format!("[start:{part}]")));
            let mut rest = text.lines().skip_while(begins);
            rest.next()?;
            rest.take_while(|line| !(is_mark(line) && line.contains(&format!("[end:{part}]"))))
                .filter(|line| !is_mark(line))
                .collect()
        };
        Some(self.with_snippets(&chosen.join("\n"), depth + 1))
    }

    fn page(&mut self, said: &str, folder: &str, depth: usize) -> Option<String> {
        if depth >= DEEPEST {
            return None;
        }
        let (path, lines) = apart(said);
        let (path, text) = self.read(path, folder)?;
        let text = match front_matter::find(text.as_bytes()) {
            Head::Found(front) => text[front.body..].to_owned(),
            _ => text,
        };
        let text = chosen(&text, lines)?;
        Some(self.of(&text, folder_of(&path), depth + 1))
    }

    fn code(&mut self, said: &str, folder: &str) -> Option<String> {
        let (path, _) = apart(said);
        let (path, text) = self.read(path, folder)?;
        let language = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let fence = "`".repeat(3 + text.matches("```").count().min(5));
        Some(format!("\n{fence}{language}\n{}\n{fence}\n", text.trim_end()))
    }

    /// A file by its path from a folder, or with `@/` from one above it.
    fn read(&mut self, path: &str, folder: &str) -> Option<(String, String)> {
        *self.left = self.left.checked_sub(1)?;
        let mut folders = vec![folder];
        if path.starts_with("@/") {
            folders = folder.match_indices('/').map(|(at, _)| &folder[..at]).chain([folder]).collect();
            folders.insert(0, "");
        }
        folders.into_iter().find_map(|folder| {
            let path = joined(folder, path.strip_prefix("@/").unwrap_or(path))?;
            let beside = || attachment::opened(self.about.site, self.about.source, &path);
            // Articles take in pages of the manual beside them.
            let page = || {
                is_page_ending(path.rsplit('.').next().unwrap_or_default())
                    .then(|| Folder::new(self.about.site.root()).ok()?.open(path.as_ref()).ok())
            };
            let file = beside().or_else(|| page()?)?;
            let mut text = String::new();
            file.take(LONGEST).read_to_string(&mut text).ok()?;
            Some((path, text))
        })
    }
}

/// What stands behind the mark of a snippet in a line: scissors between hyphens.
fn mark(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('-');
    let hyphens = line.len() - rest.len();
    let rest = rest.strip_prefix("8<").filter(|_| hyphens > 0)?;
    let named = rest.trim_start_matches('-');
    let named = (named.len() < rest.len()).then(|| named.trim())?;
    (named.is_empty() || named.starts_with(['"', '\''])).then_some(named)
}

/// Lines from and to, counted from one: `3:5`, `3`, `:5`.
fn range(part: &str) -> Option<(usize, usize)> {
    let (from, to) = part.split_once(':').unwrap_or((part, part));
    let number = |text: &str, default: usize| if text.is_empty() { Some(default) } else { text.parse().ok() };
    Some((number(from, 1)?.max(1), number(to, usize::MAX)?))
}

/// A path, and the lines of the file that are meant: `./x.md{1,3}`, `./x.md#part`, `./x.js{2 ts}`.
fn apart(said: &str) -> (&str, &str) {
    let path = said.split(['{', '#', ' ', '[']).next().unwrap_or(said);
    (path, said[path.len()..].trim())
}

/// The lines that are meant: those of a range, or all; nothing where it is a part by its name.
fn chosen(text: &str, lines: &str) -> Option<String> {
    if lines.starts_with('#') {
        return None;
    }
    let range = lines.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(range, _)| range);
    let Some((from, to)) = range.and_then(|range| range.split_once(',')) else { return Some(text.to_owned()) };
    let number = |text: &str, default: usize| text.trim().parse().unwrap_or(default);
    let (from, to) = (number(from, 1).max(1), number(to, usize::MAX));
    let lines: Vec<&str> = text.lines().skip(from - 1).take(to.saturating_sub(from - 1)).collect();
    Some(lines.join("\n"))
}

/// A path below a folder; nothing where it leads out.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_snippets_name_files() {
        for (line, named) in [
            ("--8<-- \"a.md\"", Some("\"a.md\"")),
            ("-8<- 'a.md:2:3'", Some("'a.md:2:3'")),
            ("--8<--", Some("")),
            ("--8<-- [start:x]", None),
            ("8<--", None),
            ("-- 8<--", None),
        ] {
            assert_eq!(mark(line), named, "{line}");
        }
        assert_eq!((range("3:5"), range(":5"), range("3:")), (Some((3, 5)), Some((1, 5)), Some((3, usize::MAX))));
        assert_eq!((range("3"), range("part")), (Some((3, 3)), None));
    }

    #[test]
    fn paths_stay_within_and_lines_are_counted_from_one() {
        assert_eq!(joined("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(joined("a", "../../c.md"), None);
        assert_eq!(apart("./x.md{1,3}#y"), ("./x.md", "{1,3}#y"));
        assert_eq!(chosen("a\nb\nc\n", "{2,3}").as_deref(), Some("b\nc"));
        assert_eq!(chosen("a\nb\nc\n", "{2,}").as_deref(), Some("b\nc"));
        assert_eq!(chosen("a\n", "").as_deref(), Some("a\n"));
        assert_eq!(chosen("a\n", "#part"), None);
    }
}
