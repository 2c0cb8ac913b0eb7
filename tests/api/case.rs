//! A request as its owner sees it: open, withdraw, add notes.

use std::time::Duration;

use contract::deadline::{DeadlineKind, DeadlineSource};
use contract::draft::{Code, Field, Issue};
use contract::problem::ProblemCode;
use contract::request::RequestView;
use contract::status::{Event, Status};
use serde_json::json;

use crate::app::{Options, TestApp};
use crate::samples::{COMMERCIAL, COMMITTEE, LABOR, draft, key};

#[tokio::test]
async fn the_owner_reads_what_was_sent_and_what_comes_next() {
    let options = Options {
        numbers: vec![[7; 5]],
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let answer = owner.open().await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let view: serde_json::Value = answer.good();
    insta::assert_json_snapshot!(view);
}

#[tokio::test]
async fn number_and_code_are_read_as_people_type_them() {
    let app = TestApp::new().await;
    let mut owner = app.anybody().files(&key(1), &draft()).await;
    owner.number = owner.number.to_lowercase().replace('-', "");
    owner.code = owner.code.to_lowercase();
    owner.sees().await;
}

#[tokio::test]
async fn what_does_not_open_is_never_explained() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let mut answers = Vec::new();
    let mut wrong_code = owner.clone();
    wrong_code.code = "0000-0000-0000".to_owned();
    answers.push(wrong_code.open().await);
    let mut no_such_number = owner.clone();
    no_such_number.number = contract::number::RequestNumber::new(2026, 11, [9; 5]).to_string();
    answers.push(no_such_number.open().await);
    let mut unreadable = owner.clone();
    unreadable.number = "FQ-0000".to_owned();
    answers.push(unreadable.open().await);
    let path = format!("/api/v1/requests/{}", owner.number);
    answers.push(app.anybody().get(&path).await);
    let basic = app.anybody().with("authorization", "Basic eDp5");
    answers.push(basic.get(&path).await);
    let bodies: Vec<_> = answers
        .iter()
        .map(|answer| {
            let mut problem = answer.problem();
            problem.request_id.clear();
            problem
        })
        .collect();
    assert_eq!(bodies[0].code, ProblemCode::RequestNotFound);
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
}

#[tokio::test]
async fn deadlines_follow_the_request() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let due = owner.sees().await.deadline.unwrap();
    assert_eq!(
        (due.kind, due.due.as_str()),
        (DeadlineKind::FirstContact, "2026-11-24")
    );
    assert!(!due.overdue);
    app.wait(Duration::from_secs(36 * 3600 - 1));
    assert!(!owner.sees().await.deadline.unwrap().overdue);
    app.wait(Duration::from_secs(1));
    assert!(owner.sees().await.deadline.unwrap().overdue);

    app.staff(LABOR)
        .await
        .make(&owner.number, &json!({"move": "accept"}))
        .await
        .good::<RequestView>();
    let due = owner.sees().await.deadline.unwrap();
    assert_eq!(due.source, DeadlineSource::LaborMediationLaw);
    assert_eq!(due.due, "2026-12-08");

    for (number, organization, field, expected) in [
        (2, COMMITTEE, "neighbours", Some("2026-12-25")),
        (3, COMMERCIAL, "commercial", None),
    ] {
        let draft = contract::draft::Draft {
            organization: organization.to_owned(),
            field: field.to_owned(),
            topic: String::new(),
            consent_fee: organization == COMMERCIAL,
            ..draft()
        };
        let owner = app.anybody().files(&key(number), &draft).await;
        let staff = app.staff(organization).await;
        let accepted: RequestView = staff
            .make(&owner.number, &json!({"move": "accept"}))
            .await
            .good();
        let due = accepted.deadline.map(|deadline| deadline.due);
        assert_eq!(due.as_deref(), expected);
    }
}

