//! When two addresses are of one picture: in another spelling, size or encoding, or behind a server that makes these.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use icu_normalizer::ComposingNormalizerBorrowed;
use url::Url;

/// Endings of files that readers are shown, by what they are.
const ENDINGS: [(&str, &[&str]); 4] = [
    (
        "picture",
        &[
            "jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "avif", "svg", "tif", "tiff", "bmp", "heic", "heif",
            "jxl",
        ],
    ),
    ("film", &["mp4", "m4v", "webm", "mov", "ogv"]),
    ("sound", &["mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac"]),
    ("document", &["pdf"]),
];

/// Words at the end of a file's name for a size or cut of a picture.
#[rustfmt::skip]
const SIZES: [&str; 26] = [
    "scaled", "rotated", "resized", "cropped", "thumb", "thumbs", "thumbnail", "small", "medium", "large", "xlarge",
    "full", "fullsize", "original", "orig", "retina", "hires", "highres", "lores", "lowres", "hd", "sm", "md", "lg",
    "xl", "xs",
];

/// Folders in which sizes or cuts of pictures lie.
#[rustfmt::skip]
const FOLDERS: [&str; 14] = [
    "thumb", "thumbs", "thumbnail", "thumbnails", "small", "medium", "large", "resized", "scaled", "cropped", "original",
    "originals", "size", "sizes",
];

/// Folders by which servers that make sizes go.
const MAKERS: [&str; 10] =
    ["cdn-cgi", "_ipx", "unsafe", "insecure", "fit-in", "smart", "plain", "fetch", "upload", "styles"];

/// Shapes of pictures that stand for a size.
const SHAPES: [&str; 10] = ["1x1", "16x9", "9x16", "4x3", "3x4", "3x2", "2x3", "21x9", "4x5", "5x4"];

/// Names by which servers are told what size, cut and encoding is wanted.
#[rustfmt::skip]
const WISHES: [&str; 58] = [
    "ar", "auto", "blur", "c", "compress", "crop", "cs", "dpr", "e", "f", "fit", "fl", "fm", "fmt", "format", "g",
    "gravity", "h", "height", "hei", "imheight", "imwidth", "ixid", "ixlib", "itok", "maxh", "maxheight", "maxw",
    "maxwidth", "mh", "mode", "mw", "o", "onerror", "output", "q", "qlt", "quality", "r", "rect", "resize", "rh", "rw",
    "s", "scale", "sharp", "sharpen", "size", "ssl", "strip", "sz", "t", "w", "we", "wid", "width", "x", "y",
];

/// The address of a picture taken apart, alike in all its spellings.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    /// Host and port; empty where only a path is known.
    host: String,
    path: Vec<String>,
    /// What follows the `?`, in order.
    query: Vec<(String, String)>,
}

/// What the addresses of one picture have in common: its sizes, cuts and encodings, however they are asked for.
pub(crate) fn common(address: &str) -> String {
    parse(address, None).and_then(|url| Parts::of(&url)).map_or_else(|| address.to_owned(), |parts| parts.picture())
}

