//! News by e-mail and SMS: through a mail server and a gateway that are really there.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use contract::draft::{Code, Draft, Field, Issue};
use contract::notices::NoticeChannel;
use contract::portal::PortalView;
use contract::request::RequestView;
use fengqiao::config::{MailSettings, Notices};
use fengqiao::notices::{GatewaySettings, Template, mailbox};
use fengqiao::store::notices::NoticeStore as _;
use serde_json::{Value, json};
use support::gateway::Gateway;
use support::mail::{Guard, MailServer};

use crate::actors::{Owner, Staff};
use crate::app::{Options, TestApp};
use crate::samples::{LABOR, draft, key};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

pub(crate) fn mail(server: &MailServer) -> Notices {
    Notices {
        portal: "https://portal.example.org".to_owned(),
        mail: Some(MailSettings {
            server: server.url(),
            from: mailbox("枫桥 <notice@example.org>").unwrap(),
        }),
        ..Notices::default()
    }
}

fn sms(gateway: &Gateway) -> Notices {
    let kind = HeaderValue::from_static("application/json");
    let secret = HeaderValue::from_static("Bearer SECRET");
    let headers = HeaderMap::from_iter([
        (axum::http::header::CONTENT_TYPE, kind),
        (axum::http::header::AUTHORIZATION, secret),
    ]);
    Notices {
        portal: "https://portal.example.org".to_owned(),
        sms: Some(GatewaySettings {
            method: Method::POST,
            url: Template::of_url(&gateway.url("/send/{id}")),
            body: Template::of_body(r#"{"to": "{phone}", "text": "{text}"}"#, &headers).unwrap(),
            headers,
            accepted: Some(r#""code":0"#.to_owned()),
        }),
        ..Notices::default()
    }
}

pub(crate) async fn app(notices: Notices) -> TestApp {
    TestApp::with(Options {
        notices,
        ..Options::default()
    })
    .await
}

fn by(channel: &str) -> Draft {
    Draft {
        notice_channels: vec![channel.to_owned()],
        notice_email: "zhang.san@example.com".to_owned(),
        ..draft()
    }
}

/// Somebody who is afraid, and is safe on weekends.
pub(crate) fn afraid(channel: &str) -> Draft {
    Draft {
        field: "family".to_owned(),
        topic: String::new(),
        afraid: true,
        notice_times: vec!["weekend".to_owned()],
        notice_private: true,
        ..by(channel)
    }
}

/// Tells all news that is due now. Says how many times there was some.
pub(crate) async fn tell(app: &TestApp) -> usize {
    let mut told = 0;
    for channel in app.app.notice_channels() {
        loop {
            match app.app.tell_news(channel).await.unwrap() {
                0 => break,
                some => told += some,
            }
        }
    }
    told
}

/// How much waits to be told, and how much was given up.
pub(crate) async fn counts(app: &TestApp) -> (u64, u64) {
    let counts = app.store.notice_counts().await.unwrap();
    (counts.waiting, counts.dead)
}

/// Words that stand for a person or a matter, of which a notice has none.
fn is_impersonal(text: &str) {
    for word in [
        "张三", "139", "某某", "工资", "劳动", "家庭", "调解", "zhang", "12,000", "鼓楼",
    ] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[tokio::test]
async fn everything_that_happens_is_told_by_mail_without_a_word_about_it() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    let owner = app.anybody().files(&key(1), &by("email")).await;
    let staff = app.staff(LABOR).await;
    assert_eq!(tell(&app).await, 1);
    let ask = json!({"move": "ask-for-more", "note": "请补一张工资条"});
    staff.make(&owner.number, &ask).await;
    assert_eq!(tell(&app).await, 1);
    owner.note(&key(2), "张三的工资条").await;
    assert_eq!(tell(&app).await, 1);
    owner.withdraw(None, &json!({"reason": "solved"})).await;
    assert_eq!(tell(&app).await, 1);

    let taken = server.taken();
    assert_eq!(taken.len(), 4);
    for (at, mail) in (1..).zip(&taken) {
        assert_eq!(mail.to, ["zhang.san@example.com"]);
        assert_eq!(
            mail.header("Subject"),
            format!("编号{}有新消息", owner.number)
        );
        let id = format!("<{}-{at}@example.org>", owner.number);
        assert_eq!(mail.header("Message-ID"), id);
        let text = mail.text();
        assert!(text.contains(&owner.number), "{text}");
        assert!(text.contains("https://portal.example.org/track"), "{text}");
        assert!(!text.contains(&owner.code) && !text.contains(&owner.code.replace('-', "")));
        is_impersonal(&text.replace(&owner.number, ""));
        let mut names = mail.header_names();
        names.retain(|name| ["From", "To", "Cc", "Bcc", "Subject"].contains(name));
        assert_eq!(names, ["From", "To", "Subject"]);
    }
    assert_eq!(counts(&app).await, (0, 0));
    assert_eq!(tell(&app).await, 0, "told once");
}

#[tokio::test]
async fn several_news_at_once_are_told_by_one_message() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    let owner = app.anybody().files(&key(1), &by("email")).await;
    let staff = app.staff(LABOR).await;
    staff.make(&owner.number, &json!({"move": "accept"})).await;
    owner.note(&key(2), "谢谢").await;
    assert_eq!(counts(&app).await, (3, 0));
    tell(&app).await;
    assert_eq!((server.taken().len(), counts(&app).await), (1, (0, 0)));
}

#[tokio::test]
async fn nobody_is_told_who_did_not_choose_it() {
    let (server, gateway) = (MailServer::start().await, Gateway::start().await);
    let both = Notices {
        sms: sms(&gateway).sms,
        ..mail(&server)
    };
    let app = app(both).await;
    let portal: PortalView = app.anybody().get("/api/v1/portal").await.good();
    assert_eq!(portal.notices, NoticeChannel::IN_REQUEST);
    // An address alone is no choice, nor is being afraid.
    let typed = Draft {
        notice_channels: Vec::new(),
        ..by("email")
    };
    let silent = Draft {
        notice_channels: Vec::new(),
        ..afraid("sms")
    };
    for (number, draft) in [(1, typed), (2, silent)] {
        let owner = app.anybody().files(&key(number), &draft).await;
        app.staff(LABOR)
            .await
            .make(&owner.number, &json!({"move": "accept"}))
            .await;
        owner.note(&key(10 + number), "请问").await;
        let view = owner.sees().await;
        assert!(view.content.notices.is_silent());
        assert_eq!(
            view.content.notices.email, None,
            "what is not needed is not kept"
        );
    }
    app.wait(300 * HOUR);
    assert_eq!((tell(&app).await, counts(&app).await), (0, (0, 0)));
    assert!(server.taken().is_empty() && gateway.asked().is_empty());
}

#[tokio::test]
async fn what_the_operator_does_not_have_cannot_be_chosen() {
    let app = TestApp::new().await;
    let portal: PortalView = app.anybody().get("/api/v1/portal").await.good();
    assert!(portal.notices.is_empty());
    let refused = app.anybody().file(&key(1), &by("sms")).await.problem();
    let issue = Issue::new(Field::NoticeChannels, Code::NotAChoice);
    assert_eq!(refused.issues, [issue]);
    let owner = app.anybody().files(&key(1), &draft()).await;
    let later = json!({"notice_channels": ["sms"]});
    let refused = owner.correct(&key(2), &later).await.problem();
    assert_eq!(refused.issues, [issue]);
}

#[tokio::test]
async fn who_wants_to_be_told_no_more_is_told_no_more() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    let owner = app.anybody().files(&key(1), &by("email")).await;
    let staff = app.staff(LABOR).await;
    let elsewhere = json!({"notice_email": "li.si@example.com"});
    assert_eq!(
        owner.correct(&key(2), &elsewhere).await.status,
        StatusCode::OK
    );
    // What was filed before goes to the new address too: nobody reads the old one.
    tell(&app).await;
    let told: Vec<_> = server
        .taken()
        .iter()
        .flat_map(|mail| mail.to.clone())
        .collect();
    assert_eq!(told, ["li.si@example.com"]);

    let ask = json!({"move": "ask-for-more", "note": "请补一张工资条"});
    staff.make(&owner.number, &ask).await;
    let no_more = json!({"notice_channels": []});
    owner.correct(&key(3), &no_more).await;
    owner.note(&key(4), "工资条").await;
    tell(&app).await;
    assert_eq!(server.taken().len(), 1, "nor of what waited");
    assert_eq!(counts(&app).await, (0, 0));
    // The owner sees what was corrected; the staff see that something was, and no address.
    let corrected = owner.sees().await.timeline[1].detail.corrected.clone();
    assert_eq!(corrected[0].after, "li.si@example.com");
    let seen = staff.open(&owner.number).await;
    assert!(!seen.text().contains("example.com"), "{}", seen.text());
}

