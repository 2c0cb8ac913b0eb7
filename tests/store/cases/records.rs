//! How organizations answer is counted from what they did.

use contract::status::{Actor, Event, Status};
use fengqiao::store::{Change, EntryRow, NewRequestRow, Raised, RecordRow, Store};

use crate::backend::Backend;
use crate::samples::{at, request};

/// Files a request with this organization at second 0 of the sample time and lets it live: event, actor and
/// second of each step.
async fn live(
    store: &dyn Store,
    number: u32,
    organization: &str,
    steps: &[(Event, Actor, Status, i64)],
) {
    let new = NewRequestRow {
        organization: organization.to_owned(),
        submitted_at: at(0),
        ..request(number)
    };
    store.submit(new).await.unwrap();
    for ((event, actor, status, second), version) in steps.iter().zip(1..) {
        let change = Change {
            number: request(number).number,
            seen_version: version,
            status: *status,
            due: None,
            slots_on: None,
            then: None,
            raised: Raised::Not,
            assignee: None,
            organization: None,
            invitation: None,
            settlement: None,
            ended_at: None,
            content_sealed: None,
            marks: None,
            entry: EntryRow {
                at: at(*second),
                actor: *actor,
                event: *event,
                detail_sealed: vec![8],
                key_mac: None,
                ground: None,
            },
            notices: Vec::new(),
        };
        store.change(change).await.unwrap();
    }
}

const ASK: (Event, Actor, Status) = (Event::AskForMore, Actor::Staff, Status::MoreNeeded);
const ACCEPT: (Event, Actor, Status) = (Event::Accept, Actor::Staff, Status::Accepted);
const DECLINE: (Event, Actor, Status) = (Event::Decline, Actor::Staff, Status::Declined);
const NOTE: (Event, Actor, Status) = (Event::AddNote, Actor::Staff, Status::Submitted);
const WITHDRAW: (Event, Actor, Status) = (Event::Withdraw, Actor::Applicant, Status::Withdrawn);

fn after(
    (event, actor, status): (Event, Actor, Status),
    second: i64,
) -> (Event, Actor, Status, i64) {
    (event, actor, status, second)
}

async fn records(store: &dyn Store, since: i64, least: u32) -> Vec<(String, u32, u64)> {
    let rows = store.records(at(since), least).await.unwrap();
    let mut found: Vec<_> = rows
        .into_iter()
        .map(
            |RecordRow {
                 organization,
                 answered,
                 half_within_seconds,
             }| (organization, answered, half_within_seconds),
        )
        .collect();
    found.sort();
    found
}

pub(crate) async fn the_first_answers_of_a_period_are_counted(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    // Only the first answer counts, and neither a note nor a withdrawal is one.
    live(store, 1, "a", &[after(ASK, 100), after(ACCEPT, 900)]).await;
    live(store, 2, "a", &[after(NOTE, 10), after(DECLINE, 300)]).await;
    live(store, 3, "a", &[after(ACCEPT, 200)]).await;
    live(store, 4, "a", &[after(WITHDRAW, 5)]).await;
    live(store, 5, "a", &[]).await;
    live(store, 6, "b", &[after(ACCEPT, 400)]).await;
    live(store, 7, "b", &[after(DECLINE, 500)]).await;
    let told = |id: &str, answered, seconds| (id.to_owned(), answered, seconds);
    assert_eq!(
        records(store, 0, 1).await,
        [told("a", 3, 200), told("b", 2, 400)]
    );
    // The later answer to the first request is not its first.
    assert_eq!(
        records(store, 200, 1).await,
        [told("a", 2, 200), told("b", 2, 400)]
    );
    assert_eq!(records(store, 450, 1).await, [told("b", 1, 500)]);
    assert!(records(store, 1000, 1).await.is_empty());
}

pub(crate) async fn of_a_few_answers_nothing_is_told(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    for number in 1..=3 {
        live(store, number, "a", &[after(ACCEPT, 60)]).await;
    }
    live(store, 4, "b", &[after(ACCEPT, 60)]).await;
    assert_eq!(records(store, 0, 3).await, [("a".to_owned(), 3, 60)]);
    assert!(records(store, 0, 4).await.is_empty());
}
