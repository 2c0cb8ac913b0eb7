//! What people may do with what is held of them: correct it, have it deleted; and how long it is kept.

use std::time::Duration;

use axum::http::StatusCode;
use contract::draft::{Code, Field, Issue};
use contract::personal::KeptBecause;
use contract::problem::ProblemCode as P;
use contract::status::{Event, Status};
use fengqiao::domain::Refused;
use fengqiao::keys;
use jiff::Timestamp;
use serde_json::json;

use crate::actors::Owner;
use crate::app::TestApp;
use crate::marks::{marked, upload_marked, uploader};
use crate::samples::{COMMITTEE, LABOR, draft, key};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn withdrawn(app: &TestApp, number: u32) -> Owner {
    let owner = app.anybody().files(&key(number), &draft()).await;
    let done = owner.withdraw(None, &json!({"reason": "solved"})).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    owner
}

#[tokio::test]
async fn a_correction_is_made_once_and_stays_on_the_timeline() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let body = json!({
        "name": "张三丰", "region": "320102", "particulars": {"age": "41"}, "note": "是九月，不是八月"
    });
    for _ in 0..2 {
        let answer = owner.correct(&key(2), &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
    let staff = app.staff(LABOR).await;
    let view: contract::request::RequestView = staff.open(&owner.number).await.good();
    assert_eq!(view.content.applicant.name, "张三丰");
    assert_eq!(view.region_name, "南京市 玄武区");
    assert_eq!(view.content.story, draft().story, "what was told stays");
    assert_eq!(view.status, Status::Submitted);
    assert_eq!(view.timeline.len(), 2, "sent twice, made once");
    let entry = &view.timeline[1];
    assert_eq!(entry.event, Event::Correct);
    assert_eq!(entry.detail.note.as_deref(), Some("是九月，不是八月"));
    let told: Vec<_> = entry
        .detail
        .corrected
        .iter()
        .map(|one| (one.what.as_str(), one.before.as_str(), one.after.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("name", "张三", "张三丰"),
            ("region", "南京市 鼓楼区", "南京市 玄武区"),
            ("age", "", "41"),
        ]
    );
    let staff_may: Vec<_> = view.legal_moves;
    assert!(
        !staff_may.contains(&Event::Correct),
        "it is the applicant's own"
    );
}

#[tokio::test]
async fn a_correction_follows_the_rules_of_the_form() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let issues = async |body: serde_json::Value| {
        let answer = owner.correct(&key(2), &body).await;
        answer.is(P::Invalid);
        answer.problem().issues
    };
    let wrong = issues(json!({"name": "", "mobile": "139", "note": "a\u{0}b"})).await;
    let fields: Vec<_> = wrong.iter().map(|issue| issue.field).collect();
    assert_eq!(fields, [Field::Name, Field::Mobile, Field::Note]);
    assert_eq!(
        issues(json!({})).await,
        [Issue::new(Field::Note, Code::Missing)]
    );
    assert_eq!(
        issues(json!({"region": "329999"})).await,
        [Issue::new(Field::Region, Code::NotARegion)]
    );
    owner
        .correct(&key(2), &json!({"story": "another"}))
        .await
        .is(P::UnexpectedShape);
    let stranger = app.anybody();
    let path = format!("/api/v1/requests/{}/corrections", owner.number);
    let caller = stranger.with("idempotency-key", key(3));
    caller
        .post(&path, &json!({"note": "x"}))
        .await
        .is(P::RequestNotFound);
    assert_eq!(owner.sees().await.timeline.len(), 1);

    owner.withdraw(None, &json!({"reason": "mistake"})).await;
    let late = owner.correct(&key(4), &json!({"name": "李四"})).await;
    late.is(P::IllegalMove);
}

