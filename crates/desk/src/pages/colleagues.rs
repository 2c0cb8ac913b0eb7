//! Who can work on a case, for the lead.

use browser::task;
use contract::desk::Colleague;

use super::queue::FREE;
use crate::api::{self, Failure};
use crate::i18n::{Text, post_name, text};
use crate::parts::{Failed, PageTitle, Waiting};
use crate::routes::Route;
use crate::session;
use crate::view::prelude::*;

/// The page.
#[component]
pub fn Colleagues() -> View {
    let found = RwSignal::new(None::<Result<Vec<Colleague>, Failure>>);
    let load = Callback::new(move |()| {
        found.set(None);
        task::spawn_local(async move {
            let answer = api::colleagues().await;
            found.try_set(Some(answer.map(|view| view.colleagues)));
        });
    });
    load.run(());
    let free = [&Route::Queue.to_path(), FREE].concat();
    view! {
        <div class="narrow">
            <PageTitle words=text(Text::ColleaguesTitle).to_owned()/>
            <p class="lead">{text(Text::ColleaguesLead)}</p>
            {move || match found.get() {
                None => view! { <Waiting/> },
                Some(Err(failure)) => view! { <Failed failure=failure on_retry=load/> },
                Some(Ok(people)) => {
                    let rows = people.into_iter().map(row).collect_view();
                    view! { <ul class="cards">{rows}</ul> }
                }
            }}
            <a class="button button-secondary" href=free>
                {text(Text::ColleaguesFree)}
            </a>
        </div>
    }
}

fn row(one: Colleague) -> View {
    let is_me = session::me().is_some_and(|me| me.account == one.account);
    let me = is_me.then(|| view! { <span class="tag tag-ok">{text(Text::Me)}</span> });
    view! {
        <li class="card colleague">
            <b>{one.name}</b>
            <span class="tag">{post_name(one.role)}</span>
            {me}
        </li>
    }
}
