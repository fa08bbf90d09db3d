//! Which coding of a file a client takes, by its `Accept-Encoding` (RFC 9110, section 12.5.3).

use hyper::HeaderMap;
use hyper::header::ACCEPT_ENCODING;

/// How much a client likes codings, from 0 to 1000.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wishes {
    named: Vec<(String, u16)>,
    others: Option<u16>,
}

impl Wishes {
    /// Those of a request.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut wishes = Self { named: Vec::new(), others: None };
        let lines = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        for part in lines.flat_map(|line| line.split(',')) {
            let mut pieces = part.split(';').map(str::trim);
            let name = pieces.next().unwrap_or_default().to_ascii_lowercase();
            let weight = pieces.find_map(|piece| piece.strip_prefix(['q', 'Q'])?.trim_start().strip_prefix('='));
            let weight = weight.map_or(1000, |text| weight_of(text.trim()));
            match &*name {
                "" => {}
                "*" => wishes.others = Some(weight),
                "x-gzip" => wishes.named.push(("gzip".to_owned(), weight)),
                _ => wishes.named.push((name, weight)),
            }
        }
        wishes
    }

    /// Whether none were said, or only such as leave the file as it is.
    pub(super) fn are_plain(&self) -> bool {
        self.named.is_empty() && self.others.is_none()
    }

    fn weight(&self, name: &str) -> u16 {
        let named = self.named.iter().find(|(named, _)| named == name).map(|(_, weight)| *weight);
        // What nobody speaks of is not taken; the file as it is always is.
        named.or(self.others).unwrap_or(u16::from(name == IDENTITY))
    }

    /// These codings and the file as it is, the best first, without those that the client does not take.
    pub(super) fn order<'c>(&self, codings: impl Iterator<Item = &'c str>) -> Vec<&'c str> {
        let all = codings.chain([IDENTITY]);
        let mut taken: Vec<(&str, u16)> =
            all.map(|name| (name, self.weight(name))).filter(|(_, weight)| *weight > 0).collect();
        // Of those that are liked alike the server's order decides.
        taken.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        taken.into_iter().map(|(name, _)| name).collect()
    }
}

/// The file as it is.
pub(super) const IDENTITY: &str = "identity";

/// A weight in thousandths; what is none counts as nothing.
fn weight_of(text: &str) -> u16 {
    let sound =
        text.len() <= 5 && text.starts_with(['0', '1']) && text.bytes().all(|b| b == b'.' || b.is_ascii_digit());
    let weight = text.parse::<f32>().ok().filter(|weight| sound && (0.0..=1.0).contains(weight));
    weight.map_or(0, |weight| (weight * 1000.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_coding_is_taken_that_the_client_takes() {
        let cases: &[(&[&str], &[&str])] = &[
            (&[], &["identity"]),
            (&[""], &["identity"]),
            (&["gzip"], &["gzip", "identity"]),
            (&["gzip, br"], &["br", "gzip", "identity"]),
            (&["gzip", "br"], &["br", "gzip", "identity"]),
            (&["gzip;q=1.0, br;q=0.5"], &["gzip", "br", "identity"]),
            (&["GZIP ; Q=0.8"], &["gzip", "identity"]),
            (&["x-gzip"], &["gzip", "identity"]),
            (&["gzip;q=0"], &["identity"]),
            (&["gzip;q=0.000, *"], &["br", "zstd", "identity"]),
            (&["*"], &["br", "zstd", "gzip", "identity"]),
            (&["identity, gzip;q=0.5"], &["identity", "gzip"]),
            (&["identity;q=0, gzip"], &["gzip"]),
            (&["*;q=0"], &[]),
            (&["*;q=0, identity"], &["identity"]),
            (&["gzip;q=2"], &["identity"]),
            (&["gzip;q=nonsense"], &["identity"]),
            (&["deflate"], &["identity"]),
            (&["gzip;level=9;q=0.4, br;q=0.3"], &["gzip", "br", "identity"]),
        ];
        for (lines, order) in cases {
            let mut headers = HeaderMap::new();
            for line in *lines {
                headers.append(ACCEPT_ENCODING, line.parse().unwrap());
            }
            assert_eq!(Wishes::of(&headers).order(["br", "zstd", "gzip"].into_iter()), *order, "{lines:?}");
        }
    }
}
