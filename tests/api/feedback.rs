//! Complaints about how a case was handled, and ratings of it.

use std::time::Duration;

use axum::http::Method;
use contract::complaint::{
    ComplaintReceiver, ComplaintStatus, ComplaintView, StaffComplaintView, StaffComplaintsView,
};
use contract::draft::{Code, Field, Issue};
use contract::invitation::{PartyInvitation, PartyView};
use contract::kinds::{Level, OrganizationKind};
use contract::number::{ComplaintNumber, RequestNumber};
use contract::open_data::OpenDataView;
use contract::problem::ProblemCode;
use contract::rating::{FeedbackView, RatingView, StaffRatingsView};
use contract::request::RequestView;
use contract::status::Actor;
use fengqiao::store::{OrganizationRow, Store as _};
use serde_json::{Value, json};

use crate::actors::{Answer, Anybody, Owner, Staff};
use crate::app::TestApp;
use crate::samples::{COMMITTEE, LABOR, draft, key, organizations};

const CENTRE: &str = "centre-1";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const NOTE: &str = "调解员说不签就别走。";

/// A side of a case: who calls, and where their case is.
struct Side {
    caller: Anybody,
    path: String,
}

impl Side {
    fn of(owner: &Owner) -> Self {
        Self {
            caller: owner.caller(),
            path: format!("/api/v1/requests/{}", owner.number),
        }
    }

    /// The other side, invited.
    async fn invited(owner: &Owner, staff: &Staff) -> Self {
        moved(staff, owner, json!({"move": "accept"})).await;
        let invite = json!({"move": "invite", "summary": "还有三个月工资没有结清。"});
        moved(staff, owner, invite).await;
        let path = format!("/api/v1/staff/requests/{}/invitation", owner.number);
        let invitation: PartyInvitation = staff.caller().get(&path).await.good();
        let (_, fragment) = invitation.path.split_once('#').unwrap();
        let (id, code) = fragment.split_once('.').unwrap();
        let code = format!("InvitationCode {code}");
        Self {
            caller: owner.caller.with("authorization", code),
            path: format!("/api/v1/invitations/{id}"),
        }
    }

    async fn feedback(&self) -> FeedbackView {
        let path = format!("{}/feedback", self.path);
        self.caller.get(&path).await.good()
    }

    async fn complains(&self, once: &str, body: &Value) -> Answer {
        let path = format!("{}/complaints", self.path);
        let caller = self.caller.with("idempotency-key", once);
        caller.post(&path, body).await
    }

    async fn rates(&self, body: &Value) -> Answer {
        let path = format!("{}/rating", self.path);
        let caller = self.caller.with("content-type", "application/json");
        caller.send(Method::PUT, &path, body.to_string()).await
    }
}

async fn moved(staff: &Staff, owner: &Owner, body: Value) {
    let answer = staff.make(&owner.number, &body).await;
    answer.good::<RequestView>();
}

async fn filed(app: &TestApp) -> (Owner, Staff) {
    let owner = app.anybody().files(&key(1), &draft()).await;
    (owner, app.staff(LABOR).await)
}

/// The non-litigation service centre of the county takes part, too.
async fn with_centre(app: &TestApp) -> Staff {
    let centre = OrganizationRow {
        id: CENTRE.to_owned(),
        name: "鼓楼区非诉讼服务中心".to_owned(),
        kind: OrganizationKind::NonlitigationCenter,
        level: Some(Level::County),
        ..organizations().remove(0)
    };
    let mut import = app.store.begin_import().await.unwrap();
    import.put(&[centre]).await.unwrap();
    import.commit(false).await.unwrap();
    app.directory.refresh(app.store.as_ref()).await.unwrap();
    app.staff(CENTRE).await
}

fn complaint(receiver: &str) -> Value {
    json!({"grounds": ["forcing", "bias"], "note": NOTE, "receiver": receiver})
}

async fn complaints(staff: &Staff) -> StaffComplaintsView {
    staff.caller().get("/api/v1/staff/complaints").await.good()
}

async fn answers(staff: &Staff, number: &str, note: &str) -> Answer {
    let path = format!("/api/v1/staff/complaints/{number}/answer");
    staff.caller().post(&path, &json!({ "note": note })).await
}

