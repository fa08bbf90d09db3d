//! What generators do with texts besides reading Markdown.

/// What of a text's templates is carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Templates {
    /// All, in code too, where `{% raw %}` keeps them: Liquid and Nunjucks.
    #[default]
    Everywhere,
    /// Shortcodes: what keeps tags of Liquid is text of code.
    Shortcodes,
    /// Nothing: braces are text.
    Nowhere,
}

/// Where addresses in Markdown may have blanks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blanks {
    /// Nowhere: what has them is no link.
    #[default]
    Nowhere,
    /// In the parentheses of links and pictures.
    Inline,
    /// There, and where a label is defined.
    Everywhere,
}

/// Whose Markdown a text is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markdown {
    /// CommonMark, or near it.
    #[default]
    Common,
    /// Notes of Obsidian, or of what nobody has said.
    Obsidian,
    /// Jekyll's kramdown.
    Kramdown,
    /// Python-Markdown.
    Python,
}

/// What a generator does with a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ways<'a> {
    /// The path that it puts before addresses in Markdown that begin with a slash; mostly none.
    pub base: &'a str,
    /// Which templates it carries out.
    pub templates: Templates,
    /// Whether each break of a line shows.
    pub breaks: bool,
    /// Whether marks of other scripts count for letters beside what is stressed: `**问：**答`.
    pub loose_stress: bool,
    /// Whether braces hold what Svelte does: `{#if …}`.
    pub svelte: bool,
    /// Shortcodes of the site's own that show code.
    pub code_tags: &'a [String],
    /// Where addresses in Markdown may have blanks.
    pub blanks: Blanks,
    /// Whether links in Markdown name a page by its file without the ending.
    pub bare_links: bool,
    /// Whether texts in Markdown have no modules of JavaScript: what looks like one is text.
    pub without_modules: bool,
    /// Whether words behind the language of a block of code are its title, and an address where it is from.
    pub titled_code: bool,
    /// Whose Markdown it is, where that is read otherwise than CommonMark.
    pub markdown: Markdown,
}

impl Ways<'_> {
    /// An address from the host's root with the path that is put before it.
    pub(super) fn below_base(&self, url: &str) -> Option<String> {
        let from_root = url.starts_with('/') && !url.starts_with("//");
        let is_below = url.strip_prefix(self.base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        (from_root && !is_below && !self.base.is_empty()).then(|| format!("{}{url}", self.base))
    }
}
