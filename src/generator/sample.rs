//! A small newsroom for an empty folder: one article with one picture, which build.

use super::Plan;

const CONFIG: &str = "# A small newsroom, made by `feedwright init`. docs/config.md lists every key.\n\n\
[site]\n\
title = \"My newsroom\"                # its name\n\
url = \"https://example.org/\"         # its address\n\
language = \"en\"\n\
authority = \"example.org,YEAR\"       # a domain of yours and a year in which it is yours, for ids; never change it\n\
timezone = \"UTC\"                     # of dates without an offset\n\n\
[[source]]\n\
path = \"articles/**/*.md\"            # where articles lie\n\
url = \"/{{ slug }}/\"                 # how the site makes their addresses\n\
media-url = { \"articles/photos\" = \"https://example.org/photos/\" }   # where it shows their pictures\n\n\
[[feed]]\n\
name = \"top\"                         # feeds/top.rss, feeds/top.atom, feeds/top.json\n";

/// The newsroom; `year` is the present one.
pub(super) fn plan(year: i32) -> Plan {
    Plan {
        generator: "a small newsroom",
        config: CONFIG.replace("YEAR", &year.to_string()),
        reads_files: true,
        files: vec![
            ("articles/first.md", include_bytes!("sample/first.md")),
            ("articles/photos/harbour.png", include_bytes!("sample/harbour.png")),
        ],
        unknown: vec!["the site's name and address: put them into `[site]`".into()],
        next: vec!["write articles into articles/, then run `feedwright build` again".into()],
    }
}
