//! Signing in at a desk, and what each role reaches.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use contract::desk::{AuditAct, AuditView, ColleaguesView, Role, SecondFactorOffer, SessionView};
use contract::draft::{Code, Draft, Field, Issue};
use contract::problem::ProblemCode as P;
use contract::request::RequestView;
use contract::staff::QueueView;
use contract::status::Event;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::actors::{Answer, Anybody};
use crate::app::{Options, TestApp};
use crate::samples::{COMMITTEE, LABOR, draft, key};

const SESSION: &str = "/api/v1/desk/session";
const FACTOR: &str = "/api/v1/desk/second-factor";

/// Somebody with an account.
pub(crate) struct Person {
    caller: Anybody,
    login: String,
    password: String,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct AtDesk {
    pub(crate) reader: Anybody,
    view: SessionView,
}

impl Person {
    pub(crate) async fn of(app: &TestApp, login: &str, role: Role, organization: &str) -> Self {
        Self {
            caller: app.anybody(),
            login: login.to_owned(),
            password: app.account(login, role, organization).await,
        }
    }

    async fn try_with(&self, password: &str, code: &str) -> Answer {
        let body = json!({"login": self.login, "password": password, "code": code});
        self.caller.post(SESSION, &body).await
    }

    pub(crate) async fn signs_in(&self) -> AtDesk {
        self.at_desk(&self.try_with(&self.password, "").await)
    }

    fn at_desk(&self, answer: &Answer) -> AtDesk {
        let view: SessionView = answer.good();
        let cookie = answer.header("set-cookie");
        let (cookie, _) = cookie.split_once(';').unwrap();
        AtDesk {
            reader: self.caller.with("cookie", cookie),
            view,
        }
    }
}

impl AtDesk {
    /// With the token that the desk's own pages send.
    pub(crate) fn writer(&self) -> Anybody {
        self.reader.with("desk-token", self.view.token.clone())
    }

    /// The id of their account.
    pub(crate) fn account(&self) -> &str {
        &self.view.account
    }

    async fn queue(&self, query: &str) -> Vec<String> {
        let path = format!("/api/v1/staff/requests{query}");
        let view: QueueView = self.reader.get(&path).await.good();
        view.requests
            .into_iter()
            .map(|entry| entry.number)
            .collect()
    }

    async fn open(&self, number: &str) -> Answer {
        let path = format!("/api/v1/staff/requests/{number}");
        self.reader.get(&path).await
    }

    async fn make(&self, number: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/staff/requests/{number}/moves");
        self.writer().post(&path, body).await
    }

    /// A lead gives a case to somebody, or a mediator takes it.
    async fn gives(&self, number: &str, to: &SessionView) -> Answer {
        let body = json!({"move": "assign", "mediator": to.name, "account": to.account});
        self.make(number, &body).await
    }

    async fn is_signed_in(&self) -> bool {
        self.reader.get(SESSION).await.status.is_success()
    }
}

/// Files a request and has it accepted.
async fn accepted(app: &TestApp, number: u32) -> String {
    let owner = app.anybody().files(&key(number), &draft()).await;
    let staff = app.staff(LABOR).await;
    let accept = json!({"move": "accept"});
    staff
        .make(&owner.number, &accept)
        .await
        .good::<RequestView>();
    owner.number
}

#[tokio::test]
async fn a_session_begins_with_the_password_and_ends_when_one_leaves() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "Wang", Role::Lead, LABOR).await;
    let answer = lead.try_with(&lead.password, "").await;
    let cookie = answer.header("set-cookie").to_owned();
    for part in ["; HttpOnly", "; SameSite=Strict", "; Secure", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let desk = lead.at_desk(&answer);
    assert_eq!(
        (
            desk.view.login.as_str(),
            desk.view.role,
            desk.view.organization.id.as_str()
        ),
        ("wang", Role::Lead, LABOR)
    );
    assert!(!desk.view.has_second_factor);
    assert!(desk.is_signed_in().await);
    let elsewhere = lead.signs_in().await;
    let out = desk
        .writer()
        .send(Method::DELETE, SESSION, Body::empty())
        .await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert!(!desk.is_signed_in().await);
    assert!(elsewhere.is_signed_in().await);
    let third = lead.signs_in().await;
    let all = "/api/v1/desk/sessions";
    third
        .writer()
        .send(Method::DELETE, all, Body::empty())
        .await;
    assert!(!elsewhere.is_signed_in().await && !third.is_signed_in().await);
}

