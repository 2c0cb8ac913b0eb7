//! A store and its keys belong together.

use std::path::{Path, PathBuf};

use fengqiao::keys::{KeysError, of_store, retire, rotate};
use fengqiao::store::NO_MAC;
use jiff::Timestamp;

use crate::backend::Backend;
use crate::samples::mac;

pub(crate) async fn the_first_mark_of_a_key_is_kept(backend: &impl Backend) {
    let store = backend.open().await;
    assert_eq!(store.key_marks().await.unwrap(), []);
    // Copies of the server that start at the same moment agree on one.
    let started = (0..10).map(|copy| {
        let store = store.clone();
        tokio::spawn(async move { store.mark_key("lookup", &mac(copy)).await.unwrap() })
    });
    let mut kept = Vec::new();
    for copy in started.collect::<Vec<_>>() {
        kept.push(copy.await.unwrap());
    }
    kept.dedup();
    assert_eq!(kept.len(), 1);
    store.mark_key("data 1", &mac(20)).await.unwrap();
    let store = backend.open().await;
    assert_eq!(
        store.key_marks().await.unwrap(),
        [
            ("data 1".to_owned(), mac(20)),
            ("lookup".to_owned(), kept[0])
        ]
    );
}

pub(crate) async fn only_its_own_keys_open_a_store(backend: &impl Backend) {
    let folder = tempfile::tempdir().unwrap();
    let store = backend.open().await;
    let ours = key_file(folder.path(), "ours", 1, &[(1, 2)]);
    of_store(&*store, &ours).await.unwrap();
    of_store(&*store, &ours).await.unwrap();
    let marks = store.key_marks().await.unwrap();
    for (name, lookup, data, differs) in [
        ("foreign", 3, vec![(1, 4), (2, 5)], "lookup"),
        ("mixed", 1, vec![(1, 4)], "data 1"),
    ] {
        let file = key_file(folder.path(), name, lookup, &data);
        let refused = of_store(&*store, &file).await.unwrap_err();
        assert!(
            matches!(&refused, KeysError::Foreign { path, name } if *path == file && name == differs),
            "{refused:?}"
        );
        let text = refused.to_string();
        assert!(
            text.contains(file.to_str().unwrap()) && text.contains("--data"),
            "{text}"
        );
    }
    assert_eq!(
        store.key_marks().await.unwrap(),
        marks,
        "nothing is learnt from foreign keys"
    );
}

pub(crate) async fn new_data_keys_are_learnt(backend: &impl Backend) {
    let folder = tempfile::tempdir().unwrap();
    let store = backend.open().await;
    let before = key_file(folder.path(), "before", 1, &[(1, 2)]);
    let rotated = key_file(folder.path(), "rotated", 1, &[(1, 2), (2, 3)]);
    of_store(&*store, &before).await.unwrap();
    of_store(&*store, &rotated).await.unwrap();
    // From now on there may be texts sealed under the new key.
    let refused = of_store(&*store, &before).await.unwrap_err();
    assert!(
        matches!(&refused, KeysError::Lacking { name, .. } if name == "data 2"),
        "{refused:?}"
    );
    let forgot = key_file(folder.path(), "forgot", 1, &[(2, 3)]);
    let refused = of_store(&*store, &forgot).await.unwrap_err();
    assert!(
        matches!(&refused, KeysError::Lacking { name, .. } if name == "data 1"),
        "{refused:?}"
    );
}

pub(crate) async fn keys_are_made_for_a_new_store_only(backend: &impl Backend) {
    let folder = tempfile::tempdir().unwrap();
    let store = backend.open().await;
    let made = folder.path().join("keys");
    of_store(&*store, &made).await.unwrap();
    of_store(&*store, &made).await.unwrap();
    let elsewhere = folder.path().join("elsewhere");
    let refused = of_store(&*store, &elsewhere).await.unwrap_err();
    assert!(
        matches!(&refused, KeysError::Missing(path) if *path == elsewhere),
        "{refused:?}"
    );
    assert!(!elsewhere.exists());
}

pub(crate) async fn a_key_is_rotated_and_retired(backend: &impl Backend) {
    let folder = tempfile::tempdir().unwrap();
    let store = backend.open().await;
    let ours = folder.path().join("keys");
    of_store(&*store, &ours).await.unwrap();
    let copy = folder.path().join("copy");
    std::fs::copy(&ours, &copy).unwrap();
    let now = Timestamp::now();
    assert_eq!(rotate(&*store, &ours, now).await.unwrap(), 2);
    // A copy that did not get the new key would seal what others cannot read back.
    let refused = of_store(&*store, &copy).await.unwrap_err();
    assert!(
        matches!(&refused, KeysError::Lacking { name, .. } if name == "data 2"),
        "{refused:?}"
    );
    std::fs::copy(&ours, &copy).unwrap();
    retire(&*store, &ours, 1).await.unwrap();
    let marks = store.key_marks().await.unwrap();
    assert!(marks.contains(&("data 1".to_owned(), NO_MAC)));
    // Both those that still have its line and those that do not go on.
    for (file, keys) in [(&ours, vec![2]), (&copy, vec![1, 2])] {
        assert_eq!(of_store(&*store, file).await.unwrap().data_keys(), keys);
    }
    assert_eq!(store.key_marks().await.unwrap(), marks);
    assert_eq!(rotate(&*store, &ours, now).await.unwrap(), 3);
    retire(&*store, &ours, 3).await.unwrap();
    assert_eq!(
        rotate(&*store, &ours, now).await.unwrap(),
        4,
        "a number means one key for ever"
    );
}

/// A private key file of keys that consist of one repeated byte.
fn key_file(folder: &Path, name: &str, lookup: u8, data: &[(u32, u8)]) -> PathBuf {
    let key = |byte: u8| format!("{byte:02x}").repeat(32);
    let lines: String = data
        .iter()
        .map(|(id, byte)| format!("data {id} {}\n", key(*byte)))
        .collect();
    let path = folder.join(name);
    std::fs::write(&path, format!("lookup {}\n{lines}", key(lookup))).unwrap();
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&path, private).unwrap();
    path
}
