//! Hands the person a file made in the browser.

use std::time::Duration;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BlobPropertyBag, HtmlAnchorElement, Url};

pub use web_sys::Blob;

/// How long the browser may take to begin reading the file.
const KEPT: Duration = Duration::from_secs(60);

/// How the browser inside WeChat names itself. It takes presses on links to files for nothing.
const WECHAT: &str = "MicroMessenger";

/// Whether this browser saves files at all.
pub fn is_possible() -> bool {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    agent.is_none_or(|agent| !agent.contains(WECHAT))
}

/// Saves `contents` under `name`. `false` when the browser refuses.
pub fn save(name: &str, mime: &str, contents: &str) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&JsValue::from_str(contents));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options);
    blob.is_ok_and(|blob| save_file(name, &blob))
}

/// Saves a file under `name`. `false` when the browser refuses.
pub fn save_file(name: &str, file: &Blob) -> bool {
    try_save(name, file).is_ok()
}

fn try_save(name: &str, file: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(file)?;
    let document = web_sys::window()
        .and_then(|window| window.document())
        .ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&url);
    link.set_download(name);
    // The router must not take this click for a page of ours.
    link.set_rel("external");
    document.body().ok_or(JsValue::NULL)?.append_child(&link)?;
    link.click();
    link.remove();
    // Not at once: some browsers begin to read it only after this task.
    leptos::prelude::set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        KEPT,
    );
    Ok(())
}
