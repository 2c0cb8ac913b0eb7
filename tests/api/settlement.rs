//! The terms of an agreement: put before both sides, answered by each for itself, recorded, printed and paid.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use contract::draft::{Code, Draft, Field, Issue};
use contract::invitation::PartyView;
use contract::problem::ProblemCode as P;
use contract::request::RequestView;
use contract::settlement::{DoubtKind, PaperKind, Said, SettlementView, TermsReply};
use contract::status::{Actor, Event, Status};
use fengqiao::paper::Press;
use fengqiao::store::Store;
use fengqiao::store::settlement::SettlementStore as _;
use serde_json::{Value, json};
use support::font::font;
use support::mail::MailServer;

use crate::actors::{Answer, Anybody, Owner, Staff};
use crate::app::{Options, TestApp};
use crate::invitations::{Party, agree, invite, party_of};
use crate::notices::{app, mail, tell};
use crate::paper::Paper;
use crate::samples::{COMMITTEE, LABOR, draft, key};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Staff {
    async fn puts(&self, number: &str, once: &str, seen: u32, terms: &Value) -> Answer {
        let path = format!("/api/v1/staff/requests/{number}/settlement");
        let caller = self.caller().with("idempotency-key", once);
        let caller = caller.with("content-type", "application/json");
        let body = json!({ "seen": seen, "terms": terms });
        caller.send(Method::PUT, &path, body.to_string()).await
    }

    async fn terms(&self, number: &str) -> Answer {
        let path = format!("/api/v1/staff/requests/{number}/settlement");
        self.caller().get(&path).await
    }
}

/// Either side, as far as terms go.
trait Side {
    fn path(&self) -> String;
    fn calls(&self) -> Anybody;

    async fn terms(&self) -> Answer {
        self.calls().get(&self.path()).await
    }

    async fn says(&self, once: &str, body: &Value) -> Answer {
        let caller = self.calls().with("idempotency-key", once);
        let path = format!("{}/answer", self.path());
        caller.post(&path, body).await
    }

    async fn says_of(&self, once: &str, part: u8, said: Said) -> Answer {
        let caller = self.calls().with("idempotency-key", once);
        let body = json!({ "payment": {"term": 0, "part": part}, "says": said.as_str() });
        let path = format!("{}/payments", self.path());
        caller.post(&path, &body).await
    }

    async fn paper(&self, kind: PaperKind) -> Answer {
        let path = format!("{}/papers/{}", self.path(), kind.as_str());
        self.calls().get(&path).await
    }
}

impl Side for Owner {
    fn path(&self) -> String {
        format!("/api/v1/requests/{}/settlement", self.number)
    }

    fn calls(&self) -> Anybody {
        self.caller()
    }
}

impl Side for Party {
    fn path(&self) -> String {
        format!("/api/v1/invitations/{}/settlement", self.number)
    }

    fn calls(&self) -> Anybody {
        self.caller()
    }
}

/// 12,000 yuan in two instalments, and a paper.
fn terms() -> Value {
    json!({
        "facts": "公司欠三个月工资没有付。", "responsibility": "公司承认欠薪。",
        "terms": [
            {
                "kind": "money", "from": "respondent", "to": "applicant", "words": "拖欠的工资",
                "parts": [{"amount": "8000", "due": "2026-12-15"}, {"amount": "4000", "due": "2027-01-15"}],
                "method": "转到申请人的银行卡",
            },
            {"kind": "act", "from": "respondent", "to": "applicant", "words": "出具离职证明", "due": "2026-12-31"},
        ],
    })
}

/// A paper of terms, read back: their mark stands at the foot of each page.
fn of_terms(answer: &Answer) -> Paper {
    Paper::with_feet(answer, "条款第")
}

fn confirm(version: u32) -> Value {
    json!({ "answer": "confirm", "version": version })
}

/// Wages that a people's committee mediates.
pub(crate) fn for_committee() -> Draft {
    Draft {
        organization: COMMITTEE.to_owned(),
        field: "neighbours".to_owned(),
        topic: String::new(),
        ..draft()
    }
}

