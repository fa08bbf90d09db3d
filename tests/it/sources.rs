//! From files to stubs and articles: every format, alone and together, and what goes wrong.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use feedwright::article::{Article, Role, Status, Stub, TermKind, Terms};
use feedwright::config::Config;
use feedwright::diagnostic::Diagnostic;
use feedwright::source::{self, Context, Keep, Listing, Spools};

use crate::outside::shared;

/// Records in a temporary folder, and the source that reads them.
struct Records {
    folder: tempfile::TempDir,
    source: serde_json::Value,
    site: serde_json::Value,
}

/// What reading it gave.
struct Reading {
    listing: Listing,
    stubs: Vec<Stub>,
    terms: Terms,
    articles: Vec<Article>,
    diagnostics: Vec<Diagnostic>,
    failed: bool,
}

impl Records {
    fn new(path: &str) -> Self {
        let site = serde_json::json!({"title": "The Harbour Courier", "url": "https://courier.example/",
            "authority": "courier.example,2026", "language": "en", "timezone": "Europe/Berlin"});
        Self {
            folder: tempfile::tempdir().unwrap(),
            source: serde_json::json!({"path": path, "url": "/{{ slug }}/"}),
            site,
        }
    }

    fn set(mut self, key: &str, value: serde_json::Value) -> Self {
        self.source[key] = value;
        self
    }

    fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn read(&self) -> Reading {
        read(self.folder.path(), &self.source, &self.site)
    }
}

fn read(root: &Path, source: &serde_json::Value, site: &serde_json::Value) -> Reading {
    let config: Config = serde_json::from_value(serde_json::json!({"site": site, "source": [source]})).unwrap();
    let (context, found) = Context::new(&config, root);
    let mut diagnostics: Vec<Diagnostic> = found.into_iter().map(|(_, d)| d).collect();
    let spools = Spools { folder: &root.join(".feedwright/spool"), keep: Keep::Nothing };
    let listing = source::list(root, spools, &config.fetch, &config.source[0]);
    diagnostics.extend(listing.diagnostics.clone());
    let (mut stubs, mut terms, mut failed) = (Vec::new(), Terms::default(), listing.failed);
    for i in 0..listing.units.len() {
        let scanned = source::scan(&context, 0, &listing, i as u32, &mut terms);
        stubs.extend(scanned.stubs);
        diagnostics.extend(scanned.diagnostics);
        failed |= scanned.failed;
    }
    let at: Vec<_> = stubs.iter().map(|s| s.at).collect();
    let listings = [listing];
    let mut articles = Vec::new();
    for loaded in source::load(&context, &listings, &at) {
        diagnostics.extend(loaded.diagnostics);
        articles.extend(loaded.article);
    }
    let [listing] = listings;
    let reading = Reading { listing, stubs, terms, articles, diagnostics, failed };
    reading.agrees();
    reading
}

impl Reading {
    /// Stub and article of a record always say the same.
    fn agrees(&self) {
        assert_eq!(self.stubs.len(), self.articles.len(), "{:#?}", self.diagnostics);
        for (stub, article) in self.stubs.iter().zip(&self.articles) {
            assert_eq!(*stub.id, *article.id);
            assert_eq!(stub.published.seconds(), article.published.map(|t| t.timestamp()));
            assert_eq!(stub.updated.seconds(), article.updated.map(|t| t.timestamp()));
            assert_eq!(stub.status, article.status);
            let values = |kind| -> Vec<String> {
                stub.terms
                    .iter()
                    .filter(|t| t.kind() == kind)
                    .map(|t| self.terms.value(t.value()).to_string())
                    .collect()
            };
            assert_eq!(values(TermKind::Section), article.section.iter().cloned().collect::<Vec<_>>());
            assert_eq!(values(TermKind::Tag), article.tags);
            assert_eq!(values(TermKind::Author), article.authors.iter().map(|a| a.name.clone()).collect::<Vec<_>>());
            assert_eq!(values(TermKind::Language), article.language.iter().cloned().collect::<Vec<_>>());
            assert_eq!(values(TermKind::Category).len(), article.categories.len());
        }
    }

    fn codes(&self) -> Vec<String> {
        self.diagnostics
            .iter()
            .map(|d| format!("{} {}", d.place.as_ref().map(ToString::to_string).unwrap_or_default(), d.code))
            .collect()
    }

    fn only(&self) -> &Article {
        assert_eq!(self.codes(), [""; 0]);
        let [article] = &self.articles[..] else { panic!("{} articles", self.articles.len()) };
        article
    }
}

fn published(article: &Article) -> String {
    article.published.map(|t| t.to_rfc3339()).unwrap_or_default()
}

