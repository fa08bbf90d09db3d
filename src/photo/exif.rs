//! EXIF: the few fields that name people and rights.

use exif::{Exif, In, Tag, Value};

use super::Fields;

/// Parses a TIFF structure, keeping what can be read of a damaged one.
pub(super) fn parse(tiff: Vec<u8>) -> Option<Exif> {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    reader.read_raw(tiff).or_else(|e| e.distill_partial_result(|_| {})).ok()
}

pub(super) fn read(tiff: Vec<u8>) -> Fields {
    let Some(exif) = parse(tiff) else { return Fields::default() };
    let text = |tag: Tag| {
        let field = exif.get_field(tag, In::PRIMARY)?;
        let Value::Ascii(parts) = &field.value else { return None };
        // Copyright holds the photographer's and the editor's notice behind each other; a line each, as
        // exiftool shows them.
        let parts: Vec<String> = parts.iter().map(|p| decode(p)).filter(|p| !p.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    };
    Fields {
        creators: text(Tag::Artist)
            .map(|names| names.split(';').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect())
            .unwrap_or_default(),
        copyright: text(Tag::Copyright),
        description: text(Tag::ImageDescription),
        date_created: text(Tag::DateTimeOriginal)
            .and_then(|date| date_time(&date, text(Tag::OffsetTimeOriginal).as_deref())),
        ..Fields::default()
    }
}

fn decode(bytes: &[u8]) -> String {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    text.trim().to_owned()
}

/// `2026:05:04 10:15:00` as `2026-05-04T10:15:00`, with the offset where one is given.
fn date_time(text: &str, offset: Option<&str>) -> Option<String> {
    let parsed = chrono::NaiveDateTime::parse_from_str(text, "%Y:%m:%d %H:%M:%S").ok()?;
    Some(format!("{}{}", parsed.format("%Y-%m-%dT%H:%M:%S"), offset.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_zeros_is_no_date() {
        assert_eq!(date_time("0000:00:00 00:00:00", None), None);
        assert_eq!(date_time("2026:05:04 10:15:00", Some("+02:00")).as_deref(), Some("2026-05-04T10:15:00+02:00"));
    }

    #[test]
    fn rubbish_gives_nothing() {
        assert_eq!(read(b"II*\0\xff\xff\xff\xff".to_vec()), Fields::default());
    }
}
