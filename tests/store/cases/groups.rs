//! Requests are filed together: a group is joined while a request is stored, and only while it takes people in.

use std::sync::Arc;

use contract::status::Status;
use fengqiao::store::group::{GroupChange, MemberRow};
use fengqiao::store::{NewRequestRow, Store, SubmitOutcome};

use crate::backend::Backend;
use crate::samples::{at, change, code, group, joining, mac, request, seat};

/// A store with the group that request 1 started.
async fn started(backend: &impl Backend) -> Arc<dyn Store> {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    assert!(store.start_group(group(1)).await.unwrap());
    store
}

async fn members(store: &dyn Store, number: u32) -> Vec<MemberRow> {
    let found = store.group_of(&request(number).number).await.unwrap();
    found.map(|(_, members)| members).unwrap_or_default()
}

async fn wish(store: &dyn Store, number: u32, wish: GroupChange) -> bool {
    let number = request(number).number;
    store.change_group(&number, &wish).await.unwrap()
}

pub(crate) async fn a_request_starts_one_group(backend: &impl Backend) {
    let store = backend.open().await;
    store.submit(request(1)).await.unwrap();
    assert_eq!(store.group_of(&request(1).number).await.unwrap(), None);
    assert_eq!(store.group_size(&request(1).number).await.unwrap(), None);
    let starts = (0..8).map(|attempt| {
        let store = store.clone();
        let mut new = group(1);
        new.id = format!("group-{attempt}");
        new.seat = seat(attempt);
        new.code = code(attempt, 1000);
        tokio::spawn(async move { (new.id.clone(), store.start_group(new).await.unwrap()) })
    });
    let mut made = Vec::new();
    for start in starts.collect::<Vec<_>>() {
        made.push(start.await.unwrap());
    }
    let made: Vec<_> = made.into_iter().filter(|(_, made)| *made).collect();
    assert_eq!(made.len(), 1, "{made:?}");
    let (row, members) = store.group_of(&request(1).number).await.unwrap().unwrap();
    assert_eq!(row.id, made[0].0);
    assert_eq!(row.organization, request(1).organization);
    assert_eq!(row.shared_sealed, group(1).shared_sealed);
    assert_eq!(row.code_sealed, code(0, 0).sealed);
    assert_eq!((row.expires_at, row.closed_at), (at(1000), None));
    assert_eq!(members.len(), 1);
    let first = &members[0];
    assert_eq!(
        (first.number.as_str(), first.status),
        (request(1).number.as_str(), Status::Submitted)
    );
    assert!(first.is_starter && !first.shows_name && !first.stands);
    assert_eq!(
        (first.content_sealed.as_ref(), first.approves.len()),
        (None, 0)
    );
    // Codes of groups that came to nothing open nothing.
    let mut found = 0;
    for attempt in 0..8 {
        let opened = store.group_by_code(&code(attempt, 0).mac).await.unwrap();
        found += usize::from(opened.is_some());
    }
    assert_eq!(found, 1);
}

