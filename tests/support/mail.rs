//! A mail server on this machine: `mailin` speaks SMTP, with TLS or without, wants a name and a password, and what it
//! is given is kept.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mailin::{Action, AuthMechanism, Handler, Response, Session, SessionBuilder, response};
use tempfile::NamedTempFile;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::service::Service;

/// Who may send.
const USER: &str = "notice";
/// With which password.
const PASSWORD: &str = "p@ss/word";

/// The server. It ends with this value; what it was given stays with its other values.
#[derive(Debug)]
pub struct MailServer {
    service: Service,
    door: Door,
    desk: Arc<Mutex<Desk>>,
}

/// How it is talked to.
#[derive(Clone)]
pub struct Door {
    guard: Guard,
    acceptor: TlsAcceptor,
    certificate: Arc<NamedTempFile>,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.guard.fmt(to)
    }
}

/// When what is said to it is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Never.
    None,
    /// Once the client asks for it; before, nobody says who they are.
    StartTls,
    /// From the first byte on.
    Tls,
}

impl Door {
    /// With a certificate that nobody vouches for but itself.
    fn new(guard: Guard) -> Self {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])
            .expect("a certificate can be made");
        let certificate = NamedTempFile::new().expect("temporary files can be made");
        std::fs::write(certificate.path(), made.cert.pem()).expect("a file can be written");
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.into())
            .expect("key and certificate belong together");
        Self {
            guard,
            acceptor: TlsAcceptor::from(Arc::new(config)),
            certificate: Arc::new(certificate),
        }
    }
}

/// A mail that was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// For whom, as the envelope says.
    pub to: Vec<String>,
    /// Headers and body, as they came.
    pub raw: String,
}

#[derive(Debug, Default)]
struct Desk {
    /// What the next recipients are answered, instead of being taken.
    answers: VecDeque<&'static str>,
    taken: Vec<Mail>,
    wrong_passwords: usize,
}

impl Mail {
    /// The value of a header, unfolded and decoded, without blanks: encoding moves them about.
    pub fn header(&self, name: &str) -> String {
        let (head, _) = self.raw.split_once("\r\n\r\n").expect("a mail has a head");
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let line = head.split("\r\n").find_map(|line| {
            line.split_once(": ")
                .filter(|(key, _)| key.eq_ignore_ascii_case(name))
        });
        let value = line.map(|(_, value)| value).unwrap_or_default();
        let word = |word: &str| {
            let coded = word
                .strip_prefix("=?utf-8?b?")
                .and_then(|word| word.strip_suffix("?="));
            coded.map_or_else(
                || word.as_bytes().to_vec(),
                |coded| STANDARD.decode(coded).expect("base64"),
            )
        };
        let bytes: Vec<u8> = value.split_whitespace().flat_map(word).collect();
        String::from_utf8(bytes).expect("UTF-8").replace(' ', "")
    }

    /// The names of all headers.
    pub fn header_names(&self) -> Vec<&str> {
        let (head, _) = self.raw.split_once("\r\n\r\n").expect("a mail has a head");
        head.split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .filter_map(|line| line.split(':').next())
            .collect()
    }

    /// The words.
    pub fn text(&self) -> String {
        let (_, body) = self.raw.split_once("\r\n\r\n").expect("a mail has a body");
        assert_eq!(self.header("Content-Transfer-Encoding"), "base64");
        let coded: String = body.split_whitespace().collect();
        String::from_utf8(STANDARD.decode(coded).expect("base64")).expect("UTF-8")
    }
}

impl MailServer {
    /// Starts it on a free port, without TLS.
    pub async fn start() -> Self {
        Self::start_behind(Guard::None).await
    }

    /// Starts it on a free port.
    pub async fn start_behind(guard: Guard) -> Self {
        Self::start_with(0, Door::new(guard), Arc::default()).await
    }

    async fn start_with(port: u16, door: Door, desk: Arc<Mutex<Desk>>) -> Self {
        let shared = (door.clone(), Arc::clone(&desk));
        let service = Service::start_at(port, move |client| {
            let (door, desk) = shared.clone();
            talk(client, door, Clerk::at(desk))
        })
        .await;
        Self {
            service,
            door,
            desk,
        }
    }

    /// Takes it down; the answer brings it back to where it was.
    pub fn take_down(self) -> impl AsyncFnOnce() -> Self {
        let (port, door, desk) = (
            self.service.port(),
            self.door.clone(),
            Arc::clone(&self.desk),
        );
        drop(self);
        async move || Self::start_with(port, door, desk).await
    }