#[tokio::test]
async fn who_is_afraid_is_told_only_when_that_is_safe() {
    let gateway = Gateway::start().await;
    let app = app(sms(&gateway)).await;
    // Neither a place nor a time that is safe: nothing is taken.
    let half = Draft {
        notice_times: Vec::new(),
        notice_private: false,
        ..afraid("sms")
    };
    let refused = app.anybody().file(&key(1), &half).await.problem();
    let expected = [
        Issue::new(Field::NoticeTimes, Code::Missing),
        Issue::new(Field::NoticePrivate, Code::NotAgreed),
    ];
    assert_eq!(refused.issues, expected);

    // Monday noon.
    let owner = app.anybody().files(&key(1), &afraid("sms")).await;
    let staff = app.staff(LABOR).await;
    staff.make(&owner.number, &json!({"move": "accept"})).await;
    for _ in 0..4 {
        assert_eq!(tell(&app).await, 0);
        app.wait(24 * HOUR);
    }
    // Friday noon, Saturday 8:59 and 9:00.
    app.wait(20 * HOUR + 59 * MINUTE);
    assert_eq!(tell(&app).await, 0);
    gateway.answer_next(&[("503 Service Unavailable", "")]);
    app.wait(MINUTE);
    assert!(tell(&app).await > 0);
    assert_eq!(gateway.asked().len(), 1);
    // What fails at the end of the hours waits for the next ones; so does what was not got round to.
    app.wait(8 * HOUR);
    let late = json!({"move": "schedule", "appointment":
        {"at": "2026-12-09T10:00:00+08:00", "channel": "phone", "place": "电话"}});
    staff.make(&owner.number, &late).await;
    tell(&app).await;
    assert_eq!(gateway.asked().len(), 1, "it is 17:00");
    app.wait(15 * HOUR + 59 * MINUTE);
    tell(&app).await;
    assert_eq!(gateway.asked().len(), 1, "it is 8:59");
    app.wait(MINUTE);
    tell(&app).await;
    assert_eq!(gateway.asked().len(), 2);
    assert_eq!(counts(&app).await, (0, 0));
    let body = gateway.asked()[1].body.replace("13912345678", "");
    is_impersonal(&body.replace(&owner.number, ""));
}

