//! What the other side can answer: yes, a call first, time to think, no; and words to the mediator.

use contract::draft::{Code, Field, Issue};
use contract::invitation::{PartyAnswer, PartyView};
use contract::problem::ProblemCode;
use contract::request::{ContactChannel, NOTE_MAX};
use contract::status::{Event, Status};

use super::Gate;
use crate::api::{self, ApiFailure};
use crate::components::form::{
    Choice, Choices, ChoicesKind, Consent, Question, TextArea, TextField, Typing, error_words,
};
use crate::components::{Button, Look, NotSent, Sure, SureWords};
use crate::i18n::{Text, channel_name, text};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page, random};
use crate::state::stores;
use crate::view::prelude::*;

const REFUSE: SureWords = SureWords {
    ask: Text::InvitedRefuse,
    sure: Text::InvitedRefuseSure,
    yes: Text::InvitedRefuseYes,
    no: Text::InvitedRefuseNo,
};

/// Which form is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// None.
    Nothing,
    /// The one of who is willing.
    Agree,
    /// The one of who wants to be called.
    Call,
    /// The one for words to the mediator.
    Note,
}

/// What is being answered. Copies share the same state.
#[derive(Clone, Copy)]
struct Form {
    gate: Gate,
    open: RwSignal<Open>,
    mobile: RwSignal<String>,
    channel: RwSignal<&'static str>,
    note: RwSignal<String>,
    consent: RwSignal<bool>,
    issues: RwSignal<Vec<Issue>>,
    failure: RwSignal<Option<ApiFailure>>,
    busy: RwSignal<bool>,
    /// What was last sent, under which key: the same again has the same key, which makes that harmless.
    last: StoredValue<Option<(PartyAnswer, String)>>,
}

/// The answers that are possible now.
pub fn answers(gate: Gate, view: &PartyView) -> View {
    let can = |event: Event| view.legal_moves.contains(&event);
    let form = Form {
        gate,
        open: RwSignal::new(Open::Nothing),
        mobile: RwSignal::new(String::new()),
        channel: RwSignal::new(""),
        note: RwSignal::new(String::new()),
        consent: RwSignal::new(false),
        issues: RwSignal::new(Vec::new()),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
        last: StoredValue::new(None),
    };
    let refuse = can(Event::RefuseToMediate).then(|| {
        let on_yes = Callback::new(move |()| {
            let note = String::new();
            form.send(PartyAnswer::Refuse { note }, Text::InvitedRefuseDone);
        });
        view! { <Sure words=REFUSE id="refuse" on_yes/> }
    });
    let choices = can(Event::AgreeToMediate).then(|| choices(form));
    let is_waiting = view.status == Status::Inviting;
    let title = if is_waiting {
        Text::InvitedAnswer
    } else {
        Text::InvitedMore
    };
    let write = can(Event::AddNote).then(|| {
        view! {
            <Button
                words=text(Text::NoteOpen).to_owned()
                id="write"
                on_press=Callback::new(move |()| form.begin(Open::Note))
                look=if is_waiting { Look::Quiet } else { Look::Secondary }
            />
        }
    });
    if choices.is_none() && write.is_none() && refuse.is_none() {
        return View::Nothing;
    }
    view! {
        <section class="section no-print">
            <h2>{text(title)}</h2>
            <NotSent failure=form.failure/>
            {choices}
            {move || opened(form)}
            <div class="actions">{write} {refuse}</div>
        </section>
    }
}

fn choices(form: Form) -> View {
    let time = Callback::new(move |()| {
        let note = String::new();
        form.send(PartyAnswer::AskForTime { note }, Text::InvitedTimeDone);
    });
    let button = move |words: Text, look: Look, on_press: Callback<()>| {
        view! { <Button words=text(words).to_owned() on_press look busy=form.busy/> }
    };
    view! {
        <div class="actions actions-stacked">
            {button(Text::InvitedAgree, Look::Primary, Callback::new(move |()| form.begin(Open::Agree)))}
            {button(Text::InvitedCall, Look::Secondary, Callback::new(move |()| form.begin(Open::Call)))}
            {button(Text::InvitedTime, Look::Secondary, time)}
        </div>
    }
}

/// The form that is open.
fn opened(form: Form) -> View {
    let open = form.open.get();
    let mobile = move || {
        let question = question(
            Field::Mobile,
            Text::InvitedMobile,
            Some(Text::InvitedMobileHint),
        );
        form.line(question, Typing::MOBILE, form.mobile)
    };
    let fields = match open {
        Open::Nothing => return View::Nothing,
        Open::Agree => view! {
            {mobile()}
            {channels(form)}
            {note(form, Text::InvitedNote, true)}
            {consent(form)}
        },
        Open::Call => view! {
            {mobile()}
            {note(form, Text::InvitedNote, true)}
            {consent(form)}
        },
        Open::Note => note(form, Text::NoteQuestion, false),
    };
    view! {
        <form
            class="move card"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                form.submit(open);
            }
        >
            {fields}
            <button
                type="submit"
                class="button button-wide"
                aria-disabled=move || form.busy.get().then_some("true")
            >
                {move || text(if form.busy.get() { Text::Sending } else { Text::InvitedSend })}
            </button>
            <Button
                words=text(Text::InvitedNotNow).to_owned()
                on_press=Callback::new(move |()| form.begin(Open::Nothing))
                look=Look::Quiet
            />
        </form>
    }
}

