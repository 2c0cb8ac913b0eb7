//! Who is at a desk: the cookie of a session, or the token of a program.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use contract::problem::ProblemCode;
use subtle::ConstantTimeEq as _;

use super::address::ClientAddress;
use super::extract::credentials;
use super::problem::{Answer, Refusal, refuse};
use super::{App, Shared};
use crate::domain::{Session, Staff};

/// Whoever is signed in; with anything but a read, from the desk's own pages.
pub(crate) struct SignedIn(pub(crate) Session);

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        let client = client_of(parts);
        let secret =
            secret(app, &parts.headers, client).ok_or_else(|| refuse(ProblemCode::Unauthorized))?;
        let session = app.cases.session(secret).await?;
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

/// The secret in the cookie. Where cookies cross a network, only one that no other site of the domain can have set.
fn secret<'a>(app: &App, headers: &'a HeaderMap, client: ClientAddress) -> Option<&'a str> {
    let wanted = name(is_at_home(app, headers, client));
    let cookies = headers.get_all(header::COOKIE).iter();
    cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == wanted).then_some(value))
        .filter(|value| !value.is_empty())
}

/// The cookie that keeps this secret, or that forgets it. Only the interface gets to see it, no script does, and no page
/// of another site can have it sent. It crosses no network in the clear: only a browser on the server's own machine, with
/// nothing in between, may do without encryption.
pub(crate) fn cookie(
    app: &App,
    headers: &HeaderMap,
    client: ClientAddress,
    secret: Option<&str>,
) -> Answer<HeaderValue> {
    let is_at_home = is_at_home(app, headers, client);
    let (value, age) = match secret {
        Some(secret) => (secret, ""),
        None => ("", "; Max-Age=0"),
    };
    let secure = if is_at_home { "" } else { "; Secure" };
    let name = name(is_at_home);
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{age}");
    HeaderValue::try_from(cookie).map_err(|error| super::problem::internal(&error))
}

/// Browsers keep a cookie with this prefix only from the host itself, encrypted, for all its paths (RFC 6265bis).
const fn name(is_at_home: bool) -> &'static str {
    if is_at_home {
        "fengqiao-desk"
    } else {
        "__Host-fengqiao-desk"
    }
}

/// Whether browser and server are on one machine, with no web server in between that others come through: one that is
/// deployed has proxies that it trusts or asks for encryption, and a web server tells of those it passes on.
fn is_at_home(app: &App, headers: &HeaderMap, ClientAddress(client): ClientAddress) -> bool {
    let passed_on = [
        "forwarded",
        "via",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-real-ip",
    ];
    app.trusted_proxies.is_empty()
        && app.hsts.is_none()
        && client.is_loopback()
        && is_loopback(headers)
        && !passed_on.iter().any(|name| headers.contains_key(*name))
}

fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        match port.bytes().all(|byte| byte.is_ascii_digit()) {
            true => name,
            false => host,
        }
    });
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_on_this_machine_by_its_whole_name() {
        let is_here = |host: &str| {
            is_loopback(&HeaderMap::from_iter([(
                header::HOST,
                host.parse().unwrap(),
            )]))
        };
        for here in ["localhost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]:8080"] {
            assert!(is_here(here), "{here}");
        }
        for there in [
            "example.org",
            "localhost.example.org",
            "127.0.0.1.example.org:80",
            "[2001:db8::1]",
        ] {
            assert!(!is_here(there), "{there}");
        }
    }
}
