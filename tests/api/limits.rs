//! Limits on what one address may ask.

use std::num::NonZeroU32;

use contract::problem::ProblemCode;

use crate::app::{Options, TestApp};
use crate::samples::{draft, key};

#[tokio::test]
async fn an_address_that_asks_too_much_waits() {
    let options = Options {
        reads: NonZeroU32::new(3),
        writes: NonZeroU32::new(2),
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    for _ in 0..3 {
        assert_eq!(app.anybody().get("/api/v1/portal").await.status, 200);
    }
    let refused = app.anybody().get("/api/v1/portal").await;
    assert_eq!(refused.problem().code, ProblemCode::TooManyRequests);
    let wait: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=20).contains(&wait));
    assert_eq!(refused.problem().retry_after, Some(wait));
    // Reading does not use up writing, and others are not concerned.
    app.anybody().files(&key(1), &draft()).await;
    app.anybody().files(&key(2), &draft()).await;
    app.anybody()
        .file(&key(3), &draft())
        .await
        .is(ProblemCode::TooManyRequests);
    app.anybody_at("198.51.100.1")
        .files(&key(3), &draft())
        .await;
    for path in ["/readyz", "/metrics"] {
        let refused = app.anybody().get(path).await;
        refused.is(ProblemCode::TooManyRequests);
    }
    assert_eq!(app.anybody().get("/healthz").await.status, 200);
}

#[tokio::test]
async fn forwarded_addresses_count_only_from_trusted_proxies() {
    let one_read = || Options {
        reads: NonZeroU32::new(1),
        ..Options::default()
    };
    let app = TestApp::with(one_read()).await;
    for (address, status) in [("198.51.100.1", 200), ("198.51.100.2", 429)] {
        let caller = app.anybody().with("x-forwarded-for", address);
        assert_eq!(caller.get("/api/v1/portal").await.status, status);
    }
    let app = TestApp::with(Options {
        trusted_proxies: &["203.0.113.0/24"],
        ..one_read()
    })
    .await;
    for (address, status) in [
        ("198.51.100.1", 200),
        ("198.51.100.2", 200),
        ("198.51.100.1", 429),
    ] {
        let caller = app.anybody().with("x-forwarded-for", address);
        assert_eq!(caller.get("/api/v1/portal").await.status, status);
    }
}
