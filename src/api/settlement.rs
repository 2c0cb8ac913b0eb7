//! The terms of an agreement, for either side: reading and answering them, what is paid, and the papers.

use contract::settlement::{PaperKind, PaymentReport, SettlementView, TermsAnswer};

use super::{ApiFailure, Call, Method, call, invitations, requests, to_json, transport};
use crate::platform::download::Blob;
use crate::state::CaseKey;

/// Who sits at the table, with what opens the case for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seat {
    /// The applicant.
    Applicant(CaseKey),
    /// The other side.
    OtherSide(CaseKey),
}

impl Seat {
    fn path(&self, of: &str) -> String {
        let of = ["/settlement", of].concat();
        match self {
            Self::Applicant(case) => requests::path(case, &of),
            Self::OtherSide(invited) => invitations::path(invited, &of),
        }
    }

    fn authorization(&self) -> String {
        match self {
            Self::Applicant(case) => requests::authorization(case),
            Self::OtherSide(invited) => invitations::authorization(invited),
        }
    }
}

/// The terms that are before both sides.
pub async fn settlement(seat: &Seat) -> Result<SettlementView, ApiFailure> {
    call(Call {
        method: Method::GET,
        path: &seat.path(""),
        headers: &[("authorization", &seat.authorization())],
        body: None,
    })
    .await
}

/// Answers the terms that were read. One key and body, one answer.
pub async fn answer_terms(
    seat: &Seat,
    key: &str,
    answer: &TermsAnswer,
) -> Result<SettlementView, ApiFailure> {
    post(seat, "/answer", key, to_json(answer)).await
}

/// Says of a payment that it was made, came or did not. One key and body, said once.
pub async fn report_payment(
    seat: &Seat,
    key: &str,
    report: &PaymentReport,
) -> Result<SettlementView, ApiFailure> {
    post(seat, "/payments", key, to_json(report)).await
}

async fn post(
    seat: &Seat,
    what: &str,
    key: &str,
    body: Option<String>,
) -> Result<SettlementView, ApiFailure> {
    call(Call {
        method: Method::POST,
        path: &seat.path(what),
        headers: &[
            ("authorization", &seat.authorization()),
            ("idempotency-key", key),
        ],
        body,
    })
    .await
}

/// A paper of the terms as a PDF.
pub async fn terms_paper(seat: &Seat, paper: PaperKind) -> Result<Blob, ApiFailure> {
    transport::file(Call {
        method: Method::GET,
        path: &seat.path(&["/papers/", paper.as_str()].concat()),
        headers: &[("authorization", &seat.authorization())],
        body: None,
    })
    .await
}