#[test]
fn front_matter_of_the_four_generators_works_as_it_is() {
    let hugo = Records::new("content/**/*.md").file(
        "content/world/ferry/index.md",
        "---\ntitle: Ferry back\ndate: 2026-03-01\npublishDate: 2026-03-02T08:00:00+01:00\nlastmod: 2026-03-03\nexpiryDate: 2027-01-01\n\
         tags: [sea, ferries]\ncategories: [news]\nauthor: Ann Bee\ndescription: Short.\nimages: [/img/a.jpg]\nslug: ferry-back\n---\n\
         {{< figure src=\"x.jpg\" >}}\n\nIt *came* back.\n",
    );
    let reading = hugo.read();
    let a = reading.only();
    assert_eq!(&*a.id, "tag:courier.example,2026:articles/content/world/ferry/index");
    assert_eq!(published(a), "2026-03-02T08:00:00+01:00");
    assert_eq!(a.updated.unwrap().to_rfc3339(), "2026-03-03T00:00:00+01:00");
    assert_eq!((a.section.as_deref(), a.summary.as_deref()), (Some("world"), Some("Short.")));
    assert_eq!(a.tags, ["sea", "ferries"]);
    assert_eq!(a.categories[0].term, "news");
    let body = "<figure><img src=\"x.jpg\" alt=\"\"></figure>\n<p>It <em>came</em> back.</p>";
    assert_eq!(a.body.as_deref().map(str::trim), Some(body));
    assert_eq!(a.media[0].url.as_deref(), Some("https://courier.example/img/a.jpg"));

    let zola = Records::new("content/**/*.md").file("content/_index.md", "+++\ntitle = \"Section\"\n+++\n").file(
        "content/blog/2026-03-01-ferry.md",
        "+++\ntitle = \"Ferry\"\nupdated = 2026-03-02T10:00:00Z\nauthors = [\"Ann\", \"Bo\"]\n[taxonomies]\ntags = [\"sea\"]\n[extra]\nsubtitle = \"S\"\n\
         [[extra.images]]\nurl = \"https://img.example/a.jpg\"\nalt = \"A\"\n+++\n{% quote(author=\"x\") %}Words{% end %} {{ youtube(id=\"1\") }}\n",
    );
    let zola = zola.set("url", "https://courier.example/{{ section | slug }}/{{ slug }}/".into());
    let reading = zola.read();
    let a = reading.only();
    assert_eq!(a.url.as_deref(), Some("https://courier.example/blog/ferry/"));
    assert_eq!(published(a), "2026-03-01T00:00:00+01:00");
    assert_eq!((a.authors.len(), a.subtitle.as_deref(), a.media.len()), (2, Some("S"), 1));
    assert_eq!(
        a.body.as_deref().map(str::trim),
        Some(
            "<blockquote><p>Words</p><footer>x</footer></blockquote>\n<p> </p>\n\
             <iframe src=\"https://www.youtube.com/embed/1\" title=\"\" allowfullscreen></iframe>"
        )
    );

    let jekyll = Records::new("**/*.md")
        .file("_posts/2026-03-01-ferry.md", "---\nlayout: post\ntitle: 1.10\ntags: sea ferries\ncategory: news\nexcerpt: Short\npublished: false\n---\n{% include x.html %}a\n")
        .file("_posts/2026-03-02-back.markdown", "");
    let reading = jekyll.read();
    let a = reading.only();
    assert_eq!((&*a.title, a.status, a.section.as_deref()), ("1.10", Status::Draft, None));
    assert_eq!(a.tags, ["sea", "ferries"]);

    let eleventy = Records::new("src/*.md").file(
        "src/ferry.de.md",
        "---json\n{\"title\": \"Fähre\", \"date\": \"2026-03-01T10:00:00.000Z\", \"permalink\": \"/{{ page.fileSlug }}/\", \"tags\": \"sea\"}\n---\na\n",
    );
    let reading = eleventy.read();
    let a = reading.only();
    let template = Some("https://courier.example/de/ferry/");
    assert_eq!((a.language.as_deref(), a.url.as_deref()), (Some("de"), template), "no address is made of Liquid");
    assert_eq!(a.tags, ["sea"]);
}

