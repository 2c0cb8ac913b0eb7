//! What keeps strangers out: wrong tries are counted, tokens can be taken back.

use contract::desk::AuditAct;
use fengqiao::store::desk::Blame;
use fengqiao::store::{CodeTry, StaffTokenRow};

use crate::backend::Backend;
use crate::cases::desk::account;
use crate::samples::{at, mac, request};

/// A try at `second` of two scopes that three wrong tries in 100 seconds lock.
fn a_try(scopes: [u32; 2], second: i64, is_right: bool) -> CodeTry {
    CodeTry {
        scopes: scopes.map(|scope| (mac(scope), 3)).to_vec(),
        at: at(second),
        since: at(second - 100),
        is_right,
        blame: None,
    }
}

pub(crate) async fn wrong_tries_lock_until_enough_are_old(backend: &impl Backend) {
    let store = backend.open().await;
    let right = |second| store.hear(a_try([1, 2], second, true));
    for second in [10, 20] {
        store.hear(a_try([1, 2], second, false)).await.unwrap();
    }
    for _ in 0..3 {
        assert_eq!(right(25).await.unwrap(), None, "right tries lock nothing");
    }
    store.hear(a_try([1, 2], 30, false)).await.unwrap();
    // Both scopes are locked on their own, against right tries too, and hear none meanwhile.
    for scopes in [[1, 9], [9, 2]] {
        for is_right in [false, true] {
            let refused = store.hear(a_try(scopes, 50, is_right)).await.unwrap();
            assert_eq!(refused, Some(at(10)));
        }
    }
    assert_eq!(right(109).await.unwrap(), Some(at(10)));
    assert_eq!(right(110).await.unwrap(), None);
    // One more, and what counts are the latest three.
    store.hear(a_try([1, 8], 110, false)).await.unwrap();
    assert_eq!(right(111).await.unwrap(), Some(at(20)));
    // The scope that opens later decides.
    for second in [60, 61, 62] {
        store.hear(a_try([5, 6], second, false)).await.unwrap();
    }
    let both = store.hear(a_try([1, 5], 115, true)).await.unwrap();
    assert_eq!(both, Some(at(60)));
    assert_eq!(right(120).await.unwrap(), None);
}

pub(crate) async fn tries_at_once_are_all_counted(backend: &impl Backend) {
    let store = backend.open().await;
    let tries = (0..40).map(|address| {
        let store = store.clone();
        // Every other one is right: being right counts nothing and waits for its turn.
        let attempt = a_try([1, 100 + address], 10, address % 2 == 0);
        tokio::spawn(async move { (attempt.is_right, store.hear(attempt).await.unwrap()) })
    });
    let mut heard = 0;
    for one in tries.collect::<Vec<_>>() {
        if let (false, None) = one.await.unwrap() {
            heard += 1;
        }
    }
    assert_eq!(heard, 3);
    let late = store.hear(a_try([1, 99], 11, true)).await.unwrap();
    assert_eq!(late, Some(at(10)));
}

pub(crate) async fn old_tries_are_forgotten(backend: &impl Backend) {
    let store = backend.open().await;
    for second in [1, 2, 3] {
        store.hear(a_try([1, 2], second, false)).await.unwrap();
    }
    let next_quarter = 90 * 24 * 3600;
    store
        .hear(a_try([3, 4], next_quarter, false))
        .await
        .unwrap();
    // Even a window that reaches back so far finds nothing.
    let mut patient = a_try([1, 2], next_quarter, true);
    patient.since = at(0);
    assert_eq!(store.hear(patient).await.unwrap(), None);
}

pub(crate) async fn a_code_is_recognized_by_its_hash(backend: &impl Backend) {
    let store = backend.open().await;
    let new = request(1);
    store.submit(new.clone()).await.unwrap();
    let kept = store.code_mac(&new.number).await.unwrap();
    assert_eq!(kept, Some(new.code_mac));
    assert_eq!(store.code_mac(&request(2).number).await.unwrap(), None);
}

pub(crate) async fn keeps_and_revokes_tokens(backend: &impl Backend) {
    let store = backend.open().await;
    let token = |number: u32| StaffTokenRow {
        id: format!("t{number}"),
        token_mac: mac(number),
        organization: "a".to_owned(),
        name: "李调解员".to_owned(),
        created_at: at(i64::from(number)),
        revoked_at: None,
    };
    store.add_staff_token(token(1)).await.unwrap();
    store.add_staff_token(token(2)).await.unwrap();
    assert!(store.add_staff_token(token(2)).await.is_err());
    assert_eq!(store.staff_token(&mac(1)).await.unwrap(), Some(token(1)));
    assert_eq!(store.staff_token(&mac(3)).await.unwrap(), None);
    assert_eq!(store.staff_tokens().await.unwrap(), [token(2), token(1)]);

    assert!(store.revoke_staff_token("t1", at(9)).await.unwrap());
    assert!(!store.revoke_staff_token("t1", at(10)).await.unwrap());
    assert!(!store.revoke_staff_token("t9", at(10)).await.unwrap());
    assert_eq!(store.staff_token(&mac(1)).await.unwrap(), None);
    let revoked = StaffTokenRow {
        revoked_at: Some(at(9)),
        ..token(1)
    };
    let reopened = backend.open().await;
    assert_eq!(reopened.staff_tokens().await.unwrap(), [token(2), revoked]);
}

pub(crate) async fn a_wrong_try_at_an_account_stands_in_the_log_with_its_lock(
    backend: &impl Backend,
) {
    let store = backend.open().await;
    store.add_account(account("li")).await.unwrap();
    let blamed = |second, is_right| CodeTry {
        blame: Some(Blame::new(&account("li"), AuditAct::SignInFailed)),
        ..a_try([1, 2], second, is_right)
    };
    store.hear(blamed(10, true)).await.unwrap();
    // What is not heard is not written down either.
    for second in [20, 30, 40, 50, 60] {
        store.hear(blamed(second, false)).await.unwrap();
    }
    let log = store.audit("a", None, 9).await.unwrap();
    let acts: Vec<_> = log
        .iter()
        .map(|entry| (entry.row.at, entry.row.act))
        .collect();
    assert_eq!(
        acts,
        [
            (at(40), AuditAct::LockedOut),
            (at(40), AuditAct::SignInFailed),
            (at(30), AuditAct::SignInFailed),
            (at(20), AuditAct::SignInFailed),
            (at(1), AuditAct::AccountAdded),
        ]
    );
}
