//! What 5,000 pages with a case on them cost a server that tells them of news at once, and how soon they are told.

use std::time::{Duration, Instant};

use contract::request::Receipt;
use serde_json::json;
use support::server::Server;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::load::{Request, once};
use crate::queue::file;
use crate::service::first_organization;
use crate::table::Table;

const STREAMS: usize = 5_000;
const CASES: usize = 50;
/// Cases that are moved while all are watched.
const MOVES: usize = 20;
/// Memory of a stream, in kilobytes.
const MEMORY_LIMIT: f64 = 32.0;
/// The slowest in a hundred, from sending the move to reading the event, in milliseconds.
const DELAY_LIMIT: f64 = 500.0;

const SETTINGS: [&str; 12] = [
    "--reads-per-minute",
    "0",
    "--writes-per-minute",
    "0",
    "--max-streams",
    "6000",
    "--streams-per-address",
    "6000",
    "--max-connections",
    "8000",
    "--connections-per-address",
    "8000",
];

/// Measures it all.
pub(crate) fn measure(table: &mut Table) {
    let server = Server::start_with(&SETTINGS);
    let organization = first_organization(&server);
    let receipts = file(&server, &organization, CASES);
    let token = server.staff_token(&organization);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be made");
    let before = server.peak_memory();
    let (tell, mut told) = mpsc::unbounded_channel();
    for receipt in (0..STREAMS).map(|at| &receipts[at % receipts.len()]) {
        let stream = runtime.block_on(open(&server, receipt));
        let (number, tell) = (receipt.number.clone(), tell.clone());
        runtime.spawn(async move {
            let mut stream = stream;
            let mut piece = [0; 256];
            while let Ok(1..) = stream.read(&mut piece).await {
                if piece.windows(3).any(|part| part == b"id:") {
                    let _ = tell.send((number.clone(), Instant::now()));
                }
                piece = [0; 256];
            }
        });
    }
    let after = server.peak_memory();
    let each = (after.saturating_sub(before)) as f64 / STREAMS as f64 / 1024.0;
    table.at_most("memory of a stream", each, MEMORY_LIMIT, "kB");

    let note = json!({"move": "accept"}).to_string();
    let mut delays = Vec::new();
    for receipt in &receipts[..MOVES] {
        let request = Request::post(
            &format!("/api/v1/staff/requests/{}/moves", receipt.number),
            &note,
        )
        .with("Authorization", &format!("Bearer {token}"));
        let start = Instant::now();
        once(&server, request);
        let heard = runtime.block_on(async {
            let mut heard = Vec::new();
            while heard.len() < STREAMS / CASES {
                let next = tokio::time::timeout(Duration::from_secs(10), told.recv()).await;
                let Ok(Some((number, at))) = next else { break };
                assert_eq!(number, receipt.number, "news of another case");
                heard.push(at - start);
            }
            heard
        });
        assert_eq!(heard.len(), STREAMS / CASES, "everybody is told");
        delays.extend(heard);
    }
    delays.sort_unstable();
    let slowest = delays[delays.len() * 99 / 100].as_secs_f64() * 1000.0;
    table.at_most(
        "an event, from the move to the page",
        slowest,
        DELAY_LIMIT,
        "ms",
    );
    table.memory("5,000 streams", server.peak_memory());
}

/// A stream that has begun.
async fn open(server: &Server, receipt: &Receipt) -> TcpStream {
    let mut stream = TcpStream::connect(server.address())
        .await
        .expect("the server takes connections");
    let head = format!(
        "GET /api/v1/requests/{}/news HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: AccessCode {}\r\n\r\n",
        receipt.number, receipt.access_code
    );
    stream
        .write_all(head.as_bytes())
        .await
        .expect("the server reads");
    let mut answer = Vec::new();
    let mut piece = [0; 1024];
    // Headers, and the comment that a stream begins with.
    while !answer.windows(3).any(|part| part == b":\n\n") {
        let read = stream.read(&mut piece).await.expect("the server answers");
        assert!(read > 0, "{}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&piece[..read]);
    }
    assert!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    stream
}
