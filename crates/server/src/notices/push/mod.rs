//! News on the screen of a device, handed to the push service of its browser (RFC 8030). Everybody is sent the same
//! words, encrypted for the one browser (RFC 8291): neither the service nor whoever sees the screen learns what they
//! are about.

mod identity;
mod reach;

use std::fmt;
use std::time::Duration;

use axum::http::{StatusCode, header};
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use contract::push::PushSubscription;
use jiff::Timestamp;
use reqwest::Url;
use reqwest::redirect::Policy;
use serde_json::json;
use web_push_native::{Auth, encrypt, p256};

use super::Undelivered;
use reach::{Forbidden, Reach};

pub use identity::Identity;

/// Longest time for the service's answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the service keeps a message for a device that is off, in seconds: a week. Later the words are still true,
/// but whoever has not looked by then will.
const KEPT_FOR: u32 = 7 * 24 * 60 * 60;
/// A message takes the place of one that has not been delivered yet: it says the same.
const TOPIC: &str = "news";
/// Browsers write base64url without padding; some write it with.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What is needed to ask push services.
#[derive(Clone)]
pub struct PushSettings {
    /// Where a push service asks about the portal: `mailto:` or `https:`.
    pub contact: String,
    /// Origins of the operator's own push services. They may be anywhere; all others are in the internet.
    pub inside: Vec<Url>,
}

impl fmt::Debug for PushSettings {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("PushSettings(…)")
    }
}

/// What became of a message that was not taken.
#[derive(Debug, PartialEq, Eq)]
pub enum Unpushed {
    /// The browser is not there any more, or its address is none that may be asked: it is to be forgotten.
    Gone,
    /// As with any other channel.
    Undelivered(Undelivered),
}

/// The way to push services.
pub(super) struct Pusher {
    client: reqwest::Client,
    contact: String,
    reach: Reach,
}

/// A browser: where it is reached, and what is encrypted for it.
struct Device {
    endpoint: Url,
    key: p256::PublicKey,
    secret: Auth,
}

impl Pusher {
    pub(super) fn new(settings: PushSettings) -> Result<Self, reqwest::Error> {
        let reach = Reach::new(settings.inside);
        // Neither a redirection nor a proxy leads to where the address itself must not.
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(Policy::none())
            .no_proxy()
            .dns_resolver(std::sync::Arc::new(reach.clone()))
            .build()?;
        Ok(Self {
            client,
            contact: settings.contact,
            reach,
        })
    }

    /// Whether this browser can be told.
    pub(super) fn takes(&self, subscription: &PushSubscription) -> bool {
        self.device(subscription).is_some()
    }

    fn device(&self, subscription: &PushSubscription) -> Option<Device> {
        let key = BASE64.decode(&subscription.p256dh).ok()?;
        let secret: [u8; 16] = BASE64.decode(&subscription.auth).ok()?.try_into().ok()?;
        Some(Device {
            endpoint: self.reach.read(&subscription.endpoint)?,
            key: p256::PublicKey::from_sec1_bytes(&key).ok()?,
            secret: secret.into(),
        })
    }

    /// Sends it and waits until it was taken.
    pub(super) async fn send(
        &self,
        identity: &Identity,
        to: &PushSubscription,
        now: Timestamp,
    ) -> Result<(), Unpushed> {
        // It may have been let in under other settings.
        let device = self.device(to).ok_or(Unpushed::Gone)?;
        let body = encrypt(words(), &device.key, &device.secret)
            .map_err(|_| Unpushed::Undelivered(Undelivered::for_now("push not-encrypted")))?;
        let origin = device.endpoint.origin().ascii_serialization();
        let authorization = identity.authorization(&origin, &self.contact, now);
        let request = self
            .client
            .post(device.endpoint)
            .header(header::AUTHORIZATION, authorization)
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header("TTL", KEPT_FOR)
            .header("Urgency", "normal")
            .header("Topic", TOPIC)
            .body(body);
        let answer = request.send().await.map_err(|error| untaken(&error))?;
        taken(answer.status())
    }
}

/// What comes up on the screen. Whoever sees it learns that there is a request, and nothing of what it is about.
fn words() -> Vec<u8> {
    let words = json!({"title": "枫桥", "body": "您的申请有新进展，点开查看。"});
    words.to_string().into_bytes()
}

