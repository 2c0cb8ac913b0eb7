//! Bytes as the upload protocol writes them: checksums and Base64.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// `sha256` and the checksum. `None` where the browser has no cryptography, as on a page without HTTPS.
pub async fn sha256(bytes: &ArrayBuffer) -> Option<String> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    if subtle.is_undefined() {
        return None;
    }
    let sum = subtle
        .digest_with_str_and_buffer_source("SHA-256", bytes)
        .ok()?;
    let sum = JsFuture::from(sum).await.ok()?;
    let sum = Uint8Array::new(sum.unchecked_ref()).to_vec();
    Some(["sha256 ", &base64(&sum)?].concat())
}

/// Bytes in Base64.
pub fn base64(bytes: &[u8]) -> Option<String> {
    // The browser takes one character for each byte.
    let text: String = bytes.iter().copied().map(char::from).collect();
    web_sys::window()?.btoa(&text).ok()
}
