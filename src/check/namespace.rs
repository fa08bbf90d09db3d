//! The namespaces that are known by name, so that rules can match on them.

use std::fmt;

/// A namespace of the document: one of the constants, or one the document brings itself.
///
/// Comparing is comparing two small integers, and the constants can stand in patterns:
/// `match (node.ns(), node.local()) { (Ns::MEDIA, "credit") => … }`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ns(pub(crate) u16);

macro_rules! namespaces {
    ($($(#[$doc:meta])* $name:ident, $prefix:literal, $uri:literal;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "the variants number the constants")]
        #[allow(dead_code, reason = "not every known namespace is asked for by name")]
        #[repr(u16)]
        enum Number { $($name),* }

        #[allow(dead_code, reason = "not every known namespace is asked for by name")]
        impl Ns {
            $($(#[$doc])* pub(crate) const $name: Ns = Ns(Number::$name as u16);)*
        }

        /// Every known namespace: usual prefix and URI, in the order of the constants.
        pub(crate) static KNOWN: &[(&str, &str)] = &[$(($prefix, $uri)),*];
    };
}

namespaces! {
    /// No namespace: the elements of RSS 2.0 and OPML.
    NONE, "", "";
    /// The namespace of `xml:base` and `xml:lang`.
    XML, "xml", "http://www.w3.org/XML/1998/namespace";
    /// The namespace of namespace declarations.
    XMLNS, "xmlns", "http://www.w3.org/2000/xmlns/";
    /// Atom 1.0 (RFC 4287).
    ATOM, "atom", "http://www.w3.org/2005/Atom";
    /// Atom 0.3, obsolete.
    ATOM03, "atom03", "http://purl.org/atom/ns#";
    /// Media RSS.
    MEDIA, "media", "http://search.yahoo.com/mrss/";
    /// Dublin Core elements 1.1.
    DC, "dc", "http://purl.org/dc/elements/1.1/";
    /// Dublin Core terms.
    DCTERMS, "dcterms", "http://purl.org/dc/terms/";
    /// RSS content module.
    CONTENT, "content", "http://purl.org/rss/1.0/modules/content/";
    /// RSS syndication module.
    SY, "sy", "http://purl.org/rss/1.0/modules/syndication/";
    /// RSS slash module.
    SLASH, "slash", "http://purl.org/rss/1.0/modules/slash/";
    /// RSS administrative module.
    ADMIN, "admin", "http://webns.net/mvcb/";
    /// RSS aggregation module.
    AG, "ag", "http://purl.org/rss/1.0/modules/aggregation/";
    /// RSS annotation module.
    ANNOTATE, "annotate", "http://purl.org/rss/1.0/modules/annotate/";
    /// RSS audio module.
    AUDIO, "audio", "http://media.tangent.org/rss/1.0/";
    /// RSS company module.
    COMPANY, "company", "http://purl.org/rss/1.0/modules/company";
    /// RSS event module.
    EV, "ev", "http://purl.org/rss/1.0/modules/event/";
    /// RSS link module.
    LINK, "l", "http://purl.org/rss/1.0/modules/link/";
    /// RSS reference module.
    REF, "ref", "http://purl.org/rss/1.0/modules/reference/";
    /// RSS search module.
    SEARCH, "search", "http://purl.org/rss/1.0/modules/search/";
    /// RSS taxonomy module.
    TAXO, "taxo", "http://purl.org/rss/1.0/modules/taxonomy/";
    /// RSS threading module.
    RSS_THR, "thr", "http://purl.org/rss/1.0/modules/threading/";
    /// Creative Commons of today.
    CC, "cc", "http://creativecommons.org/ns#";
    /// Creative Commons module of RSS 2.0.
    CREATIVE_COMMONS, "creativeCommons", "http://backend.userland.com/creativeCommonsRssModule";
    /// Well-formed Web: comment links.
    WFW, "wfw", "http://wellformedweb.org/CommentAPI/";
    /// Atom threading (RFC 4685).
    THR, "thr", "http://purl.org/syndication/thread/1.0";
    /// Feed history: paging and archiving (RFC 5005).
    FH, "fh", "http://purl.org/syndication/history/1.0";
    /// Tombstones (RFC 6721).
    AT, "at", "http://purl.org/atompub/tombstones/1.0";
    /// Atom Publishing Protocol (RFC 5023).
    APP, "app", "http://www.w3.org/2007/app";
    /// Atom Publishing Protocol before it was one.
    APP_DRAFT, "app", "http://purl.org/atom/app#";
    /// Atom indexing.
    INDEXING, "indexing", "urn:atom-extension:indexing";
    /// Apple Podcasts.
    ITUNES, "itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd";
    /// Podcasting 2.0.
    PODCAST, "podcast", "https://podcastindex.org/namespace/1.0";
    /// Google Play podcasts.
    GOOGLEPLAY, "googleplay", "http://www.google.com/schemas/play-podcasts/1.0";
    /// Spotify.
    SPOTIFY, "spotify", "http://www.spotify.com/ns/rss";
    /// GeoRSS Simple.
    GEORSS, "georss", "http://www.georss.org/georss";
    /// GML, used by GeoRSS.
    GML, "gml", "http://www.opengis.net/gml";
    /// W3C basic geo vocabulary.
    GEO, "geo", "http://www.w3.org/2003/01/geo/wgs84_pos#";
    /// Google Base.
    G, "g", "http://base.google.com/ns/1.0";
    /// Google Base custom attributes.
    G_CUSTOM, "c", "http://base.google.com/cns/1.0";
    /// Sitemaps of sitemaps.org.
    SITEMAP, "sitemap", "http://www.sitemaps.org/schemas/sitemap/0.9";
    /// Google's pictures in sitemaps.
    SITEMAP_IMAGE, "image", "http://www.google.com/schemas/sitemap-image/1.1";
    /// Google's films in sitemaps.
    SITEMAP_VIDEO, "video", "http://www.google.com/schemas/sitemap-video/1.1";
    /// Google News in sitemaps, sometimes seen in feeds.
    GOOGLE_NEWS, "news", "http://www.google.com/schemas/sitemap-news/0.9";
    /// Google Data.
    GD, "gd", "http://schemas.google.com/g/2005";
    /// YouTube.
    YT, "yt", "http://www.youtube.com/xml/schemas/2015";
    /// RSL (really simple licensing).
    RSL, "rsl", "https://rslstandard.org/rsl";
    /// Microsoft Start extensions.
    MI, "mi", "http://schemas.ingestion.microsoft.com/common/";
    /// SmartNews.
    SNF, "snf", "http://www.smartnews.be/snf";
    /// Feedly's web feeds.
    WEBFEEDS, "webfeeds", "http://webfeeds.org/rss/1.0";
    /// The source namespace of scripting.com.
    SOURCE, "source", "http://source.scripting.com/";
    /// OpenSearch 1.1.
    OPENSEARCH, "opensearch", "http://a9.com/-/spec/opensearch/1.1/";
    /// OpenSearch 1.0.
    OPENSEARCH10, "openSearch", "http://a9.com/-/spec/opensearchrss/1.0/";
    /// FeedBurner.
    FEEDBURNER, "feedburner", "http://rssnamespace.org/feedburner/ext/1.0";
    /// blogChannel module.
    BLOGCHANNEL, "blogChannel", "http://backend.userland.com/blogChannelModule";
    /// Pingback module.
    PINGBACK, "pingback", "http://madskills.com/public/xml/rss/module/pingback/";
    /// Trackback module.
    TRACKBACK, "trackback", "http://madskills.com/public/xml/rss/module/trackback/";
    /// RSS 2.0 at the address that RSS 2.0 itself does not use.
    RSS2_USERLAND, "", "http://backend.userland.com/rss2";
    /// RSS 1.0.
    RSS1, "rss", "http://purl.org/rss/1.0/";
    /// RSS 0.90.
    RSS090, "rss", "http://my.netscape.com/rdf/simple/0.9/";
    /// RDF.
    RDF, "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    /// RDF Schema.
    RDFS, "rdfs", "http://www.w3.org/2000/01/rdf-schema#";
    /// RSS Board profile elements (RSS 3, easynews).
    CONVERSATIONS_NETWORK, "conversationsNetwork", "http://conversationsnetwork.org/rssNamespace-1.0/";
    /// Simple list extensions.
    CF, "cf", "http://www.microsoft.com/schemas/rss/core/2005";
    /// FeedSync / simple sharing extensions.
    SX, "sx", "http://feedsync.org/2007/feedsync";
    /// Friend of a friend.
    FOAF, "foaf", "http://xmlns.com/foaf/0.1/";
    /// vCard in RDF.
    VCARD, "vCard", "http://www.w3.org/2001/vcard-rdf/3.0#";
    /// Weather of Yahoo.
    YWEATHER, "yweather", "http://xml.weather.yahoo.com/ns/rss/1.0";
    /// RawVoice.
    RAWVOICE, "rawvoice", "http://www.rawvoice.com/rawvoiceRssModule/";
    /// Schema.org.
    SCHEMA, "schema", "http://schema.org/";
    /// XHTML.
    XHTML, "xhtml", "http://www.w3.org/1999/xhtml";
    /// SVG.
    SVG, "svg", "http://www.w3.org/2000/svg";
    /// MathML.
    MATHML, "math", "http://www.w3.org/1998/Math/MathML";
    /// XLink.
    XLINK, "xlink", "http://www.w3.org/1999/xlink";
    /// XML Schema instances.
    XSI, "xsi", "http://www.w3.org/2001/XMLSchema-instance";
    /// XML signatures.
    DSIG, "dsig", "http://www.w3.org/2000/09/xmldsig#";
    /// XML encryption.
    XENC, "xenc", "http://www.w3.org/2001/04/xmlenc#";
    /// PRISM.
    PRISM, "prism", "http://prismstandard.org/namespaces/basic/2.0/";
    /// LiveJournal.
    LJ, "lj", "http://www.livejournal.org/rss/lj/1.0/";
    /// WordPress sites.
    WP_SITE, "site", "com-wordpress:feed-additions:1";
    /// WordPress export.
    WP, "wp", "http://wordpress.org/export/1.2/";
}

/// Other addresses under which known namespaces go: what is known of the one holds for the other.
pub(crate) static ALIASES: &[(Ns, &str)] = &[
    (Ns::MEDIA, MEDIA_WITHOUT_SLASH),
    (Ns::CC, "http://web.resource.org/cc/"),
    (Ns::CREATIVE_COMMONS, "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html"),
    (Ns::ITUNES, "http://www.itunes.com/DTDs/Podcast-1.0.dtd"),
    (Ns::PODCAST, "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"),
    (Ns::SOURCE, "https://source.scripting.com/"),
    (Ns::RSS090, "http://channel.netscape.com/rdf/simple/0.9/"),
    (Ns::SX, "http://www.microsoft.com/schemas/rss/sse"),
];

/// Media RSS without its final slash, a frequent mistake.
pub(crate) const MEDIA_WITHOUT_SLASH: &str = "http://search.yahoo.com/mrss";

impl Ns {
    /// Whether this is one of the constants.
    pub(crate) fn is_known(self) -> bool {
        usize::from(self.0) < KNOWN.len()
    }

    /// The prefix by which a known namespace usually goes; empty for an unknown one.
    pub(crate) fn usual_prefix(self) -> &'static str {
        KNOWN.get(usize::from(self.0)).map_or("", |known| known.0)
    }

    /// The known namespace with this URI.
    pub(crate) fn of_uri(uri: &str) -> Option<Self> {
        let alias = || ALIASES.iter().find(|alias| alias.1 == uri).map(|alias| alias.0);
        KNOWN.iter().position(|known| known.1 == uri).map(|i| Self(i as u16)).or_else(alias)
    }
}

impl fmt::Debug for Ns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match KNOWN.get(usize::from(self.0)) {
            Some((_, "")) => f.write_str("Ns::NONE"),
            Some((prefix, _)) => write!(f, "Ns({prefix})"),
            None => write!(f, "Ns({})", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_namespace_stands_once() {
        for (i, (_, uri)) in KNOWN.iter().enumerate() {
            assert_eq!(Ns::of_uri(uri), Some(Ns(i as u16)), "{uri} is listed twice");
        }
        for (ns, uri) in ALIASES {
            assert_eq!(Ns::of_uri(uri), Some(*ns), "{uri} is a namespace of its own");
        }
        assert_eq!(Ns::of_uri("http://search.yahoo.com/mrss/"), Some(Ns::MEDIA));
    }
}
