//! Configuration of web servers: the right types, short caching, compressed twins, other sites' pages.

use minijinja::{Environment, UndefinedBehavior, Value, value::Serde};
use serde::Serialize;

use super::{LIST, WELL_KNOWN, template};
use crate::config::{Compression, Config};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::feed::output_url;
use crate::publish;
use crate::render;

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "unfit-address",
    summary: "The address of the feeds is unknown, or has characters that the configuration of a web server cannot hold as they are.",
}];

/// A web server, or a host of static sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// nginx.
    Nginx,
    /// Caddy 2.
    Caddy,
    /// Apache httpd 2.4.
    Apache,
    /// `_headers` of Netlify, Cloudflare Pages and the like.
    Headers,
}

/// A media type and the endings of files that have it.
#[derive(Serialize)]
struct Type {
    media_type: &'static str,
    endings: Vec<String>,
}

/// What templates see.
#[derive(Serialize)]
struct Values<'a> {
    /// The path of the folder in addresses, with a slash at its end.
    path: &'a str,
    /// The same in a regular expression.
    pattern: String,
    /// What stands before the path in addresses.
    origin: &'a str,
    /// Where the list of all feeds is. At a site's root it has its well-known place besides.
    list: Option<&'static str>,
    well_known: &'static str,
    types: Vec<Type>,
    /// Endings of all types, as alternatives of a regular expression.
    endings: String,
    /// Compressed twins: the name of each coding, and its ending without the dot.
    twins: Vec<(&'static str, &'static str)>,
    /// Whether gzip is one of them.
    gzip: bool,
    max_age: i64,
    cors: bool,
}

/// Endings that a site has other files of.
const OF_SITES: [&str; 5] = ["css", "html", "js", "json", "xml"];

/// Types of what stands beside the feeds.
const BESIDE: [(&str, &str); 4] =
    [("text/x-opml", "opml"), ("text/html", "html"), ("text/css", "css"), ("text/javascript", "js")];

/// The configuration of a server for the feeds of a config.
pub fn snippet(server: Server, config: &Config) -> Result<String, Diagnostic> {
    let url = output_url(config).unwrap_or_default();
    let scheme = url.find("://").map_or(0, |at| at + 3);
    let (origin, path) = url.split_at(url[scheme..].find('/').map_or(url.len(), |at| scheme + at));
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    let fits =
        path.starts_with('/') && path.chars().all(plain) && origin.chars().all(|c| plain(c) || "[]:".contains(c));
    if scheme == 0 || !fits {
        let message = format!("the address of the feeds, `{}`, cannot stand in this configuration", url.escape_debug());
        return Err(Diagnostic::error("unfit-address", message)
            .help("give the folder an address in `output.url` with letters, digits, `-`, `_`, `.` and `~` only"));
    }
    let mut types = types(config);
    if path == "/" {
        // Of a whole site only what nothing but feeds is called.
        for t in &mut types {
            t.endings.retain(|ending| !OF_SITES.contains(&ending.as_str()));
        }
        types.retain(|t| !t.endings.is_empty());
    }
    let endings: Vec<String> = types.iter().flat_map(|t| &t.endings).map(|ending| ending.replace('.', "\\.")).collect();
    let values = Values {
        path,
        pattern: path.replace('.', "\\."),
        origin,
        list: (config.output.beside.opml).then_some(LIST),
        well_known: WELL_KNOWN,
        endings: endings.join("|"),
        types,
        twins: config.output.compress.iter().map(|kind| (coding(*kind), &publish::extension(*kind)[1..])).collect(),
        gzip: config.output.compress.contains(&Compression::Gzip),
        max_age: config.serve.max_age.seconds(),
        cors: config.serve.cors,
    };
    let text = match server {
        Server::Nginx => include_str!("templates/nginx.conf"),
        Server::Caddy => include_str!("templates/Caddyfile"),
        Server::Apache => include_str!("templates/apache.conf"),
        Server::Headers => include_str!("templates/_headers"),
    };
    let mut environment = Environment::new();
    template::lay_out(&mut environment);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    Ok(environment.render_str(text, Value::from(Serde(values))).unwrap_or_default())
}

