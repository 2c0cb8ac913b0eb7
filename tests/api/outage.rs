//! The store full, locked, gone, slow or broken: 503 or 500, nothing acknowledged, nothing lost.

use std::time::Duration;

use contract::problem::ProblemCode;
use sqlx::Connection;

use crate::app::{Options, TestApp};
use crate::samples::{LABOR, draft, key};

#[tokio::test]
async fn while_the_store_is_down_nothing_is_acknowledged_and_searching_goes_on() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    app.store.set_down(true);
    let unavailable = ProblemCode::StorageUnavailable;
    app.anybody().file(&key(2), &draft()).await.is(unavailable);
    owner.open().await.is(unavailable);
    owner.note(&key(3), "补充").await.is(unavailable);
    staff.open(&owner.number).await.is(unavailable);
    app.anybody().get("/readyz").await.is(unavailable);
    assert_eq!(app.anybody().get("/healthz").await.status, 200);
    assert_eq!(app.anybody().get("/api/v1/organizations").await.status, 200);

    app.store.set_down(false);
    assert_eq!(app.anybody().get("/readyz").await.status, 200);
    app.anybody().files(&key(2), &draft()).await;
    assert_eq!(owner.sees().await.timeline.len(), 1);
}

#[tokio::test]
async fn a_locked_database_file_is_told_as_such() {
    let app = TestApp::new().await;
    let path = format!("sqlite:{}", app.database().display());
    let mut other = sqlx::SqliteConnection::connect(&path).await.unwrap();
    sqlx::query("BEGIN EXCLUSIVE")
        .execute(&mut other)
        .await
        .unwrap();
    let answer = app.anybody().file(&key(1), &draft()).await;
    answer.is(ProblemCode::StorageUnavailable);
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    app.anybody().files(&key(1), &draft()).await;
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let options = Options {
        timeout: Duration::from_millis(50),
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    app.store.set_stuck(true);
    app.anybody()
        .file(&key(1), &draft())
        .await
        .is(ProblemCode::TimedOut);
}

#[tokio::test]
async fn a_panic_is_a_500_and_the_next_request_is_served() {
    let app = TestApp::new().await;
    app.store.set_panicking(true);
    let answer = app.anybody().file(&key(1), &draft()).await;
    answer.is(ProblemCode::Internal);
    assert!(!answer.text().contains("标记姓名"));
    app.store.set_panicking(false);
    app.anybody().files(&key(1), &draft()).await;
}
