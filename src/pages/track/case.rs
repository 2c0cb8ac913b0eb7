//! The open case: now, what to do, by when; then the past, the next step and the ways to act.

use crate::view::prelude::*;
use browser::due::clock;
use contract::group::{self, GroupMark};
use contract::kinds::DisputeField;
use contract::rating::may_rate;
use contract::request::{Appointment, RequestView};
use contract::status::{Actor, Event, Status};

use super::calendar;
use super::data;
use super::decide::{choose, decide};
use super::desk::Desk;
use super::doors::doors;
use super::files::{files, more};
use super::moves::{ANSWER, NOTE, note_form, withdraw};
use super::summary::{self, Face, Past, appointment, face, past, question, summary};
use crate::api::Party;
use crate::components::{
    Button, ButtonLink, Look, Notice, OrganizationContact, PageTitle, Paper, Tone, fact_rows,
    terms_link,
};
use crate::i18n::{Text, appointment_words, channel_name, fill, length_words, moment_words, text};
use crate::pages::{feedback, push, slots};
use crate::platform::{clock as time, download, focus, page};
use crate::routes::Route;
use crate::state::stores;

/// The case.
pub fn shown(desk: Desk, view: RequestView) -> View {
    // What is about the family leaves no trace.
    let is_family = view.content.field == DisputeField::Family;
    stores().doors.set_quiet(is_family);
    let can = |event: Event| view.legal_moves.contains(&event);
    let words = summary(&view, appointment_time);
    let deadline = view.deadline.as_ref();
    // What one may apply for was applied for.
    let deadline = deadline.filter(|_| view.status != Status::Confirming);
    let face = deadline.and_then(|deadline| Some(face(deadline, clock(deadline, time::now_ms())?)));
    // A deadline that has passed gives the person something to do.
    let todo = face
        .as_ref()
        .and_then(|face| face.late)
        .unwrap_or(words.todo);
    // A phone that rings may not be safe.
    let todo = if view.content.afraid && matches!(todo, Text::TodoWait | Text::TodoAccepted) {
        Text::TodoCareful
    } else {
        todo
    };
    let todo = if slots::is_asked(&view.timeline, &view.legal_moves, Actor::Applicant) {
        Text::TodoSlots
    } else {
        todo
    };
    let next = words.next.map(|next| {
        view! {
            <p class="next-step">
                {fill(Text::CaseNextStep, &[("words", text(next))])}
            </p>
        }
    });
    let past = past(&view, entry_time)
        .into_iter()
        .map(happened)
        .collect_view();
    view! {
        {top(desk, &view.number)}
        <PageTitle words=text(words.headline).to_owned()/>
        {move || {
            desk.done.get().map(|done| view! { <p class="done">{text(done)}</p> })
        }}
        <div role="alert">
            {move || {
                desk.trouble
                    .get()
                    .map(|words| {
                        view! {
                            <Notice tone=Tone::Wrong>
                                <p>{words}</p>
                                <p>{text(Text::CaseStale)}</p>
                            </Notice>
                        }
                    })
            }}
        </div>
        <section class="now">
            <h2>{text(Text::CaseNow)}</h2>
            <p>{words.now}</p>
            <h2>{text(Text::CaseTodo)}</h2>
            <p>{text(todo)}</p>
            {words.source.map(|source| view! { <p class="source">{text(source)}</p> })}
            {face.map(due)}
        </section>
        {has_terms(&view).then(|| terms_link(&Route::OwnTerms))}
        {choose(desk, &view)}
        {decide(desk, &view)}
        {appointment(&view).map(|appointment| meeting(&view, appointment))}
        {question(&view).map(|asked| view! { <blockquote class="asked">{asked.to_owned()}</blockquote> })}
        {can(Event::Answer).then(|| note_form(desk, ANSWER))}
        {summary::next_door(&view).map(|next| doors(next, &view.content, &view.region_name))}
        <section class="section">
            <h2>{text(Text::CaseTimeline)}</h2>
            <ol class="timeline">{past}</ol>
            {next}
        </section>
        <section class="section">
            <h2>{text(Text::CaseContact)}</h2>
            {view
                .mediator
                .as_ref()
                .map(|name| view! { <p>{fill(Text::CaseMediator, &[("name", name)])}</p> })}
            <OrganizationContact organization=view.organization.clone()/>
        </section>
        {files(&view.evidence)}
        <div class="data-tools no-print">{more(desk, &view)}</div>
        {together(&view)}
        {stores().keepsakes.case().filter(|_| view.has_paper).map(|case| view! { <Paper case/> })}
        {told_here(desk, &view)}
        {data::section(desk, &view)}
        {stores()
            .keepsakes
            .case()
            .map(|case| feedback::place(Party::Owner(case), may_rate(view.status)))}
        <p class="muted no-print">{text(Text::CaseLeaveNote)}</p>
        {can(Event::Withdraw).then(|| view! { <div class="withdraw no-print">{withdraw(desk)}</div> })}
        {(can(Event::AddNote) && !can(Event::Answer)).then(|| write(desk))}
    }
}

