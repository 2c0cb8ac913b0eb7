//! PostgreSQL databases for tests, each test its own: on the server that FENGQIAO_TEST_POSTGRES names, else
//! on a private one in a temporary folder that ends with the last test using it.

use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tempfile::TempDir;

/// Names the server to use, e.g. `postgres://postgres@127.0.0.1:5432/postgres`.
pub const SERVER_VARIABLE: &str = "FENGQIAO_TEST_POSTGRES";

/// An empty database that goes with this value.
pub struct Database {
    server: Arc<Server>,
    name: String,
}

impl Database {
    /// Creates a database, starting a server first if there is none.
    pub async fn create() -> Self {
        let server = Server::shared();
        static CREATED: AtomicU32 = AtomicU32::new(0);
        let count = CREATED.fetch_add(1, Ordering::Relaxed);
        let name = format!("fengqiao_test_{}_{count}", std::process::id());
        // Left behind by a run that was killed.
        server
            .admin(&format!("DROP DATABASE IF EXISTS {name}"))
            .await;
        server.admin(&format!("CREATE DATABASE {name}")).await;
        Self { server, name }
    }

    /// Where to connect.
    pub fn url(&self) -> String {
        let options = self.server.options.clone().database(&self.name);
        options.to_url_lossy().to_string()
    }

    /// Runs SQL behind the store's back.
    pub async fn execute(&self, sql: &str) {
        let options = self.server.options.clone().database(&self.name);
        run(&options, sql).await;
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A thread of its own, because the test's own executor is blocked here.
        let drop = std::thread::spawn(move || {
            let executor = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            let sql = format!("DROP DATABASE {name} WITH (FORCE)");
            executor.expect("executor").block_on(server.admin(&sql));
        });
        let _ = drop.join();
    }
}

struct Server {
    options: PgConnectOptions,
    private: Option<Private>,
}

struct Private {
    process: Child,
    // Removed once the process has ended: see Drop.
    _folder: TempDir,
}

impl Server {
    fn shared() -> Arc<Self> {
        static CURRENT: Mutex<Weak<Server>> = Mutex::new(Weak::new());
        let mut current = CURRENT.lock().expect("no test failed while starting it");
        current.upgrade().unwrap_or_else(|| {
            let server = Arc::new(match std::env::var(SERVER_VARIABLE) {
                Ok(url) => Self {
                    options: url.parse().expect(SERVER_VARIABLE),
                    private: None,
                },
                Err(_) => Self::start(),
            });
            *current = Arc::downgrade(&server);
            server
        })
    }

    fn start() -> Self {
        let programs = programs().unwrap_or_else(|| {
            panic!("no PostgreSQL found: install the package postgresql or set {SERVER_VARIABLE}")
        });
        let folder = TempDir::new().expect("temporary folder");
        let data = folder.path().join("data");
        // PostgreSQL refuses to run as root, so root hands the folder to the user that its package made.
        let root = folder.path().metadata().expect("metadata").uid() == 0;
        if root {
            let owned = Command::new("chown")
                .arg("postgres")
                .arg(folder.path())
                .status();
            assert!(owned.expect("chown").success(), "chown postgres");
        }
        let initialized = command(&programs.join("initdb"), root)
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
            .args(["--no-locale", "--no-sync", "-D"])
            .arg(&data)
            .stdout(Stdio::null())
            .status();
        assert!(initialized.expect("initdb").success(), "initdb");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = port.expect("a free port").port();
        let mut process = command(&programs.join("postgres"), root)
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
            .args([
                "-c",
                "fsync=off",
                "-c",
                "max_connections=400",
                "-c",
                "log_min_messages=fatal",
            ])
            .arg("-k")
            .arg(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .expect("postgres");
        let options = PgConnectOptions::new_without_pgpass()
            .host("127.0.0.1")
            .port(port)
            .username("postgres")
            .database("postgres");
        let deadline = Instant::now() + Duration::from_secs(30);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = process.try_wait().expect("postgres");
            assert!(ended.is_none(), "postgres ended at once: {ended:?}");
            assert!(Instant::now() < deadline, "postgres does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Self {
            options,
            private: Some(Private {
                process,
                _folder: folder,
            }),
        }
    }

    async fn admin(&self, sql: &str) {
        run(&self.options, sql).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let Some(private) = &mut self.private else {
            return;
        };
        // SIGINT is PostgreSQL's fast shutdown.
        let id = private.process.id().to_string();
        let _ = Command::new("kill").args(["-INT", &id]).status();
        let _ = private.process.wait();
    }
}

async fn run(options: &PgConnectOptions, sql: &str) {
    // The server listens a moment before it lets anybody in.
    let deadline = Instant::now() + Duration::from_secs(10);
    let mut connection = loop {
        match PgConnection::connect_with(options).await {
            Ok(connection) => break connection,
            Err(error) if Instant::now() > deadline => panic!("cannot connect: {error}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    };
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut connection)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    connection.close().await.expect("a connection closes");
}

fn command(program: &Path, as_postgres: bool) -> Command {
    let mut command = if as_postgres {
        let mut command = Command::new("setpriv");
        command
            .args([
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                "--",
            ])
            .arg(program);
        command
    } else {
        Command::new(program)
    };
    // Its own folder may be closed to that user.
    command.current_dir("/");
    command
}

/// The newest installed version's programs.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            let programs = path.join("bin");
            programs
                .join("initdb")
                .exists()
                .then_some((version, programs))
        })
        .collect();
    versions.sort();
    versions.pop().map(|(_, programs)| programs)
}
