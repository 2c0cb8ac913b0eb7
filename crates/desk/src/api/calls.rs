//! What the desk asks the server, call by call.

use browser::address::encoded;
use browser::clock;
use browser::download::Blob;
use contract::complaint::{AnswerComplaint, StaffComplaintView, StaffComplaintsView};
use contract::desk::{
    AuditView, ColleaguesView, PasswordChange, SecondFactorOffer, SecondFactorProof, SessionView,
    SignIn, SignInWays,
};
use contract::group::StaffGroupView;
use contract::invitation::PartyInvitation;
use contract::kinds::DisputeField;
use contract::months::Period;
use contract::organization::{Place, SearchQuery, SearchView, SuggestionsView};
use contract::page::{PageText, PageVerdict, PageView};
use contract::portal::PortalView;
use contract::problem::ProblemCode;
use contract::rating::{StaffRatingsView, WaitingView, WordsVerdict};
use contract::region::RegionCode;
use contract::report::{ReportView, ReportsView};
use contract::request::RequestView;
use contract::seeking::FindRequest;
use contract::settlement::{PaperKind, SettlementView};
use contract::staff::{QueueView, Reassignment};
use contract::supervision::FiguresView;
use gloo_net::http::Method;
use serde::Serialize;

use super::Failure;
use super::transport::{Answer, Call, ask, fetch_file, get, send, to_json};
use crate::session::Signed;

const SESSION: &str = "/api/v1/desk/session";

/// Who is signed in.
pub async fn session() -> Result<Signed, Failure> {
    asked_in(Method::GET, None).await
}

/// How one can sign in here.
pub async fn sign_in_ways() -> Result<SignInWays, Failure> {
    get("/api/v1/desk/sign-in").await
}

/// Signs in.
pub async fn sign_in(sign_in: &SignIn) -> Result<Signed, Failure> {
    asked_in(Method::POST, to_json(sign_in)).await
}

async fn asked_in(method: Method, body: Option<String>) -> Result<Signed, Failure> {
    let call = Call {
        method,
        path: SESSION,
        headers: Vec::new(),
        body,
    };
    let Answer { value, server_ms } = ask::<SessionView>(call).await?;
    let ends_ms = clock::read_ms(&value.ends_at);
    Ok(Signed::new(value, ends_ms, server_ms, clock::now_ms()))
}

/// Signs out here.
pub async fn sign_out() -> Result<(), Failure> {
    send(Method::DELETE, SESSION, None).await
}

/// Signs out wherever the account is signed in.
pub async fn sign_out_everywhere() -> Result<(), Failure> {
    send(Method::DELETE, "/api/v1/desk/sessions", None).await
}

/// Changes one's own password.
pub async fn change_password(change: &PasswordChange) -> Result<(), Failure> {
    send(Method::POST, "/api/v1/desk/password", to_json(change)).await
}

const SECOND_FACTOR: &str = "/api/v1/desk/second-factor";

/// Asks for a secret to take into an authenticator app.
pub async fn offer_second_factor() -> Result<SecondFactorOffer, Failure> {
    send(Method::POST, SECOND_FACTOR, None).await
}

/// Proves it, to switch it on or off.
pub async fn prove_second_factor(code: String, on: bool) -> Result<(), Failure> {
    let method = if on { Method::PUT } else { Method::DELETE };
    send(method, SECOND_FACTOR, to_json(&SecondFactorProof { code })).await
}

/// Who can work on a case.
pub async fn colleagues() -> Result<ColleaguesView, Failure> {
    get("/api/v1/desk/colleagues").await
}

/// Who did what, after this place.
pub async fn audit(after: Option<&str>) -> Result<AuditView, Failure> {
    let mut path = "/api/v1/desk/audit".to_owned();
    if let Some(after) = after {
        path.push_str("?after=");
        path.push_str(&encoded(after));
    }
    get(&path).await
}

/// A page of cases; `query` is without its question mark.
pub async fn queue(query: &str, after: Option<&str>) -> Result<QueueView, Failure> {
    let mut path = ["/api/v1/staff/requests?", query].concat();
    if let Some(after) = after {
        path.push_str("&after=");
        path.push_str(&encoded(after));
    }
    get(path.trim_end_matches('?')).await
}

/// A page of the cases that somebody is in.
pub async fn find(who: &str, after: Option<&str>) -> Result<QueueView, Failure> {
    let wish = FindRequest {
        who: who.to_owned(),
        after: after.map(str::to_owned),
    };
    let body = to_json(&wish);
    send(Method::POST, "/api/v1/staff/requests/find", body).await
}

/// The address of a case in the interface.
fn case(number: &str, of: &str) -> String {
    ["/api/v1/staff/requests/", &encoded(number), of].concat()
}

/// A case.
pub async fn open(number: &str) -> Result<RequestView, Failure> {
    get(&case(number, "")).await
}

/// Moves a case on that was read in this version. One key, one move.
pub async fn make_move(
    number: &str,
    version: u32,
    key: String,
    body: String,
) -> Result<RequestView, Failure> {
    let call = Call {
        method: Method::POST,
        path: &case(number, "/moves"),
        headers: vec![("idempotency-key", key), ("if-match", quoted(version))],
        body: Some(body),
    };
    Ok(ask(call).await?.value)
}

/// What there is to hand over to the other side.
pub async fn invitation(number: &str) -> Result<PartyInvitation, Failure> {
    get(&case(number, "/invitation")).await
}

