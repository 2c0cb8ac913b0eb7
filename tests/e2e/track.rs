//! Following a request, and what staff do about it.

use contract::number::RequestNumber;
use contract::request::{DeclineReason, NextDoor};
use contract::staff::StaffMove;
use support::portal::STORY;
use support::staff::Staff;
use support::world::journey;

#[test]
fn a_declined_request_finds_the_next_door() {
    journey(async |world| {
        let page = &world.page;
        let (kept, organization) = page.file().await;
        let decline = StaffMove::Decline {
            reason: DeclineReason::OutsideArea,
            next_door: NextDoor::AnotherOrganization,
            note: "您在玄武区，请找玄武区的组织。".to_owned(),
        };
        Staff::of(&world.server, &organization)
            .act(&kept.number, &decline)
            .await;
        page.press("看进度").await;
        page.wait_for_title("这家组织没有受理").await;
        page.wait_for_words("您在玄武区，请找玄武区的组织。").await;
        page.press("用同样的内容向别的组织申请").await;
        page.wait_for(".organization-card").await;
        page.click(".cards li:nth-child(2) .organization-card a.button")
            .await;
        page.wait_for_path("/request/").await;
        page.open("/request/what-happened").await;
        page.wait_for_step("what-happened", "发生了什么？").await;
        assert_eq!(page.value("#story").await.as_deref(), Some(STORY));
    });
}

#[test]
fn the_code_in_the_qr_code_leaves_the_address_bar_at_once() {
    journey(async |world| {
        let page = &world.page;
        let (kept, _) = page.file().await;
        page.open_case(&kept).await;
        assert_eq!(page.path().await, "/track");
        page.wait_for_title("申请已送到，等组织答复").await;
        assert!(!world.server.log().contains(&kept.code.replace('-', "")));
    });
}

#[test]
fn wrong_codes_lock_without_telling_whether_the_number_exists() {
    journey(async |world| {
        let page = &world.page;
        let (kept, _) = page.file().await;
        page.press("看进度").await;
        page.wait_for(".case-top").await;
        page.press("退出").await;
        let guess = async |number: &str| {
            reqwest::Client::new()
                .get(world.server.url(&format!("/api/v1/requests/{number}")))
                .header("Authorization", "AccessCode AAAA-AAAA-AAAA")
                .send()
                .await
                .expect("the server answers")
                .status()
        };
        let unknown = RequestNumber::new(2020, 1, [1, 2, 3, 4, 5]);
        for _ in 0..5 {
            let known = guess(&kept.number).await;
            assert_eq!(known, guess(unknown.as_str()).await);
        }
        page.type_number_and_code(&kept.number, &kept.code).await;
        page.wait_for_words("输错太多次").await;
    });
}

#[test]
fn a_question_from_staff_is_answered() {
    journey(async |world| {
        let page = &world.page;
        let (kept, organization) = page.file().await;
        let staff = Staff::of(&world.server, &organization);
        let ask = StaffMove::AskForMore {
            note: "请说明工资是怎么约定的。".to_owned(),
        };
        staff.act(&kept.number, &ask).await;
        page.open_case(&kept).await;
        page.wait_for_title("组织有话要问您").await;
        page.wait_for_words("请说明工资是怎么约定的。").await;
        page.fill("#note", "每月四千元，口头约定。").await;
        page.press("发送回答").await;
        page.wait_for_words("回答已发出").await;
        let accept = StaffMove::Accept {
            note: String::new(),
        };
        staff.act(&kept.number, &accept).await;
        page.press("刷新").await;
        page.wait_for_title("已受理，调解员会联系双方").await;
    });
}
