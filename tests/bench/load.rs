//! A bounded load: so many connections, each asking again as soon as it is answered.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use support::server::Server;

/// One tester must not be held for a crowd.
pub(crate) const NO_LIMITS: [&str; 4] = ["--reads-per-minute", "0", "--writes-per-minute", "0"];
/// Connections that are kept busy.
pub(crate) const CONNECTIONS: usize = 16;
/// How long each measurement lasts.
pub(crate) const TIME: Duration = Duration::from_secs(8);
const WARM_UP: Duration = Duration::from_secs(1);

/// A request, written out.
pub(crate) struct Request {
    head: String,
    body: String,
}

impl Request {
    /// Reads.
    pub(crate) fn get(path: String) -> Self {
        Self {
            head: format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"),
            body: String::new(),
        }
    }

    /// Sends JSON.
    pub(crate) fn post(path: &str, body: &str) -> Self {
        Self {
            head: format!(
                "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
                body.len()
            ),
            body: body.to_owned(),
        }
    }

    /// With a further header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }
}

/// What came of it.
pub(crate) struct Measured {
    /// Sorted times of the answers.
    times: Vec<Duration>,
    elapsed: Duration,
    /// Answers that were not 2xx.
    pub failed: usize,
}

impl Measured {
    /// Answers in a second.
    pub(crate) fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// Milliseconds within which this share of the answers came.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        let place = (self.times.len().saturating_sub(1) as f64 * share).round() as usize;
        self.times
            .get(place)
            .map_or(f64::INFINITY, |time| time.as_secs_f64() * 1000.0)
    }
}

/// Says what the numbers were measured with.
pub(crate) fn describe() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{cores} cores, shared by server and load; {CONNECTIONS} connections, {} s each",
        TIME.as_secs()
    );
}

/// As many answers as the server gives, after a warm-up. Each request gets another number.
pub(crate) fn run(server: &Server, request: impl Fn(usize) -> Request + Sync) -> Measured {
    measure(server, WARM_UP, None, &request);
    measure(server, TIME, None, &|number| request(number + (1 << 32)))
}

/// So many requests a second, in even steps. A request that waits for its connection has waited for its
/// answer: its time counts from when it was due.
pub(crate) fn paced(
    server: &Server,
    per_second: usize,
    request: impl Fn(usize) -> Request + Sync,
) -> Measured {
    measure(server, WARM_UP, None, &request);
    let step = Duration::from_secs(1) / u32::try_from(per_second).expect("a rate fits");
    measure(server, TIME, Some(step), &|number| {
        request(number + (1 << 32))
    })
}

fn measure(
    server: &Server,
    time: Duration,
    step: Option<Duration>,
    request: &(impl Fn(usize) -> Request + Sync),
) -> Measured {
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    let worker = || {
        let mut connection = Connection::open(server);
        let (mut times, mut failed) = (Vec::new(), 0);
        while start.elapsed() < time {
            let turn = next.fetch_add(1, Ordering::Relaxed);
            let request = request(turn);
            let mut asked = Instant::now();
            if let Some(step) = step {
                let due = start + step * u32::try_from(turn).expect("a few turns");
                thread::sleep(due.saturating_duration_since(asked));
                asked = due;
            }
            let (status, _) = connection.ask(&request);
            times.push(asked.elapsed());
            failed += usize::from(!(200..300).contains(&status));
        }
        (times, failed)
    };
    let results: Vec<(Vec<Duration>, usize)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(worker)).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("the load generator does not fail"))
            .collect()
    });
    let elapsed = start.elapsed();
    let failed = results.iter().map(|(_, failed)| failed).sum();
    let mut times: Vec<Duration> = results.into_iter().flat_map(|(times, _)| times).collect();
    times.sort_unstable();
    Measured {
        times,
        elapsed,
        failed,
    }
}

/// Asks once, outside of any measurement, and gives the body.
pub(crate) fn once(server: &Server, request: Request) -> Vec<u8> {
    let (status, body) = Connection::open(server).ask(&request);
    assert!(
        (200..300).contains(&status),
        "{status}: {}",
        String::from_utf8_lossy(&body)
    );
    body
}

/// A connection that is kept open. HTTP/1.1 with as much of it as this server uses: small and quick, so
/// that the two cores work for the server.
struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    fn open(server: &Server) -> Self {
        let stream = TcpStream::connect(server.address()).expect("the server takes connections");
        stream.set_nodelay(true).expect("a socket option");
        Self {
            stream: BufReader::new(stream),
        }
    }

    fn ask(&mut self, request: &Request) -> (u16, Vec<u8>) {
        let text = format!("{}\r\n{}", request.head, request.body);
        self.stream
            .get_mut()
            .write_all(text.as_bytes())
            .expect("the server reads");
        let status: u16 = self
            .line()
            .split(' ')
            .nth(1)
            .and_then(|word| word.parse().ok())
            .expect("a status line");
        let mut length = 0;
        let mut chunked = false;
        loop {
            let line = self.line().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
        }
        let mut body = Vec::new();
        if chunked {
            loop {
                let size = usize::from_str_radix(&self.line(), 16).expect("a chunk's size");
                self.take(size, &mut body);
                self.line();
                if size == 0 {
                    break;
                }
            }
        } else {
            self.take(length, &mut body);
        }
        (status, body)
    }

    fn take(&mut self, size: usize, into: &mut Vec<u8>) {
        let start = into.len();
        into.resize(start + size, 0);
        self.stream
            .read_exact(&mut into[start..])
            .expect("the whole answer");
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }
}
