//! The application on paper: what stands on it, that its type goes along, and that nothing typed breaks it.

use axum::http::StatusCode;
use contract::draft::{Draft, OtherDraft, STORY_MAX};
use contract::kinds::DisputeField;
use contract::problem::ProblemCode as P;
use contract::request::Receipt;
use fengqiao::paper::Press;
use pdf_extract::{Dictionary, Document, Object};
use serde_json::json;
use support::font::font;

use crate::actors::{Answer, Owner};
use crate::app::{Options, TestApp};
use crate::samples::{COMMITTEE, LABOR, draft, key};

async fn app() -> TestApp {
    TestApp::with(Options {
        press: Some(Press::open(&font()).unwrap()),
        ..Options::default()
    })
    .await
}

fn path(owner: &Owner) -> String {
    format!("/api/v1/requests/{}/application.pdf", owner.number)
}

/// A paper, read back.
pub(crate) struct Paper {
    document: Document,
    /// What it says, without spaces and ends of lines.
    pub(crate) text: String,
    /// What the last page says.
    pub(crate) last: String,
    /// What stands at the foot of each page.
    pub(crate) feet: Vec<String>,
}

impl Paper {
    fn read(answer: &Answer) -> Self {
        Self::with_feet(answer, "FQ-")
    }

    /// One whose pages end in a foot that begins with this.
    pub(crate) fn with_feet(answer: &Answer, begin: &str) -> Self {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let pages = pdf_extract::extract_text_from_mem_by_pages(&answer.body).unwrap();
        let pages = pages
            .iter()
            .map(|page| page.split_whitespace().collect::<String>());
        let (pages, feet): (Vec<String>, Vec<String>) = pages
            .map(|page| {
                let (text, foot) = page.rsplit_once(begin).unwrap();
                (text.to_owned(), foot.to_owned())
            })
            .unzip();
        Self {
            document: Document::load_mem(&answer.body).unwrap(),
            text: pages.concat(),
            last: pages.last().cloned().unwrap_or_default(),
            feet,
        }
    }

    async fn of(owner: &Owner) -> Self {
        Self::read(&owner.caller().get(&path(owner)).await)
    }

    pub(crate) fn pages(&self) -> usize {
        self.document.get_pages().len()
    }

    #[track_caller]
    pub(crate) fn says(&self, parts: &[&str]) {
        for part in parts {
            let part: String = part.split_whitespace().collect();
            assert!(self.text.contains(&part), "{part} is not in {}", self.text);
        }
    }

    /// Dictionaries of this type.
    fn dictionaries(&self, kind: &[u8]) -> Vec<&Dictionary> {
        let all = self.document.objects.values();
        all.filter_map(|object| object.as_dict().ok())
            .filter(|dictionary| dictionary.has_type(kind))
            .collect()
    }
}

/// All that a person can say in one request.
fn full() -> Draft {
    let mut draft = Draft {
        address: "中山路 3 号 502 室".to_owned(),
        respondent_contact: "中山路 9 号，025-12345678".to_owned(),
        respondent_code: "914403001922038216".to_owned(),
        others: vec![OtherDraft {
            role: "agency".to_owned(),
            name: "示例派遣公司".to_owned(),
            code: String::new(),
            contact: "长江路 1 号".to_owned(),
            unreachable: false,
        }],
        claims: "支付拖欠的工资\n出具离职证明".to_owned(),
        helper_relation: "neighbour".to_owned(),
        helper_name: "李四".to_owned(),
        helper_mobile: "13800000000".to_owned(),
        consent_person: true,
        ..draft()
    };
    for (question, reply) in [
        ("gender", "female"),
        ("age", "35"),
        ("ethnic-group", "汉族"),
        ("profession", "装配工"),
        ("workplace", "某某有限公司装配车间"),
        ("since", "2026-08-01"),
        ("still-working", "yes"),
        ("labor-contract", "no"),
        ("has-pay-records", "they-hold"),
        ("has-chats", "have"),
        ("has-attendance", "have"),
    ] {
        draft.answers.insert(question.to_owned(), reply.to_owned());
    }
    for (claim, sum) in [("claim-wages", "4,000.50"), ("claim-deposit", "200")] {
        draft.claim_sums.insert(claim.to_owned(), sum.to_owned());
    }
    draft
        .claim_months
        .insert("claim-wages".to_owned(), "3".to_owned());
    draft
}

