//! A mail server on this machine: it speaks SMTP, wants a name and a password, and keeps what it is given.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::service::Service;

/// Who may send.
const USER: &str = "notice";
/// With which password.
const PASSWORD: &str = "p@ss/word";

/// The server. It ends with this value; what it was given stays with its other values.
#[derive(Debug)]
pub struct MailServer {
    service: Service,
    desk: Arc<Mutex<Desk>>,
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
    /// Starts it on a free port.
    pub async fn start() -> Self {
        Self::start_with(0, Arc::default()).await
    }

    async fn start_with(port: u16, desk: Arc<Mutex<Desk>>) -> Self {
        let shared = Arc::clone(&desk);
        let service =
            Service::start_at(port, move |client| talk(client, Arc::clone(&shared))).await;
        Self { service, desk }
    }

    /// Takes it down; the answer brings it back to where it was.
    pub fn take_down(self) -> impl AsyncFnOnce() -> Self {
        let (port, desk) = (self.service.port(), Arc::clone(&self.desk));
        drop(self);
        async move || Self::start_with(port, desk).await
    }

    /// Its address for the server under test, with name and password.
    pub fn url(&self) -> String {
        let port = self.service.port();
        format!("smtp://{USER}:p%40ss%2Fword@127.0.0.1:{port}")
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

    fn desk(&self) -> std::sync::MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn talk(client: TcpStream, desk: Arc<Mutex<Desk>>) -> io::Result<()> {
    let at_desk = || desk.lock().unwrap_or_else(PoisonError::into_inner);
    let (read, mut write) = client.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut known = false;
    let mut mail = Mail::default();
    write.write_all(b"220 mail.example.org ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap_or_default();
        let reply = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => "250-mail.example.org\r\n250-8BITMIME\r\n250 AUTH PLAIN",
            "AUTH" => {
                let secret = STANDARD.encode(format!("\0{USER}\0{PASSWORD}"));
                known = line == format!("AUTH PLAIN {secret}");
                if known {
                    "235 2.7.0 welcome"
                } else {
                    at_desk().wrong_passwords += 1;
                    "535 5.7.8 wrong name or password"
                }
            }
            "MAIL" if known => {
                mail = Mail::default();
                "250 2.1.0 fine"
            }
            "MAIL" => "530 5.7.0 who are you",
            "RCPT" => {
                let answer = at_desk().answers.pop_front();
                if answer.is_none() {
                    let to = line.trim_start_matches("RCPT TO:<").trim_end_matches('>');
                    mail.to.push(to.to_owned());
                }
                answer.unwrap_or("250 2.1.5 fine")
            }
            "DATA" if !mail.to.is_empty() => {
                write.write_all(b"354 go on\r\n").await?;
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    mail.raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                    mail.raw.push_str("\r\n");
                }
                at_desk().taken.push(std::mem::take(&mut mail));
                "250 2.0.0 taken"
            }
            "RSET" | "NOOP" => "250 2.0.0 fine",
            "QUIT" => {
                write.write_all(b"221 2.0.0 bye\r\n").await?;
                return Ok(());
            }
            _ => "502 5.5.1 what",
        };
        write.write_all(reply.as_bytes()).await?;
        write.write_all(b"\r\n").await?;
    }
    Ok(())
}
