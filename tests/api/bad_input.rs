//! Bodies, addresses and methods that are no good: a stable code each, never a 500.

use axum::body::Body;
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::draft::Draft;
use contract::problem::ProblemCode as P;
use contract::request::RequestView;
use serde_json::{Value, json};
use support::mail::MailServer;

use crate::actors::{Answer, Anybody};
use crate::app::{Options, TestApp};
use crate::marks::{marked, uploader};
use crate::notices::mail;
use crate::samples::{LABOR, draft, key};

fn filer(app: &TestApp) -> Anybody {
    app.anybody()
        .with("idempotency-key", key(1))
        .with("content-type", "application/json")
}

#[tokio::test]
async fn bodies_that_are_no_json() {
    let app = TestApp::new().await;
    for body in [
        "",
        "{",
        "null null",
        "{\"name\": \"张三\"",
        "\u{feff}{}",
        "'{}'",
        "{\"name\": \"\\ud800\"}",
    ] {
        let answer = filer(&app)
            .send(Method::POST, "/api/v1/requests", body.to_owned())
            .await;
        answer.is(P::MalformedJson);
    }
    let deep = "[".repeat(10_000);
    filer(&app)
        .send(Method::POST, "/api/v1/requests", deep)
        .await
        .is(P::MalformedJson);
}

#[tokio::test]
async fn bodies_in_broken_utf_8() {
    let app = TestApp::new().await;
    for body in [
        &b"{\"name\": \"\xff\xfe\"}"[..],
        b"\xff",
        b"{\"nobody\": \"\xe5\xbc\"}",
        b"{\"name\": \"\xed\xa0\x80\"}",
    ] {
        let answer = filer(&app)
            .send(Method::POST, "/api/v1/requests", body.to_vec())
            .await;
        answer.is(P::MalformedJson);
    }
}

#[tokio::test]
async fn bodies_of_the_wrong_shape() {
    let app = TestApp::new().await;
    let mut unknown = serde_json::to_value(draft()).unwrap();
    unknown["id_card"] = json!("320106199001011234");
    for body in [
        unknown,
        json!(null),
        json!([]),
        json!("x"),
        json!({"name": 1}),
        json!({"consent_share": "yes"}),
        json!({"contact_channels": "phone"}),
    ] {
        let answer = filer(&app).post("/api/v1/requests", &body).await;
        answer.is(P::UnexpectedShape);
    }
}

#[tokio::test]
async fn bodies_that_are_too_large() {
    let app = TestApp::new().await;
    let just_too_large = format!("{{\"story\": \"{}\"}}", "x".repeat(64 * 1024));
    filer(&app)
        .send(Method::POST, "/api/v1/requests", just_too_large)
        .await
        .is(P::TooLarge);
    // Without a length in the header it is counted while it arrives.
    let chunks = (0..100).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1024]));
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    filer(&app)
        .send(Method::POST, "/api/v1/requests", body)
        .await
        .is(P::TooLarge);
    let mut long = draft();
    long.story = "字".repeat(3000);
    long.claims = "字".repeat(1000);
    assert_eq!(app.anybody().file(&key(2), &long).await.status, 201);
}

#[tokio::test]
async fn bodies_declared_as_something_else() {
    let app = TestApp::new().await;
    let body = serde_json::to_string(&draft()).unwrap();
    let caller = app.anybody().with("idempotency-key", key(1));
    caller
        .send(Method::POST, "/api/v1/requests", body.clone())
        .await
        .is(P::UnsupportedMediaType);
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "",
    ] {
        let caller = caller.with("content-type", kind);
        caller
            .send(Method::POST, "/api/v1/requests", body.clone())
            .await
            .is(P::UnsupportedMediaType);
    }
    let fine = caller.with("content-type", "Application/JSON; charset=utf-8");
    assert_eq!(
        fine.send(Method::POST, "/api/v1/requests", body)
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn addresses_that_do_not_exist() {
    let app = TestApp::new().await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/portal",
        "/api/v1/nothing",
        "/api/v1/requests/",
        "/api/v1/organizations/a/b",
        "/api/v1/../../etc/passwd",
    ] {
        app.anybody().get(path).await.is(P::NotFound);
    }
    app.anybody()
        .with("accept", "text/html")
        .get("/api/v1/nothing")
        .await
        .is(P::NotFound);
}

