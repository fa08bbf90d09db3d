//! What WordPress and its plug-ins keep of a picture, sound or video, as a media object of a record.

use crate::source::gate::Gates;
use crate::source::node::{Members, Node};
use crate::source::value::is_blank;

/// Names of what plug-ins keep of who made a picture, best first, folded without the underscores at their beginning.
const CREDITS: [&str; 12] = [
    "media_credit",
    "credit_line",
    "creditline",
    "credit",
    "image_credit",
    "photo_credit",
    "attachment_credit",
    "credit_text",
    "isc_image_source",
    "wp_attachment_source_name",
    "be_photographer_name",
    "photographer",
];

/// The same of the agency that it comes from, beside who made it.
const AGENCIES: [&str; 2] = ["navis_media_credit_org", "media_credit_org"];

/// What is said of a file.
pub(in crate::source::format) struct Said<'s> {
    pub(in crate::source::format) url: &'s str,
    pub(in crate::source::format) alt: Option<&'s str>,
    pub(in crate::source::format) caption: Option<&'s str>,
    pub(in crate::source::format) mime: Option<&'s str>,
    /// What plug-ins keep of it, by name.
    pub(in crate::source::format) meta: &'s [(String, String)],
    /// What WordPress read in it: its measures, its sizes, what it says of itself.
    pub(in crate::source::format) details: &'s Node<'s>,
    /// Whether it is for readers.
    pub(in crate::source::format) gates: Gates,
}

/// A media object.
pub(in crate::source::format) fn media(of: &Said<'_>) -> Members<'static> {
    let mut table: Members<'static> = Vec::new();
    let mut add = |name: &'static str, value: Node<'static>| {
        if !value.is_empty() {
            table.push((name.into(), value));
        }
    };
    let owned = |text: &str| Node::Text(text.trim().to_owned().into());
    add("url", owned(of.url));
    for (name, text) in [("caption", of.caption), ("alt", of.alt)] {
        add(name, text.map_or(Node::Null, owned));
    }
    add("draft", if of.gates.is_held() { Node::Bool(true) } else { Node::Null });
    for (name, moment) in [("embargo", of.gates.embargo), ("expires", of.gates.expires)] {
        add(name, moment.map_or(Node::Null, |moment| Node::Text(moment.to_rfc3339().into())));
    }
    let mut credits: [Option<&str>; CREDITS.len()] = Default::default();
    let mut agency = None;
    // Numbers are users of the plug-in.
    for (key, value) in of.meta.iter().filter(|(_, value)| !value.bytes().all(|b| b.is_ascii_digit())) {
        let folded = key.trim_start_matches('_').to_ascii_lowercase().replace('-', "_");
        if let Some(n) = CREDITS.iter().position(|name| *name == folded) {
            credits[n].get_or_insert(value);
        } else if AGENCIES.contains(&&*folded) {
            agency.get_or_insert(&**value);
        }
    }
    let said = |path: &str| -> Option<String> {
        let text = of.details.dotted(path)?.text()?.into_owned();
        Some(text).filter(|text| !is_blank(text) && text != "0")
    };
    let credit = credits.into_iter().flatten().next();
    let credit = match (credit, agency) {
        (Some(credit), Some(agency)) if !credit.contains(agency) => Some(format!("{credit} / {agency}")),
        (credit, agency) => credit.or(agency).map(str::to_owned).or_else(|| said("image_meta.credit")),
    };
    for (name, text) in [("credit-line", credit), ("copyright", said("image_meta.copyright"))] {
        add(name, text.map_or(Node::Null, |text| owned(&text)));
    }
    match of.details.dotted("image_meta.keywords") {
        Some(Node::Table(words)) => {
            add("keywords", Node::List(words.iter().map(|(_, word)| word.clone().into_owned()).collect()));
        }
        Some(Node::List(words)) => {
            add("keywords", Node::List(words.iter().map(|word| word.clone().into_owned()).collect()));
        }
        _ => {}
    }
    if let Some(mime) = of.mime {
        add("type", owned(mime));
    }
    for (ours, theirs) in
        [("type", "mime_type"), ("width", "width"), ("height", "height"), ("size", "filesize"), ("duration", "length")]
    {
        if let Some(value) = of.details.member(theirs).filter(|_| ours != "type" || of.mime.is_none()) {
            add(ours, value.clone().into_owned());
        }
    }
    if let Some(Node::Table(sizes)) = of.details.member("sizes") {
        let sizes = sizes.iter().filter(|(name, _)| name != "full");
        add("renditions", Node::List(sizes.filter_map(|(name, size)| rendition(name, size, of.url)).collect()));
    }
    table
}

/// A size that WordPress made of a picture: it lies beside it, where it does not say where.
fn rendition(name: &str, size: &Node<'_>, url: &str) -> Option<Node<'static>> {
    let address = match size.member("source_url").and_then(Node::text) {
        Some(own) => own.into_owned(),
        None => {
            let file = size.member("file")?.text()?;
            let folder = &url[..=url.rfind('/')?];
            format!("{folder}{}", file.rsplit('/').next()?)
        }
    };
    let mut table: Members<'static> =
        vec![("url".into(), Node::Text(address.into())), ("name".into(), Node::Text(name.to_owned().into()))];
    let names =
        [("width", "width"), ("height", "height"), ("type", "mime-type"), ("type", "mime_type"), ("size", "filesize")];
    for (ours, theirs) in names {
        if let Some(value) = size.member(theirs) {
            table.push((ours.into(), value.clone().into_owned()));
        }
    }
    Some(Node::Table(table))
}
