#![no_main]

#[path = "../../tests/it/growth/readers.rs"]
mod readers;
#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::read("csv", bytes));
