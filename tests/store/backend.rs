//! The databases that the suite runs on.

use std::sync::Arc;

use async_trait::async_trait;
use fengqiao::store::Store;
use fengqiao::store::postgres::PostgresStore;
use fengqiao::store::sqlite::SqliteStore;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use support::postgres::Database;
use tempfile::TempDir;

/// A database of one test's own.
#[async_trait]
pub(crate) trait Backend: Sync {
    /// Opens it, for the first time or again.
    async fn open(&self) -> Arc<dyn Store>;

    /// Opens it only to read, when there is a store in it.
    async fn look(&self) -> Option<Arc<dyn Store>>;

    /// Runs SQL behind the store's back.
    async fn execute(&self, sql: &str);
}

/// A SQLite file in a temporary folder.
pub(crate) struct Sqlite {
    pub(crate) folder: TempDir,
}

impl Sqlite {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("fengqiao.db")
    }
}

#[async_trait]
impl Backend for Sqlite {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.path()).await.unwrap())
    }

    async fn look(&self) -> Option<Arc<dyn Store>> {
        let store = SqliteStore::look(&self.path()).await.unwrap()?;
        Some(Arc::new(store))
    }

    async fn execute(&self, sql: &str) {
        let url = format!("sqlite://{}", self.path().display());
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    }
}

/// A database on the tests' PostgreSQL server.
pub(crate) struct Postgres {
    pub(crate) database: Database,
}

impl Postgres {
    pub(crate) async fn new() -> Self {
        let database = Database::create().await;
        Self { database }
    }
}

#[async_trait]
impl Backend for Postgres {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(PostgresStore::connect(&self.database.url()).await.unwrap())
    }

    async fn look(&self) -> Option<Arc<dyn Store>> {
        let store = PostgresStore::look(&self.database.url()).await.unwrap()?;
        Some(Arc::new(store))
    }

    async fn execute(&self, sql: &str) {
        self.database.execute(sql).await;
    }
}
