//! How long an address is left alone: what the server says, or a feed itself.

use std::time::Duration;

/// Longest time for which an address is left alone, whatever is said.
const LONGEST: Duration = Duration::from_hours(24);

/// Bytes of a feed in which it says how long it stands.
const HEAD: usize = 16 << 10;

/// A header field.
pub(super) fn field<'f>(fields: &'f [(String, String)], name: &str) -> Option<&'f str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
}

/// How long an answer stands, by its header fields and by the document.
pub(super) fn stands_for(fields: &[(String, String)], document: &[u8]) -> Duration {
    by_fields(fields).max(by_document(document)).min(LONGEST)
}

fn by_fields(fields: &[(String, String)]) -> Duration {
    let directives = fields.iter().filter(|(name, _)| name == "cache-control").flat_map(|(_, value)| value.split(','));
    let directives: Vec<String> = directives.map(|directive| directive.trim().to_ascii_lowercase()).collect();
    if directives.iter().any(|one| matches!(&**one, "no-cache" | "no-store") || one.starts_with("no-cache=")) {
        return Duration::ZERO;
    }
    let age = field(fields, "age").and_then(|age| age.parse().ok()).unwrap_or(0);
    let most = directives.iter().find_map(|one| one.strip_prefix("max-age=")?.trim_matches('"').parse::<u64>().ok());
    if let Some(most) = most {
        return Duration::from_secs(most.saturating_sub(age));
    }
    let moment = |name: &str| chrono::DateTime::parse_from_rfc2822(field(fields, name)?).ok();
    match (moment("expires"), moment("date")) {
        (Some(expires), Some(date)) => (expires - date).to_std().unwrap_or_default(),
        _ => Duration::ZERO,
    }
}

/// What a feed of RSS says, in minutes, before its first item.
fn by_document(document: &[u8]) -> Duration {
    let head = String::from_utf8_lossy(&document[..document.len().min(HEAD)]);
    let head = head.split("<item").next().unwrap_or_default();
    let ttl = head.split_once("<ttl>").and_then(|(_, rest)| rest.split('<').next()?.trim().parse::<u64>().ok());
    Duration::from_secs(ttl.unwrap_or(0).saturating_mul(60))
}

/// How long a server asks not to be asked; `now` in seconds since 1970.
pub(super) fn retry_after(fields: &[(String, String)], now: i64) -> Option<Duration> {
    let said = field(fields, "retry-after")?;
    let seconds = said.parse::<u64>().ok().or_else(|| {
        let moment = chrono::DateTime::parse_from_rfc2822(said).ok()?.timestamp();
        Some(u64::try_from(moment - now).unwrap_or(0))
    })?;
    Some(Duration::from_secs(seconds).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_answer_stands_as_long_as_server_and_feed_say_and_no_longer_than_a_day() {
        let now = "Fri, 01 May 2026 08:00:00 GMT";
        for (said, document, seconds) in [
            (&[][..], "", 0),
            (&[("cache-control", "public, max-age=600")], "", 600),
            (&[("cache-control", "Max-Age=600"), ("age", "60")], "", 540),
            (&[("cache-control", "max-age=600"), ("age", "700")], "", 0),
            (&[("cache-control", "max-age=600, no-cache")], "", 0),
            (&[("cache-control", "no-store"), ("expires", "Fri, 01 May 2026 09:00:00 GMT"), ("date", now)], "", 0),
            (&[("expires", "Fri, 01 May 2026 08:10:00 GMT"), ("date", now)], "", 600),
            (&[("expires", "0"), ("date", now)], "", 0),
            (&[("expires", "Fri, 01 May 2026 07:00:00 GMT"), ("date", now)], "", 0),
            (&[("cache-control", "max-age=31536000")], "", 86_400),
            (&[("cache-control", "max-age=x")], "", 0),
            (&[], "<rss><channel><ttl> 30 </ttl><item>", 1800),
            (&[("cache-control", "max-age=60")], "<rss><channel><ttl>30</ttl>", 1800),
            (&[], "<rss><channel><item><ttl>30</ttl>", 0),
            (&[], "<rss><channel><ttl>99999999999999999</ttl>", 86_400),
        ] {
            assert_eq!(stands_for(&fields(said), document.as_bytes()).as_secs(), seconds, "{said:?} {document}");
        }
    }

    #[test]
    fn a_server_says_in_seconds_or_by_a_moment_when_to_come_again() {
        let now = 1_777_622_400; // 2026-05-01T08:00:00Z
        for (said, seconds) in [
            ("120", Some(120)),
            ("Fri, 01 May 2026 08:02:00 GMT", Some(120)),
            ("Fri, 01 May 2026 07:00:00 GMT", Some(0)),
            ("9999999", Some(86_400)),
            ("soon", None),
        ] {
            let found = retry_after(&fields(&[("retry-after", said)]), now).map(|time| time.as_secs());
            assert_eq!(found, seconds, "{said}");
        }
    }
}
