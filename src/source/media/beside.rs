//! What a record says of its picture beside it: `feature_image_alt`, `image_expires`.

use super::{window, words};
use crate::article::{Media, Medium};
use crate::diagnostic::Severity;
use crate::source::field::{LONGEST, fold};
use crate::source::gate::{self, Gates};
use crate::source::node::Node;
use crate::source::value::{Reader, ToldBy, member};

/// What may stand beside a picture that is an address alone.
const ALTS: [&str; 3] = ["alt", "alttext", "alternativetext"];
const CAPTIONS: [&str; 1] = ["caption"];
const CREDITS: [&str; 3] = ["credit", "credits", "photographer"];

/// Whether a name may be that of what describes a picture whose name it begins with: `feature_image_alt`.
pub(in crate::source) fn may_describe(name: &str) -> bool {
    let ends = |end: &str| {
        name.len() > end.len() && name.as_bytes()[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    };
    // As they are written with marks between their words.
    let others = ["alt_text", "alt-text", "alternative_text", "alternative-text"];
    [&ALTS[..], &CAPTIONS, &CREDITS, &others].concat().iter().any(|end| ends(end))
}

/// Completes a picture that is an address alone by what stands beside it under names that begin
/// with its own, as themes of site generators have it: `featured_image_alt`, `image_caption`,
/// `cover-credit`.
pub(in crate::source) fn described(media: &mut Media, name: &str, table: &Node<'_>) {
    let mut folded: String = name.chars().filter(|c| !matches!(c, '-' | '_')).collect();
    folded.make_ascii_lowercase();
    // `image_url` goes with `image_alt`.
    let stem = ["url", "src"].iter().find_map(|end| folded.strip_suffix(end)).unwrap_or(&folded);
    let beside = |suffixes: &[&str]| {
        let found = [&folded, stem]
            .into_iter()
            .find_map(|stem| suffixes.iter().find_map(|suffix| member(table, &[&format!("{stem}{suffix}")])));
        words::shown(&found?.1.text()?)
    };
    media.alt = media.alt.take().or_else(|| beside(&ALTS));
    media.caption = media.caption.take().or_else(|| beside(&CAPTIONS).map(words::plain));
    media.credit_line = media.credit_line.take().or_else(|| beside(&CREDITS).map(words::plain));
}

/// Names of the pictures of a record, folded.
#[rustfmt::skip]
const PICTURES: [&str; 14] = [
    "cover", "coverimage", "featuredimage", "featureimage", "headerimage", "hero", "heroimage", "image", "img", "leadimage", "mainimage",
    "photo", "picture", "thumbnail",
];

/// What a name says behind that of a picture, where it says when this may be shown: `expires` of `image_expires`.
pub(in crate::source) fn own_moment(name: &str) -> Option<String> {
    let mut buffer = [0; LONGEST];
    let folded = std::str::from_utf8(fold(name, &mut buffer)?).ok()?;
    let behind = PICTURES.iter().filter_map(|word| folded.strip_prefix(word)).min_by_key(|rest| rest.len());
    behind.filter(|own| gate::is_of_time(own)).map(str::to_owned)
}

/// Keeps pictures of a record to what it says beside them of when they may be shown: `image_expires`, `photo_rights_until`.
pub(in crate::source) fn narrow(media: &mut [Media], record: &Node<'_>, r: &mut Reader) {
    let mut gates = Gates::default();
    let Node::Table(members) = record else { return };
    r.begin(Vec::new(), ToldBy::Load);
    for (name, value) in members.iter().filter(|_| !media.is_empty()) {
        if let Some(own) = own_moment(name) {
            r.inside(name, |r| gate::read_named(&own, value, r, &mut gates, Severity::Warning));
        }
    }
    let pictures = media.iter_mut().filter(|media| media.medium == Medium::Image);
    pictures.for_each(|picture| picture.window.narrow(window(&gates)));
}
