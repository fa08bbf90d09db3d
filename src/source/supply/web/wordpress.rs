//! Asks WordPress's REST API for posts, with the terms, authors and pictures that they name.
//!
//! Posts name terms, authors and pictures by number. They are asked for by these numbers, a hundred at a time: what the
//! API would embed by itself is cut off at ten terms, and asked for once for each post.
//!
//! A later run asks when a post changed last, when one was published last, and how many there are. Where that is as it
//! was, nothing else is asked. Else it asks for what changed or came since, and where the number does not come out by
//! that, for the numbers of all posts, by which those are found that are gone. Once a day all is asked for: a term or
//! a picture that changes does not change the posts that name it.

mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};
use url::Url;

use rows::{Rows, each_row};

use super::courtesy;
use super::draw::{Asking, Drawn, Fault, Folders, MAX_PAGES};
use super::kept::{Glance, Kept, Page};
use super::look::bounded;
use crate::body::choices;
use crate::config::RemoteAddress;
use crate::fetch::Response;
use crate::source::supply::bytes::MAX_UNIT;

/// Most that the API gives at once.
const AT_ONCE: usize = 100;

/// Seconds after which all is asked for again.
const WHOLE: i64 = 86_400;

/// Seconds by which changes are asked for too early: transactions end later than they begin.
const OVERLAP: i64 = 600;

/// Pictures that are asked for of one post.
const MAX_PICTURES: usize = 50;

/// What is read of a post.
const POST: &str = "id,date,date_gmt,modified,modified_gmt,guid,slug,status,link,title,content,excerpt,author,\
    featured_media,lang,coauthors,yoast_head_json.author,pmpro_has_access,meta,acf";

/// What is read of a term, of an author and of a picture.
const TERM: &str = "id,name,slug,taxonomy,link";
const AUTHOR: &str = "id,name,slug,link";
const PICTURE: &str = "id,post,date,title,source_url,mime_type,alt_text,caption,media_details,meta,acf";

/// That something was done.
type Done = Result<(), Fault>;

/// The API of a site.
struct Api<'a> {
    asking: &'a Asking,
    /// The address of the posts.
    posts: Url,
    /// The fields by which posts name their terms.
    taxonomies: Vec<String>,
    /// What was asked for by number: an object of each kind, or that there is none.
    known: HashMap<(String, u64), Option<Value>>,
    /// Whether authors are told to nobody.
    without_authors: bool,
}

/// Draws the posts of an address.
pub(super) fn draw(
    asking: &Asking,
    address: &str,
    known: &Kept,
    folders: Folders<'_>,
    now: i64,
) -> Result<Drawn, Fault> {
    let posts = RemoteAddress::parse(address)?.url(1, "")?;
    let mut api = Api { asking, posts, taxonomies: Vec::new(), known: HashMap::new(), without_authors: false };
    let (glance, rest) = api.glance()?;
    let mut kept = Kept { read: now, glance, whole: known.whole, cut: known.cut, ..Kept::default() };
    kept.until = now + asking.interval.map_or(rest, |interval| interval.as_secs() as i64);
    let is_recent = (0..WHOLE).contains(&(now - known.whole));
    let before = known.pages.first().filter(|_| is_recent);
    kept.pages = match (before, &known.glance, &kept.glance) {
        (Some(page), Some(old), Some(new)) if old == new => vec![page.clone()],
        (Some(page), Some(old), Some(new)) if !known.cut => api.changed(page, old, new, folders)?,
        _ => {
            kept.whole = now;
            let (page, cut) = api.all(folders)?;
            kept.cut = cut;
            vec![page]
        }
    };
    let said = asking.left_out(&kept).into_iter().collect();
    Ok(Drawn { kept, said, ..Drawn::default() })
}

