//! What the ledger is to know of an article that was rendered.

use crate::article::Article;
use crate::ledger::id_key;

/// Of an article that was rendered, what the ledger keeps.
#[derive(Clone, Debug)]
pub(crate) struct Rendered {
    pub(crate) stub: u32,
    /// The ledger's number for its id.
    pub(crate) key: u64,
    pub(crate) content: u64,
    pub(crate) body: u64,
    /// Id, address and headline one after the other: the ledger is told of all articles in an order in
    /// which those that follow each other lie far apart.
    words: Box<str>,
    /// Where in `words` the id ends, and the address, if there is one.
    id_end: u32,
    url_end: Option<u32>,
}

impl Rendered {
    pub(crate) fn new(stub: u32, id: &str, (content, body): (u64, u64), article: &Article) -> Self {
        let url = article.url.as_deref();
        let words = [id, url.unwrap_or_default(), &article.title].concat().into_boxed_str();
        let url_end = url.map(|url| (id.len() + url.len()) as u32);
        Self { stub, key: id_key(id), content, body, words, id_end: id.len() as u32, url_end }
    }

    pub(crate) fn id(&self) -> &str {
        &self.words[..self.id_end as usize]
    }

    pub(crate) fn url(&self) -> Option<&str> {
        self.url_end.map(|end| &self.words[self.id_end as usize..end as usize])
    }

    pub(crate) fn title(&self) -> &str {
        &self.words[self.url_end.unwrap_or(self.id_end) as usize..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_an_article_are_told_apart() {
        let mut article = Article::new("urn:x:1", "Fähre");
        for url in [None, Some("https://a.example/x")] {
            article.url = url.map(|url| url.parse().unwrap());
            let rendered = Rendered::new(0, "urn:x:1", (1, 2), &article);
            assert_eq!((rendered.id(), rendered.url(), rendered.title()), ("urn:x:1", url, "Fähre"));
        }
    }
}
