//! XML production by production: what is allowed, and its neighbours that are not.

use feedwright::check::{FeedType, Options, Report, check};
use feedwright::diagnostic::Severity;

use crate::wellformed::{ours, xml_codes};

/// A document whose internal subset has these declarations.
fn declaring(declarations: &str, content: &str) -> String {
    format!("<!DOCTYPE a [{declarations}]>{content}")
}

#[track_caller]
fn judged(document: &[u8], good: bool) {
    let (accepted, found) = ours(document, &xml_codes());
    assert_eq!(accepted, good, "{found:?}: {}", String::from_utf8_lossy(document));
}

/// Each of these in its place is well-formed, or none is.
#[track_caller]
fn all(template: &str, parts: &[&str], good: bool) {
    for part in parts {
        judged(template.replace("{}", part).as_bytes(), good);
    }
}

fn report(document: &[u8]) -> Report {
    check(document, &Options::new("feed.xml"))
}

fn codes(document: &[u8]) -> Vec<&'static str> {
    report(document).findings.iter().map(|d| d.code).collect()
}

#[test]
fn content_models() {
    let template = "<!DOCTYPE a [<!ELEMENT a {}>]><a/>";
    let good = [
        "EMPTY",
        "ANY ",
        "(#PCDATA)",
        "( #PCDATA )*",
        "(#PCDATA|b)*",
        "(\n#PCDATA | b|c )*",
        "(b)",
        "(b?,c*)+",
        "((b|c),d+)?",
        "(((b)))",
        "( b , ( c | d )* , e )",
        "(p:b|c)",
    ];
    all(template, &good, true);
    let bad = [
        "",
        "empty",
        "EMPTY ANY",
        "#PCDATA",
        "b",
        "()",
        "(b",
        "b)",
        "(b,)",
        "(,b)",
        "(b|)",
        "(b,c|d)",
        "(b|c,d)",
        "(b&c)",
        "(b c)",
        "(b ?)",
        "(b)**",
        "(#PCDATA)?",
        "(#PCDATA)+",
        "(#PCDATA|b)",
        "(#PCDATA|b)+",
        "(#PCDATA|b) *",
        "(#PCDATA,b)*",
        "(#PCDATA|b*)*",
        "(#PCDATA|(b))*",
        "(#PCDATA|#PCDATA)*",
        "(b|#PCDATA)*",
        "((#PCDATA))",
        "(#PCDATA|)*",
        "(1b)",
        "(p:)",
        "(\"b\")",
    ];
    all(template, &bad, false);
    all("<!DOCTYPE a [{}]><a/>", &["<!ELEMENT a EMPTY >", "<!ELEMENT\na\tEMPTY>"], true);
    all(
        "<!DOCTYPE a [{}]><a/>",
        &["<!ELEMENT aEMPTY>", "<!ELEMENTa EMPTY>", "<! ELEMENT a EMPTY>", "<!element a EMPTY>"],
        false,
    );
}

