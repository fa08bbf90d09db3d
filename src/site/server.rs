//! Configuration of web servers: the right types, short caching, compressed twins, other sites' pages.

use minijinja::{Environment, UndefinedBehavior, Value, value::Serde};
use serde::Serialize;

use super::delivery::{Delivery, Type};
use super::{WELL_KNOWN, template};
use crate::config::Config;
use crate::diagnostic::{CodeInfo, Diagnostic};

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
    /// `_redirects` of the same.
    Redirects,
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
    /// Hubs that all feeds name.
    hubs: &'a [String],
    /// Files that moved, and where to.
    moved: Vec<(&'a str, String)>,
    /// Files that will not come back.
    ended: &'a [String],
}

/// Endings that a site has other files of.
const OF_SITES: [&str; 5] = ["css", "html", "js", "json", "xml"];

/// The configuration of a server for the feeds of a config.
pub fn snippet(server: Server, config: &Config) -> Result<String, Diagnostic> {
    let delivery = Delivery::of(config);
    let (origin, path) = (&*delivery.origin, &*delivery.path);
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    let fits =
        path.starts_with('/') && path.chars().all(plain) && origin.chars().all(|c| plain(c) || "[]:".contains(c));
    if origin.is_empty() || !fits {
        let url = format!("{origin}{path}");
        let message = format!("the address of the feeds, `{}`, cannot stand in this configuration", url.escape_debug());
        return Err(Diagnostic::error("unfit-address", message)
            .help("give the folder an address in `output.url` with letters, digits, `-`, `_`, `.` and `~` only"));
    }
    let moved: Vec<(&str, String)> =
        config.serve.moved.iter().map(|(old, new)| (&**old, delivery.place(new))).collect();
    let ended = &config.serve.ended;
    let names = moved.iter().flat_map(|(old, new)| [*old, &**new]).chain(ended.iter().map(String::as_str));
    let names = names.chain(delivery.hubs.iter().map(String::as_str));
    if let Some(name) = names.into_iter().find(|name| !name.chars().all(|c| plain(c) || ":".contains(c))) {
        let message = format!("`{}` of the config cannot stand in this configuration", name.escape_debug());
        return Err(Diagnostic::error("unfit-address", message)
            .help("say it to the web server yourself, or use letters, digits, `-`, `_`, `.`, `~` and `/` only"));
    }
    let mut types = delivery.types;
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
        list: delivery.list,
        well_known: WELL_KNOWN,
        endings: endings.join("|"),
        types,
        gzip: delivery.twins.iter().any(|(name, _)| *name == "gzip"),
        twins: delivery.twins,
        max_age: delivery.max_age,
        cors: delivery.cors,
        hubs: &delivery.hubs,
        moved,
        ended,
    };
    let text = match server {
        Server::Nginx => include_str!("templates/nginx.conf"),
        Server::Caddy => include_str!("templates/Caddyfile"),
        Server::Apache => include_str!("templates/apache.conf"),
        Server::Headers => include_str!("templates/_headers"),
        Server::Redirects => include_str!("templates/_redirects"),
    };
    let mut environment = Environment::new();
    template::lay_out(&mut environment);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    Ok(environment.render_str(text, Value::from(Serde(values))).unwrap_or_default())
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
    fn hosts_of_static_sites_are_told_what_moved_and_what_ended() {
        let serve =
            "[serve]\nmoved = { \"old.rss\" = \"top.rss\", \"x\" = \"https://b.example/x\" }\nended = [\"sports.rss\"]";
        let text = snippet(Server::Redirects, &config(serve)).unwrap();
        let lines: Vec<Vec<&str>> =
            text.lines().filter(|l| !l.starts_with('#')).map(|l| l.split_whitespace().collect()).collect();
        assert_eq!(
            lines,
            [
                vec!["/.well-known/feeds", "/feeds/feeds.opml", "302"],
                vec!["/feeds/old.rss", "/feeds/top.rss", "301"],
                vec!["/feeds/x", "https://b.example/x", "301"],
                vec!["/feeds/sports.rss", "/404.html", "410"],
            ]
        );
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
        let types = Delivery::of(&config).types;
        assert_eq!(types[0].endings, ["rss", "xml", "mrss"]);
        assert_eq!(types[1].endings, ["atom"]);
    }
}
