//! Signing in to the desk through an identity provider, which is a real one.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use contract::desk::{AuditAct, AuditView, OidcFailure, Role, SessionView, SignInWays};
use contract::problem::ProblemCode as P;
use fengqiao::config::{Serve, Values};
use fengqiao::oidc::OidcSettings;
use serde_json::{Value, json};
use support::process::free_port;
use support::provider::{CLIENT, Does, IdentityProvider, SECRET};

use crate::actors::{Answer, Anybody};
use crate::app::{Options, TestApp};
use crate::samples::LABOR;

const SESSION: &str = "/api/v1/desk/session";
const START: &str = "/api/v1/desk/oidc/start";
const PORTAL: &str = "http://127.0.0.1:1";
const CALLBACK: &str = "/api/v1/desk/oidc/callback";

type More<'a> = &'a [(&'static str, &'a str)];

/// What the server's own settings make of it.
fn settings(issuer: &str, more: More<'_>) -> Option<OidcSettings> {
    let given = [
        ("public-url", PORTAL),
        ("oidc-issuer", issuer),
        ("oidc-client-id", CLIENT),
        ("oidc-client-secret", SECRET),
    ];
    let given = given.iter().chain(more);
    let given: Vec<_> = given
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    let values = Values::gather(&given, |_| None, |_| Ok(String::new())).unwrap();
    Serve::read(&values).unwrap().oidc
}

async fn app_with(issuer: &str, more: More<'_>) -> TestApp {
    TestApp::with(Options {
        oidc: settings(issuer, more),
        ..Options::default()
    })
    .await
}

/// A desk with its provider.
struct Place {
    app: TestApp,
    provider: IdentityProvider,
}

/// Somebody who was sent to the provider.
struct Sent {
    browser: Anybody,
    to: String,
}

impl Place {
    async fn new(more: More<'_>) -> Self {
        let provider = IdentityProvider::start(&format!("{PORTAL}{CALLBACK}"));
        let app = app_with(provider.issuer(), more).await;
        Self { app, provider }
    }

    /// With an account that is linked.
    async fn with_account(login: &str) -> Self {
        let place = Self::new(&[]).await;
        place.app.account(login, Role::Lead, LABOR).await;
        place.link(login).await;
        place
    }

    async fn link(&self, login: &str) {
        let subject = IdentityProvider::subject(login);
        self.app.link(login, self.provider.issuer(), &subject).await;
    }

    async fn begins(&self, to: &str) -> Sent {
        let browser = self.app.anybody();
        let answer = browser.get(&format!("{START}?to={to}")).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let ticket = answer.header("set-cookie");
        for part in [
            "; HttpOnly",
            "; SameSite=Lax",
            "; Secure",
            "; Path=/",
            "; Max-Age=600",
        ] {
            assert!(ticket.contains(part), "{ticket}");
        }
        assert!(ticket.starts_with("__Host-fengqiao-oidc="), "{ticket}");
        let (ticket, _) = ticket.split_once(';').unwrap();
        Sent {
            browser: browser.with("cookie", ticket),
            to: answer.header("location").to_owned(),
        }
    }

    /// Where the provider sends somebody back to.
    async fn walks(&self, sent: &Sent, does: Does<'_>) -> String {
        self.provider.walk(&sent.to, does).await
    }

    /// All the way there and back.
    async fn signs_in(&self, login: &str) -> Answer {
        let sent = self.begins("/desk/audit").await;
        let back = self.walks(&sent, Does::SignIn(login)).await;
        sent.browser.get(&back).await
    }

    async fn acts(&self) -> Vec<AuditAct> {
        let staff = self.app.staff(LABOR).await;
        let log: AuditView = staff.caller().get("/api/v1/desk/audit").await.good();
        log.entries.into_iter().map(|entry| entry.act).collect()
    }
}

/// The cookies that an answer sets, by their names.
fn cookie<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    let mut cookies = answer.headers.get_all("set-cookie").iter();
    cookies.find_map(|cookie| {
        let cookie = cookie.to_str().unwrap();
        cookie.starts_with(&format!("{name}=")).then_some(cookie)
    })
}

