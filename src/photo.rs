//! IPTC, XMP and EXIF metadata of picture files (IPTC Photo Metadata Standard 2025.1).
//!
//! A picture often knows who took it when the record does not. Each block of metadata is read on
//! its own ([`PhotoMetadata::xmp`], [`iim`](PhotoMetadata::iim), [`exif`](PhotoMetadata::exif));
//! [`PhotoMetadata::fields`] takes XMP first, then IIM, then EXIF, as IPTC's user guide and Google
//! do. [`merge`] completes a record's media object with them: the record wins over the file.

mod credentials;
mod exif;
mod iim;
mod segments;
mod xmp;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use serde::Serialize;

use crate::article::address::{self, Address, without_credentials};
use crate::article::media::{AiUse, ContentCredentials};
use crate::article::{Credit, Media, Medium, Role};
use crate::config::HashAlgorithm;
use crate::credit::{Options, PictureKind, parse};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::source::mime_of;

/// Largest picture file that is read, in bytes.
pub const MAX_BYTES: u64 = 256 * 1024 * 1024;

pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "unreadable-photo",
        summary: "A picture file cannot be read, so its size, type and credit stay unknown. Check the path and its permissions.",
    },
    CodeInfo {
        code: "photo-too-large",
        summary: "A picture file is larger than 256 MiB and is not read. Publish a smaller rendition.",
    },
    CodeInfo {
        code: "photo-not-a-picture",
        summary: "A file named as a picture is none by its content. Correct the path or export it again.",
    },
    CodeInfo {
        code: "bad-photo-address",
        summary: "The metadata of a picture file has an address that feeds may not link to, such as a script; it is left out.",
    },
    CodeInfo {
        code: "credit-contradicts-photo",
        summary: "The record credits another line than the picture file carries. The record's stands; correct whichever is wrong.",
    },
    CodeInfo {
        code: "photographer-contradicts-photo",
        summary: "The record names another photographer than the picture file. The record's stands; correct whichever is wrong.",
    },
];

/// Who licenses a picture (PLUS Licensor).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Licensor {
    /// Name.
    pub name: Option<String>,
    /// Page to acquire a licence.
    pub url: Option<String>,
}

/// The descriptive fields of the IPTC standard that matter to a feed, as one block gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fields {
    /// Creator: the photographers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub creators: Vec<String>,
    /// Credit Line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_line: Option<String>,
    /// Source: who supplied it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Copyright Notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// Copyright Owners, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copyright_owners: Vec<String>,
    /// Image Suppliers, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppliers: Vec<String>,
    /// Licensors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub licensors: Vec<Licensor>,
    /// Web Statement of Rights, a URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_statement: Option<String>,
    /// Rights Usage Terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_terms: Option<String>,
    /// Description or caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Alt Text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Extended Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_description: Option<String>,
    /// Keywords.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Date Created: an ISO 8601 date, with time and offset where the block has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_created: Option<String>,
    /// Digital Source Type, a URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digital_source_type: Option<String>,
    /// Data Mining (PLUS), as the file has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_mining: Option<String>,
    /// AI System Used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ai_system: Option<String>,
    /// AI System Version Used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ai_version: Option<String>,
    /// AI Prompt Information.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ai_prompt: Option<String>,
    /// AI Prompt Writer Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ai_prompt_writer: Option<String>,
}

