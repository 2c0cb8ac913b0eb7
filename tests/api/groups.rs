//! Filing together: who may join, what members see of each other, and what staff see.

use std::time::Duration;

use contract::draft::{Code, Draft, Field, Issue, OtherDraft};
use contract::group::{GroupPart, GroupView, Invitation, StaffGroupView};
use contract::kinds::DisputeField;
use contract::problem::ProblemCode;
use contract::request::{GroupHint, Receipt};
use http::StatusCode;
use serde_json::{Value, json};

use crate::actors::{Answer, Anybody, Owner};
use crate::app::TestApp;
use crate::samples::{COMMITTEE, LABOR, draft, key};

impl Anybody {
    async fn invitation(&self, code: &str) -> Answer {
        self.with("authorization", format!("JoinCode {code}"))
            .get("/api/v1/groups/invitation")
            .await
    }
}

impl Owner {
    fn group_path(&self, of: &str) -> String {
        format!("/api/v1/requests/{}/group{of}", self.number)
    }

    async fn part(&self) -> GroupPart {
        self.caller().get(&self.group_path("")).await.good()
    }

    async fn group(&self) -> GroupView {
        self.part().await.group.expect("there is a group")
    }

    async fn starts(&self, share_story: bool) -> Answer {
        let body = json!({ "consent_share": true, "share_story": share_story });
        self.caller().post(&self.group_path(""), &body).await
    }

    async fn makes(&self, wish: &Value) -> Answer {
        self.caller().post(&self.group_path("/moves"), wish).await
    }
}

/// Somebody's own request, with this name and what nobody else may see.
fn own(name: &str) -> Draft {
    Draft {
        name: name.to_owned(),
        claims: format!("{name}的请求"),
        address: format!("{name}的地址"),
        respondent_contact: format!("{name}的线索"),
        others: vec![OtherDraft {
            role: "platform".to_owned(),
            name: "某平台公司".to_owned(),
            contact: format!("{name}的平台线索"),
            ..OtherDraft::default()
        }],
        ..draft()
    }
}

/// The owner of a request that started a group, and its code.
async fn started(app: &TestApp, share_story: bool) -> (Owner, String) {
    let starter = app.anybody().files(&key(1), &own("甲某")).await;
    let part: GroupPart = starter.starts(share_story).await.good();
    let code = part
        .group
        .and_then(|group| group.code)
        .expect("the starter sees the code");
    (starter, code)
}

fn joins(name: &str, code: &str) -> Draft {
    Draft {
        join_code: code.to_owned(),
        ..own(name)
    }
}

#[track_caller]
fn is_refused(answer: &Answer, code: Code) {
    assert_eq!(answer.problem().issues, [Issue::new(Field::JoinCode, code)]);
}

/// A group of ten.
async fn ten(app: &TestApp) -> Vec<Owner> {
    let (starter, code) = started(app, false).await;
    let mut members = vec![starter];
    for number in 2..=10 {
        let joiner = joins(&format!("成员{number}号"), &code);
        members.push(app.anybody().files(&key(number), &joiner).await);
    }
    members
}

#[tokio::test]
async fn one_starts_and_another_joins() {
    let app = TestApp::new().await;
    let answer = app.anybody().file(&key(1), &own("甲某")).await;
    let receipt: Receipt = answer.good();
    assert_eq!(receipt.group, Some(GroupHint::MayStart));
    let starter = app.anybody().owner_of(&receipt);
    let before = starter.part().await;
    assert_eq!(before.group, None);
    let offer = before.offer.expect("a group can be started");
    assert!(offer.story.is_some(), "what may be shared is shown before");

    let refused = starter
        .caller()
        .post(
            &starter.group_path(""),
            &json!({ "consent_share": false, "share_story": true }),
        )
        .await;
    assert_eq!(
        refused.problem().issues,
        [Issue::new(Field::ConsentShare, Code::NotAgreed)]
    );
    assert_eq!(starter.part().await.group, None);

    let part: GroupPart = starter.starts(false).await.good();
    let view = part.group.unwrap();
    assert_eq!((view.part.members, view.part.is_starter), (1, true));
    let code = view.code.clone().unwrap();
    // Started again, it is the one there is.
    let again: GroupPart = starter.starts(true).await.good();
    assert_eq!(again.group, Some(view));

    let invitation: Invitation = app.anybody().invitation(&code.to_lowercase()).await.good();
    assert_eq!(
        (invitation.members, invitation.organization.id.as_str()),
        (1, LABOR)
    );
    assert_eq!(invitation.open_until, "2026-12-23T12:00:00+08:00");
    assert_eq!(invitation.shared.story, None);
    let mut joiner = joins("乙某", &code);
    joiner.respondent_name.clear();
    invitation.shared.fill(&mut joiner);
    let answer = app.anybody().file(&key(2), &joiner).await;
    let receipt: Receipt = answer.good();
    assert_eq!(receipt.group, Some(GroupHint::Joined));
    // Sent again, it is the same request and one member.
    let again = app.anybody().file(&key(2), &joiner).await;
    assert_eq!(
        (again.status, again.good::<Receipt>()),
        (200.try_into().unwrap(), receipt.clone())
    );
    let joined = app.anybody().owner_of(&receipt);
    assert_ne!(joined.number, starter.number);
    let view = joined.group().await;
    assert_eq!(
        (view.part.members, view.part.is_starter, view.code),
        (2, false, None)
    );
    assert_eq!(
        joined.sees().await.group.map(|group| group.members),
        Some(2)
    );
    // Another body under the same key is another request, in the group or not.
    let alone = Draft {
        join_code: String::new(),
        ..joiner
    };
    app.anybody()
        .file(&key(2), &alone)
        .await
        .is(ProblemCode::IdempotencyKeyReused);
}

