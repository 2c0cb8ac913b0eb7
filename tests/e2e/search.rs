//! The search box.

use fantoccini::key::Key;
use support::world::journey;

#[test]
fn a_few_letters_lead_to_a_place_and_its_organizations() {
    journey(async |world| {
        let page = &world.page;
        page.open("/").await;
        page.click(".search-link").await;
        page.wait_for("#search:focus").await;
        page.keys("xuanwu").await;
        page.wait_for_words("南京市 玄武区").await;
        assert!(page.has("#search[aria-expanded=true]").await);
        page.click(".suggestion").await;
        page.wait_for_path("/find?region=320102").await;
        page.wait_for(".organization-card").await;
        // Coming back, the text and its meanings are there again.
        page.back().await;
        page.wait_for_path("/search?q=xuanwu").await;
        page.wait_for(".suggestion").await;
    });
}

#[test]
fn the_keyboard_alone_opens_what_is_meant() {
    journey(async |world| {
        let page = &world.page;
        page.open("/search").await;
        page.wait_for("#search:focus").await;
        page.fill("#search", "拖欠工资").await;
        page.wait_for(".suggestion").await;
        page.key(Key::Down).await;
        page.wait_for("#search[aria-activedescendant=suggestions-0]")
            .await;
        assert!(page.has("#suggestions-0[aria-selected=true]").await);
        page.key(Key::Escape).await;
        page.wait_for("#search[aria-expanded=false]").await;
        page.key(Key::Enter).await;
        page.wait_for_path("/find?field=labor").await;
    });
}

#[test]
fn what_is_not_understood_has_other_ways_on() {
    journey(async |world| {
        let relay = world.relay().await;
        let page = &world.page;
        page.open("/search").await;
        page.wait_for("#search:focus").await;
        page.keys("qqqqqq").await;
        page.wait_for_words("没认出“qqqqqq”").await;
        assert!(page.has("a[href='/which']").await);
        relay.refuse(Some("/api/v1/suggestions"));
        page.keys("q").await;
        page.wait_for_words("再试一次").await;
        relay.refuse(None);
        page.press("再试一次").await;
        page.wait_for_words("没认出“qqqqqqq”").await;
    });
}
