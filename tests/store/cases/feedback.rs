//! Complaints and ratings: kept once, found by who made them and who answers, and gone with the request.

use contract::notices::NoticeChannel;
use contract::status::{Actor, Status};
use fengqiao::store::feedback::{
    ANSWERED, ComplaintOutcome, ComplaintRow, NewComplaintRow, RatingCount, RatingRow, VerdictRow,
};
use fengqiao::store::notices::NewNotice;
use fengqiao::store::personal::SealedColumn;

use crate::backend::Backend;
use crate::samples::{at, change, mac, request};

/// A complaint about request 1, sealed under key 1.
pub(super) fn complaint(number: u32) -> NewComplaintRow {
    NewComplaintRow {
        complaint: ComplaintRow {
            number: format!("TS-2611-{number:05}-0"),
            request: request(1).number,
            filed_by: request(1).number,
            actor: Actor::Applicant,
            about: "a".to_owned(),
            receiver: "centre".to_owned(),
            filed_at: at(700 + i64::from(number)),
            answer_by: "2026-12-07".parse().unwrap(),
            sealed: sealed(number),
            answer: None,
        },
        most: 3,
        key_mac: mac(number),
        body_mac: mac(100 + number),
    }
}

pub(super) fn sealed(number: u32) -> Vec<u8> {
    [1_u32.to_be_bytes(), number.to_be_bytes()].concat()
}

fn rating(id: &str, second: i64) -> RatingRow {
    RatingRow {
        id: id.to_owned(),
        request: request(1).number,
        organization: "a".to_owned(),
        stars: 4,
        may_publish: true,
        note_sealed: Some(sealed(9)),
        rated_at: at(second),
        words: format!("words of {id}"),
        verdict: None,
    }
}

fn verdict(shown: bool, reviewer: Option<&str>, second: i64) -> VerdictRow {
    VerdictRow {
        shown,
        reviewer: reviewer.map(str::to_owned),
        by: "赵主任".to_owned(),
        at: at(second),
    }
}

pub(crate) async fn a_complaint_is_kept_once(backend: &impl Backend) {
    let store = backend.open().await;
    let new = complaint(1);
    assert_eq!(
        store.complain(&new).await.unwrap(),
        ComplaintOutcome::Gone,
        "there is no such request"
    );
    store.submit(request(1)).await.unwrap();
    assert_eq!(
        store.complain(&new).await.unwrap(),
        ComplaintOutcome::Stored
    );
    let mut retry = complaint(1);
    retry.complaint.number = complaint(2).complaint.number;
    retry.complaint.filed_at = at(900);
    let kept = Box::new(new.complaint.clone());
    assert_eq!(
        store.complain(&retry).await.unwrap(),
        ComplaintOutcome::Replayed(kept.clone())
    );
    retry.body_mac = mac(9);
    assert_eq!(
        store.complain(&retry).await.unwrap(),
        ComplaintOutcome::KeyReused
    );
    let mut taken = complaint(2);
    taken.complaint.number = new.complaint.number.clone();
    assert_eq!(
        store.complain(&taken).await.unwrap(),
        ComplaintOutcome::NumberTaken
    );
    let found = async |body| store.complained(&mac(1), &mac(body)).await.unwrap();
    assert_eq!(found(101).await.as_ref(), Some(&*kept));
    assert_eq!(found(9).await, None);
    let of = &new.complaint.filed_by;
    assert_eq!(store.complaints_of(of).await.unwrap(), [*kept]);
}

pub(crate) async fn there_are_no_more_than_there_may_be(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let tries: Vec<_> = (1..=12)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.complain(&complaint(number)).await.unwrap() })
        })
        .collect();
    let mut stored = 0;
    for one in tries {
        match one.await.unwrap() {
            ComplaintOutcome::Stored => stored += 1,
            other => assert_eq!(other, ComplaintOutcome::TooMany),
        }
    }
    assert_eq!(stored, 3);
    let mut other = complaint(20);
    other.complaint.filed_by = "FQ-2611-00011-0".to_owned();
    assert_eq!(
        store.complain(&other).await.unwrap(),
        ComplaintOutcome::Stored,
        "the other side has its own"
    );
}

pub(crate) async fn who_answers_finds_what_is_due_first(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let later = complaint(1);
    let mut sooner = complaint(2);
    sooner.complaint.answer_by = "2026-12-01".parse().unwrap();
    let mut elsewhere = complaint(3);
    elsewhere.complaint.receiver = "a".to_owned();
    for new in [&later, &sooner, &elsewhere] {
        store.complain(new).await.unwrap();
    }
    let open = async |limit| {
        let rows = store.open_complaints("centre", limit).await.unwrap();
        rows.into_iter().map(|row| row.number).collect::<Vec<_>>()
    };
    let (later, sooner) = (later.complaint.number, sooner.complaint.number);
    assert_eq!(open(9).await, [sooner.clone(), later.clone()]);
    assert_eq!(open(1).await, std::slice::from_ref(&sooner));
    assert!(
        store
            .answer_complaint(&sooner, at(800), &sealed(7), &[])
            .await
            .unwrap()
    );
    assert!(
        !store
            .answer_complaint(&sooner, at(900), &sealed(8), &[])
            .await
            .unwrap()
    );
    assert!(
        !store
            .answer_complaint("TS", at(900), &sealed(8), &[])
            .await
            .unwrap()
    );
    let row = store.complaint(&sooner).await.unwrap().unwrap();
    assert_eq!(row.answer, Some((at(800), sealed(7))));
    assert_eq!(open(9).await, [later]);
}