#[tokio::test]
async fn only_a_browser_on_the_servers_machine_does_without_encryption() {
    let cookie_of = async |app: &TestApp, caller: Anybody| {
        let login = format!("wang{}", app.seconds());
        app.wait(Duration::from_secs(1));
        let person = Person {
            caller,
            password: app.account(&login, Role::Lead, LABOR).await,
            login,
        };
        let answer = person.try_with(&person.password, "").await;
        answer.header("set-cookie").to_owned()
    };
    let app = TestApp::new().await;
    let here = app.anybody_at("127.0.0.1").with("host", "127.0.0.1:8080");
    let cookie = cookie_of(&app, here.clone()).await;
    assert!(
        cookie.starts_with("fengqiao-desk=") && !cookie.contains("Secure"),
        "{cookie}"
    );
    for elsewhere in [
        app.anybody().with("host", "127.0.0.1:8080"),
        app.anybody_at("127.0.0.1")
            .with("host", "portal.example.org"),
        here.with("x-forwarded-for", "203.0.113.7"),
    ] {
        let cookie = cookie_of(&app, elsewhere).await;
        assert!(cookie.starts_with("__Host-fengqiao-desk="), "{cookie}");
        assert!(cookie.ends_with("; Secure"), "{cookie}");
    }
    // One that is deployed behind a web server that says nothing of whom it passes on.
    let deployed = TestApp::with(Options {
        trusted_proxies: &["127.0.0.1/32"],
        ..Options::default()
    })
    .await;
    let here = deployed
        .anybody_at("127.0.0.1")
        .with("host", "127.0.0.1:8080");
    assert!(cookie_of(&deployed, here).await.ends_with("; Secure"));
}

#[tokio::test]
async fn what_is_no_login_and_no_password_is_wrong_and_counts() {
    let app = TestApp::new().await;
    let long = "长".repeat(3000);
    for (login, password) in [
        ("a\u{0}b", "x"),
        ("", ""),
        (long.as_str(), "x"),
        ("nobody", long.as_str()),
        ("a\nb", "x"),
    ] {
        let body = json!({"login": login, "password": password});
        app.anybody().post(SESSION, &body).await.is(P::SignInFailed);
    }
    // From elsewhere the same login is tried as before: knowing it keeps nobody out.
    let lead = Person::of(&app, "wang", Role::Lead, LABOR).await;
    for _ in 0..5 {
        lead.try_with("wrong", "").await.is(P::SignInFailed);
    }
    lead.try_with(&lead.password, "").await.is(P::Locked);
    let elsewhere = Person {
        caller: app.anybody_at("198.51.100.4"),
        ..lead
    };
    elsewhere.signs_in().await;
}

#[tokio::test]
async fn a_session_ends_when_nothing_is_done_and_after_a_working_day() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR).await;
    let idle = lead.signs_in().await;
    app.wait(Duration::from_secs(30 * 60));
    idle.reader.get(SESSION).await.is(P::Unauthorized);
    let busy = lead.signs_in().await;
    for _ in 0..35 {
        app.wait(Duration::from_secs(20 * 60));
        assert!(busy.is_signed_in().await);
    }
    app.wait(Duration::from_secs(20 * 60));
    assert!(!busy.is_signed_in().await, "twelve hours have passed");
    app.app.forget_sessions().await.unwrap();
    assert!(lead.signs_in().await.is_signed_in().await);
}

#[tokio::test]
async fn who_guesses_is_locked_out_and_learns_nothing() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR).await;
    let nobody = Person {
        login: "nobody".to_owned(),
        password: String::new(),
        caller: app.anybody_at("203.0.113.9"),
    };
    let wrong = lead.try_with("wrong", "").await;
    let unknown = nobody.try_with("wrong", "").await;
    assert_eq!(wrong.problem().code, P::SignInFailed);
    assert_eq!(unknown.problem().code, P::SignInFailed);
    assert_eq!(wrong.header("set-cookie"), "");
    for _ in 0..4 {
        lead.try_with("wrong", "").await.is(P::SignInFailed);
    }
    let locked = lead.try_with(&lead.password, "").await.problem();
    assert_eq!((locked.code, locked.retry_after), (P::Locked, Some(900)));
    app.wait(Duration::from_secs(900));
    lead.signs_in().await;
}

