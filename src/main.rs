//! The Fengqiao portal in the browser.

fn main() {}