    /// Its address for the server under test, with name and password.
    pub fn url(&self) -> String {
        let port = self.service.port();
        let (scheme, query) = match self.door.guard {
            Guard::None => ("smtp", ""),
            Guard::StartTls => ("smtp", "?tls=required"),
            Guard::Tls => ("smtps", ""),
        };
        format!("{scheme}://{USER}:p%40ss%2Fword@127.0.0.1:{port}{query}")
    }

    /// Its certificate, for whoever wants to trust it.
    pub fn certificate(&self) -> &Path {
        self.door.certificate.path()
    }

    /// The next recipients are answered so.
    pub fn answer_next(&self, answers: &[&'static str]) {
        self.desk().answers.extend(answers);
    }

    /// What was taken so far.
    pub fn taken(&self) -> Vec<Mail> {
        self.desk().taken.clone()
    }

    /// How many came with a wrong password.
    pub fn wrong_passwords(&self) -> usize {
        self.desk().wrong_passwords
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Decides what one client is answered.
struct Clerk {
    desk: Arc<Mutex<Desk>>,
    mail: Mail,
}

impl Clerk {
    fn at(desk: Arc<Mutex<Desk>>) -> Self {
        Self {
            desk,
            mail: Mail::default(),
        }
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Handler for Clerk {
    fn auth_plain(&mut self, _: &str, user: &str, password: &str) -> Response {
        if (user, password) == (USER, PASSWORD) {
            return response::AUTH_OK;
        }
        self.desk().wrong_passwords += 1;
        response::INVALID_CREDENTIALS
    }

    fn mail(&mut self, _: IpAddr, _: &str, _: &str) -> Response {
        self.mail = Mail::default();
        response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        let answer = self.desk().answers.pop_front();
        let Some((code, words)) = answer.and_then(|answer| answer.split_once(' ')) else {
            self.mail.to.push(to.to_owned());
            return response::OK;
        };
        let code = code.parse().expect("an answer begins with its code");
        Response::custom(code, words.to_owned())
    }

    fn data(&mut self, line: &[u8]) -> io::Result<()> {
        self.mail.raw.push_str(&String::from_utf8_lossy(line));
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let mail = std::mem::take(&mut self.mail);
        self.desk().taken.push(mail);
        response::OK
    }
}

async fn talk(client: TcpStream, door: Door, clerk: Clerk) -> io::Result<()> {
    let mut builder = SessionBuilder::new("mail.example.org");
    builder.enable_auth(AuthMechanism::Plain);
    match door.guard {
        Guard::None => builder.insecure_enable_plaintext_auth(),
        Guard::StartTls => builder.enable_start_tls(),
        Guard::Tls => &mut builder,
    };
    let mut session = builder.build(IpAddr::V4(Ipv4Addr::LOCALHOST), clerk);
    if door.guard == Guard::Tls {
        let mut line = BufReader::new(door.acceptor.accept(client).await?);
        session.tls_active();
        say(&mut line, &session.greeting()).await?;
        return serve(&mut session, &mut line).await.map(drop);
    }
    let mut line = BufReader::new(client);
    say(&mut line, &session.greeting()).await?;
    if serve(&mut session, &mut line).await? == Action::UpgradeTls {
        let mut line = BufReader::new(door.acceptor.accept(line.into_inner()).await?);
        session.tls_active();
        serve(&mut session, &mut line).await?;
    }
    Ok(())
}

/// Answers line by line until the client goes or wants TLS.
async fn serve(
    session: &mut Session<Clerk>,
    line: &mut BufReader<impl AsyncRead + AsyncWrite + Unpin>,
) -> io::Result<Action> {
    let mut read = Vec::new();
    while line.read_until(b'\n', &mut read).await? > 0 {
        let answer = session.process(&read);
        read.clear();
        say(line, &answer).await?;
        if matches!(answer.action, Action::Close | Action::UpgradeTls) {
            return Ok(answer.action);
        }
    }
    Ok(Action::Close)
}

async fn say(to: &mut (impl AsyncWrite + Unpin), answer: &Response) -> io::Result<()> {
    let mut words = Vec::new();
    if answer.action != Action::NoReply {
        answer.write_to(&mut words)?;
    }
    to.write_all(&words).await?;
    to.flush().await
}
