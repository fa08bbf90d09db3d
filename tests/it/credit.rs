//! Credit lines: properties of the parser, and `feedwright credit` end to end.

use std::io::Write as _;
use std::process::{Command, Stdio};

use feedwright::article::Role;
use feedwright::credit::{CreditLine, Lexicon, Options, PictureKind, Relation, RoleScheme, parse, visible_label};
use proptest::prelude::*;

fn credit(line: &str) -> CreditLine<'_> {
    parse(line, &Options::default())
}

fn caption(line: &str) -> CreditLine<'_> {
    parse(line, &Options { caption: true, ..Options::default() })
}

/// The parts as "role name", with the relation where one is said.
fn parts(line: &CreditLine<'_>) -> Vec<String> {
    line.parts.iter().map(|p| format!("{} {}", p.role.name(), p.name)).collect()
}

/// What must hold of every line.
fn holds(line: &str, options: &Options<'_>) {
    let read = parse(line, options);
    assert_eq!(read.text, line);
    let letters: Vec<char> = line.chars().collect();
    let stretch = |start: usize, end: usize| letters[start..end].iter().collect::<String>();
    let mut last = 0;
    for part in &read.parts {
        assert!(part.start >= last && part.start < part.end && part.end <= letters.len(), "{part:?}");
        last = part.end;
        assert!(!part.name.trim().is_empty());
        if options.recase {
            assert_eq!(stretch(part.start, part.end).to_lowercase(), part.name.to_lowercase());
        } else {
            assert_eq!(stretch(part.start, part.end), part.name);
        }
    }
    for span in &read.dropped {
        assert_eq!(stretch(span.start, span.end), span.text);
    }
    if let Some(caption) = read.caption {
        assert!(line.contains(caption));
        assert!(options.caption);
    }
    if let Some(label) = read.label {
        assert!(line.contains(label));
    }
}

