//! Leaflet, which draws the map, where Trunk copies it from: the portal loads nothing from elsewhere. npm has
//! checked it against the hash in `node/package-lock.json`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::paths::Paths;

/// The files in the package and what they are called in the app. The licence asks to go along.
const FILES: [(&str, &str); 3] = [
    ("dist/leaflet.js", "leaflet.js"),
    ("dist/leaflet.css", "leaflet.css"),
    ("LICENSE", "license.txt"),
];

/// Copies it from the installed packages to `public/leaflet`. What is there already is not touched: who rebuilds on
/// every change would see one.
pub(crate) fn place(paths: &Paths, modules: &Path) -> Result<()> {
    let folder = paths.root.join("public/leaflet");
    fs::create_dir_all(&folder)?;
    for (file, name) in FILES {
        let from = modules.join("leaflet").join(file);
        let bytes =
            fs::read(&from).with_context(|| format!("could not read {}", from.display()))?;
        let to = folder.join(name);
        if fs::read(&to).ok().as_ref() != Some(&bytes) {
            fs::write(&to, bytes).with_context(|| format!("could not write {}", to.display()))?;
        }
    }
    Ok(())
}
