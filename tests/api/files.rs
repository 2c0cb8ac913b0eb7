//! The browser app's files.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fengqiao::http::Assets;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::app::{Options, TestApp};

const SCRIPT: &str = "/app-0123456789abcdef.js";
const DESK_SCRIPT: &str = "/desk/desk-0123456789abcdef.js";
const WASM: &str = "/app-0123456789abcdef_bg.wasm";

/// What a build leaves behind, in small.
fn build(folder: &Path) {
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write(
        "index.html",
        "<!doctype html><style>a{}</style><h1>home</h1>",
    );
    write("app.html", "<!doctype html><style>a{}</style><main></main>");
    write("app.html.br", "brotli of app");
    write("boot.js", "boot()");
    write("sw.js", "worker()");
    write("robots.txt", "User-agent: *");
    write(&SCRIPT[1..], "script");
    write(&format!("{}.br", &SCRIPT[1..]), "brotli");
    write(&format!("{}.gz", &SCRIPT[1..]), "gzip");
    write(&WASM[1..], "wasm");
    fs::create_dir_all(folder.join("desk")).unwrap();
    write(
        "desk/index.html",
        "<!doctype html><style>b{}</style><h1>desk</h1>",
    );
    write("desk/index.html.br", "brotli of desk");
    write(&DESK_SCRIPT[1..], "desk script");
    write(
        &format!("{}.br", &DESK_SCRIPT[1..]),
        "brotli of desk script",
    );
    fs::create_dir_all(folder.join("icons")).unwrap();
    write("icons/icon.svg", "<svg/>");
    fs::create_dir_all(folder.join(".stage")).unwrap();
    write(".stage/secret.txt", "half built");
}

async fn app() -> (TestApp, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    let options = Options {
        assets: Some(Arc::new(Assets::open(folder.path(), Vec::new()).unwrap())),
        ..Options::default()
    };
    (TestApp::with(options).await, folder)
}

#[tokio::test]
async fn pages_come_with_a_policy_and_are_asked_for_again() {
    let (app, _folder) = app().await;
    let browser = app.anybody().with("accept", "text/html,*/*;q=0.8");
    for (path, text) in [
        ("/", "<h1>home</h1>"),
        ("/find?field=labor", "<main>"),
        ("/request/contact", "<main>"),
        ("/organization/abc", "<main>"),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains(text), "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
        insta::allow_duplicates! {
            insta::assert_snapshot!(answer.header("content-security-policy"));
        }
        let asking = browser.with("if-none-match", answer.header("etag"));
        assert_eq!(asking.get(path).await.status, 304);
    }
}

#[tokio::test]
async fn the_desk_has_a_page_of_its_own_at_every_address_below_its_path() {
    let (app, _folder) = app().await;
    let browser = app.anybody().with("accept", "text/html,*/*;q=0.8");
    let public = browser.get("/find").await;
    for path in [
        "/desk",
        "/desk/",
        "/desk/cases/FQ-2611-7K3MQ-4",
        "/desk/account?x=1",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains("<h1>desk</h1>"), "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
        // Its own styles are allowed there, by their hash, and no others.
        let policy = public.header("content-security-policy");
        let [theirs, own] = ["a{}", "b{}"].map(sha256_of);
        assert_eq!(
            answer.header("content-security-policy"),
            policy.replace(&theirs, &own)
        );
        let asking = browser.with("if-none-match", answer.header("etag"));
        assert_eq!(asking.get(path).await.status, 304);
        let packed = browser.with("accept-encoding", "br").get(path).await;
        assert_eq!(packed.header("content-encoding"), "br");
        assert_eq!(packed.text(), "brotli of desk");
    }
    // What only looks like it is the public app's.
    assert!(browser.get("/desks").await.text().contains("<main>"));
}

#[tokio::test]
async fn files_of_the_desk_stay_as_they_are_and_missing_ones_are_missing() {
    let (app, _folder) = app().await;
    let script = app
        .anybody()
        .with("accept-encoding", "br")
        .get(DESK_SCRIPT)
        .await;
    assert_eq!(script.status, 200);
    assert_eq!(script.text(), "brotli of desk script");
    assert_eq!(
        script.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    for path in [
        "/desk/desk-aaaaaaaaaaaaaaaa.js",
        "/desk/nothing.css",
        "/desk/cases/x.wasm",
    ] {
        let answer = app.anybody().with("accept", "*/*").get(path).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    // Scripts ask for data there, not for a page.
    let data = app.anybody().with("accept", "application/json");
    assert_eq!(data.get("/desk/cases").await.status, 404);
}

#[tokio::test]
async fn a_build_without_the_desk_has_no_page_for_it() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    fs::remove_dir_all(folder.path().join("desk")).unwrap();
    let app = TestApp::with(Options {
        assets: Some(Arc::new(Assets::open(folder.path(), Vec::new()).unwrap())),
        ..Options::default()
    })
    .await;
    let browser = app.anybody().with("accept", "text/html");
    assert_eq!(browser.get("/desk/account").await.status, 404);
    assert_eq!(browser.get("/find").await.status, 200);
}

/// How a policy names an inline style sheet.
fn sha256_of(style: &str) -> String {
    let digest = Sha256::digest(style.as_bytes());
    format!("'sha256-{}'", STANDARD.encode(digest))
}

#[tokio::test]
async fn pictures_come_from_elsewhere_only_where_a_map_is_configured() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    for (tiles, sources) in [
        (vec![], "img-src 'self' data: blob:;"),
        (
            vec!["https://t0.example.cn", "https://t1.example.cn"],
            "img-src 'self' data: blob: https://t0.example.cn https://t1.example.cn;",
        ),
    ] {
        let tiles = tiles.into_iter().map(str::to_owned).collect();
        let app = TestApp::with(Options {
            assets: Some(Arc::new(Assets::open(folder.path(), tiles).unwrap())),
            ..Options::default()
        })
        .await;
        let answer = app.anybody().get("/").await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains(sources), "{policy}");
        assert_eq!(
            policy.matches("https:").count(),
            sources.matches("https:").count()
        );
        // There is no map on the desk.
        let desk = app.anybody().get("/desk/").await;
        let policy = desk.header("content-security-policy");
        assert_eq!(policy.matches("https:").count(), 0, "{policy}");
    }
}

