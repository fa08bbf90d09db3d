//! JSON-LD: the article among all that a page says, its parts put in where it names them.

use std::collections::HashMap;

use dom_query::Document;
use serde_json::Value;

/// How deep parts name parts.
const DEPTH: usize = 6;

/// Objects that are looked at in one page.
const MAX_OBJECTS: usize = 2_000;

/// The article that a page is.
pub(super) fn article(page: &Document) -> Option<Value> {
    let mut objects = Vec::new();
    for script in page.select("script[type=\"application/ld+json\"]").nodes() {
        let text = script.text();
        // Some systems wrap it, for readers of long ago.
        let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
        let text = text.trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[").trim_end_matches("//]]>");
        if let Ok(value) = serde_json::from_str::<Value>(text.trim_end_matches("]]>").trim()) {
            gather(value, 0, &mut objects);
        }
    }
    let named: HashMap<String, Value> =
        objects.iter().filter_map(|object| Some((object["@id"].as_str()?.to_owned(), object.clone()))).collect();
    let best = objects.iter().filter_map(|object| Some((rank(object)?, object))).min_by_key(|(rank, _)| *rank);
    best.map(|(_, article)| whole(article, &named, 0))
}

/// All objects that stand by themselves: in lists, and in graphs.
fn gather(value: Value, depth: usize, objects: &mut Vec<Value>) {
    if depth > DEPTH || objects.len() >= MAX_OBJECTS {
        return;
    }
    match value {
        Value::Array(all) => all.into_iter().for_each(|one| gather(one, depth + 1, objects)),
        Value::Object(mut members) => {
            if let Some(graph) = members.remove("@graph") {
                gather(graph, depth + 1, objects);
            }
            for part in ["mainEntity", "hasPart"].into_iter().filter_map(|name| members.get(name).cloned()) {
                gather(part, depth + 1, objects);
            }
            objects.push(Value::Object(members));
        }
        _ => {}
    }
}

/// How well an object is the article of its page; the least is the best.
pub(super) fn rank(object: &Value) -> Option<usize> {
    /// What schema.org calls articles, the most certain first.
    const TYPES: [&str; 15] = [
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "AdvertiserContentArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "Article",
        "TechArticle",
        "ScholarlyArticle",
        "Report",
        "SatiricalArticle",
    ];
    let types = super::each(&object["@type"]).iter().filter_map(Value::as_str);
    let bare = types.map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name));
    bare.filter_map(|name| TYPES.iter().position(|known| *known == name)).min()
}

/// An object with those in the place of their names that it names.
fn whole(value: &Value, named: &HashMap<String, Value>, depth: usize) -> Value {
    match value {
        Value::Object(members) if depth < DEPTH => {
            if let (1, Some(other)) =
                (members.len(), members.get("@id").and_then(Value::as_str).and_then(|id| named.get(id)))
            {
                return whole(other, named, depth + 1);
            }
            Value::Object(members.iter().map(|(name, part)| (name.clone(), whole(part, named, depth + 1))).collect())
        }
        Value::Array(all) if depth < DEPTH => {
            Value::Array(all.iter().map(|one| whole(one, named, depth + 1)).collect())
        }
        other => other.clone(),
    }
}
