//! Starting other programs, with the surroundings they need and errors that name them.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fmt, thread};

use anyhow::{Context, Result, bail};

/// A message about what a task is doing and why.
pub(crate) fn say(message: impl fmt::Display) {
    println!("» {message}");
}

/// A command without what `cargo run` adds to the environment: inner cargo calls would take it for theirs.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let added = text.starts_with("CARGO_PKG_")
            || [
                "CARGO",
                "CARGO_BIN_NAME",
                "CARGO_CRATE_NAME",
                "CARGO_MANIFEST_DIR",
                "CARGO_MANIFEST_PATH",
                "CARGO_PRIMARY_PACKAGE",
                "LD_LIBRARY_PATH",
                "RUST_RECURSION_COUNT",
            ]
            .contains(&text.as_ref());
        if added {
            command.env_remove(&name);
        }
    }
    command
}

/// Puts folders before all others on the command's `PATH`, the first one first.
pub(crate) fn prepend_path(command: &mut Command, folders: &[PathBuf]) -> Result<()> {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&rest));
    command.env("PATH", env::join_paths(all)?);
    Ok(())
}

/// Runs to the end; anything but success is an error that names the command.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("could not start {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs to the end without showing anything, unless it fails: then the error holds what it wrote.
pub(crate) fn run_quietly(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("could not start {}", shown(command)))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!(
            "{} failed ({})\n{text}{}",
            shown(command),
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(text)
}

/// The first line that `program --version` prints, if it is there and works.
pub(crate) fn version(program: impl AsRef<OsStr>) -> Option<String> {
    let text = run_quietly(command(program).arg("--version")).ok()?;
    Some(text.lines().next()?.trim().to_owned())
}

/// Finds a program on `PATH`.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| is_program(candidate))
}

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

fn shown(command: &Command) -> String {
    let words: Vec<OsString> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_owned)
        .collect();
    words.join(OsStr::new(" ")).to_string_lossy().into_owned()
}

/// A program in the background that ends with this value.
#[derive(Debug)]
pub(crate) struct Background(Child);

impl Background {
    /// Starts it; `setpriv`, where there is one, also ends it should this process be killed.
    pub(crate) fn start(command: Command) -> Result<Self> {
        Self::spawn(if which("setpriv").is_some() {
            through(&["setpriv", "--pdeathsig", "TERM", "--"], &command)
        } else {
            command
        })
    }

    /// Starts it as another user, which takes root's rights.
    pub(crate) fn start_as(user: &str, command: Command) -> Result<Self> {
        let [uid, gid] = [format!("--reuid={user}"), format!("--regid={user}")];
        let outer = [
            "setpriv",
            &uid,
            &gid,
            "--init-groups",
            "--pdeathsig",
            "TERM",
            "--",
        ];
        Self::spawn(through(&outer, &command))
    }

    fn spawn(mut command: Command) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("could not start {}", shown(&command)))?;
        Ok(Self(child))
    }

    /// Whether it has ended by itself.
    pub(crate) fn ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }

    /// Waits for its end and tells whether it went well.
    pub(crate) fn wait(&mut self) -> Result<bool> {
        Ok(self.0.wait()?.success())
    }
}

impl Drop for Background {
    /// Asks it to end, and ends it if it does not.
    fn drop(&mut self) {
        if self.ended() {
            return;
        }
        let asked = command("kill").arg(self.0.id().to_string()).status();
        let patience = if asked.is_ok_and(|status| status.success()) {
            Duration::from_secs(5)
        } else {
            Duration::ZERO
        };
        let start = Instant::now();
        while !self.ended() && start.elapsed() < patience {
            thread::sleep(Duration::from_millis(20));
        }
        // Both fail only if it has ended meanwhile.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The command, started by another program that is given before it.
fn through(outer: &[&str], inner: &Command) -> Command {
    let mut words = outer.iter();
    let mut command = Command::new(words.next().unwrap_or(&""));
    command
        .args(words)
        .arg(inner.get_program())
        .args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    if let Some(folder) = inner.get_current_dir() {
        command.current_dir(folder);
    }
    command
}
