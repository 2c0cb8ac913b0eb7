//! Legal health check for small firms: what it is and who offers it, the check that a firm does by
//! itself, and asking for one by others. The
//! questions are content (`contract::checkup`). All screens share one view, so that what was put in stays even
//! where the browser keeps nothing.

mod model;
mod part;
mod report;
mod result;
mod ring;
mod start;
mod visit;
mod visit_model;

use std::cell::Cell;

use crate::api::{self, ApiFailure, Load};
use crate::components::{Back, Failure, PageTitle, Waiting};
use crate::i18n::{Text, text};
use crate::pages::{current_route, go_instead};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page};
use crate::routes::{CheckupScreen, Route};
use crate::state::stores;
use crate::view::prelude::*;

/// The page.
#[component]
pub fn HealthCheck() -> impl IntoView {
    let checkup = stores().checkup;
    let bank = RwSignal::new(Load::Waiting);
    let ask = move || {
        bank.set(Load::Waiting);
        spawn_local(async move {
            bank.try_set(api::checkup().await.into());
        });
    };
    // At once, so that whoever has seen the first screen can go on without a network.
    ask();
    let route = current_route();
    let screen = Memo::new(
        move |before: Option<&Option<CheckupScreen>>| match route.get() {
            Route::HealthCheck => None,
            Route::Checkup(asked) => {
                checkup.round().track();
                let Load::Ready(bank) = bank.get() else {
                    return Some(asked);
                };
                let kept = checkup.kept();
                Some(kept.with_untracked(|kept| model::landing(asked, &bank, kept)))
            }
            // On the way to another page: keep what is shown until that one is there.
            _ => before.copied().flatten(),
        },
    );
    // The address bar never says more than the screen.
    effect(move || {
        if let (Route::Checkup(asked), Some(shown)) = (route.get(), screen.get())
            && asked != shown
        {
            go_instead(&Route::Checkup(shown));
        }
    });
    let shown = Cell::new(false);
    move || {
        // The headline of the page has the focus already; each screen after it takes it for its own.
        if shown.replace(true) {
            page::before_paint(|| focus::focus_in_place("#main h1"));
        }
        checkup.round().track();
        let Some(screen) = screen.get() else {
            return start::start(checkup);
        };
        match (bank.get(), screen) {
            (Load::Waiting, _) => waiting(),
            (Load::Failed(failure), _) => failed(failure, ask),
            (Load::Ready(bank), CheckupScreen::Part(dimension)) => {
                part::part(checkup, &bank, dimension)
            }
            (Load::Ready(bank), CheckupScreen::Result) => result::result(checkup, &bank),
            (Load::Ready(bank), CheckupScreen::Report) => report::report(checkup, &bank),
            (Load::Ready(bank), CheckupScreen::Visit) => visit::visit(checkup, &bank),
        }
    }
}

fn waiting() -> View {
    view! {
        <Back otherwise=Route::HealthCheck/>
        <PageTitle words=text(Text::CheckupTitle).to_owned()/>
        <Waiting/>
    }
}

fn failed(failure: ApiFailure, retry: impl Fn() + Send + Sync + 'static) -> View {
    view! {
        <Back otherwise=Route::HealthCheck/>
        <PageTitle words=text(Text::CheckupTitle).to_owned()/>
        <Failure failure on_retry=Callback::new(move |()| retry())/>
    }
}
