//! Countries.

/// The codes of ISO 3166-1 alpha-2 in use, in upper case, one after another. They are those of Debian's
/// iso-codes 4.15, which `/usr/share/iso-codes/json/iso_3166-1.json` lists; none has changed since 2011.
const COUNTRIES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// Whether a text is the code of a country, in any case.
pub fn is_country(code: &str) -> bool {
    super::packed_contains(COUNTRIES, 2, code.to_ascii_uppercase().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_countries_of_today_are_known() {
        assert!(COUNTRIES.as_bytes().chunks(2).is_sorted());
        assert_eq!(COUNTRIES.len() / 2, 249);
        for code in ["RS", "ME", "SS", "us", "GB", "TL", "AX"] {
            assert!(is_country(code), "{code}");
        }
        for code in ["XX", "UK", "YU", "AN", "USA", "", "EU", "A1"] {
            assert!(!is_country(code), "{code}");
        }
    }
}
