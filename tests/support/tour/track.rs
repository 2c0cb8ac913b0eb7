//! A case from its arrival to its end, and everything that keeps one closed.

use contract::invitation::PartyInvitation;
use contract::request::{
    AgreementForm, Appointment, ConfirmationOutcome, ContactChannel, DeclineReason,
};
use contract::staff::StaffMove;

use super::look_as_elder;
use crate::applicant::{another_organization, file, guess};
use crate::page::Page;
use crate::portal::{FILE_WAYS, Kept};
use crate::staff::{Staff, wage_terms};
use crate::world::World;

/// A case that goes well. Gives the id of its organization.
pub(super) async fn life(world: &World, look: &mut impl AsyncFnMut(&Page, &str)) -> String {
    let page = &world.page;
    let (kept, organization) = super::file::again(page, look).await;
    let staff = Staff::of(&world.server, &organization);
    page.press("看进度").await;
    page.wait_for(".case-top").await;
    look(page, "case-submitted").await;
    look_as_elder(page, "case-submitted", look).await;
    page.press("下载申请书").await;
    page.wait_for_words("正在保存到手机的“下载”里").await;
    look(page, "case-paper").await;
    page.press("您申请的内容").await;
    page.wait_for("details[open] .answers-list").await;
    look(page, "case-content").await;
    page.press("更正资料").await;
    page.wait_for("#correct-note").await;
    look(page, "case-correct").await;
    page.fill("#mobile", "139").await;
    page.press("发送更正").await;
    page.wait_for("#mobile-error").await;
    look(page, "case-correct-wrong").await;
    page.fill("#mobile", "13912345679").await;
    page.press("发送更正").await;
    page.wait_for_words("更正已收到").await;
    look(page, "case-corrected").await;
    page.press("补交照片、文件").await;
    page.wait_for(FILE_WAYS).await;
    look(page, "case-more-files").await;
    page.press("给调解员留言").await;
    look(page, "case-note").await;
    page.press("撤回申请").await;
    look(page, "case-withdraw").await;

    let ask = StaffMove::AskForMore {
        note: "请说明工资是怎么约定的。".to_owned(),
    };
    staff.act(&kept.number, &ask).await;
    page.open_case(&kept).await;
    page.wait_for_title("组织有话要问您").await;
    look(page, "case-more-needed").await;
    page.fill("#note", "每月四千元，口头约定。").await;
    page.press("发送回答").await;
    page.wait_for_words("回答已发出").await;
    look(page, "case-answered").await;

    handed_over(world, &kept, &staff, look).await;
    for (title, state, step) in good_steps() {
        staff.act(&kept.number, &step).await;
        page.open_case(&kept).await;
        page.wait_for_title(title).await;
        look(page, state).await;
        if state == "case-inviting" {
            invited(page, &staff.invitation(&kept.number).await, look).await;
        }
        if state == "case-mediating" {
            terms(page, &kept, &staff, look).await;
        }
        if state == "case-agreed" {
            agreed_terms(page, &kept, &staff, look).await;
        }
    }
    organization
}

/// Another organization is proposed, and refused.
async fn handed_over(
    world: &World,
    kept: &Kept,
    staff: &Staff,
    look: &mut impl AsyncFnMut(&Page, &str),
) {
    let page = &world.page;
    let propose = StaffMove::ProposeTransfer {
        organization: another_organization(&world.server, &staff.organization).await,
        reason: DeclineReason::OutsideArea,
        note: "您在那边上班，由他们来办更方便。".to_owned(),
    };
    staff.act(&kept.number, &propose).await;
    page.open_case(kept).await;
    page.wait_for_title("建议转给别的组织，请您决定").await;
    look(page, "case-transfer").await;
    page.press("留在这里").await;
    page.wait_for_words("留在原来的组织").await;
    look(page, "case-transfer-refused").await;
}

/// The other side opens their invitation and answers.
async fn invited(
    page: &Page,
    invitation: &PartyInvitation,
    look: &mut impl AsyncFnMut(&Page, &str),
) {
    page.open("/invited").await;
    page.wait_for("#code").await;
    look(page, "invited").await;
    page.press("打开邀请").await;
    page.wait_for("#number-error").await;
    look(page, "invited-missing").await;
    page.open(&invitation.path).await;
    page.wait_for_words("您愿意谈吗？").await;
    look(page, "invited-open").await;
    page.press("先给我打电话").await;
    page.wait_for("#mobile").await;
    look(page, "invited-call").await;
    page.press("我愿意谈").await;
    page.wait_for("#contact_channels").await;
    page.press("告诉调解员").await;
    page.wait_for("#mobile-error").await;
    look(page, "invited-wrong").await;
    page.press("我不愿意谈").await;
    page.wait_for("#refuse-sure").await;
    look(page, "invited-refuse").await;
    page.press("再想想").await;
    page.fill("#mobile", "13700001111").await;
    page.tick("#contact_channels").await;
    page.tick("#consent_privacy").await;
    page.press("告诉调解员").await;
    page.wait_for_title("您愿意谈，等组织约时间").await;
    look(page, "invited-willing").await;
}

