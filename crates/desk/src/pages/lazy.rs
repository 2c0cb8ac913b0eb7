//! Pages that come in files of their own: the list is here at once, the rest when it is wanted.
//!
//! `cargo xtask build` cuts the app at the functions declared here, as it does the public one. It builds with the feature
//! `split`; without it all is one file and nothing is waited for.

use std::pin::Pin;

use browser::{focus, page, task};
use wasm_split_helpers::SplitLoaderError;

use super::{
    account, audit, case, colleagues, complaints, figures, letter, our_page, raised, reports,
    terms, title,
};
use crate::api::{Failure, is_online};
use crate::parts::{Failed, PageTitle, Waiting};
use crate::routes::Route;
use crate::state::desk;
use crate::view::prelude::*;

/// What a page is opened with.
pub struct Opened {
    /// Its address.
    route: Route,
    /// The query string of the list, to go back to.
    query: String,
}

/// Builds a page. The file gives away no more than this, so that the page is built where it is shown.
type Build = fn(Opened) -> View;
type Fetched = Result<Build, SplitLoaderError>;
type Fetching = Pin<Box<dyn Future<Output = Fetched>>>;

/// Declares files, each with the function that builds its pages.
macro_rules! files {
    ($($file:ident: $build:expr;)+) => {
        $(
            #[cfg(feature = "split")]
            #[wasm_split_helpers::wasm_split($file, fallible)]
            fn $file() -> Fetched {
                Ok($build)
            }
            #[cfg(not(feature = "split"))]
            async fn $file() -> Fetched {
                Ok($build)
            }
        )+
    };
}

files! {
    one_case: |at| match at.route {
        Route::Case(number) => view! { <case::Case number=number query=at.query/> },
        _ => View::Nothing,
    };
    paper: |at| match at.route {
        Route::Letter(number) => view! { <letter::Letter number=number query=at.query/> },
        _ => View::Nothing,
    };
    settlement: |at| match at.route {
        Route::Terms(number) => view! { <terms::Terms number=number query=at.query/> },
        _ => View::Nothing,
    };
    counted: |_| view! { <figures::Figures/> };
    heard: |_| view! { <complaints::Complaints/> };
    shown: |_| view! { <our_page::OurPage/> };
    office: |at| match at.route {
        Route::Colleagues => view! { <colleagues::Colleagues/> },
        Route::Raised => view! { <raised::Raised/> },
        Route::Reports => view! { <reports::Reports/> },
        Route::Audit => view! { <audit::Audit/> },
        Route::Account => view! { <account::Account/> },
        _ => View::Nothing,
    };
}

/// Fetches the file of this page, unless it is here already. `None` for those in the first file.
fn fetch(route: &Route) -> Option<Fetching> {
    Some(match route {
        Route::Queue | Route::Nowhere => return None,
        Route::Case(_) => Box::pin(one_case()),
        Route::Letter(_) => Box::pin(paper()),
        Route::Terms(_) => Box::pin(settlement()),
        Route::Figures => Box::pin(counted()),
        Route::Complaints => Box::pin(heard()),
        Route::OurPage => Box::pin(shown()),
        Route::Colleagues | Route::Raised | Route::Reports | Route::Audit | Route::Account => {
            Box::pin(office())
        }
    })
}

/// Fetches what shows a case, so that it is here when one is opened.
pub fn fetch_case_ahead() {
    // If it cannot be had now, opening the case asks again and says so.
    task::spawn_local(async { drop(one_case().await) });
}

/// Shows a page that has a file of its own.
#[component]
pub fn Lazy(
    /// Which.
    route: Route,
    /// The query string of the list.
    query: String,
) -> View {
    let code = RwSignal::new(None::<Result<Build, Failure>>);
    let failed_before = StoredValue::new(false);
    let asked = route.clone();
    let ask = Callback::new(move |()| {
        let Some(file) = fetch(&asked) else { return };
        code.set(None);
        task::spawn_local(async move {
            let found = file.await.map_err(|_| reason(failed_before));
            let is_here = found.is_ok();
            // Gone on, one is somewhere else by now.
            if code.try_set(Some(found)).is_some() {
                return;
            }
            // The change of page could not focus a headline that was not there yet.
            if is_here && (desk().has_moved() || failed_before.try_get_value() == Some(true)) {
                page::before_paint(|| focus::focus_in_place("#main h1"));
            }
            failed_before.try_set_value(!is_here);
        });
    });
    ask.run(());
    view! {
        {move || match code.get() {
            None => view! { <Waiting/> },
            Some(Ok(build)) => {
                build(Opened {
                    route: route.clone(),
                    query: query.clone(),
                })
            }
            Some(Err(failure)) => {
                view! {
                    <PageTitle words=title(&route).to_owned()/>
                    <Failed failure=failure on_retry=ask/>
                }
            }
        }}
    }
}

/// Why a file did not come. Trying again helps where the network was the reason; if it does not, the server may have a
/// newer desk, without this file.
fn reason(failed_before: StoredValue<bool>) -> Failure {
    if !is_online() {
        Failure::Offline
    } else if failed_before.try_get_value() == Some(true) {
        Failure::Outdated
    } else {
        Failure::Unreadable
    }
}
