//! What a device does with files: each byte decides something.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::upload(input));