pub(crate) async fn printing() -> TestApp {
    TestApp::with(Options {
        press: Some(Press::open(&font()).unwrap()),
        ..Options::default()
    })
    .await
}

/// A request of which both sides sit down together.
async fn mediated(app: &TestApp, draft: &Draft) -> (Owner, Staff, Party) {
    let owner = app.anybody().files(&key(1), draft).await;
    let staff = app.staff(&draft.organization).await;
    for body in [json!({"move": "accept"}), invite()] {
        staff.make(&owner.number, &body).await.good::<RequestView>();
    }
    let party = party_of(app, &staff, &owner.number).await;
    party.answers(&key(2), &agree()).await.good::<PartyView>();
    let begin = json!({"move": "begin-mediation"});
    staff
        .make(&owner.number, &begin)
        .await
        .good::<RequestView>();
    (owner, staff, party)
}

/// The same, agreed on.
pub(crate) async fn agreed(app: &TestApp, draft: &Draft) -> (Owner, Staff, Party) {
    let (owner, staff, party) = mediated(app, draft).await;
    let put = staff.puts(&owner.number, &key(3), 0, &terms()).await;
    put.good::<SettlementView>();
    owner
        .says(&key(4), &confirm(1))
        .await
        .good::<SettlementView>();
    party
        .says(&key(5), &confirm(1))
        .await
        .good::<SettlementView>();
    let record = json!({"move": "record-agreement", "form": "written"});
    let view: RequestView = staff.make(&owner.number, &record).await.good();
    assert_eq!(view.status, Status::Agreed);
    (owner, staff, party)
}

fn events(view: &RequestView, wanted: Event) -> usize {
    let timeline = view.timeline.iter();
    timeline.filter(|entry| entry.event == wanted).count()
}

#[tokio::test]
async fn both_sides_read_the_same_and_each_confirms_for_itself() {
    let app = TestApp::new().await;
    let (owner, staff, party) = mediated(&app, &draft()).await;
    owner.terms().await.is(P::TermsNotFound);
    owner.says(&key(3), &confirm(1)).await.is(P::TermsNotFound);
    // Without terms nothing can be said of them.
    let before = owner.sees().await.legal_moves;
    assert!(
        before.iter().all(|event| !event.needs_terms()),
        "{before:?}"
    );

    let put: SettlementView = staff.puts(&owner.number, &key(3), 0, &terms()).await.good();
    assert_eq!(put.mark.version, 1);
    assert_eq!(put.doubts, []);
    let seen: SettlementView = owner.terms().await.good();
    let theirs: SettlementView = party.terms().await.good();
    assert_eq!((&seen.mark, &seen.terms), (&put.mark, &put.terms));
    assert_eq!((&theirs.mark, &theirs.terms), (&put.mark, &put.terms));
    assert_eq!(put.mark.digest.len(), 8);
    let may = [
        Event::ConfirmTerms,
        Event::AskForChange,
        Event::SignInPerson,
    ];
    assert_eq!(seen.legal_moves, may);
    assert_eq!(theirs.legal_moves, may);
    // The other side learns a name, and nothing by which the applicant is reached.
    let text = party.terms().await.text();
    for secret in [&owner.number, "13912345678", "拖欠三个月工资，多次"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }

    for _ in 0..2 {
        let seen: SettlementView = owner.says(&key(4), &confirm(1)).await.good();
        let reply = seen.applicant.unwrap().reply;
        assert_eq!((reply, seen.other_side), (TermsReply::Confirmed, None));
    }
    // Said again under another key, it is known.
    owner
        .says(&key(6), &confirm(1))
        .await
        .good::<SettlementView>();
    let theirs: SettlementView = party.says(&key(4), &confirm(1)).await.good();
    assert_eq!(theirs.applicant.unwrap().reply, TermsReply::Confirmed);
    assert_eq!(theirs.other_side.unwrap().reply, TermsReply::Confirmed);
    let view = owner.sees().await;
    assert_eq!(view.status, Status::Mediating);
    assert_eq!(events(&view, Event::ConfirmTerms), 2);
    let both = party.sees().await.timeline;
    let told = both
        .iter()
        .filter(|entry| entry.event == Event::ConfirmTerms);
    assert!(
        told.clone()
            .all(|entry| entry.detail.terms.as_ref() == Some(&put.mark))
    );
    assert_eq!(told.count(), 2);
}

