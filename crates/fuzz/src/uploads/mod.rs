//! The upload protocol: whatever is asked in whatever order, no answer is a fault of the server, what was acknowledged
//! is kept, and nothing else is.

mod portal;
mod source;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::evidence::BasketView;
use contract::request::Receipt;
use futures_util::stream;
use sha1::{Digest as _, Sha1};

use portal::PORTAL;
use source::Source;

const FILES: &str = "/api/v1/evidence";
/// Requests of one input.
const STEPS: usize = 24;
/// Longest file but for those that are far too long.
const LONGEST: u16 = 3000;
const NAMES: [&str; 6] = ["a.pdf", "欠条.PDF", "../b.pdf", "c.jpg", "d.heic", "e"];
/// Headers that the protocol reads.
const HEADERS: [&str; 8] = [
    "tus-resumable",
    "evidence-key",
    "upload-length",
    "upload-metadata",
    "upload-offset",
    "upload-checksum",
    "content-type",
    "x-http-method-override",
];

/// What somebody sends, step by step.
pub fn upload(input: &[u8]) {
    PORTAL.run(async {
        let mut phone = Phone::new();
        let mut source = Source(input);
        for _ in 0..STEPS {
            let Some(step) = source.next() else { break };
            match step % 8 {
                0 => phone.begin(&mut source).await,
                1..=3 => phone.send(&mut source).await,
                4 => phone.check_one(&mut source).await,
                5 => phone.delete(&mut source).await,
                6 => phone.list().await,
                _ => phone.break_rules(&mut source).await,
            }
        }
        phone.look_back().await;
    });
}

/// A device that remembers what was acknowledged.
struct Phone {
    secret: String,
    /// What all its requests say.
    headers: HeaderMap,
    files: Vec<File>,
}

struct File {
    path: String,
    /// What it is to be.
    whole: Vec<u8>,
    /// What was acknowledged.
    kept: Vec<u8>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It takes bytes.
    Open,
    /// It was looked at and is fine.
    Finished,
    /// It is not there.
    Gone,
}

impl Phone {
    fn new() -> Self {
        let secret = PORTAL.next_secret();
        let mut headers = HeaderMap::new();
        headers.insert("tus-resumable", HeaderValue::from_static("1.0.0"));
        headers.insert("evidence-key", value(&secret));
        Self {
            secret,
            headers,
            files: Vec::new(),
        }
    }

    async fn begin(&mut self, source: &mut Source<'_>) {
        let name = source.one_of(&NAMES).unwrap_or(&"");
        let length = match source.byte() {
            0 => u64::from(source.byte()) << 40,
            1 => 0,
            _ => u64::from(source.number() % LONGEST),
        };
        let mut headers = self.headers.clone();
        headers.insert("upload-length", length.into());
        let metadata = format!("filename {}", STANDARD.encode(name));
        headers.insert("upload-metadata", value(&metadata));
        let answer = PORTAL
            .ask(Method::POST, FILES, &headers, Body::empty())
            .await;
        if answer.status != StatusCode::CREATED {
            return;
        }
        let path = answer.headers.get("location").expect("where to send");
        self.files.push(File {
            path: path.to_str().expect("a path").to_owned(),
            whole: document(usize::try_from(length).expect("a file that is taken")),
            kept: Vec::new(),
            state: State::Open,
        });
    }

    async fn send(&mut self, source: &mut Source<'_>) {
        let Some(file) = source.one_of_mut(&mut self.files) else {
            return;
        };
        let ways = source.byte();
        let has = |bit: u8| ways & (1 << bit) != 0;
        let (goes_on, breaks, sums, lies) = (!(has(0) && has(1)), has(2), has(3), has(4));
        let most = if has(5) {
            usize::MAX
        } else {
            (source.number() % LONGEST).into()
        };
        let rest = file.whole.get(file.kept.len()..).unwrap_or_default();
        let mut bytes: Vec<u8> = rest.iter().copied().take(most).collect();
        if has(6) && has(7) {
            bytes.push(b'x');
        }
        let offset = file.kept.len() + usize::from(!goes_on);
        let mut headers = self.headers.clone();
        headers.insert("upload-offset", offset.into());
        headers.insert(
            "content-type",
            HeaderValue::from_static("application/offset+octet-stream"),
        );
        if sums {
            let summed: &[u8] = if lies { b"other bytes" } else { &bytes };
            let sum = format!("sha1 {}", STANDARD.encode(Sha1::digest(summed)));
            headers.insert("upload-checksum", value(&sum));
        }
        let body = body(&bytes, breaks);
        let answer = PORTAL.ask(Method::PATCH, &file.path, &headers, body).await;

        let after = file.kept.len() + bytes.len();
        let fits = after <= file.whole.len();
        let takes = file.state == State::Open && goes_on && fits;
        let mut least = file.kept.len();
        match answer.status {
            StatusCode::NO_CONTENT => {
                let is_repeated = file.state == State::Finished && bytes.is_empty();
                assert!(goes_on && (takes || is_repeated) && !breaks && !(sums && lies));
                assert_eq!(answer.offset(), after);
                file.kept.extend(&bytes);
                least = after;
            }
            StatusCode::UNPROCESSABLE_ENTITY => {
                assert!(takes && after == file.whole.len(), "it was not whole");
                file.state = State::Gone;
            }
            // Of what came before the connection broke, any part may have been kept.
            StatusCode::SERVICE_UNAVAILABLE => {
                assert!(breaks && goes_on && file.state != State::Gone);
                if !sums {
                    file.kept.extend(&bytes);
                }
            }
            _ => {}
        }
        file.check(&self.headers, least).await;
    }

