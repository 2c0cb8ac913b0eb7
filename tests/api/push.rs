//! News on the screens of devices: through a push service that is really there, and reads what browsers read.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use contract::notices::NoticeChannel;
use contract::portal::PortalView;
use contract::problem::ProblemCode;
use contract::push::{DEVICES_MAX, PushMark, PushSubscription, PushView};
use contract::request::RequestView;
use fengqiao::config::Notices;
use fengqiao::notices::push::PushSettings;
use fengqiao::store::notices::NoticeStore as _;
use fengqiao::store::push::PushStore as _;
use serde_json::{Value, json};
use support::gateway::Gateway;
use support::mail::MailServer;
use support::push::PushService;

use crate::actors::{Answer, Owner};
use crate::app::{MONDAY, TestApp};
use crate::notices::{afraid, answer, app, complain, counts, mail, tell};
use crate::samples::{LABOR, draft, key};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const CONTACT: &str = "mailto:notice@example.org";

fn push(service: &PushService) -> Notices {
    Notices {
        push: Some(PushSettings {
            contact: CONTACT.to_owned(),
            inside: vec![service.origin().parse().unwrap()],
        }),
        ..Notices::default()
    }
}

impl Owner {
    async fn begins(&self, browser: &PushSubscription) -> Answer {
        let path = format!("/api/v1/requests/{}/push", self.number);
        let caller = self.caller().with("content-type", "application/json");
        let body = serde_json::to_string(browser).unwrap();
        caller.send(Method::PUT, &path, body).await
    }

    async fn is_told_on(&self, browser: &PushSubscription) -> bool {
        let path = format!("/api/v1/requests/{}/push/look", self.number);
        let body = json!({"endpoint": browser.endpoint});
        self.caller().post(&path, &body).await.good::<PushMark>().on
    }

    async fn stops(&self, body: &Value) -> RequestView {
        let path = format!("/api/v1/requests/{}/push/stop", self.number);
        self.caller().post(&path, body).await.good()
    }
}