impl Fields {
    /// Takes from another block what this one does not have.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        fn text(own: Option<String>, other: Option<&String>) -> Option<String> {
            own.or_else(|| other.cloned())
        }
        fn list<T: Clone>(own: Vec<T>, other: &[T]) -> Vec<T> {
            if own.is_empty() { other.to_vec() } else { own }
        }
        Self {
            creators: list(self.creators, &other.creators),
            credit_line: text(self.credit_line, other.credit_line.as_ref()),
            source: text(self.source, other.source.as_ref()),
            copyright: text(self.copyright, other.copyright.as_ref()),
            copyright_owners: list(self.copyright_owners, &other.copyright_owners),
            suppliers: list(self.suppliers, &other.suppliers),
            licensors: list(self.licensors, &other.licensors),
            web_statement: text(self.web_statement, other.web_statement.as_ref()),
            usage_terms: text(self.usage_terms, other.usage_terms.as_ref()),
            description: text(self.description, other.description.as_ref()),
            headline: text(self.headline, other.headline.as_ref()),
            alt: text(self.alt, other.alt.as_ref()),
            extended_description: text(self.extended_description, other.extended_description.as_ref()),
            keywords: list(self.keywords, &other.keywords),
            date_created: text(self.date_created, other.date_created.as_ref()),
            digital_source_type: text(self.digital_source_type, other.digital_source_type.as_ref()),
            data_mining: text(self.data_mining, other.data_mining.as_ref()),
            ai_system: text(self.ai_system, other.ai_system.as_ref()),
            ai_version: text(self.ai_version, other.ai_version.as_ref()),
            ai_prompt: text(self.ai_prompt, other.ai_prompt.as_ref()),
            ai_prompt_writer: text(self.ai_prompt_writer, other.ai_prompt_writer.as_ref()),
        }
    }
}

/// What a picture file is and says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PhotoMetadata {
    /// MIME type by content; `None` for a file that is no picture we know.
    #[serde(rename = "type")]
    pub mime: Option<&'static str>,
    /// Width in pixels, as stored.
    pub width: Option<u32>,
    /// Height in pixels, as stored.
    pub height: Option<u32>,
    /// Size in bytes.
    pub size: u64,
    /// What the XMP packet says, extended XMP included.
    pub xmp: Fields,
    /// What the IPTC-IIM block says.
    pub iim: Fields,
    /// What the EXIF block says.
    pub exif: Fields,
    /// Content Credentials (C2PA), which are named and not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_credentials: Option<ContentCredentials>,
}

impl PhotoMetadata {
    /// XMP first, IIM where XMP has nothing, then EXIF.
    pub fn fields(&self) -> Fields {
        self.xmp.clone().or(&self.iim).or(&self.exif)
    }
}

/// Reads a picture file.
///
/// # Errors
/// A diagnostic where the file cannot be read, is larger than [`MAX_BYTES`], or is no picture.
pub fn read(path: &Path) -> Result<PhotoMetadata, Box<Diagnostic>> {
    read_opened(File::open(path), path)
}

/// Reads a picture that was opened; its path is for messages.
///
/// # Errors
/// As [`read`].
pub fn read_opened(file: io::Result<File>, path: &Path) -> Result<PhotoMetadata, Box<Diagnostic>> {
    let bytes = bytes(file, path)?;
    let metadata = read_bytes(&bytes);
    if metadata.mime.is_none() {
        return Err(Box::new(
            Diagnostic::warning("photo-not-a-picture", "the file is no picture by its content")
                .in_file(path.to_string_lossy())
                .help("export it again as JPEG, PNG, WebP, GIF or AVIF, or correct the path"),
        ));
    }
    Ok(metadata)
}

fn bytes(file: io::Result<File>, path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let unreadable = |e: std::io::Error| {
        Box::new(
            Diagnostic::warning("unreadable-photo", format!("the picture cannot be read: {e}"))
                .in_file(path.to_string_lossy())
                .help("check the path and its permissions"),
        )
    };
    let file = file.map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Box::new(
            Diagnostic::warning("photo-too-large", format!("the picture is larger than {} MiB", MAX_BYTES >> 20))
                .in_file(path.to_string_lossy())
                .help("publish a smaller rendition"),
        ));
    }
    Ok(bytes)
}

