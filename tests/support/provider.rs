//! An identity provider (OpenID Connect) on this machine, and somebody who walks through its pages: a program of its own,
//! run by Node.js.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use serde_json::Value;

use crate::process::Process;

/// What it knows the portal as.
pub const CLIENT: &str = "fengqiao";
/// The secret that goes with it.
pub const SECRET: &str = "only-the-tests-know-it";

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/support/scripts/provider.mjs");

/// The provider. It ends with this value.
#[derive(Debug)]
pub struct IdentityProvider {
    _process: Process,
    issuer: String,
    redirect: String,
}

/// What somebody does at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does<'a> {
    /// Says who they are, and that it may be told.
    SignIn(&'a str),
    /// Turns back.
    Cancel,
}

impl IdentityProvider {
    /// Starts it on a free port. It sends people back to this address.
    pub fn start(redirect: &str) -> Self {
        // Another site than the portal's, which is at 127.0.0.1.
        let host = "localhost";
        let mut process = Process::start(Path::new("node"), |command| {
            command
                .arg(SCRIPT)
                .arg(packages())
                .args([host, redirect])
                .stdout(Stdio::piped())
                .stderr(Stdio::null());
        });
        let output = process.output().expect("its output is read");
        let mut port = String::new();
        BufReader::new(output)
            .read_line(&mut port)
            .expect("it says where it listens");
        let port: u16 = port.trim().parse().expect("it listens on a port");
        Self {
            _process: process,
            issuer: format!("http://{host}:{port}"),
            redirect: redirect.to_owned(),
        }
    }

    /// As it names itself.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// What it calls somebody.
    pub fn subject(login: &str) -> String {
        format!("id-of-{login}")
    }

    /// What it is told to do wrong from now on, or of the next person.
    pub async fn told(&self, what: &Value) {
        let told = Client::new()
            .post(format!("{}/tests", self.issuer))
            .body(what.to_string())
            .send()
            .await;
        assert!(told.is_ok_and(|answer| answer.status().is_success()));
    }

    /// Walks from the address that the portal sends to, through the provider's pages, until it sends back. Gives that
    /// address from the path on.
    pub async fn walk(&self, from: &str, does: Does<'_>) -> String {
        let client = Client::builder().redirect(Policy::none()).build();
        let client = client.expect("a client can be built");
        let mut cookies = BTreeMap::new();
        let (mut method, mut url, mut body) = (Method::GET, from.to_owned(), String::new());
        for _ in 0..20 {
            let cookie: Vec<_> = cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let answer = client
                .request(method, &url)
                .header("cookie", cookie.join("; "))
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body)
                .send()
                .await
                .expect("the provider answers");
            keep(&answer, &mut cookies);
            if let Some(next) = answer.headers().get("location") {
                let next = next.to_str().expect("an address");
                if let Some(back) = next.strip_prefix(&self.redirect) {
                    let (_, path) = self.redirect.split_at(origin(&self.redirect));
                    return format!("{path}{back}");
                }
                url = answer.url().join(next).expect("an address").into();
                (method, body) = (Method::GET, String::new());
                continue;
            }
            assert!(answer.status().is_success(), "{}", answer.status());
            let page = answer.text().await.expect("a page");
            method = Method::POST;
            body = match does {
                Does::Cancel => "cancel=1".to_owned(),
                Does::SignIn(login) if page.contains("name=\"login\"") => format!("login={login}"),
                Does::SignIn(_) => String::new(),
            };
        }
        panic!("the provider leads in a circle");
    }
}

/// Where the path begins.
fn origin(url: &str) -> usize {
    let path = url.match_indices('/').nth(2);
    path.map_or(url.len(), |(at, _)| at)
}

fn keep(answer: &Response, cookies: &mut BTreeMap<String, String>) {
    for cookie in answer.headers().get_all("set-cookie") {
        let cookie = cookie.to_str().expect("a cookie is text");
        let pair = cookie.split(';').next().unwrap_or_default();
        let (name, value) = pair.split_once('=').expect("a cookie has a name");
        if value.is_empty() {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// Where `cargo xtask test` has put the packages of npm; without that, where it puts them of itself.
fn packages() -> PathBuf {
    let named = std::env::var_os("FENGQIAO_NODE_MODULES").map(PathBuf::from);
    let packages = named.unwrap_or_else(|| {
        let home = std::env::var_os("HOME").map(PathBuf::from);
        home.unwrap_or_default()
            .join(".cache/fengqiao/node/node_modules")
    });
    let provider = packages.join("oidc-provider");
    assert!(
        provider.exists(),
        "there is no {}: cargo xtask test installs it",
        provider.display()
    );
    packages
}
