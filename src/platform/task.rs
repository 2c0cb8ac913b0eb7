//! Work that goes on while the page does something else.

use std::pin::Pin;

/// Runs a future to its end. Every future is boxed: what drives them then exists once.
pub fn spawn_local(work: impl Future<Output = ()> + 'static) {
    spawn_boxed(Box::pin(work));
}

fn spawn_boxed(work: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(work);
}
