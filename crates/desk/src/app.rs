//! The frame around every page: who is signed in, where one can go, and how long the session lasts.

use std::time::Duration;

use browser::{clock, focus, page, router, task};
use leptos::prelude::set_interval;

use crate::api::{self, Failure};
use crate::i18n::{Text, fill, text};
use crate::pages::{Pages, SignIn, title};
use crate::parts::{Button, Failed, Look, Waiting};
use crate::routes::{BASE, Route};
use crate::session::{self, Left, Session, Signed};
use crate::state::{Desk, desk};
use crate::view::prelude::*;

/// How often the end of the session is looked at.
const LOOK: Duration = Duration::from_secs(5);

/// The bar with the next step, at the foot of the screen.
const BARS: [&str; 1] = [".act-bar"];

/// The whole desk.
pub fn app() -> View {
    let desk = Desk::provide();
    router::start(Some(BASE));
    let failed = RwSignal::new(None);
    let ask = Callback::new(move |()| {
        failed.set(None);
        task::spawn_local(async move {
            match api::session().await {
                Ok(signed) => session::entered(signed),
                Err(Failure::SignedOut) => desk.session.set(Session::Out(session::Why::NotYet)),
                Err(failure) => failed.set(Some(failure)),
            }
        });
    });
    ask.run(());
    follow_page_changes();
    focus::keep_in_sight(&BARS);
    let gate = Memo::new(move |_| desk.session.with(Gate::of));
    let said = desk.said();
    view! {
        <a class="skip-link" href="#main" rel="external">
            {text(Text::SkipToMain)}
        </a>
        <Header/>
        <main id="main" class="main" tabindex="-1">
            {move || match gate.get() {
                Gate::In(_) => view! { <Pages/> },
                Gate::Out => view! { <SignIn/> },
                Gate::Unknown => {
                    match failed.get() {
                        Some(failure) => view! { <Failed failure=failure on_retry=ask/> },
                        None => view! { <Waiting/> },
                    }
                }
            }}
        </main>
        <Idle/>
        <p class="visually-hidden" role="status">
            {said}
        </p>
    }
}

/// What stands in the page, by who is signed in: another account gets pages of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Gate {
    Unknown,
    Out,
    In(String),
}

impl Gate {
    fn of(session: &Session) -> Self {
        match session {
            Session::Unknown => Self::Unknown,
            Session::Out(_) => Self::Out,
            Session::In(signed) => Self::In(signed.view.account.clone()),
        }
    }
}

/// Which page the address shows.
pub fn current_route() -> Memo<Route> {
    let pathname = router::use_location().pathname;
    Memo::new(move |_| pathname.with(|path| Route::from_path(path)))
}

/// Names each page in the tab and moves the focus to its headline.
fn follow_page_changes() {
    let route = current_route();
    let desk = desk();
    let is_in = Memo::new(move |_| {
        let session = desk.session;
        session.with(|session| matches!(session, Session::In(_)))
    });
    let mut first = true;
    effect(move || {
        let (route, is_in) = (route.get(), is_in.get());
        let arrived = std::mem::replace(&mut first, false);
        if !arrived {
            desk.move_on();
        }
        page::before_paint(move || {
            let page_title = if is_in {
                title(&route)
            } else {
                text(Text::SignInTitle)
            };
            page::set_title(&fill(Text::TabTitle, &[("page", page_title)]));
            if !arrived {
                focus::focus_in_place("#main h1");
            }
        });
    });
}

#[component]
fn Header() -> View {
    let signed = desk().session;
    let me = Memo::new(move |_| {
        signed.with(|session| match session {
            Session::In(signed) => Some(signed.view.clone()),
            _ => None,
        })
    });
    let route = current_route();
    let links = move || {
        me.get().map(|me| {
            let links = [
                (Route::Queue, Text::NavQueue),
                (Route::Raised, Text::NavRaised),
                (Route::Complaints, Text::NavComplaints),
                (Route::Figures, Text::NavFigures),
                (Route::Colleagues, Text::NavColleagues),
                (Route::Reports, Text::NavReports),
                (Route::OurPage, Text::NavPage),
                (Route::Audit, Text::NavAudit),
                (Route::Account, Text::NavAccount),
            ]
            .into_iter()
            .filter(|(to, _)| to.is_for(me.role))
            .map(|(to, words)| {
                let href = to.to_path();
                let is_here = move || {
                    route.with(|here| match here {
                        Route::Case(_) | Route::Letter(_) | Route::Terms(_) => to == Route::Queue,
                        here => *here == to,
                    })
                };
                view! {
                    <li>
                        <a href=href aria-current=move || is_here().then_some("page")>
                            {text(words)}
                        </a>
                    </li>
                }
            })
            .collect_view();
            view! {
                <p class="whose">
                    <span>{me.organization.name}</span>
                    " "
                    <b>{me.name}</b>
                </p>
                <nav class="nav" aria-label=text(Text::Nav)>
                    <ul>{links}</ul>
                </nav>
            }
        })
    };
    let home = move || {
        me.get()
            .map_or(Route::Queue, |me| Route::home(me.role))
            .to_path()
    };
    view! {
        <header class="header">
            <div class="header-inner">
                <a class="logo" href=home>
                    <svg class="icon" aria-hidden="true">
                        <use href="#i-logo"></use>
                    </svg>
                    {text(Text::Product)}
                </a>
                {links}
            </div>
        </header>
    }
}

/// Says that the session is about to end, and lets it go on.
#[component]
fn Idle() -> View {
    let session = desk().session;
    let soon = RwSignal::new(false);
    set_interval(
        move || {
            let left = session.with_untracked(|session| match session {
                Session::In(signed) => Signed::left(signed, clock::now_ms()),
                _ => Left::Enough,
            });
            let is_soon = left == Left::Soon;
            if left == Left::Over {
                session::ended();
            }
            if soon.get_untracked() != is_soon {
                soon.set(is_soon);
            }
        },
        LOOK,
    );
    let go_on = Callback::new(move |()| {
        soon.set(false);
        // The button goes: who pressed it reads on.
        focus::focus_in_place("#main");
        task::spawn_local(async move {
            if let Ok(signed) = api::session().await {
                session::entered(signed);
            }
        });
    });
    view! {
        {move || {
            soon.get()
                .then(|| {
                    view! {
                        <div class="bar idle" role="alert">
                            <h2>{text(Text::IdleTitle)}</h2>
                            <p>{text(Text::IdleBody)}</p>
                            <Button
                                words=text(Text::IdleGoOn).to_owned()
                                on_press=go_on
                                look=Look::Primary
                            />
                        </div>
                    }
                })
        }}
    }
}