#[tokio::test]
async fn a_second_factor_is_proved_asked_for_and_taken_once() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR).await;
    let desk = lead.signs_in().await;
    let offer: SecondFactorOffer = desk.writer().post(FACTOR, &json!({})).await.good();
    assert!(offer.uri.starts_with("otpauth://totp/"), "{}", offer.uri);
    let secret = Secret::try_from_base32(&offer.secret).unwrap();
    let totp = Builder::new()
        .with_secret(secret)
        .with_account_name("wang")
        .build()
        .unwrap();
    let code = |app: &TestApp| {
        totp.generate(u64::try_from(app.seconds()).unwrap())
            .to_string()
    };
    // Offered is not proved: signing in asks for nothing yet.
    lead.signs_in().await;
    let put = async |code: &str| {
        let body = json!({ "code": code }).to_string();
        let writer = desk.writer().with("content-type", "application/json");
        writer.send(Method::PUT, FACTOR, body).await
    };
    put("000000").await.is(P::SecondFactorNeeded);
    let without_it = lead.signs_in().await;
    assert_eq!(put(&code(&app)).await.status, 204);
    assert!(desk.is_signed_in().await && !without_it.is_signed_in().await);
    desk.writer()
        .post(FACTOR, &json!({}))
        .await
        .is(P::Forbidden);

    app.wait(Duration::from_secs(60));
    lead.try_with(&lead.password, "")
        .await
        .is(P::SecondFactorNeeded);
    lead.try_with("wrong", &code(&app))
        .await
        .is(P::SignInFailed);
    lead.try_with(&lead.password, "123456")
        .await
        .is(P::SecondFactorNeeded);
    let now = code(&app);
    let signed_in = lead.at_desk(&lead.try_with(&lead.password, &now).await);
    assert!(signed_in.view.has_second_factor);
    // The same code does not sign in twice.
    lead.try_with(&lead.password, &now)
        .await
        .is(P::SecondFactorNeeded);
    app.wait(Duration::from_secs(60));
    let body = json!({ "code": code(&app) }).to_string();
    let writer = signed_in.writer().with("content-type", "application/json");
    assert_eq!(writer.send(Method::DELETE, FACTOR, body).await.status, 204);
    lead.signs_in().await;
}

#[tokio::test]
async fn another_password_ends_all_other_sessions() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR).await;
    let (here, there) = (lead.signs_in().await, lead.signs_in().await);
    let change = async |current: &str, new: &str| {
        let body = json!({"current": current, "new": new});
        here.writer().post("/api/v1/desk/password", &body).await
    };
    change("wrong", "又长又好记的一句话").await.is(P::Invalid);
    change("wrong", "又长又好记的一句话呀")
        .await
        .is(P::SignInFailed);
    let short = change(&lead.password, "short").await.problem();
    let min = contract::desk::PASSWORD_MIN;
    assert_eq!(
        short.issues,
        [Issue::new(Field::Password, Code::TooShort { min })]
    );
    assert_eq!(
        change(&lead.password, "又长又好记的一句话呀").await.status,
        204
    );
    assert!(here.is_signed_in().await && !there.is_signed_in().await);
    lead.try_with(&lead.password, "").await.is(P::SignInFailed);
    assert!(
        lead.try_with("又长又好记的一句话呀", "")
            .await
            .status
            .is_success()
    );
}

