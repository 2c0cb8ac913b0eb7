//! Following a request, and what staff do about it.

use contract::number::RequestNumber;
use contract::request::{DeclineReason, NextDoor};
use contract::staff::StaffMove;
use support::applicant::{any_organization, file, guess};
use support::portal::{MORE_QUESTIONS, STORY, organization_in};
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
        let other = format!(
            ".organization-card a.button[href^='/request']:not([href*='organization={organization}'])"
        );
        let href = page.wait_for(&other).await.attr("href").await.unwrap();
        page.click(&other).await;

        // Nothing is typed again: each step is right as it is.
        page.wait_for_step("about", "是什么事？").await;
        page.go_on().await;
        page.wait_for_step("you", "怎么联系您？").await;
        assert_eq!(page.value("#name").await.as_deref(), Some("张三"));
        page.go_on().await;
        page.wait_for_step("other-side", "对方是谁？").await;
        page.go_on().await;
        page.wait_for_step("what-happened", "发生了什么？").await;
        assert_eq!(page.value("#story").await.as_deref(), Some(STORY));
        page.go_on().await;
        for (step, title) in MORE_QUESTIONS {
            page.wait_for_step(step, title).await;
            page.go_on().await;
        }
        page.wait_for_step("contact", "怎么谈方便？").await;
        page.go_on().await;
        page.wait_for_step("check", "核对一遍，再发送").await;
        // What was agreed to was agreed to for the other organization.
        page.agree().await;
        page.go_on().await;
        let again = page.receipt().await;
        assert_ne!(again.number, kept.number);
        let other = organization_in(&href.unwrap());
        let queue = Staff::of(&world.server, &other).queue().await;
        let numbers: Vec<_> = queue.requests.iter().map(|entry| &entry.number).collect();
        assert_eq!(numbers, [&again.number]);
    });
}

#[test]
fn the_application_is_saved_to_be_printed_and_signed() {
    journey(async |world| {
        let page = &world.page;
        let (kept, _) = page.file().await;
        let saves = async || {
            let watch = "const [done] = arguments;
                const make = URL.createObjectURL;
                URL.createObjectURL = file => { window.saved = file.type; return make.call(URL, file); };
                done();";
            page.answer(watch, vec![]).await;
            page.press("下载申请书").await;
            page.wait_for_words("正在保存到手机的“下载”里").await;
            let saved = "const [done] = arguments; done(window.saved);";
            assert_eq!(page.answer(saved, vec![]).await, "application/pdf");
        };
        saves().await;
        page.open_case(&kept).await;
        page.wait_for(".case-top").await;
        saves().await;
        world.server.kill();
        world.page.press("下载申请书").await;
        world.page.wait_for_words("服务暂时没有回应").await;
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
        let unknown = RequestNumber::new(2020, 1, [1, 2, 3, 4, 5]);
        for _ in 0..5 {
            let known = guess(&world.server, &kept.number).await;
            assert_eq!(known, guess(&world.server, unknown.as_str()).await);
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

#[test]
fn somebody_who_guesses_does_not_sign_the_owner_out() {
    journey(async |world| {
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "guessed").await;
        world.page.open_case(&kept).await;
        for _ in 0..5 {
            guess(&world.server, &kept.number).await;
        }
        let page = &world.page;
        page.press("刷新").await;
        page.wait_for_words("请等").await;
        assert!(page.has(".case-top").await, "the case is gone");
        let key = "return sessionStorage.getItem('fengqiao.case') !== null";
        assert_eq!(page.script(key, vec![]).await, true);
        page.reload().await;
        page.wait_for_words("请等").await;
        assert_eq!(page.script(key, vec![]).await, true);

        world.server.kill();
        world
            .server
            .start_again_with(&["--wrong-codes-per-number", "1000"]);
        world.page.reload().await;
        world.page.wait_for(".case-top").await;
    });
}

#[test]
fn a_refresh_in_vain_keeps_the_case_and_what_is_being_written() {
    journey(async |world| {
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "refreshed").await;
        world.page.open_case(&kept).await;
        world.page.press("给调解员留言").await;
        world.page.fill("#note", "还有一份工资条。").await;
        world.server.kill();
        let page = &world.page;
        page.press("刷新").await;
        page.wait_for_words("服务暂时没有回应").await;
        assert!(page.has(".case-top").await, "the case is gone");
        let note = page.value("#note").await;
        assert_eq!(note.as_deref(), Some("还有一份工资条。"));
    });
}

#[test]
fn the_code_leaves_the_address_bar_even_before_the_app_has_arrived() {
    journey(async |world| {
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "early").await;
        let relay = world.relay().await;
        relay.refuse_app(true);
        let page = &world.page;
        page.open_shell(&kept.path()).await;
        page.wait_until("the code is wiped", "return location.hash === ''")
            .await;
        assert_eq!(page.path().await, "/track");
        assert!(!page.has("html[data-app=ready]").await);
        relay.refuse_app(false);
        page.reload().await;
        page.wait_for_title("申请已送到，等组织答复").await;
    });
}
