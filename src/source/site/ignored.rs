//! Files that the config of a generator leaves out, whatever patterns ours has: Hugo's `ignoreFiles`, Hexo's `exclude`,
//! Pelican's `ARTICLE_EXCLUDES`, Zola's `ignored_content`, Eleventy's `.gitignore`, Jekyll's `exclude`, VitePress's
//! `srcExclude`, Docusaurus's `exclude` of its blog, MkDocs's `exclude_docs`,
//! `ignore` of Gatsby's folders, patterns of Astro's collections.

use std::borrow::Cow;
use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};
use regex_automata::meta::Regex;
use regex_automata::util::syntax;

use super::asked::gatsby_plugins;
use super::{config, text};
use crate::config::Generator;
use crate::generator::{ELEVENTY_CONFIGS, handed, literal, setting_anywhere};
use crate::source::node::Node;

/// What one entry of such a config takes.
#[derive(Clone, Debug)]
enum Entry {
    /// A pattern of the path from a folder, and whether the files that it takes are left out.
    Path { from: String, glob: GlobMatcher, out: bool },
    /// A regular expression, anywhere in the path.
    Within(Regex),
    /// A pattern of the name of a file or folder below a folder.
    Name { from: String, glob: GlobMatcher },
}

/// The files that a site leaves out.
#[derive(Clone, Debug, Default)]
pub(super) struct Ignored {
    entries: Vec<Entry>,
    /// The entries as they are written: other entries have others.
    pub(super) written: Vec<String>,
    /// Folders of which patterns say what is taken: Astro's collections.
    sifted: Vec<String>,
}

impl Ignored {
    /// What the config in the folder of a site leaves out; `prefix` is that folder's path.
    pub(super) fn of(site: &Path, prefix: &str, generator: Generator) -> Self {
        let mut out = Self::default();
        match generator {
            Generator::Hugo => {
                let config = config::hugo(site);
                let patterns = config.as_ref().and_then(|config| config::member(config, "ignoreFiles"));
                each(patterns, &mut |pattern| out.within(pattern));
                config.iter().flat_map(config::mounts).for_each(|mount| out.of_mount(mount, prefix));
            }
            Generator::Zola => {
                let config = config::of(site, &config::ZOLA);
                let patterns = config.as_ref().and_then(|config| config.member("ignored_content"));
                let from = joined(prefix, "content");
                each(patterns, &mut |pattern| out.path(&from, pattern, false, true));
            }
            Generator::Hexo => {
                let config = config::of(site, &config::YAML).unwrap_or(Node::Null);
                let from = joined(prefix, &config::folder(&config, "source_dir").unwrap_or_else(|| "source".into()));
                // Where posts have folders of pictures, other formats than that of new posts are such.
                if config.member("post_asset_folder").and_then(Node::bool) == Some(true) {
                    let name = config.member("new_post_name").and_then(Node::text);
                    let ending =
                        name.as_deref().and_then(|name| name.rsplit_once('.')).map_or("md", |(_, ending)| ending);
                    out.path(&from, "_posts/**", true, true);
                    out.path(&from, &format!("_posts/**/*.{ending}"), true, false);
                }
                // What is not rendered is no post.
                for key in ["exclude", "ignore", "skip_render"] {
                    each(config.member(key), &mut |pattern| {
                        out.path(&from, pattern, true, true);
                        out.path(prefix, pattern, true, true);
                    });
                }
            }
            Generator::Pelican => out.of_pelican(site, prefix),
            Generator::Eleventy => out.of_eleventy(site, prefix),
            Generator::Jekyll => out.of_jekyll(site, prefix),
            Generator::Mkdocs => out.of_mkdocs(site, prefix),
            Generator::Vitepress => out.of_vitepress(site, prefix),
            Generator::Docusaurus => out.of_docusaurus(site, prefix),
            Generator::Gatsby => out.of_gatsby(site, prefix),
            Generator::Astro => out.of_astro(site, prefix),
            _ => {}
        }
        out
    }

