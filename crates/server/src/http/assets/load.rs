//! Reads a built app from its folder.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use axum::body::Bytes;
use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

use super::{AssetsError, Build, File, Variant, policy};

/// Tells one state of the folder from another: each file with its size and time of change.
pub(super) type Stamp = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// The state of the folder.
pub(super) fn stamp(folder: &Path) -> Result<Stamp, AssetsError> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    Ok(files)
}

/// Everything in the folder, with pages that may show pictures from these origins too.
pub(super) fn build(folder: &Path, pictures: &[String]) -> Result<Build, AssetsError> {
    let stamp = stamp(folder)?;
    let mut raw = HashMap::new();
    for (path, ..) in &stamp {
        let bytes = fs::read(path).map_err(|error| AssetsError::Unreadable(path.clone(), error))?;
        raw.insert(address(folder, path), Bytes::from(bytes));
    }
    if !raw.contains_key("/index.html") {
        return Err(AssetsError::NoIndex(folder.to_owned()));
    }
    let policy_of = |names: &[&str], pictures| {
        let pages = names.iter().filter_map(|name| raw.get(*name));
        policy::for_pages(pages.map(AsRef::as_ref), pictures)
    };
    let policy = policy_of(&["/index.html", "/app.html"], pictures);
    // There is no map on the desk.
    let desk_policy = policy_of(&[super::DESK_PAGE], &[]);
    let files = raw
        .iter()
        .filter(|(path, _)| !is_copy(path, &raw))
        .map(|(path, bytes)| {
            let copy = |ending| raw.get(&format!("{path}.{ending}")).map(variant);
            let file = File {
                kind: kind(path),
                hashed: is_hashed(path),
                policy: path.ends_with(".html").then(|| {
                    if path == super::DESK_PAGE {
                        desk_policy.clone()
                    } else {
                        policy.clone()
                    }
                }),
                is_worker: path == "/sw.js",
                plain: variant(bytes),
                brotli: copy("br"),
                gzip: copy("gz"),
                previous: false,
            };
            (path.clone(), Arc::new(file))
        })
        .collect();
    Ok(Build { stamp, files })
}

fn collect(folder: &Path, files: &mut Stamp) -> Result<(), AssetsError> {
    let unreadable = |error| AssetsError::Unreadable(folder.to_owned(), error);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        // Trunk assembles the next build in a hidden folder.
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        let facts =
            fs::metadata(&path).map_err(|error| AssetsError::Unreadable(path.clone(), error))?;
        if facts.is_dir() {
            collect(&path, files)?;
        } else {
            files.push((path, facts.len(), facts.modified().ok()));
        }
    }
    Ok(())
}

/// The path as browsers ask for it.
fn address(folder: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(folder).unwrap_or(file);
    let parts = inside.iter().map(|part| part.to_string_lossy());
    parts.fold(String::new(), |path, part| path + "/" + &part)
}

/// Whether this is a compressed copy of another file.
fn is_copy(path: &str, all: &HashMap<String, Bytes>) -> bool {
    path.strip_suffix(".br")
        .or_else(|| path.strip_suffix(".gz"))
        .is_some_and(|original| all.contains_key(original))
}

fn variant(bytes: &Bytes) -> Variant {
    let digest = Sha256::digest(bytes);
    let hex: String = digest
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Variant {
        bytes: bytes.clone(),
        tag: HeaderValue::try_from(format!("\"{hex}\""))
            .unwrap_or(HeaderValue::from_static("\"\"")),
    }
}

/// The build writes a hash of 16 hexadecimal digits into the names of the files it makes.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '_', '.'])
        .any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn kind(path: &str) -> HeaderValue {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    HeaderValue::from_static(match ending {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        // Anything else and browsers refuse to compile it while it arrives.
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_never_change() {
        for name in [
            "/app-0123456789abcdef.js",
            "/split_request-0123456789abcdef.wasm",
            "/style-fedcba9876543210.css",
        ] {
            assert!(is_hashed(name), "{name}");
        }
        for name in ["/sw.js", "/boot.js", "/index.html", "/icons/icon-192.png"] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}
