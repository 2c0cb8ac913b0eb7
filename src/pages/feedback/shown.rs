//! What a side has said so far, and the ways to say more.

use std::sync::Arc;

use contract::complaint::{ComplaintStatus, ComplaintView};
use contract::draft::{Field, Issue};
use contract::problem::ProblemCode;
use contract::rating::FeedbackView;

use super::{complain, rate};
use crate::api::{self, ApiFailure, Load, Party};
use crate::components::form::error_words;
use crate::components::{Button, Failure, Look, NotSent, Waiting, fact_rows};
use crate::i18n::{Text, complaint_ground_name, day_words, fill, moment_words, text};
use crate::platform::task::spawn_local;
use crate::platform::{clock, focus, page};
use crate::state::stores;
use crate::view::prelude::*;

/// The selector of what has just been done.
const DONE: &str = "#feedback-done";

/// Which form is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    Nothing,
    Complaint,
    Rating,
}

/// What is shown, and what is being said. Copies share it.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    party: StoredValue<Party>,
    view: RwSignal<Load<FeedbackView>>,
    pub(super) open: RwSignal<Open>,
    done: RwSignal<Option<Text>>,
    pub(super) busy: RwSignal<bool>,
    issues: RwSignal<Vec<Issue>>,
    failure: RwSignal<Option<ApiFailure>>,
    /// Who was at the phone when it was opened.
    sitting: u32,
}

/// All of it.
pub(super) fn shown(party: &Party) -> View {
    let desk = Desk {
        party: StoredValue::new(party.clone()),
        view: RwSignal::new(Load::Waiting),
        open: RwSignal::new(Open::Nothing),
        done: RwSignal::new(None),
        busy: RwSignal::new(false),
        issues: RwSignal::new(Vec::new()),
        failure: RwSignal::new(None),
        sitting: stores().keepsakes.sitting(),
    };
    desk.ask();
    let retry = Callback::new(move |()| {
        desk.view.set(Load::Waiting);
        desk.ask();
    });
    view! {
        <div role="status">
            {move || {
                desk.done
                    .get()
                    .map(|done| {
                        view! {
                            <p class="done" id="feedback-done" tabindex="-1">
                                {text(done)}
                            </p>
                        }
                    })
            }}
        </div>
        {move || match desk.view.get() {
            Load::Waiting => view! { <Waiting/> },
            Load::Failed(failure) => view! { <Failure failure on_retry=retry/> },
            Load::Ready(view) => parts(desk, &view),
        }}
    }
}

impl Desk {
    /// Asks what was said and can be said. What is on the screen stays until it is here.
    fn ask(self) {
        let Some(party) = self.party.try_get_value() else {
            return;
        };
        spawn_local(async move {
            let answer = api::feedback(&party).await;
            if stores().keepsakes.sitting() == self.sitting {
                self.view.try_set(answer.into());
            }
        });
    }

    /// Opens a form, or closes it.
    pub(super) fn go_to(self, open: Open, focused: &'static str) {
        self.done.set(None);
        self.failure.set(None);
        self.issues.set(Vec::new());
        self.open.set(open);
        page::before_paint(move || {
            focus::focus_field(focused);
        });
    }

    /// What is wrong with this field, in words.
    pub(super) fn error(self, field: Field) -> Signal<Option<String>> {
        Signal::derive(move || self.issues.with(|issues| error_words(issues, field)))
    }

    /// Another value is not wrong yet.
    pub(super) fn mended(self, field: Field) {
        self.issues
            .update(|issues| issues.retain(|issue| issue.field != field));
    }

    /// Why it was not sent.
    pub(super) fn not_sent(self) -> View {
        view! { <NotSent failure=self.failure/> }
    }

    /// Shows what is wrong, and goes to the first of it.
    pub(super) fn mend(self, issues: Vec<Issue>, id: fn(Field) -> &'static str) {
        let first = issues.first().map(|issue| id(issue.field));
        self.issues.set(issues);
        if let Some(first) = first {
            focus::focus_field(first);
        }
    }

    /// Who says it, unless something is being sent. From then on something is.
    pub(super) fn begin(self) -> Option<Party> {
        if self.busy.get_untracked() {
            return None;
        }
        self.busy.set(true);
        self.failure.set(None);
        self.party.try_get_value()
    }

