//! Pages that come in files of their own, fetched when they are first wanted: a first visit pays for what it
//! shows, however many pages there are.
//!
//! `cargo xtask build` cuts the app at the functions declared here. It builds with the feature `split`;
//! without it all is one file and nothing is waited for.

use std::pin::Pin;

use wasm_split_helpers::SplitLoaderError;

use crate::api::{ApiFailure, Load};
use crate::components::{Failure, PageTitle, Waiting};
use crate::pages::feedback::Part as FeedbackPart;
use crate::pages::find::MapPart;
use crate::pages::push::Part as PushPart;
use crate::pages::request::EvidencePart;
use crate::pages::slots::Part as SlotsPart;
use crate::pages::track::ExportPart;
use crate::pages::{
    current_route, drafts, group, health_check, invited, open_data, privacy, receipt, report,
    request, search, settlement, title, track, which,
};
use crate::platform::{focus, page as document, task};
use crate::routes::{Page, Route};
use crate::state::stores;
use crate::view::prelude::*;

/// Builds a page. The file gives away no more than this, so that the page is built where it is shown.
type Build = fn() -> View;
type Fetched = Result<Build, SplitLoaderError>;
type Fetching = Pin<Box<dyn Future<Output = Fetched>>>;

/// Declares which file each page is in. Pages of one file are used one after the other; what several files
/// need and the first one does not becomes a file too, which is fetched along with them.
macro_rules! files {
    (first: $($first:ident),+; $($file:ident: $($page:ident => $component:path),+;)+) => {
        /// Fetches the file of this page, unless it is here already. `None` for pages in the first file.
        fn fetch(page: Page) -> Option<Fetching> {
            match page {
                $(Page::$first)|+ => None,
                $($(Page::$page => {
                    #[cfg(feature = "split")]
                    #[wasm_split_helpers::wasm_split($file, fallible)]
                    #[allow(non_snake_case, reason = "named like the page, because names must differ")]
                    fn $page() -> Fetched {
                        Ok(|| $component().into_view())
                    }
                    #[cfg(not(feature = "split"))]
                    #[allow(non_snake_case, reason = "the same name as above")]
                    async fn $page() -> Fetched {
                        Ok(|| $component().into_view())
                    }
                    Some(Box::pin($page()))
                })+)+
            }
        }
    };
}

files! {
    first: Home, Fields, Find, Organization, NotFound;
    report: Report => report::Report;
    request: Request => request::Request, Sent => receipt::Sent;
    drafts: Drafts => drafts::Drafts;
    search: Search => search::Search;
    track: Track => track::Track;
    which: Which => which::Which;
    checkup: HealthCheck => health_check::HealthCheck;
    about: Privacy => privacy::Privacy, OpenData => open_data::OpenData;
    group: Join => group::Join, Group => group::Group;
    invited: Invited => invited::Invited;
    settlement: Settlement => settlement::Terms;
}

/// Declares parts of pages that come in files of their own. In an app that is one file nothing is fetched.
macro_rules! parts {
    ($($(#[$doc:meta])* $file:ident: $part:ty;)+) => {
        $($(#[$doc])*
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($file, fallible)]
        pub fn $file() -> Result<$part, SplitLoaderError> {
            Ok(<$part>::ALL)
        }
        $(#[$doc])*
        #[cfg(not(feature = "split"))]
        pub async fn $file() -> Result<$part, SplitLoaderError> {
            Ok(<$part>::ALL)
        })+
    };
}

parts! {
    /// Fetches what draws the map, unless it is here already.
    map: MapPart;
    /// Fetches what sends evidence, unless it is here already.
    evidence: EvidencePart;
    /// Fetches what complains and rates, unless it is here already.
    feedback: FeedbackPart;
    /// Fetches what lets the browser tell of news, unless it is here already.
    push: PushPart;
    /// Fetches what puts all that is held into one file, unless it is here already.
    export: ExportPart;
    /// Fetches what chooses a time to meet, unless it is here already.
    slots: SlotsPart;
}

/// Fetches the file of the page at this path, so that it is here when the page is opened.
pub fn fetch_ahead(path: &str) {
    if let Some(file) = fetch(Route::from_path(path).page()) {
        // If it cannot be had now, opening the page asks again and says so.
        task::spawn_local(async move { drop(file.await) });
    }
}

/// Shows a page that has a file of its own.
#[component]
pub fn Lazy(page: Page) -> impl IntoView {
    let code = RwSignal::new(Load::Waiting);
    let failed_before = StoredValue::new(false);
    let ask = move || {
        let Some(file) = fetch(page) else { return };
        code.set(Load::Waiting);
        task::spawn_local(async move {
            let found = file.await.map_err(|_| reason(failed_before));
            let failed = found.is_err();
            // Gone on, one is somewhere else by now.
            if code.try_set(found.into()).is_some() {
                return;
            }
            // The change of page could not focus a headline that was not there yet.
            if !failed && (stores().trail.has_past() || failed_before.try_get_value() == Some(true))
            {
                document::before_paint(|| focus::focus_in_place("#main h1"));
            }
            failed_before.try_set_value(failed);
        });
    };
    ask();
    move || match code.get() {
        Load::Waiting => view! { <Waiting/> },
        Load::Ready(build) => build(),
        Load::Failed(failure) => {
            let title = current_route().with_untracked(title);
            view! {
                <PageTitle words=title.to_owned()/>
                <Failure failure on_retry=Callback::new(move |()| ask())/>
            }
        }
    }
}

/// Why a file did not come. Trying again helps where the network was the reason; if it does not, the server
/// may have a newer app, without this file.
fn reason(failed_before: StoredValue<bool>) -> ApiFailure {
    if !stores().connectivity.online().get_untracked() {
        ApiFailure::Offline
    } else if failed_before.try_get_value() == Some(true) {
        ApiFailure::Outdated
    } else {
        ApiFailure::Unreadable
    }
}
