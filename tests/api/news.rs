//! News of a case, told to whoever has it on the screen.

use std::time::{Duration, Instant};

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, Method, StatusCode};
use contract::desk::Role;
use contract::invitation::PartyInvitation;
use contract::problem::ProblemCode;
use contract::request::RequestView;
use fengqiao::http::{Connections, serve};
use futures_util::StreamExt as _;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::actors::{Anybody, Owner, Staff};
use crate::app::{Options, TestApp};
use crate::desk::Person;
use crate::samples::{COMMITTEE, LABOR, draft, key};

const COMMENT: &str = ":\n\n";

/// A stream that is open.
struct Listening {
    headers: HeaderMap,
    body: BodyDataStream,
}

impl Listening {
    async fn begin(caller: &Anybody, path: &str) -> Self {
        let answer = caller.begin(Method::GET, path, Body::empty()).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let (parts, body) = answer.into_parts();
        let mut listening = Self {
            headers: parts.headers,
            body: body.into_data_stream(),
        };
        assert_eq!(listening.next().await.as_deref(), Some(COMMENT));
        listening
    }

    /// What is written next; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        let next = tokio::time::timeout(Duration::from_secs(20), self.body.next());
        let bytes = next.await.expect("something is written").transpose();
        Some(String::from_utf8(bytes.unwrap()?.to_vec()).unwrap())
    }

    /// The same, until it is not a comment.
    async fn news(&mut self) -> Option<String> {
        loop {
            match self.next().await {
                Some(part) if part == COMMENT => {}
                part => return part,
            }
        }
    }
}

fn path(owner: &Owner) -> String {
    format!("/api/v1/requests/{}/news", owner.number)
}

async fn listen(owner: &Owner) -> Listening {
    Listening::begin(&owner.caller(), &path(owner)).await
}

/// What the owner is answered who may not listen.
async fn refused(owner: &Owner, code: ProblemCode) {
    owner.caller().get(&path(owner)).await.is(code);
}

fn told(versions: &[u32]) -> Option<String> {
    let event = |version| format!("id: {version}\ndata: {version}\n\n");
    Some(versions.iter().map(event).collect())
}

async fn filed(app: &TestApp) -> (Owner, Staff) {
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    (owner, staff)
}

async fn moved(staff: &Staff, owner: &Owner, body: serde_json::Value) {
    let answer = staff.make(&owner.number, &body).await;
    answer.good::<RequestView>();
}

/// The other side of a request, invited: who calls, and where they listen.
async fn invited(staff: &Staff, owner: &Owner) -> (Anybody, String) {
    let path = format!("/api/v1/staff/requests/{}/invitation", owner.number);
    let invitation: PartyInvitation = staff.caller().get(&path).await.good();
    let (_, fragment) = invitation.path.split_once('#').unwrap();
    let (id, code) = fragment.split_once('.').unwrap();
    let caller = owner
        .caller
        .with("authorization", format!("InvitationCode {code}"));
    (caller, format!("/api/v1/invitations/{id}/news"))
}

fn invite() -> serde_json::Value {
    json!({"move": "invite", "summary": "还有三个月工资没有结清。"})
}

#[tokio::test]
async fn each_move_is_told_at_once_and_nothing_of_it() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    let mut listening = listen(&owner).await;
    let header = |name: &str| listening.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("cache-control"), "no-store");
    assert!(!listening.headers.contains_key("content-encoding"));
    moved(
        &staff,
        &owner,
        json!({"move": "accept", "note": "请带工资条"}),
    )
    .await;
    assert_eq!(listening.next().await, told(&[2]));
    assert_eq!(owner.sees().await.version, 2);
    owner.note(&key(3), "周二有空").await.good::<RequestView>();
    assert_eq!(listening.next().await, told(&[3]));
}

#[tokio::test]
async fn who_comes_again_is_told_what_was_missed() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    moved(&staff, &owner, json!({"move": "accept"})).await;
    moved(&staff, &owner, invite()).await;
    let after = |id: &str| owner.caller().with("last-event-id", id);
    let mut late = Listening::begin(&after("1"), &path(&owner)).await;
    assert_eq!(late.next().await, told(&[2, 3]));
    // Who knows it all, or more than there is, is told what comes next.
    for known in ["3", "4294967295"] {
        let mut current = Listening::begin(&after(known), &path(&owner)).await;
        let version = owner.sees().await.version + 1;
        owner
            .note(&key(version), "还在等")
            .await
            .good::<RequestView>();
        assert_eq!(current.next().await, told(&[version]));
    }
    for odd in ["", "-1", "1.5", "4294967296", "二"] {
        let answer = after(odd).get(&path(&owner)).await;
        answer.is(ProblemCode::MalformedParameter);
    }
}

