//! What waits for a second pair of eyes: how it is and how it would be, side by side, and the decision.

use browser::task;
use contract::page::{PageProposal, PageVerdict, PageView};
use contract::problem::ProblemCode;

use super::part::{Difference, faults};
use super::{Room, differences, shown};
use crate::api;
use crate::i18n::{Text, failure_words, fill, part_fault_words, part_name, text, when};
use crate::parts::{Button, Look, NotDone};
use crate::session;
use crate::state::focus_soon;
use crate::view::prelude::*;

/// The proposal, if one waits.
#[component]
pub fn Proposal(
    /// What the parts of the page share.
    room: Room,
) -> View {
    let failure = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    // Whether there is another one than that which was decided on.
    let changed = RwSignal::new(false);
    let stumble = move |words: String| {
        failure.try_set(Some(words));
        focus_soon("#page-not-decided");
    };
    let decide = Callback::new(move |publish: bool| {
        let waiting = room.now().and_then(|view| view.proposal.clone());
        let Some(waiting) = waiting else { return };
        failure.set(None);
        changed.set(false);
        room.done.set(None);
        busy.set(true);
        task::spawn_local(async move {
            let verdict = PageVerdict {
                id: waiting.id,
                publish,
            };
            let answer = api::decide_page(&verdict).await;
            busy.try_set(false);
            match answer {
                Ok(view) => room.finish(view, done(publish)),
                Err(why) if why.code() == Some(ProblemCode::Outdated) => {
                    room.load(move |answer| match answer {
                        Ok(()) => {
                            changed.try_set(true);
                            focus_soon("#page-changed");
                        }
                        Err(why) => stumble(failure_words(&why)),
                    });
                }
                Err(why) => {
                    let faults = faults(why.issues());
                    stumble(match faults.first() {
                        Some((part, _)) => part_fault_words(*part).to_owned(),
                        None => failure_words(&why),
                    });
                }
            }
        });
    });
    view! {
        {move || {
            changed
                .get()
                .then(|| {
                    view! {
                        <div class="asked" id="page-changed" tabindex="-1" role="alert">
                            <p>{text(Text::PageOutdated)}</p>
                        </div>
                    }
                })
        }}
        {move || {
            room.view
                .with(|view| {
                    let view = view.as_deref()?;
                    let proposal = view.proposal.as_ref()?;
                    Some(waiting(view, proposal, decide, busy))
                })
        }}
        <NotDone words=failure id="page-not-decided"/>
    }
}

const fn done(publish: bool) -> Text {
    if publish {
        Text::PageDonePublished
    } else {
        Text::PageDoneRefused
    }
}

/// Why somebody else has to decide.
fn why_not(proposal: &PageProposal, me: &str) -> Text {
    if proposal.by == me {
        Text::PageOwn
    } else {
        Text::PageLeadDecides
    }
}

fn waiting(
    view: &PageView,
    proposal: &PageProposal,
    decide: Callback<bool>,
    busy: RwSignal<bool>,
) -> View {
    let by = fill(
        Text::PageProposedBy,
        &[("name", &proposal.by), ("time", &when(&proposal.at))],
    );
    let found = differences(&view.page, &proposal.page);
    let same = found
        .is_empty()
        .then(|| view! { <p>{text(Text::PageSame)}</p> });
    let rows = found.into_iter().map(difference).collect_view();
    let decision = if proposal.may_decide {
        view! {
            <div class="actions">
                <Button
                    words=text(Text::PagePublish).to_owned()
                    on_press=Callback::new(move |()| decide.run(true))
                    look=Look::Primary
                    busy=busy
                />
                <Button
                    words=text(Text::PageRefuse).to_owned()
                    on_press=Callback::new(move |()| decide.run(false))
                    busy=busy
                />
            </div>
        }
    } else {
        let me = session::me().map(|me| me.name).unwrap_or_default();
        view! { <p class="muted">{text(why_not(proposal, &me))}</p> }
    };
    view! {
        <section class="section card proposal">
            <h2>{text(Text::PageWaits)}</h2>
            <p class="muted">{by}</p>
            {same}
            <dl class="compared">{rows}</dl>
            {decision}
        </section>
    }
}

fn difference(Difference { part, old, new }: Difference) -> View {
    view! {
        <div>
            <dt>{part_name(part)}</dt>
            <dd>
                <span class="compared-when">{text(Text::PageOld)}</span>
                <del>{shown(&old)}</del>
            </dd>
            <dd>
                <span class="compared-when">{text(Text::PageNew)}</span>
                <ins>{shown(&new)}</ins>
            </dd>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::page::PageText;

    #[test]
    fn one_is_told_why_somebody_else_decides() {
        let proposal = PageProposal {
            id: "p1".into(),
            page: PageText::default(),
            by: "李调解员".into(),
            at: "2026-11-27T02:00:00Z".into(),
            may_decide: false,
        };
        assert_eq!(why_not(&proposal, "李调解员"), Text::PageOwn);
        assert_eq!(why_not(&proposal, "王调解员"), Text::PageLeadDecides);
    }
}
