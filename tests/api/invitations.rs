//! The other side: invited without registering, shown no more than they need, free to say no.

use std::time::Duration;

use contract::draft::{Code, Draft, Field, Issue};
use contract::invitation::{PartyInvitation, PartyView};
use contract::problem::ProblemCode;
use contract::request::{ContactChannel, EndGround, NextDoor, RequestView};
use contract::status::{Actor, Event, Status};
use serde_json::{Value, json};

use crate::actors::{Answer, Anybody, Owner, Staff};
use crate::app::TestApp;
use crate::samples::{LABOR, draft, key};

const SUMMARY: &str = "王某说还有三个月工资没有结清，想请双方坐下来谈。";

/// Somebody with an invitation.
pub(crate) struct Party {
    pub(crate) caller: Anybody,
    pub(crate) number: String,
    pub(crate) code: String,
}

impl Party {
    pub(crate) fn caller(&self) -> Anybody {
        self.caller
            .with("authorization", format!("InvitationCode {}", self.code))
    }

    pub(crate) async fn open(&self) -> Answer {
        let path = format!("/api/v1/invitations/{}", self.number);
        self.caller().get(&path).await
    }

    pub(crate) async fn sees(&self) -> PartyView {
        self.open().await.good()
    }

    pub(crate) async fn answers(&self, once: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/invitations/{}/answers", self.number);
        let caller = self.caller().with("idempotency-key", once);
        caller.post(&path, body).await
    }
}

pub(crate) fn invite() -> Value {
    json!({"move": "invite", "summary": SUMMARY})
}

/// What staff hand over.
async fn handed_over(staff: &Staff, number: &str) -> PartyInvitation {
    let path = format!("/api/v1/staff/requests/{number}/invitation");
    staff.caller().get(&path).await.good()
}

/// A request that was accepted, and the other side with the invitation to it.
async fn invited(app: &TestApp, draft: &Draft) -> (Owner, Staff, Party) {
    let owner = app.anybody().files(&key(1), draft).await;
    let staff = app.staff(LABOR).await;
    for body in [json!({"move": "accept"}), invite()] {
        let moved = staff.make(&owner.number, &body).await;
        moved.good::<RequestView>();
    }
    let party = party_of(app, &staff, &owner.number).await;
    (owner, staff, party)
}

pub(crate) async fn party_of(app: &TestApp, staff: &Staff, number: &str) -> Party {
    let invitation = handed_over(staff, number).await;
    let (_, fragment) = invitation.path.split_once('#').unwrap();
    Party {
        caller: app.anybody_at("198.51.100.9"),
        number: fragment.split_once('.').unwrap().0.to_owned(),
        code: invitation.code,
    }
}

pub(crate) fn agree() -> Value {
    json!({
        "answer": "agree", "mobile": "13700001111", "channel": "phone", "consent_privacy": true,
        "note": "晚上八点以后方便",
    })
}

#[tokio::test]
async fn the_other_side_sees_what_mediation_needs_and_no_more() {
    let app = TestApp::new().await;
    let (owner, staff, party) = invited(&app, &draft()).await;
    owner
        .note(&key(2), "我怕他们报复")
        .await
        .good::<RequestView>();
    let internal = json!({"move": "add-note", "note": "对方态度不好", "audience": "internal"});
    staff
        .make(&owner.number, &internal)
        .await
        .good::<RequestView>();
    let private = json!({"move": "add-note", "note": "请带工资条"});
    staff
        .make(&owner.number, &private)
        .await
        .good::<RequestView>();

    let invitation = handed_over(&staff, &owner.number).await;
    let symbols = party.code.replace('-', "");
    assert_eq!(
        invitation.path,
        format!("/invited#{}.{symbols}", party.number)
    );
    let answer = party.open().await;
    let text = answer.text();
    for secret in [
        // Whoever has it could lock its owner out.
        owner.number.as_str(),
        "拖欠三个月工资，多次",
        "13912345678",
        "我怕他们报复",
        "对方态度不好",
        "请带工资条",
        "12000",
    ] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let seen: PartyView = answer.good();
    assert_eq!(
        (seen.asked_by.as_str(), seen.summary.as_str()),
        ("张三", SUMMARY)
    );
    assert_eq!(seen.organization.id, LABOR);
    assert_eq!(seen.status, Status::Inviting);
    assert!(seen.open_until.is_some());
    let events: Vec<_> = seen.timeline.iter().map(|entry| entry.event).collect();
    assert_eq!(events, [Event::Invite]);
    assert_eq!(
        seen.legal_moves,
        [
            Event::AgreeToMediate,
            Event::RefuseToMediate,
            Event::AskForTime,
            Event::AddNote
        ]
    );
    // The summary is not on the applicant's page, and the code on nobody's.
    let owners = owner.open().await.text();
    assert!(!owners.contains(SUMMARY) && !owners.contains(&party.code));
}

