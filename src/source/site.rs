//! The site that records are pages of: which generator makes it, and what that says of them besides
//! themselves. What a generator does not publish is not published.

mod asked;
mod assets;
mod below;
mod chapters;
mod code_tags;
mod config;
mod habits;
mod ignored;
mod inherited;
mod languages;
mod layouts;
mod locks;
mod moments;
mod named;
mod rewrites;
mod rules;
mod sound;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use assets::Assets;
pub(super) use below::{MEDIA, below_media};
use habits::Habits;
pub(super) use habits::bare_slug;
use ignored::Ignored;
use inherited::Inherited;
pub(crate) use languages::Languages;
use rayon::prelude::*;
use rules::{DRAFTS, Naming, PARTS, READMES, Rules, in_words, rules_of};

use super::format;
use super::node::Node;
use super::path::{self, PathFacts};
use super::people::People;
use super::permalink::{self, Spelling};
use super::record::{Fault, Record};
use super::{Listing, Unit};
use crate::article::language::tag_of_code;
use crate::article::{Hold, date};
use crate::body::{Markdown, Templates, Ways, path_of};
use crate::config::{Generator, Source};
use crate::generator::literal;
use crate::inside::Folder;
use crate::source::supply::pattern::Pattern;

/// What the site around the records of a source says of them.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    rules: &'static Rules,
    /// Folders whose `index` page takes what lies beside and below it.
    bundles: HashSet<Box<str>>,
    /// Whether there are posts in a folder of posts, so that what lies outside is none.
    has_posts: bool,
    /// Whether the config of its generator is there.
    has_config: bool,
    /// Translations of files that are not there.
    alone: HashSet<Box<str>>,
    /// Whether tags say what is no article: `draft` and `private` of Nikola.
    tags_hold: bool,
    /// Files that the generator's config leaves out.
    ignored: Ignored,
    /// The languages that its config knows, where it says them all.
    pub(super) languages: Option<Languages>,
    /// The chapters of a book by their files, where pages are none else.
    chapters: Option<BTreeSet<String>>,
    /// How its generator reads its pages.
    habits: Habits,
    /// Folders that are sections, where the pattern of addresses asks for these: Hugo's that have pages of their own.
    sections: Option<BTreeSet<String>>,
    /// What pages have from above.
    inherited: Vec<Inherited>,
    /// Shortcodes of its own that show code.
    code_tags: Vec<String>,
    /// The folder from which addresses in pages count, where these are of files: MkDocs's.
    pub(super) docs: Option<String>,
    /// The folders from which it takes in parts of other files: MkDocs's.
    pub(super) snippets: Vec<String>,
    /// Pictures beside articles that it gives other names.
    pub(super) assets: Option<Arc<Assets>>,
    /// The authors whom records name by keys.
    pub(super) people: People,
    /// A number that another generator or another inheritance gives another of.
    print: u64,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            rules: rules_of(Generator::None),
            bundles: HashSet::new(),
            has_posts: false,
            has_config: false,
            alone: HashSet::new(),
            tags_hold: false,
            ignored: Ignored::default(),
            languages: None,
            chapters: None,
            habits: Habits::default(),
            sections: None,
            inherited: Vec::new(),
            code_tags: Vec::new(),
            docs: None,
            snippets: Vec::new(),
            assets: None,
            people: People::default(),
            print: 0,
        }
    }
}

/// Folders above the records in which a generator's config is looked for.
const LEVELS: usize = 5;

