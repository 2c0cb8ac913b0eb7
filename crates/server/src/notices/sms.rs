//! SMS, handed to a gateway by HTTP. What the gateway wants to be asked is a template of the operator's.

use std::fmt;
use std::time::Duration;

use axum::http::{HeaderMap, Method, header};
use contract::phone::Mobile;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::redirect::Policy;

use super::Undelivered;

/// Longest time for the gateway's answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// As much of an answer is looked at.
const ANSWER_LIMIT: usize = 64 * 1024;

/// The gateway and how it is asked. Its address, headers and body may hold secrets.
#[derive(Clone)]
pub struct GatewaySettings {
    /// How.
    pub method: Method,
    /// Where; percent-escaped where it is filled in.
    pub url: Template,
    /// With which headers.
    pub headers: HeaderMap,
    /// With what; escaped by the content type among the headers.
    pub body: Template,
    /// What the answer holds when it was taken; any answer 2xx will do where this is unset.
    pub accepted: Option<String>,
}

impl fmt::Debug for GatewaySettings {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("GatewaySettings(…)")
    }
}

/// A text with places for `{phone}`, `{text}` and `{id}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Template {
    text: String,
    escape: Escape,
}

/// How what is filled in is kept from being taken for more than it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Escape {
    /// `%E7%BC%96`
    Percent,
    /// As within a string of JSON.
    Json,
}

impl Template {
    /// The address of the gateway.
    pub fn of_url(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            escape: Escape::Percent,
        }
    }

    /// The body, by its content type: JSON, or a form.
    pub fn of_body(text: &str, headers: &HeaderMap) -> Option<Self> {
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .and_then(|kind| kind.split(';').next())
            .unwrap_or_default();
        let escape = match kind.trim().to_ascii_lowercase().as_str() {
            "application/json" => Escape::Json,
            "application/x-www-form-urlencoded" => Escape::Percent,
            _ if text.is_empty() => Escape::Percent,
            _ => return None,
        };
        Some(Self {
            text: text.to_owned(),
            escape,
        })
    }

    /// Whether it has a place of this name.
    pub fn has(&self, name: &str) -> bool {
        self.text.contains(&format!("{{{name}}}"))
    }

    /// Whether it is a whole text of its kind once it is filled in.
    pub fn is_whole(&self) -> bool {
        let filled = self.fill("0", "\"", "0");
        match self.escape {
            Escape::Percent => true,
            Escape::Json => serde_json::from_str::<serde::de::IgnoredAny>(&filled).is_ok(),
        }
    }

    /// The text with everything in its place. What was filled in is not looked through for places again.
    pub fn fill(&self, phone: &str, text: &str, id: &str) -> String {
        let mut filled = String::with_capacity(self.text.len() + 9 * text.len());
        let mut rest = self.text.as_str();
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            let place = [("{phone}", phone), ("{text}", text), ("{id}", id)]
                .into_iter()
                .find_map(|(place, value)| Some((from.strip_prefix(place)?, value)));
            match place {
                Some((after, value)) => {
                    filled.push_str(&self.escape.apply(value));
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = from.get(1..).unwrap_or_default();
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}

impl Escape {
    fn apply(self, value: &str) -> String {
        match self {
            Self::Percent => utf8_percent_encode(value, NON_ALPHANUMERIC).to_string(),
            Self::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                let inside = quoted.get(1..quoted.len().saturating_sub(1));
                inside.unwrap_or_default().to_owned()
            }
        }
    }
}

/// The way to a gateway.
pub(super) struct Gateway {
    client: reqwest::Client,
    settings: GatewaySettings,
}

impl Gateway {
    pub(super) fn new(settings: GatewaySettings) -> Result<Self, reqwest::Error> {
        // Another address would be given secrets that are meant for this one.
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(Policy::none())
            .build()?;
        Ok(Self { client, settings })
    }

    pub(super) async fn send(&self, to: &Mobile, id: &str, text: &str) -> Result<(), Undelivered> {
        let settings = &self.settings;
        let url = settings.url.fill(to.as_str(), text, id);
        let mut request = self
            .client
            .request(settings.method.clone(), url)
            .headers(settings.headers.clone());
        let body = settings.body.fill(to.as_str(), text, id);
        if !body.is_empty() {
            request = request.body(body);
        }
        let mut answer = request.send().await.map_err(|error| undelivered(&error))?;
        let status = answer.status();
        if !status.is_success() {
            // Asked too often, too slow or with a password that has expired, it may take it later; told that the
            // question is wrong, it will not.
            let may_pass = matches!(status.as_u16(), 401..=404 | 407 | 408 | 425 | 429);
            let is_lasting = status.is_client_error() && !may_pass;
            return Err(Undelivered {
                reason: format!("http {}", status.as_u16()),
                is_lasting,
            });
        }
        let Some(accepted) = &settings.accepted else {
            return Ok(());
        };
        let mut said = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| undelivered(&error))? {
            said.extend_from_slice(&part);
            if said.len() > ANSWER_LIMIT {
                break;
            }
        }
        if String::from_utf8_lossy(&said).contains(accepted) {
            Ok(())
        } else {
            Err(Undelivered::for_now("not-accepted"))
        }
    }
}

/// What went wrong. The words of the error would name the address that was called, with all that is in it.
fn undelivered(error: &reqwest::Error) -> Undelivered {
    Undelivered::for_now(if error.is_timeout() {
        "http timeout"
    } else if error.is_connect() {
        "http unreachable"
    } else {
        "http broken"
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    fn json(text: &str) -> Template {
        let kind = HeaderValue::from_static("application/json; charset=utf-8");
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, kind)]);
        Template::of_body(text, &headers).unwrap()
    }

    #[test]
    fn places_are_filled_once() {
        let url = Template::of_url("https://sms.example.cn/{phone}?t={text}&id={id}&x={other}");
        assert_eq!(
            url.fill("13912345678", "a&b={phone} 编", "1"),
            "https://sms.example.cn/13912345678?t=a%26b%3D%7Bphone%7D%20%E7%BC%96&id=1&x={other}"
        );
        assert!(url.has("phone") && !url.has("number"));
    }

    #[test]
    fn a_body_is_whole_when_it_is_filled() {
        assert!(json(r#"{"to": "{phone}", "params": {"t": "{text}"}}"#).is_whole());
        assert!(!json(r#"{"to": {phone"#).is_whole());
        assert!(!json(r#"{"to": {text}}"#).is_whole());
        let xml = Template::of_body("<x>{text}</x>", &HeaderMap::new());
        assert!(xml.is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_filled_in_stays_a_text(phone in any::<String>(), text in any::<String>()) {
            let filled = json(r#"{"to": "{phone}", "text": "{text}"}"#).fill(&phone, &text, "");
            let read: serde_json::Value = serde_json::from_str(&filled).unwrap();
            prop_assert_eq!(read, serde_json::json!({"to": phone, "text": text}));
            let url = Template::of_url("http://127.0.0.1/?to={phone}&text={text}").fill(&phone, &text, "");
            let read: Vec<_> = form_urlencoded::parse(url.split_once('?').unwrap().1.as_bytes())
                .into_owned().collect();
            prop_assert_eq!(read, [("to".to_owned(), phone), ("text".to_owned(), text)]);
        }
    }
}