#[test]
fn forms_of_many_countries_are_read() {
    let cases: &[(&str, &[&str])] = &[
        ("Photo: Ilse Varga / POOL / AFP", &["photographer Ilse Varga", "agency AFP"]),
        ("Ilse Varga/AFP via Getty Images", &["photographer Ilse Varga", "agency AFP", "distributor Getty Images"]),
        ("REUTERS/Ilse Varga", &["agency REUTERS", "photographer Ilse Varga"]),
        ("(AP Photo/Ilse Varga, File)", &["agency AP", "photographer Ilse Varga"]),
        ("EFE/EPA/ILSE VARGA", &["distributor EFE", "agency EPA", "photographer ILSE VARGA"]),
        ("Ilse Varga (Keystone)", &["photographer Ilse Varga", "agency Keystone"]),
        ("Ilse Varga for The New York Times", &["photographer Ilse Varga", "publisher The New York Times"]),
        ("Agence France-Presse — Getty Images", &["agency Agence France-Presse", "distributor Getty Images"]),
        (
            "Foto: picture alliance/dpa | Ilse Varga",
            &["distributor picture alliance", "agency dpa", "photographer Ilse Varga"],
        ),
        ("© Ilse Varga | Ilse Varga", &["photographer Ilse Varga"]),
        ("Kent Police/PA", &["source Kent Police", "distributor PA"]),
        ("Harbour Press Service/Handout via REUTERS", &["handout Harbour Press Service", "distributor REUTERS"]),
        ("Adobe Stock/kranich77", &["distributor Adobe Stock", "photographer kranich77"]),
        (
            "Foto: Ilse Varga, Jon Prell und Ada Okoye",
            &["photographer Ilse Varga", "photographer Jon Prell", "photographer Ada Okoye"],
        ),
        ("Illustration by Ilse Varga/Axios", &["illustrator Ilse Varga", "publisher Axios"]),
        ("Courtesy of the Tidewater Museum", &["courtesy Tidewater Museum"]),
        ("U.S. Navy photo by Petty Officer 2nd Class Ilse Varga", &["source U.S. Navy", "photographer Ilse Varga"]),
        ("IMAGO / Tischler", &["agency IMAGO", "unknown Tischler"]),
        ("Nuotr. V. Nendrės / BNS", &["photographer V. Nendrės", "agency BNS"]),
        ("Фото: Илья Варганов / ТАСС", &["photographer Илья Варганов", "agency ТАСС"]),
        ("Φωτογραφία: Νίκος Βαλής / EUROKINISSI", &["photographer Νίκος Βαλής", "agency EUROKINISSI"]),
        ("تصوير: سامي الورداني / رويترز", &["photographer سامي الورداني", "agency رويترز"]),
        ("写真：港田花子／ロイター", &["photographer 港田花子", "agency ロイター"]),
        ("（港田花子撮影）", &["photographer 港田花子"]),
        ("撮影・港田花子", &["photographer 港田花子"]),
        ("新华社记者 江一帆 摄", &["agency 新华社", "photographer 江一帆"]),
        ("图片来源：视觉中国", &["agency 视觉中国"]),
        ("[사진=연합뉴스]", &["agency 연합뉴스"]),
        ("강하늘 기자 kang@example.kr", &["photographer 강하늘"]),
        ("Ảnh: Lê Minh Châu/VnExpress", &["photographer Lê Minh Châu", "publisher VnExpress"]),
        ("फोटो: अनिता वर्मा / पीटीआई", &["photographer अनिता वर्मा", "agency पीटीआई"]),
        ("Fotoğraf: Ece Denizci/AA", &["photographer Ece Denizci", "agency AA"]),
        ("Image source, Getty Images", &["agency Getty Images"]),
        ("Chanzo cha picha, Reuters", &["agency Reuters"]),
        ("Credit...Ilse Varga for The New York Times", &["photographer Ilse Varga", "publisher The New York Times"]),
        ("Ilse Varga/For The Washington Post", &["photographer Ilse Varga", "publisher The Washington Post"]),
        ("Ilse Varga - 14.mar.2026/Folhapress", &["photographer Ilse Varga", "agency Folhapress"]),
        ("BELGA PHOTO ILSE VARGA", &["agency BELGA", "photographer ILSE VARGA"]),
        ("Photo by Ilse Varga on Unsplash", &["photographer Ilse Varga", "distributor Unsplash"]),
        ("Ilse Varga-Imagn Images", &["photographer Ilse Varga", "agency Imagn Images"]),
        ("Ilse Varga, Special to The Denver Post", &["photographer Ilse Varga", "publisher The Denver Post"]),
        ("Ilse Varga/BBC/Cover Story", &["photographer Ilse Varga", "publisher BBC", "publisher Cover Story"]),
        ("Sony Pictures Classics", &["source Sony Pictures Classics"]),
        ("imageBROKER.com GmbH & Co. KG/Alamy", &["agency imageBROKER.com GmbH & Co. KG", "distributor Alamy"]),
        ("Fotó: MTI/EPA/Ilse Varga", &["distributor MTI", "agency EPA", "photographer Ilse Varga"]),
        ("Composite: Getty Images/EPA/Reuters", &["agency Getty Images", "agency EPA", "agency Reuters"]),
        ("Beeld Ilse Varga", &["photographer Ilse Varga"]),
        ("צילום: רון ברק/פלאש90", &["photographer רון ברק", "agency פלאש90"]),
        ("ছবি: রয়টার্স", &["agency রয়টার্স"]),
        ("ภาพจาก Reuters", &["agency Reuters"]),
    ];
    for (line, wanted) in cases {
        assert_eq!(parts(&credit(line)), *wanted, "{line}");
    }
}

