//! What carries news of requests to people. Off until it is configured; then whole.

use std::fmt;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use contract::notices::NoticeChannel;
use lettre::message::Mailbox;
use reqwest::Url;

use super::map::is_here;
use super::{ConfigError, Values, text};
use crate::notices::push::PushSettings;
use crate::notices::{GatewaySettings, Template, mail_server, mailbox};

/// What carries news, and where people look for it.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    /// Where the portal is reached, without a slash at the end.
    pub portal: String,
    /// The mail server, if there is one.
    pub mail: Option<MailSettings>,
    /// The SMS gateway, if there is one.
    pub sms: Option<GatewaySettings>,
    /// How push services of browsers are asked, if they are.
    pub push: Option<PushSettings>,
}

/// The mail server.
#[derive(Clone)]
pub struct MailSettings {
    /// Its address, with name and password.
    pub server: String,
    /// Who mail is from.
    pub from: Mailbox,
}

/// The address holds a password: the debug form shows none.
impl fmt::Debug for MailSettings {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("MailSettings(…)")
    }
}

impl Notices {
    /// The ways there are to be told.
    pub fn channels(&self) -> Vec<NoticeChannel> {
        let mail = self.mail.as_ref().map(|_| NoticeChannel::Email);
        let sms = self.sms.as_ref().map(|_| NoticeChannel::Sms);
        let push = self.push.as_ref().map(|_| NoticeChannel::Push);
        mail.into_iter().chain(sms).chain(push).collect()
    }

    /// Reads the settings.
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let portal = values.optional("public-url", portal)?;
        let server = values.optional("smtp", smtp)?;
        let from = values.optional("mail-from", from)?;
        let url = values.optional("sms-url", sms_url)?;
        let method = values.required("sms-method", method)?;
        let headers = values.required("sms-headers", headers)?;
        let body = values.required("sms-body", body)?;
        let accepted = values.optional("sms-accepted", text)?;
        let push = values.optional("push-contact", push_contact)?;
        let inside = values.optional("push-inside", push_inside)?;
        let push = push.map(|contact| PushSettings {
            contact,
            inside: inside.unwrap_or_default(),
        });
        let mail = match (server, from) {
            (None, None) => None,
            (Some(server), Some(from)) => Some(MailSettings { server, from }),
            (server, _) => {
                let missing = if server.is_some() {
                    "mail-from"
                } else {
                    "smtp"
                };
                return Err(incomplete(
                    missing,
                    "mail is only sent with both smtp and mail-from",
                ));
            }
        };
        let sms = url.map(|url| gateway(url, method, headers, &body, accepted));
        let sms = sms.transpose()?;
        match portal {
            Some(portal) => Ok(Self {
                portal,
                mail,
                sms,
                push,
            }),
            // Who is told by the browser looks where the browser has been.
            None if mail.is_none() && sms.is_none() => Ok(Self {
                push,
                ..Self::default()
            }),
            None => Err(incomplete(
                "public-url",
                "notices tell people where to look",
            )),
        }
    }
}

pub(super) fn incomplete(missing: &str, why: &'static str) -> ConfigError {
    ConfigError::Incomplete {
        missing: missing.to_owned(),
        why,
    }
}

fn gateway(
    url: Template,
    method: Method,
    headers: HeaderMap,
    body: &str,
    accepted: Option<String>,
) -> Result<GatewaySettings, ConfigError> {
    let body = Template::of_body(body, &headers)
        .filter(Template::is_whole)
        .ok_or_else(|| {
            incomplete(
                "a content type in sms-headers that fits sms-body",
                "what is put into the body is escaped as JSON or as a form, and JSON must be whole",
            )
        })?;
    for place in ["phone", "text"] {
        if !url.has(place) && !body.has(place) {
            return Err(incomplete(
                &format!("{{{place}}} in sms-url or sms-body"),
                "the gateway must be told whom to send what",
            ));
        }
    }
    Ok(GatewaySettings {
        method,
        url,
        headers,
        body,
        accepted,
    })
}

/// An address of this machine, or one that is reached encrypted.
pub(super) fn guarded(value: &str, encrypted: &str, plain: &str) -> Option<Url> {
    let url = Url::parse(value).ok()?;
    let here = url.host_str().is_some_and(is_here);
    let fine = url.scheme() == encrypted || (url.scheme() == plain && here);
    (fine && url.has_host()).then_some(url)
}

