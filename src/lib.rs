//! feedwright turns article records into feeds that every reader, aggregator and validator accepts,
//! and checks anyone's feeds.
//!
//! # The way of the data
//!
//! ```text
//! config.toml ─► config
//! records ─► source ─► article ─► settle ─► feed ─► edition (render, check) ─► publish ─► feeds/
//!                        ▲ body, photo, credit  ▲                               │
//!                        └────────────────── ledger, caches ◄───────────────────┘
//! ```
//!
//! Stages exchange values; only [`newsroom`] wires them, and [`run`] prints. A module imports only
//! from those above it in this list (a test holds it to that):
//!
//! | module | what it is |
//! |---|---|
//! | [`diagnostic`] | what is wrong, where, and what to do: as text, JSON, SARIF, GitHub annotations |
//! | [`credit`] | credit lines: who took the picture, for which agency |
//! | [`article`] | the record every source gives and every format is written from; dates, ids |
//! | [`config`] | `config.toml`, read key by key so that every fault is found at once |
//! | [`fetch`] | bounded reading over HTTP |
//! | [`source`] | records: `scan` reads what selection needs of all, `load` the chosen ones whole |
//! | [`body`] | HTML sanitised, every address in it absolute |
//! | [`photo`] | what picture files say of themselves: IPTC, XMP, EXIF |
//! | [`feed`] | definitions and stubs to lists of articles |
//! | [`render`] | articles to RSS, Atom and JSON Feed, one fragment an item |
//! | [`check`] | bytes to findings: the validator, which knows nothing of how feeds are made |
//! | [`ledger`] | ids ever published, and beside them caches that can be deleted without changing a byte |
//! | [`settle`] | what ledger, records and the moment make of each article: its id, its dates, whether it is gone |
//! | [`publish`] | compare, write, fsync, rename |
//! | [`edition`] | chosen articles to documents: planned, rendered, judged |
//! | [`notify`] | hubs, webhooks and programs are told what changed: owed, and delivered |
//! | `serve` | the output folder over HTTP, with all that readers and caches have to know |
//! | [`newsroom`] | the main job as one call: `build(&Order) -> Outcome` |
//! | [`cli`] | the arguments |
//! | [`run`] | one function per command; all that prints |
//!
//! # What always holds
//!
//! - `credit`, `article`, `feed`, `render` and `check` are pure: no file, network or clock; `now` is an argument.
//! - Records, config, ledger and `now` decide every byte of a feed.
//! - Nothing replaces a published file before it has been checked and read back.
//! - An id once published stays with its article and is never given to another.
//! - Bad input yields a [`diagnostic::Diagnostic`] with its place, never a panic; all faults, not the first.
//!
//! # As a library
//!
//! An article becomes an RSS document, and the validator judges it:
//!
//! ```
//! use feedwright::article::{Article, Media, Terms};
//! use feedwright::config::{Config, Format};
//! use feedwright::feed::{Definitions, Stock};
//! use feedwright::{body, check, render};
//!
//! let config: Config = toml::from_str(r#"
//!     [site]
//!     title = "The Harbour Courier"
//!     url = "https://courier.example/"
//!     language = "en"
//!     authority = "courier.example,2026"
//!
//!     [output]
//!     url = "https://courier.example/feeds/"
//!
//!     [[feed]]
//!     name = "top"
//!     description = "News from the harbour"
//! "#)?;
//!
//! let mut article = Article::new("tag:courier.example,2026:articles/ferry", "The ferry is back");
//! article.url = Some("https://courier.example/harbour/ferry/".parse()?);
//! article.body = Some("<p>After three weeks the <em>Tern</em> sails again.</p>".into());
//! article.published = Some("2026-11-20T07:30:00+01:00".parse()?);
//! article.media.push(Media {
//!     url: Some("https://courier.example/photos/ferry.jpg".parse()?),
//!     alt: Some("The ferry Tern at the north pier".into()),
//!     credit_line: Some("Photo: Aino Salmi / Nordlicht Press".into()),
//!     ..Media::default()
//! });
//!
//! // No stubs: only the head is asked for here.
//! let nothing = Stock { stubs: &[], standing: &[], terms: &Terms::default(), now: 0, published: &[], early: &[] };
//! let (definitions, faults) = Definitions::new(&config);
//! assert!(faults.is_empty());
//! let head = &definitions.select(&nothing).feeds[0].head;
//!
//! let mut document = render::head(Format::Rss, head);
//! let prepared = body::prepare(&article, &config);
//! render::item(Format::Rss, &article, &prepared, &head.options, &render::Site::new(&config), &mut document);
//! document.push_str(render::foot(Format::Rss, &head.options));
//! assert!(document.contains("<media:credit>Photo: Aino Salmi / Nordlicht Press</media:credit>"));
//!
//! let report = check::check(document.as_bytes(), &check::Options::new("top.rss"));
//! assert!(report.valid && report.items == 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Other programs' tests mostly want [`check`] alone; its page has an example.

pub mod article;
pub mod body;
pub mod bucket;
pub mod check;
pub mod cli;
pub mod config;
pub mod credit;
pub mod diagnostic;
pub mod edition;
pub mod feed;
pub mod fetch;
pub mod generator;
mod in_order;
mod inside;
pub mod ledger;
pub mod newsroom;
pub mod notify;
pub mod photo;
pub mod publish;
pub mod render;
pub mod run;
#[cfg(feature = "serve")]
pub mod serve;
pub mod settle;
pub mod site;
pub mod source;