#[test]
fn flags_kinds_and_labels_are_told() {
    let line = credit("Handout / AFP");
    assert!(line.handout && parts(&line) == ["distributor AFP"]);
    let line = credit("AP Photo/Ilse Varga, Pool, File");
    assert!(line.pool && line.archive && line.label.is_none());
    let line = credit("© 2026 Ilse Varga. All rights reserved");
    assert!(line.copyright && parts(&line) == ["photographer Ilse Varga"]);
    for (line, label, kind) in [
        ("Composite: Getty", Some("Composite"), PictureKind::Composite),
        ("Grafik: dpa", Some("Grafik"), PictureKind::Graphic),
        ("Skjermdump / NRK", Some("Skjermdump"), PictureKind::Screenshot),
        ("Bild erstellt mit KI in Midjourney durch heise online", Some("Bild erstellt mit KI"), PictureKind::Ai),
        ("Video: Reuters", Some("Video"), PictureKind::Video),
        ("Karikatur: Ilse Varga", Some("Karikatur"), PictureKind::Illustration),
        ("Photo credit: Ilse Varga", Some("Photo credit"), PictureKind::Photo),
        ("Ilse Varga", None, PictureKind::Unknown),
    ] {
        let read = credit(line);
        assert_eq!((read.label, read.kind), (label, kind), "{line}");
    }
}

#[test]
fn what_names_nobody_is_left_out_and_shown() {
    let line = credit("Ilse Varga/The Guardian. Food styling: Jon Prell.");
    assert_eq!(parts(&line), ["photographer Ilse Varga", "publisher The Guardian"]);
    assert!(line.dropped.iter().any(|d| d.text.contains("Jon Prell")), "{:?}", line.dropped);
    let line = credit("Handout via REUTERS THIS IMAGE HAS BEEN SUPPLIED BY A THIRD PARTY");
    assert!(line.parts.iter().all(|p| p.role != Role::Photographer), "{:?}", line.parts);
}

#[test]
fn a_caption_ends_where_its_credit_begins() {
    for (line, wanted, credited) in [
        ("Boats leave at dawn. Photo: Ilse Varga/AFP", "Boats leave at dawn.", "photographer Ilse Varga"),
        ("Boats leave at dawn. (Ilse Varga/AFP)", "Boats leave at dawn.", "photographer Ilse Varga"),
        ("Boats leave at dawn | Bildquelle: dpa", "Boats leave at dawn", "agency dpa"),
        ("Boats leave at dawn © Ilse Varga/dpa", "Boats leave at dawn", "photographer Ilse Varga"),
        ("Boats leave at dawn near Cork REUTERS/Ilse Varga", "Boats leave at dawn near Cork", "agency REUTERS"),
        ("出港する漁船＝3日、釧路市（港田花子撮影）", "出港する漁船＝3日、釧路市", "photographer 港田花子"),
        ("출항하는 어선들. 인천=연합뉴스", "출항하는 어선들.", "agency 연합뉴스"),
    ] {
        let read = caption(line);
        assert_eq!(read.caption, Some(wanted), "{line}");
        assert_eq!(parts(&read)[0], credited, "{line}");
    }
}

#[test]
fn captions_and_credits_are_parted_at_every_kind_of_end() {
    for (caption_text, rest, wanted) in [
        ("Boats leave the harbour at dawn.", " Ilse Varga", &["photographer Ilse Varga"][..]),
        ("Boats leave the harbour on Tuesday", " Ilse Varga/Reuters", &["photographer Ilse Varga", "agency Reuters"]),
        ("Boats leave the harbour", " ILSE VARGA/REUTERS", &["photographer ILSE VARGA", "agency REUTERS"]),
        ("Boats leave the harbour", "/ AFP", &["agency AFP"]),
        ("Łodzie w porcie", " / fot. Ilse Varga / PAP", &["photographer Ilse Varga", "agency PAP"]),
        ("Des bateaux au port.", " ILSE VARGA / « LE MONDE »", &["photographer ILSE VARGA", "publisher LE MONDE"]),
        ("港を出る船＝3日、東京都港区で", "、港田花子撮影", &["photographer 港田花子"]),
        ("배가 항구를 떠나고 있다. 2026.3.12", " 강하늘 기자", &["photographer 강하늘"]),
    ] {
        let line = format!("{caption_text}{rest}");
        let read = caption(&line);
        assert_eq!(
            (read.caption, parts(&read)),
            (Some(caption_text), wanted.iter().map(|w| (*w).to_owned()).collect()),
            "{line}"
        );
    }
}

