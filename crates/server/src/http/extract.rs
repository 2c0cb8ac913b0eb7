//! Reads requests; what cannot be read becomes a problem with a stable code, never a 500.

use std::borrow::Cow;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use contract::number::{AccessCode, JoinCode, RequestNumber};
use contract::problem::ProblemCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::problem::{Answer, Refusal, internal, refuse};

/// A JSON body, read strictly; and a JSON answer.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        if !declares_json(request.headers()) {
            return Err(refuse(ProblemCode::UnsupportedMediaType));
        }
        let body = Bytes::from_request(request, state)
            .await
            .map_err(unreadable_body)?;
        match serde_json::from_slice(&body) {
            // serde takes a list for a struct, field by field; nobody may rely on the order of fields.
            Ok(value) if body.trim_ascii_start().starts_with(b"{") => Ok(Self(value)),
            Ok(_) => Err(refuse(ProblemCode::UnexpectedShape)),
            Err(error) => Err(refuse(fault_of(&error, &body))),
        }
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        // Most answers fit; growing from serde_json's 128 bytes would copy a page of results four times.
        let mut body = Vec::with_capacity(16 * 1024);
        match serde_json::to_writer(&mut body, &self.0) {
            Ok(()) => written(body),
            Err(error) => internal(&error).into_response(),
        }
    }
}

/// An answer that is written as JSON already.
pub(crate) fn written(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn declares_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn unreadable_body(rejection: BytesRejection) -> Refusal {
    match rejection.into_response().status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => refuse(ProblemCode::TooLarge),
        _ => refuse(ProblemCode::MalformedJson),
    }
}

/// Why a body could not be taken. JSON that breaks off behind an unknown field is malformed in the first
/// place, so the whole of it is looked at.
fn fault_of(error: &serde_json::Error, body: &[u8]) -> ProblemCode {
    let is_json = error.is_data()
        && std::str::from_utf8(body)
            .is_ok_and(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok());
    if is_json {
        ProblemCode::UnexpectedShape
    } else {
        ProblemCode::MalformedJson
    }
}

/// The first parameter in the path.
pub(crate) struct Param(pub(crate) String);

/// The parameter in the path that names a file.
pub(crate) struct FileId(pub(crate) String);

/// The parameter in the path that names a paper.
pub(crate) struct PaperName(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for PaperName {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        Ok(Self(param(parts, state, |name| name == "paper").await?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Param {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        Ok(Self(param(parts, state, |_| true).await?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for FileId {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        Ok(Self(param(parts, state, |name| name == "file").await?))
    }
}

/// No name has control characters, and not every database takes them.
async fn param<S: Send + Sync>(
    parts: &mut Parts,
    state: &S,
    is_meant: impl Fn(&str) -> bool,
) -> Answer<String> {
    RawPathParams::from_request_parts(parts, state)
        .await
        .ok()
        .and_then(|params| {
            let mut meant = params.iter().filter(|(name, _)| is_meant(name));
            meant.next().map(|(_, value)| value.to_owned())
        })
        .filter(|value| !value.contains(char::is_control))
        .ok_or_else(|| refuse(ProblemCode::MalformedParameter))
}

/// The query string, as written.
pub(crate) struct Query(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        Ok(Self(parts.uri.query().unwrap_or_default().to_owned()))
    }
}

/// The decoded names and values of a query string.
pub(crate) fn pairs(query: &str) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    form_urlencoded::parse(query.as_bytes()).collect()
}

/// `Idempotency-Key`: 16 to 64 visible ASCII characters.
#[derive(Clone)]
pub(crate) struct IdempotencyKey(pub(crate) String);

/// An `Idempotency-Key` that may be left out, but not be wrong.
pub(crate) struct OptionalKey(pub(crate) Option<IdempotencyKey>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let OptionalKey(key) = OptionalKey::from_request_parts(parts, state).await?;
        key.ok_or_else(|| refuse(ProblemCode::IdempotencyKeyMissing))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for OptionalKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let key = secret(&parts.headers, "idempotency-key")
            .map_err(|()| refuse(ProblemCode::IdempotencyKeyMissing))?;
        Ok(Self(key.map(IdempotencyKey)))
    }
}

/// The version of a case that was read, as `If-Match` names it in quotes, if it does.
pub(crate) struct SeenVersion(pub(crate) Option<u32>);

impl<S: Send + Sync> FromRequestParts<S> for SeenVersion {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Ok(Self(None));
        };
        let quoted = value.to_str().ok().map(str::trim);
        quoted
            .and_then(|value| value.strip_prefix('"')?.strip_suffix('"')?.parse().ok())
            .map(|version| Self(Some(version)))
            .ok_or_else(|| refuse(ProblemCode::MalformedParameter))
    }
}

/// A `Filer-Key`, by which a device is known again, that may be left out, but not be wrong.
pub(crate) struct OptionalFiler(pub(crate) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for OptionalFiler {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        secret(&parts.headers, "filer-key")
            .map(Self)
            .map_err(|()| refuse(ProblemCode::FilerKeyMalformed))
    }
}

/// A secret that a device made, if there is one: 16 to 64 visible ASCII characters, or wrong.
pub(crate) fn secret(headers: &HeaderMap, name: &str) -> Result<Option<String>, ()> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    value
        .to_str()
        .ok()
        .filter(|key| (16..=64).contains(&key.len()))
        .filter(|key| key.bytes().all(|byte| byte.is_ascii_graphic()))
        .map(|key| Some(key.to_owned()))
        .ok_or(())
}

