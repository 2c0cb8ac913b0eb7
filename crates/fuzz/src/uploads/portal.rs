//! The portal that files are sent to: the whole interface in this process, over a database and a folder of its own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use contract::draft::Draft;
use contract::personal::Retention;
use contract::portal::PortalView;
use contract::problem::{Problem, ProblemCode};
use fengqiao::config::{Limits, Locks};
use fengqiao::crypto::Keyring;
use fengqiao::directory::{Directory, Regions};
use fengqiao::domain::{Cases, Evidence, Policy, Watch, World};
use fengqiao::evidence::Shelf;
use fengqiao::http::{App, Parts, Peer, router};
use fengqiao::notices::Post;
use fengqiao::store::Store;
use fengqiao::store::sqlite::SqliteStore;
use fengqiao::{import, telemetry};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// Started at the first input.
pub(super) static PORTAL: LazyLock<Portal> = LazyLock::new(Portal::start);

/// Longest answer that is read.
const LONGEST_ANSWER: usize = 1 << 20;

pub(super) struct Portal {
    runtime: tokio::runtime::Runtime,
    router: Router,
    /// A request that can be filed, as JSON.
    pub draft: Vec<u8>,
    secrets: AtomicU64,
    _folder: TempDir,
}

/// What came back.
pub(super) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub(super) fn offset(&self) -> usize {
        let offset = self
            .headers
            .get("upload-offset")
            .expect("an offset is told");
        let offset = offset.to_str().expect("it is a number");
        offset.parse().expect("it is a number")
    }

    pub(super) fn read<T: serde::de::DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{}", self.status);
        serde_json::from_slice(&self.body).expect("an answer of this kind")
    }
}

impl Portal {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be built");
        let folder = tempfile::tempdir().expect("temporary files can be made");
        let (router, draft) = runtime.block_on(build(&folder));
        Self {
            runtime,
            router,
            draft,
            secrets: AtomicU64::new(0),
            _folder: folder,
        }
    }

    pub(super) fn run(&self, work: impl Future<Output = ()>) {
        self.runtime.block_on(work);
    }

    /// A secret that nobody had before.
    pub(super) fn next_secret(&self) -> String {
        let number = self.secrets.fetch_add(1, Ordering::Relaxed);
        format!("fuzz-basket-{number:08}")
    }

    /// Asks. No answer is a fault of the server; one that refuses says why.
    pub(super) async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &HeaderMap,
        body: Body,
    ) -> Answer {
        let is_head = method == Method::HEAD;
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().expect("paths are those that the server told");
        request.headers_mut().clone_from(headers);
        let peer = ([127, 0, 0, 1], 40_000).into();
        request.extensions_mut().insert(Peer(peer));
        let answer = self.router.clone().oneshot(request).await;
        let (parts, body) = answer.expect("it always answers").into_parts();
        let body = to_bytes(body, LONGEST_ANSWER)
            .await
            .expect("a short answer");
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        };
        if !answer.status.is_success() && !is_head && !answer.body.is_empty() {
            let problem: Problem = serde_json::from_slice(&answer.body).expect("a problem");
            let is_fault = answer.status.is_server_error();
            // A body that broke off is told like one that took too long.
            assert!(
                !is_fault || problem.code == ProblemCode::TimedOut,
                "{problem:?}"
            );
        }
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        answer
    }
}

async fn build(folder: &TempDir) -> (Router, Vec<u8>) {
    let store = SqliteStore::open(&folder.path().join("fengqiao.db"))
        .await
        .expect("a database can be made");
    let regions = Arc::new(Regions::bundled());
    import::bundled(&store, &regions)
        .await
        .expect("the bundled directory can be imported");
    let (_, organizations) = store.directory().await.expect("what was imported is there");
    let free = organizations
        .iter()
        .find(|row| row.kind.is_peoples_mediation());
    let draft = draft(&free.expect("there is a committee").id);
    let store: Arc<dyn Store> = Arc::new(store);
    let directory = Directory::load(store.as_ref(), regions).await;
    let directory = Arc::new(directory.expect("what was imported is read"));
    let keys = Arc::new(Keyring::new([7; 32], &[(1, [1; 32])]).expect("keys"));
    let files = folder.path().join("evidence");
    std::fs::create_dir(&files).expect("a folder can be made");
    let shelf = Shelf::folder(&files, Arc::clone(&keys)).expect("a folder for evidence");
    let locks = Locks {
        per_number: 1000,
        per_address: 100_000,
        window: Duration::from_secs(60),
    };
    let app = App::new(Parts {
        cases: Cases {
            store,
            keys,
            directory,
            evidence: Evidence::new(shelf),
            press: None,
            post: Post::default(),
            watch: Watch::default(),
            world: World::default(),
            policy: Policy {
                first_contact_days: 1,
                raise_after_days: 2,
                complaint_days: 10,
                locks,
                waiting_bytes: None,
                retention: Retention {
                    withdrawn_days: 30,
                    declined_days: 30,
                    closed_days: 30,
                },
            },
        },
        assets: None,
        portal: PortalView::default(),
        oidc: None,
        metrics: telemetry::measurements().expect("measurements begin"),
        trusted_proxies: Vec::new(),
        hsts: None,
        limits: Limits {
            reads: None,
            writes: None,
            upload_megabytes: None,
            waiting_bytes: None,
            uploads: 8,
            connections: 8,
            connections_per_address: 8,
            streams: 0,
            streams_per_address: 0,
            requests: 8,
            timeout: Duration::from_secs(5),
        },
    });
    (router(app), draft)
}

fn draft(organization: &str) -> Vec<u8> {
    let draft = Draft {
        organization: organization.to_owned(),
        field: "other".to_owned(),
        name: "张三".to_owned(),
        mobile: "13912345678".to_owned(),
        region: "320106".to_owned(),
        respondent_kind: "person".to_owned(),
        respondent_name: "李四".to_owned(),
        story: "借出去的钱一直没有还，问过几次。".to_owned(),
        consent_privacy: true,
        consent_share: true,
        ..Draft::default()
    };
    serde_json::to_vec(&draft).expect("JSON")
}