/// The session of somebody who came back.
fn desk(app: &TestApp, answer: &Answer) -> Anybody {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let session = cookie(answer, "__Host-fengqiao-desk").expect("a session");
    let (session, terms) = session.split_once(';').unwrap();
    assert_eq!(terms, " Path=/; HttpOnly; SameSite=Strict; Secure");
    app.anybody().with("cookie", session)
}

/// Nobody is in, for this reason; the page leads to the desk and there alone.
#[track_caller]
fn is_turned_away(answer: &Answer, why: OidcFailure) {
    let page = answer.text();
    assert_eq!(answer.status.as_u16(), why.http_status(), "{page}");
    assert!(page.contains("url=/desk/"), "{page}");
    assert!(
        page.contains(&format!("?oidc={}\"", why.as_str())),
        "{page}"
    );
    assert_eq!(cookie(answer, "__Host-fengqiao-desk"), None);
}

#[tokio::test]
async fn somebody_comes_back_with_a_session_like_any_other() {
    let place = Place::with_account("wang").await;
    let answer = place.signs_in("wang").await;
    assert!(
        answer.text().contains("url=/desk/audit\""),
        "{}",
        answer.text()
    );
    let forgotten = cookie(&answer, "__Host-fengqiao-oidc").unwrap();
    assert!(forgotten.ends_with("; Max-Age=0"), "{forgotten}");
    let desk_of = |answer| desk(&place.app, answer);
    let (here, there) = (desk_of(&answer), desk_of(&place.signs_in("wang").await));
    let view: SessionView = here.get(SESSION).await.good();
    assert_eq!((view.login.as_str(), view.role), ("wang", Role::Lead));
    // Pages of other sites change nothing here either.
    let everywhere = "/api/v1/desk/sessions";
    let out = async |caller: &Anybody| caller.send(Method::DELETE, everywhere, Body::empty()).await;
    out(&here).await.is(P::Forbidden);
    let writer = here.with("desk-token", view.token);
    assert_eq!(out(&writer).await.status, 204);
    here.get(SESSION).await.is(P::Unauthorized);
    there.get(SESSION).await.is(P::Unauthorized);
    assert_eq!(
        place.acts().await,
        [
            AuditAct::SignedOutEverywhere,
            AuditAct::SignedInOidc,
            AuditAct::SignedInOidc,
            AuditAct::AccountLinked,
            AuditAct::AccountAdded,
        ]
    );
}

#[tokio::test]
async fn whoever_has_the_login_there_is_linked_the_first_time() {
    let place = Place::new(&[
        ("oidc-scopes", "openid profile"),
        ("oidc-login-claim", "preferred_username"),
    ])
    .await;
    place.app.account("wang", Role::Lead, LABOR).await;
    for _ in 0..2 {
        desk(&place.app, &place.signs_in("Wang").await);
    }
    let signed_in = AuditAct::SignedInOidc;
    assert_eq!(
        place.acts().await,
        [
            signed_in,
            signed_in,
            AuditAct::AccountLinked,
            AuditAct::AccountAdded
        ]
    );
    // Somebody else who has the login there later does not get the account.
    let other = json!({"claims": {"sub": "id-of-other", "preferred_username": "wang"}});
    place.provider.told(&other).await;
    is_turned_away(&place.signs_in("other").await, OidcFailure::NoAccount);
    is_turned_away(&place.signs_in("nobody").await, OidcFailure::NoAccount);
}

