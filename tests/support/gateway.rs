//! An SMS gateway on this machine: it is asked by HTTP, keeps what it was asked and answers as it was told to.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::service::{Service, read_question};

/// The gateway. It ends with this value.
#[derive(Debug)]
pub struct Gateway {
    service: Service,
    state: Arc<Mutex<State>>,
}

/// What it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// First line and headers.
    pub head: String,
    /// The body.
    pub body: String,
}

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<(&'static str, &'static str)>,
    asked: Vec<Asked>,
}

impl Gateway {
    /// Starts it on a free port.
    pub async fn start() -> Self {
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        let service = Service::start(move |client| answer(client, Arc::clone(&shared))).await;
        Self { service, state }
    }

    /// The full address of a path.
    pub fn url(&self, path: &str) -> String {
        self.service.url(path)
    }

    /// The next questions are answered so: with this status line and this body. Others are taken.
    pub fn answer_next(&self, answers: &[(&'static str, &'static str)]) {
        self.state().answers.extend(answers);
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.state().asked.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn answer(mut client: TcpStream, state: Arc<Mutex<State>>) -> io::Result<()> {
    let Some((head, body)) = read_question(&mut client).await? else {
        return Ok(());
    };
    let body = String::from_utf8_lossy(&body).into_owned();
    let (status, words) = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.asked.push(Asked { head, body });
        state
            .answers
            .pop_front()
            .unwrap_or(("200 OK", r#"{"code":0}"#))
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        words.len()
    );
    client.write_all(head.as_bytes()).await?;
    client.write_all(words.as_bytes()).await?;
    client.shutdown().await
}
