//! Picture metadata against exiftool, field by field.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use feedwright::photo::{self, Fields};
use serde_json::Value;

use crate::outside::{program, shared};

/// Grey pictures of 8 x 6 pixels.
const PICTURES: [(&str, &str); 5] = [
    (
        "jpg",
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/wAALCAAGAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z",
    ),
    ("png", "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAAAAADbboAnAAAAEElEQVQI12OsY4AAJgYSGAAbkACKLCSl3QAAAABJRU5ErkJggg=="),
    ("webp", "UklGRiQAAABXRUJQVlA4IBgAAABQAQCdASoIAAYAAgA0JaQABHQAAP5oAAA="),
    (
        "tif",
        "SUkqAGgAAAB+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn4NAAABAwABAAAACAAAAAEBAwABAAAABgAAAAIBAwABAAAAEAAAAAMBAwABAAAAAQAAAAYBAwABAAAAAQAAAAoBAwABAAAAAQAAABEBBAABAAAACAAAABIBAwABAAAAAQAAABUBAwABAAAAAQAAABYBAwABAAAABgAAABcBBAABAAAAYAAAABwBAwABAAAAAQAAACkBAwACAAAAAAABAAAAAAA=",
    ),
    (
        "avif",
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAOptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAEOAAEAAAAAAAAAHAAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGF2MDEAAAAAamlwcnAAAABLaXBjbwAAABNjb2xybmNseAACAAIABoAAAAAMYXYxQ4EADAAAAAAUaXNwZQAAAAAAAAAIAAAABgAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgYIDhAAAACRtZGF0EgAKBRgIvWBCMhEYAAooooQAALATUxAoToEi2A==",
    ),
];

/// A HEIC picture of 64 x 64.
const HEIC: &str = "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAT9tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFjAAEAAAAAAAAAHQAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAv2lwcnAAAAChaXBjbwAAAHVodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQAoQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAEAAAABAAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAAAlbWRhdAAAABkoAa8TgOUzwJ//+GQor/4CHV/v1CtUPU+A";

/// What is written, by tag and value; the blocks disagree on purpose where a tag stands in several.
const TAGS: &[(&str, &str)] = &[
    ("XMP-dc:Creator", "Ilse Varga"),
    ("XMP-dc:Creator", "Jo Nesset"),
    ("XMP-photoshop:Credit", "Photo: Ilse Varga / Pool / Nordlicht Press & Söhne"),
    ("XMP-photoshop:Source", "Nordlicht Press"),
    ("XMP-dc:Rights", "© 2026 Nordlicht Press"),
    ("XMP-plus:CopyrightOwnerName", "Nordlicht Press GmbH"),
    ("XMP-plus:ImageSupplierName", "Nordlicht Desk"),
    ("XMP-plus:LicensorName", "Nordlicht Licences"),
    ("XMP-plus:LicensorURL", "https://nordlicht.example/licence"),
    ("XMP-xmpRights:WebStatement", "https://nordlicht.example/rights"),
    ("XMP-xmpRights:UsageTerms", "Editorial use only"),
    ("XMP-dc:Description", "Delegates arrive at the harbour hall."),
    ("XMP-photoshop:Headline", "Harbour talks"),
    ("XMP-iptcCore:AltTextAccessibility", "Three people in dark coats"),
    ("XMP-iptcCore:ExtDescrAccessibility", "Three people walk towards a brick building."),
    ("XMP-dc:Subject", "harbour"),
    ("XMP-dc:Subject", "talks"),
    ("XMP-photoshop:DateCreated", "2026:05:04 10:15:00+02:00"),
    ("XMP-iptcExt:DigitalSourceType", "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"),
    ("XMP-plus:DataMining", "DMI-PROHIBITED-AIMLTRAINING"),
    ("IPTC:By-line", "I. Varga"),
    ("IPTC:Credit", "Photo: Ilse Varga / Pool / Nordl"),
    ("IPTC:Source", "Nordlicht"),
    ("IPTC:CopyrightNotice", "Nordlicht, Küste"),
    ("IPTC:Caption-Abstract", "Delegates arrive."),
    ("IPTC:Headline", "Talks"),
    ("IPTC:Keywords", "harbour"),
    ("IPTC:Keywords", "dock"),
    ("IPTC:DateCreated", "2026:05:03"),
    ("IPTC:TimeCreated", "09:00:00+02:00"),
    ("EXIF:Artist", "Varga"),
    ("EXIF:Copyright", "I. Varga\nNordlicht (exif)"),
    ("EXIF:ImageDescription", "An arrival"),
    ("EXIF:DateTimeOriginal", "2026:05:02 08:00:00"),
    ("EXIF:OffsetTimeOriginal", "+02:00"),
];

fn exiftool() -> bool {
    program("exiftool", &["-ver"])
}

fn picture(folder: &Path, extension: &str, base64: &str, tags: &[(&str, &str)]) -> PathBuf {
    let path = folder.join(format!("picture.{extension}"));
    std::fs::write(&path, base64::engine::general_purpose::STANDARD.decode(base64).unwrap()).unwrap();
    write(&path, tags.iter().map(|(tag, value)| format!("-{tag}={value}")));
    path
}

