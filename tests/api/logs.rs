//! Nothing about people in the logs, whatever happens.

use std::io::Write;
use std::sync::{Arc, Mutex};

use contract::problem::ProblemCode;
use fengqiao::config::LogFormat;
use fengqiao::telemetry;
use serde_json::json;
use tracing::level_filters::LevelFilter;

use crate::app::TestApp;
use crate::marks::{MARKS, marked, upload_marked, uploader};
use crate::samples::{LABOR, key};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn logs_say_what_happened_and_nothing_about_anybody() {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = telemetry::subscriber(LevelFilter::TRACE, LogFormat::Json, move || writer.clone());
    // For the whole process: what threads of the store and other tests log is looked through as well.
    tracing::subscriber::set_global_default(log).unwrap();
    tracing::callsite::rebuild_interest_cache();
    telemetry::log_panics();

    let app = TestApp::new().await;
    let marked = marked();
    let person = app.anybody_at("203.0.113.99");
    let sender = uploader(&person);
    for content in ["%PDF-1.4 %%EOF", "标记文件"] {
        upload_marked(&sender, content).await;
    }
    let owner = sender.files(&key(1), &marked).await;
    assert_eq!(owner.sees().await.evidence.len(), 1);
    person.file(&key(1), &marked).await;
    owner.open().await;
    owner.note(&key(2), "标记补充").await;
    for mobile in ["标记姓名", "13812345678"] {
        let correction = json!({"name": "标记姓名改", "mobile": mobile, "note": "标记补充"});
        owner.correct(&key(8), &correction).await;
    }
    let mut wrong = owner.clone();
    wrong.code = "0000-0000-0000".to_owned();
    wrong.open().await;
    let staff = app.staff(LABOR).await;
    staff
        .make(
            &owner.number,
            &json!({"move": "ask-for-more", "note": "标记补充"}),
        )
        .await;
    staff
        .make(&owner.number, &json!({"move": "close", "note": "标记补充"}))
        .await;
    owner
        .withdraw(None, &json!({"reason": "solved", "note": "标记补充"}))
        .await;
    owner.erase().await;
    owner.open().await;
    app.wait(std::time::Duration::from_secs(40 * 24 * 60 * 60));
    app.app.erase_overdue().await.unwrap();
    app.app.sweep_evidence().await.unwrap();
    for (number, subject) in [(6, "fee"), (7, "标记有误")] {
        let report = json!({"subjects": [subject], "note": "标记有误"});
        person.report(LABOR, &key(number), &report).await;
    }
    let reports = staff.reports().await.reports;
    assert_eq!(reports[0].note.as_deref(), Some("标记有误"));
    staff.settle(&reports[0].id).await;
    let json = serde_json::to_string(&marked).unwrap();
    let poster = person
        .with("idempotency-key", key(3))
        .with("content-type", "application/json");
    for body in [
        json.replace("\"name\"", "\"标记姓名\""),
        json.replace("true", "\"标记姓名\""),
        json.replace('}', ""),
    ] {
        poster
            .send(axum::http::Method::POST, "/api/v1/requests", body)
            .await;
    }
    person
        .get("/api/v1/organizations?field=%E6%A0%87%E8%AE%B0%E5%A7%93%E5%90%8D")
        .await;
    person
        .get("/api/v1/%E6%A0%87%E8%AE%B0%E5%A7%93%E5%90%8D?name=13987654321")
        .await;
    app.store.set_down(true);
    person
        .file(&key(4), &marked)
        .await
        .is(ProblemCode::StorageUnavailable);
    app.store.set_down(false);
    app.store.set_panicking(true);
    person
        .file(&key(5), &marked)
        .await
        .is(ProblemCode::Internal);
    drop(std::panic::take_hook());

    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let secrets = [
        owner.number.as_str(),
        &owner.code,
        &staff.token,
        &key(1),
        &key(9),
        "203.0.113.99",
    ];
    for secret in MARKS.iter().copied().chain(secrets) {
        assert!(!text.contains(secret), "{secret} in: {text}");
    }
    assert!(
        text.contains("\"http.route\":\"/api/v1/requests/{number}\""),
        "{text}"
    );
    assert!(
        text.contains("\"problem.code\":\"storage-unavailable\""),
        "{text}"
    );
    assert!(
        text.contains("faulty_store.rs"),
        "the place of the panic: {text}"
    );
    for line in text.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}
