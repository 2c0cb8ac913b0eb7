//! Files that a person has chosen, and their bytes.

use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, File, HtmlInputElement};

/// What was chosen in this control, by name. The control is emptied, so that the same file can be chosen again.
pub fn chosen(event: &Event) -> Vec<(String, Blob)> {
    let Some(input) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    else {
        return Vec::new();
    };
    let list = input.files();
    let files = list.iter().flat_map(|list| {
        let file = |place| list.get(place);
        (0..list.length()).filter_map(file)
    });
    let named = |file: File| (file.name(), Blob::from(file));
    let files = files.map(named).collect();
    input.set_value("");
    files
}

/// How many bytes.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the size of a file is whole and positive"
)]
pub fn size(file: &Blob) -> u64 {
    file.size() as u64
}

/// The bytes of a part of a file; `None` when they cannot be read any more.
#[allow(
    clippy::cast_precision_loss,
    reason = "the size of a file stays far below 2^53"
)]
pub async fn bytes(file: &Blob, from: u64, to: u64) -> Option<ArrayBuffer> {
    let part = file.slice_with_f64_and_f64(from as f64, to as f64).ok()?;
    let bytes = JsFuture::from(part.array_buffer()).await.ok()?;
    bytes.dyn_into().ok()
}

/// A file of these bytes.
pub fn of_bytes(bytes: &JsValue) -> Option<Blob> {
    Blob::new_with_buffer_source_sequence(&Array::of1(bytes)).ok()
}
