//! The collection from which a feed of Eleventy takes its pages, where its config makes one: which files, and what a filter
//! leaves out of them.

use serde_json::Value;

use super::plain;

/// A collection that a config makes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Collection {
    pub(super) name: String,
    /// Patterns of its files; none where it is made of tags.
    pub(super) globs: Vec<String>,
    /// What its filter says, as it is written.
    pub(super) filter: Option<String>,
}

/// The collections of a config, in the order in which they stand.
pub(super) fn collections(config: &str) -> Vec<Collection> {
    let lines = config.lines().filter(|line| !line.trim_start().starts_with("//"));
    let config: String = lines.flat_map(|line| [line, "\n"]).collect();
    config.split("addCollection(").skip(1).filter_map(collection).collect()
}

fn collection(made: &str) -> Option<Collection> {
    let made = made.trim_start();
    let quote = made.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (name, rest) = made[1..].split_once(quote)?;
    let body = &rest[..inner_end(rest)];
    let globs = body.split_once("getFilteredByGlob(").map(|(_, handed)| &handed[..inner_end(handed)]);
    let filter = body.split_once(".filter(").map(|(_, handed)| handed[..inner_end(handed)].trim().to_owned());
    Some(Collection { name: name.to_owned(), globs: globs.map(texts).unwrap_or_default(), filter })
}

/// Where the parenthesis ends within which a text stands.
fn inner_end(text: &str) -> usize {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => return at,
            (None, ')') => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// The texts in a piece of a program; nothing where one of them is made when it runs.
fn texts(program: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = program;
    while let Some(at) = rest.find(['"', '\'', '`']) {
        let quote = &rest[at..=at];
        let Some((text, after)) = rest[at + 1..].split_once(quote) else { break };
        out.push(text.to_owned());
        rest = after;
    }
    if out.iter().any(|text| text.contains("${")) { Vec::new() } else { out }
}

impl Collection {
    /// The folder in which all its files lie, and the patterns of those that it takes and does not take, where they say
    /// what they end with.
    pub(super) fn files(&self) -> Option<(String, Vec<String>, Vec<String>)> {
        let (out, taken): (Vec<&String>, Vec<&String>) = self.globs.iter().partition(|glob| glob.starts_with('!'));
        let base = |glob: &str| {
            let fixed = glob.split(['*', '{', '?', '[']).next().unwrap_or_default();
            fixed.rsplit_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned())
        };
        let endings = |glob: &str| -> Option<Vec<String>> {
            let (stem, ending) = glob.rsplit_once('.').filter(|(_, ending)| !ending.contains('/'))?;
            let several = ending.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
            let endings = several.unwrap_or(ending).split(',').map(str::trim);
            let is_plain = !stem.contains(['{', '(']);
            is_plain.then(|| endings.map(|ending| format!("{stem}.{ending}")).collect())
        };
        let taken: Option<Vec<String>> =
            taken.iter().map(|glob| endings(&plain(glob))).collect::<Option<Vec<_>>>().map(|all| all.concat());
        let taken = taken?;
        let folder = base(taken.first()?);
        let out = out.iter().map(|glob| plain(glob.trim_start_matches('!'))).collect();
        taken.iter().all(|glob| base(glob) == folder).then_some((folder, taken, out))
    }

    /// Fields whose values a filter leaves out, where it does no more than that; nothing where it cannot be read.
    pub(super) fn skipped(&self) -> Option<Vec<(String, Value)>> {
        let Some(filter) = &self.filter else { return Some(Vec::new()) };
        let (head, body) = filter.split_once("=>")?;
        let item = head.trim().trim_start_matches('(').trim_end_matches(')').trim();
        let field = |text: &str| {
            let name = text.trim().strip_prefix(item)?.strip_prefix(".data.")?;
            let is_name =
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'));
            is_name.then(|| name.to_owned())
        };
        let terms = body.trim().trim_end_matches(';').split("&&").map(str::trim);
        terms
            .map(|term| {
                if let Some(marked) = term.strip_prefix('!').filter(|rest| !rest.starts_with('=')) {
                    return Some((field(marked)?, Value::Bool(true)));
                }
                let (name, value) = term.split_once("!==").or_else(|| term.split_once("!="))?;
                let value = value.trim();
                let quoted = texts(value).into_iter().next().filter(|text| text.len() + 2 == value.len());
                Some((field(name)?, quoted.map(Value::String).or_else(|| value.parse().ok().map(Value::Bool))?))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_says_its_files_and_what_it_leaves_out() {
        let made = |body: &str| {
            collections(&format!("// c.addCollection(\"off\", 1);\nc.addCollection('posts', {body});")).remove(0)
        };
        let one = made(
            "(api) => api.getFilteredByGlob(\"./src/articles/*.{md,njk}\").filter((p) => !p.data.hide && p.data.locale !== \"fr\").reverse()",
        );
        assert_eq!(one.name, "posts");
        let patterns = ["src/articles/*.md", "src/articles/*.njk"].map(str::to_owned).to_vec();
        assert_eq!(one.files(), Some(("src/articles".into(), patterns, vec![])));
        assert_eq!(one.skipped(), Some(vec![("hide".into(), true.into()), ("locale".into(), "fr".into())]));
        let two = made(
            "function (api) { return api.getFilteredByGlob(['posts/**/*.md', '!posts/wip/**']).filter(p => p.date <= now); }",
        );
        assert_eq!(two.files(), Some(("posts".into(), vec!["posts/**/*.md".into()], vec!["posts/wip/**".into()])));
        assert_eq!((two.skipped(), two.filter.as_deref()), (None, Some("p => p.date <= now")));
        for (body, filter) in [
            ("a => a.getFilteredByTag(\"posts\").filter(p => !p.data.x)", Some("p => !p.data.x")),
            ("a => a.getFilteredByGlob(`${dir}/*.md`)", None),
            ("a => a.getFilteredByGlob([\"a/*.md\", \"b/*.md\"])", None),
            ("a => a.getFilteredByGlob(\"a/*\")", None),
        ] {
            let one = made(body);
            assert_eq!((one.files(), one.filter.as_deref()), (None, filter), "{body}");
        }
    }
}
