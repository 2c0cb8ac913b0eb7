//! A request that is likely for the same as an earlier one from the same device.

use std::time::Duration;

use axum::http::StatusCode;
use contract::draft::Draft;
use contract::problem::ProblemCode;
use contract::request::Receipt;
use serde_json::json;

use crate::actors::{Answer, Anybody};
use crate::app::TestApp;
use crate::samples::{LABOR, draft, key};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const PHONE: &str = "secret-of-the-phone";

async fn file(person: &Anybody, number: u32, draft: &Draft) -> Answer {
    person
        .with("filer-key", PHONE)
        .file(&key(number), draft)
        .await
}

#[tokio::test]
async fn whoever_files_the_same_again_is_told_and_decides() {
    let app = TestApp::new().await;
    let person = app.anybody();
    assert_eq!(file(&person, 1, &draft()).await.status, StatusCode::CREATED);
    app.wait(2 * DAY);
    // As people type it the second time.
    let again = Draft {
        mobile: "+86 13912345678".to_owned(),
        respondent_name: " 某某有限公司\u{3000}".to_owned(),
        story: "公司还是没有发工资，我再申请一次。".to_owned(),
        ..draft()
    };
    let told = file(&person, 2, &again).await.problem();
    assert_eq!(told.code, ProblemCode::LikelyDuplicate);
    assert_eq!(told.filed_on.as_deref(), Some("2026-11-23"));
    assert!(!serde_json::to_string(&told).unwrap().contains("FQ-"));
    assert_eq!(app.staff(LABOR).await.queue("").await.requests.len(), 1);

    let known = Draft {
        even_if_filed: true,
        ..again
    };
    let filed = file(&person, 2, &known).await;
    assert_eq!(filed.status, StatusCode::CREATED, "{}", filed.text());
    // The retry of either is no duplicate of itself.
    for (number, draft) in [(1, draft()), (2, known)] {
        let retry = file(&person, number, &draft).await;
        assert_eq!(retry.status, StatusCode::OK, "{}", retry.text());
        retry.good::<Receipt>();
    }
    assert_eq!(app.staff(LABOR).await.queue("").await.requests.len(), 2);
}

#[tokio::test]
async fn other_parties_fields_and_times_are_no_duplicates() {
    let app = TestApp::new().await;
    let person = app.anybody();
    let first = person.owner_of(&file(&person, 1, &draft()).await.good());
    let other_phone = Draft {
        mobile: "13812345678".to_owned(),
        ..draft()
    };
    let other_side = Draft {
        respondent_name: "某某餐厅".to_owned(),
        ..draft()
    };
    let other_field = Draft {
        field: "neighbours".to_owned(),
        topic: String::new(),
        ..draft()
    };
    for (number, draft) in [(2, other_phone), (3, other_side), (4, other_field)] {
        assert_eq!(
            file(&person, number, &draft).await.status,
            StatusCode::CREATED
        );
    }
    file(&person, 5, &draft())
        .await
        .is(ProblemCode::LikelyDuplicate);
    // What is over is no reason to wait.
    first.withdraw(None, &json!({"reason": "mistake"})).await;
    assert_eq!(file(&person, 5, &draft()).await.status, StatusCode::CREATED);
    file(&person, 6, &draft())
        .await
        .is(ProblemCode::LikelyDuplicate);
    app.wait(30 * DAY);
    app.app.forget_likeness().await.unwrap();
    assert_eq!(file(&person, 6, &draft()).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn nobody_learns_of_a_request_by_knowing_its_parties() {
    let app = TestApp::new().await;
    let person = app.anybody();
    file(&person, 1, &draft()).await;
    // From another device, and from one that says nothing of itself.
    let stranger = app.anybody_at("203.0.113.66");
    let other = stranger.with("filer-key", "another-phones-secret");
    for (number, from) in [(2, other), (3, stranger.clone())] {
        let answer = from.file(&key(number), &draft()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    }
    for wrong in ["short", "has blanks in the middle"] {
        let answer = stranger
            .with("filer-key", wrong)
            .file(&key(4), &draft())
            .await;
        answer.is(ProblemCode::FilerKeyMalformed);
    }
    // Where somebody is afraid, not even the same phone is told: it may be in other hands.
    let afraid = Draft {
        field: "family".to_owned(),
        topic: String::new(),
        afraid: true,
        ..draft()
    };
    assert_eq!(file(&person, 5, &afraid).await.status, StatusCode::CREATED);
    let looking = Draft {
        afraid: false,
        ..afraid
    };
    assert_eq!(file(&person, 6, &looking).await.status, StatusCode::CREATED);
}