    /// What a folder of Hugo's content has besides what is taken of it.
    fn of_mount(&mut self, mount: &Node<'static>, prefix: &str) {
        let from = below(prefix, &config::folder(mount, "source").unwrap_or_default());
        let taken = ["includeFiles", "files"].iter().find_map(|name| config::member(mount, name));
        let mut chooses = false;
        each(taken, &mut |pattern| chooses |= !pattern.starts_with('!'));
        if chooses {
            self.path(&from, "**", true, true);
        }
        for (patterns, out) in [(taken, false), (config::member(mount, "excludeFiles"), true)] {
            each(patterns, &mut |pattern| match pattern.strip_prefix("! ") {
                Some(pattern) => self.path(&from, pattern.trim_start_matches('/'), true, true),
                None => self.path(&from, pattern.trim_start_matches('/'), true, out),
            });
        }
    }

    fn of_mkdocs(&mut self, site: &Path, prefix: &str) {
        let config = config::of(site, &["mkdocs.yml", "mkdocs.yaml"]).unwrap_or(Node::Null);
        let from = below(prefix, &config::folder(&config, "docs_dir").unwrap_or_else(|| "docs".into()));
        for key in ["exclude_docs", "draft_docs"] {
            for line in config.member(key).and_then(Node::text).unwrap_or_default().lines() {
                self.line(&from, line.trim());
            }
        }
    }

    fn of_vitepress(&mut self, site: &Path, prefix: &str) {
        let script = program(site, ".vitepress/config");
        let setting = |name: &str| literal(&script, &format!("default.{name}")).unwrap_or_default();
        let from = below(prefix, setting("srcDir").as_str().unwrap_or_default());
        for pattern in texts(&setting("srcExclude")) {
            self.path(&from, &pattern, true, true);
        }
    }

    fn of_docusaurus(&mut self, site: &Path, prefix: &str) {
        let config = program(site, "docusaurus.config");
        let plugins = literal(&config, "default.plugins").unwrap_or_default();
        let is_blog =
            |plugin: &&serde_json::Value| plugin[0].as_str().is_some_and(|name| name.contains("content-blog"));
        let further = plugins.as_array().into_iter().flatten().filter(is_blog).map(|plugin| plugin[1].clone());
        for blog in setting_anywhere(&config, "blog").into_iter().chain(further) {
            let from = below(prefix, blog["path"].as_str().unwrap_or("blog"));
            for pattern in texts(&blog["exclude"]) {
                self.path(&from, &pattern, true, true);
            }
        }
    }

    /// What the loader of a collection does not take of its folder.
    fn of_astro(&mut self, site: &Path, prefix: &str) {
        let names = ["src/content.config", "src/content/config"].map(|name| program(site, name));
        for loaded in names.iter().flat_map(|config| handed(config, "glob")) {
            let Some(loaded) = loaded.first() else { continue };
            let (taken, out): (Vec<String>, Vec<String>) =
                texts(&loaded["pattern"]).into_iter().partition(|pattern| !pattern.starts_with('!'));
            let Some(base) = loaded["base"].as_str().filter(|_| !taken.is_empty()) else { continue };
            let from = below(prefix, base);
            if !self.sifted.contains(&from) {
                self.path(&from, "**", true, true);
                self.sifted.push(from.clone());
            }
            let taken = taken.iter().map(|pattern| (&**pattern, false));
            for (pattern, out) in taken.chain(out.iter().map(|pattern| (&pattern[1..], true))) {
                self.path(&from, pattern, true, out);
            }
        }
    }

    /// Whether patterns say of each file of a folder around a path whether it is taken, so that its name says nothing more.
    pub(super) fn sifts(&self, path: &str) -> bool {
        self.sifted.iter().any(|from| path.strip_prefix(&**from).is_some_and(|inner| inner.starts_with('/')))
    }

    /// Patterns are of whole paths: those that begin anywhere, or in the folder of the site.
    fn of_gatsby(&mut self, site: &Path, prefix: &str) {
        let plugins = gatsby_plugins(site);
        for options in plugins.iter().filter(|plugin| plugin["resolve"] == "gatsby-source-filesystem") {
            let options = &options["options"];
            let from = below(prefix, options["path"].as_str().unwrap_or_default());
            for pattern in texts(&options["ignore"]) {
                let from = if pattern.starts_with("**/") { &*from } else { prefix };
                self.path(from, pattern.trim_start_matches("./").trim_start_matches('/'), true, true);
            }
            let ignore = &options["ignore"];
            let one = std::slice::from_ref(ignore);
            for regex in ignore.as_array().map_or(one, Vec::as_slice) {
                let Some(pattern) = regex["regex"].as_str() else { continue };
                let flags = if regex["flags"].as_str().is_some_and(|flags| flags.contains('i')) { "(?i)" } else { "" };
                self.within(&format!("{flags}{}", pattern.replace("\\/", "/")));
            }
        }
    }

