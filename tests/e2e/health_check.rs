//! The health check that a small firm does by itself: from the first question to the report, on its own phone.

use contract::staff::StaffMove;
use fantoccini::key::Key;
use serde_json::Value;
use support::checkup::PARTS;
use support::page::Page;
use support::staff::Staff;
use support::world::journey;

use super::offline::keeps_files;

#[test]
fn a_firm_checks_itself_and_learns_what_to_do_first() {
    journey(async |world| {
        let page = &world.page;
        // The staff have no contracts, of the contracts nobody knows, and there is no trade with rules of its own.
        page.check_oneself([
            "no",
            "yes",
            "unclear",
            "no",
            "yes",
            "yes",
            "no",
            "no",
            "not-applicable",
            "no",
        ])
        .await;
        assert_eq!(page.path().await, "/health-check/result");
        assert_eq!(row(page, 2).await, "2公司治理绿没发现问题改");
        assert_eq!(row(page, 3).await, "3合同管理橙要尽快改6 件要做改");
        assert_eq!(row(page, 4).await, "4劳动用工红重大且紧急6 件要做改");
        assert_eq!(row(page, 9).await, "9行业合规无不适用改");
        assert_eq!(page.count(".ring circle").await, 10);
        // Five first, the rest folded, and each with its reason and its helper.
        assert!(page.has(".checkup-later:not([open])").await);
        assert_eq!(page.count(".checkup-head + ol > .checkup-action").await, 5);
        let first = page.words(".checkup-action").await.expect("an action");
        for words in ["来往的凭据都留好", "为什么：", "谁能帮：", "您答的："] {
            assert!(first.contains(words), "{first}");
        }
        page.wait_for_words("依据：劳动合同法 第十条、劳动合同法 第八十二条")
            .await;
        assert!(page.has(".notice a[href='/health-check/visit']").await);

        // A changed answer changes its dimension alone, and comes back here.
        page.click("a[href='/health-check/labor?return=result']")
            .await;
        page.wait_for_title("劳动用工").await;
        page.answer_part("yes").await;
        page.press("改好了，回去看结果").await;
        page.wait_for_title("自测结果").await;
        assert_eq!(row(page, 4).await, "4劳动用工绿没发现问题改");
        assert_eq!(row(page, 3).await, "3合同管理橙要尽快改6 件要做改");

        // The report says the same and takes the firm's name.
        page.press("打印报告").await;
        page.wait_for_title("自测报告").await;
        page.fill("#firm-name", "某某五金厂").await;
        page.reload().await;
        page.wait_for_title("自测报告").await;
        assert_eq!(
            page.value("#firm-name").await.as_deref(),
            Some("某某五金厂")
        );
        page.wait_for_words("来往的凭据都留好").await;

        page.press("清空已填的内容").await;
        page.press("清空").await;
        page.wait_for_title("小微企业法治体检").await;
        page.wait_for_words("开始自测").await;
        assert_eq!(kept(page).await, Value::Null);
    });
}

#[test]
fn a_firm_asks_for_a_check_by_others_and_follows_it_to_the_report() {
    journey(async |world| {
        let relay = world.relay().await;
        world.add_organizations().await;
        let page = &world.page;
        page.open_checked("/health-check/result", "unclear").await;
        page.wait_for_title("自测结果").await;
        page.press("申请法治体检").await;
        page.wait_for_words("先选一家做法治体检的组织").await;
        let organization = page.first_organization().await;
        page.click(".organization-card .button").await;
        page.wait_for("#firm_name").await;
        page.wait_for_path("/health-check/visit").await;
        page.wait_for_words("示例镇示例村人民调解委员会").await;

        // Nothing filled in yet.
        page.go_on().await;
        page.wait_for_words("有 7 处要改一改").await;
        page.fill("#firm_name", "某某五金厂").await;
        page.choose_region("#region").await;
        page.fill("#name", "李四").await;
        page.fill("#mobile", "13987654321").await;
        page.click("[name=manner][value=on-site]").await;
        page.click("[name=focus][value=tax]").await;
        page.click("#findings").await;
        page.click("#consent_privacy").await;
        page.click("#consent_share").await;
        assert!(!page.has(".field-error").await);
        page.reload().await;
        page.wait_for("#firm_name").await;
        assert_eq!(
            page.value("#firm_name").await.as_deref(),
            Some("某某五金厂")
        );

        // The answer is lost: nothing can change until it is known what became of it, and it counts once.
        relay.lose_next_answer();
        page.go_on().await;
        page.wait_for_words("有没有送到，还不知道").await;
        page.wait_for("fieldset:disabled").await;
        page.go_on().await;
        let kept = page.receipt().await;
        let staff = Staff::of(&world.server, &organization);
        assert_eq!(staff.queue().await.requests.len(), 1);

        let note = String::new;
        for step in [
            StaffMove::Accept { note: note() },
            StaffMove::HandOverReport {
                note: "先补劳动合同".to_owned(),
            },
        ] {
            staff.act(&kept.number, &step).await;
        }
        page.open_case(&kept).await;
        page.wait_for_title("体检报告已经出具").await;
        page.wait_for_words("先补劳动合同").await;
        page.click(".sent summary").await;
        page.wait_for_words("税务：橙").await;
        // The report has the particulars that were typed for the visit.
        page.open("/health-check/report").await;
        page.wait_for_title("自测报告").await;
        let contact = page.value("#firm-contact").await;
        assert_eq!(contact.as_deref(), Some("李四 13987654321"));
    });
}

