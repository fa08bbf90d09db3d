//! Content Credentials (C2PA): whether a picture bears them, and what they are called. Nothing of them is checked: who trusts
//! them asks a program that knows certificates.

use crate::article::media::ContentCredentials;

/// Boxes of JUMBF (ISO 19566-5): one that holds others, what describes it, and the content of a claim.
const SUPERBOX: &[u8; 4] = b"jumb";
const DESCRIPTION: &[u8; 4] = b"jumd";
const CBOR: &[u8; 4] = b"cbor";
/// What the box that holds all manifests is called.
const STORE: &str = "c2pa";
/// What the `uuid` box of ISO base media files is that holds them.
const BMFF: [u8; 16] = [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];
/// Deeper than any manifest nests.
const DEEPEST: usize = 8;

/// The boxes that follow one another: type and content, as far as they are whole.
fn boxes(mut bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (kind, rest) = rest.split_first_chunk::<4>()?;
        let (header, length) = match u32::from_be_bytes(*length) {
            0 => (8, bytes.len()),
            1 => (16, usize::try_from(u64::from_be_bytes(*rest.first_chunk::<8>()?)).ok()?),
            length => (8, length as usize),
        };
        let content = bytes.get(header..length)?;
        bytes = bytes.get(length..)?;
        Some((kind, content))
    })
}

/// What a box that holds others is called, and what it holds.
fn labelled(content: &[u8]) -> Option<(&str, &[u8])> {
    let (kind, description) = boxes(content).next()?;
    // Behind its type and toggles.
    let text = description.get(17..).filter(|_| kind == DESCRIPTION)?;
    let label = std::str::from_utf8(&text[..memchr::memchr(0, text)?]).ok()?;
    Some((label, content.get(8 + description.len()..)?))
}

/// What the credentials in a box of JUMBF say of themselves; nothing where it holds none.
pub(super) fn read(jumbf: &[u8]) -> Option<ContentCredentials> {
    let stores = boxes(jumbf).filter(|(kind, _)| *kind == SUPERBOX);
    let (_, store) = stores.filter_map(|(_, content)| labelled(content)).find(|(label, _)| *label == STORE)?;
    let manifests = boxes(store).filter(|(kind, _)| *kind == SUPERBOX);
    // The last one is that of the picture as it is; the others are of what it was made of.
    let (manifest, parts) = manifests.filter_map(|(_, content)| labelled(content)).last()?;
    let mut found = ContentCredentials { manifest: shown(manifest), ..ContentCredentials::default() };
    look_into(parts, 0, &mut found);
    Some(found)
}

fn look_into(parts: &[u8], depth: usize, found: &mut ContentCredentials) {
    for (_, content) in boxes(parts).filter(|(kind, _)| *kind == SUPERBOX && depth < DEEPEST) {
        let Some((label, inner)) = labelled(content) else { continue };
        if label == "c2pa.assertions" {
            let labels = boxes(inner).filter_map(|(_, content)| labelled(content));
            found.assertions.extend(labels.map(|(label, _)| shown(label)));
        } else if label.starts_with("c2pa.claim") {
            let claim = boxes(inner).find(|(kind, _)| *kind == CBOR).map_or(&[][..], |(_, claim)| claim);
            let name = text_of(claim, "claim_generator").or_else(|| {
                let info = after(claim, "claim_generator_info")?;
                text_of(info, "name")
            });
            found.generator = found.generator.take().or(name);
        }
    }
}

/// What stands in CBOR behind a text that is the key of a map.
fn after<'c>(cbor: &'c [u8], key: &str) -> Option<&'c [u8]> {
    let mut written = Vec::with_capacity(key.len() + 2);
    // A text of up to 23 bytes has its length beside its type.
    written.extend(u8::try_from(key.len()).ok().filter(|length| *length < 24).map(|length| 0x60 | length));
    written.extend_from_slice(key.as_bytes());
    let at = memchr::memmem::find(cbor, &written)?;
    cbor.get(at + written.len()..)
}

/// The text behind a key.
fn text_of(cbor: &[u8], key: &str) -> Option<String> {
    let (first, rest) = after(cbor, key)?.split_first()?;
    let (length, rest) = match first {
        0x60..=0x77 => (usize::from(first & 0x1F), rest),
        0x78 => (usize::from(*rest.first()?), rest.get(1..)?),
        0x79 => (usize::from(u16::from_be_bytes(*rest.first_chunk::<2>()?)), rest.get(2..)?),
        _ => return None,
    };
    let text = std::str::from_utf8(rest.get(..length)?).ok()?;
    Some(shown(text)).filter(|text| !text.is_empty())
}

/// A text of a file in one line, no longer than anybody reads.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect::<String>().trim().to_owned()
}