    async fn check_one(&mut self, source: &mut Source<'_>) {
        if let Some(file) = source.one_of_mut(&mut self.files) {
            let least = file.kept.len();
            file.check(&self.headers, least).await;
        }
    }

    async fn delete(&mut self, source: &mut Source<'_>) {
        let Some(file) = source.one_of_mut(&mut self.files) else {
            return;
        };
        let answer = PORTAL
            .ask(Method::DELETE, &file.path, &self.headers, Body::empty())
            .await;
        assert_eq!(
            answer.status == StatusCode::NO_CONTENT,
            file.state != State::Gone
        );
        file.state = State::Gone;
        file.check(&self.headers, 0).await;
    }

    async fn list(&self) {
        let answer = PORTAL
            .ask(Method::GET, FILES, &self.headers, Body::empty())
            .await;
        let listed: BasketView = answer.read();
        assert_eq!(listed.files.len(), self.finished().count());
    }

    fn finished(&self) -> impl Iterator<Item = &File> {
        self.files
            .iter()
            .filter(|file| file.state == State::Finished)
    }

    /// A request with a header that may be anything, and none that could be obeyed: nothing changes.
    async fn break_rules(&mut self, source: &mut Source<'_>) {
        let (Some(name), Some(method)) = (
            source.one_of(&HEADERS),
            source.one_of(&[Method::POST, Method::PATCH, Method::HEAD, Method::PUT]),
        ) else {
            return;
        };
        let path = source.one_of(&self.files).map_or(FILES, |file| &file.path);
        let Ok(given) = HeaderValue::from_bytes(source.rest_of(32)) else {
            return;
        };
        if given.as_bytes() == b"DELETE" {
            return;
        }
        let mut headers = self.headers.clone();
        headers.insert("upload-length", HeaderValue::from_static("1"));
        headers.insert(
            "content-type",
            HeaderValue::from_static("application/offset+octet-stream"),
        );
        headers.insert(*name, given);
        headers.insert("upload-offset", HeaderValue::from_static("99999"));
        PORTAL
            .ask(method.clone(), path, &headers, Body::from("x"))
            .await;
        for file in &mut self.files {
            let least = file.kept.len();
            file.check(&self.headers, least).await;
        }
    }

    /// Files the request: everything that is finished comes along, byte for byte.
    async fn look_back(&self) {
        if self.finished().next().is_none() {
            return;
        }
        let mut headers = self.headers.clone();
        headers.insert("idempotency-key", value(&self.secret));
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        let draft = Body::from(PORTAL.draft.clone());
        let answer = PORTAL
            .ask(Method::POST, "/api/v1/requests", &headers, draft)
            .await;
        let receipt: Receipt = answer.read();
        let mut headers = HeaderMap::new();
        let code = format!("AccessCode {}", receipt.access_code);
        headers.insert("authorization", value(&code));
        for file in self.finished() {
            let id = file.path.rsplit('/').next().expect("an id");
            let path = format!("/api/v1/requests/{}/evidence/{id}", receipt.number);
            let answer = PORTAL
                .ask(Method::GET, &path, &headers, Body::empty())
                .await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(answer.body == file.kept, "it comes out as it went in");
        }
    }
}

impl File {
    /// Asks how far it is: at least so far, and no farther than what was sent. It is looked at where it is whole.
    async fn check(&mut self, headers: &HeaderMap, least: usize) {
        let answer = PORTAL
            .ask(Method::HEAD, &self.path, headers, Body::empty())
            .await;
        match answer.status {
            StatusCode::OK => {
                assert_ne!(self.state, State::Gone);
                let offset = answer.offset();
                assert!((least..=self.kept.len()).contains(&offset), "{offset}");
                self.kept.truncate(offset);
                if offset == self.whole.len() {
                    self.state = State::Finished;
                }
            }
            StatusCode::UNPROCESSABLE_ENTITY => {
                assert!(self.state == State::Open && self.kept.len() == self.whole.len());
                self.state = State::Gone;
            }
            _ => assert_eq!(self.state, State::Gone),
        }
    }
}

/// A document of so many bytes, if it has any.
fn document(length: usize) -> Vec<u8> {
    let (start, end) = (b"%PDF-1.4\n", b"%%EOF\n");
    let filling = length.saturating_sub(start.len() + end.len());
    let mut whole = [start.as_slice(), &vec![b' '; filling], end].concat();
    whole.truncate(length);
    whole
}

/// Bytes in two parts; a connection that breaks does so behind them.
fn body(bytes: &[u8], breaks: bool) -> Body {
    let (first, second) = bytes.split_at(bytes.len() / 2);
    let parts = [first, second].map(|part| Ok(Bytes::copy_from_slice(part)));
    let broken = breaks.then(|| Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)));
    Body::from_stream(stream::iter(parts.into_iter().chain(broken)))
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("what was made here is visible ASCII")
}
