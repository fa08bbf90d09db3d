//! The texts of the page, in the site's language.

use std::collections::BTreeMap;

use serde::Serialize;

/// The texts of a page. `[output.beside.words]` names them as here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words<'a> {
    feeds: &'a str,
    what: &'a str,
    how: &'a str,
    all: &'a str,
    address: &'a str,
    copy: &'a str,
    copied: &'a str,
    open: &'a str,
    code: &'a str,
    articles: &'a str,
    newest: &'a str,
    latest: &'a str,
    section: &'a str,
    tag: &'a str,
    author: &'a str,
    language: &'a str,
    category: &'a str,
    more: &'a str,
    raw: &'a str,
}

/// The languages that have texts: subtag and texts.
const LANGUAGES: [(&str, Words<'static>); 7] = [
    (
        "en",
        Words {
            feeds: "Feeds",
            what: "A feed brings every new article to a reader app of your choice as soon as it is out: without an account, and nobody in between chooses for you.",
            how: "Copy an address into your feed reader, or open it with one of the links.",
            all: "All feeds in one file (OPML)",
            address: "Address",
            copy: "Copy",
            copied: "Copied",
            open: "Open in",
            code: "QR code of the address",
            articles: "Articles",
            newest: "Newest",
            latest: "Latest articles",
            section: "Sections",
            tag: "Topics",
            author: "Authors",
            language: "Languages",
            category: "Categories",
            more: "More in the file of all feeds",
            raw: "This is a feed. Copy its address from the address bar into a feed reader.",
        },
    ),
    (
        "de",
        Words {
            feeds: "Feeds",
            what: "Ein Feed bringt jeden neuen Artikel sofort in eine Lese-App Ihrer Wahl: ohne Konto, und niemand dazwischen wählt für Sie aus.",
            how: "Kopieren Sie eine Adresse in Ihren Feedreader, oder öffnen Sie sie mit einem der Links.",
            all: "Alle Feeds in einer Datei (OPML)",
            address: "Adresse",
            copy: "Kopieren",
            copied: "Kopiert",
            open: "Öffnen in",
            code: "QR-Code der Adresse",
            articles: "Artikel",
            newest: "Neuester",
            latest: "Neueste Artikel",
            section: "Ressorts",
            tag: "Themen",
            author: "Autorinnen und Autoren",
            language: "Sprachen",
            category: "Kategorien",
            more: "Weitere in der Datei aller Feeds",
            raw: "Dies ist ein Feed. Kopieren Sie seine Adresse aus der Adressleiste in einen Feedreader.",
        },
    ),
    (
        "fr",
        Words {
            feeds: "Flux",
            what: "Un flux apporte chaque nouvel article, dès sa parution, dans l’application de lecture de votre choix : sans compte, et sans que personne ne choisisse à votre place.",
            how: "Copiez une adresse dans votre lecteur de flux, ou ouvrez-la avec l’un des liens.",
            all: "Tous les flux dans un fichier (OPML)",
            address: "Adresse",
            copy: "Copier",
            copied: "Copié",
            open: "Ouvrir dans",
            code: "Code QR de l’adresse",
            articles: "Articles",
            newest: "Le plus récent",
            latest: "Derniers articles",
            section: "Rubriques",
            tag: "Thèmes",
            author: "Auteurs",
            language: "Langues",
            category: "Catégories",
            more: "Autres dans le fichier de tous les flux",
            raw: "Ceci est un flux. Copiez son adresse depuis la barre d’adresse dans un lecteur de flux.",
        },
    ),
    (
        "es",
        Words {
            feeds: "Canales",
            what: "Un canal lleva cada artículo nuevo, en cuanto se publica, a la aplicación de lectura que usted prefiera: sin cuenta y sin que nadie elija por usted.",
            how: "Copie una dirección en su lector de canales o ábrala con uno de los enlaces.",
            all: "Todos los canales en un archivo (OPML)",
            address: "Dirección",
            copy: "Copiar",
            copied: "Copiado",
            open: "Abrir en",
            code: "Código QR de la dirección",
            articles: "Artículos",
            newest: "El más reciente",
            latest: "Últimos artículos",
            section: "Secciones",
            tag: "Temas",
            author: "Autores",
            language: "Idiomas",
            category: "Categorías",
            more: "Más en el archivo de todos los canales",
            raw: "Esto es un canal. Copie su dirección de la barra de direcciones en un lector de canales.",
        },
    ),
    (
        "pl",
        Words {
            feeds: "Kanały",
            what: "Kanał dostarcza każdy nowy artykuł zaraz po publikacji do wybranego czytnika: bez konta i bez nikogo, kto wybiera za Ciebie.",
            how: "Skopiuj adres do czytnika kanałów albo otwórz go jednym z odnośników.",
            all: "Wszystkie kanały w jednym pliku (OPML)",
            address: "Adres",
            copy: "Kopiuj",
            copied: "Skopiowano",
            open: "Otwórz w",
            code: "Kod QR adresu",
            articles: "Artykuły",
            newest: "Najnowszy",
            latest: "Najnowsze artykuły",
            section: "Działy",
            tag: "Tematy",
            author: "Autorzy",
            language: "Języki",
            category: "Kategorie",
            more: "Więcej w pliku wszystkich kanałów",
            raw: "To jest kanał. Skopiuj jego adres z paska adresu do czytnika kanałów.",
        },
    ),
    (
        "ar",
        Words {
            feeds: "الخلاصات",
            what: "تجلب لك الخلاصة كل مقال جديد فور نشره إلى تطبيق القراءة الذي تختاره: بلا حساب، ومن دون أن يختار أحد نيابةً عنك.",
            how: "انسخ العنوان إلى قارئ الخلاصات، أو افتحه بأحد الروابط.",
            all: "كل الخلاصات في ملف واحد (OPML)",
            address: "العنوان",
            copy: "نسخ",
            copied: "تم النسخ",
            open: "افتح في",
            code: "رمز QR للعنوان",
            articles: "المقالات",
            newest: "الأحدث",
            latest: "أحدث المقالات",
            section: "الأقسام",
            tag: "المواضيع",
            author: "الكتّاب",
            language: "اللغات",
            category: "التصنيفات",
            more: "المزيد في ملف كل الخلاصات",
            raw: "هذه خلاصة. انسخ عنوانها من شريط العنوان إلى قارئ خلاصات.",
        },
    ),
    (
        "ja",
        Words {
            feeds: "フィード",
            what: "フィードは、新しい記事を公開と同時にお好みのリーダーアプリへ届けます。アカウントは不要で、記事が第三者に選別されることもありません。",
            how: "アドレスをフィードリーダーに貼り付けるか、リンクから開いてください。",
            all: "すべてのフィードを一つのファイルで（OPML）",
            address: "アドレス",
            copy: "コピー",
            copied: "コピーしました",
            open: "開く",
            code: "アドレスの QR コード",
            articles: "記事数",
            newest: "最新",
            latest: "最新記事",
            section: "セクション",
            tag: "トピック",
            author: "執筆者",
            language: "言語",
            category: "カテゴリー",
            more: "全フィードのファイルにあるその他のフィード",
            raw: "これはフィードです。アドレスバーのアドレスをフィードリーダーに貼り付けてください。",
        },
    ),
];

impl<'a> Words<'a> {
    /// The texts for a site's language, those of the config before the built-in ones; and the language they are
    /// in. A language without any has English ones.
    pub fn of(language: &'a str, own: &'a BTreeMap<String, String>) -> (Self, &'a str) {
        let base = language.split(['-', '_']).next().unwrap_or_default();
        let known = LANGUAGES.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(base));
        let is_told = known.is_some() || !own.is_empty();
        let mut words: Words<'a> = known.unwrap_or(&LANGUAGES[0]).1.clone();
        for (name, text) in own {
            if let Some(word) = words.named(name) {
                *word = text;
            }
        }
        (words, if is_told { language } else { LANGUAGES[0].0 })
    }

    fn named(&mut self, name: &str) -> Option<&mut &'a str> {
        Some(match name {
            "feeds" => &mut self.feeds,
            "what" => &mut self.what,
            "how" => &mut self.how,
            "all" => &mut self.all,
            "address" => &mut self.address,
            "copy" => &mut self.copy,
            "copied" => &mut self.copied,
            "open" => &mut self.open,
            "code" => &mut self.code,
            "articles" => &mut self.articles,
            "newest" => &mut self.newest,
            "latest" => &mut self.latest,
            "section" => &mut self.section,
            "tag" => &mut self.tag,
            "author" => &mut self.author,
            "language" => &mut self.language,
            "category" => &mut self.category,
            "more" => &mut self.more,
            "raw" => &mut self.raw,
            _ => return None,
        })
    }

    /// What a feed says of itself to whom it is shown as it is.
    pub(super) fn greeting(&self) -> String {
        format!("{} {}", self.raw, self.what)
    }

    /// What the feeds of a family are called together.
    pub(super) fn family(&self, kind: &str) -> &'a str {
        match kind {
            "section" => self.section,
            "tag" => self.tag,
            "author" => self.author,
            "language" => self.language,
            _ => self.category,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_text_of_the_schema_can_be_set_and_there_are_no_others() {
        let schema = crate::config::schema();
        let properties = schema.pointer("/$defs/Words/properties").and_then(serde_json::Value::as_object);
        let names: BTreeSet<String> = properties.into_iter().flat_map(|p| p.keys().cloned()).collect();
        let texts = serde_json::to_value(&LANGUAGES[0].1).unwrap();
        assert_eq!(names, texts.as_object().unwrap().keys().cloned().collect());
        let own = names.iter().map(|name| (name.clone(), format!("our {name}"))).collect();
        let (words, _) = Words::of("en", &own);
        for (name, text) in serde_json::to_value(&words).unwrap().as_object().unwrap() {
            assert_eq!(text, &format!("our {name}"));
        }
    }

    #[test]
    fn a_language_has_its_texts_whatever_its_region_and_one_without_has_english_or_the_configs() {
        let none = BTreeMap::new();
        for (asked, told, copy) in [
            ("de-AT", "de-AT", "Kopieren"),
            ("AR", "AR", "نسخ"),
            ("ja-JP", "ja-JP", "コピー"),
            ("sv", "en", "Copy"),
            ("den", "en", "Copy"),
        ] {
            let (words, language) = Words::of(asked, &none);
            assert_eq!((words.copy, language), (copy, told), "{asked}");
        }
        let own = BTreeMap::from([("copy".to_owned(), "Kopiera".to_owned())]);
        let (words, language) = Words::of("sv", &own);
        assert_eq!((words.copy, words.open, language), ("Kopiera", "Open in", "sv"));
    }
}