#[test]
fn attribute_declarations() {
    let types = "<!DOCTYPE a [<!ATTLIST a b {} #IMPLIED>]><a/>";
    let good = [
        "CDATA",
        "ID",
        "IDREF",
        "IDREFS",
        "ENTITY",
        "ENTITIES",
        "NMTOKEN",
        "NMTOKENS",
        "(c)",
        "( c | 1 |-.d )",
        "NOTATION (c|d)",
        "NOTATION ( c )",
    ];
    all(types, &good, true);
    let bad = [
        "cdata",
        "NAME",
        "NUMBER",
        "()",
        "(b,c)",
        "(\"b\")",
        "(b c)",
        "(b|)",
        "(|b)",
        "(b",
        "(a/b)",
        "NOTATION",
        "NOTATION(c)",
        "NOTATION ()",
        "NOTATION (1n)",
        "NOTATION (c,d)",
        "NOTATION (\"c\")",
        "NOTATION (a:b)",
        "CDATA CDATA",
    ];
    all(types, &bad, false);
    let defaults = "<!DOCTYPE a [<!ENTITY e 'x'><!ENTITY lt2 '&#60;'><!ENTITY out SYSTEM 'o'><!ENTITY in '&out;'>\
                    <!ENTITY r '&s;'><!ENTITY s '&r;'><!ATTLIST a b CDATA {}><!ENTITY late 'x'>]><a/>";
    all(defaults, &["#REQUIRED", "#IMPLIED", "'x'", "\"&e;&#38;&amp;&lt;\"", "#FIXED 'x'", "''"], true);
    let bad = [
        "",
        "#FIXED",
        "#FIXED'x'",
        "#required",
        "x",
        "'x' 'y'",
        "'<'",
        "\"&foo;\"",
        "\"a & b\"",
        "\"&#0;\"",
        "'&lt2;'",
        "'&out;'",
        "'&in;'",
        "'&r;'",
        "'&late;'",
        "'&e'",
        "'&a:b;'",
        "#REQUIRED 'x'",
    ];
    all(defaults, &bad, false);
    let lists = [
        "<!ATTLIST a>",
        "<!ATTLIST a >",
        "<!ATTLIST a b CDATA 'x' c ID #IMPLIED>",
        "<!ATTLIST p:a q:b CDATA #IMPLIED>",
    ];
    all("<!DOCTYPE a [{}]><a xmlns:q='q'/>", &lists, true);
    let bad = [
        "<!ATTLIST>",
        "<!ATTLIST a b>",
        "<!ATTLIST a b CDATA>",
        "<!ATTLIST a b CDATA'x'>",
        "<!ATTLIST a b CDATA 'x'c ID #IMPLIED>",
        "<!ATTLIST 1 b CDATA 'x'>",
    ];
    all("<!DOCTYPE a [{}]><a/>", &bad, false);
}

#[test]
fn entities_and_notations() {
    let template = "<!DOCTYPE a [{}]><a/>";
    let good = [
        "<!ENTITY e ''>",
        "<!ENTITY e \"a'b\" >",
        "<!ENTITY e '&f;&#x41;&#38;'>",
        "<!ENTITY e SYSTEM 's'>",
        "<!ENTITY e PUBLIC '-//x' 's'>",
        "<!ENTITY e SYSTEM 's' NDATA n>",
        "<!ENTITY % p '<!ELEMENT b ANY>'> %p;",
        "<!ENTITY % p SYSTEM 's'>%p;",
        "%unknown;",
        "<!ENTITY e '<b>'>",
        "<!NOTATION n SYSTEM 's'>",
        "<!NOTATION n PUBLIC 'p'>",
        "<!NOTATION n PUBLIC 'p' 's' >",
        "<!-- a - b --><?p?><?p q?>",
        "<!ENTITY % p '<![INCLUDE[<!ELEMENT b ANY>]]><![ IGNORE [ <![ nonsense ]]> ]]>'>%p;",
        "<!ENTITY lt '&#38;#60;'>",
    ];
    all(template, &good, true);
    let bad = [
        "<!ENTITY e>",
        "<!ENTITY e x>",
        "<!ENTITY e'x'>",
        "<!ENTITYe 'x'>",
        "<!ENTITY e 'x>",
        "<!ENTITY e '&'>",
        "<!ENTITY e 'a & b'>",
        "<!ENTITY e '&f'>",
        "<!ENTITY e '&#0;'>",
        "<!ENTITY e '&#xFFFE;'>",
        "<!ENTITY e '%p;'>",
        "<!ENTITY e '50%'>",
        "<!ENTITY e:f 'x'>",
        "<!ENTITY 1 'x'>",
        "<!ENTITY e SYSTEM>",
        "<!ENTITY e SYSTEM s>",
        "<!ENTITY e PUBLIC 'p'>",
        "<!ENTITY e PUBLIC 'p''s'>",
        "<!ENTITY e PUBLIC '<' 's'>",
        "<!ENTITY e SYSTEM 's'NDATA n>",
        "<!ENTITY e SYSTEM 's' NDATA>",
        "<!ENTITY e SYSTEM 's' NDATA 'n'>",
        "<!ENTITY % p 's' NDATA n>",
        "<!ENTITY %p 's'>",
        "<!ENTITY % p 's'>%p",
        "<!ENTITY % p 's'>% p;",
        "<!ENTITY % p '<!ELEMENT b'>%p;",
        "<!ENTITY % p '&#37;p;'>%p;",
        "<!ENTITY % p '<![INCLUDE[<!ELEMENT b ANY>]>'>%p;",
        "<!ENTITY % p '<![include[]]>'>%p;",
        "<![INCLUDE[]]>",
        "<!ENTITY % p 'ANY'><!ELEMENT b %p;>",
        "<!NOTATION n>",
        "<!NOTATION n 's'>",
        "<!NOTATION n:o SYSTEM 's'>",
        "<!NOTATION n SYSTEM 's' 't'>",
        "<!-- a -- b -->",
        "<!-- a --->",
        "<?xml version='1.0'?>",
        "<?p:q?>",
        "<?p",
        "text",
        "&e;",
        "<b/>",
        "<!SHORTREF a b>",
    ];
    all(template, &bad, false);
    let doctypes = [
        "<!DOCTYPE a>",
        "<!DOCTYPE a >",
        "<!DOCTYPE a SYSTEM 's'>",
        "<!DOCTYPE a PUBLIC 'p' 's' >",
        "<!DOCTYPE a[]>",
        "<!DOCTYPE a SYSTEM \"'\"[ ] >",
        "<!DOCTYPE x:a []>",
        "<!DOCTYPE b>",
    ];
    all("{}<a/>", &doctypes, true);
    let bad = [
        "<!DOCTYPE>",
        "<!DOCTYPEa>",
        "<!DOCTYPE a 's'>",
        "<!DOCTYPE a PUBLIC 'p'>",
        "<!DOCTYPE a SYSTEM 's' 't'>",
        "<!DOCTYPE a SYSTEM's'>",
        "<!DOCTYPE a [] SYSTEM 's'>",
        "<!DOCTYPE a [>",
        "<!DOCTYPE a ]>",
        "<!DOCTYPE a><!DOCTYPE a>",
        "<!DOCTYPE x:a:b>",
        "<!DOCTYPE :a>",
        "<!DOCTYPE 1>",
    ];
    all("{}<a/>", &bad, false);
}

