//! One journey's world: its own server with its own data, and its own browser.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::browser::{Browser, Colours, Engine, PHONE};
use crate::page::Page;
use crate::relay::Relay;
use crate::server::Server;

/// What a journey has to itself.
#[derive(Debug)]
pub struct World {
    /// The server, with the bundled directory and no requests.
    pub server: Server,
    /// The portal on a phone.
    pub page: Page,
}

impl World {
    /// Puts a relay between browser and server; from now on the portal is opened through it.
    pub async fn relay(&mut self) -> Relay {
        let relay = Relay::start(self.server.address()).await;
        self.page.move_to(relay.url(""));
        relay
    }
}

/// Runs a journey on a phone, in the browser that was chosen for this run.
pub fn journey(story: impl AsyncFnOnce(&mut World)) {
    journey_in(Colours::Light, story);
}

/// Runs a journey on a phone that is set to these colours.
pub fn journey_in(colours: Colours, story: impl AsyncFnOnce(&mut World)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    let mut world = runtime.block_on(async {
        let server = Server::start();
        let browser = Browser::start(Engine::chosen(), PHONE, colours).await;
        let page = Page::new(browser, server.url(""));
        World { server, page }
    });
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(story(&mut world))));
    runtime.block_on(world.page.close());
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}
