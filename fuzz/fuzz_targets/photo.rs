#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    feedwright::photo::read_bytes(bytes);
});
