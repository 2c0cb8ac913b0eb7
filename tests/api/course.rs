//! The course of a case: its stages, its clock, what happens when nobody acts, and how it is handed over.

use std::time::Duration;

use contract::deadline::{DeadlineKind, DeadlineSource};
use contract::draft::{Code, Draft, Field, Issue};
use contract::kinds::{Level, OrganizationKind};
use contract::problem::ProblemCode;
use contract::request::{Detail, RaisedTo, RequestView};
use contract::status::{Actor, Event, Status};
use fengqiao::store::{OrganizationRow, Store};
use serde_json::{Value, json};

use crate::actors::{Answer, Owner, Staff};
use crate::app::TestApp;
use crate::samples::{COMMERCIAL, COMMITTEE, LABOR, draft, key, organizations};

pub(crate) const CENTRE: &str = "centre-1";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Owner {
    pub(crate) async fn answers_transfer(&self, once: &str, agrees: bool, to: &str) -> Answer {
        let path = format!("/api/v1/requests/{}/transfer", self.number);
        let caller = self.caller().with("idempotency-key", once);
        let body = json!({ "agrees": agrees, "organization": to });
        caller.post(&path, &body).await
    }

    async fn reports(&self, once: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/requests/{}/performance", self.number);
        let caller = self.caller().with("idempotency-key", once);
        caller.post(&path, body).await
    }
}

impl Staff {
    async fn reassigns(&self, number: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/staff/raised/{number}/transfer");
        let caller = self.caller().with("idempotency-key", key(6));
        caller.post(&path, body).await
    }
}

/// Staff do these one after the other.
async fn go(staff: &Staff, number: &str, moves: &[Value]) -> RequestView {
    let mut view = None;
    for body in moves {
        view = Some(staff.make(number, body).await.good());
    }
    view.unwrap()
}

/// The non-litigation service centre of a county takes part, too.
pub(crate) async fn with_centre(app: &TestApp) {
    let centre = OrganizationRow {
        id: CENTRE.to_owned(),
        name: "鼓楼区非诉讼服务中心".to_owned(),
        kind: OrganizationKind::NonlitigationCenter,
        level: Some(Level::County),
        ..organizations()[0].clone()
    };
    let mut import = app.store.begin_import().await.unwrap();
    import.put(&[centre]).await.unwrap();
    import.commit(false).await.unwrap();
    app.directory.refresh(app.store.as_ref()).await.unwrap();
}

#[tokio::test]
async fn a_case_runs_its_whole_legal_life() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &neighbours()).await;
    let staff = app.staff(COMMITTEE).await;
    for (body, status) in [
        (json!({"move": "accept"}), Status::Accepted),
        (
            json!({"move": "assign", "mediator": "李四"}),
            Status::Accepted,
        ),
        (
            json!({"move": "invite", "summary": "楼上夜里太吵，想请双方谈谈。"}),
            Status::Inviting,
        ),
        (
            json!({"move": "agree-to-mediate", "note": "电话里同意"}),
            Status::Willing,
        ),
        (
            json!({"move": "investigate", "note": "到现场看了"}),
            Status::Investigating,
        ),
        (
            json!({"move": "schedule", "appointment": {"at": "2026-12-01T09:00:00+08:00", "channel": "in-person", "place": "社区"}}),
            Status::Scheduled,
        ),
        (json!({"move": "begin-mediation"}), Status::Mediating),
        (
            json!({"move": "extend-term", "until": "2027-01-10", "both_agree": true}),
            Status::Mediating,
        ),
        (
            json!({"move": "record-agreement", "form": "written"}),
            Status::Agreed,
        ),
        (
            json!({"move": "apply-for-confirmation"}),
            Status::Confirming,
        ),
        (
            json!({"move": "record-confirmation", "outcome": "confirmed"}),
            Status::Performing,
        ),
        (json!({"move": "report-performed"}), Status::Performed),
        (
            json!({"move": "record-return-visit", "note": "双方满意"}),
            Status::Performed,
        ),
        (json!({"move": "close"}), Status::Closed),
    ] {
        let view: RequestView = staff.make(&owner.number, &body).await.good();
        assert_eq!(view.status, status, "{body}");
    }
    let seen = owner.sees().await;
    assert_eq!(seen.mediator.as_deref(), Some("李四"));
    let events = || seen.timeline.iter().map(|entry| entry.event);
    assert!(events().any(|event| event == Event::ConfirmationGranted));
    assert!(seen.deadline.is_none());
    // What people said afterwards is the organization's.
    let asked = seen
        .timeline
        .iter()
        .find(|entry| entry.event == Event::RecordReturnVisit);
    assert_eq!(asked.unwrap().detail, Detail::default());
}

