//! Who calls the interface: anybody, the owner of a request, the staff of an organization.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use contract::draft::Draft;
use contract::problem::{Problem, ProblemCode};
use contract::report::ReportsView;
use contract::request::{Receipt, RequestView};
use contract::staff::QueueView;
use fengqiao::http::Peer;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tower::ServiceExt;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub(crate) fn good<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The problem, which must be whole and consistent.
    #[track_caller]
    pub(crate) fn problem(&self) -> Problem {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}: {}",
            self.status,
            self.text()
        );
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(problem.status, problem.code.http_status());
        assert_eq!(problem.request_id, self.header("x-request-id"));
        assert_eq!(problem.kind, "about:blank");
        assert!(!problem.title.is_empty());
        problem
    }

    #[track_caller]
    pub(crate) fn is(&self, code: ProblemCode) {
        assert_eq!(self.problem().code, code);
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Somebody at an address.
#[derive(Clone)]
pub(crate) struct Anybody {
    router: Router,
    peer: SocketAddr,
    headers: Vec<(&'static str, String)>,
}

impl Anybody {
    pub(crate) fn at(router: &Router, address: &str) -> Self {
        Self {
            router: router.clone(),
            peer: SocketAddr::new(address.parse().unwrap(), 40_000),
            headers: Vec::new(),
        }
    }

    /// The same caller with another header.
    pub(crate) fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut other = self.clone();
        other.headers.push((name, value.into()));
        other
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: impl Into<Body>) -> Answer {
        let (parts, body) = self.begin(method, path, body.into()).await.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, 16 << 20).await.unwrap().to_vec(),
        }
    }

    /// Asks, and reads nothing of the answer's body yet.
    pub(crate) async fn begin(&self, method: Method, path: &str, body: Body) -> Response {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(Peer(self.peer));
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.with("content-type", "application/json")
            .send(Method::POST, path, body.to_string())
            .await
    }

    pub(crate) async fn file(&self, key: &str, draft: &Draft) -> Answer {
        self.with("idempotency-key", key)
            .post("/api/v1/requests", &serde_json::to_value(draft).unwrap())
            .await
    }

    pub(crate) async fn report(&self, organization: &str, key: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/organizations/{organization}/reports");
        self.with("idempotency-key", key).post(&path, body).await
    }

    /// Files and becomes the owner.
    pub(crate) async fn files(&self, key: &str, draft: &Draft) -> Owner {
        let answer = self.file(key, draft).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        self.owner_of(&answer.good())
    }

    pub(crate) fn owner_of(&self, receipt: &Receipt) -> Owner {
        Owner {
            caller: self.clone(),
            number: receipt.number.clone(),
            code: receipt.access_code.clone(),
        }
    }
}

/// Somebody with a number and a code.
#[derive(Clone)]
pub(crate) struct Owner {
    pub(crate) caller: Anybody,
    pub(crate) number: String,
    pub(crate) code: String,
}

impl Owner {
    pub(crate) fn caller(&self) -> Anybody {
        self.caller
            .with("authorization", format!("AccessCode {}", self.code))
    }

    pub(crate) async fn open(&self) -> Answer {
        self.caller()
            .get(&format!("/api/v1/requests/{}", self.number))
            .await
    }

    pub(crate) async fn sees(&self) -> RequestView {
        self.open().await.good()
    }

    pub(crate) async fn withdraw(&self, key: Option<&str>, body: &Value) -> Answer {
        let caller = match key {
            Some(key) => self.caller().with("idempotency-key", key),
            None => self.caller(),
        };
        let path = format!("/api/v1/requests/{}/withdraw", self.number);
        caller.post(&path, body).await
    }

    pub(crate) async fn note(&self, key: &str, text: &str) -> Answer {
        let path = format!("/api/v1/requests/{}/notes", self.number);
        self.caller()
            .with("idempotency-key", key)
            .post(&path, &json!({ "note": text }))
            .await
    }
}

impl Owner {
    pub(crate) async fn correct(&self, key: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/requests/{}/corrections", self.number);
        let caller = self.caller().with("idempotency-key", key);
        caller.post(&path, body).await
    }

    pub(crate) async fn erase(&self) -> Answer {
        let path = format!("/api/v1/requests/{}", self.number);
        self.caller()
            .send(Method::DELETE, &path, Body::empty())
            .await
    }
}

/// Somebody with a token.
#[derive(Clone)]
pub(crate) struct Staff {
    pub(crate) caller: Anybody,
    pub(crate) token: String,
    pub(crate) id: String,
}

impl Staff {
    pub(crate) fn caller(&self) -> Anybody {
        self.caller
            .with("authorization", format!("Bearer {}", self.token))
    }

    pub(crate) async fn queue(&self, query: &str) -> QueueView {
        self.caller()
            .get(&format!("/api/v1/staff/requests{query}"))
            .await
            .good()
    }

    pub(crate) async fn open(&self, number: &str) -> Answer {
        self.caller()
            .get(&format!("/api/v1/staff/requests/{number}"))
            .await
    }

    pub(crate) async fn make(&self, number: &str, body: &Value) -> Answer {
        self.caller()
            .post(&format!("/api/v1/staff/requests/{number}/moves"), body)
            .await
    }

    pub(crate) async fn reports(&self) -> ReportsView {
        self.caller().get("/api/v1/staff/reports").await.good()
    }

    pub(crate) async fn settle(&self, report: &str) -> Answer {
        let path = format!("/api/v1/staff/reports/{report}/settle");
        self.caller().post(&path, &json!({})).await
    }
}
