//! News waits in the outbox from the moment of what it tells of until it is told or given up.

use std::collections::BTreeSet;

use contract::notices::NoticeChannel as N;
use contract::status::Status;
use fengqiao::store::notices::{NewNotice, NoticeCounts, NoticeRow};
use fengqiao::store::{Change, ChangeOutcome, NewRequestRow, Store, SubmitOutcome};

use crate::backend::Backend;
use crate::samples::{at, change, mac, request};

/// News by these channels that is due at this second.
fn news(channels: &[N], due: i64) -> Vec<NewNotice> {
    let notice = |&channel| NewNotice {
        channel,
        due_at: at(due),
    };
    channels.iter().map(notice).collect()
}

/// Files a request with news of it that is due at once.
async fn file(store: &dyn Store, number: u32, channels: &[N]) {
    let row = NewRequestRow {
        notices: news(channels, 0),
        ..request(number)
    };
    assert_eq!(store.submit(row).await.unwrap(), SubmitOutcome::Stored);
}

/// Takes what is due at this second, for a hundred seconds.
async fn claim(store: &dyn Store, second: i64) -> Vec<NoticeRow> {
    let until = at(second + 100);
    let mut claimed = Vec::new();
    for channel in N::ALL {
        let due = store.claim_notices(*channel, at(second), until, 10);
        claimed.extend(due.await.unwrap());
    }
    claimed
}

async fn counts(store: &dyn Store) -> (u64, u64) {
    let NoticeCounts { waiting, dead } = store.notice_counts().await.unwrap();
    (waiting, dead)
}

pub(crate) async fn news_is_stored_with_what_it_tells_of(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    file(store, 1, &[N::Email, N::Sms]).await;
    let accept = Change {
        notices: news(&[N::Sms], 50),
        ..change(1, 1, Status::Accepted)
    };
    let applied = store.change(accept.clone()).await.unwrap();
    assert_eq!(applied, ChangeOutcome::Applied);
    // What is not stored is not told either.
    assert_eq!(store.change(accept).await.unwrap(), ChangeOutcome::Replayed);
    let outdated = Change {
        notices: news(&[N::Sms], 50),
        entry: fengqiao::store::EntryRow {
            key_mac: None,
            ground: None,
            ..change(1, 1, Status::Declined).entry
        },
        ..change(1, 1, Status::Declined)
    };
    assert_eq!(
        store.change(outdated).await.unwrap(),
        ChangeOutcome::Outdated
    );
    let reused = NewRequestRow {
        number: request(2).number,
        body_mac: mac(5),
        notices: news(&[N::Email], 0),
        ..request(1)
    };
    assert_eq!(
        store.submit(reused).await.unwrap(),
        SubmitOutcome::KeyReused
    );
    assert_eq!(counts(store).await, (3, 0));
    drop(backend.open().await);

    let first: Vec<_> = claim(store, 49)
        .await
        .into_iter()
        .map(|notice| (notice.number, notice.version, notice.channel, notice.tries))
        .collect();
    let number = request(1).number;
    assert_eq!(
        first,
        [
            (number.clone(), 1, N::Email, 1),
            (number.clone(), 1, N::Sms, 1)
        ]
    );
    let later = claim(store, 50).await;
    assert_eq!((later.len(), later[0].version), (1, 2));
}

pub(crate) async fn what_is_taken_is_left_alone_until_its_time(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    file(store, 1, &[N::Email]).await;
    assert_eq!(claim(store, 10).await.len(), 1);
    assert!(claim(store, 109).await.is_empty());
    let again = claim(store, 110).await;
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].tries, 2, "whoever died over it has tried it");
    // Channels that nobody has, and more than is asked for, stay.
    for number in 2..5 {
        file(store, number, &[N::Sms]).await;
    }
    let none = store.claim_notices(N::Email, at(20), at(30), 9).await;
    assert!(none.unwrap().is_empty());
    let some = store.claim_notices(N::Sms, at(20), at(30), 2).await;
    assert_eq!(some.unwrap().len(), 2);
    assert_eq!(counts(store).await, (4, 0));
}