fn question(field: Field, label: Text, hint: Option<Text>) -> Question {
    Question {
        id: field.as_str(),
        label: text(label),
        hint: hint.map(text).unwrap_or_default(),
        optional: false,
    }
}

fn channels(form: Form) -> View {
    let choices = ContactChannel::ALL.iter().map(|channel| Choice {
        value: channel.as_str(),
        label: channel_name(*channel),
        note: "",
    });
    let on_change = Callback::new(move |(value, ticked): (&'static str, bool)| {
        if ticked {
            form.channel.set(value);
            form.changed(Field::ContactChannels);
        }
    });
    view! {
        <Choices
            question=question(Field::ContactChannels, Text::InvitedChannel, None)
            kind=ChoicesKind::One
            choices=choices.collect()
            chosen=vec![form.channel.get_untracked().to_owned()]
            error=form.error(Field::ContactChannels)
            on_change
        />
    }
}

fn note(form: Form, label: Text, optional: bool) -> View {
    let question = Question {
        optional,
        ..question(Field::Note, label, None)
    };
    let on_input = Callback::new(move |value| {
        form.note.set(value);
        form.changed(Field::Note);
    });
    view! {
        <TextArea
            question
            rows="3"
            max=NOTE_MAX
            value=form.note.get_untracked()
            error=form.error(Field::Note)
            on_input
        />
    }
}

fn consent(form: Form) -> View {
    let field = Field::ConsentPrivacy;
    let on_change = Callback::new(move |ticked| {
        form.consent.set(ticked);
        form.changed(field);
    });
    view! {
        <Consent
            question=question(field, Text::InvitedConsent, None)
            words=text(Text::InvitedConsent).to_owned()
            ticked=form.consent.get_untracked()
            error=form.error(field)
            on_change
        />
    }
}

impl Form {
    /// Opens this form, or none, and goes where it begins.
    fn begin(self, open: Open) {
        self.open.set(open);
        self.issues.set(Vec::new());
        self.failure.set(None);
        let field = match open {
            Open::Nothing => return,
            Open::Agree | Open::Call => Field::Mobile,
            Open::Note => Field::Note,
        };
        page::before_paint(move || {
            focus::focus_field(field.as_str());
        });
    }

    fn line(self, question: Question, typing: Typing, typed: RwSignal<String>) -> View {
        let on_input = Callback::new(move |value| {
            typed.set(value);
            self.changed(Field::Mobile);
        });
        let value = typed.get_untracked();
        view! { <TextField question typing value error=self.error(Field::Mobile) on_input/> }
    }

    fn error(self, field: Field) -> Signal<Option<String>> {
        let issues = self.issues;
        Signal::derive(move || issues.with(|issues| error_words(issues, field)))
    }

    /// Something else is said now: what was wrong with it is looked at again when it is sent.
    fn changed(self, field: Field) {
        self.issues
            .update(|issues| issues.retain(|issue| issue.field != field));
    }

    fn submit(self, open: Open) {
        let (mobile, note) = (self.mobile.get_untracked(), self.note.get_untracked());
        let consent_privacy = self.consent.get_untracked();
        let (answer, done) = match open {
            Open::Nothing => return,
            Open::Agree => {
                let channel = self.channel.get_untracked().to_owned();
                let answer = PartyAnswer::Agree {
                    mobile,
                    channel,
                    consent_privacy,
                    note,
                };
                (answer, Text::InvitedAgreeDone)
            }
            Open::Call => {
                let answer = PartyAnswer::AskForCall {
                    mobile,
                    consent_privacy,
                    note,
                };
                (answer, Text::InvitedCallDone)
            }
            Open::Note => (PartyAnswer::AddNote { note }, Text::InvitedNoteDone),
        };
        match answer.parse() {
            Ok(_) => self.send(answer, done),
            Err(issues) => self.mend(issues),
        }
    }

    /// Shows what is wrong and goes to the first of it.
    fn mend(self, mut issues: Vec<Issue>) {
        for issue in &mut issues {
            // Nothing was chosen, rather than something odd.
            if issue.field == Field::ContactChannels {
                issue.code = Code::Missing;
            }
        }
        let first = issues.first().map(|issue| issue.field.as_str());
        self.issues.set(issues);
        if let Some(first) = first {
            page::before_paint(move || {
                focus::focus_field(first);
            });
        }
    }

    fn send(self, answer: PartyAnswer, done: Text) {
        let keepsakes = stores().keepsakes;
        let Some(invited) = keepsakes.invited() else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        let (gate, sitting) = (self.gate, keepsakes.sitting());
        let before = self.last.get_value().filter(|(sent, _)| *sent == answer);
        let key = before.map_or_else(random::idempotency_key, |(_, key)| key);
        self.last.set_value(Some((answer.clone(), key.clone())));
        spawn_local(async move {
            let answered = api::party_answer(&invited, &key, &answer).await;
            self.busy.try_set(false);
            if keepsakes.sitting() != sitting {
                return;
            }
            match answered {
                Ok(view) => gate.answered(view, done),
                Err(ApiFailure::Rejected(problem)) if !problem.issues.is_empty() => {
                    self.mend(problem.issues);
                }
                // Somebody has moved it on: what is possible now is on the page that is shown.
                Err(failure) if failure.code() == Some(ProblemCode::IllegalMove) => {
                    gate.fetch(invited);
                }
                Err(failure) => {
                    self.failure.try_set(Some(failure));
                }
            }
        });
    }
}