    /// What became of it.
    pub(super) fn finish<T>(
        self,
        answer: Result<T, ApiFailure>,
        done: Text,
        id: fn(Field) -> &'static str,
    ) {
        // The page may be gone by now, or somebody else sit here.
        if self.busy.try_set(false).is_some() || stores().keepsakes.sitting() != self.sitting {
            return;
        }
        match answer {
            Ok(_) => {
                self.open.set(Open::Nothing);
                self.done.set(Some(done));
                stores().announcer.say(text(done));
                self.ask();
                page::before_paint(|| {
                    focus::focus(DONE);
                });
            }
            Err(ApiFailure::Rejected(problem)) if !problem.issues.is_empty() => {
                self.mend(problem.issues, id);
            }
            // The time for it has passed, or it was said as often as it may be: what can be said now is asked for.
            Err(ApiFailure::Rejected(problem))
                if matches!(
                    problem.code,
                    ProblemCode::RatingNotNow | ProblemCode::ComplaintsFull
                ) =>
            {
                self.open.set(Open::Nothing);
                self.ask();
            }
            Err(failure) => self.failure.set(Some(failure)),
        }
    }
}

fn parts(desk: Desk, view: &Arc<FeedbackView>) -> View {
    let complaints = view.complaints.iter().map(complaint).collect_view();
    let complaints = (!view.complaints.is_empty()).then(|| {
        view! {
            <h3>{text(Text::ComplaintTitle)}</h3>
            {complaints}
        }
    });
    let rating = (view.rating.is_some() || view.may_rate).then(|| rate::rating(desk, view));
    let complain = (!view.receivers.is_empty()).then(|| way_to_complain(desk, Arc::clone(view)));
    view! {
        {rating}
        {complaints}
        {complain}
    }
}

fn way_to_complain(desk: Desk, view: Arc<FeedbackView>) -> View {
    let open = Callback::new(move |()| desk.go_to(Open::Complaint, complain::GROUNDS));
    let shown = move || {
        if desk.open.get() == Open::Complaint {
            complain::form(desk, &view)
        } else {
            view! {
                <Button
                    words=text(Text::ComplaintOpen).to_owned()
                    id=complain::OPEN
                    look=Look::Quiet
                    on_press=open
                />
            }
        }
    };
    shown.into_view()
}

/// A complaint: its number, its clock and its answer.
fn complaint(complaint: &ComplaintView) -> View {
    view! { <dl class="card answers-list">{fact_rows(complaint_rows(complaint))}</dl> }
}

/// The same as names and words.
pub fn complaint_rows(complaint: &ComplaintView) -> Vec<(&'static str, String)> {
    let grounds = complaint.grounds.iter();
    let grounds: Vec<_> = grounds
        .map(|ground| complaint_ground_name(*ground))
        .collect();
    let mut rows = vec![
        (text(Text::ComplaintNumber), complaint.number.clone()),
        (text(Text::ComplaintTo), complaint.receiver.name.clone()),
        (
            text(Text::ComplaintAbout),
            grounds.join(text(Text::ListComma)),
        ),
        (text(Text::ComplaintWords), complaint.note.clone()),
        (text(Text::ComplaintState), state(complaint)),
    ];
    if let Some(answer) = &complaint.answer {
        rows.push((text(Text::ComplaintAnswer), answer.note.clone()));
    }
    rows
}

/// Where it stands, in words.
fn state(complaint: &ComplaintView) -> String {
    let day = day_words(&complaint.answer_by);
    match (complaint.status, &complaint.answer) {
        (ComplaintStatus::Answered, Some(answer)) => {
            let time = clock::read(&answer.at);
            let time = time.map(|time| moment_words(&time)).unwrap_or_default();
            fill(Text::ComplaintAnswered, &[("time", &time)])
        }
        _ if complaint.is_late => fill(Text::ComplaintLate, &[("day", &day)]),
        _ => fill(Text::ComplaintWaiting, &[("day", &day)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::organization::OrganizationRef;

    #[test]
    fn a_clock_that_ran_out_is_told_as_it_is() {
        let mut complaint = ComplaintView {
            number: "TS-2611-7K3MQ-2".into(),
            status: ComplaintStatus::Received,
            grounds: Vec::new(),
            note: String::new(),
            receiver: OrganizationRef {
                id: "o1".into(),
                name: "甲组织".into(),
                phones: Vec::new(),
                address: None,
            },
            filed_at: String::new(),
            answer_by: "2026-12-07".into(),
            is_late: false,
            answer: None,
        };
        assert_eq!(state(&complaint), "等答复，最晚 12 月 7 日");
        complaint.is_late = true;
        assert_eq!(state(&complaint), "原定 12 月 7 日以前答复，已经超过了");
    }
}