#[tokio::test]
async fn what_runs_is_kept_and_what_was_taken_back_is_deleted_with_its_files() {
    let app = TestApp::new().await;
    let sender = uploader(&app.anybody());
    upload_marked(&sender, "%PDF-1.4 标记文件 %%EOF").await;
    let owner = sender.files(&key(1), &marked()).await;
    let staff = app.staff(LABOR).await;
    let view = owner.sees().await;
    assert_eq!(view.keeping.because, Some(KeptBecause::Procedure));
    assert_eq!(view.keeping.until, None);
    owner.erase().await.is(P::MustBeKept);
    owner
        .withdraw(None, &json!({"reason": "solved", "note": "标记补充"}))
        .await;
    let view = owner.sees().await;
    assert_eq!(view.keeping.because, None);
    assert_eq!(view.keeping.until.as_deref(), Some("2026-12-23"));
    assert!(!app.objects().is_empty());

    let mut stranger = owner.clone();
    stranger.code = "0000-0000-0000".to_owned();
    stranger.erase().await.is(P::RequestNotFound);
    assert_eq!(owner.sees().await.content.applicant.name, "标记姓名");
    for _ in 0..2 {
        assert_eq!(owner.erase().await.status, StatusCode::NO_CONTENT);
    }
    let file = format!(
        "/api/v1/requests/{}/evidence/{}",
        owner.number, view.evidence[0].id
    );
    for answer in [
        owner.open().await,
        owner.note(&key(2), "还在吗").await,
        owner.correct(&key(3), &json!({"name": "李四"})).await,
        owner.withdraw(None, &json!({"reason": "solved"})).await,
        owner.caller().get(&file).await,
        staff.open(&owner.number).await,
        staff.make(&owner.number, &json!({"move": "accept"})).await,
    ] {
        answer.is(P::RequestErased);
    }
    stranger.open().await.is(P::RequestNotFound);
    // What is for statistics is still there, for those it went to.
    let queue = staff.queue("").await;
    assert_eq!(queue.requests[0].number, owner.number);
    assert_eq!(queue.requests[0].status, Status::Withdrawn);

    assert_eq!(app.app.sweep_evidence().await.unwrap(), 1);
    assert!(app.objects().is_empty(), "the files are gone too");
    let (row, entries) = app.store_row(&owner.number).await;
    assert!(row.content_sealed.is_empty());
    assert!(entries.iter().all(|entry| entry.detail_sealed.is_empty()));
}

#[tokio::test]
async fn what_has_ended_is_kept_for_its_days_and_no_longer() {
    let app = TestApp::new().await;
    let taken_back = withdrawn(&app, 1).await;
    let declined = app.anybody().files(&key(2), &draft()).await;
    let closed = app.anybody().files(&key(3), &draft()).await;
    let open = app.anybody().files(&key(4), &draft()).await;
    let staff = app.staff(LABOR).await;
    let decline = json!({"move": "decline", "reason": "other", "next_door": "court"});
    staff.make(&declined.number, &decline).await;
    for step in [
        json!({"move": "accept"}),
        json!({"move": "record-agreement", "form": "oral"}),
    ] {
        staff.make(&closed.number, &step).await;
    }
    let agreed = closed.sees().await.keeping;
    assert_eq!(agreed.because, Some(KeptBecause::Procedure));
    staff.make(&closed.number, &json!({"move": "close"})).await;
    let archive = closed.sees().await.keeping;
    assert_eq!(archive.because, Some(KeptBecause::Archive));
    assert_eq!(archive.until.as_deref(), Some("2029-11-22"));
    closed.erase().await.is(P::MustBeKept);

    let due = async || app.app.erase_overdue().await.unwrap();
    assert_eq!(due().await, 0);
    app.wait(30 * DAY);
    assert_eq!((due().await, due().await), (1, 0), "once");
    taken_back.open().await.is(P::RequestErased);
    app.wait(149 * DAY);
    assert_eq!(due().await, 0);
    declined.sees().await;
    app.wait(DAY);
    assert_eq!(due().await, 1);
    declined.open().await.is(P::RequestErased);
    app.wait(915 * DAY);
    assert_eq!(due().await, 1);
    closed.open().await.is(P::RequestErased);
    assert_eq!(open.sees().await.content.applicant.name, "张三");
    let portal: contract::portal::PortalView = app.anybody().get("/api/v1/portal").await.good();
    assert_eq!(
        portal.retention,
        Some(crate::app::RETENTION),
        "people are told"
    );
}

