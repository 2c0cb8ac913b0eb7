//! After the agreement: what is paid and what to do when it is not, the papers, and the way to a court.

use contract::problem::ProblemCode;
use contract::settlement::{PaperKind, PaymentReport, PaymentView, SettlementView};

use super::model::{confirmation, date_words, is_unpaid, names, sayings, ways};
use super::table::{Open, Table, Wish};
use crate::api;
use crate::components::{Button, Look, Notice, Tone, failure_words};
use crate::i18n::{Text, fill, paper_name, payment_sentence, payment_state_name, text};
use crate::pages::track::summary::face;
use crate::platform::{clock as time, download, task};
use crate::view::prelude::*;
use browser::due::clock;

/// What goes along to the court.
const BRING: [Text; 6] = [
    Text::TermsBringRequest,
    Text::TermsBringAgreement,
    Text::TermsBringProof,
    Text::TermsBringIdentity,
    Text::TermsBringProperty,
    Text::TermsBringAddress,
];

/// What is to be paid, and what of it came.
pub fn payments(table: Table, open: &Open) -> Option<View> {
    let view = &open.view;
    if view.payments.is_empty() {
        return None;
    }
    let rows = view.payments.iter();
    let rows = rows
        .map(|payment| {
            let says = sayings(payment, open.side, &view.legal_moves);
            one(table, view, payment, says)
        })
        .collect_view();
    let late = is_unpaid(view).then(|| {
        let ways = ways(view).into_iter();
        let ways = ways
            .map(|(words, source)| {
                view! {
                    <p>{text(words)}</p>
                    <p class="source">{text(source)}</p>
                }
            })
            .collect_view();
        view! {
            <div class="card door-card">
                <h3>{text(Text::PerformanceLate)}</h3>
                {ways}
            </div>
        }
    });
    Some(view! {
        <section class="section">
            <h2>{text(Text::TermsPayments)}</h2>
            <p class="muted">{text(Text::TermsPaymentsLead)}</p>
            <ul class="terms payments">{rows}</ul>
            {late}
        </section>
    })
}

fn one(
    table: Table,
    view: &SettlementView,
    payment: &PaymentView,
    says: Vec<(contract::settlement::Said, Text)>,
) -> View {
    let mark = payment.mark;
    let term = view.terms.terms.get(usize::from(mark.term));
    let buttons = says.into_iter().enumerate();
    let buttons = buttons
        .map(|(at, (says, words))| {
            let report = PaymentReport {
                payment: mark,
                says,
            };
            let on_press = Callback::new(move |()| {
                table.say(Wish::Payment(report), Text::TermsPaymentDone);
            });
            let look = if at == 0 && (payment.overdue || payment.said_paid) {
                Look::Primary
            } else {
                Look::Secondary
            };
            view! { <Button words=text(words).to_owned() on_press look busy=table.busy()/> }
        })
        .collect_view();
    let due = payment.due.as_deref().map(|day| {
        let words = [text(Text::TermsBy), " ", &date_words(day)].concat();
        view! { <p class="muted">{words}</p> }
    });
    view! {
        <li class="card">
            <h3>{payment_sentence(payment, term, names(view))}</h3>
            {due}
            <p>{payment_state_name(payment)}</p>
            <div class="actions no-print">{buttons}</div>
        </li>
    }
}

/// The papers that there are.
pub fn papers(table: Table, view: &SettlementView) -> Option<View> {
    if view.papers.is_empty() {
        return None;
    }
    let is_peoples = view.is_peoples;
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None);
    let buttons = view.papers.iter().copied();
    let buttons = buttons
        .map(|paper| {
            let name = paper_name(paper, is_peoples);
            let on_press = Callback::new(move |()| save(table, paper, name, busy, outcome));
            let words = fill(Text::TermsSave, &[("name", name)]);
            view! { <Button words=words on_press look=Look::Secondary busy=busy/> }
        })
        .collect_view();
    Some(view! {
        <section class="section no-print">
            <h2>{text(Text::TermsPapers)}</h2>
            <div class="actions">{buttons}</div>
            <div role="status">
                {move || {
                    outcome
                        .get()
                        .map(|outcome: Result<&'static str, String>| match outcome {
                            Ok(words) => view! { <p class="done">{words}</p> },
                            Err(words) => {
                                view! {
                                    <Notice tone=Tone::Wrong>
                                        <p>{words}</p>
                                    </Notice>
                                }
                            }
                        })
                }}
            </div>
        </section>
    })
}

fn save(
    table: Table,
    paper: PaperKind,
    name: &'static str,
    busy: RwSignal<bool>,
    outcome: RwSignal<Option<Result<&'static str, String>>>,
) {
    if !download::is_possible() {
        outcome.set(Some(Err(text(Text::TermsSaveInWeChat).to_owned())));
        return;
    }
    let Some(seat) = table.seat() else {
        return;
    };
    busy.set(true);
    outcome.set(None);
    task::spawn_local(async move {
        let answer = api::terms_paper(&seat, paper).await;
        busy.try_set(false);
        let file_name = [name, ".pdf"].concat();
        let came = match answer {
            Ok(file) if download::save_file(&file_name, &file) => Ok(text(Text::PrintedSaved)),
            Ok(_) => Err(text(Text::PrintedNotSaved).to_owned()),
            Err(failure) if failure.code() == Some(ProblemCode::PaperUnavailable) => {
                Err(text(Text::PrintedUnavailable).to_owned())
            }
            Err(failure) => Err(failure_words(&failure)),
        };
        outcome.try_set(Some(came));
    });
}

/// How both sides have a court confirm it, while they can.
pub fn court(view: &SettlementView) -> Option<View> {
    let deadline = confirmation(view)?;
    let face = face(deadline, clock(deadline, time::now_ms())?);
    let bring = BRING
        .iter()
        .map(|words| view! { <li>{text(*words)}</li> })
        .collect_view();
    Some(view! {
        <section class="section group-part">
            <h2>{text(Text::TermsCourt)}</h2>
            <p>{text(Text::TermsCourtWords)}</p>
            <p class="source">{text(Text::TermsCourtSource)}</p>
            <p class="clock">
                <b>{face.big}</b>
                <span>{face.words}</span>
            </p>
            {face.source.map(|source| view! { <p class="source">{text(source)}</p> })}
            <p>{text(Text::TermsCourtWhere)}</p>
            <h3>{text(Text::TermsBring)}</h3>
            <ul class="bullets">{bring}</ul>
            <p class="source">{text(Text::TermsBringSource)}</p>
        </section>
    })
}
