//! `cargo xtask fuzz`: sends what libFuzzer thinks of, and keeps what led somewhere new for the next time.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::setup::apt;
use crate::shell::{command, run, run_quietly, say, which};
use crate::tests_package::cargo;

/// What is looked at, by the names of the programs in `crates/fuzz`, and how many bytes an input has at the most.
const TARGETS: [(&str, u32); 4] = [
    ("draft", 4_000),
    ("search", 400),
    ("suggest", 400),
    ("upload", 400),
];

/// Lets the compiler count which parts of the program an input reaches and what it is compared with.
const COVERAGE: &str = "-Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the programs and lets each look for so many seconds. An input that breaks something ends it.
pub(crate) fn fuzz(paths: &Paths, seconds: u32) -> Result<ExitCode> {
    if which("c++").is_none() {
        apt::install(&["g++"], "building libFuzzer")?;
    }
    let host = host()?;
    let folder = paths.cache.join("fuzz");
    say("building for libFuzzer");
    run(cargo(paths)
        .args(["build", "--quiet", "--profile=fuzz"])
        .args(["--package=fengqiao-fuzz", "--features=libfuzzer", "--bins"])
        // With a target of its own, build scripts and macros are not counted.
        .arg(format!("--target={host}"))
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("RUSTFLAGS", COVERAGE))?;
    for (name, longest) in TARGETS {
        let [corpus, seeds, found] =
            ["corpus", "seeds", "found"].map(|part| folder.join(part).join(name));
        for part in [&corpus, &seeds, &found] {
            fs::create_dir_all(part)?;
        }
        write_seeds(paths, name, &seeds)?;
        say(format_args!("{name}, {seconds} s"));
        let program = folder.join("target").join(&host).join("fuzz").join(name);
        let status = command(program)
            .args([&corpus, &seeds])
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-artifact_prefix={}/", found.display()))
            .arg(format!("-max_len={longest}"))
            .args(["-timeout=5", "-print_final_stats=1"])
            .status()?;
        if !status.success() {
            say(format_args!(
                "{name} broke: the input is in {}; once it is mended, add it to crates/fuzz/seeds",
                found.display()
            ));
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One file for each line of the seeds.
fn write_seeds(paths: &Paths, name: &str, folder: &Path) -> Result<()> {
    let file = paths.root.join(format!("crates/fuzz/seeds/{name}.txt"));
    let text =
        fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
    for (number, line) in text.lines().enumerate() {
        fs::write(folder.join(number.to_string()), line)?;
    }
    Ok(())
}

/// The compiler's name for this machine.
fn host() -> Result<String> {
    let told = run_quietly(command("rustc").arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name this machine")?.to_owned())
}