#[tokio::test]
async fn what_is_not_for_a_reader_wakes_them_not() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    moved(&staff, &owner, json!({"move": "accept"})).await;
    moved(&staff, &owner, invite()).await;
    let (party, path) = invited(&staff, &owner).await;
    let mut owners = listen(&owner).await;
    let mut theirs = Listening::begin(&party, &path).await;
    // Versions 4 to 7: for the organization, for either side, and for both.
    for audience in ["internal", "respondent", "applicant", "both"] {
        let note = json!({"move": "add-note", "note": "请看", "audience": audience});
        moved(&staff, &owner, note).await;
    }
    assert_eq!(owners.news().await, told(&[6, 7]));
    assert_eq!(theirs.news().await, told(&[5, 7]));
    // Nor is the other side told by resuming what was before the invitation.
    let early = party.with("last-event-id", "0");
    let mut early = Listening::begin(&early, &path).await;
    assert_eq!(early.next().await, told(&[3, 5, 7]));
}

#[tokio::test]
async fn who_works_on_a_case_is_told_of_all_of_it_and_others_of_nothing() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    let path = format!("/api/v1/staff/requests/{}/news", owner.number);
    let mut listening = Listening::begin(&staff.caller(), &path).await;
    assert_eq!(listening.news().await, told(&[1]), "how it is now");
    owner.note(&key(2), "周二有空").await.good::<RequestView>();
    assert_eq!(listening.news().await, told(&[2]));
    let inside = json!({"move": "add-note", "note": "内部意见", "audience": "internal"});
    moved(&staff, &owner, inside).await;
    assert_eq!(listening.news().await, told(&[3]));
    let elsewhere = app.staff(COMMITTEE).await.caller().get(&path).await;
    elsewhere.is(ProblemCode::RequestNotFound);
    app.anybody().get(&path).await.is(ProblemCode::Unauthorized);
    // Handed over, it is nothing of theirs any more.
    let propose =
        json!({"move": "propose-transfer", "organization": COMMITTEE, "reason": "outside-field"});
    moved(&staff, &owner, propose).await;
    assert_eq!(listening.news().await, told(&[4]));
    owner
        .answers_transfer(&key(3), true, COMMITTEE)
        .await
        .good::<RequestView>();
    assert_eq!(listening.news().await, None);
}

#[tokio::test]
async fn a_session_lasts_no_longer_for_listening_and_hears_nothing_after_it() {
    let app = TestApp::new().await;
    let (owner, _) = filed(&app).await;
    let path = format!("/api/v1/staff/requests/{}/news", owner.number);
    let lead = Person::of(&app, "lead", Role::Lead, LABOR).await;
    let at_desk = lead.signs_in().await;
    for _ in 0..2 {
        app.wait(Duration::from_secs(14 * 60));
        Listening::begin(&at_desk.reader, &path).await;
    }
    let mut listening = Listening::begin(&at_desk.reader, &path).await;
    assert_eq!(listening.news().await, told(&[1]));
    owner.note(&key(2), "周二有空").await.good::<RequestView>();
    assert_eq!(listening.news().await, told(&[2]));
    app.wait(Duration::from_secs(2 * 60));
    let again = at_desk.reader.get(&path).await;
    again.is(ProblemCode::Unauthorized);
    owner
        .note(&key(3), "周三也有空")
        .await
        .good::<RequestView>();
    assert_eq!(listening.news().await, None);
}

#[tokio::test]
async fn wrong_codes_listen_to_nothing_and_lock() {
    let app = TestApp::new().await;
    let (owner, _) = filed(&app).await;
    let guess = Owner {
        code: "0000-0000-0000".to_owned(),
        ..owner.clone()
    };
    for _ in 0..5 {
        refused(&guess, ProblemCode::RequestNotFound).await;
    }
    refused(&owner, ProblemCode::Locked).await;
    owner.open().await.is(ProblemCode::Locked);
    let nobody = owner
        .caller
        .with("authorization", "InvitationCode AAAA-AAAA-AAAA");
    let path = format!("/api/v1/invitations/{}/news", owner.number);
    let answer = nobody.get(&path).await;
    answer.is(ProblemCode::InvitationNotFound);
}

#[tokio::test]
async fn there_are_so_many_streams_and_so_many_for_one_address() {
    let app = TestApp::with(Options {
        streams: 3,
        streams_per_address: 2,
        ..Options::default()
    })
    .await;
    let (owner, staff) = filed(&app).await;
    let elsewhere = Owner {
        caller: app.anybody_at("198.51.100.1"),
        ..owner.clone()
    };
    let first = listen(&owner).await;
    let _second = listen(&owner).await;
    let answer = owner.caller().get(&path(&owner)).await;
    answer.is(ProblemCode::TooManyRequests);
    assert_eq!(answer.header("retry-after"), "60");
    let mut third = listen(&elsewhere).await;
    refused(&elsewhere, ProblemCode::NewsFull).await;
    // Who may not listen may still ask, and a place is free with the end of a stream.
    owner.sees().await;
    drop(first);
    listen(&owner).await;
    moved(&staff, &owner, json!({"move": "accept"})).await;
    assert_eq!(third.next().await, told(&[2]));
}

