//! Who is at a desk: the cookie of a session, or the token of a program.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use contract::problem::ProblemCode;
use subtle::ConstantTimeEq as _;

use super::Shared;
use super::extract::credentials;
use super::problem::{Answer, Refusal, refuse};
use crate::domain::{Session, Staff};

const COOKIE: &str = "fengqiao-desk";

/// Whoever is signed in; with anything but a read, from the desk's own pages.
pub(crate) struct SignedIn(pub(crate) Session);

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        let secret = secret(&parts.headers).ok_or_else(|| refuse(ProblemCode::Unauthorized))?;
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

/// Whether a request knows the token, which pages of other sites cannot read.
fn is_from_its_pages(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get("desk-token").map(HeaderValue::as_bytes);
    given.is_some_and(|given| given.ct_eq(token.as_bytes()).into())
}

/// The secret in the cookie.
fn secret(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter();
    cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
        .filter(|value| !value.is_empty())
}

/// The cookie that keeps this secret, or that forgets it. Only the interface gets to see it, no script does, and no page
/// of another site can have it sent. It crosses no network in the clear: only a browser on the server's own machine may
/// do without encryption.
pub(crate) fn cookie(headers: &HeaderMap, secret: Option<&str>) -> Answer<HeaderValue> {
    let (value, age) = match secret {
        Some(secret) => (secret, ""),
        None => ("", "; Max-Age=0"),
    };
    let secure = if is_loopback(headers) { "" } else { "; Secure" };
    let cookie = format!("{COOKIE}={value}; Path=/api/v1; HttpOnly; SameSite=Strict{secure}{age}");
    HeaderValue::try_from(cookie).map_err(|error| super::problem::internal(&error))
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

    fn with(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn the_secret_is_found_among_other_cookies() {
        let found = |value| secret(&with(header::COOKIE, value)).map(str::to_owned);
        assert_eq!(found("fengqiao-desk=ab").as_deref(), Some("ab"));
        assert_eq!(found("a=b; fengqiao-desk=ab;c=d").as_deref(), Some("ab"));
        for other in ["", "fengqiao-desk", "fengqiao-desk=", "xfengqiao-desk=ab"] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn only_a_browser_on_this_machine_does_without_encryption() {
        let cookie = |host| {
            let cookie = cookie(&with(header::HOST, host), Some("ab")).unwrap();
            cookie.to_str().unwrap().to_owned()
        };
        for here in ["localhost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]:8080"] {
            assert!(!cookie(here).contains("Secure"), "{here}");
        }
        for there in [
            "example.org",
            "localhost.example.org",
            "127.0.0.1.example.org:80",
            "[2001:db8::1]",
        ] {
            let cookie = cookie(there);
            assert!(
                cookie.ends_with("; HttpOnly; SameSite=Strict; Secure"),
                "{cookie}"
            );
        }
        let forgotten = super::cookie(&HeaderMap::new(), None).unwrap();
        assert!(forgotten.to_str().unwrap().contains("=; Path=/api/v1; "));
    }
}
