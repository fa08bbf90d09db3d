//! WordPress itself, from Debian's package, with MariaDB and PHP's own server: what it gives over `wp/v2` and what it
//! exports becomes the feed that it makes itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use feedwright::article::markup::{plain, text};
use rss::Channel;
use serde_json::Value;

use crate::databases::servers::{Server, ServerKind, free_port};
use crate::newsroom::{Newsroom, Ran, between, with_iim};
use crate::outside::{missing, program, root};

/// Where Debian's package lies.
const PACKAGE: &str = "/usr/share/wordpress";

/// A site that runs.
struct Site {
    database: Server,
    folder: tempfile::TempDir,
    web: Child,
    port: u16,
    /// An application password of its desk.
    password: String,
}

impl Site {
    /// Installs one and fills it; `None` where that cannot be had.
    fn start() -> Option<Self> {
        if !Path::new(PACKAGE).join("wp-load.php").exists() {
            missing("WordPress is not installed (Debian's package `wordpress`)");
            return None;
        }
        if !program("php", &["-r", "exit(extension_loaded('mysqli') ? 0 : 1);"]) {
            return None;
        }
        let Some(database) = Server::start(ServerKind::Mariadb) else {
            missing("MariaDB is not installed");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let own = |name: &str| folder.path().join(name);
        for part in ["wp-includes", "wp-admin"] {
            symlink(Path::new(PACKAGE).join(part), own(part)).unwrap();
        }
        for file in fs::read_dir(PACKAGE).unwrap().flatten().filter(|file| file.path().is_file()) {
            fs::copy(file.path(), own(&file.file_name().into_string().unwrap())).unwrap();
        }
        let theme = own("wp-content/themes/plain");
        fs::create_dir_all(&theme).unwrap();
        fs::create_dir_all(own("wp-content/mu-plugins")).unwrap();
        fs::write(theme.join("index.php"), "<?php wp_head();\n").unwrap();
        fs::write(theme.join("style.css"), "/* Theme Name: Plain */\n").unwrap();
        let files = root().join("tests/wordpress");
        for name in ["wp-config.php", "router.php", "desk.php"] {
            fs::copy(files.join(name), own(name)).unwrap();
        }
        fs::copy(files.join("plugin.php"), own("wp-content/mu-plugins/plugin.php")).unwrap();
        fs::write(own("picture.jpg"), with_iim(&[(80, "Bo Dee"), (116, "(c) Bo Dee")])).unwrap();
        let port = free_port();
        let address = format!("127.0.0.1:{port}");
        let mut serve = php(folder.path(), &database);
        let web = serve
            .args(["-S", &address, "-t"])
            .arg(folder.path())
            .arg(own("router.php"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut site = Self { database, folder, web, port, password: String::new() };
        site.desk("install");
        site.password = site.desk("fill");
        let until = Instant::now() + Duration::from_mins(1);
        while std::net::TcpStream::connect(&address).is_err() {
            assert!(Instant::now() < until, "it does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(site)
    }

    /// Does something at its desk, and gives what that prints.
    fn desk(&self, what: &str) -> String {
        let mut command = php(self.folder.path(), &self.database);
        let output = command.arg(self.folder.path().join("desk.php")).arg(what).output().unwrap();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && complaints.is_empty(),
            "{what}: {complaints}{}",
            String::from_utf8_lossy(&output.stdout)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// What its pages show of its posts, by their addresses: of galleries its own feed has no captions.
    fn bodies(&self) -> BTreeMap<String, String> {
        let posts = |page: u32| {
            let path = format!("/wp-json/wp/v2/posts?per_page=100&_fields=link,content&page={page}");
            let login = format!(
                "Basic {}",
                base64::engine::general_purpose::STANDARD.encode(format!("desk:{}", self.password))
            );
            let mut answer = ureq::get(self.url(&path)).header("Authorization", login).call().unwrap();
            serde_json::from_str::<Vec<Value>>(&answer.body_mut().read_to_string().unwrap()).unwrap()
        };
        let of = |value: &Value| value.as_str().unwrap().to_owned();
        (1..=2).flat_map(posts).map(|post| (of(&post["link"]), of(&post["content"]["rendered"]))).collect()
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The feed that it makes itself, without those of its posts that ask for a password.
    fn feed(&self) -> Channel {
        let text = ureq::get(self.url("/feed/")).call().unwrap().body_mut().read_to_string().unwrap();
        let mut channel = Channel::read_from(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
        channel.items.retain(|item| !item.title().unwrap_or_default().starts_with("Protected: "));
        channel
    }

    /// What a run asks its server for.
    fn asked(&self, run: impl FnOnce()) -> Vec<String> {
        let log = self.folder.path().join("asked");
        fs::write(&log, "").unwrap();
        run();
        fs::read_to_string(&log).unwrap().lines().map(str::to_owned).collect()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.web.kill();
        let _ = self.web.wait();
    }
}

fn php(folder: &Path, database: &Server) -> Command {
    let mut command = Command::new("php");
    command.current_dir(folder);
    command.env("WORDPRESS_DATABASE", format!("127.0.0.1:{}", database.port())).env("WORDPRESS_PASSWORD", "p@ss:w/rd");
    command
}

/// What is said of an article in a feed.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    link: String,
    title: String,
    date: i64,
    guid: String,
    authors: Vec<String>,
    categories: BTreeSet<String>,
}

fn entry(item: &rss::Item) -> Entry {
    Entry {
        link: item.link().unwrap_or_default().to_owned(),
        title: item.title().unwrap_or_default().to_owned(),
        date: chrono::DateTime::parse_from_rfc2822(item.pub_date().unwrap()).unwrap().timestamp(),
        guid: item.guid().unwrap().value.clone(),
        // Its own feed writes references into what is none: `&#038;` in a CDATA section.
        authors: item
            .dublin_core_ext()
            .into_iter()
            .flat_map(|own| &own.creators)
            .map(|name| plain(name).into_owned())
            .collect(),
        // Ours have the names of sections for machines, too.
        categories: item.categories().iter().filter(|one| one.domain().is_none()).map(|one| one.name.clone()).collect(),
    }
}

fn newsroom(source: &str) -> Newsroom {
    Newsroom::new(&format!(
        "[fetch]\nallow = [\"127.0.0.0/8\"]\n[[source]]\nname = \"wp\"\n{source}\n\
         [[feed]]\nname = \"all\"\nlimit = 5000\nmax-shrink = \"100%\"\n"
    ))
}

fn ours(room: &Newsroom) -> Channel {
    Channel::read_from(room.read("feeds/all.rss").as_bytes()).unwrap()
}

/// Quotes and dashes become those of printers only on its pages, by the language of the site.
fn typed(text: &str) -> String {
    text.replace('’', "'").replace(['“', '”'], "\"").replace('—', "--").replace('…', "...")
}

/// The words of a body, and the addresses of its pictures, in their order.
fn shown(html: &str) -> (String, Vec<String>) {
    // The credit that the picture itself says is ours to add.
    let words = text(html).replace("Photo: Bo Dee", "").split_whitespace().collect::<Vec<_>>().join(" ");
    let pictures = html.split("<img ").skip(1).map(|tag| between(tag, "src=\"", "\"").to_owned());
    (words, pictures.collect())
}

/// Fails unless the feed of a newsroom says what WordPress's own says.
#[track_caller]
fn same(room: &Newsroom, site: &Site, typed: fn(&str) -> String) {
    let (ours, theirs, bodies) = (ours(room), site.feed(), site.bodies());
    assert!(theirs.items.len() > 130);
    for (own, theirs) in ours.items.iter().zip(&theirs.items) {
        let (mut shows, mut entry) = (shown(own.content().unwrap_or_default()), entry(theirs));
        entry.title = typed(&entry.title);
        shows.0 = typed(&shows.0);
        if entry.title.starts_with("The ferry") {
            // Themes show the picture that stands for a post, with its caption.
            shows.0 = shows.0.strip_prefix("At the quay, early & cold. ").unwrap().to_owned();
            assert!(shows.1.remove(0).ends_with("/ferry.jpg"));
        }
        if entry.title.is_empty() {
            // A post without a title has its first words as one.
            entry.title.clone_from(&shows.0);
        }
        let mut with_series = self::entry(own);
        with_series.title = typed(&with_series.title);
        // Of taxonomies beside categories and tags its own feed says nothing.
        assert_eq!(with_series.categories.remove("Harbours of the North"), entry.title.starts_with("The ferry"));
        assert_eq!(with_series, entry);
        let (words, pictures) = shown(&bodies[&entry.link]);
        assert_eq!(shows, (typed(&words), pictures), "{}", entry.title);
    }
    assert_eq!(ours.items.len(), theirs.items.len());
    for file in ["rss", "atom", "json"].map(|ending| room.read(&format!("feeds/all.{ending}"))) {
        assert!(!file.contains("secret") && !file.contains("Held"), "{file}");
    }
}

fn built(room: &Newsroom) -> Ran {
    room.run(&["build"])
}

#[test]
fn over_its_interface_it_gives_the_feed_that_it_makes_itself() {
    let Some(site) = Site::start() else { return };
    let address = site.url("/wp-json/wp/v2/posts");
    let room = newsroom(&format!("from = \"{address}\"\nformat = \"wordpress\""));
    built(&room).ends(0).says_nothing();
    same(&room, &site, str::to_owned);
    let before = room.output();
    let asked = site.asked(|| drop(built(&room).ends(0).says_nothing()));
    assert_eq!(asked.len(), 2, "a run without news asks whether there is any: {asked:?}");
    assert_eq!(room.output(), before);
    // Of what changed only that is asked for.
    site.desk("edit");
    let asked = site.asked(|| drop(built(&room).raises(&["record-vanished"]).ends(0)));
    assert!(asked.iter().any(|path| path.contains("modified_after=")), "{asked:?}");
    assert_eq!(asked.iter().filter(|path| path.contains("content")).count(), 2, "{asked:?}");
    same(&room, &site, str::to_owned);
    let titles: Vec<String> = ours(&room).items.iter().map(|item| item.title().unwrap().to_owned()).collect();
    assert!(titles.contains(&"Number seven, mended".to_owned()) && titles.contains(&"Found again".to_owned()));
    assert!(!["Number 7", "Number 8", "Number 9", "Number 10"].iter().any(|gone| titles.contains(&(*gone).to_owned())));
    // Who may see all is shown all, and publishes what is for all.
    let with_login = address.replace("http://", "http://desk:${WP_PASSWORD}@");
    site.desk("close");
    built(&room).raises(&["source-not-drawn"]).ends(1).says("401 (not without a login)");
    for query in ["", "?status=any", "?context=edit&status=any"] {
        let room = newsroom(&format!("from = \"{with_login}{query}\"\nformat = \"wordpress\""));
        let output = room.command(&["build"]).env("WP_PASSWORD", &site.password).output().unwrap();
        Ran::of(&output).ends(0).says_nothing();
        same(&room, &site, if query.contains("edit") { typed } else { str::to_owned });
    }
}

#[test]
fn of_its_export_comes_the_feed_that_it_makes_itself() {
    let Some(site) = Site::start() else { return };
    let room = newsroom("path = \"export.xml\"\ntaxonomies = [\"series\"]");
    room.write("export.xml", &site.desk("export"));
    built(&room).ends(0).says_nothing();
    same(&room, &site, typed);
}