/// Something of which the owner is told.
async fn happens(app: &TestApp, owner: &Owner, number: u32) {
    let staff = app.staff(LABOR).await;
    let ask = json!({"move": "ask-for-more", "note": "请补一张工资条"});
    let answer = match number % 2 {
        0 => staff.make(&owner.number, &ask).await,
        _ => owner.note(&key(900 + number), "张三的工资条").await,
    };
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

/// A request whose owner is told on two devices.
async fn on_two_devices(service: &PushService) -> (TestApp, Owner) {
    let app = app(push(service)).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    for name in ["phone", "desk"] {
        owner
            .begins(&service.browser(name))
            .await
            .good::<RequestView>();
    }
    (app, owner)
}

#[tokio::test]
async fn a_browser_is_told_that_there_is_news_and_nothing_else() {
    let service = PushService::start().await;
    let app = app(push(&service)).await;
    let portal: PortalView = app.anybody().get("/api/v1/portal").await.good();
    assert_eq!(portal.notices, [NoticeChannel::Push]);
    let owner = app.anybody().files(&key(1), &draft()).await;
    let before = owner.sees().await.push.unwrap();
    assert_eq!(before.devices, 0);
    let browser = service.browser("phone");
    assert!(!owner.is_told_on(&browser).await);
    for _ in 0..2 {
        let begun: RequestView = owner.begins(&browser).await.good();
        assert_eq!(begun.push.unwrap().devices, 1, "twice is once");
    }
    assert!(owner.is_told_on(&browser).await);
    assert_eq!(counts(&app).await, (0, 0), "what was before is known");

    happens(&app, &owner, 2).await;
    assert_eq!(tell(&app).await, 1);
    let taken = service.taken();
    assert_eq!((taken.len(), counts(&app).await), (1, (0, 0)));
    let pushed = &taken[0];
    assert_eq!(pushed.browser, "phone");
    let words = json!({"title": "枫桥", "body": "您的申请有新进展，点开查看。"});
    assert_eq!(pushed.words, words);
    let now: jiff::Timestamp = MONDAY.parse().unwrap();
    let claims = json!({
        "aud": service.origin(), "sub": CONTACT, "exp": now.as_second() + 12 * 60 * 60
    });
    assert_eq!(pushed.claims, claims);
    assert_eq!(
        Some(&pushed.key),
        before.key.as_ref(),
        "as whom it let begin"
    );
    for line in ["ttl: 604800", "topic: news", "urgency: normal"] {
        assert!(
            pushed.head.lines().any(|found| found == line),
            "{}",
            pushed.head
        );
    }
    assert!(!pushed.head.contains(&owner.number.to_lowercase()));
    assert_eq!(tell(&app).await, 0, "told once");
}

#[tokio::test]
async fn several_news_at_once_are_one_message_to_each_device() {
    let service = PushService::start().await;
    let (app, owner) = on_two_devices(&service).await;
    for number in [2, 3, 5] {
        happens(&app, &owner, number).await;
    }
    tell(&app).await;
    let told: Vec<_> = service
        .taken()
        .into_iter()
        .map(|pushed| pushed.browser)
        .collect();
    assert_eq!((told.len(), counts(&app).await), (2, (0, 0)), "{told:?}");
    // Another's request is nobody's news.
    let other = app.anybody().files(&key(2), &draft()).await;
    happens(&app, &other, 2).await;
    assert_eq!(tell(&app).await, 0);
}

#[tokio::test]
async fn the_answer_to_a_complaint_is_told_to_every_device() {
    let service = PushService::start().await;
    let (app, owner) = on_two_devices(&service).await;
    let staff = app.staff(LABOR).await;
    happens(&app, &owner, 2).await;
    assert_eq!(tell(&app).await, 1);
    let number = complain(&owner).await;
    assert_eq!(tell(&app).await, 0);
    answer(&staff, &number).await;
    assert_eq!(tell(&app).await, 1);
    let taken = service.taken();
    assert_eq!(taken.len(), 4);
    assert!(taken.iter().all(|pushed| pushed.words == taken[0].words));
    for number in [3, 4] {
        happens(&app, &owner, number).await;
    }
    tell(&app).await;
    assert_eq!(service.taken().len(), 6, "later news is told as before");
}

#[tokio::test]
async fn a_browser_that_is_gone_is_forgotten() {
    let service = PushService::start().await;
    let app = app(push(&service)).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    for (number, gone) in (0..)
        .map(|step| 2 * step + 2)
        .zip(["410 Gone", "404 Not Found"])
    {
        let phone = service.browser("phone");
        owner.begins(&phone).await.good::<RequestView>();
        service.answer_next(&[gone]);
        happens(&app, &owner, number).await;
        owner.note(&key(number), "补充").await;
        assert_eq!(tell(&app).await, 2);
        assert!(!owner.is_told_on(&phone).await, "{gone}");
        assert_eq!(counts(&app).await, (0, 0), "nothing is left to try");
    }
    assert!(service.taken().is_empty());
}

#[tokio::test]
async fn what_is_not_taken_now_is_sent_later_to_whom_it_did_not_reach() {
    let service = PushService::start().await;
    let (app, owner) = on_two_devices(&service).await;
    // Both are asked at once: one of them finds the trouble.
    service.answer_next(&["500 Internal Server Error"]);
    happens(&app, &owner, 2).await;
    assert_eq!(tell(&app).await, 1);
    assert_eq!((service.taken().len(), counts(&app).await), (1, (1, 0)));
    app.wait(MINUTE);
    service.answer_next(&["429 Too Many Requests"]);
    assert_eq!(tell(&app).await, 1);
    app.wait(2 * MINUTE);
    assert_eq!(tell(&app).await, 1);
    let mut told: Vec<_> = service
        .taken()
        .into_iter()
        .map(|pushed| pushed.browser)
        .collect();
    told.sort();
    assert_eq!(told, ["desk", "phone"], "each once");
    assert_eq!((service.asked().len(), counts(&app).await), (4, (0, 0)));
}

#[tokio::test]
async fn what_will_never_be_taken_is_given_up_and_can_be_tried_again() {
    let service = PushService::start().await;
    service.answer_next(&["400 Bad Request"]);
    let app = app(push(&service)).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    owner
        .begins(&service.browser("phone"))
        .await
        .good::<RequestView>();
    happens(&app, &owner, 2).await;
    assert_eq!(tell(&app).await, 1);
    assert_eq!(counts(&app).await, (0, 1));
    let dead = app.store.dead_notices(9).await.unwrap();
    assert_eq!(
        (dead[0].reason.as_str(), dead[0].notice.channel),
        ("push 400", NoticeChannel::Push)
    );
    let now = owner.sees().await.submitted_at.parse().unwrap();
    assert_eq!(app.store.retry_notices(None, now).await.unwrap(), 1);
    assert_eq!(tell(&app).await, 1);
    assert_eq!((service.taken().len(), counts(&app).await), (1, (0, 0)));
}

#[tokio::test]
async fn nothing_but_a_push_service_is_asked() {
    let service = PushService::start().await;
    let elsewhere = Gateway::start().await;
    let app = app(push(&service)).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let phone = service.browser("phone");
    for endpoint in [
        elsewhere.url("/a").as_str(),
        "http://push.example.net/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://169.254.169.254/latest/meta-data",
        "https://push.example.net:22/a",
        "https://user:secret@push.example.net/a",
        "file:///etc/passwd",
        "",
    ] {
        let wrong = PushSubscription {
            endpoint: endpoint.to_owned(),
            ..phone.clone()
        };
        owner.begins(&wrong).await.is(ProblemCode::PushRefused);
    }
    for (p256dh, auth) in [("", phone.auth.as_str()), (&phone.p256dh, "AAAA")] {
        let half = PushSubscription {
            p256dh: p256dh.to_owned(),
            auth: auth.to_owned(),
            ..phone.clone()
        };
        owner.begins(&half).await.is(ProblemCode::PushRefused);
    }
    assert_eq!(owner.sees().await.push.unwrap().devices, 0);
    // What a name stands for is seen when it is asked: this machine is none of the internet.
    let sly = PushSubscription {
        endpoint: "https://localhost/a".to_owned(),
        ..phone
    };
    owner.begins(&sly).await.good::<RequestView>();
    happens(&app, &owner, 2).await;
    tell(&app).await;
    assert!(!owner.is_told_on(&sly).await, "forgotten");
    assert!(elsewhere.asked().is_empty() && service.asked().is_empty());
    assert_eq!(counts(&app).await, (0, 0));
}

#[tokio::test]
async fn who_is_afraid_is_not_told_on_a_screen() {
    let service = PushService::start().await;
    let mail_server = MailServer::start().await;
    let both = Notices {
        push: push(&service).push,
        ..mail(&mail_server)
    };
    let app = app(both).await;
    let owner = app.anybody().files(&key(1), &afraid("email")).await;
    assert_eq!(owner.sees().await.push, None);
    let phone = service.browser("phone");
    owner.begins(&phone).await.is(ProblemCode::PushRefused);
    assert!(!owner.is_told_on(&phone).await);
    happens(&app, &owner, 2).await;
    app.wait(30 * DAY);
    tell(&app).await;
    assert!(service.asked().is_empty());
}

#[tokio::test]
async fn whoever_has_enough_ends_it_for_one_device_or_for_all() {
    let service = PushService::start().await;
    let app = app(push(&service)).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let names: Vec<String> = (0..=DEVICES_MAX).map(|at| format!("browser{at}")).collect();
    for name in &names {
        owner
            .begins(&service.browser(name))
            .await
            .good::<RequestView>();
        app.wait(MINUTE);
    }
    assert_eq!(owner.sees().await.push.unwrap().devices, DEVICES_MAX);
    assert!(
        !owner.is_told_on(&service.browser(&names[0])).await,
        "the oldest made room"
    );
    // News that waits is not told either.
    happens(&app, &owner, 2).await;
    let one = service.browser(&names[1]);
    for _ in 0..2 {
        let view = owner.stops(&json!({"endpoint": one.endpoint})).await;
        assert_eq!(view.push.unwrap().devices, DEVICES_MAX - 1);
    }
    assert!(!owner.is_told_on(&one).await);
    let view = owner.stops(&json!({})).await;
    assert_eq!(view.push.unwrap().devices, 0);
    tell(&app).await;
    assert_eq!((service.asked().len(), counts(&app).await), (0, (0, 0)));
}

#[tokio::test]
async fn browsers_are_forgotten_once_the_request_has_ended_and_was_told_of() {
    let service = PushService::start().await;
    let app = app(push(&service)).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let phone = service.browser("phone");
    owner.begins(&phone).await.good::<RequestView>();
    owner.withdraw(None, &json!({"reason": "solved"})).await;
    let view = owner.sees().await.push.unwrap();
    assert_eq!(
        view,
        PushView {
            key: None,
            devices: 1
        },
        "it is still to be told"
    );
    tell(&app).await;
    assert_eq!(service.taken().len(), 1);
    assert_eq!(owner.sees().await.push, None);
    owner.begins(&phone).await.is(ProblemCode::PushRefused);
}

#[tokio::test]
async fn it_is_erased_with_the_request() {
    let service = PushService::start().await;
    let app = app(push(&service)).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let phone = service.browser("phone");
    owner.begins(&phone).await.good::<RequestView>();
    owner.withdraw(None, &json!({"reason": "solved"})).await;
    assert_eq!(owner.erase().await.status, StatusCode::NO_CONTENT);
    assert!(app.store.pushed(&owner.number).await.unwrap().is_empty());
    tell(&app).await;
    assert!(service.asked().is_empty());
    owner.begins(&phone).await.is(ProblemCode::RequestErased);
}

#[tokio::test]
async fn it_is_the_owners_alone_and_kept_sealed() {
    let service = PushService::start().await;
    let app = app(push(&service)).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let phone = service.browser("phone-of-somebody");
    owner.begins(&phone).await.good::<RequestView>();
    let stranger = Owner {
        code: "2222-2222-2222".to_owned(),
        ..owner.clone()
    };
    stranger
        .begins(&phone)
        .await
        .is(ProblemCode::RequestNotFound);
    let seen = app.staff(LABOR).await.open(&owner.number).await;
    assert_eq!(seen.good::<RequestView>().push, None);
    let kept = app.everything_kept();
    let holds = |text: &str| kept.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(
        holds(&owner.number),
        "the files that are searched are the right ones"
    );
    for secret in ["phone-of-somebody", &phone.p256dh, &phone.auth] {
        assert!(!holds(secret), "{secret} is kept as it is");
    }
}

#[tokio::test]
async fn where_it_is_not_offered_there_is_none() {
    let service = PushService::start().await;
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    assert_eq!(owner.sees().await.push, None);
    owner
        .begins(&service.browser("phone"))
        .await
        .is(ProblemCode::PushRefused);
    // It is no channel that a request itself can name.
    let named = contract::draft::Draft {
        notice_channels: vec!["push".to_owned()],
        ..draft()
    };
    app.anybody()
        .file(&key(2), &named)
        .await
        .is(ProblemCode::Invalid);
}