#[test]
fn pages_have_the_addresses_that_their_generators_give_them() {
    for (path, front, url, expected) in [
        // Hugo, Zola and Eleventy: bundles by their folder, a slug for the last part, `path` for all of it.
        ("content/news/ferry/index.md", "", "/{{ path }}/", "/news/ferry/"),
        ("content/news/ferry/index.md", "slug: back", "/{{ folder }}/{{ slug }}/", "/news/back/"),
        ("content/news/2026-03-01-ferry.md", "", "/{{ folder }}/{{ slug }}/", "/news/ferry/"),
        ("content/ferry.md", "", "/{{ folder }}/{{ slug }}/", "/ferry/"),
        ("content/index.md", "", "/{{ path }}/", "/"),
        ("content/news/ferry.md", "path: sea/ferry", "/{{ path }}/", "/sea/ferry/"),
        ("content/news/ferry.md", "path: images/a.jpg", "/{{ path }}/", "/news/ferry/"),
        // Jekyll.
        (
            "content/_posts/2026-3-1-ferry.md",
            "categories: sea news",
            "/{{ categories | join('/') }}/{{ year }}/{{ month }}/{{ day }}/{{ slug }}.html",
            "/sea/news/2026/03/01/ferry.html",
        ),
        ("content/_posts/2026-03-01-ferry.md", "", "/{{ categories | join('/') }}/{{ slug }}.html", "/ferry.html"),
    ] {
        let text = format!("---\ntitle: A\ndate: 2026-03-01\n{front}\n---\nText.\n");
        let reading = Records::new("content/**/*.md").set("url", url.into()).file(path, text).read();
        let expected = format!("https://courier.example{expected}");
        assert_eq!(reading.only().url.as_deref(), Some(&*expected), "{path} {front} {url}");
    }
}

#[test]
fn posts_and_drafts_of_jekyll_need_no_title_and_no_status() {
    let reading = Records::new("**/*.md")
        .file("_posts/2026-03-01-the-ferry-is-back.md", "---\nlayout: post\n---\nText.\n")
        .file("_drafts/idea.md", "---\ntitle: Idea\n---\nText.\n")
        .read();
    let said: Vec<_> = reading.articles.iter().map(|a| (&*a.title, a.status)).collect();
    assert_eq!(said, [("Idea", Status::Draft), ("The Ferry Is Back", Status::Published)]);
    assert_eq!(reading.codes(), [""; 0]);
}

#[test]
fn front_matter_in_another_language_is_told() {
    let reading = Records::new("*.md").file("a.md", "---js\n{\n  title: \"A\",\n}\n---\nText.\n").read();
    assert_eq!(reading.codes(), ["a.md:1:1 unknown-front-matter"]);
    let reading = Records::new("*.md").file("2026-03-01-a.md", "# A\n\n---\n\nText.\n").read();
    assert_eq!(&*reading.only().title, "A");
    // Between other marks, of other programs, and longer than what is read of a text without any.
    for head in [
        "~~~\ntitle: A\n~~~\n",
        "~~~ruby\nfront_matter do\n  title \"A\"\nend\n~~~\n",
        "title=A\ndate=2026-07-01\n~~~~~~\n",
        "% A\n% Ann Bee\n",
    ] {
        let reading = Records::new("*.md").file("2026-03-01-a.md", format!("{head}# B\n\nText.\n")).read();
        assert_eq!(reading.codes(), ["2026-03-01-a.md:1:1 unknown-front-matter"], "{head}");
        assert!(reading.articles.is_empty(), "{head}");
    }
    let long = format!("---coffee\nx: \"{}\"\n---\n# B\n", "y".repeat(5000));
    let reading = Records::new("*.md").file("2026-03-01-a.md", &long).read();
    assert!(reading.articles.is_empty());
}

#[test]
fn front_matter_in_json_may_lack_its_braces() {
    for text in [
        "\"title\": \"A\",\n\"date\": \"2026-07-01\",\n\"tags\": [\"sea\"]\n;;;\nText.\n",
        ";;;\n\"title\": \"A\",\n\"date\": \"2026-07-01\", \"tags\": [\"sea\"]\n;;;\nText.\n",
        ";;;\n{\n\"title\": \"A\", \"date\": \"2026-07-01\", \"tags\": [\"sea\"]}\n;;;\nText.\n",
    ] {
        let reading = Records::new("*.md").file("a.md", text).read();
        assert_eq!(reading.codes(), [""; 0], "{text}");
        assert_eq!(&*reading.only().title, "A", "{text}");
    }
    let reading = Records::new("*.md").file("a.md", ";;;\n\"title\": \"A\",\n\"date\": \"soon\"\n;;;\nText.\n").read();
    assert_eq!(reading.codes(), ["a.md:3:9 bad-field-date"]);
    let reading = Records::new("*.md").file("a.md", ";;;\n\"title\": A\n;;;\nText.\n").read();
    assert_eq!(reading.codes(), ["a.md:2:10 broken-json"]);
}

#[test]
fn a_template_says_what_a_record_lacks() {
    let reading = Records::new("*.md")
        .set("url", "/{{ section }}/{{ year }}/{{ slug }}/".into())
        .file("a.md", "---\ntitle: A\n---\nText.\n")
        .read();
    let failed = reading.diagnostics.iter().find(|d| d.code == "template-failed").unwrap();
    assert_eq!(
        failed.message,
        "the template `url` of the source needs `section`, `year`, which this record does not have"
    );
    assert!(failed.help.as_deref().unwrap().starts_with("give the record a `published`, or "), "{:?}", failed.help);
}

