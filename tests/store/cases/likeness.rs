//! A request that is likely for the same as another is told apart from a retry, and stored when that is wanted.

use contract::status::Status;
use fengqiao::store::{Likeness, NewRequestRow, Store, SubmitOutcome};

use crate::backend::Backend;
use crate::samples::{at, change, mac, request};

/// A request like all others of this kind.
fn like(number: u32, is_known: bool) -> NewRequestRow {
    NewRequestRow {
        likeness: Some(Likeness {
            mac: mac(77),
            since: at(-1000),
            is_known,
        }),
        ..request(number)
    }
}

async fn submit(store: &dyn Store, row: NewRequestRow) -> SubmitOutcome {
    store.submit(row).await.unwrap()
}

pub(crate) async fn a_likely_duplicate_is_told_and_not_stored(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    assert_eq!(submit(store, like(1, false)).await, SubmitOutcome::Stored);
    let told = SubmitOutcome::Likely(request(1).submitted_at);
    assert_eq!(submit(store, like(2, false)).await, told);
    assert_eq!(submit(store, like(2, false)).await, told);
    assert_eq!(store.request(&request(2).number).await.unwrap(), None);
    let other = NewRequestRow {
        likeness: like(3, false).likeness.map(|like| Likeness {
            mac: mac(78),
            ..like
        }),
        ..request(3)
    };
    assert_eq!(submit(store, other).await, SubmitOutcome::Stored);
    assert_eq!(submit(store, request(4)).await, SubmitOutcome::Stored);
}

pub(crate) async fn a_retry_is_no_duplicate_of_itself(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    submit(store, like(1, false)).await;
    let retry = NewRequestRow {
        number: request(9).number,
        ..like(1, false)
    };
    let again = submit(store, retry).await;
    assert!(matches!(again, SubmitOutcome::Replayed(row) if row.number == request(1).number));
    // Nor is what became of one that was known to be.
    submit(store, like(2, true)).await;
    let again = submit(store, like(2, true)).await;
    assert!(matches!(again, SubmitOutcome::Replayed(row) if row.number == request(2).number));
}

pub(crate) async fn it_is_filed_when_it_is_known(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    submit(store, like(1, false)).await;
    assert_eq!(submit(store, like(2, true)).await, SubmitOutcome::Stored);
    // The latest one is told of.
    let told = SubmitOutcome::Likely(request(2).submitted_at);
    assert_eq!(submit(store, like(3, false)).await, told);
}

pub(crate) async fn only_what_is_under_way_and_not_old_is_like_it(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    submit(store, like(1, false)).await;
    let accepted = change(1, 1, Status::Accepted);
    store.change(accepted).await.unwrap();
    let told = SubmitOutcome::Likely(request(1).submitted_at);
    assert_eq!(submit(store, like(2, false)).await, told);
    store.change(change(1, 2, Status::Withdrawn)).await.unwrap();
    assert_eq!(submit(store, like(2, false)).await, SubmitOutcome::Stored);

    let late = NewRequestRow {
        likeness: like(3, false).likeness.map(|like| Likeness {
            since: request(2).submitted_at,
            ..like
        }),
        ..request(3)
    };
    assert_eq!(submit(store, late).await, SubmitOutcome::Stored);
    // What is forgotten is like nothing.
    store.forget_likeness(at(2)).await.unwrap();
    let told = SubmitOutcome::Likely(request(3).submitted_at);
    assert_eq!(submit(store, like(4, false)).await, told);
    store.forget_likeness(at(3)).await.unwrap();
    assert_eq!(submit(store, like(4, false)).await, SubmitOutcome::Stored);
}
