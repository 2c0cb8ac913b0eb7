//! Accounts, sessions and the audit log.

use contract::desk::{AuditAct, Role};
use fengqiao::store::Store;
use fengqiao::store::desk::{AccountChange, AccountRow, AuditRow, Note, SessionRow};
use fengqiao::store::personal::SealedColumn;

use crate::backend::Backend;
use crate::samples::{at, mac};

pub(crate) fn account(login: &str) -> AccountRow {
    AccountRow {
        id: format!("id-{login}"),
        login: login.to_owned(),
        organization: "a".to_owned(),
        role: Role::Mediator,
        name: format!("{login}调解员"),
        password_hash: "hash".to_owned(),
        factor_sealed: None,
        factor_step: None,
        created_at: at(1),
        disabled_at: None,
        identity_mac: None,
    }
}

fn session(number: u32, login: &str) -> SessionRow {
    SessionRow {
        token_mac: mac(number),
        account: format!("id-{login}"),
        begun_at: at(10),
        ends_at: at(100),
    }
}

/// Begins a session of an account that is as it was made.
async fn begin(store: &dyn Store, number: u32, login: &str) {
    let account = account(login);
    let begun = store.begin_session(session(number, login), &account, AuditAct::SignedIn);
    assert!(begun.await.unwrap());
}

pub(crate) async fn a_login_is_one_accounts(backend: &impl Backend) {
    let store = backend.open().await;
    assert!(store.add_account(account("li")).await.unwrap());
    let twin = AccountRow {
        id: "other".to_owned(),
        ..account("li")
    };
    assert!(!store.add_account(twin).await.unwrap());
    let elsewhere = AccountRow {
        organization: "b".to_owned(),
        ..account("sun")
    };
    assert!(store.add_account(elsewhere.clone()).await.unwrap());
    assert!(store.account("li").await.unwrap() == Some(account("li")));
    assert!(store.account("Li").await.unwrap().is_none());
    assert!(store.accounts(Some("a")).await.unwrap() == [account("li")]);
    assert!(store.accounts(None).await.unwrap() == [account("li"), elsewhere]);
}

pub(crate) async fn a_session_is_there_until_it_ends(backend: &impl Backend) {
    let store = backend.open().await;
    store.add_account(account("li")).await.unwrap();
    for number in [1, 2, 3] {
        begin(&*store, number, "li").await;
    }
    let (found, whose) = store.session(&mac(1), at(99)).await.unwrap().unwrap();
    assert_eq!(found, session(1, "li"));
    assert!(whose == account("li"));
    assert!(store.session(&mac(1), at(100)).await.unwrap().is_none());
    assert!(store.session(&mac(9), at(50)).await.unwrap().is_none());
    store.prolong_session(&mac(1), at(200)).await.unwrap();
    store.prolong_session(&mac(1), at(150)).await.unwrap();
    let (found, _) = store.session(&mac(1), at(199)).await.unwrap().unwrap();
    assert_eq!(found.ends_at, at(200), "never shorter");
    store.forget_sessions(at(100)).await.unwrap();
    assert!(store.session(&mac(2), at(50)).await.unwrap().is_none());
    assert!(store.session(&mac(1), at(50)).await.unwrap().is_some());
    store.end_session(&mac(1)).await.unwrap();
    assert!(store.session(&mac(1), at(50)).await.unwrap().is_none());
    begin(&*store, 4, "li").await;
    store.end_sessions("id-li").await.unwrap();
    assert!(store.session(&mac(4), at(50)).await.unwrap().is_none());
}

