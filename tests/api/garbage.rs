//! Whatever is sent, the answer is a success or a problem with a stable code below 500.

use axum::http::Method;
use contract::problem::ProblemCode;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::actors::{Answer, Anybody};
use crate::app::TestApp;
use crate::samples::{LABOR, draft, key};

/// JSON that knows the right names and puts anything behind them.
fn nearly_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        "[0-9+ -]{0,14}".prop_map(Value::from),
        Just(json!(LABOR)),
        Just(json!("320106")),
        Just(json!("accept")),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let name = prop_oneof![
            proptest::sample::select(vec![
                "organization",
                "field",
                "topic",
                "amount",
                "name",
                "mobile",
                "region",
                "story",
                "contact_channels",
                "consent_privacy",
                "move",
                "note",
                "reason",
                "next_door",
                "appointment",
                "at",
                "channel",
                "place",
                "form",
                "ground",
                "subjects",
            ])
            .prop_map(str::to_owned),
            ".{0,8}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(name, inner, 0..8)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A good draft with one field replaced.
fn nearly_draft() -> impl Strategy<Value = Value> {
    let good = serde_json::to_value(draft()).unwrap();
    let names: Vec<String> = good.as_object().unwrap().keys().cloned().collect();
    (proptest::sample::select(names), nearly_json()).prop_map(move |(name, value)| {
        let mut draft = good.clone();
        draft[name] = value;
        draft
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        nearly_json().prop_map(|value| value.to_string().into_bytes()),
        nearly_draft().prop_map(|value| value.to_string().into_bytes()),
        (nearly_draft(), any::<prop::sample::Index>()).prop_map(|(value, cut)| {
            let mut bytes = value.to_string().into_bytes();
            bytes.truncate(cut.index(bytes.len()));
            bytes
        }),
    ]
}

fn check(answer: &Answer) -> Result<(), TestCaseError> {
    prop_assert!(
        answer.status.as_u16() < 500,
        "{}: {}",
        answer.status,
        answer.text()
    );
    if !answer.status.is_success() {
        prop_assert!(answer.problem().code != ProblemCode::Unknown);
    }
    Ok(())
}

/// Sends so many values to one app.
fn fuzz<S: Strategy, F: Future<Output = Answer>>(
    cases: u32,
    values: S,
    send: impl Fn(Anybody, S::Value) -> F,
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let app = runtime.block_on(TestApp::new());
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    });
    let outcome = runner.run(&values, |value| {
        check(&runtime.block_on(send(app.anybody(), value)))
    });
    outcome.unwrap();
}

#[test]
fn any_body_can_be_filed() {
    fuzz(600, body(), async |anybody, body| {
        anybody
            .with("idempotency-key", key(1))
            .with("content-type", "application/json")
            .send(Method::POST, "/api/v1/requests", body)
            .await
    });
}

#[test]
fn any_body_can_be_sent_as_a_report() {
    fuzz(300, body(), async |anybody, body| {
        let path = format!("/api/v1/organizations/{LABOR}/reports");
        anybody
            .with("idempotency-key", key(1))
            .with("content-type", "application/json")
            .send(Method::POST, &path, body)
            .await
    });
}

#[test]
fn any_body_can_be_sent_as_a_move() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let app = runtime.block_on(TestApp::new());
    let owner = runtime.block_on(app.anybody().files(&key(1), &draft()));
    let staff = runtime.block_on(app.staff(LABOR));
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(300)
    });
    let outcome = runner.run(&body(), |body| {
        let path = format!("/api/v1/staff/requests/{}/moves", owner.number);
        let caller = staff.caller().with("content-type", "application/json");
        check(&runtime.block_on(caller.send(Method::POST, &path, body)))
    });
    outcome.unwrap();
}

#[test]
fn any_address_can_be_asked_for() {
    let start = proptest::sample::select(vec![
        "/api/v1/organizations",
        "/api/v1/organizations/",
        "/api/v1/regions/",
        "/api/v1/requests/",
        "/api/v1/staff/requests",
        "/api/",
        "/",
    ]);
    let name = proptest::sample::select(vec!["field", "kind", "near", "region", "offset", "x"]);
    let rest = "[!$&-;=@-Z_a-z~]{0,30}|(%[0-9A-F]{2}){0,12}";
    let values = (start, name, rest, rest).prop_map(|(start, name, path, value)| {
        let end = if start.ends_with('/') {
            path
        } else {
            String::new()
        };
        format!("{start}{end}?{name}={value}")
    });
    fuzz(800, values, async |anybody, path| anybody.get(&path).await);
}
