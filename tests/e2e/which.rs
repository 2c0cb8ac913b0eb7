//! The guide: from not knowing whom to turn to, to the organizations that fit.

use fantoccini::key::Key;
use serde_json::Value;
use support::browser::Engine;
use support::page::Page;
use support::world::journey;

#[test]
fn who_knows_nothing_finds_the_labor_organizations() {
    journey(async |world| {
        let page = &world.page;
        page.open("/").await;
        page.click(".row[href='/which']").await;
        page.wait_for_title("是什么事？").await;
        page.answer_with("上班的事", "主要是哪件事？").await;
        page.answer_with("欠工资", "您给谁干活？").await;
        page.answer_with("公司、工厂", "您还在那里干吗？").await;
        page.answer_with("还在干", "单位愿意坐下来谈吗？").await;
        page.answer_with("还没问过", "劳动争议调解组织").await;
        assert_eq!(page.path().await, "/which#labor.0.0.0.1");
        for words in ["为什么", "要花钱吗", "要多久", "办不到的"] {
            page.wait_for_words(words).await;
        }
        page.wait_until(
            "the way on and what to do first are on the screen, the other ways are folded",
            "const end = document.querySelector('.which-next').getBoundingClientRect().bottom;
             return end <= innerHeight && !document.querySelector('.which-fold').open",
        )
        .await;
        page.tab_to(".which-fold summary").await;
        page.key(Key::Enter).await;
        for words in ["申请劳动仲裁", "申请支付令"] {
            page.wait_for_words(words).await;
        }
        page.press("这些话的依据").await;
        page.wait_for_words("劳动争议调解仲裁法 第十四条").await;

        page.press("看看有哪些劳动争议调解组织").await;
        page.wait_for_path("/find?field=labor&kind=labor-organization")
            .await;
        // Near what is asked first, and nobody has to say.
        page.wait_for_words("您在哪里？").await;
        // What was answered is not asked again.
        page.click(".organization-card a.button").await;
        page.wait_for_step("about", "是什么事？").await;
        page.wait_until(
            "the topic is chosen",
            "return document.querySelector('input[name=topic][value=wages]').checked",
        )
        .await;
    });
}

#[test]
fn back_forward_and_reload_keep_the_answers() {
    journey(async |world| {
        let page = &world.page;
        page.open("/which").await;
        page.answer_with("上班的事", "主要是哪件事？").await;
        page.answer_with("欠工资", "您给谁干活？").await;
        page.wait_until(
            "the question has the focus",
            "return document.activeElement === document.querySelector('#main h1')",
        )
        .await;
        page.back().await;
        page.wait_for_title("主要是哪件事？").await;
        page.back().await;
        page.wait_for_title("是什么事？").await;
        page.client()
            .forward()
            .await
            .expect("there is a page after");
        page.wait_for_title("主要是哪件事？").await;
        page.client()
            .forward()
            .await
            .expect("there is a page after");
        page.wait_for_title("您给谁干活？").await;
        page.reload().await;
        page.wait_for_title("您给谁干活？").await;
        page.answer_with("一家人", "那家人愿意坐下来谈吗？").await;
        page.answer_with("愿意", "村（社区）人民调解委员会").await;
        // An earlier answer changed drops only what follows it.
        page.click(".which-answers li:nth-child(3) a").await;
        page.wait_for_title("您给谁干活？").await;
        assert_eq!(page.path().await, "/which#labor.0");
        assert_eq!(page.count(".which-answers li").await, 2);
    });
}

#[test]
fn an_address_that_is_damaged_leads_to_the_first_question() {
    journey(async |world| {
        let page = &world.page;
        for fragment in ["labor.99", "nothing.1", "labor.x", "family.0"] {
            // Away first: an address that differs only after the # does not load the page anew.
            page.open("/privacy").await;
            page.open(&format!("/which#{fragment}")).await;
            page.wait_for_title("是什么事？").await;
        }
    });
}

#[test]
fn behind_the_door_of_the_family_safety_comes_first() {
    journey(async |world| {
        let page = &world.page;
        page.open("/").await;
        page.click(".door[href='/which#family']").await;
        page.wait_for_title("您现在安全吗？").await;
        page.wait_for(".leave").await;
    });
}

#[test]
fn the_list_of_family_organizations_leads_to_the_question_of_safety() {
    journey(async |world| {
        let page = &world.page;
        page.open("/find?field=family").await;
        page.press("有人打您、吓唬您？先看这里").await;
        page.wait_for_title("您现在安全吗？").await;
        let before = (steps(page).await, page.path().await);
        page.answer_with("以前有过", "人身安全保护令").await;
        page.wait_for_words("先打 110 报警").await;
        // No mediator, and nothing in the address or the history.
        assert!(!page.has(".which a[href^='/find']").await);
        assert_eq!((steps(page).await, page.path().await), before);
    });
}

#[test]
fn who_is_in_danger_leaves_without_a_trace() {
    journey(async |world| {
        let page = &world.page;
        // Things that a search and a request leave behind.
        page.begin().await;
        page.answer_about().await;
        page.open("/").await;
        page.click(".row[href='/which']").await;
        page.wait_for_title("是什么事？").await;
        let before = steps(page).await;
        page.answer_with("家里的事", "您现在安全吗？").await;
        page.answer_with("不安全", "先打 110 报警").await;
        page.wait_for_words("人身安全保护令").await;
        page.wait_for_words("也不会告诉对方").await;
        assert!(page.has("a[href='tel:110']").await);
        assert!(!page.has(".which a[href*='field=']").await);
        assert_eq!(page.path().await, "/which");
        assert_eq!(steps(page).await, before, "the history grew");
        let title = page.script("return document.title", vec![]).await;
        assert_eq!(title, "该找谁？ - 枫桥");

        // The first thing that a keyboard comes to, and always on the screen.
        let first = "return document.querySelector(':is(a[href], button)').textContent";
        assert_eq!(page.script(first, vec![]).await, "马上离开");
        assert_at_hand(page).await;
        page.leave().await;
        page.back().await;
        if page.engine() == Engine::WebKit {
            // Its test browser goes on showing that the other site cannot be reached.
            page.open("/").await;
        }
        page.wait_for(".door").await;
        assert_eq!(page.path().await, "/");
        // What the home page itself has asked for since.
        let left = "return Object.keys({ ...localStorage, ...sessionStorage })
            .filter(key => !key.endsWith(' /api/v1/portal')).length";
        assert_eq!(page.script(left, vec![]).await, 0);
    });
}

