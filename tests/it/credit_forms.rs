//! Forms of credits and captions, class by class: what each shows that the others do not.

use feedwright::credit::{CreditLine, Options, PictureKind, parse};

fn read<'a>(line: &'a str, language: &'a str, caption: bool) -> CreditLine<'a> {
    parse(line, &Options { caption, language: Some(language), ..Options::default() })
}

/// The parts as "role name".
fn parts(line: &CreditLine<'_>) -> Vec<String> {
    line.parts.iter().map(|p| format!("{} {}", p.role.name(), p.name)).collect()
}

/// Lines of a language with their parts.
type Cases = &'static [(&'static str, &'static str, &'static [&'static str])];

#[track_caller]
fn all_read(cases: Cases) {
    for (language, line, wanted) in cases {
        assert_eq!(parts(&read(line, language, false)), *wanted, "{line}");
    }
}

#[test]
fn a_persons_name_may_have_words_that_bodies_have() {
    all_read(&[
        ("en", "Anna Court/AFP", &["photographer Anna Court", "agency AFP"]),
        ("fr", "Marine Varga/AFP", &["photographer Marine Varga", "agency AFP"]),
        ("it", "ANSA / ILSE FERRARI", &["agency ANSA", "photographer ILSE FERRARI"]),
        ("en", "Crown Court/PA", &["source Crown Court", "distributor PA"]),
        ("fr", "MARTA DE LA RÍA / AFP", &["photographer MARTA DE LA RÍA", "agency AFP"]),
        ("en", "AJ Varga/AP", &["photographer AJ Varga", "agency AP"]),
        ("en", "REUTERS/JON PRELL III", &["agency REUTERS", "photographer JON PRELL III"]),
        ("ko", "© News1 강하늘 기자", &["agency News1", "photographer 강하늘"]),
    ]);
}

#[test]
fn a_code_is_read_by_the_language_of_its_paper() {
    all_read(&[
        ("pt", "Foto: Ilse Varga / PR", &["photographer Ilse Varga", "source PR"]),
        ("en", "Photograph: PR", &[]),
        ("de", "Quelle: pa/dpa/Ilse Varga", &["distributor pa", "agency dpa", "photographer Ilse Varga"]),
        ("es", "Ilse Varga / EP", &["photographer Ilse Varga", "agency EP"]),
        ("pl", "FOT. ILSE VARGA/REPORTER", &["photographer ILSE VARGA", "agency REPORTER"]),
        ("ko", "사진=SNS", &["source SNS"]),
        ("sr", "FOTO TANJUG/ ILSE VARGA/ nr", &["agency TANJUG", "photographer ILSE VARGA"]),
    ]);
}

#[test]
fn who_it_was_made_for_is_no_giver() {
    all_read(&[
        (
            "en",
            "Ilse Varga/Getty Images for Harbour Wines",
            &["photographer Ilse Varga", "agency Getty Images", "publisher Harbour Wines"],
        ),
        ("en", "Getty Images for The Met Museum", &["agency Getty Images", "publisher The Met Museum"]),
        ("fr", "ILSE VARGA/MYOP POUR « LE MONDE »", &["photographer ILSE VARGA", "agency MYOP", "publisher LE MONDE"]),
    ]);
}

#[test]
fn houses_that_sell_and_agencies_that_contribute_are_told_apart() {
    all_read(&[
        ("en", "Tidewater Newspapers/Alamy", &["agency Tidewater Newspapers", "distributor Alamy"]),
        ("en", "Image: Getty/iStock", &["distributor Getty", "distributor iStock"]),
        ("en", "Planet Labs PBC, via Reuters", &["source Planet Labs PBC", "distributor Reuters"]),
        ("en", "Photograph: Tidewater Press, Inc./Alamy", &["agency Tidewater Press, Inc.", "distributor Alamy"]),
    ]);
}

#[test]
fn pools_with_a_name_are_bodies_and_others_a_flag() {
    let line = read("Pool Alcázar/Ilse Varga", "es", false);
    assert_eq!((parts(&line), line.pool), (vec!["pool Pool Alcázar".into(), "photographer Ilse Varga".into()], true));
    let line = read("Pool AFP", "en", false);
    assert_eq!((parts(&line), line.pool), (vec!["agency AFP".into()], true));
}

#[test]
fn reproductions_illustrations_and_licences_say_nothing_of_the_giver() {
    let line = read("Imagem: Reprodução/TV Cultura", "pt", false);
    assert_eq!((parts(&line), line.handout), (vec!["publisher TV Cultura".into()], false));
    let line = read("Die Feuerwehr löscht den Brand (Symbolbild).", "de", true);
    assert_eq!((line.caption, line.archive), (Some("Die Feuerwehr löscht den Brand (Symbolbild)."), false));
    all_read(&[
        ("en", "Ilse Varga/Wikimedia Commons, CC BY-SA", &["photographer Ilse Varga", "distributor Wikimedia Commons"]),
        ("en", "Ilse Varga via Flickr (CC BY-NC 2.0)", &["photographer Ilse Varga", "distributor Flickr"]),
        ("en", "UNICEF/UN0654321/Ilse Varga", &["source UNICEF", "photographer Ilse Varga"]),
    ]);
}

#[test]
fn labels_of_further_crafts_and_languages_are_known() {
    all_read(&[
        ("en", "Credit: NASA; Image Processing: Ilse Varga (NASA)", &["source NASA", "photographer Ilse Varga"]),
        ("en", "Official White House Photo by Ilse Varga", &["source Official White House", "photographer Ilse Varga"]),
        ("en", "Obtained by NBC News", &["publisher NBC News"]),
        ("zh", "中央社記者江一帆攝 113年5月3日", &["agency 中央社", "photographer 江一帆"]),
        (
            "hu",
            "MTI/Miniszterelnöki Kommunikációs Főosztály/Varga Ilse",
            &["agency MTI", "source Miniszterelnöki Kommunikációs Főosztály", "photographer Varga Ilse"],
        ),
    ]);
    let line = read("© [M] Harbour Courier", "de", false);
    assert_eq!((line.kind, line.copyright, line.parts.len()), (PictureKind::Composite, true, 1));
    let line = read("(Supplied: Tidewater Rescue Service)", "en", false);
    assert_eq!((line.label, parts(&line)), (Some("Supplied"), vec!["handout Tidewater Rescue Service".to_owned()]));
}

#[test]
fn several_people_of_one_line_are_told_apart() {
    all_read(&[
        (
            "en",
            "Ilse Varga/AP, Jon Prell/Getty Images",
            &["photographer Ilse Varga", "agency AP", "photographer Jon Prell", "agency Getty Images"],
        ),
        (
            "en",
            "NASA, ESA, and I. Varga (STScI)",
            &["source NASA", "source ESA", "photographer I. Varga", "source STScI"],
        ),
        ("de", "Fotos: A. Huber / H. Maier", &["photographer A. Huber", "photographer H. Maier"]),
        ("en", "Dr Ilse Varga", &["photographer Ilse Varga"]),
        ("en", "Ilse “Isi” Varga/AFP", &["photographer Ilse “Isi” Varga", "agency AFP"]),
        (
            "en",
            "Ilse Varga, CC BY-SA 3.0, via Wikimedia Commons",
            &["photographer Ilse Varga", "distributor Wikimedia Commons"],
        ),
    ]);
    assert!(!read("Dr Ilse Varga", "en", false).copyright);
}

#[test]
fn a_caption_that_is_nothing_but_a_labelled_credit_is_read_whole() {
    for (language, line, wanted) in [
        ("nb", "Foto: Evan Vucci / AP / NTB", &["photographer Evan Vucci", "agency AP", "distributor NTB"][..]),
        ("nb", "Foto: Cornelius Poppe / NTB / NPK", &["photographer Cornelius Poppe", "distributor NTB", "agency NPK"]),
        ("nb", "Foto: Lehtikuva / NTB", &["agency Lehtikuva", "distributor NTB"]),
        (
            "nb",
            "Foto: Torstein Bøe/NTB scanpix/Ritzau",
            &["photographer Torstein Bøe", "agency NTB scanpix", "distributor Ritzau"],
        ),
        ("da", "Foto: AFP / Ritzau Scanpix", &["agency AFP", "distributor Ritzau Scanpix"]),
        ("de", "Foto: Evan Vucci / AP / dpa", &["photographer Evan Vucci", "agency AP", "distributor dpa"]),
        ("en", "Photo: AP / Getty Images", &["agency AP", "distributor Getty Images"]),
    ] {
        let found = read(line, language, true);
        assert_eq!(
            (found.caption, parts(&found)),
            (Some(""), wanted.iter().map(|part| (*part).to_owned()).collect()),
            "{line}"
        );
    }
}

#[test]
fn captions_end_before_their_credits_whatever_parts_them() {
    for (language, caption, credit, wanted) in [
        ("en", "The minister in Port Ann yesterday.", " — Bernama pic", "agency Bernama"),
        ("en", "The minister in Port Ann.", " — X/@harbourboard", "source X"),
        ("en", "The minister in Port Ann.", " ST PHOTO: ILSE VARGA", "photographer ILSE VARGA"),
        ("en", "The minister in Port Ann.", " AAP Image/Ilse Varga", "agency AAP Image"),
        ("en", "The minister in Port Ann.", " ILSE VARGA, THE GAZETTE", "photographer ILSE VARGA"),
        ("en", "The minister in Port Ann.", " Ilse Varga/Staff", "photographer Ilse Varga"),
        ("en", "The minister on Tuesday.", "Ilse Varga for NBC News", "photographer Ilse Varga"),
        ("en", "The minister at night", "ILSE VARGA/PA", "photographer ILSE VARGA"),
        ("en", "The minister at night", "Credit: SWNS", "agency SWNS"),
        ("en", "The minister at night.", " Kremlin Pool Photo via AP", "distributor AP"),
        ("en", "The minister in 2019", " (Instagram)", "source Instagram"),
        ("en", "The minister in 2019.", " HO-The Canadian Press", "distributor The Canadian Press"),
        ("en", "The minister in 2019", " Ilse Varga—AFP/Getty Images", "photographer Ilse Varga"),
        ("en", "The minister in “Harbour Lights.”", " Netflix", "source Netflix"),
        ("en", "A jellyfish.", " Ilse Varga, CC BY", "photographer Ilse Varga"),
        ("en", "The minister in Port Ann", " Image source, PA Media", "agency PA Media"),
        ("de", "Die Ministerin spricht.", " picture alliance/dpa | Ilse Varga", "distributor picture alliance"),
        ("de", "Die Ministerin spricht.", " Getty Images/iStockphoto", "distributor Getty Images"),
        ("hu", "A miniszter Budapesten.", " MTI Fotó: Varga Ilse", "agency MTI Fotó"),
        ("pl", "Minister w Warszawie", " fot. Ilse Varga", "photographer Ilse Varga"),
        ("ru", "Министр в Москве.", " Фото: пресс-служба правительства", "handout пресс-служба правительства"),
        ("zh", "部长在北京讲话。", "新华社发（江一帆摄）", "agency 新华社"),
        ("ja", "会見する大臣＝3日、首相官邸", "、港田花子撮影", "photographer 港田花子"),
        ("ar", "الوزير في بغداد (أرشيف)", " (الفرنسية)", "agency الفرنسية"),
    ] {
        let line = format!("{caption}{credit}");
        let read = read(&line, language, true);
        let found = parts(&read);
        assert_eq!(read.caption, Some(caption), "{line}: {found:?}");
        assert!(found.iter().any(|p| p == wanted), "{line}: {found:?}");
    }
    for (line, caption) in [
        ("Estudantes no pátio — Foto: Reprodução", "Estudantes no pátio"),
        ("Die Ministerin spricht. © privat", "Die Ministerin spricht."),
        ("Students on the lawn. Submitted photo", "Students on the lawn."),
        ("Des bateaux au port. / DR", "Des bateaux au port."),
        ("Die Ministerin spricht. Foto: ahu", "Die Ministerin spricht."),
    ] {
        let read = read(line, "en", true);
        assert_eq!((read.caption, read.parts.len()), (Some(caption), 0), "{line}");
    }
}

#[test]
fn sentences_about_the_picture_are_no_credits() {
    for (language, line) in [
        ("ru", "Очередь у кассы. На фото: покупатели"),
        ("de", "Im Bild: Pfarrer Jon Prell"),
        ("es", "Los vecinos. En la foto: Ada Okoye"),
        ("sv", "Grannarna. På bilden: Ada Okoye"),
        ("en", "A child holds a sign reading: “Photo: never”"),
        ("en", "The offices of the AP and Reuters in Port Ann"),
        ("de", "Das Archivfoto zeigt den Hafen."),
        ("de", "Szene aus „Hafenlicht“ (Netflix)"),
        ("de", "Jon Prell (ZDF) und Ada Okoye (ARD)"),
        ("en", "The logo of Meta (Facebook)"),
        ("en", "The quay at dawn. Police stop a lorry at the harbour – video"),
        ("en", "Workers strike. The news came days after the harbour closed"),
        ("en", "1. Jon Prell 2. Ada Okoye"),
    ] {
        let read = read(line, language, true);
        assert_eq!((read.caption, read.parts.len()), (Some(line), 0), "{line}: {:?}", read.parts);
    }
}
