//! The browser app's files, served from memory.
//!
//! A build is about 1 MB, so all of it is read at the start, with the compressed copies the build made:
//! an answer is a look-up and a shared buffer, and no request sees half of a newer build. When the folder
//! changes, the new build is read whole and swapped in; the hashed files of the one before stay, because
//! open tabs still ask for them.

mod load;
mod policy;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::layers::cache::is_current;
use load::Stamp;

/// The page of the desk: one for all addresses below its path.
const DESK_PAGE: &str = "/desk/index.html";

/// Why a folder cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// It is no built app.
    #[error("{0} has no index.html; build the browser app first")]
    NoIndex(PathBuf),
    /// A file cannot be read.
    #[error("could not read {0}")]
    Unreadable(PathBuf, #[source] std::io::Error),
}

/// A folder that is served, as it was when last read.
pub struct Assets {
    folder: PathBuf,
    /// Origins besides our own that pages may show pictures from.
    pictures: Vec<String>,
    current: ArcSwap<Build>,
    /// The folder at the latest look, when it differed from the current build.
    seen: Mutex<Option<Stamp>>,
}

/// One build of the app.
struct Build {
    stamp: Stamp,
    files: HashMap<String, Arc<File>>,
}

/// One file in each encoding there is.
struct File {
    kind: HeaderValue,
    /// Its name holds a hash of its content, so it never changes.
    hashed: bool,
    /// The content security policy, where it is a page.
    policy: Option<HeaderValue>,
    is_worker: bool,
    plain: Variant,
    brotli: Option<Variant>,
    gzip: Option<Variant>,
    /// Kept from the build before, for tabs that are still open.
    previous: bool,
}

#[derive(Clone)]
struct Variant {
    bytes: Bytes,
    tag: HeaderValue,
}

impl Assets {
    /// Reads the folder. Its pages may show pictures from our own origin and from these.
    pub fn open(folder: &Path, pictures: Vec<String>) -> Result<Self, AssetsError> {
        let build = load::build(folder, &pictures)?;
        Ok(Self {
            folder: folder.to_owned(),
            pictures,
            current: ArcSwap::from_pointee(build),
            seen: Mutex::new(None),
        })
    }

    /// Reads the folder again when it has changed and then stayed the same since the call before.
    pub fn refresh(&self) -> Result<bool, AssetsError> {
        let stamp = load::stamp(&self.folder)?;
        let current = self.current.load();
        if current.stamp == stamp {
            return Ok(false);
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.as_ref() != Some(&stamp) {
            *seen = Some(stamp);
            return Ok(false);
        }
        let mut build = load::build(&self.folder, &self.pictures)?;
        build.adopt(&current);
        self.current.store(Arc::new(build));
        Ok(true)
    }

    /// The answer to a request for anything outside the API.
    pub(crate) fn answer(&self, method: &Method, path: &str, headers: &HeaderMap) -> Response {
        if !matches!(*method, Method::GET | Method::HEAD) {
            let allow = [(header::ALLOW, "GET, HEAD")];
            return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
        }
        let build = self.current.load();
        match build.find(path, headers) {
            Some(file) => file.answer(headers),
            // A missing script must not be answered with a page: an open tab would keep it as a script.
            None => (StatusCode::NOT_FOUND, "404\n").into_response(),
        }
    }
}

impl Build {
    fn find(&self, path: &str, headers: &HeaderMap) -> Option<&File> {
        let page = |name| self.files.get(name).map(Arc::as_ref);
        if path == "/" {
            return page("/index.html");
        }
        if let Some(file) = self.files.get(path) {
            return Some(file);
        }
        let last = path.rsplit('/').next().unwrap_or_default();
        if last.contains('.') || !accepts_pages(headers) {
            return None;
        }
        if path == "/desk" || path.starts_with("/desk/") {
            return page(DESK_PAGE);
        }
        page("/app.html").or_else(|| page("/index.html"))
    }

    fn adopt(&mut self, before: &Build) {
        for (path, file) in &before.files {
            if file.hashed && !file.previous && !self.files.contains_key(path) {
                let kept = File {
                    previous: true,
                    policy: file.policy.clone(),
                    kind: file.kind.clone(),
                    plain: file.plain.clone(),
                    brotli: file.brotli.clone(),
                    gzip: file.gzip.clone(),
                    ..**file
                };
                self.files.insert(path.clone(), Arc::new(kept));
            }
        }
    }
}

impl File {
    fn answer(&self, headers: &HeaderMap) -> Response {
        let accepted = Encodings::of(headers);
        let (variant, encoding) = match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if accepted.brotli => (brotli, Some("br")),
            (_, Some(gzip)) if accepted.gzip => (gzip, Some("gzip")),
            _ => (&self.plain, None),
        };
        let current = variant
            .tag
            .to_str()
            .is_ok_and(|tag| is_current(headers, tag));
        let mut response = if current {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Body::from(variant.bytes.clone()).into_response()
        };
        let out = response.headers_mut();
        out.insert(header::ETAG, variant.tag.clone());
        out.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(if self.hashed {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            }),
        );
        if self.brotli.is_some() || self.gzip.is_some() {
            out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        if let Some(policy) = &self.policy {
            out.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        } else if self.is_worker {
            out.insert(header::CONTENT_SECURITY_POLICY, policy::FOR_WORKER);
        }
        if !current {
            out.insert(header::CONTENT_TYPE, self.kind.clone());
            if let Some(encoding) = encoding {
                out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
        }
        response
    }
}

/// Browsers ask for pages by name; simple tools ask for anything. Scripts ask for neither in particular,
/// but their paths have an ending.
fn accepts_pages(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(header::ACCEPT) else {
        return true;
    };
    let accept = accept.to_str().unwrap_or_default();
    accept
        .split(',')
        .filter_map(|range| range.split(';').next())
        .any(|range| matches!(range.trim(), "text/html" | "text/*" | "*/*"))
}

/// Which of our encodings the browser reads.
#[derive(Clone, Copy, Default)]
struct Encodings {
    brotli: bool,
    gzip: bool,
}

impl Encodings {
    fn of(headers: &HeaderMap) -> Self {
        let mut accepted = Self::default();
        let values = headers.get_all(header::ACCEPT_ENCODING).iter();
        for part in values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
        {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            let refused = weight
                .trim()
                .strip_prefix("q=")
                .is_some_and(|weight| weight.parse() == Ok(0.0));
            match name.trim() {
                "br" => accepted.brotli = !refused,
                "gzip" => accepted.gzip = !refused,
                _ => {}
            }
        }
        accepted
    }
}
