//! One journey's world: its own server with its own data, and its own browser.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use contract::record::RECORD_LEAST;
use contract::staff::StaffMove;

use crate::applicant::{file, labor_organizations, organization};
use crate::browser::{Browser, Engine, PHONE};
use crate::mail::{Guard, MailServer};
use crate::page::Page;
use crate::provider::{self, IdentityProvider};
use crate::push::PushService;
use crate::relay::Relay;
use crate::server::Server;
use crate::staff::Staff;
use crate::tiles::Tiles;

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

    /// From now on the portal is opened at the server itself again.
    pub fn without_relay(&mut self) {
        self.page.move_to(self.server.url(""));
    }

    /// Gives the portal a mail server for notices, which it talks to encrypted: it starts again, with one that lasts as
    /// long as the answer.
    pub async fn send_mail(&mut self) -> MailServer {
        let mail = MailServer::start_behind(Guard::StartTls).await;
        self.server.kill();
        self.server.trust(mail.certificate());
        self.server.start_again_with(&[
            "--public-url",
            "https://portal.example.org",
            "--smtp",
            &mail.url(),
            "--mail-from",
            "枫桥 <notice@example.org>",
        ]);
        mail
    }

    /// Fills the portal with the demonstration's cases, as `fengqiao demo` makes them: it is another server afterwards.
    pub fn show_samples(&mut self) {
        self.server = Server::prepare(&[], Server::demonstrate);
        self.page.move_to(self.server.url(""));
    }

    /// Lets the portal tell browsers of news: the server starts again, with a push service of its own that lasts as long
    /// as the answer.
    pub async fn push_news(&mut self) -> PushService {
        let push = PushService::start().await;
        self.server.kill();
        self.server.start_again_with(&[
            "--push-contact",
            "mailto:notice@example.org",
            "--push-inside",
            &push.origin(),
        ]);
        push
    }

    /// Lets people sign in to the desk through an identity provider: the server starts again, with one that lasts as long
    /// as the answer. Gives the settings too, for the program's other commands.
    pub fn sign_in_elsewhere(&mut self) -> (IdentityProvider, Vec<String>) {
        let portal = self.server.url("");
        let provider = IdentityProvider::start(&self.server.url("/api/v1/desk/oidc/callback"));
        let settings = [
            ("--public-url", portal.as_str()),
            ("--oidc-issuer", provider.issuer()),
            ("--oidc-client-id", provider::CLIENT),
            ("--oidc-client-secret", provider::SECRET),
        ];
        let settings: Vec<_> = settings
            .iter()
            .flat_map(|(name, value)| [*name, *value].map(str::to_owned))
            .collect();
        self.server.kill();
        let words: Vec<_> = settings.iter().map(String::as_str).collect();
        self.server.start_again_with(&words);
        (provider, settings)
    }

    /// Gives the portal maps: the server starts again, with a tile service that lasts as long as the answer.
    pub async fn show_maps(&mut self) -> Tiles {
        let tiles = Tiles::start().await;
        let settings = tiles.settings();
        self.server.kill();
        self.server
            .start_again_with(&settings.each_ref().map(String::as_str));
        tiles
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

    /// Lets an organization answer as many requests as it takes to tell something of that, and waits until a
    /// server that was started anew tells it. Gives the organization's id.
    pub async fn let_an_organization_answer(&mut self) -> String {
        // The last one: journeys look at the first ones, here or in a region, and browsers keep their pages for a
        // minute.
        let listed = labor_organizations(&self.server).await.organizations;
        let id = listed.last().expect("there are some").id.clone();
        let staff = Staff::of(&self.server, &id);
        for number in 0..RECORD_LEAST {
            let kept = file(&self.server, &id, &format!("record-{number}")).await;
            let note = String::new();
            staff.act(&kept.number, &StaffMove::Accept { note }).await;
        }
        self.server.kill();
        self.server.start_again();
        let told = async || organization(&self.server, &id).await.record.map(drop);
        self.page.retry("the record is told", told).await;
        id
    }
}

/// Runs a journey on a phone, in the browser that was chosen for this run. WebKit's page process dies now and then under
/// its driver, whatever the page: such a journey is made once more, from the beginning. A page that makes it die will do
/// so again.
pub fn journey(story: impl AsyncFn(&mut World)) {
    let outcome = match attempt(&story) {
        Err(Failed { died: true, .. }) if Engine::chosen() == Engine::WebKit => {
            eprintln!("the browser died; the journey is made once more");
            attempt(&story)
        }
        first => first,
    };
    if let Err(Failed { panic, .. }) = outcome {
        resume_unwind(panic);
    }
}

/// How a journey failed.
struct Failed {
    panic: Box<dyn Any + Send>,
    /// Whether the browser does not answer any more.
    died: bool,
}

fn attempt(story: &impl AsyncFn(&mut World)) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    let mut world = runtime.block_on(async {
        let server = Server::start();
        let browser = Browser::start(Engine::chosen(), PHONE).await;
        let page = Page::new(browser, server.url(""));
        World { server, page }
    });
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(story(&mut world))));
    let failed = outcome.map_err(|panic| Failed {
        died: !runtime.block_on(world.page.answers()),
        panic,
    });
    runtime.block_on(world.page.close());
    failed
}
