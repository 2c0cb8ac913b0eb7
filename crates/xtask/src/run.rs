//! `cargo xtask run`: from a clean clone to the portal in a browser.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::build;
use crate::options;
use crate::paths::Paths;
use crate::shell::{self, Background, command, say};

/// Builds both halves, starts the server and stays until it ends.
pub(crate) fn run(paths: &Paths, options: &options::Run) -> Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    // Better to know before the build than after it.
    TcpListener::bind(address)
        .with_context(|| format!("port {} is taken; choose another with --port", options.port))?;
    let _watch = if options.dev {
        Some(build::watch(paths)?)
    } else {
        build::app(paths)?;
        None
    };
    build::server(paths)?;

    let data = match &options.data {
        Some(folder) => std::path::absolute(folder)?,
        None => paths.root.join(if options.demo { "demo" } else { "data" }),
    };
    if options.demo {
        fill(paths, &data)?;
    }
    say(format_args!(
        "starting the server, data in {}",
        data.display()
    ));
    let mut server = serve(paths, address, &data)?;
    println!("\n  Fengqiao is ready: http://{address}\n  Ctrl-C ends it.\n");
    if !server.wait()? {
        bail!("the server ended with an error");
    }
    Ok(())
}

/// Fills a folder that is the demonstration's alone with sample cases. What an earlier one left there goes: samples that
/// stay for long would all be late.
fn fill(paths: &Paths, data: &Path) -> Result<()> {
    let mark = data.join("demonstration");
    if mark.exists() {
        std::fs::remove_dir_all(data)?;
    } else if data.exists() {
        bail!(
            "{} holds something else; name another folder with --data",
            data.display()
        );
    }
    std::fs::create_dir_all(data)?;
    std::fs::write(
        mark,
        "Sample cases of `cargo xtask run --demo`. Everything in here may go.\n",
    )?;
    say(format_args!("filling {} with sample cases", data.display()));
    let mut demo = command(paths.server_binary());
    demo.arg("demo").arg("--data").arg(data);
    shell::run(&mut demo)
}

/// Starts the server and waits until it is ready.
pub(crate) fn serve(paths: &Paths, address: SocketAddr, data: &Path) -> Result<Background> {
    let mut serve = command(paths.server_binary());
    serve
        // These two are for the tasks: the server would wonder about them.
        .env_remove("FENGQIAO_CACHE")
        .env_remove("FENGQIAO_SHARED_TARGET")
        .arg("serve")
        .args(["--listen", &address.to_string()])
        .arg("--data")
        .arg(data)
        .arg("--web")
        .arg(&paths.dist);
    let mut server = Background::start(serve)?;
    wait_until_ready(&mut server, address)?;
    Ok(server)
}

/// Waits until `/readyz` answers 200: the directory is imported and can be searched.
fn wait_until_ready(server: &mut Background, address: SocketAddr) -> Result<()> {
    const PATIENCE: Duration = Duration::from_secs(60);
    let start = Instant::now();
    while !is_ready(address) {
        if server.ended() {
            bail!("the server did not start; its messages are above");
        }
        if start.elapsed() > PATIENCE {
            bail!("the server was not ready within {} s", PATIENCE.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(
            stream,
            "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer.starts_with(b"HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}