#[tokio::test]
async fn methods_that_do_not_exist() {
    let app = TestApp::new().await;
    for (method, path) in [
        (Method::DELETE, "/api/v1/requests"),
        (Method::GET, "/api/v1/requests"),
        (Method::POST, "/api/v1/portal"),
        (Method::PUT, "/api/v1/organizations"),
        (Method::POST, "/healthz"),
        (Method::from_bytes(b"BREW").unwrap(), "/api/v1/portal"),
    ] {
        let answer = app.anybody().send(method, path, Body::empty()).await;
        answer.is(P::MethodNotAllowed);
        assert!(!answer.header("allow").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn parameters_that_cannot_be_read() {
    let app = TestApp::new().await;
    for path in [
        "/api/v1/organizations/%ff",
        "/api/v1/organizations/%00",
        "/api/v1/regions/%ff%fe",
        "/api/v1/regions/320106%0a",
        "/api/v1/requests/%c2%80",
    ] {
        app.anybody().get(path).await.is(P::MalformedParameter);
    }
    let path = "/api/v1/organizations/%27%3B%20DROP";
    app.anybody().get(path).await.is(P::OrganizationNotFound);
}

#[tokio::test]
async fn characters_that_databases_dislike() {
    let app = TestApp::new().await;
    let mut odd = draft();
    odd.name = "张\u{0}三".to_owned();
    app.anybody().file(&key(1), &odd).await.is(P::Invalid);
    let owner = app.anybody().files(&key(2), &draft()).await;
    owner.note(&key(3), "a\u{0}b").await.is(P::Invalid);
    let mut rare = draft();
    rare.name = "𠮷田 '; DROP TABLE request; --".to_owned();
    let rare_owner = app.anybody().files(&key(4), &rare).await;
    assert_eq!(rare_owner.sees().await.content.applicant.name, rare.name);
}

#[tokio::test]
async fn a_staff_move_of_the_wrong_shape() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(crate::samples::LABOR).await;
    for body in [
        json!({}),
        json!({"move": "dance"}),
        json!({"move": "accept", "extra": 1}),
        json!({"move": "schedule"}),
        Value::Null,
    ] {
        staff
            .make(&owner.number, &body)
            .await
            .is(P::UnexpectedShape);
    }
}

/// Texts that somebody may type, paste or send on purpose.
fn hostile() -> Vec<String> {
    let short = [
        "👨\u{200d}👩\u{200d}👧\u{200d}👦 🏳️\u{200d}🌈 \u{1f1e8}\u{1f1f3}",
        "\u{202e}gnp.egami\u{202c} \u{2067}abc\u{2069} \u{200f}",
        "零\u{200b}宽\u{200c}字\u{200d}符\u{feff}号",
        "\u{378}\u{e0080}\u{fffff}\u{10ffff}\u{fdd0}",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "\"><svg/onload=alert(1)>&lt;b&gt;",
        "'; DROP TABLE request; --",
        "x' OR '1'='1",
        "=HYPERLINK(\"http://example.org\",\"x\")",
        "+cmd|' /C calc'!A0",
        "-1+1",
        "@SUM(1+1)",
        "\t=1+1",
        "a\r\nBcc: somebody@example.org\r\n\r\nb",
        "{{7*7}} ${7*7} %00 %0d%0a \\u0000",
        "../../etc/passwd",
        "\u{1}\u{2}\u{7f}\u{85}",
        "   ",
    ];
    short
        .map(str::to_owned)
        .into_iter()
        .chain(["字".repeat(10_000), "=".repeat(10_000)])
        .collect()
}

/// Every text in a value, by its place.
fn texts(value: &Value, place: &str, into: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => into.push((place.to_owned(), text.clone())),
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                texts(value, &format!("{place}/{at}"), into);
            }
        }
        Value::Object(map) => {
            for (name, value) in map {
                texts(value, &format!("{place}/{name}"), into);
            }
        }
        _ => {}
    }
}

fn texts_of(value: &impl serde::Serialize) -> Vec<(String, String)> {
    let mut found = Vec::new();
    texts(&serde_json::to_value(value).unwrap(), "", &mut found);
    found
}

/// Refused for a reason that names a field, and nothing of what was typed is said back.
#[track_caller]
fn is_refused_with_a_reason(answer: &Answer, what: &str) {
    let problem = answer.problem();
    assert_eq!(problem.code, P::Invalid, "{what}: {}", answer.text());
    assert!(!problem.issues.is_empty(), "{what}");
}

/// Whether this text is among the values, as typed but for blanks around it.
fn is_told_back(view: &impl serde::Serialize, typed: &str) -> bool {
    texts_of(view).iter().any(|(_, text)| text == typed.trim())
}

