//! The desk: people at an organization sign in, find what is due, move it on, and lose nothing that they typed.
//! `Server::account` makes an account of an organization with a role.

use contract::desk::Role;
use contract::staff::StaffMove;
use contract::status::Status;
use support::applicant::{any_organization, file};
use support::desk::{Account, Desk};
use support::staff::Staff;
use support::world::journey;

#[test]
fn a_request_is_taken_from_the_list_to_the_invitation() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "desk").await;
        let account = world.server.account(&organization, Role::Mediator);
        let desk = Desk::open(page, "/", &account).await;
        page.wait_for(".entry").await;
        assert_eq!(desk.listed().await, [&*kept.number]);
        desk.open_case(&kept.number).await;
        page.wait_for_title("新申请，等您答复").await;
        // Words to begin with, filled in from the case.
        desk.begin("受理").await;
        page.press("首次联系").await;
        let words = page.value("#note").await.unwrap();
        assert!(words.contains("张三"), "{words}");
        desk.send().await;
        page.wait_for_title("已受理，还没有定调解员").await;
        desk.make("我来办").await;
        page.wait_for_title("已受理，该联系对方了").await;
        desk.begin("邀请对方").await;
        page.press("邀请说明").await;
        desk.send().await;
        page.wait_for_title("已邀请对方，等答复").await;
        // The letter carries what opens the invitation.
        page.press("打印给对方的信").await;
        page.wait_for_title("给对方的信").await;
        let letter = page.words(".letter").await.unwrap();
        let staff = Staff::of(&world.server, &organization);
        let invitation = staff.invitation(&kept.number).await;
        assert!(letter.contains(&invitation.code), "{letter}");
        assert!(page.has(".letter .qr svg").await);
        assert_eq!(staff.open(&kept.number).await.status, Status::Inviting);
    });
}

#[test]
fn what_is_typed_survives_somebody_who_was_quicker() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "desk-race").await;
        let account = world.server.account(&organization, Role::Mediator);
        let desk = Desk::open(page, &format!("/cases/{}", kept.number), &account).await;
        page.wait_for_title("新申请，等您答复").await;
        desk.begin("留言、写记录").await;
        page.tick("#audience").await;
        page.fill("#note", "周二上午再打一次").await;
        let accept = StaffMove::Accept {
            note: String::new(),
        };
        let colleague = Staff::of(&world.server, &organization);
        colleague.act(&kept.number, &accept).await;
        desk.send().await;
        page.wait_for_words("刚才有人动过这件案件").await;
        page.wait_for_words("受理登记").await;
        assert_eq!(
            page.value("#note").await.as_deref(),
            Some("周二上午再打一次")
        );
        page.press("我看过了，更新案件").await;
        page.wait_for_title("已受理，还没有定调解员").await;
        desk.send().await;
        page.wait_for_words("办好了").await;
        let view = colleague.open(&kept.number).await;
        let notes = view
            .timeline
            .iter()
            .filter_map(|entry| entry.detail.note.as_deref());
        assert_eq!(notes.filter(|note| *note == "周二上午再打一次").count(), 1);
    });
}

#[test]
fn what_is_typed_survives_the_end_of_the_session() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "desk-session").await;
        let account = world.server.account(&organization, Role::Mediator);
        let desk = Desk::open(page, &format!("/cases/{}", kept.number), &account).await;
        page.wait_for_title("新申请，等您答复").await;
        desk.begin("请申请人补充").await;
        page.fill("#note", "请补一张工资条").await;
        // Sessions end with the password that they began with.
        let reset = world.server.command(&["account", "reset", &account.login]);
        desk.send().await;
        let account = Account {
            password: reset.unwrap().trim().to_owned(),
            ..account
        };
        desk.sign_in(&account).await;
        page.wait_for_words("上次没写完的还在").await;
        page.wait_for_value("#note", "请补一张工资条").await;
        desk.send().await;
        page.wait_for_title("已请申请人补充，等回复").await;
    });
}

#[test]
fn a_lead_says_who_works_on_a_case() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "desk-lead").await;
        let staff = Staff::of(&world.server, &organization);
        let accept = StaffMove::Accept {
            note: String::new(),
        };
        staff.act(&kept.number, &accept).await;
        let mediator = world.server.account(&organization, Role::Mediator);
        let lead = world.server.account(&organization, Role::Lead);
        let desk = Desk::open(page, "/?who=free", &lead).await;
        desk.open_case(&kept.number).await;
        desk.begin("分给谁办").await;
        let choice = format!("//label[contains(., '{}')]", mediator.login);
        page.press_path(&choice).await;
        desk.send().await;
        page.wait_for_words("办好了：分给谁办").await;
        assert!(staff.open(&kept.number).await.assignee.is_some());
    });
}

#[test]
fn nothing_of_the_desk_is_kept_on_the_phone_and_the_public_app_does_not_take_it_over() {
    journey(async |world| {
        let page = &world.page;
        // The public app has its service worker.
        page.open("/").await;
        page.wait_until(
            "the worker serves the page",
            "return navigator.serviceWorker.controller !== null",
        )
        .await;
        let organization = any_organization(&world.server).await;
        let account = world.server.account(&organization, Role::Lead);
        Desk::open(page, "/account", &account).await;
        page.wait_for_title("我的账号").await;
        let kept = page
            .answer(
                "const done = arguments[0];
                caches.keys().then((names) => Promise.all(names.map(async (name) =>
                    (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname))))
                    .then((paths) => done(paths.flat().filter((path) => path.startsWith('/desk')).length));",
                vec![],
            )
            .await;
        assert_eq!(kept, 0);
        page.press("退出登录").await;
        page.wait_for_title("登录工作台").await;
        page.wait_for_words("已经退出登录").await;
    });
}
