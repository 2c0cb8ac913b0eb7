//! A picture of every page and state: on a phone and on a laptop, in light and in dark.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a tool that talks to the person who started it and stops when it cannot go on"
)]

use std::fs;
use std::path::{Path, PathBuf};

use support::browser::{Browser, Colours, DESKTOP, Engine, PHONE, Screen};
use support::page::Page;
use support::server::Server;
use support::tour::{tour, tour_desk};
use support::world::World;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = std::env::var_os("FENGQIAO_SCREENSHOTS")
        .map(PathBuf::from)
        .expect("start this with `cargo xtask screenshots`");
    for (screen, size) in [(PHONE, "360x740"), (DESKTOP, "1280x800")] {
        for (colours, scheme) in [(Colours::Light, "light"), (Colours::Dark, "dark")] {
            let pictures = folder.join(format!("{size}-{scheme}"));
            if pictures.exists() {
                fs::remove_dir_all(&pictures).expect("old pictures can be removed");
            }
            fs::create_dir_all(&pictures).expect("the folder can be made");
            let count = take(screen, colours, &pictures).await;
            println!("{count} pictures in {}", pictures.display());
        }
    }
}

async fn take(screen: Screen, colours: Colours, folder: &Path) -> usize {
    let server = Server::start();
    let browser = Browser::start(Engine::Chromium, screen).await;
    let page = Page::new(browser, server.url(""));
    page.prefer(colours).await;
    let mut world = World { server, page };
    let mut count = 0;
    let mut take = async |page: &Page, state: &str| {
        count += 1;
        let picture = page.picture().await;
        fs::write(folder.join(format!("{count:03}-{state}.png")), picture)
            .expect("the picture can be written");
    };
    tour(&mut world, &mut take).await;
    tour_desk(&mut world, &mut take).await;
    world.page.close().await;
    count
}
