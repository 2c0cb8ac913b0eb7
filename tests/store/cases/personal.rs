//! What people wrote is erased when nobody may keep it, kept when it is held, and sealed anew under another key.

use contract::status::Status;
use fengqiao::store::evidence::{AddOutcome, FilesOf};
use fengqiao::store::group::NewGroupRow;
use fengqiao::store::personal::{SealedColumn, SealedRow};
use fengqiao::store::{Change, ChangeOutcome, NewRequestRow, Store, SubmitOutcome};

use crate::backend::Backend;
use crate::samples::{at, change, evidence, finished, group, joining, piece, report, request};

/// A request with this number that ended with this status.
async fn ended(store: &dyn Store, number: u32, status: Status) -> String {
    let new = request(number);
    store.submit(new.clone()).await.unwrap();
    let outcome = store.change(change(number, 1, status)).await.unwrap();
    assert_eq!(outcome, ChangeOutcome::Applied);
    new.number
}

pub(crate) async fn a_change_may_change_the_content_and_end_the_request(backend: &impl Backend) {
    let store = backend.open().await;
    let number = request(1).number;
    store.submit(request(1)).await.unwrap();
    let correct = Change {
        content_sealed: Some(vec![5, 0, 5]),
        ..change(1, 1, Status::Submitted)
    };
    store.change(correct).await.unwrap();
    let (row, _) = store.request(&number).await.unwrap().unwrap();
    assert_eq!(
        (row.content_sealed, row.ended_at, row.held_at, row.erased_at),
        (vec![5, 0, 5], None, None, None)
    );
    let withdraw = change(1, 2, Status::Withdrawn);
    store.change(withdraw.clone()).await.unwrap();
    let (row, _) = store.request(&number).await.unwrap().unwrap();
    assert_eq!(
        row.content_sealed,
        [5, 0, 5],
        "other changes leave it alone"
    );
    assert_eq!(row.ended_at, withdraw.ended_at);
}

pub(crate) async fn only_what_ended_and_is_not_held_is_overdue(backend: &impl Backend) {
    let store = backend.open().await;
    let withdrawn = ended(&*store, 1, Status::Withdrawn).await;
    let later = ended(&*store, 2, Status::Withdrawn).await;
    let closed = ended(&*store, 3, Status::Closed).await;
    store.submit(request(4)).await.unwrap();
    let overdue = async |status, second, limit| {
        let overdue = store.overdue(status, at(second), limit).await;
        overdue.unwrap()
    };
    assert_eq!(
        overdue(Status::Withdrawn, 501, 9).await,
        [withdrawn.as_str(), later.as_str()]
    );
    assert_eq!(
        overdue(Status::Withdrawn, 501, 1).await,
        [withdrawn.as_str()]
    );
    assert!(overdue(Status::Withdrawn, 500, 9).await.is_empty());
    assert_eq!(overdue(Status::Closed, 501, 9).await, [closed.as_str()]);
    assert!(overdue(Status::Submitted, 9999, 9).await.is_empty());

    assert!(store.hold(&withdrawn, Some(at(600))).await.unwrap());
    assert!(store.hold(&withdrawn, Some(at(700))).await.unwrap());
    let (row, _) = store.request(&withdrawn).await.unwrap().unwrap();
    assert_eq!(row.held_at, Some(at(600)), "held since the first time");
    assert_eq!(overdue(Status::Withdrawn, 501, 9).await, [later.as_str()]);
    assert!(!store.erase(&withdrawn, at(800), None).await.unwrap());
    assert!(store.hold(&withdrawn, None).await.unwrap());
    assert!(store.erase(&withdrawn, at(800), None).await.unwrap());
    assert!(
        !store.hold(&withdrawn, Some(at(900))).await.unwrap(),
        "nothing is left"
    );
    assert!(!store.hold("FQ-2611-99999-0", None).await.unwrap());
    let goes_on = request(4).number;
    assert!(!store.erase(&goes_on, at(800), None).await.unwrap());
}

