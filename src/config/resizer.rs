//! A service that gives pictures in other widths.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Pictures of a feed as a service of pictures gives them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Resizer {
    /// Address of a picture in a width, a template with `url`, `host`, `path`, `width`, `height` and `signature`:
    /// `https://img.example/{{ width }}/{{ path }}`.
    #[schemars(extend("format" = "resizer-template"))]
    pub url: String,
    /// Widths in pixels, the first that of the picture itself, the others of further sizes. None is wider than the picture.
    pub widths: Vec<u32>,
    /// What is signed, a template as `url`: `/{{ width }}/{{ path }}`.
    #[serde(default)]
    #[schemars(extend("format" = "resizer-template"))]
    pub signs: Option<String>,
    /// How it is signed and written.
    #[serde(default)]
    pub signature: SignatureKind,
    /// Name of the environment variable that holds the key; bytes in hexadecimal digits behind `hex:`.
    #[serde(default)]
    pub secret_variable: Option<String>,
    /// Name of the environment variable that holds what is signed before all else, as a key is written.
    #[serde(default)]
    pub salt_variable: Option<String>,
    /// The key.
    #[serde(skip)]
    #[schemars(skip)]
    pub key: Secret,
    /// What is signed before all else.
    #[serde(skip)]
    #[schemars(skip)]
    pub salt: Secret,
}

/// How addresses of pictures are signed (HMAC), and the signature written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureKind {
    /// SHA-256, in Base64 for addresses, without padding.
    #[default]
    Sha256Base64url,
    /// SHA-256, in hexadecimal digits.
    Sha256Hex,
    /// SHA-1, in Base64 for addresses.
    Sha1Base64url,
    /// SHA-1, in hexadecimal digits.
    Sha1Hex,
}

/// Bytes that are printed nowhere.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// The secret of a text; `None` where it begins as one in hexadecimal digits and is none, or is empty.
    ///
    /// ```
    /// use feedwright::config::Secret;
    /// assert_eq!(Secret::of("hex:6b6579"), Secret::of("key"));
    /// assert_eq!(Secret::of("hex:6b657"), None);
    /// assert_eq!(format!("{:?}", Secret::of("key").unwrap()), "…");
    /// ```
    pub fn of(text: &str) -> Option<Self> {
        let bytes = match text.strip_prefix("hex:") {
            None => text.as_bytes().to_vec(),
            Some(digits) => {
                let digits: Option<Vec<u8>> = digits.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect();
                let (pairs, []) = digits.as_deref()?.as_chunks::<2>() else { return None };
                pairs.iter().map(|[high, low]| high << 4 | low).collect()
            }
        };
        if bytes.is_empty() { None } else { Some(Self(bytes)) }
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}
