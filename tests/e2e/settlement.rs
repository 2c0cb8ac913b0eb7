//! The terms of an agreement, between two people at one table who never sit beside each other.

use contract::request::AgreementForm;
use contract::settlement::TermsReply;
use contract::staff::StaffMove;
use contract::status::Event;
use support::applicant::{any_organization, file};
use support::page::Page;
use support::portal::Kept;
use support::staff::{Staff, wage_terms};
use support::world::{World, journey};

/// A request that is mediated, its staff, and where the other side's invitation opens.
async fn mediated(world: &World) -> (Kept, Staff, String) {
    let organization = any_organization(&world.server).await;
    let kept = file(&world.server, &organization, "settlement").await;
    let staff = Staff::of(&world.server, &organization);
    let note = String::new;
    for step in [
        StaffMove::Accept { note: note() },
        StaffMove::Invite {
            summary: "张某说还有三个月工资没有结清，想请双方坐下来谈。".to_owned(),
            applicant_agrees: false,
            note: note(),
        },
        StaffMove::AgreeToMediate { note: note() },
        StaffMove::BeginMediation { note: note() },
    ] {
        staff.act(&kept.number, &step).await;
    }
    let path = staff.invitation(&kept.number).await.path;
    (kept, staff, path)
}

/// The applicant's way to the terms.
async fn open_own(page: &Page, kept: &Kept) {
    page.open_case(kept).await;
    page.press("看协议条款").await;
    page.wait_for_path("/track/settlement").await;
    page.wait_for(".terms").await;
}

/// The other side's.
async fn open_theirs(page: &Page, invitation: &str) {
    page.open("/").await;
    page.open(invitation).await;
    page.press("看协议条款").await;
    page.wait_for_path("/invited/settlement").await;
    page.wait_for(".terms").await;
}

#[test]
fn both_sides_agree_on_the_same_words_and_say_what_was_paid() {
    journey(async |world| {
        let page = &world.page;
        let (kept, staff, invitation) = mediated(world).await;
        staff.put_terms(&kept.number, 0, wage_terms("现金")).await;
        open_own(page, &kept).await;
        page.wait_for_words("12000 元（拖欠的工资），分 2 期").await;
        page.wait_for_words("第 1 版").await;
        page.press("我看清楚了，同意").await;
        page.wait_for_words("记下了：您同意这些条款").await;

        // The other side wants it otherwise, in words for the mediator.
        open_theirs(page, &invitation).await;
        page.wait_for_words("已经确认").await;
        page.press("我想改一改").await;
        page.press("告诉调解员").await;
        page.wait_for("#note-error").await;
        page.fill("#note", "现金不方便，想转账").await;
        page.press("告诉调解员").await;
        page.wait_for_words("改好以后，双方再看一遍").await;
        let read = staff.open(&kept.number).await;
        let told = read.timeline.last().unwrap();
        assert_eq!(told.detail.note.as_deref(), Some("现金不方便，想转账"));

        // What was said of the first terms falls away.
        staff.put_terms(&kept.number, 1, wage_terms("转账")).await;
        page.press("我要见面签字").await;
        page.wait_for_words("条款刚刚改过").await;
        page.wait_for_words("第 2 版").await;
        page.press("我看清楚了，同意").await;
        page.wait_for_words("记下了：您同意这些条款").await;
        open_own(page, &kept).await;
        page.wait_for_words("您以前说的不算了").await;
        page.press("我看清楚了，同意").await;
        page.wait_for_words("双方都同意了").await;
        let terms = staff.terms(&kept.number).await;
        for said in [terms.applicant, terms.other_side] {
            assert_eq!(said.unwrap().reply, TermsReply::Confirmed);
        }

        let record = StaffMove::RecordAgreement {
            form: AgreementForm::Written,
            effective_on: String::new(),
            note: String::new(),
        };
        staff.act(&kept.number, &record).await;
        page.reload().await;
        page.wait_for_words("协议已经达成").await;
        page.wait_for_words("收款的人说收到了，才算收到").await;
        // Who pays says so, and it is told as theirs.
        open_theirs(page, &invitation).await;
        page.press_path("(//button[.='我已经付了'])[1]").await;
        page.wait_for_words("等收款的人说").await;
        open_own(page, &kept).await;
        page.press_path("(//button[.='没收到'])[1]").await;
        page.wait_for_words("付款的人说已经付了，收款的人说没收到")
            .await;
        page.wait_for_words("申请支付令").await;
        page.press_path("(//button[.='收到了'])[1]").await;
        page.wait_for_words("已付，收款的人说收到了").await;
        let read = staff.open(&kept.number).await;
        let events = read.timeline.iter().map(|entry| entry.event);
        let said: Vec<_> = events.filter(|event| event.is_of_payment()).collect();
        assert_eq!(
            said,
            [
                Event::ReportPaid,
                Event::ReportMissing,
                Event::ReportReceived
            ]
        );
    });
}