#[tokio::test]
async fn a_complaint_has_a_number_and_a_clock_and_is_answered_once() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    let side = Side::of(&owner);
    let before = side.feedback().await;
    assert_eq!((before.answer_days, before.complaints.len()), (10, 0));
    let mut filed = Vec::new();
    for _ in 0..3 {
        let answer = side.complains(&key(2), &complaint("organization")).await;
        filed.push(answer.good::<ComplaintView>());
    }
    assert!(filed.iter().all(|one| *one == filed[0]), "once: {filed:?}");
    let one = &filed[0];
    assert!(ComplaintNumber::parse(&one.number).is_some());
    assert_eq!(RequestNumber::parse(&one.number), None);
    // Ten working days after a Monday.
    assert_eq!(one.answer_by, "2026-12-07");
    assert_eq!(
        (one.status, one.is_late),
        (ComplaintStatus::Received, false)
    );
    let other = json!({"grounds": ["leak"], "note": "别的事", "receiver": "organization"});
    let reused = side.complains(&key(2), &other).await;
    reused.is(ProblemCode::IdempotencyKeyReused);

    let listed = complaints(&staff).await;
    let [seen] = listed.complaints.as_slice() else {
        panic!("{listed:?}")
    };
    assert_eq!((&seen.number, &seen.request), (&one.number, &owner.number));
    assert_eq!((seen.by, seen.note.as_str()), (Actor::Applicant, NOTE));
    assert!(!seen.is_late);
    app.wait(15 * DAY);
    assert!(complaints(&staff).await.complaints[0].is_late);
    assert!(side.feedback().await.complaints[0].is_late);

    for _ in 0..2 {
        let answer = answers(&staff, &one.number, "已经换了调解员。").await;
        let view: StaffComplaintView = answer.good();
        assert_eq!(view.status, ComplaintStatus::Answered);
    }
    let again = answers(&staff, &one.number, "没有这回事。").await;
    again.is(ProblemCode::ComplaintAnswered);
    assert!(complaints(&staff).await.complaints.is_empty());
    let seen = side.feedback().await.complaints.remove(0);
    assert_eq!(seen.answer.unwrap().note, "已经换了调解员。");
    assert!(!seen.is_late);
}

#[tokio::test]
async fn what_goes_to_the_centre_is_not_for_the_organization() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    let side = Side::of(&owner);
    // Without a centre there is nobody above.
    let receivers = |view: FeedbackView| -> Vec<_> {
        let receivers = view.receivers.into_iter();
        receivers.map(|one| one.receiver).collect()
    };
    let organization = ComplaintReceiver::Organization;
    assert_eq!(receivers(side.feedback().await), [organization]);
    let refused = side.complains(&key(2), &complaint("centre")).await;
    let issue = Issue::new(Field::Receiver, Code::NotAChoice);
    assert_eq!(refused.problem().issues, [issue]);

    let centre = with_centre(&app).await;
    let both = [organization, ComplaintReceiver::Centre];
    assert_eq!(receivers(side.feedback().await), both);
    let answer = side.complains(&key(2), &complaint("centre")).await;
    let one: ComplaintView = answer.good();
    assert_eq!(one.receiver.name, "鼓楼区非诉讼服务中心");
    assert!(complaints(&staff).await.complaints.is_empty());
    for (other, number) in [(&staff, &one.number), (&centre, &owner.number)] {
        let refused = answers(other, number, "答复").await;
        refused.is(ProblemCode::ComplaintNotFound);
    }
    let seen: RequestView = staff.open(&owner.number).await.good();
    assert_eq!(seen.timeline.len(), 1, "nothing of it is on the timeline");
    let seen = complaints(&centre).await.complaints.remove(0);
    assert_eq!(seen.about.id, LABOR);
    answers(&centre, &one.number, "已经向该组织了解。")
        .await
        .good::<StaffComplaintView>();
    // What is addressed to itself, a centre cannot be above.
    let answer = side.complains(&key(3), &complaint("organization")).await;
    answer.good::<ComplaintView>();
    assert!(complaints(&centre).await.complaints.is_empty());
    assert_eq!(complaints(&staff).await.complaints.len(), 1);
    // A sending that is repeated is heard even when the centre is there no more.
    let mut import = app.store.begin_import().await.unwrap();
    import.put(&organizations()).await.unwrap();
    import.commit(true).await.unwrap();
    app.directory.refresh(app.store.as_ref()).await.unwrap();
    let again = side.complains(&key(2), &complaint("centre")).await;
    assert_eq!(again.good::<ComplaintView>().number, one.number);
}