/// An address with the base that it may be relative to.
pub(super) fn parse(address: &str, base: Option<&Url>) -> Option<Url> {
    let address = address.trim();
    let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    let url = Url::parse(&address).ok().or_else(|| base?.join(&address).ok())?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

impl Parts {
    pub(super) fn of(url: &Url) -> Option<Self> {
        let host = bare_host(url.host_str()?);
        let port = url.port().filter(|port| !matches!(port, 80 | 443)).map(|port| format!(":{port}"));
        let mut query: Vec<(String, String)> =
            url.query_pairs().map(|(name, value)| (name.to_lowercase(), value.into_owned())).collect();
        query.sort_unstable();
        Some(Self { host: format!("{host}{}", port.unwrap_or_default()), path: steps(url.path()), query })
    }

    /// The same of whatever host.
    pub(super) fn anywhere(self) -> Self {
        Self { host: String::new(), ..self }
    }

    /// The same without the last step of its path, where that is one of these.
    pub(super) fn without_last(mut self, names: &[&str]) -> Self {
        self.path.pop_if(|step| names.contains(&&**step));
        self
    }

    /// The host by which what carries this address tells it.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// Whether it names anything on its host.
    pub(super) fn has_path(&self) -> bool {
        !self.path.is_empty()
    }

    /// How many steps its path has.
    pub(super) fn steps(&self) -> usize {
        self.path.len()
    }

    /// The file whatever follows the `?`.
    pub(super) fn bare(&self) -> String {
        format!("{}/{}", self.host, self.path.join("/"))
    }

    /// The file; what follows the `?` tells one from another.
    pub(super) fn file(&self) -> String {
        self.query.iter().fold(self.bare(), |file, (name, value)| format!("{file}&{name}={value}"))
    }

    /// What all its sizes, cuts and encodings have in common.
    pub(super) fn picture(&self) -> String {
        // Behind the name of a file stand only wishes about it: `/thumb/a/Pic.jpg/300px-Pic.jpg`.
        let file = self.path.iter().position(|step| kind(step).is_some());
        let folders = &self.path[..file.unwrap_or(self.path.len())];
        let is_made = folders.iter().any(|step| step == "upload");
        // `styles/large/public` are Drupal's, `upload/v1612345678` Cloudinary's.
        let is_style = |at: usize| {
            (0..3).any(|n| {
                at >= n && folders[at - n] == "styles" && folders.get(at - n + 2).is_some_and(|s| s == "public")
            })
        };
        let is_version =
            |step: &str| is_made && step.strip_prefix('v').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        let is_own = |(at, step): &(usize, &String)| {
            !FOLDERS.contains(&&***step) && !is_wish(step) && !is_style(*at) && !is_version(step)
        };
        let mut steps: Vec<String> = folders.iter().enumerate().filter(is_own).map(|(_, step)| step.clone()).collect();
        steps.extend(file.map(|at| stem(&self.path[at])));
        let picture = format!("{}/{}", self.host, steps.join("/"));
        if file.is_some() {
            return picture;
        }
        let told = self.query.iter().filter(|(name, _)| !WISHES.contains(&&**name));
        told.fold(picture, |picture, (name, value)| format!("{picture}&{name}={value}"))
    }

    /// The addresses that this one carries, for a server that makes sizes of what lies there: as they are, encoded,
    /// without a protocol where they are of one of these hosts, or as paths.
    pub(super) fn carried(url: &Url, is_host: impl Fn(&str) -> bool) -> Vec<Self> {
        let mut found = Vec::new();
        let mut texts = vec![url.path().to_owned()];
        texts.extend(url.query_pairs().map(|(_, value)| value.into_owned()));
        for (n, text) in texts.iter().enumerate() {
            let text = deciphered(text);
            found.extend(hosted(&text, &is_host));
            found.extend(encoded(&text));
            let path = if n == 0 { behind_wishes(&text) } else { Some(&*text) };
            let path = path.filter(|path| !path.contains("://") && path.contains('.') && path.len() < LONGEST);
            found.extend(path.and_then(|path| Self::of(&url.join("/").ok()?.join(path).ok()?)).map(Self::anywhere));
        }
        found
    }
}

/// The longest address that is looked for in another.
const LONGEST: usize = 4_000;

fn bare_host(host: &str) -> &str {
    let host = host.trim_end_matches('.');
    host.strip_prefix("www.").unwrap_or(host)
}

/// The steps of a path, in one spelling.
fn steps(path: &str) -> Vec<String> {
    let path = deciphered(path).to_lowercase();
    let path = ComposingNormalizerBorrowed::new_nfc().normalize(&path);
    let mut steps: Vec<String> = Vec::new();
    for step in path.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step.to_owned()),
        }
    }
    steps
}

/// A text with all that is percent-encoded in it as it is meant, be it encoded again by what carries it.
fn deciphered(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..3 {
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned();
        if decoded == text {
            break;
        }
        text = decoded;
    }
    text
}

