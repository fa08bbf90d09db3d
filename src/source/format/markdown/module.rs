//! Pages that are modules, and say in an export what others say in front matter.

use serde_json::Value;

use crate::diagnostic::Severity;
use crate::generator::literal;
use crate::source::field;
use crate::source::mime_of;
use crate::source::node::Node;
use crate::source::read::whole;
use crate::source::record::Fault;

/// Names under which a page says it.
const EXPORTS: [&str; 3] = ["metadata", "meta", "frontmatter"];

/// What a page says of itself: `export const metadata = { … }`. A picture that it imports is that file; what else it names
/// and does not write out is not known, is told, and left out.
pub(super) fn exported(text: &str, faults: &mut Vec<Fault>) -> Option<Node<'static>> {
    EXPORTS.iter().find_map(|name| {
        let start = text.find(&format!("export const {name}"))?;
        let export = block(&text[start..]);
        let imports = imports(&text[..start]);
        let mut program = String::new();
        for import in imports.iter().filter_map(Import::file) {
            program.push_str(&import);
        }
        program.push_str(&constants(&text[..start]));
        // A picture stands for its address, whether or not that is asked for.
        let plain = imports.iter().fold(export.replace(").default", ")"), |export, import| {
            export.replace(&format!("{}.src", import.name), import.name)
        });
        program.push_str(&plain);
        let mut said = literal(&program, name)?;
        said.as_object_mut()?.retain(|key, value| {
            let is_whole = drop_unknown(value);
            if !is_whole && field::known(key).is_some() {
                faults.extend(fault_of(key, export, &imports));
            }
            !value.is_null()
        });
        Some(Node::from(&said).into_owned())
    })
}

/// A name that a page imports.
struct Import<'t> {
    name: &'t str,
    from: &'t str,
    /// Whether it is what the other module gives by default: of a file the file.
    is_default: bool,
}

impl Import<'_> {
    /// A statement that gives the name the address of the picture or sound that it is; what lies in `public` is served from the
    /// site's root.
    fn file(&self) -> Option<String> {
        let file = self.from.split_once("public/").map_or(self.from, |(_, served)| served);
        let address = if file.len() < self.from.len() { format!("/{file}") } else { file.to_owned() };
        let is_found = address.starts_with(['.', '/']) || address.contains("://");
        (self.is_default && is_found && mime_of(file).is_some()).then(|| format!("{} = {address:?}\n", self.name))
    }
}

/// The names that statements before an export import.
fn imports(text: &str) -> Vec<Import<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("import ") {
        let begins = rest[..at].trim_end_matches([' ', '\t']).is_empty() || rest[..at].ends_with('\n');
        rest = &rest[at + "import ".len()..];
        let Some((names, after)) =
            rest.split_once(" from ").filter(|(names, _)| begins && !names.contains(['"', '\'']))
        else {
            continue;
        };
        let quote = after.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''));
        let from = quote.and_then(|quote| after.trim_start()[1..].split(quote).next());
        let Some(from) = from.filter(|_| names.len() < 1000) else { continue };
        let (default, others) = names.split_once(['{', '*']).unwrap_or((names, ""));
        let is_name = |name: &&str| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$')) && *name != "type"
        };
        let default = default.trim().trim_end_matches(',').trim();
        found.extend(Some(default).filter(is_name).map(|name| Import { name, from, is_default: true }));
        let others = others.split(',').map(|name| name.trim_matches(['}', ' ', '\n', '\r', '\t']));
        let others = others.filter_map(|name| name.rsplit(char::is_whitespace).next()).filter(is_name);
        found.extend(others.map(|name| Import { name, from, is_default: false }));
        rest = after;
    }
    found
}

/// The statements before an export that give names values.
fn constants(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let line = rest.split_inclusive('\n').next().unwrap_or(rest);
        let is_one = ["const ", "let ", "var ", "export const "].iter().any(|word| line.starts_with(word));
        let statement = if is_one { block(rest) } else { line };
        if is_one {
            out.push_str(statement);
            out.push('\n');
        }
        rest = &rest[statement.len()..];
    }
    out
}

/// A statement, to the line in which the brackets that it opens are closed.
fn block(text: &str) -> &str {
    let mut depth = 0_i32;
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        let count = |marks: [char; 3]| line.matches(marks).count() as i32;
        depth += count(['{', '[', '(']) - count(['}', ']', ')']);
        if depth <= 0 && line.contains(|c: char| !matches!(c, '\n' | '\r')) && !line.trim_end().ends_with('=') {
            break;
        }
    }
    &text[..end]
}

/// Takes what is not known out of a list; whether all was.
fn drop_unknown(value: &mut Value) -> bool {
    match value {
        Value::Array(values) => {
            let all = values.len();
            values.retain(|value| !value.is_null());
            values.len() == all
        }
        Value::Object(members) => !members.values().any(Value::is_null),
        value => !value.is_null(),
    }
}