/// Both sides read the terms and say what they think of them.
async fn terms(page: &Page, kept: &Kept, staff: &Staff, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/track/settlement").await;
    page.wait_for_words("调解员还没有把条款写给您看").await;
    look(page, "terms-none").await;
    let mut draft = wage_terms("转到申请人的银行卡");
    if let Some(paper) = draft.terms.last_mut() {
        // What a court could not confirm.
        paper.due = String::new();
        paper.words = "尽快出具离职证明".to_owned();
    }
    staff.put_terms(&kept.number, 0, draft).await;
    page.open_case(kept).await;
    page.wait_for_words("看协议条款").await;
    look(page, "case-terms").await;
    page.press("看协议条款").await;
    page.wait_for(".terms").await;
    look(page, "terms").await;
    look_as_elder(page, "terms", look).await;
    page.press("我想改一改").await;
    page.press("告诉调解员").await;
    page.wait_for("#note-error").await;
    look(page, "terms-change").await;
    page.press("先不选这个").await;
    page.press("我看清楚了，同意").await;
    page.wait_for_words("记下了").await;
    look(page, "terms-confirmed").await;
    page.open(&staff.invitation(&kept.number).await.path).await;
    page.press("看协议条款").await;
    page.wait_for(".terms").await;
    page.press("我看清楚了，同意").await;
    page.wait_for_words("双方都同意了").await;
    look(page, "terms-both").await;
}

/// After the agreement: papers, the way to a court, payments.
async fn agreed_terms(
    page: &Page,
    kept: &Kept,
    staff: &Staff,
    look: &mut impl AsyncFnMut(&Page, &str),
) {
    page.press("看协议条款").await;
    page.wait_for_words("协议已经达成").await;
    look(page, "terms-agreed").await;
    page.open(&staff.invitation(&kept.number).await.path).await;
    page.press("看协议条款").await;
    page.press_path("(//button[.='我已经付了'])[1]").await;
    page.wait_for_words("等收款的人说").await;
    look(page, "terms-paid").await;
    page.open("/track/settlement").await;
    page.press_path("(//button[.='没收到'])[1]").await;
    page.wait_for_words("收款的人说没收到").await;
    look(page, "terms-missing").await;
}

fn good_steps() -> [(&'static str, &'static str, StaffMove); 10] {
    let note = String::new;
    let accept = StaffMove::Accept { note: note() };
    let schedule = StaffMove::Schedule {
        appointment: Appointment {
            at: "2030-06-03T09:30:00+08:00".to_owned(),
            channel: ContactChannel::InPerson,
            place: "幕府南路208号二楼".to_owned(),
            minutes: None,
        },
        note: note(),
    };
    let agree = StaffMove::RecordAgreement {
        form: AgreementForm::Written,
        effective_on: String::new(),
        note: note(),
    };
    let close = StaffMove::Close { note: note() };
    let invite = StaffMove::Invite {
        summary: "张某说还有三个月工资没有结清，想请双方坐下来谈。".to_owned(),
        applicant_agrees: false,
        note: note(),
    };
    let assign = StaffMove::Assign {
        mediator: "李四".to_owned(),
        account: None,
        note: note(),
    };
    let begin = StaffMove::BeginMediation { note: note() };
    let confirm = StaffMove::ApplyForConfirmation { note: note() };
    let confirmed = StaffMove::RecordConfirmation {
        outcome: ConfirmationOutcome::Confirmed,
        note: note(),
    };
    let unperformed = StaffMove::ReportUnperformed { note: note() };
    [
        ("已受理，调解员会联系双方", "case-accepted", accept),
        ("正在问对方愿不愿意谈", "case-inviting", invite),
        ("对方愿意谈", "case-willing", assign),
        ("约好了时间，坐下来谈", "case-scheduled", schedule),
        ("正在调解", "case-mediating", begin),
        ("谈成了", "case-agreed", agree),
        ("正在申请司法确认", "case-confirming", confirm),
        ("正在履行协议", "case-performing", confirmed),
        ("正在履行协议", "case-unperformed", unperformed),
        ("这件事已经结案", "case-closed", close),
    ]
}

/// Number and code asked for, wrong, locked; and a case that cannot be fetched now.
pub(super) async fn opening(
    world: &mut World,
    organization: &str,
    look: &mut impl AsyncFnMut(&Page, &str),
) {
    let kept = file(&world.server, organization, "opening").await;
    world.page.open_case(&kept).await;
    stuck(world, look).await;
    let page = &world.page;
    page.press("退出").await;
    page.wait_for_title("查我的申请进度").await;
    look(page, "track").await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "track-missing").await;
    let wrong = "AAAA-AAAA-AAAA";
    page.type_number_and_code(&kept.number, wrong).await;
    page.wait_for_words("编号和查询码对不上").await;
    look(page, "track-wrong-code").await;
    locked(world, &kept, look).await;
}

/// Away from the case and back to it while the server is down.
async fn stuck(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    world.page.click(".logo").await;
    world.page.wait_for(".row[href='/track']").await;
    world.server.kill();
    world.page.click(".row[href='/track']").await;
    world.page.wait_for_words("服务暂时没有回应").await;
    look(&world.page, "track-stuck").await;
    world.server.start_again();
    world.page.press("再试一次").await;
    world.page.wait_for(".case-top").await;
}

async fn locked(world: &World, kept: &Kept, look: &mut impl AsyncFnMut(&Page, &str)) {
    for _ in 0..5 {
        guess(&world.server, &kept.number).await;
    }
    let page = &world.page;
    page.type_number_and_code(&kept.number, &kept.code).await;
    page.wait_for_words("输错太多次").await;
    look(page, "track-locked").await;
}