#[tokio::test]
async fn what_did_not_begin_here_or_is_late_or_done_signs_nobody_in() {
    let place = Place::with_account("wang").await;
    let sent = place.begins("/desk/").await;
    let back = place.walks(&sent, Does::SignIn("wang")).await;
    let expired = OidcFailure::Expired;
    // In another browser, which has no ticket or one of its own.
    is_turned_away(&place.app.anybody().get(&back).await, expired);
    let other = place.begins("/desk/").await;
    is_turned_away(&other.browser.get(&back).await, expired);
    // Made up, or without what the provider was given.
    let forged = back.replace("state=", "state=x");
    assert_ne!(forged, back);
    is_turned_away(&sent.browser.get(&forged).await, expired);
    is_turned_away(&sent.browser.get(CALLBACK).await, expired);
    let made_up = place
        .app
        .anybody()
        .with("cookie", "__Host-fengqiao-oidc=AAAA");
    is_turned_away(&made_up.get(&back).await, expired);
    // The right one is still good, once.
    desk(&place.app, &sent.browser.get(&back).await);
    is_turned_away(&sent.browser.get(&back).await, expired);
    place.app.wait(Duration::from_secs(600));
    place.app.app.forget_sessions().await.unwrap();
    is_turned_away(&sent.browser.get(&back).await, expired);

    let late = place.begins("/desk/").await;
    let back = place.walks(&late, Does::SignIn("wang")).await;
    place.app.wait(Duration::from_secs(600));
    is_turned_away(&late.browser.get(&back).await, expired);
}

#[tokio::test]
async fn what_the_provider_did_not_sign_for_this_sign_in_is_not_believed() {
    let place = Place::with_account("wang").await;
    for flaw in [
        json!({"claims": {"nonce": "another"}}),
        json!({"claims": {"nonce": null}}),
        json!({"claims": {"aud": "another"}}),
        json!({"claims": {"aud": [CLIENT, "another"]}}),
        json!({"claims": {"iss": "http://localhost:1"}}),
        json!({"claims": {"exp": 1_700_000_000}}),
        json!({"claims": {"at_hash": "another"}}),
        json!({"stranger": true}),
    ] {
        place.provider.told(&flaw).await;
        let answer = place.signs_in("wang").await;
        is_turned_away(&answer, OidcFailure::Untrusted);
    }
    // Another provider sends back with its own code.
    let sent = place.begins("/desk/").await;
    let back = place.walks(&sent, Does::SignIn("wang")).await;
    let other = back.replace("iss=", "iss=x");
    assert_ne!(other, back);
    is_turned_away(&sent.browser.get(&other).await, OidcFailure::Untrusted);
    // A code that is not of this sign-in: what was asked for is not known here.
    let sent = place.begins("/desk/").await;
    let stolen = place.begins("/desk/").await;
    let code = |path: &str| path.split(['?', '&']).nth(1).unwrap().to_owned();
    let back = place.walks(&sent, Does::SignIn("wang")).await;
    let theirs = place.walks(&stolen, Does::SignIn("wang")).await;
    assert!(code(&back).starts_with("code="), "{back}");
    let mixed = back.replace(&code(&back), &code(&theirs));
    is_turned_away(&sent.browser.get(&mixed).await, OidcFailure::Untrusted);
    // A new key is nothing suspicious.
    desk(&place.app, &place.signs_in("wang").await);
    place.provider.told(&json!({"rotate": true})).await;
    desk(&place.app, &place.signs_in("wang").await);
}

#[tokio::test]
async fn who_may_not_or_does_not_want_is_told_why() {
    let place = Place::with_account("wang").await;
    let sent = place.begins("/desk/cases/FQ-1").await;
    let back = place.walks(&sent, Does::Cancel).await;
    let answer = sent.browser.get(&back).await;
    is_turned_away(&answer, OidcFailure::Declined);
    assert!(answer.text().contains("url=/desk/cases/FQ-1?oidc=declined"));
    is_turned_away(&place.signs_in("stranger").await, OidcFailure::NoAccount);

    // Where a password was guessed at, nobody gets in by another door.
    for _ in 0..5 {
        let wrong = json!({"login": "wang", "password": "wrong"});
        place
            .app
            .anybody()
            .post(SESSION, &wrong)
            .await
            .is(P::SignInFailed);
    }
    is_turned_away(&place.signs_in("wang").await, OidcFailure::Locked);
    place.app.wait(Duration::from_secs(900));
    let session = desk(&place.app, &place.signs_in("wang").await);
    place.app.disable("wang").await;
    session.get(SESSION).await.is(P::Unauthorized);
    is_turned_away(&place.signs_in("wang").await, OidcFailure::Disabled);
    assert_eq!(place.acts().await[0], AuditAct::SignInFailed);

    place.app.store.set_down(true);
    let answer = place.app.anybody().get(CALLBACK).await;
    is_turned_away(&answer, OidcFailure::Expired);
    let sent = place.begins("/desk/").await;
    let back = place.walks(&sent, Does::SignIn("wang")).await;
    is_turned_away(&sent.browser.get(&back).await, OidcFailure::Unavailable);
    place.app.store.set_down(false);
}