pub(crate) async fn copies_at_once_take_each_news_once(backend: &impl Backend) {
    let store = backend.open().await;
    for number in 1..=20 {
        file(store.as_ref(), number, &[N::Email]).await;
    }
    let copies: Vec<_> = (0..6)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                loop {
                    let some = claim(store.as_ref(), 1).await;
                    if some.is_empty() {
                        return taken;
                    }
                    taken.extend(some);
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for copy in copies {
        all.extend(copy.await.unwrap());
    }
    // A copy may have found nothing while another was taking it; then it is still there.
    all.extend(claim(store.as_ref(), 1).await);
    all.extend(claim(store.as_ref(), 1).await);
    let numbers: BTreeSet<_> = all.iter().map(|notice| &notice.number).collect();
    assert_eq!((all.len(), numbers.len()), (20, 20));
}

pub(crate) async fn one_message_ends_all_news_before_it(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    file(store, 1, N::ALL).await;
    file(store, 2, &[N::Email]).await;
    for version in 1..=2 {
        let more = Change {
            notices: news(&[N::Email], 0),
            ..change(1, version, Status::Accepted)
        };
        store.change(more).await.unwrap();
    }
    let claimed = claim(store, 1).await;
    let second = claimed
        .iter()
        .find(|notice| notice.version == 2 && notice.number == request(1).number);
    store.finish_notice(second.unwrap()).await.unwrap();
    let left: Vec<_> = claim(store, 200)
        .await
        .into_iter()
        .map(|notice| (notice.number, notice.version, notice.channel))
        .collect();
    assert_eq!(
        left,
        [
            (request(1).number, 3, N::Email),
            (request(2).number, 1, N::Email),
            (request(1).number, 1, N::Sms)
        ]
    );
}

pub(crate) async fn what_failed_waits_and_is_given_up(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    file(store, 1, &[N::Email]).await;
    let taken = claim(store, 1).await.remove(0);
    store
        .put_off_notice(&taken, at(300), 1, "smtp 451")
        .await
        .unwrap();
    assert!(claim(store, 299).await.is_empty());
    let taken = claim(store, 300).await.remove(0);
    assert_eq!(taken.tries, 2);
    store
        .give_up_notice(&taken, at(301), "smtp 550")
        .await
        .unwrap();
    assert!(claim(store, 9999).await.is_empty());
    assert_eq!(counts(store).await, (0, 1));
    let dead = store.dead_notices(10).await.unwrap();
    assert_eq!(dead[0].notice, taken);
    assert_eq!(
        (dead[0].dead_at, dead[0].reason.as_str()),
        (at(301), "smtp 550")
    );
}

pub(crate) async fn only_who_has_it_decides(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    file(store, 1, &[N::Email]).await;
    let slow = claim(store, 1).await.remove(0);
    let quick = claim(store, 200).await.remove(0);
    store.put_off_notice(&slow, at(0), 1, "late").await.unwrap();
    store.give_up_notice(&slow, at(201), "late").await.unwrap();
    assert!(claim(store, 299).await.is_empty());
    assert_eq!(counts(store).await, (1, 0));
    // What was sent was sent, however late that is said.
    store.finish_notice(&slow).await.unwrap();
    assert_eq!(counts(store).await, (0, 0));
    store
        .put_off_notice(&quick, at(0), 1, "gone")
        .await
        .unwrap();
    assert_eq!(counts(store).await, (0, 0));
}

pub(crate) async fn what_was_given_up_is_tried_again(backend: &impl Backend) {
    let store = backend.open().await;
    let store = store.as_ref();
    for number in 1..=3 {
        file(store, number, &[N::Sms]).await;
    }
    for taken in claim(store, 1).await {
        let second = 10 + i64::from(taken.number.contains("00002"));
        store
            .give_up_notice(&taken, at(second), "http 400")
            .await
            .unwrap();
    }
    let dead = store.dead_notices(2).await.unwrap();
    let numbers: Vec<_> = dead.iter().map(|dead| &dead.notice.number).collect();
    assert_eq!(numbers, [&request(2).number, &request(1).number]);
    let one = store.retry_notices(Some(&request(2).number), at(20)).await;
    assert_eq!(one.unwrap(), 1);
    let taken = claim(store, 20).await;
    assert_eq!((taken.len(), taken[0].tries), (1, 1));
    assert_eq!(store.retry_notices(None, at(21)).await.unwrap(), 2);
    assert_eq!(claim(store, 21).await.len(), 2);
    assert_eq!(store.retry_notices(None, at(22)).await.unwrap(), 0);
}