fn write(path: &Path, arguments: impl Iterator<Item = String>) {
    let mut command = Command::new("exiftool");
    command.args([
        "-q",
        "-overwrite_original",
        "-codedcharacterset=utf8",
        "-charset",
        "iptc=utf8",
        "-charset",
        "exif=utf8",
    ]);
    let done = command.args(arguments).arg(path).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// What exiftool says of a file, by group and tag, in raw values.
fn said(path: &Path) -> Value {
    let mut command = Command::new("exiftool");
    command.args(["-json", "-G1", "-struct", "-n", "-charset", "exif=utf8", "-charset", "iptc=utf8"]);
    let all: Value = serde_json::from_slice(&command.arg(path).output().unwrap().stdout).unwrap();
    all[0].clone()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

fn text(value: &Value) -> Option<String> {
    texts(value).into_iter().next()
}

fn date(value: Option<String>) -> Option<String> {
    let value = value?;
    let (day, time) = value.split_once(' ').map_or((value.as_str(), None), |(d, t)| (d, Some(t)));
    let day = day.replace(':', "-");
    Some(time.map_or(day.clone(), |t| format!("{day}T{t}")))
}

fn members(value: &Value, member: &str) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|s| text(&s[member])).collect()
}

fn xmp(said: &Value) -> Fields {
    let licensors = said["XMP-plus:Licensor"].as_array().into_iter().flatten();
    Fields {
        creators: texts(&said["XMP-dc:Creator"]),
        credit_line: text(&said["XMP-photoshop:Credit"]),
        source: text(&said["XMP-photoshop:Source"]),
        copyright: text(&said["XMP-dc:Rights"]),
        copyright_owners: members(&said["XMP-plus:CopyrightOwner"], "CopyrightOwnerName"),
        suppliers: members(&said["XMP-plus:ImageSupplier"], "ImageSupplierName"),
        licensors: licensors
            .map(|l| photo::Licensor { name: text(&l["LicensorName"]), url: text(&l["LicensorURL"]) })
            .collect(),
        web_statement: text(&said["XMP-xmpRights:WebStatement"]),
        usage_terms: text(&said["XMP-xmpRights:UsageTerms"]),
        description: text(&said["XMP-dc:Description"]),
        headline: text(&said["XMP-photoshop:Headline"]),
        alt: text(&said["XMP-iptcCore:AltTextAccessibility"]),
        extended_description: text(&said["XMP-iptcCore:ExtDescrAccessibility"]),
        keywords: texts(&said["XMP-dc:Subject"]),
        date_created: text(&said["XMP-photoshop:DateCreated"]),
        digital_source_type: text(&said["XMP-iptcExt:DigitalSourceType"]),
        data_mining: text(&said["XMP-plus:DataMining"]),
        ai_system: text(&said["XMP-iptcExt:AISystemUsed"]),
        ai_version: text(&said["XMP-iptcExt:AISystemVersionUsed"]),
        ai_prompt: text(&said["XMP-iptcExt:AIPromptInformation"]),
        ai_prompt_writer: text(&said["XMP-iptcExt:AIPromptWriterName"]),
    }
}

fn iim(said: &Value) -> Fields {
    let time = text(&said["IPTC:TimeCreated"]).map(|t| format!("T{t}")).unwrap_or_default();
    Fields {
        creators: texts(&said["IPTC:By-line"]),
        credit_line: text(&said["IPTC:Credit"]),
        source: text(&said["IPTC:Source"]),
        copyright: text(&said["IPTC:CopyrightNotice"]),
        description: text(&said["IPTC:Caption-Abstract"]),
        headline: text(&said["IPTC:Headline"]),
        keywords: texts(&said["IPTC:Keywords"]),
        date_created: date(text(&said["IPTC:DateCreated"])).map(|d| d + &time),
        ..Fields::default()
    }
}

fn exif(said: &Value) -> Fields {
    let offset = text(&said["ExifIFD:OffsetTimeOriginal"]).unwrap_or_default();
    Fields {
        creators: texts(&said["IFD0:Artist"]),
        copyright: text(&said["IFD0:Copyright"]),
        description: text(&said["IFD0:ImageDescription"]),
        date_created: date(text(&said["ExifIFD:DateTimeOriginal"])).map(|d| d + &offset),
        ..Fields::default()
    }
}

fn agrees(path: &Path) -> photo::PhotoMetadata {
    let said = said(path);
    let mut read = photo::read(path).unwrap();
    let name = path.display();
    assert_eq!(read.mime.map(str::to_owned), text(&said["File:MIMEType"]), "{name}");
    // exiftool prints XMP dates in its own form.
    let ours = read.xmp.date_created.clone();
    let theirs = date(text(&said["XMP-photoshop:DateCreated"]));
    assert_eq!(ours, theirs, "date of {name}");
    read.xmp.date_created = text(&said["XMP-photoshop:DateCreated"]);
    assert_eq!(read.xmp, xmp(&said), "XMP of {name}");
    assert_eq!(read.iim, iim(&said), "IIM of {name}");
    assert_eq!(read.exif, exif(&said), "EXIF of {name}");
    read
}