#[test]
fn what_entities_stand_for_where_they_are_used() {
    let content = |value: &str| declaring(&format!("<!ENTITY e \"{value}\"><!ENTITY f 'x'>"), "<a xmlns:n='n'>&e;</a>");
    for good in [
        "x",
        "<b/>",
        "<b c='1'>&f;</b>",
        "<n:b n:c='1'/>",
        "<!-- - -->",
        "<?p q?>",
        "<![CDATA[&#38;]]>",
        "]] &#62;",
        "&#38;amp;",
    ] {
        judged(content(good).as_bytes(), true);
    }
    for bad in [
        "<b>",
        "</b>",
        "<b></c>",
        "</a><a>",
        "<b a='&#60;'/>",
        "<b a='&#38;'/>",
        "<b a='1' a='2'/>",
        "<b a=1/>",
        "<m:b/>",
        "<b m:c='1'/>",
        "<b><m:c xmlns:n='n'/></b>",
        "<!-- a -- b -->",
        "<?xml version='1.0'?>",
        "<?p:q?>",
        "]]&#62;",
        "&#38;",
        "&#60;",
        "&g;",
        "<b>&g;</b>",
        "<b c='&g;'/>",
        "&e;",
        "<b>&e;</b>",
        "<!DOCTYPE a>",
        "<![CDATA[",
    ] {
        judged(content(bad).as_bytes(), false);
    }
    let attribute = |value: &str| {
        declaring(&format!("<!ENTITY e \"{value}\"><!ENTITY f 'x'><!ENTITY o SYSTEM 'o'>"), "<a b='&e;'/>")
    };
    for good in ["x", "&f;", "&#38;lt;", "'", "&#38;#60;"] {
        judged(attribute(good).as_bytes(), true);
    }
    for bad in ["&#60;", "<b/>", "&o;", "&g;", "&e;", "&#38;", "<!-- -->"] {
        judged(attribute(bad).as_bytes(), false);
    }
    // An element's end and its start stand in one entity; an entity is read under the namespaces where it is used.
    judged(declaring("<!ENTITY e '<b>'>", "<a>&e;</b></a>").as_bytes(), false);
    judged(declaring("<!ENTITY e '<n:b/>'>", "<a><c xmlns:n='n'>&e;</c></a>").as_bytes(), true);
    judged(declaring("<!ENTITY e '<n:b/>'>", "<a><c xmlns:n='n'/>&e;</a>").as_bytes(), false);
    // What is not used may be anything.
    judged(declaring("<!ENTITY e '<b>&#38;'>", "<a/>").as_bytes(), true);
}

