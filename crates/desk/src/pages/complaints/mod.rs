//! What people complained of and is to be answered, and how they rated.

mod answer;
mod ratings;
mod words;

use browser::task;
use contract::complaint::{
    COMPLAINTS_MAX, ComplaintStatus, StaffComplaintView, StaffComplaintsView,
};

use self::answer::AnswerForm;
use self::ratings::Ratings;
use self::words::Words;
use crate::api::{self, Failure};
use crate::i18n::{
    Text, actor_name, complaint_ground_name, day_of, fill, long_day_words, text, when,
};
use crate::parts::{Button, Empty, Failed, PageTitle, Waiting, fact_rows};
use crate::routes::Route;
use crate::session;
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// What the complaints of the page share.
#[derive(Clone, Copy)]
pub struct Room {
    found: RwSignal<Option<Result<StaffComplaintsView, Failure>>>,
    /// The complaint whose form is open.
    open: RwSignal<Option<String>>,
}

impl Room {
    /// Reads them anew.
    pub fn load(self) {
        self.found.set(None);
        task::spawn_local(async move {
            let answer = api::complaints().await.map(|mut view| {
                late_first(&mut view.complaints);
                view
            });
            if let Ok(view) = &answer {
                let begun = begun(&view.complaints, |number| {
                    desk()
                        .drafts
                        .with_untracked(|drafts| drafts.has_words(number))
                });
                self.open.try_set(begun);
            }
            self.found.try_set(Some(answer));
        });
    }

    /// One was answered: it stays in sight with its answer.
    fn answered(self, answered: StaffComplaintView) {
        let id = ["#", &answered.number].concat();
        self.open.try_set(None);
        self.found.try_update(|found| {
            if let Some(Ok(view)) = found {
                put(&mut view.complaints, answered);
            }
        });
        desk().say(text(Text::ComplaintDone));
        focus_soon(id);
    }

    fn close(self, number: &str) {
        self.open.set(None);
        focus_soon(["#", number].concat());
    }
}

/// Late ones before the others; else as they are due.
fn late_first(complaints: &mut [StaffComplaintView]) {
    complaints.sort_by(|one, other| {
        let due = one.answer_by.cmp(&other.answer_by);
        other.is_late.cmp(&one.is_late).then(due)
    });
}

/// The first one that somebody began to answer.
fn begun(complaints: &[StaffComplaintView], has: impl Fn(&str) -> bool) -> Option<String> {
    let found = complaints.iter().find(|one| has(&one.number));
    found.map(|one| one.number.clone())
}

/// Puts a complaint in the place of its earlier self.
fn put(complaints: &mut [StaffComplaintView], new: StaffComplaintView) {
    if let Some(old) = complaints.iter_mut().find(|one| one.number == new.number) {
        *old = new;
    }
}

/// The page.
#[component]
pub fn Complaints() -> View {
    let room = Room {
        found: RwSignal::new(None),
        open: RwSignal::new(None),
    };
    room.load();
    let retry = Callback::new(move |()| room.load());
    view! {
        <div class="narrow">
            <PageTitle words=text(Text::ComplaintsTitle).to_owned()/>
            <p class="lead">{text(Text::ComplaintsLead)}</p>
            {move || match room.found.get() {
                None => view! { <Waiting/> },
                Some(Err(failure)) => view! { <Failed failure=failure on_retry=retry/> },
                Some(Ok(view)) if view.complaints.is_empty() => {
                    view! { <Empty title=Text::ComplaintsEmpty body=Text::ComplaintsEmptyBody/> }
                }
                Some(Ok(view)) => {
                    let more = view
                        .has_more
                        .then(|| {
                            let max = COMPLAINTS_MAX.to_string();
                            let words = fill(Text::ComplaintsMore, &[("max", &max)]);
                            view! { <p class="muted">{words}</p> }
                        });
                    let rows = view
                        .complaints
                        .into_iter()
                        .map(|one| view! { <Row complaint=one room=room/> })
                        .collect_view();
                    view! {
                        <ul class="cards">{rows}</ul>
                        {more}
                    }
                }
            }}
            {session::role().reviews_words().then(|| view! { <Words/> })}
            <Ratings/>
        </div>
    }
}

