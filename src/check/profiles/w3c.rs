//! What the W3C's feed validation service would say, its errors included.

use super::view::attribute;
use super::{Profile, Reads, requires};
use crate::check::FeedType;
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::html::{self, Walked};
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::uri::Uri;
use crate::diagnostic::Severity::{self, Error, Note, Warning};

const SPEC: Spec = Spec { section: "W3C Feed Validation Service", url: "https://validator.w3.org/feed/docs/" };

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "W3C Feed Validation Service",
    source: "https://validator.w3.org/feed/docs/",
    reads: Reads { kinds: KINDS, rule: Some(&KIND) },
    weigh: Some(weigh),
    modules: &[&MODULE],
    ..Profile::new("w3c")
};

static RULES: &[&Rule] = &[
    &KIND, &ELEMENT, &SHARING, &ADDRESSES, &COUNTRY, &GROUP, &HOST, &IRI, &RELATION, &PICTURE, &DRAWING, &RELATIVE,
    &CRASH, &NAMESPACE,
];

static MODULE: Module = Module { element: Some(check_element), item: Some(check_item), ..Module::new("w3c", RULES) };

/// The validator's classes of errors.
const ERRORS: &str = "SAXError WPBlankLine UnicodeError MissingNamespace NotInANamespace UndefinedNamedEntity InvalidRSSVersion \
    UndefinedElement NoBlink NoThrWhen MissingAttribute UnexpectedAttribute DuplicateElement \
    NotEnoughHoursInTheDay EightDaysAWeek InvalidContact InvalidAddrSpec InvalidLink UriNotIri InvalidIRI \
    InvalidFullLink InvalidUriChar InvalidISO8601Date InvalidISO8601DateTime InvalidW3CDTFDate InvalidRFC2822Date \
    IncorrectDOW InvalidRFC3339Date InvalidURIAttribute InvalidURLAttribute InvalidIntegerAttribute \
    InvalidBooleanAttribute InvalidMIMEAttribute InvalidInteger InvalidPercentage InvalidNonNegativeInteger \
    InvalidPositiveInteger InvalidAlphanum InvalidWidth InvalidHeight InvalidHour InvalidDay InvalidHttpGUID \
    InvalidLanguage InvalidUpdatePeriod InvalidItunesCategory InvalidItunesEpisodeType InvalidItunesChannelType \
    InvalidYesNo InvalidYesNoClean InvalidDuration TooLong InvalidTextType InvalidCommaSeparatedIntegers \
    InvalidFormComponentName InvalidAccessRestrictionRel NotURLEncoded InvalidLocalRole InvalidEncoding \
    InvalidSyndicationRight InvalidLocalParameter MissingElement MissingDescription MissingLink MissingTitle \
    ItemMustContainTitleOrDescription MissingXhtmlDiv MissingContentOrAlternate DuplicateValue InvalidDoctype \
    BadXmlVersion DuplicateAtomLink MissingHref HttpError CloudflareHttpError IOError UnknownEncoding \
    UnexpectedText UnexpectedWhitespace ValidatorLimit HttpProtocolError HttpsProtocolError InvalidRDF \
    InvalidLatitude InvalidLongitude MisplacedMetadata InvalidPermalink InvalidCreditRole InvalidMediaTextType \
    InvalidMediaHash InvalidMediaRating InvalidNPTTime InvalidMediaRestriction InvalidMediaRestrictionRel \
    InvalidMediaRestrictionType InvalidMediaMedium InvalidMediaExpression MediaGroupWithoutAlternatives \
    InvalidSseType InvalidNSS IntegerOverflow SinceAfterUntil MissingByAndWhenAttrs MediaRssNamespace DuplicateIds \
    MissingSummary UndeclaredPrefix ObsoleteNamespace ConflictingCatAttr ConflictingCatChildren InvalidURN \
    InvalidUUID InvalidTAG InvalidMIMEType InvalidNamespace NotEscaped NotBase64 FeedRelInCompleteFeed \
    CurrentNotSelfInCompleteFeed LinkPastEnd DeprecatedDTD InvalidOPMLVersion InvalidExpansionState \
    InvalidTrueFalse InvalidCountryCode InvalidCurrencyUnit InvalidFloat InvalidFloatUnit InvalidFullLocation \
    InvalidGender InvalidIntUnit InvalidLabel InvalidLocation InvalidMaritalStatus InvalidPaymentMethod \
    InvalidPriceType InvalidRatingType InvalidReviewerType InvalidSalaryType InvalidServiceType InvalidYear \
    TooMany InvalidCoord InvalidCoordList InvalidMetaName InvalidMetaContent InvalidAltitudeMode InvalidAngle \
    InvalidColor InvalidColorMode InvalidItemIconState InvalidListItemType InvalidKmlCoordList InvalidKmlLatitude \
    InvalidKmlLongitude InvalidKmlUnits InvalidRefreshMode InvalidSchemaFieldType InvalidStyleState \
    InvalidViewRefreshMode InvalidZeroOne UseZeroForUnknown";
