//! Requests are stored once, change one step at a time, and stay.

use contract::kinds::DisputeField;
use contract::status::{Actor, Event, Status};
use fengqiao::store::{
    Change, ChangeOutcome, EntryRow, NewRequestRow, QueueOf, QueuePlace, QueueQuery, Store,
    SubmitOutcome, Worker,
};
use jiff::civil::Date;

use crate::backend::Backend;
use crate::samples::{at, change, due, mac, request};

pub(crate) async fn stores_and_reads_back(backend: &impl Backend) {
    let store = backend.open().await;
    let new = request(1);
    assert_eq!(
        store.submit(new.clone()).await.unwrap(),
        SubmitOutcome::Stored
    );
    let (row, entries) = store.request(&new.number).await.unwrap().unwrap();
    assert_eq!(row.number, new.number);
    assert_eq!(row.organization, new.organization);
    assert_eq!((row.status, row.version), (Status::Submitted, 1));
    assert_eq!((row.field, row.topic), (new.field, new.topic));
    assert_eq!((row.submitted_at, row.due), (new.submitted_at, new.due));
    assert_eq!(row.content_sealed, new.content_sealed);
    assert_eq!(row.code_mac, new.code_mac);
    assert_eq!(entries.len(), 1);
    let first = &entries[0];
    assert_eq!(
        (first.at, first.actor, first.event),
        (new.submitted_at, Actor::Applicant, Event::Submit)
    );
    assert_eq!(
        (&first.detail_sealed, first.key_mac),
        (&new.detail_sealed, None)
    );
    assert_eq!(store.request("FQ-2611-99999-0").await.unwrap(), None);
}

pub(crate) async fn versions_are_told_of_many_at_once(backend: &impl Backend) {
    let store = backend.open().await;
    for number in 1..=3 {
        store.submit(request(number)).await.unwrap();
    }
    store.change(change(2, 1, Status::Closed)).await.unwrap();
    store.change(change(3, 1, Status::Closed)).await.unwrap();
    assert!(
        store
            .erase(&request(3).number, at(900), None)
            .await
            .unwrap()
    );
    assert!(store.versions(&[]).await.unwrap().is_empty());
    // More than one query asks for, most of them of requests that are not there.
    let asked: Vec<_> = (1..2500).map(|number| request(number).number).collect();
    let found = store.versions(&asked).await.unwrap();
    let expected = [(request(1).number, 1), (request(2).number, 2)];
    assert_eq!(found, expected.into(), "and nothing of what is erased");
}

