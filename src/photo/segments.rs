//! Where the blocks of metadata lie in JPEG, PNG, WebP and TIFF files.

use img_parts::{Bytes, jpeg::Jpeg, png::Png, webp::WebP};

use super::credentials::{of_boxes, of_segments};

/// The blocks of metadata of a file, each as it stands after its header.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) xmp: Option<Vec<u8>>,
    pub(super) extended_xmp: Option<Vec<u8>>,
    /// IIM datasets.
    pub(super) iim: Option<Vec<u8>>,
    /// A TIFF structure.
    pub(super) exif: Option<Vec<u8>>,
    /// Boxes of JUMBF with Content Credentials.
    pub(super) credentials: Option<Vec<u8>>,
}

const JPEG_APP1: u8 = 0xE1;
const JPEG_APP11: u8 = 0xEB;
const JPEG_APP13: u8 = 0xED;
const XMP_HEADER: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const EXTENDED_XMP_HEADER: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const EXIF_HEADER: &[u8] = b"Exif\0\0";
const PHOTOSHOP_HEADER: &[u8] = b"Photoshop 3.0\0";
const PNG_XMP_KEYWORD: &[u8] = b"XML:com.adobe.xmp\0";
const TIFF_XMP: u16 = 0x02BC;
const TIFF_IIM: u16 = 0x83BB;
const TIFF_CREDENTIALS: u16 = 0xCD41;
/// Most that a compressed text of a PNG may unfold to, in bytes.
const MAX_UNFOLDED: u64 = 16 * 1024 * 1024;

/// The MIME type of a picture by its first bytes.
pub(super) fn mime(bytes: &[u8]) -> Option<&'static str> {
    let heif_brand = || bytes.get(4..8) == Some(b"ftyp");
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some("image/tiff"),
        _ if heif_brand() => match bytes.get(8..12)? {
            b"avif" | b"avis" => Some("image/avif"),
            b"heic" | b"heix" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => Some("image/heic"),
            _ => None,
        },
        _ => None,
    }
}

/// Finds the blocks of a file; what cannot be understood is left out.
pub(super) fn split(bytes: &[u8]) -> Blocks {
    match mime(bytes) {
        Some("image/jpeg") => jpeg(bytes),
        Some("image/png") => png(bytes),
        Some("image/webp") => webp(bytes),
        Some("image/tiff") => tiff(bytes),
        Some("image/avif" | "image/heic") => {
            Blocks { exif: heif(bytes), xmp: packet(bytes), credentials: of_boxes(bytes), ..Blocks::default() }
        }
        _ => Blocks::default(),
    }
}

fn jpeg(bytes: &[u8]) -> Blocks {
    let mut blocks = Blocks::default();
    let Ok(jpeg) = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)) else { return blocks };
    let mut photoshop = Vec::new();
    let mut extended: Vec<(&[u8], u32, &[u8])> = Vec::new();
    for segment in jpeg.segments() {
        let contents: &[u8] = segment.contents();
        match segment.marker() {
            JPEG_APP1 => {
                if let Some(packet) = contents.strip_prefix(XMP_HEADER) {
                    blocks.xmp.get_or_insert_with(|| packet.to_vec());
                } else if let Some(tiff) = contents.strip_prefix(EXIF_HEADER) {
                    blocks.exif.get_or_insert_with(|| tiff.to_vec());
                } else if let Some(part) = contents.strip_prefix(EXTENDED_XMP_HEADER)
                    && let Some((guid, rest)) = part.split_at_checked(32)
                    && let Some((_length, rest)) = rest.split_at_checked(4)
                    && let Some((offset, data)) = rest.split_first_chunk::<4>()
                {
                    extended.push((guid, u32::from_be_bytes(*offset), data));
                }
            }
            // A block larger than a segment goes on in the next one.
            JPEG_APP13 => {
                if let Some(resources) = contents.strip_prefix(PHOTOSHOP_HEADER) {
                    photoshop.extend_from_slice(resources);
                }
            }
            _ => {}
        }
    }
    let boxes = jpeg.segments().iter().filter(|segment| segment.marker() == JPEG_APP11);
    blocks.credentials = of_segments(boxes.map(|segment| &segment.contents()[..]));
    blocks.iim = iim_of_photoshop(&photoshop);
    blocks.extended_xmp = blocks.xmp.as_deref().and_then(|main| join_extended(main, extended));
    blocks
}

