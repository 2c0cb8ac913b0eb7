//! One exchange with the server: a time limit, one JSON answer, one kind of failure.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use contract::problem::{Problem, ProblemCode};
use gloo_net::http::RequestBuilder;
use js_sys::Promise;
use leptos::prelude::set_timeout_with_handle;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Blob, RequestCache, Response};

pub use gloo_net::http::Method;

use super::ApiFailure;
use crate::platform::network;
use crate::platform::stream::Stream;
use crate::state::leaves_no_trace;
use crate::view::prelude::untrack;

/// How long an answer may take.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(20);
const JSON: (&str, &str) = ("content-type", "application/json");

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
    from_value(ask(path).await?).ok_or(ApiFailure::Unreadable)
}

/// Reads a resource as it comes.
pub(super) async fn ask(path: &str) -> Result<JsValue, ApiFailure> {
    let call = Call {
        method: Method::GET,
        path,
        headers: &[],
        body: None,
    };
    exchange(call, json).await
}

/// Asks, and reads the answer as `T`.
pub async fn call<T: DeserializeOwned>(call: Call<'_>) -> Result<T, ApiFailure> {
    from_value(exchange(call, json).await?).ok_or(ApiFailure::Unreadable)
}

/// Asks for a file.
pub(super) async fn file(call: Call<'_>) -> Result<Blob, ApiFailure> {
    let answer = exchange(call, blob).await?;
    answer.dyn_into().map_err(|_| ApiFailure::Unreadable)
}

/// Reads an answer.
pub(super) fn from_value<T: DeserializeOwned>(answer: JsValue) -> Option<T> {
    serde_wasm_bindgen::from_value(answer).ok()
}

/// Writes a body: the browser's own JSON writer keeps a second one out of the build.
pub fn to_json(value: &impl Serialize) -> Option<String> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let value = value.serialize(&serializer).ok()?;
    js_sys::JSON::stringify(&value).ok()?.as_string()
}

/// Reads what [`to_json`] wrote.
pub fn from_json<T: DeserializeOwned>(json: &str) -> Option<T> {
    from_value(js_sys::JSON::parse(json).ok()?)
}

/// Stops the exchange when it is dropped: by then it is over, or nobody waits for it any more.
struct Deadline {
    controller: AbortController,
    timer: Option<leptos::leptos_dom::helpers::TimeoutHandle>,
    passed: Rc<Cell<bool>>,
}

impl Deadline {
    fn start(limit: Duration) -> Option<Self> {
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
            limit,
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

/// How the body of an answer is read.
type Read = fn(&Response) -> Option<Promise>;

fn json(response: &Response) -> Option<Promise> {
    response.json().ok()
}

fn blob(response: &Response) -> Option<Promise> {
    response.blob().ok()
}

/// Asks, and reads what is answered.
async fn exchange(call: Call<'_>, wanted: Read) -> Result<JsValue, ApiFailure> {
    let declared = call.body.is_some().then_some(JSON);
    let headers: Vec<_> = call.headers.iter().copied().chain(declared).collect();
    let body = call.body.as_deref().map(JsValue::from_str);
    begin(call.method, call.path, &headers, body, TIME_LIMIT)
        .await?
        .read(wanted)
        .await
}

/// An answer that has begun. Dropped, it is not waited for any more.
pub(super) struct Begun {
    response: Response,
    deadline: Deadline,
}

/// Asks with a body of whatever kind.
pub(super) async fn begin(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<JsValue>,
    limit: Duration,
) -> Result<Begun, ApiFailure> {
    let deadline = Deadline::start(limit).ok_or(ApiFailure::Unreadable)?;
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
    let mut request = RequestBuilder::new(path)
        .method(method)
        .header("accept", "application/json")
        .cache(cache_mode())
        .abort_signal(Some(&deadline.controller.signal()));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = match body {
        Some(body) => request.body(body),
        None => request.build(),
    };
    let response = request
        .map_err(|_| ApiFailure::Unreadable)?
        .send()
        .await
        .map_err(|_| lost(()))?
        .into();
    Ok(Begun { response, deadline })
}

impl Begun {
    pub(super) fn status(&self) -> u16 {
        self.response.status()
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok()?
    }

    /// Waits for the end of an answer that says all in its headers, or for why it was refused.
    pub(super) async fn end(self) -> Result<(), ApiFailure> {
        self.read(json).await.map(drop)
    }

    /// The file that an answer is, or why there is none.
    pub(super) async fn file(self) -> Result<Blob, ApiFailure> {
        let file = self.read(blob).await?;
        file.dyn_into().map_err(|_| ApiFailure::Unreadable)
    }

    /// What an answer goes on to tell, or why it was refused. From here on nothing limits how long it takes.
    pub(super) async fn stream(mut self) -> Result<(Stream, Self), ApiFailure> {
        if !self.response.ok() {
            return Err(match self.end().await {
                Ok(()) => ApiFailure::Unreadable,
                Err(failure) => failure,
            });
        }
        if let Some(timer) = self.deadline.timer.take() {
            timer.clear();
        }
        let stream = Stream::of(&self.response).ok_or(ApiFailure::Unreadable)?;
        Ok((stream, self))
    }

    /// What is answered; what is refused is always told in JSON.
    async fn read(self, wanted: Read) -> Result<JsValue, ApiFailure> {
        let is_ok = self.response.ok();
        let answer = read(&self.response, if is_ok { wanted } else { json }).await;
        if self.deadline.passed.get() {
            return Err(ApiFailure::TimedOut);
        }
        let answer = answer.ok_or(ApiFailure::Unreadable)?;
        if is_ok {
            return Ok(answer);
        }
        Err(refusal(from_value(answer)))
    }
}

/// What must leave no trace is not left with the browser either, which keeps the directory's answers for a minute.
fn cache_mode() -> RequestCache {
    if untrack(leaves_no_trace) {
        RequestCache::NoStore
    } else {
        RequestCache::Default
    }
}

async fn read(response: &Response, how: Read) -> Option<JsValue> {
    const NO_CONTENT: u16 = 204;
    if response.status() == NO_CONTENT {
        return Some(JsValue::NULL);
    }
    JsFuture::from(how(response)?).await.ok()
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
            filed_on: None,
            since: Vec::new(),
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