/// What a file is by the ending of its name.
fn kind(name: &str) -> Option<&'static str> {
    let ending = name.rsplit_once('.')?.1;
    // Some servers are told the wanted encoding behind it.
    let ending = ending.split(['@', ':', ';', '=', '!']).next()?;
    ENDINGS.iter().find(|(_, endings)| endings.contains(&ending)).map(|(kind, _)| *kind)
}

/// The name of a file without what tells its size, cut or encoding.
fn stem(name: &str) -> String {
    let Some(of) = kind(name) else { return name.to_owned() };
    let mut stem = name;
    // `pic.jpg.webp`, `pic.jpg@webp`.
    while kind(stem) == Some(of)
        && let Some((own, _)) = stem.rsplit_once('.')
    {
        stem = own;
    }
    if let Some((own, hash)) = stem.split_once("_hu")
        && hash.bytes().take_while(|b| b.is_ascii_hexdigit() || *b == b'_').count() >= 8
    {
        stem = own;
    }
    while let Some(at) = stem.rfind(['-', '_', '@', '.', ' '])
        && (is_size(&stem[at + 1..]) || stem[at..].starts_with('@') && is_dense(&stem[at + 1..]))
        && at > 0
    {
        stem = &stem[..at];
    }
    // `300px-pic.jpg`
    if let Some((size, own)) = stem.split_once('-')
        && size.strip_suffix("px").is_some_and(is_number)
    {
        stem = own;
    }
    format!("{stem} {of}")
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text says for how dense a screen a picture is: `2x`, `1.5x`.
fn is_dense(text: &str) -> bool {
    text.strip_suffix('x').is_some_and(|times| times.split('.').all(is_number))
}

/// Whether a part of a name tells a size: `300x200`, `1024w`, `w640`, `scaled`, and the moment of an edit of WordPress's.
fn is_size(text: &str) -> bool {
    let long = |text: &str, least: usize| text.len() >= least && is_number(text);
    // Not all that has an `x` is one: `4x100`.
    let is_measure = text.split_once('x').is_some_and(|(width, height)| match (width, height) {
        ("", side) | (side, "") => long(side, 2) || side == "2" || side == "3",
        (width, height) => long(width, 2) && long(height, 2),
    });
    let led = text.strip_prefix(['w', 'h', 's']).is_some_and(|side| long(side, 3));
    let ended = text.strip_suffix(['w', 'h', 'p']).is_some_and(|side| long(side, 3))
        || text.strip_suffix("px").is_some_and(|side| long(side, 2));
    let edited = text.strip_prefix('e').is_some_and(|at| at.len() >= 9 && at.bytes().all(|b| b.is_ascii_digit()));
    is_measure || led || ended || edited || SIZES.contains(&text) || SHAPES.contains(&text)
}

/// Whether a step of a path only says what is wanted of the picture: `w_300,c_fill`, `width=300`, `rs:fit:300:200`,
/// `w640-h480-p`.
fn is_wish(step: &str) -> bool {
    const VALUES: [&str; 14] = [
        "auto", "fill", "fit", "scale", "limit", "crop", "thumb", "pad", "webp", "jpg", "png", "avif", "face", "center",
    ];
    let is_list = step.contains(',');
    let wish = |part: &str| {
        let Some((name, value)) = part.split_once(['=', '_', ':']) else { return false };
        let is_plain = value.starts_with(|c: char| c.is_ascii_digit()) || VALUES.contains(&value);
        WISHES.contains(&name) && (is_list || is_plain || part.contains('=')) || part.contains(':') && name.len() < 12
    };
    let is_google = |part: &str| matches!(part, "p" | "k" | "no" | "c" | "rw" | "nu" | "d") || is_size(part);
    MAKERS.contains(&step)
        || is_size(step)
        || step.split([',', '&']).all(wish)
        || step.split_once('-').is_some_and(|(first, rest)| is_size(first) && rest.split('-').all(is_google))
}

/// What of a path follows its last step that only says what is wanted.
fn behind_wishes(path: &str) -> Option<&str> {
    let mut at = 0;
    let mut found = None;
    for step in path.split_inclusive('/') {
        at += step.len();
        let step = step.trim_end_matches('/').to_lowercase();
        if kind(&step).is_some() {
            break;
        }
        if !step.is_empty() && is_wish(&step) {
            found = path.get(at - 1..);
        }
    }
    found
}

/// Addresses in a text that begin with one of some hosts.
fn hosted(text: &str, is_host: impl Fn(&str) -> bool) -> Vec<Parts> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let mut found = Vec::new();
    let mut at = 0;
    for token in text.split_inclusive(|c: char| !is_part(c)) {
        let name = token.trim_end_matches(|c: char| !is_part(c));
        let host = bare_host(name).to_lowercase();
        if host.contains('.') && is_host(&host) && text.len() - at < LONGEST {
            let rest = &text[at..];
            let end =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ')' | '|')).unwrap_or(rest.len());
            found.extend(Url::parse(&format!("https://{}", &rest[..end])).ok().as_ref().and_then(Parts::of));
        }
        at += token.len();
    }
    found
}

