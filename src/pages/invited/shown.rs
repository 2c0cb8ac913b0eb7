//! The invitation: who asks, what it is about, what mediation is, and where it stands.

use std::rc::Rc;

use contract::invitation::{PartyAnswer, PartyView, answer_by};
use contract::problem::ProblemCode;
use contract::rating::may_rate;
use contract::status::{Actor, Event, Matter, Status};

use super::Gate;
use super::answer::answers;
use super::words::{happened, headline};
use crate::api::{self, Party};
use crate::components::{
    Button, HelpLine, Look, OrganizationContact, PageTitle, fact_rows, terms_link,
};
use crate::i18n::{
    Text, appointment_words, channel_name, day_words, field_official, fill, length_words,
    moment_words, text,
};
use crate::pages::feedback::place;
use crate::pages::slots::{self, Asked};
use crate::platform::clock;
use crate::routes::Route;
use crate::state::stores;
use crate::view::prelude::*;

/// What mediation is.
const FACTS: [(Text, Option<Text>); 4] = [
    (Text::InvitedVoluntary, Some(Text::InvitedVoluntarySource)),
    (Text::InvitedFair, Some(Text::InvitedFairSource)),
    (Text::InvitedBinding, Some(Text::InvitedBindingSource)),
    (Text::InvitedNoAnswer, None),
];

/// The page.
pub fn shown(gate: Gate, view: &PartyView) -> View {
    let until = view.open_until.as_deref().unwrap_or_default();
    // The day alone: it is long enough to need no hour.
    let until = until.split('T').next().unwrap_or_default();
    let until = day_words(answer_by(until, view.deadline.as_ref()));
    let time = view.appointment.as_ref().and_then(|at| clock::read(&at.at));
    let time = time
        .map(|time| appointment_words(&time))
        .unwrap_or_default();
    let (head, lead, source) = headline(view, &until, &time);
    let lead = if slots::is_asked(&view.timeline, &view.legal_moves, Actor::Respondent) {
        text(Text::TodoSlots).to_owned()
    } else {
        lead
    };
    let is_waiting = view.status == Status::Inviting;
    view! {
        <p class="muted invited-number">{fill(Text::CaseNumber, &[("number", &view.number)])}</p>
        <PageTitle words=head/>
        {move || gate.done.get().map(|done| view! { <p class="done">{text(done)}</p> })}
        <p class="lead">{lead}</p>
        {source
            .filter(|_| view.free_by_law)
            .map(|source| view! { <p class="source">{text(source)}</p> })}
        {meeting(view, &time)}
        <section class="section">
            <h2>{text(Text::InvitedAbout)}</h2>
            {about(view)}
        </section>
        {is_waiting.then(|| what(view.free_by_law))}
        {choose(gate, view)}
        {terms(view)}
        {answers(gate, view)}
        {timeline(view)}
        <section class="section">
            <h2>{text(Text::CaseContact)}</h2>
            {view
                .mediator
                .as_ref()
                .map(|name| view! { <p>{fill(Text::CaseMediator, &[("name", name)])}</p> })}
            <OrganizationContact organization=view.organization.clone()/>
        </section>
        {stores()
            .keepsakes
            .invited()
            .map(|invited| place(Party::Invited(invited), may_rate(view.status)))}
        <p class="muted invited-private">{text(Text::InvitedPrivate)}</p>
        <p class="data-tools no-print">
            <Button
                words=text(Text::InvitedAnother).to_owned()
                on_press=Callback::new(move |()| gate.leave())
                look=Look::Quiet
            />
        </p>
        <HelpLine/>
    }
}

fn about(view: &PartyView) -> View {
    let cost = if view.free_by_law {
        Text::InvitedFree
    } else {
        Text::InvitedMayCost
    };
    rows([
        (Text::InvitedSummary, view.summary.clone()),
        (Text::InvitedField, field_official(view.field).to_owned()),
        (Text::InvitedCost, text(cost).to_owned()),
    ])
}

