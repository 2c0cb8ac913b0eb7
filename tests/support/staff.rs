//! What an organization's people do, over the REST interface.

use contract::complaint::{AnswerComplaint, StaffComplaintView, StaffComplaintsView};
use contract::invitation::PartyInvitation;
use contract::report::{ReportView, ReportsView};
use contract::request::RequestView;
use contract::settlement::{PartDraft, SettlementDraft, SettlementView, TermDraft, TermsProposal};
use contract::staff::{QueueView, StaffMove};
use reqwest::{Client, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::server::Server;

/// Somebody at an organization.
#[derive(Debug)]
pub struct Staff {
    client: Client,
    base: String,
    token: String,
    /// Whom they work for.
    pub organization: String,
}

impl Staff {
    /// Gets a token for the organization's staff.
    pub fn of(server: &Server, organization: &str) -> Self {
        Self {
            client: Client::new(),
            base: server.url("/api/v1/staff"),
            token: server.staff_token(organization),
            organization: organization.to_owned(),
        }
    }

    /// The requests that wait for this organization.
    pub async fn queue(&self) -> QueueView {
        self.get("/requests").await
    }

    /// Open reports that what is said of this organization is wrong.
    pub async fn reports(&self) -> Vec<ReportView> {
        self.get::<ReportsView>("/reports").await.reports
    }

    /// Complaints that this organization is to answer.
    pub async fn complaints(&self) -> Vec<StaffComplaintView> {
        let waiting: StaffComplaintsView = self.get("/complaints").await;
        waiting.complaints
    }

    /// Answers a complaint.
    pub async fn answer_complaint(&self, number: &str, note: &str) {
        let answer = AnswerComplaint {
            note: note.to_owned(),
        };
        self.post(&format!("/complaints/{number}/answer"), &answer)
            .await;
    }

    /// A request.
    pub async fn open(&self, number: &str) -> RequestView {
        self.get(&format!("/requests/{number}")).await
    }

    /// Accepts a request and invites the other side. Gives what there is to hand over.
    pub async fn invite(&self, number: &str) -> PartyInvitation {
        let accept = StaffMove::Accept {
            note: String::new(),
        };
        let invite = StaffMove::Invite {
            summary: "还有三个月工资没有结清。".to_owned(),
            applicant_agrees: false,
            note: String::new(),
        };
        for step in [accept, invite] {
            self.act(number, &step).await;
        }
        self.invitation(number).await
    }

    /// What there is to hand over to the other side.
    pub async fn invitation(&self, number: &str) -> PartyInvitation {
        self.get(&format!("/requests/{number}/invitation")).await
    }

    /// The bytes of a file of a request.
    pub async fn file(&self, number: &str, file: &str) -> Vec<u8> {
        let answer = self
            .ask(&format!("/requests/{number}/evidence/{file}"))
            .await;
        answer.bytes().await.expect("a file").to_vec()
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        let answer = self.ask(path).await;
        answer.json().await.expect("what was asked for")
    }

    async fn ask(&self, path: &str) -> Response {
        let answer = self
            .client
            .get(format!("{}{path}", self.base))
            .bearer_auth(&self.token)
            .send()
            .await
            .expect("the server answers");
        assert_eq!(answer.status(), StatusCode::OK);
        answer
    }

    /// Puts terms before both sides, in the place of those of the version that was seen.
    pub async fn put_terms(&self, number: &str, seen: u32, terms: SettlementDraft) {
        let answer = self
            .client
            .put(format!("{}/requests/{number}/settlement", self.base))
            .bearer_auth(&self.token)
            .header("idempotency-key", format!("terms-{number}-{seen:04}"))
            .json(&TermsProposal { seen, terms })
            .send()
            .await
            .expect("the server answers");
        assert_eq!(answer.status(), StatusCode::OK);
    }

    /// The terms that are before both sides.
    pub async fn terms(&self, number: &str) -> SettlementView {
        self.get(&format!("/requests/{number}/settlement")).await
    }

    /// Moves a request on.
    pub async fn act(&self, number: &str, step: &StaffMove) {
        self.post(&format!("/requests/{number}/moves"), step).await;
    }

    async fn post(&self, path: &str, body: &impl Serialize) {
        let answer = self
            .client
            .post(format!("{}{path}", self.base))
            .bearer_auth(&self.token)
            .json(body)
            .send()
            .await
            .expect("the server answers");
        let status = answer.status();
        let words = answer.text().await.unwrap_or_default();
        assert!(status.is_success(), "{status}: {words}");
    }
}

/// Wages in two instalments, paid like this, and a paper.
pub fn wage_terms(method: &str) -> SettlementDraft {
    let part = |amount: &str, due: &str| PartDraft {
        amount: amount.to_owned(),
        due: due.to_owned(),
    };
    let of = |kind: &str, words: &str| TermDraft {
        kind: kind.to_owned(),
        from: "respondent".to_owned(),
        to: "applicant".to_owned(),
        words: words.to_owned(),
        ..TermDraft::default()
    };
    SettlementDraft {
        facts: "餐厅欠三个月工资没有付，一共 12000 元。".to_owned(),
        responsibility: "餐厅承认欠薪。".to_owned(),
        terms: vec![
            TermDraft {
                parts: vec![part("8000", "2030-06-15"), part("4000", "2030-07-15")],
                method: method.to_owned(),
                ..of("money", "拖欠的工资")
            },
            TermDraft {
                due: "2030-06-30".to_owned(),
                place: "餐厅".to_owned(),
                ..of("act", "出具离职证明")
            },
        ],
        ..SettlementDraft::default()
    }
}
