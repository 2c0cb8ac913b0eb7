//! The form of one move: exactly its questions, words to begin with, and what to do when somebody else was quicker.

use std::sync::Arc;

use browser::{clock, page, random, task};
use contract::desk::Colleague;
use contract::problem::{ProblemCode, Since};
use contract::request::RequestView;

use super::field::field;
use super::slots::{beginning, row_fault};
use super::{Act, Context, Fault, Key, build};
use crate::api::{self, Failure, to_json};
use crate::drafts::Draft;
use crate::i18n::{
    Text, act_hint, act_name, actor_name, failure_words, fault_words, fill, full_day_words,
    happened, templates, text, when,
};
use crate::pages::case::{Room, focus_done};
use crate::parts::{Button, ErrorList, Look, Mistake, NotDone};
use crate::session;
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// What the questions of a form share.
#[derive(Clone, Copy)]
pub struct Form {
    /// What the parts of the case share.
    pub room: Room,
    /// Which move.
    pub act: Act,
    /// Who can be assigned.
    pub colleagues: RwSignal<Vec<Colleague>>,
    faults: RwSignal<Vec<Fault>>,
    /// What its answers are before anything is typed.
    beginning: StoredValue<Draft>,
}

impl Form {
    /// What was typed there.
    pub fn value(self, key: Key) -> Signal<String> {
        let number = self.room.number;
        let act = self.act;
        Signal::derive(move || {
            desk().drafts.with(|drafts| {
                let draft = number.with_value(|number| drafts.get(number, act).cloned());
                let draft = draft.unwrap_or_default();
                self.beginning
                    .with_value(|beginning| draft.get_or(key, beginning).to_owned())
            })
        })
    }

    /// What is wrong with it.
    pub fn error(self, key: Key) -> Signal<Option<String>> {
        Signal::derive(move || {
            let mut faults = self.faults.get().into_iter();
            let is_here = |fault: &Fault| fault.key == key && fault.row.is_none();
            faults.find(is_here).map(fault_words)
        })
    }

    /// What is wrong with it in this row, counted from 0.
    pub(super) fn row_error(self, key: Key, at: usize) -> Signal<Option<String>> {
        Signal::derive(move || self.faults.with(|faults| row_fault(faults, key, at)))
    }

    /// Says no more what was wrong in rows.
    pub(super) fn forget_rows(self) {
        self.faults
            .update(|faults| faults.retain(|fault| fault.row.is_none()));
    }

    /// Keeps what is typed.
    pub fn set(self, key: Key, value: String) {
        self.edit(|draft| draft.set(key, value));
    }

    fn draft(self) -> Draft {
        let number = self.room.number.get_value();
        let found = desk()
            .drafts
            .with_untracked(|drafts| drafts.get(&number, self.act).cloned());
        let mut draft = found.unwrap_or_default();
        self.beginning
            .with_value(|beginning| draft.begin(beginning));
        draft
    }

    fn edit(self, change: impl FnOnce(&mut Draft)) {
        let number = self.room.number.get_value();
        desk()
            .drafts
            .update(|drafts| change(drafts.edit(&number, self.act)));
    }

    fn tell(self, faults: Vec<Fault>) {
        self.faults.set(faults);
        focus_soon("#mistakes");
    }
}

