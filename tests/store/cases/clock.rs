//! What is due is kept with each request, and who is late is found.

use contract::deadline::{DeadlineKind, Due};
use contract::status::{Event, Status};
use fengqiao::store::{
    Change, ChangeOutcome, NewRequestRow, QueueOf, QueueQuery, Raised, Store, Worker,
};

use crate::backend::Backend;
use crate::samples::{change, due, request};

/// Stores a request of which this is due.
async fn with_due(store: &dyn Store, number: u32, due: Option<Due>) {
    let new = NewRequestRow {
        due,
        ..request(number)
    };
    store.submit(new).await.unwrap();
}

fn numbers(of: &[u32]) -> Vec<String> {
    of.iter().map(|number| request(*number).number).collect()
}

/// Those that were raised so far and whose last day was before this one.
async fn late(store: &dyn Store, before: &str, raised: &Raised, limit: u32) -> Vec<String> {
    let before = before.parse().unwrap();
    store.late(before, raised, "", limit).await.unwrap()
}

async fn queue(store: &dyn Store, of: QueueOf) -> Vec<String> {
    let query = QueueQuery {
        of,
        worker: Worker::Any,
        statuses: Vec::new(),
        field: None,
        due_before: None,
        after: None,
        limit: 100,
    };
    let rows = store.queue(query).await.unwrap();
    rows.into_iter().map(|row| row.number).collect()
}

pub(crate) async fn what_is_due_is_kept_until_something_else_is(backend: &impl Backend) {
    let store = backend.open().await;
    with_due(&*store, 1, Some(due("2026-09-22"))).await;
    let (row, _) = store.request(&request(1).number).await.unwrap().unwrap();
    assert_eq!(row.due, Some(due("2026-09-22")));
    assert_eq!(row.raised, Raised::Not);
    for (version, due) in [(1, Some(due("2026-10-01"))), (2, None)] {
        let next = Change {
            due,
            ..change(1, version, Status::Accepted)
        };
        assert_eq!(store.change(next).await.unwrap(), ChangeOutcome::Applied);
        let (row, _) = store.request(&request(1).number).await.unwrap().unwrap();
        assert_eq!(row.due, due);
    }
}

pub(crate) async fn who_is_late_is_found(backend: &impl Backend) {
    let store = backend.open().await;
    with_due(&*store, 1, Some(due("2026-09-24"))).await;
    with_due(&*store, 2, Some(due("2026-09-22"))).await;
    with_due(&*store, 3, None).await;
    with_due(&*store, 4, Some(due("2026-09-23"))).await;
    // The parties' own deadline makes no organization late.
    let theirs = Due {
        kind: DeadlineKind::Confirmation,
        ..due("2026-09-01")
    };
    with_due(&*store, 5, Some(theirs)).await;
    let not = Raised::Not;
    assert_eq!(late(&*store, "2026-09-22", &not, 9).await, numbers(&[]));
    assert_eq!(late(&*store, "2026-09-24", &not, 9).await, numbers(&[2, 4]));
    assert_eq!(late(&*store, "2026-09-25", &not, 2).await, numbers(&[1, 2]));
    assert_eq!(
        late(&*store, "2026-12-01", &not, 9).await,
        numbers(&[1, 2, 4])
    );

    let after = request(1).number;
    let before = "2026-12-01".parse().unwrap();
    let rest = store.late(before, &not, &after, 9).await.unwrap();
    assert_eq!(rest, numbers(&[2, 4]));

    let raise = Change {
        due: Some(due("2026-09-22")),
        raised: Raised::ToLead,
        ..change(2, 1, Status::Submitted)
    };
    store.change(raise).await.unwrap();
    assert_eq!(late(&*store, "2026-12-01", &not, 9).await, numbers(&[1, 4]));
    assert_eq!(
        late(&*store, "2026-12-01", &Raised::ToLead, 9).await,
        numbers(&[2])
    );
}

pub(crate) async fn what_was_raised_is_in_the_centres_queue(backend: &impl Backend) {
    let store = backend.open().await;
    for number in [1, 2, 3] {
        store.submit(request(number)).await.unwrap();
    }
    for (number, centre) in [(3, Some("c")), (1, Some("c")), (2, None)] {
        let raise = Change {
            raised: Raised::ToCentre(centre.map(str::to_owned)),
            ..change(number, 1, Status::Submitted)
        };
        store.change(raise.clone()).await.unwrap();
        let (row, _) = store.request(&raise.number).await.unwrap().unwrap();
        assert_eq!(row.raised, raise.raised);
    }
    let of_centre = || queue(&*store, QueueOf::Centre("c".to_owned()));
    let of_organization = || queue(&*store, QueueOf::Organization("a".to_owned()));
    assert_eq!(of_centre().await, numbers(&[1, 3]));
    assert_eq!(of_organization().await, numbers(&[1, 2, 3]));
    store.change(change(1, 2, Status::Accepted)).await.unwrap();
    assert_eq!(of_centre().await, numbers(&[3]));
}

pub(crate) async fn what_is_handed_over_is_in_the_others_queue(backend: &impl Backend) {
    let store = backend.open().await;
    for number in [1, 2] {
        store.submit(request(number)).await.unwrap();
    }
    let mut hand_over = Change {
        organization: Some("b".to_owned()),
        ..change(1, 1, Status::Submitted)
    };
    hand_over.entry.event = Event::AgreeToTransfer;
    store.change(hand_over).await.unwrap();
    store.change(change(1, 2, Status::Accepted)).await.unwrap();
    for (organization, expected) in [("a", [2]), ("b", [1])] {
        let of = QueueOf::Organization(organization.to_owned());
        assert_eq!(queue(&*store, of).await, numbers(&expected));
    }
    // Whose answer it was cannot be told any more.
    let since = request(1).submitted_at;
    let records = store.records(since, 1).await.unwrap();
    assert!(records.is_empty(), "{records:?}");
}

pub(crate) async fn what_was_stored_before_is_dated_once(backend: &impl Backend) {
    let store = backend.open().await;
    for number in [1, 2, 3] {
        store.submit(request(number)).await.unwrap();
    }
    let with_it = store.undated(9).await.unwrap();
    assert!(with_it.is_empty(), "{with_it:?}");
    backend
        .execute("UPDATE request SET due_kind = NULL, due_on = NULL, due_source = NULL")
        .await;
    assert_eq!(store.undated(2).await.unwrap(), numbers(&[1, 2]));
    store.date(&request(1).number, None).await.unwrap();
    let first = due("2026-09-30");
    store.date(&request(2).number, Some(first)).await.unwrap();
    assert_eq!(store.undated(9).await.unwrap(), numbers(&[3]));
    // Somebody moved it on meanwhile: what they wrote counts.
    store.change(change(3, 1, Status::Accepted)).await.unwrap();
    for number in [2, 3] {
        store.date(&request(number).number, None).await.unwrap();
    }
    for (number, expected) in [
        (1, None),
        (2, Some(first)),
        (3, change(3, 1, Status::Accepted).due),
    ] {
        let (row, _) = store
            .request(&request(number).number)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.due, expected, "{number}");
    }
}