impl Site {
    /// Looks at the site of a source whose units are listed.
    pub(super) fn of(root: &Path, source: &Source, listing: &Listing) -> Self {
        // Of sites of a hundred thousand files in JSON each is looked at, by its last letters first.
        let may_be = |name: &str| source.format.is_some() || !name.as_bytes().ends_with(b".json");
        let of_pages = |unit: &Unit| {
            may_be(&unit.name) && format::of(source.format.as_deref(), &unit.name).is_some_and(|format| format.pages)
        };
        let none = source.generator == Some(Generator::None);
        if none || source.is_drawn() || source.is_in_bucket() || !listing.units.iter().any(of_pages) {
            return Self::default();
        }
        let found = source.patterns().find_map(|pattern| config_of(root, &Pattern::new(root, pattern).base));
        let generator = source.generator.or(found.as_ref().map(|(generator, _)| *generator));
        let names: Vec<&str> = listing.units.iter().map(|unit| &*unit.name).collect();
        let generator = generator.unwrap_or_else(|| rules::by_folders(&names, &|name| text(&root.join(name))));
        let rules = rules_of(generator);
        let mut site = Self { rules, ..Self::default() };
        if rules.bundles {
            let folder = |name: &&str| {
                let (folder, file) = name.rsplit_once('/')?;
                let stem = file.rsplit_once('.').map(|(stem, _)| stem)?;
                (stem == "index" || stem.starts_with("index.")).then(|| folder.into())
            };
            site.bundles = names.iter().filter_map(folder).collect();
        }
        site.has_posts = rules.posts.is_some_and(|posts| names.iter().any(|name| path::is_below(name, posts)));
        if generator == Generator::Docusaurus {
            site.alone = languages::translations(&names, &languages::bases_of(root, source)).1;
        }
        let folder = found.map(|(_, folder)| folder);
        if let Some(folder) = &folder {
            let prefix = inherited::prefix_of(root, folder);
            site.has_config = true;
            site.ignored = Ignored::of(folder, &prefix, generator);
            site.habits = Habits::of(folder, &prefix, generator, &names);
            site.languages = Languages::of(folder, &prefix, generator);
            site.code_tags = code_tags::code_tags(folder, generator);
            if generator == Generator::Mkdocs {
                site.docs = Some(chapters::docs(folder, &prefix));
                site.snippets = chapters::snippets(folder, &prefix);
            }
            site.assets = Assets::of(folder, generator).map(Arc::new);
            site.chapters = (generator == Generator::Mdbook).then(|| chapters::of(folder, &prefix)).flatten();
        }
        site.tags_hold = generator == Generator::Nikola && {
            let config = folder.as_ref().and_then(|folder| text(&folder.join("conf.py"))).unwrap_or_default();
            literal(&config, "USE_TAG_METADATA").is_none_or(|used| used != false)
        };
        if generator == Generator::Hugo && source.permalink.as_deref().is_some_and(permalink::counts_sections) {
            site.sections = Some(inherited::sections(root, rules, &names));
        }
        site.inherited = inherited::all(root, rules, folder.as_deref(), &names);
        site.print = inherited::print(
            generator,
            &site.inherited,
            &(
                site.tags_hold,
                &site.ignored.written,
                &site.languages,
                &site.chapters,
                &site.habits,
                &site.code_tags,
                &site.sections,
            ),
        );
        site
    }

    /// The files of a source in whose place it has their translations.
    pub(super) fn replaced(&self, root: &Path, source: &Source, listing: &Listing) -> HashSet<Box<str>> {
        if !self.is_of(Generator::Docusaurus) {
            return HashSet::new();
        }
        let names: Vec<&str> = listing.units.iter().map(|unit| &*unit.name).collect();
        languages::translations(&names, &languages::bases_of(root, source)).0
    }

    /// Gives each unit the number that changes when what the site says of it does.
    pub(super) fn surround(&self, units: &mut [Unit]) {
        let print = self.print ^ (self.people.print & !1);
        let is_left = |name: &str| self.is_resource(name) || self.alone.contains(name);
        if print != 0 {
            units.par_iter_mut().for_each(|unit| unit.around = print ^ u64::from(is_left(&unit.name)));
        }
    }