#[tokio::test]
async fn pages_of_other_sites_change_nothing() {
    let app = TestApp::new().await;
    let number = accepted(&app, 1).await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let other = Person::of(&app, "li", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let path = format!("/api/v1/staff/requests/{number}/moves");
    let note = json!({"move": "add-note", "note": "来自别的网站"});
    lead.reader.post(&path, &note).await.is(P::Forbidden);
    for token in ["", &other.view.token, &lead.view.token[1..]] {
        let caller = lead.reader.with("desk-token", token);
        caller.post(&path, &note).await.is(P::Forbidden);
        caller
            .send(Method::DELETE, SESSION, Body::empty())
            .await
            .is(P::Forbidden);
    }
    assert!(lead.make(&number, &note).await.status.is_success());
    app.anybody()
        .with("cookie", "__Host-fengqiao-desk=made-up")
        .get(SESSION)
        .await
        .is(P::Unauthorized);
    app.anybody().get(SESSION).await.is(P::Unauthorized);
}

#[tokio::test]
async fn a_lead_assigns_and_a_mediator_takes_what_is_nobodys() {
    let app = TestApp::new().await;
    let number = accepted(&app, 1).await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let li = Person::of(&app, "li", Role::Mediator, LABOR)
        .await
        .signs_in()
        .await;
    let zhao = Person::of(&app, "zhao", Role::Mediator, LABOR)
        .await
        .signs_in()
        .await;
    let stranger = Person::of(&app, "sun", Role::Mediator, COMMITTEE)
        .await
        .signs_in()
        .await;
    let colleagues: ColleaguesView = lead.reader.get("/api/v1/desk/colleagues").await.good();
    let names: Vec<_> = colleagues
        .colleagues
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["li", "wang", "zhao"]);

    zhao.gives(&number, &li.view).await.is(P::Forbidden);
    let nameless = json!({"move": "assign", "mediator": "某人"});
    zhao.make(&number, &nameless).await.is(P::Forbidden);
    lead.gives(&number, &stranger.view).await.is(P::Invalid);
    let taken: RequestView = li.gives(&number, &li.view).await.good();
    assert_eq!(taken.assignee.as_ref(), Some(&li.view.account));
    assert_eq!(taken.mediator.as_deref(), Some("li"));
    zhao.open(&number).await.is(P::RequestNotFound);
    assert_eq!(zhao.queue("").await, [] as [&str; 0]);
    assert_eq!(li.queue("?who=mine").await, [number.as_str()]);
    assert_eq!(lead.queue("?who=free").await, [] as [&str; 0]);
    let seen = lead.queue("").await;
    assert_eq!(seen, [number.as_str()]);

    lead.gives(&number, &zhao.view).await.good::<RequestView>();
    li.open(&number).await.is(P::RequestNotFound);
    li.make(&number, &json!({"move": "add-note", "note": "晚了"}))
        .await
        .is(P::RequestNotFound);
    let view: RequestView = zhao.open(&number).await.good();
    assert_eq!(view.mediator.as_deref(), Some("zhao"));
    // Somebody without an account may mediate, too: then it is everybody's to work on.
    lead.make(&number, &nameless).await.good::<RequestView>();
    li.open(&number).await.good::<RequestView>();
}

#[tokio::test]
async fn of_two_who_move_a_case_at_once_one_is_told_what_changed() {
    let app = TestApp::new().await;
    let number = accepted(&app, 1).await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let read: RequestView = lead.open(&number).await.good();
    let path = format!("/api/v1/staff/requests/{number}/moves");
    let send = async |version: &str, once: &str, body: &Value| {
        let caller = lead
            .writer()
            .with("if-match", version)
            .with("idempotency-key", once);
        caller.post(&path, body).await
    };
    let version = format!("\"{}\"", read.version);
    let begin = json!({"move": "investigate"});
    let moved: RequestView = send(&version, &key(7), &begin).await.good();
    assert_eq!(moved.version, read.version + 1);
    // The same sending again is no conflict with itself.
    assert_eq!(
        send(&version, &key(7), &begin)
            .await
            .good::<RequestView>()
            .version,
        moved.version
    );
    let late = send(
        &version,
        &key(8),
        &json!({"move": "add-note", "note": "打过电话"}),
    )
    .await;
    let told = late.problem();
    assert_eq!(told.code, P::Outdated);
    let events: Vec<_> = told.since.iter().map(|one| one.event).collect();
    assert_eq!(events, [Event::Investigate]);
    let after: RequestView = lead.open(&number).await.good();
    assert_eq!(after.version, moved.version, "nothing was done");
    for wrong in ["7", "\"x\"", "*", "\"-1\""] {
        send(wrong, &key(9), &begin).await.is(P::MalformedParameter);
    }
}