#[tokio::test]
async fn the_form_says_everything_in_its_order() {
    let app = app().await;
    let mut draft = full();
    draft.answers.remove("has-chats");
    let owner = app.anybody().files(&key(1), &draft).await;
    let paper = Paper::of(&owner).await;
    let parts = [
        "调解申请书",
        &owner.number,
        "2026年11月23日12:00",
        "致：鼓楼区劳动争议调解中心",
        "申请人",
        "姓名张三性别女民族汉族年龄35",
        "职业或职务装配工联系方式13912345678",
        "某某有限公司装配车间；南京市鼓楼区中山路3号502室",
        "代办人",
        "李四",
        "邻居、朋友",
        "被申请人（一）",
        "名称某某有限公司",
        "统一社会信用代码914403001922038216",
        "被申请人（二）",
        "示例派遣公司",
        "劳务派遣公司",
        "纠纷简要情况",
        "劳动人事争议；拖欠工资",
        "12000.50元",
        "公司拖欠三个月工资，多次催要没有结果。",
        "2026年8月1日",
        "当事人申请事项",
        "1.支付拖欠的工资",
        "2.出具离职证明",
        "4000.50312001.50",
        "合计12201.50",
        "证据材料",
        "申请人说自己有考勤、排班、接单记录",
        "申请人说对方有工资、结算记录",
        "现自愿申请调解。",
        "申请人（签名、盖章或者按指印）：",
        "代办人（签名）：",
    ];
    paper.says(&parts);
    let at = |part: &str| {
        paper
            .text
            .find(&part.split_whitespace().collect::<String>())
    };
    let order: Vec<_> = [
        "申请人",
        "代办人",
        "被申请人（一）",
        "纠纷简要情况",
        "当事人申请事项",
        "证据材料",
        "现自愿申请",
    ]
    .map(at)
    .to_vec();
    assert!(order.is_sorted(), "{order:?}");
    assert!(!paper.text.contains('〓'), "{}", paper.text);
    assert!(!paper.text.contains("您"), "{}", paper.text);
}

#[tokio::test]
async fn a_committee_gets_the_official_form() {
    let app = app().await;
    let mut draft = Draft {
        organization: COMMITTEE.to_owned(),
        field: "family".to_owned(),
        topic: "elder-support".to_owned(),
        respondent_kind: "person".to_owned(),
        respondent_name: "张小三".to_owned(),
        claims: String::new(),
        ..draft()
    };
    draft
        .answers
        .insert("ask-me-first".to_owned(), "yes".to_owned());
    draft
        .answers
        .insert("elder".to_owned(), "母亲，81 岁".to_owned());
    let owner = app.anybody().files(&key(1), &draft).await;
    let paper = Paper::of(&owner).await;
    paper.says(&[
        "人民调解申请书",
        "人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解。",
        "被申请人姓名张小三性别民族年龄",
        "母亲，81岁",
        "网上申请时没有写明。",
    ]);
    // The other side may see the paper.
    assert!(!paper.text.contains("商量"), "{}", paper.text);
}

