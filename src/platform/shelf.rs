//! The bytes of files that wait to be sent, in the browser's database: [`super::storage`] is too small for them. The
//! browser may refuse at any time: nothing relies on it.
//!
//! Every call opens the database and closes it again, so that it can be thrown away at any moment.

use js_sys::{ArrayBuffer, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode,
};

use super::files;

const DATABASE: &str = "fengqiao";
const FILES: &str = "files";

/// Keeps the bytes of a file. `false` when the browser refuses.
pub async fn put(key: &str, bytes: &ArrayBuffer) -> bool {
    let work = async {
        let open = Open::now().await?;
        let (files, change) = open.to_change()?;
        files.put_with_key(bytes, &JsValue::from_str(key)).ok()?;
        completed(&change).await
    };
    work.await.is_some()
}

/// The file that is kept under this key.
pub async fn get(key: &str) -> Option<Blob> {
    let open = Open::now().await?;
    let reading = open.0.transaction_with_str(FILES).ok()?;
    let files = reading.object_store(FILES).ok()?;
    let found = outcome(&files.get(&JsValue::from_str(key)).ok()?).await?;
    (!found.is_undefined()).then(|| files::of_bytes(&found))?
}

/// Removes a file.
pub async fn remove(key: &str) {
    let work = async {
        let open = Open::now().await?;
        let (files, change) = open.to_change()?;
        files.delete(&JsValue::from_str(key)).ok()?;
        completed(&change).await
    };
    let _: Option<()> = work.await;
}

/// Removes every file but these.
pub async fn keep_only(keys: &[String]) {
    let work = async {
        let open = Open::now().await?;
        let (files, change) = open.to_change()?;
        let all = outcome(&files.get_all_keys().ok()?).await?;
        for key in js_sys::Array::from(&all) {
            let is_kept = key.as_string().is_some_and(|key| keys.contains(&key));
            if !is_kept {
                files.delete(&key).ok()?;
            }
        }
        completed(&change).await
    };
    let _: Option<()> = work.await;
}

/// Throws everything away.
pub fn clear() {
    if let Some(factory) = factory() {
        let _ = factory.delete_database(DATABASE);
    }
}

/// The open database; closed when it is dropped.
struct Open(IdbDatabase);

impl Open {
    async fn now() -> Option<Self> {
        let request = factory()?.open_with_u32(DATABASE, 1).ok()?;
        let made = {
            let request = request.clone();
            Closure::once(move || {
                let database = request.result().map(JsCast::unchecked_into::<IdbDatabase>);
                let _ = database.and_then(|database| database.create_object_store(FILES));
            })
        };
        request.set_onupgradeneeded(Some(made.as_ref().unchecked_ref()));
        let database = outcome(&request).await?;
        Some(Self(database.unchecked_into()))
    }

    fn to_change(&self) -> Option<(IdbObjectStore, IdbTransaction)> {
        let change = self
            .0
            .transaction_with_str_and_mode(FILES, IdbTransactionMode::Readwrite)
            .ok()?;
        Some((change.object_store(FILES).ok()?, change))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.close();
    }
}

async fn outcome(request: &IdbRequest) -> Option<JsValue> {
    let answered = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(answered).await.ok()?;
    request.result().ok()
}

async fn completed(change: &IdbTransaction) -> Option<()> {
    let ended = Promise::new(&mut |resolve, reject| {
        change.set_oncomplete(Some(&resolve));
        change.set_onerror(Some(&reject));
        change.set_onabort(Some(&reject));
    });
    JsFuture::from(ended).await.ok().map(drop)
}

fn factory() -> Option<IdbFactory> {
    web_sys::window()?.indexed_db().ok()?
}
