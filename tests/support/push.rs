//! A push service on this machine, and the browsers at it. It takes only what is signed as RFC 8292 says, reads it as
//! the browser does that it is for, and answers as it was told to.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::push::PushSubscription;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use web_push_native::p256::SecretKey;
use web_push_native::p256::ecdsa::signature::Verifier as _;
use web_push_native::p256::ecdsa::{Signature, VerifyingKey};
use web_push_native::{Auth, decrypt};

use crate::service::{Service, read_question};

/// The service. It ends with this value.
#[derive(Debug)]
pub struct PushService {
    service: Service,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    origin: String,
    answers: VecDeque<&'static str>,
    asked: Vec<String>,
    taken: Vec<Pushed>,
}

/// What came to a browser.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// To which.
    pub browser: String,
    /// What it read.
    pub words: Value,
    /// As whom it was sent: the public key.
    pub key: String,
    /// What the token says of itself.
    pub claims: Value,
    /// First line and headers, in small letters.
    pub head: String,
}

impl PushService {
    /// Starts it on a free port.
    pub async fn start() -> Self {
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        let service = Service::start(move |client| answer(client, Arc::clone(&shared))).await;
        let push = Self { service, state };
        push.state().origin = push.origin();
        push
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        self.service.url("")
    }

    /// The browser with this name, as it tells a portal to reach it.
    pub fn browser(&self, name: &str) -> PushSubscription {
        let (secret, auth) = keys(name);
        let point = secret.public_key().to_sec1_bytes();
        PushSubscription {
            endpoint: self.service.url(&format!("/{name}")),
            p256dh: URL_SAFE_NO_PAD.encode(point),
            auth: URL_SAFE_NO_PAD.encode(auth),
        }
    }

    /// The next questions are answered with these status lines. Others are taken.
    pub fn answer_next(&self, answers: &[&'static str]) {
        self.state().answers.extend(answers);
    }

    /// Which browsers it was asked for so far, taken or not.
    pub fn asked(&self) -> Vec<String> {
        self.state().asked.clone()
    }

    /// What came to browsers so far.
    pub fn taken(&self) -> Vec<Pushed> {
        self.state().taken.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a browser keeps to itself, and its secret that it tells.
fn keys(name: &str) -> (SecretKey, Auth) {
    let mut secret = [1; 32];
    for (at, byte) in name.bytes().enumerate() {
        secret[at % 31 + 1] ^= byte;
    }
    let secret = SecretKey::from_slice(&secret).expect("a small number is one of the curve's");
    (secret, [7; 16].into())
}

/// Reads a message as the push service and then the browser do. `None` when either would refuse it.
fn read(origin: &str, head: &str, body: Vec<u8>) -> Option<Pushed> {
    let browser = head.strip_prefix("POST /")?.split(' ').next()?.to_owned();
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value))
    };
    let (token, key) = header("authorization")?
        .strip_prefix("vapid t=")?
        .split_once(", k=")?;
    let (signed, signature) = token.rsplit_once('.')?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    let verifying = VerifyingKey::from_sec1_bytes(&decode(key)?).ok()?;
    let signature = Signature::from_slice(&decode(signature)?).ok()?;
    verifying.verify(signed.as_bytes(), &signature).ok()?;
    let claims: Value = serde_json::from_slice(&decode(signed.split_once('.')?.1)?).ok()?;
    let is_for_us = claims["aud"] == origin && header("content-encoding") == Some("aes128gcm");
    let kept_for: u32 = header("ttl")?.parse().ok()?;
    let (secret, auth) = keys(&browser);
    let words = decrypt(body, &secret, &auth).ok()?;
    (is_for_us && kept_for > 0).then_some(Pushed {
        words: serde_json::from_slice(&words).ok()?,
        key: key.to_owned(),
        head: head.to_ascii_lowercase(),
        claims,
        browser,
    })
}

async fn answer(mut client: TcpStream, state: Arc<Mutex<State>>) -> io::Result<()> {
    let Some((head, body)) = read_question(&mut client).await? else {
        return Ok(());
    };
    let status = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let path = head.split(' ').nth(1).unwrap_or_default();
        state.asked.push(path.trim_start_matches('/').to_owned());
        match (state.answers.pop_front(), read(&state.origin, &head, body)) {
            (Some(status), _) => status,
            (None, None) => "400 Bad Request",
            (None, Some(pushed)) => {
                state.taken.push(pushed);
                "201 Created"
            }
        }
    };
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    client.write_all(head.as_bytes()).await?;
    client.shutdown().await
}
