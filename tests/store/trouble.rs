//! A database in trouble: callers learn that it is unavailable, and nothing half-done is left.

use fengqiao::store::postgres::PostgresStore;
use fengqiao::store::sqlite::SqliteStore;
use fengqiao::store::{Store as _, StoreError, SubmitOutcome};
use sqlx::{Connection as _, SqliteConnection};
use tokio::net::{TcpListener, TcpStream};

use crate::backend::{Backend as _, Postgres, Sqlite};
use crate::samples::request;

#[tokio::test]
async fn a_locked_file_is_unavailable_until_it_is_free() {
    let backend = Sqlite::new();
    let store = backend.open().await;
    let url = format!("sqlite://{}", backend.path().display());
    let mut other = SqliteConnection::connect(&url).await.unwrap();
    let lock = other.begin_with("BEGIN EXCLUSIVE").await.unwrap();
    let refused = store.submit(request(1)).await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    drop(lock);
    other.close().await.unwrap();
    assert_eq!(
        store.submit(request(1)).await.unwrap(),
        SubmitOutcome::Stored
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_unavailable() {
    let backend = Sqlite::new();
    let nowhere = backend.folder.path().join("missing").join("fengqiao.db");
    let refused = SqliteStore::open(&nowhere).await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_file_that_is_no_database_is_a_fault() {
    let backend = Sqlite::new();
    std::fs::write(
        backend.path(),
        "not a database, but long enough to look like one".repeat(40),
    )
    .unwrap();
    let refused = SqliteStore::open(&backend.path()).await;
    assert!(matches!(refused, Err(StoreError::Fault(_))), "{refused:?}");
}

#[tokio::test]
async fn a_lost_server_is_unavailable_until_it_is_back() {
    let backend = Postgres::new().await;
    let line = Line::lay(&backend.database.url()).await;
    let store = PostgresStore::connect(&line.url).await.unwrap();
    store.submit(request(1)).await.unwrap();
    line.cut();
    for refused in [
        store.submit(request(2)).await.map(drop),
        store.ping().await,
        store.directory().await.map(drop),
    ] {
        assert!(
            matches!(refused, Err(StoreError::Unavailable(_))),
            "{refused:?}"
        );
    }
    line.mend();
    assert_eq!(
        store.submit(request(2)).await.unwrap(),
        SubmitOutcome::Stored
    );
    let nobody = PostgresStore::connect("postgres://postgres@127.0.0.1:9/none").await;
    assert!(
        matches!(nobody, Err(StoreError::Unavailable(_))),
        "{nobody:?}"
    );
}

#[tokio::test]
async fn what_is_acknowledged_is_on_disk_however_the_server_is_set_up() {
    for (level, kept) in [("off", "on"), ("remote_apply", "remote_apply")] {
        let backend = Postgres::new().await;
        backend.open().await;
        // Refuses to store anything at another level.
        let guard = format!(
            "DO $$ BEGIN
                EXECUTE format('ALTER DATABASE %I SET synchronous_commit = {level}', current_database());
             END $$;
             CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF current_setting('synchronous_commit') <> '{kept}' THEN
                    RAISE EXCEPTION 'level %', current_setting('synchronous_commit');
                END IF;
                RETURN NEW;
             END $$;
             CREATE TRIGGER guard BEFORE INSERT ON request FOR EACH ROW EXECUTE FUNCTION guard();"
        );
        backend.execute(&guard).await;
        let stored = backend.open().await.submit(request(1)).await;
        assert!(matches!(stored, Ok(SubmitOutcome::Stored)), "{stored:?}");
    }
}

/// A line to the database server that can be cut.
struct Line {
    url: String,
    whole: tokio::sync::watch::Sender<bool>,
}

impl Line {
    async fn lay(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (address, database) = url.rsplit_once('@').unwrap().1.split_once('/').unwrap();
        let (address, user) = (address.to_owned(), url.rsplit_once('@').unwrap().0);
        let url = format!("{user}@127.0.0.1:{port}/{database}");
        let (whole, watch) = tokio::sync::watch::channel(true);
        tokio::spawn(async move {
            while let Ok((mut caller, _)) = listener.accept().await {
                let (address, mut watch) = (address.clone(), watch.clone());
                tokio::spawn(async move {
                    if *watch.borrow() {
                        let mut server = TcpStream::connect(&address).await.unwrap();
                        tokio::select! {
                            _ = tokio::io::copy_bidirectional(&mut caller, &mut server) => {}
                            _ = watch.wait_for(|whole| !whole) => {}
                        }
                    }
                });
            }
        });
        Self { url, whole }
    }

    fn cut(&self) {
        self.whole.send_replace(false);
    }

    fn mend(&self) {
        self.whole.send_replace(true);
    }
}
