//! A case and somebody at a desk, for the tests of what is made of them.

#![allow(clippy::unwrap_used)]

use contract::desk::{Role, SessionView};
use contract::kinds::{DisputeField, Topic};
use contract::organization::OrganizationRef;
use contract::personal::Keeping;
use contract::phone::Mobile;
use contract::region::RegionCode;
use contract::request::{Applicant, ContactWish, Content, RequestView, Respondent};
use contract::settlement::{Settlement, SettlementView, TermsMark};
use contract::status::{Actor, Matter, Status};

fn organization() -> OrganizationRef {
    OrganizationRef {
        id: "o1".into(),
        name: "示例街道人民调解委员会".into(),
        phones: vec!["025-83000000".into()],
        address: Some("示例路 1 号".into()),
    }
}

/// Somebody with this role.
pub fn me(role: Role) -> SessionView {
    SessionView {
        account: "a1".into(),
        login: "wang".into(),
        name: "王调解员".into(),
        role,
        organization: organization(),
        token: "token".into(),
        has_second_factor: false,
        ends_at: "2026-11-27T09:00:00Z".into(),
    }
}

/// Terms about wages that are before both sides of it, of which nobody has said anything.
pub fn settlement() -> SettlementView {
    SettlementView {
        mark: TermsMark {
            version: 1,
            digest: "0a1b2c3d".into(),
        },
        proposed_at: "2026-11-27T01:00:00Z".into(),
        terms: Settlement {
            facts: "欠三个月工资。".into(),
            disputed: None,
            responsibility: None,
            terms: Vec::new(),
            copies: 3,
        },
        doubts: Vec::new(),
        by_hand: false,
        asked_by: "张三".into(),
        respondent: Some("示例餐饮有限公司".into()),
        field: DisputeField::Labor,
        organization: organization(),
        is_peoples: true,
        status: Status::Mediating,
        applicant: None,
        other_side: None,
        fell_away: false,
        agreed: None,
        deadline: None,
        payments: Vec::new(),
        papers: Vec::new(),
        legal_moves: Vec::new(),
    }
}

/// A dispute about wages with this status, as staff see it.
pub fn view_in(status: Status) -> RequestView {
    RequestView {
        number: "FQ-2611-7K3MQ-4".into(),
        version: 3,
        status,
        submitted_at: "2026-11-20T02:00:00Z".into(),
        organization: organization(),
        content: Content {
            field: DisputeField::Labor,
            topic: Some(Topic::Wages),
            amount_fen: None,
            applicant: Applicant {
                name: "张三".into(),
                mobile: Mobile::parse("13912345678").unwrap(),
                region: RegionCode::parse("320106").unwrap(),
                address: None,
            },
            helper: None,
            respondent: Respondent {
                name: Some("示例餐饮有限公司".into()),
                ..Respondent::default()
            },
            others: Vec::new(),
            story: "八月到十月的工资没有发。".into(),
            claims: None,
            answers: Vec::new(),
            claim_items: Vec::new(),
            contact: ContactWish::default(),
            visit: None,
            afraid: false,
            notices: Default::default(),
        },
        region_name: "南京市鼓楼区".into(),
        has_paper: true,
        evidence: Vec::new(),
        timeline: Vec::new(),
        deadline: None,
        mediator: None,
        assignee: None,
        keeping: Keeping::default(),
        legal_moves: status.legal_events(Matter::Dispute, Actor::Staff),
        group: None,
        push: None,
    }
}
