//! Shortcodes of a site's own that show code: what they enclose is no Markdown.

use std::io::Read as _;
use std::path::Path;

use crate::config::Generator;
use crate::inside::Folder;

/// Longest template that is looked into, in bytes.
const LONGEST: u64 = 64 << 10;

/// Folders of templates, beside those of themes.
const FOLDERS: [&str; 2] = ["layouts/shortcodes", "layouts/_shortcodes"];

/// Their names, sorted, by the templates in the folder of a generator's config.
pub(super) fn code_tags(folder: &Path, generator: Generator) -> Vec<String> {
    if generator != Generator::Hugo {
        return Vec::new();
    }
    let mut found = Vec::new();
    let themes = names(&folder.join("themes")).into_iter().map(|theme| folder.join("themes").join(theme));
    for top in [folder.to_owned()].into_iter().chain(themes) {
        for below in FOLDERS.map(|below| top.join(below)) {
            let Ok(templates) = Folder::new(&below) else { continue };
            for name in names(&below) {
                let Some(stem) = name.strip_suffix(".html") else { continue };
                let mut text = String::new();
                let read =
                    templates.open(Path::new(&name)).ok().map(|file| file.take(LONGEST).read_to_string(&mut text));
                if read.is_some_and(|read| read.is_ok()) && shows_code(&text) {
                    found.push(stem.to_owned());
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a template writes what its tag encloses as code.
fn shows_code(template: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| template.contains(word));
    has(&[".Inner"]) && has(&["{{ highlight ", "{{- highlight ", "{{highlight ", "transform.Highlight", "(highlight "])
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_that_highlight_what_their_tags_enclose_show_code() {
        let folder = tempfile::tempdir().unwrap();
        for (name, template) in [
            (
                "layouts/shortcodes/high.html",
                "{{ $code := trim .Inner \"\\n\" }}\n{{ highlight $code (.Get 0) \"\" }}\n",
            ),
            ("layouts/shortcodes/note.html", "<div class=\"highlight\">{{ .Inner | markdownify }}</div>\n"),
            ("themes/sea/layouts/_shortcodes/snippet.html", "{{- transform.Highlight .Inner \"go\" -}}\n"),
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, template).unwrap();
        }
        assert_eq!(code_tags(folder.path(), Generator::Hugo), ["high", "snippet"]);
        assert!(code_tags(folder.path(), Generator::Zola).is_empty());
    }
}