/// Joins the parts of the extended packet whose GUID the main packet names (XMP part 3, §1.1.3.1).
fn join_extended(main: &[u8], mut parts: Vec<(&[u8], u32, &[u8])>) -> Option<Vec<u8>> {
    parts.retain(|(guid, _, _)| memchr::memmem::find(main, guid).is_some());
    parts.sort_by_key(|(_, offset, _)| *offset);
    let mut packet = Vec::new();
    for (_, offset, data) in parts {
        if offset as usize != packet.len() {
            return None;
        }
        packet.extend_from_slice(data);
    }
    (!packet.is_empty()).then_some(packet)
}

/// The IIM datasets among Photoshop's image resources: `8BIM`, id 0x0404.
fn iim_of_photoshop(mut resources: &[u8]) -> Option<Vec<u8>> {
    while let Some(rest) = resources.strip_prefix(b"8BIM") {
        let (id, rest) = rest.split_first_chunk::<2>()?;
        let name_length = usize::from(*rest.first()?) + 1;
        let rest = rest.get(name_length + name_length % 2..)?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        if *id == [0x04, 0x04] {
            return Some(rest.get(..length.min(rest.len()))?.to_vec());
        }
        resources = rest.get(length.checked_add(length % 2)?..)?;
    }
    None
}

fn png(bytes: &[u8]) -> Blocks {
    let mut blocks = Blocks::default();
    let Ok(png) = Png::from_bytes(Bytes::copy_from_slice(bytes)) else { return blocks };
    for chunk in png.chunks() {
        let contents: &[u8] = chunk.contents();
        match &chunk.kind() {
            b"eXIf" => blocks.exif = Some(contents.to_vec()),
            b"caBX" => blocks.credentials = Some(contents.to_vec()),
            b"iTXt" => {
                if let Some(rest) = contents.strip_prefix(PNG_XMP_KEYWORD) {
                    blocks.xmp = international_text(rest);
                }
            }
            b"zTXt" => {
                if let Some(rest) = contents.strip_prefix(b"Raw profile type iptc\0\0") {
                    blocks.iim = unfold(rest).and_then(|text| raw_profile(&text));
                }
            }
            b"tEXt" => {
                if let Some(rest) = contents.strip_prefix(b"Raw profile type iptc\0") {
                    blocks.iim = raw_profile(rest);
                }
            }
            _ => {}
        }
    }
    blocks
}

/// The text of an `iTXt` chunk after its keyword (PNG §11.3.3.4).
fn international_text(rest: &[u8]) -> Option<Vec<u8>> {
    let (&[compressed, _method], rest) = rest.split_first_chunk::<2>()?;
    let rest = &rest[memchr::memchr(0, rest)? + 1..];
    let text = &rest[memchr::memchr(0, rest)? + 1..];
    if compressed == 1 { unfold(text) } else { Some(text.to_vec()) }
}

fn unfold(zlib: &[u8]) -> Option<Vec<u8>> {
    use std::io::Read as _;
    let mut text = Vec::new();
    flate2::read::ZlibDecoder::new(zlib).take(MAX_UNFOLDED).read_to_end(&mut text).ok()?;
    Some(text)
}

/// ImageMagick's form: a line break, the profile's name, its length, then hexadecimal digits.
fn raw_profile(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?.trim_start();
    let (_name, rest) = text.split_once('\n')?;
    let (_length, digits) = rest.trim_start().split_once('\n')?;
    let digits: Vec<u8> = digits.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
    let bytes: Vec<u8> = digits.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect();
    iim_of_photoshop(&bytes).or(Some(bytes))
}

