//! Articles as sites of Hugo, Zola, Jekyll and Eleventy have them: the feeds say what the pages say,
//! and nothing of the generator's language reaches them. Below, a site of each generator that `init` takes over.

mod astro;
mod bridgetown;
mod docusaurus;
mod eleventy;
mod gatsby;
mod ghost;
mod hakyll;
mod hexo;
mod hugo;
mod jekyll;
mod metalsmith;
mod middleman;
mod mkdocs;
mod next;
mod nikola;
mod pelican;
mod quartz;
mod sveltekit;
mod taken;
mod vitepress;
mod zola;

use crate::newsroom::{NOW, Newsroom};
use serde_json::Value;

/// Builds a site and gives its items by their address; every feed is free of marks outside code.
fn items(path: &str, url: &str, files: &[(&str, &str)]) -> Vec<Value> {
    let url = format!("[[source]]\npath = {path}\nurl = '{url}'\n[[feed]]\nname = \"all\"\n");
    let room = Newsroom::new(&url);
    for (name, text) in files {
        room.write(name, text);
    }
    room.run(&["build", "--now", NOW]).ends(0);
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    let items = feed["items"].as_array().unwrap().clone();
    for item in &items {
        for text in ["content_html", "summary", "title"].iter().filter_map(|member| item[member].as_str()) {
            let prose = without_code(text);
            for mark in ["{{", "}}", "{%", "%}", "{:", "{#", "&lt;!--", "+++"] {
                assert!(!prose.contains(mark), "{mark} in {prose}");
            }
        }
    }
    items
}

/// A body without what its code elements hold.
fn without_code(html: &str) -> String {
    let mut parts = html.split("<code>");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |out, part| out + part.split_once("</code>").unwrap().1)
}

/// The item of an address, its body on one line.
fn body(items: &[Value], path: &str) -> String {
    let url = format!("https://courier.example{path}");
    let found = items.iter().find(|item| item["url"] == *url);
    let known: Vec<_> = items.iter().map(|item| &item["url"]).collect();
    let item = found.unwrap_or_else(|| panic!("{url} is none of {known:?}"));
    item["content_html"].as_str().unwrap().replace('\n', "")
}

fn texts<'v>(item: &'v Value, member: &str) -> Vec<&'v str> {
    let values = item[member].as_array().into_iter().flatten();
    values.map(|v| v.as_str().or(v["name"].as_str()).unwrap()).collect()
}