    /// Why a page is no article of the site by its path and what it is; nothing where it is one.
    pub(super) fn holds(&self, facts: &PathFacts<'_>, record: &Record<'_>) -> Option<Hold> {
        let undated = record.published.is_none() && record.updated.is_none();
        let stem = facts.stem;
        let folders = || facts.below.split('/').filter(|folder| !folder.is_empty());
        let is_any = |folder: &str, names: &[&str]| names.iter().any(|name| folder.eq_ignore_ascii_case(name));
        if folders().any(|folder| is_any(folder, &DRAFTS))
            || stem.rsplit_once('.').is_some_and(|(_, end)| is_any(end, &DRAFTS))
        {
            return Some(Hold::Draft);
        }
        let underscored = self.rules.underscored && !self.ignored.sifts(facts.path);
        let part =
            |folder: &str| is_any(folder, &PARTS) || (underscored && folder.starts_with('_') && folder != "_posts");
        if self.ignored.takes(facts.path)
            || stem.starts_with('#')
            || facts.path.ends_with('~')
            || self.is_special(facts)
            || rules::is_route(self.rules.generator, facts.path)
            || self.alone.contains(facts.path)
        {
            return Some(Hold::Unbuilt);
        }
        if let Some(known) = &self.languages {
            let own = if known.are_sites() { record.language.as_deref() } else { facts.language };
            if own.is_some_and(|own| known.lacks(own)) || known.lacks_folder_of(facts.path) {
                return Some(Hold::Unbuilt);
            }
        }
        if let Some(chapters) = &self.chapters {
            return (!chapters.contains(facts.path)).then_some(Hold::Unbuilt);
        }
        if self.tags_hold {
            let has = |tag: &str| record.tags.iter().any(|own| own.trim().eq_ignore_ascii_case(tag));
            if let Some((_, hold)) =
                [("draft", Hold::Draft), ("private", Hold::Hidden)].into_iter().find(|(t, _)| has(t))
            {
                return Some(hold);
            }
        }
        if folders().any(part) || (underscored && stem.starts_with('_')) || self.is_resource(facts.path) {
            return Some(Hold::Resource);
        }
        if undated && READMES.iter().any(|name| stem.eq_ignore_ascii_case(name)) {
            return Some(Hold::Readme);
        }
        if record.is_page && (self.rules.page_layouts || undated) {
            return Some(Hold::Page);
        }
        if let Some(posts) = self.rules.posts.filter(|_| self.has_posts) {
            let collected = self.rules.collections && facts.path.split('/').any(|part| part.starts_with('_'));
            if !path::is_below(facts.path, posts) && !collected {
                return Some(Hold::Page);
            }
            if self.rules.dated_posts && path::is_below(facts.path, posts) && !self.is_dated(facts) {
                return Some(Hold::Unbuilt);
            }
        }
        None
    }

    /// Whether a name within a folder of posts or a collection is special to Jekyll: it begins with `_` or `#`.
    fn is_special(&self, facts: &PathFacts<'_>) -> bool {
        let mut parts = facts.path.split('/').skip_while(|part| !part.starts_with('_'));
        self.rules.collections
            && parts.next().is_some()
            && parts.any(|part| part.starts_with(['_', '#']) && part != "_posts")
    }

    /// Whether the names of posts begin with their dates.
    pub(super) fn has_dated_posts(&self) -> bool {
        self.rules.dated_posts
    }

    /// Whether the name of a post says its date: where a config of Jekyll's lies, at its beginning and with a hyphen behind it.
    fn is_dated(&self, facts: &PathFacts<'_>) -> bool {
        let file = facts.path.rsplit('/').next().unwrap_or_default();
        facts.date.is_some() && (!self.has_config || date::date_of_post(file).is_some())
    }

    /// Whether a file without front matter is none of its articles: Jekyll's posts need none.
    pub(super) fn asks_front_matter(&self, facts: &PathFacts<'_>) -> bool {
        self.rules.dated_posts && !facts.is_post
    }

    /// Whether this generator makes it.
    pub(super) fn is_of(&self, generator: Generator) -> bool {
        self.rules.generator == generator
    }

    /// What Hexo takes for the title in the address of a post.
    pub(super) fn hexo_title(&self, facts: &PathFacts<'_>) -> Option<String> {
        let file = facts.path.rsplit_once("_posts/").filter(|_| self.is_of(Generator::Hexo))?.1;
        Some(self.habits.hexo_title(file.rsplit_once('.').map_or(file, |(stem, _)| stem)))
    }

    /// The categories of a post as addresses of Hexo have them; nothing where they stay as they are.
    pub(super) fn hexo_categories(&self, categories: &[&str]) -> Option<Vec<String>> {
        self.habits.branches.named(categories)
    }