#[tokio::test]
async fn what_is_due_first_stands_first() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let mut numbers = Vec::new();
    for number in 0..3 {
        app.wait(Duration::from_secs(1));
        numbers.push(app.anybody().files(&key(number), &draft()).await.number);
    }
    // Accepted, the oldest has its fifteen days; the others wait for their first answer.
    lead.make(&numbers[0], &json!({"move": "accept"}))
        .await
        .good::<RequestView>();
    let order = [&numbers[1], &numbers[2], &numbers[0]];
    assert_eq!(lead.queue("").await.iter().collect::<Vec<_>>(), order);
    assert!(lead.queue("?late=true").await.is_empty());
    app.wait(Duration::from_secs(3 * 24 * 3600));
    let lead = Person::of(&app, "zhou", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    assert_eq!(
        lead.queue("?late=true").await.iter().collect::<Vec<_>>(),
        order[..2]
    );
    assert_eq!(lead.queue("?field=labor").await.len(), 3);
    assert!(lead.queue("?field=neighbours").await.is_empty());
    assert_eq!(
        lead.queue(&format!("?number={}", numbers[2])).await,
        [numbers[2].as_str()]
    );
    for wrong in [
        "?who=other",
        "?late=maybe",
        "?field=x",
        "?number=1",
        "?after=2026-01-01.x.y",
    ] {
        let path = format!("/api/v1/staff/requests{wrong}");
        lead.reader.get(&path).await.is(P::MalformedParameter);
    }
}

/// Every path of the interface that staff use, with how it is called and what is asked for filled in.
async fn staff_calls(app: &TestApp, number: &str) -> Vec<(Method, String)> {
    let document: Value = app.anybody().get("/api/v1/openapi.json").await.good();
    let mut calls = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        if !path.starts_with("/api/v1/staff/") {
            continue;
        }
        for method in methods.as_object().unwrap().keys() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else {
                continue;
            };
            let path = path
                .replace("{number}", number)
                .replace("{file}", "x")
                .replace("{paper}", "agreement")
                .replace("{id}", "x");
            calls.push((method, path));
        }
    }
    assert!(calls.len() > 8, "{calls:?}");
    calls
}