pub(crate) async fn a_request_joins_while_it_is_stored(backend: &impl Backend) {
    let store = started(backend).await;
    // Two at once, each sent several times.
    let tries = (0..20).map(|attempt| {
        let store = store.clone();
        let joiner = 2 + attempt % 2;
        let retry = NewRequestRow {
            number: request(100 + attempt).number,
            ..joining(joiner, 1)
        };
        tokio::spawn(async move { store.submit(retry).await.unwrap() })
    });
    let mut stored = 0;
    for one in tries.collect::<Vec<_>>() {
        match one.await.unwrap() {
            SubmitOutcome::Stored => stored += 1,
            SubmitOutcome::Replayed(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(stored, 2);
    let there = members(&*store, 1).await;
    let seats: Vec<_> = there.iter().map(|member| member.seat.clone()).collect();
    assert_eq!(seats, [seat(1), seat(2), seat(3)]);
    let (_, size) = store.group_by_code(&code(1, 0).mac).await.unwrap().unwrap();
    assert_eq!(size, 3);
    let joined = &there[1].number;
    assert_eq!(store.group_size(joined).await.unwrap(), Some(3));
    assert_eq!(store.group_by_code(&mac(1)).await.unwrap(), None);
    assert!(!there[1].is_starter);
}

pub(crate) async fn a_group_that_ended_takes_nobody_in(backend: &impl Backend) {
    let store = started(backend).await;
    let refused = |new: NewRequestRow| {
        let store = store.clone();
        async move {
            let number = new.number.clone();
            assert_eq!(store.submit(new).await.unwrap(), SubmitOutcome::GroupClosed);
            assert_eq!(
                store.request(&number).await.unwrap(),
                None,
                "nothing is stored"
            );
        }
    };
    let mut late = joining(2, 1);
    late.submitted_at = at(1000);
    refused(late).await;
    let mut forged = joining(2, 1);
    forged.join.as_mut().unwrap().code_mac = mac(1);
    refused(forged).await;
    let mut elsewhere = joining(2, 1);
    elsewhere.join.as_mut().unwrap().group = "group-9".to_owned();
    refused(elsewhere).await;

    assert_eq!(
        store.submit(joining(2, 1)).await.unwrap(),
        SubmitOutcome::Stored
    );
    assert!(wish(&*store, 1, GroupChange::Close(at(50))).await);
    assert!(
        wish(&*store, 1, GroupChange::Close(at(60))).await,
        "ending it again changes nothing"
    );
    let (row, _) = store.group_of(&request(2).number).await.unwrap().unwrap();
    assert_eq!(row.closed_at, Some(at(50)));
    refused(joining(3, 1)).await;
    // What joined before is told again however late it is asked for.
    let again = store.submit(joining(2, 1)).await.unwrap();
    assert!(matches!(again, SubmitOutcome::Replayed(_)), "{again:?}");
    assert!(!wish(&*store, 1, GroupChange::Renew(code(5, 2000))).await);
    assert!(
        !wish(&*store, 9, GroupChange::Close(at(50))).await,
        "in no group"
    );
}

pub(crate) async fn joining_and_ending_at_once_leave_no_doubt(backend: &impl Backend) {
    let store = started(backend).await;
    let joins = (2..14).map(|number| {
        let store = store.clone();
        tokio::spawn(async move { (number, store.submit(joining(number, 1)).await.unwrap()) })
    });
    let joins: Vec<_> = joins.collect();
    assert!(wish(&*store, 1, GroupChange::Close(at(50))).await);
    let mut joined = vec![request(1).number];
    for join in joins {
        match join.await.unwrap() {
            (number, SubmitOutcome::Stored) => joined.push(request(number).number),
            (number, SubmitOutcome::GroupClosed) => {
                assert_eq!(store.request(&request(number).number).await.unwrap(), None);
            }
            (_, other) => panic!("{other:?}"),
        }
    }
    let there: Vec<_> = members(&*store, 1)
        .await
        .into_iter()
        .map(|member| member.number)
        .collect();
    joined.sort();
    let mut sorted = there.clone();
    sorted.sort();
    assert_eq!(sorted, joined);
}

pub(crate) async fn a_group_has_no_more_members_than_it_may(backend: &impl Backend) {
    let store = started(backend).await;
    let joins = (2..12).map(|number| {
        let store = store.clone();
        let mut new = joining(number, 1);
        new.join.as_mut().unwrap().most = 5;
        tokio::spawn(async move { store.submit(new).await.unwrap() })
    });
    let mut stored = 0;
    for join in joins.collect::<Vec<_>>() {
        stored += usize::from(join.await.unwrap() == SubmitOutcome::Stored);
    }
    assert_eq!((stored, members(&*store, 1).await.len()), (4, 5));
}

pub(crate) async fn a_renewed_code_takes_the_place_of_the_old_one(backend: &impl Backend) {
    let store = started(backend).await;
    assert!(wish(&*store, 1, GroupChange::Renew(code(7, 5000))).await);
    assert_eq!(store.group_by_code(&code(1, 0).mac).await.unwrap(), None);
    let (row, _) = store.group_by_code(&code(7, 0).mac).await.unwrap().unwrap();
    assert_eq!(row.expires_at, at(5000));
    assert_eq!(
        store.submit(joining(2, 1)).await.unwrap(),
        SubmitOutcome::GroupClosed
    );
    let mut new = joining(2, 1);
    new.submitted_at = at(4999);
    new.join.as_mut().unwrap().code_mac = code(7, 0).mac;
    assert_eq!(store.submit(new).await.unwrap(), SubmitOutcome::Stored);
}

pub(crate) async fn names_and_votes_are_kept_as_wished(backend: &impl Backend) {
    let store = started(backend).await;
    store.submit(joining(2, 1)).await.unwrap();
    store.submit(request(8)).await.unwrap();
    let mut other = group(8);
    other.at = at(1);
    store.start_group(other).await.unwrap();
    wish(&*store, 8, GroupChange::Stand(true)).await;

    wish(&*store, 2, GroupChange::ShowName(true)).await;
    let there = members(&*store, 1).await;
    assert_eq!((there[0].shows_name, there[1].shows_name), (false, true));
    assert_eq!(
        there[0].content_sealed, None,
        "what nobody may read is not read"
    );
    assert_eq!(there[1].content_sealed, Some(request(2).content_sealed));

    // Only who stands in the same group can be approved of.
    let all = || GroupChange::Approve(vec![seat(2), seat(8), seat(2), "nobody".to_owned()]);
    wish(&*store, 1, all()).await;
    assert!(members(&*store, 1).await[0].approves.is_empty());
    wish(&*store, 2, GroupChange::Stand(true)).await;
    wish(&*store, 1, all()).await;
    assert_eq!(members(&*store, 1).await[0].approves, [seat(2)]);
    wish(&*store, 1, GroupChange::Approve(Vec::new())).await;
    assert!(members(&*store, 1).await[0].approves.is_empty());

    wish(&*store, 1, all()).await;
    wish(&*store, 2, GroupChange::Stand(false)).await;
    let there = members(&*store, 1).await;
    assert!(there[0].approves.is_empty(), "approval ends with standing");
    assert!(there[1].shows_name && !there[1].stands);
    wish(&*store, 2, GroupChange::Stand(true)).await;
    wish(&*store, 2, GroupChange::ShowName(false)).await;
    let there = members(&*store, 1).await;
    assert!(!there[1].shows_name && !there[1].stands);
    assert_eq!(there[1].content_sealed, None);
    wish(&*store, 1, GroupChange::Stand(true)).await;
    assert!(members(&*store, 1).await[0].shows_name);
}

pub(crate) async fn who_leaves_takes_their_votes_along(backend: &impl Backend) {
    let store = started(backend).await;
    for number in 2..4 {
        store.submit(joining(number, 1)).await.unwrap();
    }
    for number in [2, 3] {
        wish(&*store, number, GroupChange::Stand(true)).await;
    }
    let both = GroupChange::Approve(vec![seat(2), seat(3)]);
    wish(&*store, 1, both.clone()).await;
    wish(&*store, 3, both).await;
    assert!(wish(&*store, 3, GroupChange::Leave(at(70))).await);
    assert!(!wish(&*store, 3, GroupChange::Leave(at(70))).await);
    assert!(
        store.request(&request(3).number).await.unwrap().is_some(),
        "the request stays"
    );
    let there = members(&*store, 1).await;
    assert_eq!(there.len(), 2);
    assert_eq!(there[0].approves, [seat(2)]);
    // With the starter the joining ends, with the last one the group.
    wish(&*store, 1, GroupChange::Leave(at(80))).await;
    let (row, _) = store.group_of(&request(2).number).await.unwrap().unwrap();
    assert_eq!(row.closed_at, Some(at(80)));
    wish(&*store, 2, GroupChange::Leave(at(90))).await;
    assert_eq!(store.group_by_code(&code(1, 0).mac).await.unwrap(), None);
    // Who left may start anew.
    assert!(store.start_group(group(3)).await.unwrap());
}

pub(crate) async fn who_withdrew_counts_no_longer(backend: &impl Backend) {
    let store = started(backend).await;
    store.submit(joining(2, 1)).await.unwrap();
    store.change(change(2, 1, Status::Withdrawn)).await.unwrap();
    assert_eq!(store.group_size(&request(1).number).await.unwrap(), Some(1));
    let (_, size) = store.group_by_code(&code(1, 0).mac).await.unwrap().unwrap();
    assert_eq!(size, 1);
    assert_eq!(members(&*store, 1).await[1].status, Status::Withdrawn);
}

pub(crate) async fn racing_wishes_leave_one_of_them(backend: &impl Backend) {
    let store = started(backend).await;
    for number in 2..8 {
        store.submit(joining(number, 1)).await.unwrap();
        wish(&*store, number, GroupChange::Stand(true)).await;
    }
    let everybody: Vec<_> = (2..8).map(seat).collect();
    let wishes = (0..60u32).map(|turn| {
        let store = store.clone();
        let everybody = everybody.clone();
        tokio::spawn(async move {
            let number = 2 + turn % 6;
            let change = match turn % 4 {
                0 => GroupChange::Approve(everybody),
                1 => GroupChange::Stand(false),
                2 => GroupChange::Stand(true),
                _ if number > 5 => GroupChange::Leave(at(60)),
                _ => GroupChange::ShowName(true),
            };
            store
                .change_group(&request(number).number, &change)
                .await
                .unwrap();
        })
    });
    for one in wishes.collect::<Vec<_>>() {
        one.await.unwrap();
    }
    let there = members(&*store, 1).await;
    for member in &there {
        assert!(!member.stands || member.shows_name);
        for approved in &member.approves {
            let candidate = there.iter().find(|other| other.seat == *approved);
            assert!(
                candidate.is_some_and(|candidate| candidate.stands),
                "{approved}"
            );
        }
    }
}
