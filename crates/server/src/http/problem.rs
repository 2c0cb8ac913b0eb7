//! What the interface answers when it cannot do what was asked, from small constructors.
//!
//! A [`Refusal`] leaves a handler as an extension of an empty answer; the `problem` layer writes the
//! body, because only it knows the request's id.

use axum::http::{Extensions, StatusCode};
use axum::response::{IntoResponse, Response};
use contract::draft::Issue;
use contract::problem::{Problem, ProblemCode};

use crate::domain;
use crate::store::StoreError;
use crate::telemetry::explain;

/// An answer that is not a success.
#[derive(Clone, Debug)]
pub(crate) struct Refusal(pub(crate) Box<Problem>);

/// What handlers answer.
pub(crate) type Answer<T> = Result<T, Refusal>;

/// A refusal with nothing more to say than its code.
pub(crate) fn refuse(code: ProblemCode) -> Refusal {
    Refusal(Box::new(Problem {
        kind: "about:blank".to_owned(),
        title: title(code).to_owned(),
        status: code.http_status(),
        code,
        request_id: String::new(),
        issues: Vec::new(),
        legal_moves: Vec::new(),
        retry_after: None,
    }))
}

/// 422 with every field that breaks its rule.
pub(crate) fn invalid(issues: Vec<Issue>) -> Refusal {
    let mut refusal = refuse(ProblemCode::Invalid);
    refusal.0.issues = issues;
    refusal
}

/// 429 or 503 with the seconds after which another try makes sense.
pub(crate) fn wait(code: ProblemCode, seconds: u32) -> Refusal {
    let mut refusal = refuse(code);
    refusal.0.retry_after = Some(seconds);
    refusal
}

/// 500; the reason goes to the log and nowhere else.
pub(crate) fn internal(reason: &dyn std::error::Error) -> Refusal {
    tracing::error!(reason = explain(reason), "internal fault");
    refuse(ProblemCode::Internal)
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut extensions = Extensions::new();
        extensions.insert(self);
        let mut response = status.into_response();
        *response.extensions_mut() = extensions;
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Unavailable(_) => {
                tracing::error!(reason = explain(&error), "store unavailable");
                refuse(ProblemCode::StorageUnavailable)
            }
            StoreError::Fault(_) => internal(&error),
        }
    }
}

impl From<domain::Refused> for Refusal {
    fn from(refused: domain::Refused) -> Self {
        use domain::Refused as R;
        match refused {
            R::Invalid(issues) => invalid(issues),
            R::NotFound => refuse(ProblemCode::RequestNotFound),
            R::Unauthorized => refuse(ProblemCode::Unauthorized),
            R::KeyReused => refuse(ProblemCode::IdempotencyKeyReused),
            R::Locked { retry_after } => wait(ProblemCode::Locked, retry_after),
            R::IllegalMove(legal) => {
                let mut refusal = refuse(ProblemCode::IllegalMove);
                refusal.0.legal_moves = legal;
                refusal
            }
            R::Store(error) => error.into(),
            R::Fault(error) => internal(error.as_ref()),
        }
    }
}

fn title(code: ProblemCode) -> &'static str {
    use ProblemCode as P;
    match code {
        P::MalformedJson => "The body is not JSON in UTF-8",
        P::MalformedParameter => "A query or path parameter cannot be read",
        P::IdempotencyKeyMissing => {
            "Idempotency-Key is missing or not 16 to 64 visible ASCII characters"
        }
        P::Unauthorized => "A valid staff token is needed",
        P::NotFound => "There is nothing at this address",
        P::OrganizationNotFound => "There is no organization with this id",
        P::RegionNotFound => "There is no region with this code",
        P::RequestNotFound => "Number and access code do not open a request",
        P::MethodNotAllowed => "This address does not take this method",
        P::IllegalMove => "The request does not allow this move now",
        P::IdempotencyKeyReused => "The idempotency key was used for a different body",
        P::TooLarge => "The body is too large",
        P::UnsupportedMediaType => "The body must be declared as application/json",
        P::UnexpectedShape => "The JSON has a wrong type or an unknown field",
        P::Invalid => "Fields break their rules",
        P::TooManyRequests => "Too many requests from this address",
        P::Locked => "Too many wrong access codes",
        P::Internal | P::Unknown => "A fault of the server",
        P::StorageUnavailable => "The store cannot take or give data now; nothing was acknowledged",
        P::TimedOut => "The answer took too long; nothing was acknowledged",
    }
}
