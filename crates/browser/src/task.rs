//! Work that goes on while the page does something else.

use std::pin::Pin;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Runs a future to its end. Every future is boxed: what drives them then exists once.
pub fn spawn_local(work: impl Future<Output = ()> + 'static) {
    spawn_boxed(Box::pin(work));
}

fn spawn_boxed(work: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(work);
}

/// A wait that can be cut short.
#[derive(Clone)]
pub struct Nap {
    over: Promise,
    end: Option<Function>,
}

impl Nap {
    /// Begins to wait.
    pub fn new(milliseconds: u32) -> Self {
        let mut end = None;
        let over = Promise::new(&mut |resolve, _| {
            let milliseconds = i32::try_from(milliseconds).unwrap_or(i32::MAX);
            if let Some(window) = web_sys::window() {
                let _ = window
                    .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
            }
            end = Some(resolve);
        });
        Self { over, end }
    }

    /// Ends it now.
    pub fn end(&self) {
        let _ = self.end.as_ref().map(|end| end.call0(&JsValue::NULL));
    }

    /// What is settled once it is over.
    pub fn promise(&self) -> &Promise {
        &self.over
    }

    /// Waits until it is over.
    pub async fn over(self) {
        let _ = JsFuture::from(self.over).await;
    }
}