/// What is due: which step, by when, by which rule.
fn due(view: &RequestView) -> Option<(DeadlineKind, String, DeadlineSource)> {
    let deadline = view.deadline.clone()?;
    Some((deadline.kind, deadline.due, deadline.source))
}

/// A dispute among neighbours, for a people's committee.
fn neighbours() -> Draft {
    Draft {
        organization: COMMITTEE.to_owned(),
        field: "neighbours".to_owned(),
        topic: String::new(),
        amount: String::new(),
        ..draft()
    }
}

#[tokio::test]
async fn the_clock_is_the_same_on_both_sides() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &neighbours()).await;
    let staff = app.staff(COMMITTEE).await;
    // Filed on Monday, 23 November.
    let first = due(&owner.sees().await);
    assert_eq!(first.as_ref().unwrap().1, "2026-11-24");
    let read: RequestView = staff.open(&owner.number).await.good();
    assert_eq!(due(&read), first);

    let view = go(&staff, &owner.number, &[json!({"move": "accept"})]).await;
    let month = Some((
        DeadlineKind::Mediation,
        "2026-12-23".to_owned(),
        DeadlineSource::PeoplesMediationRules,
    ));
    assert_eq!(due(&view), month);
    // Both sides may go on for a month at a time; for nothing else, and not back.
    for (until, both_agree, issue) in [
        (
            "2026-12-23",
            true,
            Issue::new(Field::Until, Code::NotAFutureTime),
        ),
        (
            "2027-01-24",
            true,
            Issue::new(Field::Until, Code::NotAChoice),
        ),
        ("gestern", true, Issue::new(Field::Until, Code::NotADay)),
        (
            "2026-12-30",
            false,
            Issue::new(Field::BothAgree, Code::NotAgreed),
        ),
    ] {
        let body = json!({"move": "extend-term", "until": until, "both_agree": both_agree});
        let problem = staff.make(&owner.number, &body).await.problem();
        assert_eq!(problem.issues, [issue], "{until}");
    }
    let body = json!({"move": "extend-term", "until": "2027-01-23", "both_agree": true});
    let longer = Some((
        DeadlineKind::Mediation,
        "2027-01-23".to_owned(),
        DeadlineSource::BothSides,
    ));
    // Its answer was lost: sent again, it is the move that was made.
    let path = format!("/api/v1/staff/requests/{}/moves", owner.number);
    for _ in 0..2 {
        let caller = staff.caller().with("idempotency-key", key(7));
        let view: RequestView = caller.post(&path, &body).await.good();
        assert_eq!(due(&view), longer);
        assert_eq!(view.timeline.len(), 3);
    }
    assert_eq!(due(&owner.sees().await), longer);
    // Nor is a term that is over extended into the past.
    app.wait(100 * DAY);
    let past = json!({"move": "extend-term", "until": "2027-02-10", "both_agree": true});
    let problem = staff.make(&owner.number, &past).await.problem();
    assert_eq!(
        problem.issues,
        [Issue::new(Field::Until, Code::NotAFutureTime)]
    );
}

#[tokio::test]
async fn nobody_signs_away_the_day_from_which_they_may_arbitrate() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let view = go(&staff, &owner.number, &[json!({"move": "accept"})]).await;
    let fifteen = Some((
        DeadlineKind::Mediation,
        "2026-12-08".to_owned(),
        DeadlineSource::LaborMediationLaw,
    ));
    assert_eq!(due(&view), fifteen);
    let body = json!({"move": "extend-term", "until": "2026-12-20", "both_agree": true});
    let problem = staff.make(&owner.number, &body).await.problem();
    assert_eq!(problem.issues, [Issue::new(Field::Until, Code::NotAChoice)]);
}