#[tokio::test]
async fn streams_take_no_turn_from_those_who_ask() {
    let app = TestApp::new().await;
    let (owner, _) = filed(&app).await;
    let mut held = Vec::new();
    // More than are worked on at once.
    for _ in 0..80 {
        held.push(listen(&owner).await);
    }
    owner.sees().await;
}

#[tokio::test]
async fn a_stream_ends_with_the_code_that_opened_it() {
    let app = TestApp::new().await;
    let (owner, staff) = filed(&app).await;
    moved(&staff, &owner, json!({"move": "accept"})).await;
    moved(&staff, &owner, invite()).await;
    let (party, path) = invited(&staff, &owner).await;
    let mut theirs = Listening::begin(&party, &path).await;
    let mut owners = listen(&owner).await;
    moved(&staff, &owner, invite()).await;
    assert_eq!(theirs.news().await, None);
    assert_eq!(owners.news().await, told(&[4]));
    let answer = party.get(&path).await;
    answer.is(ProblemCode::InvitationNotFound);
}

#[tokio::test]
async fn a_stream_ends_with_what_is_erased() {
    let app = TestApp::new().await;
    let (owner, _) = filed(&app).await;
    let mut listening = listen(&owner).await;
    let reason = json!({"reason": "solved"});
    owner.withdraw(None, &reason).await.good::<RequestView>();
    assert_eq!(listening.news().await, told(&[2]));
    assert_eq!(owner.erase().await.status, StatusCode::NO_CONTENT);
    assert_eq!(listening.news().await, None);
    refused(&owner, ProblemCode::RequestErased).await;
}

#[tokio::test]
async fn what_other_copies_do_is_learnt_of() {
    let app = TestApp::new().await;
    let copy = app.another_copy().await;
    let (owner, _) = filed(&app).await;
    let there = Owner {
        caller: copy.anybody(),
        ..owner.clone()
    };
    let mut listening = listen(&owner).await;
    moved(&copy.staff(LABOR).await, &owner, json!({"move": "accept"})).await;
    app.app.look_for_news().await.unwrap();
    assert_eq!(listening.news().await, told(&[2]));
    let reason = json!({"reason": "solved"});
    there.withdraw(None, &reason).await.good::<RequestView>();
    assert_eq!(there.erase().await.status, StatusCode::NO_CONTENT);
    app.app.look_for_news().await.unwrap();
    assert_eq!(listening.news().await, None);
}

#[tokio::test]
async fn nothing_is_asked_while_nobody_listens() {
    let app = TestApp::new().await;
    let (owner, _) = filed(&app).await;
    let listening = listen(&owner).await;
    app.store.set_down(true);
    app.app.look_for_news().await.unwrap_err();
    drop(listening);
    app.app.look_for_news().await.unwrap();
}

#[tokio::test]
async fn a_stream_that_has_nothing_to_tell_beats_and_ends_in_time() {
    let app = TestApp::with(Options {
        timeout: Duration::from_secs(15),
        ..Options::default()
    })
    .await;
    let (owner, _) = filed(&app).await;
    let mut listening = listen(&owner).await;
    // From here on time passes whenever nothing else is to be done.
    tokio::time::pause();
    let begin = tokio::time::Instant::now();
    let mut before = begin;
    while let Some(Ok(part)) = listening.body.next().await {
        assert_eq!(part, COMMENT);
        let silence = before.elapsed().as_millis();
        assert!((19_900..=25_100).contains(&silence), "{silence}");
        before = tokio::time::Instant::now();
    }
    let minutes = begin.elapsed().as_secs_f64() / 60.0;
    assert!((9.0..=11.01).contains(&minutes), "{minutes}");
}

#[tokio::test]
async fn stopping_the_server_waits_for_no_stream() {
    let app = TestApp::new().await;
    let (owner, _) = filed(&app).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = std::sync::Arc::clone(&app.app);
    let connections = Connections {
        most: 10,
        per_address: 10,
        trusted_proxies: Vec::new(),
        write_patience: Duration::from_secs(60),
        drain: Duration::from_secs(60),
    };
    let served = tokio::spawn(serve(
        listener,
        app.router.clone(),
        connections,
        async move {
            let _ = stopped.await;
            server.end_news();
        },
    ));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let question = format!(
        "GET {} HTTP/1.1\r\nHost: x\r\nAuthorization: AccessCode {}\r\n\r\n",
        path(&owner),
        owner.code
    );
    stream.write_all(question.as_bytes()).await.unwrap();
    let mut read = Vec::new();
    while !String::from_utf8_lossy(&read).contains(COMMENT) {
        assert!(stream.read_buf(&mut read).await.unwrap() > 0);
    }
    let begin = Instant::now();
    stop.send(()).unwrap();
    stream.read_to_end(&mut read).await.unwrap();
    served.await.unwrap();
    assert!(begin.elapsed() < Duration::from_secs(20));
    // Ended in order, and nobody is let in any more.
    assert!(read.ends_with(b"0\r\n\r\n"));
    refused(&owner, ProblemCode::NewsFull).await;
}
