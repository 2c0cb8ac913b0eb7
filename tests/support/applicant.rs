//! Filing without a browser, where the form is not what a test is about.

use contract::draft::Draft;
use contract::organization::{OrganizationView, SearchView};
use contract::request::Receipt;
use contract::settlement::TermsAnswer;
use reqwest::Client;

use crate::portal::{Kept, STORY};
use crate::server::Server;

/// The id of an organization that takes disputes at work.
pub async fn any_organization(server: &Server) -> String {
    labor_organizations(server).await.organizations[0]
        .id
        .clone()
}

/// The id of another organization that takes them.
pub async fn another_organization(server: &Server, than: &str) -> String {
    let listed = labor_organizations(server).await.organizations;
    let other = listed
        .into_iter()
        .find(|card| card.id != than && card.kind.mediates());
    other.expect("there is another one").id
}

/// Organizations that take disputes at work.
pub async fn labor_organizations(server: &Server) -> SearchView {
    let answer = Client::new()
        .get(server.url("/api/v1/organizations?field=labor"))
        .send()
        .await
        .expect("the server answers");
    answer.json().await.expect("organizations")
}

/// The id of the one among them that has this name.
pub async fn organization_named(server: &Server, name: &str) -> String {
    let listed = labor_organizations(server).await.organizations;
    let named = listed.into_iter().find(|card| card.name == name);
    named.expect("it is in the directory").id
}

/// What is known of an organization.
pub async fn organization(server: &Server, id: &str) -> OrganizationView {
    let answer = Client::new()
        .get(server.url(&format!("/api/v1/organizations/{id}")))
        .send()
        .await
        .expect("the server answers");
    answer.json().await.expect("an organization")
}

/// Files a request with this organization. The key makes it one of its own.
pub async fn file(server: &Server, organization: &str, key: &str) -> Kept {
    let draft = Draft {
        organization: organization.to_owned(),
        field: "labor".to_owned(),
        name: "张三".to_owned(),
        mobile: "13912345678".to_owned(),
        region: "320106".to_owned(),
        story: STORY.to_owned(),
        consent_privacy: true,
        consent_share: true,
        ..Draft::default()
    };
    let answer = Client::new()
        .post(server.url("/api/v1/requests"))
        .header("idempotency-key", format!("applicant-of-the-tests-{key}"))
        .json(&draft)
        .send()
        .await
        .expect("the server answers");
    let receipt: Receipt = answer.json().await.expect("a receipt");
    receipt.into()
}

/// Says something of the terms of an agreement, as whoever asked for mediation.
pub async fn answer_terms(server: &Server, kept: &Kept, key: &str, answer: &TermsAnswer) {
    let path = format!("/api/v1/requests/{}/settlement/answer", kept.number);
    let answer = Client::new()
        .post(server.url(&path))
        .header("authorization", format!("AccessCode {}", kept.code))
        .header("idempotency-key", format!("answer-of-the-tests-{key}"))
        .json(answer)
        .send()
        .await
        .expect("the server answers");
    let status = answer.status();
    let words = answer.text().await.unwrap_or_default();
    assert!(status.is_success(), "{status}: {words}");
}

/// Tries a code that opens nothing, as somebody who guesses would, and tells what the server answered.
pub async fn guess(server: &Server, number: &str) -> reqwest::StatusCode {
    Client::new()
        .get(server.url(&format!("/api/v1/requests/{number}")))
        .header("authorization", "AccessCode AAAA-AAAA-AAAA")
        .send()
        .await
        .expect("the server answers")
        .status()
}
