//! Sound of episodes whose pages say address, length and duration beside each other, as sites of podcasts have them.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::source::field::Names;
use crate::source::node::{Members, Node};
use crate::source::path::parted;
use crate::source::value::same_name;

/// Names, folded, of the address of the sound.
const ADDRESSES: [&str; 18] = [
    "audio",
    "audiourl",
    "audiofile",
    "audiofilepath",
    "audiolink",
    "audiosrc",
    "mp3",
    "mp3url",
    "file",
    "fileurl",
    "media",
    "mediaurl",
    "enclosure",
    "enclosureurl",
    "episodefile",
    "episodeurl",
    "podcast",
    "podcastfile",
];

/// Names, folded, of its bytes.
const LENGTHS: [&str; 9] =
    ["length", "size", "filesize", "bytes", "audiolength", "audiosize", "audiofilesize", "enclosurelength", "mp3size"];

/// Names, folded, of how long it plays.
const DURATIONS: [&str; 6] = ["duration", "audioduration", "runtime", "playtime", "episodeduration", "length"];

const ENDINGS: [&str; 9] = ["mp3", "m4a", "m4b", "ogg", "oga", "opus", "aac", "flac", "wav"];

/// Whether an address is that of sound.
fn is_sound(address: &str) -> bool {
    let end = memchr::memchr2(b'?', b'#', address.as_bytes()).unwrap_or(address.len());
    let Some((_, ending)) = parted(&address[..end], b'.') else { return false };
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Makes one thing of the sound of an episode and of what its page says of it.
pub(super) fn gather(members: &mut Members<'_>) {
    static NAMES: LazyLock<Names<()>> = LazyLock::new(|| Names::of(ADDRESSES.into_iter().map(|name| (name, ()))));
    let is_one = |(name, value): &(Cow<'_, str>, Node<'_>)| {
        let (Node::Text(address) | Node::Plain(address)) = value else { return false };
        NAMES.find(name).is_some() && is_sound(address)
    };
    let Some(at) = members.iter().position(is_one) else { return };
    let said = |names: &[&str], fits: fn(&str) -> bool| {
        let of = |name: &&str| members.iter().find(|(known, _)| same_name(known, name))?.1.text().map(Cow::into_owned);
        names.iter().find_map(|name| of(name).filter(|text| fits(text)))
    };
    let length = said(&LENGTHS, |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()));
    let duration =
        said(&DURATIONS[..5], |text| !text.is_empty()).or_else(|| said(&DURATIONS[5..], |text| text.contains(':')));
    let (name, address) = members.remove(at);
    let mut sound = vec![(Cow::Borrowed("url"), address)];
    sound.extend(length.map(|length| (Cow::Borrowed("length"), Node::Text(length.into()))));
    sound.extend(duration.map(|duration| (Cow::Borrowed("duration"), Node::Text(duration.into()))));
    // Names that our fields do not have stand for theirs.
    let name = if ["audio", "enclosure", "podcast"].iter().any(|known| same_name(&name, known)) {
        name
    } else {
        "audio".into()
    };
    members.push((name, Node::Table(sound)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_is_told_by_its_ending() {
        assert!(is_sound("https://a.example/x.MP3?y=1.2") && is_sound("/x.m4a"));
        assert!(!is_sound("https://a.example/x.pdf") && !is_sound("mp3"));
    }
}
