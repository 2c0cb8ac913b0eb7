//! One journey's world: its own server with its own data, and its own browser.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

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

/// Organizations that say of themselves what the bundled ones do not: hours, languages, mediators.
const ORGANIZATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/organizations.csv");

impl World {
    /// Adds made-up organizations that tell all there is to tell, far from where other journeys look, and waits
    /// until the running server shows them.
    pub async fn add_organizations(&self) {
        Server::import(&self.server.data_folder(), Path::new(ORGANIZATIONS));
        let page = &self.page;
        page.open("/").await;
        let total = "const [done] = arguments;
            fetch('/api/v1/organizations?language=sign-language', { cache: 'no-store' })
                .then(answer => answer.json()).then(view => done(view.total), () => done(0));";
        page.retry("the organizations are found", async || {
            (page.answer(total, vec![]).await.as_u64() > Some(0)).then_some(())
        })
        .await;
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
