//! What the desk keeps in a browser: the secret of a session, and what begins one through the identity provider. Only the
//! interface gets to see it, no script does. It crosses no network in the clear: only a browser on the server's own
//! machine, with nothing in between, may do without encryption.

use axum::http::{HeaderMap, HeaderValue, header};

use super::App;
use super::address::ClientAddress;
use super::problem::{Answer, internal};

/// A cookie of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session. No page of another site can have it sent.
    Session,
    /// What begins a session while its person is at the identity provider, for ten minutes. It comes along when the
    /// provider sends them back, which is another site.
    Ticket,
}

impl Cookie {
    /// Browsers keep a cookie with the prefix only from the host itself, encrypted, for all its paths (RFC 6265bis).
    const fn name(self, is_at_home: bool) -> &'static str {
        match (self, is_at_home) {
            (Self::Session, true) => "fengqiao-desk",
            (Self::Session, false) => "__Host-fengqiao-desk",
            (Self::Ticket, true) => "fengqiao-oidc",
            (Self::Ticket, false) => "__Host-fengqiao-oidc",
        }
    }

    /// Who may have it sent, and how long it is kept where it does not end with the browser.
    const fn terms(self) -> (&'static str, &'static str) {
        match self {
            Self::Session => ("Strict", ""),
            Self::Ticket => ("Lax", "; Max-Age=600"),
        }
    }

    /// What the browser sent. Where cookies cross a network, only what no other site of the domain can have set.
    pub(crate) fn sent<'a>(
        self,
        app: &App,
        headers: &'a HeaderMap,
        client: ClientAddress,
    ) -> Option<&'a str> {
        let wanted = self.name(is_at_home(app, headers, client));
        let cookies = headers.get_all(header::COOKIE).iter();
        cookies
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find_map(|(name, value)| (name == wanted).then_some(value))
            .filter(|value| !value.is_empty())
    }

    /// The header that has the browser keep this, or forget it.
    pub(crate) fn set(
        self,
        app: &App,
        headers: &HeaderMap,
        client: ClientAddress,
        value: Option<&str>,
    ) -> Answer<HeaderValue> {
        let is_at_home = is_at_home(app, headers, client);
        let (site, age) = self.terms();
        let (value, age) = match value {
            Some(value) => (value, age),
            None => ("", "; Max-Age=0"),
        };
        let secure = if is_at_home { "" } else { "; Secure" };
        let name = self.name(is_at_home);
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite={site}{secure}{age}");
        HeaderValue::try_from(cookie).map_err(|error| internal(&error))
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