#[tokio::test]
async fn the_thirty_days_run_from_when_an_agreement_took_effect() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &neighbours()).await;
    let staff = app.staff(COMMITTEE).await;
    go(&staff, &owner.number, &[json!({"move": "accept"})]).await;
    let agree =
        |day: &str| json!({"move": "record-agreement", "form": "written", "effective_on": day});
    for (day, code) in [("2026-11-24", Code::DayToCome), ("bald", Code::NotADay)] {
        let problem = staff.make(&owner.number, &agree(day)).await.problem();
        assert_eq!(problem.issues, [Issue::new(Field::EffectiveOn, code)]);
    }
    let view = go(&staff, &owner.number, &[agree("2026-11-20")]).await;
    let thirty = Some((
        DeadlineKind::Confirmation,
        "2026-12-20".to_owned(),
        DeadlineSource::PeoplesMediationLaw,
    ));
    assert_eq!(due(&view), thirty);
    // Taken back, the application may be made again; refused, people mediate anew.
    for (outcome, status) in [
        ("withdrawn", Status::Agreed),
        ("refused", Status::Mediating),
    ] {
        let moves = [
            json!({"move": "apply-for-confirmation"}),
            json!({"move": "record-confirmation", "outcome": outcome}),
        ];
        let view = go(&staff, &owner.number, &moves).await;
        assert_eq!(view.status, status);
        assert_eq!(
            due(&view),
            thirty.clone().filter(|_| outcome == "withdrawn")
        );
    }
}

#[tokio::test]
async fn who_agreed_says_whether_it_was_done() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let early = owner.reports(&key(2), &json!({"performed": true})).await;
    early.is(ProblemCode::IllegalMove);
    let agreed = [
        json!({"move": "accept"}),
        json!({"move": "record-agreement", "form": "written"}),
    ];
    go(&staff, &owner.number, &agreed).await;
    let body = json!({"performed": false, "note": "还差一半"});
    for _ in 0..2 {
        let view: RequestView = owner.reports(&key(3), &body).await.good();
        assert_eq!(view.status, Status::Performing);
        assert_eq!(
            view.timeline.len(),
            4,
            "said once, however often it is sent"
        );
    }
    let read: RequestView = staff.open(&owner.number).await.good();
    let last = read.timeline.last().unwrap();
    assert_eq!(
        (last.event, last.actor),
        (Event::ReportUnperformed, Actor::Applicant)
    );
    assert_eq!(last.detail.note.as_deref(), Some("还差一半"));
    let view: RequestView = owner
        .reports(&key(4), &json!({"performed": true}))
        .await
        .good();
    assert_eq!(view.status, Status::Performed);
}

#[tokio::test]
async fn what_staff_write_down_for_themselves_is_theirs() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let marks = ["只给我们看的", "怕会打起来"];
    let moves = [
        json!({"move": "accept"}),
        json!({"move": "add-note", "note": marks[0], "audience": "internal"}),
        json!({"move": "report-risk", "note": marks[1]}),
        json!({"move": "add-note", "note": "请带身份证"}),
    ];
    let view = go(&staff, &owner.number, &moves).await;
    assert_eq!(view.timeline.len(), 5);
    let seen = owner.open().await.text();
    for mark in marks {
        assert!(!seen.contains(mark), "{seen}");
    }
    let seen = owner.sees().await;
    let events: Vec<_> = seen.timeline.iter().map(|entry| entry.event).collect();
    assert_eq!(events, [Event::Submit, Event::Accept, Event::AddNote]);
    let odd = json!({"move": "add-note", "note": "x", "audience": "everybody"});
    let problem = staff.make(&owner.number, &odd).await.problem();
    assert_eq!(
        problem.issues,
        [Issue::new(Field::Audience, Code::NotAChoice)]
    );
}

