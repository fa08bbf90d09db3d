//! Posts of WordPress's REST API: against a server that answers as its documentation says.

#[cfg(all(unix, feature = "postgres", feature = "mysql"))]
mod itself;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::newsroom::{NOW, Newsroom};
use crate::remote::station::{Answer, Request, Station};

/// What a site of WordPress holds.
#[derive(Default)]
struct Blog {
    posts: BTreeMap<u64, Value>,
    /// Categories, tags and other terms, users and files, by the names of their routes.
    others: BTreeMap<&'static str, BTreeMap<u64, Value>>,
    /// Whether strangers may see who writes.
    hides_users: bool,
    /// Whether even what is embedded does not say.
    hides_embedded: bool,
    /// The password of the interface, if there is one.
    password: Option<&'static str>,
    /// Status of every answer, where the site is down.
    down: Option<u16>,
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

impl Blog {
    /// Answers as the documentation of `wp/v2` says.
    fn answer(&self, request: &Request) -> Option<Answer> {
        if let Some(status) = self.down {
            return Some(Answer::status(status));
        }
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let query: BTreeMap<String, String> =
            query.split('&').filter_map(|pair| pair.split_once('=')).map(|(n, v)| (decoded(n), decoded(v))).collect();
        let route = query.get("rest_route").map_or(path, |route| &**route);
        let route = route.trim_start_matches("/wp-json").strip_prefix("/wp/v2/")?;
        if let Some(password) = self.password
            && request.fields.get("authorization").map(|a| &**a) != Some(password)
        {
            return Some(error(401, "rest_forbidden"));
        }
        let of = |name: &str| query.get(name).map(|value| &**value);
        if route == "taxonomies" {
            let all = json!({"category": {"rest_base": "categories"}, "post_tag": {"rest_base": "tags"}, "series": {"rest_base": "series"}});
            return Some(Answer::ok(all.to_string()));
        }
        let mut found: Vec<Value> = match route {
            "users" if self.hides_users => return Some(error(401, "rest_user_cannot_view")),
            "posts" | "recipes" => self.posts.values().filter(|post| post["type"] == route).cloned().collect(),
            other => self.others.get(other)?.values().cloned().collect(),
        };
        if route == "posts" || route == "recipes" {
            found.retain(|post| post["status"] == "publish");
        }
        if let Some(ids) = of("include") {
            let ids: BTreeSet<&str> = ids.split(',').collect();
            found.retain(|one| ids.contains(&*one["id"].to_string()));
        }
        if let Some(author) = of("author") {
            found.retain(|one| one["author"].as_u64() == author.parse().ok());
        }
        for (name, field) in [("modified_after", "modified_gmt"), ("after", "date_gmt")] {
            if let Some(moment) = of(name) {
                found.retain(|one| one[field].as_str().unwrap() > moment.trim_end_matches('Z'));
            }
        }
        let by = match of("orderby") {
            Some("modified") => "modified_gmt",
            Some("id") => "id",
            _ => "date_gmt",
        };
        if route == "posts" || route == "recipes" {
            found.sort_by_key(|one| (one[by].as_u64(), one[by].as_str().map(str::to_owned), one["id"].as_u64()));
            if of("order") != Some("asc") {
                found.reverse();
            }
        }
        let size: usize = of("per_page").map_or(10, |size| size.parse().unwrap());
        let page: usize = of("page").map_or(1, |page| page.parse().unwrap());
        let (total, pages) = (found.len(), found.len().div_ceil(size.max(1)));
        if size > 100 || size == 0 {
            return Some(error(400, "rest_invalid_param"));
        }
        if page > pages.max(1) {
            return Some(error(400, "rest_post_invalid_page_number"));
        }
        let mut found: Vec<Value> = found.into_iter().skip((page - 1) * size).take(size).collect();
        if of("_embed") == Some("author") {
            for post in &mut found {
                let user = &self.others["users"][&post["author"].as_u64().unwrap()];
                let user = if self.hides_embedded { json!({"code": "rest_user_invalid_id"}) } else { user.clone() };
                post["_embedded"] = json!({"author": [user]});
            }
        }
        if let Some(fields) = of("_fields") {
            let wanted: BTreeSet<&str> = fields.split(',').map(|field| field.split('.').next().unwrap()).collect();
            for one in &mut found {
                one.as_object_mut().unwrap().retain(|name, _| wanted.contains(&**name));
            }
        }
        let answer = Answer::ok(Value::Array(found).to_string()).with("ETag", "");
        Some(answer.with("X-WP-Total", &total.to_string()).with("X-WP-TotalPages", &pages.to_string()))
    }
}

fn error(status: u16, code: &str) -> Answer {
    Answer { status, body: json!({"code": code, "message": "no"}).to_string().into_bytes(), ..Answer::default() }
}

fn post(id: u64, title: &str, day: u64) -> Value {
    let moment = format!("2026-05-{day:02}T08:00:00");
    json!({
        "id": id, "type": "posts", "status": "publish", "date": format!("2026-05-{day:02}T10:00:00"), "date_gmt": moment,
        "modified": moment, "modified_gmt": moment, "slug": format!("p{id}"), "link": format!("https://courier.example/p{id}/"),
        "guid": {"rendered": format!("https://courier.example/?p={id}&#038;x=1")},
        "title": {"rendered": title}, "content": {"rendered": "<p>It sails again.</p>", "protected": false},
        "excerpt": {"rendered": "<p>It sails [&hellip;]</p>", "protected": false},
        "author": 3, "featured_media": 0, "categories": [1, 5], "tags": [], "series": [], "sticky": false,
        "password": "", "secret_note": "never for readers"
    })
}

fn term(id: u64, name: &str, taxonomy: &str) -> (u64, Value) {
    let slug = if name == "Uncategorized" { "uncategorized".to_owned() } else { format!("t{id}") };
    let link = format!("https://courier.example/{}/{slug}/", if taxonomy == "post_tag" { "tag" } else { taxonomy });
    (id, json!({"id": id, "name": name, "slug": slug, "taxonomy": taxonomy, "link": link}))
}

fn blog() -> Blog {
    let user = json!({"id": 3, "name": "Ann &amp; Lee", "slug": "ann", "link": "https://courier.example/author/ann/"});
    let picture = json!({
        "id": 8, "source_url": "https://courier.example/ferry.jpg", "mime_type": "image/jpeg", "alt_text": "The ferry",
        "caption": {"rendered": "<p>At the <em>quay</em>.</p>\n"}, "media_details": {"width": 900, "height": 600,
            "image_meta": {"credit": "Bo Dee", "copyright": "(c) Bo", "keywords": ["quay"]},
            "sizes": {"thumbnail": {"source_url": "https://courier.example/ferry-150x150.jpg", "width": 150, "height": 150, "mime_type": "image/jpeg"},
                "full": {"source_url": "https://courier.example/ferry.jpg", "width": 900, "height": 600, "mime_type": "image/jpeg"}}}
    });
    let inner = json!({"id": 9, "source_url": "https://courier.example/quay.jpg", "mime_type": "image/jpeg", "alt_text": "The quay", "meta": {"_media_credit": "Cy Eff"}});
    let mut blog = Blog::default();
    blog.posts.insert(1, post(1, "The ferry &#8220;Tern&#8221;", 1));
    blog.others.insert("users", BTreeMap::from([(3, user)]));
    blog.others.insert("media", BTreeMap::from([(8, picture), (9, inner)]));
    blog.others.insert(
        "categories",
        BTreeMap::from([term(1, "Uncategorized", "category"), term(5, "World &amp; Sea", "category")]),
    );
    blog.others.insert("tags", (20..40).map(|id| term(id, &format!("Tag {id}"), "post_tag")).collect());
    blog.others.insert("series", BTreeMap::from([term(60, "Harbours", "series")]));
    blog
}

/// A site that answers, and what it holds.
fn site(blog: Blog) -> (Station, Arc<Mutex<Blog>>) {
    let blog = Arc::new(Mutex::new(blog));
    let known = blog.clone();
    (Station::with(move |request| known.lock().unwrap().answer(request)), blog)
}

const ADDRESS: &str = "/wp-json/wp/v2/posts";

fn newsroom(station: &Station, address: &str, more: &str) -> Newsroom {
    let url = station.url(address);
    Newsroom::new(&format!(
        "[fetch]\nallow = [\"127.0.0.0/8\"]\n[[source]]\nname = \"wp\"\nfrom = \"{url}\"\nformat = \"wordpress\"\n{more}\n\
         [[feed]]\nname = \"all\"\nlimit = 5000\nmax-shrink = \"100%\"\n"
    ))
}

fn titles(room: &Newsroom) -> Vec<String> {
    let items = room.items("feeds/all.json");
    let mut titles: Vec<String> = items.iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
    titles.sort();
    titles
}

#[test]
fn a_post_is_an_article_with_its_terms_author_and_pictures_however_many() {
    let mut blog = blog();
    let own = blog.posts.get_mut(&1).unwrap();
    own["tags"] = json!((20..40).collect::<Vec<_>>());
    own["series"] = json!([60]);
    own["featured_media"] = json!(8);
    own["content"]["rendered"] = json!(
        "<p>It sails.</p><figure><img class=\"wp-image-9\" alt=\"The quay\" src=\"https://courier.example/quay.jpg\"></figure>"
    );
    let (station, _) = site(blog);
    let room = newsroom(&station, ADDRESS, "");
    room.run(&["build", "--now", NOW]).ends(0).says_nothing();
    let [item] = &room.items("feeds/all.json")[..] else { panic!("one item") };
    assert_eq!(item["id"], "https://courier.example/?p=1&x=1");
    assert_eq!(item["url"], "https://courier.example/p1/");
    assert_eq!(item["title"], "The ferry “Tern”");
    assert_eq!(item["authors"][0]["name"], "Ann & Lee");
    assert_eq!(item["date_published"], "2026-05-01T08:00:00Z");
    let own = &item["_feedwright"];
    assert_eq!(own["section"], "World & Sea");
    let tags: Vec<&str> = item["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()).collect();
    assert!((20..40).all(|n| tags.contains(&&*format!("Tag {n}"))) && tags.contains(&"Harbours"), "{tags:?}");
    let media = own["media"].as_array().unwrap();
    assert_eq!(
        (&media[0]["caption"], &media[0]["credit_line"], &media[0]["alt"]),
        (&json!("At the quay."), &json!("Bo Dee"), &json!("The ferry"))
    );
    assert_eq!(
        (&media[1]["url"], &media[1]["credit_line"]),
        (&json!("https://courier.example/quay.jpg"), &json!("Cy Eff"))
    );
    assert_eq!(media[0]["renditions"].as_array().unwrap().len(), 1);
    // An excerpt that WordPress cut off is none.
    assert!(!item.to_string().contains("It sails […]"), "{item}");
    let asked = station.paths();
    assert!(asked.iter().all(|path| !path.contains("_embed=")), "nothing needs to be embedded: {asked:?}");
    assert!(asked.iter().filter(|path| path.starts_with(ADDRESS)).all(|path| path.contains("_fields=")), "{asked:?}");
    assert!(
        !std::fs::read_dir(room.file(".feedwright/spool/wp.web"))
            .unwrap()
            .any(|file| { std::fs::read_to_string(file.unwrap().path()).unwrap().contains("never for readers") })
    );
}

#[test]
fn all_pages_are_read_and_later_only_what_changed_and_what_is_gone_is_found() {
    let mut first = blog();
    first.posts = (1..=250).map(|id| (id, post(id, &format!("Post {id}"), 1 + id % 9))).collect();
    let (station, blog) = site(first);
    let room = newsroom(&station, ADDRESS, "");
    room.build().says_nothing().ends(0);
    assert_eq!(titles(&room).len(), 250);
    station.asked();
    let before = room.output();
    room.build().says_nothing().ends(0);
    assert_eq!(room.output(), before);
    assert_eq!(station.paths().len(), 2, "a run without news asks whether there is any");
    let edit = |edit: &dyn Fn(&mut Blog)| edit(&mut blog.lock().unwrap());
    let posts = |paths: &[String]| paths.iter().filter(|path| path.contains("content")).count();
    // An edit is one page.
    edit(&|blog| {
        let own = blog.posts.get_mut(&7).unwrap();
        own["title"] = json!({"rendered": "Edited"});
        own["modified_gmt"] = json!("2026-06-01T08:00:00");
    });
    room.build().ends(0);
    assert!(titles(&room).contains(&"Edited".to_owned()));
    let asked = station.paths();
    assert_eq!(posts(&asked), 1, "{asked:?}");
    // One that goes and one that comes at once, with nothing changed: as scheduled ones do.
    edit(&|blog| {
        blog.posts.get_mut(&9).unwrap()["status"] = json!("trash");
        let mut scheduled = post(900, "Scheduled", 20);
        scheduled["modified_gmt"] = json!("2026-01-01T08:00:00");
        blog.posts.insert(900, scheduled);
    });
    room.build().raises(&["record-vanished"]).ends(0);
    let now = titles(&room);
    assert!(
        now.contains(&"Scheduled".to_owned()) && !now.contains(&"Post 9".to_owned()) && now.len() == 250,
        "{now:?}"
    );
    // One that comes with an old date and an old change is found by the number of all.
    edit(&|blog| {
        let mut restored = post(901, "Restored", 1);
        restored["modified_gmt"] = json!("2026-01-01T08:00:00");
        blog.posts.insert(901, restored);
    });
    room.build().ends(0);
    assert!(titles(&room).contains(&"Restored".to_owned()));
    // So is what is gone alone.
    edit(&|blog| {
        blog.posts.remove(&11);
    });
    room.build().raises(&["record-vanished"]).ends(0);
    assert_eq!(titles(&room).len(), 250);
    // What the site holds by now is what a first run reads.
    let fresh = newsroom(&station, ADDRESS, "");
    fresh.build().ends(0);
    assert_eq!(titles(&fresh), titles(&room));
}

#[test]
fn nothing_is_published_that_is_not_for_all() {
    let mut blog = blog();
    for (id, change) in [
        (2, json!({"content": {"rendered": "", "protected": true}})),
        (3, json!({"status": "private"})),
        (4, json!({"status": "draft"})),
        (5, json!({"status": "future"})),
        (6, json!({"password": "s3cret"})),
        (7, json!({"status": "in-review"})),
        (8, json!({"excerpt": {"rendered": "", "protected": true}})),
        (9, json!({"pmpro_has_access": false})),
    ] {
        let mut own = post(id, &format!("Held {id}"), 2);
        for (name, value) in change.as_object().unwrap() {
            own[name] = value.clone();
        }
        blog.posts.insert(id, own);
    }
    // A file that somebody with rights has saved holds all of them.
    let saved = Value::Array(blog.posts.values().cloned().collect()).to_string();
    let room = Newsroom::new("[[source]]\npath = \"in/*.json\"\nformat = \"wordpress\"\n[[feed]]\nname = \"all\"\n");
    room.write("in/posts.json", &saved);
    room.build().ends(0);
    assert_eq!(titles(&room), ["The ferry “Tern”"]);
    // Strangers are not told passwords, but that there is one.
    blog.posts.get_mut(&6).unwrap()["content"]["protected"] = json!(true);
    let (station, _) = site(blog);
    let room = newsroom(&station, ADDRESS, "");
    room.build().ends(0);
    assert_eq!(titles(&room), ["The ferry “Tern”"]);
    assert!(!["rss", "atom", "json"].iter().any(|e| room.read(&format!("feeds/all.{e}")).contains("Held")));
}

#[test]
fn types_of_ones_own_routes_in_the_query_and_application_passwords_are_asked_as_they_are() {
    let mut own = blog();
    own.posts.get_mut(&1).unwrap()["type"] = json!("recipes");
    // desk:abcd efgh
    own.password = Some("Basic ZGVzazphYmNkIGVmZ2g=");
    let (station, _) = site(own);
    for address in ["/wp-json/wp/v2/recipes", "/?rest_route=/wp/v2/recipes"] {
        let room = newsroom(&station, address, "");
        room.build().raises(&["source-not-drawn"]).ends(1).says("401 (not without a login)");
        let with_login = room.read("config.toml").replace("http://", "http://desk:${WP_PASSWORD}@");
        room.write("config.toml", &with_login);
        let mut command = room.command(&["build", "--now", NOW]);
        let output = command.env("WP_PASSWORD", "abcd efgh").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(titles(&room), ["The ferry “Tern”"], "{address}");
        assert_eq!(room.items("feeds/all.json")[0]["_feedwright"]["section"], "World & Sea", "{address}");
    }
}

#[test]
fn where_authors_are_hidden_they_are_asked_for_with_a_post_of_theirs_and_else_left_out() {
    for (hides_embedded, author) in [(false, json!("Ann & Lee")), (true, json!(null))] {
        let (station, _) = site(Blog { hides_users: true, hides_embedded, ..blog() });
        let room = newsroom(&station, ADDRESS, "");
        room.build().ends(0);
        assert_eq!(room.items("feeds/all.json")[0]["authors"][0]["name"], author);
    }
}

#[test]
fn a_site_that_fails_at_any_request_keeps_what_it_gave() {
    let (station, blog) = site(blog());
    let room = newsroom(&station, ADDRESS, "");
    room.build().ends(0);
    blog.lock().unwrap().down = Some(503);
    room.build().raises(&["source-not-drawn"]).ends(1).says("503 (the server fails)");
    blog.lock().unwrap().down = None;
    blog.lock().unwrap().posts.insert(2, post(2, "Two", 9));
    for route in ["users", "categories", "taxonomies"] {
        let path = format!("/wp-json/wp/v2/{route}");
        let known = blog.clone();
        let failing = Station::with(move |request| {
            if request.path.starts_with(&path) {
                Some(Answer::status(500))
            } else {
                known.lock().unwrap().answer(request)
            }
        });
        let other = newsroom(&failing, ADDRESS, "");
        other.build().raises(&["source-not-drawn"]).ends(1).says("500 (the server fails)");
        assert!(titles(&other).is_empty());
    }
    // An address that is none of WordPress's says so.
    let plain = Station::start();
    plain.answers(ADDRESS, Answer::ok("{}"));
    let wrong = Station::with(|_| Some(Answer::ok("{\"a\":1}")));
    newsroom(&wrong, ADDRESS, "").build().ends(1).says("is this the address of WordPress's REST API");
    room.build().ends(0);
    assert_eq!(titles(&room), ["The ferry “Tern”", "Two"]);
}

#[test]
fn so_many_pages_are_read_as_are_wanted_the_newest_first() {
    let mut own = blog();
    own.posts = (1..=250).map(|id| (id, post(id, &format!("Post {id}"), 1 + id / 10))).collect();
    let (station, _) = site(own);
    let room = newsroom(&station, ADDRESS, "pages = 1");
    room.build().ends(0);
    let found = titles(&room);
    assert!(found.len() == 100 && found.contains(&"Post 250".to_owned()) && !found.contains(&"Post 1".to_owned()));
}

#[test]
fn what_is_kept_of_a_body_goes_the_way_of_an_export() {
    let mut own = post(1, "Ferry", 1);
    own["content"] = json!({"raw": "It sails.\n\n[audio src=\"https://courier.example/a.mp3\"]", "rendered": "<p>shown</p>", "protected": false});
    let room = Newsroom::new("[[source]]\npath = \"in/*.json\"\nformat = \"wordpress\"\n[[feed]]\nname = \"all\"\n");
    room.write("in/posts.json", &own.to_string());
    room.build().ends(0);
    let html = room.items("feeds/all.json")[0]["content_html"].as_str().unwrap().to_owned();
    assert!(html.contains("<p>It sails.</p>") && html.contains("a.mp3") && !html.contains("shown"), "{html}");
}

#[test]
fn what_plug_ins_say_of_a_post_holds_it_back_by_the_names_of_records_gates() {
    let held = [
        json!({"members_only": true}),
        json!({"visibility": "private"}),
        json!({"expires": "2020-01-01"}),
        json!({"acf": {"embargo": "2099-01-01"}}),
        json!({"acf": {"status": "draft"}}),
        json!({"meta": {"embargo_until": "2099-01-01"}}),
        json!({"status": null}),
        json!({"status": ""}),
        json!({"post_status": "draft"}),
        json!({"password": " "}),
        json!({"meta": {"_members_access_role": ["subscriber"]}}),
        json!({"meta": {"_jetpack_newsletter_access": "paid_subscribers"}}),
        json!({"meta": {"_wpmem_block": "1"}}),
        json!({"meta": {"rcp_access_level": "2"}}),
        json!({"meta": {"patreon-level": 5}}),
        json!({"meta": {"_llms_is_restricted": "yes"}}),
        json!({"meta": {"memberful_acl": "a:1:{i:0;s:5:\"12345\";}"}}),
        json!({"meta": {"um_content_restriction": {"_um_custom_access_settings": "1", "_um_accessible": 2}}}),
        json!({"rcp_user_level": "Subscriber"}),
        json!({"meta": {"scheduling": {"publish_up": "2099-01-01"}}}),
        json!({"scheduling": {"publish_at": "2099-01-01T00:00:00Z"}}),
        json!({"acf": {"access": {"level": "members"}}}),
        json!({"meta": [{"key": "_members_access_role", "value": "editor"}]}),
    ];
    let open = [
        json!({"acf": [], "meta": []}),
        json!({"meta": {"footnotes": ""}, "sticky": false, "comment_status": "open", "ping_status": "closed"}),
        json!({"password": ""}),
        json!({"meta": {"_members_access_role": [], "_jetpack_newsletter_access": "everybody", "_wpmem_block": "0"}}),
        json!({"meta": {"rcp_access_level": "None", "patreon-level": 0, "_llms_is_restricted": "no", "memberful_acl": "a:0:{}"}}),
        json!({"meta": {"um_content_restriction": {"_um_custom_access_settings": "1", "_um_accessible": 0}}}),
        json!({"meta": {"_members_access_error": "Log in.", "pms-content-restrict-type": "message"}}),
        json!({"meta": {"scheduling": {"publish_up": "2026-01-01", "publish_down": "0000-00-00"}}, "rcp_user_level": "All"}),
        json!({"scheduling": {"publish_at": null}, "acf": {"access": {"level": "public"}}}),
    ];
    let post = |(n, more): (usize, &Value)| {
        let mut post = json!({
            "id": n, "date_gmt": "2026-05-01T08:00:00", "status": "publish", "type": "post", "template": "",
            "link": format!("https://x.example/{n}/"), "title": {"rendered": format!("Post {n:02}: {}", more.to_string().replace('"', ""))},
            "content": {"rendered": "<p>x</p>", "protected": false},
        });
        for (name, value) in more.as_object().unwrap() {
            post[name] = value.clone();
        }
        post
    };
    let posts: Vec<Value> = held.iter().chain(&open).enumerate().map(post).collect();
    let room = Newsroom::new("[[source]]\npath = \"in.json\"\nformat = \"wordpress\"\n[[feed]]\nname = \"all\"\n");
    room.write("in.json", &Value::from(posts).to_string());
    room.build_at("2026-06-01T12:00:00Z").ends(0);
    let items = room.items("feeds/all.json");
    let number = |item: &Value| item["title"].as_str().unwrap()[5..7].parse().unwrap();
    let mut shown: Vec<usize> = items.iter().map(number).collect();
    shown.sort_unstable();
    let expected: Vec<usize> = (held.len()..held.len() + open.len()).collect();
    assert_eq!(shown, expected, "{items:#?}");
}