#[tokio::test]
async fn without_the_provider_the_password_still_signs_in() {
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let app = app_with(&nobody, &[]).await;
    let password = app.account("wang", Role::Lead, LABOR).await;
    let answer = app.anybody().get(START).await;
    is_turned_away(&answer, OidcFailure::Unreachable);
    let body = json!({"login": "wang", "password": password});
    app.anybody()
        .post(SESSION, &body)
        .await
        .good::<SessionView>();

    let Place { app, provider } = Place::with_account("wang").await;
    let place = Place { app, provider };
    let sent = place.begins("/desk/").await;
    let back = place.walks(&sent, Does::SignIn("wang")).await;
    drop(place.provider);
    is_turned_away(&sent.browser.get(&back).await, OidcFailure::Unreachable);
}

#[tokio::test]
async fn the_sign_in_page_learns_which_ways_there_are() {
    let ways = async |app: &TestApp| -> (bool, bool) {
        let ways: SignInWays = app.anybody().get("/api/v1/desk/sign-in").await.good();
        (ways.password, ways.oidc)
    };
    let plain = TestApp::new().await;
    assert_eq!(ways(&plain).await, (true, false));
    plain.anybody().get(START).await.is(P::NotFound);
    plain.anybody().get(CALLBACK).await.is(P::NotFound);
    let nobody = "http://127.0.0.1:1";
    assert_eq!(ways(&app_with(nobody, &[]).await).await, (true, true));
    let only = app_with(nobody, &[("oidc-only", "true")]).await;
    assert_eq!(ways(&only).await, (false, true));
    let password = only.account("wang", Role::Lead, LABOR).await;
    let body = json!({"login": "wang", "password": password});
    only.anybody().post(SESSION, &body).await.is(P::Forbidden);
}

#[tokio::test]
async fn one_is_sent_back_to_the_desk_and_nowhere_else() {
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let app = app_with(&nobody, &[]).await;
    for (to, page) in [
        ("/desk/audit", "/desk/audit"),
        ("https://example.org/desk/", "/desk/"),
        ("//example.org", "/desk/"),
        ("/desk/%22%3E%3Cscript%3E", "/desk/"),
        ("/desk/..%2F..%2F", "/desk/"),
    ] {
        let answer = app.anybody().get(&format!("{START}?to={to}")).await;
        let text = answer.text();
        assert!(
            text.contains(&format!("url={page}?oidc=unreachable\"")),
            "{to}: {text}"
        );
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'"
        );
    }
}

#[tokio::test]
async fn the_provider_is_asked_for_what_was_configured_with_a_proof() {
    let place = Place::new(&[("oidc-scopes", "openid profile")]).await;
    let sent = place.begins("/desk/").await;
    let url = url::Url::parse(&sent.to).unwrap();
    let asked: Value = url
        .query_pairs()
        .map(|(name, value)| (name.into_owned(), Value::from(value.into_owned())))
        .collect::<serde_json::Map<_, _>>()
        .into();
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["scope"], "openid profile");
    assert_eq!(asked["client_id"], CLIENT);
    assert_eq!(asked["redirect_uri"], format!("{PORTAL}{CALLBACK}"));
    assert_eq!(asked["code_challenge_method"], "S256");
    for random in ["state", "nonce", "code_challenge"] {
        assert!(asked[random].as_str().unwrap().len() >= 22, "{random}");
    }
    assert!(!sent.to.contains(SECRET));
    let again = place.begins("/desk/").await;
    assert_ne!(again.to, sent.to);
}
