//! Cuts a compiled app into the file that everybody loads and those that pages bring along (its `pages/lazy.rs` says
//! which), and puts them in the place of the whole one that Trunk left.
//!
//! The cut is made in what comes out of the linker: only there it is known what refers to what. So what Trunk
//! does with that afterwards is done again here for the file that everybody loads.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use super::page::attribute;
use super::stamp;
use crate::shell::{command, run, run_quietly};

/// The compiler's flag that keeps in its output what the cut needs to know.
pub(crate) const LINK_FLAG: &str = "-Clink-arg=--emit-relocs";
/// The feature of an app that marks where to cut.
pub(crate) const FEATURE: &str = "split";

/// The name of the script that the cutter writes, as the others import it.
const LOADER: &str = "./loader.js";
/// What browsers of the last years understand, small before quick.
const OPTIMIZE: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "-Oz",
    "--converge",
];
/// Leptos brings streams for server functions, which nobody uses here.
const UNUSED: &str = "--remove-exports=*intounderlying*";

/// What is cut, and with what.
pub(crate) struct Cut<'a> {
    /// What its files are called.
    pub name: &'a str,
    /// Below which path it is served.
    pub base: &'a str,
    /// The linker's output.
    pub linked: &'a Path,
    /// A folder for what comes in between.
    pub work: &'a Path,
    /// `wasm-bindgen`.
    pub bind: &'a Path,
    /// `wasm-opt`.
    pub optimize: &'a Path,
}

impl Cut<'_> {
    /// Cuts the app and puts the files into the folder that Trunk filled.
    pub(crate) fn finish(&self, dist: &Path) -> Result<()> {
        if self.work.exists() {
            fs::remove_dir_all(self.work)?;
        }
        let parts = self.split()?;
        self.join_scripts()?;
        let main = self.work.join("app_bg.wasm");
        shrink(self.optimize, &main, &[UNUSED])?;

        let mut script = read(&self.work.join("app.js"))?;
        let mut loader = read(&self.work.join(LOADER))?;
        for part in &parts {
            shrink(self.optimize, part, &[])?;
            let name = publish(dist, &stem(part), "wasm", &fs::read(part)?)?;
            loader = loader.replace(&format!("./{}.wasm", stem(part)), &format!("./{name}"));
        }
        script = with_loader(&script, &loader)?;
        let main = publish(dist, self.name, "wasm", &fs::read(&main)?)?;
        let script = publish(dist, self.name, "js", script.as_bytes())?;
        let named = [("data-js", script.as_str()), ("data-wasm", &main)];
        replace(dist, self.base, &named)
    }

    /// Cuts, and gives the files besides the one that everybody loads.
    fn split(&self) -> Result<Vec<PathBuf>> {
        let input = fs::read(self.linked)
            .with_context(|| format!("could not read {}", self.linked.display()))?;
        let main = self.work.join("app.wasm");
        let mut options = wasm_split_cli_support::Options::new(&input);
        options.output_dir = self.work;
        options.main_out_path = &main;
        options.main_module = "./app.js";
        options.link_name = LOADER;
        let parts = wasm_split_cli_support::transform(options)
            .map_err(|error| anyhow!("could not cut the app: {error:#}"))?;
        Ok(parts.split_modules)
    }

    /// Joins WebAssembly and JavaScript. The other files use what the linker exports.
    fn join_scripts(&self) -> Result<()> {
        run(command(self.bind)
            .args(["--target=web", "--no-typescript", "--keep-lld-exports"])
            .arg("--out-dir")
            .arg(self.work)
            .arg(self.work.join("app.wasm")))
    }
}

/// Makes a file of WebAssembly small, in place.
fn shrink(optimize: &Path, file: &Path, more: &[&str]) -> Result<()> {
    let mut optimize = command(optimize);
    optimize.args(more).args(OPTIMIZE);
    run_quietly(optimize.arg(file).arg("-o").arg(file))?;
    Ok(())
}

/// Makes the loader part of the script, which imports it: one file less to wait for, and each name can hold
/// a hash of the content without being part of it.
fn with_loader(script: &str, loader: &str) -> Result<String> {
    let from = format!(" from \"{LOADER}\"");
    let mut whole = String::new();
    let mut imports = Vec::new();
    for line in script.lines() {
        let import = line.trim_end_matches(';').strip_suffix(&from);
        match import.and_then(|import| import.strip_prefix("import * as ")) {
            Some(name) => imports.push(name),
            None => whole.extend([line, "\n"]),
        }
    }
    let mut loads = Vec::new();
    for line in loader.lines().filter(|line| !line.starts_with("import ")) {
        let line = match line.strip_prefix("export const ") {
            Some(rest) => {
                loads.push(rest.split(' ').next().unwrap_or_default());
                line.trim_start_matches("export ")
            }
            None => line,
        };
        whole.extend([line, "\n"]);
    }
    if imports.is_empty() || loads.is_empty() {
        bail!("the scripts of the cut app are not as expected");
    }
    let loads = loads.join(", ");
    for name in imports {
        whole.push_str(&format!("const {name} = {{ {loads} }};\n"));
    }
    Ok(whole)
}

/// Writes the file under a name with a hash of its content, which the server lets browsers keep for good.
pub(super) fn publish(dist: &Path, stem: &str, ending: &str, bytes: &[u8]) -> Result<String> {
    let name = format!("{stem}-{}.{ending}", stamp::of(bytes));
    fs::write(dist.join(&name), bytes)?;
    Ok(name)
}

/// Lets the page of an app that is served below `base` name these files in the place of Trunk's, which go.
pub(super) fn replace(dist: &Path, base: &str, files: &[(&str, &str)]) -> Result<()> {
    let index = dist.join("index.html");
    let mut html = read(&index)?;
    for (name, file) in files {
        let old = html
            .split('<')
            .find_map(|tag| attribute(tag, name))
            .with_context(|| format!("index.html has no {name}"))?
            .to_owned();
        html = html.replace(&old, &format!("{base}{file}"));
        fs::remove_file(dist.join(old.strip_prefix(base).unwrap_or(&old)))?;
    }
    Ok(fs::write(&index, html)?)
}

fn stem(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn loader_becomes_part_of_the_script() {
        let script = "import * as import1 from \"./loader.js\"\nimport * as import2 from \"./loader.js\"\nuse(import1, import2);\n";
        let loader = "import { initSync } from \"./app.js\";\nconst a = 1;\nexport const load_x = wrap(a);\nexport const load_y = wrap(a);\n";
        assert_eq!(
            with_loader(script, loader).unwrap(),
            "use(import1, import2);\nconst a = 1;\nconst load_x = wrap(a);\nconst load_y = wrap(a);\nconst import1 = { load_x, load_y };\nconst import2 = { load_x, load_y };\n"
        );
        assert!(with_loader("nothing", loader).is_err());
    }
}
