//! A PostgreSQL server of the tests' own: in a temporary folder, on a free port, gone afterwards.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::apt;
use crate::shell::{Background, command, run_quietly, which};

/// A running server. It ends, and its folder goes, with this value.
pub(crate) struct Postgres {
    // The order matters: the server ends before its folder goes.
    _server: Background,
    _folder: Folder,
    port: u16,
    programs: PathBuf,
}

impl Postgres {
    /// Installs PostgreSQL if there is none, and starts an empty server.
    pub(crate) fn start() -> Result<Self> {
        Self::start_of(installed()?)
    }

    /// The same with PostGIS beside it.
    pub(crate) fn start_with_postgis() -> Result<Self> {
        let programs = installed()?;
        let version = run_quietly(command(programs.join("postgres")).arg("--version"))?;
        // E.g. "postgres (PostgreSQL) 15.18".
        let major = version
            .split(' ')
            .find_map(|word| word.trim().split('.').next()?.parse::<u32>().ok())
            .with_context(|| format!("PostgreSQL says that its version is {version:?}"))?;
        let control = format!("/usr/share/postgresql/{major}/extension/postgis.control");
        if !Path::new(&control).exists() {
            let package = format!("postgresql-{major}-postgis-3");
            apt::install(&[&package], "measuring beside PostGIS")?;
        }
        Self::start_of(programs)
    }

    fn start_of(programs: PathBuf) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let folder = Folder(std::env::temp_dir().join(format!("fengqiao-postgres-{port}")));
        fs::create_dir_all(&folder.0)?;
        // PostgreSQL refuses to run as root.
        let is_root = run_quietly(command("id").arg("-u"))?.trim() == "0";
        if is_root {
            run_quietly(command("chown").arg("postgres").arg(&folder.0))?;
        }
        let data = folder.0.join("data");

        let mut init = command(programs.join("initdb"));
        init.args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
            .args(["--no-locale", "--no-sync", "-D"])
            .arg(&data)
            .stdout(std::process::Stdio::null());
        if !start(init, is_root, &folder.0)?.wait()? {
            bail!("initdb failed");
        }

        let mut serve = command(programs.join("postgres"));
        serve
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
            // What a crash of this machine would cost is a test run: no need to wait for the disk.
            .args(["-c", "fsync=off", "-c", "log_min_messages=fatal", "-k"])
            .arg(&folder.0)
            .stderr(std::process::Stdio::null());
        let mut server = start(serve, is_root, &folder.0)?;
        wait_for(&mut server, port)?;
        Ok(Self {
            _server: server,
            _folder: folder,
            port,
            programs,
        })
    }

    /// One of the programs that came with it.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// Where to connect, with the right to create databases.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

fn start(mut command: Command, is_root: bool, folder: &Path) -> Result<Background> {
    command.current_dir(folder);
    if is_root {
        Background::start_as("postgres", command)
    } else {
        Background::start(command)
    }
}

fn wait_for(server: &mut Background, port: u16) -> Result<()> {
    let start = Instant::now();
    while TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).is_err() {
        if server.ended() || start.elapsed() > Duration::from_secs(30) {
            bail!("PostgreSQL did not start");
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn installed() -> Result<PathBuf> {
    if let Some(folder) = programs() {
        return Ok(folder);
    }
    apt::install(&["postgresql"], "testing the PostgreSQL store")?;
    programs().context("PostgreSQL is installed but its initdb is not to be found")
}

/// The folder with `initdb` and `postgres`: on `PATH`, or where Debian keeps each version's.
fn programs() -> Option<PathBuf> {
    // What is on the path may be a link to where all programs are.
    if let Some(initdb) = which("initdb").and_then(|initdb| initdb.canonicalize().ok()) {
        return initdb.parent().map(Path::to_path_buf);
    }
    fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .map(|version| version.path().join("bin"))
        .find(|folder| folder.join("initdb").exists())
}

/// A folder that is removed with this value.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // It lies among other temporary files: leaving it there is no failure.
        let _ = fs::remove_dir_all(&self.0);
    }
}
