//! A small network service on this machine, which ends with its value.

use std::io;

use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What ends the first lines of a question.
pub(crate) const END: &[u8] = b"\r\n\r\n";

/// The service.
#[derive(Debug)]
pub(crate) struct Service {
    port: u16,
    task: JoinHandle<()>,
}

impl Service {
    /// Starts it on a free port; each connection is answered so.
    pub(crate) async fn start<F>(answer: impl Fn(TcpStream) -> F + Send + 'static) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        Self::start_at(0, answer).await
    }

    /// Starts it on this port, or on a free one if that is 0.
    pub(crate) async fn start_at<F>(
        port: u16,
        answer: impl Fn(TcpStream) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .expect("the loopback interface has free ports");
        let port = listener
            .local_addr()
            .expect("a listener has an address")
            .port();
        let task = tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                // A connection that breaks is a fault like any other: browsers have to cope with it.
                tokio::spawn(answer(browser));
            }
        });
        Self { port, task }
    }

    /// The port it listens on.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The full address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads the first lines of a question; gives what was read and where the empty line behind them begins. `None`
/// when there was no question: browsers also connect in advance.
pub(crate) async fn read_head(browser: &mut TcpStream) -> io::Result<Option<(Vec<u8>, usize)>> {
    let mut read = Vec::new();
    loop {
        if let Some(at) = read.windows(END.len()).position(|bytes| bytes == END) {
            return Ok(Some((read, at)));
        }
        if browser.read_buf(&mut read).await? == 0 {
            return Ok(None);
        }
    }
}

/// Reads a whole question of a client that says how long its body is: the first lines, and the body. `None` when there
/// was none.
pub(crate) async fn read_question(client: &mut TcpStream) -> io::Result<Option<(String, Vec<u8>)>> {
    let Some((mut read, end)) = read_head(client).await? else {
        return Ok(None);
    };
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    let length = head
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        })
        .unwrap_or(0);
    let whole = end + END.len() + length;
    while read.len() < whole && client.read_buf(&mut read).await? > 0 {}
    Ok(Some((head, read.split_off(end + END.len()))))
}