#[tokio::test]
async fn who_is_willing_is_reached_by_the_mediator_only() {
    let app = TestApp::new().await;
    let (owner, staff, party) = invited(&app, &draft()).await;
    let hasty =
        json!({"answer": "agree", "mobile": "1", "channel": "phone", "consent_privacy": false});
    let problem = party.answers(&key(5), &hasty).await.problem();
    let issues: Vec<_> = problem.issues.iter().map(|issue| issue.field).collect();
    assert_eq!(issues, [Field::Mobile, Field::ConsentPrivacy]);
    for _ in 0..2 {
        let seen: PartyView = party.answers(&key(6), &agree()).await.good();
        assert_eq!(seen.status, Status::Willing);
        assert_eq!(seen.open_until, None);
        assert_eq!(seen.timeline.len(), 2, "once, however often it is sent");
    }
    let owners = owner.open().await.text();
    assert!(!owners.contains("13700001111") && !owners.contains("晚上八点"));
    let seen = owner.sees().await;
    let last = seen.timeline.last().unwrap();
    assert_eq!(
        (last.event, last.actor),
        (Event::AgreeToMediate, Actor::Respondent)
    );
    let read: RequestView = staff.open(&owner.number).await.good();
    let told = &read.timeline.last().unwrap().detail;
    let contact = told.party.as_ref().unwrap();
    assert_eq!(contact.mobile.as_str(), "13700001111");
    assert_eq!(contact.channel, ContactChannel::Phone);
    assert_eq!(told.note.as_deref(), Some("晚上八点以后方便"));

    // What is written to both reaches both; the time to meet, too, and past the invitation's last day.
    for body in [
        json!({"move": "add-note", "note": "周二见", "audience": "both"}),
        json!({"move": "add-note", "note": "只告诉您", "audience": "respondent"}),
        json!({"move": "schedule", "appointment": {"at": "2026-12-08T09:00:00+08:00", "channel": "video", "place": "会议号 123"}}),
    ] {
        staff.make(&owner.number, &body).await.good::<RequestView>();
    }
    app.wait(Duration::from_secs(40 * 24 * 60 * 60));
    let seen = party.sees().await;
    let notes: Vec<_> = seen
        .timeline
        .iter()
        .filter(|entry| entry.event == Event::AddNote)
        .collect();
    assert_eq!(notes.len(), 2);
    assert_eq!(seen.appointment.unwrap().place, "会议号 123");
    let owners = owner.open().await.text();
    assert!(owners.contains("周二见") && !owners.contains("只告诉您"));
}

#[tokio::test]
async fn a_refusal_ends_it_and_opens_the_next_door() {
    let app = TestApp::new().await;
    let (owner, _, party) = invited(&app, &draft()).await;
    let seen: PartyView = party
        .answers(&key(5), &json!({"answer": "refuse"}))
        .await
        .good();
    assert_eq!(seen.status, Status::Ended);
    assert!(seen.legal_moves.is_empty());
    let view = owner.sees().await;
    let last = view.timeline.last().unwrap();
    assert_eq!(
        (last.event, last.actor),
        (Event::RefuseToMediate, Actor::Respondent)
    );
    assert_eq!(last.detail.end_ground, Some(EndGround::Unwilling));
    assert_eq!(last.detail.next_door, Some(NextDoor::LaborArbitration));
    party
        .answers(&key(6), &agree())
        .await
        .is(ProblemCode::IllegalMove);
}

#[tokio::test]
async fn who_needs_time_or_a_call_says_so() {
    let app = TestApp::new().await;
    let (owner, staff, party) = invited(&app, &draft()).await;
    for (number, body) in [
        (5, json!({"answer": "ask-for-time", "note": "想问问律师"})),
        (
            6,
            json!({"answer": "ask-for-call", "mobile": "13700001111", "consent_privacy": true}),
        ),
        (7, json!({"answer": "add-note", "note": "下周才回来"})),
    ] {
        let seen: PartyView = party.answers(&key(number), &body).await.good();
        assert_eq!(seen.status, Status::Inviting);
    }
    let read: RequestView = staff.open(&owner.number).await.good();
    assert_eq!(read.timeline.len(), 6);
    // Of that, the applicant learns that the other side has not decided, and nothing else.
    let seen = owner.sees().await;
    let theirs: Vec<_> = seen
        .timeline
        .iter()
        .filter(|entry| entry.actor == Actor::Respondent)
        .collect();
    assert!(
        theirs
            .iter()
            .all(|entry| entry.event == Event::AskForTime && entry.detail == Default::default())
    );
    assert_eq!(theirs.len(), 2);
}