#[tokio::test]
async fn hashed_files_are_kept_for_good_others_asked_for_again() {
    let (app, _folder) = app().await;
    for (path, kind, cache) in [
        (
            SCRIPT,
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        (
            WASM,
            "application/wasm",
            "public, max-age=31536000, immutable",
        ),
        ("/boot.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/robots.txt", "text/plain; charset=utf-8", "no-cache"),
        ("/icons/icon.svg", "image/svg+xml", "no-cache"),
    ] {
        let answer = app.anybody().get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
        assert_eq!(answer.header("cache-control"), cache, "{path}");
    }
}

#[tokio::test]
async fn the_worker_is_asked_for_again_and_may_fetch_what_pages_need() {
    let (app, _folder) = app().await;
    let answer = app.anybody().get("/sw.js").await;
    assert_eq!(answer.header("cache-control"), "no-cache");
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'self'"
    );
    let asking = app.anybody().with("if-none-match", answer.header("etag"));
    assert_eq!(asking.get("/sw.js").await.status, 304);
    let script = app.anybody().get(SCRIPT).await;
    assert!(
        script
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
}

#[tokio::test]
async fn the_copy_the_browser_reads_best_is_sent() {
    let (app, _folder) = app().await;
    for (accepts, encoding, text) in [
        ("gzip, deflate, br, zstd", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip", "gzip"),
        ("identity", "", "script"),
        ("", "", "script"),
    ] {
        let answer = app
            .anybody()
            .with("accept-encoding", accepts)
            .get(SCRIPT)
            .await;
        assert_eq!(answer.header("content-encoding"), encoding, "{accepts}");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
        assert_eq!(answer.text(), text);
    }
}

#[tokio::test]
async fn a_missing_file_is_missing_and_no_page() {
    let (app, _folder) = app().await;
    let browser = app.anybody().with("accept", "text/html");
    for path in [
        "/old-fedcba9876543210.js",
        "/x.wasm",
        "/x.css",
        "/.stage/secret.txt",
        "/..%2f..%2fetc%2fpasswd.txt",
        "/app.html.gz",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(!answer.text().contains("<main>"));
    }
    let script = app.anybody().with("accept", "application/json");
    assert_eq!(script.get("/find").await.status, 404);
    assert_eq!(app.anybody().get("/find").await.status, 200);
}

#[tokio::test]
async fn files_are_only_read() {
    let (app, _folder) = app().await;
    let head = app
        .anybody()
        .send(Method::HEAD, SCRIPT, Body::empty())
        .await;
    assert_eq!(head.status, 200);
    let post = app
        .anybody()
        .send(Method::POST, "/find", Body::empty())
        .await;
    assert_eq!(post.status, 405);
    assert_eq!(post.header("allow"), "GET, HEAD");
}

#[tokio::test]
async fn a_newer_build_is_swapped_in_whole_and_open_tabs_keep_working() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    let assets = Arc::new(Assets::open(folder.path(), Vec::new()).unwrap());
    let app = TestApp::with(Options {
        assets: Some(Arc::clone(&assets)),
        ..Options::default()
    })
    .await;
    let has = async |path: &str| app.anybody().get(path).await.status == 200;
    assert!(!assets.refresh().unwrap());
    fs::remove_file(folder.path().join(&SCRIPT[1..])).unwrap();
    fs::write(folder.path().join("app-aaaaaaaaaaaaaaaa.js"), "newer").unwrap();
    // Still being written, for all one knows.
    assert!(!assets.refresh().unwrap());
    assert!(assets.refresh().unwrap());
    assert!(!assets.refresh().unwrap());
    assert!(has("/app-aaaaaaaaaaaaaaaa.js").await && has(SCRIPT).await);
    fs::write(folder.path().join("app-bbbbbbbbbbbbbbbb.js"), "newest").unwrap();
    assert!(!assets.refresh().unwrap());
    assert!(assets.refresh().unwrap());
    assert!(!has(SCRIPT).await, "two builds old");
}

#[test]
fn a_folder_without_a_page_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = |path: PathBuf| Assets::open(&path, Vec::new()).err().unwrap().to_string();
    assert!(error(folder.path().to_owned()).contains("has no index.html"));
    assert!(error(folder.path().join("nowhere")).contains("could not read"));
}
