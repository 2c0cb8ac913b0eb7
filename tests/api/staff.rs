//! What the people at an organization do.

use contract::draft::{Code, Field, Issue};
use contract::problem::ProblemCode;
use contract::request::{DeclineReason, NextDoor, RequestView};
use contract::status::{Event, Status};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::samples::{COMMITTEE, LABOR, draft, key};

fn appointment(at: &str) -> Value {
    json!({"move": "schedule", "appointment": {"at": at, "channel": "in-person", "place": "中山路1号二楼"}})
}

#[tokio::test]
async fn a_case_runs_from_the_queue_to_its_end() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let queue = staff.queue("").await;
    assert_eq!(queue.requests[0].number, owner.number);
    assert!(queue.requests[0].deadline.is_some());
    let read: RequestView = staff.open(&owner.number).await.good();
    assert_eq!(read.content.applicant.name, "张三");
    assert_eq!(
        read.legal_moves,
        [
            Event::AskForMore,
            Event::ProposeTransfer,
            Event::Decline,
            Event::Accept,
            Event::AddNote
        ]
    );
    for (body, status) in [
        (
            json!({"move": "accept", "note": "已登记"}),
            Status::Accepted,
        ),
        (appointment("2026-11-30T09:00:00+08:00"), Status::Scheduled),
        (appointment("2026-12-01T01:30:00Z"), Status::Scheduled),
        (
            json!({"move": "record-agreement", "form": "written"}),
            Status::Agreed,
        ),
        (json!({"move": "close"}), Status::Closed),
    ] {
        let view: RequestView = staff.make(&owner.number, &body).await.good();
        assert_eq!(view.status, status);
    }
    let seen = owner.sees().await;
    assert_eq!(seen.timeline.len(), 6);
    let moved = seen.timeline[3].detail.appointment.as_ref().unwrap();
    assert_eq!(moved.at, "2026-12-01T09:30:00+08:00");
}

#[tokio::test]
async fn a_decline_tells_the_reason_and_the_next_door() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let body =
        json!({"move": "decline", "reason": "outside-area", "next_door": "another-organization"});
    staff.make(&owner.number, &body).await.good::<RequestView>();
    let view = owner.sees().await;
    let told = &view.timeline.last().unwrap().detail;
    assert_eq!(view.status, Status::Declined);
    assert_eq!(told.decline_reason, Some(DeclineReason::OutsideArea));
    assert_eq!(told.next_door, Some(NextDoor::AnotherOrganization));
}

#[tokio::test]
async fn an_illegal_move_is_answered_with_the_legal_ones() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let answer = staff.make(&owner.number, &json!({"move": "close"})).await;
    let problem = answer.problem();
    assert_eq!(problem.code, ProblemCode::IllegalMove);
    assert_eq!(
        problem.legal_moves,
        [
            Event::AskForMore,
            Event::ProposeTransfer,
            Event::Decline,
            Event::Accept,
            Event::AddNote
        ]
    );
    assert_eq!(owner.sees().await.timeline.len(), 1);
}

#[tokio::test]
async fn every_issue_of_a_move_is_told_at_once() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let past = json!({"move": "schedule", "appointment":
        {"at": "2026-11-23T11:59:59+08:00", "channel": "pigeon", "place": " "}});
    let problem = staff.make(&owner.number, &past).await.problem();
    assert_eq!(
        problem.issues,
        [
            Issue::new(Field::ContactChannels, Code::NotAChoice),
            Issue::new(Field::At, Code::NotAFutureTime),
            Issue::new(Field::Place, Code::Missing),
        ]
    );
    for at in ["tomorrow", "", "2026-13-01T00:00:00Z", "2026-11-24 09:00"] {
        let problem = staff.make(&owner.number, &appointment(at)).await.problem();
        assert_eq!(
            problem.issues,
            [Issue::new(Field::At, Code::NotAFutureTime)],
            "{at}"
        );
    }
    let body = json!({"move": "decline", "reason": "because", "next_door": "moon"});
    let problem = staff.make(&owner.number, &body).await.problem();
    assert_eq!(problem.issues.len(), 2);
}

#[tokio::test]
async fn a_repeated_sending_moves_once() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let path = format!("/api/v1/staff/requests/{}/moves", owner.number);
    let caller = staff.caller().with("idempotency-key", key(9));
    let body = json!({"move": "accept", "note": "好"});
    let first: RequestView = caller.post(&path, &body).await.good();
    let again: RequestView = caller.post(&path, &body).await.good();
    assert_eq!(first, again);
    let unreadable = staff.caller().with("idempotency-key", "x");
    unreadable
        .post(&path, &body)
        .await
        .is(ProblemCode::IdempotencyKeyMissing);
}

#[tokio::test]
async fn others_requests_do_not_exist() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let others = app.staff(COMMITTEE).await;
    assert!(others.queue("").await.requests.is_empty());
    others
        .open(&owner.number)
        .await
        .is(ProblemCode::RequestNotFound);
    others
        .make(&owner.number, &json!({"move": "accept"}))
        .await
        .is(ProblemCode::RequestNotFound);
    others.open("FQ-1").await.is(ProblemCode::RequestNotFound);
    assert_eq!(owner.sees().await.status, Status::Submitted);
}

#[tokio::test]
async fn only_a_valid_token_opens_the_staff_door() {
    let app = TestApp::new().await;
    let staff = app.staff(LABOR).await;
    let path = "/api/v1/staff/requests";
    app.anybody().get(path).await.is(ProblemCode::Unauthorized);
    for wrong in [
        "Bearer",
        "Bearer ",
        "Bearer fqs_0",
        "AccessCode 0000-0000-0000",
        "Basic eDp5",
    ] {
        let answer = app.anybody().with("authorization", wrong).get(path).await;
        answer.is(ProblemCode::Unauthorized);
    }
    assert_eq!(staff.caller().get(path).await.status, 200);
    let store: &dyn fengqiao::store::Store = app.store.as_ref();
    assert!(
        store
            .revoke_staff_token(&staff.id, Timestamp::now())
            .await
            .unwrap()
    );
    staff.caller().get(path).await.is(ProblemCode::Unauthorized);
}

#[tokio::test]
async fn the_queue_is_filtered_and_paged_oldest_first() {
    let app = TestApp::new().await;
    let staff = app.staff(LABOR).await;
    let mut numbers = Vec::new();
    for number in 0..53 {
        app.wait(std::time::Duration::from_secs(1));
        numbers.push(app.anybody().files(&key(number), &draft()).await.number);
    }
    let first = staff.queue("").await;
    let second = staff
        .queue(&format!("?after={}", first.next_after.clone().unwrap()))
        .await;
    let listed: Vec<_> = first
        .requests
        .iter()
        .chain(&second.requests)
        .map(|entry| entry.number.clone())
        .collect();
    assert_eq!(listed, numbers);
    assert_eq!(second.next_after, None);

    staff
        .make(&numbers[4], &json!({"move": "accept"}))
        .await
        .good::<RequestView>();
    let accepted = staff.queue("?status=accepted").await.requests;
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0].number, numbers[4]);
    let both = staff.queue("?status=accepted&status=submitted").await;
    assert_eq!(both.requests.len(), 50);
    for wrong in [
        "?status=nonsense",
        "?status=unknown",
        "?after=x",
        "?after=2026-11-24.0.x",
    ] {
        let answer = staff
            .caller()
            .get(&format!("/api/v1/staff/requests{wrong}"))
            .await;
        answer.is(ProblemCode::MalformedParameter);
    }
}
