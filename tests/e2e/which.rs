//! The guide: from not knowing whom to turn to, to the organizations that fit.

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
        for words in [
            "为什么",
            "要花钱吗",
            "要多久",
            "办不到的",
            "申请劳动仲裁",
            "申请支付令",
        ] {
            page.wait_for_words(words).await;
        }
        page.press("这些话的依据").await;
        page.wait_for_words("劳动争议调解仲裁法 第十四条").await;

        page.press("看附近的劳动争议调解组织").await;
        page.wait_for_path("/find?field=labor&kind=labor-organization")
            .await;
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

        // The first thing that a keyboard comes to.
        let first = "return document.querySelector('#main :is(a[href], button)').textContent";
        assert_eq!(page.script(first, vec![]).await, "马上离开");
        // Not through the driver: it takes the other site, which may be out of reach, for a failed press.
        page.script("document.querySelector('.leave button').click()", vec![])
            .await;
        let client = page.client();
        page.retry("another site is shown", async || {
            let url = client.current_url().await.ok()?;
            (url.host_str() == Some("www.weather.com.cn")).then_some(())
        })
        .await;
        page.back().await;
        if page.engine() == Engine::WebKit {
            // Its test browser goes on showing that the other site cannot be reached.
            page.open("/").await;
        }
        page.wait_for(".door").await;
        assert_eq!(page.path().await, "/");
        let left = "return localStorage.length + sessionStorage.length";
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

/// How many entries the tab's history has.
async fn steps(page: &Page) -> Value {
    page.script("return history.length", vec![]).await
}
