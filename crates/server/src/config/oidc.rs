//! Signing in to the desk through an identity provider (OpenID Connect). Off until it is configured; then whole.

use openidconnect::{ClientId, ClientSecret, IssuerUrl, RedirectUrl, Scope};

use super::notices::{guarded, incomplete};
use super::{ConfigError, Values, text};
use crate::http::OIDC_CALLBACK;
use crate::oidc::OidcSettings;

/// Reads the settings. `portal` is the address of the portal as people reach it: the provider sends them back there.
pub(super) fn read(values: &Values, portal: &str) -> Result<Option<OidcSettings>, ConfigError> {
    let issuer = values.optional("oidc-issuer", issuer)?;
    let client_id = values.optional("oidc-client-id", text)?;
    let client_secret = values.optional("oidc-client-secret", text)?;
    let scopes = values.required("oidc-scopes", scopes)?;
    let login_claim = values.optional("oidc-login-claim", text)?;
    let only = values.required("oidc-only", truth)?;
    let Some(issuer) = issuer else {
        let is_begun =
            client_id.is_some() || client_secret.is_some() || login_claim.is_some() || only;
        return match is_begun {
            true => Err(incomplete(
                "oidc-issuer",
                "nobody can sign in through an identity provider that is not named",
            )),
            false => Ok(None),
        };
    };
    let client_id =
        client_id.ok_or_else(|| incomplete("oidc-client-id", "the provider asks who asks it"))?;
    let redirect = RedirectUrl::new(format!("{portal}{OIDC_CALLBACK}"))
        .map_err(|_| incomplete("public-url", "the provider sends people back to it"))?;
    Ok(Some(OidcSettings {
        issuer,
        client_id: ClientId::new(client_id),
        client_secret: client_secret.map(ClientSecret::new),
        redirect,
        scopes,
        login_claim,
        only,
    }))
}

/// Kept as it is written: the provider names itself in just these characters.
fn issuer(value: &str) -> Result<IssuerUrl, &'static str> {
    const EXPECTED: &str = "the issuer as the provider names itself, such as https://login.example.cn/realms/staff; http:// only for a host of this machine";
    let url = guarded(value, "https", "http").ok_or(EXPECTED)?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if !plain {
        return Err(EXPECTED);
    }
    IssuerUrl::new(value.to_owned()).map_err(|_| EXPECTED)
}

fn scopes(value: &str) -> Result<Vec<Scope>, &'static str> {
    let names: Vec<_> = value.split_ascii_whitespace().collect();
    // As RFC 6749, section 3.3, writes them.
    let fine = names.iter().all(|name| {
        name.bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'))
    });
    let asked = |name: &&str| *name != "openid";
    (fine && names.contains(&"openid"))
        .then(|| {
            let more = names.into_iter().filter(asked);
            more.map(|name| Scope::new(name.to_owned())).collect()
        })
        .ok_or("names separated by blanks, openid among them, such as openid profile")
}

fn truth(value: &str) -> Result<bool, &'static str> {
    value.parse().map_err(|_| "true or false")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Serve;
    use super::super::tests::gather;
    use super::*;

    const WHOLE: [(&str, &str); 3] = [
        ("public-url", "https://portal.example.cn/"),
        ("oidc-issuer", "https://login.example.cn/realms/staff"),
        ("oidc-client-id", "fengqiao"),
    ];

    fn read(given: &[(&'static str, &str)]) -> Result<Option<OidcSettings>, ConfigError> {
        Serve::read(&gather(given, &[], "").unwrap()).map(|serve| serve.oidc)
    }

    #[test]
    fn nobody_is_asked_until_it_is_configured_whole() {
        assert!(read(&[]).unwrap().is_none());
        let settings = read(&WHOLE).unwrap().unwrap();
        assert_eq!(
            settings.redirect.as_str(),
            "https://portal.example.cn/api/v1/desk/oidc/callback"
        );
        assert!(!settings.only && settings.scopes.is_empty());
        for leave_out in 0..WHOLE.len() {
            let mut given = WHOLE.to_vec();
            let (name, _) = given.remove(leave_out);
            let refused = read(&given).unwrap_err().to_string();
            assert!(
                refused.starts_with(&format!("not set: {name};")),
                "{refused}"
            );
        }
        for alone in [
            ("oidc-client-secret", "SECRET"),
            ("oidc-login-claim", "preferred_username"),
            ("oidc-only", "true"),
        ] {
            let refused = read(&[alone]).unwrap_err().to_string();
            assert!(refused.starts_with("not set: oidc-issuer;"), "{refused}");
        }
    }

    #[test]
    fn people_are_sent_to_encrypted_places_alone() {
        for (name, value) in [
            ("oidc-issuer", "http://login.example.cn"),
            ("oidc-issuer", "https://user:SECRET@login.example.cn"),
            ("oidc-issuer", "https://login.example.cn/?realm=staff"),
            ("oidc-issuer", "login.example.cn"),
            ("oidc-scopes", "profile"),
            ("oidc-scopes", "openid \"profile\""),
            ("oidc-only", "yes"),
        ] {
            let given: Vec<_> = WHOLE
                .into_iter()
                .filter(|(given, _)| *given != name)
                .chain([(name, value)])
                .collect();
            let refused = read(&given).unwrap_err().to_string();
            assert!(refused.contains(name), "{refused}");
        }
        let here = [
            ("public-url", "http://127.0.0.1:8080"),
            ("oidc-issuer", "http://127.0.0.1:3000"),
            ("oidc-client-id", "fengqiao"),
            ("oidc-scopes", "openid profile"),
        ];
        let scopes = read(&here).unwrap().unwrap().scopes;
        assert_eq!(scopes, [Scope::new("profile".to_owned())]);
    }

    #[test]
    fn the_secret_is_not_shown() {
        let with = |secret| [WHOLE.as_slice(), &[("oidc-client-secret", secret)]].concat();
        let settings = read(&with("SECRET")).unwrap();
        let shown = format!("{settings:?}");
        assert!(!shown.contains("SECRET"), "{shown}");
        let refused = read(&with("SECRET\u{7}")).unwrap_err().to_string();
        assert!(!refused.contains("SECRET"), "{refused}");
    }
}
