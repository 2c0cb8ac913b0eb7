//! Telling that an entry of the directory is wrong, and settling that.

use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use contract::draft::{Code, Field, Issue};
use contract::problem::ProblemCode;
use contract::report::{REPORT_NOTE_MAX, REPORTS_MAX, ReportSubject, ReportView};
use fengqiao::store::Store;
use serde_json::{Value, json};

use crate::app::{Options, TestApp};
use crate::samples::{COMMITTEE, LABOR, key};

fn report() -> Value {
    json!({"subjects": ["gone", "phone"], "note": "  搬到中山路3号了。 "})
}

#[tokio::test]
async fn a_report_reaches_staff_and_is_settled_in_their_name() {
    let app = TestApp::new().await;
    let answer = app.anybody().report(LABOR, &key(1), &report()).await;
    assert_eq!(
        (answer.status, answer.body.len()),
        (StatusCode::NO_CONTENT, 0)
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let staff = app.staff(LABOR).await;
    let listed = staff.reports().await;
    assert!(!listed.has_more);
    let [told] = listed.reports.as_slice() else {
        panic!("{listed:?}")
    };
    assert_eq!(told.organization, LABOR);
    assert_eq!(told.subjects, [ReportSubject::Phone, ReportSubject::Gone]);
    assert_eq!(told.note.as_deref(), Some("搬到中山路3号了。"));
    assert_eq!(told.reported_at, "2026-11-23T12:00:00+08:00");
    assert_eq!(told.settled, None);

    app.wait(Duration::from_secs(60));
    let settled: ReportView = staff.settle(&told.id).await.good();
    let how = settled.settled.clone().unwrap();
    assert_eq!(
        (how.at.as_str(), how.by.as_str()),
        ("2026-11-23T12:01:00+08:00", "调解员")
    );
    assert_eq!(settled.note, None, "the words are gone");
    app.wait(Duration::from_secs(60));
    assert_eq!(staff.settle(&told.id).await.good::<ReportView>(), settled);
    assert!(staff.reports().await.reports.is_empty());
}

#[tokio::test]
async fn sending_again_keeps_one_report() {
    let app = TestApp::new().await;
    let sendings: Vec<_> = (0..8)
        .map(|_| {
            let anybody = app.anybody();
            tokio::spawn(async move { anybody.report(LABOR, &key(1), &report()).await })
        })
        .collect();
    for sending in sendings {
        assert_eq!(sending.await.unwrap().status, StatusCode::NO_CONTENT);
    }
    app.wait(Duration::from_secs(86_400));
    let elsewhere = app.anybody_at("198.51.100.1");
    let late = elsewhere.report(LABOR, &key(1), &report()).await;
    assert_eq!(late.status, StatusCode::NO_CONTENT);
    let staff = app.staff(LABOR).await;
    assert_eq!(staff.reports().await.reports.len(), 1);

    let other = json!({"subjects": ["fee"]});
    for (organization, body) in [(LABOR, other), (COMMITTEE, report())] {
        let answer = app.anybody().report(organization, &key(1), &body).await;
        answer.is(ProblemCode::IdempotencyKeyReused);
    }
}

#[tokio::test]
async fn a_report_is_acknowledged_again_although_the_organization_has_left_the_directory() {
    let app = TestApp::new().await;
    app.anybody().report(LABOR, &key(1), &report()).await;
    let import = app.store.begin_import().await.unwrap();
    import.commit(true).await.unwrap();
    assert!(app.directory.refresh(&*app.store).await.unwrap());
    let again = app.anybody().report(LABOR, &key(1), &report()).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn nobodys_entry_cannot_be_wrong() {
    let app = TestApp::new().await;
    for nobody in ["nobody", "%27%3B%20DROP"] {
        let answer = app.anybody().report(nobody, &key(1), &report()).await;
        answer.is(ProblemCode::OrganizationNotFound);
    }
    for unreadable in ["%ff", "%00", "a%00b"] {
        let answer = app.anybody().report(unreadable, &key(1), &report()).await;
        answer.is(ProblemCode::MalformedParameter);
    }
}

#[tokio::test]
async fn a_report_that_breaks_rules_is_told_everything_at_once_and_leaves_its_key_free() {
    let app = TestApp::new().await;
    let long = "字".repeat(usize::from(REPORT_NOTE_MAX) + 1);
    let too_long = Code::TooLong {
        max: REPORT_NOTE_MAX,
        actual: u32::from(REPORT_NOTE_MAX) + 1,
    };
    for (body, issues) in [
        (
            json!({"subjects": ["weather"], "note": long}),
            vec![
                Issue::new(Field::Subjects, Code::NotAChoice),
                Issue::new(Field::Note, too_long),
            ],
        ),
        (json!({}), vec![Issue::new(Field::Subjects, Code::Missing)]),
        (
            json!({"subjects": ["unknown"]}),
            vec![Issue::new(Field::Subjects, Code::NotAChoice)],
        ),
        (
            json!({"subjects": ["fee"], "note": "a\u{0}b"}),
            vec![Issue::new(Field::Note, Code::NotPrintable)],
        ),
    ] {
        let problem = app.anybody().report(LABOR, &key(1), &body).await.problem();
        assert_eq!(problem.code, ProblemCode::Invalid);
        assert_eq!(problem.issues, issues);
    }
    let answer = app.anybody().report(LABOR, &key(1), &report()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn bodies_and_keys_that_cannot_be_read() {
    let app = TestApp::new().await;
    for body in [
        json!({"subjects": ["fee"], "name": "张三"}),
        json!({"subjects": "fee"}),
        json!(["fee"]),
        json!(null),
    ] {
        let answer = app.anybody().report(LABOR, &key(1), &body).await;
        answer.is(ProblemCode::UnexpectedShape);
    }
    let path = format!("/api/v1/organizations/{LABOR}/reports");
    let caller = app.anybody().with("idempotency-key", key(1));
    let declared = caller.with("content-type", "application/json");
    let broken = declared.send(Method::POST, &path, "{").await;
    broken.is(ProblemCode::MalformedJson);
    let undeclared = caller.send(Method::POST, &path, "{}").await;
    undeclared.is(ProblemCode::UnsupportedMediaType);
    let missing = app.anybody().post(&path, &report()).await;
    missing.is(ProblemCode::IdempotencyKeyMissing);
    let short = app.anybody().report(LABOR, "short", &report()).await;
    short.is(ProblemCode::IdempotencyKeyMissing);
    app.anybody()
        .get(&path)
        .await
        .is(ProblemCode::MethodNotAllowed);
}

#[tokio::test]
async fn others_reports_do_not_exist() {
    let app = TestApp::new().await;
    app.anybody().report(LABOR, &key(1), &report()).await;
    let (staff, others) = (app.staff(LABOR).await, app.staff(COMMITTEE).await);
    let id = staff.reports().await.reports[0].id.clone();
    assert!(others.reports().await.reports.is_empty());
    others.settle(&id).await.is(ProblemCode::ReportNotFound);
    staff.settle("none").await.is(ProblemCode::ReportNotFound);
    staff
        .settle("%00")
        .await
        .is(ProblemCode::MalformedParameter);
    assert_eq!(staff.reports().await.reports.len(), 1);

    let path = "/api/v1/staff/reports";
    app.anybody().get(path).await.is(ProblemCode::Unauthorized);
    let settle = format!("{path}/{id}/settle");
    let answer = app.anybody().post(&settle, &json!({})).await;
    answer.is(ProblemCode::Unauthorized);
}

#[tokio::test]
async fn a_long_list_is_told_to_be_longer() {
    let app = TestApp::new().await;
    for number in 0..=REPORTS_MAX {
        app.wait(Duration::from_secs(1));
        app.anybody().report(LABOR, &key(number), &report()).await;
    }
    let staff = app.staff(LABOR).await;
    let listed = staff.reports().await;
    assert_eq!(listed.reports.len(), REPORTS_MAX as usize);
    assert!(listed.has_more);
    staff.settle(&listed.reports[0].id).await;
    let rest = staff.reports().await;
    assert!(!rest.has_more);
    assert_eq!(rest.reports[0], listed.reports[1]);
}

#[tokio::test]
async fn while_the_store_is_down_no_report_is_acknowledged() {
    let app = TestApp::new().await;
    app.store.set_down(true);
    let answer = app.anybody().report(LABOR, &key(1), &report()).await;
    answer.is(ProblemCode::StorageUnavailable);
    app.store.set_down(false);
    let staff = app.staff(LABOR).await;
    assert!(staff.reports().await.reports.is_empty());
    let answer = app.anybody().report(LABOR, &key(1), &report()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn one_address_cannot_send_reports_without_end() {
    let options = Options {
        writes: NonZeroU32::new(1),
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    app.anybody().report(LABOR, &key(1), &report()).await;
    let answer = app.anybody().report(LABOR, &key(2), &report()).await;
    answer.is(ProblemCode::TooManyRequests);
}
