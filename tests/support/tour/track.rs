//! A case from its arrival to its end, and everything that keeps one closed.

use contract::request::{AgreementForm, Appointment, ContactChannel};
use contract::staff::StaffMove;

use super::look_as_elder;
use crate::applicant::{file, guess};
use crate::page::Page;
use crate::portal::{FILE_WAYS, Kept};
use crate::staff::Staff;
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

    for (title, state, step) in good_steps() {
        staff.act(&kept.number, &step).await;
        page.open_case(&kept).await;
        page.wait_for_title(title).await;
        look(page, state).await;
    }
    organization
}

fn good_steps() -> [(&'static str, &'static str, StaffMove); 4] {
    let note = String::new;
    let accept = StaffMove::Accept { note: note() };
    let schedule = StaffMove::Schedule {
        appointment: Appointment {
            at: "2030-06-03T09:30:00+08:00".to_owned(),
            channel: ContactChannel::InPerson,
            place: "幕府南路208号二楼".to_owned(),
        },
        note: note(),
    };
    let agree = StaffMove::RecordAgreement {
        form: AgreementForm::Written,
        note: note(),
    };
    let close = StaffMove::Close { note: note() };
    [
        ("已受理，调解员会联系双方", "case-accepted", accept),
        ("约好了时间，坐下来谈", "case-scheduled", schedule),
        ("谈成了", "case-agreed", agree),
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
