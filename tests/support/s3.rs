//! A store that speaks S3, on a port of this machine and over files in a temporary folder.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::S3Result;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const BUCKET: &str = "evidence";
const KEY: &str = "fengqiao";
const SECRET: &str = "only-the-tests-know-it";

/// Lets everybody do everything that has the right secret, unless nothing may be deleted now.
struct Access(Arc<AtomicBool>);

#[async_trait]
impl S3Access for Access {
    async fn check(&self, request: &mut S3AccessContext<'_>) -> S3Result<()> {
        let deletes = request.s3_op().name().starts_with("Delete");
        if request.credentials().is_none() || (deletes && self.0.load(Ordering::SeqCst)) {
            return Err(s3s::s3_error!(AccessDenied));
        }
        Ok(())
    }
}

/// A running store with one empty bucket. It ends, and what it kept goes, with this value.
#[derive(Debug)]
pub struct S3 {
    address: SocketAddr,
    folder: TempDir,
    keeps_all: Arc<AtomicBool>,
    serving: JoinHandle<()>,
}

impl S3 {
    /// Starts it.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let keeps_all = Arc::new(AtomicBool::new(false));
        service.set_access(Access(Arc::clone(&keeps_all)));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let server = Builder::new(TokioExecutor::new());
                    // A client that hangs up is no trouble.
                    let _ = server.serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        Self {
            address,
            folder,
            keeps_all,
            serving,
        }
    }

    /// Where evidence goes, as the setting names it.
    pub fn place(&self) -> String {
        format!("s3://{BUCKET}/some/folder")
    }

    /// The variables that say how to reach it.
    pub fn environment(&self) -> Vec<(String, String)> {
        self.environment_with(SECRET)
    }

    /// The same with a secret that is not its own.
    pub fn environment_with(&self, secret: &str) -> Vec<(String, String)> {
        [
            ("AWS_ENDPOINT", format!("http://{}", self.address)),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_REGION", "cn-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", secret.to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// Whether deleting is refused from now on.
    pub fn keep_all(&self, keeps: bool) {
        self.keeps_all.store(keeps, Ordering::SeqCst);
    }

    /// The folder with what it keeps there.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join(BUCKET).join("some/folder")
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
