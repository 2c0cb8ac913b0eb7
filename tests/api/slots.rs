//! Choosing a time together: offered by staff, chosen by each side for itself, set once it suits all.

use contract::draft::{Code, Draft, Field, Issue, Item};
use contract::invitation::PartyView;
use contract::problem::ProblemCode as P;
use contract::request::RequestView;
use contract::slots::{Progress, Standing};
use contract::status::{Actor, Event, Status};
use jiff::civil::date;
use serde_json::{Value, json};
use support::mail::MailServer;

use crate::actors::{Answer, Owner, Staff};
use crate::app::TestApp;
use crate::invitations::{Party, agree, invite, party_of};
use crate::notices::{app, mail, tell};
use crate::samples::{COMMITTEE, LABOR, draft, key};

const DAY: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

impl Owner {
    async fn chooses(&self, once: &str, offer: u32, slots: &[u8]) -> Answer {
        let caller = self.caller().with("idempotency-key", once);
        let path = format!("/api/v1/requests/{}/slots", self.number);
        caller
            .post(&path, &json!({ "offer": offer, "slots": slots }))
            .await
    }
}

impl Party {
    async fn chooses(&self, once: &str, offer: u32, slots: &[u8], note: &str) -> Answer {
        let answer =
            json!({"answer": "choose-slots", "offer": offer, "slots": slots, "note": note});
        self.answers(once, &answer).await
    }
}

fn slot(at: &str) -> Value {
    json!({"at": format!("2026-{at}:00+08:00"), "minutes": 60, "channel": "in-person", "place": "调解室"})
}

/// Three times, the earliest last.
fn offer() -> Value {
    let slots = [
        slot("11-27T14:00"),
        slot("11-30T09:30"),
        slot("11-26T09:30"),
    ];
    json!({"move": "offer-slots", "slots": slots, "choose_by": "2026-11-25"})
}

/// A quarrel among neighbours, of which both sides are willing to mediate.
async fn willing(app: &TestApp, draft: &Draft) -> (Owner, Staff, Party) {
    let owner = app.anybody().files(&key(1), draft).await;
    let staff = app.staff(&draft.organization).await;
    for body in [json!({"move": "accept"}), invite()] {
        staff.make(&owner.number, &body).await.good::<RequestView>();
    }
    let party = party_of(app, &staff, &owner.number).await;
    party.answers(&key(2), &agree()).await.good::<PartyView>();
    (owner, staff, party)
}

fn neighbours() -> Draft {
    Draft {
        organization: COMMITTEE.to_owned(),
        field: "neighbours".to_owned(),
        topic: String::new(),
        ..draft()
    }
}

async fn offered(app: &TestApp, draft: &Draft) -> (Owner, Staff, Party) {
    let (owner, staff, party) = willing(app, draft).await;
    staff
        .make(&owner.number, &offer())
        .await
        .good::<RequestView>();
    (owner, staff, party)
}

async fn standing(staff: &Staff, number: &str) -> Option<Standing> {
    let view: RequestView = staff.open(number).await.good();
    Standing::of(&view.timeline)
}

/// Whether the queue says that there is something to do about times.
async fn is_marked(staff: &Staff) -> bool {
    staff.queue("").await.requests[0].slots
}

#[tokio::test]
async fn the_earliest_time_that_suits_both_is_the_meeting() {
    let app = TestApp::new().await;
    let (owner, staff, party) = offered(&app, &neighbours()).await;
    for (moves, timeline) in [
        (owner.sees().await.legal_moves, owner.sees().await.timeline),
        (party.sees().await.legal_moves, party.sees().await.timeline),
    ] {
        assert!(moves.contains(&Event::ChooseSlots));
        let offer = Standing::of(&timeline).unwrap().offer;
        let begins: Vec<_> = offer.slots.iter().map(|slot| &slot.at[5..10]).collect();
        assert_eq!(begins, ["11-26", "11-27", "11-30"]);
        assert_eq!((offer.number, offer.other_side), (1, true));
    }

    // The same answer twice is one answer.
    for _ in 0..2 {
        let view: RequestView = owner.chooses(&key(3), 1, &[2, 1]).await.good();
        assert_eq!(view.status, Status::Willing);
    }
    owner
        .chooses(&key(4), 1, &[1, 2])
        .await
        .good::<RequestView>();
    let read: RequestView = staff.open(&owner.number).await.good();
    let count = |event| {
        read.timeline
            .iter()
            .filter(|one| one.event == event)
            .count()
    };
    assert_eq!(count(Event::ChooseSlots), 1);
    let before = read.version;

    let seen: PartyView = party.chooses(&key(3), 1, &[0, 1, 2], "").await.good();
    assert_eq!(seen.status, Status::Scheduled);
    let meeting = seen.appointment.unwrap();
    assert_eq!(meeting.at, "2026-11-27T14:00:00+08:00");
    assert_eq!(
        (meeting.place.as_str(), meeting.minutes),
        ("调解室", Some(60))
    );
    let view = owner.sees().await;
    assert_eq!(view.status, Status::Scheduled);
    assert_eq!(view.version, before + 2);
    assert_eq!(view.deadline, read.deadline);
    let set = view.timeline.last().unwrap();
    assert_eq!((set.actor, set.event), (Actor::Portal, Event::Schedule));
    assert_eq!(set.detail.appointment.as_ref(), Some(&meeting));
    assert!(!view.legal_moves.contains(&Event::ChooseSlots));
    // It is settled; an answer that was lost still is the same answer.
    owner.chooses(&key(5), 1, &[0]).await.is(P::SlotsChanged);
    party
        .chooses(&key(3), 1, &[0, 1, 2], "")
        .await
        .good::<PartyView>();
    assert!(!is_marked(&staff).await);
}