/// Over every route of the interface, whoever asks: nothing of a case is in an answer to somebody out of whose reach it
/// is, and what is about one case alone is not found.
#[tokio::test]
async fn no_role_receives_a_case_outside_its_scope() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "lead", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let colleague = Person::of(&app, "colleague", Role::Mediator, LABOR)
        .await
        .signs_in()
        .await;
    let mut asking = vec![lead.clone(), colleague.clone()];
    for (login, role, organization) in [
        ("me", Role::Mediator, LABOR),
        ("watching", Role::Centre, LABOR),
        ("auditing", Role::Auditor, LABOR),
        ("there-lead", Role::Lead, COMMITTEE),
        ("there", Role::Mediator, COMMITTEE),
        ("there-centre", Role::Centre, COMMITTEE),
        ("there-auditor", Role::Auditor, COMMITTEE),
    ] {
        asking.push(
            Person::of(&app, login, role, organization)
                .await
                .signs_in()
                .await,
        );
    }
    // A case of each kind, marked so that it is known wherever it turns up: nobody's, and one of each mediator.
    let mediators: Vec<_> = asking
        .iter()
        .filter(|one| one.view.role == Role::Mediator)
        .collect();
    let mut cases = Vec::new();
    let organizations = [LABOR, COMMITTEE];
    for (at, (organization, worker)) in organizations
        .iter()
        .flat_map(|organization| {
            let workers = mediators
                .iter()
                .filter(|one| one.view.organization.id == *organization);
            std::iter::once(None)
                .chain(workers.map(Some))
                .map(move |worker| (*organization, worker))
        })
        .enumerate()
    {
        let mark = format!("暗号第{at}号");
        let (field, topic) = match organization {
            LABOR => ("labor", "wages"),
            _ => ("neighbours", ""),
        };
        let draft = Draft {
            organization: organization.to_owned(),
            field: field.to_owned(),
            topic: topic.to_owned(),
            name: mark.clone(),
            ..draft()
        };
        let owner = app
            .anybody()
            .files(&key(u32::try_from(at).unwrap()), &draft)
            .await;
        let staff = app.staff(organization).await;
        let mut moves = vec![json!({"move": "accept"})];
        if let Some(worker) = worker {
            let (name, account) = (&worker.view.name, &worker.view.account);
            moves.push(json!({"move": "assign", "mediator": name, "account": account}));
        }
        for body in &moves {
            staff.make(&owner.number, body).await.good::<RequestView>();
        }
        let worker = worker.map(|worker| worker.view.account.clone());
        cases.push((owner.number, mark, organization, worker));
    }
    let mut reached = 0;
    for one in &asking {
        let me = &one.view;
        for (number, mark, organization, worker) in &cases {
            let is_theirs = me.organization.id == *organization
                && match me.role {
                    Role::Lead => true,
                    Role::Mediator => worker.as_ref().is_none_or(|worker| *worker == me.account),
                    _ => false,
                };
            for (method, path) in staff_calls(&app, number).await {
                let body = match path.ends_with("/find") {
                    true => json!({"who": mark}),
                    false => json!({"move": "add-note", "note": "看看"}),
                };
                let body = body.to_string();
                let caller = one.writer().with("content-type", "application/json");
                let caller = caller.with("idempotency-key", key(99));
                if is_theirs && path.ends_with("/news") {
                    // A stream that tells numbers of versions, and does not end.
                    continue;
                }
                let answer = caller.send(method.clone(), &path, body).await;
                let what = format!("{} asks {method} {path} of {organization}", me.login);
                // There is no font to print in here.
                let is_fault = answer.status.as_u16() >= 500 && answer.status != 503;
                assert!(!is_fault, "{what}: {}", answer.text());
                if is_theirs {
                    reached += u32::from(answer.status.is_success());
                    continue;
                }
                assert!(
                    !answer.text().contains(mark.as_str()),
                    "{what}: {}",
                    answer.text()
                );
                assert!(
                    !answer.text().contains(number.as_str()),
                    "{what}: {}",
                    answer.text()
                );
                if path.contains(number.as_str()) {
                    // Nothing that would tell whether there is such a case.
                    let is_hidden = answer.status.is_client_error()
                        && !matches!(answer.status.as_u16(), 409 | 410);
                    assert!(is_hidden, "{what}: {}", answer.text());
                }
            }
        }
    }
    assert!(reached > 20, "who may is let in: {reached}");
}

#[tokio::test]
async fn every_reading_of_a_case_is_written_down() {
    let app = TestApp::new().await;
    let number = accepted(&app, 1).await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let auditor = Person::of(&app, "qian", Role::Auditor, LABOR)
        .await
        .signs_in()
        .await;
    let mediator = Person::of(&app, "li", Role::Mediator, LABOR)
        .await
        .signs_in()
        .await;
    lead.open(&number).await.good::<RequestView>();
    lead.reader
        .get(&format!("/api/v1/staff/requests/{number}/group"))
        .await;
    mediator
        .gives(&number, &mediator.view)
        .await
        .good::<RequestView>();
    let log: AuditView = auditor.reader.get("/api/v1/desk/audit").await.good();
    let acts: Vec<_> = log
        .entries
        .iter()
        .map(|entry| (entry.name.as_str(), entry.act, entry.number.as_deref()))
        .collect();
    let about = Some(number.as_str());
    assert_eq!(
        acts,
        [
            ("li", AuditAct::MovedCase, about),
            ("wang", AuditAct::ReadGroup, about),
            ("wang", AuditAct::ReadCase, about),
            ("li", AuditAct::SignedIn, None),
            ("li", AuditAct::AccountAdded, None),
            ("qian", AuditAct::SignedIn, None),
            ("qian", AuditAct::AccountAdded, None),
            ("wang", AuditAct::SignedIn, None),
            ("wang", AuditAct::AccountAdded, None),
            ("调解员", AuditAct::MovedCase, about),
        ]
    );
    mediator
        .reader
        .get("/api/v1/desk/audit")
        .await
        .is(P::Forbidden);
    // What cannot be written down is not read.
    app.store.set_down(true);
    lead.open(&number).await.is(P::StorageUnavailable);
    app.store.set_down(false);
    let there = Person::of(&app, "sun", Role::Auditor, COMMITTEE)
        .await
        .signs_in()
        .await;
    let log: AuditView = there.reader.get("/api/v1/desk/audit").await.good();
    assert_eq!(log.entries.len(), 2, "of their own organization only");
}