/// Whether an address is encrypted, or of this machine.
pub(crate) fn is_guarded(address: &str) -> bool {
    guarded(address, "https", "http").is_some()
}

fn portal(value: &str) -> Result<String, &'static str> {
    const EXPECTED: &str = "the address of the portal as people reach it, such as https://portal.example.cn; http:// only for a host of this machine";
    let url = guarded(value, "https", "http").ok_or(EXPECTED)?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    plain
        .then(|| url.as_str().trim_end_matches('/').to_owned())
        .ok_or(EXPECTED)
}

/// With the password of a mailbox and the addresses of people, mail goes encrypted.
fn smtp(value: &str) -> Result<String, &'static str> {
    const EXPECTED: &str = "smtps://USER:PASSWORD@HOST, or smtp://USER:PASSWORD@HOST:587?tls=required; without tls only for a host of this machine. What is special in a URL is percent-escaped";
    let fine = guarded(value, "smtps", "smtp").is_some()
        || Url::parse(value)
            .is_ok_and(|url| url.scheme() == "smtp" && url.query() == Some("tls=required"));
    if fine && mail_server(value).is_ok() {
        Ok(value.to_owned())
    } else {
        Err(EXPECTED)
    }
}

fn from(value: &str) -> Result<Mailbox, &'static str> {
    text(value)
        .ok()
        .and_then(|value| mailbox(&value))
        .ok_or("an address, such as notice@example.cn or 枫桥 <notice@example.cn>")
}

fn sms_url(value: &str) -> Result<Template, &'static str> {
    const EXPECTED: &str = "an address, with {phone}, {text} and {id} where they belong, such as https://sms.example.cn/send; http:// only for a host of this machine";
    let template = Template::of_url(value);
    // Nothing that is filled in may choose the host.
    let filled = guarded(&template.fill("0", "0", "0"), "https", "http").ok_or(EXPECTED)?;
    let other = guarded(&template.fill("1", "1", "1"), "https", "http").ok_or(EXPECTED)?;
    (filled.origin() == other.origin())
        .then_some(template)
        .ok_or(EXPECTED)
}

fn method(value: &str) -> Result<Method, &'static str> {
    match value {
        "GET" => Ok(Method::GET),
        "POST" => Ok(Method::POST),
        "PUT" => Ok(Method::PUT),
        _ => Err("GET, POST or PUT"),
    }
}

fn headers(value: &str) -> Result<HeaderMap, &'static str> {
    const EXPECTED: &str = r#"names and values in JSON, such as {"Content-Type": "application/json", "Authorization": "Bearer KEY"}"#;
    let pairs: std::collections::BTreeMap<String, String> =
        serde_json::from_str(value).map_err(|_| EXPECTED)?;
    pairs
        .into_iter()
        .map(|(name, value)| {
            let name: HeaderName = name.parse().map_err(|_| EXPECTED)?;
            let mut value: HeaderValue = value.parse().map_err(|_| EXPECTED)?;
            value.set_sensitive(true);
            Ok((name, value))
        })
        .collect()
}

/// Whether it is whole is seen with its content type.
fn body(value: &str) -> Result<String, &'static str> {
    let fine = !value.chars().any(|c| c.is_control() && c != '\n');
    fine.then(|| value.to_owned())
        .ok_or("a text without control characters")
}

/// Push services ask there when something is wrong with what they are sent (RFC 8292, 2.1).
fn push_contact(value: &str) -> Result<String, &'static str> {
    let by_mail = value.strip_prefix("mailto:").and_then(mailbox);
    if by_mail.is_some() || guarded(value, "https", "https").is_some() {
        Ok(value.to_owned())
    } else {
        Err(
            "where push services ask about the portal, such as mailto:notice@example.cn or https://portal.example.cn",
        )
    }
}

