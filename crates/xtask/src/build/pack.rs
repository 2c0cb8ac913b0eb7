//! Packs what Trunk left in `dist/` for the server: styles inside the page, a page for the inner
//! addresses, the service worker's file lists, and every file compressed beforehand.
//! The same input always gives the same bytes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};

use super::{page, split, stamp};

/// The service worker. It is asked for by this name for ever.
const WORKER: &str = "sw.js";
/// In it, these strings stand for the JSON arrays of the files that a first visit loads and of the others.
const FIRST: &str = "\"__FIRST__\"";
const LATER: &str = "\"__LATER__\"";
/// In it, this word stands for the version of those files.
const VERSION: &str = "__VERSION__";
/// Nobody reads what begins so in the app; or it is for the map, which is nothing without a network; or it is the desk's.
const NOT_KEPT: [&str; 6] = [
    WORKER,
    "robots.txt",
    "leaflet",
    "map-",
    "split_map-",
    "desk/",
];
/// Files that the page names besides those of the app: the attribute, and the file's name without its ending.
const NAMED: [(&str, &str, &str); 4] = [
    ("src", "boot", "js"),
    ("data-leaflet-css", "leaflet/leaflet", "css"),
    ("data-leaflet-js", "leaflet/leaflet", "js"),
    ("data-map-css", "map", "css"),
];
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
    name_files(dist)?;
    finish_page(dist)?;
    finish_worker(dist)?;
    compress(dist)
}

/// Packs the desk, served below `base`: a single page, and nothing that is kept without a network.
pub(crate) fn pack_desk(dist: &Path, base: &str) -> Result<()> {
    name_file(dist, base, ("src", "boot", "js"))?;
    let html = finish_styles(dist, base)?;
    write(
        &dist.join("index.html"),
        page::shorten_html(&html).as_bytes(),
    )?;
    compress(dist)
}

/// Puts compressed copies beside all files that shrink.
fn compress(dist: &Path) -> Result<()> {
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
    let html = finish_styles(dist, "/")?;
    let inner = page::shorten_html(&page::without_home(&html)?);
    write(&index, page::shorten_html(&html).as_bytes())?;
    write(&dist.join("app.html"), inner.as_bytes())
}

/// The page of an app that is served below `base`, with its styles in it; the sheets go.
fn finish_styles(dist: &Path, base: &str) -> Result<String> {
    let html = String::from_utf8(read(&dist.join("index.html"))?)?;
    let local = |path: &str| dist.join(path.strip_prefix(base).unwrap_or(path));
    let page::Inlined { html, sheets } =
        page::inline_styles(&html, |path| Ok(String::from_utf8(read(&local(path))?)?))?;
    for sheet in &sheets {
        fs::remove_file(local(sheet))?;
    }
    Ok(html)
}

/// Gives these files names with a hash: a page and all it names are then of one build, wherever they come from.
fn name_files(dist: &Path) -> Result<()> {
    for file in NAMED {
        name_file(dist, "/", file)?;
    }
    Ok(())
}

fn name_file(dist: &Path, base: &str, (attribute, stem, ending): (&str, &str, &str)) -> Result<()> {
    let bytes = read(&dist.join(format!("{stem}.{ending}")))?;
    let name = split::publish(dist, stem, ending, &bytes)?;
    split::replace(dist, base, &[(attribute, &name)])
}

/// Tells the service worker which files make up this build.
fn finish_worker(dist: &Path) -> Result<()> {
    let mut kept = files(dist)?;
    kept.retain(|file| !is_left_out(file.strip_prefix(dist).unwrap_or(file)));
    let page = String::from_utf8(read(&dist.join("index.html"))?)?;
    let named: Vec<PathBuf> = page::named_files(&page)
        .map(|name| dist.join(name))
        .collect();
    let is_first =
        |file: &&PathBuf| named.contains(file) || file.extension().is_some_and(|end| end == "html");
    let (first, later): (Vec<_>, Vec<_>) = kept.iter().partition(is_first);
    let list = |files: Vec<&PathBuf>| {
        let names = files
            .into_iter()
            .filter_map(|file| file.strip_prefix(dist).ok());
        let paths: Vec<String> = names.map(|name| format!("/{}", name.display())).collect();
        serde_json::to_string(&paths)
    };
    let worker = dist.join(WORKER);
    let script = String::from_utf8(read(&worker)?)?
        .replace(FIRST, &list(first)?)
        .replace(LATER, &list(later)?)
        .replace(VERSION, &stamp::contents(dist, &kept)?);
    write(&worker, script.as_bytes())
}

/// Whether a file of the app, named from its folder, is nothing that the service worker keeps.
fn is_left_out(file: &Path) -> bool {
    let name = file.to_string_lossy();
    NOT_KEPT.iter().any(|begin| name.starts_with(begin))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_map_is_kept() {
        for name in [
            "leaflet/leaflet-0123456789abcdef.js",
            "leaflet/license.txt",
            "map-0123456789abcdef.css",
            "split_map-0123456789abcdef.wasm",
            "sw.js",
            "desk/index.html",
        ] {
            assert!(is_left_out(Path::new(name)), "{name}");
        }
        for name in [
            "index.html",
            "app-0123456789abcdef.wasm",
            "split_request-0123456789abcdef.wasm",
            "doors/map.json",
        ] {
            assert!(!is_left_out(Path::new(name)), "{name}");
        }
    }
}
