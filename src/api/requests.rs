//! Requests: sending one, opening it with its code, and the applicant's own moves.

use contract::draft::Draft;
use contract::evidence::{BASKET_HEADER, COUNT_HEADER};
use contract::personal::Correction;
use contract::request::{
    NoteRequest, PerformanceReport, Receipt, RequestView, TransferAnswer, WithdrawRequest,
};
use contract::slots::SlotAnswer;
use contract::visit::VisitDraft;

use super::{ApiFailure, Call, Method, call, to_json, transport};
use crate::platform::download::Blob;
use crate::state::CaseKey;

const REQUESTS: &str = "/api/v1/requests";

/// Sends a request. However often it is sent under one key, it becomes one request with one receipt, and with the
/// files that were uploaded under that key: so many at the least. With the secret of the phone, a likely duplicate is
/// told first.
pub async fn submit(
    draft: &Draft,
    key: &str,
    files: usize,
    filer: Option<&str>,
) -> Result<Receipt, ApiFailure> {
    let files = files.to_string();
    let mut headers = vec![
        ("idempotency-key", key),
        (BASKET_HEADER, key),
        (COUNT_HEADER, files.as_str()),
    ];
    headers.extend(filer.map(|filer| ("filer-key", filer)));
    call(Call {
        method: Method::POST,
        path: REQUESTS,
        headers: &headers,
        body: to_json(draft),
    })
    .await
}

/// Asks for a legal health check. However often it is sent under one key, it becomes one request.
pub async fn ask_for_visit(draft: &VisitDraft, key: &str) -> Result<Receipt, ApiFailure> {
    call(Call {
        method: Method::POST,
        path: "/api/v1/health-checks",
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

/// The application as a PDF.
pub async fn paper(case: &CaseKey) -> Result<Blob, ApiFailure> {
    transport::file(Call {
        method: Method::GET,
        path: &path(case, "/application.pdf"),
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
    post(case, "/notes", key, to_json(note)).await
}

/// Takes the request back. One key, one withdrawal.
pub async fn withdraw(
    case: &CaseKey,
    key: &str,
    reason: &WithdrawRequest,
) -> Result<RequestView, ApiFailure> {
    post(case, "/withdraw", key, to_json(reason)).await
}

/// Corrects what is held of the applicant. One key and body, one correction.
pub async fn correct(
    case: &CaseKey,
    key: &str,
    correction: &Correction,
) -> Result<RequestView, ApiFailure> {
    post(case, "/corrections", key, to_json(correction)).await
}

/// Answers a proposal to hand the request over. One key, one answer.
pub async fn answer_transfer(
    case: &CaseKey,
    key: &str,
    answer: &TransferAnswer,
) -> Result<RequestView, ApiFailure> {
    post(case, "/transfer", key, to_json(answer)).await
}

/// Says which of the times that are offered suit. One key and body, one answer.
pub async fn choose_slots(
    case: &CaseKey,
    key: &str,
    answer: &SlotAnswer,
) -> Result<RequestView, ApiFailure> {
    post(case, "/slots", key, to_json(answer)).await
}

/// Says whether what was agreed has been done. One key, one report.
pub async fn report_performance(
    case: &CaseKey,
    key: &str,
    report: &PerformanceReport,
) -> Result<RequestView, ApiFailure> {
    post(case, "/performance", key, to_json(report)).await
}

/// One of the applicant's own moves.
async fn post(
    case: &CaseKey,
    what: &str,
    key: &str,
    body: Option<String>,
) -> Result<RequestView, ApiFailure> {
    call(Call {
        method: Method::POST,
        path: &path(case, what),
        headers: &[
            ("authorization", &authorization(case)),
            ("idempotency-key", key),
        ],
        body,
    })
    .await
}

/// Has what people wrote in the request erased.
pub async fn erase(case: &CaseKey) -> Result<(), ApiFailure> {
    call(Call {
        method: Method::DELETE,
        path: &path(case, ""),
        headers: &[("authorization", &authorization(case))],
        body: None,
    })
    .await
}

pub(super) fn path(case: &CaseKey, of: &str) -> String {
    [REQUESTS, "/", case.number.as_str(), of].concat()
}

pub(super) fn authorization(case: &CaseKey) -> String {
    ["AccessCode ", case.code.symbols()].concat()
}
