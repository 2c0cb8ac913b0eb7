//! Health, metrics, the OpenAPI document, and what every answer carries.

use serde_json::Value;

use crate::app::{Options, TestApp};
use crate::samples::{draft, key};

#[tokio::test]
async fn the_openapi_document_is_what_clients_were_told() {
    let app = TestApp::new().await;
    let answer = app.anybody().get("/api/v1/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    let document: Value = answer.good();
    insta::assert_json_snapshot!(document);
}

#[tokio::test]
async fn every_schema_the_document_names_is_in_it() {
    let app = TestApp::new().await;
    let text = app.anybody().get("/api/v1/openapi.json").await.text();
    let document: Value = serde_json::from_str(&text).unwrap();
    for part in text.split("\"#/").skip(1) {
        let pointer = format!("/{}", part.split('"').next().unwrap());
        assert!(document.pointer(&pointer).is_some(), "{pointer}");
    }
}

#[tokio::test]
async fn health_and_metrics_answer() {
    let app = TestApp::new().await;
    assert_eq!(app.anybody().get("/healthz").await.text(), "ok\n");
    assert_eq!(app.anybody().get("/readyz").await.text(), "ready\n");
    let owner = app.anybody().files(&key(1), &draft()).await;
    owner.sees().await;
    let text = app.anybody().get("/metrics").await.text();
    assert!(
        text.contains(
            "http_requests_total{method=\"GET\",route=\"/api/v1/requests/{number}\",status=\"200\"}"
        ),
        "{text}"
    );
    assert!(
        text.contains("http_request_duration_seconds_bucket"),
        "{text}"
    );
    assert!(text.contains("directory_organizations 3"), "{text}");
    assert!(!text.contains(&owner.number), "{text}");
}

#[tokio::test]
async fn every_answer_is_named_and_guarded() {
    let app = TestApp::new().await;
    let mut ids = Vec::new();
    for path in [
        "/api/v1/portal",
        "/api/v1/nothing",
        "/healthz",
        "/nothing.js",
    ] {
        let answer = app.anybody().get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'",
            ),
            (
                "permissions-policy",
                "geolocation=(self), camera=(), microphone=(), payment=()",
            ),
            ("strict-transport-security", ""),
        ] {
            assert_eq!(answer.header(name), value, "{name} of {path}");
        }
        ids.push(answer.header("x-request-id").to_owned());
    }
    ids.dedup();
    assert_eq!(ids.len(), 4);
    let secure = TestApp::with(Options {
        hsts: std::num::NonZeroU32::new(86_400),
        ..Options::default()
    })
    .await;
    let answer = secure.anybody().get("/healthz").await;
    assert_eq!(answer.header("strict-transport-security"), "max-age=86400");
}