#[tokio::test]
async fn two_servers_delete_what_is_overdue_once() {
    let app = TestApp::new().await;
    for number in 0..150 {
        withdrawn(&app, number).await;
    }
    app.wait(31 * DAY);
    let (one, other) = tokio::join!(app.app.erase_overdue(), app.app.erase_overdue());
    assert_eq!(one.unwrap() + other.unwrap(), 150);
}

#[tokio::test]
async fn what_is_held_is_deleted_by_nobody_until_the_hold_is_lifted() {
    let app = TestApp::new().await;
    let owner = withdrawn(&app, 1).await;
    let number = contract::number::RequestNumber::parse(&owner.number).unwrap();
    let operator = app.command();
    operator.hold(&number, true).await.unwrap();
    let keeping = owner.sees().await.keeping;
    assert_eq!(
        (keeping.because, keeping.until),
        (Some(KeptBecause::Hold), None)
    );
    owner.erase().await.is(P::MustBeKept);
    app.wait(400 * DAY);
    assert_eq!(app.app.erase_overdue().await.unwrap(), 0);
    operator.hold(&number, false).await.unwrap();
    assert_eq!(app.app.erase_overdue().await.unwrap(), 1);
    let late = operator.hold(&number, true).await;
    assert!(matches!(late, Err(Refused::Erased)), "{late:?}");
    let nobody = contract::number::RequestNumber::new(2026, 11, [9; 5]);
    let none = operator.hold(&nobody, true).await;
    assert!(matches!(none, Err(Refused::NotFound)), "{none:?}");
}

#[tokio::test]
async fn everything_is_sealed_anew_under_another_key_while_the_server_runs() {
    let app = TestApp::new().await;
    let sender = uploader(&app.anybody());
    upload_marked(&sender, "%PDF-1.4 标记文件 %%EOF").await;
    let owner = sender.files(&key(1), &marked()).await;
    owner.note(&key(2), "标记补充").await;
    let report = json!({"subjects": ["fee"], "note": "标记有误"});
    sender.report(LABOR, &key(3), &report).await;
    let before = owner.sees().await;

    let file = app.key_file();
    let added = keys::rotate(&*app.store, &file, Timestamp::now()).await;
    assert_eq!(added.unwrap(), 2);
    let operator = app.command();
    assert!(operator.uses_key(1).await.unwrap());
    // Two that work at once, and one more: nothing is lost and nothing is done twice.
    let again = app.command();
    let (one, other) = tokio::join!(operator.reseal(1, |_| ()), again.reseal(1, |_| ()));
    assert!(one.unwrap() + other.unwrap() >= 6);
    assert_eq!(operator.reseal(1, |_| ()).await.unwrap(), 0);
    assert!(!operator.uses_key(1).await.unwrap());
    keys::retire(&*app.store, &file, 1).await.unwrap();

    // The server that runs has learnt the key by itself, and needs the old one no more.
    app.app.refresh_keys().unwrap();
    assert_eq!(owner.sees().await, before);
    let path = format!(
        "/api/v1/requests/{}/evidence/{}",
        owner.number, before.evidence[0].id
    );
    assert!(owner.caller().get(&path).await.text().contains("标记文件"));
    let staff = app.staff(LABOR).await;
    assert_eq!(
        staff.reports().await.reports[0].note.as_deref(),
        Some("标记有误")
    );
    let elsewhere = contract::draft::Draft {
        organization: COMMITTEE.to_owned(),
        ..draft()
    };
    let other = app.anybody().files(&key(4), &elsewhere).await;
    other.sees().await;
    assert!(
        !operator.uses_key(1).await.unwrap(),
        "what is new is under the new key"
    );
}
