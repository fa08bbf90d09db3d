//! Dialects: how an agency writes what its format has otherwise. They are data: tables of a config, or the shipped ones
//! below.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A shipped dialect.
#[derive(Debug)]
pub struct Shipped {
    /// The name in the config.
    pub name: &'static str,
    /// Whose it is.
    pub title: &'static str,
    /// What it sets right.
    pub about: &'static str,
    /// Its table, as TOML.
    keys: &'static str,
}

/// Every shipped dialect.
pub static DIALECTS: &[Shipped] = &[
    Shipped {
        name: "afp",
        title: "AFP",
        about: "the initials of desks that close a text",
        keys: "closing = '^[a-z]{2,5}([-/][a-z]{2,5})+$'\n",
    },
    Shipped {
        name: "ansa",
        title: "ANSA",
        about: "in NITF the second headline stands as a byline, and pictures of the body have `source`",
        keys: "move = { 'nitf/body/body.head/byline' = 'nitf/body/body.head/hedline/hl2' }\n\
               rename = { 'img@source' = 'src' }\nstrip = { hl1 = '^[>+]*ANSA/', title = '^[>+]*ANSA/' }\n",
    },
    Shipped {
        name: "belga",
        title: "Belga",
        about: "the status of sound and tips",
        keys: "values = { 'Status@FormalName=OPEN' = 'Usable' }\n",
    },
    Shipped {
        name: "dpa",
        title: "dpa",
        about: "what is for desks: accounts as creators, and in the text the head that repeats the metadata, the note pad, the closing line",
        keys: "drop = ['body/header', 'contentMeta/creator', '.notepad', '.np-nonpublic', '.np-constraint', '.closingline']\n\
               closing = '^dpa( [a-z0-9]{2,5})+$'\n",
    },
    Shipped {
        name: "efe",
        title: "EFE",
        about: "the second headline names the desk's category, and the byline is initials",
        keys: "drop = ['hedline/hl2', 'NewsLines/SubHeadLine']\n",
    },
    Shipped { name: "pa", title: "PA Media", about: "the word that ends a text", keys: "closing = '^(?i)ends$'\n" },
    Shipped {
        name: "tt",
        title: "TT",
        about: "the text in TT's own elements: headlines, quotations, byline, pictures with captions and makers",
        keys: "move = { 'TEXT/BYLINE' = 'newsItem/contentMeta/by' }\ndrop = ['DAT']\n[rename]\n\
               'BODY' = 'nitf/body/body.content'\nTEXT = 'block'\nINGRESS = 'block'\nBRODTEXT = 'block'\nP = 'p'\nCITAT = 'bq/p'\n\
               RUBRIK = 'hl2'\nMELLIS = 'hl2'\nUL = 'ul'\nOL = 'ol'\nLI = 'li'\nB = 'strong'\nI = 'em'\n\
               BILD = 'media[media-type=image]'\nBILDFIL = 'media-reference@source'\nBILDTEXT = 'media-caption'\n\
               BILDSKAPARE = 'media-producer'\n",
    },
];

/// How an agency writes what its format has otherwise: the name of a shipped dialect, or a table.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Dialect {
    /// A shipped one.
    Named(String),
    /// One of the config's own.
    Table(Box<DialectTable>),
}

/// What is read otherwise, before the format is. Elements are named by their local names, with those around them where that
/// matters: `NewsLines/SubHeadLine`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DialectTable {
    /// A shipped dialect that this one adds to.
    #[serde(default)]
    pub base: Option<String>,
    /// Elements by other names: `hl2`, several in each other (`bq/p`), with an attribute (`media[media-type=image]`), or
    /// a text as an attribute of an element (`media-reference@source`). `img@source` renames an attribute. An empty
    /// name leaves what the element holds.
    #[serde(default)]
    pub rename: BTreeMap<String, String>,
    /// Elements whose text belongs elsewhere: to a path from the root.
    #[serde(default, rename = "move")]
    pub moves: BTreeMap<String, String>,
    /// Values of attributes: `Status@FormalName=OPEN` is read as another.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Elements, or classes with a dot before them, that are not for readers.
    #[serde(default)]
    pub drop: Vec<String>,
    /// Regular expressions of what is no part of an element's text.
    #[serde(default)]
    pub strip: BTreeMap<String, String>,
    /// Regular expression of the paragraph that closes a text and is no part of it.
    #[serde(default)]
    pub closing: Option<String>,
}

impl Dialect {
    /// The shipped dialect that it is or adds to, by name.
    pub fn shipped(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Table(table) => table.base.as_deref(),
        }
    }

    /// What it says in all; `None` where it names a dialect that there is not.
    pub fn table(&self) -> Option<DialectTable> {
        let shipped = match self.shipped() {
            Some(name) => toml::from_str(DIALECTS.iter().find(|known| known.name == name)?.keys).ok()?,
            None => DialectTable::default(),
        };
        let Self::Table(own) = self else { return Some(shipped) };
        let joined = |mut known: BTreeMap<String, String>, own: &BTreeMap<String, String>| {
            known.extend(own.clone());
            known
        };
        Some(DialectTable {
            base: None,
            rename: joined(shipped.rename, &own.rename),
            moves: joined(shipped.moves, &own.moves),
            values: joined(shipped.values, &own.values),
            drop: [&shipped.drop[..], &own.drop].concat(),
            strip: joined(shipped.strip, &own.strip),
            closing: own.closing.clone().or(shipped.closing),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_dialect_is_a_table() {
        for shipped in DIALECTS {
            toml::from_str::<DialectTable>(shipped.keys).unwrap_or_else(|error| panic!("{}: {error}", shipped.name));
        }
        assert!(DIALECTS.is_sorted_by_key(|shipped| shipped.name));
    }

    #[test]
    fn a_table_adds_to_the_shipped_dialect_that_it_names() {
        let own = DialectTable { base: Some("pa".into()), drop: vec!["note".into()], ..DialectTable::default() };
        let table = Dialect::Table(Box::new(own)).table().unwrap();
        assert_eq!((table.closing.as_deref(), &table.drop[..]), (Some("^(?i)ends$"), &["note".to_owned()][..]));
        assert!(Dialect::Named("nobody".into()).table().is_none());
    }
}
