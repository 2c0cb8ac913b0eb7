//! Bodies, addresses and methods that are no good: a stable code each, never a 500.

use axum::body::Body;
use axum::http::Method;
use contract::problem::ProblemCode as P;
use serde_json::{Value, json};

use crate::actors::Anybody;
use crate::app::TestApp;
use crate::samples::{draft, key};

fn filer(app: &TestApp) -> Anybody {
    app.anybody()
        .with("idempotency-key", key(1))
        .with("content-type", "application/json")
}

#[tokio::test]
async fn bodies_that_are_no_json() {
    let app = TestApp::new().await;
    for body in [
        "",
        "{",
        "null null",
        "{\"name\": \"张三\"",
        "\u{feff}{}",
        "'{}'",
        "{\"name\": \"\\ud800\"}",
    ] {
        let answer = filer(&app)
            .send(Method::POST, "/api/v1/requests", body.to_owned())
            .await;
        answer.is(P::MalformedJson);
    }
    let deep = "[".repeat(10_000);
    filer(&app)
        .send(Method::POST, "/api/v1/requests", deep)
        .await
        .is(P::MalformedJson);
}

#[tokio::test]
async fn bodies_in_broken_utf_8() {
    let app = TestApp::new().await;
    for body in [
        &b"{\"name\": \"\xff\xfe\"}"[..],
        b"\xff",
        b"{\"nobody\": \"\xe5\xbc\"}",
        b"{\"name\": \"\xed\xa0\x80\"}",
    ] {
        let answer = filer(&app)
            .send(Method::POST, "/api/v1/requests", body.to_vec())
            .await;
        answer.is(P::MalformedJson);
    }
}

#[tokio::test]
async fn bodies_of_the_wrong_shape() {
    let app = TestApp::new().await;
    let mut unknown = serde_json::to_value(draft()).unwrap();
    unknown["id_card"] = json!("320106199001011234");
    for body in [
        unknown,
        json!(null),
        json!([]),
        json!("x"),
        json!({"name": 1}),
        json!({"consent_share": "yes"}),
        json!({"contact_channels": "phone"}),
    ] {
        let answer = filer(&app).post("/api/v1/requests", &body).await;
        answer.is(P::UnexpectedShape);
    }
}

#[tokio::test]
async fn bodies_that_are_too_large() {
    let app = TestApp::new().await;
    let just_too_large = format!("{{\"story\": \"{}\"}}", "x".repeat(64 * 1024));
    filer(&app)
        .send(Method::POST, "/api/v1/requests", just_too_large)
        .await
        .is(P::TooLarge);
    // Without a length in the header it is counted while it arrives.
    let chunks = (0..100).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1024]));
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    filer(&app)
        .send(Method::POST, "/api/v1/requests", body)
        .await
        .is(P::TooLarge);
    let mut long = draft();
    long.story = "字".repeat(3000);
    long.claims = "字".repeat(1000);
    assert_eq!(app.anybody().file(&key(2), &long).await.status, 201);
}

#[tokio::test]
async fn bodies_declared_as_something_else() {
    let app = TestApp::new().await;
    let body = serde_json::to_string(&draft()).unwrap();
    let caller = app.anybody().with("idempotency-key", key(1));
    caller
        .send(Method::POST, "/api/v1/requests", body.clone())
        .await
        .is(P::UnsupportedMediaType);
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "",
    ] {
        let caller = caller.with("content-type", kind);
        caller
            .send(Method::POST, "/api/v1/requests", body.clone())
            .await
            .is(P::UnsupportedMediaType);
    }
    let fine = caller.with("content-type", "Application/JSON; charset=utf-8");
    assert_eq!(
        fine.send(Method::POST, "/api/v1/requests", body)
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn addresses_that_do_not_exist() {
    let app = TestApp::new().await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/portal",
        "/api/v1/nothing",
        "/api/v1/requests/",
        "/api/v1/organizations/a/b",
        "/api/v1/../../etc/passwd",
    ] {
        app.anybody().get(path).await.is(P::NotFound);
    }
    app.anybody()
        .with("accept", "text/html")
        .get("/api/v1/nothing")
        .await
        .is(P::NotFound);
}

#[tokio::test]
async fn methods_that_do_not_exist() {
    let app = TestApp::new().await;
    for (method, path) in [
        (Method::DELETE, "/api/v1/requests"),
        (Method::GET, "/api/v1/requests"),
        (Method::POST, "/api/v1/portal"),
        (Method::PUT, "/api/v1/organizations"),
        (Method::POST, "/healthz"),
        (Method::from_bytes(b"BREW").unwrap(), "/api/v1/portal"),
    ] {
        let answer = app.anybody().send(method, path, Body::empty()).await;
        answer.is(P::MethodNotAllowed);
        assert!(!answer.header("allow").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn parameters_that_cannot_be_read() {
    let app = TestApp::new().await;
    for path in ["/api/v1/organizations/%ff", "/api/v1/regions/%ff%fe"] {
        app.anybody().get(path).await.is(P::MalformedParameter);
    }
    for path in [
        "/api/v1/organizations/%00",
        "/api/v1/organizations/%27%3B%20DROP",
    ] {
        app.anybody().get(path).await.is(P::OrganizationNotFound);
    }
}

#[tokio::test]
async fn characters_that_databases_dislike() {
    let app = TestApp::new().await;
    let mut odd = draft();
    odd.name = "张\u{0}三".to_owned();
    app.anybody().file(&key(1), &odd).await.is(P::Invalid);
    let owner = app.anybody().files(&key(2), &draft()).await;
    owner.note(&key(3), "a\u{0}b").await.is(P::Invalid);
    let mut rare = draft();
    rare.name = "𠮷田 '; DROP TABLE request; --".to_owned();
    let rare_owner = app.anybody().files(&key(4), &rare).await;
    assert_eq!(rare_owner.sees().await.content.applicant.name, rare.name);
}

#[tokio::test]
async fn a_staff_move_of_the_wrong_shape() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(crate::samples::LABOR).await;
    for body in [
        json!({}),
        json!({"move": "dance"}),
        json!({"move": "accept", "extra": 1}),
        json!({"move": "schedule"}),
        Value::Null,
    ] {
        staff
            .make(&owner.number, &body)
            .await
            .is(P::UnexpectedShape);
    }
}