#[tokio::test]
async fn what_was_said_of_other_terms_falls_away() {
    let app = TestApp::new().await;
    let (owner, staff, party) = mediated(&app, &draft()).await;
    let number = &owner.number;
    let first: SettlementView = staff.puts(number, &key(3), 0, &terms()).await.good();
    owner
        .says(&key(4), &confirm(1))
        .await
        .good::<SettlementView>();
    let wish = json!({"answer": "ask-for-change", "version": 1, "note": "分三期，不然付不出"});
    let theirs: SettlementView = party.says(&key(5), &wish).await.good();
    assert_eq!(theirs.other_side.unwrap().reply, TermsReply::ChangeAsked);
    // The words are for the mediator.
    assert!(!owner.open().await.text().contains("分三期"));
    assert!(staff.open(number).await.text().contains("分三期"));
    // Nobody records what a side does not want.
    let record = json!({"move": "record-agreement", "form": "written"});
    let problem = staff.make(number, &record).await.problem();
    assert_eq!(problem.issues, [Issue::new(Field::Terms, Code::NotAgreed)]);

    let mut changed = terms();
    changed["terms"][0]["method"] = json!("现金，当面点清");
    // Who did not see the first ones writes over nothing.
    staff
        .puts(number, &key(6), 0, &changed)
        .await
        .is(P::TermsChanged);
    for _ in 0..2 {
        let second: SettlementView = staff.puts(number, &key(6), 1, &changed).await.good();
        assert_eq!(second.mark.version, 2);
        assert_ne!(second.mark.digest, first.mark.digest);
        assert_eq!((second.applicant, second.other_side), (None, None));
    }
    assert_eq!(events(&owner.sees().await, Event::ProposeTerms), 2);
    // What was read is not there any more.
    owner.says(&key(7), &confirm(1)).await.is(P::TermsChanged);
    // But an answer of before, sent again, is still the one of before.
    owner
        .says(&key(4), &confirm(1))
        .await
        .good::<SettlementView>();
    let seen: SettlementView = owner.terms().await.good();
    assert_eq!((seen.applicant, seen.fell_away), (None, true));
    let staffs: SettlementView = staff.terms(number).await.good();
    assert!(!staffs.fell_away, "they answered nothing");
    // A change without words is none, and what is put is checked.
    let empty = json!({"answer": "ask-for-change", "version": 2, "note": " "});
    let problem = party.says(&key(8), &empty).await.problem();
    assert_eq!(problem.issues, [Issue::new(Field::Note, Code::Missing)]);
    changed["terms"][0]["parts"][1]["amount"] = json!("x");
    let problem = staff.puts(number, &key(9), 2, &changed).await.problem();
    let found: Vec<_> = problem.issues.iter().map(|issue| issue.field).collect();
    assert_eq!(found, [Field::TermParts]);
}

