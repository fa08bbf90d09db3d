//! Zola: slugs in Latin letters, dates of names, sections that are drafts, languages by suffix.

use super::taken::taken;

#[test]
fn a_site_of_zola() {
    let page = |title: &str, more: &str| format!("+++\ntitle = \"{title}\"\n{more}\n+++\nText.\n");
    let dated = |title: &str| page(title, "date = 2026-07-01");
    let pages: Vec<(&str, String)> = vec![
        ("content/_index.md", "+++\nsort_by = \"date\"\n+++\n".into()),
        ("content/blog/2026-06-30-Ünï Code.md", page("Uni", "[taxonomies]\ntags = [\"sea\"]\n[extra]\nx = 1")),
        ("content/blog/Foo_Bar.md", page("Foo", "date = 2026-07-01T10:00:00Z\nauthors = [\"Ann Bee\", \"Cy Dee\"]")),
        ("content/blog/2026-06-29-bundle/index.md", page("Bundle", "")),
        ("content/blog/own.md", page("Own", "date = 2026-07-01\nslug = \"My Slug\"")),
        ("content/blog/way.md", page("Way", "date = 2026-07-01\npath = \"on/my.way\"")),
        ("content/blog/own.fr.md", dated("Propre")),
        ("content/it/a.md", dated("A section, no language")),
        ("content/blog/undated.md", page("LEAK undated", "")),
        ("content/blog/draft.md", page("LEAK draft", "date = 2026-07-01\ndraft = true")),
        ("content/blog/a.wip.md", dated("LEAK ignored")),
        ("content/secret/_index.md", "+++\ndraft = true\n+++\n".into()),
        ("content/secret/b.md", dated("LEAK in a draft section")),
    ];
    let config = "base_url = \"https://c.example\"\ntitle = \"Harbour\"\ngenerate_feeds = true\n\
        ignored_content = [\"*.wip.md\"]\n[languages.fr]\n";
    let mut files = vec![("config.toml", config)];
    files.extend(pages.iter().map(|(name, text)| (*name, &**text)));
    taken(&files).are(&[
        "Bundle | https://c.example/blog/bundle/ | 2026-06-29T00:00:00Z |  | blog",
        "Foo | https://c.example/blog/foo-bar/ | 2026-07-01T10:00:00Z | Ann Bee, Cy Dee | blog",
        "Own | https://c.example/blog/my-slug/ | 2026-07-01T00:00:00Z |  | blog",
        "Uni | https://c.example/blog/uni-code/ | 2026-06-30T00:00:00Z |  | blog, sea",
        "Propre | https://c.example/fr/blog/own/ | 2026-07-01T00:00:00Z |  | blog",
        "A section, no language | https://c.example/it/a/ | 2026-07-01T00:00:00Z |  | it",
        "Way | https://c.example/on/my.way/ | 2026-07-01T00:00:00Z |  | blog",
    ]);
}