/// The address in a text that has one in base 64: `/rs:fit:300:200/aHR0cHM6Ly9…`.
fn encoded(text: &str) -> Option<Parts> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let at = text.find("aHR0c")?;
    let code: String = text[at..].chars().filter(|c| *c != '/').take_while(|c| *c != '.').take(LONGEST).collect();
    let code = code.replace('+', "-").trim_end_matches('=').to_owned();
    let bytes = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT.with_decode_allow_trailing_bits(true)).decode(code);
    Parts::of(&Url::parse(std::str::from_utf8(&bytes.ok()?).ok()?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_cuts_encodings_and_spellings_are_of_one_picture() {
        let picture = common("https://a.example/2026/07/pic.jpg");
        for same in [
            "HTTP://A.EXAMPLE:80/2026/07/pic.jpg",
            "//www.a.example/2026/07/pic.jpg",
            "https://a.example:443/2026//07/./x/../pic.jpg#top",
            "https://user:word@a.example/2026/07/%70ic.jpg",
            "https://a.example/2026/07/PIC.JPG?w=300&ver=2",
            "https://a.example/2026/07/pic-300x200.jpg",
            "https://a.example/2026/07/pic_300x.jpg",
            "https://a.example/2026/07/pic-scaled.jpg",
            "https://a.example/2026/07/pic-scaled-e1612345678901.jpg",
            "https://a.example/2026/07/pic-e1612345678-150x150.jpg",
            "https://a.example/2026/07/pic@2x.jpg",
            "https://a.example/2026/07/pic-1024w.webp",
            "https://a.example/2026/07/pic_medium.jpg",
            "https://a.example/2026/07/pic-medium_large.jpg.avif",
            "https://a.example/2026/07/pic_hu3f5e1a2b_1234_300x200_resize_q75.jpg",
            "https://a.example/2026/07/w600/pic.jpg",
            "https://a.example/size/w600/2026/07/pic.jpg",
            "https://a.example/w_300,c_fill/2026/07/pic.jpg",
            "https://a.example/2026/07/thumbs/pic.jpg/300px-pic.jpg",
        ] {
            assert_eq!(common(same), picture, "{same}");
        }
        for other in [
            "https://a.example/2026/07/pic-2.jpg",
            "https://a.example/2026/07/pic-12.jpg",
            "https://a.example/2026/07/pic-2026.jpg",
            "https://a.example/2026/07/pic-4x100.jpg",
            "https://a.example/2026/07/pic-w12.jpg",
            "https://a.example/2026/07/pic-square.jpg",
            "https://a.example/2026/08/pic.jpg",
            "https://a.example/2026/07/pic.mp4",
            "https://b.example/2026/07/pic.jpg",
            "https://a.example/2026/07/epic.jpg",
        ] {
            assert_ne!(common(other), picture, "{other}");
        }
        assert_eq!(common("https://a.example/i.php?id=7&w=300"), common("http://a.example/i.php?w=9&id=7"));
        assert_ne!(common("https://a.example/i.php?id=7"), common("https://a.example/i.php?id=8"));
        assert_eq!(common("https://img.example/photo-1?w=300&q=80"), common("https://img.example/photo-1"));
    }
}
