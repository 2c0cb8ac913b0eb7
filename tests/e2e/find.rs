//! Finding an organization.

use fantoccini::key::Key;
use support::browser::Engine;
use support::world::journey;

#[test]
fn doors_work_before_the_app_has_arrived() {
    journey(async |world| {
        let relay = world.relay().await;
        relay.refuse_app(true);
        let page = &world.page;
        page.open_shell("/").await;
        assert!(page.has("a[href='tel:12348']").await);
        page.click(".door[href='/find?field=commercial']").await;
        page.wait_for_path("/find?field=commercial").await;
        let arrived = page.has("html[data-app=ready]").await;
        assert!(!arrived, "the app took over");
        // The address is all that the app needs.
        relay.refuse_app(false);
        page.reload().await;
        page.wait_for(".organization-card").await;
    });
}

#[test]
fn a_place_is_chosen_and_the_address_holds_the_search() {
    journey(async |world| {
        let page = &world.page;
        page.find_labor_organization().await;
        page.wait_for(".where-unknown h2").await;
        page.press("选地区").await;
        page.choose_region("#place-city").await;
        page.wait_for_path("/find?field=labor&region=320106").await;
        page.wait_for_words("鼓楼区").await;
        assert!(!page.has(".where h2").await, "it is still asked where");
        let first = page.words(".organization-card h2").await;
        page.reload().await;
        page.wait_for(".organization-card").await;
        assert_eq!(page.words(".organization-card h2").await, first);
    });
}

#[test]
fn each_way_of_not_being_located_has_its_words_and_leads_to_the_picker() {
    journey(async |world| {
        let page = &world.page;
        for (code, words) in [
            (1, "没有得到定位的许可"),
            (2, "手机现在说不出自己的位置"),
            (3, "还没有定到位置"),
        ] {
            page.find_labor_organization().await;
            page.fail_to_locate(code).await;
            page.press("离我最近").await;
            page.wait_for_words(words).await;
            page.wait_for("#place-city").await;
        }
        page.choose_region("#place-city").await;
        page.wait_for_path("/find?field=labor&region=320106").await;
    });
}

#[test]
fn a_browser_that_may_not_tell_the_position_is_taken_at_its_word() {
    journey(async |world| {
        let page = &world.page;
        if page.engine() == Engine::WebKit {
            // Its test browser asks a person, and there is none; the words are tested above.
            return;
        }
        page.find_labor_organization().await;
        page.press("离我最近").await;
        page.wait_for("#place-city").await;
        page.wait_for_words("请选一个地区").await;
    });
}

#[test]
fn back_is_instant_and_keeps_the_place_in_the_list() {
    journey(async |world| {
        let page = &world.page;
        page.find_labor_organization().await;
        let link = ".cards li:nth-child(12) h2 a";
        page.wait_for(link).await;
        page.script(
            "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })",
            vec![link.into()],
        )
        .await;
        let place = "return Math.round(scrollY)";
        let before = page.script(place, vec![]).await;
        assert!(before.as_i64() > Some(500), "{before}");
        page.click(link).await;
        page.wait_for(".organization-facts").await;
        // Nothing can be asked for any more: what is shown was kept.
        world.server.kill();
        let page = &world.page;
        page.back().await;
        page.wait_for(link).await;
        page.retry("the place in the list is the same", async || {
            let now = page.script(place, vec![]).await;
            let near = (now.as_i64()? - before.as_i64()?).abs() <= 2;
            near.then_some(())
        })
        .await;
    });
}

#[test]
fn what_was_said_of_a_list_is_not_said_on_another_page() {
    journey(async |world| {
        let page = &world.page;
        page.find_labor_organization().await;
        let said = |words: &str| {
            format!(
                "return document.querySelector('.visually-hidden[role=status]').textContent{words}"
            )
        };
        page.wait_until("the list is announced", &said(".includes('全省共')"))
            .await;
        page.click(".organization-card h2 a").await;
        page.wait_for(".organization-facts").await;
        page.wait_until("nothing is said", &said(" === ''")).await;
        page.back().await;
        page.wait_for(".organization-card").await;
        page.wait_until("the list is announced again", &said(".includes('全省共')"))
            .await;
    });
}

#[test]
fn who_is_not_for_everybody_comes_later_and_says_so() {
    journey(async |world| {
        let page = &world.page;
        page.open("/find?field=labor").await;
        page.wait_for(".organization-card").await;
        // Specialists come first, committees of companies last.
        assert!(!page.has(".cards li:first-child .card-limits").await);
        page.open("/find?field=labor&kind=labor-organization").await;
        page.wait_for(".cards li:last-child .card-limits").await;
        assert!(!page.has(".cards li:last-child a[href^='/request']").await);
        page.click(".cards li:last-child h2 a").await;
        page.wait_for_words("这是单位自己的调解组织").await;
        page.wait_for(".act-bar a[href^='/request']").await;

        page.open("/find?kind=arbitration").await;
        page.wait_for_words("这里办仲裁，不是调解组织").await;
        page.click(".organization-card h2 a").await;
        page.wait_for_words("不能向它申请调解").await;
        assert!(!page.has(".act-bar").await);
    });
}