pub(crate) async fn erasing_leaves_what_is_for_statistics_and_lets_files_expire(
    backend: &impl Backend,
) {
    let store = backend.open().await;
    for number in [1, 2] {
        let file = evidence(number, number);
        let id = file.id.clone();
        let added = store.add_evidence(file, &|_| true).await.unwrap();
        assert_eq!(added, AddOutcome::Added);
        assert!(store.add_pieces(&id, &[piece(0, 10)], at(1)).await.unwrap());
        let pieces = [piece(0, 7)];
        let kept = store.finish_evidence(&id, finished(2), &pieces);
        assert!(kept.await.unwrap());
        let new = NewRequestRow {
            basket_mac: Some(evidence(0, number).basket_mac),
            ..request(number)
        };
        assert_eq!(store.submit(new).await.unwrap(), SubmitOutcome::Stored);
        let withdraw = change(number, 1, Status::Withdrawn);
        store.change(withdraw).await.unwrap();
    }
    let number = request(1).number;
    let before = store.request(&number).await.unwrap().unwrap();
    for is_first in [true, false] {
        assert_eq!(store.erase(&number, at(800), None).await.unwrap(), is_first);
    }
    let (row, entries) = store.request(&number).await.unwrap().unwrap();
    assert!(row.content_sealed.is_empty());
    assert_eq!(row.erased_at, Some(at(800)));
    let kept = |row: &fengqiao::store::RequestRow| {
        let copy = row.clone();
        (
            copy.organization,
            copy.status,
            copy.field,
            copy.topic,
            copy.submitted_at,
            copy.ended_at,
            copy.code_mac,
        )
    };
    assert_eq!(kept(&row), kept(&before.0));
    assert_eq!(entries.len(), before.1.len());
    for (entry, was) in entries.iter().zip(&before.1) {
        assert!(entry.detail_sealed.is_empty() && entry.key_mac.is_none());
        assert_eq!((entry.at, entry.event), (was.at, was.event));
    }
    let NewRequestRow {
        key_mac, body_mac, ..
    } = request(1);
    assert_eq!(store.submitted(&key_mac, &body_mac).await.unwrap(), None);
    assert_eq!(
        store.submit(request(1)).await.unwrap(),
        SubmitOutcome::KeyReused,
        "the key is not free again"
    );

    let files = store.finished_evidence(FilesOf::Request(&number)).await;
    assert!(files.unwrap().is_empty());
    assert_eq!(store.expired_evidence(at(1), 9).await.unwrap(), ["file-1"]);
    store.forget_evidence("file-1", at(1)).await.unwrap();
    assert_eq!(store.evidence("file-1").await.unwrap(), None);
    let other = request(2).number;
    let files = store.finished_evidence(FilesOf::Request(&other)).await;
    assert_eq!(files.unwrap().len(), 1, "another request keeps its own");
    let (row, _) = store.request(&other).await.unwrap().unwrap();
    assert_eq!(row.content_sealed, request(2).content_sealed);
}

pub(crate) async fn who_is_erased_leaves_the_group(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let new = NewGroupRow {
        shared_sealed: under(1, 6),
        ..group(1)
    };
    assert!(store.start_group(new).await.unwrap());
    let joined = store.submit(joining(2, 1)).await.unwrap();
    assert_eq!(joined, SubmitOutcome::Stored);
    let shared = async || {
        let column = SealedColumn::GroupShared;
        store
            .sealed_under(column, 1, ("", -1), 9)
            .await
            .unwrap()
            .len()
    };
    for number in [1, 2] {
        store
            .change(change(number, 1, Status::Declined))
            .await
            .unwrap();
    }
    assert_eq!(shared().await, 1);
    let (one, other) = (request(1).number, request(2).number);
    let left = under(1, 7);
    assert!(store.erase(&one, at(800), Some(&left)).await.unwrap());
    let (kept, _) = store.group_of(&other).await.unwrap().unwrap();
    assert_eq!((kept.shared_sealed, kept.closed_at), (left, Some(at(800))));
    assert_eq!(store.group_size(&one).await.unwrap(), None);
    assert_eq!(store.group_size(&other).await.unwrap(), Some(1));
    assert_eq!(shared().await, 1, "others still share it");
    assert!(store.erase(&other, at(800), None).await.unwrap());
    assert_eq!(shared().await, 0, "it goes with the last of them");
}

pub(crate) async fn racing_erasers_erase_once(backend: &impl Backend) {
    let store = backend.open().await;
    let number = ended(&*store, 1, Status::Declined).await;
    let racers: Vec<_> = (0..20)
        .map(|_| {
            let (store, number) = (store.clone(), number.clone());
            tokio::spawn(async move { store.erase(&number, at(800), None).await.unwrap() })
        })
        .collect();
    let mut erased = 0;
    for racer in racers {
        erased += u32::from(racer.await.unwrap());
    }
    assert_eq!(erased, 1);
}

/// A text that is sealed under this key, as far as the store can tell.
fn under(key: u32, text: u8) -> Vec<u8> {
    let mut sealed = key.to_be_bytes().to_vec();
    sealed.extend([text; 9]);
    sealed
}