#[tokio::test]
async fn an_answer_starts_the_clock_anew() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    app.wait(Duration::from_secs(3600));
    let asked: RequestView = app
        .staff(LABOR)
        .await
        .make(
            &owner.number,
            &json!({"move": "ask-for-more", "note": "请补一张工资条"}),
        )
        .await
        .good();
    assert_eq!(
        asked.deadline, None,
        "nothing is due while the applicant is asked"
    );
    // Filed on Monday, answered on Friday.
    app.wait(Duration::from_secs(4 * 24 * 3600));
    let answered: RequestView = owner.note(&key(2), "每月四千元").await.good();
    assert_eq!(answered.status, Status::Submitted);
    let due = answered.deadline.unwrap();
    assert_eq!((due.due.as_str(), due.overdue), ("2026-11-30", false));
}

#[tokio::test]
async fn a_request_is_withdrawn_once_however_often_it_is_sent() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let body = json!({"reason": "solved", "note": "已经谈好了"});
    let first: RequestView = owner.withdraw(Some(&key(2)), &body).await.good();
    assert_eq!(first.status, Status::Withdrawn);
    assert_eq!(first.deadline, None);
    assert!(first.legal_moves.is_empty());
    let again: RequestView = owner.withdraw(Some(&key(2)), &body).await.good();
    assert_eq!(again, first);
    let other = json!({"reason": "mistake"});
    owner
        .withdraw(Some(&key(2)), &other)
        .await
        .is(ProblemCode::IdempotencyKeyReused);
    let late = owner.withdraw(None, &body).await.problem();
    assert_eq!(late.code, ProblemCode::IllegalMove);
    assert!(late.legal_moves.is_empty());
}

#[tokio::test]
async fn a_withdrawal_needs_a_reason_from_the_list() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let body = json!({"reason": "because", "note": "x".repeat(2001)});
    let problem = owner.withdraw(None, &body).await.problem();
    assert_eq!(
        problem.issues,
        [
            Issue::new(Field::Reason, Code::NotAChoice),
            Issue::new(
                Field::Note,
                Code::TooLong {
                    max: 2000,
                    actual: 2001
                }
            ),
        ]
    );
    assert_eq!(owner.sees().await.status, Status::Submitted);
}

#[tokio::test]
async fn a_note_is_added_once_and_answers_what_staff_asked() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let events = |view: &RequestView| {
        view.timeline
            .iter()
            .map(|entry| entry.event)
            .collect::<Vec<_>>()
    };
    owner.note(&key(2), "补充一句").await.good::<RequestView>();
    let view: RequestView = owner.note(&key(2), "补充一句").await.good();
    assert_eq!(events(&view), [Event::Submit, Event::AddNote]);

    let staff = app.staff(LABOR).await;
    let asked = staff
        .make(
            &owner.number,
            &json!({"move": "ask-for-more", "note": "请补充劳动合同"}),
        )
        .await;
    assert_eq!(asked.good::<RequestView>().status, Status::MoreNeeded);
    let view: RequestView = owner.note(&key(3), "没有签合同").await.good();
    assert_eq!(view.status, Status::Submitted);
    assert_eq!(view.timeline.last().unwrap().event, Event::Answer);
    // The lost answer to the answer: sent again, it does not become a note.
    let again: RequestView = owner.note(&key(3), "没有签合同").await.good();
    assert_eq!(again, view);

    owner.note(&key(4), "  ").await.is(ProblemCode::Invalid);
    owner
        .note("short", "x")
        .await
        .is(ProblemCode::IdempotencyKeyMissing);
}

#[tokio::test]
async fn notes_at_once_are_all_kept() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let notes: Vec<_> = (0..30)
        .map(|number| {
            let owner = owner.clone();
            tokio::spawn(async move {
                owner
                    .note(&key(10 + number), &format!("第{number}条"))
                    .await
            })
        })
        .collect();
    for note in notes {
        note.await.unwrap().good::<RequestView>();
    }
    assert_eq!(owner.sees().await.timeline.len(), 31);
}

#[tokio::test]
async fn a_request_stays_open_when_its_organization_leaves_the_directory() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let store: &dyn fengqiao::store::Store = app.store.as_ref();
    store
        .begin_import()
        .await
        .unwrap()
        .commit(true)
        .await
        .unwrap();
    app.directory.refresh(store).await.unwrap();
    let view = owner.sees().await;
    assert_eq!(view.organization.name, "鼓楼区劳动争议调解中心");
    let answer = app.anybody().file(&key(2), &draft()).await;
    assert_eq!(answer.problem().issues[0].code, Code::NoSuchOrganization);
}