#[tokio::test]
async fn staff_see_that_somebody_is_afraid_and_not_where_news_goes() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    let owner = app.anybody().files(&key(1), &afraid("email")).await;
    let seen = owner.sees().await.content;
    assert_eq!(
        seen.notices.email.unwrap().as_str(),
        "zhang.san@example.com"
    );
    let staff = app.staff(LABOR).await;
    let answer = staff.open(&owner.number).await;
    assert!(!answer.text().contains("zhang.san@example.com"));
    assert!(answer.good::<RequestView>().content.afraid);
}

#[tokio::test]
async fn a_mail_that_is_not_taken_now_is_sent_later() {
    let server = MailServer::start().await;
    server.answer_next(&[
        "451 4.3.0 try later <zhang.san@example.com>",
        "450 4.2.1 later still",
    ]);
    let app = app(mail(&server)).await;
    app.anybody().files(&key(1), &by("email")).await;
    assert_eq!(tell(&app).await, 1);
    app.wait(Duration::from_secs(29));
    assert_eq!(tell(&app).await, 0, "not at once");
    app.wait(Duration::from_secs(31));
    assert_eq!(tell(&app).await, 1);
    app.wait(2 * MINUTE);
    assert_eq!(tell(&app).await, 1);
    assert_eq!((server.taken().len(), counts(&app).await), (1, (0, 0)));
}

