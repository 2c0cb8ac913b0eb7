//! Browsers that are told of news: which there are, and what each has been told of.

use contract::notices::NoticeChannel;
use contract::status::Status;
use fengqiao::store::notices::NewNotice;
use fengqiao::store::personal::SealedColumn;
use fengqiao::store::push::PushRow;
use fengqiao::store::{Change, ChangeOutcome, NewRequestRow, Store};

use super::feedback::{complaint, sealed};
use crate::backend::Backend;
use crate::samples::{at, change, request};

/// A browser of this request that begins at this second, sealed under key 1.
fn browser(number: u32, id: &str, second: i64) -> PushRow {
    PushRow {
        id: id.to_owned(),
        number: request(number).number,
        sealed: [&1_u32.to_be_bytes()[..], id.as_bytes()].concat(),
        begun_at: at(second),
    }
}

async fn begin(store: &dyn Store, row: &PushRow) {
    assert!(store.begin_push(row, 3).await.unwrap());
}

/// The ids of those that have not been told of this entry.
async fn to_push(store: &dyn Store, number: u32, version: i64) -> Vec<String> {
    let found = store
        .to_push(&request(number).number, version)
        .await
        .unwrap();
    found.into_iter().map(|target| target.id).collect()
}

async fn pushed(store: &dyn Store, number: u32) -> Vec<String> {
    store.pushed(&request(number).number).await.unwrap()
}

/// A change with news for browsers.
fn with_news(number: u32, seen_version: i64) -> Change {
    let news = NewNotice {
        channel: NoticeChannel::Push,
        due_at: at(0),
    };
    Change {
        notices: vec![news],
        ..change(number, seen_version, Status::Accepted)
    }
}

pub(crate) async fn a_browser_is_told_of_the_answer_to_a_complaint(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    begin(store.as_ref(), &browser(1, "a", 1)).await;
    let new = complaint(1);
    let number = &new.complaint.number;
    store.complain(&new).await.unwrap();
    let news = [NewNotice {
        channel: NoticeChannel::Push,
        due_at: at(800),
    }];
    let answer = sealed(7);
    let answered = store.answer_complaint(number, at(800), &answer, &news);
    assert!(answered.await.unwrap());
    let claimed = store.claim_notices(NoticeChannel::Push, at(801), at(900), 9);
    let claimed = claimed.await.unwrap();
    let numbers: Vec<_> = claimed.iter().map(|notice| &notice.number).collect();
    assert_eq!(numbers, [number]);
}

pub(crate) async fn a_browser_is_told_of_what_happens_after_it_began(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    assert!(
        !store.begin_push(&browser(1, "a", 1), 3).await.unwrap(),
        "no such request"
    );
    for number in [1, 2] {
        store.submit(request(number)).await.unwrap();
    }
    begin(store, &browser(1, "a", 1)).await;
    store.change(change(1, 1, Status::Accepted)).await.unwrap();
    begin(store, &browser(1, "b", 2)).await;
    begin(store, &browser(2, "c", 3)).await;
    assert!(to_push(store, 1, 1).await.is_empty());
    assert_eq!(to_push(store, 1, 2).await, ["a"]);
    assert_eq!(to_push(store, 1, 3).await, ["a", "b"]);
    store.mark_pushed("a", 3).await.unwrap();
    assert_eq!(to_push(store, 1, 3).await, ["b"]);
    // Who was told of later news was told of earlier ones.
    store.mark_pushed("a", 2).await.unwrap();
    assert_eq!(to_push(store, 1, 3).await, ["b"]);
    assert_eq!(to_push(store, 1, 4).await, ["a", "b"]);
    let targets = store.to_push(&request(2).number, 9).await.unwrap();
    assert_eq!(targets[0].sealed, browser(2, "c", 3).sealed);
    let reopened = backend.open().await;
    assert_eq!(to_push(reopened.as_ref(), 1, 3).await, ["b"]);
}

pub(crate) async fn the_same_browser_is_one_and_the_oldest_make_room(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    for number in [1, 2] {
        store.submit(request(number)).await.unwrap();
    }
    begin(store, &browser(2, "other", 0)).await;
    for (second, id) in (1..).zip(["a", "b", "c"]) {
        begin(store, &browser(1, id, second)).await;
    }
    store.mark_pushed("a", 5).await.unwrap();
    let again = PushRow {
        sealed: b"anew".to_vec(),
        ..browser(1, "a", 9)
    };
    begin(store, &again).await;
    assert_eq!(pushed(store, 1).await, ["b", "c", "a"]);
    assert!(
        to_push(store, 1, 5).await.iter().all(|id| id != "a"),
        "nothing is told twice"
    );
    let kept = store.to_push(&request(1).number, 6).await.unwrap();
    assert_eq!(kept[2].sealed, b"anew");
    begin(store, &browser(1, "d", 10)).await;
    assert_eq!(pushed(store, 1).await, ["c", "a", "d"]);
    assert_eq!(pushed(store, 2).await, ["other"]);
    store.end_push("a").await.unwrap();
    store.end_push("a").await.unwrap();
    assert_eq!(pushed(store, 1).await, ["c", "d"]);
    store.end_pushes(&request(1).number).await.unwrap();
    assert!(pushed(store, 1).await.is_empty());
    assert_eq!(pushed(store, 2).await, ["other"]);
}

pub(crate) async fn news_waits_for_browsers_only_where_there_is_one(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    let filed = NewRequestRow {
        notices: with_news(1, 1).notices,
        ..request(1)
    };
    store.submit(filed).await.unwrap();
    assert_eq!(store.notice_counts().await.unwrap().waiting, 0);
    begin(store, &browser(1, "a", 1)).await;
    let applied = store.change(with_news(1, 1)).await.unwrap();
    assert_eq!(applied, ChangeOutcome::Applied);
    let claimed = store
        .claim_notices(NoticeChannel::Push, at(1), at(100), 9)
        .await
        .unwrap();
    assert_eq!((claimed.len(), claimed[0].version), (1, 2));
    store.finish_notice(&claimed[0]).await.unwrap();
    store.end_push("a").await.unwrap();
    store.change(with_news(1, 2)).await.unwrap();
    assert_eq!(store.notice_counts().await.unwrap().waiting, 0);
}

pub(crate) async fn browsers_go_with_what_is_erased(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    store.submit(request(1)).await.unwrap();
    begin(store, &browser(1, "a", 1)).await;
    let column = SealedColumn::PushSubscription;
    let found = store.sealed_under(column, 1, ("", -1), 9).await.unwrap();
    assert_eq!((found.len(), found[0].row.as_str()), (1, "a"));
    let anew = [2_u32.to_be_bytes(), [0; 4]].concat();
    assert!(store.reseal(column, &found[0], &anew).await.unwrap());
    assert!(!store.reseal(column, &found[0], &anew).await.unwrap());
    store.change(change(1, 1, Status::Closed)).await.unwrap();
    let number = request(1).number;
    assert!(store.erase(&number, at(900), None).await.unwrap());
    assert!(pushed(store, 1).await.is_empty());
    assert!(
        !store.begin_push(&browser(1, "a", 2), 3).await.unwrap(),
        "it is erased"
    );
    assert!(pushed(store, 1).await.is_empty());
}
