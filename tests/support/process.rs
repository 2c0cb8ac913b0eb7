//! Child processes that never outlive the test that started them.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

/// How long anything may take to happen before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A program in the background; it is killed with this value.
#[derive(Debug)]
pub struct Process(Child);

impl Process {
    /// Starts the program. Its own process group, so that what it starts is killed with it.
    pub fn start(program: &Path, configure: impl FnOnce(&mut Command)) -> Self {
        use std::os::unix::process::CommandExt;
        // Also ends it when the test itself is killed, where the system has the means.
        let mut command = if Path::new("/usr/bin/setpriv").exists() {
            let mut command = Command::new("/usr/bin/setpriv");
            command.args(["--pdeathsig", "KILL", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.stdin(Stdio::null()).process_group(0);
        configure(&mut command);
        Self(
            command
                .spawn()
                .unwrap_or_else(|error| panic!("could not start {}: {error}", program.display())),
        )
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Whether it has ended by itself.
    pub fn ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }

    /// What it writes to its standard output, if that was asked for with [`Stdio::piped`].
    pub fn output(&mut self) -> Option<std::process::ChildStdout> {
        self.0.stdout.take()
    }

    /// Asks it to end and waits until it has; tells whether it reported success.
    pub fn terminate(&mut self) -> bool {
        signal("-TERM", &self.id().to_string());
        self.0.wait().is_ok_and(|status| status.success())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        signal("-KILL", &format!("-{}", self.id()));
        let _ = self.0.wait();
    }
}

fn signal(signal: &str, target: &str) {
    let _ = Command::new("kill")
        .args([signal, "--", target])
        .stderr(Stdio::null())
        .status();
}

/// The file that an environment variable names. `cargo xtask test` sets them all.
pub fn file(variable: &str) -> PathBuf {
    let path = env::var_os(variable)
        .map(PathBuf::from)
        .unwrap_or_else(|| panic!("{variable} is not set; start this with `cargo xtask`"));
    assert!(path.exists(), "{variable}: there is no {}", path.display());
    path
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("the loopback interface has free ports")
        .port()
}

/// Waits until the condition holds, or panics naming what was waited for.
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "gave up waiting until {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Whether something listens on this port of the loopback interface.
pub fn listens(port: u16) -> bool {
    std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
}