#[tokio::test]
async fn nothing_of_a_member_reaches_another_without_consent() {
    let app = TestApp::new().await;
    let (starter, code) = started(&app, false).await;
    let joined = app.anybody().files(&key(2), &joins("乙某", &code)).await;
    let marks = |name: &str, owner: &Owner| {
        ["", "的请求", "的地址", "的线索", "的平台线索"]
            .map(|of| format!("{name}{of}"))
            .into_iter()
            .chain([
                owner.number.clone(),
                owner.code.clone(),
                "13912345678".to_owned(),
            ])
            .chain(["1200050", "拖欠三个月"].map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let seen_by = async |owner: &Owner| owner.caller().get(&owner.group_path("")).await.text();
    let invited = app.anybody().invitation(&code).await.text();
    for (text, owner, name) in [
        (seen_by(&joined).await, &starter, "甲某"),
        (seen_by(&starter).await, &joined, "乙某"),
        (invited, &starter, "甲某"),
    ] {
        assert!(text.contains("某平台公司"), "{text}");
        for mark in marks(name, owner) {
            assert!(!text.contains(&mark), "{mark}: {text}");
        }
    }

    let shown: GroupPart = joined
        .makes(&json!({ "move": "show-name", "shown": true }))
        .await
        .good();
    assert!(shown.group.unwrap().part.shows_name);
    assert_eq!(starter.group().await.part.names, ["乙某"]);
    assert!(joined.group().await.part.names.is_empty());
    joined
        .makes(&json!({ "move": "show-name", "shown": false }))
        .await
        .good::<GroupPart>();
    assert!(starter.group().await.part.names.is_empty());
}

#[tokio::test]
async fn the_account_of_what_happened_is_shared_only_if_wanted() {
    let app = TestApp::new().await;
    let (_, code) = started(&app, true).await;
    let invitation: Invitation = app.anybody().invitation(&code).await.good();
    assert_eq!(
        invitation.shared.story.as_deref(),
        Some(draft().story.as_str())
    );
}

#[tokio::test]
async fn whoever_started_a_group_and_is_erased_leaves_no_account_and_no_code() {
    let app = TestApp::new().await;
    let (starter, code) = started(&app, true).await;
    let member = app.anybody().files(&key(2), &joins("乙某", &code)).await;
    let seen = member.part().await.group.unwrap();
    assert!(seen.shared.story.is_some() && seen.open_until.is_some());
    starter.withdraw(None, &json!({"reason": "solved"})).await;
    assert_eq!(starter.erase().await.status, StatusCode::NO_CONTENT);
    let closed = app.anybody().invitation(&code).await;
    closed.is(ProblemCode::GroupClosed);
    let seen = member.part().await.group.unwrap();
    assert_eq!((seen.shared.story, seen.is_closed), (None, true));
    assert_eq!(seen.shared.field, DisputeField::Labor);
}

#[tokio::test]
async fn a_forged_an_old_and_an_ended_code_take_nobody_in() {
    let app = TestApp::new().await;
    let (starter, code) = started(&app, false).await;
    let unknown = contract::number::JoinCode::new([1; 9]).grouped();
    app.anybody()
        .invitation(&unknown)
        .await
        .is(ProblemCode::GroupNotFound);
    is_refused(
        &app.anybody().file(&key(2), &joins("乙某", &unknown)).await,
        Code::GroupClosed,
    );
    let mut mistyped = code.clone();
    mistyped.replace_range(0..1, if code.starts_with('0') { "1" } else { "0" });
    is_refused(
        &app.anybody().file(&key(2), &joins("乙某", &mistyped)).await,
        Code::JoinCodeMistyped,
    );
    app.anybody()
        .invitation(&mistyped)
        .await
        .is(ProblemCode::GroupNotFound);
    for odd in ["", "枫桥", "00000-00000-00000"] {
        app.anybody()
            .invitation(odd)
            .await
            .is(ProblemCode::GroupNotFound);
    }

    // A new code takes the old one's place.
    let renewed: GroupPart = starter.makes(&json!({ "move": "renew-code" })).await.good();
    let new = renewed.group.unwrap().code.unwrap();
    assert_ne!(new, code);
    app.anybody()
        .invitation(&code)
        .await
        .is(ProblemCode::GroupNotFound);
    let joined = app.anybody().files(&key(3), &joins("丙某", &new)).await;
    joined
        .makes(&json!({ "move": "renew-code" }))
        .await
        .is(ProblemCode::GroupNotNow);
    joined
        .makes(&json!({ "move": "close" }))
        .await
        .is(ProblemCode::GroupNotNow);

    app.wait(Duration::from_secs(30 * 24 * 3600 - 1));
    app.anybody().invitation(&new).await.good::<Invitation>();
    app.wait(Duration::from_secs(1));
    app.anybody()
        .invitation(&new)
        .await
        .is(ProblemCode::GroupClosed);
    is_refused(
        &app.anybody().file(&key(4), &joins("丁某", &new)).await,
        Code::GroupClosed,
    );
    let old = starter.group().await;
    assert_eq!(
        (old.code, old.open_until, old.is_closed),
        (None, None, false)
    );
    // One that is too old can be renewed, an ended one cannot.
    let renewed: GroupPart = starter.makes(&json!({ "move": "renew-code" })).await.good();
    let newest = renewed.group.unwrap().code.unwrap();
    starter
        .makes(&json!({ "move": "close" }))
        .await
        .good::<GroupPart>();
    starter
        .makes(&json!({ "move": "close" }))
        .await
        .good::<GroupPart>();
    app.anybody()
        .invitation(&newest)
        .await
        .is(ProblemCode::GroupClosed);
    starter
        .makes(&json!({ "move": "renew-code" }))
        .await
        .is(ProblemCode::GroupNotNow);
    // Whoever had joined is told the same again, however late.
    let again = app.anybody().file(&key(3), &joins("丙某", &new)).await;
    assert_eq!(again.good::<Receipt>().number, joined.number);
}

#[tokio::test]
async fn guessing_join_codes_locks_the_address() {
    let app = TestApp::new().await;
    let (_, code) = started(&app, false).await;
    let guesser = app.anybody_at("198.51.100.9");
    for number in 0..10 {
        let guess = contract::number::JoinCode::new([number; 9]).grouped();
        guesser
            .invitation(&guess)
            .await
            .is(ProblemCode::GroupNotFound);
        is_refused(
            &guesser.file(&key(50), &joins("戊某", &guess)).await,
            Code::GroupClosed,
        );
    }
    guesser.invitation(&code).await.is(ProblemCode::Locked);
    guesser
        .file(&key(50), &joins("戊某", &code))
        .await
        .is(ProblemCode::Locked);
    // Others are let in, and codes that are only too old lock nobody.
    app.anybody().invitation(&code).await.good::<Invitation>();
    app.wait(Duration::from_secs(31 * 24 * 3600));
    for _ in 0..30 {
        app.anybody()
            .invitation(&code)
            .await
            .is(ProblemCode::GroupClosed);
    }
}

#[tokio::test]
async fn a_group_goes_to_one_organization_about_one_kind_of_matter() {
    let app = TestApp::new().await;
    let (_, code) = started(&app, false).await;
    let elsewhere = Draft {
        organization: COMMITTEE.to_owned(),
        ..joins("乙某", &code)
    };
    is_refused(
        &app.anybody().file(&key(2), &elsewhere).await,
        Code::GroupElsewhere,
    );
    let family = Draft {
        field: "family".to_owned(),
        topic: String::new(),
        ..joins("乙某", &code)
    };
    is_refused(
        &app.anybody().file(&key(2), &family).await,
        Code::GroupElsewhere,
    );
    let alone = Draft {
        join_code: String::new(),
        ..family
    };
    let answer = app.anybody().file(&key(3), &alone).await;
    let receipt: Receipt = answer.good();
    assert_eq!(receipt.group, None);
    let owner = app.anybody().owner_of(&receipt);
    let part = owner.part().await;
    assert_eq!((part.group, part.offer), (None, None));
    owner.starts(false).await.is(ProblemCode::GroupNotNow);
    owner
        .makes(&json!({ "move": "show-name", "shown": true }))
        .await
        .is(ProblemCode::GroupNotFound);
}

#[tokio::test]
async fn ten_members_choose_who_represents_them() {
    let app = TestApp::new().await;
    let members = ten(&app).await;
    let few = &members[..3];
    let stand = json!({ "move": "stand", "stands": true });
    let stood: GroupPart = members[1].makes(&stand).await.good();
    let candidates = stood.group.unwrap().part.candidates.unwrap();
    assert_eq!(
        (candidates[0].name.as_str(), candidates[0].approvals),
        ("成员2号", 0)
    );
    let seat = &candidates[0].seat;
    let approve = json!({ "move": "approve", "seats": [seat, "nobody"] });
    for voter in &members[..6] {
        assert!(!voter.group().await.part.candidates.unwrap()[0].is_chosen);
        voter.makes(&approve).await.good::<GroupPart>();
        voter.makes(&approve).await.good::<GroupPart>();
    }
    let seen = members[9].group().await.part.candidates.unwrap();
    assert_eq!(
        (seen[0].approvals, seen[0].is_chosen, seen[0].is_approved),
        (6, true, false)
    );
    assert!(members[0].group().await.part.candidates.unwrap()[0].is_approved);

    let staff = app.staff(LABOR).await;
    let path = format!("/api/v1/staff/requests/{}/group", members[4].number);
    let view: StaffGroupView = staff.caller().get(&path).await.good();
    assert!(view.is_open);
    let numbers: Vec<_> = view
        .requests
        .iter()
        .map(|request| &request.number)
        .collect();
    let mut expected: Vec<_> = members.iter().map(|owner| &owner.number).collect();
    let mut found = numbers.clone();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    let chosen: Vec<_> = view
        .requests
        .iter()
        .filter(|request| request.is_representative)
        .collect();
    assert_eq!(chosen.len(), 1);
    assert_eq!(chosen[0].number, members[1].number);

    // Who leaves takes what they approved of along; among nine nobody is chosen.
    members[0]
        .makes(&json!({ "move": "leave" }))
        .await
        .good::<GroupPart>();
    let left: GroupPart = members[0].makes(&json!({ "move": "leave" })).await.good();
    assert_eq!(left.group, None);
    members[0].sees().await;
    assert_eq!(members[1].group().await.part.candidates, None);
    assert!(members[1].group().await.is_closed, "the starter left");
    for owner in few.iter().skip(1) {
        owner.makes(&stand).await.is(ProblemCode::GroupNotNow);
        owner.makes(&approve).await.is(ProblemCode::GroupNotNow);
    }
}

#[tokio::test]
async fn who_withdraws_counts_no_longer() {
    let app = TestApp::new().await;
    let members = ten(&app).await;
    assert!(members[0].group().await.part.candidates.is_some());
    members[9]
        .withdraw(None, &json!({ "reason": "solved" }))
        .await;
    let part = members[0].group().await.part;
    assert_eq!((part.members, part.candidates), (9, None));
    // The one who withdrew still sees where things stand.
    assert_eq!(members[9].group().await.part.members, 9);
}

#[tokio::test]
async fn only_its_own_people_and_staff_see_a_group() {
    let app = TestApp::new().await;
    let (starter, code) = started(&app, false).await;
    let path = format!("/api/v1/staff/requests/{}/group", starter.number);
    let other = app.staff(COMMITTEE).await;
    other
        .caller()
        .get(&path)
        .await
        .is(ProblemCode::RequestNotFound);
    app.anybody().get(&path).await.is(ProblemCode::Unauthorized);
    let staff = app.staff(LABOR).await;
    let alone = app.anybody().files(&key(2), &own("乙某")).await;
    let none = format!("/api/v1/staff/requests/{}/group", alone.number);
    staff
        .caller()
        .get(&none)
        .await
        .is(ProblemCode::GroupNotFound);
    let stranger = Owner {
        code: alone.code.clone(),
        ..starter.clone()
    };
    stranger.starts(true).await.is(ProblemCode::RequestNotFound);
    stranger
        .caller()
        .get(&stranger.group_path(""))
        .await
        .is(ProblemCode::RequestNotFound);
    let leave = json!({ "move": "leave" });
    stranger
        .makes(&leave)
        .await
        .is(ProblemCode::RequestNotFound);
    // The code invites, and is no key to anything else.
    let with_code = app
        .anybody()
        .with("authorization", format!("AccessCode {code}"));
    with_code
        .get(&starter.group_path(""))
        .await
        .is(ProblemCode::RequestNotFound);
    starter
        .makes(&json!({ "move": "expel" }))
        .await
        .is(ProblemCode::UnexpectedShape);
}