fn taken(status: StatusCode) -> Result<(), Unpushed> {
    match status.as_u16() {
        200..=299 => Ok(()),
        404 | 410 => Err(Unpushed::Gone),
        // Told that the question is wrong, or too long, it will not be taken later either.
        code => Err(Unpushed::Undelivered(Undelivered {
            reason: format!("push {code}"),
            is_lasting: matches!(code, 400 | 413),
        })),
    }
}

/// What went wrong. The words of the error would name the address.
fn untaken(error: &reqwest::Error) -> Unpushed {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if error.is::<Forbidden>() {
            return Unpushed::Gone;
        }
        cause = error.source();
    }
    Unpushed::Undelivered(Undelivered::for_now(if error.is_timeout() {
        "push timeout"
    } else if error.is_connect() {
        "push unreachable"
    } else {
        "push broken"
    }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::crypto::Keyring;
    use web_push_native::decrypt;

    /// The browser of RFC 8291, appendix A.
    const P256DH: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const SECRET: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const MESSAGE: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    fn pusher() -> Pusher {
        Pusher::new(PushSettings {
            contact: "mailto:notice@example.cn".to_owned(),
            inside: Vec::new(),
        })
        .unwrap()
    }

    fn subscription() -> PushSubscription {
        PushSubscription {
            endpoint: "https://push.example.net/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV".to_owned(),
            p256dh: P256DH.to_owned(),
            auth: AUTH.to_owned(),
        }
    }

    #[test]
    fn what_is_encrypted_is_read_by_the_browser_alone() {
        let browser = p256::SecretKey::from_slice(&BASE64.decode(SECRET).unwrap()).unwrap();
        let device = pusher().device(&subscription()).unwrap();
        // The standard's own example is read with the keys that the browser told.
        let example = decrypt(BASE64.decode(MESSAGE).unwrap(), &browser, &device.secret);
        assert_eq!(
            example.unwrap(),
            b"When I grow up, I want to be a watermelon"
        );
        let [one, two] = [(), ()].map(|()| encrypt(words(), &device.key, &device.secret).unwrap());
        assert_ne!(one, two, "never the same twice");
        assert_eq!(
            decrypt(one.clone(), &browser, &device.secret).unwrap(),
            words()
        );
        let other = p256::SecretKey::from_slice(&[7; 32]).unwrap();
        assert!(decrypt(one, &other, &device.secret).is_err());
    }

    #[test]
    fn half_a_browser_is_refused() {
        let fine = subscription();
        assert!(pusher().takes(&fine));
        let padded = format!("{AUTH}==");
        assert!(pusher().takes(&PushSubscription {
            auth: padded,
            ..fine.clone()
        }));
        for (p256dh, auth) in [
            ("", AUTH),
            (&P256DH[1..], AUTH),
            // On no curve.
            (&P256DH.replace("BCVx", "BCVy"), AUTH),
            (P256DH, ""),
            (P256DH, &AUTH[4..]),
            (P256DH, "BTBZMqHH6r4Tts7J/aSIgg"),
        ] {
            let half = PushSubscription {
                p256dh: p256dh.to_owned(),
                auth: auth.to_owned(),
                ..fine.clone()
            };
            assert!(!pusher().takes(&half), "{p256dh} {auth}");
        }
    }

    #[tokio::test]
    async fn an_address_within_the_own_network_is_forgotten_and_not_asked() {
        let identity = Identity::new(&Keyring::new([1; 32], &[(1, [2; 32])]).unwrap());
        for endpoint in ["https://127.0.0.1/a", "https://localhost/a"] {
            let to = PushSubscription {
                endpoint: endpoint.to_owned(),
                ..subscription()
            };
            let sent = pusher().send(&identity, &to, Timestamp::UNIX_EPOCH).await;
            assert_eq!(sent, Err(Unpushed::Gone), "{endpoint}");
        }
    }

    #[test]
    fn answers_say_what_to_do() {
        let of = |code| taken(StatusCode::from_u16(code).unwrap());
        assert!([200, 201, 202].into_iter().all(|code| of(code).is_ok()));
        assert!(
            [404, 410]
                .into_iter()
                .all(|code| of(code) == Err(Unpushed::Gone))
        );
        for (code, is_lasting) in [
            (400, true),
            (413, true),
            (301, false),
            (401, false),
            (403, false),
            (429, false),
            (500, false),
        ] {
            let reason = format!("push {code}");
            let expected = Unpushed::Undelivered(Undelivered { reason, is_lasting });
            assert_eq!(of(code), Err(expected));
        }
    }
}
