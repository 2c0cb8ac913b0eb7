//! One exchange with the server: a time limit, one JSON answer, one kind of failure.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use contract::problem::{Problem, ProblemCode};
use gloo_net::http::RequestBuilder;
use leptos::prelude::set_timeout_with_handle;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Response};

pub use gloo_net::http::Method;

use super::ApiFailure;
use crate::platform::network;

const TIME_LIMIT: Duration = Duration::from_secs(20);

/// A question to the server.
pub struct Call<'a> {
    /// How it is asked.
    pub method: Method,
    /// Path and query string.
    pub path: &'a str,
    /// Further headers, by name and value.
    pub headers: &'a [(&'a str, &'a str)],
    /// The JSON body, as [`to_json`] writes it.
    pub body: Option<String>,
}

/// Reads a resource.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiFailure> {
    call(Call {
        method: Method::GET,
        path,
        headers: &[],
        body: None,
    })
    .await
}

/// Asks, and reads the answer as `T`.
pub async fn call<T: DeserializeOwned>(call: Call<'_>) -> Result<T, ApiFailure> {
    let answer = exchange(call).await?;
    serde_wasm_bindgen::from_value(answer).map_err(|_| ApiFailure::Unreadable)
}

/// Writes a body: the browser's own JSON writer keeps a second one out of the build.
pub fn to_json(value: &impl Serialize) -> Option<String> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let value = value.serialize(&serializer).ok()?;
    js_sys::JSON::stringify(&value).ok()?.as_string()
}

/// Reads what [`to_json`] wrote.
pub fn from_json<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_wasm_bindgen::from_value(js_sys::JSON::parse(json).ok()?).ok()
}

/// Stops the exchange when it is dropped: by then it is over, or nobody waits for it any more.
struct Deadline {
    controller: AbortController,
    timer: Option<leptos::leptos_dom::helpers::TimeoutHandle>,
    passed: Rc<Cell<bool>>,
}

impl Deadline {
    fn start() -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let passed = Rc::new(Cell::new(false));
        let timer = set_timeout_with_handle(
            {
                let (controller, passed) = (controller.clone(), Rc::clone(&passed));
                move || {
                    passed.set(true);
                    controller.abort();
                }
            },
            TIME_LIMIT,
        )
        .ok();
        Some(Self {
            controller,
            timer,
            passed,
        })
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if let Some(timer) = self.timer {
            timer.clear();
        }
        self.controller.abort();
    }
}

async fn exchange(call: Call<'_>) -> Result<JsValue, ApiFailure> {
    let deadline = Deadline::start().ok_or(ApiFailure::Unreadable)?;
    let lost = |_| {
        if deadline.passed.get() {
            ApiFailure::TimedOut
        } else if network::is_online() {
            // The phone believes itself online and yet nothing came back: to the person it is the same.
            ApiFailure::Unreadable
        } else {
            ApiFailure::Offline
        }
    };
    let mut request = RequestBuilder::new(call.path)
        .method(call.method)
        .header("accept", "application/json")
        .abort_signal(Some(&deadline.controller.signal()));
    for (name, value) in call.headers {
        request = request.header(name, value);
    }
    let request = match call.body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(body),
        None => request.build(),
    };
    let response: Response = request
        .map_err(|_| ApiFailure::Unreadable)?
        .send()
        .await
        .map_err(|_| lost(()))?
        .into();
    let answer = read(&response).await;
    if deadline.passed.get() {
        return Err(ApiFailure::TimedOut);
    }
    let answer = answer.ok_or(ApiFailure::Unreadable)?;
    if response.ok() {
        return Ok(answer);
    }
    Err(refusal(serde_wasm_bindgen::from_value(answer).ok()))
}

async fn read(response: &Response) -> Option<JsValue> {
    const NO_CONTENT: u16 = 204;
    if response.status() == NO_CONTENT {
        return Some(JsValue::NULL);
    }
    JsFuture::from(response.json().ok()?).await.ok()
}

/// An address or a shape that the server does not know means that the page is older than the server.
fn refusal(problem: Option<Problem>) -> ApiFailure {
    use ProblemCode as P;
    match problem {
        Some(problem)
            if matches!(
                problem.code,
                P::NotFound | P::MethodNotAllowed | P::UnexpectedShape | P::UnsupportedMediaType
            ) =>
        {
            ApiFailure::Outdated
        }
        Some(problem) => ApiFailure::Rejected(Box::new(problem)),
        None => ApiFailure::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(code: ProblemCode) -> Problem {
        Problem {
            kind: "about:blank".into(),
            title: String::new(),
            status: code.http_status(),
            code,
            request_id: String::new(),
            issues: Vec::new(),
            legal_moves: Vec::new(),
            retry_after: None,
        }
    }

    #[test]
    fn an_answer_without_a_problem_is_unreadable() {
        assert_eq!(refusal(None), ApiFailure::Unreadable);
    }

    #[test]
    fn a_server_that_does_not_know_the_address_is_newer() {
        assert_eq!(
            refusal(Some(problem(ProblemCode::NotFound))),
            ApiFailure::Outdated
        );
        let missing = problem(ProblemCode::OrganizationNotFound);
        assert_eq!(
            refusal(Some(missing.clone())),
            ApiFailure::Rejected(Box::new(missing))
        );
    }
}