#[test]
fn warnings_behind_a_credit_are_left_out_and_shown() {
    let warning = "THIS IMAGE HAS BEEN SUPPLIED BY A THIRD PARTY";
    let line = format!("Harbour Press Service/Handout via REUTERS {warning}");
    let read = credit(&line);
    assert_eq!(parts(&read), ["handout Harbour Press Service", "distributor REUTERS"]);
    assert_eq!(read.dropped.iter().map(|d| d.text).collect::<Vec<_>>(), [warning]);
    let read = caption("Boats leave. Mandatory Credit: Ilse Varga-USA TODAY Sports");
    assert_eq!((read.caption, parts(&read).len()), (Some("Boats leave."), 2));
}

#[test]
fn an_old_picture_is_told_at_both_ends_of_a_caption() {
    for line in ["FILE PHOTO: Boats leave. AFP", "Boats leave — file photo. — AFP", "Boats leave (Archivbild). AFP"]
    {
        assert!(caption(line).archive, "{line}");
    }
    assert!(!caption("Files and folders: an office. AFP").archive);
}

#[test]
fn a_caption_without_credit_is_left_whole() {
    for line in [
        "President Ada Okoye greets Dr. Jon Prell",
        "Visitors queue at the museum, as seen by Mr. Jon Prell",
        "The band played at St. Mary Hall",
        "Boats leave the harbour (Ada Okoye)",
        "Ministers meet in Paris (EU)",
        "The council votes 7/5 on the quay",
        "President Ada Okoye, left, and Vice President Jon Prell",
        "Ada Okoye (Grüne) und Jon Prell (CDU)",
        "From left: Ada Okoye, Jon Prell, Ilse Varga",
        "The headquarters of Reuters in London",
        "Foto von der Unglücksstelle: Die Feuerwehr löscht den Brand.",
        "Das Foto zeigt: Ada Okoye und Jon Prell",
        "Rivertown 2-1 Saltmarsh / First Division",
        "記者会見する首相（3日午後、首相官邸）",
        "대통령이 발언하고 있다",
        "",
    ] {
        let read = caption(line);
        assert_eq!((read.caption, read.parts.len()), (Some(line), 0), "{line}: {:?}", read.parts);
    }
}

#[test]
fn the_config_adds_names_and_folds_capitals() {
    let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let lexicon = Lexicon::new(&words(&["Kranich Bilder Nord"]), &words(&["HC"]), &words(&["Ilse Varga"]));
    let options = Options { lexicon: &lexicon, recase: true, ..Options::default() };
    let read = parse("HC/Varga", &options);
    assert_eq!(parts(&read), ["publisher HC", "photographer Varga"]);
    let read = parse("JEAN-LUC MCBRIDE/Kranich Bilder Nord", &options);
    assert_eq!(parts(&read), ["photographer Jean-Luc McBride", "agency Kranich Bilder Nord"]);
    assert_eq!((read.parts[0].start, read.parts[0].end), (0, 16));
    assert_eq!(credit("JEAN-LUC MCBRIDE/AFP").parts[0].name, "JEAN-LUC MCBRIDE");
    let lexicon = Lexicon::new(&words(&["Kranich Nord"]), &[], &[]);
    let options = Options { lexicon: &lexicon, ..Options::default() };
    assert_eq!(parts(&parse("Ilse Varga Kranich Nord", &options)), ["photographer Ilse Varga", "agency Kranich Nord"]);
    assert_eq!(parts(&parse("Kranich Nord", &options)), ["agency Kranich Nord"]);
}

#[test]
fn relations_are_those_printed() {
    let read = credit("Ilse Varga for The Times/AFP via Getty Images");
    let relations: Vec<_> = read.parts.iter().map(|p| p.relation).collect();
    assert_eq!(relations, [None, Some(Relation::For), Some(Relation::Chain), Some(Relation::Via)]);
}

#[test]
fn roles_map_to_media_rss_and_unknown_ones_do_not() {
    assert_eq!(Role::Photographer.media_rss(), Some(("photographer", RoleScheme::Ebu)));
    assert_eq!(Role::Agency.media_rss(), Some(("agency", RoleScheme::Own)));
    assert_eq!(Role::Agency.ebu(), Some("distribution company"));
    assert_eq!(Role::Unknown.media_rss(), None);
    assert_eq!(Role::Pool.ebu(), None);
}

