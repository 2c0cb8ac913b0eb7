//! Who is at a desk: the cookie of a session, or the token of a program.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use contract::problem::ProblemCode;
use subtle::ConstantTimeEq as _;

use super::Shared;
use super::address::ClientAddress;
use super::cookie::Cookie;
use super::extract::credentials;
use super::problem::{Refusal, refuse};
use crate::domain::{Session, Staff};
use crate::store::Mac;

/// Whoever is signed in; with anything but a read, from the desk's own pages.
pub(crate) struct SignedIn(pub(crate) Session);

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        let session = app.cases.session(secret_of(parts, app)?).await?;
        let is_read = matches!(parts.method, Method::GET | Method::HEAD);
        if !is_read && !is_from_its_pages(&parts.headers, &session.token) {
            return Err(refuse(ProblemCode::Forbidden));
        }
        Ok(Self(session))
    }
}

/// Whoever is signed in, or shows a valid token.
pub(crate) struct AtWork(pub(crate) Staff);

impl FromRequestParts<Shared> for AtWork {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        if let Some(token) = credentials(&parts.headers, "Bearer") {
            return Ok(Self(app.cases.staff(token).await?));
        }
        let SignedIn(session) = SignedIn::from_request_parts(parts, app).await?;
        Ok(Self(session.staff))
    }
}

/// The same for a stream of news, which a page opens again and again by itself: the session lasts no longer for it. With
/// a session, its hash.
pub(crate) struct Watching(pub(crate) Staff, pub(crate) Option<Mac>);

impl FromRequestParts<Shared> for Watching {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        if let Some(token) = credentials(&parts.headers, "Bearer") {
            return Ok(Self(app.cases.staff(token).await?, None));
        }
        let secret = secret_of(parts, app)?;
        let session = app.cases.session_as_it_is(secret).await?;
        Ok(Self(session.staff, Some(session.mac)))
    }
}

/// The secret of a session that a request shows.
fn secret_of<'a>(parts: &'a Parts, app: &Shared) -> Result<&'a str, Refusal> {
    let secret = Cookie::Session.sent(app, &parts.headers, client_of(parts));
    secret.ok_or_else(|| refuse(ProblemCode::Unauthorized))
}

/// Where a request comes from, as the `identify` layer found.
fn client_of(parts: &Parts) -> ClientAddress {
    let found = parts.extensions.get::<ClientAddress>().copied();
    found.unwrap_or(ClientAddress(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
}

/// Whether a request knows the token, which pages of other sites cannot read.
fn is_from_its_pages(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get("desk-token").map(HeaderValue::as_bytes);
    given.is_some_and(|given| given.ct_eq(token.as_bytes()).into())
}
