//! The rules of each generator, and how it is known.

use std::path::Path;

use crate::config::Generator;
use crate::source::format::front_matter;
use crate::source::path;

/// What a generator makes no article of.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) generator: Generator,
    /// Files of its config, the first that is there; where others have such a file too, how one of its
    /// lines begins.
    config: &'static [(&'static str, &'static [&'static str])],
    /// What lies beside or below an `index` page belongs to it.
    pub(super) bundles: bool,
    /// `cascade` of a section's page gives front matter to all below it.
    pub(super) cascade: bool,
    /// Pages below a section that is a draft are drafts.
    pub(super) draft_sections: bool,
    /// Files of data lie beside pages and folders.
    pub(super) folder_data: bool,
    /// The settings have metadata for all articles.
    pub(super) default_metadata: bool,
    /// The config has front matter for paths.
    pub(super) defaults: bool,
    /// Folder of posts, where others are pages.
    pub(super) posts: Option<&'static str>,
    /// Other folders whose names begin with `_` hold articles too.
    pub(super) collections: bool,
    /// Posts are named by their dates.
    pub(super) dated_posts: bool,
    /// Names that begin with `_` are of parts.
    pub(super) underscored: bool,
    /// `layout: page` and the like tell pages from posts.
    pub(super) page_layouts: bool,
    /// What it makes of the name of a file that has no title.
    pub(super) naming: Naming,
}

/// The title of a page that has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// There is none.
    None,
    /// The name of its file, as it is.
    Name,
    /// The words of that name, each with a capital.
    Words,
    /// The words of that name, the first with a capital where none has one.
    Sentence,
}

/// A generator without rules of its own.
const fn plain(generator: Generator, config: &'static [(&'static str, &'static [&'static str])]) -> Rules {
    Rules {
        generator,
        config,
        bundles: false,
        cascade: false,
        draft_sections: false,
        folder_data: false,
        default_metadata: false,
        defaults: false,
        posts: None,
        collections: false,
        dated_posts: false,
        underscored: false,
        page_layouts: false,
        naming: Naming::None,
    }
}

/// Every generator. Where two have a file of one name, the one that asks for a line comes first.
static ALL: [Rules; 17] = [
    Rules { draft_sections: true, ..plain(Generator::Zola, &[("zola.toml", &[]), ("config.toml", &["base_url"])]) },
    Rules {
        bundles: true,
        cascade: true,
        ..plain(
            Generator::Hugo,
            &[
                ("hugo.toml", &[]),
                ("hugo.yaml", &[]),
                ("hugo.yml", &[]),
                ("hugo.json", &[]),
                ("config/_default", &[]),
                ("config.toml", &["baseURL", "baseurl", "languageCode"]),
                ("config.yaml", &["baseURL", "baseurl", "languageCode"]),
                ("config.yml", &["baseURL", "baseurl", "languageCode"]),
            ],
        )
    },
    Rules {
        posts: Some("_posts"),
        underscored: true,
        page_layouts: true,
        ..plain(
            Generator::Hexo,
            &[("_config.yml", &["source_dir", "new_post_name", "post_asset_folder", "theme_config"])],
        )
    },
    Rules {
        defaults: true,
        posts: Some("_posts"),
        collections: true,
        dated_posts: true,
        page_layouts: true,
        naming: Naming::Words,
        ..plain(Generator::Jekyll, &[("_config.yml", &[]), ("_config.yaml", &[]), ("_config.toml", &[])])
    },
    Rules {
        folder_data: true,
        ..plain(
            Generator::Eleventy,
            &[
                (".eleventy.js", &[]),
                ("eleventy.config.js", &[]),
                ("eleventy.config.mjs", &[]),
                ("eleventy.config.cjs", &[]),
                ("eleventy.config.ts", &[]),
                ("buildawesome.config.js", &[]),
                ("buildawesome.config.mjs", &[]),
            ],
        )
    },
    Rules {
        underscored: true,
        ..plain(
            Generator::Astro,
            &[("astro.config.mjs", &[]), ("astro.config.js", &[]), ("astro.config.ts", &[]), ("astro.config.mts", &[])],
        )
    },
    Rules {
        underscored: true,
        naming: Naming::Name,
        ..plain(
            Generator::Docusaurus,
            &[("docusaurus.config.js", &[]), ("docusaurus.config.ts", &[]), ("docusaurus.config.mjs", &[])],
        )
    },
    plain(Generator::Vitepress, &[(".vitepress", &[]), (".vuepress", &[])]),
    Rules {
        underscored: true,
        ..plain(Generator::Next, &[("next.config.js", &[]), ("next.config.mjs", &[]), ("next.config.ts", &[])])
    },
    Rules { default_metadata: true, ..plain(Generator::Pelican, &[("pelicanconf.py", &[]), ("publishconf.py", &[])]) },
    Rules { naming: Naming::Name, ..plain(Generator::Nikola, &[("conf.py", &["BLOG_TITLE", "POSTS"])]) },
    plain(Generator::Gatsby, &[("gatsby-config.js", &[]), ("gatsby-config.ts", &[]), ("gatsby-config.mjs", &[])]),
    plain(Generator::Sveltekit, &[("svelte.config.js", &[]), ("svelte.config.ts", &[])]),
    plain(Generator::Mdbook, &[("book.toml", &[])]),
    Rules { naming: Naming::Sentence, ..plain(Generator::Mkdocs, &[("mkdocs.yml", &[]), ("mkdocs.yaml", &[])]) },
    plain(Generator::Ghost, &[]),
    plain(Generator::None, &[]),
];

