//! How the portal loads on a phone with a slow processor and a slow network, by Lighthouse.
//!
//! The throttling is applied, not estimated: Chromium really gets a 4 times slower processor, 562 ms
//! for each answer and 1.5 Mbit/s, which is what Lighthouse calls slow 4G.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::Value;

use super::targets::{Promise, Targets};
use crate::build;
use crate::paths::Paths;
use crate::run::serve;
use crate::setup::{browsers, node};
use crate::shell::{command, run_quietly, say};

const RUNS: usize = 5;

/// Where a value is in Lighthouse's report, what it is multiplied with, and what is promised of it.
const VALUES: [(&str, &str, f64, &str, Promise); 7] = [
    (
        "first paint",
        "/audits/first-contentful-paint/numericValue",
        0.001,
        "s",
        Promise::AtMost(1.2),
    ),
    (
        "largest paint",
        "/audits/largest-contentful-paint/numericValue",
        0.001,
        "s",
        Promise::AtMost(1.5),
    ),
    (
        "app interactive",
        APP_READY,
        0.001,
        "s",
        Promise::AtMost(3.0),
    ),
    (
        "layout shift",
        "/audits/cumulative-layout-shift/numericValue",
        1.0,
        "",
        Promise::AtMost(0.0),
    ),
    (
        "accessibility",
        "/categories/accessibility/score",
        100.0,
        "",
        Promise::AtLeast(100.0),
    ),
    (
        "best practices",
        "/categories/best-practices/score",
        100.0,
        "",
        Promise::AtLeast(100.0),
    ),
    (
        "search engines",
        "/categories/seo/score",
        100.0,
        "",
        Promise::AtLeast(100.0),
    ),
];

/// Stands for the mark that `public/boot.js` sets when the app has taken over.
const APP_READY: &str = "app-ready";

/// Measures the home page several times and compares the medians with what is promised.
pub(crate) fn load(paths: &Paths) -> Result<ExitCode> {
    build::app(paths)?;
    build::server(paths)?;
    let lighthouse = node::ensure(paths)?.join("lighthouse/cli/index.js");
    let chromium = browsers::chromium()?;
    let work = paths.target.join("xtask/load");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let _server = serve(paths, address, &work.join("data"))?;

    let mut reports = Vec::new();
    for number in 1..=RUNS {
        say(format_args!("run {number} of {RUNS}"));
        let file = work.join(format!("{number}.json"));
        reports.push(measure(&lighthouse, &chromium, address, &file)?);
    }
    println!("\nhome page, median of {RUNS} runs: phone, slow 4G, 4 times slower processor");
    let mut targets = Targets::default();
    for (name, place, factor, unit, promise) in VALUES {
        let values = reports
            .iter()
            .map(|report| {
                let value = if place == APP_READY {
                    app_ready(report)
                } else {
                    report.pointer(place).and_then(Value::as_f64)
                };
                value.with_context(|| format!("the report has no value for {name}"))
            })
            .collect::<Result<Vec<_>>>()?;
        targets.add(name, median(values) * factor, unit, promise);
    }
    Ok(targets.finish())
}

fn measure(lighthouse: &Path, chromium: &Path, address: SocketAddr, file: &Path) -> Result<Value> {
    run_quietly(
        command("node")
            .arg(lighthouse)
            .arg(format!("http://{address}/"))
            .args(["--quiet", "--output=json", "--throttling-method=devtools"])
            .args(["--form-factor=mobile", "--no-enable-error-reporting"])
            .arg(format!("--output-path={}", file.display()))
            .arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync")
            .env("CHROME_PATH", chromium),
    )?;
    let text = fs::read_to_string(file)
        .with_context(|| format!("Lighthouse left no {}", file.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// Milliseconds until the app had taken over.
fn app_ready(report: &Value) -> Option<f64> {
    report
        .pointer("/audits/user-timings/details/items")?
        .as_array()?
        .iter()
        .find(|item| item.get("name").and_then(Value::as_str) == Some(APP_READY))?
        .get("startTime")?
        .as_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
