//! Texts in the search box.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| fuzz::suggest(text));