/// Words that name a file which tells of those around it.
#[rustfmt::skip]
pub(super) const READMES: [&str; 19] = [
    "readme", "changelog", "contributing", "license", "licence", "codeofconduct", "code_of_conduct", "code-of-conduct",
    "security", "support", "maintainers", "contributors", "governance", "notice", "agents", "claude", "gemini",
    "issue_template", "pull_request_template",
];

/// Folders of what is not finished, or not for readers.
#[rustfmt::skip]
pub(super) const DRAFTS: [&str; 27] = [
    "drafts", "draft", "_drafts", "_draft", "unpublished", "_unpublished", "_private", "_wip", "wip", "_trash", "trash",
    "deleted", "embargo", "embargoed", "borradores", "bozze", "brouillons", "concepten", "entwuerfe", "entwürfe",
    "kladder", "members-only", "rascunhos", "spiked", "szkice", "utkast", "withheld",
];

/// Folders of what pages are made of, in any generator.
pub(super) const PARTS: [&str; 10] = [
    "_partials",
    "_includes",
    "_layouts",
    "_templates",
    "_snippets",
    "_components",
    "_data",
    "_site",
    "archetypes",
    "scaffolds",
];

/// The rules of a generator.
pub(super) fn rules_of(generator: Generator) -> &'static Rules {
    ALL.iter().find(|rules| rules.generator == generator).unwrap_or(&ALL[ALL.len() - 1])
}

/// The generator whose config lies in a folder.
pub(super) fn by_config(folder: &Path) -> Option<Generator> {
    let has = |(name, lines): &(&str, &[&str])| {
        let path = folder.join(name);
        if lines.is_empty() {
            return path.exists();
        }
        let text = super::text(&path).unwrap_or_default();
        text.lines().any(|line| {
            lines
                .iter()
                .any(|start| line.strip_prefix(start).is_some_and(|rest| rest.trim_start().starts_with(['=', ':'])))
        })
    };
    ALL.iter().find(|rules| rules.config.iter().any(has)).map(|rules| rules.generator)
}

/// Keys of sections that Zola has and Hugo has not.
const OF_ZOLA: [&str; 10] = [
    "sort_by",
    "paginate_by",
    "page_template",
    "transparent",
    "insert_anchor_links",
    "in_search_index",
    "generate_feeds",
    "generate_feed",
    "template",
    "extra",
];

