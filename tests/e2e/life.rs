//! The whole life of a case, in three browsers at once: whoever asks, the other side, and the mediator at the desk.

use contract::desk::Role;
use contract::status::Status;
use support::applicant::{any_organization, file};
use support::browser::{Browser, Engine, PHONE};
use support::desk::Desk;
use support::page::Page;
use support::staff::Staff;
use support::world::{World, journey};

/// Somebody else's browser.
async fn another(world: &World) -> Page {
    let browser = Browser::start(Engine::chosen(), PHONE).await;
    Page::new(browser, world.server.url(""))
}

#[test]
fn a_case_lives_from_filing_to_its_file_and_everybody_sees_it() {
    journey(async |world| {
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "life").await;
        let account = world.server.account(&organization, Role::Mediator);
        let (applicant, theirs, at_desk) =
            (&world.page, another(world).await, another(world).await);
        let case = format!("/desk/cases/{}", kept.number);

        // Whoever asks keeps the page open and sees each step come by itself.
        applicant.open_case(&kept).await;
        applicant.wait_for_title("申请已送到，等组织答复").await;
        let desk = Desk::open(&at_desk, "/", &account).await;
        desk.open_case(&kept.number).await;
        desk.make("受理").await;
        applicant.wait_for_title("已受理，调解员会联系双方").await;
        desk.make("我来办").await;
        applicant.wait_for_words("调解员").await;
        desk.begin("邀请对方").await;
        at_desk.press("邀请说明").await;
        desk.send().await;
        applicant.wait_for_title("正在问对方愿不愿意谈").await;

        // The other side opens what the letter says, without registering.
        let staff = Staff::of(&world.server, &organization);
        let invitation = staff.invitation(&kept.number).await;
        theirs.open(&invitation.path).await;
        theirs.wait_for_words("您愿意谈吗？").await;
        theirs.agree_to_mediate("13700001111").await;
        applicant.wait_for_title("对方愿意谈").await;

        // The mediator, who has not looked since, looks and goes on.
        at_desk.open(&case).await;
        at_desk.wait_for_words("13700001111").await;
        desk.make("开始调解").await;
        applicant.wait_for_title("正在调解").await;
        desk.begin("记：达成协议").await;
        at_desk.click("[name=reason][value='written']").await;
        desk.send().await;
        applicant.wait_for_title("谈成了").await;
        desk.make("记：开始履行").await;
        applicant.wait_for_title("正在履行协议").await;
        applicant.press("已经做到了").await;
        applicant.wait_for_title("协议已经履行").await;

        at_desk.open(&case).await;
        desk.begin("记：回访").await;
        at_desk
            .fill("#note", "电话回访，双方都说没有别的事了。")
            .await;
        desk.send().await;
        at_desk.wait_for_words("办好了：记：回访").await;
        desk.make("结案").await;
        applicant.wait_for_title("这件事已经结案").await;
        assert_eq!(staff.open(&kept.number).await.status, Status::Closed);
    });
}
