#![no_main]

use feedwright::check::profiles::PROFILES;
use feedwright::check::{Options, check};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut options = Options::new("fuzz");
    check(bytes, &options);
    options.base = Some("https://example.org/feed".to_owned());
    options.profiles = PROFILES.to_vec();
    check(bytes, &options);
});
