//! The latest terms of a request, made with the change that puts them before both sides.

use contract::status::Status;
use fengqiao::store::personal::SealedColumn;
use fengqiao::store::settlement::{SettlementChange, SettlementRow};
use fengqiao::store::{Change, ChangeOutcome, Store};
use jiff::civil::date;

use crate::backend::Backend;
use crate::samples::{at, change, request};

/// Terms of this request in this version, sealed under key 1.
fn terms(number: u32, version: u32) -> SettlementRow {
    SettlementRow {
        number: request(number).number,
        version,
        sealed: [1_u32.to_be_bytes(), version.to_be_bytes()].concat(),
        proposed_at: at(700 + i64::from(version)),
        remind_on: None,
    }
}

/// A change of a request in this version that makes this of its terms.
fn with(number: u32, seen_version: i64, made: SettlementChange) -> Change {
    Change {
        settlement: Some(made),
        ..change(number, seen_version, Status::Mediating)
    }
}

async fn make(store: &dyn Store, change: Change) {
    let outcome = store.change(change).await.unwrap();
    assert_eq!(outcome, ChangeOutcome::Applied);
}

pub(crate) async fn terms_take_the_place_of_those_before(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let number = request(1).number;
    assert_eq!(store.settlement(&number).await.unwrap(), None);
    make(&*store, with(1, 1, SettlementChange::Put(terms(1, 1)))).await;
    assert_eq!(store.settlement(&number).await.unwrap(), Some(terms(1, 1)));
    // A change that is not made puts nothing before anybody, and one without terms leaves them.
    let mut outdated = with(1, 1, SettlementChange::Put(terms(1, 2)));
    outdated.entry.key_mac = None;
    let outcome = store.change(outdated).await.unwrap();
    assert_eq!(outcome, ChangeOutcome::Outdated);
    make(&*store, change(1, 2, Status::Mediating)).await;
    assert_eq!(store.settlement(&number).await.unwrap(), Some(terms(1, 1)));
    make(&*store, with(1, 3, SettlementChange::Put(terms(1, 2)))).await;
    let reopened = backend.open().await;
    assert_eq!(
        reopened.settlement(&number).await.unwrap(),
        Some(terms(1, 2))
    );
}

pub(crate) async fn who_is_to_be_reminded_is_found(backend: &impl Backend) {
    let store = backend.open().await;
    let (monday, tuesday) = (date(2026, 12, 14), date(2026, 12, 15));
    for (number, day) in [(1, Some(tuesday)), (2, Some(monday)), (3, None)] {
        store.submit(request(number)).await.unwrap();
        make(
            &*store,
            with(number, 1, SettlementChange::Put(terms(number, 1))),
        )
        .await;
        make(&*store, with(number, 2, SettlementChange::Remind(day))).await;
    }
    let found = |day, after: &'static str, limit| {
        let store = store.clone();
        async move { store.to_remind(day, after, limit).await.unwrap() }
    };
    let [one, two] = [1, 2].map(|number| request(number).number);
    assert!(found(date(2026, 12, 13), "", 9).await.is_empty());
    assert_eq!(found(monday, "", 9).await, std::slice::from_ref(&two));
    assert_eq!(found(tuesday, "", 9).await, [one.clone(), two.clone()]);
    assert_eq!(found(tuesday, "", 1).await, std::slice::from_ref(&one));
    let rest = store.to_remind(tuesday, &one, 9).await.unwrap();
    assert_eq!(rest, std::slice::from_ref(&two));
    let kept = store.settlement(&two).await.unwrap().unwrap();
    assert_eq!(kept.remind_on, Some(monday));
    // Told once.
    make(&*store, with(2, 3, SettlementChange::Remind(None))).await;
    assert_eq!(found(tuesday, "", 9).await, [one]);
    let kept = store.settlement(&two).await.unwrap();
    assert_eq!(kept, Some(terms(2, 1)));
}

pub(crate) async fn terms_go_with_what_is_erased(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let number = request(1).number;
    make(&*store, with(1, 1, SettlementChange::Put(terms(1, 1)))).await;
    let column = SealedColumn::Settlement;
    let found = store.sealed_under(column, 1, ("", -1), 9).await.unwrap();
    assert_eq!(found.len(), 1);
    let anew = [2_u32.to_be_bytes(), [0; 4]].concat();
    assert!(store.reseal(column, &found[0], &anew).await.unwrap());
    assert!(!store.reseal(column, &found[0], &anew).await.unwrap());
    let kept = store.settlement(&number).await.unwrap().unwrap();
    assert_eq!(kept.sealed, anew);

    store.change(change(1, 2, Status::Closed)).await.unwrap();
    assert!(store.erase(&number, at(900), None).await.unwrap());
    assert_eq!(store.settlement(&number).await.unwrap(), None);
}
