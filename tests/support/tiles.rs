//! A tile service on this machine: browsers show maps from it, and it tells what they asked for.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::service::{Service, read_head};

/// What it says of its maps.
pub const APPROVAL: &str = "GS(2024)0000号";
/// Whose maps they are.
pub const ATTRIBUTION: &str = "示例地图";

/// The service. It ends with this value.
#[derive(Debug)]
pub struct Tiles {
    service: Service,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    refuses: AtomicBool,
    asked: Mutex<Vec<String>>,
}

impl Tiles {
    /// Starts it on a free port.
    pub async fn start() -> Self {
        let state = Arc::<State>::default();
        let shared = Arc::clone(&state);
        let service = Service::start(move |browser| answer(browser, Arc::clone(&shared))).await;
        Self { service, state }
    }

    /// The server's settings for maps from here.
    pub fn settings(&self) -> [String; 8] {
        let tiles = self.service.url("/{z}/{x}/{y}.svg");
        [
            "--map-tiles",
            &tiles,
            "--map-crs",
            "gcj02",
            "--map-approval-number",
            APPROVAL,
            "--map-attribution",
            ATTRIBUTION,
        ]
        .map(str::to_owned)
    }

    /// Whether it has no pictures.
    pub fn refuse(&self, refuse: bool) {
        self.state.refuses.store(refuse, Ordering::SeqCst);
    }

    /// The questions so far, first lines and headers.
    pub fn asked(&self) -> Vec<String> {
        let asked = self.state.asked.lock();
        asked.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn answer(mut browser: TcpStream, state: Arc<State>) -> io::Result<()> {
    let Some((question, _)) = read_head(&mut browser).await? else {
        return Ok(());
    };
    let question = String::from_utf8_lossy(&question).into_owned();
    let path = question.split(' ').nth(1).unwrap_or_default();
    let picture = picture(path);
    let asked = state.asked.lock();
    asked.unwrap_or_else(PoisonError::into_inner).push(question);
    let (status, body) = if state.refuses.load(Ordering::SeqCst) {
        ("503 Service Unavailable", String::new())
    } else {
        ("200 OK", picture)
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: image/svg+xml\r\nCache-Control: no-store\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    browser.write_all(head.as_bytes()).await?;
    browser.write_all(body.as_bytes()).await?;
    browser.shutdown().await
}

/// A square that shows which one it is: a real map belongs to somebody.
fn picture(path: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='256' height='256'>\
         <rect width='256' height='256' fill='#e4ebe6'/>\
         <path d='M0 90C80 60 160 150 256 110M120 0C140 90 90 170 130 256' fill='none' stroke='#fff' stroke-width='9'/>\
         <path d='M0 0H256V256' fill='none' stroke='#c8d2cc'/>\
         <text x='8' y='248' font-size='11' fill='#6c7a74'>{path}</text></svg>"
    )
}