/// The form.
#[component]
pub fn MoveForm(
    /// What the parts of the case share.
    room: Room,
    /// Which move.
    act: Act,
) -> View {
    let begun_with = room.now().map(|view| beginning(act, &view, clock::today()));
    let begun_with = begun_with.unwrap_or_default();
    let form = Form {
        room,
        act,
        colleagues: RwSignal::new(Vec::new()),
        faults: RwSignal::new(Vec::new()),
        beginning: StoredValue::new(begun_with),
    };
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let was_begun = room.number.with_value(|number| {
        desk().drafts.with_untracked(|drafts| {
            drafts
                .get(number, act)
                .is_some_and(|draft| !draft.is_empty())
        })
    });
    if act == Act::Assign {
        task::spawn_local(async move {
            match api::colleagues().await {
                Ok(found) => {
                    form.colleagues.try_set(found.colleagues);
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    }
    let send = Callback::new(move |()| {
        let (Some(me), Some(view)) = (session::me(), room.now()) else {
            return;
        };
        failure.set(None);
        let colleagues = form.colleagues.get_untracked();
        let context = Context {
            me: &me,
            colleagues: &colleagues,
        };
        let made = match build(act, &form.draft(), &context) {
            Ok(made) => made,
            Err(faults) => return form.tell(faults),
        };
        form.faults.set(Vec::new());
        let Some(body) = to_json(&made) else { return };
        let mut key = String::new();
        form.edit(|draft| key = draft.key_for(&body, random::idempotency_key));
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::make_move(&view.number, view.version, key, body).await;
            busy.try_set(false);
            match answer {
                Ok(view) => finish(form, view),
                Err(why) => stumble(form, why, failure),
            }
        });
    });
    let later = Callback::new(move |()| {
        room.act.set(None);
        focus_soon("#acts button");
    });
    // What it asks depends on the case that it was opened with.
    let asks = room.now().map(|view| act.asks(&view)).unwrap_or_default();
    let questions = asks.into_iter().map(|key| field(form, key)).collect_view();
    let mistakes = Signal::derive(move || {
        let mistake = |fault: Fault| Mistake {
            id: fault.id(),
            words: fault_words(fault),
        };
        form.faults.get().into_iter().map(mistake).collect()
    });
    let words = Signal::derive(move || {
        text(if busy.get() {
            Text::FormBusy
        } else {
            Text::FormSend
        })
        .to_owned()
    });
    let told = Signal::derive(move || {
        let failure = failure.get()?;
        (failure.code() != Some(ProblemCode::Outdated)).then(|| failure_words(&failure))
    });
    view! {
        <div class="move card">
            <h2 id="form-title" tabindex="-1">
                {act_name(act)}
            </h2>
            {act_hint(act).map(|hint| view! { <p class="field-hint">{hint}</p> })}
            {was_begun.then(|| view! { <p class="resumed">{text(Text::FormKept)}</p> })}
            <ErrorList mistakes=mistakes/>
            {outdated(form, failure)}
            {beginnings(form)}
            {questions}
            <NotDone words=told id="not-done"/>
            <div class="actions">
                <Button words=words on_press=send look=Look::Primary busy=busy/>
                <Button words=text(Text::FormLater).to_owned() on_press=later look=Look::Quiet/>
            </div>
        </div>
    }
}

/// It is done: the case as it is now, and the form goes.
fn finish(form: Form, view: RequestView) {
    let Form { room, act, .. } = form;
    let number = view.number.clone();
    let words = fill(Text::FormDone, &[("act", act_name(act))]);
    desk().drafts.update(|drafts| drafts.forget(&number, act));
    desk().turned();
    room.view.try_set(Some(Arc::new(view)));
    room.act.try_set(None);
    room.done.try_set(Some(words.clone()));
    desk().say(words);
    focus_done();
}

/// It is not done: what was typed stays, and what is wrong is said where it can be mended.
fn stumble(form: Form, why: Failure, failure: RwSignal<Option<Failure>>) {
    let faults: Vec<_> = why.issues().iter().copied().map(Fault::from).collect();
    if !faults.is_empty() {
        return form.tell(faults);
    }
    let is_outdated = why.code() == Some(ProblemCode::Outdated);
    failure.try_set(Some(why));
    focus_soon(if is_outdated {
        "#outdated"
    } else {
        "#not-done"
    });
}

/// Somebody else was quicker: what happened meanwhile, and the way on. What was typed stays.
fn outdated(form: Form, failure: RwSignal<Option<Failure>>) -> View {
    let room = form.room;
    let seen = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let look = Callback::new(move |()| {
        busy.set(true);
        room.look(move |answer| {
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    failure.try_set(None);
                    seen.try_set(true);
                    desk().turned();
                    focus_soon("#seen");
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    });
    let shown = move || {
        let failure = failure.get();
        let since = match &failure {
            Some(Failure::Refused(problem)) if problem.code == ProblemCode::Outdated => {
                problem.since.clone()
            }
            _ => {
                return seen.get().then(|| still(form));
            }
        };
        let lines = since
            .iter()
            .map(|one| view! { <li>{since_words(one)}</li> })
            .collect_view();
        Some(view! {
            <div class="asked outdated" id="outdated" tabindex="-1" role="alert">
                <h3>{text(Text::OutdatedTitle)}</h3>
                <ul>{lines}</ul>
                <p>{text(Text::OutdatedBody)}</p>
                <Button words=text(Text::OutdatedSee).to_owned() on_press=look busy=busy/>
            </div>
        })
    };
    view! { {shown} }
}

/// Whether it still can be done, after looking.
fn still(form: Form) -> View {
    let possible = session::me()
        .zip(form.room.now())
        .is_some_and(|(me, view)| form.act.is_possible(&view, &me));
    let words = if possible {
        Text::OutdatedSeen
    } else {
        Text::IllegalNow
    };
    view! {
        <p class="asked" id="seen" tabindex="-1" role="status">
            {text(words)}
        </p>
    }
}

fn since_words(since: &Since) -> String {
    fill(
        Text::OutdatedLine,
        &[
            ("time", &when(&since.at)),
            ("actor", actor_name(since.actor)),
            ("event", happened(since.event)),
        ],
    )
}

/// Words to begin with. They go below what is there already.
fn beginnings(form: Form) -> Option<View> {
    let (view, me) = (form.room.now()?, session::me()?);
    let today = full_day_words(&clock::now());
    let templates = templates(form.act, &view, &me, &today);
    if templates.is_empty() {
        return None;
    }
    let buttons = templates
        .into_iter()
        .map(|template| {
            let press = Callback::new(move |()| {
                let typed = form.draft().get(template.key).trim().to_owned();
                let words = match typed.as_str() {
                    "" => template.words.clone(),
                    typed => [typed, "\n\n", &template.words].concat(),
                };
                form.set(template.key, words);
                if let Some((key, value)) = template.with {
                    form.set(key, value.to_owned());
                }
                let id = template.key.id();
                page::before_paint(move || {
                    browser::focus::focus_field(id);
                });
            });
            view! {
                <li>
                    <Button words=text(template.name).to_owned() on_press=press/>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <div class="beginnings">
            <p id="beginnings">{text(Text::FormTemplates)}</p>
            <ul aria-labelledby="beginnings">{buttons}</ul>
        </div>
    })
}