#[test]
fn whether_an_entity_is_declared_depends_on_what_is_read() {
    let document = |standalone: &str, external: &str, declarations: &str| {
        format!("<?xml version='1.0'{standalone}?><!DOCTYPE a {external}[{declarations}]><a>&e;</a>")
    };
    let (yes, no) = (" standalone='yes'", " standalone='no'");
    for (standalone, external, declarations, good) in [
        ("", "", "", false),
        (yes, "", "", false),
        (no, "SYSTEM 's' ", "", true),
        ("", "SYSTEM 's' ", "", true),
        (yes, "SYSTEM 's' ", "", false),
        ("", "", "<!ENTITY % p SYSTEM 's'>%p;", true),
        (yes, "", "<!ENTITY % p SYSTEM 's'>%p;", false),
        // What comes after a parameter entity that is not read does not count, and so is not looked into.
        ("", "", "<!ENTITY % p SYSTEM 's'>%p;<!ENTITY e '<b>'>", true),
        (yes, "", "<!ENTITY % p SYSTEM 's'>%p;<!ENTITY e '<b>'>", false),
        ("", "", "<!ENTITY e '<b>'><!ENTITY % p SYSTEM 's'>%p;", false),
        // What a parameter entity declares does not count where the document stands alone.
        ("", "", "<!ENTITY % p '<!ENTITY e \"x\">'>%p;", true),
        (yes, "", "<!ENTITY % p '<!ENTITY e \"x\">'>%p;", false),
    ] {
        judged(document(standalone, external, declarations).as_bytes(), good);
    }
}

#[test]
fn names_in_namespaces() {
    let root = "<a xmlns:p='p' xmlns:q='p' {}/>";
    all(
        root,
        &["b='1'", "p:b='1' b='2'", "xml:lang='en'", "xmlns=''", "xmlns:xml='http://www.w3.org/XML/1998/namespace'"],
        true,
    );
    let bad = [
        ":b='1'",
        "b:='1'",
        "p:b:c='1'",
        "p:1='1'",
        "r:b='1'",
        "p:b='1' q:b='2'",
        "xmlns:r=''",
        "xmlns:xml='x'",
        "xmlns:xmlns='x'",
        "xmlns:r='http://www.w3.org/XML/1998/namespace'",
        "xmlns='http://www.w3.org/2000/xmlns/'",
    ];
    all(root, &bad, false);
    all("<a>{}</a>", &["<?p:q r?>", "<?:p?>", "<xmlns:b/>", "<p:b/>", "<:b/>"], false);
    // Values of words are taken without the white space around them, also that of a namespace.
    let words = declaring(
        "<!ATTLIST a xmlns:b NMTOKEN #IMPLIED xmlns:c CDATA #IMPLIED>",
        "<a xmlns:b=' urn:x ' xmlns:c='urn:x' b:d='1' c:d='2'/>",
    );
    judged(words.as_bytes(), false);
    judged(words.replace("NMTOKEN", "CDATA").as_bytes(), true);
}

#[test]
fn defaults_reach_the_rules() {
    let feed = |declarations: &str, root: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><!DOCTYPE rss [{declarations}]><rss {root}><channel><title>News</title>\
             <link>https://example.org/</link><description>All</description><dc:date>2026-01-01</dc:date></channel></rss>"
        )
    };
    let dc = "<!ATTLIST rss xmlns:dc CDATA #FIXED \"http://purl.org/dc/elements/1.1/\">";
    let version = "<!ATTLIST rss version CDATA #FIXED \"2.0\">";
    let found = codes(feed(&format!("{dc}{version}"), "").as_bytes());
    assert!(!found.contains(&"undeclared-prefix") && !found.contains(&"missing-attribute"), "{found:?}");
    let old = report(feed(&format!("{dc}<!ATTLIST rss version CDATA \"0.91\">"), "").as_bytes());
    assert_eq!(old.feed_type, FeedType::Rss091);
    // What is written counts, and of declarations the first.
    let written = report(feed(&format!("{dc}<!ATTLIST rss version CDATA \"0.91\">"), "version='2.0'").as_bytes());
    assert_eq!(written.feed_type, FeedType::Rss2);
    let twice = report(feed(&format!("{dc}{version}<!ATTLIST rss version CDATA \"0.91\">"), "").as_bytes());
    assert_eq!(twice.feed_type, FeedType::Rss2);
    // A fault of a default stands at the element.
    let faulty = report(feed(&format!("{dc}<!ATTLIST channel one CDATA 'x'>"), "version='2.0'").as_bytes());
    let at = faulty.findings.iter().find(|d| d.message.contains("one")).and_then(|d| d.place.clone()).unwrap();
    let channel =
        feed(&format!("{dc}<!ATTLIST channel one CDATA 'x'>"), "version='2.0'").find("channel><title").unwrap();
    assert_eq!(at.span.unwrap().byte_offset as usize, channel);
}