/// The generator that the folders of records, and the pages of their sections, are like.
pub(super) fn by_folders(names: &[&str], head: &dyn Fn(&str) -> Option<String>) -> Generator {
    // Of a hundred thousand names mostly none has such a part.
    let marked: Vec<&str> =
        names.iter().copied().filter(|name| memchr::memchr(b'_', name.as_bytes()).is_some()).collect();
    let posts: Vec<&str> = marked.iter().copied().filter(|name| path::is_below(name, "_posts")).collect();
    if !posts.is_empty() {
        if posts.iter().any(|name| name.contains("source/_posts/")) {
            return Generator::Hexo;
        }
        let file = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        let dated = posts.iter().filter(|name| crate::article::date::date_of_post(&file(name)).is_some()).count();
        return if 2 * dated >= posts.len() { Generator::Jekyll } else { Generator::None };
    }
    let mut sections = marked.iter().filter(|name| path::is_section_page(name)).take(20).peekable();
    if sections.peek().is_none() {
        return Generator::None;
    }
    let zola = sections.filter_map(|name| head(name)).any(|text| {
        let front_matter::Head::Found(front) = front_matter::find(text.as_bytes()) else { return false };
        let word =
            |line: &str| line.trim_start_matches('[').split([' ', '=', ']', '.']).next().unwrap_or_default().to_owned();
        front.syntax == front_matter::Syntax::Toml
            && text[front.data].lines().any(|line| OF_ZOLA.contains(&&*word(line)))
    });
    if zola { Generator::Zola } else { Generator::Hugo }
}

/// Whether a file is the template of many pages, whose names stand in for a part of its path: `[slug].md`. In `VitePress` any
/// part may be such, elsewhere whole ones below a folder of routes.
pub(super) fn is_route(generator: Generator, path: &str) -> bool {
    // Few paths have one, and all are looked at.
    if memchr::memchr(b'[', path.as_bytes()).is_none() {
        return false;
    }
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if generator == Generator::Vitepress {
        let mut opened = path.split('[').skip(1);
        return opened.any(|rest| rest.split_once(']').is_some_and(|(word, _)| is_word(word)));
    }
    let path = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let mut parts = path.split('/').skip_while(|part| !matches!(*part, "pages" | "routes" | "app"));
    parts.any(|part| {
        let Some(inner) = part.strip_prefix('[').and_then(|part| part.strip_suffix(']')) else { return false };
        let optional = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
        is_word(optional.unwrap_or(inner).trim_start_matches("..."))
    })
}

/// A name in words, as MkDocs writes titles.
pub(super) fn in_a_sentence(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    if words.chars().any(char::is_uppercase) {
        return words;
    }
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A name in words, as Jekyll writes titles.
pub(super) fn in_words(name: &str) -> String {
    let words = name.split('-').filter(|word| !word.is_empty());
    let titled = words.map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters.flat_map(char::to_lowercase)).collect::<String>()
    });
    titled.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_generator_has_its_row() {
        for rules in &ALL {
            assert!(std::ptr::eq(rules_of(rules.generator), rules), "{:?}", rules.generator);
        }
    }

    #[test]
    fn a_generator_is_known_by_its_config() {
        for (file, text, generator) in [
            ("hugo.toml", "", Generator::Hugo),
            ("config.toml", "title = 'x'\nbaseURL = 'https://a.example/'\n", Generator::Hugo),
            ("config.toml", "base_url = \"https://a.example\"\n", Generator::Zola),
            ("_config.yml", "title: x\n", Generator::Jekyll),
            ("_config.yml", "title: x\nsource_dir: source\n", Generator::Hexo),
            ("eleventy.config.js", "", Generator::Eleventy),
            ("docusaurus.config.ts", "", Generator::Docusaurus),
            ("conf.py", "BLOG_TITLE = 'x'\n", Generator::Nikola),
            ("pelicanconf.py", "", Generator::Pelican),
        ] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(file), text).unwrap();
            assert_eq!(by_config(folder.path()), Some(generator), "{file}: {text}");
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), "[site]\ntitle = \"x\"\n").unwrap();
        assert_eq!(by_config(folder.path()), None);
    }

    #[test]
    fn a_generator_is_known_by_the_folders_and_sections_of_its_site() {
        let by = |names: &[&str], text: &str| by_folders(names, &|_| Some(text.to_owned()));
        assert_eq!(by(&["_posts/2026-01-01-a.md", "about.md"], ""), Generator::Jekyll);
        assert_eq!(by(&["source/_posts/a.md"], ""), Generator::Hexo);
        assert_eq!(by(&["_posts/hello.md"], ""), Generator::None);
        assert_eq!(by(&["content/_index.md"], "---\ntitle: x\n---\n"), Generator::Hugo);
        assert_eq!(by(&["content/_index.md"], "+++\nsort_by = \"date\"\n+++\n"), Generator::Zola);
        assert_eq!(by(&["posts/a.md"], ""), Generator::None);
    }
}
