//! Media RSS: roles of credits, ratings.

/// The roles of the European Broadcasting Union that Media RSS takes as its default scheme, in
/// order, divided by semicolons.
const EBU_ROLES: &str = "actor;adaptor;anchor person;animal trainer;animator;announcer;armourer;art director;artist;\
    artist/performer;assistant camera;assistant chief lighting technician;assistant director;assistant producer;\
    assistant visual editor;author;broadcast assistant;broadcast journalist;camera operator;carpenter;casting;causeur;\
    chief lighting technician;choir;choreographer;clapper loader;commentary or commentator;commissioning broadcaster;\
    composer;computer programmer;conductor;consultant;continuity checker;correspondent;costume designer;dancer;\
    dialogue coach;director;director of photography;distribution company;draughtsman;dresser;dubber;editor;\
    editor/producer;ensemble;executive producer;expert;fight director;floor manager;focus puller;foley artist;\
    foley editor;foley mixer;graphic assistant;graphic designer;greensman;grip;hairdresser;illustrator;\
    interviewed guest;interviewer;key character;key grip;key talents;leadman;librettist;lighting director;\
    lighting technician;location manager;lyricist;make up artist;manufacturer;matte artist;music arranger;music group;\
    musician;news reader;orchestra;participant;performer;photographer;post;producer;production assistant;\
    production company;production department;production manager;production secretary;programme production researcher;\
    programme proposal;property manager;publishing company;puppeteer;pyrotechnician;reporter;rigger;runner;scenario;\
    scenic operative;script supervisor;second assistant camera;second assistant director;second unit director;\
    set designer;set dresser;sign language;singer;sound designer;sound mixer;sound recordist;special effects;stunts;\
    subtitles;technical director;term;translation;transportation manager;treatment;treatment proposal;\
    treatment/programme proposal;vision mixer;visual editor;visual effects;wardrobe;witness";

/// Whether a role stands in the EBU's list, in lower case.
pub fn is_ebu_role(role: &str) -> bool {
    // Nearly every picture has the first of these; the list is read to its middle for it.
    matches!(role, "photographer" | "author") || EBU_ROLES.split(';').any(|known| known == role)
}

/// The EBU role closest to a word.
pub fn nearest_role(role: &str) -> Option<&'static str> {
    crate::diagnostic::suggestion(role, EBU_ROLES.split(';'))
}

/// Whether a text is a rating of a scheme; `None` when the scheme is not one of Media RSS.
pub fn is_rating(scheme: &str, text: &str) -> Option<bool> {
    Some(match scheme {
        "urn:simple" => matches!(text, "adult" | "nonadult"),
        "urn:mpaa" => matches!(text, "g" | "m" | "nc-17" | "pg" | "pg-13" | "r" | "x"),
        "urn:v-chip" => matches!(
            text,
            "14+"
                | "18+"
                | "c"
                | "c8"
                | "g"
                | "pg"
                | "tv-14"
                | "tv-g"
                | "tv-ma"
                | "tv-pg"
                | "tv-y"
                | "tv-y7"
                | "tv-y7-fv"
        ),
        "urn:icra" => is_icra(text),
        _ => return None,
    })
}

/// A label of the Internet Content Rating Association: `r (nz 1 sz 1 vz 1 lz 1 oz 1 cz 1)`.
fn is_icra(text: &str) -> bool {
    let Some(inner) = text.strip_prefix("r (").and_then(|t| t.strip_suffix(')')) else {
        return false;
    };
    let words: Vec<&str> = inner.split(' ').collect();
    !words.is_empty()
        && words.len().is_multiple_of(2)
        && words.chunks(2).all(|pair| {
            let [category, kind] = pair[0].as_bytes() else {
                return false;
            };
            let last = match category {
                b'n' | b'l' => b'c',
                b's' => b'f',
                b'v' => b'j',
                b'o' => b'h',
                b'c' => b'b',
                b'x' => b'e',
                _ => return false,
            };
            match kind {
                b'z' => matches!(pair[1], "0" | "1"),
                b'a'..=b'z' => *kind <= last && pair[1] == "1",
                _ => false,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn roles_are_taken_in_lower_case_only() {
        assert_eq!(EBU_ROLES.split(';').count(), 126);
        assert!(EBU_ROLES.split(';').is_sorted());
        for role in ["photographer", "distribution company", "artist/performer"] {
            assert!(is_ebu_role(role), "{role}");
        }
        for role in ["Photographer", "uploader", "cinematographer", "agency", ""] {
            assert!(!is_ebu_role(role), "{role}");
        }
        assert_eq!(nearest_role("photographr"), Some("photographer"));
    }

    #[test]
    fn ratings_belong_to_their_scheme() {
        assert_eq!(is_rating("urn:simple", "nonadult"), Some(true));
        assert_eq!(is_rating("urn:simple", "pg"), Some(false));
        assert_eq!(is_rating("urn:mpaa", "PG"), Some(false));
        assert_eq!(is_rating("urn:v-chip", ""), Some(false));
        assert_eq!(is_rating("urn:icra", "r (nz 1 sz 0 vz 1)"), Some(true));
        assert_eq!(is_rating("urn:icra", "r (na 1 xe 1)"), Some(true));
        for text in ["r ()", "r (nz 2)", "r (nd 1)", "r (nz 1 sz)", "nz 1", "r (na 0)"] {
            assert_eq!(is_rating("urn:icra", text), Some(false), "{text}");
        }
        assert_eq!(is_rating("urn:other", "x"), None);
    }

    proptest! {
        #[test]
        fn no_label_breaks_the_parser(text in "r \\([a-z0-9 ]{0,20}\\)|\\PC{0,20}") {
            let _ = is_rating("urn:icra", &text);
        }
    }
}
