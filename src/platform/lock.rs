//! What only one tab does at a time (Web Locks). Where a browser has no locks, every tab does it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::task::Nap;

/// How long to wait for another tab. Phones put tabs to sleep that are not looked at, with their turn.
const PATIENCE_MS: u32 = 15_000;

/// This tab's turn. It ends with this value, or with the tab.
pub struct Turn(Option<Function>);

impl Drop for Turn {
    fn drop(&mut self) {
        let _ = self.0.as_ref().map(|end| end.call0(&JsValue::NULL));
    }
}

/// Waits until no other tab has the turn of this name, but not for ever.
pub async fn turn(name: &str) -> Turn {
    let Some((locks, request)) = locks() else {
        return Turn(None);
    };
    let end = Rc::new(RefCell::new(None));
    let given_up = Rc::new(Cell::new(false));
    let begun = Promise::new(&mut |begin, _| {
        let (end, given_up) = (Rc::clone(&end), Rc::clone(&given_up));
        // Called once the turn has come; it lasts until what this answers is over.
        let granted = Closure::once_into_js(move || {
            let over = Promise::new(&mut |resolve, _| {
                if given_up.get() {
                    let _ = resolve.call0(&JsValue::NULL);
                } else {
                    end.replace(Some(resolve));
                }
            });
            let _ = begin.call0(&JsValue::NULL);
            over
        });
        let _ = request.call2(&locks, &JsValue::from_str(name), &granted);
    });
    let nap = Nap::new(PATIENCE_MS);
    let _ = JsFuture::from(Promise::race(&Array::of2(&begun, nap.promise()))).await;
    given_up.set(true);
    Turn(end.take())
}

fn locks() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    let request = Reflect::get(&locks, &JsValue::from_str("request")).ok()?;
    Some((locks, request.dyn_into().ok()?))
}