#[test]
fn encodings_and_their_marks() {
    let feed = "<rss version=\"2.0\"/>";
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for twice in [
        format!("\u{FEFF}\u{FEFF}{feed}").into_bytes(),
        format!("\u{FEFF}\u{FEFF}<?xml version=\"1.0\" encoding=\"utf-8\"?>{feed}").into_bytes(),
        utf16(&format!("\u{FEFF}\u{FEFF}{feed}")),
        utf16(&format!("\u{FEFF}\u{FEFF}<?xml version=\"1.0\" encoding=\"utf-16\"?>{feed}")),
    ] {
        let report = report(&twice);
        let mark = report.findings.iter().find(|d| d.code == "text-outside-root").unwrap();
        let width = if twice[0] == 0xFF { 2 } else { 3 };
        assert_eq!(mark.place.as_ref().unwrap().span.unwrap().byte_offset, width);
        let root =
            report.findings.iter().find(|d| d.message.contains("<rss>")).unwrap().place.as_ref().unwrap().span.unwrap();
        let tag = if width == 2 { utf16("<rss") } else { b"<rss".to_vec() };
        let at = twice.windows(tag.len()).position(|window| window == tag).unwrap();
        assert!((root.byte_offset as usize).abs_diff(at) <= width as usize, "{root:?}, {at}");
    }
    // All spellings are judged alike.
    for name in ["utf_16", "UTF_16", "utf_16le", "UTF_16LE"] {
        let text = format!("<?xml version=\"1.0\" encoding=\"{name}\"?>{feed}");
        let found = codes(&utf16(&format!("\u{FEFF}{text}")));
        assert!(found.contains(&"rare-encoding") && !found.contains(&"wrong-encoding"), "{name}: {found:?}");
        assert!(codes(text.as_bytes()).contains(&"wrong-encoding"), "{name}");
    }
    // The WHATWG has characters for the bytes that Microsoft left out; they are none that anybody means.
    let unassigned = [
        b"<?xml version=\"1.0\" encoding=\"windows-1252\"?><rss version=\"2.0\"><channel><title>\x81\x8d\x8f\x90\x9d"
            .as_slice(),
        b"</title></channel></rss>",
    ]
    .concat();
    let found = codes(&unassigned);
    assert!(found.contains(&"dubious-character") && !found.contains(&"undecodable-bytes"), "{found:?}");
    let korean = [
        b"<?xml version=\"1.0\" encoding=\"iso-2022-kr\"?><rss version=\"2.0\"><channel><title>\x1b$)C\x0e0!\x0f"
            .as_slice(),
        b"</title></channel></rss>",
    ]
    .concat();
    judged(&korean, true);
}

#[test]
fn what_the_server_says_of_the_encoding() {
    let served = |document: &[u8], charset: &str| {
        let options = Options { charset: Some(charset.to_owned()), ..Options::new("feed.xml") };
        check(document, &options).findings.iter().map(|d| d.code).collect::<Vec<_>>()
    };
    let title = |declaration: &str, title: &[u8]| {
        [declaration.as_bytes(), b"<rss version=\"2.0\"><channel><title>", title, b"</title></channel></rss>"].concat()
    };
    assert!(!served(&title("", b"caf\xe9"), "iso-8859-1").contains(&"undecodable-bytes"));
    assert!(codes(&title("", b"caf\xe9")).contains(&"undecodable-bytes"));
    let latin1 = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>";
    assert!(served(&title(latin1, b"caf\xe9"), "us-ascii").contains(&"bytes-against-charset"));
    assert!(served(&title(latin1, b"caf\xe9"), "utf-8").contains(&"bytes-against-charset"));
    assert!(served(&title("", b"caf\xe9"), "utf-8").contains(&"undecodable-bytes"));
    let marked = title("\u{FEFF}", "caf\u{e9}".as_bytes());
    assert!(!served(&marked, "iso-8859-1").contains(&"dubious-character"));
}