pub(crate) async fn texts_are_found_by_their_key_and_sealed_anew(backend: &impl Backend) {
    let store = backend.open().await;
    for number in 1..=3 {
        let new = NewRequestRow {
            content_sealed: under(1, 1),
            detail_sealed: under(1, 2),
            ..request(number)
        };
        store.submit(new).await.unwrap();
        let mut accept = change(number, 1, Status::Accepted);
        accept.entry.detail_sealed = under(1, 3);
        accept.entry.key_mac = None;
        store.change(accept).await.unwrap();
        let mut told = report(number);
        told.note_sealed = Some(under(1, 4));
        store.report(told).await.unwrap();
        let mut file = evidence(number, number);
        file.name_sealed = under(1, 5);
        let added = store.add_evidence(file, &|_| true).await.unwrap();
        assert_eq!(added, AddOutcome::Added);
    }
    let mut silent = report(4);
    silent.note_sealed = None;
    store.report(silent).await.unwrap();
    for (column, texts) in [
        (SealedColumn::RequestContent, 3),
        (SealedColumn::EntryDetail, 6),
        (SealedColumn::ReportNote, 3),
        (SealedColumn::EvidenceName, 3),
    ] {
        let mut found: Vec<SealedRow> = Vec::new();
        loop {
            let last = found.last();
            let after = last.map_or((String::new(), -1), |text| (text.row.clone(), text.version));
            let page = store.sealed_under(column, 1, (&after.0, after.1), 2).await;
            let page = page.unwrap();
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
        assert_eq!(found.len(), texts, "{column:?}");
        let mut sorted = found.clone();
        sorted.sort_by(|one, other| (&one.row, one.version).cmp(&(&other.row, other.version)));
        assert_eq!(found, sorted, "{column:?}");
        for text in &found {
            let anew = under(2, text.sealed[4]);
            assert!(store.reseal(column, text, &anew).await.unwrap());
        }
        let left = store.sealed_under(column, 1, ("", -1), 9).await.unwrap();
        assert!(left.is_empty(), "{column:?}");
        let anew = store.sealed_under(column, 2, ("", -1), 9).await.unwrap();
        assert_eq!(anew.len(), texts, "{column:?}");
        assert!(anew.iter().all(|text| text.sealed.len() == 13));
    }
    let (row, entries) = store.request(&request(2).number).await.unwrap().unwrap();
    assert_eq!(row.content_sealed, under(2, 1));
    assert_eq!(row.version, 2, "what it says has not changed");
    assert_eq!(entries[1].detail_sealed, under(2, 3));
}

pub(crate) async fn a_text_that_changed_is_not_sealed_anew(backend: &impl Backend) {
    let store = backend.open().await;
    let new = NewRequestRow {
        content_sealed: under(1, 1),
        ..request(1)
    };
    store.submit(new).await.unwrap();
    let column = SealedColumn::RequestContent;
    let found = store.sealed_under(column, 1, ("", -1), 9).await.unwrap();
    let correct = Change {
        content_sealed: Some(under(1, 9)),
        ..change(1, 1, Status::Submitted)
    };
    store.change(correct).await.unwrap();
    let done = store.reseal(column, &found[0], &under(2, 1)).await;
    assert!(!done.unwrap());
    let (row, _) = store.request(&request(1).number).await.unwrap().unwrap();
    assert_eq!(row.content_sealed, under(1, 9));
}

pub(crate) async fn pieces_are_listed_in_order(backend: &impl Backend) {
    let store = backend.open().await;
    for number in [2, 1] {
        let file = evidence(number, number);
        let id = file.id.clone();
        let added = store.add_evidence(file, &|_| true).await.unwrap();
        assert_eq!(added, AddOutcome::Added);
        let pieces = [piece(0, 1), piece(1, 4)];
        assert!(store.add_pieces(&id, &pieces, at(1)).await.unwrap());
    }
    let expected: Vec<_> = ["file-1", "file-2"]
        .into_iter()
        .flat_map(|id| [(id.to_owned(), piece(0, 1)), (id.to_owned(), piece(1, 4))])
        .collect();
    assert_eq!(store.pieces_after(("", 0), 9).await.unwrap(), expected);
    let page = store.pieces_after(("file-1", 0), 2).await.unwrap();
    assert_eq!(page, expected[1..3]);
    assert!(
        store
            .pieces_after(("file-2", 1), 2)
            .await
            .unwrap()
            .is_empty()
    );
}

/// Databases from before this was kept: the last entry of the timeline tells when a request ended.
pub(crate) async fn older_requests_ended_with_their_last_entry(backend: &impl Backend) {
    let store = backend.open().await;
    let number = ended(&*store, 1, Status::Closed).await;
    store.submit(request(2)).await.unwrap();
    backend.execute("UPDATE request SET ended_at = NULL").await;
    let migration = include_str!("../../../crates/server/migrations/postgres/0005_personal.sql");
    let backfill = migration
        .split(';')
        .find(|statement| statement.contains("UPDATE request"))
        .unwrap();
    backend.execute(backfill).await;
    let (row, entries) = store.request(&number).await.unwrap().unwrap();
    assert_eq!(row.ended_at, entries.last().map(|entry| entry.at));
    let (row, _) = store.request(&request(2).number).await.unwrap().unwrap();
    assert_eq!(row.ended_at, None);
}
