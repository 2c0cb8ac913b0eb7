//! What the server says when it cannot do what was asked: `application/problem+json` (RFC 9457) with a
//! stable code. The words people read are the browser's own, chosen by code.

use serde::{Deserialize, Serialize};

use crate::draft::Issue;
use crate::status::{Actor, Event};

wire_enum! {
    /// Stable codes; clients decide by these and never by the title.
    ProblemCode {
        /// 400: the body is not JSON, or not UTF-8.
        MalformedJson = "malformed-json",
        /// 400: a query or path parameter cannot be read.
        MalformedParameter = "malformed-parameter",
        /// 400: `Idempotency-Key` is missing or not 16 to 64 visible ASCII characters.
        IdempotencyKeyMissing = "idempotency-key-missing",
        /// 400: `Evidence-Key` is missing or not 16 to 64 visible ASCII characters.
        EvidenceKeyMissing = "evidence-key-missing",
        /// 400: `Filer-Key` is not 16 to 64 visible ASCII characters.
        FilerKeyMalformed = "filer-key-malformed",
        /// 400: a header of the upload protocol is missing or cannot be read.
        UploadMalformed = "upload-malformed",
        /// 401: no valid staff token and no session.
        Unauthorized = "unauthorized",
        /// 401: name and password do not sign in (never says which is wrong).
        SignInFailed = "sign-in-failed",
        /// 401: name and password are right; six digits of the second factor are needed, or were wrong.
        SecondFactorNeeded = "second-factor-needed",
        /// 403: signed in, but this is not for the account's role; or what was sent does not come from the desk's own
        /// pages.
        Forbidden = "forbidden",
        /// 404: there is no such address.
        NotFound = "not-found",
        /// 404: no organization with this id.
        OrganizationNotFound = "organization-not-found",
        /// 404: no region with this code.
        RegionNotFound = "region-not-found",
        /// 404: number and code do not open a request (never says which is wrong).
        RequestNotFound = "request-not-found",
        /// 404: there is no complaint with this number that is addressed to the organization.
        ComplaintNotFound = "complaint-not-found",
        /// 404: the organization has no report with this id.
        ReportNotFound = "report-not-found",
        /// 404: no file with this id is there for whoever asks (never says which is wrong).
        EvidenceNotFound = "evidence-not-found",
        /// 404: no group takes anybody in with this code, or the request is in none.
        GroupNotFound = "group-not-found",
        /// 404: number and code open no invitation, or none any more (never says which).
        InvitationNotFound = "invitation-not-found",
        /// 404: no terms are before the sides of this case.
        TermsNotFound = "terms-not-found",
        /// 405: the address exists, the method does not.
        MethodNotAllowed = "method-not-allowed",
        /// 409: the status machine does not allow this move now; `legal_moves` lists what it does.
        IllegalMove = "illegal-move",
        /// 409: the case changed after it was read (`If-Match`); `since` lists what happened. Nothing was done.
        Outdated = "outdated",
        /// 409: other terms are before both sides than those that were read. Nothing was done.
        TermsChanged = "terms-changed",
        /// 409: other times are offered than those that were read, or none any more. Nothing was done.
        SlotsChanged = "slots-changed",
        /// 409: the group takes nobody in any more.
        GroupClosed = "group-closed",
        /// 409: not for this member of the group, or not now.
        GroupNotNow = "group-not-now",
        /// 409: the complaint was answered before, in other words.
        ComplaintAnswered = "complaint-answered",
        /// 409: this side has complained as often about the case as it may.
        ComplaintsFull = "complaints-full",
        /// 409: the case cannot be rated now, or its rating not be changed any more.
        RatingNotNow = "rating-not-now",
        /// 409: what is held of the request must be kept for now; its `keeping` says why and until when.
        MustBeKept = "must-be-kept",
        /// 409: this browser cannot be told of news of this request: its push service is none that may be asked, or
        /// the request or this server allows none.
        PushRefused = "push-refused",
        /// 409: the idempotency key was used for a different body.
        IdempotencyKeyReused = "idempotency-key-reused",
        /// 409: from the same device, the same person has filed against the same other side in the same field, and
        /// that request is under way; `filed_on` tells when. With `even_if_filed` in the draft it is filed all the same.
        LikelyDuplicate = "likely-duplicate",
        /// 409: files that the request comes with are not there any more; nothing is stored under this key.
        EvidenceMissing = "evidence-missing",
        /// 409: the upload goes on at another offset; `HEAD` tells it.
        UploadOffset = "upload-offset",
        /// 410: what people wrote in the request was deleted; number, organization, dates and status stay.
        RequestErased = "request-erased",
        /// 412: the client speaks another version of tus than 1.0.0.
        UploadVersion = "upload-version",
        /// 413: the body is larger than the limit.
        TooLarge = "too-large",
        /// 415: the body is not declared as what is taken here.
        UnsupportedMediaType = "unsupported-media-type",
        /// 422: the JSON has the wrong shape: a wrong type, or a field that is not known.
        UnexpectedShape = "unexpected-shape",
        /// 422: fields break their rules; `issues` lists every one.
        Invalid = "invalid",
        /// 422: the file has no content.
        EvidenceEmpty = "evidence-empty",
        /// 422: not a kind of file that is taken.
        EvidenceKind = "evidence-kind",
        /// 422: a HEIC picture, which browsers do not show: it is to be sent as JPEG.
        EvidenceHeic = "evidence-heic",
        /// 422: the file is something else than its name says.
        EvidenceMismatch = "evidence-mismatch",
        /// 422: the file is broken, cut off or two things at once.
        EvidenceDamaged = "evidence-damaged",
        /// 422: opened, the file would be far larger than it is.
        EvidenceBomb = "evidence-bomb",
        /// 422: the request has as many files as it may have.
        EvidenceTooMany = "evidence-too-many",
        /// 422: together the files would be larger than they may be.
        EvidenceTooMuch = "evidence-too-much",
        /// 460 (tus): what arrived does not have the checksum that was told; it was not kept.
        ChecksumMismatch = "checksum-mismatch",
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
        /// 507: so many files wait on this server for their requests that it takes no more now.
        EvidenceFull = "evidence-full",
        /// 503: as many follow cases on this server as it can tell news to; the case can be asked for instead.
        NewsFull = "news-full",
        /// 503: this server has no font to print applications in.
        PaperUnavailable = "paper-unavailable",
        /// 404: no words with this id wait for whoever decides: they were changed, taken back or erased, or are not for them.
        WordsNotFound = "words-not-found",
        /// 409: somebody has decided on the words before, and otherwise.
        WordsDecided = "words-decided",
    }
}