#[test]
fn every_block_that_exiftool_writes_reads_as_exiftool_reads_it() {
    if !exiftool() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (extension, base64) in PICTURES {
        let read = agrees(&picture(folder.path(), extension, base64, TAGS));
        assert_eq!((read.width, read.height), (Some(8), Some(6)), "{extension}");
        let fields = read.fields();
        assert_eq!(fields.credit_line.as_deref(), Some("Photo: Ilse Varga / Pool / Nordlicht Press & Söhne"));
        assert_eq!(fields.creators, ["Ilse Varga", "Jo Nesset"]);
        // WebP and AVIF have no place for IIM.
        assert_eq!(read.iim.credit_line.is_some(), !matches!(extension, "webp" | "avif"), "{extension}");
        assert!(read.exif.copyright.is_some(), "{extension}");
    }
}

#[test]
fn a_heic_picture_gives_its_xmp_and_exif() {
    if !exiftool() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let read = agrees(&picture(folder.path(), "heic", HEIC, TAGS));
    assert_eq!((read.mime, read.width, read.height), (Some("image/heic"), Some(64), Some(64)));
    assert!(read.xmp.credit_line.is_some() && read.exif.copyright.is_some());
}

#[test]
fn each_block_alone_is_enough_for_a_credit() {
    if !exiftool() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for prefix in ["XMP", "IPTC", "EXIF"] {
        let tags: Vec<_> = TAGS.iter().filter(|(tag, _)| tag.starts_with(prefix)).copied().collect();
        let read = agrees(&picture(folder.path(), "jpg", PICTURES[0].1, &tags));
        let mut media = feedwright::article::Media::default();
        photo::merge(&mut media, &read);
        assert!(media.credit_line.is_some_and(|line| line.contains("Varga")), "{prefix}");
    }
}

#[test]
fn a_description_too_long_for_one_segment_is_read_from_extended_xmp() {
    if !exiftool() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let long = "A very long description. ".repeat(4000);
    let path = picture(folder.path(), "jpg", PICTURES[0].1, &[("XMP-photoshop:Credit", "Ilse Varga")]);
    write(&path, std::iter::once(format!("-XMP-dc:Description={}", long.trim())));
    let read = photo::read(&path).unwrap();
    assert_eq!(read.xmp.description.as_deref(), Some(long.trim()));
    assert_eq!(read.xmp.credit_line.as_deref(), Some("Ilse Varga"));
}

#[test]
fn the_shared_pictures_read_as_exiftool_reads_them() {
    let Some(folder) = shared("samples/photo") else { return };
    let entries = std::fs::read_dir(folder).unwrap();
    if !exiftool() {
        return;
    }
    let jpegs: Vec<_> =
        entries.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "jpg")).collect();
    assert!(!jpegs.is_empty());
    for path in jpegs {
        agrees(&path);
    }
}

#[test]
fn damaged_files_are_read_as_far_as_they_go() {
    if !exiftool() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (extension, base64) in PICTURES {
        let bytes = std::fs::read(picture(folder.path(), extension, base64, TAGS)).unwrap();
        for cut in (0..bytes.len()).step_by(7) {
            photo::read_bytes(&bytes[..cut]);
        }
        // A fixed sequence of damage: the run is the same every time.
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        for _ in 0..1000 {
            let mut damaged = bytes.clone();
            for _ in 0..4 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let at = (state % damaged.len() as u64) as usize;
                damaged[at] = (state >> 32) as u8;
            }
            photo::read_bytes(&damaged);
        }
    }
}

#[test]
fn the_command_shows_each_block_and_what_a_feed_would_say() {
    if !exiftool() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let tags = [
        ("XMP-photoshop:Credit", "Ilse Varga / Nordlicht"),
        ("IPTC:Credit", "Ilse Varga"),
        ("XMP-dc:Creator", "Ilse Varga"),
    ];
    let path = picture(folder.path(), "jpg", PICTURES[0].1, &tags);
    let size = std::fs::metadata(&path).unwrap().len();
    let out = Command::new(env!("CARGO_BIN_EXE_feedwright"))
        .args(["photo", "picture.jpg", "missing.jpg"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8(out.stdout).unwrap(),
        format!(
            "picture.jpg: image/jpeg, 8 x 6, {size} bytes\n\
             \x20 XMP   creators               Ilse Varga\n\
             \x20 XMP   credit-line            Ilse Varga / Nordlicht\n\
             \x20 IIM   credit-line            Ilse Varga\n\
             \x20 feed  credit-line            Ilse Varga / Nordlicht\n\
             \x20 feed  credits                Ilse Varga photographer\n"
        )
    );
    assert_eq!(
        String::from_utf8(out.stderr).unwrap(),
        "warning[unreadable-photo]: the picture cannot be read: No such file or directory (os error 2)\n\
         --> missing.jpg\n = help: check the path and its permissions\n\n"
    );
    assert_eq!(out.status.code(), Some(2));
}
