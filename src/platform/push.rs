//! News by the browser's push service: whether the browser can, whether it does, and letting it begin.

use contract::push::PushSubscription;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushManager, PushSubscriptionOptionsInit,
    ServiceWorkerRegistration,
};

/// Why it did not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBegun {
    /// The person or the browser's settings do not allow it.
    Refused,
    /// The question was put away without an answer.
    Unanswered,
    /// The browser cannot, or not now: many ask their maker for it.
    Failed,
}

/// Whether this browser knows of such a thing. Those within other apps do not, nor Safari on a phone unless the portal is
/// on its home screen.
pub fn is_possible() -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let knows = |of: &JsValue, name: &str| Reflect::has(of, &name.into()).unwrap_or(false);
    knows(&window, "PushManager")
        && knows(&window, "Notification")
        && knows(&window.navigator(), "serviceWorker")
}

/// Where this browser is reached, if it has begun and may show what comes.
pub async fn current() -> Option<PushSubscription> {
    if !is_possible() || Notification::permission() != NotificationPermission::Granted {
        return None;
    }
    let found = promised(manager().await?.get_subscription().ok()?).await?;
    read(&found)
}

/// Asks the person, then the browser: to be called after a tap. `key` is what the browser will know the portal by.
pub async fn begin(key: &str) -> Result<PushSubscription, NotBegun> {
    let asked = Notification::request_permission().map_err(|_| NotBegun::Failed)?;
    let answer = promised(asked).await.and_then(|answer| answer.as_string());
    match answer.as_deref() {
        Some("granted") => {}
        Some("denied") => return Err(NotBegun::Refused),
        _ => return Err(NotBegun::Unanswered),
    }
    subscribe(key).await.ok_or(NotBegun::Failed)
}

async fn subscribe(key: &str) -> Option<PushSubscription> {
    let manager = manager().await?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key_opt_str(Some(key));
    let begun = manager.subscribe_with_options(&options).ok()?;
    if let Some(begun) = promised(begun).await {
        return read(&begun);
    }
    // It may have begun with an earlier key of this portal, which nobody has any more.
    let before = promised(manager.get_subscription().ok()?).await?;
    let before = before.unchecked_into::<web_sys::PushSubscription>();
    promised(before.unsubscribe().ok()?).await?;
    let begun = manager.subscribe_with_options(&options).ok()?;
    read(&promised(begun).await?)
}

/// What the worker that keeps the portal's files (public/sw.js) can be told by.
async fn manager() -> Option<PushManager> {
    let workers = web_sys::window()?.navigator().service_worker();
    let found = promised(workers.get_registration()).await?;
    let found = found.unchecked_into::<ServiceWorkerRegistration>();
    found.push_manager().ok()
}

/// What comes of it, unless that is nothing or a failure.
async fn promised(promise: js_sys::Promise) -> Option<JsValue> {
    let found = JsFuture::from(promise).await.ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

fn read(found: &JsValue) -> Option<PushSubscription> {
    let found = found.unchecked_ref::<web_sys::PushSubscription>();
    let json: JsValue = found.to_json().ok()?.into();
    let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let keys = of(&json, "keys")?;
    Some(PushSubscription {
        endpoint: found.endpoint(),
        p256dh: of(&keys, "p256dh")?.as_string()?,
        auth: of(&keys, "auth")?.as_string()?,
    })
}
