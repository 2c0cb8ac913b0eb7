//! What a side says about how its case was handled: complaints and a rating.

use contract::complaint::{ComplaintDraft, ComplaintView};
use contract::rating::{FeedbackView, RatingDraft, RatingView};

use super::{ApiFailure, Call, Method, Party, call, to_json};

/// What was said, and what can be.
pub async fn feedback(party: &Party) -> Result<FeedbackView, ApiFailure> {
    call(Call {
        method: Method::GET,
        path: &party.path("/feedback"),
        headers: &[("authorization", &party.authorization())],
        body: None,
    })
    .await
}

/// Complains. One key, one complaint.
pub async fn complain(
    party: &Party,
    key: &str,
    draft: &ComplaintDraft,
) -> Result<ComplaintView, ApiFailure> {
    call(Call {
        method: Method::POST,
        path: &party.path("/complaints"),
        headers: &[
            ("authorization", &party.authorization()),
            ("idempotency-key", key),
        ],
        body: to_json(draft),
    })
    .await
}

/// Rates, or changes the rating.
pub async fn rate(party: &Party, draft: &RatingDraft) -> Result<RatingView, ApiFailure> {
    call(Call {
        method: Method::PUT,
        path: &party.path("/rating"),
        headers: &[("authorization", &party.authorization())],
        body: to_json(draft),
    })
    .await
}
