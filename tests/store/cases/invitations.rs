//! One invitation to a request at a time, made with the change that invites.

use contract::status::Status;
use fengqiao::store::invitation::InvitationRow;
use fengqiao::store::personal::SealedColumn;
use fengqiao::store::{Change, ChangeOutcome, Store};

use crate::backend::Backend;
use crate::samples::{at, change, mac, request};

/// An invitation to this request, sealed under key 1.
fn invitation(number: u32, code: u32) -> InvitationRow {
    InvitationRow {
        id: format!("FQ-2611-{code:05}-0"),
        number: request(number).number,
        code_mac: mac(code),
        sealed: [1_u32.to_be_bytes(), code.to_be_bytes()].concat(),
        invited_at: at(700),
        open_until: at(800),
    }
}

/// Invites the other side of a request in this version.
async fn invite(store: &dyn Store, seen_version: i64, invitation: InvitationRow) -> ChangeOutcome {
    let made = Change {
        invitation: Some(invitation),
        ..change(1, seen_version, Status::Inviting)
    };
    store.change(made).await.unwrap()
}

pub(crate) async fn an_invitation_takes_the_place_of_the_one_before(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let number = request(1).number;
    assert_eq!(store.invitation(&number).await.unwrap(), None);
    let first = invitation(1, 11);
    assert_eq!(
        invite(&*store, 1, first.clone()).await,
        ChangeOutcome::Applied
    );
    assert_eq!(store.invitation(&number).await.unwrap(), Some(first));
    // A change that is not made invites nobody.
    let mut outdated = Change {
        invitation: Some(invitation(1, 12)),
        ..change(1, 1, Status::Scheduled)
    };
    outdated.entry.key_mac = None;
    assert_eq!(
        store.change(outdated).await.unwrap(),
        ChangeOutcome::Outdated
    );
    let second = invitation(1, 13);
    assert_eq!(
        invite(&*store, 2, second.clone()).await,
        ChangeOutcome::Applied
    );
    assert_eq!(
        store.invitation(&number).await.unwrap().as_ref(),
        Some(&second)
    );
    let before = store.invitation_by_id(&invitation(1, 11).id).await;
    assert_eq!(before.unwrap(), None);
    let found = store.invitation_by_id(&second.id).await;
    assert_eq!(found.unwrap(), Some(second));
}

pub(crate) async fn an_invitation_goes_with_what_is_erased(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let number = request(1).number;
    invite(&*store, 1, invitation(1, 11)).await;
    let column = SealedColumn::Invitation;
    let found = store.sealed_under(column, 1, ("", -1), 9).await.unwrap();
    assert_eq!(found.len(), 1);
    let anew = [2_u32.to_be_bytes(), [0; 4]].concat();
    assert!(store.reseal(column, &found[0], &anew).await.unwrap());
    let kept = store.invitation(&number).await.unwrap().unwrap();
    assert_eq!(kept.sealed, anew);

    store.change(change(1, 2, Status::Closed)).await.unwrap();
    assert!(store.erase(&number, at(900), None).await.unwrap());
    assert_eq!(store.invitation(&number).await.unwrap(), None);
}