    fn slugs_parts(&self, facts: &PathFacts<'_>) -> bool {
        self.is_of(Generator::Astro) && !facts.path.contains("src/pages/")
    }

    /// The slug that a page has of its name, where its generator makes slugs of these.
    pub(super) fn slug_of_name(&self, facts: &PathFacts<'_>) -> Option<String> {
        self.slugs_parts(facts).then(|| habits::word_slug(facts.name())).filter(|slug| !slug.is_empty())
    }

    /// The path of a page as templates of addresses have it. Astro's is its slug, else slugs of its parts, unless the page is
    /// a route itself.
    pub(super) fn path_of(&self, facts: &PathFacts<'_>, slug: Option<&str>) -> String {
        match slug {
            _ if !self.slugs_parts(facts) => facts.inner.to_owned(),
            Some(slug) => slug.trim_matches('/').to_owned(),
            None => facts.inner.split('/').map(habits::word_slug).collect::<Vec<_>>().join("/"),
        }
    }

    /// How many of the folders of a page, the outermost first, lead to its section: the last that has a page of its own, or the
    /// first of all.
    pub(super) fn depth_of_section(&self, folder: &str, folders: usize) -> usize {
        let Some(sections) = &self.sections else { return folders };
        let above = std::iter::successors(Some(folder), |folder| folder.rsplit_once('/').map(|(above, _)| above));
        let found = above.zip((1..=folders).rev()).find(|(folder, _)| sections.contains(*folder));
        found.map_or(folders.min(1), |(_, depth)| depth)
    }

    /// How Hugo spells paths.
    pub(super) fn hugo_spelling(&self) -> Spelling {
        self.habits.spelling
    }

    /// The title of a page that gives none, by the name of its file.
    pub(super) fn title_of(&self, facts: &PathFacts<'_>) -> Option<String> {
        let name = facts.name();
        match self.rules.naming {
            _ if name.is_empty() => None,
            Naming::Name => Some(name.to_owned()),
            Naming::Words => Some(in_words(name)),
            Naming::Sentence => Some(rules::in_a_sentence(name)),
            Naming::None => facts.is_post.then(|| in_words(name)),
        }
    }

    /// Whether a page lies beside or below an `index` page to which it belongs.
    fn is_resource(&self, name: &str) -> bool {
        if self.bundles.is_empty() {
            return false;
        }
        let Some((own, file)) = name.rsplit_once('/') else { return false };
        let leads = file.starts_with("index.");
        let mut folder = own;
        loop {
            if !(leads && folder.len() == own.len()) && self.bundles.contains(folder) {
                return true;
            }
            match folder.rsplit_once('/') {
                Some((above, _)) => folder = above,
                None => return false,
            }
        }
    }

