//! Text as part of an address.

/// The text as it may stand in a query string.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