pub(super) fn entry_time(at: &str) -> String {
    time::read(at)
        .map(|time| moment_words(&time))
        .unwrap_or_default()
}

fn appointment_time(at: &str) -> String {
    time::read(at)
        .map(|time| appointment_words(&time))
        .unwrap_or_default()
}

/// Being told of news by this browser.
fn told_here(desk: Desk, view: &RequestView) -> Option<View> {
    let done = Callback::new(move |(view, words)| desk.moved(view, words));
    push::place(stores().keepsakes.case()?, view, done)
}

/// Whether terms were put before both sides.
fn has_terms(view: &RequestView) -> bool {
    let mut past = view.timeline.iter();
    past.any(|entry| entry.event == Event::ProposeTerms)
}

/// The number, and what to do with the page itself.
fn top(desk: Desk, number: &str) -> View {
    let refresh = Callback::new(move |()| {
        desk.done.set(None);
        desk.refresh();
    });
    view! {
        <div class="case-top">
            <p class="muted">{fill(Text::CaseNumber, &[("number", number)])}</p>
            <div class="case-tools no-print">
                <Button
                    words=text(Text::CaseRefresh).to_owned()
                    on_press=refresh
                    look=Look::Quiet
                    busy=desk.trying
                />
                <Button
                    words=text(Text::ReceiptPrint).to_owned()
                    on_press=Callback::new(|()| page::print())
                    look=Look::Quiet
                />
                <Button
                    words=text(Text::CaseLeave).to_owned()
                    on_press=Callback::new(move |()| desk.leave())
                    look=Look::Quiet
                />
            </div>
        </div>
    }
}

/// By when the next step is due.
fn due(face: Face) -> View {
    view! {
        <h2>{text(Text::CaseBy)}</h2>
        <p class="clock">
            <b>{face.big}</b>
            <span>{face.words}</span>
        </p>
        {face.source.map(|source| view! { <p class="source">{text(source)}</p> })}
    }
}

/// When, how and where people sit down together.
fn meeting(view: &RequestView, appointment: &Appointment) -> View {
    let rows = [
        (Text::CaseAppointment, appointment_time(&appointment.at)),
        (Text::CaseLength, length_words(appointment)),
        (Text::CaseHow, channel_name(appointment.channel).to_owned()),
        (Text::CaseWhere, appointment.place.clone()),
    ];
    let rows = rows.into_iter().filter(|(_, words)| !words.is_empty());
    let rows = rows.map(|(label, words)| (text(label), words)).collect();
    let starts = time::utc(&appointment.at).filter(|_| download::is_possible());
    let keep = starts.map(|starts| {
        let file = calendar::file(view, appointment, &starts, &time::stamp(0));
        let name = [view.number.as_str(), ".ics"].concat();
        let save = Callback::new(move |()| {
            download::save(&name, "text/calendar", &file);
        });
        view! {
            <div class="actions no-print">
                <Button
                    words=text(Text::CaseToCalendar).to_owned()
                    on_press=save
                    look=Look::Secondary
                />
            </div>
        }
    });
    view! {
        <dl class="card answers-list">{fact_rows(rows)}</dl>
        {keep}
    }
}

fn happened(past: Past) -> View {
    let facts = past
        .facts
        .into_iter()
        .map(|fact| view! { <p class="fact">{fact}</p> })
        .collect_view();
    view! {
        <li>
            <p class="timeline-title">{past.title}</p>
            <p class="muted">{past.time}</p>
            {facts}
        </li>
    }
}

/// How many filed together, or the way to begin that.
fn together(view: &RequestView) -> Option<View> {
    let (words, open) = match view.group {
        Some(GroupMark { members }) => {
            let words = fill(Text::GroupCount, &[("n", &members.to_string())]);
            (words, Text::GroupOpen)
        }
        None if group::may_start(view.content.field, view.status) => {
            (text(Text::GroupOfferWords).to_owned(), Text::GroupOfferOpen)
        }
        None => return None,
    };
    Some(view! {
        <section class="section group-part no-print">
            <h2>{text(Text::GroupTitle)}</h2>
            <p>{words}</p>
            <ButtonLink href=Route::Group.to_path() words=text(open) look=Look::Secondary/>
        </section>
    })
}

/// The one thing to press on an open case, at thumb's reach; pressed, it becomes the form.
fn write(desk: Desk) -> View {
    // Something is being written: the case was built anew meanwhile.
    let writing = RwSignal::new(desk.note.with_untracked(|note| !note.is_empty()));
    let open = move |_| {
        writing.set(true);
        page::before_paint(|| {
            focus::focus_field("note");
        });
    };
    view! {
        {move || {
            if writing.get() {
                note_form(desk, NOTE)
            } else {
                view! {
                    <div class="steps-bottom no-print">
                        <button
                            type="button"
                            class="button button-secondary button-wide"
                            on:click=open
                        >
                            {text(Text::NoteOpen)}
                        </button>
                    </div>
                }
            }
        }}
    }
}