#[test]
fn a_site_of_hugo() {
    let items = items(
        "\"content/**/*.md\"",
        "/{{ folder }}/{{ slug }}/",
        &[
            ("content/_index.md", "---\ntitle: Home\n---\nHome.\n"),
            ("content/news/_index.md", "+++\ntitle = 'News'\n+++\n"),
            (
                "content/news/ferry/index.md",
                "+++\ntitle = 'Ferry returns'\ndate = 2026-07-01T07:30:00+02:00\nlastmod = 2026-07-02\nslug = 'ferry-is-back'\n\
                 aliases = ['/old/ferry/']\ntags = ['harbour', 'ferry']\ncategories = ['Local']\ndraft = false\nweight = 10\n\
                 [params]\nauthor = 'Ann Bee'\n[params.cover]\nimage = 'cover.jpg'\nalt = 'The ferry'\ncaption = 'At the pier'\n+++\n\
                 The *Tern* sails again.\n\n<!--more-->\n\n\
                 {{< figure src=\"pier.jpg\" alt=\"The pier\" caption=\"The pier.\" attr=\"Photo: Bo Dahl / AFP\" >}}\n\n\
                 {{% notice warning %}}\nTake **care**.\n{{% /notice %}}\n\n\
                 See [the harbour]({{< ref \"/news/harbour.md\" >}} \"Harbour\") and [others]({{< relref \"others.md\" >}}).[^1]\n\n\
                 ```go-html-template\n{{</* youtube id */>}}\n{{ range .Pages }}\n```\n\n\
                 {{< highlight go \"linenos=table\" >}}\nfmt.Println(\"a < b\")\n{{< /highlight >}}\n\n{{< youtube 42 >}}\n\n[^1]: A note.\n",
            ),
            (
                "content/news/harbour.md",
                "{\"title\": \"Harbour\", \"date\": \"2026-06-01\", \"params\": {\"authors\": [\"Ann Bee\", {\"name\": \"Cy Dee\"}]}}\nQuiet.\n",
            ),
            ("content/news/later.md", "---\ntitle: Later\ndate: 2026-09-01\n---\nLater.\n"),
            ("content/news/gone.md", "---\ntitle: Gone\ndate: 2026-01-01\nexpiryDate: 2026-02-01\n---\nGone.\n"),
            ("content/news/idea.md", "---\ntitle: Idea\ndate: 2026-01-01\ndraft: true\n---\nIdea.\n"),
        ],
    );
    assert_eq!(items.len(), 2);
    assert_eq!(
        body(&items, "/news/ferry-is-back/"),
        "<figure><img src=\"https://courier.example/news/ferry-is-back/cover.jpg\" alt=\"The ferry\">\
         <figcaption>At the pier</figcaption></figure><p>The <em>Tern</em> sails again.</p>\
         <figure><img src=\"https://courier.example/news/ferry-is-back/pier.jpg\" alt=\"The pier\">\
         <figcaption>The pier. Photo: Bo Dahl / AFP</figcaption></figure><blockquote><p>Take <strong>care</strong>.</p></blockquote>\
         <p>See <a href=\"https://courier.example/news/harbour/\" title=\"Harbour\">the harbour</a> and others.\
         <sup><a href=\"#n2f8ed433-fn-1\" id=\"n2f8ed433-fnref-1\">1</a></sup></p>\
         <pre><code>{{&lt; youtube id &gt;}}{{ range .Pages }}</code></pre>\
         <pre><code>fmt.Println(\"a &lt; b\")</code></pre><p><a href=\"https://www.youtube.com/watch?v=42\">\
         <img src=\"https://i.ytimg.com/vi/42/hqdefault.jpg\" alt=\"\"><br>YouTube</a></p><hr><ol>\
         <li id=\"n2f8ed433-fn-1\"><p>A note. <a href=\"#n2f8ed433-fnref-1\">↩</a></p></li></ol>"
    );
    assert_eq!(texts(&items[0], "tags"), ["news", "harbour", "ferry", "Local"]);
    assert_eq!(
        (texts(&items[0], "authors"), texts(&items[1], "authors")),
        (vec!["Ann Bee"], vec!["Ann Bee", "Cy Dee"])
    );
}

#[test]
fn a_site_of_zola() {
    let items = items(
        "\"content/**/*.md\"",
        "/{{ folder }}/{{ slug }}/",
        &[
            ("content/_index.md", "+++\ntitle = \"Home\"\nsort_by = \"date\"\n+++\n"),
            (
                "content/news/2026-07-01-ferry.md",
                "+++\ntitle = \"Ferry returns\"\nupdated = 2026-07-02T09:00:00Z\nauthors = [\"Ann Bee\", \"Cy Dee\"]\ntemplate = \"page.html\"\n\
                 [taxonomies]\ntags = [\"harbour\"]\n[extra]\nimage = \"/img/ferry.jpg\"\nimage_credit = \"Photo: Bo Dahl / AFP\"\n+++\n\
                 # Level one {#one}\n\nIntro.\n\n<!-- more -->\n\n{{ youtube(id=\"42\", autoplay=true) }}\n\n\
                 {% quote(author=\"Ann\") %}\nA *quote*.\n{% end %}\n\nSee [the other](@/news/other.md#part).\n\n\
                 {{ image(src=\"a.png\", alt=\"A > b\") }}\n\n```\n{{/* youtube(id=\"x\") */}}\n{{ kept }}\n```\n\nInline `{{ x }}`. {# a note #}\n",
            ),
            (
                "content/news/other/index.md",
                "+++\ntitle = \"Other\"\ndate = 2026-05-05\npath = \"sea/other\"\n+++\n![a](a.png) words\n",
            ),
            ("content/news/idea.md", "+++\ntitle = \"Idea\"\ndate = 2026-01-01\ndraft = true\n+++\nIdea.\n"),
        ],
    );
    assert_eq!(items.len(), 2);
    assert_eq!(
        body(&items, "/news/ferry/"),
        "<figure><img src=\"https://courier.example/img/ferry.jpg\" alt=\"\"><figcaption><span class=\"credit\">\
         Photo: Bo Dahl / AFP</span></figcaption></figure><h1>Level one</h1><p>Intro.</p><p><a href=\"https://www.youtube.com/watch?v=42\">\
         <img src=\"https://i.ytimg.com/vi/42/hqdefault.jpg\" alt=\"\"><br>YouTube</a></p>\
         <blockquote><p>A <em>quote</em>.</p><footer>Ann</footer></blockquote>\
         <p>See <a href=\"https://courier.example/sea/other/#part\">the other</a>.</p>\
         <figure><img src=\"https://courier.example/news/ferry/a.png\" alt=\"A &gt; b\"></figure>\
         <pre><code>{{ youtube(id=\"x\") }}{{ kept }}</code></pre><p>Inline <code>{{ x }}</code>.</p>"
    );
    let other = body(&items, "/sea/other/");
    assert_eq!(other, "<p><img src=\"https://courier.example/sea/other/a.png\" alt=\"a\"> words</p>");
}