pub(crate) async fn the_answer_is_news_once(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let new = complaint(1);
    let number = &new.complaint.number;
    store.complain(&new).await.unwrap();
    // No browser has begun: there is none to tell.
    let news = [NoticeChannel::Sms, NoticeChannel::Push].map(|channel| NewNotice {
        channel,
        due_at: at(800),
    });
    let answer = sealed(7);
    for is_first in [true, false] {
        let answered = store.answer_complaint(number, at(800), &answer, &news);
        assert_eq!(answered.await.unwrap(), is_first);
    }
    let answered = store.answer_complaint("TS", at(800), &answer, &news);
    assert!(!answered.await.unwrap());
    let claimed = store.claim_notices(NoticeChannel::Sms, at(801), at(900), 9);
    let claimed = claimed.await.unwrap();
    assert_eq!(claimed.len(), 1, "{claimed:?}");
    assert_eq!((&claimed[0].number, claimed[0].version), (number, ANSWERED));
    store.finish_notice(&claimed[0]).await.unwrap();
    assert_eq!(store.notice_counts().await.unwrap().waiting, 0);
}

pub(crate) async fn a_rating_takes_the_place_of_the_one_before(backend: &impl Backend) {
    let store = backend.open().await;
    assert!(!store.rate(&rating("one", 700)).await.unwrap());
    store.submit(request(1)).await.unwrap();
    assert!(store.rate(&rating("one", 700)).await.unwrap());
    let changed = RatingRow {
        words: "of the change".to_owned(),
        stars: 1,
        may_publish: false,
        note_sealed: None,
        ..rating("one", 900)
    };
    assert!(store.rate(&changed).await.unwrap());
    let kept = RatingRow {
        rated_at: at(700),
        ..changed
    };
    assert_eq!(store.rating("one").await.unwrap(), Some(kept.clone()));
    assert_eq!(store.rating("other").await.unwrap(), None);
    store.rate(&rating("other", 800)).await.unwrap();
    let all = [rating("other", 800), kept];
    assert_eq!(store.ratings("a", 9).await.unwrap(), all);
    assert_eq!(store.ratings("a", 1).await.unwrap().len(), 1);
    assert!(store.ratings("b", 9).await.unwrap().is_empty());
}

pub(crate) async fn ratings_are_counted_by_month_in_china(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let moments = [
        ("one", 5, "2026-09-30T23:30:00+08:00"),
        ("two", 4, "2026-10-01T00:30:00+08:00"),
        ("three", 4, "2026-10-31T23:30:00+08:00"),
        ("four", 1, "2026-10-31T23:30:00+08:00"),
    ];
    for (id, stars, moment) in moments {
        let rating = RatingRow {
            rated_at: moment.parse().unwrap(),
            stars,
            ..rating(id, 0)
        };
        store.rate(&rating).await.unwrap();
    }
    let count = |month: &str, stars, count| RatingCount {
        organization: "a".to_owned(),
        month: month.to_owned(),
        stars,
        count,
    };
    let since = "2026-09-01T00:00:00+08:00".parse().unwrap();
    let mut counts = store.rating_counts(since).await.unwrap();
    let order = |one: &RatingCount| (one.month.clone(), one.stars);
    counts.sort_by_key(order);
    let october = [count("2026-10", 1, 1), count("2026-10", 4, 2)];
    assert_eq!(counts[0], count("2026-09", 5, 1));
    assert_eq!(counts[1..], october);
    let since = "2026-10-01T00:00:00+08:00".parse().unwrap();
    let mut counts = store.rating_counts(since).await.unwrap();
    counts.sort_by_key(order);
    assert_eq!(counts, october);
}