/// The terms of an agreement that are before both sides, where there are any.
pub async fn settlement(number: &str) -> Result<Option<SettlementView>, Failure> {
    match get(&case(number, "/settlement")).await {
        Ok(view) => Ok(Some(view)),
        Err(failure) if failure.code() == Some(ProblemCode::TermsNotFound) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Puts terms before both sides. One key, one proposal.
pub async fn propose_terms(
    number: &str,
    key: String,
    body: String,
) -> Result<SettlementView, Failure> {
    let call = Call {
        method: Method::PUT,
        path: &case(number, "/settlement"),
        headers: vec![("idempotency-key", key)],
        body: Some(body),
    };
    Ok(ask(call).await?.value)
}

/// A paper of the terms as a PDF.
pub async fn terms_paper(number: &str, paper: PaperKind) -> Result<Blob, Failure> {
    fetch_file(&case(
        number,
        &["/settlement/papers/", paper.as_str()].concat(),
    ))
    .await
}

/// The requests that were filed together with this one.
pub async fn group(number: &str) -> Result<StaffGroupView, Failure> {
    get(&case(number, "/group")).await
}

/// Where a file of a case is.
pub fn file_address(number: &str, file: &str) -> String {
    case(number, &["/evidence/", &encoded(file)].concat())
}

/// Where a case is on paper.
pub fn paper_address(number: &str) -> String {
    case(number, "/application.pdf")
}

/// Where the file of a case is, with all its papers and the evidence.
pub fn case_file_address(number: &str) -> String {
    case(number, "/case-file.zip")
}

/// Proposes another organization for a case that was raised to this centre. One key, one proposal.
pub async fn reassign(number: &str, key: String, proposal: &Reassignment) -> Result<(), Failure> {
    let path = ["/api/v1/staff/raised/", &encoded(number), "/transfer"].concat();
    let call = Call {
        method: Method::POST,
        path: &path,
        headers: vec![("idempotency-key", key)],
        body: written(proposal)?,
    };
    ask::<()>(call).await?;
    Ok(())
}

/// Open reports about the organization.
pub async fn reports() -> Result<ReportsView, Failure> {
    get("/api/v1/staff/reports").await
}

/// Settles one.
pub async fn settle(id: &str) -> Result<ReportView, Failure> {
    let path = ["/api/v1/staff/reports/", &encoded(id), "/settle"].concat();
    send(Method::POST, &path, None).await
}

const COMPLAINTS: &str = "/api/v1/staff/complaints";

/// Complaints to answer.
pub async fn complaints() -> Result<StaffComplaintsView, Failure> {
    get(COMPLAINTS).await
}

/// Answers one. The same answer again is no other one.
pub async fn answer_complaint(
    number: &str,
    answer: &AnswerComplaint,
) -> Result<StaffComplaintView, Failure> {
    let path = [COMPLAINTS, "/", &encoded(number), "/answer"].concat();
    send(Method::POST, &path, written(answer)?).await
}

const RATINGS: &str = "/api/v1/staff/ratings";

/// What people gave the organization lately.
pub async fn ratings() -> Result<StaffRatingsView, Failure> {
    get(RATINGS).await
}

/// Words that wait for this centre.
pub async fn waiting_words() -> Result<WaitingView, Failure> {
    get(&[RATINGS, "/waiting"].concat()).await
}

/// Decides whether everybody sees words. The same decision again is no other one.
pub async fn decide_words(id: &str, show: bool) -> Result<WordsVerdict, Failure> {
    let path = [RATINGS, "/waiting/", &encoded(id)].concat();
    send(Method::POST, &path, written(&WordsVerdict { show })?).await
}

const FIGURES: &str = "/api/v1/desk/figures";

fn within(period: Period) -> String {
    ["?from=", &period.from.text(), "&to=", &period.to.text()].concat()
}

/// What happened in a period.
pub async fn figures(period: Period) -> Result<FiguresView, Failure> {
    get(&[FIGURES, &within(period)].concat()).await
}

/// The same as a workbook.
pub async fn workbook(period: Period) -> Result<Blob, Failure> {
    fetch_file(&[FIGURES, ".xlsx", &within(period)].concat()).await
}

/// What the operator says of itself: what it promises.
pub async fn portal() -> Result<PortalView, Failure> {
    get("/api/v1/portal").await
}

const PAGE: &str = "/api/v1/desk/page";

/// The organization's public page.
pub async fn page() -> Result<PageView, Failure> {
    get(PAGE).await
}

/// Proposes another one than was read in this version. The same again is no second proposal.
pub async fn propose_page(page: &PageText, version: u32) -> Result<PageView, Failure> {
    let call = Call {
        method: Method::PUT,
        path: PAGE,
        headers: vec![("if-match", quoted(version))],
        body: written(page)?,
    };
    Ok(ask(call).await?.value)
}

fn quoted(version: u32) -> String {
    ["\"", &version.to_string(), "\""].concat()
}

/// Publishes what was proposed, or does not.
pub async fn decide_page(verdict: &PageVerdict) -> Result<PageView, Failure> {
    send(
        Method::POST,
        "/api/v1/desk/page/decision",
        written(verdict)?,
    )
    .await
}

/// Organizations for this field of dispute, near ones first where the place is known.
pub async fn organizations(
    field: DisputeField,
    region: Option<RegionCode>,
) -> Result<SearchView, Failure> {
    let query = SearchQuery {
        field: Some(field).filter(|field| field.is_known()),
        place: region.map(Place::In),
        ..SearchQuery::default()
    };
    get(&["/api/v1/organizations?", &query.to_query_string()].concat()).await
}

/// What a name may mean.
pub async fn suggestions(words: &str) -> Result<SuggestionsView, Failure> {
    get(&["/api/v1/suggestions?q=", &encoded(words)].concat()).await
}

fn written(body: &impl Serialize) -> Result<Option<String>, Failure> {
    to_json(body).map(Some).ok_or(Failure::Unreadable)
}
