//! What keeps strangers out: wrong tries are counted, tokens can be taken back.

use fengqiao::store::StaffTokenRow;

use crate::backend::Backend;
use crate::samples::{at, mac};

pub(crate) async fn counts_wrong_tries_in_a_window(backend: &impl Backend) {
    let store = backend.open().await;
    let (scope, other) = (mac(1), mac(2));
    assert_eq!(store.wrong_tries(&scope, at(0)).await.unwrap(), (0, None));
    for second in [10, 20, 30] {
        store
            .add_wrong_try(&scope, at(second), at(0))
            .await
            .unwrap();
    }
    store.add_wrong_try(&other, at(40), at(0)).await.unwrap();
    assert_eq!(
        store.wrong_tries(&scope, at(0)).await.unwrap(),
        (3, Some(at(30)))
    );
    assert_eq!(
        store.wrong_tries(&scope, at(15)).await.unwrap(),
        (2, Some(at(30)))
    );
    assert_eq!(store.wrong_tries(&scope, at(30)).await.unwrap(), (0, None));
    // Those before the window are forgotten, in this scope only.
    store.add_wrong_try(&scope, at(100), at(25)).await.unwrap();
    assert_eq!(
        store.wrong_tries(&scope, at(0)).await.unwrap(),
        (2, Some(at(100)))
    );
    store.add_wrong_try(&scope, at(200), at(150)).await.unwrap();
    assert_eq!(
        store.wrong_tries(&other, at(0)).await.unwrap(),
        (1, Some(at(40)))
    );
    // In the long run, in every scope.
    let next_quarter = 90 * 24 * 3600;
    store
        .add_wrong_try(&scope, at(next_quarter), at(next_quarter))
        .await
        .unwrap();
    assert_eq!(store.wrong_tries(&other, at(0)).await.unwrap(), (0, None));
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