pub(crate) async fn a_new_password_and_disabling_end_sessions(backend: &impl Backend) {
    let store = backend.open().await;
    for login in ["li", "zhao"] {
        store.add_account(account(login)).await.unwrap();
    }
    for number in [1, 2] {
        begin(&*store, number, "li").await;
    }
    begin(&*store, 3, "zhao").await;
    let change = AccountChange::Password {
        hash: "new".to_owned(),
        before: Some("hash".to_owned()),
        spare: Some(mac(1)),
    };
    assert!(
        store
            .change_account("id-li", change.clone(), None)
            .await
            .unwrap()
    );
    assert!(
        !store
            .change_account("nobody", change.clone(), None)
            .await
            .unwrap()
    );
    // Whoever began to sign in or to change it under the password before comes too late.
    assert!(!store.change_account("id-li", change, None).await.unwrap());
    let late = store
        .begin_session(session(9, "li"), &account("li"), AuditAct::SignedIn)
        .await;
    assert!(!late.unwrap());
    let is_there = async |number| store.session(&mac(number), at(50)).await.unwrap().is_some();
    assert!(is_there(1).await && !is_there(2).await && is_there(3).await);
    assert!(store.account("li").await.unwrap().unwrap().password_hash == "new");
    let disable = AccountChange::Disable { at: at(60) };
    assert!(
        store
            .change_account("id-li", disable.clone(), None)
            .await
            .unwrap()
    );
    assert!(!store.change_account("id-li", disable, None).await.unwrap());
    assert!(!is_there(1).await && is_there(3).await);
    let changed = AccountRow {
        password_hash: "new".to_owned(),
        ..account("li")
    };
    let begun = store
        .begin_session(session(5, "li"), &changed, AuditAct::SignedIn)
        .await;
    assert!(!begun.unwrap(), "none opens while it is disabled");
    let kept = store.account("li").await.unwrap().unwrap();
    assert_eq!(kept.disabled_at, Some(at(60)));
}

pub(crate) async fn a_code_is_taken_once(backend: &impl Backend) {
    let store = backend.open().await;
    store.add_account(account("li")).await.unwrap();
    let make = async |change| store.change_account("id-li", change, None).await.unwrap();
    let take = |step| AccountChange::TakeCode {
        step,
        sealed: vec![0, 0, 0, 1, 2],
        spare: None,
    };
    let offer = |byte| AccountChange::OfferFactor {
        sealed: vec![0, 0, 0, 1, byte],
    };
    assert!(!make(take(5)).await, "there is none to prove");
    assert!(make(offer(1)).await);
    assert!(!make(take(5)).await, "it is of another secret");
    assert!(make(offer(2)).await);
    for number in [1, 2] {
        begin(&*store, number, "li").await;
    }
    let proves = AccountChange::TakeCode {
        step: 1,
        sealed: vec![0, 0, 0, 1, 2],
        spare: Some(mac(1)),
    };
    assert!(make(proves).await);
    let is_there = async |number| store.session(&mac(number), at(50)).await.unwrap().is_some();
    assert!(
        is_there(1).await && !is_there(2).await,
        "who signed in without it"
    );
    let before = store
        .begin_session(session(3, "li"), &account("li"), AuditAct::SignedIn)
        .await;
    assert!(!before.unwrap(), "it asks for a code by now");
    let outcomes = futures_util::future::join_all((0..8).map(|_| make(take(5)))).await;
    assert_eq!(outcomes.iter().filter(|took| **took).count(), 1);
    assert!(!make(offer(3)).await, "it has one");
    assert!(!make(take(4)).await && make(take(6)).await);
    let kept = store.account("li").await.unwrap().unwrap();
    assert_eq!(kept.factor_sealed, Some(vec![0, 0, 0, 1, 2]));
    assert_eq!(kept.factor_step, Some(6));
    let column = SealedColumn::AccountFactor;
    let found = store.sealed_under(column, 1, ("", -1), 9).await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(
        store
            .reseal(column, &found[0], &[0, 0, 0, 2])
            .await
            .unwrap()
    );
    assert!(make(AccountChange::DropFactor).await);
    let kept = store.account("li").await.unwrap().unwrap();
    assert_eq!((kept.factor_sealed, kept.factor_step), (None, None));
}

pub(crate) async fn what_was_done_is_listed_latest_first(backend: &impl Backend) {
    let store = backend.open().await;
    let act = |second, organization: &str| AuditRow {
        at: at(second),
        organization: organization.to_owned(),
        account: (second % 2 == 0).then(|| "id-li".to_owned()),
        name: "李调解员".to_owned(),
        act: AuditAct::ReadCase,
        number: Some("FQ-2611-00001-0".to_owned()),
    };
    for second in 1..=3 {
        store.note_act(act(second, "a")).await.unwrap();
        store.note_act(act(second, "b")).await.unwrap();
    }
    let page = store.audit("a", None, 2).await.unwrap();
    let rows: Vec<_> = page.iter().map(|entry| entry.row.clone()).collect();
    assert_eq!(rows, [act(3, "a"), act(2, "a")]);
    let rest = store.audit("a", Some(page[1].place), 2).await.unwrap();
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].row, act(1, "a"));
}

