//! Languages by their names, by codes of three letters (ISO 639-2), and by what people write for them: feeds want the tag.

use std::borrow::Cow;

use language_tags::LanguageTag;

/// Codes of ISO 639-1.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik \
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms \
    mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm \
    sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Of each pair of letters whether it is one of [`CODES`]: the folders of all files are looked up in every run.
static IS_CODE: [[bool; 26]; 26] = {
    let mut codes = [[false; 26]; 26];
    let (all, mut at) = (CODES.as_bytes(), 0);
    while at < all.len() {
        codes[(all[at] - b'a') as usize][(all[at + 1] - b'a') as usize] = true;
        at += 3;
    }
    codes
};

/// Whether two letters, of any case, are the code of a language.
pub(crate) fn is_code(letters: [u8; 2]) -> bool {
    let [first, second] = letters.map(|letter| usize::from(letter.to_ascii_lowercase().wrapping_sub(b'a')));
    IS_CODE.get(first).is_some_and(|codes| codes.get(second) == Some(&true))
}

/// Codes of countries, and others that name no language, of which one can be meant; sorted.
#[rustfmt::skip]
const MEANT: [(&str, &str); 24] = [
    ("at", "de-AT"), ("au", "en-AU"), ("by", "be"), ("cn", "zh-CN"), ("cz", "cs"), ("dk", "da"), ("gb", "en-GB"),
    ("gr", "el"), ("hk", "zh-HK"), ("il", "he"), ("ir", "fa"), ("iw", "he"), ("ji", "yi"), ("jp", "ja"), ("kz", "kk"), ("mx", "es-MX"),
    ("nz", "en-NZ"), ("pk", "ur"), ("rs", "sr"), ("tj", "tg"), ("tw", "zh-TW"), ("ua", "uk"), ("us", "en-US"),
    ("vn", "vi"),
];

/// Parts of tags that people write otherwise: scripts by their names, and a country.
const PARTS: [(&str, &str); 9] = [
    ("uk", "GB"),
    ("latin", "Latn"),
    ("cyrillic", "Cyrl"),
    ("arabic", "Arab"),
    ("simplified", "Hans"),
    ("traditional", "Hant"),
    ("chs", "Hans"),
    ("cht", "Hant"),
    ("ao90", "ao1990"),
];

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

/// The tag of a language, however it is written: `English`, `eng`, `en_GB.UTF-8`, `cn`, `sr-latin`; nothing where none
/// is meant, or it cannot be told which.
pub(crate) fn tag_of(written: &str) -> Option<Cow<'_, str>> {
    let written = written.trim();
    if let [first, second] = *written.as_bytes()
        && is_code([first, second])
    {
        return Some(written.into());
    }
    if written.len() > LONGEST {
        return None;
    }
    if let Some(tag) = named(written) {
        return Some(tag.into());
    }
    // `English (UK)`, `Deutsch (Schweiz)`
    if let Some((name, _)) = written.strip_suffix(')').and_then(|written| written.split_once('(')) {
        return named(name.trim_end()).map(Cow::Borrowed);
    }
    let bare = written.split(['.', '@']).next().unwrap_or_default();
    let (primary, rest) = bare.split_once(['-', '_']).map_or((bare, None), |(primary, rest)| (primary, Some(rest)));
    let is_own = matches!(primary, "x" | "X" | "i" | "I") && rest.is_some();
    let known = match *primary.as_bytes() {
        [first, second] if is_code([first, second]) => primary,
        [_, _] => MEANT.iter().find(|(code, _)| code.eq_ignore_ascii_case(primary))?.1,
        [_, _, _] => named(primary).unwrap_or(primary),
        _ if is_own => primary,
        _ => return None,
    };
    let written_parts = rest.into_iter().flat_map(|rest| rest.split(['-', '_'])).map(|part| {
        let meant = PARTS.iter().find(|(written, _)| written.eq_ignore_ascii_case(part)).filter(|_| !is_own);
        meant.map_or(part, |(_, meant)| meant)
    });
    let mut parts: Vec<&str> = written_parts.collect();
    let whole = std::iter::once(known).chain(parts.iter().copied()).collect::<Vec<_>>().join("-");
    if is_registered(&whole) {
        return Some(if whole == written { written.into() } else { whole.into() });
    }
    // A script comes before the region, and what is no part of any tag says nothing: `hi-IN-Latn`, `de-DE-formal`.
    parts.sort_by_key(|part| (part.len() != 4, !matches!(part.len(), 2 | 3)));
    let sound = parts.into_iter().fold(known.to_owned(), |tag, part| {
        let longer = format!("{tag}-{part}");
        if is_registered(&longer) { longer } else { tag }
    });
    is_registered(&sound).then_some(sound.into())
}

