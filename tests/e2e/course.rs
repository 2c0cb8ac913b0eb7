//! The course of a case, seen by both sides: invited, handed over, agreed and performed.

use std::time::{Duration, Instant};

use contract::request::{AgreementForm, Audience, DeclineReason};
use contract::staff::StaffMove;
use contract::status::{Event, Status};
use support::applicant::{another_organization, any_organization, file};
use support::portal::Kept;
use support::staff::Staff;
use support::world::{World, journey};

/// A request that was accepted, and its organization's staff.
async fn accepted(world: &World) -> (Kept, Staff) {
    let organization = any_organization(&world.server).await;
    let kept = file(&world.server, &organization, "course").await;
    let staff = Staff::of(&world.server, &organization);
    let note = String::new();
    staff.act(&kept.number, &StaffMove::Accept { note }).await;
    (kept, staff)
}

async fn invite(staff: &Staff, kept: &Kept) {
    let invite = StaffMove::Invite {
        summary: "张某说还有三个月工资没有结清，想请双方坐下来谈。".to_owned(),
        applicant_agrees: false,
        note: String::new(),
    };
    staff.act(&kept.number, &invite).await;
}

#[test]
fn the_other_side_reads_what_it_is_and_says_how_to_be_reached() {
    journey(async |world| {
        let page = &world.page;
        let (kept, staff) = accepted(world).await;
        invite(&staff, &kept).await;
        let invitation = staff.invitation(&kept.number).await;
        page.open(&invitation.path).await;
        page.wait_for_title("张三想请您坐下来谈").await;
        assert_eq!(page.path().await, "/invited", "the code is in no address");
        page.wait_for_words("还有三个月工资没有结清").await;
        // After a reload it is still there: nobody types a code twice.
        page.reload().await;
        page.wait_for_title("张三想请您坐下来谈").await;
        page.press("我再想想").await;
        page.wait_for_words("想好了，回到这里答复").await;
        page.press("我愿意谈").await;
        page.wait_for("#mobile").await;
        page.fill("#mobile", "13700001111").await;
        page.tick("#contact_channels").await;
        page.press("告诉调解员").await;
        page.wait_for("#consent_privacy-error").await;
        page.tick("#consent_privacy").await;
        page.press("告诉调解员").await;
        page.wait_for_title("您愿意谈，等组织约时间").await;
        let read = staff.open(&kept.number).await;
        assert_eq!(read.status, Status::Willing);
        let told = read.timeline.last().unwrap().detail.party.clone();
        assert_eq!(told.unwrap().mobile.as_str(), "13700001111");
        // The applicant learns that, and not how to reach them.
        page.open_case(&kept).await;
        page.wait_for_title("对方愿意谈").await;
        let seen = page.words("#main").await.unwrap();
        assert!(!seen.contains("13700001111"));
        assert!(
            !world
                .server
                .log()
                .contains(&invitation.code.replace('-', ""))
        );
    });
}

#[test]
fn a_no_leads_the_applicant_to_the_next_door() {
    journey(async |world| {
        let page = &world.page;
        let (kept, staff) = accepted(world).await;
        invite(&staff, &kept).await;
        // Typed from a letter.
        let invitation = staff.invitation(&kept.number).await;
        page.open("/invited").await;
        let (_, fragment) = invitation.path.split_once('#').unwrap();
        let (number, _) = fragment.split_once('.').unwrap();
        page.fill("#number", number).await;
        page.fill("#code", "AAAA-AAAA-AAAA").await;
        page.press("打开邀请").await;
        page.wait_for_words("编号和邀请码对不上").await;
        page.fill("#code", &invitation.code).await;
        page.press("打开邀请").await;
        page.wait_for_words("您愿意谈吗？").await;
        page.press("我不愿意谈").await;
        page.press("不愿意谈").await;
        page.wait_for_title("您没有同意调解").await;
        page.open_case(&kept).await;
        page.wait_for_title("调解结束，没有谈成").await;
        page.wait_for_words("申请劳动仲裁").await;
    });
}

#[test]
fn a_request_is_handed_over_when_its_owner_agrees() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "transfer").await;
        let other = another_organization(&world.server, &organization).await;
        let propose = StaffMove::ProposeTransfer {
            organization: other.clone(),
            reason: DeclineReason::OutsideArea,
            note: "那边离您近。".to_owned(),
        };
        let staff = Staff::of(&world.server, &organization);
        staff.act(&kept.number, &propose).await;
        page.open_case(&kept).await;
        page.wait_for_title("建议转给别的组织，请您决定").await;
        page.press("同意转过去").await;
        page.wait_for_words("已经转过去").await;
        page.wait_for_title("申请已送到，等组织答复").await;
        let queue = Staff::of(&world.server, &other).queue().await;
        assert_eq!(queue.requests[0].number, kept.number);
        assert!(staff.queue().await.requests.is_empty());
    });
}

