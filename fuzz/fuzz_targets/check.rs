#![no_main]

use feedwright::check::{Options, check};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    check(bytes, &Options::new("fuzz"));
});