/// The JUMBF in the APP11 segments of a JPEG file (ISO 19566-5 annex D): those of the first box that is one.
pub(super) fn of_segments<'s>(segments: impl Iterator<Item = &'s [u8]>) -> Option<Vec<u8>> {
    let mut parts: Vec<(u16, u32, &[u8])> = Vec::new();
    for segment in segments {
        let Some(rest) = segment.strip_prefix(b"JP") else { continue };
        let Some((instance, rest)) = rest.split_first_chunk::<2>() else { continue };
        let Some((number, rest)) = rest.split_first_chunk::<4>() else { continue };
        parts.push((u16::from_be_bytes(*instance), u32::from_be_bytes(*number), rest));
    }
    parts.sort_by_key(|(instance, number, _)| (*instance, *number));
    let mut all = Vec::new();
    for of_one in parts.chunk_by(|a, b| a.0 == b.0) {
        for (n, (_, _, data)) in of_one.iter().enumerate() {
            // Each repeats the head of the box that it goes on with.
            let head = if data.starts_with(&[0, 0, 0, 1]) { 16 } else { 8 };
            all.extend_from_slice(if n == 0 { data } else { data.get(head..).unwrap_or_default() });
        }
    }
    (!all.is_empty()).then_some(all)
}

/// The JUMBF in a file of ISO base media, such as AVIF and HEIC.
pub(super) fn of_boxes(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut own = boxes(bytes).filter(|(kind, _)| *kind == b"uuid");
    let content = own.find_map(|(_, content)| content.strip_prefix(&BMFF))?;
    // Version and flags, what the box is for, and where its hashes lie.
    let rest = content.get(4..)?.strip_prefix(b"manifest\0")?;
    rest.get(8..).map(<[u8]>::to_vec)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn boxed(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
        [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], &kind, content].concat()
    }

    fn superbox(label: &str, content: &[u8]) -> Vec<u8> {
        let description = [&[0; 16][..], &[3], label.as_bytes(), &[0]].concat();
        boxed(*SUPERBOX, &[boxed(*DESCRIPTION, &description), content.to_vec()].concat())
    }

    /// Credentials with two manifests, as programs write them.
    pub(crate) fn store(claim: &[u8]) -> Vec<u8> {
        let claim = superbox("c2pa.claim.v2", &boxed(*CBOR, claim));
        let assertions = [superbox("c2pa.actions.v2", b""), superbox("cawg.training-mining", b"")].concat();
        let old = superbox("urn:c2pa:1", b"");
        let manifest = superbox("urn:c2pa:2", &[superbox("c2pa.assertions", &assertions), claim].concat());
        superbox(STORE, &[old, manifest].concat())
    }

    const CLAIM: &[u8] = b"\xa2\x6adc:formatjimage/jpeg\x74claim_generator_info\xa2dnamehCam Workgversionc1.0";

    #[test]
    fn credentials_are_named_by_their_last_manifest_and_what_made_it() {
        let found = read(&store(CLAIM)).unwrap();
        assert_eq!((&*found.manifest, found.generator.as_deref()), ("urn:c2pa:2", Some("Cam Work")));
        assert_eq!(found.assertions, ["c2pa.actions.v2", "cawg.training-mining"]);
        let found = read(&store(b"\xa1\x6fclaim_generator\x78\x19Adobe_Photoshop/26.1 c2pa")).unwrap();
        assert_eq!(found.generator.as_deref(), Some("Adobe_Photoshop/26.1 c2pa"));
        assert_eq!(read(&superbox("other", b"")), None);
    }

    #[test]
    fn the_parts_of_a_box_in_segments_and_that_of_other_files_are_found() {
        let store = store(CLAIM);
        let segment = |number: u32, data: &[u8]| [b"JP\x02\x11", &number.to_be_bytes()[..], data].concat();
        let (first, second) = store.split_at(60);
        let parts = [segment(2, &[&store[..8], second].concat()), segment(1, first)];
        assert_eq!(of_segments(parts.iter().map(Vec::as_slice)), Some(store.clone()));
        let uuid = [&BMFF[..], &[0; 4], b"manifest\0", &[0; 8], &store].concat();
        let file = [boxed(*b"ftyp", b"avif"), boxed(*b"uuid", &uuid)].concat();
        assert_eq!(of_boxes(&file), Some(store));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(cut in 0_usize..400, flip in 0_usize..400, with: u8) {
            let mut bytes = store(CLAIM);
            bytes.truncate(cut);
            if let Some(byte) = bytes.get_mut(flip) {
                *byte = with;
            }
            read(&bytes);
            of_boxes(&bytes);
            of_segments([&bytes[..]].into_iter());
        }
    }
}