#[test]
fn a_site_of_jekyll() {
    let items = items(
        "[\"_posts/**/*.md\", \"_posts/**/*.markdown\", \"_drafts/*.md\"]",
        "/{{ categories | join(\"/\") }}/{{ year }}/{{ month }}/{{ day }}/{{ slug }}.html",
        &[
            (
                "_posts/2026-07-01-welcome.markdown",
                "---\nlayout: post\ntitle:  \"Welcome: all\"\ndate:   2026-07-01 09:30:15 +0200\ncategories: sea update\ntags: one two\n\
                 last_modified_at: 2026-07-02\nexcerpt: \"<p>Short &amp; <b>plain</b></p>\"\nauthor: ann\npermalink: /:categories/:title/\n---\n\
                 * TOC\n{:toc}\n\n## Heading {#top}\n\nText.\n{: .notice--info}\n\n\
                 ![a]({{ '/a.jpg' | relative_url }}){: .align-center}\n![b]({{ site.baseurl }}/b.jpg)\n\n\
                 [Other]({% post_url 2026-06-30-other %}) and [PDF]({% link files/a.pdf %}){:target=\"_blank\"}.\n\n\
                 {% highlight ruby %}\nputs \"#{name}\"\n{% endhighlight %}\n\n`{% raw %}{{ page.title }}{% endraw %}`\n\n\
                 {% include figure image_path=\"/c.jpg\" alt=\"C\" caption=\"The pier\" %}\n\n\
                 {% for p in site.posts %}[{{ p.title }}]({{ p.url }}){% endfor %}\n\n{% if x %}Shown{% else %}Hidden{% endif %}\n\n\
                 ```liquid\n{% raw %}\n{{ kept }}\n{% endraw %}\n```\n\n{% comment %} secret {% endcomment %}End.\n",
            ),
            ("_posts/2026-6-30-other-words.md", "---\r\nlayout: post\r\n---\r\n\r\nOne.\r\n\r\nTwo.\r\n"),
            ("_posts/2026-06-29-back.md", "---\ntitle: Kept back\npublished: false\n---\nBack.\n"),
            ("_drafts/idea.md", "---\ntitle: Idea\n---\nIdea.\n"),
        ],
    );
    assert_eq!(items.len(), 2);
    assert_eq!(
        body(&items, "/sea/update/2026/07/01/welcome.html"),
        "<h2>Heading</h2><p>Text.</p><p><img src=\"https://courier.example/a.jpg\" alt=\"a\">\
         <img src=\"https://courier.example/b.jpg\" alt=\"b\"></p>\
         <p>Other and <a href=\"https://courier.example/files/a.pdf\">PDF</a>.</p><pre><code>puts \"#{name}\"</code></pre>\
         <p><code>{{ page.title }}</code></p>\
         <figure><img src=\"https://courier.example/c.jpg\" alt=\"C\"><figcaption>The pier</figcaption></figure>\
         <p>Hidden</p><pre><code>{{ kept }}</code></pre><p>End.</p>"
    );
    assert_eq!(items[0]["summary"], "Short & plain");
    assert_eq!(
        (&items[1]["title"], texts(&items[0], "tags")),
        (&"Other Words".into(), vec!["one", "two", "sea", "update"])
    );
    assert_eq!(body(&items, "/2026/06/30/other-words.html"), "<p>One.</p><p>Two.</p>");
}

