//! Filing together without a browser, where the pages are not what a test is about.

use contract::draft::Draft;
use contract::group::{GroupMove, GroupPart, GroupView, StartGroup};
use contract::request::Receipt;
use reqwest::{Client, RequestBuilder};

use crate::portal::{Kept, STORY};
use crate::server::Server;

/// Starts a group from a request. Gives its join code.
pub async fn start_group(server: &Server, starter: &Kept) -> String {
    let start = StartGroup {
        consent_share: true,
        share_story: false,
    };
    let client = Client::new().post(server.url(&path(starter, "")));
    let group = part(client.json(&start), starter).await.group;
    let code = group.and_then(|group| group.code);
    code.expect("the starter is shown the code")
}

/// Files a request that joins a group. The name makes it one of its own.
pub async fn join(server: &Server, organization: &str, code: &str, name: &str) -> Kept {
    let key = name
        .bytes()
        .fold(0u64, |key, byte| key.wrapping_mul(31) + u64::from(byte));
    let draft = Draft {
        organization: organization.to_owned(),
        field: "labor".to_owned(),
        name: name.to_owned(),
        mobile: "13912345678".to_owned(),
        region: "320106".to_owned(),
        story: STORY.to_owned(),
        consent_privacy: true,
        consent_share: true,
        join_code: code.to_owned(),
        ..Draft::default()
    };
    let answer = Client::new()
        .post(server.url("/api/v1/requests"))
        .header("idempotency-key", format!("colleague-of-the-tests-{key}"))
        .json(&draft)
        .send()
        .await
        .expect("the server answers");
    let receipt: Receipt = answer.json().await.expect("a receipt");
    receipt.into()
}

/// Does something about the group of a request.
pub async fn act(server: &Server, member: &Kept, wish: &GroupMove) -> GroupPart {
    let client = Client::new().post(server.url(&path(member, "/moves")));
    part(client.json(wish), member).await
}

/// The group of a request, as its owner sees it.
pub async fn group(server: &Server, member: &Kept) -> GroupView {
    let client = Client::new().get(server.url(&path(member, "")));
    part(client, member).await.group.expect("there is a group")
}

fn path(member: &Kept, of: &str) -> String {
    format!("/api/v1/requests/{}/group{of}", member.number)
}

async fn part(request: RequestBuilder, member: &Kept) -> GroupPart {
    let answer = request
        .header("authorization", format!("AccessCode {}", member.code))
        .send()
        .await
        .expect("the server answers");
    answer.json().await.expect("a group")
}