/// Reads a picture from memory. What cannot be understood is left out; nothing fails.
pub fn read_bytes(bytes: &[u8]) -> PhotoMetadata {
    let mime = segments::mime(bytes);
    let dimensions = mime.and_then(|_| imagesize::blob_size(bytes).ok());
    let blocks = segments::split(bytes);
    let xmp = blocks.extended_xmp.as_deref().map(xmp::read).unwrap_or_default();
    PhotoMetadata {
        mime,
        width: dimensions.and_then(|d| u32::try_from(d.width).ok()),
        height: dimensions.and_then(|d| u32::try_from(d.height).ok()),
        size: bytes.len() as u64,
        xmp: blocks.xmp.as_deref().map(xmp::read).unwrap_or_default().or(&xmp),
        iim: blocks.iim.as_deref().map(iim::read).unwrap_or_default(),
        exif: blocks.exif.map(exif::read).unwrap_or_default(),
        content_credentials: blocks.credentials.as_deref().and_then(credentials::read),
    }
}

/// Hash of the bytes of a file that was opened, for `media:hash`: the algorithm's name and hexadecimal digits.
///
/// # Errors
/// As [`read`], but any file will do.
pub fn hash(
    file: io::Result<File>,
    path: &Path,
    algorithm: HashAlgorithm,
) -> Result<(String, String), Box<Diagnostic>> {
    use md5::Digest as _;
    let bytes = bytes(file, path)?;
    let hex = |digest: &[u8]| digest.iter().map(|b| format!("{b:02x}")).collect::<String>();
    Ok(match algorithm {
        HashAlgorithm::Md5 => ("md5".into(), hex(&md5::Md5::digest(&bytes))),
        HashAlgorithm::Sha1 => ("sha-1".into(), hex(&sha1::Sha1::digest(&bytes))),
    })
}

/// Completes a record's media object with what its file says. The record wins; where the two
/// name different people or credits, a warning shows both.
pub fn merge(media: &mut Media, photo: &PhotoMetadata) -> Vec<Diagnostic> {
    let fields = photo.fields();
    let mut diagnostics = contradictions(media, &fields);
    // A type that only the name told is no word of the record's against what the bytes are.
    let by_name = media.file.as_deref().or(media.url.as_deref()).and_then(mime_of);
    if (media.mime.is_none() || media.mime.as_deref() == by_name)
        && let Some(mime) = photo.mime
    {
        media.mime = Some(mime.to_owned());
        media.medium = Medium::of_type(mime).unwrap_or(media.medium);
    }
    if media.width.is_none() && media.height.is_none() {
        (media.width, media.height) = (photo.width, photo.height);
    }
    media.size = media.size.or(Some(photo.size));
    // A record with a credit of its own has said who made the picture: names of the file would
    // contradict it or repeat it in other words.
    let own_credit = media.credit_line.is_some() || !media.credits.is_empty();
    if !own_credit {
        media.credits = credits(&fields);
        media.credit_line = fields.credit_line.clone().or_else(|| line_of(&media.credits));
    }
    media.title = media.title.take().or(fields.headline);
    media.caption = media.caption.take().or(fields.description);
    media.alt = media.alt.take().or(fields.alt);
    media.copyright = media.copyright.take().or(fields.copyright.as_deref().map(in_one_line));
    media.copyright_url =
        media.copyright_url.take().or_else(|| web(fields.web_statement.as_deref()?, "web statement", &mut diagnostics));
    let licensor = fields.licensors.into_iter().next().unwrap_or_default();
    media.licensor = media.licensor.take().or(licensor.name);
    media.license = media.license.take().or_else(|| web(licensor.url.as_deref()?, "licensor's page", &mut diagnostics));
    if media.keywords.is_empty() {
        media.keywords = fields.keywords;
    }
    media.digital_source_type = media
        .digital_source_type
        .take()
        .or_else(|| name(fields.digital_source_type.as_deref()?, "digital source type", &mut diagnostics));
    media.data_mining =
        media.data_mining.take().or_else(|| name(fields.data_mining.as_deref()?, "data mining", &mut diagnostics));
    let own = media.ai.take().map(|ai| *ai).unwrap_or_default();
    let ai = AiUse {
        system: own.system.or(fields.ai_system),
        version: own.version.or(fields.ai_version),
        prompt: own.prompt.or(fields.ai_prompt),
        prompt_writer: own.prompt_writer.or(fields.ai_prompt_writer),
    };
    media.ai = ai.kept();
    media.credentials = photo.content_credentials.clone().map(Box::new);
    if media.kind == PictureKind::Unknown {
        media.kind = media.digital_source_type.as_deref().map(kind_of_source_type).unwrap_or_default();
    }
    diagnostics
}

