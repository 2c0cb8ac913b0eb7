#![allow(clippy::unwrap_used)]

use contract::draft::Draft;
use contract::evidence::EvidenceKind;
use contract::organization::OrganizationRef;
use contract::personal::Keeping;
use contract::request::{Audience, EndGround, RequestView};
use contract::status::{Matter, Status};
use jiff::civil::date;

use super::*;

fn happened(event: Event, note: &str) -> Happened {
    Happened {
        at: date(2026, 11, 23).at(12, 0, 0, 0),
        actor: Actor::Staff,
        event,
        detail: Detail {
            note: Some(note.to_owned()).filter(|note| !note.is_empty()),
            ..Detail::default()
        },
    }
}

fn file(timeline: Vec<Happened>) -> CaseFile {
    let draft = Draft {
        organization: "o1".into(),
        field: "labor".into(),
        name: "张三".into(),
        mobile: "13912345678".into(),
        region: "320106".into(),
        address: "中山路1号".into(),
        respondent_name: "某某有限公司".into(),
        respondent_contact: "025-12345678".into(),
        story: "老板拖欠了我三个月的工资没有发。".into(),
        helper_relation: "child".into(),
        helper_name: "张小三".into(),
        helper_mobile: "13812345678".into(),
        consent_person: true,
        consent_privacy: true,
        consent_share: true,
        ..Draft::default()
    };
    CaseFile {
        application: Application {
            view: RequestView {
                push: None,
                number: "FQ-2611-7K3MQ-4".into(),
                version: 1,
                status: Status::Submitted,
                submitted_at: String::new(),
                organization: OrganizationRef {
                    id: "o1".into(),
                    name: "玄武区人民调解委员会".into(),
                    phones: Vec::new(),
                    address: None,
                },
                content: draft.parse().unwrap().content,
                region_name: "南京市 鼓楼区".into(),
                has_paper: true,
                evidence: Vec::new(),
                timeline: Vec::new(),
                deadline: None,
                mediator: None,
                assignee: None,
                keeping: Keeping::default(),
                legal_moves: Vec::new(),
                group: None,
            },
            submitted: date(2026, 11, 23).at(12, 0, 0, 0),
            to_committee: true,
            names_only: false,
        },
        timeline,
        agreement: None,
        confirmation: None,
        files: Vec::new(),
        made_on: date(2026, 11, 27),
    }
}

/// All words on some papers.
fn words(papers: &[Vec<Block>]) -> String {
    let mut words = Vec::new();
    for block in papers.iter().flatten() {
        match block {
            Block::Title(text) | Block::Words(text) | Block::Note(text) | Block::Cover(text) => {
                words.push(text.clone());
            }
            Block::Signature(text, lines) => {
                words.push(text.clone());
                words.extend(lines.iter().cloned());
            }
            Block::Section { head, rows } => {
                words.push(head.clone());
                words.extend(rows.iter().map(of_row));
            }
            Block::Table(rows) => words.extend(rows.iter().map(of_row)),
        }
    }
    words.join("\n")
}

fn of_row(row: &Row) -> String {
    match row {
        Row::Cells(cells) => {
            let cells: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
            cells.join("|")
        }
        Row::Prose(texts) | Row::Items(texts) => texts.join("\n"),
    }
}

fn index_of(file: &CaseFile) -> String {
    let places = Places {
        starts: (1..30).collect(),
        pages: 30,
    };
    words(papers(file, &places).get(1..2).unwrap())
}

#[test]
fn the_index_names_every_paper_and_says_which_are_not_there() {
    let of_new = index_of(&file(vec![happened(Event::Submit, "")]));
    assert!(
        of_new.contains("1|人民调解申请书|签名、盖章件另附|3"),
        "{of_new}"
    );
    // The course is always known, and comes right after the application here.
    assert!(of_new.contains("16|办理过程||4"), "{of_new}");
    let absent = of_new.matches("||无").count();
    assert_eq!(absent, Item::ALL.len() - 2, "{of_new}");

    let of_mediated = index_of(&file(vec![
        happened(Event::Submit, ""),
        happened(Event::Accept, ""),
        happened(Event::Invite, ""),
        happened(Event::Investigate, "看了工资条"),
        happened(Event::BeginMediation, ""),
        happened(Event::RecordReturnVisit, "都付了"),
        happened(Event::Close, ""),
    ]));
    for line in [
        "2|人民调解受理登记表|签名、盖章件另附|4",
        "3|权利义务告知书||无",
        "6|征询对方意愿记录||5",
        "7|调查记录||6",
        "8|调解记录||7",
        "9|人民调解协议书||无",
        "14|回访记录||8",
        "15|证据材料目录||无",
        "16|办理过程||9",
        "17|结案报告表|签名、盖章件另附|10",
    ] {
        assert!(of_mediated.contains(line), "{line} is not in {of_mediated}");
    }
}