#[tokio::test]
async fn terms_are_for_those_of_the_case_and_for_its_time() {
    let app = TestApp::new().await;
    let (owner, staff, party) = mediated(&app, &draft()).await;
    let number = &owner.number;
    let other = app.staff(COMMITTEE).await;
    other
        .puts(number, &key(3), 0, &terms())
        .await
        .is(P::RequestNotFound);
    staff
        .puts(number, &key(3), 0, &terms())
        .await
        .good::<SettlementView>();
    other.terms(number).await.is(P::RequestNotFound);
    let path = format!("/api/v1/staff/requests/{number}/settlement");
    app.anybody().get(&path).await.is(P::Unauthorized);
    app.anybody()
        .get(&owner.path())
        .await
        .is(P::RequestNotFound);
    app.anybody()
        .get(&party.path())
        .await
        .is(P::InvitationNotFound);
    let mut guesser = owner.clone();
    guesser.code = "AAAA-AAAA-AAAA".to_owned();
    guesser.terms().await.is(P::RequestNotFound);
    guesser
        .says(&key(4), &confirm(1))
        .await
        .is(P::RequestNotFound);

    let end = json!({"move": "end-mediation", "ground": "too-far-apart", "next_door": "labor-arbitration"});
    staff.make(number, &end).await.good::<RequestView>();
    owner.says(&key(5), &confirm(1)).await.is(P::IllegalMove);
    staff
        .puts(number, &key(6), 1, &terms())
        .await
        .is(P::IllegalMove);
    let seen: SettlementView = owner.terms().await.good();
    assert!(seen.legal_moves.is_empty() && seen.payments.is_empty());

    staff
        .make(number, &json!({"move": "close"}))
        .await
        .good::<RequestView>();
    let kept = app.store.settlement(number).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&kept.sealed).into_owned();
    assert!(!text.contains("工资"), "sealed");
    app.wait(4000 * DAY);
    app.app.erase_overdue().await.unwrap();
    assert_eq!(app.store.settlement(number).await.unwrap(), None);
    owner.terms().await.is(P::RequestErased);
    party.terms().await.is(P::InvitationNotFound);
    staff.terms(number).await.is(P::RequestErased);
}

#[tokio::test]
async fn what_is_about_family_is_signed_at_the_meeting() {
    let app = TestApp::new().await;
    let family = Draft {
        organization: COMMITTEE.to_owned(),
        field: "family".to_owned(),
        topic: "inheritance".to_owned(),
        amount: String::new(),
        ..draft()
    };
    let (owner, staff, party) = mediated(&app, &family).await;
    let mut identity = terms();
    identity["terms"] = json!([{"kind": "title", "words": "房子归申请人"}]);
    let put: SettlementView = staff
        .puts(&owner.number, &key(3), 0, &identity)
        .await
        .good();
    let doubts: Vec<_> = put.doubts.iter().map(|doubt| doubt.kind).collect();
    assert_eq!(doubts, [DoubtKind::Title]);
    let seen: SettlementView = owner.terms().await.good();
    assert!(seen.by_hand);
    assert_eq!(seen.legal_moves, [Event::AskForChange, Event::SignInPerson]);
    let problem = owner.says(&key(4), &confirm(1)).await.problem();
    assert_eq!(problem.issues, [Issue::new(Field::Terms, Code::NotAChoice)]);
    let meet = json!({"answer": "sign-in-person", "version": 1});
    owner.says(&key(5), &meet).await.good::<SettlementView>();
    party.says(&key(6), &meet).await.good::<SettlementView>();
    let record =
        json!({"move": "record-agreement", "form": "written", "effective_on": "2026-11-23"});
    staff
        .make(&owner.number, &record)
        .await
        .good::<RequestView>();
    let seen: SettlementView = party.terms().await.good();
    assert_eq!(seen.agreed.unwrap().effective_on, "2026-11-23");
}