/// An address that a file names: there is nothing that it could be relative to.
fn web(text: &str, field: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Address> {
    let found = text.parse().ok().filter(Address::is_web);
    if found.is_none() {
        diagnostics.push(refused(text, field, "it is no web address"));
    }
    found
}

/// The name of something, as a URI that nobody is to follow or a code.
fn name(text: &str, field: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    match address::name(text) {
        Ok(named) => Some(named.into_owned()),
        Err(why) => {
            diagnostics.push(refused(text, field, &why.to_string()));
            None
        }
    }
}

fn refused(text: &str, field: &str, why: &str) -> Diagnostic {
    let shown: String = without_credentials(text).chars().take(80).collect();
    Diagnostic::warning(
        "bad-photo-address",
        format!("the picture file names {shown:?} as {field}, which is left out: {why}"),
    )
    .help("correct the metadata of the file, or give the record an address of its own")
}

/// The roles that separate fields of the file give, without any that stands in the credit line
/// only: parsing that is the reader's business.
fn credits(fields: &Fields) -> Vec<Credit> {
    let mut credits: Vec<Credit> = Vec::new();
    let named = |role: Role, names: &[String], credits: &mut Vec<Credit>| {
        for name in names {
            if !credits.iter().any(|c| same(&c.name, name)) {
                credits.push(Credit { role, name: name.clone() });
            }
        }
    };
    named(Role::Photographer, &fields.creators, &mut credits);
    if fields.credit_line.is_none() {
        named(Role::Agency, fields.source.as_slice(), &mut credits);
        named(Role::Agency, &fields.suppliers, &mut credits);
    }
    credits
}

fn line_of(credits: &[Credit]) -> Option<String> {
    let names: Vec<&str> = credits.iter().map(|c| c.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(" / "))
}

/// What a picture is by its IPTC digital source type.
pub fn kind_of_source_type(uri: &str) -> PictureKind {
    match uri.rsplit('/').next().unwrap_or(uri) {
        "trainedAlgorithmicMedia" | "compositeWithTrainedAlgorithmicMedia" => PictureKind::Ai,
        "digitalCapture" | "negativeFilm" | "positiveFilm" | "print" | "computationalCapture" => PictureKind::Photo,
        "compositeCapture" | "compositeSynthetic" | "composite" => PictureKind::Composite,
        "digitalArt" | "digitalCreation" | "virtualRecording" => PictureKind::Illustration,
        "dataDrivenMedia" | "algorithmicMedia" => PictureKind::Graphic,
        "screenCapture" => PictureKind::Screenshot,
        _ => PictureKind::Unknown,
    }
}

fn contradictions(media: &Media, fields: &Fields) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if let (Some(own), Some(other)) = (&media.credit_line, &fields.credit_line)
        && !related(own, other)
        && (!fields.creators.iter().any(|c| related(own, c)) || other_bodies(own, other))
    {
        diagnostics.push(
            Diagnostic::warning(
                "credit-contradicts-photo",
                format!("the record credits \"{own}\", the picture file \"{other}\""),
            )
            .help("the record's credit is published; correct whichever is wrong"),
        );
    }
    let own: Vec<&str> =
        media.credits.iter().filter(|c| c.role == Role::Photographer).map(|c| c.name.as_str()).collect();
    if !own.is_empty()
        && !fields.creators.is_empty()
        && !own.iter().any(|o| fields.creators.iter().any(|c| same_person(o, c)))
    {
        diagnostics.push(
            Diagnostic::warning(
                "photographer-contradicts-photo",
                format!(
                    "the record names {} as photographer, the picture file {}",
                    own.join(", "),
                    fields.creators.join(", ")
                ),
            )
            .help("the record's name is published; correct whichever is wrong"),
        );
    }
    diagnostics
}

