//! Accepts connections and ends them in order.
//!
//! Own loop instead of `axum::serve`, which sets no time limit on request headers and on clients that do
//! not read, no bound on connections and none on how long the end may take.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use ipnet::IpNet;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::address::{Peer, network_of};
use super::stall::Stalling;

/// Longest time for the headers of a request to arrive, idle time before them included.
const HEADER_PATIENCE: Duration = Duration::from_secs(60);

/// How connections are treated.
#[derive(Clone, Debug)]
pub struct Connections {
    /// So many at once; more wait in the system's queue.
    pub most: usize,
    /// So many at once from one client address; more are closed.
    pub per_address: usize,
    /// From these any number: they stand for many clients.
    pub trusted_proxies: Vec<IpNet>,
    /// How long an answer may wait for the client to take some of it.
    pub write_patience: Duration,
    /// How long running requests may take at the end.
    pub drain: Duration,
}

/// Serves until `stop` resolves; then takes no new connections and waits for running requests.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    connections: Connections,
    stop: impl Future<Output = ()>,
) {
    let open = Arc::new(Semaphore::new(connections.most));
    let mut crowd = Crowd::default();
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEADER_PATIENCE);
    tokio::pin!(stop);
    loop {
        let accepted = async {
            // Never closed, so a permit always comes.
            let permit = Arc::clone(&open).acquire_owned().await.ok();
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, mostly: wait for some to come back.
                tracing::warn!(reason = %error, "could not accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Some(place) = crowd.admit(address, &connections) else {
            continue;
        };
        let _ = stream.set_nodelay(true);
        let stream = Stalling::new(stream, connections.write_patience);
        let router = router.clone();
        let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(address));
            let answer = router.clone().oneshot(request.map(Body::new));
            async move { answer.await.map_err(|never: Infallible| never) }
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // Broken connections are the client's affair.
            let _ = connection.await;
            drop((permit, place));
        });
    }
    drop(listener);
    tracing::info!("stopping: waiting for running requests");
    if tokio::time::timeout(connections.drain, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests did not finish in time");
    }
}

/// Held by a connection for as long as it lasts; its copies count the connections of one address.
type Place = Arc<()>;

/// Who has connections.
#[derive(Default)]
struct Crowd(HashMap<IpAddr, Place>);

impl Crowd {
    /// A place for a connection from this address, unless it has as many as it may.
    fn admit(&mut self, address: SocketAddr, connections: &Connections) -> Option<Place> {
        let address = address.ip().to_canonical();
        let is_trusted = |network: &IpNet| network.contains(&address);
        if connections.trusted_proxies.iter().any(is_trusted) {
            return Some(Place::default());
        }
        // Looked through so seldom that it costs next to nothing for each connection.
        if self.0.len() > 2 * connections.most {
            self.0.retain(|_, place| Arc::strong_count(place) > 1);
        }
        let place = self.0.entry(network_of(address)).or_default();
        (Arc::strong_count(place) <= connections.per_address).then(|| Arc::clone(place))
    }
}
