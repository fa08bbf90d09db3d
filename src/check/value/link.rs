//! Link relations.

/// The registered relations, in order, divided by blanks: IANA's registry as of 2026-08-16. To refresh,
/// take the first column of <https://www.iana.org/assignments/link-relations/link-relations-1.csv>.
const RELATIONS: &str = "about acl alternate amphtml api-catalog appendix apple-touch-icon apple-touch-startup-image archives \
    author blocked-by bookmark c2pa-manifest canonical chapter cite-as collection compression-dictionary contents \
    convertedfrom copyright create-form current deprecation describedby describes disclosure dns-prefetch dpp duplicate \
    edit edit-form edit-media enclosure external first geofeed glossary help hosts hub ice-server icon index intervalafter \
    intervalbefore intervalcontains intervaldisjoint intervalduring intervalequals intervalfinishedby intervalfinishes \
    intervalin intervalmeets intervalmetby intervaloverlappedby intervaloverlaps intervalstartedby intervalstarts item \
    last latest-version license linkset lrdd manifest mask-icon me media-feed memento micropub modulepreload monitor \
    monitor-group next next-archive nofollow noopener noreferrer opener openid2.local_id openid2.provider original \
    p3pv1 payment pingback preconnect predecessor-version prefetch preload prerender prev prev-archive preview previous \
    privacy-policy profile publication rdap-active rdap-bottom rdap-down rdap-top rdap-up related replies restconf \
    ruleinput search section self service service-desc service-doc service-meta sip-trunking-capability sponsored start \
    status stylesheet subsection successor-version sunset tag terms-of-service timegate timemap type ugc up \
    version-history via webmention working-copy working-copy-of";

/// Whether a relation is registered; a prefix naming the registry is legal (RFC 4287 section 4.2.7.2).
pub fn is_registered(relation: &str) -> bool {
    let name = relation.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(relation);
    !name.is_empty() && !name.contains(' ') && RELATIONS.split(' ').any(|known| known.eq_ignore_ascii_case(name))
}

/// The relation without the registry's prefix.
pub fn short(relation: &str) -> &str {
    relation.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(relation)
}

/// The relations that RFC 5005 gives to whole feeds.
pub fn is_paging(relation: &str) -> bool {
    matches!(relation, "current" | "first" | "last" | "next" | "next-archive" | "prev-archive" | "previous")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registered_relations_are_known() {
        assert!(RELATIONS.split(' ').is_sorted());
        for relation in [
            "alternate",
            "self",
            "hub",
            "webmention",
            "canonical",
            "author",
            "prev-archive",
            "http://www.iana.org/assignments/relation/self",
        ] {
            assert!(is_registered(relation), "{relation}");
        }
        for relation in ["", "service.foo", "étoile", "self ", "alternate stylesheet"] {
            assert!(!is_registered(relation), "{relation}");
        }
    }
}