#[tokio::test]
async fn who_receives_it_says_that_it_came() {
    let app = TestApp::new().await;
    let (owner, staff, party) = agreed(&app, &draft()).await;
    let seen: SettlementView = owner.terms().await.good();
    assert_eq!(seen.payments.len(), 2);
    assert_eq!(
        seen.legal_moves,
        [
            Event::ReportPaid,
            Event::ReportReceived,
            Event::ReportMissing
        ]
    );
    // Who pays cannot alone say that it came, and nobody else that it was paid.
    let not_theirs = [Issue::new(Field::Payment, Code::NotAChoice)];
    for answer in [
        party.says_of(&key(6), 0, Said::Received).await,
        owner.says_of(&key(6), 0, Said::Paid).await,
        // Nor is anything missed before its day.
        owner.says_of(&key(6), 0, Said::Missing).await,
        owner.says_of(&key(7), 9, Said::Received).await,
    ] {
        assert_eq!(answer.problem().issues, not_theirs);
    }
    app.wait(30 * DAY);
    for _ in 0..2 {
        let theirs: SettlementView = party.says_of(&key(8), 0, Said::Paid).await.good();
        let first = &theirs.payments[0];
        assert!(first.said_paid && first.overdue && first.received.is_none());
    }
    let seen: SettlementView = owner.says_of(&key(9), 0, Said::Missing).await.good();
    assert_eq!(seen.payments[0].received, Some(false));
    let seen: SettlementView = owner.says_of(&key(10), 0, Said::Received).await.good();
    assert!(seen.payments[0].received == Some(true) && !seen.payments[0].overdue);
    assert!(seen.payments[1].received.is_none());
    let view = owner.sees().await;
    assert_eq!(view.status, Status::Agreed);
    assert_eq!(events(&view, Event::ReportPaid), 1);
    let paid = view
        .timeline
        .iter()
        .find(|entry| entry.event == Event::ReportPaid);
    let paid = paid.unwrap();
    assert_eq!(paid.actor, Actor::Respondent);
    assert_eq!(paid.detail.payment.unwrap().part, 0);
    // A court that does not confirm it takes it all back.
    for body in [
        json!({"move": "apply-for-confirmation"}),
        json!({"move": "record-confirmation", "outcome": "refused"}),
    ] {
        staff.make(&owner.number, &body).await.good::<RequestView>();
    }
    let seen: SettlementView = owner.terms().await.good();
    assert!(seen.agreed.is_none() && seen.payments.is_empty());
    owner
        .says_of(&key(11), 1, Said::Received)
        .await
        .is(P::IllegalMove);
}

