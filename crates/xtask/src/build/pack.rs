//! Packs what Trunk left in `dist/` for the server: styles inside the page, a page for the inner
//! addresses, the service worker's file list, and every file compressed beforehand.
//! The same input always gives the same bytes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};

use super::{page, stamp};

/// In `public/sw.js`, this string stands for the JSON array of the files to keep offline.
const FILES: &str = "\"__FILES__\"";
/// In `public/sw.js`, this word stands for the version of that list.
const VERSION: &str = "__VERSION__";
/// Files of these kinds shrink; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 9] = [
    "html",
    "js",
    "wasm",
    "css",
    "svg",
    "json",
    "webmanifest",
    "txt",
    "xml",
];

/// Packs the folder in place.
pub(crate) fn pack(dist: &Path) -> Result<()> {
    finish_page(dist)?;
    finish_worker(dist)?;
    for file in files(dist)? {
        let extension = file.extension().unwrap_or_default();
        if COMPRESSIBLE.iter().any(|known| extension == *known) {
            let bytes = read(&file)?;
            write(&beside(&file, "br"), &brotli(&bytes)?)?;
            write(&beside(&file, "gz"), &gzip(&bytes)?)?;
        }
    }
    Ok(())
}

/// `FILE` with another ending added: `a.js` and `br` give `a.js.br`.
pub(crate) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn finish_page(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let html = String::from_utf8(read(&index)?)?;
    let local = |path: &str| dist.join(path.trim_start_matches('/'));
    let page::Inlined { html, sheets } =
        page::inline_styles(&html, |path| Ok(String::from_utf8(read(&local(path))?)?))?;
    for sheet in &sheets {
        fs::remove_file(local(sheet))?;
    }
    let inner = page::shorten_html(&page::without_home(&html)?);
    write(&index, page::shorten_html(&html).as_bytes())?;
    write(&dist.join("app.html"), inner.as_bytes())
}

/// Tells the service worker, if there is one, which files make up this build.
fn finish_worker(dist: &Path) -> Result<()> {
    let worker = dist.join("sw.js");
    if !worker.exists() {
        return Ok(());
    }
    let kept: Vec<PathBuf> = files(dist)?
        .into_iter()
        .filter(|file| *file != worker && !file.ends_with("index.html"))
        .collect();
    let names: Vec<String> = kept
        .iter()
        .filter_map(|file| file.strip_prefix(dist).ok())
        .map(|name| format!("/{}", name.display()))
        .collect();
    let script = String::from_utf8(read(&worker)?)?
        .replace(FILES, &serde_json::to_string(&names)?)
        .replace(VERSION, &stamp::contents(dist, &kept)?);
    write(&worker, script.as_bytes())
}

/// All files, sorted, without the compressed copies.
fn files(dist: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    stamp::collect(dist, &mut files)?;
    files.retain(|file| {
        file.extension()
            .is_none_or(|end| end != "br" && end != "gz")
    });
    files.sort();
    Ok(files)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    const QUALITY: u32 = 11;
    // Windows beyond 24 bits are another format, which browsers do not read.
    const WINDOW_BITS: u32 = 22;
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 1 << 16, QUALITY, WINDOW_BITS).write_all(bytes)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    // No file name and no time: they would differ from build to build.
    let mut packer = GzBuilder::new().write(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("could not read {}", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| format!("could not write {}", file.display()))
}
