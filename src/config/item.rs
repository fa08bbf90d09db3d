//! What a feed shows of each article, and how.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Resizer;

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
    /// Which date counts as the first publication.
    pub date: DateShown,
    /// Whom it names as authors.
    pub authors: AuthorsShown,
    /// How RSS writes the HTML of bodies.
    pub markup: Markup,
    /// Whether RSS carries bodies that came as Markdown as that, too (`source:markdown`), where they say without tags,
    /// components and HTML of their own what they show, and the feed shows them whole.
    pub markdown: bool,
    /// Whether it shows only what may be passed on, as the feed says.
    #[serde(skip)]
    #[schemars(skip)]
    pub republishable: bool,
    /// Categories to add, by section, tag or category of the article: `{ World = "medtop:20000638" }`.
    pub categories: BTreeMap<String, String>,
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DateShown {
    /// That of the first publication.
    #[default]
    Published,
    /// That of the last change.
    Updated,
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