#[tokio::test]
async fn every_text_of_a_request_is_stored_as_typed_or_refused_with_a_reason() {
    // An operator who sends mail, so that the address counts.
    let server = MailServer::start().await;
    let app = TestApp::with(Options {
        notices: mail(&server),
        ..Options::default()
    })
    .await;
    let draft = Draft {
        notice_channels: vec!["email".to_owned()],
        ..marked()
    };
    let whole = serde_json::to_value(draft).unwrap();
    let places = texts_of(&whole);
    assert!(places.len() > 25, "{places:?}");
    let (mut number, mut stored) = (100, 0);
    for (place, _) in places {
        for text in hostile() {
            let mut draft = whole.clone();
            *draft.pointer_mut(&place).unwrap() = json!(text);
            number += 1;
            let caller = app.anybody().with("idempotency-key", key(number));
            let answer = caller.post("/api/v1/requests", &draft).await;
            let what = format!("{place} = {text:.60}");
            if answer.status != 201 {
                is_refused_with_a_reason(&answer, &what);
                continue;
            }
            stored += 1;
            let owner = app.anybody().owner_of(&answer.good());
            let view = owner.open().await;
            assert_eq!(view.header("content-type"), "application/json");
            assert_eq!(view.header("x-content-type-options"), "nosniff");
            let view: RequestView = view.good();
            // What is left empty, and sums, are written in another way.
            let is_sum = place.starts_with("/amount") || place.starts_with("/claim_");
            if !text.trim().is_empty() && !is_sum {
                assert!(is_told_back(&view.content, &text), "{what}");
            }
        }
    }
    assert!(stored > 100, "most texts are nobody's business to refuse");
}

#[tokio::test]
async fn names_in_maps_that_nobody_knows_change_nothing() {
    let app = TestApp::new().await;
    let mut draft = serde_json::to_value(marked()).unwrap();
    for map in ["answers", "claim_sums", "claim_months"] {
        for text in hostile().into_iter().filter(|text| text.len() < 1000) {
            draft[map][text] = json!("<b>1</b>");
        }
    }
    let caller = app.anybody().with("idempotency-key", key(1));
    let answer = caller.post("/api/v1/requests", &draft).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let owner = app.anybody().owner_of(&answer.good());
    assert!(!owner.open().await.text().contains("<b>"));
}

#[tokio::test]
async fn every_text_that_comes_later_is_stored_as_typed_or_refused_with_a_reason() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &marked()).await;
    let staff = app.staff(LABOR).await;
    for (number, text) in (100..).zip(hostile()) {
        let what = format!("{text:.60}");
        let correction = |name: &str| json!({ name: text });
        let answers = [
            owner.note(&key(number), &text).await,
            owner.correct(&key(number), &correction("note")).await,
            owner.correct(&key(number), &correction("address")).await,
            owner
                .correct(&key(number), &correction("helper_name"))
                .await,
            owner
                .correct(
                    &key(number),
                    &json!({"particulars": {"workplace": text}, "note": "改"}),
                )
                .await,
            staff
                .make(&owner.number, &json!({"move": "add-note", "note": text}))
                .await,
        ];
        for answer in answers {
            if answer.status == 200 {
                let told = is_told_back(&answer.good::<RequestView>(), &text);
                assert!(told || text.trim().is_empty(), "{what}");
            } else {
                is_refused_with_a_reason(&answer, &what);
            }
        }
        let report = json!({"subjects": ["other"], "note": text});
        let answer = app.anybody().report(LABOR, &key(number), &report).await;
        if answer.status != 204 {
            is_refused_with_a_reason(&answer, &what);
        }
    }
    let reports = serde_json::to_value(staff.reports().await).unwrap();
    assert!(is_told_back(&reports, "'; DROP TABLE request; --"));
    staff.make(&owner.number, &json!({"move": "accept"})).await;
    for text in hostile() {
        let appointment = json!({
            "move": "schedule",
            "appointment": {"at": "2027-01-04T09:30:00+08:00", "channel": "in-person", "place": text}
        });
        let answer = staff.make(&owner.number, &appointment).await;
        if answer.status != 200 {
            is_refused_with_a_reason(&answer, &format!("{text:.60}"));
        }
        let withdrawn = owner.withdraw(None, &json!({"reason": text})).await;
        is_refused_with_a_reason(&withdrawn, "a reason that is none");
    }
}