#[test]
fn a_reload_forgets_what_was_answered_about_the_family() {
    journey(async |world| {
        let page = &world.page;
        page.open("/which").await;
        page.answer_with("家里的事", "您现在安全吗？").await;
        page.answer_with("安全，没有", "主要是哪件事？").await;
        page.answer_with("老人谁来养", "家里人愿意坐下来谈吗？")
            .await;
        page.answer_with("愿意", "家事调解工作室").await;
        page.press("上一题").await;
        page.wait_for_title("家里人愿意坐下来谈吗？").await;
        page.reload().await;
        page.wait_for_title("是什么事？").await;
    });
}

#[test]
fn money_owed_by_a_public_body_can_be_complained_about() {
    journey(async |world| {
        let page = &world.page;
        page.open("/which#commercial").await;
        page.answer_with("别人欠我货款", "谁欠您的钱？").await;
        page.answer_with("机关", "您这边是中小企业或个体户吗？")
            .await;
        page.answer_with("是", "中小企业款项支付投诉").await;
        page.wait_for_words("10 个工作日").await;
        page.wait_for_words("30 天里答复您，最长 90 天").await;
        page.click(".which-fold summary").await;
        page.wait_for(
            ".which-others a[href='/find?field=commercial&kind=commercial-organization']",
        )
        .await;
    });
}

#[test]
fn an_injured_rider_hears_of_the_cover_first() {
    journey(async |world| {
        let page = &world.page;
        page.open("/which#new-employment.3.0.0").await;
        page.wait_for_title("职业伤害保障").await;
        page.wait_for_words("在那一单的订单页面申请").await;
    });
}

#[test]
fn the_questions_can_be_skipped_anywhere() {
    journey(async |world| {
        let page = &world.page;
        for (path, all) in [
            ("/which", "/find"),
            ("/which#labor.0", "/find?field=labor"),
            ("/which#traffic.0.0.0", "/find?field=traffic"),
        ] {
            page.open("/privacy").await;
            page.open(path).await;
            page.wait_for(&format!(".which-skip a[href='{all}']")).await;
            page.wait_for(".which-skip a[href='/fields']").await;
        }
        for path in ["/fields", "/find"] {
            page.open(path).await;
            page.wait_for("a[href='/which']").await;
        }
    });
}

#[test]
fn the_way_out_goes_along_to_the_organizations() {
    journey(async |world| {
        let page = &world.page;
        page.open("/which").await;
        page.answer_with("家里的事", "您现在安全吗？").await;
        // Nothing of it is in an address, and yet it is known.
        page.click(".which-skip a[href='/find']").await;
        page.wait_for(".organization-card").await;
        assert_at_hand(page).await;
        page.click(".organization-card h2 a").await;
        page.wait_for(".organization-facts").await;
        assert_at_hand(page).await;
        assert_eq!(
            page.script(
                "return Object.keys(localStorage).filter(key => key.includes('organizations')).length",
                vec![],
            )
            .await,
            0,
            "what was looked at is kept"
        );

        // Phones put tabs away and bring them back.
        page.reload().await;
        page.wait_for(".organization-facts").await;
        assert_at_hand(page).await;

        page.leave().await;
        page.open("/find?field=family").await;
        page.wait_for(".organization-card").await;
        assert_at_hand(page).await;
        page.click(".find-top a[href^='/search']").await;
        page.wait_for("#search").await;
        assert_at_hand(page).await;
        page.fill("#search", "鼓楼区").await;
        page.wait_for(".suggestion").await;
        page.key(Key::Enter).await;
        page.wait_for_path("/find?field=family&region=").await;
        page.click(".organization-card h2 a").await;
        page.wait_for(".organization-facts").await;
        assert_at_hand(page).await;
        page.click(".source-wrong").await;
        page.wait_for_title("哪里不对？").await;
        page.wait_for("#main form").await;
        assert_at_hand(page).await;
        // Also where there is no page to go back to.
        page.wait_for(".back[href^='/organizations/'][href$='?field=family']")
            .await;
        page.open("/find?field=labor").await;
        page.wait_for(".organization-card").await;
        assert!(!page.has(".leave").await);
    });
}

/// The way out lies whole on the screen, at its foot and with nothing over it, wherever the page is.
async fn assert_at_hand(page: &Page) {
    for to in [
        "0",
        "document.body.scrollHeight / 2",
        "document.body.scrollHeight",
    ] {
        page.script(&format!("scrollTo(0, {to})"), vec![]).await;
        page.wait_until(
            "the way out is at hand",
            "const button = document.querySelector('.leave button');
             const box = button?.getBoundingClientRect();
             return !!box && box.bottom <= innerHeight && box.top > innerHeight / 2
                 && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === button;",
        )
        .await;
    }
}

/// How many entries the tab's history has.
async fn steps(page: &Page) -> Value {
    page.script("return history.length", vec![]).await
}