#[tokio::test]
async fn nothing_is_said_to_a_mail_server_that_nobody_vouches_for() {
    for guard in [Guard::StartTls, Guard::Tls] {
        let server = MailServer::start_behind(guard).await;
        let app = app(mail(&server)).await;
        app.anybody().files(&key(1), &by("email")).await;
        assert_eq!(tell(&app).await, 1);
        assert!(server.taken().is_empty());
        assert_eq!(counts(&app).await, (1, 0), "it may be mended: tried again");
    }
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_waited_for() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    app.anybody().files(&key(1), &by("email")).await;
    let bring_back = server.take_down();
    for wait in [0, 1, 2, 4] {
        app.wait(wait * MINUTE);
        assert_eq!(tell(&app).await, 1);
    }
    let server = bring_back().await;
    app.wait(8 * MINUTE);
    assert_eq!(tell(&app).await, 1);
    assert_eq!((server.taken().len(), counts(&app).await), (1, (0, 0)));
}

#[tokio::test]
async fn what_will_never_be_taken_is_given_up_and_can_be_tried_again() {
    let server = MailServer::start().await;
    server.answer_next(&["550 5.1.1 <zhang.san@example.com> is unknown"]);
    let app = app(mail(&server)).await;
    let owner = app.anybody().files(&key(1), &by("email")).await;
    assert_eq!(tell(&app).await, 1);
    assert_eq!(counts(&app).await, (0, 1));
    let dead = app.store.dead_notices(9).await.unwrap();
    assert_eq!(dead[0].notice.number, owner.number);
    assert_eq!(dead[0].reason, "smtp 550", "without the address");
    let shown = app.anybody().get("/metrics").await.text();
    assert!(
        shown.contains("notices_waiting") && shown.contains("notices_dead"),
        "{shown}"
    );
    app.wait(300 * HOUR);
    assert_eq!(tell(&app).await, 0);
    let now = owner.sees().await.submitted_at.parse().unwrap();
    assert_eq!(app.store.retry_notices(None, now).await.unwrap(), 1);
    assert_eq!(tell(&app).await, 1);
    assert_eq!((server.taken().len(), counts(&app).await), (1, (0, 0)));
}

#[tokio::test]
async fn tries_end_some_day() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    app.anybody().files(&key(1), &by("email")).await;
    drop(server.take_down());
    let mut tries = 0;
    while counts(&app).await == (1, 0) {
        tries += tell(&app).await;
        app.wait(4 * HOUR);
    }
    assert_eq!((tries, counts(&app).await), (12, (0, 1)));
    let dead = app.store.dead_notices(9).await.unwrap();
    assert_eq!(dead[0].reason, "smtp unreachable");
}

#[tokio::test]
async fn a_wrong_password_is_not_the_fault_of_the_recipient_for_ever() {
    let server = MailServer::start().await;
    let mut wrong = mail(&server);
    if let Some(mail) = &mut wrong.mail {
        mail.server = server.url().replace("p%40ss", "wrong");
    }
    let app = app(wrong).await;
    app.anybody().files(&key(1), &by("email")).await;
    assert_eq!(tell(&app).await, 1);
    assert_eq!((server.wrong_passwords(), server.taken().len()), (1, 0));
    assert_eq!(
        counts(&app).await,
        (1, 0),
        "it waits until the operator has mended it"
    );
}

