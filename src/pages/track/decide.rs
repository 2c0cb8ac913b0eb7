//! What only the applicant can say about a case: whether it may be handed over, and whether what was agreed was done.

use std::pin::Pin;

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::organization::OrganizationRef;
use contract::request::{PerformanceReport, RequestView, TransferAnswer};
use contract::status::Event;

use super::desk::Desk;
use super::moves::Sending;
use super::summary::{is_unperformed, transfer_to};
use crate::api::{self, ApiFailure};
use crate::components::{Button, Look, OrganizationContact};
use crate::i18n::{Text, fill, text};
use crate::platform::random;
use crate::state::{CaseKey, stores};

/// Sends an answer, yes or no, under a key that makes a repeated sending harmless.
type Send =
    fn(CaseKey, String, bool) -> Pin<Box<dyn Future<Output = Result<RequestView, ApiFailure>>>>;

/// Asks what the applicant alone can decide now, if there is anything.
pub fn decide(desk: Desk, view: &RequestView) -> Option<View> {
    let can = |event: Event| view.legal_moves.contains(&event);
    if let Some(to) = transfer_to(view).filter(|_| can(Event::AgreeToTransfer)) {
        return Some(transfer(desk, to));
    }
    can(Event::ReportUnperformed).then(|| performance(desk, view))
}

fn transfer(desk: Desk, to: &OrganizationRef) -> View {
    let send: Send = |case, key, agrees| {
        Box::pin(async move { api::answer_transfer(&case, &key, TransferAnswer { agrees }).await })
    };
    view! {
        <section class="section no-print">
            <h2>{text(Text::TransferTitle)}</h2>
            <OrganizationContact organization=to.clone()/>
            <p>{fill(Text::TransferConsent, &[("name", &to.name)])}</p>
            <p class="source">{text(Text::TransferSource)}</p>
            {either(
                desk,
                [Text::TransferYes, Text::TransferNo],
                [Text::TransferYesDone, Text::TransferNoDone],
                send,
            )}
        </section>
    }
}

fn performance(desk: Desk, view: &RequestView) -> View {
    let send: Send = |case, key, performed| {
        let report = PerformanceReport {
            performed,
            note: String::new(),
        };
        Box::pin(async move { api::report_performance(&case, &key, &report).await })
    };
    let late = is_unperformed(view).then(|| {
        let payment = view.content.field.is_about_work().then(|| {
            view! {
                <p>{text(Text::PerformancePayment)}</p>
                <p class="source">{text(Text::PerformancePaymentSource)}</p>
            }
        });
        view! {
            <div class="card door-card">
                <h3>{text(Text::PerformanceLate)}</h3>
                <p>{text(Text::PerformanceLateWords)}</p>
                <p class="source">{text(Text::PerformanceLateSource)}</p>
                {payment}
            </div>
        }
    });
    view! {
        <section class="section no-print">
            <h2>{text(Text::PerformanceTitle)}</h2>
            {either(
                desk,
                [Text::PerformanceYes, Text::PerformanceNo],
                [Text::PerformanceYesDone, Text::PerformanceNoDone],
                send,
            )}
            {late}
        </section>
    }
}

/// Two buttons, yes and no, each with what is said once it is done. However often an answer is sent, it arrives once.
fn either(desk: Desk, words: [Text; 2], done: [Text; 2], send: Send) -> View {
    let sending = Sending::new(desk);
    let keys = StoredValue::new([random::idempotency_key(), random::idempotency_key()]);
    let press = move |is_yes: bool| {
        Callback::new(move |()| {
            let Some(case) = stores().keepsakes.case() else {
                return;
            };
            if !sending.begin() {
                return;
            }
            let [yes, no] = keys.get_value();
            let (key, done) = if is_yes {
                (yes, done[0])
            } else {
                (no, done[1])
            };
            spawn_local(async move {
                let answer = send(case.clone(), key, is_yes).await;
                sending.finish(case, answer, done);
            });
        })
    };
    view! {
        {sending.failed()}
        <div class="actions">
            <Button words=text(words[0]).to_owned() on_press=press(true) busy=sending.busy/>
            <Button
                words=text(words[1]).to_owned()
                on_press=press(false)
                look=Look::Secondary
                busy=sending.busy
            />
        </div>
    }
}
