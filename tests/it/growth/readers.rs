//! What reads foreign text, each as a function of that text.

use std::path::Path;

use feedwright::article::{Article, Terms};
use feedwright::check::profiles::PROFILES;
use feedwright::check::{Options, check, http};
use feedwright::config::{Config, Format, parse};
use feedwright::credit;
use feedwright::feed::{Definitions, Stock};
use feedwright::source::{self, Context, Keep, Spools};
use feedwright::{body, photo, render};

/// A reader of foreign text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// `check`, without profiles and with all of them.
    Check,
    /// The body of an article, in HTML, to a feed's.
    Html,
    /// A record in a file with this name.
    Record(&'static str),
    /// What lies beside a plain text.
    Beside,
    /// A credit line, and the caption that one may end.
    Credit,
    /// `config.toml`.
    Config,
    /// The header fields of an answer.
    Http,
    /// A packet of XMP.
    Xmp,
}

impl Reader {
    /// Reads a text.
    pub(crate) fn read(self, text: &str, folder: &Path) {
        self.read_bytes(text.as_bytes(), folder);
    }

    /// Reads any bytes; those that are no text only where files are read.
    pub(crate) fn read_bytes(self, bytes: &[u8], folder: &Path) {
        let text = std::str::from_utf8(bytes);
        match self {
            Self::Record(name) => {
                std::fs::write(folder.join(name), bytes).expect("a file of records");
                records(folder, name);
            }
            Self::Beside => {
                std::fs::write(folder.join("beside.txt"), "Ferry back\n\nIt came.\n").expect("a text");
                std::fs::write(folder.join("beside.toml"), bytes).expect("what lies beside it");
                records(folder, "beside.txt");
            }
            _ => {
                if let Ok(text) = text {
                    self.read_text(text, folder);
                }
            }
        }
    }

    fn read_text(self, text: &str, folder: &Path) {
        match self {
            Self::Record(_) | Self::Beside => {}
            Self::Check => {
                let mut options = Options::new("growth");
                check(text.as_bytes(), &options);
                options.base = Some("https://courier.example/feed".to_owned());
                options.profiles = PROFILES.to_vec();
                check(text.as_bytes(), &options);
            }
            Self::Html => {
                let mut article = Article::new("tag:courier.example,2026:ferry", "Ferry");
                article.body = Some(text.into());
                article.summary = Some(text.into());
                feed(&[article], &config(&[]));
            }
            Self::Credit => {
                for caption in [false, true] {
                    credit::parse(text, &credit::Options { caption, ..credit::Options::default() });
                }
            }
            Self::Config => {
                parse("config.toml", text, folder, &|_| None);
            }
            Self::Http => {
                let (name, value) = text.split_once(": ").expect("a field");
                let options = Options::new("growth");
                let fields = value.split('\n').map(|value| (name.to_owned(), value.to_owned()));
                let exchange = http::Exchange { status: 200, fields: fields.collect(), ..http::Exchange::default() };
                let mut report = check("<rss version='2.0'/>".as_bytes(), &options);
                exchange.charset();
                http::judge(&exchange, &options, &mut report);
            }
            Self::Xmp => {
                let mut file = b"\xFF\xD8\xFF\xE1".to_vec();
                let head = b"http://ns.adobe.com/xap/1.0/\0";
                let length = u16::try_from(head.len() + text.len() + 2).expect("a packet fits its segment");
                file.extend(length.to_be_bytes());
                file.extend(head);
                file.extend(text.as_bytes());
                file.extend(b"\xFF\xD9");
                photo::read_bytes(&file);
            }
        }
    }
}

/// A config with these sources.
pub(crate) fn config(sources: &[&str]) -> Config {
    let sources: Vec<serde_json::Value> = sources
        .iter()
        .map(|path| {
            let mut source = serde_json::json!({"path": path, "url": "/{{ slug }}/", "picture-items": true});
            // No ending says these.
            for (ending, format) in [("ninjs.json", "ninjs"), (".html", "html")] {
                if path.ends_with(ending) {
                    source["format"] = format.into();
                }
            }
            source
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "site": {"title": "The Harbour Courier", "url": "https://courier.example/",
            "authority": "courier.example,2026", "language": "en", "timezone": "Europe/Berlin"},
        "output": {"url": "https://courier.example/feeds/"},
        "source": sources,
        "feed": [{"name": "all", "description": "News"}],
    }))
    .expect("a config")
}

/// From records in a file to the documents of a feed.
fn records(folder: &Path, name: &str) {
    let config = config(&[name]);
    let (context, faults) = Context::new(&config, folder);
    assert!(faults.is_empty(), "{faults:?}");
    let spools = Spools { folder: &folder.join("spool"), keep: Keep::Nothing };
    let listing = source::list(folder, spools, &config.fetch, &config.source[0]);
    let mut terms = Terms::default();
    let scanned = source::scan(&context, 0, &listing, 0, &mut terms);
    let at: Vec<_> = scanned.stubs.iter().map(|stub| stub.at).collect();
    let articles: Vec<Article> =
        source::load(&context, &[listing], &at).into_iter().filter_map(|loaded| loaded.article).collect();
    feed(&articles, &config);
}

/// The documents of a feed of these articles, read back.
fn feed(articles: &[Article], config: &Config) {
    let nothing = Stock { stubs: &[], standing: &[], terms: &Terms::default(), now: 0, published: &[], early: &[] };
    let (definitions, _) = Definitions::new(config);
    let head = &definitions.select(&nothing).feeds[0].head;
    let policy = body::Policy::new(config);
    let prepared: Vec<_> = articles.iter().map(|article| policy.prepare(article)).collect();
    for format in [Format::Rss, Format::Atom, Format::Json] {
        let mut document = render::head(format, head);
        for (n, (article, body)) in articles.iter().zip(&prepared).enumerate() {
            if n > 0 {
                document.push_str(render::separator(format));
            }
            render::item(format, article, body, &head.options, &render::Site::new(config), &mut document);
        }
        document.push_str(render::foot(format, &head.options));
        check(document.as_bytes(), &Options::new("growth"));
        let both: Vec<_> = articles.iter().zip(&prepared).collect();
        let _ = render::read_back(format, &document, &both, &head.options, &render::Site::new(config));
    }
}
