//! Hakyll: rules and routes of its program.

use super::taken::taken;

const PROGRAM: &str = "{-# LANGUAGE OverloadedStrings #-}
import           Data.Monoid (mappend)
import           Hakyll

main :: IO ()
main = hakyll $ do
    match \"images/*\" $ do
        route   idRoute
        compile copyFileCompiler

    match (fromList [\"about.rst\", \"contact.markdown\"]) $ do
        route   $ setExtension \"html\"
        compile $ pandocCompiler

    match \"posts/*\" $ do
        route $ setExtension \"html\"
        compile $ pandocCompiler
            >>= saveSnapshot \"content\"
            >>= relativizeUrls

    create [\"atom.xml\"] $ do
        route idRoute
        compile $ do
            posts <- fmap (take 10) . recentFirst =<< loadAllSnapshots \"posts/*\" \"content\"
            renderAtom feedConfiguration feedCtx posts

feedConfiguration :: FeedConfiguration
feedConfiguration = FeedConfiguration
    { feedTitle       = \"Harbour\"
    , feedDescription = \"News of the harbour\"
    , feedAuthorName  = \"Ann Bee\"
    , feedAuthorEmail = \"ann@c.example\"
    , feedRoot        = \"https://c.example\"
    }
";

const POSTS: [(&str, &str); 5] = [
    ("posts/2026-07-01-ferry.markdown", "---\ntitle: Ferry\n---\nText.\n"),
    ("posts/2026-06-30-pier.md", "---\ntitle: Pier\nauthor: Bob Cee\ntags: sea, ships\n---\nText.\n"),
    ("posts/drafts/2026-06-30-off.md", "---\ntitle: LEAK below\n---\nText.\n"),
    ("posts/undated.md", "---\ntitle: LEAK undated\n---\nText.\n"),
    ("contact.markdown", "---\ntitle: LEAK page\n---\nText.\n"),
];

#[test]
fn a_site_of_hakyll() {
    let site = [&[("site.hs", PROGRAM)], &POSTS[..]].concat();
    let taken_over = taken(&site);
    taken_over.are(&[
        "Pier | https://c.example/posts/2026-06-30-pier.html | 2026-06-30T00:00:00Z | Bob Cee | sea, ships",
        "Ferry | https://c.example/posts/2026-07-01-ferry.html | 2026-07-01T00:00:00Z | Ann Bee | ",
    ]);
    let atom = taken_over.room.read("_site/atom.xml");
    assert!(atom.contains("<id>https://c.example/posts/2026-06-30-pier.html</id>"), "{atom}");
    assert!(atom.contains("<subtitle>News of the harbour</subtitle>"), "{atom}");
}

#[test]
fn routes_of_hakyll_say_where_pages_are() {
    for (route, address) in [
        (
            "gsubRoute \"posts/\" (const \"blog/\") `composeRoutes` setExtension \"html\"",
            "https://c.example/blog/2026-07-01-ferry.html",
        ),
        ("composeRoutes (setExtension \"\") niceRoute", "https://c.example/posts/2026-07-01-ferry/"),
    ] {
        let program = PROGRAM.replace(
            "route $ setExtension \"html\"\n        compile $ pandocCompiler\n            >>=",
            &format!("route $ {route}\n        compile $ pandocCompiler\n            >>="),
        );
        assert!(program.contains(route));
        taken(&[("site.hs", &program), POSTS[0]])
            .are(&[&format!("Ferry | {address} | 2026-07-01T00:00:00Z | Ann Bee | ")]);
    }
}

#[test]
fn a_site_of_hakyll_with_articles_in_several_folders() {
    let clause = "match (\"posts/*.md\" .||. \"posts/*.markdown\") $ do\n        route $ setExtension \".html\"\n        compile x\n\n    \
                  match \"notes/**.md\" $ do\n        route $ setExtension \"\"\n        compile x\n\n    match \"drafts/*\" $ compile y\n\n    match \"posts/*\" $ do\n";
    let program = PROGRAM.replace("match \"posts/*\" $ do\n", clause);
    let note = ("notes/sea/2026-07-02-tide.md", "---\ntitle: Tide\n---\nText.\n");
    taken(&[("src/Main.hs", &program), POSTS[0], POSTS[1], note]).are(&[
        "Tide | https://c.example/notes/sea/2026-07-02-tide | 2026-07-02T00:00:00Z | Ann Bee | ",
        "Pier | https://c.example/posts/2026-06-30-pier.html | 2026-06-30T00:00:00Z | Bob Cee | sea, ships",
        "Ferry | https://c.example/posts/2026-07-01-ferry.html | 2026-07-01T00:00:00Z | Ann Bee | ",
    ]);
}