pub(crate) async fn what_an_account_goes_through_stands_in_the_log_if_it_does(
    backend: &impl Backend,
) {
    let store = backend.open().await;
    store.add_account(account("li")).await.unwrap();
    assert!(!store.add_account(account("li")).await.unwrap());
    let change = |before: &str| AccountChange::Password {
        hash: "new".to_owned(),
        before: Some(before.to_owned()),
        spare: None,
    };
    let note = |second| {
        let act = AuditAct::ChangedPassword;
        Some(Note {
            act,
            at: at(second),
        })
    };
    let changed = store.change_account("id-li", change("hash"), note(2));
    assert!(changed.await.unwrap());
    let late = store.change_account("id-li", change("hash"), note(3));
    assert!(!late.await.unwrap());
    let begin = async |hash: &str| {
        let account = AccountRow {
            password_hash: hash.to_owned(),
            ..account("li")
        };
        let begun = store.begin_session(session(1, "li"), &account, AuditAct::SignedInOidc);
        begun.await.unwrap()
    };
    assert!(!begin("hash").await && begin("new").await);
    let operator = AuditRow {
        at: at(20),
        organization: "a".to_owned(),
        account: None,
        name: "operator".to_owned(),
        act: AuditAct::MovedCase,
        number: None,
    };
    store.note_act(operator).await.unwrap();
    let log = store.audit("a", None, 9).await.unwrap();
    let told: Vec<_> = log
        .iter()
        .map(|entry| (entry.row.at, entry.row.act, entry.login.as_deref()))
        .collect();
    let li = Some("li");
    assert_eq!(
        told,
        [
            (at(20), AuditAct::MovedCase, None),
            (at(10), AuditAct::SignedInOidc, li),
            (at(2), AuditAct::ChangedPassword, li),
            (at(1), AuditAct::AccountAdded, li),
        ]
    );
    assert_eq!(log[1].row.name, "li调解员");
}

pub(crate) async fn somebody_at_the_provider_has_one_account(backend: &impl Backend) {
    let store = backend.open().await;
    for login in ["li", "zhao"] {
        store.add_account(account(login)).await.unwrap();
    }
    let change = async |login: &str, change| {
        let id = format!("id-{login}");
        store.change_account(&id, change, None).await.unwrap()
    };
    let link = |number| AccountChange::Link {
        identity_mac: mac(number),
    };
    let whose = async |number| {
        let found = store.account_of(&mac(number)).await.unwrap();
        found.map(|account| account.login)
    };
    assert!(whose(1).await.is_none());
    assert!(change("li", link(1)).await);
    assert!(!change("zhao", link(1)).await, "they have an account");
    assert!(!change("li", link(2)).await, "it is somebody's");
    assert_eq!(whose(1).await.as_deref(), Some("li"));
    // Whoever began to sign in before comes too late.
    let before = account("li");
    let early = store.begin_session(session(1, "li"), &before, AuditAct::SignedIn);
    assert!(!early.await.unwrap());
    let linked = store.account("li").await.unwrap().unwrap();
    assert_eq!(linked.identity_mac, Some(mac(1)));
    let begun = store.begin_session(session(1, "li"), &linked, AuditAct::SignedInOidc);
    assert!(begun.await.unwrap());
    begin(&*store, 2, "zhao").await;
    assert!(change("li", AccountChange::Unlink).await);
    assert!(!change("li", AccountChange::Unlink).await);
    assert!(whose(1).await.is_none());
    let is_there = async |number| store.session(&mac(number), at(50)).await.unwrap().is_some();
    assert!(!is_there(1).await && is_there(2).await);
    assert!(change("zhao", link(1)).await);
    assert!(change("li", AccountChange::Disable { at: at(60) }).await);
    assert!(!change("li", link(2)).await, "nobody signs in with it");
}

pub(crate) async fn what_is_good_once_is_spent_once(backend: &impl Backend) {
    let store = backend.open().await;
    let once = mac(1);
    let tries = (0..8).map(|_| store.spend(&once, at(10)));
    let spent = futures_util::future::join_all(tries).await;
    assert_eq!(
        spent
            .into_iter()
            .filter(|spent| *spent.as_ref().unwrap())
            .count(),
        1
    );
    assert!(store.spend(&mac(2), at(20)).await.unwrap());
    // What has ended by itself need not be known any more.
    store.forget_sessions(at(10)).await.unwrap();
    assert!(store.spend(&mac(1), at(30)).await.unwrap());
    assert!(!store.spend(&mac(2), at(20)).await.unwrap());
}