/// The types of all that is published: the endings that the config has, whole paths among them.
fn types(config: &Config) -> Vec<Type> {
    let of_format = |row: &'static render::format::Row| {
        let mut endings = vec![config.output.extension(row.format).to_owned()];
        let own = config.feed.iter().filter_map(|feed| feed.files.get(&row.format));
        // What has an ending of its own is known by it, what shares one by its whole name.
        endings.extend(own.filter_map(|file| {
            let name = file.rsplit('/').next().unwrap_or(file);
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
            let (_, ending) = name.rsplit_once('.')?;
            (plain && ending != config.output.extension(row.format)).then(|| ending.to_owned())
        }));
        endings.sort_unstable();
        endings.dedup();
        Type { media_type: row.media_type, endings }
    };
    let mut types: Vec<Type> = render::FORMATS.iter().map(of_format).collect();
    // An ending that two formats share says nothing of either; the first keeps it.
    let mut known = std::collections::HashSet::new();
    for t in &mut types {
        t.endings.retain(|ending| known.insert(ending.clone()));
    }
    let beside = BESIDE.iter().filter(|(_, ending)| !known.contains(*ending));
    types.extend(beside.map(|(media_type, ending)| Type { media_type, endings: vec![(*ending).to_owned()] }));
    types.retain(|t| !t.endings.is_empty());
    types
}

/// The name of a coding in HTTP.
fn coding(kind: Compression) -> &'static str {
    match kind {
        Compression::Gzip => "gzip",
        Compression::Br => "br",
        Compression::Zstd => "zstd",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(output: &str) -> Config {
        let site = "[site]\ntitle = \"T\"\nurl = \"https://a.example/\"\nauthority = \"a.example,2026\"\n";
        toml::from_str(&format!("{site}[output]\n{output}")).unwrap()
    }

    const ALL: [Server; 4] = [Server::Nginx, Server::Caddy, Server::Apache, Server::Headers];

    #[test]
    fn every_server_is_told_all_types_how_long_and_who_may_read() {
        let config = config("extensions = { rss = \"xml\" }\n[serve]\nmax-age = \"2m\"");
        for server in ALL {
            let text = snippet(server, &config).unwrap();
            for word in [
                "application/rss+xml",
                "application/atom+xml",
                "application/feed+json",
                "text/x-opml",
                "xml",
                "max-age=120",
                "Access-Control-Allow-Origin",
                "nosniff",
                "/feeds/",
            ] {
                assert!(text.contains(word), "{server:?} {word}\n{text}");
            }
            assert!(text.contains("generator: feedwright"));
        }
        let closed = Config { serve: crate::config::Serve { cors: false, ..config.serve.clone() }, ..config };
        assert!(ALL.iter().all(|server| !snippet(*server, &closed).unwrap().contains("Access-Control")));
    }

    #[test]
    fn an_address_that_would_say_something_to_a_server_is_refused() {
        for url in [
            "https://a.example/fe;eds/",
            "https://a.example/{x}/",
            "https://a.example/a\"b/",
            "https://a.example/a b/",
            "https://a.example/$uri/",
            "https://a.example/%C3%A4/",
        ] {
            for server in ALL {
                let found = snippet(server, &config(&format!("url = '{url}'"))).unwrap_err();
                assert_eq!(found.code, "unfit-address", "{url}");
            }
        }
        for url in ["https://a.example/", "http://127.0.0.1:8080/feeds/", "https://a.example"] {
            assert!(snippet(Server::Nginx, &config(&format!("url = '{url}'"))).is_ok(), "{url}");
        }
    }

    #[test]
    fn files_with_endings_of_their_own_have_the_type_of_their_format() {
        let config = config("[[feed]]\nname = \"top\"\nfiles = { rss = \"blog/rss.xml\", atom = \"blog/{{ term }}\" }");
        let types = types(&config);
        assert_eq!(types[0].endings, ["rss", "xml"]);
        assert_eq!(types[1].endings, ["atom"]);
    }
}
