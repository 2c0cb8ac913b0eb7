//! The desk: people at an organization sign in, find what is due, move it on, and lose nothing that they typed.
//! `Server::account` makes an account of an organization with a role.

use contract::desk::Role;
use contract::settlement::{TermKind, TermsAnswer, TermsReply};
use contract::staff::StaffMove;
use contract::status::Status;
use support::applicant::{answer_terms, any_organization, file};
use support::desk::{Account, Desk};
use support::staff::{Staff, wage_terms};
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
        page.wait_for(".letter").await;
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
fn what_happens_to_an_open_case_is_told_and_shown_when_one_wants_to() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "desk-news").await;
        let account = world.server.account(&organization, Role::Mediator);
        let path = format!("/cases/{}", kept.number);
        let desk = Desk::open(page, &path, &account).await;
        page.wait_for_title("新申请，等您答复").await;
        desk.begin("留言、写记录").await;
        page.fill("#note", "下午再看").await;
        let accept = StaffMove::Accept {
            note: String::new(),
        };
        let colleague = Staff::of(&world.server, &organization);
        colleague.act(&kept.number, &accept).await;
        page.wait_for_words("刚刚有了新情况").await;
        // Nothing changes under the hands of who writes.
        page.wait_for_title("新申请，等您答复").await;
        page.press("看新的情况").await;
        page.wait_for_title("已受理，还没有定调解员").await;
        page.wait_for_value("#note", "下午再看").await;
        assert!(!page.has(".newer").await);
    });
}

#[test]
fn a_case_is_found_by_name_and_by_the_last_digits_of_a_phone() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "desk-find").await;
        let account = world.server.account(&organization, Role::Mediator);
        let desk = Desk::open(page, "/?who=mine", &account).await;
        page.wait_for_words("没有符合条件的案件").await;
        page.press("查找筛选").await;
        page.fill("#sought", "139").await;
        page.press("找").await;
        page.wait_for_words("手机号请写全 11 位").await;
        for who in ["张三", "5678"] {
            page.fill("#sought", who).await;
            page.press("找").await;
            page.wait_for_words(&format!("有“{who}”的")).await;
            assert_eq!(desk.listed().await, [&*kept.number]);
        }
        // Nobody's name gets into an address.
        let address = page.script("return location.href", vec![]).await;
        assert!(address.as_str().unwrap().ends_with("/desk/?who=mine"));
        page.fill("#sought", "李四").await;
        page.press("找").await;
        page.wait_for_words("没有找到“李四”").await;
        page.press("看全部案件").await;
        page.wait_for_words("没有符合条件的案件").await;
        page.fill("#sought", &kept.number).await;
        page.press("找").await;
        page.wait_for(".entry").await;
        desk.open_case(&kept.number).await;
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
fn the_file_of_a_case_can_be_taken_along_from_its_page() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "desk-file").await;
        let lead = world.server.account(&organization, Role::Lead);
        Desk::open(page, &format!("/cases/{}", kept.number), &lead).await;
        page.wait_for_title("新申请，等您答复").await;
        page.wait_for_words("内部记录不放进去，导出会记入日志")
            .await;
        // Where the link leads, with what the browser itself would send along.
        let taken = "const done = arguments[0];
            const link = document.querySelector('a[download][aria-describedby=case-file-hint]');
            fetch(link.href).then(answer => answer.arrayBuffer().then(bytes =>
                done([answer.headers.get('content-type'), new TextDecoder().decode(bytes.slice(0, 2))])));";
        let taken = page.answer(taken, vec![]).await;
        assert_eq!(taken, serde_json::json!(["application/zip", "PK"]));
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

/// Brings a case so far that terms can be written.
async fn accepted(staff: &Staff, number: &str) {
    let accept = StaffMove::Accept {
        note: String::new(),
    };
    staff.act(number, &accept).await;
}

