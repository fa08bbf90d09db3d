//! Pictures at the addresses of a service that gives them in other widths.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use minijinja::{Environment, context};
use sha1::Sha1;
use sha2::Sha256;
use url::Url;

use crate::article::{Media, Medium, Rendition};
use crate::config::{Resizer, SignatureKind};

/// A picture at another address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resized {
    pub(super) url: String,
    pub(super) width: u32,
    pub(super) height: Option<u32>,
}

/// The pictures of an article at other addresses.
#[derive(Debug)]
pub(super) struct Resizing<'r> {
    resizer: &'r Resizer,
    environment: &'r Environment<'static>,
    /// By their addresses before.
    known: HashMap<String, Resized>,
}

impl<'r> Resizing<'r> {
    /// Gives pictures other addresses; one for which the service has none stays as it is.
    pub(super) fn of(media: &mut [Media], resizer: &'r Resizer, environment: &'r Environment<'static>) -> Self {
        let mut resizing = Self { resizer, environment, known: HashMap::new() };
        for media in media.iter_mut().filter(|media| media.medium == Medium::Image) {
            resizing.resize(media);
        }
        resizing
    }

    /// What becomes of a picture that a body shows.
    pub(super) fn shown(&self, url: &str) -> Option<Resized> {
        self.known.get(url).cloned().or_else(|| self.sizes(url, None).into_iter().next())
    }

    fn resize(&mut self, media: &mut Media) {
        let Some(url) = media.addresses().next().map(ToString::to_string) else { return };
        let sizes = self.sizes(&url, media.width.zip(media.height));
        let parsed: Option<Vec<_>> = sizes.iter().map(|size| size.url.parse().ok()).collect();
        let (Some(first), Some(parsed)) = (sizes.first(), parsed) else { return };
        let before: Vec<String> = media.addresses().map(ToString::to_string).collect();
        self.known.extend(before.into_iter().map(|url| (url, first.clone())));
        (media.width, media.height) = (Some(first.width), first.height);
        // Nothing is known of their bytes.
        (media.size, media.hash) = (None, None);
        let rendition = |(size, url): (&Resized, _)| Rendition {
            url,
            mime: media.mime.clone(),
            width: Some(size.width),
            height: size.height,
            ..Rendition::default()
        };
        let mut addresses = parsed.into_iter();
        media.url = addresses.next();
        media.renditions = sizes.iter().skip(1).zip(addresses).map(rendition).collect();
    }

    /// A picture in all widths that are not wider than it is; where it is narrower than each, in its own.
    fn sizes(&self, url: &str, measures: Option<(u32, u32)>) -> Vec<Resized> {
        let mut widths: Vec<u32> = self.resizer.widths.clone();
        if let Some((width, _)) = measures {
            widths.retain(|w| *w <= width);
            if widths.is_empty() {
                widths.push(width);
            }
        }
        let size = |width: u32| {
            let height = measures.filter(|(w, _)| *w > 0).map(|(w, h)| {
                let scaled = u64::from(h) * u64::from(width) / u64::from(w);
                u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
            });
            Some(Resized { url: self.address(url, width, height)?, width, height })
        };
        widths.into_iter().filter_map(size).collect()
    }

    fn address(&self, url: &str, width: u32, height: Option<u32>) -> Option<String> {
        let parsed = Url::parse(url).ok()?;
        let path = &parsed[url::Position::BeforePath..];
        let values = context! {
            url => url, host => parsed.host_str(), path => path.trim_start_matches('/'), width => width, height => height,
        };
        let filled = |template: &str, values| self.environment.render_named_str("text", template, values).ok();
        let signature = match &self.resizer.signs {
            Some(signs) => signed(self.resizer, &filled(signs, values.clone())?),
            None => String::new(),
        };
        let address = filled(&self.resizer.url, context! { signature => signature, ..values })?;
        Url::parse(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from)
    }
}

/// The signature of a text.
fn signed(resizer: &Resizer, text: &str) -> String {
    let parts = [resizer.salt.bytes(), text.as_bytes()];
    let key = resizer.key.bytes();
    macro_rules! digest {
        ($hash:ty) => {{
            let Ok(mut mac) = Hmac::<$hash>::new_from_slice(key) else { return String::new() };
            for part in parts {
                mac.update(part);
            }
            mac.finalize().into_bytes().to_vec()
        }};
    }
    let hex = |digest: Vec<u8>| digest.iter().map(|b| format!("{b:02x}")).collect::<String>();
    match resizer.signature {
        SignatureKind::Sha256Base64url => URL_SAFE_NO_PAD.encode(digest!(Sha256)),
        SignatureKind::Sha256Hex => hex(digest!(Sha256)),
        SignatureKind::Sha1Base64url => URL_SAFE.encode(digest!(Sha1)),
        SignatureKind::Sha1Hex => hex(digest!(Sha1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;

    fn resizer(url: &str, signs: &str, signature: SignatureKind) -> Resizer {
        Resizer {
            url: url.into(),
            widths: vec![1200, 300],
            signs: Some(signs.into()),
            signature,
            secret_variable: None,
            salt_variable: None,
            key: Secret::of("key").unwrap(),
            salt: Secret::default(),
        }
    }

    #[test]
    fn signatures_are_those_of_known_services() {
        let text = "The quick brown fox jumps over the lazy dog";
        let of = |signature| signed(&resizer("", "", signature), text);
        assert_eq!(of(SignatureKind::Sha256Hex), "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
        assert_eq!(of(SignatureKind::Sha1Hex), "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9");
        assert_eq!(of(SignatureKind::Sha1Base64url), "3nybhbi3iqa8ino29wqQcBydtNk=");
        assert_eq!(of(SignatureKind::Sha256Base64url), "97yD9DBThCSxMpjmqm-xQ-9NWaFJRhdZl0edvC0aPNg");
        let salted = Resizer { salt: Secret::of("hex:5468652071").unwrap(), ..resizer("", "", SignatureKind::Sha1Hex) };
        assert_eq!(signed(&salted, &text[5..]), "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9");
    }

    #[test]
    fn no_picture_becomes_wider_and_its_shape_stays() {
        let resizer = resizer("https://i.example/{{ width }}x{{ height }}/{{ path }}", "", SignatureKind::Sha1Hex);
        let environment = Environment::new();
        let mut media = [(1600, 900), (800, 601), (100, 50)].map(|(w, h)| Media {
            url: "https://a.example/p/a.jpg?v=1".parse().ok(),
            width: Some(w),
            height: Some(h),
            ..Media::default()
        });
        Resizing::of(&mut media, &resizer, &environment);
        let urls = media.each_ref().map(|m| m.addresses().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        assert_eq!(
            urls,
            [
                "https://i.example/1200x675/p/a.jpg?v=1 https://i.example/300x168/p/a.jpg?v=1",
                "https://i.example/300x225/p/a.jpg?v=1",
                "https://i.example/100x50/p/a.jpg?v=1",
            ]
        );
    }
}
