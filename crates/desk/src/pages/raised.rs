//! What was raised to a centre: who is late with what, and another organization proposed to the applicant. Nothing that
//! people wrote is seen here.

use browser::{random, task};
use contract::request::NOTE_MAX;
use contract::staff::{QueueEntry, Reassignment};
use contract::status::{Actor, Event, Matter};

use super::moves::{Fault, Key};
use super::place::PlaceField;
use super::queue::matter;
use crate::api::{self, Failure, to_json};
use crate::drafts::Draft;
use crate::i18n::{Text, day_of, failure_words, fault_words, fill, status_name, text};
use crate::parts::{
    Asked, Button, ClockLine, Empty, Failed, Look, NotDone, PageTitle, TextArea, Waiting,
    clock_face,
};
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// What is listed.
#[derive(Clone, Debug, Default)]
struct Listed {
    entries: Vec<QueueEntry>,
    next_after: Option<String>,
}

/// The page.
#[component]
pub fn Raised() -> View {
    let found = RwSignal::new(None::<Result<Listed, Failure>>);
    let busy = RwSignal::new(false);
    let load = Callback::new(move |after: Option<String>| {
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::queue("raised=true", after.as_deref()).await;
            busy.try_set(false);
            found.try_update(|found| match answer {
                Ok(page) => {
                    let mut listed = match (after, found.take()) {
                        (Some(_), Some(Ok(listed))) => listed,
                        _ => Listed::default(),
                    };
                    listed.entries.extend(page.requests);
                    listed.next_after = page.next_after;
                    *found = Some(Ok(listed));
                }
                Err(failure) => *found = Some(Err(failure)),
            });
        });
    });
    load.run(None);
    let retry = Callback::new(move |()| load.run(None));
    view! {
        <div class="narrow">
            <PageTitle words=text(Text::RaisedTitle).to_owned()/>
            <p class="lead">{text(Text::RaisedLead)}</p>
            {move || match found.get() {
                None => view! { <Waiting/> },
                Some(Err(failure)) => view! { <Failed failure=failure on_retry=retry/> },
                Some(Ok(listed)) if listed.entries.is_empty() => {
                    view! { <Empty title=Text::RaisedEmpty body=Text::RaisedEmptyBody/> }
                }
                Some(Ok(listed)) => {
                    let rows = listed
                        .entries
                        .into_iter()
                        .map(|entry| view! { <Row entry=entry on_done=retry/> })
                        .collect_view();
                    let more = listed
                        .next_after
                        .map(|after| {
                            let on = Callback::new(move |()| load.run(Some(after.clone())));
                            view! {
                                <Button
                                    words=text(Text::QueueMore).to_owned()
                                    on_press=on
                                    busy=busy
                                />
                            }
                        });
                    view! {
                        <ul class="cards">{rows}</ul>
                        {more}
                    }
                }
            }}
        </div>
    }
}

/// Whether a centre may still propose another organization.
fn can_propose(entry: &QueueEntry) -> bool {
    let matter = Matter::of(entry.topic);
    entry
        .status
        .next(matter, Event::ProposeTransfer, Actor::Centre)
        .is_some()
}

#[component]
fn Row(
    /// Which case.
    entry: QueueEntry,
    /// Reads the list anew.
    on_done: Callback<()>,
) -> View {
    let open = RwSignal::new(false);
    let clock = entry.deadline.as_ref().and_then(clock_face);
    let organization = entry.organization.clone();
    let call = organization.as_ref().and_then(|one| {
        let phone = one.phones.first()?.clone();
        let words = fill(
            Text::CallOrganization,
            &[("name", &one.name), ("phone", &phone)],
        );
        Some(view! {
            <a class="call" href=["tel:", &phone].concat() aria-label=words>
                <svg class="icon" aria-hidden="true">
                    <use href="#i-phone"></use>
                </svg>
                {phone}
            </a>
        })
    });
    let name = organization.map(|one| one.name).unwrap_or_default();
    let number = entry.number.clone();
    let may = can_propose(&entry);
    let start = Callback::new(move |()| {
        open.set(true);
        focus_soon("#proposal-title");
    });
    let stop = Callback::new(move |()| open.set(false));
    let kept = entry.clone();
    view! {
        <li class="card raised">
            <p class="entry-top">
                <b>{matter(&entry)}</b>
                <span class="tag">{status_name(entry.status)}</span>
            </p>
            {clock.map(|face| view! { <ClockLine face=face/> })}
            <p class="entry-foot">
                <span>{entry.number.clone()}</span>
                <span>{fill(Text::RowFiled, &[("date", &day_of(&entry.submitted_at))])}</span>
            </p>
            <p class="person-top">
                <span>{text(Text::RaisedBy)} " " <b>{name}</b></span>
                {call}
            </p>
            {move || {
                if !may {
                    view! { <p class="muted">{text(Text::RaisedOnlyNew)}</p> }
                } else if open.get() {
                    view! { <Proposal entry=kept.clone() on_done=on_done on_stop=stop/> }
                } else {
                    let name = fill(Text::RaisedProposeOf, &[("number", &number)]);
                    view! {
                        <Button
                            words=text(Text::RaisedPropose).to_owned()
                            name=name
                            on_press=start
                        />
                    }
                }
            }}
        </li>
    }
}