#[tokio::test]
async fn neither_side_learns_what_the_other_chose() {
    let app = TestApp::new().await;
    let afraid = Draft {
        field: "family".to_owned(),
        afraid: true,
        ..neighbours()
    };
    let owner = app.anybody().files(&key(1), &afraid).await;
    let staff = app.staff(COMMITTEE).await;
    let mut asked = invite();
    asked["applicant_agrees"] = json!(true);
    for body in [json!({"move": "accept"}), asked] {
        staff.make(&owner.number, &body).await.good::<RequestView>();
    }
    let party = party_of(&app, &staff, &owner.number).await;
    party.answers(&key(2), &agree()).await.good::<PartyView>();
    // Who is afraid is asked before anybody may meet them.
    let problem = staff.make(&owner.number, &offer()).await.problem();
    assert_eq!(
        problem.issues,
        [Issue::new(Field::ApplicantAgrees, Code::NotAgreed)]
    );
    let mut agreed = offer();
    agreed["applicant_agrees"] = json!(true);
    staff
        .make(&owner.number, &agreed)
        .await
        .good::<RequestView>();

    let before = (owner.sees().await.timeline, party.sees().await.timeline);
    party
        .chooses(&key(3), 1, &[0], "那天我在家")
        .await
        .good::<PartyView>();
    assert_eq!(owner.sees().await.timeline, before.0);
    assert!(!owner.open().await.text().contains("那天我在家"));
    owner.chooses(&key(3), 1, &[1]).await.good::<RequestView>();
    let theirs = party.sees().await;
    assert_eq!(theirs.timeline.len(), before.1.len() + 1);
    assert_eq!(theirs.timeline.last().unwrap().actor, Actor::Respondent);
    // Staff see both, and that nothing comes of it.
    let standing = standing(&staff, &owner.number).await.unwrap();
    assert_eq!(standing.applicant.as_ref().unwrap().slots, [1]);
    assert_eq!(standing.other_side.as_ref().unwrap().slots, [0]);
    let progress = standing.progress(date(2026, 11, 23));
    assert_eq!(progress, Progress::NoneMeets);
    assert!(is_marked(&staff).await);
}

#[tokio::test]
async fn where_no_time_suits_staff_offer_again() {
    let app = TestApp::new().await;
    let (owner, staff, party) = offered(&app, &neighbours()).await;
    assert!(!is_marked(&staff).await);
    party
        .chooses(&key(3), 1, &[], "月底都在外地")
        .await
        .good::<PartyView>();
    assert!(is_marked(&staff).await);
    let read: RequestView = staff.open(&owner.number).await.good();
    let last = read.timeline.last().unwrap();
    assert_eq!(last.detail.note.as_deref(), Some("月底都在外地"));
    // Until something is set, one may think again.
    party
        .chooses(&key(4), 1, &[2], "")
        .await
        .good::<PartyView>();
    assert!(!is_marked(&staff).await);
    party.chooses(&key(5), 1, &[], "").await.good::<PartyView>();

    let mut again = offer();
    again["slots"] = json!([slot("12-03T09:30"), slot("12-04T09:30")]);
    staff
        .make(&owner.number, &again)
        .await
        .good::<RequestView>();
    assert!(!is_marked(&staff).await);
    // Who still has the first times before them is told so.
    owner.chooses(&key(3), 1, &[0]).await.is(P::SlotsChanged);
    let beyond = owner.chooses(&key(4), 2, &[2]).await.problem();
    assert_eq!(beyond.issues, [Issue::new(Field::Slots, Code::NotAChoice)]);
    owner.chooses(&key(5), 2, &[1]).await.good::<RequestView>();
    // By hand, staff set what they like: then nothing is to be chosen.
    let by_hand = json!({"move": "schedule", "appointment":
        {"at": "2026-12-02T10:00:00+08:00", "channel": "phone", "place": "打给双方"}});
    staff
        .make(&owner.number, &by_hand)
        .await
        .good::<RequestView>();
    party
        .chooses(&key(6), 2, &[1], "")
        .await
        .is(P::SlotsChanged);
    assert_eq!(standing(&staff, &owner.number).await, None);
}