#[tokio::test]
async fn the_mediator_decides_on_no_complaint_about_the_case() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    moved(&staff, &owner, json!({"move": "accept"})).await;
    // The name that the tests' token has.
    let assign = json!({"move": "assign", "mediator": "调解员"});
    moved(&staff, &owner, assign).await;
    let answer = Side::of(&owner)
        .complains(&key(2), &complaint("organization"))
        .await;
    let one: ComplaintView = answer.good();
    assert!(complaints(&staff).await.complaints.is_empty());
    let refused = answers(&staff, &one.number, "没有这回事。").await;
    refused.is(ProblemCode::Forbidden);
}

#[tokio::test]
async fn each_side_sees_its_own() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    let theirs = Side::invited(&owner, &staff).await;
    let owners = Side::of(&owner);
    // The same key on either side is two complaints.
    for side in [&owners, &theirs] {
        let answer = side.complains(&key(2), &complaint("organization")).await;
        answer.good::<ComplaintView>();
    }
    let (one, other) = (owners.feedback().await, theirs.feedback().await);
    assert_eq!((one.complaints.len(), other.complaints.len()), (1, 1));
    assert_ne!(one.complaints[0].number, other.complaints[0].number);
    let listed = complaints(&staff).await.complaints;
    let mut by: Vec<_> = listed.iter().map(|one| one.by).collect();
    by.sort();
    assert_eq!(by, [Actor::Applicant, Actor::Respondent]);
    // Nobody else learns of it.
    let wrong = Side {
        caller: owner
            .caller
            .with("authorization", "AccessCode 0000-0000-0000"),
        path: owners.path.clone(),
    };
    let refused = wrong.complains(&key(3), &complaint("organization")).await;
    refused.is(ProblemCode::RequestNotFound);
}

#[tokio::test]
async fn every_issue_of_a_complaint_is_told_at_once() {
    let app = TestApp::new().await;
    let (owner, _) = filed(&app).await;
    let side = Side::of(&owner);
    let problem = side.complains(&key(2), &json!({})).await.problem();
    let fields: Vec<_> = problem.issues.iter().map(|issue| issue.field).collect();
    assert_eq!(fields, [Field::Grounds, Field::Note, Field::Receiver]);
}

#[tokio::test]
async fn nobody_floods_with_complaints() {
    let app = TestApp::new().await;
    let (owner, _) = filed(&app).await;
    let side = Side::of(&owner);
    for number in 2..7 {
        let answer = side
            .complains(&key(number), &complaint("organization"))
            .await;
        answer.good::<ComplaintView>();
    }
    let more = side.complains(&key(7), &complaint("organization")).await;
    more.is(ProblemCode::ComplaintsFull);
    // A repeated sending is no other one.
    let again = side.complains(&key(6), &complaint("organization")).await;
    again.good::<ComplaintView>();
    let view = side.feedback().await;
    assert!(view.complaints.len() == 5 && view.receivers.is_empty());
}

#[tokio::test]
async fn what_is_said_is_sealed_and_goes_with_the_case() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    let theirs = Side::invited(&owner, &staff).await;
    let side = Side::of(&owner);
    let answer = side.complains(&key(2), &complaint("organization")).await;
    let one: ComplaintView = answer.good();
    answers(&staff, &one.number, "标记答复")
        .await
        .good::<StaffComplaintView>();
    let unanswered = theirs.complains(&key(2), &complaint("organization")).await;
    let unanswered: ComplaintView = unanswered.good();
    let refuse = json!({"answer": "refuse"});
    let path = format!("{}/answers", theirs.path);
    let caller = theirs.caller.with("idempotency-key", key(5));
    caller.post(&path, &refuse).await.good::<PartyView>();
    let rating = json!({"stars": 2, "note": "标记评价", "may_publish": true});
    side.rates(&rating).await.good::<RatingView>();
    let kept = app.everything_kept();
    for secret in [NOTE, "标记答复", "标记评价", "forcing"] {
        let found = kept
            .windows(secret.len())
            .any(|part| part == secret.as_bytes());
        assert!(!found, "{secret}");
    }
    moved(&staff, &owner, json!({"move": "close"})).await;
    app.wait(4000 * DAY);
    // Not before everybody has had an answer, whoever wants it erased.
    assert_eq!(app.app.erase_overdue().await.unwrap(), 0);
    owner.erase().await.is(ProblemCode::MustBeKept);
    answers(&staff, &unanswered.number, "标记答复")
        .await
        .good::<StaffComplaintView>();
    assert_eq!(app.app.erase_overdue().await.unwrap(), 1);
    assert!(complaints(&staff).await.complaints.is_empty());
    assert_eq!(app.store_complaint(&one.number).await, None);
    let path = format!("{}/feedback", side.path);
    side.caller.get(&path).await.is(ProblemCode::RequestErased);
    side.rates(&rating).await.is(ProblemCode::RequestErased);
}

