//! The picture of a terminal that stands in README.md: what `check` says of a feed, as it says it.

use std::process::Command;

use crate::newsroom::NOW;
use crate::newsroom::files;
use crate::outside::root;

const FEED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
  <channel>
    <title>The Harbour Courier</title>
    <link>https://courier.example/</link>
    <description>News from Norhaven, its harbour and its islands</description>
    <language>en</language>
    <atom:link rel="self" type="application/rss+xml" href="https://courier.example/feeds/top.rss"/>
    <item>
      <title>The ferry is back</title>
      <link>https://courier.example/harbour/ferry/</link>
      <guid>https://courier.example/harbour/ferry/</guid>
      <pubDate>Fri, 02 Jul 2026 07:30:00 +0200</pubDate>
      <media:content url="/photos/ferry.jpg" medium="image">
        <media:credit>Photo: Aino Salmi / Nordlicht Press</media:credit>
      </media:content>
    </item>
  </channel>
</rss>
"#;

#[test]
fn docs_diagnostic_svg_shows_what_check_says() {
    let room = tempfile::tempdir().unwrap();
    std::fs::write(room.path().join("top.rss"), FEED).unwrap();
    let mut check = Command::new(env!("CARGO_BIN_EXE_feedwright"));
    check.args(["check", "--now", NOW, "top.rss"]).current_dir(room.path()).env("CLICOLOR_FORCE", "1");
    let output = check.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("wrong-weekday") && said.contains("\u{1b}["), "{said}");
    // Its own background: it is read on light pages and on dark ones.
    let terminal = anstyle_svg::Term::new().palette(anstyle_svg::WIN10_CONSOLE);
    let picture = terminal.render_svg(&format!("\u{1b}[1m$ feedwright check top.rss\u{1b}[0m\n{said}"));
    files::hold_text(&picture, &root().join("docs/diagnostic.svg"));
}
