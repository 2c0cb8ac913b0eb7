//! Tells the page's own script that the app is dead: nothing in WebAssembly survives a panic.

use wasm_bindgen::JsValue;

/// Lets every panic raise the event that `boot.js` answers with its "something broke" bar.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|_| {
        let Some(window) = web_sys::window() else {
            return;
        };
        if let Ok(event) = web_sys::Event::new("fengqiao:crash") {
            let _: Result<bool, JsValue> = window.dispatch_event(&event);
        }
    }));
}