#[tokio::test]
async fn people_are_reminded_of_payments_without_a_word_about_them() {
    let server = MailServer::start().await;
    let app = app(mail(&server)).await;
    let by_mail = Draft {
        notice_channels: vec!["email".to_owned()],
        notice_email: "zhang.san@example.com".to_owned(),
        ..draft()
    };
    let (owner, staff, party) = agreed(&app, &by_mail).await;
    tell(&app).await;
    let before = server.taken().len();
    let remind = async || {
        let reminded = app.app.remind_of_payments().await.unwrap();
        tell(&app).await;
        reminded
    };
    // From Monday, 23 November, to three days before the first instalment.
    app.wait(18 * DAY);
    assert_eq!(remind().await, 0);
    // Not at night.
    app.wait(DAY - 6 * Duration::from_secs(60 * 60));
    assert_eq!(remind().await, 0);
    app.wait(6 * Duration::from_secs(60 * 60));
    assert_eq!((remind().await, remind().await), (1, 0), "once");
    let taken = server.taken();
    assert_eq!(taken.len(), before + 1);
    let text = taken.last().unwrap().text();
    for word in ["8000", "款", "付", "工资"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    let theirs = party.sees().await.timeline;
    assert_eq!(theirs.last().unwrap().event, Event::RemindOfPayment);
    // The day after it was due, unless it came.
    app.wait(4 * DAY);
    owner
        .says_of(&key(9), 0, Said::Received)
        .await
        .good::<SettlementView>();
    assert_eq!(remind().await, 0);
    let kept = app.store.settlement(&owner.number).await.unwrap().unwrap();
    assert_eq!(kept.remind_on.unwrap().to_string(), "2027-01-12");
    // Whoever is done is not reminded any more.
    staff
        .make(&owner.number, &json!({"move": "report-performed"}))
        .await
        .good::<RequestView>();
    let kept = app.store.settlement(&owner.number).await.unwrap().unwrap();
    assert_eq!(kept.remind_on, None);
}

#[tokio::test]
async fn a_store_that_is_down_loses_no_answer() {
    let app = TestApp::new().await;
    let (owner, staff, _) = mediated(&app, &draft()).await;
    staff
        .puts(&owner.number, &key(3), 0, &terms())
        .await
        .good::<SettlementView>();
    app.store.set_down(true);
    owner
        .says(&key(4), &confirm(1))
        .await
        .is(P::StorageUnavailable);
    app.store.set_down(false);
    let seen: SettlementView = owner.terms().await.good();
    assert_eq!(seen.applicant, None);
    owner
        .says(&key(4), &confirm(1))
        .await
        .good::<SettlementView>();
    // Twice at once is once.
    let (one, two) = (
        confirm(1),
        json!({"answer": "sign-in-person", "version": 1}),
    );
    let once = key(5);
    let (first, second) = tokio::join!(owner.says(&once, &two), owner.says(&once, &two));
    assert_eq!([first.status, second.status], [StatusCode::OK; 2]);
    owner.says(&key(6), &one).await.good::<SettlementView>();
    let (_, entries) = app.store.request(&owner.number).await.unwrap().unwrap();
    let said = |event| entries.iter().filter(|entry| entry.event == event).count();
    assert_eq!(
        (said(Event::SignInPerson), said(Event::ConfirmTerms)),
        (1, 2)
    );
}

#[tokio::test]
async fn the_papers_say_what_was_agreed_in_the_order_of_their_forms() {
    let app = printing().await;
    let (owner, staff, party) = agreed(&app, &for_committee()).await;
    let seen: SettlementView = owner.terms().await.good();
    assert_eq!(
        seen.papers,
        [PaperKind::Agreement, PaperKind::ConfirmationRequest]
    );
    let deadline = seen.deadline.unwrap();
    assert_eq!(deadline.due, "2026-12-23");
    let parts = [
        "人民调解协议书",
        "编号：",
        "调解组织：玄武区人民调解委员会",
        "当事人（申请人）",
        "张三",
        "当事人（被申请人）",
        "某某有限公司",
        "纠纷主要事实",
        "公司欠三个月工资没有付。",
        "争议事项",
        "各方责任",
        "公司承认欠薪。",
        "协议内容",
        "1.某某有限公司付给张三12000元（拖欠的工资），分2期。",
        "2.某某有限公司为张三做到：出具离职证明。",
        "履行的期限、方式、地点",
        "12026年12月15日8000转到申请人的银行卡",
        "12027年1月15日4000",
        "22026年12月31日",
        "本协议一式3份，当事人和人民调解委员会各执一份。",
        "人民调解员（签名）",
        "记录人（签名）",
        "人民调解委员会（印章）",
    ];
    let owners = of_terms(&owner.paper(PaperKind::Agreement).await);
    owners.says(&parts);
    owners.says(&["13912345678"]);
    let order: Vec<_> = parts.iter().map(|part| owners.text.find(*part)).collect();
    assert!(order.is_sorted(), "{order:?}");
    let mark = format!("1版，核对码{}", seen.mark.digest);
    assert!(
        owners.feet.iter().all(|foot| foot.starts_with(&mark)),
        "{:?}",
        owners.feet
    );
    // The other side's copy says the same of the agreement, and nothing of the applicant but the name.
    let theirs = of_terms(&party.paper(PaperKind::Agreement).await);
    theirs.says(&parts);
    for secret in ["13912345678", &owner.number, "玄武区中山"] {
        assert!(!theirs.text.contains(secret), "{secret}: {}", theirs.text);
    }
    let request = of_terms(&owner.paper(PaperKind::ConfirmationRequest).await);
    request.says(&[
        "司法确认申请书",
        "申请人（一）",
        "身份证号",
        "送达地址",
        "申请人（二）",
        "法定代表人",
        "请求确认申请人于2026年11月23日经玄武区人民调解委员会主持调解达成的调解协议有效。",
        "事实和理由",
        "自愿达成调解协议",
        "附件",
        "此致",
        "人民法院",
        "申请人（签名、盖章或者按指印）：",
    ]);
    let path = format!("/api/v1/staff/requests/{}/settlement/papers", owner.number);
    let get = async |staff: &Staff, kind: &str| staff.caller().get(&format!("{path}/{kind}")).await;
    let oral = of_terms(&get(&staff, "oral-record").await);
    oral.says(&[
        "口头协议登记表",
        "口头协议内容",
        "于2026年11月23日自愿达成以上口头协议",
    ]);
    for paper in [&owners, &theirs, &request, &oral] {
        assert!(paper.pages() <= 2, "{}", paper.pages());
    }
    // A head is not apart from what it is the head of.
    assert!(
        request.last.starts_with("附件1.调解协议"),
        "{}",
        request.last
    );
    get(&staff, "poem").await.is(P::NotFound);
    owner.paper(PaperKind::OralRecord).await.is(P::NotFound);
    get(&app.staff(LABOR).await, "agreement")
        .await
        .is(P::RequestNotFound);
    app.anybody()
        .get(&format!("{}/papers/agreement", owner.path()))
        .await
        .is(P::RequestNotFound);
    // After the thirty days nobody asks a court any more.
    app.wait(31 * DAY);
    party
        .paper(PaperKind::ConfirmationRequest)
        .await
        .is(P::NotFound);
}

#[tokio::test]
async fn papers_are_those_of_the_organization_and_of_the_time() {
    let app = printing().await;
    let (owner, staff, _) = mediated(&app, &draft()).await;
    staff
        .puts(&owner.number, &key(3), 0, &terms())
        .await
        .good::<SettlementView>();
    let seen: SettlementView = owner.terms().await.good();
    assert!(seen.papers.is_empty(), "it is no agreement yet");
    owner.paper(PaperKind::Agreement).await.is(P::NotFound);
    // Staff print what is to be signed.
    let read: SettlementView = staff.terms(&owner.number).await.good();
    assert_eq!(read.papers, [PaperKind::Agreement]);
    let path = format!(
        "/api/v1/staff/requests/{}/settlement/papers/agreement",
        owner.number
    );
    let paper = of_terms(&staff.caller().get(&path).await);
    paper.says(&["调解协议书", "调解员（签名）：", "调解组织（印章）："]);
    assert!(!paper.text.contains("人民调解"), "{}", paper.text);
    // A server without the font has none.
    let plain = TestApp::new().await;
    let (owner, ..) = agreed(&plain, &draft()).await;
    let seen: SettlementView = owner.terms().await.good();
    assert!(seen.papers.is_empty());
    owner
        .paper(PaperKind::Agreement)
        .await
        .is(P::PaperUnavailable);
}

#[tokio::test]
async fn who_is_feared_reads_no_address_on_the_paper() {
    let app = printing().await;
    let careful = Draft {
        organization: COMMITTEE.to_owned(),
        field: "family".to_owned(),
        topic: "elder-support".to_owned(),
        address: "中山路 3 号 502 室".to_owned(),
        afraid: true,
        amount: String::new(),
        ..draft()
    };
    let owner = app.anybody().files(&key(1), &careful).await;
    let staff = app.staff(COMMITTEE).await;
    for body in [
        json!({"move": "accept"}),
        json!({"move": "begin-mediation"}),
    ] {
        staff.make(&owner.number, &body).await.good::<RequestView>();
    }
    staff
        .puts(&owner.number, &key(3), 0, &terms())
        .await
        .good::<SettlementView>();
    let path = format!(
        "/api/v1/staff/requests/{}/settlement/papers/agreement",
        owner.number
    );
    let paper = of_terms(&staff.caller().get(&path).await);
    paper.says(&["张三"]);
    for secret in ["502", "13912345678"] {
        assert!(!paper.text.contains(secret), "{secret}: {}", paper.text);
    }
}

#[tokio::test]
async fn no_paper_ends_on_a_page_of_one_row() {
    let app = printing().await;
    let (owner, staff, _) = mediated(&app, &for_committee()).await;
    let path = format!("/api/v1/staff/requests/{}/settlement/papers", owner.number);
    let mut many = terms();
    for (seen, once) in (0..18).zip(10..) {
        let put = staff.puts(&owner.number, &key(once), seen, &many).await;
        put.good::<SettlementView>();
        for kind in ["agreement", "oral-record"] {
            let paper = of_terms(&staff.caller().get(&format!("{path}/{kind}")).await);
            // Rows are told by their days.
            let rows =
                paper.last.matches("2026年12月").count() + paper.last.matches("2027年").count();
            let begins = paper.last.starts_with("履行的期限");
            assert!(begins || rows > 1, "{kind} {seen}: {}", paper.last);
            assert!(paper.last.contains("签名"), "{kind} {seen}: {}", paper.last);
        }
        let list = many["terms"].as_array_mut().unwrap();
        list.push(list[1].clone());
    }
}