#[tokio::test]
async fn nothing_is_handed_over_without_consent() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let other = app.staff(COMMITTEE).await;
    let note = json!({"move": "add-note", "note": "内部意见", "audience": "internal"});
    staff.make(&owner.number, &note).await.good::<RequestView>();
    let propose =
        json!({"move": "propose-transfer", "organization": COMMITTEE, "reason": "outside-field"});
    for (organization, code) in [
        (LABOR, Code::NotAChoice),
        ("nobody", Code::NoSuchOrganization),
    ] {
        let body = json!({"move": "propose-transfer", "organization": organization, "reason": "outside-field"});
        let problem = staff.make(&owner.number, &body).await.problem();
        assert_eq!(problem.issues, [Issue::new(Field::Organization, code)]);
    }
    owner
        .answers_transfer(&key(2), true, COMMITTEE)
        .await
        .is(ProblemCode::IllegalMove);

    let view = go(&staff, &owner.number, std::slice::from_ref(&propose)).await;
    assert_eq!(view.status, Status::TransferProposed);
    assert!(view.deadline.is_none(), "the applicant is asked");
    other
        .open(&owner.number)
        .await
        .is(ProblemCode::RequestNotFound);
    let seen = owner.sees().await;
    let proposed = seen.timeline.last().unwrap().detail.transfer_to.clone();
    assert_eq!(proposed.map(|to| to.id).as_deref(), Some(COMMITTEE));

    // Who read of another one has not agreed to this one.
    let stale = owner.answers_transfer(&key(8), true, COMMERCIAL).await;
    stale.is(ProblemCode::IllegalMove);

    // Refused, it stays; the clock starts anew.
    let view: RequestView = owner
        .answers_transfer(&key(3), false, COMMITTEE)
        .await
        .good();
    assert_eq!(view.status, Status::Submitted);
    assert_eq!(view.organization.id, LABOR);
    assert!(view.deadline.is_some());

    go(&staff, &owner.number, &[propose]).await;
    for _ in 0..2 {
        let view: RequestView = owner
            .answers_transfer(&key(4), true, COMMITTEE)
            .await
            .good();
        assert_eq!(view.organization.id, COMMITTEE);
        assert_eq!(view.status, Status::Submitted);
    }
    staff
        .open(&owner.number)
        .await
        .is(ProblemCode::RequestNotFound);
    assert!(staff.queue("").await.requests.is_empty());
    assert_eq!(other.queue("").await.requests.len(), 1);
    let read = other.open(&owner.number).await;
    assert!(read.text().contains("拖欠三个月工资"));
    assert!(!read.text().contains("内部意见"));
    go(&other, &owner.number, &[json!({"move": "accept"})]).await;
}

/// A server's clock that runs a year ahead and is set right: what was due counts from the day that it was, what happened
/// meanwhile stays in the order in which it did, and nobody is locked out.
#[tokio::test]
async fn a_clock_that_jumps_and_is_set_right_loses_nothing() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let accepted = go(&staff, &owner.number, &[json!({"move": "accept"})]).await;
    let year = 400 * DAY;
    app.wait(year);
    assert!(owner.sees().await.deadline.unwrap().overdue);
    assert_eq!(app.app.raise_overdue().await.unwrap(), 1);
    owner.note(&key(2), "周二有空").await.good::<RequestView>();
    app.set_back(year);
    assert_eq!(app.app.raise_overdue().await.unwrap(), 0);
    app.wait(DAY);
    go(&staff, &owner.number, &[json!({"move": "begin-mediation"})]).await;
    owner.note(&key(2), "周二有空").await.good::<RequestView>();
    let view = owner.sees().await;
    assert_eq!(view.deadline, accepted.deadline);
    let events: Vec<_> = view.timeline.iter().map(|entry| entry.event).collect();
    assert_eq!(
        events,
        [
            Event::Submit,
            Event::Accept,
            Event::Escalate,
            Event::AddNote,
            Event::BeginMediation
        ]
    );
    assert_eq!(staff.queue("").await.requests.len(), 1);
}

