use super::*;

#[test]
fn the_parts_of_a_declaration_are_read() {
    let text = "<!DOCTYPE rss PUBLIC \"-//N//DTD RSS 0.91//EN\" 'http://example.org/a.dtd' [<!ENTITY a \"b&#99;&d;\"> <!-- > -->\n<?x y?>]>";
    let dtd = read(text, false, 1000).unwrap();
    assert_eq!(dtd.public.as_deref(), Some("-//N//DTD RSS 0.91//EN"));
    assert_eq!(dtd.system.as_deref(), Some("http://example.org/a.dtd"));
}

#[test]
fn malformed_declarations_are_refused() {
    for text in [
        "<!doctype rss>",
        "<!DOCTYPE>",
        "<!DOCTYPE rss SYSTEM>",
        "<!DOCTYPE rss PUBLIC \"a\">",
        "<!DOCTYPE rss [<!ENTITY a>]>",
        "<!DOCTYPE rss [<!ENTITY a \"&\">]>",
        "<!DOCTYPE rss [<!ENTITY a \"%b;\">]>",
        "<!DOCTYPE rss [<!ELEMENT a (b>]>",
        "<!DOCTYPE rss [<!ATTLIST a b>]>",
        "<!DOCTYPE rss [nonsense]>",
        "<!DOCTYPE rss [<!-- a -- b -->]>",
    ] {
        assert!(read(text, false, 1000).is_err(), "{text}");
    }
}
