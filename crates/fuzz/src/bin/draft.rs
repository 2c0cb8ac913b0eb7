//! Drafts, as they are sent.
#![no_main]

libfuzzer_sys::fuzz_target!(|json: &str| fuzz::draft(json));