#[tokio::test]
async fn what_is_overdue_is_raised_step_by_step() {
    let app = TestApp::new().await;
    with_centre(&app).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let centre = app.staff(CENTRE).await;
    let raised = async || app.app.raise_overdue().await.unwrap();
    // Due on Tuesday; on Tuesday nobody is late.
    app.wait(DAY);
    assert_eq!(raised().await, 0);
    app.wait(DAY);
    assert_eq!(raised().await, 1);
    assert_eq!(raised().await, 0, "raised once");
    let last = owner.sees().await.timeline.last().cloned().unwrap();
    assert_eq!((last.event, last.actor), (Event::Escalate, Actor::Portal));
    assert_eq!(last.detail.raised_to, Some(RaisedTo::Lead));
    assert!(app.staff(LABOR).await.queue("").await.requests[0].raised);
    assert!(centre.queue("?raised=true").await.requests.is_empty());

    // Two working days after Tuesday is Thursday: on Friday it goes up.
    app.wait(DAY);
    assert_eq!(raised().await, 0);
    app.wait(DAY);
    assert_eq!(raised().await, 1);
    assert_eq!(raised().await, 0);
    let last = owner.sees().await.timeline.last().cloned().unwrap();
    assert_eq!(last.detail.raised_to, Some(RaisedTo::Centre));
    assert_eq!(last.detail.centre.as_deref(), Some("鼓楼区非诉讼服务中心"));
    let queue = centre.queue("?raised=true").await;
    let entry = queue.requests.first().unwrap();
    assert_eq!(entry.number, owner.number);
    let late = entry.organization.as_ref().map(|late| late.id.as_str());
    assert_eq!(late, Some(LABOR));

    // The centre finds somebody else; it reads nothing.
    centre
        .open(&owner.number)
        .await
        .is(ProblemCode::RequestNotFound);
    let body = json!({"organization": COMMITTEE, "note": "请玄武区接手"});
    let answer = centre.reassigns(&owner.number, &body).await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (204, ""));
    let seen = owner.sees().await;
    assert_eq!(seen.status, Status::TransferProposed);
    let last = seen.timeline.last().unwrap();
    assert_eq!(last.actor, Actor::Centre);
    assert!(centre.queue("?raised=true").await.requests.is_empty());
    // Its answer was lost: sent again, it is the same proposal. Another one it may not make.
    let again = centre.reassigns(&owner.number, &body).await;
    assert_eq!(again.status.as_u16(), 204);
    assert_eq!(owner.sees().await.timeline.len(), seen.timeline.len());
    let other = json!({"organization": COMMERCIAL});
    let other = centre.reassigns(&owner.number, &other).await;
    other.is(ProblemCode::RequestNotFound);
    let view: RequestView = owner
        .answers_transfer(&key(2), true, COMMITTEE)
        .await
        .good();
    assert_eq!(view.organization.id, COMMITTEE);
}

#[tokio::test]
async fn who_acts_in_time_is_not_raised() {
    let app = TestApp::new().await;
    with_centre(&app).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    app.wait(2 * DAY);
    assert_eq!(app.app.raise_overdue().await.unwrap(), 1);
    go(&staff, &owner.number, &[json!({"move": "accept"})]).await;
    assert!(!staff.queue("").await.requests[0].raised);
    app.wait(10 * DAY);
    assert_eq!(app.app.raise_overdue().await.unwrap(), 0);
    // Then mediation itself takes too long, and a note does not help.
    app.wait(10 * DAY);
    assert_eq!(app.app.raise_overdue().await.unwrap(), 1);
    let note = json!({"move": "add-note", "note": "还在联系"});
    go(&staff, &owner.number, &[note]).await;
    assert!(staff.queue("").await.requests[0].raised);
    // No centre may raise or reassign what was not raised to it.
    let body = json!({"organization": COMMITTEE});
    let centre = app.staff(CENTRE).await;
    let answer = centre.reassigns(&owner.number, &body).await;
    answer.is(ProblemCode::RequestNotFound);
}

#[tokio::test]
async fn without_a_centre_above_it_is_said_all_the_same() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    app.wait(9 * DAY);
    assert_eq!(app.app.raise_overdue().await.unwrap(), 1);
    assert_eq!(app.app.raise_overdue().await.unwrap(), 1);
    assert_eq!(app.app.raise_overdue().await.unwrap(), 0);
    let last = owner.sees().await.timeline.last().cloned().unwrap();
    assert_eq!(last.detail.raised_to, Some(RaisedTo::Centre));
    assert_eq!(last.detail.centre, None);
}

#[tokio::test]
async fn what_was_stored_before_is_dated_as_if_it_were_new() {
    let app = TestApp::new().await;
    let staff = app.staff(LABOR).await;
    let mut before = Vec::new();
    for number in 1..=3 {
        let owner = app.anybody().files(&key(number), &draft()).await;
        if number > 1 {
            go(&staff, &owner.number, &[json!({"move": "accept"})]).await;
        }
        if number > 2 {
            let agree = json!({"move": "record-agreement", "form": "oral"});
            go(&staff, &owner.number, &[agree]).await;
        }
        before.push((owner.sees().await.deadline, owner));
    }
    let database = app.database();
    let url = format!("sqlite://{}", database.display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("UPDATE request SET due_kind = NULL, due_on = NULL, due_source = NULL")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    assert_eq!(app.app.date_older().await.unwrap(), 3);
    assert_eq!(app.app.date_older().await.unwrap(), 0);
    for (deadline, owner) in before {
        assert_eq!(owner.sees().await.deadline, deadline);
    }
}
