//! An answer that goes on: its bytes as they come.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, Response};

use super::task::Nap;

/// The body of an answer, read piece by piece.
pub struct Stream {
    reader: ReadableStreamDefaultReader,
    /// What is being read: it comes to whoever waits next.
    read: Option<Promise>,
}

/// What came of waiting.
pub enum Part {
    /// Bytes.
    Bytes(Vec<u8>),
    /// Nothing, before the nap was over.
    Nothing,
    /// The end, or the connection broke.
    End,
}

impl Stream {
    /// The body of this answer.
    pub fn of(response: &Response) -> Option<Self> {
        let reader = response.body()?.get_reader().dyn_into().ok()?;
        Some(Self { reader, read: None })
    }

    /// Waits for more, until the nap is over.
    pub async fn next(&mut self, nap: &Nap) -> Part {
        let read = self.read.take().unwrap_or_else(|| self.reader.read());
        let first = Promise::race(&Array::of2(&read, nap.promise()));
        let Ok(first) = JsFuture::from(first).await else {
            return Part::End;
        };
        if first.is_undefined() {
            self.read = Some(read);
            return Part::Nothing;
        }
        let bytes = Reflect::get(&first, &JsValue::from_str("value")).ok();
        match bytes.and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok()) {
            Some(bytes) => Part::Bytes(bytes.to_vec()),
            None => Part::End,
        }
    }
}