fn push_inside(value: &str) -> Result<Vec<Url>, &'static str> {
    const EXPECTED: &str = "origins separated by commas, such as https://push.example.cn; http:// only for a host of this machine";
    let parts = value.split(',').map(str::trim);
    let origins = parts.map(|part| guarded(part, "https", "http").ok_or(EXPECTED));
    origins.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Serve;
    use super::super::tests::gather;
    use super::*;

    const MAIL: [(&str, &str); 3] = [
        ("public-url", "https://portal.example.cn/"),
        ("smtp", "smtps://user:SECRET@mail.example.cn"),
        ("mail-from", "枫桥 <notice@example.cn>"),
    ];
    const SMS: [(&str, &str); 3] = [
        ("public-url", "https://portal.example.cn"),
        ("sms-url", "https://sms.example.cn/send?key=SECRET"),
        (
            "sms-headers",
            r#"{"Content-Type": "application/json", "Authorization": "SECRET"}"#,
        ),
    ];

    fn read(given: &[(&'static str, &str)]) -> Result<Notices, ConfigError> {
        Serve::read(&gather(given, &[], "").unwrap()).map(|serve| serve.notices)
    }

    #[test]
    fn nothing_is_sent_until_it_is_configured() {
        assert!(read(&[]).unwrap().channels().is_empty());
        assert_eq!(read(&MAIL).unwrap().channels(), [NoticeChannel::Email]);
        assert_eq!(read(&SMS).unwrap().channels(), [NoticeChannel::Sms]);
        let push = [("push-contact", "mailto:notice@example.cn")];
        assert_eq!(read(&push).unwrap().channels(), [NoticeChannel::Push]);
        assert_eq!(read(&MAIL).unwrap().portal, "https://portal.example.cn");
    }

    #[test]
    fn half_a_channel_is_refused() {
        for leave_out in 0..MAIL.len() {
            let mut given = MAIL.to_vec();
            let (name, _) = given.remove(leave_out);
            let refused = read(&given).unwrap_err().to_string();
            assert!(
                refused.starts_with(&format!("not set: {name};")),
                "{refused}"
            );
        }
        for (name, value) in [
            ("sms-body", r#"{"to": "{phone}"}"#),
            ("sms-body", r#"{"to": "{phone}", "text": {text}}"#),
            ("sms-headers", r#"{"Content-Type": "text/plain"}"#),
        ] {
            let given: Vec<_> = SMS
                .into_iter()
                .filter(|(given, _)| *given != name)
                .chain([(name, value)])
                .collect();
            assert!(
                matches!(read(&given), Err(ConfigError::Incomplete { .. })),
                "{value}"
            );
        }
    }

    #[test]
    fn secrets_travel_encrypted_and_are_not_shown() {
        for (name, value) in [
            ("smtp", "smtp://user:SECRET@mail.example.cn"),
            (
                "smtp",
                "smtp://user:SECRET@mail.example.cn?tls=opportunistic",
            ),
            ("smtp", "https://user:SECRET@mail.example.cn"),
            ("sms-url", "http://sms.example.cn/SECRET/{phone}/{text}"),
            ("sms-url", "https://{phone}.example.cn/SECRET/{text}"),
            ("sms-headers", "Authorization: SECRET"),
            ("sms-body", "SECRET\u{7}"),
            ("public-url", "http://portal.example.cn"),
        ] {
            let error = read(&[(name, value)]).unwrap_err().to_string();
            assert!(error.contains(name) && !error.contains("SECRET"), "{error}");
        }
        for fine in [
            "smtp://127.0.0.1:25",
            "smtp://user:p%40ss@mail.example.cn:587?tls=required",
            "smtps://user:pass@mail.example.cn:465",
        ] {
            assert!(smtp(fine).is_ok(), "{fine}");
        }
        for settings in [read(&MAIL), read(&SMS)] {
            let shown = format!("{:?}", settings.unwrap());
            assert!(!shown.contains("SECRET"), "{shown}");
        }
    }

    #[test]
    fn push_services_are_told_whom_to_ask() {
        for fine in [
            "mailto:notice@example.cn",
            "https://portal.example.cn/about",
        ] {
            assert_eq!(push_contact(fine).as_deref(), Ok(fine));
        }
        for wrong in [
            "",
            "notice@example.cn",
            "mailto:notice",
            "http://127.0.0.1/about",
        ] {
            assert!(push_contact(wrong).is_err(), "{wrong}");
        }
        let own = push_inside("https://push.example.cn, http://127.0.0.1:9000");
        assert_eq!(own.unwrap().len(), 2);
        for wrong in [
            "",
            "push.example.cn",
            "http://push.example.cn",
            "https://push.example.cn,",
        ] {
            assert!(push_inside(wrong).is_err(), "{wrong}");
        }
    }
}
