//! Languages by their names and by codes of three letters (ISO 639-2), of which feeds want the tag.

/// Tag, codes of ISO 639-2, and names in English and in the language itself, all in lower case.
#[rustfmt::skip]
const LANGUAGES: [(&str, &[&str]); 62] = [
    ("af", &["afr", "afrikaans"]), ("ar", &["ara", "arabic", "العربية"]), ("az", &["aze", "azerbaijani"]),
    ("be", &["bel", "belarusian", "беларуская"]), ("bg", &["bul", "bulgarian", "български"]), ("bn", &["ben", "bengali", "bangla"]),
    ("br", &["bre", "breton"]), ("bs", &["bos", "bosnian"]), ("ca", &["cat", "catalan", "català"]),
    ("cs", &["ces", "cze", "czech", "čeština"]), ("cy", &["cym", "wel", "welsh", "cymraeg"]), ("da", &["dan", "danish", "dansk"]),
    ("de", &["deu", "ger", "german", "deutsch"]), ("el", &["ell", "gre", "greek", "ελληνικά"]), ("en", &["eng", "english"]),
    ("eo", &["epo", "esperanto"]), ("es", &["spa", "spanish", "español", "espanol", "castellano"]), ("et", &["est", "estonian", "eesti"]),
    ("eu", &["eus", "baq", "basque", "euskara"]), ("fa", &["fas", "per", "persian", "farsi", "فارسی"]), ("fi", &["fin", "finnish", "suomi"]),
    ("fr", &["fra", "fre", "french", "français", "francais"]), ("fy", &["fry", "frisian", "frysk"]), ("ga", &["gle", "irish", "gaeilge"]),
    ("gd", &["gla", "gaelic", "scottish gaelic"]), ("gl", &["glg", "galician", "galego"]), ("he", &["heb", "hebrew", "עברית"]),
    ("hi", &["hin", "hindi", "हिन्दी"]), ("hr", &["hrv", "croatian", "hrvatski"]), ("hu", &["hun", "hungarian", "magyar"]),
    ("hy", &["hye", "arm", "armenian"]), ("id", &["ind", "indonesian", "bahasa indonesia"]), ("is", &["isl", "ice", "icelandic", "íslenska"]),
    ("it", &["ita", "italian", "italiano"]), ("ja", &["jpn", "japanese", "日本語"]), ("ka", &["kat", "geo", "georgian"]),
    ("kk", &["kaz", "kazakh"]), ("ko", &["kor", "korean", "한국어"]), ("la", &["lat", "latin"]), ("lb", &["ltz", "luxembourgish", "lëtzebuergesch"]),
    ("lt", &["lit", "lithuanian", "lietuvių"]), ("lv", &["lav", "latvian", "latviešu"]), ("mk", &["mkd", "mac", "macedonian"]),
    ("ms", &["msa", "may", "malay", "bahasa melayu"]), ("mt", &["mlt", "maltese", "malti"]), ("nb", &["nob", "norwegian bokmål", "bokmål"]),
    ("nl", &["nld", "dut", "dutch", "nederlands"]), ("nn", &["nno", "nynorsk", "norwegian nynorsk"]), ("no", &["nor", "norwegian", "norsk"]),
    ("pl", &["pol", "polish", "polski"]), ("pt", &["por", "portuguese", "português", "portugues"]), ("ro", &["ron", "rum", "romanian", "română"]),
    ("ru", &["rus", "russian", "русский"]), ("sk", &["slk", "slo", "slovak", "slovenčina"]), ("sl", &["slv", "slovenian", "slovene", "slovenščina"]),
    ("sq", &["sqi", "alb", "albanian", "shqip"]), ("sr", &["srp", "serbian", "српски"]), ("sv", &["swe", "swedish", "svenska"]),
    ("tr", &["tur", "turkish", "türkçe"]), ("uk", &["ukr", "ukrainian", "українська"]), ("vi", &["vie", "vietnamese", "tiếng việt"]),
    ("zh", &["zho", "chi", "chinese", "中文", "汉语", "漢語"]),
];

/// The tag of a language that is written by its name or its code of three letters.
pub(super) fn tag_of(written: &str) -> Option<&'static str> {
    // Tags of two letters are what nearly all records have.
    if written.len() < 3 || written.len() > 40 {
        return None;
    }
    let folded = written.trim().to_lowercase();
    LANGUAGES.iter().find(|(_, names)| names.contains(&&*folded)).map(|(tag, _)| *tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_of_languages_are_known_once() {
        for (written, tag) in [
            ("English", "en"),
            ("eng", "en"),
            ("German", "de"),
            ("ger", "de"),
            ("deu", "de"),
            ("Français", "fr"),
            ("日本語", "ja"),
        ] {
            assert_eq!(tag_of(written), Some(tag), "{written}");
        }
        for written in ["en", "en-GB", "gsw", "Klingon", ""] {
            assert_eq!(tag_of(written), None, "{written}");
        }
        let mut all: Vec<&str> = LANGUAGES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(LANGUAGES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
