//! The type that applications are printed in: Noto Serif SC, under the SIL Open Font License. npm has checked it against
//! the hash in `node/package-lock.json`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::node;
use crate::paths::Paths;

const PACKAGE: &str = "@expo-google-fonts/noto-serif-sc";
const FONT: &str = "400Regular/NotoSerifSC_400Regular.ttf";

/// The files in the package and what they are called beside the program. The licence asks to go along.
const FILES: [(&str, &str); 2] = [
    (FONT, "NotoSerifSC-Regular.ttf"),
    ("LICENSE_FONT", "NotoSerifSC-Regular.license.txt"),
];

/// The font, installed now if it is missing.
pub(crate) fn ensure(paths: &Paths) -> Result<PathBuf> {
    Ok(node::ensure(paths)?.join(PACKAGE).join(FONT))
}

/// Puts it beside the program, where that looks for it.
pub(crate) fn place(paths: &Paths, program: &Path) -> Result<()> {
    let package = node::ensure(paths)?.join(PACKAGE);
    for (file, name) in FILES {
        let (from, to) = (package.join(file), program.with_file_name(name));
        let length = |path: &Path| fs::metadata(path).map(|data| data.len()).ok();
        if length(&from) != length(&to) {
            fs::copy(&from, &to).with_context(|| format!("could not write {}", to.display()))?;
        }
    }
    Ok(())
}