#[tokio::test]
async fn who_gets_in_and_who_does_not_is_written_down() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR).await;
    let desk = lead.signs_in().await;
    let offer: SecondFactorOffer = desk.writer().post(FACTOR, &json!({})).await.good();
    let totp = Builder::new()
        .with_secret(Secret::try_from_base32(&offer.secret).unwrap())
        .with_account_name("wang")
        .build()
        .unwrap();
    let code = |app: &TestApp| {
        totp.generate(u64::try_from(app.seconds()).unwrap())
            .to_string()
    };
    let prove = async |method: Method, code: &str| {
        let body = json!({ "code": code }).to_string();
        let writer = desk.writer().with("content-type", "application/json");
        writer.send(method, FACTOR, body).await.status
    };
    assert_eq!(prove(Method::PUT, "000000").await, 401);
    assert_eq!(prove(Method::PUT, &code(&app)).await, 204);
    app.wait(Duration::from_secs(60));
    lead.try_with(&lead.password, "000000")
        .await
        .is(P::SecondFactorNeeded);
    lead.at_desk(&lead.try_with(&lead.password, &code(&app)).await);
    app.wait(Duration::from_secs(60));
    assert_eq!(prove(Method::DELETE, &code(&app)).await, 204);
    let change = json!({"current": lead.password, "new": "又长又好记的一句话呀"});
    let path = "/api/v1/desk/password";
    assert_eq!(desk.writer().post(path, &change).await.status, 204);
    let out = desk.writer();
    let out = out.send(Method::DELETE, SESSION, Body::empty()).await;
    assert_eq!(out.status, 204);
    // Two wrong digits and these lock it; what comes while it is locked is not heard.
    for _ in 0..3 {
        lead.try_with("猜错的密码", "").await.is(P::SignInFailed);
    }
    lead.try_with("猜错的密码", "").await.is(P::Locked);
    // Whose login nobody has stands nowhere: there is no organization to tell.
    let nobody = Person {
        login: "nobody".to_owned(),
        password: String::new(),
        caller: app.anybody_at("198.51.100.4"),
    };
    nobody.try_with("猜错的密码", "").await.is(P::SignInFailed);

    let staff = app.staff(LABOR).await;
    let log = staff.caller().get("/api/v1/desk/audit").await;
    assert!(!log.text().contains("猜错"), "{}", log.text());
    let log: AuditView = log.good();
    assert!(
        log.entries
            .iter()
            .all(|entry| entry.login.as_deref() == Some("wang"))
    );
    let acts: Vec<_> = log.entries.iter().rev().map(|entry| entry.act).collect();
    assert_eq!(
        acts,
        [
            AuditAct::AccountAdded,
            AuditAct::SignedIn,
            AuditAct::SecondFactorFailed,
            AuditAct::FactorOn,
            AuditAct::SecondFactorFailed,
            AuditAct::SignedInWithCode,
            AuditAct::FactorOff,
            AuditAct::ChangedPassword,
            AuditAct::SignedOut,
            AuditAct::SignInFailed,
            AuditAct::SignInFailed,
            AuditAct::SignInFailed,
            AuditAct::LockedOut,
        ]
    );
}

#[tokio::test]
async fn namesakes_and_programs_are_told_apart_in_the_log() {
    let app = TestApp::new().await;
    let number = accepted(&app, 1).await;
    for login in ["wang1", "wang2"] {
        let lead = Person::of(&app, login, Role::Lead, LABOR).await;
        lead.signs_in()
            .await
            .open(&number)
            .await
            .good::<RequestView>();
    }
    let staff = app.staff(LABOR).await;
    let log: AuditView = staff.caller().get("/api/v1/desk/audit").await.good();
    let who = |act| -> Vec<_> {
        let entries = log.entries.iter().filter(|entry| entry.act == act);
        entries.map(|entry| entry.login.as_deref()).collect()
    };
    assert_eq!(who(AuditAct::ReadCase), [Some("wang2"), Some("wang1")]);
    assert_eq!(who(AuditAct::MovedCase), [None], "with a token");
}