#[tokio::test]
async fn it_goes_to_its_owner_and_its_organization_alone() {
    let app = app().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let (staff, others) = (app.staff(LABOR).await, app.staff(COMMITTEE).await);
    let of_staff = format!("/api/v1/staff/requests/{}/application.pdf", owner.number);
    let name = format!(
        "%E8%B0%83%E8%A7%A3%E7%94%B3%E8%AF%B7%E4%B9%A6%20{}.pdf",
        owner.number
    );
    let disposition = format!(
        "attachment; filename=\"application-{}.pdf\"; filename*=UTF-8''{name}",
        owner.number
    );
    for handed in [
        owner.caller().get(&path(&owner)).await,
        staff.caller().get(&of_staff).await,
    ] {
        Paper::read(&handed).says(&["张三"]);
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("content-disposition", &disposition),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            (
                "content-security-policy",
                "sandbox; default-src 'none'; frame-ancestors 'none'",
            ),
        ] {
            assert_eq!(handed.header(name), value, "{name}");
        }
    }
    app.anybody()
        .get(&path(&owner))
        .await
        .is(P::RequestNotFound);
    let mut guesser = owner.clone();
    guesser.code = "AAAA-AAAA-AAAA".to_owned();
    guesser
        .caller()
        .get(&path(&guesser))
        .await
        .is(P::RequestNotFound);
    others.caller().get(&of_staff).await.is(P::RequestNotFound);
    app.anybody().get(&of_staff).await.is(P::Unauthorized);
}

#[tokio::test]
async fn its_type_goes_along_and_it_can_be_read_aloud() {
    let app = app().await;
    let owner = app.anybody().files(&key(1), &full()).await;
    let answer = owner.caller().get(&path(&owner)).await;
    let paper = Paper::read(&answer);
    assert!(answer.body.len() < 300_000, "{} bytes", answer.body.len());
    let fonts = paper.dictionaries(b"FontDescriptor");
    assert!(!fonts.is_empty());
    for font in fonts {
        let name = font.get(b"FontName").and_then(Object::as_name).unwrap();
        // Six letters and a plus sign: a part of the font.
        assert_eq!(
            name.get(6),
            Some(&b'+'),
            "{}",
            String::from_utf8_lossy(name)
        );
        assert!(font.has(b"FontFile2") || font.has(b"FontFile3"));
    }
    let catalog = paper.document.catalog().unwrap();
    assert_eq!(
        catalog.get(b"Lang").and_then(Object::as_str).unwrap(),
        b"zh-CN"
    );
    for part in [
        b"StructTreeRoot".as_slice(),
        b"MarkInfo",
        b"Outlines",
        b"Metadata",
    ] {
        assert!(catalog.has(part), "{}", String::from_utf8_lossy(part));
    }
}

#[tokio::test]
async fn a_long_story_flows_over_pages_and_none_of_it_is_lost() {
    let app = app().await;
    let short = app.anybody().files(&key(1), &draft()).await;
    assert_eq!(Paper::of(&short).await.pages(), 1);
    // Every hundred characters tell where they are.
    let story: String = (0..usize::from(STORY_MAX) / 100)
        .map(|part| {
            format!(
                "第{part:02}段{}",
                "甲乙丙丁戊己庚辛壬癸，"
                    .repeat(9)
                    .chars()
                    .take(96)
                    .collect::<String>()
            )
        })
        .collect();
    let one_word = "http://example.org/".to_owned() + &"x".repeat(900);
    let long = Draft {
        story: story.clone(),
        claims: one_word.clone(),
        ..full()
    };
    let owner = app.anybody().files(&key(2), &long).await;
    let paper = Paper::of(&owner).await;
    assert!((3..=6).contains(&paper.pages()), "{}", paper.pages());
    for part in 0..usize::from(STORY_MAX) / 100 {
        paper.says(&[&format!("第{part:02}段")]);
    }
    paper.says(&["现自愿申请"]);
    let pages = paper.pages();
    for (number, foot) in (1..).zip(&paper.feet) {
        assert!(
            foot.ends_with(&format!("第{number}页，共{pages}页")),
            "{foot}"
        );
    }
    assert_eq!(
        paper.text.matches('x').count(),
        900 + one_word.matches("example").count()
    );
    assert_eq!(
        paper.text.matches('癸').count(),
        story.matches('癸').count()
    );
}

