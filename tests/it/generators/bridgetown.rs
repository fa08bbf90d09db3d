//! Bridgetown: a config that is a program of Ruby, metadata in a file of data, styles of permalinks of its own.

use super::taken::taken;

#[test]
fn a_site_of_bridgetown() {
    let metadata = (
        "src/_data/site_metadata.yml",
        "title: Harbour\ndescription: News of the sea\nauthor: Ann Bee\nemail: ann@c.example\n",
    );
    let first = ("src/_posts/2026/2026-07-01-The Ferry 1.0.md", "---\ntitle: First\ncategory: sea\n---\nText.\n");
    let site = taken(&[
        (
            "config/initializers.rb",
            "Bridgetown.configure do |config|\n  url \"https://c.example\"\n  permalink \"simple\"\n  timezone \"Europe/Berlin\"\nend\n",
        ),
        metadata,
        first,
        ("src/_posts/drafts/2026-06-01-draft.md", "---\ntitle: LEAK draft\n---\nText.\n"),
        ("src/_posts/2026-06-01-off.md", "---\ntitle: LEAK off\npublished: false\n---\nText.\n"),
        ("src/_pages/about.md", "---\ntitle: LEAK page\ndate: 2026-06-01\n---\nText.\n"),
    ]);
    site.are(&["First | https://c.example/sea/the-ferry-1-0/ | 2026-07-01T00:00:00+02:00 | Ann Bee | sea"]);
    assert!(site.room.read("output/feed.xml").contains("http://www.w3.org/2005/Atom"));
    taken(&[("bridgetown.config.yml", "url: https://c.example\n"), metadata, first])
        .are(&["First | https://c.example/sea/2026/07/01/the-ferry-1-0/ | 2026-07-01T00:00:00Z | Ann Bee | sea"]);
}
