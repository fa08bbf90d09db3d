//! The kinds of values, and which rule judges each.

use super::{Blank, Type};
use crate::check::rules::{addresses, dates, languages, mail, media, media_types, numbers, rss, words};

/// Text of any kind.
pub(crate) static TEXT: Type = Type::text("text", Blank::Fine);
/// Text that should not be empty.
pub(crate) static FILLED: Type = Type::text("text", Blank::Noted);
/// HTML, judged where HTML is.
pub(crate) static HTML: Type = Type::text("HTML", Blank::Fine);

/// A date of RFC 822.
pub(crate) static RFC822: Type =
    Type::judged("RFC 822 date", dates::rfc822, "Thu, 01 Jan 2026 09:30:00 +0100", ("2026-01-01", &dates::FORM_822));
/// A date of RFC 3339.
pub(crate) static RFC3339: Type =
    Type::judged("RFC 3339 date", dates::rfc3339, "2026-01-01T09:30:00Z", ("2026-01-01", &dates::FORM_3339));
/// A date of the W3C note.
pub(crate) static W3CDTF: Type =
    Type::judged("W3CDTF date", dates::w3cdtf, "2026-01-01", ("1 January 2026", &dates::FORM_W3CDTF));

/// An absolute URI.
pub(crate) static URI: Type =
    Type::judged("absolute URI", addresses::absolute, "https://example.org/a", ("/a", &addresses::RELATIVE));
/// An absolute URI whose scheme only programs of the trade know: `ipfs:`, `magnet:`.
pub(crate) static URI_OF_ANY_SCHEME: Type =
    Type::judged("absolute URI", addresses::of_any_scheme, "magnet:?xt=urn:sha1:ABC", ("/a", &addresses::RELATIVE));
/// A URI or a relative reference.
pub(crate) static URI_REFERENCE: Type = Type::judged("URI", addresses::reference, "/a", ("a b", &addresses::CHARACTER));
/// An absolute IRI.
pub(crate) static IRI: Type =
    Type::judged("absolute IRI", addresses::absolute_iri, "https://example.org/ä", ("/a", &addresses::RELATIVE));
/// An IRI or a relative reference.
pub(crate) static IRI_REFERENCE: Type =
    Type::judged("IRI", addresses::iri_reference, "/ä", ("a b", &addresses::CHARACTER));
/// An IRI that serves as an id.
pub(crate) static ID: Type = Type::judged("IRI", addresses::id, "tag:example.org,2026:a", ("/a", &addresses::RELATIVE))
    .blank(Blank::NotedAndJudged);
/// The address of a file to fetch.
pub(crate) static HTTP_URL: Type =
    Type::judged("http(s) URL", addresses::http, "https://example.org/a.mp3", ("/a.mp3", &addresses::HTTP));

/// A language tag.
pub(crate) static LANGUAGE: Type =
    Type::judged("language tag", languages::judge, "en-GB", ("english", &languages::LANGUAGE));
/// A media type.
pub(crate) static MEDIA_TYPE: Type =
    Type::judged("media type", media_types::judge, "image/jpeg", ("jpeg", &media_types::MEDIA_TYPE));

/// A whole number.
pub(crate) static INTEGER: Type = Type::judged("whole number", numbers::integer, "-1", ("one", &numbers::INTEGER));
/// A whole number of zero or more.
pub(crate) static NON_NEGATIVE: Type =
    Type::judged("whole number", numbers::non_negative, "0", ("-1", &numbers::NON_NEGATIVE));
/// A whole number above zero.
pub(crate) static POSITIVE: Type =
    Type::judged("whole number above zero", numbers::positive, "1", ("0", &numbers::POSITIVE));
/// A whole number above zero that should not be empty.
pub(crate) static POSITIVE_FILLED: Type =
    Type::judged("whole number above zero", numbers::positive, "1", ("0", &numbers::POSITIVE))
        .blank(Blank::NotedAndJudged);
/// A number with or without a fraction.
pub(crate) static DECIMAL: Type = Type::judged("number", numbers::decimal, "29.97", ("many", &numbers::DECIMAL));
/// Whole numbers divided by commas.
pub(crate) static INTEGER_LIST: Type = Type::text("list of whole numbers", Blank::Judged).with(numbers::list, "1,2");
/// The length of an enclosure.
pub(crate) static LENGTH: Type = Type::judged("length", numbers::length, "0", ("1.5MB", &numbers::ATTRIBUTE));
/// A port.
pub(crate) static PORT: Type = Type::judged("port", numbers::port, "80", ("0", &numbers::ATTRIBUTE));