#[test]
fn visible_labels_follow_the_language() {
    assert_eq!(visible_label(PictureKind::Photo, "de-AT"), "Foto");
    assert_eq!(visible_label(PictureKind::Ai, "en"), "AI image");
    assert_eq!(visible_label(PictureKind::Illustration, "nb-NO"), "Illustrasjon");
    assert_eq!(visible_label(PictureKind::Photo, "tlh"), "Photo");
}

#[test]
fn long_lines_are_read_whole() {
    let slashes = "/".repeat(1_000_000);
    assert!(credit(&slashes).parts.is_empty() && caption(&slashes).parts.is_empty());
    for unit in [
        "/",
        "//a",
        "a/",
        "A B/",
        " via ",
        "(",
        "[(",
        "Photo: ",
        "Photo by ",
        "by ",
        "AFP/",
        "AFP 1/",
        "a",
        "© ",
        ". A",
        "A. ",
        " and A B",
        "Foto",
        "撮影・",
        "写真：",
        " 기자",
        "-- ",
        "Ilse Varga, ",
        "Müller | ",
        "=",
        "«",
        "x Photo/y Photo/",
        "& ",
        "Inc, ",
        "The A for ",
    ] {
        for is_caption in [false, true] {
            let line = unit.repeat(100_000 / unit.len());
            let read = parse(&line, &Options { caption: is_caption, ..Options::default() });
            assert_eq!(read.text.len(), line.len());
        }
    }
}

/// Pieces of which hard lines are made.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "/",
            " / ",
            "|",
            " via ",
            " for ",
            "(",
            ")",
            "©",
            "(C)",
            "（",
            "）",
            "＝",
            ":",
            "：",
            ", ",
            ". ",
            " - ",
            "—",
            "&mdash;",
            "Photo",
            "Photo by ",
            "Foto: ",
            "AFP",
            "Getty Images",
            "dpa",
            "Pool",
            "Handout",
            "File",
            "撮影",
            "写真",
            "사진=",
            "기자",
            "新华社",
            "رويترز",
            "Ảnh: ",
            "by ",
            "and ",
            "\u{200b}",
            "e\u{301}",
            "🎈",
            "Ilse Varga",
            "ILSE VARGA",
            "van ",
            "J. ",
            "@x",
            "x@y.z",
            "2026",
            "Courtesy of ",
            "+++",
            "TPX IMAGES OF THE DAY",
            "Composite: ",
            "\"",
            "«",
            "»",
            "İ",
            "ß",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "\\PC{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_line_is_read_without_panic_and_names_stand_in_it(
        pieces in prop::collection::vec(piece(), 0..14), is_caption: bool, recase: bool,
    ) {
        holds(&pieces.concat(), &Options { caption: is_caption, recase, ..Options::default() });
    }

    #[test]
    fn any_string_is_read_without_panic(line in "(?s).{0,80}", is_caption: bool) {
        holds(&line, &Options { caption: is_caption, ..Options::default() });
    }

    #[test]
    fn a_line_built_from_parts_gives_the_parts_back(
        given in "(V|N|K|Z)[aeo](l|n|k)[aeo](r|k)", family in "(V|N|K|Z)[aeo](l|n|k)[aeo](l|k)[aeo](r|k)",
        initial in prop::option::of("[A-Z]\\."),
        agency in prop::sample::select(vec!["AFP", "Reuters", "dpa", "EPA", "Keystone", "Anadolu Agency"]),
        outer in prop::sample::select(vec!["Getty Images", "Shutterstock", "Alamy"]),
        paper in prop::sample::select(vec!["The New York Times", "Harbour Courier", "Der Spiegel"]),
        label in prop::sample::select(vec!["", "Photo: ", "Foto: ", "Photograph: ", "Photo by ", "© ", "Bild: ", "Fotoğraf: "]),
        form in 0..6,
    ) {
        let name = match initial {
            Some(initial) => format!("{given} {initial} {family}"),
            None => format!("{given} {family}"),
        };
        let photographer = format!("photographer {name}");
        let (line, wanted) = match form {
            0 => (format!("{name}/{agency}"), vec![photographer, format!("agency {agency}")]),
            1 => (format!("{agency} / {name}"), vec![format!("agency {agency}"), photographer]),
            2 => (format!("{name}/{agency} via {outer}"), vec![photographer, format!("agency {agency}"), format!("distributor {outer}")]),
            3 => (format!("{name} ({agency})"), vec![photographer, format!("agency {agency}")]),
            4 => (format!("{name} for {paper}"), vec![photographer, format!("publisher {paper}")]),
            _ => (format!("{name}, {paper}"), vec![photographer, format!("publisher {paper}")]),
        };
        let line = format!("{label}{line}");
        prop_assert_eq!(parts(&credit(&line)), wanted.clone(), "{}", line);
        // The same credit behind a caption is the same credit.
        let whole = format!("Boats leave the harbour at dawn. ({line})");
        let read = caption(&whole);
        prop_assert_eq!(read.caption, Some("Boats leave the harbour at dawn."), "{}", whole);
        prop_assert_eq!(parts(&read), wanted, "{}", whole);
    }
}

