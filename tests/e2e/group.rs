//! Filing together: one starts, others join with the code, and nobody sees more of the others than they agreed to.

use contract::group::GroupMove;
use support::applicant::{any_organization, file};
use support::browser::{Browser, Engine, PHONE};
use support::colleagues::{act, group, join, start_group};
use support::page::Page;
use support::portal::MORE_QUESTIONS;
use support::staff::Staff;
use support::world::{World, journey};

/// Another person's phone.
async fn another_phone(world: &World) -> Page {
    let browser = Browser::start(Engine::chosen(), PHONE).await;
    Page::new(browser, world.server.url(""))
}

/// From the first step to the last as somebody who was invited: only what is one's own is typed.
async fn fill_in_own_part(page: &Page, name: &str) {
    page.wait_for_step("about", "是什么事？").await;
    page.wait_for_words("您在和同事一起申请").await;
    page.go_on().await;
    page.wait_for_step("you", "怎么联系您？").await;
    page.fill("#name", name).await;
    page.fill("#mobile", "13812345678").await;
    page.choose_region("#region").await;
    page.go_on().await;
    page.wait_for_step("other-side", "对方是谁？").await;
    page.go_on().await;
    page.wait_for_step("what-happened", "发生了什么？").await;
    page.fill("#story", "我也有两个月的工资没有拿到。").await;
    page.go_on().await;
    for (step, title) in MORE_QUESTIONS {
        page.wait_for_step(step, title).await;
        page.go_on().await;
    }
    page.wait_for_step("contact", "怎么谈方便？").await;
    page.go_on().await;
    page.wait_for_step("check", "核对一遍，再发送").await;
    page.wait_for_words("和同事一起申请，加入码").await;
}

#[test]
fn one_starts_and_another_joins_by_scanning() {
    journey(async |world| {
        let page = &world.page;
        let (_, organization) = page.file().await;
        page.press("邀请同事一起申请").await;
        page.wait_for_title("和同事一起申请").await;
        page.press("开始邀请").await;
        page.wait_for_words("要同意把上面这些给同事看，才能开始")
            .await;
        page.click("#group-consent").await;
        page.press("开始邀请").await;
        page.wait_for_words("现在只有您一个人").await;
        page.wait_for(".qr svg").await;
        let link = page.words(".group-link b").await.unwrap();
        let (_, path) = link.split_at(link.find("/join#").unwrap());

        let other = another_phone(world).await;
        other.open(path).await;
        other.wait_for_title("同事邀请您一起申请").await;
        assert_eq!(other.path().await, "/join");
        other.wait_for_words("已经有 1 人申请").await;
        other.wait_for_words("某某餐厅").await;
        let words = other.words("body").await.unwrap();
        for kept in ["张三", "13912345678", "12000", "拖欠了我"] {
            assert!(!words.contains(kept), "{kept}: {words}");
        }
        // The invitation outlives a reload.
        other.reload().await;
        other.wait_for_title("同事邀请您一起申请").await;
        other.press("我也申请").await;
        fill_in_own_part(&other, "李四").await;
        other.wait_for_words("某某餐厅").await;
        other.agree().await;
        other.go_on().await;
        let kept = other.receipt().await;
        other.press("看一起申请的情况").await;
        other.wait_for_words("现在一共 2 人").await;

        page.reload().await;
        page.wait_for_words("现在一共 2 人").await;
        page.wait_for_words("还没有人愿意让同事看到名字").await;
        other.click("#group-name").await;
        other.wait_for_words("现在一起申请的人看得到您的名字").await;
        page.reload().await;
        page.wait_for(".group-names li").await;
        assert_eq!(page.words(".group-names").await.as_deref(), Some("李四"));
        let words = page.words("body").await.unwrap();
        assert!(
            !words.contains("13812345678") && !words.contains(&kept.number),
            "{words}"
        );
        other.click("#group-name").await;
        other.wait_for_words("现在没有人看得到您的名字").await;
        page.reload().await;
        page.wait_for_words("还没有人愿意让同事看到名字").await;

        // Out again: the request stays.
        other.press("退出一起申请").await;
        other.press("确定退出").await;
        other.wait_for_words("您已经退出，申请照常办理").await;
        other.close().await;
        page.reload().await;
        page.wait_for_words("现在只有您一个人").await;
        let queue = Staff::of(&world.server, &organization).queue().await;
        assert_eq!(queue.requests.len(), 2);
    });
}