#[component]
fn Row(
    /// Which.
    complaint: StaffComplaintView,
    /// What they share.
    room: Room,
) -> View {
    let number = complaint.number.clone();
    let due = long_day_words(&complaint.answer_by);
    let (mark, due) = if complaint.status == ComplaintStatus::Answered {
        let mark = view! { <span class="tag tag-ok">{text(Text::ComplaintAnswered)}</span> };
        (mark, None)
    } else if complaint.is_late {
        let mark = view! { <span class="tag tag-late">{text(Text::ComplaintLate)}</span> };
        (mark, Some(fill(Text::ComplaintWasDue, &[("date", &due)])))
    } else {
        let mark = view! { <span class="tag">{text(Text::ComplaintWaits)}</span> };
        (mark, Some(fill(Text::ComplaintDue, &[("date", &due)])))
    };
    let is_late = complaint.is_late;
    let due = due.map(|words| {
        view! {
            <p class="due" class:due-pressing=is_late>
                <b>{words}</b>
            </p>
        }
    });
    let grounds: Vec<_> = complaint
        .grounds
        .iter()
        .map(|ground| complaint_ground_name(*ground))
        .collect();
    let mediators = complaint.mediators.join(text(Text::ListComma));
    let facts = fact_rows(vec![
        (Text::ComplaintGrounds, grounds.join(text(Text::ListComma))),
        (Text::ComplaintBy, actor_name(complaint.by).to_owned()),
        (Text::ComplaintAbout, complaint.about.name.clone()),
        (Text::ComplaintMediators, mediators),
        (Text::ComplaintFiled, day_of(&complaint.filed_at)),
    ]);
    // A centre opens no case.
    let reads = session::role().reads_cases();
    let request = complaint.request.clone();
    let case = if reads {
        let href = Route::Case(request.clone()).to_path();
        view! { <a class="case-link" href=href>{request}</a> }
    } else {
        view! { {request} }
    };
    let told = complaint.answer.clone().map(|answer| {
        view! {
            <div class="asked">
                <h3>{fill(Text::ComplaintAnswerAt, &[("time", &when(&answer.at))])}</h3>
                <p class="told">{answer.note}</p>
            </div>
        }
    });
    let waits = complaint.status != ComplaintStatus::Answered && complaint.answer.is_none();
    let (this, id) = (number.clone(), number.clone());
    let name = fill(Text::ComplaintAnswerOf, &[("number", &number)]);
    let start = Callback::new(move |()| {
        room.open.set(Some(this.clone()));
        focus_soon("#complaint-answer");
    });
    let is_open = Memo::new({
        let number = number.clone();
        move |_| room.open.with(|open| open.as_ref() == Some(&number))
    });
    view! {
        <li class="card raised">
            <p class="entry-top">
                <b id=id tabindex="-1">
                    {fill(Text::ComplaintNumber, &[("number", &number)])}
                </b>
                {mark}
            </p>
            {due}
            <dl class="facts">
                {facts}
                <div>
                    <dt>{text(Text::ComplaintCase)}</dt>
                    <dd>{case}</dd>
                </div>
            </dl>
            <p class="told quoted">{complaint.note.clone()}</p>
            {told}
            {move || {
                if !waits {
                    View::Nothing
                } else if is_open.get() {
                    view! { <AnswerForm number=number.clone() room=room/> }
                } else {
                    view! {
                        <Button
                            words=text(Text::ComplaintAnswer).to_owned()
                            name=name.clone()
                            on_press=start
                        />
                    }
                }
            }}
        </li>
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use contract::complaint::{ComplaintAnswer, ComplaintGround};
    use contract::organization::OrganizationRef;
    use contract::status::Actor;

    fn complaint(number: &str, answer_by: &str, is_late: bool) -> StaffComplaintView {
        StaffComplaintView {
            number: number.to_owned(),
            status: ComplaintStatus::Received,
            about: OrganizationRef {
                id: "o1".into(),
                name: "示例街道人民调解委员会".into(),
                phones: Vec::new(),
                address: None,
            },
            request: "FQ-2611-7K3MQ-4".into(),
            by: Actor::Applicant,
            grounds: vec![ComplaintGround::Bias],
            note: "只听对方说。".into(),
            mediators: vec!["王调解员".into()],
            filed_at: "2026-11-20T02:00:00Z".into(),
            answer_by: answer_by.to_owned(),
            is_late,
            answer: None,
        }
    }

    #[test]
    fn what_is_late_stands_first() {
        let mut complaints = vec![
            complaint("TS-1", "2026-11-30", false),
            complaint("TS-2", "2026-11-29", false),
            complaint("TS-3", "2026-11-20", true),
            complaint("TS-4", "2026-11-10", true),
        ];
        late_first(&mut complaints);
        let order: Vec<_> = complaints.iter().map(|one| &*one.number).collect();
        assert_eq!(order, ["TS-4", "TS-3", "TS-2", "TS-1"]);
    }

    #[test]
    fn one_is_back_at_what_one_began_to_answer() {
        let complaints = [
            complaint("TS-1", "2026-11-30", false),
            complaint("TS-2", "2026-11-29", false),
        ];
        assert_eq!(
            begun(&complaints, |number| number == "TS-2").as_deref(),
            Some("TS-2")
        );
        assert_eq!(begun(&complaints, |_| false), None);
    }

    #[test]
    fn an_answer_takes_the_place_of_the_complaint() {
        let mut complaints = vec![
            complaint("TS-1", "2026-11-30", false),
            complaint("TS-2", "2026-11-29", false),
        ];
        let answered = StaffComplaintView {
            status: ComplaintStatus::Answered,
            answer: Some(ComplaintAnswer {
                at: "2026-11-27T02:00:00Z".into(),
                note: "已经换了调解员。".into(),
            }),
            ..complaint("TS-2", "2026-11-29", false)
        };
        put(&mut complaints, answered.clone());
        assert_eq!(complaints.get(1), Some(&answered));
        assert!(complaints.first().unwrap().answer.is_none());
    }
}
