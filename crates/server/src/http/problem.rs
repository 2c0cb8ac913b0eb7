//! What the interface answers when it cannot do what was asked, from small constructors.
//!
//! A [`Refusal`] leaves a handler as an extension of an empty answer; the `problem` layer writes the
//! body, because only it knows the request's id.

use axum::http::{Extensions, StatusCode};
use axum::response::{IntoResponse, Response};
use contract::draft::Issue;
use contract::problem::{Problem, ProblemCode};

use crate::domain;
use crate::evidence::ShelfError;
use crate::store::StoreError;
use crate::telemetry::explain;

/// When another try makes sense on a server that is full: by then it has swept.
const FULL_SECONDS: u32 = 600;

/// When another try to listen makes sense: until then the case is asked for.
const NEWS_SECONDS: u32 = 60;

/// When another try makes sense while many sign in.
const BUSY_SECONDS: u32 = 5;

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
        filed_on: None,
        since: Vec::new(),
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
            R::NoOrganization => refuse(ProblemCode::OrganizationNotFound),
            R::NoReport => refuse(ProblemCode::ReportNotFound),
            R::NoInvitation => refuse(ProblemCode::InvitationNotFound),
            R::Unauthorized => refuse(ProblemCode::Unauthorized),
            R::Busy => wait(ProblemCode::TooManyRequests, BUSY_SECONDS),
            R::SignInFailed => refuse(ProblemCode::SignInFailed),
            R::SecondFactorNeeded => refuse(ProblemCode::SecondFactorNeeded),
            R::Forbidden => refuse(ProblemCode::Forbidden),
            R::Outdated(since) => {
                let mut refusal = refuse(ProblemCode::Outdated);
                refusal.0.since = since;
                refusal
            }
            R::KeyReused => refuse(ProblemCode::IdempotencyKeyReused),
            R::Erased => refuse(ProblemCode::RequestErased),
            R::MustBeKept => refuse(ProblemCode::MustBeKept),
            R::Likely(day) => {
                let mut refusal = refuse(ProblemCode::LikelyDuplicate);
                refusal.0.filed_on = Some(day.to_string());
                refusal
            }
            R::Locked { retry_after } => wait(ProblemCode::Locked, retry_after),
            R::IllegalMove(legal) => {
                let mut refusal = refuse(ProblemCode::IllegalMove);
                refusal.0.legal_moves = legal;
                refusal
            }
            R::Evidence(code @ ProblemCode::EvidenceFull) => wait(code, FULL_SECONDS),
            R::News(code) => wait(code, NEWS_SECONDS),
            R::Evidence(code) | R::Group(code) | R::Feedback(code) => refuse(code),
            R::NoTerms => refuse(ProblemCode::TermsNotFound),
            R::TermsChanged => refuse(ProblemCode::TermsChanged),
            R::SlotsChanged => refuse(ProblemCode::SlotsChanged),
            R::NoPaper => refuse(ProblemCode::NotFound),
            R::NoPush => refuse(ProblemCode::PushRefused),
            R::NoPress => refuse(ProblemCode::PaperUnavailable),
            R::Press(error) => internal(&error),
            R::Shelf(ShelfError::Unavailable(error)) => {
                tracing::error!(reason = explain(&error), "evidence unavailable");
                refuse(ProblemCode::StorageUnavailable)
            }
            R::Shelf(error) => internal(&error),
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
        P::EvidenceKeyMissing => "Evidence-Key is missing or not 16 to 64 visible ASCII characters",
        P::FilerKeyMalformed => "Filer-Key is not 16 to 64 visible ASCII characters",
        P::UploadMalformed => "A header of the upload protocol is missing or cannot be read",
        P::Unauthorized => "A valid staff token or session is needed",
        P::SignInFailed => "Name and password do not sign in",
        P::SecondFactorNeeded => "Six digits of the second factor are needed",
        P::Forbidden => "This is not for whoever asks",
        P::Outdated => "The case changed after it was read",
        P::NotFound => "There is nothing at this address",
        P::OrganizationNotFound => "There is no organization with this id",
        P::RegionNotFound => "There is no region with this code",
        P::RequestNotFound => "Number and access code do not open a request",
        P::ComplaintNotFound => "The organization has no complaint with this number to answer",
        P::ReportNotFound => "The organization has no report with this id",
        P::EvidenceNotFound => "There is no such file for whoever asks",
        P::GroupNotFound => "There is no group for this code or request",
        P::InvitationNotFound => "No invitation opens with this number and code",
        P::TermsNotFound => "No terms are before the sides of this case",
        P::TermsChanged => "Other terms are before both sides than those that were read",
        P::SlotsChanged => "Other times are offered than those that were read, or none any more",
        P::GroupClosed => "The group takes nobody in any more",
        P::GroupNotNow => "Not for this member of the group, or not now",
        P::MethodNotAllowed => "This address does not take this method",
        P::IllegalMove => "The request does not allow this move now",
        P::ComplaintAnswered => "The complaint was answered before, in other words",
        P::ComplaintsFull => "There are as many complaints about this case as there may be",
        P::RatingNotNow => "The case cannot be rated now, or the rating not be changed any more",
        P::PushRefused => "This browser cannot be told of news of this request",
        P::MustBeKept => "What is held of the request must be kept for now",
        P::RequestErased => "What people wrote in the request was erased",
        P::IdempotencyKeyReused => "The idempotency key was used for a different body",
        P::LikelyDuplicate => "There is likely one for the same that is under way",
        P::EvidenceMissing => "Files that the request comes with are not there any more",
        P::UploadOffset => "The upload goes on at another offset",
        P::UploadVersion => "Only version 1.0.0 of tus is spoken",
        P::TooLarge => "The body is too large",
        P::UnsupportedMediaType => "The body is not declared as what is taken here",
        P::UnexpectedShape => "The JSON has a wrong type or an unknown field",
        P::Invalid => "Fields break their rules",
        P::EvidenceEmpty => "The file has no content",
        P::EvidenceKind => "Files of this kind are not taken",
        P::EvidenceHeic => "A HEIC picture is to be sent as JPEG",
        P::EvidenceMismatch => "The file is something else than its name says",
        P::EvidenceDamaged => "The file is broken, cut off or two things at once",
        P::EvidenceBomb => "Opened, the file would be far larger than it is",
        P::EvidenceTooMany => "The request has as many files as it may have",
        P::EvidenceTooMuch => "Together the files would be larger than they may be",
        P::ChecksumMismatch => "What arrived does not have the checksum that was told",
        P::TooManyRequests => "Too many requests from this address",
        P::Locked => "Too many wrong codes",
        P::Internal | P::Unknown => "A fault of the server",
        P::StorageUnavailable => "The store cannot take or give data now; nothing was acknowledged",
        P::TimedOut => "The answer took too long; nothing was acknowledged",
        P::EvidenceFull => "Too many files wait for their requests; no more are taken now",
        P::NewsFull => "No more streams of news now; ask for the case instead",
        P::PaperUnavailable => "This server has no font to print applications in",
        P::WordsNotFound => "No such words wait for whoever decides",
        P::WordsDecided => "Somebody has decided on these words otherwise",
    }
}