    fn of_pelican(&mut self, site: &Path, prefix: &str) {
        let configs = ["publishconf.py", "pelicanconf.py"].map(|name| text(&site.join(name)).unwrap_or_default());
        let setting = |name: &str| configs.iter().find_map(|config| literal(config, name)).unwrap_or_default();
        let from = below(prefix, setting("PATH").as_str().unwrap_or("content"));
        for name in texts(&setting("IGNORE_FILES")) {
            self.name(&from, &name);
        }
        for folder in texts(&setting("ARTICLE_EXCLUDES")) {
            let folder = folder.trim_matches('/');
            if folder.is_empty() {
                continue;
            }
            // A folder of this name at any depth, or at this path.
            for pattern in [format!("{folder}/**"), format!("**/{folder}/**")] {
                self.path(&from, &pattern, true, true);
            }
        }
    }

    /// Patterns are shell's, in which `*` goes across folders, or what paths begin with; what is included stays.
    fn of_jekyll(&mut self, site: &Path, prefix: &str) {
        let config = config::of(site, &config::YAML).unwrap_or(Node::Null);
        let from = below(prefix, &config::folder(&config, "source").unwrap_or_default());
        // Posts lie in no other folder than that of the collections, where there is one.
        if let Some(folder) = config::folder(&config, "collections_dir").filter(|folder| !matches!(&**folder, "" | "."))
        {
            self.path(&from, "{_posts,**/_posts}/**", true, true);
            self.path(&below(&from, &folder), "{_posts,**/_posts}/**", true, false);
        }
        for (key, out) in [("exclude", true), ("include", false)] {
            each(config.member(key), &mut |pattern| {
                let pattern = pattern.trim_start_matches("./").trim_start_matches('/');
                if !pattern.is_empty() {
                    self.path(&from, &format!("{pattern}*"), false, out);
                }
            });
        }
    }

    fn of_eleventy(&mut self, site: &Path, prefix: &str) {
        let script = ELEVENTY_CONFIGS.iter().find_map(|name| text(&site.join(name))).unwrap_or_default();
        let bare: String = script.chars().filter(|c| !c.is_whitespace()).collect();
        let mut files = vec![".eleventyignore"];
        if !bare.contains("setUseGitIgnore(false)") {
            files.insert(0, ".gitignore");
        }
        for file in files {
            for line in text(&site.join(file)).unwrap_or_default().lines() {
                self.line(prefix, line.trim());
            }
        }
        for call in script.split("ignores.add(").skip(1) {
            let call = call.trim_start();
            let quote = call.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
            if let Some(pattern) = quote.and_then(|quote| call[1..].split(quote).next()) {
                self.line(prefix, &format!("/{}", pattern.trim_start_matches("./").trim_start_matches('/')));
            }
        }
    }

    /// A line as Git has them: without a slash before its end a name at any depth.
    fn line(&mut self, from: &str, line: &str) {
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        let (out, pattern) = line.strip_prefix('!').map_or((true, line), |pattern| (false, pattern));
        let pattern = pattern.trim_end_matches('/');
        let anchored = pattern.contains('/');
        let pattern = pattern.trim_start_matches('/');
        let pattern = if anchored { Cow::Borrowed(pattern) } else { Cow::Owned(format!("**/{pattern}")) };
        for pattern in [pattern.clone().into_owned(), format!("{pattern}/**")] {
            self.path(from, &pattern, true, out);
        }
    }

    fn path(&mut self, from: &str, pattern: &str, in_folder: bool, out: bool) {
        if let Ok(glob) = GlobBuilder::new(pattern.trim_start_matches("./")).literal_separator(in_folder).build() {
            self.written.push(format!("{from} {pattern} {out}"));
            self.entries.push(Entry::Path { from: from.to_owned(), glob: glob.compile_matcher(), out });
        }
    }

