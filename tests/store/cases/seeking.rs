//! Requests are found by the marks that they were given, and by no others.

use contract::status::Status;
use fengqiao::store::{Change, MarkQuery, NewRequestRow, QueuePlace, Store};

use crate::backend::Backend;
use crate::samples::{at, change, due, mac, request};

fn marked(number: u32, marks: &[u32]) -> NewRequestRow {
    NewRequestRow {
        marks: marks.iter().copied().map(mac).collect(),
        ..request(number)
    }
}

fn query(mark: u32) -> MarkQuery {
    MarkQuery {
        mark: mac(mark),
        worker: None,
        after: None,
        limit: 9,
    }
}

async fn listed(store: &dyn Store, query: MarkQuery) -> Vec<String> {
    let rows = store.marked(query).await.unwrap();
    rows.into_iter().map(|row| row.number).collect()
}

async fn found(store: &dyn Store, mark: u32) -> Vec<String> {
    listed(store, query(mark)).await
}

fn numbers(numbers: &[u32]) -> Vec<String> {
    let numbers = numbers.iter();
    numbers.map(|number| request(*number).number).collect()
}

pub(crate) async fn what_is_marked_is_found_in_order(backend: &impl Backend) {
    let store = backend.open().await;
    let sooner = NewRequestRow {
        due: Some(due("2026-09-01")),
        ..marked(3, &[7])
    };
    // The same mark twice is one.
    for row in [marked(1, &[7, 8, 8]), marked(2, &[7]), sooner] {
        store.submit(row).await.unwrap();
    }
    assert_eq!(found(&*store, 7).await, numbers(&[3, 1, 2]));
    assert_eq!(found(&*store, 8).await, numbers(&[1]));
    assert!(found(&*store, 9).await.is_empty());
    let page = MarkQuery {
        limit: 2,
        ..query(7)
    };
    assert_eq!(listed(&*store, page).await, numbers(&[3, 1]));
    let before = store.request(&request(1).number).await.unwrap().unwrap();
    let next = MarkQuery {
        after: Some(QueuePlace::of(&before.0)),
        ..query(7)
    };
    assert_eq!(listed(&*store, next).await, numbers(&[2]));
}

pub(crate) async fn others_cases_are_left_out(backend: &impl Backend) {
    let store = backend.open().await;
    for number in 1..4 {
        store.submit(marked(number, &[7])).await.unwrap();
    }
    for (number, assignee) in [(1, "one"), (2, "two")] {
        let taken = Change {
            assignee: Some(assignee.to_owned()),
            ..change(number, 1, Status::Accepted)
        };
        store.change(taken).await.unwrap();
    }
    let theirs = MarkQuery {
        worker: Some("two".to_owned()),
        ..query(7)
    };
    // For the one that is taken nothing is due any more.
    assert_eq!(listed(&*store, theirs).await, numbers(&[3, 2]));
}

pub(crate) async fn marks_go_with_what_they_came_from(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(marked(1, &[7, 8])).await.unwrap();
    store.change(change(1, 1, Status::Accepted)).await.unwrap();
    assert_eq!(found(&*store, 7).await, numbers(&[1]));
    let corrected = Change {
        marks: Some(vec![mac(8), mac(9)]),
        ..change(1, 2, Status::Accepted)
    };
    store.change(corrected).await.unwrap();
    assert!(found(&*store, 7).await.is_empty());
    assert_eq!(found(&*store, 8).await, numbers(&[1]));
    assert_eq!(found(&*store, 9).await, numbers(&[1]));
    let closed = Change {
        ended_at: Some(at(500)),
        ..change(1, 3, Status::Withdrawn)
    };
    store.change(closed).await.unwrap();
    assert!(
        store
            .erase(&request(1).number, at(800), None)
            .await
            .unwrap()
    );
    assert!(found(&*store, 9).await.is_empty());
    assert!(store.unmarked("", 9).await.unwrap().is_empty());
}

pub(crate) async fn what_has_no_marks_is_marked_once(backend: &impl Backend) {
    let store = backend.open().await;
    for row in [request(1), marked(2, &[7]), request(3)] {
        store.submit(row).await.unwrap();
    }
    assert_eq!(store.unmarked("", 9).await.unwrap(), numbers(&[1, 3]));
    assert_eq!(store.unmarked("", 1).await.unwrap(), numbers(&[1]));
    let first = request(1).number;
    assert_eq!(store.unmarked(&first, 9).await.unwrap(), numbers(&[3]));
    // Somebody changed it meanwhile: what they wrote counts.
    assert!(!store.mark(&first, 2, &[mac(7)]).await.unwrap());
    assert_eq!(found(&*store, 7).await, numbers(&[2]));
    for _ in 0..2 {
        assert!(store.mark(&first, 1, &[mac(7)]).await.unwrap());
    }
    assert_eq!(found(&*store, 7).await, numbers(&[1, 2]));
    assert_eq!(store.unmarked("", 9).await.unwrap(), numbers(&[3]));
}
