//! Rows to store.

use contract::deadline::{DeadlineKind, DeadlineSource, Due};
use contract::evidence::EvidenceKind;
use contract::geo::{Point, Position, Precision};
use contract::hours::OpeningSpan;
use contract::kinds::{DisputeField, Fee, Language, Level, OrganizationKind, Service, Topic};
use contract::organization::{DataSource, Mediator, PublishedCase};
use contract::region::RegionCode;
use contract::report::ReportSubject;
use contract::request::EndGround;
use contract::status::{Actor, Event, Status};
use fengqiao::store::evidence::{Finished, NewEvidenceRow, PieceRow};
use fengqiao::store::group::{CodeRow, JoinRow, NewGroupRow};
use fengqiao::store::{
    Change, EntryRow, Mac, NewReportRow, NewRequestRow, OrganizationRow, Raised,
};
use jiff::Timestamp;

/// A moment this many seconds into the sample time.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::new(1_790_000_000 + second, 123_456_789).unwrap()
}

/// Some hash; the same for the same number.
pub(crate) fn mac(number: u32) -> Mac {
    let mut mac = [7; 32];
    mac[..4].copy_from_slice(&number.to_be_bytes());
    mac
}

/// An organization with this id and nothing unnecessary.
pub(crate) fn organization(id: &str) -> OrganizationRow {
    OrganizationRow {
        id: id.to_owned(),
        key: None,
        name: format!("{id}人民调解委员会"),
        kind: OrganizationKind::PeoplesCommittee,
        level: None,
        parent: None,
        region: RegionCode::parse("320106").unwrap(),
        address: None,
        position: None,
        phones: Vec::new(),
        hours: Vec::new(),
        hours_note: None,
        fee: None,
        tariff_url: None,
        license: None,
        fields: vec![DisputeField::Neighbours],
        fields_from_name: true,
        services: Vec::new(),
        brand: None,
        step_free: None,
        languages: Vec::new(),
        mediators: Vec::new(),
        cases: Vec::new(),
        source: DataSource {
            title: "名册".to_owned(),
            url: None,
            published: None,
            verified: None,
        },
    }
}

/// An organization of which everything is known.
pub(crate) fn complete_organization(id: &str) -> OrganizationRow {
    OrganizationRow {
        key: Some("key".to_owned()),
        level: Some(Level::Township),
        parent: Some("parent".to_owned()),
        address: Some("幕府南路208号 \"东\"门\n'; DROP TABLE request; --".to_owned()),
        position: Some(Position {
            point: Point::new(32.060_255, 118.796_877).unwrap(),
            precision: Precision::Exact,
        }),
        phones: vec!["025-12348".to_owned(), "12348".to_owned()],
        hours: vec![OpeningSpan {
            day: 1,
            opens: 540,
            closes: 1020,
        }],
        hours_note: Some("热线7×24小时".to_owned()),
        fee: Some(Fee::FreeByLaw),
        tariff_url: Some("https://example.org/tariff".to_owned()),
        license: Some("苏司调〔2026〕1号".to_owned()),
        services: vec![Service::OnlineMediation],
        brand: Some("老娘舅".to_owned()),
        step_free: Some(false),
        languages: vec![Language::Wu],
        mediators: vec![Mediator {
            name: "李四".to_owned(),
            grade: Some("一级".to_owned()),
            honours: vec!["金牌调解员".to_owned()],
        }],
        cases: vec![PublishedCase {
            title: "楼上漏水".to_owned(),
            url: None,
        }],
        source: DataSource {
            title: "名册".to_owned(),
            url: Some("https://example.org".to_owned()),
            published: Some("2026-02".to_owned()),
            verified: Some("2026-03-01".to_owned()),
        },
        ..organization(id)
    }
}

/// An answer that is due on this day.
pub(crate) fn due(on: &str) -> Due {
    Due {
        kind: DeadlineKind::FirstContact,
        on: on.parse().unwrap(),
        source: DeadlineSource::Operator,
    }
}

