//! Evidence arrives in pieces without gaps, is finished once, and belongs to the request it was filed with.

use std::collections::HashSet;
use std::sync::Arc;

use fengqiao::store::evidence::{AddOutcome, FilesOf, NewEvidenceRow, PieceRow, Room};
use fengqiao::store::{ChangeOutcome, NewRequestRow, Store, SubmitOutcome};

use contract::status::Status;

use crate::backend::Backend;
use crate::samples::{at, change, evidence, finished, mac, piece, request};

async fn add(store: &dyn Store, file: NewEvidenceRow) {
    let added = store.add_evidence(file, &|_| true).await.unwrap();
    assert_eq!(added, AddOutcome::Added);
}

/// Adds a file and finishes it.
async fn add_whole(store: &dyn Store, file: NewEvidenceRow) {
    let id = file.id.clone();
    add(store, file).await;
    assert!(store.add_pieces(&id, &[piece(0, 10)], at(1)).await.unwrap());
    let done = store
        .finish_evidence(&id, finished(2), &[piece(0, 7)])
        .await;
    assert!(done.unwrap());
}

async fn ids(store: &dyn Store, of: FilesOf<'_>) -> Vec<String> {
    let rows = store.finished_evidence(of).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

/// Files a request with the files of basket 1.
async fn file_with_basket(store: &dyn Store, number: u32) -> String {
    let new = NewRequestRow {
        basket_mac: Some(evidence(0, 1).basket_mac),
        submitted_at: at(10),
        ..request(number)
    };
    let number = new.number.clone();
    assert_eq!(store.submit(new).await.unwrap(), SubmitOutcome::Stored);
    number
}

pub(crate) async fn a_file_comes_in_pieces_and_is_finished_once(backend: &impl Backend) {
    let new = evidence(1, 1);
    {
        let store = backend.open().await;
        add(store.as_ref(), new.clone()).await;
        let first = [piece(0, 3), piece(3, 4)];
        assert!(store.add_pieces("file-1", &first, at(1)).await.unwrap());
    }
    let store = backend.open().await;
    let (row, pieces) = store.evidence("file-1").await.unwrap().unwrap();
    assert_eq!((row.length, row.received, &row.finished), (10, 7, &None));
    assert_eq!(
        (&row.name_sealed, row.basket_mac),
        (&new.name_sealed, new.basket_mac)
    );
    assert_eq!((&row.number, row.expires_at), (&None, new.expires_at));
    assert_eq!(pieces, [piece(0, 3), piece(3, 4)]);
    let kept = [piece(0, 7)];
    let early = store.finish_evidence("file-1", finished(2), &kept).await;
    assert!(!early.unwrap(), "not whole");
    assert!(
        store
            .add_pieces("file-1", &[piece(7, 3)], at(2))
            .await
            .unwrap()
    );
    for is_first in [true, false] {
        let done = store.finish_evidence("file-1", finished(2), &kept).await;
        assert_eq!(done.unwrap(), is_first);
    }
    let (row, pieces) = store.evidence("file-1").await.unwrap().unwrap();
    assert_eq!(
        (row.finished, pieces.as_slice()),
        (Some(finished(2)), kept.as_slice())
    );
    let more = store.add_pieces("file-1", &[piece(10, 1)], at(3)).await;
    assert!(!more.unwrap(), "finished");
    assert_eq!(store.evidence("file-2").await.unwrap(), None);
}

pub(crate) async fn of_two_pieces_for_one_place_one_is_kept(backend: &impl Backend) {
    let store = backend.open().await;
    add(store.as_ref(), evidence(1, 1)).await;
    let tries: Vec<_> = (0..20)
        .map(|number| {
            let store = Arc::clone(&store);
            let own = PieceRow {
                object: format!("object-of-{number}"),
                ..piece(0, 5)
            };
            tokio::spawn(async move { store.add_pieces("file-1", &[own], at(1)).await.unwrap() })
        })
        .collect();
    let mut kept = 0;
    for one in tries {
        kept += u32::from(one.await.unwrap());
    }
    let (row, pieces) = store.evidence("file-1").await.unwrap().unwrap();
    assert_eq!((kept, row.received, pieces.len()), (1, 5, 1));
}

pub(crate) async fn nothing_beyond_its_length_and_nothing_late_is_kept(backend: &impl Backend) {
    let store = backend.open().await;
    add(store.as_ref(), evidence(1, 1)).await;
    for (pieces, second) in [
        (vec![piece(0, 11)], 1),
        (vec![piece(0, 6), piece(6, 5)], 1),
        (vec![piece(1, 1)], 1),
        (vec![piece(0, 1)], 1000),
    ] {
        let kept = store.add_pieces("file-1", &pieces, at(second)).await;
        assert!(!kept.unwrap(), "{pieces:?}");
    }
    assert!(
        store
            .add_pieces("file-1", &[piece(0, 10)], at(999))
            .await
            .unwrap()
    );
    let late = store
        .finish_evidence("file-1", finished(1000), &[piece(0, 7)])
        .await;
    assert!(!late.unwrap());
    assert!(
        !store
            .add_pieces("nobody", &[piece(0, 1)], at(1))
            .await
            .unwrap()
    );
}

pub(crate) async fn racing_pieces_leave_no_gap(backend: &impl Backend) {
    let store = backend.open().await;
    let long = NewEvidenceRow {
        length: 40,
        ..evidence(1, 1)
    };
    add(store.as_ref(), long).await;
    let tries: Vec<_> = (0..4)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for start in (0..40).step_by(4) {
                    let kept = store.add_pieces("file-1", &[piece(start, 4)], at(1)).await;
                    kept.unwrap();
                }
            })
        })
        .collect();
    for one in tries {
        one.await.unwrap();
    }
    let (row, pieces) = store.evidence("file-1").await.unwrap().unwrap();
    let starts: Vec<u64> = pieces.iter().map(|piece| piece.start).collect();
    assert_eq!(row.received, 4 * pieces.len() as u64);
    assert!(starts.iter().copied().eq((0..row.received).step_by(4)));
}

