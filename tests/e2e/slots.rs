//! Choosing a time to meet: offered at the desk, chosen by each side for itself, and set by itself.

use contract::desk::Role;
use contract::staff::StaffMove;
use contract::status::Status;
use support::applicant::{any_organization, file};
use support::browser::{Browser, Engine, PHONE};
use support::desk::Desk;
use support::page::Page;
use support::staff::Staff;
use support::world::journey;

#[test]
fn the_time_that_suits_both_sides_is_set_by_itself() {
    journey(async |world| {
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "slots").await;
        let staff = Staff::of(&world.server, &organization);
        let browser = Browser::start(Engine::chosen(), PHONE).await;
        let theirs = Page::new(browser, world.server.url(""));
        let invitation = staff.invite(&kept.number).await;
        theirs.open(&invitation.path).await;
        theirs.agree_to_mediate("13700001111").await;

        // Three times are there to begin with; a mistake is told in its row.
        let page = &world.page;
        let account = world.server.account(&organization, Role::Mediator);
        let path = format!("/cases/{}", kept.number);
        let desk = Desk::open(page, &path, &account).await;
        desk.begin("给几个时间选").await;
        page.press("再加一个时间").await;
        desk.send().await;
        page.wait_for("#at-3-error").await;
        page.check("times to offer, with a mistake").await;
        page.press_path("//button[@aria-label='去掉第 4 个时间']")
            .await;
        for row in 0..3 {
            page.fill(&format!("#place-{row}"), "二楼调解室").await;
        }
        desk.send().await;
        page.wait_for_words("办好了：给几个时间选").await;
        page.wait_for_words("正在选时间").await;
        page.check("times that are offered").await;

        // Each side sees the times and not what the other chose.
        theirs.open(&invitation.path).await;
        theirs.wait_for("#slot-1").await;
        theirs.check("times to choose").await;
        theirs.tick("#slot").await;
        theirs.tick("#slot-1").await;
        theirs.press("就这样选").await;
        theirs.wait_for_words("您选了：").await;
        page.open_case(&kept).await;
        page.wait_for("#slot-1").await;
        page.tick("#slot-1").await;
        page.press("就这样选").await;
        page.wait_for_title("约好了时间，坐下来谈").await;
        theirs.wait_for_words("约好了时间").await;
        assert_eq!(staff.open(&kept.number).await.status, Status::Scheduled);
        theirs.close().await;
    });
}

#[test]
fn who_finds_no_time_says_when_and_the_desk_sees_it() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "no-slot").await;
        let staff = Staff::of(&world.server, &organization);
        let note = String::new;
        for step in [
            StaffMove::Accept { note: note() },
            StaffMove::AgreeToMediate { note: note() },
        ] {
            staff.act(&kept.number, &step).await;
        }
        let account = world.server.account(&organization, Role::Mediator);
        let path = format!("/cases/{}", kept.number);
        let desk = Desk::open(page, &path, &account).await;
        desk.begin("给几个时间选").await;
        for row in 0..3 {
            page.fill(&format!("#place-{row}"), "二楼调解室").await;
        }
        desk.send().await;
        page.wait_for_words("等申请人选").await;
        page.open_case(&kept).await;
        page.tick("#slot-none").await;
        page.fill("#slot-note", "要等到下个月。").await;
        page.press("就这样选").await;
        page.wait_for_words("您说这几个时间都不方便").await;
        page.press("改一改").await;
        page.wait_for("#slot-none").await;
        page.open(&format!("/desk{path}")).await;
        page.wait_for_words("有人说这几个时间都不方便").await;
        page.wait_for_words("要等到下个月。").await;
        page.open("/desk/").await;
        page.wait_for_words("时间没约成").await;
    });
}