/// A request with this number; key, body and code follow from it.
pub(crate) fn request(number: u32) -> NewRequestRow {
    NewRequestRow {
        number: format!("FQ-2611-{number:05}-0"),
        organization: "a".to_owned(),
        field: DisputeField::Labor,
        topic: Some(Topic::Wages),
        submitted_at: at(i64::from(number)),
        due: Some(due("2026-09-22")),
        content_sealed: vec![0, 255, 1],
        code_mac: mac(number),
        key_mac: mac(1_000_000 + number),
        body_mac: mac(2_000_000 + number),
        basket_mac: None,
        files: 0,
        join: None,
        detail_sealed: vec![9],
        notices: Vec::new(),
        likeness: None,
        marks: Vec::new(),
    }
}

/// A change of a request to this status, based on this version.
pub(crate) fn change(number: u32, seen_version: i64, status: Status) -> Change {
    Change {
        number: request(number).number,
        seen_version,
        status,
        due: status.is_open().then(|| due("2026-10-22")),
        raised: Raised::Not,
        assignee: None,
        slots_on: None,
        organization: None,
        invitation: None,
        settlement: None,
        ended_at: (!status.is_open()).then(|| at(500 + seen_version)),
        content_sealed: None,
        marks: None,
        entry: EntryRow {
            at: at(500 + seen_version),
            actor: Actor::Staff,
            event: Event::Accept,
            detail_sealed: vec![8, 0],
            ground: (status == Status::Ended).then_some(EndGround::Unwilling),
            key_mac: Some(mac(3_000_000 + u32::try_from(seen_version).unwrap())),
        },
        then: None,
        notices: Vec::new(),
    }
}

/// A report with this number about organization a; key and body follow from it.
pub(crate) fn report(number: u32) -> NewReportRow {
    NewReportRow {
        id: format!("report-{number}"),
        organization: "a".to_owned(),
        subjects: vec![ReportSubject::Phone, ReportSubject::Gone],
        note_sealed: Some(vec![0, 255, 2]),
        reported_at: at(i64::from(number)),
        key_mac: mac(4_000_000 + number),
        body_mac: mac(5_000_000 + number),
    }
}

/// A file of ten bytes with this number in this basket, which waits for a thousand seconds.
pub(crate) fn evidence(number: u32, basket: u32) -> NewEvidenceRow {
    NewEvidenceRow {
        id: format!("file-{number}"),
        basket_mac: mac(6_000_000 + basket),
        begun_mac: None,
        number: None,
        name_sealed: vec![0, 255, 3],
        length: 10,
        at: at(0),
        expires_at: at(1000),
    }
}

/// Bytes of a file, from here on.
pub(crate) fn piece(start: u64, bytes: u64) -> PieceRow {
    PieceRow {
        start,
        bytes,
        object: format!("object-{start}"),
    }
}

/// What was kept of a file, since this second.
pub(crate) fn finished(second: i64) -> Finished {
    Finished {
        kind: EvidenceKind::Jpeg,
        bytes: 7,
        at: at(second),
    }
}

/// The group that this request starts, with a code that is good for a thousand seconds.
pub(crate) fn group(starter: u32) -> NewGroupRow {
    NewGroupRow {
        id: format!("group-{starter}"),
        number: request(starter).number,
        seat: seat(starter),
        organization: request(starter).organization,
        shared_sealed: vec![0, 255, 4],
        code: code(starter, 1000),
        at: at(0),
    }
}

/// The code with this number, good until this second.
pub(crate) fn code(number: u32, until: i64) -> CodeRow {
    CodeRow {
        mac: mac(7_000_000 + number),
        sealed: vec![0, 255, 5],
        expires_at: at(until),
    }
}

/// What names the member with this request.
pub(crate) fn seat(number: u32) -> String {
    format!("seat-{number:04}")
}

/// A request with this number that joins the group of that starter.
pub(crate) fn joining(number: u32, starter: u32) -> NewRequestRow {
    NewRequestRow {
        join: Some(JoinRow {
            group: group(starter).id,
            seat: seat(number),
            code_mac: group(starter).code.mac,
            most: 20,
        }),
        ..request(number)
    }
}