#[test]
fn pictures_are_found_where_themes_of_generators_keep_them() {
    let url = "https://courier.example/img/a.jpg";
    for front in [
        "featured_image: /img/a.jpg\nfeatured_image_alt: Alt\nfeatured_image_caption: Caption\nfeatured_image_credit: \"Photo: Bo\"",
        "image: /img/a.jpg\nimage-alt: Alt\nimageCaption: Caption\nimage_credit: \"Photo: Bo\"",
        "cover:\n  image: /img/a.jpg\n  alt: Alt\n  caption: Caption\n  credit: \"Photo: Bo\"",
        "image:\n  path: /img/a.jpg\n  alt: Alt\n  caption: Caption\n  credit: \"Photo: Bo\"",
        "featuredImage: { src: /img/a.jpg, alt: Alt, caption: Caption, credit: \"Photo: Bo\" }",
        "extra:\n  image: /img/a.jpg\n  image_alt: Alt\n  image_caption: Caption\n  image_credit: \"Photo: Bo\"",
        "images:\n  - url: /img/a.jpg\n    alt: Alt\n    caption: Caption\n    credit: \"Photo: Bo\"",
    ] {
        let text = format!("---\ntitle: A\ndate: 2026-03-01\nimages_alt:\n{front}\n---\nText.\n");
        let reading = Records::new("*.md").file("a.md", text).read();
        let [picture] = &reading.only().media[..] else { panic!("{front}") };
        assert_eq!(picture.url.as_deref(), Some(url), "{front}");
        let said = [&picture.alt, &picture.caption, &picture.credit_line].map(|t| t.as_deref().unwrap_or_default());
        assert_eq!(said, ["Alt", "Caption", "Photo: Bo"], "{front}");
    }
}

#[test]
fn patterns_of_addresses_are_no_addresses() {
    let template = "https://courier.example/ferry/";
    for (permalink, expected) in [
        ("/:categories/:year/:month/:title/", template),
        ("/:year/:title.html", template),
        ("pretty", template),
        ("/{{ page.fileSlug }}/", template),
        ("false", template),
        ("/news/ferry/index.html", "https://courier.example/news/ferry/"),
        ("/news/ferry.html", "https://courier.example/news/ferry.html"),
        ("https://www.courier.example/x/index.html", "https://www.courier.example/x/index.html"),
    ] {
        let text = format!("---\ntitle: A\ndate: 2026-03-01\npermalink: \"{permalink}\"\n---\nText.\n");
        let text = text.replace("\"false\"", "false");
        let reading = Records::new("*.md").file("ferry.md", text).read();
        assert_eq!(reading.only().url.as_deref(), Some(expected), "{permalink}");
    }
}

