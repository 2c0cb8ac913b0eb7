//! A walk through every page and state of the portal, for whoever wants to look at each of them.

use contract::request::{AgreementForm, Appointment, ContactChannel, DeclineReason, NextDoor};
use contract::staff::StaffMove;

use crate::page::Page;
use crate::staff::Staff;
use crate::world::World;

/// Goes everywhere and calls `look` with the name of each state reached.
pub async fn tour(world: &mut World, mut look: impl AsyncFnMut(&Page, &str)) {
    find(&world.page, &mut look).await;
    file(world, &mut look).await;
    track(world, &mut look).await;
}

async fn find(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/").await;
    page.wait_for(".door").await;
    look(page, "home").await;
    page.click(".size-toggle").await;
    look(page, "home-elder").await;
    page.click(".size-toggle").await;

    for (path, title, state) in [
        ("/fields", "是哪一类的事？", "fields"),
        ("/health-check", "小微企业法治体检", "health-check"),
        ("/privacy", "您的个人信息怎么处理", "privacy"),
        ("/nowhere", "没有这个页面", "not-found"),
        ("/request/sent", "这里没有回执", "receipt-none"),
    ] {
        page.open(path).await;
        page.wait_for_title(title).await;
        look(page, state).await;
    }

    page.open("/find?field=labor").await;
    page.wait_for(".organization-card").await;
    look(page, "results").await;
    page.press("选地区").await;
    page.choose_region("#place-city").await;
    page.wait_for_path("/find?field=labor&region=320106").await;
    page.wait_for(".organization-card").await;
    look(page, "results-region").await;

    page.open("/find?field=labor").await;
    page.wait_for(".organization-card").await;
    page.fail_to_locate(1).await;
    page.press("离我最近").await;
    page.wait_for_words("没有得到定位的许可").await;
    look(page, "results-position-refused").await;

    page.open("/find?kind=personal-studio&service=online-mediation&field=medical")
        .await;
    page.wait_for_words("没有找到这一类的组织").await;
    look(page, "results-empty").await;
    page.open("/find?field=nonsense").await;
    page.wait_for_words("这个链接里有看不懂的内容").await;
    look(page, "results-unreadable-link").await;

    page.open("/find?field=labor").await;
    page.click(".organization-card h2 a").await;
    page.wait_for(".organization-facts").await;
    look(page, "organization").await;
    page.open("/organizations/none").await;
    page.wait_for_title("没有找到这个组织").await;
    look(page, "organization-unknown").await;
}

async fn file(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let page = &world.page;
    page.begin().await;
    look(page, "request-about").await;
    page.answer_about().await;
    look(page, "request-you").await;
    page.fill("#mobile", "1391234").await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "request-you-wrong").await;
    page.answer_you().await;
    look(page, "request-other-side").await;
    page.answer_other_side().await;
    look(page, "request-story").await;
    page.answer_story().await;
    look(page, "request-contact").await;
    page.answer_contact().await;
    look(page, "request-check").await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "request-check-wrong").await;
    page.agree().await;

    world.server.kill();
    let page = &world.page;
    page.go_on().await;
    page.wait_for_words("内容都还在").await;
    look(page, "request-not-sent").await;
    world.server.start_again();
    let page = &world.page;
    page.press("重试").await;
    page.receipt().await;
    look(page, "receipt").await;

    page.open("/request/about?organization=none&field=family")
        .await;
    page.wait_for_title("是什么事？").await;
    page.wait_for_words("先顾安全").await;
    look(page, "request-family").await;
}

async fn track(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let page = &world.page;
    let (kept, organization) = page.file().await;
    let staff = Staff::of(&world.server, &organization);
    page.press("看进度").await;
    page.wait_for(".case-top").await;
    look(page, "case-submitted").await;
    page.press("给调解员留言").await;
    look(page, "case-note").await;
    page.press("撤回申请").await;
    look(page, "case-withdraw").await;
    page.press("退出").await;
    page.wait_for_title("查我的申请进度").await;
    look(page, "track").await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "track-missing").await;
    page.type_number_and_code(&kept.number, "AAAA-AAAA-AAAA")
        .await;
    page.wait_for_words("编号和查询码对不上").await;
    look(page, "track-wrong-code").await;

    let note = String::new;
    let moves = [
        (
            "case-more-needed",
            "组织有话要问您",
            StaffMove::AskForMore {
                note: "请说明工资是怎么约定的。".to_owned(),
            },
        ),
        (
            "case-accepted",
            "已受理，调解员会联系双方",
            StaffMove::Accept { note: note() },
        ),
        (
            "case-scheduled",
            "约好了时间，坐下来谈",
            StaffMove::Schedule {
                appointment: Appointment {
                    at: "2030-06-03T09:30:00+08:00".to_owned(),
                    channel: ContactChannel::InPerson,
                    place: "幕府南路208号二楼".to_owned(),
                },
                note: note(),
            },
        ),
        (
            "case-agreed",
            "谈成了",
            StaffMove::RecordAgreement {
                form: AgreementForm::Written,
                note: note(),
            },
        ),
        (
            "case-closed",
            "这件事已经结案",
            StaffMove::Close { note: note() },
        ),
    ];
    for (state, title, step) in moves {
        if state == "case-accepted" {
            page.fill("#note", "每月四千元，口头约定。").await;
            page.press("发送回答").await;
            page.wait_for_words("回答已发出").await;
        }
        staff.act(&kept.number, &step).await;
        page.open_case(&kept).await;
        page.wait_for_title(title).await;
        look(page, state).await;
    }

    let (kept, organization) = page.file().await;
    let decline = StaffMove::Decline {
        reason: DeclineReason::OutsideArea,
        next_door: NextDoor::AnotherOrganization,
        note: "您在玄武区，请找玄武区的组织。".to_owned(),
    };
    Staff::of(&world.server, &organization)
        .act(&kept.number, &decline)
        .await;
    page.open_case(&kept).await;
    page.wait_for_title("这家组织没有受理").await;
    look(page, "case-declined").await;

    let (kept, _) = page.file().await;
    page.open_case(&kept).await;
    page.press("撤回申请").await;
    page.click("input[name=reason][value=solved]").await;
    page.press("确定撤回").await;
    page.wait_for_words("这份申请到此为止").await;
    look(page, "case-withdrawn").await;
}