#[test]
fn back_forward_and_reload_keep_the_answers() {
    journey(async |world| {
        let page = &world.page;
        page.open("/health-check").await;
        page.press("开始自测").await;
        page.wait_for_title(PARTS[0]).await;
        page.answer_part("unclear").await;
        page.go_on().await;
        page.wait_for_title(PARTS[1]).await;
        page.click("input[name=q1][value=no]").await;
        page.reload().await;
        page.wait_for_title(PARTS[1]).await;
        assert!(page.has("input[name=q1][value=no]:checked").await);
        page.back().await;
        page.wait_for_title(PARTS[0]).await;
        assert_eq!(page.count("input[value=unclear]:checked").await, 4);
        page.client()
            .forward()
            .await
            .expect("there is a page after");
        page.wait_for_title(PARTS[1]).await;
        // A deep link goes no further than the answers.
        for path in [
            "/health-check/result",
            "/health-check/report",
            "/health-check/tax",
        ] {
            page.open(path).await;
            page.wait_for_title(PARTS[1]).await;
            page.wait_for_path("/health-check/governance").await;
        }
        page.open("/health-check").await;
        page.press("接着上次的做").await;
        page.wait_for_title(PARTS[1]).await;
    });
}

#[test]
fn what_is_not_answered_is_pointed_out() {
    journey(async |world| {
        let page = &world.page;
        page.open("/health-check/awareness").await;
        page.wait_for_title(PARTS[0]).await;
        page.click("input[name=q2][value=yes]").await;
        page.go_on().await;
        page.wait_for_words("有 3 处要改一改").await;
        assert_eq!(page.count(".field-error").await, 3);
        page.press("还没选：平时留着和客户来往的凭据吗？").await;
        page.wait_until(
            "the question has the focus",
            "return document.activeElement.id === 'q4'",
        )
        .await;
        page.click("input[name=q4][value=no]").await;
        page.retry("its error is gone", async || {
            (page.count(".field-error").await == 2).then_some(())
        })
        .await;
    });
}

#[test]
fn it_can_be_answered_with_the_keyboard_alone() {
    journey(async |world| {
        let page = &world.page;
        page.open("/health-check").await;
        page.tab_to(".checkup-start a.button").await;
        page.key(Key::Enter).await;
        page.wait_for_title(PARTS[0]).await;
        for at in 1..=4 {
            page.tab_to(&format!("#q{at}")).await;
            page.keys(" ").await;
        }
        // The arrow keys move within a question.
        page.key(Key::Down).await;
        page.wait_until(
            "the second answer is chosen",
            "return document.querySelector('input[name=q4][value=no]').checked",
        )
        .await;
        page.tab_to("#main button[type=submit]").await;
        page.key(Key::Enter).await;
        page.wait_for_title(PARTS[1]).await;
    });
}

#[test]
fn without_a_network_it_goes_on_and_nothing_is_sent() {
    journey(async |world| {
        let relay = world.relay().await;
        relay.pass_worker();
        let page = &world.page;
        page.open("/").await;
        keeps_files(page).await;
        relay.cut(true);
        page.check_oneself(["yes"; 10]).await;
        assert_eq!(page.count(".checkup-head + ol > .checkup-action").await, 4);
        page.press("打印报告").await;
        page.wait_for_title("自测报告").await;
        let stored = kept(page).await;
        assert!(stored.as_str().is_some_and(|kept| kept.contains("written")));
    });
}

/// What the phone keeps of the check.
async fn kept(page: &Page) -> Value {
    let kept = "return localStorage.getItem('fengqiao.checkup')";
    page.script(kept, vec![]).await
}

/// The words of a row of the table, without the spaces between them.
async fn row(page: &Page, at: usize) -> String {
    let script = format!(
        "return document.querySelectorAll('.levels tbody tr')[{}].textContent",
        at - 1
    );
    let words = page.script(&script, vec![]).await;
    words.as_str().expect("a text").to_owned()
}