pub(crate) async fn files_of_a_basket_are_counted_one_after_the_other(backend: &impl Backend) {
    let store = backend.open().await;
    let tries: Vec<_> = (0..20)
        .map(|number| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let fits = |room: Room| room.files < 3;
                store
                    .add_evidence(evidence(number, 1), &fits)
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut added = 0;
    for one in tries {
        match one.await.unwrap() {
            AddOutcome::Added => added += 1,
            full => assert_eq!(
                full,
                AddOutcome::NoRoom(Room {
                    files: 3,
                    bytes: 30
                })
            ),
        }
    }
    assert_eq!(added, 3);
    // Another basket is empty, and what has expired does not count.
    let empty = |room: Room| room == Room { files: 0, bytes: 0 };
    assert_eq!(
        store.add_evidence(evidence(50, 2), &empty).await.unwrap(),
        AddOutcome::Added
    );
    let later = NewEvidenceRow {
        at: at(1000),
        expires_at: at(2000),
        ..evidence(51, 1)
    };
    assert_eq!(
        store.add_evidence(later, &empty).await.unwrap(),
        AddOutcome::Added
    );
}

pub(crate) async fn what_is_begun_again_at_once_is_one_file(backend: &impl Backend) {
    let store = backend.open().await;
    let named = |number: u32| NewEvidenceRow {
        begun_mac: Some(mac(1)),
        ..evidence(number, 1)
    };
    let tries: Vec<_> = (0..20)
        .map(|number| {
            let (store, file) = (Arc::clone(&store), named(number));
            // The first takes the only place; the others are not told that there is none.
            tokio::spawn(async move {
                let fits = |room: Room| room.files < 1;
                store.add_evidence(file, &fits).await.unwrap()
            })
        })
        .collect();
    let (mut added, mut known) = (0, HashSet::new());
    for one in tries {
        match one.await.unwrap() {
            AddOutcome::Added => added += 1,
            AddOutcome::Known(row) => {
                known.insert(row.id);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((added, known.len()), (1, 1));
    // Once that has expired, the name is free.
    let later = NewEvidenceRow {
        at: at(1000),
        expires_at: at(2000),
        ..named(50)
    };
    add(&*store, later).await;
    let again = NewEvidenceRow {
        at: at(1001),
        ..named(51)
    };
    let fits = |_: Room| true;
    match store.add_evidence(again, &fits).await.unwrap() {
        AddOutcome::Known(row) => assert_eq!(row.id, "file-50"),
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn filing_attaches_what_is_finished(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    add_whole(store, evidence(2, 1)).await;
    add_whole(store, evidence(1, 1)).await;
    add_whole(store, evidence(3, 2)).await;
    add(store, evidence(4, 1)).await;
    let late = NewEvidenceRow {
        expires_at: at(10),
        ..evidence(5, 1)
    };
    add_whole(store, late).await;
    let (basket, other) = (evidence(0, 1).basket_mac, evidence(0, 2).basket_mac);
    let waiting = FilesOf::Basket(&basket, at(9));
    assert_eq!(ids(store, waiting).await, ["file-1", "file-2", "file-5"]);

    let number = file_with_basket(store, 1).await;
    assert_eq!(
        ids(store, FilesOf::Request(&number)).await,
        ["file-1", "file-2"]
    );
    assert!(
        ids(store, FilesOf::Basket(&basket, at(10)))
            .await
            .is_empty()
    );
    assert_eq!(
        ids(store, FilesOf::Basket(&other, at(10))).await,
        ["file-3"]
    );
    let (row, _) = store.evidence("file-1").await.unwrap().unwrap();
    assert_eq!(row.number, Some(number));

    // One that comes with more than there is, is not stored.
    let new = NewRequestRow {
        basket_mac: Some(other),
        files: 2,
        ..request(2)
    };
    let missing = store.submit(new.clone()).await.unwrap();
    assert_eq!(missing, SubmitOutcome::EvidenceMissing);
    assert_eq!(store.request(&new.number).await.unwrap(), None);
    assert_eq!(
        ids(store, FilesOf::Basket(&other, at(10))).await,
        ["file-3"]
    );

    // Another request with the same basket gets what came since, and nothing that the first one has.
    add_whole(store, evidence(6, 1)).await;
    let second = file_with_basket(store, 2).await;
    assert_eq!(ids(store, FilesOf::Request(&second)).await, ["file-6"]);
    let plain = store.submit(request(3)).await.unwrap();
    assert_eq!(plain, SubmitOutcome::Stored);
    let nothing = ids(store, FilesOf::Request(&request(3).number)).await;
    assert!(nothing.is_empty());
}

pub(crate) async fn additions_count_with_the_request(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    add_whole(store, evidence(1, 1)).await;
    let number = file_with_basket(store, 1).await;
    let addition = NewEvidenceRow {
        number: Some(number.clone()),
        at: at(5000),
        expires_at: at(6000),
        ..evidence(2, 9)
    };
    let beside_one = |room: Room| {
        room == Room {
            files: 1,
            bytes: 10,
        }
    };
    let added = store.add_evidence(addition, &beside_one).await.unwrap();
    assert_eq!(added, AddOutcome::Added);
    assert_eq!(ids(store, FilesOf::Request(&number)).await, ["file-1"]);
    assert!(
        store
            .add_pieces("file-2", &[piece(0, 10)], at(5001))
            .await
            .unwrap()
    );
    let done = store
        .finish_evidence("file-2", finished(5001), &[piece(0, 7)])
        .await;
    assert!(done.unwrap());
    assert_eq!(
        ids(store, FilesOf::Request(&number)).await,
        ["file-1", "file-2"]
    );

    let withdrawal = change(1, 1, Status::Withdrawn);
    let done = store.change(withdrawal).await.unwrap();
    assert_eq!(done, ChangeOutcome::Applied);
    let late = NewEvidenceRow {
        number: Some(number),
        ..evidence(3, 9)
    };
    let refused = store.add_evidence(late, &|_| true).await.unwrap();
    assert_eq!(refused, AddOutcome::Ended);
    assert_eq!(store.evidence("file-3").await.unwrap(), None);
}

pub(crate) async fn what_expired_is_listed_and_forgotten(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    add_whole(store, evidence(1, 1)).await;
    let number = file_with_basket(store, 1).await;
    for (id, basket, expires) in [(2, 2, 30), (3, 3, 20), (4, 4, 40)] {
        let file = NewEvidenceRow {
            expires_at: at(expires),
            ..evidence(id, basket)
        };
        add(store, file).await;
    }
    let addition = NewEvidenceRow {
        number: Some(number),
        expires_at: at(35),
        ..evidence(5, 5)
    };
    add(store, addition).await;
    assert!(
        store
            .add_pieces("file-3", &[piece(0, 10)], at(1))
            .await
            .unwrap()
    );
    let expired = async |second, limit| store.expired_evidence(at(second), limit).await.unwrap();
    assert_eq!(expired(19, 9).await, Vec::<String>::new());
    assert_eq!(expired(35, 9).await, ["file-3", "file-2", "file-5"]);
    assert_eq!(expired(35, 1).await, ["file-3"]);
    for id in ["file-3", "file-4", "file-1", "nobody"] {
        store.forget_evidence(id, at(35)).await.unwrap();
    }
    assert_eq!(store.evidence("file-3").await.unwrap(), None);
    assert!(
        store.evidence("file-4").await.unwrap().is_some(),
        "it waits"
    );
    assert!(
        store.evidence("file-1").await.unwrap().is_some(),
        "it is attached"
    );
    assert_eq!(expired(9000, 9).await, ["file-2", "file-5", "file-4"]);
}

pub(crate) async fn an_attached_file_cannot_be_deleted(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    add_whole(store, evidence(1, 1)).await;
    let number = file_with_basket(store, 1).await;
    assert!(!store.expire_evidence("file-1").await.unwrap());
    assert_eq!(ids(store, FilesOf::Request(&number)).await, ["file-1"]);

    add_whole(store, evidence(2, 1)).await;
    assert!(store.expire_evidence("file-2").await.unwrap());
    let second = file_with_basket(store, 2).await;
    assert!(ids(store, FilesOf::Request(&second)).await.is_empty());
    assert_eq!(store.expired_evidence(at(0), 9).await.unwrap(), ["file-2"]);
    assert!(!store.expire_evidence("nobody").await.unwrap());
}

pub(crate) async fn what_waits_is_counted(backend: &impl Backend) {
    let store = backend.open().await;
    let waiting = async || store.waiting_bytes().await.unwrap();
    assert_eq!(waiting().await, 0);
    add(store.as_ref(), evidence(1, 1)).await;
    add(store.as_ref(), evidence(2, 2)).await;
    assert_eq!(waiting().await, 20);
    store.expire_evidence("file-2").await.unwrap();
    assert_eq!(waiting().await, 20, "it is still there");
    store.forget_evidence("file-2", at(1)).await.unwrap();
    assert_eq!(waiting().await, 10);
}