#[test]
fn whether_it_was_performed_is_said_by_one_tap() {
    journey(async |world| {
        let page = &world.page;
        let (kept, staff) = accepted(world).await;
        let agreed = StaffMove::RecordAgreement {
            form: AgreementForm::Written,
            effective_on: String::new(),
            note: String::new(),
        };
        staff.act(&kept.number, &agreed).await;
        page.open_case(&kept).await;
        page.wait_for_title("谈成了").await;
        page.wait_for_words("一起向人民法院申请司法确认").await;
        page.press("还没有做到").await;
        page.wait_for_title("正在履行协议").await;
        page.wait_for_words("申请支付令").await;
        page.press("已经做到了").await;
        page.wait_for_title("协议已经履行").await;
        let read = staff.open(&kept.number).await;
        let said: Vec<_> = read
            .timeline
            .iter()
            .map(|entry| entry.event)
            .skip(3)
            .collect();
        assert_eq!(said, [Event::ReportUnperformed, Event::ReportPerformed]);
    });
}

#[test]
fn everybody_reads_the_figures_and_takes_them_along() {
    journey(async |world| {
        world.let_an_organization_answer().await;
        let page = &world.page;
        page.open("/").await;
        page.click(".footer a[href='/open-data']").await;
        page.wait_for_title("公开数据").await;
        page.wait_for(".figures").await;
        // Five requests are told; of agreements only that there are few or none.
        let month = page.words(".figures tbody").await.unwrap();
        // Engines put different spaces between cells.
        let told: String = month.split_whitespace().collect();
        assert!(told.ends_with("55不足5/不足5"), "{month}");
        let link = page.wait_for("a[download]").await;
        let path = "/api/v1/open-data.csv";
        let href = link.attr("href").await.unwrap().unwrap();
        assert!(href.ends_with(path), "{href}");
        let table = reqwest::get(world.server.url(path)).await.unwrap();
        assert!(table.text().await.unwrap().contains("江苏省"));
    });
}

#[test]
fn news_comes_by_itself_and_disturbs_nobody_who_writes() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "news").await;
        let staff = Staff::of(&world.server, &organization);
        page.open_case(&kept).await;
        page.wait_for_title("申请已送到，等组织答复").await;
        let note = String::new;
        staff
            .act(&kept.number, &StaffMove::Accept { note: note() })
            .await;
        // Nobody presses anything: they come back to the page.
        let come_back = "window.dispatchEvent(new Event('pageshow')); arguments[0]();";
        page.answer(come_back, vec![]).await;
        page.wait_for_title("已受理，调解员会联系双方").await;
        page.wait_for_words("已经换成最新的").await;

        page.press("给调解员留言").await;
        page.fill("#note", "我周二有空").await;
        staff
            .act(&kept.number, &StaffMove::BeginMediation { note: note() })
            .await;
        page.answer(come_back, vec![]).await;
        page.press("发送留言").await;
        page.wait_for_title("正在调解").await;
        let read = staff.open(&kept.number).await;
        let last = read.timeline.last().unwrap();
        assert_eq!(last.detail.note.as_deref(), Some("我周二有空"));
    });
}

/// Well below how often pages ask for news that nothing tells them of.
const AT_ONCE: Duration = Duration::from_secs(15);

#[test]
fn both_sides_are_told_of_news_at_once() {
    journey(async |world| {
        let page = &world.page;
        let (kept, staff) = accepted(world).await;
        page.open_case(&kept).await;
        page.wait_for_title("已受理，调解员会联系双方").await;
        let begin = Instant::now();
        invite(&staff, &kept).await;
        page.wait_for_title("正在问对方愿不愿意谈").await;
        page.wait_for_words("已经换成最新的").await;
        assert!(begin.elapsed() < AT_ONCE);

        let invitation = staff.invitation(&kept.number).await;
        page.open(&invitation.path).await;
        page.wait_for_title("张三想请您坐下来谈").await;
        let begin = Instant::now();
        let write = StaffMove::AddNote {
            note: "想问什么，可以先打电话。".to_owned(),
            audience: Some(Audience::Respondent),
        };
        staff.act(&kept.number, &write).await;
        page.wait_for_words("可以先打电话").await;
        page.wait_for_words("已经换成最新的").await;
        assert!(begin.elapsed() < AT_ONCE);
    });
}

#[test]
fn news_still_comes_where_nothing_can_tell_of_it() {
    journey(async |world| {
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "asked").await;
        let relay = world.relay().await;
        relay.refuse(Some("/news "));
        let page = &world.page;
        page.open_case(&kept).await;
        page.wait_for_title("申请已送到，等组织答复").await;
        let tried = async || {
            let heads = relay.heads();
            let tried = heads.iter().filter(|head| head.contains("/news "));
            (tried.count() > 2).then_some(())
        };
        page.retry("the stream is tried again and again", tried)
            .await;
        let staff = Staff::of(&world.server, &organization);
        let note = String::new();
        staff.act(&kept.number, &StaffMove::Accept { note }).await;
        page.wait_for_title("已受理，调解员会联系双方").await;
    });
}