/// The validator's classes of warnings; all others are notes that it never shows.
const WARNINGS: &str = "UseOfExtensionAttr UnknownHost ObsoleteItunesCategory InvalidKeywords UndeterminableVocabulary \
    AtomLinkNotEmpty UnregisteredAtomLinkRel HttpsProtocolWarning DeprecatedMediaAdult DuplicateSemantics \
    DuplicateItemSemantics DuplicateDescriptionSemantics ImageLinkDoesntMatch ImageUrlFormat ContainsRelRef \
    ReservedPrefix NotSufficientlyUnique ImplausibleDate ProblematicalRFC822Date SecurityRisk SecurityRiskAttr \
    DangerousStyleAttr BadCharacters ObscureEncoding UnexpectedContentType EncodingMismatch NonSpecificMediaType \
    NonCanonicalURI SameDocumentReference ContainsEmail ContainsHTML ContainsUndeclaredHTML MissingSelf \
    SelfDoesntMatchLocation RelativeSelf MissingSourceElement MissingTypeAttr DuplicateEntries DuplicateUpdated \
    NotBlank AttrNotBlank MissingTextualContent NotUTF8 MissingItunesElement MissingItunesEmail \
    UnsupportedItunesFormat SelfNotAtom DuplicateEnclosure MissingGuid ObsoleteWikiNamespace CommentRSS \
    ShouldIncludeExample InvalidAdultContent MisplacedXHTMLContent SchemeNotIANARegistered AvoidNamespacePrefix \
    UnknownNamespace MissingRecommendedAttribute QuestionableUsage ObsoleteVersion UndefinedParam NotInline \
    NotHtml HtmlFragment FeedHistoryRelInEntry MissingCurrentInArchive ArchiveIncomplete MissingXmlURL \
    InvalidOutlineVersion InvalidOutlineType MissingOutlineType MissingTitleAttr MissingUrlAttr CoordComma \
    Deprecated DeprecatedRootHref InvalidKmlMediaType MissingId CharacterData EmailFormat MissingRealName \
    MisplacedItem ImageTitleDoesntMatch AvoidTextInput NeedDescriptionBeforeContent SlashDate UseZeroForMidnight \
    MissingAtomSelfLink";

/// What the validator makes of its classes.
fn weigh(class: &str) -> Severity {
    let within = |list: &str| list.split(' ').any(|c| c == class);
    if within(ERRORS) {
        Error
    } else if within(WARNINGS) {
        Warning
    } else {
        Note
    }
}

const UNKNOWN_MEDIA: &[&str] = &[
    "backLinks",
    "comments",
    "community",
    "embed",
    "license",
    "location",
    "peerLink",
    "price",
    "responses",
    "rights",
    "scenes",
    "status",
    "subTitle",
];
const RELATIONS: &[&str] = &[
    "alternate",
    "current",
    "describedby",
    "edit",
    "edit-media",
    "enclosure",
    "first",
    "hub",
    "last",
    "license",
    "next",
    "next-archive",
    "payment",
    "prev-archive",
    "previous",
    "related",
    "replies",
    "search",
    "self",
    "service",
    "up",
    "via",
];

