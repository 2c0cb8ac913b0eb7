//! The real server binary, serving the real app from a data folder of its own.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use contract::desk::Role;
use tempfile::TempDir;

use crate::desk::Account;
use crate::process::{Process, file, free_port, wait_until};

/// A server that listens on a free port; process and data go with this value.
#[derive(Debug)]
pub struct Server {
    process: Option<Process>,
    data: TempDir,
    /// The built app that it serves.
    web: PathBuf,
    port: u16,
    arguments: Vec<String>,
    /// The only certificate it trusts, if that was said.
    trusted: Option<PathBuf>,
}

impl Server {
    /// Starts with an empty database and waits until the bundled directory is served.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts with further arguments to `fengqiao serve`.
    pub fn start_with(arguments: &[&str]) -> Self {
        Self::prepare(arguments, |_| ())
    }

    /// Starts after `prepare` has had the data folder: the place for an import.
    pub fn prepare(arguments: &[&str], prepare: impl FnOnce(&Path)) -> Self {
        let data = tempfile::tempdir().expect("temporary files can be made");
        prepare(&data.path().join("data"));
        let mut server = Self {
            process: None,
            data,
            web: file("FENGQIAO_DIST"),
            port: free_port(),
            arguments: arguments.iter().map(|&word| word.to_owned()).collect(),
            trusted: None,
        };
        server.start_again();
        server
    }

    /// Kills it, as a power cut would.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Asks it to shut down; tells whether it did so in order.
    pub fn shut_down(&mut self) -> bool {
        self.process
            .take()
            .is_some_and(|mut process| process.terminate())
    }

    /// Starts it on the same data and port.
    pub fn start_again(&mut self) {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.log_path())
            .expect("the log can be written");
        let mut process = Process::start(&file("FENGQIAO_SERVER"), |command| {
            by_its_defaults(command)
                .arg("serve")
                .args(["--listen", &format!("127.0.0.1:{}", self.port)])
                .arg("--data")
                .arg(self.data_folder())
                .arg("--web")
                .arg(&self.web)
                .args(&self.arguments)
                .envs(self.trusted.iter().map(|path| ("SSL_CERT_FILE", path)))
                .stdout(log.try_clone().expect("the log can be shared"))
                .stderr(log);
        });
        wait_until("the server is ready", || {
            assert!(!process.ended(), "the server ended: {}", self.log());
            self.is_ready()
        });
        self.process = Some(process);
    }

    /// When it is started again, it trusts this certificate alone.
    pub fn trust(&mut self, certificate: &Path) {
        let kept = self.data.path().join("trusted.pem");
        fs::copy(certificate, &kept).expect("the certificate can be copied");
        self.trusted = Some(kept);
    }

    /// Starts it on the same data and port with further arguments.
    pub fn start_again_with(&mut self, arguments: &[&str]) {
        self.arguments
            .extend(arguments.iter().map(|&word| word.to_owned()));
        self.start_again();
    }

    /// Ends it and starts it with another build of the app.
    pub fn serve(&mut self, web: &Path) {
        self.kill();
        web.clone_into(&mut self.web);
        self.start_again();
    }

    /// The full address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Host and port.
    pub fn address(&self) -> (&'static str, u16) {
        ("127.0.0.1", self.port)
    }

    /// Imports a file into a data folder; a server that uses it shows the new directory soon after.
    pub fn import(data: &Path, directory: &Path) {
        let output = by_its_defaults(&mut Command::new(file("FENGQIAO_SERVER")))
            .arg("import")
            .arg(directory)
            .arg("--data")
            .arg(data)
            .output()
            .expect("the server's program runs");
        assert!(
            output.status.success(),
            "the import failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Fills a data folder with sample cases.
    pub fn demonstrate(data: &Path) {
        let output = by_its_defaults(&mut Command::new(file("FENGQIAO_SERVER")))
            .args(["demo", "--data"])
            .arg(data)
            .output()
            .expect("the server's program runs");
        assert!(
            output.status.success(),
            "no demonstration: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Where it keeps its data.
    pub fn data_folder(&self) -> PathBuf {
        self.data.path().join("data")
    }

    /// All that it has logged so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// A token for the staff of an organization, as its operator would issue it.
    pub fn staff_token(&self, organization: &str) -> String {
        let output = by_its_defaults(&mut Command::new(file("FENGQIAO_SERVER")))
            .args(["staff", "token", "--data"])
            .arg(self.data_folder())
            .args(["--organization", organization, "--name", "调解员"])
            .output()
            .expect("the server's program runs");
        assert!(
            output.status.success(),
            "no token: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// An account of an organization at the desk, as its operator would add it. Its name holds its login.
    pub fn account(&self, organization: &str, role: Role) -> Account {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        let login = format!("{}{}", role.as_str(), NEXT.fetch_add(1, Ordering::Relaxed));
        let name = format!("工作人员{login}");
        let words = [
            "account",
            "add",
            &login,
            "--name",
            &name,
            "--role",
            role.as_str(),
            "--organization",
            organization,
        ];
        let password = self.command(&words).expect("an account can be added");
        Account {
            login,
            password: password.trim().to_owned(),
        }
    }

    /// What `fengqiao staff` prints on these words for an organization, or the reason why it does not.
    pub fn staff_command(&self, words: &[&str], organization: &str) -> Result<String, String> {
        self.operator_command(&[words, &["--organization", organization]].concat())
    }

    /// What `fengqiao staff` prints on these words, or the reason why it does not.
    pub fn operator_command(&self, words: &[&str]) -> Result<String, String> {
        self.command(&[&["staff"], words].concat())
    }

    /// What the program prints on these words, or the reason why it does not.
    pub fn command(&self, words: &[&str]) -> Result<String, String> {
        let output = by_its_defaults(&mut Command::new(file("FENGQIAO_SERVER")))
            .args(words)
            .arg("--data")
            .arg(self.data_folder())
            .output()
            .expect("the server's program runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() {
            Ok(text(&output.stdout))
        } else {
            Err(text(&output.stderr))
        }
    }

    /// The most memory it has had in use, in bytes.
    pub fn peak_memory(&self) -> u64 {
        let id = self.process.as_ref().expect("the server runs").id();
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))
            .and_then(|kilobytes| kilobytes.trim().parse::<u64>().ok())
            .map_or(0, |kilobytes| kilobytes * 1024)
    }

    fn log_path(&self) -> PathBuf {
        self.data.path().join("server.log")
    }

    fn is_ready(&self) -> bool {
        let ask = || -> std::io::Result<Vec<u8>> {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            stream.write_all(
                b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
            )?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            Ok(answer)
        };
        ask().is_ok_and(|answer| answer.starts_with(b"HTTP/1.1 200"))
    }
}

/// Settings come from the arguments of a test alone, not from the environment of who runs it.
fn by_its_defaults(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("FENGQIAO_") {
            command.env_remove(name);
        }
    }
    command
}

/// Copies the built app into a folder, without the compressed files, which would not follow a change.
pub fn copy_app(to: &Path) {
    copy(&file("FENGQIAO_DIST"), to);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the app is built") {
        let path = entry.expect("the app can be read").path();
        let target = to.join(path.file_name().expect("entries have names"));
        let is_compressed = path
            .extension()
            .is_some_and(|end| end == "br" || end == "gz");
        if path.is_dir() {
            copy(&path, &target);
        } else if !is_compressed {
            fs::copy(&path, target).expect("the app can be copied");
        }
    }
}
