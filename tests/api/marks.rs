//! A request of which every field carries a mark, to be searched for where nothing of it may be.

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::draft::{Draft, OtherDraft};
use serde_json::Value;

use crate::actors::Anybody;
use crate::app::TestApp;
use crate::samples::{draft, key};

/// What people type; each value that is no choice from a list holds one of these, and nothing else does.
pub(crate) const MARKS: [&str; 20] = [
    "标记姓名",
    "13987654321",
    "标记地址",
    "标记对方",
    "标记联系",
    "标记经过",
    "标记诉求",
    "标记补充",
    "标记有误",
    "标记回答",
    "标记代办",
    "13876543219",
    "标记另一方",
    "标记另一方的联系",
    "标记文件",
    "876543.21",
    "765432.1",
    "91350100M000100Y43",
    "914403001922038216",
    "marked@example.org",
];

/// Fields of a draft whose values come from a list or from the portal, or are ticked.
const CHOICES: [&str; 24] = [
    "organization",
    "field",
    "topic",
    "region",
    "respondent_kind",
    "respondent_unreachable",
    "helper_relation",
    "helper_contact",
    "role",
    "unreachable",
    "claim_months",
    "contact_channels",
    "contact_times",
    "consent_person",
    "consent_privacy",
    "consent_share",
    "consent_fee",
    "consent_sensitive",
    "join_code",
    "afraid",
    "notice_channels",
    "notice_times",
    "notice_private",
    "even_if_filed",
];

/// A request with a mark wherever something can be typed.
pub(crate) fn marked() -> Draft {
    let answers = ["age", "ethnic-group", "profession", "workplace", "tried"];
    Draft {
        amount: "876543.21".to_owned(),
        name: "标记姓名".to_owned(),
        mobile: "13987654321".to_owned(),
        address: "标记地址".to_owned(),
        respondent_name: "标记对方".to_owned(),
        respondent_contact: "标记联系".to_owned(),
        respondent_code: "91350100M000100Y43".to_owned(),
        others: vec![OtherDraft {
            role: "agency".to_owned(),
            name: "标记另一方".to_owned(),
            code: "914403001922038216".to_owned(),
            contact: "标记另一方的联系".to_owned(),
            unreachable: false,
        }],
        story: "标记经过，说来话长，一言难尽".to_owned(),
        claims: "标记诉求".to_owned(),
        answers: answers
            .map(|question| (question.to_owned(), "标记回答".to_owned()))
            .into(),
        claim_sums: [("claim-wages".to_owned(), "765432.1".to_owned())].into(),
        claim_months: [("claim-wages".to_owned(), "3".to_owned())].into(),
        helper_relation: "neighbour".to_owned(),
        helper_name: "标记代办".to_owned(),
        helper_mobile: "13876543219".to_owned(),
        helper_contact: "either".to_owned(),
        consent_person: true,
        notice_email: "marked@example.org".to_owned(),
        ..draft()
    }
}

/// Uploads a file whose name and content are marked, into this caller's basket.
pub(crate) async fn upload_marked(sender: &Anybody, content: &str) {
    let name = format!("filename {}", STANDARD.encode("标记文件.pdf"));
    let begun = sender
        .with("upload-length", content.len().to_string())
        .with("upload-metadata", name)
        .send(Method::POST, "/api/v1/evidence", "")
        .await;
    sender
        .with("upload-offset", "0")
        .with("content-type", "application/offset+octet-stream")
        .send(Method::PATCH, begun.header("location"), content.to_owned())
        .await;
}

/// Somebody who uploads into the basket of the tests.
pub(crate) fn uploader(person: &Anybody) -> Anybody {
    person
        .with("tus-resumable", "1.0.0")
        .with("evidence-key", key(9))
}

#[tokio::test]
async fn every_field_of_a_draft_is_marked_or_chosen_from_a_list() {
    let app = TestApp::new().await;
    let document: Value = app.anybody().get("/api/v1/openapi.json").await.good();
    let written = serde_json::to_value(marked()).unwrap();
    let fields = |schema: &str, written: &Value| {
        let properties = &document["components"]["schemas"][schema]["properties"];
        for name in properties.as_object().unwrap().keys() {
            if CHOICES.contains(&name.as_str()) || name == "others" {
                continue;
            }
            let text = written[name].to_string();
            assert!(
                MARKS.iter().any(|mark| text.contains(mark)),
                "{schema}.{name} has no mark: {text}"
            );
        }
    };
    fields("Draft", &written);
    fields("OtherDraft", &written["others"][0]);
    marked().parse().unwrap();
}