#[tokio::test]
async fn an_sms_reaches_the_gateway_as_it_wants_to_be_asked() {
    let gateway = Gateway::start().await;
    let app = app(sms(&gateway)).await;
    gateway.answer_next(&[
        ("429 Too Many Requests", ""),
        ("200 OK", r#"{"code":9,"message":"13912345678"}"#),
    ]);
    let owner = app.anybody().files(&key(1), &by("sms")).await;
    for wait in [0, 1, 2] {
        app.wait(wait * MINUTE);
        assert_eq!(tell(&app).await, 1);
    }
    let asked = gateway.asked();
    assert_eq!((asked.len(), counts(&app).await), (3, (0, 0)));
    let id = format!("{}-1", owner.number).replace('-', "%2D");
    let first_line = format!("POST /send/{id} HTTP/1.1");
    assert!(asked[2].head.starts_with(&first_line), "{}", asked[2].head);
    assert!(asked[2].head.contains("authorization: Bearer SECRET"));
    let body: Value = serde_json::from_str(&asked[2].body).unwrap();
    assert_eq!(body["to"], "13912345678");
    let text = body["text"].as_str().unwrap();
    assert!(text.contains(&owner.number), "{text}");
    is_impersonal(&text.replace(&owner.number, ""));

    gateway.answer_next(&[("400 Bad Request", "13912345678 is no phone")]);
    owner.note(&key(2), "请问").await;
    assert_eq!(tell(&app).await, 1);
    assert_eq!(
        app.store.dead_notices(9).await.unwrap()[0].reason,
        "http 400"
    );
}

#[tokio::test]
async fn an_address_that_is_more_than_an_address_is_refused() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    for typed in [
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com, b@example.com",
        "a@example.com> RCPT TO:<b@example.com",
        "\"a\r\n\"@example.com",
        "a@example",
        "张三@example.com",
    ] {
        let draft = Draft {
            notice_email: typed.to_owned(),
            ..by("email")
        };
        let refused = app.anybody().file(&key(1), &draft).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let issue = Issue::new(Field::NoticeEmail, Code::NotAnEmail);
        assert_eq!(refused.problem().issues, [issue], "{typed:?}");
    }
    assert_eq!(tell(&app).await, 0);
}

#[tokio::test]
async fn two_copies_of_the_server_tell_it_once() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    for number in 1..=12 {
        app.anybody().files(&key(number), &by("email")).await;
    }
    let copies = (0..4).map(|_| {
        let app = std::sync::Arc::clone(&app.app);
        tokio::spawn(async move {
            for _ in 0..4 {
                app.tell_news(NoticeChannel::Email).await.unwrap();
            }
        })
    });
    for copy in copies.collect::<Vec<_>>() {
        copy.await.unwrap();
    }
    tell(&app).await;
    assert_eq!((server.taken().len(), counts(&app).await), (12, (0, 0)));
}

#[tokio::test]
async fn a_store_that_is_away_loses_no_news() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    app.anybody().files(&key(1), &by("email")).await;
    app.store.set_down(true);
    assert!(app.app.tell_news(NoticeChannel::Email).await.is_err());
    app.store.set_down(false);
    assert_eq!(tell(&app).await, 1);
    assert_eq!(server.taken().len(), 1);
}

/// Complains about the organization. Gives the number of the complaint.
pub(crate) async fn complain(owner: &Owner) -> String {
    let body = json!({"grounds": ["bias"], "note": "偏向公司。", "receiver": "organization"});
    let path = format!("/api/v1/requests/{}/complaints", owner.number);
    let caller = owner.caller().with("idempotency-key", key(2));
    let complaint: Value = caller.post(&path, &body).await.good();
    complaint["number"].as_str().unwrap().to_owned()
}

/// Answers the complaint with this number.
pub(crate) async fn answer(staff: &Staff, number: &str) {
    let path = format!("/api/v1/staff/complaints/{number}/answer");
    let body = json!({"note": "已经换了调解员。"});
    staff.caller().post(&path, &body).await.good::<Value>();
}

#[tokio::test]
async fn the_answer_to_a_complaint_is_news_to_the_applicant_alone() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    let owner = app.anybody().files(&key(1), &by("email")).await;
    let staff = app.staff(LABOR).await;
    tell(&app).await;
    let number = complain(&owner).await;
    assert_eq!(tell(&app).await, 0, "who complains knows of it");
    for _ in 0..2 {
        answer(&staff, &number).await;
    }
    assert_eq!(
        tell(&app).await,
        1,
        "answered twice with the same, told once"
    );

    let taken = server.taken();
    let [first, told] = taken.as_slice() else {
        panic!("{} mails", taken.len());
    };
    assert_eq!(told.to, ["zhang.san@example.com"]);
    assert_ne!(told.header("Message-ID"), first.header("Message-ID"));
    for part in [
        told.header("Subject"),
        told.header("Message-ID"),
        told.text(),
    ] {
        assert!(part.contains(&owner.number), "{part}");
        assert!(!part.contains(&number) && !part.contains("投诉"), "{part}");
        is_impersonal(&part.replace(&owner.number, ""));
    }
}
