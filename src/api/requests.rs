//! Requests: sending one, opening it with its code, and the applicant's own moves.

use contract::draft::Draft;
use contract::request::{NoteRequest, Receipt, RequestView, WithdrawRequest};

use super::{ApiFailure, Call, Method, call, to_json};
use crate::state::CaseKey;

const REQUESTS: &str = "/api/v1/requests";

/// Sends a request. However often it is sent under one key, it becomes one request with one receipt.
pub async fn submit(draft: &Draft, key: &str) -> Result<Receipt, ApiFailure> {
    call(Call {
        method: Method::POST,
        path: REQUESTS,
        headers: &[("idempotency-key", key)],
        body: to_json(draft),
    })
    .await
}

/// The case that this number and code open.
pub async fn open(case: &CaseKey) -> Result<RequestView, ApiFailure> {
    call(Call {
        method: Method::GET,
        path: &path(case, ""),
        headers: &[("authorization", &authorization(case))],
        body: None,
    })
    .await
}

/// Adds a note, or answers what staff asked. One key, one note.
pub async fn add_note(
    case: &CaseKey,
    key: &str,
    note: &NoteRequest,
) -> Result<RequestView, ApiFailure> {
    call(Call {
        method: Method::POST,
        path: &path(case, "/notes"),
        headers: &[
            ("authorization", &authorization(case)),
            ("idempotency-key", key),
        ],
        body: to_json(note),
    })
    .await
}

/// Takes the request back. One key, one withdrawal.
pub async fn withdraw(
    case: &CaseKey,
    key: &str,
    reason: &WithdrawRequest,
) -> Result<RequestView, ApiFailure> {
    call(Call {
        method: Method::POST,
        path: &path(case, "/withdraw"),
        headers: &[
            ("authorization", &authorization(case)),
            ("idempotency-key", key),
        ],
        body: to_json(reason),
    })
    .await
}

fn path(case: &CaseKey, of: &str) -> String {
    [REQUESTS, "/", case.number.as_str(), of].concat()
}

fn authorization(case: &CaseKey) -> String {
    ["AccessCode ", case.code.symbols()].concat()
}