#[test]
fn a_lost_answer_joins_once() {
    journey(async |world| {
        let organization = any_organization(&world.server).await;
        let starter = file(&world.server, &organization, "starter").await;
        let code = start_group(&world.server, &starter).await;
        let relay = world.relay().await;
        let page = &world.page;
        page.open("/track").await;
        page.press("同事给了我加入码").await;
        page.wait_for_title("和同事一起申请").await;
        page.press("打开").await;
        page.wait_for_words("请输入加入码").await;
        page.fill("#join_code", &code.to_lowercase()).await;
        page.press("打开").await;
        page.wait_for_title("同事邀请您一起申请").await;
        page.press("我也申请").await;
        fill_in_own_part(page, "王五").await;
        page.agree().await;
        relay.lose_next_answer();
        page.go_on().await;
        page.wait_for_words("内容都还在").await;
        page.press("重试").await;
        page.receipt().await;
        assert_eq!(group(&world.server, &starter).await.part.members, 2);
        let queue = Staff::of(&world.server, &organization).queue().await;
        assert_eq!(queue.requests.len(), 2);
    });
}

#[test]
fn who_comes_after_the_end_files_alone_and_types_nothing_twice() {
    journey(async |world| {
        let organization = any_organization(&world.server).await;
        let starter = file(&world.server, &organization, "starter").await;
        let code = start_group(&world.server, &starter).await;
        let page = &world.page;
        let path = format!("/join#{}", code.replace('-', ""));
        page.open(&path).await;
        page.press("我也申请").await;
        fill_in_own_part(page, "赵六").await;
        page.agree().await;
        act(&world.server, &starter, &GroupMove::Close {}).await;
        page.go_on().await;
        page.wait_for("#error-summary").await;
        page.wait_for_words("这个加入码不能再用了，请改为单独申请")
            .await;
        page.press("改为单独申请").await;
        page.wait_for_words("已改为单独申请").await;
        page.go_on().await;
        page.receipt().await;
        page.wait_for_words("邀请同事一起申请").await;
        assert_eq!(group(&world.server, &starter).await.part.members, 1);

        page.client().goto("about:blank").await.unwrap();
        page.open(&path).await;
        page.wait_for_words("这个加入码不能再用了").await;
        page.press("找组织单独申请").await;
        page.wait_for(".door").await;
    });
}

#[test]
fn ten_choose_who_represents_them() {
    journey(async |world| {
        let server = &world.server;
        let organization = any_organization(server).await;
        let starter = file(server, &organization, "starter").await;
        let code = start_group(server, &starter).await;
        let mut members = Vec::new();
        for number in 2..10 {
            members.push(join(server, &organization, &code, &format!("同事{number}")).await);
        }
        let page = &world.page;
        page.open_case(&starter).await;
        page.press("看一起申请的情况").await;
        page.wait_for_words("满 10 人才能推选代表，现在 9 人").await;
        members.push(join(server, &organization, &code, "同事10").await);
        act(server, &members[0], &GroupMove::Stand { stands: true }).await;
        let seat = group(server, &starter).await.part.candidates.unwrap()[0]
            .seat
            .clone();
        for voter in &members[..5] {
            let seats = vec![seat.clone()];
            act(server, voter, &GroupMove::Approve { seats }).await;
        }
        page.reload().await;
        page.wait_for_words("5 人同意").await;
        page.click(&format!("#group-vote-{seat}")).await;
        page.wait_for_words("6 人同意，已选上").await;
        page.click("#group-stand").await;
        page.wait_for_words("大家现在可以推选您").await;
        assert_eq!(page.count("input[id^=group-vote-]").await, 2);
    });
}

#[test]
fn the_join_code_leaves_the_address_bar_even_before_the_app_has_arrived() {
    journey(async |world| {
        let organization = any_organization(&world.server).await;
        let starter = file(&world.server, &organization, "early-starter").await;
        let code = start_group(&world.server, &starter).await.replace('-', "");
        let relay = world.relay().await;
        relay.refuse_app(true);
        let page = &world.page;
        page.open_shell(&format!("/join#{code}")).await;
        page.wait_until("the code is wiped", "return location.hash === ''")
            .await;
        assert_eq!(page.path().await, "/join");
        assert!(!page.has("html[data-app=ready]").await);
        relay.refuse_app(false);
        page.reload().await;
        page.wait_for_title("同事邀请您一起申请").await;
        assert!(!world.server.log().contains(&code));
    });
}