#[test]
fn jekyll_splits_categories_at_blanks_but_not_a_category() {
    for (line, expected) in
        [("categories: local news", &["local", "news"][..]), ("category: local news", &["local news"])]
    {
        let text = format!("---\ntitle: A\n{line}\n---\nText.\n");
        let reading = Records::new("**/*.md").file("_posts/2026-03-01-a.md", text).read();
        assert_eq!(reading.only().categories.iter().map(|c| &*c.term).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_map_says_where_other_records_keep_their_fields() {
    let map = serde_json::json!({"title": "kopf", "published": "meta.dates.first", "media": "bilder", "media.caption": "text",
        "media.credit-line": "rechte.0", "body": "html"});
    let reading = Records::new("a.jsonl")
        .set("map", map)
        .file(
            "a.jsonl",
            r#"{"id":"7","kopf":"A","meta":{"dates":["2026-07-01"]},"bilder":[{"url":"https://i.example/a.jpg","text":"C","rechte":["Foto: Ann Bee/dpa"]}],"html":"<p>b</p>"}"#,
        )
        .read();
    let a = reading.only();
    assert_eq!((&*a.id, published(a).as_str()), ("tag:courier.example,2026:articles/7", "2026-07-01T00:00:00+02:00"));
    assert_eq!(a.media[0].caption.as_deref(), Some("C"));
    assert_eq!(a.media[0].credits[0].name, "Ann Bee");
    assert!(reading.stubs[0].has_media && a.body.is_some());
}

#[test]
fn a_bad_line_is_one_diagnostic_with_its_place() {
    let lines = "{\"id\":\"1\",\"title\":\"A\",\"date\":\"2026-07-01\"}\n\n{\"id\":\"2\",\"title\":\n  \n{\"id\":\"3\",\"title\":\"C\",\"date\":\"soon\"}\n[1]\n{\"id\":\"4\",\"date\":\"2026-07-01\"}\n{\"id\":\"5\",\"title\":\"E\",\"date\":\"2026-07-01\",\"titel\":1,\"lenguage\":\"x\"}\n";
    let reading = Records::new("*.jsonl").file("a.jsonl", lines).read();
    assert_eq!(
        reading.codes(),
        [
            "a.jsonl:3:18 broken-json",
            "a.jsonl:5:30 bad-field-date",
            "a.jsonl:6:1 wrong-field-type",
            "a.jsonl:7:1 record-without-title",
            "a.jsonl:8:64 misspelt-field",
        ]
    );
    assert_eq!(reading.articles.len(), 2);
    assert_eq!(reading.articles[1].place.to_string(), "a.jsonl:8:1");
    assert!(!reading.failed);
    let torn = Records::new("*.jsonl")
        .file("a.jsonl", "{\"id\":\"1\",\"title\":\"A\",\"date\":\"2026-07-01\"}\n{\"id\":\"2\",\"ti")
        .read();
    assert!(torn.failed && torn.articles.len() == 1);
}

#[test]
fn a_fault_in_an_array_is_at_its_line_and_column() {
    let text = "[{\"title\": \"A\", \"date\": \"2026-07-01\"}, {\"titel\": \"B\", \"date\": \"2026-07-01\"},\n\
                 {\"title\": \"Ä\", \"date\": \"x\"}, 7]";
    let reading = Records::new("a.json").file("a.json", text).read();
    assert_eq!(
        reading.codes(),
        ["a.json:1:40 record-without-title", "a.json:2:24 bad-field-date", "a.json:2:30 wrong-field-type"]
    );
    assert_eq!(reading.diagnostics[0].help.as_deref(), Some("write `title` if `titel` is meant as that"));
}

#[test]
fn arrays_yaml_and_toml_are_records_too() {
    let reading = Records::new("**/*.*")
        .file("a.json", "[\n {\"title\": \"A\", \"slug\": \"a\", \"published\": 1782900000},\n {\"title\": \"B\", \"published\": \"2026-07-01\"}]")
        .file("b.yaml", "title: \"C\"\npublished: 2026-07-01 10:00\nbody-text: |\n  One.\n\n  Two.\n")
        .file("c.toml", "title = \"D\"\npublished = 2026-07-01T10:00:00Z\nbody-markdown = \"*x*\"\nsection = \"S\"\n")
        .file("d.txt", "Headline\n\nText.\n")
        .file("d.toml", "published = 2026-07-01\n")
        .read();
    assert_eq!(reading.codes(), [""; 0]);
    let ids: Vec<_> = reading.articles.iter().map(|a| a.id.rsplit(':').next().unwrap()).collect();
    assert_eq!(ids, ["articles/a/a", "articles/a/2026-07-01-b", "articles/b", "articles/c", "articles/d"]);
    assert_eq!(reading.articles[1].place.to_string(), "a.json:3:1");
    assert_eq!(reading.articles[2].body.as_deref(), Some("<p>One.</p>\n<p>Two.</p>"));
    assert_eq!(reading.articles[3].body.as_deref(), Some("<p><em>x</em></p>\n"));
}

#[test]
fn a_newspapers_text_takes_from_its_sidecar_what_it_does_not_say() {
    let text = "Ferry returns after storm\n\nFrom the Harbour Courier editorial team\n\nIt came back on Friday.\n\n\
        The ferry in the harbour\n\nThe ferry in the harbour Photo: Ilse Varga / POOL / AFP\n\nA long night\n\nNobody slept.\n";
    let reading = Records::new("in/*.txt")
        .file("in/ferry.txt", text)
        .file(
            "in/ferry.toml",
            "published = 2026-07-01T06:00:00\nsection = \"World\"\nimage = \"https://i.example/ferry.jpg\"\n",
        )
        .read();
    let a = reading.only();
    assert_eq!(a.title, "Ferry returns after storm");
    assert_eq!(a.byline.as_deref(), Some("From the Harbour Courier editorial team"));
    assert!(a.authors[0].organization);
    assert_eq!((a.section.as_deref(), published(a).as_str()), (Some("World"), "2026-07-01T06:00:00+02:00"));
    assert_eq!(a.body.as_deref(), Some("<p>It came back on Friday.</p>\n<h2>A long night</h2>\n<p>Nobody slept.</p>"));
    let picture = &a.media[0];
    assert_eq!(picture.url.as_deref(), Some("https://i.example/ferry.jpg"));
    assert_eq!(picture.alt.as_deref(), Some("The ferry in the harbour"));
    assert_eq!(picture.caption.as_deref(), Some("The ferry in the harbour"));
    assert_eq!(picture.credit_line.as_deref(), Some("Photo: Ilse Varga / POOL / AFP"));
    let roles: Vec<_> = picture.credits.iter().map(|c| c.role).collect();
    assert_eq!(roles[0], Role::Photographer);

    let named = Records::new("in/*.txt").file("in/20260701_ferry.txt", text).read();
    assert_eq!(published(named.only()), "2026-07-01T00:00:00+02:00");
    let defaults = serde_json::json!({"published": "2026-01-01", "section": "Wire"});
    let by_default = Records::new("in/*.txt").set("defaults", defaults).file("in/ferry.txt", text).read();
    assert_eq!(published(by_default.only()), "2026-01-01T00:00:00+01:00");
    let undated = Records::new("in/*.txt").file("in/ferry.txt", text).read();
    assert_eq!(undated.codes(), ["in/ferry.txt:1:1 record-without-date"]);
}

#[test]
fn faults_of_front_matter_are_placed_in_the_file() {
    let reading = Records::new("*.md")
        .file("a.md", "+++\ntitle = \"A\"\ndate = \"soon\"\n+++\n")
        .file("b.md", "---\ntitle: [1, 2\n---\n")
        .file("c.md", "---\ntitle: C\n")
        .file("d.md", "---\ntitle: {x: 1}\ndate: 2026-07-01\n---\n")
        .file("e.md", "# Plain\n\nText without front matter.\n")
        .read();
    let codes = reading.codes();
    assert_eq!(codes[0], "a.md:3:8 bad-field-date");
    assert!(codes[1].starts_with("b.md:") && codes[1].ends_with("broken-yaml"), "{codes:?}");
    assert_eq!(codes[2], "c.md:1:1 endless-front-matter");
    assert_eq!(codes[3], "d.md:2:8 wrong-field-type");
    assert_eq!(codes[4], "e.md:1:1 record-without-date");
    assert_eq!((reading.articles.len(), &*reading.articles[0].title), (1, "Plain"));
}

#[test]
fn the_commonest_slips_in_yaml_come_with_what_to_do() {
    for (line, help) in [
        ("title: Ferry: back again", "colon"),
        ("title: \"The \"Tern\" is back\"", "single ones"),
        ("title: 'It's back'", "twice"),
        ("title: \"Ferry", "close the quote"),
        ("title: @home", "in quotes"),
        ("title: a\nextra:\n\t- b", "takes no tabs"),
    ] {
        let reading = Records::new("*.md").file("a.md", format!("---\n{line}\n---\nText.\n")).read();
        let [found] = &reading.diagnostics[..] else { panic!("{line}: {:?}", reading.codes()) };
        assert!(found.code == "broken-yaml" && found.help.as_ref().is_some_and(|h| h.contains(help)), "{found:?}");
    }
}

#[test]
fn faults_of_pictures_and_repeated_fields_are_told_though_scanning_does_not_see_them() {
    let text = "title: A\ntitle: B\ndate: 2026-07-01\nmedia:\n  - url: /a.jpg\n    width: wide\n    kind: odd\n";
    let reading = Records::new("a.yaml").file("a.yaml", text).read();
    assert_eq!(
        reading.codes(),
        ["a.yaml:6:12 bad-field-value", "a.yaml:7:11 bad-field-value", "a.yaml:2:8 repeated-field"]
    );
    assert_eq!(reading.articles[0].title, "A");
    let empty = Records::new("a.json").file("a.json", "\n").read();
    assert_eq!(empty.diagnostics[0].message, "no JSON record: the file is empty");
}

#[test]
fn local_pictures_are_measured_and_get_their_public_address() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x07\0\0\0\x05\x08\x02\0\0\0";
    let room = Records::new("content/**/*.md")
        .set("media-url", serde_json::json!({"content": "https://cdn.example/"}))
        .file(
            "content/ferry/index.md",
            "---\ntitle: A\ndate: 2026-07-01\nimages:\n- bild ä.png\n- ../../../etc/passwd\n- file: gone.png\n---\n",
        )
        .file("content/ferry/bild ä.png", png);
    let reading = room.read();
    let a = &reading.articles[0];
    assert_eq!(a.media[0].url.as_deref(), Some("https://cdn.example/ferry/bild%20%C3%A4.png"));
    assert_eq!((a.media[0].width, a.media[0].height, a.media[0].size), (Some(7), Some(5), Some(png.len() as u64)));
    assert_eq!(a.media[0].mime.as_deref(), Some("image/png"));
    assert!(Path::new(a.media[0].file.as_deref().unwrap()).is_file());
    assert!(a.media[1].file.is_none());
    assert_eq!(reading.codes(), ["content/ferry/index.md:7:3 missing-media-file"]);
}

#[test]
fn hostile_records_are_bounded_and_reported() {
    let mut tags = String::from("{\"id\":\"1\",\"title\":\"A\",\"date\":\"2026-07-01\",\"tags\":[");
    for i in 0..100_000 {
        write!(tags, "\"t{i}\",").unwrap();
    }
    tags.push_str("\"z\"]}\n");
    let long =
        format!("{{\"id\":\"2\",\"title\":\"B\",\"date\":\"2026-07-01\",\"body\":\"{}\"}}\n", "x".repeat(17 << 20));
    let deep = format!("{{\"id\":\"3\",\"title\":\"C\",\"x\":{}{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
    let good = "{\"id\":\"4\",\"title\":\"../../D\\u0000\",\"slug\":\"../../etc/passwd\",\"date\":\"2026-07-01\"}\n";
    let reading = Records::new("*.jsonl")
        .set("url", "/{{ slug }}/".into())
        .file("a.jsonl", [tags.as_str(), &long, &deep, good].concat())
        .read();
    assert_eq!(reading.articles.len(), 3);
    assert_eq!(reading.articles[0].tags.len(), 500);
    assert_eq!(reading.articles[2].url.as_deref(), Some("https://courier.example/etc-passwd/"));
    let codes: Vec<_> = reading.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["too-many-values", "record-too-large", "record-without-date"]);
    assert_eq!(reading.diagnostics[1].place.as_ref().unwrap().span.unwrap().line, 2);
}

#[test]
fn a_chunk_may_end_anywhere_in_a_line() {
    let mut lines = String::new();
    for i in 0..9000 {
        let body = "é".repeat(500 + i % 97);
        writeln!(lines, "{{\"id\":\"{i}\",\"title\":\"T{i}\",\"date\":\"2026-07-01\",\"body\":\"{body}\"}}").unwrap();
    }
    assert!(lines.len() > 9 << 20, "several chunks");
    let reading = Records::new("*.jsonl").file("a.jsonl", &lines).read();
    assert_eq!(reading.articles.len(), 9000);
    for (i, (stub, article)) in reading.stubs.iter().zip(&reading.articles).enumerate() {
        assert_eq!(stub.at.line as usize, i + 1);
        assert_eq!(article.title, format!("T{i}"));
    }
}

#[test]
fn templates_make_ids_and_addresses_and_say_where_they_fail() {
    let room = Records::new("*.md")
        .set("url", "/{{ date }}/{{ section | slug }}/{{ slug }}/".into())
        .set("id", "{{ url }}".into())
        .file("ferry.md", "---\ntitle: A\ndate: 2026-07-01\nsection: Über See\n---\n")
        .file("none.md", "---\ntitle: A\ndate: 2026-07-01\n---\n");
    let reading = room.read();
    assert_eq!(&*reading.articles[0].id, "https://courier.example/2026-07-01/uber-see/ferry/");
    assert_eq!(reading.codes(), ["none.md:2:1 template-failed"]);
}

#[test]
fn faults_of_defaults_come_with_the_key_they_are_about() {
    let defaults =
        serde_json::json!({"published": "soon", "sectoin": "x", "media": [{"url": "a.jpg", "width": "wide"}]});
    let room = Records::new("*.md").set("defaults", defaults);
    let said = serde_json::json!({"site": room.site, "source": [room.source]});
    let config: Config = serde_json::from_value(said).unwrap();
    let (_, found) = Context::new(&config, room.folder.path());
    let found: Vec<_> = found.iter().map(|(key, d)| (key.as_str(), d.code)).collect();
    let expected = [
        ("source[0].defaults.published", "bad-field-date"),
        ("source[0].defaults.media[0].width", "bad-field-value"),
        ("source[0].defaults.sectoin#", "misspelt-field"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_record_without_an_address_is_named_where_no_template_gives_one() {
    let lines = "{\"title\":\"A\",\"date\":\"2026-07-01\",\"url\":\"/a\"}\n{\"title\":\"B\",\"date\":\"2026-07-01\"}\n";
    let room = Records::new("a.jsonl").file("a.jsonl", lines);
    assert_eq!(room.read().codes(), [""; 0]);
    assert_eq!(room.set("url", serde_json::Value::Null).read().codes(), ["a.jsonl:2:1 record-without-url"]);
}

#[test]
fn every_ninjs_sample_comes_out_right() {
    let Some(folder) = shared("samples/ninjs") else { return };
    let site = Records::new("").site;
    let mut texts = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let item: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let picture = item["type"] == "picture";
        for pictures in [false, true] {
            let source = serde_json::json!({"path": name, "format": "ninjs", "url": "/{{ id | slug }}", "picture-items": pictures});
            let reading = read(&folder, &source, &site);
            assert_eq!(reading.codes(), [""; 0], "{name}");
            assert_eq!(reading.articles.len(), usize::from(!picture || pictures), "{name}");
            let Some(a) = reading.articles.first() else { continue };
            let said = format!("{a:?}");
            for note in ["ednote", "edNote"].iter().filter_map(|k| item[*k].as_str()).filter(|n| !n.is_empty()) {
                assert!(!said.contains(note), "{name}: the note to editors is in the article");
            }
            // One agency's `urn:` names no namespace: that id is kept within a tag.
            let uri = item["uri"].as_str().unwrap();
            assert!(
                *a.id == *uri || *a.id == format!("tag:courier.example,2026:articles/{}", uri.replace(':', "%3A")),
                "{name}"
            );
            assert!(!a.title.is_empty() && a.published.is_some() && !a.authors.is_empty(), "{name}: {a:?}");
            if picture {
                assert!(a.body.is_none() && a.media.len() == 1, "{name}");
            } else {
                assert!(a.body.as_deref().is_some_and(|b| b.contains("<p>")), "{name}: {:?}", a.body);
                texts += 1;
            }
            for m in &a.media {
                assert!(!m.renditions.is_empty() && m.caption.is_some() && m.credit_line.is_some(), "{name}: {m:?}");
                assert!(!m.credits.is_empty() && m.mime.as_deref() == Some("image/jpeg"), "{name}: {m:?}");
                assert!(m.renditions.iter().all(|r| r.mime.as_deref() == Some("image/jpeg")), "{name}: {m:?}");
            }
        }
    }
    assert!(texts > 10);
}

#[test]
fn the_ninjs_samples_together_have_one_version_of_each_id() {
    let Some(folder) = shared("samples/ninjs") else { return };
    let source = serde_json::json!({"path": "*.json", "format": "ninjs", "picture-items": true});
    let reading = read(&folder, &source, &Records::new("").site);
    let listings = [reading.listing];
    let (standing, found) = source::newest_versions(&reading.stubs, &listings);
    let mut ids: Vec<_> = reading.stubs.iter().map(|s| &*s.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(standing.len(), ids.len());
    assert_eq!(found.len(), reading.stubs.len() - ids.len(), "all samples of one id are of one version");
    let dpa = standing.iter().map(|i| &reading.articles[*i as usize]).find(|a| a.id.contains("dpa")).unwrap();
    assert_eq!(dpa.authors.len(), 2, "{:?}", dpa.authors);
}

/// The numbers by which the records of files are known to be written as they were.
fn edits(path: &str, files: &[(&str, &str)]) -> Vec<u32> {
    let records = files.iter().fold(Records::new(path), |records, (name, content)| records.file(name, content));
    records.read().stubs.iter().map(|stub| stub.edit).collect()
}

#[test]
fn an_edit_of_any_length_gives_a_record_another_number_and_nothing_else_does() {
    let long = "All that was said on the day. ".repeat(500);
    let front = "title = \"A\"\npublished = 2026-07-01T08:00:00Z\n";
    let json = |word: &str| format!(r#"{{"id":"1","title":"A","published":"2026-07-01","body":"{long}{word}"}}"#);
    for (name, before, after) in [
        ("a.md", format!("+++\n{front}+++\n{long}four"), format!("+++\n{front}+++\n{long}five")),
        ("a.md", format!("# A\n\n{long}four"), format!("# A\n\n{long}five")),
        ("a.json", json("four"), json("five")),
        ("a.jsonl", json("four"), json("five")),
        ("a.toml", format!("{front}body = \"{long}four\"\n"), format!("{front}body = \"{long}five\"\n")),
        (
            "a.yaml",
            "title: A\ndate: 2026-07-01\nbody: four\n".into(),
            "title: A\ndate: 2026-07-01\nbody: five\n".into(),
        ),
        ("a.txt", format!("A\n\n{long}\nfour\n"), format!("A\n\n{long}\nfive\n")),
    ] {
        assert_eq!(before.len(), after.len());
        let once = edits("in/*", &[(&format!("in/{name}"), &before)]);
        assert_eq!(once, edits("in/*", &[(&format!("in/{name}"), &before)]), "{name}");
        // Another name is no edit; another section is, of a page that has it from its folder.
        let (stem, ending) = name.split_once('.').unwrap();
        assert_eq!(once, edits("in/*", &[(&format!("in/other-{stem}.{ending}"), &before)]), "{name}");
        assert_ne!(once, edits("in/*", &[(&format!("in/{name}"), &after)]), "{name}");
        let moved = edits("in/**/*", &[(&format!("in/sea/{name}"), &before)]);
        assert_eq!(moved != once, ending == "md", "{name}");
    }
    // What lies beside a text is part of it.
    let beside = |title: &str| {
        edits("in/*.txt", &[("in/a.txt", "A\n\nOne.\n"), ("in/a.toml", &format!("title = \"{title}\"\n"))])
    };
    assert_ne!(beside("four"), beside("five"));
    // Of many in a file each has its own.
    let lines = |second: &str| format!("{}\n{}\n", json("one"), json(second).replace("\"id\":\"1\"", "\"id\":\"2\""));
    let list = |second: &str| format!("[{},{}]", json("one"), json(second).replace("\"id\":\"1\"", "\"id\":\"2\""));
    for (name, before, after) in
        [("in/a.jsonl", lines("four"), lines("five")), ("in/a.json", list("four"), list("five"))]
    {
        let (before, after) = (edits("in/*", &[(name, &before)]), edits("in/*", &[(name, &after)]));
        assert_eq!(before[0], after[0], "{name}");
        assert_ne!(before[1], after[1], "{name}");
    }
}