pub(crate) async fn many_retries_store_once(backend: &impl Backend) {
    let store = backend.open().await;
    // Every retry draws its own number, as the server does.
    let tries = (0..50).map(|number| {
        let store = store.clone();
        let retry = NewRequestRow {
            number: request(number).number,
            ..request(1)
        };
        tokio::spawn(async move { (retry.number.clone(), store.submit(retry).await.unwrap()) })
    });
    let tries: Vec<_> = tries.collect();
    let mut stored = Vec::new();
    let mut told = Vec::new();
    for one in tries {
        match one.await.unwrap() {
            (number, SubmitOutcome::Stored) => stored.push(number),
            (_, SubmitOutcome::Replayed(row)) => told.push(row.number),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(stored.len(), 1);
    assert_eq!(told.len(), 49);
    assert!(told.iter().all(|number| *number == stored[0]));
    let (_, entries) = store.request(&stored[0]).await.unwrap().unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(queue(&*store, &Filter::default(), None, 100).await.len(), 1);
}

pub(crate) async fn a_key_with_another_body_is_refused(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let other = NewRequestRow {
        number: request(2).number,
        body_mac: mac(5),
        ..request(1)
    };
    assert_eq!(
        store.submit(other.clone()).await.unwrap(),
        SubmitOutcome::KeyReused
    );
    assert_eq!(store.request(&other.number).await.unwrap(), None);
    // The same number drawn again changes nothing about that.
    let same_number = NewRequestRow {
        number: request(1).number,
        ..other
    };
    assert_eq!(
        store.submit(same_number).await.unwrap(),
        SubmitOutcome::KeyReused
    );
}

pub(crate) async fn what_was_submitted_is_found_by_key_and_body(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let NewRequestRow {
        key_mac, body_mac, ..
    } = request(1);
    let found = store.submitted(&key_mac, &body_mac).await.unwrap();
    assert_eq!(found.map(|row| row.number), Some(request(1).number));
    for (key_mac, body_mac) in [(key_mac, mac(5)), (request(2).key_mac, body_mac)] {
        let found = store.submitted(&key_mac, &body_mac).await.unwrap();
        assert_eq!(found, None);
    }
}

pub(crate) async fn a_taken_number_is_told(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let same_number = NewRequestRow {
        number: request(1).number,
        ..request(2)
    };
    assert_eq!(
        store.submit(same_number).await.unwrap(),
        SubmitOutcome::NumberTaken
    );
    assert_eq!(
        store.submit(request(2)).await.unwrap(),
        SubmitOutcome::Stored
    );
}

pub(crate) async fn a_change_needs_the_latest_version(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let accept = change(1, 1, Status::Accepted);
    assert_eq!(
        store.change(accept.clone()).await.unwrap(),
        ChangeOutcome::Applied
    );
    let mut late = change(1, 1, Status::Declined);
    late.entry.key_mac = None;
    assert_eq!(store.change(late).await.unwrap(), ChangeOutcome::Outdated);
    let schedule = change(1, 2, Status::Scheduled);
    assert_eq!(
        store.change(schedule.clone()).await.unwrap(),
        ChangeOutcome::Applied
    );
    let (row, entries) = store.request(&accept.number).await.unwrap().unwrap();
    assert_eq!((row.status, row.version), (Status::Scheduled, 3));
    assert_eq!(entries[1..], [accept.entry, schedule.entry]);
    let answer = change(1, 3, Status::Submitted);
    assert_eq!(store.change(answer).await.unwrap(), ChangeOutcome::Applied);
    let nowhere = change(9, 1, Status::Accepted);
    assert_eq!(
        store.change(nowhere).await.unwrap(),
        ChangeOutcome::Outdated
    );
}

pub(crate) async fn a_repeated_change_is_made_once(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    store.submit(request(2)).await.unwrap();
    let accept = change(1, 1, Status::Accepted);
    store.change(accept.clone()).await.unwrap();
    assert_eq!(
        store.change(accept.clone()).await.unwrap(),
        ChangeOutcome::Replayed
    );
    // Also when the request was read again in between.
    let mut reread = accept.clone();
    reread.seen_version = 2;
    assert_eq!(store.change(reread).await.unwrap(), ChangeOutcome::Replayed);
    let (row, entries) = store.request(&accept.number).await.unwrap().unwrap();
    assert_eq!((row.version, entries.len()), (2, 2));
    // A key counts for one request.
    let elsewhere = change(2, 1, Status::Accepted);
    assert_eq!(
        store.change(elsewhere).await.unwrap(),
        ChangeOutcome::Applied
    );
}

pub(crate) async fn racing_changes_are_made_once(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    // Ten retries each of two moves that both saw the first version.
    let racers = (0..20).map(|racer: u32| {
        let store = store.clone();
        let mut change = change(1, 1, Status::Accepted);
        change.entry.key_mac = Some(mac(racer % 2));
        tokio::spawn(async move { store.change(change).await.unwrap() })
    });
    let racers: Vec<_> = racers.collect();
    let mut outcomes = Vec::new();
    for racer in racers {
        outcomes.push(racer.await.unwrap());
    }
    let count = |wanted| {
        outcomes
            .iter()
            .filter(|outcome| **outcome == wanted)
            .count()
    };
    assert_eq!(count(ChangeOutcome::Applied), 1);
    assert_eq!(count(ChangeOutcome::Replayed), 9);
    assert_eq!(count(ChangeOutcome::Outdated), 10);
    let (row, entries) = store.request(&request(1).number).await.unwrap().unwrap();
    assert_eq!((row.version, entries.len()), (2, 2));
}

pub(crate) async fn the_queue_pages_by_clock(backend: &impl Backend) {
    let store = backend.open().await;
    for number in [3, 1, 2, 5, 4] {
        store.submit(request(number)).await.unwrap();
    }
    // Two at the same moment are told apart by number.
    let twin = NewRequestRow {
        submitted_at: at(3),
        ..request(6)
    };
    store.submit(twin).await.unwrap();
    // What is due earlier stands first though it came later; what is not due stands last.
    for (number, due) in [(8, Some(due("2026-09-01"))), (9, None)] {
        let other = NewRequestRow {
            due,
            ..request(number)
        };
        store.submit(other).await.unwrap();
    }
    let elsewhere = NewRequestRow {
        organization: "b".to_owned(),
        ..request(7)
    };
    store.submit(elsewhere).await.unwrap();
    store.change(change(4, 1, Status::Accepted)).await.unwrap();

    let all = Filter::default();
    let whole = [8, 1, 2, 3, 6, 5, 4, 9];
    assert_eq!(queue(&*store, &all, None, 100).await, whole);
    assert_eq!(queue(&*store, &all, None, 2).await, whole[..2]);
    // From every place on, page by page, nothing is left out and nothing comes twice.
    for limit in 1..=3 {
        let mut seen = Vec::new();
        loop {
            let page = queue(&*store, &all, seen.last().copied(), limit).await;
            if page.is_empty() {
                break;
            }
            seen.extend(page);
        }
        assert_eq!(seen, whole);
    }
    let of = |statuses: &[Status]| Filter {
        statuses: statuses.to_vec(),
        ..Filter::default()
    };
    assert_eq!(
        queue(&*store, &of(&[Status::Accepted]), None, 100).await,
        [4]
    );
    let submitted = of(&[Status::Submitted]);
    assert_eq!(queue(&*store, &submitted, Some(3), 100).await, [6, 5, 9]);
    let both = of(&[Status::Accepted, Status::Submitted]);
    assert_eq!(queue(&*store, &both, Some(6), 100).await, [5, 4, 9]);
    assert!(
        queue(&*store, &of(&[Status::Closed]), None, 9)
            .await
            .is_empty()
    );
    let late = Filter {
        due_before: Some("2026-09-22".parse().unwrap()),
        ..Filter::default()
    };
    assert_eq!(queue(&*store, &late, None, 100).await, [8]);
    let other_field = Filter {
        field: Some(DisputeField::Neighbours),
        ..Filter::default()
    };
    assert!(queue(&*store, &other_field, None, 100).await.is_empty());
}

pub(crate) async fn who_works_on_a_request_is_kept_and_looked_up(backend: &impl Backend) {
    let store = backend.open().await;
    for number in 1..=4 {
        store.submit(request(number)).await.unwrap();
    }
    let give = async |number: u32, version: i64, to: Option<&str>| {
        let given = Change {
            assignee: to.map(str::to_owned),
            ..change(number, version, Status::Accepted)
        };
        store.change(given).await.unwrap();
    };
    give(1, 1, Some("li")).await;
    give(2, 1, Some("zhao")).await;
    give(3, 1, Some("li")).await;
    give(3, 2, None).await;
    let of = |worker| Filter {
        worker,
        ..Filter::default()
    };
    let li = of(Worker::Is("li".to_owned()));
    assert_eq!(queue(&*store, &li, None, 100).await, [1]);
    assert_eq!(queue(&*store, &of(Worker::Nobody), None, 100).await, [4, 3]);
    let also = async |worker, statuses: &[Status]| {
        let statuses = statuses.to_vec();
        let filter = Filter {
            statuses,
            ..of(worker)
        };
        queue(&*store, &filter, None, 100).await
    };
    let li = || Worker::Is("li".to_owned());
    let (submitted, accepted) = (Status::Submitted, Status::Accepted);
    assert_eq!(also(li(), &[submitted, accepted]).await, [1]);
    assert!(also(li(), &[submitted]).await.is_empty());
    assert_eq!(also(Worker::Nobody, &[submitted]).await, [4]);
    assert_eq!(also(Worker::Nobody, &[accepted, submitted]).await, [4, 3]);
    let (row, _) = store.request(&request(1).number).await.unwrap().unwrap();
    assert_eq!(row.assignee.as_deref(), Some("li"));
}

pub(crate) async fn what_follows_at_once_is_stored_with_it(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let look_on = Some("2026-11-28".parse().unwrap());
    let offered = Change {
        slots_on: look_on,
        ..change(1, 1, Status::Willing)
    };
    store.change(offered).await.unwrap();
    let (row, _) = store.request(&request(1).number).await.unwrap().unwrap();
    assert_eq!((row.version, row.slots_on), (2, look_on));

    let chosen = change(1, 2, Status::Scheduled);
    let set = EntryRow {
        event: Event::Schedule,
        key_mac: None,
        ..chosen.entry.clone()
    };
    let chosen = Change {
        then: Some(set),
        ..chosen
    };
    for outcome in [ChangeOutcome::Applied, ChangeOutcome::Replayed] {
        assert_eq!(store.change(chosen.clone()).await.unwrap(), outcome);
    }
    let (row, entries) = store.request(&request(1).number).await.unwrap().unwrap();
    assert_eq!((row.version, row.slots_on), (4, None));
    assert_eq!(row.status, Status::Scheduled);
    let events: Vec<_> = entries.iter().map(|entry| entry.event).collect();
    assert_eq!(events[2..], [Event::Accept, Event::Schedule]);
    // The next change comes after both.
    let outdated = change(1, 3, Status::Mediating);
    let outcome = store.change(outdated).await.unwrap();
    assert_eq!(outcome, ChangeOutcome::Outdated);
    let next = store.change(change(1, 4, Status::Mediating)).await.unwrap();
    assert_eq!(next, ChangeOutcome::Applied);
}

pub(crate) async fn everything_is_there_after_reopening(backend: &impl Backend) {
    let before = {
        let store = backend.open().await;
        store.submit(request(1)).await.unwrap();
        store.change(change(1, 1, Status::Accepted)).await.unwrap();
        store.request(&request(1).number).await.unwrap()
    };
    let store = backend.open().await;
    assert_eq!(store.request(&request(1).number).await.unwrap(), before);
    assert!(matches!(
        store.submit(request(1)).await.unwrap(),
        SubmitOutcome::Replayed(_)
    ));
    let repeated = store.change(change(1, 1, Status::Accepted)).await.unwrap();
    assert_eq!(repeated, ChangeOutcome::Replayed);
}

/// What is looked for in the queue of organization a.
struct Filter {
    worker: Worker,
    statuses: Vec<Status>,
    field: Option<DisputeField>,
    due_before: Option<Date>,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            worker: Worker::Any,
            statuses: Vec::new(),
            field: None,
            due_before: None,
        }
    }
}

/// The sample numbers of a page of organization a's queue.
async fn queue(store: &dyn Store, filter: &Filter, after: Option<u32>, limit: u32) -> Vec<u32> {
    let after = match after {
        Some(number) => store.request(&request(number).number).await.unwrap(),
        None => None,
    };
    let query = QueueQuery {
        of: QueueOf::Organization("a".to_owned()),
        worker: filter.worker.clone(),
        statuses: filter.statuses.clone(),
        field: filter.field,
        due_before: filter.due_before,
        after: after.map(|(row, _)| QueuePlace::of(&row)),
        limit,
    };
    let page = store.queue(query).await.unwrap();
    page.iter()
        .map(|row| row.number[8..13].parse().unwrap())
        .collect()
}