#[tokio::test]
async fn each_side_rates_once_it_is_over_and_changes_it_for_a_while() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    let theirs = Side::invited(&owner, &staff).await;
    let side = Side::of(&owner);
    let rating = |stars: u8, note: &str| json!({"stars": stars, "note": note, "may_publish": true});
    assert!(!side.feedback().await.may_rate);
    side.rates(&rating(5, ""))
        .await
        .is(ProblemCode::RatingNotNow);
    let agree = json!({"answer": "agree", "mobile": "13700001111", "channel": "phone", "consent_privacy": true});
    let caller = theirs.caller.with("idempotency-key", key(5));
    let path = format!("{}/answers", theirs.path);
    caller.post(&path, &agree).await.good::<PartyView>();
    let agreement = json!({"move": "record-agreement", "form": "written"});
    moved(&staff, &owner, agreement).await;

    let missing = side.rates(&json!({})).await.problem();
    assert_eq!(missing.issues, [Issue::new(Field::Stars, Code::Missing)]);
    let first: RatingView = side.rates(&rating(2, "等了很久")).await.good();
    assert_eq!(first.change_until, "2026-12-23");
    app.wait(30 * DAY);
    let second: RatingView = side.rates(&rating(4, "")).await.good();
    assert_eq!((second.stars, second.note), (4, None));
    assert!(!second.may_publish, "there are no words");
    assert_eq!(second.change_until, first.change_until);
    theirs
        .rates(&rating(1, "没听我说"))
        .await
        .good::<RatingView>();
    let path = "/api/v1/staff/ratings";
    let seen: StaffRatingsView = staff.caller().get(path).await.good();
    let mut stars: Vec<_> = seen.ratings.iter().map(|one| one.stars).collect();
    stars.sort_unstable();
    assert_eq!(stars, [1, 4], "one of each side");
    let text = staff.caller().get(path).await.text();
    assert!(!text.contains(&owner.number));
    let others = app.staff(COMMITTEE).await;
    let seen: StaffRatingsView = others.caller().get(path).await.good();
    assert!(seen.ratings.is_empty());

    app.wait(DAY);
    side.rates(&rating(5, ""))
        .await
        .is(ProblemCode::RatingNotNow);
    // The same again is no change.
    let same = json!({"stars": 4});
    side.rates(&same).await.good::<RatingView>();
    let view = side.feedback().await;
    assert!(!view.may_rate && view.rating.unwrap().stars == 4);
    assert!(theirs.feedback().await.may_rate);
}

#[tokio::test]
async fn of_ratings_it_is_told_how_many_and_in_fives() {
    let app = TestApp::new().await;
    let staff = app.staff(LABOR).await;
    for number in 1..=7 {
        let owner = app.anybody().files(&key(number), &draft()).await;
        moved(&staff, &owner, json!({"move": "accept"})).await;
        let end = json!({"move": "end-mediation", "ground": "too-far-apart", "next_door": "court"});
        moved(&staff, &owner, end).await;
        let stars = json!({ "stars": number.min(5) });
        let rated = Side::of(&owner).rates(&stars).await;
        rated.good::<RatingView>();
        if number == 4 {
            let view = counted(&app).await;
            assert_eq!(view.areas[0].total.ratings, None, "four are few");
        }
    }
    let view = counted(&app).await;
    for area in &view.areas {
        assert_eq!(area.total.ratings, Some(5));
        assert_eq!(area.months[0].figures.ratings, Some(5));
        assert_eq!(area.months[1].figures.ratings, None);
    }
}

async fn counted(app: &TestApp) -> OpenDataView {
    app.app.refresh_open_data().await.unwrap();
    app.anybody().get("/api/v1/open-data").await.good()
}