/// Whether all parts of a tag stand in the registry of language subtags, in their order.
pub(crate) fn is_registered(tag: &str) -> bool {
    let bytes = tag.as_bytes();
    if let [first, second] = *bytes {
        return is_code([first, second]);
    }
    LanguageTag::parse(tag).is_ok_and(|tag| tag.validate().is_ok())
}

/// The tag of a language by the code that a site has for it, which may be any word.
pub(crate) fn tag_of_code(code: &str) -> Cow<'_, str> {
    tag_of(code).unwrap_or_else(|| {
        let letters: Vec<u8> = code.bytes().filter(u8::is_ascii_alphanumeric).collect();
        // Parts of tags have eight letters at most, and the last has more than one.
        let longest = if letters.len() % 8 == 1 { 7 } else { 8 };
        let parts: Vec<Cow<'_, str>> = letters.chunks(longest).map(String::from_utf8_lossy).collect();
        let parts = if letters.len() > 1 { parts } else { vec!["other".into()] };
        format!("x-{}", parts.join("-")).into()
    })
}

/// Longest text that is looked at for a language, in bytes.
const LONGEST: usize = 40;

/// The tag of a language that is written by its name or its code of three letters.
fn named(written: &str) -> Option<&'static str> {
    if written.len() < 3 {
        return None;
    }
    let folded = written.to_lowercase();
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
            ("en", "en"),
            ("EN", "EN"),
            (" en-GB ", "en-GB"),
            ("en_GB.UTF-8", "en-GB"),
            ("gsw", "gsw"),
            ("eng-US", "en-US"),
            ("zh-Hans-CN", "zh-Hans-CN"),
            ("de-CH-1996", "de-CH-1996"),
            ("x-klingon", "x-klingon"),
            ("cn", "zh-CN"),
            ("CN", "zh-CN"),
            ("cn-CN", "zh-CN"),
            ("jp", "ja"),
            ("jp-JP", "ja-JP"),
            ("cz", "cs"),
            ("ua", "uk"),
            ("en-UK", "en-GB"),
            ("sr-latin", "sr-Latn"),
            ("zh_TW", "zh-TW"),
        ] {
            assert_eq!(tag_of(written).as_deref(), Some(tag), "{written}");
        }
        for (written, tag) in [
            ("en-EN", "en"),
            ("ja-JA", "ja"),
            ("fr-FRA", "fr"),
            ("de-DE-formal", "de-DE"),
            ("de_CH_informal", "de-CH"),
            ("pt_PT_ao90", "pt-PT-ao1990"),
            ("zh-CHS", "zh-Hans"),
            ("es-es_tradnl", "es-es"),
            ("hi-IN-Latn", "hi-Latn-IN"),
            ("en-US-POSIX", "en-US"),
            ("en-GLOBAL", "en"),
            ("iw", "he"),
            ("English (UK)", "en"),
            ("Deutsch (Schweiz)", "de"),
            ("es-419", "es-419"),
            ("en-US-u-ca-buddhist", "en-US-u-ca-buddhist"),
            ("en-", "en"),
            ("en--GB", "en-GB"),
        ] {
            assert_eq!(tag_of(written).as_deref(), Some(tag), "{written}");
        }
        for written in ["xx", "qz-AB", "Klingon", "", "x", "e1", "a b", "xyz", "Klingon (UK)"] {
            assert_eq!(tag_of(written), None, "{written}");
        }
        for (code, tag) in
            [("cn", "zh-CN"), ("moon", "x-moon"), ("simplified-chinese", "x-simplif-iedchin-ese"), ("語", "x-other")]
        {
            assert_eq!(tag_of_code(code), tag);
        }
        assert!(MEANT.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let mut all: Vec<&str> = LANGUAGES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(LANGUAGES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
