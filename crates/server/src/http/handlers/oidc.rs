//! Signing in to the desk through the identity provider: there, and back.

use std::borrow::Cow;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Response};
use contract::problem::{Problem, ProblemCode};

use crate::domain::{Arrival, NotIn};
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::cookie::Cookie;
use crate::http::extract::{Query, pairs};
use crate::http::problem::{Answer, Refusal, internal, refuse};
use crate::oidc::Provider;

/// A page that goes on by itself to a page of the desk. The browser then comes from here and not from the provider: the
/// session's cookie, which no other site can have sent, goes along.
const ONWARD: &str = include_str!("onward.html");

/// Sends the browser to the identity provider.
#[utoipa::path(
    get, path = "/api/v1/desk/oidc/start", tag = "desk", operation_id = "oidc_start",
    params(("to" = Option<String>, Query, description = "The page of the desk to be on then, such as `/desk/audit`")),
    responses(
        (status = 303, description = "To the provider, with a cookie that is good for ten minutes"),
        (status = 404, body = Problem, description = "There is no identity provider"),
        (status = 502, description = "A page that goes on to the desk, which says that the provider does not answer"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn start(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    query: Query,
) -> Answer<Response> {
    let provider = provider(&app.oidc)?;
    let to = value(&query, "to");
    match app.cases.go_to_provider(provider, to.as_deref()).await {
        Ok((address, ticket)) => {
            let address = HeaderValue::try_from(address).map_err(|error| internal(&error))?;
            let ticket = Cookie::Ticket.set(&app, &headers, client, Some(&ticket))?;
            let headers = [(header::LOCATION, address), (header::SET_COOKIE, ticket)];
            Ok((StatusCode::SEE_OTHER, headers).into_response())
        }
        Err(not_in) => Ok(turned_away(not_in)),
    }
}

/// Where the identity provider sends the browser back to. The session is the same as with a password.
#[utoipa::path(
    get, path = "/api/v1/desk/oidc/callback", tag = "desk", operation_id = "oidc_callback",
    params(
        ("state" = Option<String>, Query, description = "As it was sent to the provider"),
        ("code" = Option<String>, Query, description = "What tells the server who it is"),
        ("iss" = Option<String>, Query, description = "Who sends back (RFC 9207)"),
        ("error" = Option<String>, Query, description = "Why there is no code"),
    ),
    responses(
        (status = 200, description = "Signed in: a page that goes on to the desk"),
        (status = "4XX", description = "Not signed in: a page that goes on to the desk, which says why (`?oidc=`)"),
        (status = "5XX", description = "The same; the provider or the server cannot now"),
    ),
)]
pub(crate) async fn callback(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    query: Query,
) -> Answer<Response> {
    let provider = provider(&app.oidc)?;
    let arrival = Arrival {
        ticket: Cookie::Ticket
            .sent(&app, &headers, client)
            .map(str::to_owned),
        state: value(&query, "state"),
        code: value(&query, "code"),
        issuer: value(&query, "iss"),
    };
    let forget = Cookie::Ticket.set(&app, &headers, client, None)?;
    let forget = AppendHeaders([(header::SET_COOKIE, forget)]);
    match app
        .cases
        .come_from_provider(provider, arrival, client.0)
        .await
    {
        Ok(signed_in) => {
            let secret = Some(signed_in.secret.as_str());
            let session = Cookie::Session.set(&app, &headers, client, secret)?;
            let session = AppendHeaders([(header::SET_COOKIE, session)]);
            Ok((session, forget, onward(&signed_in.to)).into_response())
        }
        Err(not_in) => Ok((forget, turned_away(not_in)).into_response()),
    }
}

fn provider(provider: &Option<Provider>) -> Answer<&Provider> {
    provider
        .as_ref()
        .ok_or_else(|| refuse(ProblemCode::NotFound))
}

fn value(query: &Query, name: &str) -> Option<String> {
    let mut found = pairs(&query.0).into_iter();
    found
        .find(|(given, _)| given == name)
        .map(|(_, value)| Cow::into_owned(value))
}

fn turned_away(NotIn { why, to, refused }: NotIn) -> Response {
    if let Some(refused) = refused {
        // What went wrong stands in the log.
        drop(Refusal::from(refused));
    }
    let status = StatusCode::from_u16(why.http_status()).unwrap_or(StatusCode::FORBIDDEN);
    let page = onward(&format!("{to}?oidc={}", why.as_str()));
    (status, page).into_response()
}

/// Paths of the desk hold nothing that HTML reads as more than a path.
fn onward(to: &str) -> Html<String> {
    Html(ONWARD.replace("{to}", to))
}