#[test]
fn what_is_kept_inside_is_no_part_of_it() {
    let mut inside = happened(Event::AddNote, "对方可能动手");
    inside.detail.audience = Some(Audience::Internal);
    let file = file(vec![
        inside,
        happened(Event::ReportRisk, "已经告诉派出所"),
        happened(Event::AddNote, "请补工资条"),
    ]);
    let words = words(&papers(&file, &Places::default()));
    for secret in ["动手", "派出所"] {
        assert!(!words.contains(secret), "{words}");
    }
    assert!(words.contains("请补工资条"));
}

#[test]
fn nobody_who_is_afraid_is_found_by_it() {
    let mut file = file(vec![
        happened(Event::Accept, ""),
        happened(Event::AddNote, "我搬到了姐姐家"),
        happened(Event::Close, ""),
    ]);
    let hidden = [
        "13912345678",
        "中山路",
        "鼓楼区",
        "13812345678",
        "姐姐家",
        "025-1234",
    ];
    let all = words(&papers(&file, &Places::default()));
    assert!(hidden.iter().all(|secret| all.contains(secret)), "{all}");
    file.application.names_only = true;
    let all = words(&papers(&file, &Places::default()));
    for secret in hidden {
        assert!(!all.contains(secret), "{secret} is in {all}");
    }
    assert!(all.contains(wording::NAMES_ONLY) && all.contains("张三"));
}

#[test]
fn where_somebody_is_afraid_no_words_of_one_side_alone_are_in_it() {
    for event in Event::ALL {
        for actor in [Actor::Applicant, Actor::Respondent] {
            let mut from = Status::ALL.iter();
            if !from.any(|status| status.next(Matter::Dispute, *event, actor).is_some()) {
                continue;
            }
            let said = Happened {
                actor,
                ..happened(*event, "只说给一方听的话")
            };
            let mut file = file(vec![said]);
            file.application.names_only = true;
            let all = words(&papers(&file, &Places::default()));
            assert!(!all.contains("只说给一方听的话"), "{event:?} {actor:?}");
        }
    }
    for event in [Event::AddNote, Event::AskForMore, Event::OfferSlots] {
        let mut file = file(vec![happened(event, "只说给一方听的话")]);
        file.application.names_only = true;
        let all = words(&papers(&file, &Places::default()));
        assert!(!all.contains("只说给一方听的话"), "{event:?}");
    }
}

#[test]
fn who_refuses_ends_it() {
    let mut refused = happened(Event::RefuseToMediate, "");
    refused.detail.end_ground = Some(EndGround::Unwilling);
    let file = file(vec![refused]);
    let why = ::words::end_ground_name(EndGround::Unwilling);
    let result = ["对方不同意调解：", why].concat();
    assert_eq!(records::result(&file), result);
}

#[test]
fn the_result_is_the_latest_and_falls_with_the_courts_refusal() {
    let at = |day: i8, event| Happened {
        at: date(2026, 11, day).at(9, 0, 0, 0),
        ..happened(event, "")
    };
    let mut file = file(vec![at(1, Event::Accept)]);
    assert_eq!(records::result(&file), "尚未办结");
    let mut agreed = at(2, Event::RecordAgreement);
    agreed.detail.agreement_form = Some(contract::request::AgreementForm::Oral);
    file.timeline.push(agreed);
    assert_eq!(records::result(&file), "达成协议（口头协议）");
    file.timeline.push(at(3, Event::ConfirmationRefused));
    assert_eq!(records::result(&file), "尚未办结");
    let mut ended = at(4, Event::EndMediation);
    ended.detail.end_ground = Some(EndGround::TooFarApart);
    file.timeline.push(ended);
    assert_eq!(records::result(&file), "终止调解：双方分歧太大");
}

#[test]
fn every_file_stands_in_the_list_with_its_sum() {
    let mut file = file(Vec::new());
    file.files.push(FileSum {
        name: "工资条.jpg".into(),
        kind: EvidenceKind::Jpeg,
        bytes: 1234,
        place: "证据/01.jpg".into(),
        sum: "ab".repeat(32),
    });
    let list = words(&[file.paper(Item::Evidence).unwrap()]);
    assert!(
        list.contains("1|工资条.jpg|图片|1234|证据/01.jpg"),
        "{list}"
    );
    assert!(list.contains(&format!("SHA-256|{}", ["abababababababab"; 4].join(" "))));
}

#[test]
fn everything_known_has_words() {
    let file = file(Vec::new());
    for item in Item::ALL {
        assert!(!wording::item(item, &file).is_empty(), "{item:?}");
    }
    let events = Event::ALL.iter();
    assert!(
        events
            .clone()
            .all(|event| !wording::event(*event).is_empty())
    );
    let actors = Actor::ALL.iter();
    assert!(
        actors
            .clone()
            .all(|actor| !wording::actor(*actor).is_empty())
    );
    let doors = contract::request::NextDoor::ALL.iter();
    assert!(
        doors
            .clone()
            .all(|door| !wording::next_door(*door).is_empty())
    );
}