impl Api<'_> {
    /// An address of the API: that of the posts, or of a kind of object beside them.
    fn url(&self, kind: Option<&str>, query: &[(&str, &str)]) -> Url {
        let mut url = self.posts.clone();
        if let Some(kind) = kind {
            let beside =
                |path: &str| format!("{}/{kind}", path.trim_end_matches('/').rsplit_once('/').map_or("", |(f, _)| f));
            // Sites without addresses of their own name the route in the query.
            let pairs: Vec<(String, String)> = url
                .query_pairs()
                .map(|(name, value)| {
                    let value = if name == "rest_route" { beside(&value) } else { value.into_owned() };
                    (name.into_owned(), value)
                })
                .filter(|(name, _)| name == "rest_route" || !POSTS_ONLY.contains(&&**name))
                .collect();
            if !pairs.iter().any(|(name, _)| name == "rest_route") {
                let path = beside(url.path());
                url.set_path(&path);
            }
            url.set_query(None);
            if !pairs.is_empty() {
                url.query_pairs_mut().extend_pairs(pairs);
            }
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    fn ask(&self, url: &Url) -> Result<Response, Fault> {
        Ok(self.asking.request(&self.posts, url, None)?)
    }

    /// A list that an address gives; `None` where that may not be seen, or is not there.
    fn list(&self, url: &Url) -> Result<Option<(Response, Vec<Value>)>, Fault> {
        let mut response = self.ask(url)?;
        match response.status {
            200 => {}
            400 | 401 | 403 | 404 => return Ok(None),
            _ => return Err(Fault::of(&response, |why| why)),
        }
        let bytes =
            bounded(&mut response.body, MAX_UNIT).map_err(|error| format!("the answer cannot be read: {error}"))?;
        let list = serde_json::from_slice::<Vec<Value>>(&bytes).map_err(|_| {
            "the answer is no list in JSON: is this the address of WordPress's REST API, such as \
                `https://paper.example/wp-json/wp/v2/posts`?"
                .to_owned()
        })?;
        Ok(Some((response, list)))
    }

    /// What the site says of all posts, where it does; and how long that stands.
    fn glance(&self) -> Result<(Option<Glance>, i64), Fault> {
        let first = |by: &str| {
            let query =
                [("per_page", "1"), ("orderby", by), ("order", "desc"), ("_fields", "id,date_gmt,modified_gmt")];
            self.list(&self.url(None, &query))
        };
        let (Some((response, changed)), Some((_, published))) = (first("modified")?, first("date")?) else {
            return Ok((None, 0));
        };
        let of = |list: &[Value], name: &str| list.first()?[name].as_str().map(str::to_owned);
        let rest = courtesy::stands_for(&response.fields, b"").as_secs() as i64;
        let total = courtesy::field(&response.fields, "x-wp-total").and_then(|total| total.parse().ok());
        let glance = total.map(|total| Glance {
            changed: of(&changed, "modified_gmt").unwrap_or_default(),
            published: of(&published, "date_gmt").unwrap_or_default(),
            total,
        });
        Ok((glance, rest))
    }

    /// The pages of a list of posts, each handed on.
    fn pages(
        &mut self,
        query: &[(&str, &str)],
        most: u32,
        each: &mut dyn FnMut(&mut Self, Vec<Value>) -> Done,
    ) -> Result<bool, Fault> {
        for number in 1..=most {
            let page = number.to_string();
            let size = AT_ONCE.to_string();
            let of_page = [("per_page", &*size), ("page", &*page)];
            let url = self.url(None, &[query, &of_page].concat());
            let place = |fault| match fault {
                Fault::Fails(why, rest) if number > 1 => Fault::Fails(format!("page {number}: {why}"), rest),
                fault => fault,
            };
            let Some((response, posts)) = self.list(&url).map_err(place)? else {
                // A page behind the last is an error.
                if number > 1 {
                    return Ok(false);
                }
                let mut response = self.ask(&url)?;
                response.status = if response.status == 200 { 500 } else { response.status };
                return Err(Fault::of(&response, |why| why));
            };
            let pages =
                courtesy::field(&response.fields, "x-wp-totalpages").and_then(|pages| pages.parse::<u32>().ok());
            let is_last = pages.map_or(posts.len() < AT_ONCE, |pages| number >= pages);
            each(self, posts)?;
            if is_last {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The fields that are read of posts.
    fn fields(&mut self) -> Result<String, Fault> {
        if self.taxonomies.is_empty() {
            let url = self.url(Some("taxonomies"), &[]);
            let mut response = self.ask(&url)?;
            self.taxonomies = vec!["categories".to_owned(), "tags".to_owned()];
            match response.status {
                200 => {
                    let bytes = bounded(&mut response.body, MAX_UNIT).map_err(|error| error.to_string())?;
                    let all: Map<String, Value> = serde_json::from_slice(&bytes).unwrap_or_default();
                    let named = all.values().filter_map(|one| one["rest_base"].as_str());
                    let plain = |name: &&str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
                    let own: BTreeSet<String> = named.filter(plain).map(str::to_owned).collect();
                    let more = own.into_iter().filter(|name| !["categories", "tags"].contains(&&**name));
                    self.taxonomies.extend(more.take(50));
                }
                // It tells of the usual ones all the same.
                400 | 401 | 403 | 404 => {}
                _ => return Err(Fault::of(&response, |why| why)),
            }
        }
        Ok(format!("{POST},{}", self.taxonomies.join(",")))
    }

    /// All posts; also whether there are more.
    fn all(&mut self, folders: Folders<'_>) -> Result<(Page, bool), Fault> {
        let fields = self.fields()?;
        let mut rows = Rows::begin(folders.0)?;
        let mut met = HashSet::new();
        let most = self.asking.pages.unwrap_or(MAX_PAGES);
        let cut = self.pages(&[("_fields", &fields)], most, &mut |api, mut posts| {
            // What came while pages were asked for pushes the last of one to the next.
            posts.retain(|post| number(post).is_some_and(|id| met.insert(id)));
            api.complete(&mut posts)?;
            posts.iter().try_for_each(|post| rows.add(post))
        })?;
        Ok((rows.end(folders.0)?, cut))
    }

    /// What changed, put among what is kept.
    fn changed(&mut self, page: &Page, old: &Glance, new: &Glance, folders: Folders<'_>) -> Result<Vec<Page>, Fault> {
        let fields = self.fields()?;
        let mut changed: BTreeMap<u64, Value> = BTreeMap::new();
        // One that was scheduled comes without a change.
        for (name, before, now) in
            [("modified_after", &old.changed, &new.changed), ("after", &old.published, &new.published)]
        {
            if before == now {
                continue;
            }
            let since = chrono::NaiveDateTime::parse_from_str(before, "%Y-%m-%dT%H:%M:%S").unwrap_or_default();
            let since = (since - chrono::TimeDelta::seconds(OVERLAP)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
            self.pages(&[("_fields", &fields), (name, &since)], u32::MAX, &mut |_, posts| {
                changed.extend(posts.into_iter().filter_map(|post| Some((number(&post)?, post))));
                Ok(())
            })?;
        }
        let path = [folders.0, folders.1].map(|folder| folder.join(page.file()));
        let path = path.iter().find(|path| path.exists()).unwrap_or(&path[1]);
        let mut known: HashSet<u64> = HashSet::new();
        each_row(path, &mut |id, _| {
            known.insert(id);
            Ok(())
        })?;
        let mut standing: Option<HashSet<u64>> = None;
        if known.iter().chain(changed.keys()).collect::<HashSet<_>>().len() as u64 != new.total {
            let mut all = HashSet::new();
            self.pages(&[("_fields", "id"), ("orderby", "id"), ("order", "asc")], u32::MAX, &mut |_, posts| {
                all.extend(posts.iter().filter_map(number));
                Ok(())
            })?;
            let mut missing: Vec<u64> =
                all.iter().copied().filter(|id| !known.contains(id) && !changed.contains_key(id)).collect();
            missing.sort_unstable();
            for ids in missing.chunks(AT_ONCE) {
                let query = [("_fields", &*fields), ("include", &*joined(ids))];
                self.pages(&query, 1, &mut |_, posts| {
                    changed.extend(posts.into_iter().filter_map(|post| Some((number(&post)?, post))));
                    Ok(())
                })?;
            }
            standing = Some(all);
        }
        let mut posts: Vec<Value> = changed.into_values().collect();
        self.complete(&mut posts)?;
        let mut changed: BTreeMap<u64, Value> =
            posts.into_iter().filter_map(|post| Some((number(&post)?, post))).collect();
        let stands = |id: u64| standing.as_ref().is_none_or(|all| all.contains(&id));
        let mut rows = Rows::begin(folders.0)?;
        each_row(path, &mut |id, line| match changed.remove(&id) {
            _ if !stands(id) => Ok(()),
            Some(post) => rows.add(&post),
            None => rows.line(line),
        })?;
        for (_, post) in changed.into_iter().filter(|(id, _)| stands(*id)) {
            rows.add(&post)?;
        }
        Ok(vec![rows.end(folders.0)?])
    }

    /// Gives posts what they name by number.
    fn complete(&mut self, posts: &mut [Value]) -> Done {
        for taxonomy in self.taxonomies.clone() {
            let ids = posts.iter().flat_map(|post| numbers(&post[&*taxonomy])).collect();
            self.learn(&taxonomy, ids, TERM)?;
        }
        let authors: BTreeSet<u64> =
            posts.iter().filter_map(|post| post["author"].as_u64()).filter(|id| *id > 0).collect();
        self.learn("users", authors, AUTHOR)?;
        self.learn("media", posts.iter().flat_map(pictures).collect(), PICTURE)?;
        let uploads = self.uploads(posts)?;
        for post in posts {
            let find = |kind: &str, id: u64| self.known.get(&(kind.to_owned(), id)).cloned().flatten();
            let terms: Vec<Value> = self
                .taxonomies
                .iter()
                .map(|taxonomy| numbers(&post[&**taxonomy]).filter_map(|id| find(taxonomy, id)).collect())
                .collect();
            let author: Vec<Value> = post["author"].as_u64().and_then(|id| find("users", id)).into_iter().collect();
            let lead = post["featured_media"].as_u64();
            let featured: Vec<Value> = lead.and_then(|id| find("media", id)).into_iter().collect();
            let own = number(post).and_then(|id| uploads.get(&id)).into_iter().flatten().copied();
            let mut others: Vec<u64> = pictures(post).chain(own).filter(|id| Some(*id) != lead).collect();
            let mut met = HashSet::new();
            others.retain(|id| met.insert(*id));
            let others = others.into_iter().take(MAX_PICTURES);
            let media: Vec<Value> = others.filter_map(|id| find("media", id)).collect();
            if let Some(members) = post.as_object_mut() {
                let all = json!({"author": author, "wp:term": terms, "wp:featuredmedia": featured, "media": media});
                members.insert("_embedded".to_owned(), all);
                // Whatever the server sends beyond what it was asked for stays out of what is kept.
                members.remove("_links");
            }
        }
        Ok(())
    }

    /// Asks for objects of a kind by their numbers, as far as they are not known.
    fn learn(&mut self, kind: &str, ids: BTreeSet<u64>, fields: &str) -> Done {
        let missing: Vec<u64> =
            ids.into_iter().filter(|id| !self.known.contains_key(&(kind.to_owned(), *id))).collect();
        for ids in missing.chunks(AT_ONCE) {
            let size = AT_ONCE.to_string();
            let query = [("per_page", &*size), ("_fields", fields), ("include", &*joined(ids))];
            let found = self.list(&self.url(Some(kind), &query))?.map(|(_, found)| found);
            if found.is_none() && kind == "users" {
                self.embed_authors(ids)?;
            }
            for object in found.unwrap_or_default() {
                if let Some(id) = number(&object) {
                    self.known.insert((kind.to_owned(), id), Some(object));
                }
            }
            for id in ids {
                self.known.entry((kind.to_owned(), *id)).or_insert(None);
            }
        }
        Ok(())
    }

    /// Asks for what was uploaded with posts whose bodies show all of that, and gives its numbers by theirs.
    fn uploads(&mut self, posts: &[Value]) -> Result<BTreeMap<u64, Vec<u64>>, Fault> {
        let shows_all =
            |post: &&Value| kept_body(post).is_some_and(|raw| choices(raw).any(|(_, choice)| choice.only.is_empty()));
        let parents: Vec<u64> = posts.iter().filter(shows_all).filter_map(number).collect();
        let mut uploads: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for parents in parents.chunks(AT_ONCE) {
            for page in 1..=MAX_PICTURES {
                let (size, page) = (AT_ONCE.to_string(), page.to_string());
                let query = [
                    ("per_page", &*size),
                    ("page", &*page),
                    ("_fields", PICTURE),
                    ("parent", &*joined(parents)),
                    ("orderby", "id"),
                    ("order", "asc"),
                ];
                let found = self.list(&self.url(Some("media"), &query))?.map(|(_, found)| found).unwrap_or_default();
                let is_last = found.len() < AT_ONCE;
                for file in found {
                    if let (Some(id), Some(parent)) = (number(&file), file["post"].as_u64()) {
                        uploads.entry(parent).or_default().push(id);
                        self.known.insert(("media".to_owned(), id), Some(file));
                    }
                }
                if is_last {
                    break;
                }
            }
        }
        Ok(uploads)
    }

    /// Asks for authors with a post of each, where the site gives no list of them.
    fn embed_authors(&mut self, ids: &[u64]) -> Done {
        for id in ids {
            if self.without_authors {
                break;
            }
            let author = id.to_string();
            let query =
                [("author", &*author), ("per_page", "1"), ("_embed", "author"), ("_fields", "id,_links,_embedded")];
            let found = self.list(&self.url(None, &query))?.map(|(_, posts)| posts).unwrap_or_default();
            let found = found.into_iter().next().map(|mut post| post["_embedded"]["author"][0].take());
            // What may not be seen is an error instead.
            match found.filter(|author| author["name"].is_string()) {
                Some(author) => {
                    self.known.insert(("users".to_owned(), *id), Some(author));
                }
                None => self.without_authors = true,
            }
        }
        Ok(())
    }
}

/// Parameters of posts that other objects do not have.
const POSTS_ONLY: [&str; 12] = [
    "per_page",
    "page",
    "categories",
    "tags",
    "author",
    "search",
    "status",
    "sticky",
    "after",
    "before",
    "orderby",
    "order",
];

fn number(object: &Value) -> Option<u64> {
    object["id"].as_u64()
}

/// The body as its editors keep it, which is told to those who may edit it.
fn kept_body(post: &Value) -> Option<&str> {
    post["content"]["raw"].as_str()
}

fn numbers(list: &Value) -> impl Iterator<Item = u64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_u64)
}

fn joined(ids: &[u64]) -> String {
    ids.iter().map(u64::to_string).collect::<Vec<_>>().join(",")
}

/// The pictures that a post shows: the one that stands for it, and those of its text.
fn pictures(post: &Value) -> impl Iterator<Item = u64> + use<> {
    /// What stands before their numbers.
    const MARKS: [&str; 3] = ["wp-image-", "attachment_", "data-id=\""];
    let mut found: Vec<u64> = post["featured_media"].as_u64().into_iter().filter(|id| *id > 0).collect();
    let content = &post["content"];
    let text = content["rendered"].as_str().or_else(|| content.as_str()).unwrap_or_default();
    let mut places: Vec<usize> =
        MARKS.iter().flat_map(|mark| text.match_indices(mark).map(|(at, _)| at + mark.len())).collect();
    places.sort_unstable();
    let listed = kept_body(post).into_iter().flat_map(choices).flat_map(|(_, choice)| choice.only);
    for id in listed {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    for at in places {
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).take(18).count();
        let id = text[at..at + digits].parse::<u64>().ok().filter(|id| *id > 0 && !found.contains(id));
        found.extend(id);
    }
    found.truncate(MAX_PICTURES);
    found.into_iter()
}
