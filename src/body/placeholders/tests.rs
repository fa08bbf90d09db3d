//! Conditions, variables and filters of templates: what holds shows, and what is not known is said.

use std::collections::BTreeMap;

use crate::body::link::{Around, Found};
use crate::body::{Made, Ways, to_html};

fn made(source: &str) -> Made {
    let variable = |name: &str| {
        let value = match name {
            "title" => "The ferry",
            "kind" => "sea",
            "show" => "true",
            "date" => "2026-07-01 10:00:00",
            "video" => crate::body::TABLE,
            _ => return None,
        };
        Some(value.to_owned())
    };
    let shortcodes = BTreeMap::new();
    let around = Around {
        shortcodes: &shortcodes,
        variable: &variable,
        mdx: false,
        ways: Ways::default(),
        site: "",
        record: &|_| Found::Unknown,
    };
    to_html(source, &around)
}

#[track_caller]
fn all(cases: &[(&str, &str, &[&str])]) {
    for (source, html, unknown) in cases {
        let made = made(source);
        assert_eq!(made.html.trim(), *html, "{source}");
        assert_eq!(made.unknown, *unknown, "{source}");
    }
}

#[test]
fn branches_that_hold_show_and_what_is_not_known_is_left_out_and_said() {
    all(&[
        (
            "a {% case page.kind %} x {% when \"land\" %}L{% when \"sea\", \"lake\" %}S{% else %}E{% endcase %}.",
            "<p>a S.</p>",
            &[],
        ),
        ("{% case page.kind %}{% when \"a\" or 'b' %}L{% else %}E{% endcase %}", "<p>E</p>", &[]),
        ("{% case page.kind %}{% when \"a\" %}L{% endcase %}x", "<p>x</p>", &[]),
        ("{% case site.x %}{% when \"a\" %}L{% else %}E{% endcase %}", "<p>E</p>", &["when \"a\""]),
        ("{% case page.kind %}{% when 'sea' %}{% if page.show %}I{% else %}J{% endif %}{% endcase %}", "<p>I</p>", &[]),
        ("{% if page.video %}V{% endif %}{% if page.show %}S{% endif %}", "<p>VS</p>", &[]),
        ("x{% ifversion ghes %}G{% endif %}{% if site.x %}X{% endif %}", "<p>x</p>", &["ifversion ghes", "if site.x"]),
        ("x{% for p in page.tags %}{{ p }}{% else %}none{% endfor %}", "<p>x</p>", &["for"]),
    ]);
}

#[test]
fn what_a_template_sets_is_known() {
    all(&[
        ("{% assign x = true %}{% if x %}X{% endif %}{% assign x = false %}{% if x %}Y{% endif %}", "<p>X</p>", &[]),
        ("{% assign t = page.title | upcase %}{{ t }}{% set u = 'v' %}, {{ u }}", "<p>THE FERRY, v</p>", &[]),
        ("{% assign t = site.x %}a{% if t %}X{% endif %}", "<p>a</p>", &["if t"]),
        (
            "{% capture note %}Keep *this*{% endcapture %}\n\n<div class=\"notice\">{{ note | markdownify }}</div>",
            "<div class=\"notice\"><p>Keep <em>this</em></p></div>",
            &[],
        ),
        ("a{% capture c %}*b*{% endcapture %} {{ c }}", "<p>a <em>b</em></p>", &[]),
        ("a{% set c %}SECRET{% endset %}", "<p>a</p>", &[]),
        // A text that names itself has no end.
        ("{% capture c %}x{{ c }}{% endcapture %}{{ c }}", "<p>x</p>", &["c"]),
    ]);
}

#[test]
fn filters_that_are_not_known_leave_the_value() {
    all(&[
        ("On the {{ 9 | ordinal }} and {{ 10 | ordinal }}.", "<p>On the 9 and 10.</p>", &["| ordinal", "| ordinal"]),
        ("{{ page.title | t }} {{ 'Sea' | t: 'x' }}", "<p>The ferry Sea</p>", &["| t", "| t"]),
        ("{{ page.date | date: \"%-d %B %Y\" }}", "<p>1 July 2026</p>", &[]),
        ("{{ page.date | date_to_string }}, {{ 'a' | append: 'b' | upcase }}", "<p>01 Jul 2026, AB</p>", &[]),
        ("{{ page.video }}x", "<p>x</p>", &["page.video"]),
    ]);
}
