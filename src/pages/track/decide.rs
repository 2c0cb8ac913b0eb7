//! What only the applicant can say about a case: when they can come, whether it may be handed over, and whether what was
//! agreed was done.

use std::pin::Pin;
use std::rc::Rc;

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::organization::OrganizationRef;
use contract::request::{PerformanceReport, RequestView, TransferAnswer};
use contract::status::{Actor, Event, Matter};

use super::desk::Desk;
use super::moves::Sending;
use super::summary::{is_unperformed, transfer_to};
use crate::api::{self, ApiFailure};
use crate::components::{Button, Look, OrganizationContact};
use crate::i18n::{Text, fill, text};
use crate::pages::slots::{self, Asked};
use crate::platform::random;
use crate::state::{CaseKey, stores};

/// Sends an answer, yes or no, under a key that makes a repeated sending harmless.
type Send = Rc<dyn Fn(CaseKey, String, bool) -> Answer>;

/// What becomes of it.
type Answer = Pin<Box<dyn Future<Output = Result<RequestView, ApiFailure>>>>;

/// Asks which of the times that are offered suit, while some are; then says that it is too late.
pub fn choose(desk: Desk, view: &RequestView) -> Option<View> {
    if !view.legal_moves.contains(&Event::ChooseSlots) {
        let matter = Matter::of(view.content.topic);
        return slots::over(&view.timeline, view.status, matter, Actor::Applicant);
    }
    let send: slots::Send = Rc::new(move |key, answer, done| {
        Box::pin(async move {
            let keepsakes = stores().keepsakes;
            let (case, sitting) = (keepsakes.case()?, keepsakes.sitting());
            let answered = api::choose_slots(&case, &key, &answer).await;
            if keepsakes.sitting() != sitting {
                return None;
            }
            match answered {
                Ok(view) => {
                    desk.moved(view, done);
                    None
                }
                Err(failure) => (!desk.overtaken(case, &failure)).then_some(failure),
            }
        })
    });
    Some(slots::place(Asked {
        timeline: view.timeline.clone(),
        side: Actor::Applicant,
        send,
    }))
}

/// Asks what the applicant alone can decide now, if there is anything.
pub fn decide(desk: Desk, view: &RequestView) -> Option<View> {
    let can = |event: Event| view.legal_moves.contains(&event);
    if let Some(to) = transfer_to(view).filter(|_| can(Event::AgreeToTransfer)) {
        return Some(transfer(desk, to, view.group.is_some()));
    }
    can(Event::ReportUnperformed).then(|| performance(desk, view))
}

fn transfer(desk: Desk, to: &OrganizationRef, in_group: bool) -> View {
    let organization = to.id.clone();
    let send: Send = Rc::new(move |case, key, agrees| {
        // To this one was it agreed, whatever is proposed by then.
        let answer = TransferAnswer {
            agrees,
            organization: organization.clone(),
        };
        Box::pin(async move { api::answer_transfer(&case, &key, &answer).await })
    });
    view! {
        <section class="section no-print">
            <h2>{text(Text::TransferTitle)}</h2>
            <OrganizationContact organization=to.clone()/>
            <p>{fill(Text::TransferConsent, &[("name", &to.name)])}</p>
            {in_group.then(|| view! { <p>{text(Text::TransferGroup)}</p> })}
            <p class="source">{text(Text::TransferSource)}</p>
            {either(
                desk,
                [
                    Some((Text::TransferYes, Text::TransferYesDone)),
                    Some((Text::TransferNo, Text::TransferNoDone)),
                ],
                send,
            )}
        </section>
    }
}

fn performance(desk: Desk, view: &RequestView) -> View {
    let send: Send = Rc::new(|case, key, performed| {
        let report = PerformanceReport {
            performed,
            note: String::new(),
        };
        Box::pin(async move { api::report_performance(&case, &key, &report).await })
    });
    let about_work = view.content.field.is_about_work();
    let can_be_done = view.legal_moves.contains(&Event::ReportPerformed);
    let late = is_unperformed(view).then(|| {
        let (words, source) = if about_work {
            (Text::PerformanceWork, Text::PerformanceWorkSource)
        } else {
            (Text::PerformanceLateWords, Text::PerformanceLateSource)
        };
        let payment = about_work.then(|| {
            view! {
                <p>{text(Text::PerformancePayment)}</p>
                <p class="source">{text(Text::PerformancePaymentSource)}</p>
            }
        });
        view! {
            <div class="card door-card">
                <h3>{text(Text::PerformanceLate)}</h3>
                <p>{text(words)}</p>
                <p class="source">{text(source)}</p>
                {payment}
            </div>
        }
    });
    view! {
        <section class="section no-print">
            <h2>{text(Text::PerformanceTitle)}</h2>
            {either(
                desk,
                [
                    can_be_done.then_some((Text::PerformanceYes, Text::PerformanceYesDone)),
                    Some((Text::PerformanceNo, Text::PerformanceNoDone)),
                ],
                send,
            )}
            {late}
        </section>
    }
}

/// Buttons for yes and no, as far as they can be said, each with what is said once it is done. However often an answer
/// is sent, it arrives once.
fn either(desk: Desk, answers: [Option<(Text, Text)>; 2], send: Send) -> View {
    let sending = Sending::new(desk);
    let button = |(at, answer): (usize, Option<(Text, Text)>)| {
        let (words, done) = answer?;
        let is_yes = at == 0;
        let send = StoredValue::new_local(Rc::clone(&send));
        let key = random::idempotency_key();
        let on_press = Callback::new(move |()| {
            let Some(case) = stores().keepsakes.case() else {
                return;
            };
            if !sending.begin() {
                return;
            }
            let answer = send.with_value(|send| send(case.clone(), key.clone(), is_yes));
            spawn_local(async move {
                sending.finish(case, answer.await, done);
            });
        });
        let look = if is_yes {
            Look::Primary
        } else {
            Look::Secondary
        };
        Some(view! { <Button words=text(words).to_owned() on_press look busy=sending.busy/> })
    };
    let buttons = answers.into_iter().enumerate().filter_map(button);
    view! {
        {sending.failed()}
        <div class="actions">{buttons.collect_view()}</div>
    }
}