#[tokio::test]
async fn names_of_files_never_become_headers_or_paths() {
    let app = TestApp::new().await;
    let sender = uploader(&app.anybody());
    let content = "%PDF-1.4 %%EOF";
    let names = hostile().into_iter().filter(|name| name.len() < 1000);
    let mut sent = 0;
    for name in names {
        let metadata = format!("filename {}", STANDARD.encode(format!("{name}.pdf")));
        let begun = sender
            .with("upload-length", content.len().to_string())
            .with("upload-metadata", metadata)
            .send(Method::POST, "/api/v1/evidence", "")
            .await;
        // A name without anything that can be shown is none.
        if begun.status != 201 {
            begun.is(P::EvidenceKind);
            continue;
        }
        sent += 1;
        let kept = sender
            .with("upload-offset", "0")
            .with("content-type", "application/offset+octet-stream")
            .send(Method::PATCH, begun.header("location"), content)
            .await;
        assert_eq!(kept.status, 204, "{name:?}: {}", kept.text());
    }
    let owner = sender.files(&key(1), &draft()).await;
    let files = owner.sees().await.evidence;
    assert_eq!(files.len(), sent);
    assert!(sent > 10, "{sent}");
    for file in files {
        let path = format!("/api/v1/requests/{}/evidence/{}", owner.number, file.id);
        let answer = owner.caller().get(&path).await;
        let shown = answer.header("content-disposition");
        assert!(shown.starts_with("attachment"), "{shown}");
        assert!(
            shown
                .bytes()
                .all(|byte| byte.is_ascii_graphic() || byte == b' '),
            "{shown}"
        );
        assert_eq!(
            answer.headers.get_all("content-disposition").iter().count(),
            1
        );
        assert_eq!(answer.header("bcc"), "");
        assert!(
            !file.name.contains(['/', '\\', '\r', '\n']),
            "{:?}",
            file.name
        );
    }
}

#[tokio::test]
async fn sums_are_read_as_people_write_them_or_refused() {
    let app = TestApp::new().await;
    for (number, (typed, fen)) in (100..).zip([
        ("12000", Some(1_200_000)),
        ("1,234.50", Some(123_450)),
        ("1，234", Some(123_400)),
        ("１２３", Some(12_300)),
        ("一千二百", Some(120_000)),
        ("1.5万", Some(1_500_000)),
        ("¥12元", Some(1200)),
        ("1000000000", Some(100_000_000_000)),
        ("-1", None),
        ("−1", None),
        ("0", None),
        ("0.00", None),
        ("零", None),
        ("1e300", None),
        ("1E9", None),
        ("0x10", None),
        ("NaN", None),
        ("Infinity", None),
        ("1.234", None),
        ("1..2", None),
        ("1000000001", None),
        ("99999999999999999999999999", None),
        ("两万五", None),
        ("一二三", None),
    ]) {
        let mut draft = draft();
        draft.amount = typed.to_owned();
        draft.claim_sums = [("claim-wages".to_owned(), typed.to_owned())].into();
        let answer = app.anybody().file(&key(number), &draft).await;
        match fen {
            Some(fen) => {
                let owner = app.anybody().owner_of(&answer.good());
                let content = owner.sees().await.content;
                assert_eq!(content.amount_fen, Some(fen), "{typed}");
                assert_eq!(content.claim_items[0].fen, fen, "{typed}");
            }
            None => {
                is_refused_with_a_reason(&answer, typed);
                assert_eq!(answer.problem().issues.len(), 2, "both are told: {typed}");
            }
        }
    }
}

#[tokio::test]
async fn days_are_days_of_the_calendar_that_have_come() {
    let app = TestApp::new().await;
    for (number, (typed, day)) in (100..).zip([
        ("2026-11-23", Some("2026-11-23")),
        ("2024年2月29日", Some("2024-02-29")),
        ("2026/3/1", Some("2026-03-01")),
        ("2025-02-29", None),
        ("1900-02-29", None),
        ("1900-01-01", None),
        ("2026-11-24", None),
        ("2999-12-31", None),
        ("9999999-01-01", None),
        ("2026-13-01", None),
        ("2026-00-10", None),
        ("2026-11-31", None),
        ("0000-00-00", None),
        ("昨天", None),
        ("-1", None),
    ]) {
        let mut draft = draft();
        draft.answers = [("since".to_owned(), typed.to_owned())].into();
        let answer = app.anybody().file(&key(number), &draft).await;
        match day {
            Some(day) => {
                let owner = app.anybody().owner_of(&answer.good());
                assert_eq!(owner.sees().await.content.answers[0].value, day, "{typed}");
            }
            None => is_refused_with_a_reason(&answer, typed),
        }
    }
}