#[test]
fn versions_and_what_stands_before_a_feed() {
    for (version, good) in [
        ("1.0", true),
        ("1.1", true),
        ("1.7", true),
        ("1.10", true),
        ("2.0", false),
        ("1.", false),
        ("1", false),
        ("1.x", false),
    ] {
        judged(format!("<?xml version=\"{version}\"?><a/>").as_bytes(), good);
    }
    let later = report(b"<?xml version=\"1.7\" encoding=\"utf-8\"?><rss version=\"2.0\"/>");
    let warned = later.findings.iter().find(|d| d.code == "xml-version").unwrap();
    assert_eq!(warned.severity, Severity::Warning);
    for before in ["<!DOCTYPE html>", "<!DOCTYPE HTML >\n<!-- made by a theme -->\n", "<!DOCTYPE html PUBLIC 'a' 'b'>"]
    {
        let feed =
            report(format!("{before}<rss version=\"2.0\"><channel><title>News</title></channel></rss>").as_bytes());
        assert_eq!(feed.feed_type, FeedType::Rss2, "{before}");
        let page = codes(format!("{before}<html><br></html>").as_bytes());
        assert_eq!(page, ["not-a-feed"], "{before}");
    }
}

#[test]
fn a_name_over_the_limit_is_not_called_malformed() {
    let long = "x".repeat(70_000);
    for document in [format!("<{long}/>"), format!("<a {long}='1'/>")] {
        let found = codes(document.as_bytes());
        assert!(found.contains(&"token-too-long") && !found.contains(&"malformed-name"), "{found:?}");
    }
}

#[test]
fn what_entities_come_to_is_bounded() {
    let ten = |name: &str| format!("&{name};").repeat(10);
    let bomb: String = (1..9).map(|i| format!("<!ENTITY e{i} \"{}\">", ten(&format!("e{}", i - 1)))).collect();
    for first in ["x", "<b/>"] {
        let document = declaring(&format!("<!ENTITY e0 '{first}'>{bomb}"), "<a>&e8;</a>");
        let found = codes(document.as_bytes());
        assert_eq!(found.iter().filter(|code| **code == "entity-expansion").count(), 1, "{found:?}");
    }
    let chain: String = (1..100_000).map(|i| format!("<!ENTITY e{i} \"&e{};\">", i - 1)).collect();
    assert!(
        codes(declaring(&format!("<!ENTITY e0 'x'>{chain}"), "<a>&e99999;</a>").as_bytes())
            .contains(&"entity-expansion")
    );
    let parameters: String =
        (1..30).map(|i| format!("<!ENTITY % p{i} \"&#37;p{};&#37;p{};\">", i - 1, i - 1)).collect();
    let document = declaring(&format!("<!ENTITY % p0 '<!ELEMENT b ANY>'>{parameters}%p29;"), "<a/>");
    assert!(codes(document.as_bytes()).contains(&"entity-expansion"));
    let sections = format!("<!ENTITY % p '{}'>%p;", "<![INCLUDE[".repeat(50_000));
    assert!(codes(declaring(&sections, "<a/>").as_bytes()).contains(&"malformed-doctype"));
    let defaults = format!("<!ATTLIST b c CDATA '{}'>", "x".repeat(1000));
    let many = format!("<a>{}</a>", "<b/>".repeat(5000));
    assert!(codes(declaring(&defaults, &many).as_bytes()).contains(&"entity-expansion"));
    // An entity that is declared and not used costs nothing.
    assert!(
        !codes(declaring(&format!("<!ENTITY e0 'x'>{bomb}"), "<a>&e0;</a>").as_bytes()).contains(&"entity-expansion")
    );
}
