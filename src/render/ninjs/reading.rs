//! A page of ninjs as it is read.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::render::json::reading::{Comparison, Value, compared, raw_item, read};
use crate::render::parts::Parts;
use crate::render::read_back::{Loss, Rendered, Unread};
use crate::render::standing::{Cursor, Item, Statement, moment};

fn list<'v, 'a>(page: &'v Value<'a>) -> &'v [Value<'a>] {
    if let Value::Array(items) = page { items } else { &[] }
}

/// Holds a page against what it was rendered from.
pub(in crate::render) fn read_back(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    held(document, rendered, |parts, comparison| super::say(parts, comparison))
}

/// Holds a list of articles against what that says of each.
pub(in crate::render) fn held(
    document: &str,
    rendered: &Rendered<'_>,
    say: impl Fn(&Parts<'_>, &mut Comparison<'_>),
) -> Result<Vec<Loss>, Unread> {
    let page = read(document).map_err(Unread::Broken)?;
    let items = list(&page);
    if items.len() != rendered.count() {
        return Err(Unread::Items(items.len()));
    }
    let pairs = items.iter().skip(rendered.skipped).zip(rendered.items).enumerate();
    let lost = pairs.filter_map(|(number, (item, parts))| {
        let what = compared(item, |comparison| say(parts, comparison))?;
        Some(Loss { item: Some(rendered.skipped + number), what })
    });
    let behind = rendered.skipped + rendered.items.len();
    let told = items.iter().enumerate().skip(behind).zip(rendered.takedowns).filter_map(|((number, item), taken)| {
        let what = compared(item, |comparison| super::say_takedown(taken, comparison))?;
        Some(Loss { item: Some(number), what })
    });
    Ok(lost.chain(told).collect())
}

/// Whether the same is read in two pages, but for some items of the first.
pub(in crate::render) fn same_without(
    standing: &str,
    rest: &str,
    struck: &dyn Fn(&str) -> bool,
) -> Result<bool, String> {
    let (before, after) = (read(standing)?, read(rest)?);
    let is_cancelled =
        |item: &Value<'_>| item.member("pubStatus").is_some_and(|status| status.text() == super::CANCELED);
    let stays = |item: &&Value<'_>| is_cancelled(item) || !item.member("uri").is_some_and(|uri| struck(uri.text()));
    Ok(list(&before).iter().filter(stays).eq(list(&after)))
}

/// The items of a standing page.
pub(in crate::render) fn items(document: &str) -> Cursor<'_> {
    match serde_json::from_str::<Vec<&RawValue>>(document) {
        Ok(items) => Box::new(items.into_iter().map(|raw| item(document, raw))),
        Err(e) => Box::new(std::iter::once(Err(e.to_string()))),
    }
}

#[derive(Deserialize)]
struct Valued {
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SaidOfItem {
    #[serde(default)]
    uri: String,
    #[serde(default)]
    headlines: Vec<Valued>,
    first_created: Option<String>,
    version_created: Option<String>,
    pub_status: Option<String>,
    #[serde(default)]
    alt_ids: Vec<Valued>,
}

fn item(document: &str, raw: &RawValue) -> Result<Statement, String> {
    let said: SaidOfItem = serde_json::from_str(raw.get()).map_err(|e| e.to_string())?;
    let updated = said.version_created.as_deref().and_then(moment);
    if let Some(when) = updated.filter(|_| said.pub_status.as_deref() == Some(super::CANCELED)) {
        return Ok(Statement::Withdrawn(said.uri, when));
    }
    Ok(Statement::Item(Item {
        at: raw_item(document, raw),
        id: said.uri,
        title: said.headlines.into_iter().next().map(|text| text.value),
        url: said.alt_ids.into_iter().next().map(|id| id.value),
        published: said.first_created.as_deref().and_then(moment),
        updated,
    }))
}
