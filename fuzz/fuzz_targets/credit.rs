#![no_main]

use feedwright::credit::{Options, parse};

libfuzzer_sys::fuzz_target!(|line: &str| {
    for caption in [false, true] {
        for part in parse(line, &Options { caption, ..Options::default() }).parts {
            assert!(line.contains(&*part.name), "a name that does not stand in the line");
        }
    }
});
