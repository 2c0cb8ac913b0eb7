//! Connections: how they are served and how they end.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use fengqiao::http::Connections;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// No limit that a test meets unless it sets it.
fn ample() -> Connections {
    Connections {
        most: 100,
        per_address: 100,
        trusted_proxies: Vec::new(),
        write_patience: Duration::from_secs(60),
        drain: Duration::ZERO,
    }
}

/// A server whose every answer takes this long, and the way to stop it.
async fn slow(
    answer: Duration,
    connections: Connections,
) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let answer = move || async move {
        tokio::time::sleep(answer).await;
        "done"
    };
    // More than systems keep for a client that does not read.
    let flood = || async { vec![0; 64 << 20] };
    let router = Router::new()
        .route("/", get(answer))
        .route("/flood", get(flood));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async move {
        let _ = stopped.await;
    };
    let served = tokio::spawn(fengqiao::http::serve(
        listener,
        router,
        connections,
        stopped,
    ));
    (address, stop, served)
}

async fn ask(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

#[tokio::test]
async fn running_requests_finish_before_the_end() {
    let (address, stop, served) = slow(
        Duration::from_millis(300),
        Connections {
            drain: Duration::from_secs(5),
            ..ample()
        },
    )
    .await;
    let asked = tokio::spawn(ask(address));
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.send(()).unwrap();
    assert!(asked.await.unwrap().ends_with("done"));
    served.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn the_end_waits_no_longer_than_told() {
    let (address, stop, served) = slow(
        Duration::from_secs(60),
        Connections {
            drain: Duration::from_millis(100),
            ..ample()
        },
    )
    .await;
    let _asked = tokio::spawn(ask(address));
    tokio::time::sleep(Duration::from_millis(100)).await;
    let start = Instant::now();
    stop.send(()).unwrap();
    served.await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_their_turn() {
    let (address, _stop, _served) = slow(
        Duration::from_millis(100),
        Connections { most: 2, ..ample() },
    )
    .await;
    let start = Instant::now();
    let asked: Vec<_> = (0..6).map(|_| tokio::spawn(ask(address))).collect();
    for answer in asked {
        assert!(answer.await.unwrap().ends_with("done"));
    }
    assert!(
        start.elapsed() >= Duration::from_millis(300),
        "two at a time"
    );
}

#[tokio::test]
async fn who_does_not_read_makes_room_for_others() {
    let (address, _stop, _served) = slow(
        Duration::ZERO,
        Connections {
            most: 2,
            write_patience: Duration::from_millis(200),
            ..ample()
        },
    )
    .await;
    let mut unread = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = b"GET /flood HTTP/1.1\r\nHost: x\r\n\r\n";
        stream.write_all(request).await.unwrap();
        // The answer has begun.
        stream.readable().await.unwrap();
        unread.push(stream);
    }
    let answer = tokio::time::timeout(Duration::from_secs(20), ask(address)).await;
    assert!(answer.unwrap().ends_with("done"));
}

#[tokio::test]
async fn one_address_cannot_take_all_connections() {
    let three = || Connections {
        per_address: 3,
        ..ample()
    };
    let (address, _stop, _served) = slow(Duration::ZERO, three()).await;
    let mut held = hold(address, 3).await;
    assert_eq!(ask(address).await, "", "closed without an answer");
    // Room comes back with the end of a connection.
    drop(held.pop());
    let again = async { while !ask(address).await.ends_with("done") {} };
    tokio::time::timeout(Duration::from_secs(20), again)
        .await
        .unwrap();

    let behind_a_proxy = Connections {
        trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()],
        ..three()
    };
    let (address, _stop, _served) = slow(Duration::ZERO, behind_a_proxy).await;
    let _held = hold(address, 3).await;
    assert!(ask(address).await.ends_with("done"));
}

/// So many connections that were answered and stay open.
async fn hold(address: SocketAddr, count: usize) -> Vec<TcpStream> {
    let mut held = Vec::new();
    for _ in 0..count {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        stream.write_all(request).await.unwrap();
        stream.readable().await.unwrap();
        held.push(stream);
    }
    held
}
