//! Puts words where they can be pasted from. By name: not every browser has it, and those inside other apps often
//! forbid it.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Copies the words, on a press. `false` where the browser does not let that happen.
pub async fn copy(words: &str) -> bool {
    match begin(words) {
        Some(copied) => JsFuture::from(copied).await.is_ok(),
        None => false,
    }
}

fn begin(words: &str) -> Option<Promise> {
    let navigator = web_sys::window()?.navigator();
    let clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok()?;
    let write = Reflect::get(&clipboard, &JsValue::from_str("writeText")).ok()?;
    let write: Function = write.dyn_into().ok()?;
    let copied = write.call1(&clipboard, &JsValue::from_str(words)).ok()?;
    copied.dyn_into().ok()
}