fn check_element(_: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    match (node.ns(), node.local()) {
        (Ns::MEDIA, name) if UNKNOWN_MEDIA.contains(&name) => {
            findings.report(&ELEMENT, node.start_tag(), format!("The W3C validator does not know <{}>", node.name()));
        }
        (Ns::DC, _) if node.parent().is_some_and(|p| p.is(Ns::MEDIA, "group")) => {
            findings.report(&ELEMENT, node.start_tag(), "The W3C validator knows no Dublin Core in a group");
        }
        (Ns::MEDIA, "restriction") => check_restriction(node, findings),
        (Ns::MEDIA, "group") if node.children_named(Ns::MEDIA, "content").count() < 2 => {
            findings.report(&GROUP, node.start_tag(), "The group has less than two contents");
        }
        (Ns::NONE, "url") if node.parent().is_some_and(|p| p.is(Ns::NONE, "image")) => {
            let value = node.value();
            let path = Uri::split(value.trimmed()).path.to_ascii_lowercase();
            if [".webp", ".avif", ".svg"].iter().any(|end| path.ends_with(end)) {
                findings.report(&PICTURE, value.trimmed_span(), "The W3C validator does not know this kind of picture");
            }
        }
        (Ns::MEDIA, "credit") => check_crash(node, "scheme", findings),
        (Ns::MEDIA, "content" | "player") => check_crash(node, "url", findings),
        (Ns::ATOM, "id") if !node.value().as_str().is_ascii() => {
            findings.report(&IRI, node.value().trimmed_span(), "The id is no ASCII");
        }
        (Ns::ATOM, "link") => {
            if let Some(rel) = attribute(node, "rel")
                .filter(|r| !RELATIONS.contains(&r.trim()) && !r.contains(':') && !r.trim().is_empty())
            {
                findings.report(
                    &RELATION,
                    node.start_tag(),
                    format!("The W3C validator does not know the relation {rel}"),
                );
            }
        }
        (Ns::AT | Ns::SOURCE | Ns::WEBFEEDS | Ns::SNF, _) => {
            findings.report(&NAMESPACE, node.name_spot(), "The W3C validator does not know this namespace");
        }
        _ => {}
    }
    let is_address = matches!(node.local(), "link" | "guid" | "id" | "url" | "comments" | "docs");
    if is_address && node.value().as_str().contains("://[") {
        findings.report(&HOST, node.value().trimmed_span(), "The host is an IPv6 address");
    }
    // What Atom gives in attributes are IRIs, in which it knows the brackets.
    for name in ["url", "href"].into_iter().filter(|_| node.ns() != Ns::ATOM) {
        if let Some(value) = node.attribute(name).filter(|a| a.value().as_str().contains("://[")) {
            findings.report(&HOST, value.span(), "The host is an IPv6 address");
        }
    }
}

fn check_restriction(node: Node<'_>, findings: &mut Findings<'_>) {
    match attribute(node, "type").as_deref() {
        Some("sharing") => {
            findings.report(&SHARING, node.start_tag(), "The W3C validator does not know the type sharing");
        }
        Some("country") => {
            let value = node.value();
            for code in
                value.as_str().split_whitespace().filter(|c| matches!(c.to_ascii_lowercase().as_str(), "rs" | "me"))
            {
                findings.report(
                    &COUNTRY,
                    value.spot_of(code),
                    format!("The W3C validator does not know the country {code}"),
                );
            }
        }
        Some("uri") => {
            let value = node.value();
            if value.trimmed().contains(char::is_whitespace) {
                findings.report(&ADDRESSES, value.trimmed_span(), "The W3C validator takes the list for one address");
            }
        }
        _ => {}
    }
}

fn check_crash(node: Node<'_>, name: &str, findings: &mut Findings<'_>) {
    let breaks = |value: &str| value.trim().starts_with("urn:") || value.trim().starts_with("tag:");
    if let Some(value) = node.attribute(name).filter(|a| breaks(a.value().as_str())) {
        // The one URN that is its default is compared before it is parsed.
        if value.value().trimmed() != "urn:ebu" {
            findings.report(&CRASH, value.span(), "The W3C validator breaks off at a urn: or tag: here");
        }
    }
}

fn check_item(cx: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = tree.root() else { return };
    for node in item.children().filter(|n| n.is(Ns::NONE, "description") || n.is(Ns::CONTENT, "encoded")) {
        let value = node.value();
        html::walk(value.as_str(), &mut |walked| {
            if let Walked::Start { name, at, .. } = walked
                && (name.eq_ignore_ascii_case("svg") || name.eq_ignore_ascii_case("math"))
            {
                findings.report(&DRAWING, value.spot(at.clone()), format!("The W3C validator does not know <{name}>"));
            }
        });
        if cx.has_xml_base(node) {
            html::inspect(value.as_str(), false, &mut |issue| {
                if issue.rule.code == html::rules::RELATIVE_URL.code
                    && html::field::is_sought_by_w3c(value.as_str(), &issue.at)
                {
                    findings.report(&RELATIVE, value.spot(issue.at), "The URL is relative");
                }
            });
        }
    }
}