fn feedwright(arguments: &[&str], input: &[u8]) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_feedwright"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("an input").write_all(input).expect("input is taken");
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_marks_the_parts_of_a_line() {
    let (status, out, err) = feedwright(&["credit", "Photo: Ilse Varga/AFP via Getty Images"], b"");
    assert_eq!((status, err.as_str()), (Some(0), ""));
    assert_eq!(
        out,
        "Photo: [photographer Ilse Varga]/[agency AFP] via [distributor Getty Images]\n  label      Photo\n  kind       photo\n"
    );
}

#[test]
fn the_command_writes_one_object_a_line() {
    let lines = "Boats. Foto: Ilse Varga / Pool / dpa\r\nBoats at dawn\n";
    let (status, out, _) =
        feedwright(&["credit", "-", "--caption", "--language", "de", "--format", "jsonl"], lines.as_bytes());
    assert_eq!(status, Some(0));
    assert_eq!(
        out,
        concat!(
            r#"{"text":"Boats. Foto: Ilse Varga / Pool / dpa","caption":"Boats.","label":"Foto","kind":"photo","#,
            r#""parts":[{"name":"Ilse Varga","role":"photographer","relation":null,"start":13,"end":23},"#,
            r#"{"name":"dpa","role":"agency","relation":"chain","start":33,"end":36}],"#,
            r#""pool":true,"handout":false,"archive":false,"copyright":false,"dropped":[]}"#,
            "\n",
            r#"{"text":"Boats at dawn","caption":"Boats at dawn","label":null,"kind":"unknown","parts":[],"#,
            r#""pool":false,"handout":false,"archive":false,"copyright":false,"dropped":[]}"#,
            "\n"
        )
    );
}

#[test]
fn a_line_that_is_not_utf8_is_reported_and_the_others_are_read() {
    let (status, out, err) = feedwright(&["credit", "-"], b"AFP\n\xff\xfe\nReuters");
    assert_eq!(
        (status, out.as_str()),
        (Some(1), "[agency AFP]\n  kind       photo\n[agency Reuters]\n  kind       photo\n")
    );
    assert!(err.contains("credit-line-not-utf8") && err.contains("-:2"), "{err}");
}

#[test]
fn the_command_uses_the_names_of_a_config() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config.toml");
    let config = "[site]\ntitle = \"T\"\nurl = \"https://courier.example/\"\nauthority = \"courier.example,2026\"\n\n[credits]\nstaff = [\"Ilse Varga\"]\nhouses = [\"HC\"]\n";
    std::fs::write(&path, config).expect("written");
    let (status, out, err) = feedwright(&["credit", "HC/Varga", "--config", path.to_str().expect("a path")], b"");
    assert_eq!((status, out.as_str()), (Some(0), "[publisher HC]/[photographer Varga]\n"), "{err}");
}
