//! Changes of organizations' pages.

use contract::desk::Role;
use fengqiao::store::desk::AccountRow;
use fengqiao::store::page::NewPageChange;

use crate::backend::Backend;
use crate::samples::at;

fn account(login: &str) -> AccountRow {
    AccountRow {
        id: format!("id-{login}"),
        login: login.to_owned(),
        organization: "a".to_owned(),
        role: Role::Lead,
        name: login.to_owned(),
        password_hash: "hash".to_owned(),
        factor_sealed: None,
        factor_step: None,
        created_at: at(1),
        disabled_at: None,
        identity_mac: None,
    }
}

pub(crate) async fn one_change_waits_and_what_is_decided_stays(backend: &impl Backend) {
    let store = backend.open().await;
    for login in ["li", "wang"] {
        assert!(store.add_account(account(login)).await.unwrap());
    }
    let propose = async |id: &str, organization: &str, second, replaces: Option<&str>| {
        let change = NewPageChange {
            id,
            organization,
            page: id,
            by: "id-li",
            at: at(second),
            replaces,
        };
        store.propose_page(change).await.unwrap()
    };
    assert!(propose("first", "a", 10, None).await);
    assert!(!propose("blind", "a", 15, None).await, "one waits");
    assert!(propose("second", "a", 20, Some("first")).await);
    assert!(!propose("late", "a", 25, Some("first")).await);
    assert!(propose("elsewhere", "b", 20, None).await);
    let changes = store.page_changes("a", 9).await.unwrap();
    let ids: Vec<_> = changes.iter().map(|change| change.id.as_str()).collect();
    assert_eq!(ids, ["second"], "in the place of the first");
    assert!(changes[0].proposed_by == account("li") && changes[0].decided.is_none());
    let decide = async |id: &str, published| {
        let decided = store.decide_page(id, "id-wang", at(30), published);
        decided.await.unwrap()
    };
    assert!(!decide("first", true).await);
    assert!(decide("second", true).await);
    assert!(!decide("second", false).await, "once");
    assert!(
        !propose("late", "a", 35, Some("second")).await,
        "it was decided on"
    );
    assert!(propose("third", "a", 40, None).await);
    let changes = store.page_changes("a", 9).await.unwrap();
    let ids: Vec<_> = changes.iter().map(|change| change.id.as_str()).collect();
    assert_eq!(ids, ["third", "second"], "what waits comes first");
    let (by, when, published) = changes[1].decided.clone().unwrap();
    assert!(by == account("wang") && when == at(30) && published);
}
