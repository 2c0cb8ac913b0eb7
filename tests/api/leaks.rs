//! What people wrote is nowhere but where it belongs: in the answers to its owner and to the staff, and sealed.

use axum::http::StatusCode;
use serde_json::json;

use crate::actors::Answer;
use crate::app::TestApp;
use crate::marks::{MARKS, marked, upload_marked, uploader};
use crate::samples::{LABOR, key};

/// Whether these bytes hold that text, as it is or as text is written in JSON, in addresses or in UTF-16.
fn holds(bytes: &[u8], text: &str) -> bool {
    let within = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let escaped: String = text
        .encode_utf16()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect();
    let encoded = percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    within(text.as_bytes())
        || within(escaped.as_bytes())
        || (!text.is_ascii() && within(encoded.to_string().as_bytes()))
        || within(&wide)
}

/// Nothing of an answer about people may be kept by anybody on the way, and nothing of them is in its headers.
fn is_private(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(
        answer.header("etag"),
        "",
        "a tag would tell that something is the same"
    );
    for (name, value) in &answer.headers {
        for mark in MARKS {
            assert!(!holds(value.as_bytes(), mark), "{name} holds {mark}");
        }
    }
}

#[tokio::test]
async fn what_people_wrote_is_sealed_and_in_no_measurement_no_header_and_no_cache() {
    let app = TestApp::new().await;
    let person = app.anybody_at("203.0.113.99");
    let sender = uploader(&person);
    upload_marked(&sender, "%PDF-1.4 标记文件 %%EOF").await;
    upload_marked(&sender, "标记文件").await;
    let basket = sender.get("/api/v1/evidence").await;
    is_private(&basket);
    let filed = sender.file(&key(1), &marked()).await;
    assert_eq!(filed.status, StatusCode::CREATED, "{}", filed.text());
    is_private(&filed);
    let owner = sender.owner_of(&filed.good());
    let staff = app.staff(LABOR).await;
    let note = json!({"move": "ask-for-more", "note": "标记补充"});
    let correction = json!({"address": "标记地址在别处", "note": "标记补充"});
    for answer in [
        owner.open().await,
        staff.make(&owner.number, &note).await,
        owner.note(&key(2), "标记补充").await,
        owner.correct(&key(3), &correction).await,
        staff.open(&owner.number).await,
    ] {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert!(answer.text().contains("标记经过"));
        is_private(&answer);
    }
    let file = &owner.sees().await.evidence[0];
    let path = format!("/api/v1/requests/{}/evidence/{}", owner.number, file.id);
    let file = owner.caller().get(&path).await;
    assert!(file.text().contains("标记文件"));
    assert_eq!(file.header("cache-control"), "no-store");
    let report = json!({"subjects": ["fee"], "note": "标记有误"});
    is_private(&person.report(LABOR, &key(4), &report).await);
    let wrong = contract::draft::Draft {
        mobile: "标记姓名".to_owned(),
        ..marked()
    };
    is_private(&person.file(&key(5), &wrong).await);

    let kept = app.everything_kept();
    assert!(
        holds(&kept, &owner.number),
        "the files that are searched are the right ones"
    );
    let measured = app.anybody().get("/metrics").await;
    assert!(measured.text().contains("http_requests_total"));
    let secrets = [
        owner.code.as_str(),
        &staff.token,
        &key(1),
        &key(9),
        "203.0.113.99",
    ];
    for secret in MARKS.iter().copied().chain(secrets) {
        assert!(!holds(&kept, secret), "{secret} is kept as it is");
        assert!(!holds(&measured.body, secret), "{secret} is measured");
    }
    assert!(
        !holds(&measured.body, &owner.number),
        "a number is measured"
    );
}