/// Said of a field whose value is not written out; nothing where it is said to be none.
fn fault_of(key: &str, export: &str, imports: &[Import<'_>]) -> Option<Fault> {
    let written = written(key, export);
    if matches!(written, "null" | "undefined") {
        return None;
    }
    let mut words = written.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')));
    let imported = words.find_map(|word| imports.iter().find(|import| import.name == word));
    let from = imported.map_or_else(String::new, |import| format!(", with `{}` from `{}`", import.name, import.from));
    let message = format!("`{key}` is `{written}`{from}: what that is is not known, and left out");
    let help = format!("write `{key}` out in the page, or give it by `defaults` of the source");
    Some(Fault { help: Some(help), ..whole(Severity::Warning, "bad-field-value", message) })
}

/// Characters of a value that are shown.
const SHOWN: usize = 60;

/// How the value of a member is written, as much of it as shows what it is.
fn written<'t>(key: &'t str, export: &'t str) -> &'t str {
    let ends_name = |at: usize| !export[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.'));
    let value = |at: usize| {
        let rest = export[at + key.len()..].trim_start_matches(['"', '\'']).trim_start();
        rest.strip_prefix(':').map(str::trim_start)
    };
    let value = export.match_indices(key).filter(|(at, _)| ends_name(*at)).find_map(|(at, _)| value(at));
    let Some(value) = value else { return key };
    let mut depth = 0_i32;
    let end = value.char_indices().take(SHOWN).find(|(_, c)| {
        depth += i32::from(matches!(c, '{' | '[' | '(')) - i32::from(matches!(c, '}' | ']' | ')'));
        depth < 0 || *c == '\n' || (depth == 0 && *c == ',')
    });
    let end = end.map_or_else(|| value.char_indices().nth(SHOWN).map_or(value.len(), |(at, _)| at), |(at, _)| at);
    value[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> (Value, Vec<String>) {
        let mut faults = Vec::new();
        let node = exported(text, &mut faults).unwrap();
        let of = |name: &str| node.member(name).map(|node| format!("{node:?}"));
        let members = ["author", "authors", "image", "tags", "title"];
        let members = members.iter().filter_map(|name| Some(((*name).to_owned(), Value::from(of(name)?))));
        (Value::Object(members.collect()), faults.into_iter().map(|fault| fault.message).collect())
    }

    #[test]
    fn imported_files_are_files_and_other_names_are_told() {
        let head = "import './page.css'\nimport cover from './cover.jpg'\nimport wide from '@/public/wide.png'\nimport far from '@/assets/far.png'\n\
                    import site, { ann, bob as robert } from '@/authors'\nimport * as people from '../people'\nconst me = 'Ann Bee'\n\
                    const all = [\n  'sea',\n]\n\n";
        for (export, shown, expected) in [
            ("image: cover, author: me", "cover.jpg", vec![]),
            ("image: cover.src", "./cover.jpg", vec![]),
            ("image: { src: cover, alt: 'x' }", "./cover.jpg", vec![]),
            ("image: require('./own.jpg').default", "./own.jpg", vec![]),
            ("image: wide", "\"/wide.png\"", vec![]),
            ("tags: all", "sea", vec![]),
            (
                "image: far",
                "",
                vec!["`image` is `far`, with `far` from `@/assets/far.png`: what that is is not known, and left out"],
            ),
            (
                "author: ann",
                "",
                vec!["`author` is `ann`, with `ann` from `@/authors`: what that is is not known, and left out"],
            ),
            (
                "author: robert.name",
                "",
                vec![
                    "`author` is `robert.name`, with `robert` from `@/authors`: what that is is not known, and left out",
                ],
            ),
            (
                "author: people.ann",
                "",
                vec![
                    "`author` is `people.ann`, with `people` from `../people`: what that is is not known, and left out",
                ],
            ),
            (
                "authors: [ann, 'Bob Cee']",
                "Bob Cee",
                vec![
                    "`authors` is `[ann, 'Bob Cee']`, with `ann` from `@/authors`: what that is is not known, and left out",
                ],
            ),
            ("title: titleOf(1)", "", vec!["`title` is `titleOf(1)`: what that is is not known, and left out"]),
            ("author: null, openGraph: ann", "", vec![]),
        ] {
            let text = format!("{head}export const metadata = {{ {export} }}\n\nText.\n");
            let (members, faults) = said(&text);
            assert_eq!(faults, expected, "{export}");
            assert!(members.to_string().replace("\\\"", "\"").contains(shown), "{export}: {members}");
            assert!(!members.to_string().contains("ann"), "{export}: {members}");
        }
    }
}