#[tokio::test]
async fn who_was_not_invited_is_not_asked() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &neighbours()).await;
    let staff = app.staff(COMMITTEE).await;
    for body in [
        json!({"move": "accept"}),
        json!({"move": "agree-to-mediate"}),
        offer(),
    ] {
        staff.make(&owner.number, &body).await.good::<RequestView>();
    }
    let view: RequestView = owner.chooses(&key(2), 1, &[0, 2]).await.good();
    assert_eq!(view.status, Status::Scheduled);
    let set = view.timeline.last().unwrap().detail.appointment.clone();
    assert_eq!(set.unwrap().at, "2026-11-26T09:30:00+08:00");
}

#[tokio::test]
async fn an_offer_to_the_applicant_alone_is_over_once_the_other_side_is_invited() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &neighbours()).await;
    let staff = app.staff(COMMITTEE).await;
    for body in [json!({"move": "accept"}), offer(), invite()] {
        staff.make(&owner.number, &body).await.good::<RequestView>();
    }
    let party = party_of(&app, &staff, &owner.number).await;
    let theirs = party.sees().await;
    assert!(
        theirs
            .timeline
            .iter()
            .all(|one| one.event != Event::OfferSlots)
    );
    party.chooses(&key(2), 1, &[0], "").await.is(P::IllegalMove);
    party.answers(&key(3), &agree()).await.good::<PartyView>();
    party
        .chooses(&key(4), 1, &[0], "")
        .await
        .is(P::SlotsChanged);
    owner.chooses(&key(2), 1, &[0]).await.is(P::SlotsChanged);
}

#[tokio::test]
async fn after_the_last_day_nobody_chooses_and_staff_are_told() {
    let app = TestApp::new().await;
    let (owner, staff, _) = offered(&app, &neighbours()).await;
    app.wait(2 * DAY);
    assert!(!is_marked(&staff).await);
    assert!(owner.sees().await.legal_moves.contains(&Event::ChooseSlots));
    app.wait(DAY);
    assert!(is_marked(&staff).await);
    assert!(!owner.sees().await.legal_moves.contains(&Event::ChooseSlots));
    owner.chooses(&key(3), 1, &[2]).await.is(P::SlotsChanged);
}

#[tokio::test]
async fn times_are_to_come_in_the_term_at_office_hours_and_once() {
    let app = TestApp::new().await;
    let (owner, staff, _) = willing(&app, &neighbours()).await;
    let mut odd = offer();
    odd["slots"] = json!([
        slot("11-20T09:30"),
        slot("11-26T06:00"),
        slot("12-24T09:30"),
        slot("11-26T09:30"),
        slot("11-26T09:30"),
    ]);
    odd["choose_by"] = json!("2026-11-26");
    let problem = staff.make(&owner.number, &odd).await.problem();
    let at = |row, code| Issue::of(Field::At, Item::Row(row), code);
    let expected = [
        at(0, Code::NotAFutureTime),
        at(1, Code::OutOfHours),
        at(2, Code::AfterTerm),
        at(4, Code::Twice),
        Issue::new(Field::ChooseBy, Code::NotInOrder),
    ];
    assert_eq!(problem.issues, expected);
    let mut one = offer();
    one["slots"] = json!([slot("11-26T09:30")]);
    let problem = staff.make(&owner.number, &one).await.problem();
    assert_eq!(problem.issues, [Issue::new(Field::Slots, Code::Missing)]);
    // Before it is accepted, nobody meets.
    let new = app.anybody().files(&key(9), &draft()).await;
    let labor = app.staff(LABOR).await;
    labor.make(&new.number, &offer()).await.is(P::IllegalMove);
}

#[tokio::test]
async fn who_wishes_is_told_of_the_offer_and_of_the_meeting_and_of_nothing_else() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    let by_mail = Draft {
        notice_channels: vec!["email".to_owned()],
        notice_email: "zhang.san@example.com".to_owned(),
        ..neighbours()
    };
    let (owner, staff, party) = willing(&app, &by_mail).await;
    tell(&app).await;
    let before = server.taken().len();
    staff
        .make(&owner.number, &offer())
        .await
        .good::<RequestView>();
    tell(&app).await;
    assert_eq!(server.taken().len(), before + 1);
    // What they chose they know; that the other side has chosen is theirs.
    owner.chooses(&key(3), 1, &[1]).await.good::<RequestView>();
    assert_eq!(tell(&app).await, 0);
    party
        .chooses(&key(3), 1, &[0], "")
        .await
        .good::<PartyView>();
    assert_eq!(tell(&app).await, 0);
    // The meeting is for both.
    party
        .chooses(&key(4), 1, &[1], "")
        .await
        .good::<PartyView>();
    assert_eq!(tell(&app).await, 1);
}
