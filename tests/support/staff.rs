//! What an organization's people do, over the REST interface.

use contract::staff::{QueueView, StaffMove};
use reqwest::{Client, StatusCode};

use crate::server::Server;

/// Somebody at an organization.
#[derive(Debug)]
pub struct Staff {
    client: Client,
    base: String,
    token: String,
}

impl Staff {
    /// Gets a token for the organization's staff.
    pub fn of(server: &Server, organization: &str) -> Self {
        Self {
            client: Client::new(),
            base: server.url("/api/v1/staff/requests"),
            token: server.staff_token(organization),
        }
    }

    /// The requests that wait for this organization.
    pub async fn queue(&self) -> QueueView {
        let answer = self
            .client
            .get(&self.base)
            .bearer_auth(&self.token)
            .send()
            .await
            .expect("the server answers");
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.expect("a queue")
    }

    /// Moves a request on.
    pub async fn act(&self, number: &str, step: &StaffMove) {
        let answer = self
            .client
            .post(format!("{}/{number}/moves", self.base))
            .bearer_auth(&self.token)
            .json(step)
            .send()
            .await
            .expect("the server answers");
        let status = answer.status();
        let words = answer.text().await.unwrap_or_default();
        assert!(status.is_success(), "{status}: {words}");
    }
}
