//! Signing in at a desk, and what comes with an account.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::desk::{
    AuditView, ColleaguesView, PasswordChange, SecondFactorOffer, SecondFactorProof, SessionView,
    SignIn, SignInWays,
};
use contract::problem::{Problem, ProblemCode};

use crate::http::address::ClientAddress;
use crate::http::cookie::Cookie;
use crate::http::extract::{Json, Query, pairs};
use crate::http::problem::{Answer, refuse};
use crate::http::session::{AtWork, SignedIn};
use crate::http::{App, Shared};
use crate::oidc::Provider;

/// How one can sign in here.
#[utoipa::path(
    get, path = "/api/v1/desk/sign-in", tag = "desk",
    responses((status = 200, body = SignInWays), (status = "4XX", body = Problem)),
)]
pub(crate) async fn ways(State(app): State<Shared>) -> Json<SignInWays> {
    let provider = app.oidc.as_ref();
    Json(SignInWays {
        password: !provider.is_some_and(Provider::is_only_way),
        oidc: provider.is_some(),
    })
}

/// Signs in. The session is a cookie.
#[utoipa::path(
    post, path = "/api/v1/desk/session", tag = "desk",
    request_body = SignIn,
    responses(
        (status = 200, body = SessionView),
        (status = 401, body = Problem, description = "Wrong, or six digits are needed: see the code"),
        (status = 403, body = Problem, description = "Nobody signs in with a password here"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn sign_in(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    Json(body): Json<SignIn>,
) -> Answer<Response> {
    if app.oidc.as_ref().is_some_and(Provider::is_only_way) {
        return Err(refuse(ProblemCode::Forbidden));
    }
    let (secret, session) = app.cases.sign_in(&body, client.0).await?;
    let view = app.cases.session_view(&session).await?;
    let cookie = Cookie::Session.set(&app, &headers, client, Some(&secret))?;
    Ok(([(header::SET_COOKIE, cookie)], Json(view)).into_response())
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/api/v1/desk/session", tag = "desk",
    security(("desk-session" = [])),
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn session(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
) -> Answer<Json<SessionView>> {
    Ok(Json(app.cases.session_view(&session).await?))
}

/// Signs out here.
#[utoipa::path(
    delete, path = "/api/v1/desk/session", tag = "desk",
    security(("desk-session" = [])),
    responses((status = 204), (status = "4XX", body = Problem)),
)]
pub(crate) async fn sign_out(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
) -> Answer<Response> {
    app.cases.sign_out(&session, false).await?;
    signed_out(&app, &headers, client)
}

/// Signs out everywhere.
#[utoipa::path(
    delete, path = "/api/v1/desk/sessions", tag = "desk",
    security(("desk-session" = [])),
    responses((status = 204), (status = "4XX", body = Problem)),
)]
pub(crate) async fn sign_out_everywhere(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
) -> Answer<Response> {
    app.cases.sign_out(&session, true).await?;
    signed_out(&app, &headers, client)
}

fn signed_out(app: &App, headers: &HeaderMap, client: ClientAddress) -> Answer<Response> {
    let forget = Cookie::Session.set(app, headers, client, None)?;
    let forget = [(header::SET_COOKIE, forget)];
    Ok((StatusCode::NO_CONTENT, forget).into_response())
}

/// Sets another password; all other sessions of the account end.
#[utoipa::path(
    post, path = "/api/v1/desk/password", tag = "desk",
    request_body = PasswordChange,
    security(("desk-session" = [])),
    responses((status = 204), (status = "4XX", body = Problem)),
)]
pub(crate) async fn change_password(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    Json(body): Json<PasswordChange>,
) -> Answer<StatusCode> {
    app.cases.change_password(&session, &body, client).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Offers a second factor, to be taken into an authenticator app.
#[utoipa::path(
    post, path = "/api/v1/desk/second-factor", tag = "desk",
    security(("desk-session" = [])),
    responses((status = 200, body = SecondFactorOffer), (status = "4XX", body = Problem)),
)]
pub(crate) async fn offer_second_factor(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
) -> Answer<Json<SecondFactorOffer>> {
    Ok(Json(app.cases.offer_second_factor(&session).await?))
}

/// Switches the second factor on, with a code of it.
#[utoipa::path(
    put, path = "/api/v1/desk/second-factor", tag = "desk",
    request_body = SecondFactorProof,
    security(("desk-session" = [])),
    responses((status = 204), (status = "4XX", body = Problem)),
)]
pub(crate) async fn prove_second_factor(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    Json(body): Json<SecondFactorProof>,
) -> Answer<StatusCode> {
    let proved = app
        .cases
        .prove_second_factor(&session, &body.code, true, client);
    proved.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Switches the second factor off, with a code of it.
#[utoipa::path(
    delete, path = "/api/v1/desk/second-factor", tag = "desk",
    request_body = SecondFactorProof,
    security(("desk-session" = [])),
    responses((status = 204), (status = "4XX", body = Problem)),
)]
pub(crate) async fn drop_second_factor(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    Json(body): Json<SecondFactorProof>,
) -> Answer<StatusCode> {
    let dropped = app
        .cases
        .prove_second_factor(&session, &body.code, false, client);
    dropped.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who can work on a case of the organization.
#[utoipa::path(
    get, path = "/api/v1/desk/colleagues", tag = "desk",
    security(("desk-session" = [])),
    responses((status = 200, body = ColleaguesView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn colleagues(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
) -> Answer<Json<ColleaguesView>> {
    Ok(Json(app.cases.colleagues(&staff).await?))
}

/// Who read and did what at the organization, latest first; for its lead and its auditors.
#[utoipa::path(
    get, path = "/api/v1/desk/audit", tag = "desk",
    params(("after" = Option<String>, Query, description = "`next_after` of the page before")),
    security(("desk-session" = [])),
    responses((status = 200, body = AuditView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn audit(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    query: Query,
) -> Answer<Json<AuditView>> {
    let pairs = pairs(&query.0);
    let after = pairs.iter().find(|(name, _)| name == "after");
    let before = after
        .map(|(_, value)| {
            value
                .parse()
                .map_err(|_| refuse(ProblemCode::MalformedParameter))
        })
        .transpose()?;
    Ok(Json(app.cases.audit(&staff, before).await?))
}
