//! What networks do between browser and server, done on purpose: an answer is lost on its way or comes late, the
//! app's code does not arrive.
//!
//! One request a connection: browser and server are told so, and then one connection is one question and one answer.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Enough for the status line and a part of the headers. Browsers ask again by themselves when not a byte has come.
const FIRST_BYTES: usize = 40;

const SUBMISSION: &str = "POST /api/v1/requests ";

/// A relay in front of a server. Everything passes untouched until a fault is asked for.
#[derive(Debug)]
pub struct Relay {
    port: u16,
    faults: Arc<Mutex<Faults>>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Faults {
    /// What becomes of the answer to the next submission.
    submission: Option<Fate>,
    /// Questions whose first line holds this are hung up on.
    refused: Option<&'static str>,
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
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("the loopback interface has free ports");
        let port = listener
            .local_addr()
            .expect("a listener has an address")
            .port();
        let faults = Arc::<Mutex<Faults>>::default();
        let shared = Arc::clone(&faults);
        let task = tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                let faults = Arc::clone(&shared);
                // A connection that breaks is a fault like any other: browsers have to cope with it.
                tokio::spawn(async move { pass(browser, server, &faults).await });
            }
        });
        Self { port, faults, task }
    }

    /// The full address of a path, through the relay.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
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

    fn faults(&self) -> MutexGuard<'_, Faults> {
        locked(&self.faults)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn locked(faults: &Mutex<Faults>) -> MutexGuard<'_, Faults> {
    faults.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn pass(
    mut browser: TcpStream,
    server: (&str, u16),
    faults: &Mutex<Faults>,
) -> io::Result<()> {
    let Some(question) = read_question(&mut browser).await? else {
        return Ok(());
    };
    let line = question.split(|&byte| byte == b'\r').next();
    let line = String::from_utf8_lossy(line.unwrap_or_default()).into_owned();
    let refused = locked(faults).refused;
    if refused.is_some_and(|part| line.contains(part)) {
        return Ok(());
    }
    let fate = line
        .starts_with(SUBMISSION)
        .then(|| locked(faults).submission.take())
        .flatten();

    let mut answer = Vec::new();
    let mut server = TcpStream::connect(server).await?;
    server.write_all(&question).await?;
    server.read_to_end(&mut answer).await?;
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

/// A whole request, asking for the connection to be closed after the answer. `None` when none was made: browsers
/// also connect in advance.
async fn read_question(browser: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    const END: &[u8] = b"\r\n\r\n";
    let mut read = Vec::new();
    let head = loop {
        if let Some(at) = read.windows(END.len()).position(|bytes| bytes == END) {
            break at;
        }
        if browser.read_buf(&mut read).await? == 0 {
            return Ok(None);
        }
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