/// Everything but JSON Feed.
const KINDS: &[FeedType] = &[
    FeedType::Rss2,
    FeedType::Rss094,
    FeedType::Rss093,
    FeedType::Rss092,
    FeedType::Rss091,
    FeedType::Rss1,
    FeedType::Rss090,
    FeedType::Atom,
    FeedType::AtomEntry,
    FeedType::Atom03,
    FeedType::Opml,
];

static KIND: Rule = Rule {
    w3c: Some("SAXError"),
    ..requires::format_rule(
        "w3c-format",
        Error,
        "A feed of a kind that the W3C validator does not read",
        "The W3C validator takes JSON Feed for XML that is not well-formed.",
        SPEC,
    )
};

static ELEMENT: Rule = Rule {
    code: "w3c-undefined-element",
    severity: Error,
    summary: "An element of Media RSS 1.5 that the W3C validator does not know",
    why: "The W3C validator takes it for an error, so the feed gets no badge. Readers do not mind.",
    help: "Keep the element, unless the badge matters more",
    spec: SPEC,
    w3c: Some("UndefinedElement"),
    bad: Example::Item("<title>Storm</title><media:license>CC BY</media:license>"),
    good: Example::Item("<title>Storm</title><media:title>Storm</media:title>"),
};

static SHARING: Rule = Rule {
    code: "w3c-restriction-type",
    severity: Error,
    summary: "media:restriction of the type sharing",
    why: "Media RSS 1.5 has it, the W3C validator refuses it.",
    help: "Keep it, unless the badge matters more",
    spec: SPEC,
    w3c: Some("InvalidMediaRestrictionType"),
    bad: Example::Item(r#"<media:restriction type="sharing" relationship="deny">all</media:restriction>"#),
    good: Example::Item(r#"<media:restriction type="country" relationship="deny">de</media:restriction>"#),
};

static ADDRESSES: Rule = Rule {
    code: "w3c-several-addresses",
    severity: Error,
    summary: "media:restriction with several addresses",
    why: "Media RSS divides the addresses by blanks; the W3C validator takes all of them for one.",
    help: "Write one media:restriction for each address, unless a consumer wants it so",
    spec: SPEC,
    w3c: Some("InvalidUriChar"),
    bad: Example::Item(
        r#"<media:restriction type="uri" relationship="allow">https://example.org/ https://example.com/</media:restriction>"#,
    ),
    good: Example::Item(
        r#"<media:restriction type="uri" relationship="allow">https://example.org/</media:restriction>"#,
    ),
};

static COUNTRY: Rule = Rule {
    code: "w3c-country",
    severity: Error,
    summary: "A country younger than the list of the W3C validator",
    why: "Its list of countries is of about 2006: Serbia and Montenegro are not in it.",
    help: "Keep it, unless the badge matters more",
    spec: SPEC,
    w3c: Some("InvalidCountryCode"),
    bad: Example::Item(r#"<media:restriction type="country" relationship="deny">rs</media:restriction>"#),
    good: Example::Item(r#"<media:restriction type="country" relationship="deny">de</media:restriction>"#),
};

static GROUP: Rule = Rule {
    code: "w3c-single-content-in-group",
    severity: Error,
    summary: "media:group with one media:content or none",
    why: "The W3C validator wants two; Media RSS names no number.",
    help: "Leave the group out, unless a consumer wants it",
    spec: SPEC,
    w3c: Some("MediaGroupWithoutAlternatives"),
    bad: Example::Item(r#"<media:group><media:content url="https://example.org/a.jpg" medium="image"/></media:group>"#),
    good: Example::Item(
        r#"<media:group><media:content url="https://example.org/a.jpg" medium="image"/><media:content url="https://example.org/b.jpg" medium="image"/></media:group>"#,
    ),
};

static HOST: Rule = Rule {
    code: "w3c-ipv6-host",
    severity: Error,
    summary: "An address with an IPv6 host",
    why: "The W3C validator takes the brackets for illegal characters.",
    help: "Use a name for the host",
    spec: SPEC,
    w3c: Some("InvalidUriChar"),
    bad: Example::Item("<link>http://[::1]/storm</link>"),
    good: Example::Item("<link>http://example.org/storm</link>"),
};

static PICTURE: Rule = Rule {
    code: "w3c-image-format",
    severity: Warning,
    summary: "A channel's image that is no GIF, JPEG or PNG",
    why: "Browsers show WebP, AVIF and SVG; the W3C validator does not know them.",
    help: "Keep it, unless the badge matters more",
    spec: SPEC,
    w3c: Some("ImageUrlFormat"),
    bad: Example::Channel(
        "<image><url>https://example.org/a.webp</url><title>News</title><link>https://example.org/</link></image>",
    ),
    good: Example::Channel(
        "<image><url>https://example.org/a.png</url><title>News</title><link>https://example.org/</link></image>",
    ),
};

static IRI: Rule = Rule {
    code: "w3c-iri-id",
    severity: Error,
    summary: "An id with characters outside ASCII",
    why: "RFC 4287 allows IRIs as ids; the W3C validator wants URIs.",
    help: "Write the characters with percent signs, but never change an id that was published",
    spec: SPEC,
    w3c: Some("UriNotIri"),
    bad: Example::AtomEntry("<id>https://example.org/stürm</id>"),
    good: Example::AtomEntry("<id>https://example.org/storm</id>"),
};

static RELATION: Rule = Rule {
    code: "w3c-link-relation",
    severity: Warning,
    summary: "A link relation that the W3C validator does not know",
    why: "It knows 22 relations; IANA has registered many more.",
    help: "Keep it; it is only a warning",
    spec: SPEC,
    w3c: Some("UnregisteredAtomLinkRel"),
    bad: Example::AtomEntry(r#"<link rel="author" href="https://example.org/jane"/>"#),
    good: Example::AtomEntry(r#"<link rel="via" href="https://example.org/jane"/>"#),
};

static DRAWING: Rule = Rule {
    code: "w3c-svg-or-mathml",
    severity: Warning,
    summary: "SVG or MathML in HTML",
    why: "The W3C validator takes their elements for unknown ones.",
    help: "Keep it; it is only a warning",
    spec: SPEC,
    w3c: Some("NotHtml"),
    bad: Example::Item("<description>&lt;svg>&lt;/svg></description>"),
    good: Example::Item("<description>&lt;p>x&lt;/p></description>"),
};

static RELATIVE: Rule = Rule {
    code: "w3c-relative-url-with-base",
    severity: Warning,
    summary: "A relative URL in HTML under xml:base",
    why: "The W3C validator does not look at xml:base here.",
    help: "Write absolute URLs; many readers ignore xml:base too",
    spec: SPEC,
    w3c: Some("ContainsRelRef"),
    bad: Example::Document(
        r#"<rss version="2.0" xml:base="https://example.org/"><channel><item><description>&lt;a href="a">x&lt;/a></description></item></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<rss version="2.0" xml:base="https://example.org/"><channel><item><description>&lt;a href="https://example.org/a">x&lt;/a></description></item></channel></rss>"#,
    ),
};

static CRASH: Rule = Rule {
    code: "w3c-crash",
    severity: Error,
    summary: "Something at which the W3C validator breaks off",
    why: "urn: and tag: addresses in media:credit, media:content and media:player make it fail without a verdict.",
    help: "Leave the scheme out, unless a consumer wants it",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<media:credit role="owner" scheme="urn:yvs">jane</media:credit>"#),
    good: Example::Item(r#"<media:credit role="owner">jane</media:credit>"#),
};

static NAMESPACE: Rule = Rule {
    code: "w3c-unknown-namespace",
    severity: Warning,
    summary: "A namespace that the W3C validator does not know",
    why: "It warns of tombstones, source:, webfeeds: and snf:.",
    help: "Keep it; it is only a warning",
    spec: SPEC,
    w3c: Some("UnknownNamespace"),
    bad: Example::Item("<title>Storm</title><webfeeds:icon>x</webfeeds:icon>"),
    good: Example::Item("<title>Storm</title><dc:creator>Jane</dc:creator>"),
};