/// The number in the path with the code of `Authorization: AccessCode …`. What cannot be read is answered
/// like what does not match.
pub(crate) struct OwnerKey {
    pub(crate) number: RequestNumber,
    pub(crate) code: AccessCode,
}

impl<S: Send + Sync> FromRequestParts<S> for OwnerKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Param(number) = Param::from_request_parts(parts, state).await?;
        let number = RequestNumber::parse(&number);
        let code = credentials(&parts.headers, "AccessCode").and_then(AccessCode::parse);
        match (number, code) {
            (Some(number), Some(code)) => Ok(Self { number, code }),
            _ => Err(refuse(ProblemCode::RequestNotFound)),
        }
    }
}

/// The number in the path with the code of `Authorization: InvitationCode …`. What cannot be read is answered like what
/// does not match.
pub(crate) struct PartyKey {
    pub(crate) number: RequestNumber,
    pub(crate) code: AccessCode,
}

impl<S: Send + Sync> FromRequestParts<S> for PartyKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Param(number) = Param::from_request_parts(parts, state).await?;
        let number = RequestNumber::parse(&number);
        let code = credentials(&parts.headers, "InvitationCode").and_then(AccessCode::parse);
        match (number, code) {
            (Some(number), Some(code)) => Ok(Self { number, code }),
            _ => Err(refuse(ProblemCode::InvitationNotFound)),
        }
    }
}

/// `Last-Event-ID`: the version of a case that whoever asks knows, if they know one.
pub(crate) struct LastEventId(pub(crate) Option<i64>);

impl<S: Send + Sync> FromRequestParts<S> for LastEventId {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let Some(value) = parts.headers.get("last-event-id") else {
            return Ok(Self(None));
        };
        let version = value
            .to_str()
            .ok()
            .and_then(|text| text.parse::<u32>().ok());
        let version = version.ok_or_else(|| refuse(ProblemCode::MalformedParameter))?;
        Ok(Self(Some(i64::from(version))))
    }
}

/// The code of `Authorization: JoinCode …`. What cannot be read is answered like what opens nothing.
pub(crate) struct JoinKey(pub(crate) JoinCode);

impl<S: Send + Sync> FromRequestParts<S> for JoinKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        credentials(&parts.headers, "JoinCode")
            .and_then(JoinCode::parse)
            .map(Self)
            .ok_or_else(|| refuse(ProblemCode::GroupNotFound))
    }
}

/// What follows the scheme in `Authorization`.
pub(crate) fn credentials<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (given, credentials) = value.split_once(' ')?;
    given
        .eq_ignore_ascii_case(scheme)
        .then(|| credentials.trim())
}