    fn name(&mut self, from: &str, pattern: &str) {
        if let Ok(glob) = GlobBuilder::new(pattern).build() {
            self.written.push(format!("{from} {pattern}"));
            self.entries.push(Entry::Name { from: from.to_owned(), glob: glob.compile_matcher() });
        }
    }

    fn within(&mut self, pattern: &str) {
        let bytes = syntax::Config::new().unicode(false).utf8(false);
        if let Ok(regex) = Regex::builder().syntax(bytes).build(pattern) {
            self.written.push(pattern.to_owned());
            self.entries.push(Entry::Within(regex));
        }
    }

    /// Whether the file at a path is left out: of what is taken back again the last entry counts.
    pub(super) fn takes(&self, path: &str) -> bool {
        let below = |from: &str| {
            let inner = if from.is_empty() { Some(path) } else { path.strip_prefix(from)?.strip_prefix('/') };
            inner.map(str::to_owned)
        };
        self.entries.iter().fold(false, |left, entry| match entry {
            Entry::Path { from, glob, out } if below(from).is_some_and(|inner| glob.is_match(inner)) => *out,
            Entry::Path { .. } => left,
            Entry::Within(regex) => left || regex.is_match(format!("/{path}").as_bytes()),
            Entry::Name { from, glob } => {
                left || below(from).is_some_and(|inner| inner.split('/').any(|part| glob.is_match(part)))
            }
        })
    }
}

/// The folder that a config names, in the folder of its site.
fn below(prefix: &str, folder: &str) -> String {
    match folder.trim_start_matches("./").trim_matches('/') {
        "" | "." => prefix.to_owned(),
        folder => joined(prefix, folder),
    }
}

