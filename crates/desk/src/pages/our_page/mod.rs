//! The organization's public page: as it is, what somebody proposes in its place, and what was decided before.

mod form;
mod part;
mod proposal;

use std::sync::Arc;

use browser::task;
use contract::page::{PageDecision, PageText, PageView};

use self::form::PageForm;
use self::part::differences;
use self::proposal::Proposal;
use crate::api::{self, Failure};
use crate::i18n::{Text, fill, part_name, text, when};
use crate::parts::{Button, Failed, Look, PageTitle, Waiting};
use crate::session;
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

pub use self::part::Part;

/// What was typed into the form is kept for this.
const DRAFT: &str = "page";

/// What the parts of this page share.
#[derive(Clone, Copy)]
struct Room {
    view: RwSignal<Option<Arc<PageView>>>,
    failed: RwSignal<Option<Failure>>,
    /// Whether the form is open.
    open: RwSignal<bool>,
    /// What was just done.
    done: RwSignal<Option<Text>>,
}

impl Room {
    /// Reads it anew. What is shown stays until then.
    fn load(self, then: impl FnOnce(Result<(), Failure>) + 'static) {
        task::spawn_local(async move {
            let answer = api::page().await;
            then(answer.map(|view| {
                self.view.try_set(Some(Arc::new(view)));
            }));
        });
    }

    /// Shows what came of something.
    fn finish(self, view: PageView, done: Text) {
        self.view.try_set(Some(Arc::new(view)));
        self.done.try_set(Some(done));
        desk().say(text(done));
        focus_soon("#page-done");
    }

    fn now(self) -> Option<Arc<PageView>> {
        self.view.try_get_untracked().flatten()
    }
}

/// What a change begins with: what waits already, else what everybody sees.
fn base(view: &PageView) -> &PageText {
    view.proposal
        .as_ref()
        .map_or(&view.page, |proposal| &proposal.page)
}

/// The page.
#[component]
pub fn OurPage() -> View {
    let room = Room {
        view: RwSignal::new(None),
        failed: RwSignal::new(None),
        // Signed in again, one is back where one was.
        open: RwSignal::new(
            desk()
                .drafts
                .with_untracked(|drafts| drafts.has_words(DRAFT)),
        ),
        done: RwSignal::new(None),
    };
    let load = Callback::new(move |()| {
        room.failed.set(None);
        room.load(move |answer| {
            if let Err(failure) = answer {
                room.failed.try_set(Some(failure));
            }
        });
    });
    load.run(());
    let is_here = Memo::new(move |_| room.view.with(Option::is_some));
    view! {
        <div class="our-page">
            <PageTitle words=text(Text::PageTitle).to_owned()/>
            <p class="lead">{text(Text::PageLead)}</p>
            {move || {
                if is_here.get() {
                    view! { <Shown room=room/> }
                } else if let Some(failure) = room.failed.get() {
                    view! { <Failed failure=failure on_retry=load/> }
                } else {
                    view! { <Waiting/> }
                }
            }}
        </div>
    }
}

#[component]
fn Shown(
    /// What the parts share.
    room: Room,
) -> View {
    let public = session::me().map(|me| {
        let href = ["/organizations/", &me.organization.id].concat();
        view! {
            <a class="button button-quiet" href=href rel="external">
                {text(Text::PagePublic)}
            </a>
        }
    });
    let start = Callback::new(move |()| {
        room.done.set(None);
        room.open.set(true);
        focus_soon("#page-form");
    });
    view! {
        <p class="done" id="page-done" tabindex="-1">
            {move || room.done.get().map(text)}
        </p>
        <Proposal room=room/>
        {move || {
            if room.open.get() {
                view! { <PageForm room=room/> }
            } else {
                let words = move || {
                    let waits = room
                        .view
                        .with(|view| view.as_ref().is_some_and(|view| view.proposal.is_some()));
                    text(if waits { Text::PageChangeAgain } else { Text::PageChange }).to_owned()
                };
                view! {
                    <Button words=Signal::derive(words) on_press=start look=Look::Secondary/>
                }
            }
        }}
        <section class="section">
            <h2>{text(Text::PageNow)}</h2>
            {move || room.view.with(|view| view.as_deref().map(|view| facts(&view.page)))}
            {public}
        </section>
        {move || room.view.with(|view| view.as_deref().map(decided))}
    }
}

/// All parts of a page; what it does not say is said to be empty.
fn facts(page: &PageText) -> View {
    let rows = Part::ALL
        .into_iter()
        .map(|part| {
            view! {
                <div>
                    <dt>{part_name(part)}</dt>
                    <dd>{shown(part.of(page))}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="facts card">{rows}</dl> }
}

fn shown(words: &str) -> String {
    match words {
        "" => text(Text::Nothing),
        words => words,
    }
    .to_owned()
}

/// What was decided before, the latest first.
fn decided(view: &PageView) -> View {
    if view.decided.is_empty() {
        return View::Nothing;
    }
    let rows = view.decided.iter().map(decision).collect_view();
    view! {
        <section class="section">
            <h2>{text(Text::PageHistory)}</h2>
            <ul class="cards">{rows}</ul>
        </section>
    }
}

fn decision(one: &PageDecision) -> View {
    let (mark, class) = if one.published {
        (Text::PagePublished, "tag tag-ok")
    } else {
        (Text::PageRefused, "tag")
    };
    let line = |key: Text, name: &str, at: &str| fill(key, &[("name", name), ("time", &when(at))]);
    view! {
        <li class="card">
            <p class="entry-top">
                <b>{line(Text::PageProposedBy, &one.by, &one.at)}</b>
                <span class=class>{text(mark)}</span>
            </p>
            <p class="muted">{line(Text::PageDecidedBy, &one.decided_by, &one.decided_at)}</p>
            <details>
                <summary>{text(Text::PageThen)}</summary>
                {facts(&one.page)}
            </details>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::page::PageProposal;

    #[test]
    fn a_change_goes_on_from_what_waits() {
        let page = |address: &str| PageText {
            address: address.to_owned(),
            ..PageText::default()
        };
        let mut view = PageView {
            page: page("一号"),
            version: 1,
            proposal: None,
            decided: Vec::new(),
        };
        assert_eq!(base(&view).address, "一号");
        view.proposal = Some(PageProposal {
            id: "p1".into(),
            page: page("二号"),
            by: "李".into(),
            at: "2026-11-27T02:00:00Z".into(),
            may_decide: false,
        });
        assert_eq!(base(&view).address, "二号");
        assert_eq!(differences(&view.page, base(&view)).len(), 1);
    }

    #[test]
    fn what_is_empty_says_so() {
        assert_eq!(shown(""), "（空）");
        assert_eq!(shown("有"), "有");
    }
}