#[component]
fn Proposal(
    /// Which case.
    entry: QueueEntry,
    /// Reads the list anew.
    on_done: Callback<()>,
    /// Closes the form.
    on_stop: Callback<()>,
) -> View {
    let organization = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let faults = RwSignal::new(Vec::<Fault>::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let sent = StoredValue::new(Draft::default());
    let number = entry.number.clone();
    let send = Callback::new(move |()| {
        let proposal = Reassignment {
            organization: organization.get_untracked(),
            note: note.get_untracked().trim().to_owned(),
        };
        failure.set(None);
        faults.set(Vec::new());
        if proposal.organization.is_empty() {
            faults.set(vec![Fault {
                key: Key::Organization,
                code: contract::draft::Code::Missing,
                row: None,
            }]);
            browser::focus::focus_field(Key::Organization.id());
            return;
        }
        let Some(body) = to_json(&proposal) else {
            return;
        };
        let mut key = String::new();
        sent.update_value(|sent| key = sent.key_for(&body, random::idempotency_key));
        let number = number.clone();
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::reassign(&number, key, &proposal).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    desk().say(text(Text::RaisedDone));
                    on_stop.run(());
                    on_done.run(());
                    focus_soon("#main h1");
                }
                Err(why) if !why.issues().is_empty() => {
                    faults.try_set(why.issues().iter().copied().map(Fault::from).collect());
                }
                Err(why) => {
                    failure.try_set(Some(why));
                    focus_soon("#not-done");
                }
            }
        });
    });
    let error = move |key: Key| {
        Signal::derive(move || {
            let mut faults = faults.get().into_iter();
            faults.find(|fault| fault.key == key).map(fault_words)
        })
    };
    let told = Signal::derive(move || failure.get().as_ref().map(failure_words));
    let words = Asked {
        optional: true,
        ..Asked::new(Key::Note.id(), text(Text::RaisedWords)).hinted(text(Text::FormReadApplicant))
    };
    let except = entry.organization.map(|one| one.id).unwrap_or_default();
    view! {
        <div class="move">
            <h2 id="proposal-title" tabindex="-1">
                {text(Text::RaisedPropose)}
            </h2>
            <p class="field-hint">{text(Text::HintProposeTransfer)}</p>
            <PlaceField
                asked=Asked::new(Key::Organization.id(), text(Text::AskOrganization))
                field=entry.field
                region=None
                except=except
                error=error(Key::Organization)
                on_choose=Callback::new(move |id| organization.set(id))
            />
            <TextArea
                asked=words
                rows="3"
                max=NOTE_MAX
                value=note
                error=error(Key::Note)
                on_input=Callback::new(move |typed| note.set(typed))
            />
            <NotDone words=told id="not-done"/>
            <div class="actions">
                <Button
                    words=text(Text::FormSend).to_owned()
                    on_press=send
                    look=Look::Primary
                    busy=busy
                />
                <Button words=text(Text::FormLater).to_owned() on_press=on_stop look=Look::Quiet/>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::kinds::DisputeField;
    use contract::status::Status;

    #[test]
    fn only_what_nobody_answered_can_go_elsewhere() {
        let entry = |status| QueueEntry {
            number: "FQ-2611-7K3MQ-4".into(),
            status,
            field: DisputeField::Labor,
            topic: None,
            submitted_at: "2026-11-20T02:00:00Z".into(),
            deadline: None,
            raised: true,
            slots: false,
            assignee: None,
            organization: None,
        };
        assert!(can_propose(&entry(Status::Submitted)));
        assert!(!can_propose(&entry(Status::Mediating)));
        assert!(!can_propose(&entry(Status::TransferProposed)));
    }
}