impl ProblemCode {
    /// The HTTP status the code travels with.
    pub const fn http_status(self) -> u16 {
        use ProblemCode as P;
        match self {
            P::MalformedJson
            | P::MalformedParameter
            | P::IdempotencyKeyMissing
            | P::EvidenceKeyMissing
            | P::FilerKeyMalformed
            | P::UploadMalformed => 400,
            P::Unauthorized | P::SignInFailed | P::SecondFactorNeeded => 401,
            P::Forbidden => 403,
            P::NotFound
            | P::OrganizationNotFound
            | P::RegionNotFound
            | P::RequestNotFound
            | P::ComplaintNotFound
            | P::ReportNotFound
            | P::EvidenceNotFound
            | P::GroupNotFound
            | P::InvitationNotFound
            | P::TermsNotFound
            | P::WordsNotFound => 404,
            P::MethodNotAllowed => 405,
            P::IllegalMove
            | P::Outdated
            | P::TermsChanged
            | P::SlotsChanged
            | P::MustBeKept
            | P::ComplaintAnswered
            | P::ComplaintsFull
            | P::RatingNotNow
            | P::PushRefused
            | P::IdempotencyKeyReused
            | P::LikelyDuplicate
            | P::EvidenceMissing
            | P::UploadOffset
            | P::GroupClosed
            | P::GroupNotNow
            | P::WordsDecided => 409,
            P::RequestErased => 410,
            P::UploadVersion => 412,
            P::TooLarge => 413,
            P::UnsupportedMediaType => 415,
            P::UnexpectedShape
            | P::Invalid
            | P::EvidenceEmpty
            | P::EvidenceKind
            | P::EvidenceHeic
            | P::EvidenceMismatch
            | P::EvidenceDamaged
            | P::EvidenceBomb
            | P::EvidenceTooMany
            | P::EvidenceTooMuch => 422,
            P::ChecksumMismatch => 460,
            P::TooManyRequests | P::Locked => 429,
            P::Internal | P::Unknown => 500,
            P::StorageUnavailable | P::TimedOut | P::PaperUnavailable | P::NewsFull => 503,
            P::EvidenceFull => 507,
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
    /// The day on which a likely duplicate was filed, `YYYY-MM-DD`, China Standard Time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_on: Option<String>,
    /// What happened to a case after it was read, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub since: Vec<Since>,
}

/// Something that happened meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Since {
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
}