    /// Adds to the front matter of a page what it has from above.
    pub(super) fn inherit<'n>(&'n self, facts: &PathFacts<'_>, node: Node<'n>, faults: &mut Vec<Fault>) -> Node<'n> {
        let node = if self.inherited.is_empty() { node } else { inherited::add(&self.inherited, facts, node) };
        self.habits.adapt(facts, node, faults)
    }

    /// The date that a page's address has, where that may be another than that of its publication.
    pub(super) fn dated<'n>(&self, node: &'n Node<'_>) -> Option<Cow<'n, str>> {
        if self.is_of(Generator::Hugo) { habits::dated(node) } else { None }
    }

    /// Whether a page's address is that of a folder, where the page says so itself: `pretty_url` of Nikola.
    pub(super) fn is_folder(&self, node: &Node<'_>) -> Option<bool> {
        let said = node.member("pretty_url").filter(|_| self.is_of(Generator::Nikola))?.text()?;
        // Python's words, and whatever else is no `false`.
        Some(!matches!(said.trim().to_lowercase().as_str(), "false" | "0" | "no" | "f" | "n"))
    }

    /// The slug that a page has of its title, where it names none.
    pub(super) fn slug_of(&self, title: Option<&str>) -> Option<String> {
        let slug = habits::word_slug(title.filter(|_| self.is_of(Generator::Mkdocs))?);
        Some(slug).filter(|slug| !slug.is_empty())
    }

    /// Names tags that are named by keys.
    pub(super) fn label(&self, record: &mut Record<'_>) {
        if self.tags_hold {
            // It asks for a script.
            record.tags.retain(|tag| tag != "mathjax");
        }
        if self.is_of(Generator::Eleventy) {
            // They make collections.
            record.tags.retain(|tag| !matches!(&**tag, "post" | "posts"));
        }
        for tag in &mut record.tags {
            if let Some(label) = self.habits.label(tag) {
                *tag = Cow::Owned(label.to_owned());
            }
        }
    }

    /// The value of a variable of the site, `site.x`.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        self.habits.value(name.strip_prefix("site.")?).map(str::to_owned)
    }

    /// The tag of a language by the code that a path has of it.
    pub(super) fn tag_of_language<'c>(&self, code: &'c str) -> Cow<'c, str> {
        self.languages.as_ref().map_or_else(|| tag_of_code(code), |known| known.tag(code))
    }

    /// What its generator does with the text of a page at a site, whose fields are known.
    pub(super) fn ways<'s>(&'s self, site: &'s str, field: &dyn Fn(&str) -> Option<String>) -> Ways<'s> {
        let is_one = |all: &[Generator]| all.contains(&self.rules.generator);
        let refuses = field("render_with_liquid").as_deref() == Some("false")
            || field("templateEngineOverride").is_some_and(|engine| matches!(engine.trim(), "md" | "false" | "html"));
        let templates = match () {
            () if is_one(&[Generator::Jekyll, Generator::Eleventy]) && refuses => Templates::Nowhere,
            () if is_one(&[Generator::Next, Generator::Gatsby, Generator::Astro, Generator::Docusaurus]) => {
                Templates::Nowhere
            }
            () if is_one(&[Generator::Jekyll, Generator::Eleventy, Generator::Hexo, Generator::None]) => {
                Templates::Everywhere
            }
            () => Templates::Shortcodes,
        };
        let base = if is_one(&[Generator::Docusaurus, Generator::Vitepress]) { path_of(site) } else { "" };
        let breaks = is_one(&[Generator::Hexo]) && self.habits.breaks;
        let markdown = match self.rules.generator {
            Generator::Jekyll => Markdown::Kramdown,
            Generator::Pelican | Generator::Nikola | Generator::Mkdocs => Markdown::Python,
            Generator::None => Markdown::Obsidian,
            _ => Markdown::Common,
        };
        let loose_stress = is_one(&[Generator::Hexo]) || matches!(markdown, Markdown::Kramdown | Markdown::Python);
        let svelte = is_one(&[Generator::Sveltekit]);
        Ways {
            base,
            templates,
            breaks,
            loose_stress,
            svelte,
            code_tags: &self.code_tags,
            blanks: self.habits.blanks,
            bare_links: is_one(&[Generator::Vitepress]),
            without_modules: !is_one(&[
                Generator::None,
                Generator::Docusaurus,
                Generator::Astro,
                Generator::Next,
                Generator::Gatsby,
                Generator::Sveltekit,
            ]),
            titled_code: is_one(&[Generator::Hexo]),
            markdown,
        }
    }
}

/// The generator whose config lies in a folder or above it, and the folder.
fn config_of(root: &Path, base: &str) -> Option<(Generator, PathBuf)> {
    let mut folder = root.join(base);
    for _ in 0..=LEVELS {
        if let Some(generator) = rules::by_config(&folder) {
            return Some((generator, folder));
        }
        // The site lies within the newsroom's folder, unless its records do not.
        if folder == root || !folder.pop() {
            return None;
        }
    }
    None
}

/// Longest beginning of a file of the site that is read, in bytes.
const MAX_DATA: u64 = 1 << 20;

/// The text of a file of the site, or as much of its beginning as front matter may take.
fn text(path: &Path) -> Option<String> {
    let folder =
        Folder::new(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))).ok()?;
    let mut bytes = Vec::new();
    folder.open(Path::new(path.file_name()?)).ok()?.take(MAX_DATA).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
