//! What a feed shows of each article, and how.

use std::collections::BTreeMap;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shape::cut;
use super::{OF_RECORD, Resizer};

/// What of its articles a feed shows, where it is other than in the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ItemShape {
    /// Title, a template: `{{ section }}: {{ title }}`.
    #[schemars(extend("format" = "item-template"))]
    pub title: Option<String>,
    /// Summary, a template.
    #[schemars(extend("format" = "item-template"))]
    pub summary: Option<String>,
    /// Its author, a template: instead of those of the article, where it gives a name.
    #[schemars(extend("format" = "item-template"))]
    pub author: Option<String>,
    /// Captions of its pictures, a template that knows `media` too: `{{ media.caption }} ({{ section }})`. What the body has as
    /// captions stays.
    #[schemars(extend("format" = "item-template"))]
    pub caption: Option<String>,
    /// Credit lines of its pictures, a template that knows `media` too: `{{ media.photographer }} / {{ media.agency }}`. Where it
    /// gives nothing the record's stays.
    #[schemars(extend("format" = "item-template"))]
    pub credit_line: Option<String>,
    /// HTML before the body, a template.
    #[schemars(extend("format" = "item-template"))]
    pub before: Option<String>,
    /// HTML after the body, a template: `<p>This article first appeared in {{ site.title }}.</p>`.
    #[schemars(extend("format" = "item-template"))]
    pub after: Option<String>,
    /// How many paragraphs of the body.
    pub paragraphs: Option<u32>,
    /// How many words of the body.
    pub words: Option<u32>,
    /// HTML that ends a body of which there is more, a template; by default a link to the article.
    #[schemars(extend("format" = "item-template"))]
    pub read_on: Option<String>,
    /// Whether the leading picture stands before a body that does not show it; it does by default.
    pub lead_picture: Option<bool>,
    /// Which pictures.
    pub pictures: Pictures,
    /// A service that gives them in other widths.
    pub resizer: Option<Resizer>,
    /// What becomes of frames, players and films in the body.
    pub embeds: Embeds,
    /// Address of the article, a template.
    #[schemars(extend("format" = "item-template"))]
    pub link: Option<String>,
    /// Parameters that are added to the address, templates: `{ utm_source = "msn" }`.
    #[schemars(extend("format" = "item-template"))]
    pub link_parameters: BTreeMap<String, String>,
    /// The `guid` of RSS, a template of the article's `id` and of `site`: `courier-{{ id | slug }}`. It changes only with
    /// the template, and the `id` stands beside it (`dcterms:identifier`).
    #[schemars(extend("format" = "item-template"))]
    pub guid: Option<String>,
    /// Which date counts as the first publication: `published`, `updated`, or one that the record has elsewhere,
    /// `record.created_date`; where it has none there, `published`.
    #[schemars(with = "String", extend("format" = "date-shown"))]
    pub date: DateShown,
    /// Whom it names as authors.
    pub authors: AuthorsShown,
    /// How RSS writes the HTML of bodies.
    pub markup: Markup,
    /// Whether RSS carries bodies that came as Markdown as that, too (`source:markdown`), where they say without tags,
    /// components and HTML of their own what they show, and the feed shows them whole.
    pub markdown: bool,
    /// Which texts of its items RSS has in CDATA sections, for readers that want that.
    pub cdata: Vec<TextElement>,
    /// Elements of no specification that RSS has for partners that ask for them.
    pub elements: Vec<PartnerElement>,
    /// Whether it shows only what may be passed on, as the feed says.
    #[serde(skip)]
    #[schemars(skip)]
    pub republishable: bool,
    /// Categories to add, by section, tag or category of the article: `{ World = "medtop:20000638" }`; `"*"` for articles that
    /// get none by the others.
    pub categories: BTreeMap<String, String>,
    /// A category to add, a template: `{{ record.partner_topic }}`.
    #[schemars(extend("format" = "item-template"))]
    pub category: Option<String>,
    /// Whether the article's own section, tags and categories stand beside what `categories` and `category` give; they do by
    /// default.
    pub own_categories: Option<bool>,
}

impl ItemShape {
    /// Its templates, each with its key, but for `guid`, which knows no article.
    pub(super) fn templates(&self) -> impl Iterator<Item = (String, &str)> {
        let texts = [
            ("title", &self.title),
            ("summary", &self.summary),
            ("author", &self.author),
            ("before", &self.before),
            ("after", &self.after),
            ("read-on", &self.read_on),
            ("link", &self.link),
            ("category", &self.category),
            ("caption", &self.caption),
            ("credit-line", &self.credit_line),
        ];
        let texts = texts.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text.as_deref()?)));
        let parameters = self.link_parameters.iter();
        texts.chain(parameters.map(|(name, text)| (format!("link-parameters.{name}"), text.as_str())))
    }
}

/// Texts of an item that may stand in CDATA sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TextElement {
    /// `title`.
    Title,
    /// `description`.
    Summary,
    /// `dc:creator`.
    Authors,
    /// `category`.
    Categories,
}

/// Their names.
pub const PARTNER_ELEMENTS: [&str; 3] = ["image", "tags", "updated"];

/// Elements of RSS items that no specification has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PartnerElement {
    /// `image`: the address of the leading picture.
    Image,
    /// `tags`: sections, tags and categories by name, with commas between them.
    Tags,
    /// `updated`: the moment of the last change.
    Updated,
}

/// Which pictures of its articles a feed shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Pictures {
    /// All.
    #[default]
    All,
    /// The leading one.
    Lead,
    /// All but the leading one.
    Further,
    /// None.
    None,
}

/// What becomes of frames, players and films in a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Embeds {
    /// They stay.
    #[default]
    Keep,
    /// Links to them.
    Link,
    /// They go.
    Drop,
}

/// How HTML stands in XML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Markup {
    /// In a CDATA section.
    #[default]
    Cdata,
    /// With its characters escaped.
    Escaped,
}

/// Which date counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DateShown {
    /// That of the first publication.
    #[default]
    Published,
    /// That of the last change.
    Updated,
    /// What the record has at a dotted path.
    Record(String),
}

impl FromStr for DateShown {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix(OF_RECORD).filter(|path| !path.is_empty()) {
            Some(path) => Ok(Self::Record(path.to_owned())),
            None if text == "published" => Ok(Self::Published),
            None if text == "updated" => Ok(Self::Updated),
            None => Err(format!("`{}` is no date of articles", cut(text))),
        }
    }
}

impl TryFrom<String> for DateShown {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<DateShown> for String {
    fn from(date: DateShown) -> Self {
        match date {
            DateShown::Published => "published".to_owned(),
            DateShown::Updated => "updated".to_owned(),
            DateShown::Record(path) => [OF_RECORD, &path].concat(),
        }
    }
}

/// Whom a feed names as authors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AuthorsShown {
    /// Each author.
    #[default]
    Each,
    /// The byline as it is printed, where there is one.
    Byline,
    /// The publication.
    Site,
}
