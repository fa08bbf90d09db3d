//! What choosing the articles of twenty-two feeds and a family costs, by the number of stubs.
//!
//! `cargo bench --bench selecting` prints a table; docs/performance.md, "Selecting", keeps one.

use std::fmt::Write as _;
use std::io::Write;
use std::time::Instant;

use feedwright::article::{Location, Status, Stub, Term, TermKind, Terms};
use feedwright::config::Config;
use feedwright::feed::{Definitions, Stock};

fn main() {
    let mut feeds =
        String::from("[[feed]]\nname = \"all\"\n[[feed]]\nname = \"day\"\nselect = { newer-than = \"24h\" }\n");
    for section in 0..20 {
        let _ = writeln!(feeds, "[[feed]]\nname = \"s{section}\"\nselect = {{ section = \"s{section}\" }}");
    }
    feeds.push_str("[[feed]]\nname = \"tag\"\neach = \"tag\"\n");
    let site =
        "[site]\ntitle = \"Courier\"\nurl = \"https://courier.example/\"\nauthority = \"courier.example,2026\"\n";
    let config: Config = toml::from_str(&format!("{site}{feeds}")).expect("a config");
    let (definitions, _) = Definitions::new(&config);
    for count in [1_000, 10_000, 100_000, 1_000_000] {
        let mut terms = Terms::default();
        let stubs: Vec<Stub> = (0..count).map(|n| stub(n, &mut terms)).collect();
        let standing: Vec<u32> = (0..count as u32).collect();
        let start = Instant::now();
        let given =
            Stock { stubs: &stubs, standing: &standing, terms: &terms, now: 2_000_000_000, published: &[], early: &[] };
        let selection = definitions.select(&given);
        let seconds = start.elapsed().as_secs_f64();
        let _ = writeln!(
            std::io::stdout().lock(),
            "{count:>9} stubs {:>9.2} ms {:>6.0} ns a stub, {} feeds",
            seconds * 1e3,
            seconds * 1e9 / count as f64,
            selection.feeds.len()
        );
    }
}

fn stub(n: usize, terms: &mut Terms) -> Stub {
    let mut term = |kind, value: String| Term::new(kind, terms.number(&value));
    let mixed = n.wrapping_mul(0x9E37_79B9) >> 7;
    let terms = [
        term(TermKind::Section, format!("s{}", mixed % 20)),
        term(TermKind::Author, format!("a{}", mixed % 300)),
        term(TermKind::Tag, format!("t{}", mixed % 200)),
        term(TermKind::Tag, format!("t{}", (mixed + 7) % 200)),
        term(TermKind::Language, "en".to_owned()),
    ];
    Stub {
        id: format!("tag:courier.example,2026:articles/{n}").into(),
        computed_id: true,
        published: Some(1_000_000_000 + (mixed % 900_000_000) as i64).into(),
        updated: None.into(),
        bounds: None,
        status: Status::Published,
        hold: None,
        has_media: false,
        terms: terms.into(),
        edit: 0,
        at: Location::default(),
    }
}
