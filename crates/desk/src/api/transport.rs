//! One exchange with the server: a time limit, one JSON answer, one kind of failure; the session's token goes along
//! with what changes something, and an ended session is told to everybody.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use browser::clock;
use browser::download::Blob;
use contract::problem::{Problem, ProblemCode};
use gloo_net::http::{Method, RequestBuilder};
use js_sys::Promise;
use leptos::prelude::set_timeout_with_handle;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache, Response};

use super::Failure;
use crate::session;

const TIME_LIMIT: Duration = Duration::from_secs(20);

/// A question to the server.
pub(super) struct Call<'a> {
    pub method: Method,
    pub path: &'a str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
}

/// An answer, and the moment of it by the server's clock, where it says so.
pub(super) struct Answer<T> {
    pub value: T,
    pub server_ms: Option<f64>,
}

/// Reads a resource.
pub(super) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    let call = Call {
        method: Method::GET,
        path,
        headers: Vec::new(),
        body: None,
    };
    Ok(ask(call).await?.value)
}

/// Changes something, and reads the answer.
pub(super) async fn send<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: Option<String>,
) -> Result<T, Failure> {
    let call = Call {
        method,
        path,
        headers: Vec::new(),
        body,
    };
    Ok(ask(call).await?.value)
}

/// Asks, and reads the answer as `T`.
pub(super) async fn ask<T: DeserializeOwned>(call: Call<'_>) -> Result<Answer<T>, Failure> {
    let answer = exchange(call, Response::json).await?;
    let value = serde_wasm_bindgen::from_value(answer.value).map_err(|_| Failure::Unreadable)?;
    Ok(Answer {
        value,
        server_ms: answer.server_ms,
    })
}

/// Writes a body with the browser's own JSON writer.
pub fn to_json(value: &impl Serialize) -> Option<String> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let value = value.serialize(&serializer).ok()?;
    js_sys::JSON::stringify(&value).ok()?.as_string()
}

/// Fetches a file, to be saved: a link to it could not say why there is none.
pub(super) async fn fetch_file(path: &str) -> Result<Blob, Failure> {
    let call = Call {
        method: Method::GET,
        path,
        headers: Vec::new(),
        body: None,
    };
    let file = exchange(call, Response::blob).await?.value;
    file.dyn_into().map_err(|_| Failure::Unreadable)
}

/// How the body of a success is read.
type Reading = fn(&Response) -> Result<Promise, JsValue>;

async fn exchange(call: Call<'_>, reading: Reading) -> Result<Answer<JsValue>, Failure> {
    const NO_CONTENT: u16 = 204;
    let controller = AbortController::new().map_err(|_| Failure::Unreadable)?;
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
    );
    let lost = || {
        if passed.get() {
            Failure::TimedOut
        } else if is_online() {
            Failure::Unreadable
        } else {
            Failure::Offline
        }
    };
    let response = request(call, &controller)?.send().await.map_err(|_| lost());
    let response: Response = response?.into();
    let server_ms = response.headers().get("date").ok().flatten();
    let server_ms = server_ms.and_then(|date| clock::read_ms(&date));
    let is_ok = response.ok();
    let value = if response.status() == NO_CONTENT {
        Some(JsValue::NULL)
    } else {
        // Why not is told in JSON, whatever was asked for.
        let reading = if is_ok { reading } else { Response::json };
        let read = reading(&response).map_err(|_| Failure::Unreadable)?;
        JsFuture::from(read).await.ok()
    };
    if let Ok(timer) = timer {
        timer.clear();
    }
    let value = value.ok_or_else(lost)?;
    if is_ok {
        session::lives(clock::now_ms());
        return Ok(Answer { value, server_ms });
    }
    let problem: Problem =
        serde_wasm_bindgen::from_value(value).map_err(|_| Failure::Unreadable)?;
    if problem.code == ProblemCode::Unauthorized {
        session::ended();
        return Err(Failure::SignedOut);
    }
    Err(Failure::Refused(Box::new(problem)))
}

fn request(
    call: Call<'_>,
    controller: &AbortController,
) -> Result<gloo_net::http::Request, Failure> {
    let changes = call.method != Method::GET;
    let mut request = RequestBuilder::new(call.path)
        .method(call.method)
        .header("accept", "application/json")
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&controller.signal()));
    if let (true, Some(me)) = (changes, session::me()) {
        request = request.header("desk-token", &me.token);
    }
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    let request = match call.body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(body),
        None => request.build(),
    };
    request.map_err(|_| Failure::Unreadable)
}

/// What the browser believes. It is right when it says no.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}