/// Asks which of the times that are offered suit, while some are; then says that it is too late.
fn choose(gate: Gate, view: &PartyView) -> Option<View> {
    if !view.legal_moves.contains(&Event::ChooseSlots) {
        let side = Actor::Respondent;
        return slots::over(&view.timeline, view.status, Matter::Dispute, side);
    }
    let send: slots::Send = Rc::new(move |key, answer, done| {
        Box::pin(async move {
            let keepsakes = stores().keepsakes;
            let (invited, sitting) = (keepsakes.invited()?, keepsakes.sitting());
            let answer = PartyAnswer::ChooseSlots(answer);
            let answered = api::party_answer(&invited, &key, &answer).await;
            if keepsakes.sitting() != sitting {
                return None;
            }
            match answered {
                Ok(view) => gate.answered(view, done),
                // What is possible now is on the page that is shown.
                Err(failure)
                    if matches!(
                        failure.code(),
                        Some(ProblemCode::IllegalMove | ProblemCode::SlotsChanged)
                    ) =>
                {
                    gate.done.try_set(Some(Text::CaseChanged));
                    stores().announcer.say(text(Text::CaseChanged));
                    gate.fetch(invited);
                }
                Err(failure) => return Some(failure),
            }
            None
        })
    });
    Some(slots::place(Asked {
        timeline: view.timeline.clone(),
        side: Actor::Respondent,
        send,
    }))
}

/// The way to the terms, once there are any.
fn terms(view: &PartyView) -> Option<View> {
    let mut past = view.timeline.iter();
    past.any(|entry| entry.event == Event::ProposeTerms)
        .then(|| terms_link(&Route::InvitedTerms))
}

/// When, how and where people sit down together.
fn meeting(view: &PartyView, time: &str) -> Option<View> {
    let appointment = view.appointment.as_ref()?;
    Some(rows([
        (Text::CaseAppointment, time.to_owned()),
        (Text::CaseLength, length_words(appointment)),
        (Text::CaseHow, channel_name(appointment.channel).to_owned()),
        (Text::CaseWhere, appointment.place.clone()),
    ]))
}

fn rows<const N: usize>(rows: [(Text, String); N]) -> View {
    let rows = rows.into_iter().filter(|(_, words)| !words.is_empty());
    let rows = rows.map(|(label, words)| (text(label), words)).collect();
    view! { <dl class="card answers-list">{fact_rows(rows)}</dl> }
}

/// What mediation is. The law that is named is that of people's mediation.
fn what(is_peoples: bool) -> View {
    let fact = |(words, source): (Text, Option<Text>)| {
        let source = source.filter(|_| is_peoples);
        view! {
            <li>
                {text(words)}
                {source.map(|source| view! { <p class="source">{text(source)}</p> })}
            </li>
        }
    };
    view! {
        <section class="section">
            <h2>{text(Text::InvitedWhat)}</h2>
            <ul class="bullets">{FACTS.map(fact).collect_view()}</ul>
        </section>
    }
}

/// What has happened, newest first.
fn timeline(view: &PartyView) -> View {
    let past = view.timeline.iter().rev().filter_map(|entry| {
        let title = happened(entry)?;
        let time = clock::read(&entry.at);
        let time = time.map(|time| moment_words(&time)).unwrap_or_default();
        let note = entry
            .detail
            .note
            .clone()
            .filter(|_| entry.event != Event::Invite);
        Some(view! {
            <li>
                <p class="timeline-title">{title}</p>
                <p class="muted">{time}</p>
                {note.map(|note| view! { <p class="fact">{note}</p> })}
            </li>
        })
    });
    let past = past.collect_view();
    view! {
        <section class="section">
            <h2>{text(Text::CaseTimeline)}</h2>
            <ol class="timeline">{past}</ol>
        </section>
    }
}
