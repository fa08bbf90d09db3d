//! What reading a credit line costs, alone and behind a caption, beside the length of the line.
//!
//! `cargo bench --bench crediting` prints a table; docs/performance.md, "Credit lines", keeps one.

use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use feedwright::credit::{Options, parse};

const ROUNDS: usize = 20_000;

/// What it is, whether a caption stands in front, and the line.
const LINES: &[(&str, bool, &str)] = &[
    ("agency alone", false, "AFP"),
    ("photographer and agency", false, "Ilse Varga/AFP"),
    ("label, pool, three desks", false, "Photo: Ilse Varga / POOL / AFP via Getty Images"),
    ("German, agency in two parts", false, "Foto: picture alliance/dpa | Ilse Varga"),
    ("Japanese", false, "写真：港田花子／ロイター"),
    ("unknown bodies", false, "Composite: Cover Story, Harbour Theatre and Kent Police/Lamp & Sons"),
    ("caption and credit", true, "The ministers met in the old harbour hall on Monday. Photograph: Ilse Varga/AFP"),
    ("caption and brackets", true, "Die Boote laufen am Morgen aus dem Hafen aus. (Foto: Ilse Varga / dpa)"),
    ("caption, bare credit", true, "The ministers met in the old harbour hall on Monday. Ilse Varga/Reuters"),
    ("caption without credit", true, "The ministers of four coastal states met in the old harbour hall on Monday"),
];

fn main() {
    let mut out = std::io::stdout().lock();
    for (what, caption, line) in LINES {
        let options = Options { caption: *caption, ..Options::default() };
        black_box(parse(line, &options));
        let start = Instant::now();
        for _ in 0..ROUNDS {
            black_box(parse(black_box(line), &options));
        }
        let each = start.elapsed().as_secs_f64() * 1e6 / ROUNDS as f64;
        let _ = writeln!(out, "{what:<28} {:>4} bytes {each:>7.2} µs", line.len());
    }
}
