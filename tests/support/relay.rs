//! What networks do between browser and server, done on purpose: an answer is lost on its way or comes late, the
//! app's code does not arrive, nothing arrives at all, or an answer that was prepared. The service worker passes only where a journey is about it:
//! it brings what the network does not.
//!
//! One request a connection: browser and server are told so, and then one connection is one question and one answer.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::service::{END, Service, read_head};

/// Enough for the status line and a part of the headers. Browsers ask again by themselves when not a byte has come.
const FIRST_BYTES: usize = 40;

const WORKER: &str = "GET /sw.js ";
/// Requests and the requests of firms for a health check.
const SUBMISSIONS: [&str; 2] = ["POST /api/v1/requests ", "POST /api/v1/health-checks "];

/// A relay in front of a server. Everything passes untouched until a fault is asked for.
#[derive(Debug)]
pub struct Relay {
    service: Service,
    faults: Arc<Mutex<Faults>>,
}

#[derive(Debug, Default)]
struct Faults {
    /// What becomes of the answer to the next submission.
    submission: Option<Fate>,
    /// Questions whose first line holds this are hung up on.
    refused: Option<&'static str>,
    /// Questions whose first line begins like this are hung up on once so many have passed.
    rationed: Option<(&'static str, u32)>,
    /// Questions whose first line holds this have this JSON for an answer, after so long.
    prepared: Option<(&'static str, Arc<str>, Duration)>,
    /// The first lines of all questions so far, with their headers.
    heads: Vec<String>,
    /// Whether the service worker passes, and no answer stays right for a while.
    worker: bool,
}

impl Faults {
    /// Counts a question that is rationed.
    fn is_used_up(&mut self, line: &str) -> bool {
        match &mut self.rationed {
            Some((start, left)) if line.starts_with(*start) => {
                let used_up = *left == 0;
                *left = left.saturating_sub(1);
                used_up
            }
            _ => false,
        }
    }
}

#[derive(Debug)]
enum Fate {
    Lost,
    Late {
        reached: oneshot::Sender<()>,
        released: oneshot::Receiver<()>,
    },
}

/// An answer that is held back until it is released.
#[derive(Debug)]
pub struct Held {
    reached: oneshot::Receiver<()>,
    release: oneshot::Sender<()>,
}

impl Held {
    /// Waits until the server has answered.
    pub async fn reached(&mut self) {
        (&mut self.reached)
            .await
            .expect("the server answers the submission");
    }

    /// Lets the browser have the answer.
    pub fn release(self) {
        self.release
            .send(())
            .expect("somebody still waits for the answer");
    }
}

impl Relay {
    /// A relay to the server at this address.
    pub async fn start(server: (&'static str, u16)) -> Self {
        let faults = Arc::<Mutex<Faults>>::default();
        let shared = Arc::clone(&faults);
        let service =
            Service::start(move |browser| pass(browser, server, Arc::clone(&shared))).await;
        Self { service, faults }
    }

    /// The full address of a path, through the relay.
    pub fn url(&self, path: &str) -> String {
        self.service.url(path)
    }

    /// The next submission reaches the server, but of its answer only the beginning comes back.
    pub fn lose_next_answer(&self) {
        self.faults().submission = Some(Fate::Lost);
    }

    /// The next submission reaches the server, and its answer waits until it is released.
    pub fn hold_next_answer(&self) -> Held {
        let (tell, reached) = oneshot::channel();
        let (release, released) = oneshot::channel();
        self.faults().submission = Some(Fate::Late {
            reached: tell,
            released,
        });
        Held { reached, release }
    }

    /// Whether the app's code is kept from the browser.
    pub fn refuse_app(&self, refuse: bool) {
        self.refuse(refuse.then_some(".wasm "));
    }

    /// Questions for what is kept from the browser, by a part of their first line.
    pub fn refuse(&self, part: Option<&'static str>) {
        self.faults().refused = part;
    }

    /// Questions whose first line holds this part have this JSON for an answer, which takes so long on its way; the
    /// server is not asked.
    pub fn answer(&self, part: &'static str, json: String, way: Duration) {
        self.faults().prepared = Some((part, json.into(), way));
    }

    /// Questions whose first line begins like this are hung up on once so many more have passed; `None`: all pass.
    pub fn ration(&self, start: Option<(&'static str, u32)>) {
        self.faults().rationed = start;
    }

    /// Nothing passes any more, or everything again.
    pub fn cut(&self, cut: bool) {
        self.refuse(cut.then_some(" HTTP/"));
    }

    /// Lets the service worker pass. What browsers would keep by themselves for a minute they have to ask for again:
    /// what is there without a network was kept on purpose.
    pub fn pass_worker(&self) {
        self.faults().worker = true;
    }

    /// The first lines of all questions so far, with their headers.
    pub fn heads(&self) -> Vec<String> {
        self.faults().heads.clone()
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        locked(&self.faults)
    }
}

fn locked(faults: &Mutex<Faults>) -> MutexGuard<'_, Faults> {
    faults.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn pass(
    mut browser: TcpStream,
    server: (&'static str, u16),
    faults: Arc<Mutex<Faults>>,
) -> io::Result<()> {
    let Some(question) = read_question(&mut browser).await? else {
        return Ok(());
    };
    let line = question.split(|&byte| byte == b'\r').next();
    let line = String::from_utf8_lossy(line.unwrap_or_default()).into_owned();
    let (refused, worker, prepared, used_up) = {
        let mut faults = locked(&faults);
        let head = question.windows(END.len()).position(|bytes| bytes == END);
        let head = &question[..head.unwrap_or(question.len())];
        faults
            .heads
            .push(String::from_utf8_lossy(head).into_owned());
        let used_up = faults.is_used_up(&line);
        (
            faults.refused,
            faults.worker,
            faults.prepared.clone(),
            used_up,
        )
    };
    let stopped = line.starts_with(WORKER) && !worker;
    if stopped || used_up || refused.is_some_and(|part| line.contains(part)) {
        return Ok(());
    }
    if let Some((_, json, way)) = prepared.filter(|(part, ..)| line.contains(part)) {
        tokio::time::sleep(way).await;
        browser.write_all(written(&json).as_bytes()).await?;
        return browser.shutdown().await;
    }
    let fate = SUBMISSIONS
        .iter()
        .any(|submission| line.starts_with(submission))
        .then(|| locked(&faults).submission.take())
        .flatten();

    let mut answer = Vec::new();
    let mut server = TcpStream::connect(server).await?;
    server.write_all(&question).await?;
    server.read_to_end(&mut answer).await?;
    if worker {
        age(&mut answer);
    }
    match fate {
        None => {}
        Some(Fate::Lost) => answer.truncate(FIRST_BYTES),
        Some(Fate::Late { reached, released }) => {
            let _ = reached.send(());
            let _ = released.await;
        }
    }
    browser.write_all(&answer).await?;
    browser.shutdown().await
}

fn written(json: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{json}",
        json.len()
    )
}

/// Makes an answer of the directory one to be asked for again at once.
fn age(answer: &mut [u8]) {
    const MINUTE: &[u8] = b"max-age=60\r\n";
    if let Some(at) = answer
        .windows(MINUTE.len())
        .position(|bytes| bytes == MINUTE)
    {
        answer[at..at + MINUTE.len()].copy_from_slice(b"max-age=00\r\n");
    }
}

/// A whole request, asking for the connection to be closed after the answer. `None` when none was made.
async fn read_question(browser: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let Some((mut read, head)) = read_head(browser).await? else {
        return Ok(None);
    };
    let body = head + END.len();
    let headers = String::from_utf8_lossy(&read[..head]).into_owned();
    while read.len() < body + length(&headers) {
        if browser.read_buf(&mut read).await? == 0 {
            return Ok(None);
        }
    }
    let kept = headers.split("\r\n").filter(|line| !is(line, "connection"));
    let mut question = kept.collect::<Vec<_>>().join("\r\n").into_bytes();
    question.extend(b"\r\nConnection: close\r\n\r\n");
    question.extend(&read[body..]);
    Ok(Some(question))
}

fn length(headers: &str) -> usize {
    headers
        .split("\r\n")
        .find(|line| is(line, "content-length"))
        .and_then(|line| line.split_once(':')?.1.trim().parse().ok())
        .unwrap_or(0)
}

fn is(line: &str, name: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(header, _)| header.eq_ignore_ascii_case(name))
}