fn webp(bytes: &[u8]) -> Blocks {
    let Ok(webp) = WebP::from_bytes(Bytes::copy_from_slice(bytes)) else { return Blocks::default() };
    let chunk = |id: [u8; 4]| webp.chunk_by_id(id).and_then(|c| c.content().data()).map(|b| b.to_vec());
    let exif = chunk(*b"EXIF");
    Blocks {
        xmp: chunk(*b"XMP "),
        credentials: chunk(*b"C2PA"),
        exif: exif.map(|e| e.strip_prefix(EXIF_HEADER).map(<[u8]>::to_vec).unwrap_or(e)),
        ..Blocks::default()
    }
}

fn tiff(bytes: &[u8]) -> Blocks {
    let mut blocks = Blocks { exif: Some(bytes.to_vec()), ..Blocks::default() };
    let Some(exif) = super::exif::parse(bytes.to_vec()) else { return blocks };
    let little_endian = exif.little_endian();
    let raw = |tag: u16| {
        let field = exif.get_field(exif::Tag(exif::Context::Tiff, tag), exif::In::PRIMARY)?;
        match &field.value {
            exif::Value::Byte(bytes) | exif::Value::Undefined(bytes, _) => Some(bytes.clone()),
            // Photoshop declares the bytes of IIM as long integers.
            exif::Value::Long(words) => {
                let bytes = |w: &u32| if little_endian { w.to_le_bytes() } else { w.to_be_bytes() };
                Some(words.iter().flat_map(bytes).collect())
            }
            _ => None,
        }
    };
    blocks.xmp = raw(TIFF_XMP);
    blocks.iim = raw(TIFF_IIM);
    blocks.credentials = raw(TIFF_CREDENTIALS);
    blocks
}

fn heif(bytes: &[u8]) -> Option<Vec<u8>> {
    let exif = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(bytes)).ok()?;
    Some(exif.buf().to_vec())
}

/// The XMP packet of a file whose boxes are not read, by the marks around it (XMP part 3, "packet scanning").
fn packet(bytes: &[u8]) -> Option<Vec<u8>> {
    const END: &[u8] = b"</x:xmpmeta>";
    let rest = &bytes[memchr::memmem::find(bytes, b"<x:xmpmeta")?..];
    let end = memchr::memmem::find(rest, END)? + END.len();
    Some(rest[..end].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iim_block_is_found_behind_other_resources() {
        let mut resources = b"8BIM\x03\xED\x00\x00\x00\x00\x00\x03abc\x00".to_vec();
        resources.extend_from_slice(b"8BIM\x04\x04\x01n\x00\x00\x00\x04\x1C\x02\x50\x00");
        assert_eq!(iim_of_photoshop(&resources), Some(vec![0x1C, 2, 80, 0]));
    }

    #[test]
    fn a_cut_resource_is_no_panic() {
        for n in 0..20 {
            iim_of_photoshop(&b"8BIM\x04\x04\x00\x00\x00\x00\x00\x09\x1C\x02\x50\x00\x01x"[..n.min(18)]);
        }
    }

    #[test]
    fn extended_parts_are_joined_in_order_and_a_gap_drops_them() {
        let guid = [b'A'; 32];
        let main = [b"x", &guid[..], b"y"].concat();
        let joined = join_extended(&main, vec![(&guid, 3, b"def"), (&guid, 0, b"abc")]);
        assert_eq!(joined.as_deref(), Some(&b"abcdef"[..]));
        assert_eq!(join_extended(&main, vec![(&guid, 4, b"def"), (&guid, 0, b"abc")]), None);
        assert_eq!(join_extended(b"other", vec![(&guid, 0, b"abc")]), None);
    }
}
