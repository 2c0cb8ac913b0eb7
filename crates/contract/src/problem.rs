//! What the server says when it cannot do what was asked: `application/problem+json` (RFC 9457) with a
//! stable code. The words people read are the browser's own, chosen by code.

use serde::{Deserialize, Serialize};

use crate::draft::Issue;
use crate::status::Event;

wire_enum! {
    /// Stable codes; clients decide by these and never by the title.
    ProblemCode {
        /// 400: the body is not JSON, or not UTF-8.
        MalformedJson = "malformed-json",
        /// 400: a query or path parameter cannot be read.
        MalformedParameter = "malformed-parameter",
        /// 400: `Idempotency-Key` is missing or not 16 to 64 visible ASCII characters.
        IdempotencyKeyMissing = "idempotency-key-missing",
        /// 401: no valid staff token.
        Unauthorized = "unauthorized",
        /// 404: there is no such address.
        NotFound = "not-found",
        /// 404: no organization with this id.
        OrganizationNotFound = "organization-not-found",
        /// 404: no region with this code.
        RegionNotFound = "region-not-found",
        /// 404: number and code do not open a request (never says which is wrong).
        RequestNotFound = "request-not-found",
        /// 405: the address exists, the method does not.
        MethodNotAllowed = "method-not-allowed",
        /// 409: the status machine does not allow this move now; `legal_moves` lists what it does.
        IllegalMove = "illegal-move",
        /// 409: the idempotency key was used for a different body.
        IdempotencyKeyReused = "idempotency-key-reused",
        /// 413: the body is larger than the limit.
        TooLarge = "too-large",
        /// 415: the body is not declared as JSON.
        UnsupportedMediaType = "unsupported-media-type",
        /// 422: the JSON has the wrong shape: a wrong type, or a field that is not known.
        UnexpectedShape = "unexpected-shape",
        /// 422: fields break their rules; `issues` lists every one.
        Invalid = "invalid",
        /// 429: too many requests from this address.
        TooManyRequests = "too-many-requests",
        /// 429: too many wrong codes; wait `retry_after` seconds.
        Locked = "locked",
        /// 500: a fault of ours.
        Internal = "internal",
        /// 503: the store cannot take or give data now; nothing was acknowledged.
        StorageUnavailable = "storage-unavailable",
        /// 503: the answer took too long; nothing was acknowledged.
        TimedOut = "timed-out",
    }
}

impl ProblemCode {
    /// The HTTP status the code travels with.
    pub const fn http_status(self) -> u16 {
        use ProblemCode as P;
        match self {
            P::MalformedJson | P::MalformedParameter | P::IdempotencyKeyMissing => 400,
            P::Unauthorized => 401,
            P::NotFound | P::OrganizationNotFound | P::RegionNotFound | P::RequestNotFound => 404,
            P::MethodNotAllowed => 405,
            P::IllegalMove | P::IdempotencyKeyReused => 409,
            P::TooLarge => 413,
            P::UnsupportedMediaType => 415,
            P::UnexpectedShape | P::Invalid => 422,
            P::TooManyRequests | P::Locked => 429,
            P::Internal | P::Unknown => 500,
            P::StorageUnavailable | P::TimedOut => 503,
        }
    }
}

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Always `about:blank`: the code says what kind of problem it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short English sentence for developers.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: ProblemCode,
    /// Names the request in the server's log.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request_id: String,
    /// Every field that breaks its rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
    /// What the status machine allows instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal_moves: Vec<Event>,
    /// Seconds to wait before the next try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}
