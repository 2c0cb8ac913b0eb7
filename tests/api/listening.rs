//! Connections: how they are served and how they end.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server whose every answer takes this long, and the way to stop it.
async fn slow(
    answer: Duration,
    drain: Duration,
) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let router = Router::new().route(
        "/",
        get(move || async move {
            tokio::time::sleep(answer).await;
            "done"
        }),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let served = tokio::spawn(fengqiao::http::serve(
        listener,
        router,
        2,
        async move {
            let _ = stopped.await;
        },
        drain,
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
    let (address, stop, served) = slow(Duration::from_millis(300), Duration::from_secs(5)).await;
    let asked = tokio::spawn(ask(address));
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.send(()).unwrap();
    assert!(asked.await.unwrap().ends_with("done"));
    served.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn the_end_waits_no_longer_than_told() {
    let (address, stop, served) = slow(Duration::from_secs(60), Duration::from_millis(100)).await;
    let _asked = tokio::spawn(ask(address));
    tokio::time::sleep(Duration::from_millis(100)).await;
    let start = Instant::now();
    stop.send(()).unwrap();
    served.await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_their_turn() {
    let (address, _stop, _served) = slow(Duration::from_millis(100), Duration::ZERO).await;
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
