//! Three organizations and a request.

use contract::draft::Draft;
use contract::geo::{Point, Position, Precision};
use contract::hours::OpeningSpan;
use contract::kinds::{DisputeField, Fee, Language, Level, OrganizationKind, Service};
use contract::organization::DataSource;
use contract::region::RegionCode;
use fengqiao::store::OrganizationRow;

/// A labour organization, a people's committee and a commercial one, all in Nanjing.
pub(crate) const LABOR: &str = "labor-1";
pub(crate) const COMMITTEE: &str = "committee-1";
pub(crate) const COMMERCIAL: &str = "commercial-1";

pub(crate) fn organizations() -> Vec<OrganizationRow> {
    let plain = |id: &str, name: &str, kind, region, fields| OrganizationRow {
        id: id.to_owned(),
        key: None,
        name: name.to_owned(),
        kind,
        level: Some(Level::County),
        parent: None,
        region: RegionCode::parse(region).unwrap(),
        address: Some("中山路1号".to_owned()),
        position: Some(Position {
            point: Point::new(32.06, 118.78).unwrap(),
            precision: Precision::County,
        }),
        phones: vec!["025-12345678".to_owned()],
        hours: (1..=5)
            .map(|day| OpeningSpan {
                day,
                opens: 540,
                closes: 1020,
            })
            .collect(),
        hours_note: None,
        fee: None,
        tariff_url: None,
        license: None,
        fields,
        fields_from_name: false,
        services: Vec::new(),
        brand: None,
        step_free: None,
        languages: Vec::new(),
        mediators: Vec::new(),
        cases: Vec::new(),
        source: DataSource {
            title: "调解组织名册".to_owned(),
            url: Some("https://example.org/roster".to_owned()),
            published: Some("2026-02".to_owned()),
            verified: None,
        },
    };
    use DisputeField as F;
    use OrganizationKind as K;
    vec![
        plain(
            LABOR,
            "鼓楼区劳动争议调解中心",
            K::LaborOrganization,
            "320106",
            vec![F::Labor, F::NewEmployment],
        ),
        OrganizationRow {
            fee: Some(Fee::FreeByLaw),
            services: vec![Service::LegalHealthCheck],
            step_free: Some(true),
            languages: vec![Language::JianghuaiMandarin],
            ..plain(
                COMMITTEE,
                "玄武区人民调解委员会",
                K::PeoplesCommittee,
                "320102",
                vec![F::Family, F::Neighbours],
            )
        },
        plain(
            COMMERCIAL,
            "南京商事调解中心",
            K::CommercialOrganization,
            "320100",
            vec![F::Commercial],
        ),
    ]
}

/// An idempotency key that differs from others by its number.
pub(crate) fn key(number: u32) -> String {
    format!("test-idempotency-{number:04}")
}

/// A request that follows every rule.
pub(crate) fn draft() -> Draft {
    Draft {
        organization: LABOR.to_owned(),
        field: "labor".to_owned(),
        topic: "wages".to_owned(),
        amount: "12,000.50".to_owned(),
        name: "张三".to_owned(),
        mobile: "139 1234 5678".to_owned(),
        region: "320106".to_owned(),
        respondent_kind: "company".to_owned(),
        respondent_name: "某某有限公司".to_owned(),
        story: "公司拖欠三个月工资，多次催要没有结果。".to_owned(),
        claims: "支付拖欠的工资".to_owned(),
        contact_channels: vec!["phone".to_owned()],
        contact_times: vec!["weekend".to_owned()],
        consent_privacy: true,
        consent_share: true,
        consent_sensitive: true,
        ..Draft::default()
    }
}