#[test]
fn an_organization_says_where_its_facts_come_from() {
    journey(async |world| {
        let page = &world.page;
        let organization = page.find_labor_organization().await;
        page.click(".organization-card h2 a").await;
        page.wait_for_path(&format!("/organizations/{organization}"))
            .await;
        page.wait_for_words("这些信息从哪里来").await;
        page.wait_for(".organization-head .doubts").await;
        page.wait_for(&format!(
            "a[href^='/request/about?organization={organization}']"
        ))
        .await;
        assert!(page.count("a[href*='amap'], a[href*='gaode']").await > 0);
    });
}

#[test]
fn filters_narrow_a_search_and_the_address_holds_them() {
    journey(async |world| {
        world.add_organizations().await;
        let page = &world.page;
        page.open("/find?field=family").await;
        page.wait_for(".organization-card").await;
        page.press("筛选").await;
        page.click(".filters [name=free]").await;
        page.wait_for_path("/find?field=family&free=yes").await;
        page.wait_until(
            "the choice keeps the focus",
            "return document.activeElement.matches('[name=free][aria-pressed=true]')",
        )
        .await;
        // Two of the made-up ones are free, open at weekends and take family disputes; no bundled one is.
        page.wait_until(
            "the number beside a choice counts the others in",
            "return document.querySelector('[value=weekend] .chip-count')?.textContent === '2'",
        )
        .await;
        page.click(".filters [value=weekend]").await;
        page.wait_for_path("/find?field=family&open=weekend&free=yes")
            .await;
        page.wait_for_words("全省共 2 家").await;
        assert!(page.has(".filters [value=labor][hidden]").await);
        page.press("看结果").await;
        assert!(!page.has(".filters").await);

        page.reload().await;
        page.wait_for_words("全省共 2 家").await;
        page.wait_for_words("筛选 2").await;
        page.click(".active-filters li:first-child button").await;
        page.wait_for_path("/find?field=family&free=yes").await;
        page.wait_until(
            "the next filter has the focus",
            "return document.activeElement.matches('.active-filters button')",
        )
        .await;
        // The address changed in place.
        page.back().await;
        page.wait_for(".door").await;
    });
}

#[test]
fn filters_that_leave_nothing_can_be_taken_off_together() {
    journey(async |world| {
        let page = &world.page;
        page.open("/find?field=family&free=yes&open=weekend&language=korean")
            .await;
        page.wait_for_words("没有同时符合这些条件的组织").await;
        // A choice that finds nothing can be taken off, and is not offered again.
        page.press("筛选 3").await;
        page.click(".filters [value=korean]").await;
        page.wait_for_path("/find?field=family&open=weekend&free=yes")
            .await;
        page.wait_until(
            "what opens the filters has the focus",
            "return document.activeElement.matches('[aria-controls=filters]')",
        )
        .await;
        page.wait_until(
            "it is not offered",
            "return document.querySelector('.filters [value=korean]').hidden",
        )
        .await;
        page.press("筛选 2").await;
        page.press("清除筛选").await;
        page.wait_for(".organization-card").await;
        assert_eq!(page.path().await, "/find?field=family");
        page.wait_until(
            "what opens the filters has the focus",
            "return document.activeElement.matches('[aria-controls=filters]')",
        )
        .await;
    });
}

#[test]
fn a_search_that_was_widened_says_so_and_keeps_its_filters() {
    journey(async |world| {
        world.add_organizations().await;
        let page = &world.page;
        page.open("/find?language=wu&region=320508021").await;
        page.wait_for_words("双塔街道没有，已经放宽到姑苏区。")
            .await;
        page.press("双塔街道").await;
        page.choose("#place-city", "320100").await;
        page.wait_for_path("/find?language=wu&region=320100").await;
        page.wait_for_words("南京市没有，已经放宽到江苏省。").await;
    });
}

#[test]
fn enter_on_a_door_moves_the_focus_to_the_new_headline() {
    journey(async |world| {
        let page = &world.page;
        page.open("/").await;
        page.tab_to(".door[href='/find?field=commercial']").await;
        page.key(Key::Enter).await;
        page.wait_for_path("/find?field=commercial").await;
        page.wait_until(
            "the headline has the focus",
            "return document.activeElement === document.querySelector('#main h1')",
        )
        .await;
        let title = page.script("return document.title", vec![]).await;
        assert_eq!(title, "商事调解 - 枫桥");
    });
}
