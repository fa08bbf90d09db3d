//! Bridgetown.

use serde_json::Value;

use super::draft::{Draft, Said, Table, said};
use super::folder::{Folder, at, text};
use super::{Generator, address, address_as_id, feed, instead, joined, pages, plain};

const CONFIGS: [&str; 3] = ["bridgetown.config.yml", "bridgetown.config.yaml", "config/initializers.rb"];

pub(super) static GENERATOR: Generator = Generator {
    name: "Bridgetown",
    knows: |folder| {
        folder.first(&CONFIGS[..2]).is_some()
            || folder.text(CONFIGS[2]).is_some_and(|text| text.contains("Bridgetown.configure"))
    },
    read,
};

/// What a setting of the program of Ruby says: `url "https://…"`.
fn of_ruby(program: &str, key: &str) -> Option<String> {
    program.lines().find_map(|line| {
        let line = line.trim().trim_start_matches("config.");
        let value = line.strip_prefix(key)?.trim_start_matches([' ', '=']);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        Some(value[1..].split(quote).next()?.to_owned())
    })
}

/// Bridgetown's names of patterns, as Jekyll writes what they mean.
const STYLES: [(&str, &str); 4] = [
    ("pretty", "/:categories/:year/:month/:day/:slug/"),
    ("pretty_ext", "/:categories/:year/:month/:day/:slug:output_ext"),
    ("simple", "/:categories/:slug/"),
    ("simple_ext", "/:categories/:slug:output_ext"),
];

fn read(folder: &Folder, draft: &mut Draft) {
    let config = CONFIGS[..2].iter().find_map(|file| folder.data(file)).unwrap_or_default();
    let program = folder.text(CONFIGS[2]).unwrap_or_default();
    let of = |key: &str| {
        let by_program = said(of_ruby(&program, key), format!("{}: {key}", CONFIGS[2]));
        by_program.or_else(|| said(text(&config, key), format!("{}: {key}", CONFIGS[0])))
    };
    let top = of("source").map_or_else(|| "src".to_owned(), |said| plain(&said.value));
    let names = ["yml", "yaml", "json"].map(|ending| joined(&top, &format!("_data/site_metadata.{ending}")));
    let (file, data) =
        names.iter().find_map(|name| Some((name.as_str(), folder.data(name)?))).unwrap_or(("", Value::Null));
    let told = |key: &str| said(text(&data, key), format!("{file}: {key}"));
    draft.title = told("title").or_else(|| told("name"));
    let base = of("base_path").map(|said| said.value).unwrap_or_default();
    draft.url = of("url").map(|url| Said { value: address(&url.value, &base), ..url });
    draft.description = told("description").or_else(|| told("tagline"));
    draft.language =
        of("default_locale").or_else(|| told("lang")).or_else(|| said(Some("en".into()), "Bridgetown's own"));
    draft.timezone = of("timezone");
    draft.author = told("author.name").or_else(|| told("author")).map(|name| (name, text(&data, "email")));
    draft.dir = of("destination").or_else(|| said(Some("output".into()), "where Bridgetown puts the site"));
    let style = of("permalink").unwrap_or(Said { value: "pretty".into(), from: "Bridgetown's own".into() });
    let known = STYLES.iter().find(|(name, _)| *name == style.value).map(|(_, pattern)| (*pattern).to_owned());
    let pattern = known.unwrap_or_else(|| style.value.replace("[locale]/", "").replace(".*", ":output_ext"));
    let table = Table::default()
        .with("path", pages(folder, &joined(&top, "_posts")), "")
        .with("permalink", pattern.trim_start_matches("/[locale]").to_owned(), style.from)
        .with("generator", "jekyll", "")
        .with("section", false, "");
    draft.sources.push(address_as_id(table, "Bridgetown's"));
    let path = text(&config, "feed.path").unwrap_or_else(|| "feed.xml".into());
    let limit = at(&config, "feed.post_limit").and_then(Value::as_i64).unwrap_or(10);
    draft.feeds.push(feed("all", &[("atom", plain(&path))], "bridgetown-feed's").with(
        "limit",
        limit,
        "as bridgetown-feed has it",
    ));
    instead(draft, "take `bridgetown-feed` out of the site's plugins and its Gemfile");
}