/// A person of RSS.
pub(crate) static CONTACT: Type =
    Type::judged("e-mail address", mail::contact, "jane@example.org (Jane Doe)", ("Jane Doe", &mail::CONTACT));
/// A bare e-mail address.
pub(crate) static EMAIL: Type =
    Type::judged("e-mail address", mail::address, "jane@example.org", ("Jane Doe", &mail::ADDRESS));
/// The name of a person.
pub(crate) static NAME: Type = Type::text("name", Blank::Noted).with(mail::name, "Jane Doe");

/// `true` or `false`.
pub(crate) static BOOLEAN: Type = Type::judged("true or false", words::boolean, "true", ("yes", &words::BOOLEAN));
/// `isPermaLink`.
pub(crate) static PERMALINK: Type =
    Type::judged("true or false", words::permalink, "true", ("True", &words::PERMALINK));
/// `sy:updatePeriod`.
pub(crate) static UPDATE_PERIOD: Type =
    Type::judged("update period", words::update_period, "hourly", ("often", &words::UPDATE_PERIOD));

/// How a cloud is asked.
pub(crate) static CLOUD_PROTOCOL: Type =
    Type::judged("protocol", words::cloud_protocol, "http-post", ("http", &words::CLOUD_PROTOCOL))
        .blank(Blank::NotedAndJudged);

/// The version of RSS.
pub(crate) static RSS_VERSION: Type =
    Type::judged("version", rss::version::judge, "2.0", ("3.0", &rss::version::UNKNOWN));
/// An hour of `skipHours`.
pub(crate) static HOUR: Type = Type::judged("hour", rss::skip::hour, "0", ("25", &rss::skip::HOUR));
/// A day of `skipDays`.
pub(crate) static DAY: Type = Type::judged("weekday", rss::skip::day, "Monday", ("Mon", &rss::skip::DAY));
/// The width of a channel's image.
pub(crate) static IMAGE_WIDTH: Type = Type::judged("width", rss::image::width, "144", ("145", &rss::image::WIDTH));
/// The height of a channel's image.
pub(crate) static IMAGE_HEIGHT: Type = Type::judged("height", rss::image::height, "400", ("401", &rss::image::HEIGHT));
/// The address of a channel's image.
pub(crate) static IMAGE_URL: Type =
    Type::judged("image address", rss::image::url, "https://example.org/a.png", ("/a.png", &addresses::RELATIVE));
/// The name of a text input.
pub(crate) static INPUT_NAME: Type = Type::judged("name", rss::text_input::name, "q", ("1", &rss::text_input::NAME));

/// A point of playing time.
pub(crate) static NPT: Type = Type::judged("playing time", media::times::npt, "12.5", ("noon", &media::times::NPT));
/// What a medium is.
pub(crate) static MEDIUM: Type = Type::judged("medium", media::words::medium, "image", ("film", &media::words::MEDIUM));
/// How much of a work is given.
pub(crate) static EXPRESSION: Type =
    Type::judged("expression", media::words::expression, "full", ("partial", &media::words::EXPRESSION));
/// `plain` or `html`.
pub(crate) static MEDIA_TEXT_TYPE: Type =
    Type::judged("text type", media::words::text_type, "plain", ("text", &media::words::TEXT_TYPE));
/// `allow` or `deny`.
pub(crate) static RELATIONSHIP: Type =
    Type::judged("relationship", media::words::relationship, "allow", ("permit", &media::words::RELATIONSHIP));
/// What became of a medium.
pub(crate) static STATE: Type = Type::judged("state", media::words::state, "active", ("gone", &media::words::STATE));
/// Where a medium comes from.
pub(crate) static RIGHTS: Type =
    Type::judged("status", media::words::rights, "official", ("mine", &media::words::RIGHTS));
/// How a medium is paid for.
pub(crate) static PRICE_TYPE: Type =
    Type::judged("price type", media::words::price, "rent", ("gift", &media::words::PRICE));
/// An IRI or a relative reference that somebody may have forgotten.
pub(crate) static IRI_FILLED: Type =
    Type::judged("IRI", addresses::iri_reference, "/a.png", ("a b", &addresses::CHARACTER)).blank(Blank::Noted);
/// An absolute URI that somebody may have forgotten.
pub(crate) static URI_FILLED: Type =
    Type::judged("absolute URI", addresses::absolute, "https://example.org/a", ("/a", &addresses::RELATIVE))
        .blank(Blank::Noted);
/// A scheme of roles or ratings.
pub(crate) static MEDIA_SCHEME: Type =
    Type::judged("scheme", media::words::scheme, "urn:ebu", ("roles", &addresses::RELATIVE)).blank(Blank::Noted);