#[tokio::test]
async fn only_the_latest_code_opens_and_only_for_a_while() {
    let app = TestApp::new().await;
    let (owner, staff, first) = invited(&app, &draft()).await;
    staff
        .make(&owner.number, &invite())
        .await
        .good::<RequestView>();
    first.open().await.is(ProblemCode::InvitationNotFound);
    let second = party_of(&app, &staff, &owner.number).await;
    assert_ne!(first.code, second.code);
    second.sees().await;
    app.wait(Duration::from_secs(31 * 24 * 60 * 60));
    second.open().await.is(ProblemCode::InvitationNotFound);
    // A letter that went astray opens nothing because the case has ended.
    let end =
        json!({"move": "end-mediation", "ground": "unreachable", "next_door": "labor-arbitration"});
    staff.make(&owner.number, &end).await.good::<RequestView>();
    second.open().await.is(ProblemCode::InvitationNotFound);
}

#[tokio::test]
async fn wrong_codes_lock_and_tell_nothing() {
    let app = TestApp::new().await;
    let (owner, staff, party) = invited(&app, &draft()).await;
    let other = app
        .anybody()
        .files(
            &key(9),
            &Draft {
                story: "另一件事，也拖了很久。".into(),
                ..draft()
            },
        )
        .await;
    let with = |number: &str, code: &str| Party {
        caller: party.caller.clone(),
        number: number.to_owned(),
        code: code.to_owned(),
    };
    // The applicant's own code is none, and an invitation that is not there is answered alike.
    let right = with(&party.number, &owner.code).open().await.problem();
    let nobody = with(&other.number, &party.code).open().await.problem();
    assert_eq!(
        (right.code, right.title.clone()),
        (nobody.code, nobody.title)
    );
    assert_eq!(right.code, ProblemCode::InvitationNotFound);
    for _ in 0..4 {
        with(&party.number, "AAAA-AAAA-AAAA").open().await;
    }
    party.open().await.is(ProblemCode::Locked);
    // Who guesses invitations locks nobody out of their own request.
    owner.sees().await;
    let path = format!("/api/v1/staff/requests/{}/invitation", other.number);
    let answer = staff.caller().get(&path).await;
    answer.is(ProblemCode::InvitationNotFound);
}

#[tokio::test]
async fn nobody_who_is_feared_is_invited_without_consent() {
    let app = TestApp::new().await;
    let careful = Draft {
        field: "family".to_owned(),
        topic: String::new(),
        organization: crate::samples::COMMITTEE.to_owned(),
        afraid: true,
        amount: String::new(),
        ..draft()
    };
    let owner = app.anybody().files(&key(1), &careful).await;
    let staff = app.staff(crate::samples::COMMITTEE).await;
    staff
        .make(&owner.number, &json!({"move": "accept"}))
        .await
        .good::<RequestView>();
    let problem = staff.make(&owner.number, &invite()).await.problem();
    assert_eq!(
        problem.issues,
        [Issue::new(Field::ApplicantAgrees, Code::NotAgreed)]
    );
    let agreed = json!({"move": "invite", "summary": SUMMARY, "applicant_agrees": true});
    let view: RequestView = staff.make(&owner.number, &agreed).await.good();
    assert_eq!(view.status, Status::Inviting);
}

#[tokio::test]
async fn what_is_erased_opens_no_more() {
    let app = TestApp::new().await;
    let (owner, staff, party) = invited(&app, &draft()).await;
    party
        .answers(&key(5), &json!({"answer": "refuse"}))
        .await
        .good::<PartyView>();
    staff
        .make(&owner.number, &json!({"move": "close"}))
        .await
        .good::<RequestView>();
    party.sees().await;
    app.wait(Duration::from_secs(4000 * 24 * 60 * 60));
    app.app.erase_overdue().await.unwrap();
    party.open().await.is(ProblemCode::InvitationNotFound);
}
