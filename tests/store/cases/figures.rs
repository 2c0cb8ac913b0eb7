//! What happened is counted by organization and month.

use contract::kinds::DisputeField;
use contract::request::EndGround;
use contract::status::{Event, Status};
use fengqiao::store::{AnswerRow, Change, IntakeRow, NewRequestRow, TallyRow, WaitRow};
use jiff::Timestamp;

use crate::backend::Backend;
use crate::samples::{change, request};

const EVENTS: [Event; 3] = [Event::Submit, Event::Accept, Event::EndMediation];

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) async fn what_happened_is_counted_by_month_in_china(backend: &impl Backend) {
    let store = backend.open().await;
    // The last hour of September in China, and the first of October.
    let (september, october) = ("2026-09-30T23:30:00+08:00", "2026-10-01T00:30:00+08:00");
    for (number, at) in [(1, september), (2, october), (3, october)] {
        let new = NewRequestRow {
            submitted_at: moment(at),
            ..request(number)
        };
        store.submit(new).await.unwrap();
    }
    for (number, seconds) in [(2, 60), (3, 3 * 3600 + 1)] {
        let mut accept = change(number, 1, Status::Accepted);
        accept.entry.at = moment(october) + jiff::SignedDuration::from_secs(seconds);
        accept.entry.event = Event::Accept;
        store.change(accept).await.unwrap();
        let mut end = change(number, 2, Status::Ended);
        end.entry.at = moment("2026-10-09T00:00:00+08:00");
        end.entry.event = Event::EndMediation;
        store.change(end).await.unwrap();
    }
    let since = moment("2026-09-01T00:00:00+08:00");
    let mut tallies = store.tallies(since, &EVENTS).await.unwrap();
    tallies.sort_by_key(|tally| (tally.month.clone(), tally.event));
    let tally = |month: &str, event, ground, count| TallyRow {
        organization: "a".to_owned(),
        month: month.to_owned(),
        event,
        ground,
        count,
    };
    assert_eq!(
        tallies,
        [
            tally("2026-09", Event::Submit, None, 1),
            tally("2026-10", Event::Submit, None, 2),
            tally("2026-10", Event::Accept, None, 2),
            tally(
                "2026-10",
                Event::EndMediation,
                Some(EndGround::Unwilling),
                2
            ),
        ]
    );
    let later = store.tallies(moment(october), &EVENTS).await.unwrap();
    assert!(later.iter().all(|tally| tally.month == "2026-10"));
    // A begun hour counts whole.
    let mut waits = store.waits(since).await.unwrap();
    waits.sort_by_key(|wait| wait.hours);
    let wait = |hours| WaitRow {
        organization: "a".to_owned(),
        month: "2026-10".to_owned(),
        hours,
        count: 1,
    };
    assert_eq!(waits, [wait(1), wait(4)]);
    let mut intake = store.intake(since).await.unwrap();
    intake.sort_by_key(|row| row.month.clone());
    let came = |month: &str, count| IntakeRow {
        organization: "a".to_owned(),
        month: month.to_owned(),
        field: DisputeField::Labor,
        count,
    };
    assert_eq!(intake, [came("2026-09", 1), came("2026-10", 2)]);
    let answers = store.answers(since).await.unwrap();
    let both_on = "2026-10-01".parse().unwrap();
    let answered = AnswerRow {
        organization: "a".to_owned(),
        received_on: both_on,
        answered_on: both_on,
        count: 2,
    };
    assert_eq!(answers, [answered]);
    // A ground stays when what people wrote is erased.
    let close = Change {
        ended_at: Some(moment("2026-10-10T00:00:00+08:00")),
        ..change(2, 3, Status::Closed)
    };
    let number = close.number.clone();
    store.change(close).await.unwrap();
    let at = moment("2026-10-11T00:00:00+08:00");
    assert!(store.erase(&number, at, None).await.unwrap());
    let tallies = store.tallies(since, &EVENTS).await.unwrap();
    let ended = tallies
        .iter()
        .find(|tally| tally.event == Event::EndMediation);
    assert_eq!(ended.map(|tally| tally.count), Some(2));
}