#[test]
fn a_site_of_eleventy() {
    let items = items(
        "\"src/posts/**/*.md\"",
        "/{{ path }}/",
        &[
            (
                "src/posts/first.md",
                "---\ntitle: First\ndescription: Short.\ndate: 2026-05-01\ntags: another tag\nlayout: layouts/post.njk\n---\n\
                 {% image \"./possum.png\", \"A possum\" %}\n\n![x]({{ \"/img/x.jpg\" | url }})\n<img src=\"{{ page.image }}\" alt=\"y\">\n\n\
                 {%- set x = 1 -%}\n{# A comment\nover lines #}\n{% callout \"info\" %}\nCalled **out**.\n{% endcallout %}\n\n\
                 ```js/2\n{{ kept }}\n```\n\nEnd {{ page.date | date: \"%Y\" }}.\n",
            ),
            (
                "src/posts/2026-05-02-second.md",
                "---json\n{\"title\": \"Second\", \"date\": \"2026-05-02T10:00:00.000Z\", \"permalink\": \"/own/place/index.html\"}\n---\nText.\n",
            ),
            ("src/posts/third/index.md", "---toml\ntitle = \"Third\"\ndate = 2026-05-03\n---\n![in](./in.jpg)\n"),
            (
                "src/posts/fourth.md",
                "---\ntitle: Fourth\ndate: 2026-05-04\npermalink: \"/{{ page.fileSlug }}/\"\n---\nText.\n",
            ),
        ],
    );
    assert_eq!(items.len(), 4);
    assert_eq!(
        body(&items, "/first/"),
        "<figure><img src=\"https://courier.example/first/possum.png\" alt=\"A possum\"></figure>\
         <p><img src=\"https://courier.example/img/x.jpg\" alt=\"x\"></p>\
         <blockquote><p>Called <strong>out</strong>.</p></blockquote>\
         <pre><code>{{ kept }}</code></pre><p>End 2026.</p>"
    );
    assert_eq!(body(&items, "/own/place/"), "<p>Text.</p>");
    assert_eq!(body(&items, "/third/"), "<p><img src=\"https://courier.example/third/in.jpg\" alt=\"in\"></p>");
    assert_eq!(body(&items, "/fourth/"), "<p>Text.</p>");
}

#[test]
fn what_the_site_says_of_itself_is_filled_in_and_bodies_of_json_ld_are_text() {
    let room = Newsroom::new("[[source]]\npath = \"content/*\"\nurl = '/{{ slug }}/'\n[[feed]]\nname = \"all\"\n");
    room.write("content/a.md", "---\ntitle: A\ndate: 2026-07-03\n---\n<p>Of {{ site.title }}: {{ page.title }} in {{ site.lang }}</p>\n\nBy {{ .Site.Title }}.\n");
    room.write(
        "content/b.json",
        r#"{"@type": "NewsArticle", "headline": "B", "datePublished": "2026-07-02", "articleBody": "If 5 < 6 & <b>.\n\nSecond."}"#,
    );
    room.write(
        "content/c.json",
        r#"{"@type": "NewsArticle", "headline": "C", "datePublished": "2026-07-01", "articleBody": "<p>One.</p><p>Two.</p>"}"#,
    );
    room.run(&["build", "--now", NOW]).ends(0);
    let items = room.items("feeds/all.json");
    let html = |n: usize| items[n]["content_html"].as_str().unwrap().replace('\n', "");
    assert_eq!(html(0), "<p>Of The Courier: A in en</p><p>By The Courier.</p>");
    assert_eq!(html(1), "<p>If 5 &lt; 6 &amp; &lt;b&gt;.</p><p>Second.</p>");
    assert_eq!(html(2), "<p>One.</p><p>Two.</p>");
}

#[test]
fn a_cascade_for_a_language_is_for_its_pages_alone() {
    let room = Newsroom::new(
        "[[source]]\npath = \"content/**/*.md\"\nurl = '/{{ language }}/{{ slug }}/'\n[[feed]]\nname = \"all\"\n",
    );
    room.write("hugo.toml", "baseURL = 'https://courier.example/'\ndefaultContentLanguage = 'en'\n[languages]\n[languages.en]\n[languages.de]\n[languages.fr]\n");
    room.write(
        "content/posts/_index.md",
        "---\ntitle: Posts\ncascade:\n  - target: {lang: de}\n    draft: true\n  - target: {lang: en}\n    params: {author: Ann Bee}\n---\n",
    );
    for name in ["a.md", "b.de.md", "c.fr.md", "d.en.md"] {
        room.write(&format!("content/posts/{name}"), &format!("---\ntitle: {name}\ndate: 2026-07-01\n---\nText.\n"));
    }
    room.run(&["build", "--now", NOW]).ends(0);
    let items = room.items("feeds/all.json");
    let mut found: Vec<(&str, Vec<&str>)> =
        items.iter().map(|item| (item["title"].as_str().unwrap(), texts(item, "authors"))).collect();
    found.sort_unstable();
    assert_eq!(found, [("a.md", vec!["Ann Bee"]), ("c.fr.md", vec![]), ("d.en.md", vec!["Ann Bee"])]);
}
