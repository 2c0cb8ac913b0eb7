//! Query strings of a search. The first two bytes say when it is asked.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: (u16, &str)| {
    let (minute, text) = input;
    fuzz::search(minute, text);
});