#[test]
fn terms_are_written_read_and_confirmed() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "desk-terms").await;
        let staff = Staff::of(&world.server, &organization);
        accepted(&staff, &kept.number).await;
        let account = world.server.account(&organization, Role::Mediator);
        let desk = Desk::open(page, &format!("/cases/{}", kept.number), &account).await;
        page.press("写协议条款").await;
        page.wait_for_title("协议条款").await;

        // Nothing at all is told with what to do about it.
        page.wait_for("#form-title").await;
        page.press("发给双方看").await;
        page.wait_for_words("第 1 条：请选这一条是什么").await;
        page.fill("#facts", "餐厅欠三个月工资，一共 12000 元。")
            .await;
        page.choose("#term_kind-0", "money").await;
        // What a court could not confirm is told while it is written, and goes once it is mended.
        page.wait_for_words("没写付多少钱").await;
        page.choose("#term_from-0", "respondent").await;
        page.choose("#term_to-0", "applicant").await;
        page.fill("#term_amount-0", "一万多").await;
        page.wait_for_words("钱数请写数字").await;
        page.fill("#term_amount-0", "12000").await;
        page.fill("#term_method-0", "转到申请人的银行卡").await;
        desk.pick_day("#term_due-0", "2030-06-15").await;
        page.wait_until(
            "no doubt is left",
            "return document.querySelector('.term-doubts') === null",
        )
        .await;

        // A second term, moved up by the keyboard's own button: what was typed goes along.
        page.press("加一条").await;
        page.choose("#term_kind-1", "act").await;
        page.choose("#term_from-1", "respondent").await;
        page.fill("#term_words-1", "出具离职证明").await;
        desk.pick_day("#term_due-1", "2030-06-30").await;
        page.press_path("//button[@aria-label='上移第 2 条']").await;
        page.wait_for_value("#term_words-0", "出具离职证明").await;
        page.wait_for_value("#term_amount-1", "12000").await;
        page.press("发给双方看").await;
        page.wait_for_words("第 1 版发给双方了").await;
        let view = staff.terms(&kept.number).await;
        let kinds: Vec<_> = view.terms.terms.iter().map(|term| term.kind).collect();
        assert_eq!(kinds, [TermKind::Act, TermKind::Money]);
        assert_eq!(view.doubts, []);

        // The applicant confirms, and the page shows it.
        let version = view.mark.version;
        let answer = TermsAnswer::Confirm { version };
        answer_terms(&world.server, &kept, "desk-terms", &answer).await;
        page.reload().await;
        page.wait_for_words("已经确认").await;
        page.wait_for_words("还没有答复").await;
        let view = staff.terms(&kept.number).await;
        assert_eq!(
            view.applicant.map(|said| said.reply),
            Some(TermsReply::Confirmed)
        );
    });
}

#[test]
fn terms_that_are_written_survive_somebody_who_was_quicker_and_the_end_of_the_session() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "desk-terms-race").await;
        let staff = Staff::of(&world.server, &organization);
        accepted(&staff, &kept.number).await;
        staff.put_terms(&kept.number, 0, wage_terms("现金")).await;
        let answer = TermsAnswer::AskForChange {
            version: 1,
            note: "现金不方便，想转账".to_owned(),
        };
        answer_terms(&world.server, &kept, "desk-terms-change", &answer).await;
        let account = world.server.account(&organization, Role::Mediator);
        let path = format!("/cases/{}/terms", kept.number);
        let desk = Desk::open(page, &path, &account).await;
        page.wait_for_words("现金不方便，想转账").await;
        page.press("改协议条款").await;
        page.wait_for_value("#term_method-0", "现金").await;
        page.fill("#term_method-0", "转到银行卡").await;

        // A colleague puts others there meanwhile.
        staff.put_terms(&kept.number, 1, wage_terms("支票")).await;
        page.press("发给双方看").await;
        page.wait_for_words("别人刚改过条款").await;
        page.wait_for_words("支票").await;
        page.wait_for_value("#term_method-0", "转到银行卡").await;

        // The session ends; what was typed is there again.
        page.client().delete_all_cookies().await.unwrap();
        page.press("我看过了，接着改我的").await;
        page.press("发给双方看").await;
        desk.sign_in(&account).await;
        page.wait_for_value("#term_method-0", "转到银行卡").await;
        page.press("发给双方看").await;
        page.wait_for_words("第 3 版发给双方了").await;
        // The wish was one about the first terms.
        page.wait_for_words("以前的答复").await;
        let terms = staff.terms(&kept.number).await.terms;
        let methods: Vec<_> = terms.terms.iter().map(|term| term.method.clone()).collect();
        assert_eq!(methods[0].as_deref(), Some("转到银行卡"));
    });
}