#[tokio::test]
async fn whatever_was_typed_is_printed_as_it_stands_or_told() {
    let app = app().await;
    let hostile = [
        "<script>alert(1)</script> & #set page(width: 1pt) \\u{0041} %PDF-1.4 endobj (((",
        "👩‍👩‍👧‍👦 ❤️ 🇨🇳 \u{202e}向左\u{202c} \u{200b}\u{feff}\u{ad}",
        "\u{378}\u{10ffff}\u{e000} שלום مرحبا हिन्दी 𠮷 \u{301}\u{301}\u{301}",
        "'; DROP TABLE request; -- =cmd|' /C calc'!A0",
    ];
    for (number, text) in (1..).zip(hostile) {
        let draft = Draft {
            name: "张\u{202e}三👍".to_owned(),
            address: text.to_owned(),
            respondent_name: text.to_owned(),
            story: format!("{text}\n{}", draft().story),
            claims: text.to_owned(),
            ..draft()
        };
        let owner = app.anybody().files(&key(number), &draft).await;
        let paper = Paper::of(&owner).await;
        assert!(paper.pages() <= 2, "{text}");
        paper.says(&["多次催要没有结果", "张〓三〓", "这里有字打印不出来"]);
        let plain = text.split(' ').filter(|word| word.is_ascii());
        for word in plain {
            paper.says(&[word]);
        }
        for (what, words) in [("JavaScript", "JS"), ("AcroForm", "AA")] {
            let has = |name: &str| {
                paper.document.objects.values().any(|object| {
                    object
                        .as_dict()
                        .is_ok_and(|dictionary| dictionary.has(name.as_bytes()))
                })
            };
            assert!(!has(what) && !has(words), "{text}");
        }
    }
}

#[tokio::test]
async fn every_kind_of_dispute_has_its_paper() {
    let app = app().await;
    let fields = DisputeField::ALL.iter().flat_map(|field| {
        let topics = field.topics().iter().map(|topic| topic.as_str());
        topics.chain([""]).map(move |topic| (field.as_str(), topic))
    });
    for (number, (field, topic)) in (1..).zip(fields) {
        let draft = Draft {
            field: field.to_owned(),
            topic: topic.to_owned(),
            consent_fee: true,
            ..draft()
        };
        let owner = app.anybody().files(&key(number), &draft).await;
        Paper::of(&owner).await.says(&["张三", "12000.50 元"]);
    }
}

#[tokio::test]
async fn what_is_no_dispute_has_no_paper() {
    let app = app().await;
    let caller = app.anybody();
    let file = async |number, path: &str, body| {
        let caller = caller.with("idempotency-key", key(number));
        caller.post(path, &body).await.good::<Receipt>()
    };
    let dispute = serde_json::to_value(draft()).unwrap();
    let dispute = file(1, "/api/v1/requests", dispute).await;
    assert!(dispute.has_paper && caller.owner_of(&dispute).sees().await.has_paper);
    let visit = json!({
        "organization": COMMITTEE,
        "firm_name": "某某五金厂",
        "region": "320102",
        "name": "李四",
        "mobile": "13987654321",
        "manner": "on-site",
        "consent_privacy": true,
        "consent_share": true,
    });
    let visit = file(2, "/api/v1/health-checks", visit).await;
    let owner = caller.owner_of(&visit);
    assert!(!visit.has_paper && !owner.sees().await.has_paper);
    owner.caller().get(&path(&owner)).await.is(P::NotFound);
}

#[tokio::test]
async fn a_server_without_the_font_says_so() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    assert!(!owner.sees().await.has_paper);
    let answer = owner.caller().get(&path(&owner)).await;
    answer.is(P::PaperUnavailable);
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    let missing = Press::open("/nowhere/font.ttf".as_ref()).err().unwrap();
    assert!(
        missing.to_string().contains("/nowhere/font.ttf"),
        "{missing}"
    );
    let other = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(other.path(), "no font").unwrap();
    assert!(Press::open(other.path()).is_err());
}