/// Whether both lines name agencies or other bodies, and none in common.
fn other_bodies(own: &str, other: &str) -> bool {
    let bodies = |line: &str| -> Vec<String> {
        let read = parse(line, &Options::default());
        let bodies = read.parts.into_iter().filter(|p| !matches!(p.role, Role::Photographer | Role::Illustrator));
        bodies.map(|p| p.name.into_owned()).collect()
    };
    let (own, other) = (bodies(own), bodies(other));
    let initials = |name: &str| folded(name).split(' ').filter_map(|w| w.chars().next()).collect::<String>();
    let alike = |a: &str, b: &str| related(a, b) || initials(a) == folded(b) || folded(a) == initials(b);
    !own.is_empty() && !other.is_empty() && !own.iter().any(|a| other.iter().any(|b| alike(a, b)))
}

/// Copyright of EXIF has a line for the photographer and one for the editor.
fn in_one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("; ")
}

fn folded(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

fn same(a: &str, b: &str) -> bool {
    folded(a) == folded(b)
}

/// Whether one says what the other says, or a part of it (IIM cuts credits after 32 characters).
fn related(a: &str, b: &str) -> bool {
    let (a, b) = (folded(a), folded(b));
    a.contains(&b) || b.contains(&a)
}

/// Whether two names may be one person's: "I. Varga" and "Varga, Ilse" are Ilse Varga.
fn same_person(a: &str, b: &str) -> bool {
    let (a, b) = (folded(a), folded(b));
    let within = |a: &str, b: &str| {
        let stands = |word: &str| {
            b.split(' ').any(|other| other == word || word.chars().count() == 1 && other.starts_with(word))
        };
        a.split(' ').all(stands) && a.split(' ').any(|w| w.chars().count() > 1)
    };
    within(&a, &b) || within(&b, &a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(xmp: Fields) -> PhotoMetadata {
        PhotoMetadata {
            mime: Some("image/jpeg"),
            width: Some(1200),
            height: Some(800),
            size: 4321,
            xmp,
            ..Default::default()
        }
    }

    #[test]
    fn xmp_wins_over_iim_and_iim_over_exif() {
        let text = |s: &str| Some(s.to_owned());
        let metadata = PhotoMetadata {
            xmp: Fields { credit_line: text("whole line"), ..Default::default() },
            iim: Fields { credit_line: text("whole li"), headline: text("iim"), ..Default::default() },
            exif: Fields { headline: text("exif"), copyright: text("exif"), ..Default::default() },
            ..Default::default()
        };
        let fields = metadata.fields();
        assert_eq!(fields.credit_line.as_deref(), Some("whole line"));
        assert_eq!(fields.headline.as_deref(), Some("iim"));
        assert_eq!(fields.copyright.as_deref(), Some("exif"));
    }

    #[test]
    fn a_record_without_a_credit_takes_the_files() {
        let mut media = Media::default();
        let file = Fields {
            creators: vec!["Ilse Varga".into()],
            credit_line: Some("Ilse Varga / Nordlicht".into()),
            digital_source_type: Some("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia".into()),
            ..Default::default()
        };
        assert!(merge(&mut media, &photo(file)).is_empty());
        assert_eq!(media.credit_line.as_deref(), Some("Ilse Varga / Nordlicht"));
        assert_eq!(media.credits, [Credit { role: Role::Photographer, name: "Ilse Varga".into() }]);
        assert_eq!((media.width, media.height, media.size), (Some(1200), Some(800), Some(4321)));
        assert_eq!(media.kind, PictureKind::Ai);
    }

    #[test]
    fn the_record_wins_and_a_contradiction_shows_both() {
        let mut media = Media {
            credit_line: Some("Photo: Jonas Brandt / Nordlicht".into()),
            credits: vec![Credit { role: Role::Photographer, name: "Jonas Brandt".into() }],
            ..Default::default()
        };
        let file = Fields {
            creators: vec!["Ilse Varga".into()],
            credit_line: Some("Ilse Varga".into()),
            ..Default::default()
        };
        let found = merge(&mut media, &photo(file));
        assert_eq!(media.credit_line.as_deref(), Some("Photo: Jonas Brandt / Nordlicht"));
        assert_eq!(media.credits.len(), 1);
        assert_eq!(
            found.iter().map(|d| d.code).collect::<Vec<_>>(),
            ["credit-contradicts-photo", "photographer-contradicts-photo"]
        );
        assert!(found[1].message.contains("Jonas Brandt") && found[1].message.contains("Ilse Varga"));
    }

    #[test]
    fn a_credit_that_was_cut_in_the_file_is_no_contradiction() {
        let mut media = Media { credit_line: Some("Ilse Varga / Nordlicht Press Agency".into()), ..Default::default() };
        let file = Fields { credit_line: Some("Ilse Varga / Nordlicht Press Ag".into()), ..Default::default() };
        assert!(merge(&mut media, &photo(file)).is_empty());
    }

    #[test]
    fn another_agency_is_another_credit_though_the_photographer_is_the_same() {
        for (own, file, contradicts) in [
            ("Photo: Ilse Varga / Reuters", "AFP", true),
            ("Photo: Ilse Varga / Reuters", "REUTERS", false),
            ("Photo: Ilse Varga", "AFP", false),
            ("Ilse Varga / Associated Press", "AP", false),
            ("picture alliance/dpa | Ilse Varga", "dpa", false),
        ] {
            let mut media = Media { credit_line: Some(own.into()), ..Default::default() };
            let fields =
                Fields { creators: vec!["Ilse Varga".into()], credit_line: Some(file.into()), ..Default::default() };
            let found = merge(&mut media, &photo(fields));
            let expected: &[&str] = if contradicts { &["credit-contradicts-photo"] } else { &[] };
            assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), expected, "{own}, {file}");
        }
    }

    #[test]
    fn a_photographer_written_otherwise_is_no_other_one() {
        for (own, file, same) in [
            ("Ilse Varga", "I. Varga", true),
            ("Ilse Varga", "VARGA, ILSE", true),
            ("Varga", "Ilse Varga", true),
            ("Ilse Varga", "Jonas Varga", false),
            ("Ilse Varga", "I.", false),
        ] {
            assert_eq!(same_person(own, file), same, "{own}, {file}");
        }
    }

    #[test]
    fn the_type_is_that_of_the_bytes_unless_the_record_says_another_than_the_name() {
        for (file, mime, expected) in [
            ("ferry.png", Some("image/png"), "image/jpeg"),
            ("ferry", None, "image/jpeg"),
            ("ferry.png", Some("image/webp"), "image/webp"),
        ] {
            let mime = mime.map(str::to_owned);
            let mut media = Media { file: Some(file.into()), mime, ..Default::default() };
            merge(&mut media, &photo(Fields::default()));
            assert_eq!(media.mime.as_deref(), Some(expected), "{file}");
        }
    }

    #[test]
    fn a_picture_that_was_only_retouched_is_not_called_made_by_a_program() {
        let kind = |term: &str| kind_of_source_type(&format!("http://cv.iptc.org/newscodes/digitalsourcetype/{term}"));
        assert_eq!(kind("algorithmicallyEnhanced"), PictureKind::Unknown);
        assert_eq!(kind("compositeWithTrainedAlgorithmicMedia"), PictureKind::Ai);
    }

    #[test]
    fn a_copyright_of_two_lines_is_published_in_one() {
        let mut media = Media::default();
        merge(&mut media, &photo(Fields { copyright: Some("Ilse Varga\nNordlicht".into()), ..Default::default() }));
        assert_eq!(media.copyright.as_deref(), Some("Ilse Varga; Nordlicht"));
    }
}