/// The text of a config that is a program, in JavaScript or TypeScript.
fn program(site: &Path, name: &str) -> String {
    let endings = ["js", "ts", "mjs", "mts", "cjs"];
    endings.iter().find_map(|ending| text(&site.join(format!("{name}.{ending}")))).unwrap_or_default()
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The texts of a list, or the one that stands in its place.
fn each(node: Option<&Node<'_>>, take: &mut dyn FnMut(&str)) {
    match node {
        Some(Node::List(all)) => all.iter().filter_map(Node::text).for_each(|text| take(&text)),
        Some(one) => one.text().iter().for_each(|text| take(text)),
        None => {}
    }
}

fn texts(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Array(all) => all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
        one => one.as_str().map(str::to_owned).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_configs_leave_out_is_left_out() {
        for (generator, files, out, stays) in [
            (
                Generator::Hugo,
                &[("hugo.toml", "ignoreFiles = ['secret-.*\\.md$', '/wip/']\n")][..],
                &["content/a/secret-1.md", "content/wip/x.md"][..],
                &["content/a/secret.md", "content/wipe/x.md"][..],
            ),
            (
                Generator::Zola,
                &[("config.toml", "base_url = 'x'\nignored_content = ['*.wip.md', '**/private/**']\n")],
                &["content/a.wip.md", "content/blog/a.wip.md", "content/x/private/y.md"],
                &["content/wip.md"],
            ),
            (
                Generator::Hexo,
                &[("_config.yml", "exclude: ['_posts/secret/*']\nignore: '**/ig.md'\n")],
                &["source/_posts/secret/a.md", "source/_posts/ig.md"],
                &["source/_posts/a.md", "source/_posts/big.md"],
            ),
            (
                Generator::Pelican,
                &[("pelicanconf.py", "PATH = 'content'\nARTICLE_EXCLUDES = ['wip']\nIGNORE_FILES = ['*.tmp.md']\n")],
                &["content/wip/a.md", "content/blog/wip/a.md", "content/blog/a.tmp.md"],
                &["content/wip.md", "content/tmp.md"],
            ),
            (
                Generator::Eleventy,
                &[
                    ("eleventy.config.js", "export default (c) => { c.ignores.add(\"posts/js.md\"); }"),
                    (".gitignore", "# out\nposts/git.md\nscratch\n*.bak.md\n!keep.bak.md\n"),
                ],
                &["posts/js.md", "posts/git.md", "posts/scratch/a.md", "posts/x.bak.md"],
                &["posts/keep.bak.md", "other/posts/git.md"],
            ),
            (
                Generator::Jekyll,
                &[(
                    "_config.yml",
                    "exclude: [secret/, _posts/x.md, '*.wip.md', /_posts/2024]\ninclude: [_posts/2024-kept.md]\n",
                )],
                &["secret/_posts/2026-01-01-a.md", "_posts/x.md", "_posts/b.wip.md", "_posts/2024-01-01-a.md"],
                &["_posts/y.md", "other/secret/_posts/a.md", "_posts/2024-kept.md"],
            ),
            (
                Generator::Mkdocs,
                &[(
                    "mkdocs.yml",
                    "site_name: x\ndraft_docs: |\n  *.todo.md\nexclude_docs: |\n  /blog/posts/private/\n  !keep.todo.md\n",
                )],
                &["docs/blog/posts/private/a.md", "docs/blog/posts/a.todo.md"],
                &["docs/blog/posts/a.md", "docs/private/a.md"],
            ),
            (
                Generator::Docusaurus,
                &[(
                    "docusaurus.config.js",
                    "export default { presets: [['classic', { blog: { path: './news', exclude: ['**/wip/**'] } }]],\n\
                     plugins: ['x', ['@docusaurus/plugin-content-blog', { id: 'two', path: 'two', exclude: ['old/**'] }]] };",
                )],
                &["news/wip/a.md", "two/old/a.md"],
                &["news/a.md", "blog/wip/a.md", "two/wip/a.md", "news/old/a.md"],
            ),
            (
                Generator::Astro,
                &[(
                    "content.config.ts",
                    "const blog = defineCollection({ loader: glob({ pattern: ['**/[^_]*.{md,mdx}', '!wip/**'], base: './src/content/blog' }) });\n\
                     const top = defineCollection({ loader: glob({ pattern: '*.md', base: 'notes' }) });\n",
                )],
                &["src/content/blog/_a.md", "src/content/blog/x/_a.mdx", "src/content/blog/wip/a.md", "notes/x/a.md"],
                &["src/content/blog/a.md", "src/content/blog/_dir/a.md", "notes/_a.md", "src/content/other/_a.md"],
            ),
            (
                Generator::Gatsby,
                &[(
                    "gatsby-config.js",
                    "module.exports = { plugins: [`x`, { resolve: `gatsby-source-filesystem`, options: { path: `${__dirname}/content/blog`, \
                     ignore: [`**/drafts-*`, '**/wip/**', `${__dirname}/content/blog/old/*`, /\\/[Ss]ecret\\//, /\\.TMP\\./i] } }] }",
                )],
                &[
                    "content/blog/drafts-a.md",
                    "content/blog/x/wip/a.md",
                    "content/blog/old/a.md",
                    "content/blog/Secret/a.md",
                    "content/blog/a.tmp.md",
                ],
                &[
                    "content/blog/a.md",
                    "content/notes/drafts-a.md",
                    "content/blog/wip.md",
                    "content/blog/secret.md",
                    "content/blog/atmp.md",
                ],
            ),
            (
                Generator::Eleventy,
                &[(".eleventy.js", "c.setUseGitIgnore( false )"), (".gitignore", "posts\n")],
                &[],
                &["posts/a.md"],
            ),
        ] {
            let folder = tempfile::tempdir().unwrap();
            for (name, text) in files {
                std::fs::create_dir_all(folder.path().join("src")).unwrap();
                let of_astro = if name.starts_with("content.config") { "src" } else { "" };
                std::fs::write(folder.path().join(of_astro).join(name), text).unwrap();
            }
            for prefix in ["", "site"] {
                let ignored = Ignored::of(folder.path(), prefix, generator);
                for path in out {
                    assert!(ignored.takes(&joined(prefix, path)), "{generator:?} {path} {ignored:?}");
                }
                for path in stays {
                    assert!(!ignored.takes(&joined(prefix, path)), "{generator:?} {path} {ignored:?}");
                }
            }
        }
    }
}