pub(crate) async fn words_wait_until_one_has_decided(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let silent = RatingRow {
        may_publish: false,
        ..rating("silent", 600)
    };
    let elsewhere = RatingRow {
        organization: "b".to_owned(),
        ..rating("elsewhere", 650)
    };
    let (later, sooner) = (rating("later", 800), rating("sooner", 700));
    for one in [&silent, &elsewhere, &later, &sooner] {
        assert!(store.rate(one).await.unwrap());
    }
    let mut at_which = store.words_wait_at().await.unwrap();
    at_which.sort();
    assert_eq!(at_which, ["a", "b"]);
    let waiting = async |organizations: &[&str], limit| {
        let organizations: Vec<_> = organizations.iter().map(|id| (*id).to_owned()).collect();
        let rows = store.waiting_words(&organizations, limit).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(waiting(&["a"], 9).await, ["sooner", "later"]);
    assert_eq!(waiting(&["b", "a"], 1).await, ["elsewhere"]);
    assert!(waiting(&[], 9).await.is_empty());
    assert_eq!(store.words(&silent.words).await.unwrap(), None);
    assert_eq!(
        store.words(&later.words).await.unwrap().as_ref(),
        Some(&later)
    );

    let decide = async |words: &str, before, verdict: &VerdictRow| {
        store.decide_words(words, before, verdict).await.unwrap()
    };
    let shown = verdict(true, Some("centre"), 900);
    assert!(decide(&later.words, None, &shown).await);
    let hidden = verdict(false, None, 950);
    assert!(
        !decide(&later.words, None, &hidden).await,
        "another was first"
    );
    assert!(!decide(&silent.words, None, &shown).await);
    assert!(decide(&sooner.words, None, &shown).await);
    let kept = store.rating("later").await.unwrap().unwrap();
    assert_eq!(kept.verdict.as_ref(), Some(&shown));
    assert_eq!(waiting(&["a"], 9).await, [] as [&str; 0]);
    let on_show = async |since, limit| {
        let rows = store.shown_words(at(since), limit).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(on_show(700, 9).await, ["later", "sooner"]);
    assert_eq!(on_show(700, 1).await, ["later"]);
    assert_eq!(on_show(701, 9).await, ["later"]);
    // Taken off again.
    assert!(decide(&later.words, Some(true), &hidden).await);
    let kept = store.rating("later").await.unwrap().unwrap();
    assert_eq!(kept.verdict, Some(hidden));
    assert_eq!(on_show(700, 9).await, ["sooner"]);
    assert_eq!(store.withheld_words(at(800)).await.unwrap(), 1);
    assert_eq!(store.withheld_words(at(801)).await.unwrap(), 0);
}

pub(crate) async fn other_words_are_decided_on_anew(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let first = rating("one", 700);
    store.rate(&first).await.unwrap();
    let shown = verdict(true, None, 900);
    assert!(
        store
            .decide_words(&first.words, None, &shown)
            .await
            .unwrap()
    );
    let second = RatingRow {
        words: "other words".to_owned(),
        ..first.clone()
    };
    store.rate(&second).await.unwrap();
    assert_eq!(store.rating("one").await.unwrap().as_ref(), Some(&second));
    assert_eq!(store.words(&first.words).await.unwrap(), None);
    assert!(store.shown_words(at(0), 9).await.unwrap().is_empty());
    // Who has read the first ones does not decide on these.
    assert!(
        !store
            .decide_words(&first.words, None, &shown)
            .await
            .unwrap()
    );
    assert!(
        store
            .decide_words(&second.words, None, &shown)
            .await
            .unwrap()
    );
    let taken_back = RatingRow {
        may_publish: false,
        words: "the same, taken back".to_owned(),
        ..first
    };
    store.rate(&taken_back).await.unwrap();
    assert!(store.shown_words(at(0), 9).await.unwrap().is_empty());
    assert!(store.words_wait_at().await.unwrap().is_empty());
}

pub(crate) async fn what_waits_to_be_answered_is_not_erased(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let new = complaint(1);
    store.complain(&new).await.unwrap();
    store.change(change(1, 1, Status::Closed)).await.unwrap();
    let request = request(1).number;
    let overdue = async || store.overdue(Status::Closed, at(900), 9).await.unwrap();
    assert!(overdue().await.is_empty());
    assert!(!store.erase(&request, at(900), None).await.unwrap());
    let number = &new.complaint.number;
    store
        .answer_complaint(number, at(800), &sealed(7), &[])
        .await
        .unwrap();
    assert_eq!(overdue().await, [request.as_str()]);
    assert!(store.erase(&request, at(900), None).await.unwrap());
}

pub(crate) async fn all_of_it_goes_with_what_is_erased(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    let new = complaint(1);
    let number = new.complaint.number.clone();
    store.complain(&new).await.unwrap();
    store
        .answer_complaint(&number, at(800), &sealed(7), &[])
        .await
        .unwrap();
    store.rate(&rating("one", 700)).await.unwrap();
    for column in [
        SealedColumn::Complaint,
        SealedColumn::ComplaintAnswer,
        SealedColumn::RatingNote,
    ] {
        let found = store.sealed_under(column, 1, ("", -1), 9).await.unwrap();
        assert_eq!(found.len(), 1, "{column:?}");
        let anew = [2_u32.to_be_bytes(), [0; 4]].concat();
        assert!(store.reseal(column, &found[0], &anew).await.unwrap());
    }
    let row = store.complaint(&number).await.unwrap().unwrap();
    assert!(row.sealed.starts_with(&2_u32.to_be_bytes()));

    store.change(change(1, 1, Status::Closed)).await.unwrap();
    let request = request(1).number;
    assert!(store.erase(&request, at(900), None).await.unwrap());
    assert_eq!(store.complaint(&number).await.unwrap(), None);
    assert_eq!(store.rating("one").await.unwrap(), None);
    assert!(store.words_wait_at().await.unwrap().is_empty());
    let late = store.complain(&complaint(2)).await.unwrap();
    assert_eq!(late, ComplaintOutcome::Gone);
    assert!(!store.rate(&rating("one", 700)).await.unwrap());
}
