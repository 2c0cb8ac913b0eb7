//! The map beside the list of organizations.

use fantoccini::key::Key;
use support::page::Page;
use support::tiles::{APPROVAL, ATTRIBUTION};
use support::world::journey;

const NANJING: &str = "/find?near=32.06,118.79";
const OPENER: &str = "[aria-controls=map]";

#[test]
fn without_a_map_service_there_is_no_map() {
    journey(async |world| {
        let page = &world.page;
        page.open(NANJING).await;
        page.wait_for(".organization-card").await;
        assert!(!page.has(OPENER).await);
    });
}

#[test]
fn the_map_is_fetched_on_a_press_and_says_whose_it_is() {
    journey(async |world| {
        let tiles = world.show_maps().await;
        let page = &world.page;
        page.open(NANJING).await;
        page.wait_for(OPENER).await;
        let fetched = "return performance.getEntriesByType('resource')
            .some(part => /leaflet|\\/map-/.test(part.name))";
        assert_eq!(page.script(fetched, vec![]).await, false);
        assert!(tiles.asked().is_empty());

        open_map(page).await;
        assert_eq!(page.script(fetched, vec![]).await, true);
        let credit = page.words(".map-credit").await.unwrap_or_default();
        assert!(
            credit.contains(ATTRIBUTION) && credit.contains(APPROVAL),
            "{credit}"
        );
        page.wait_until(
            "the pictures of the map are there",
            "return document.querySelectorAll('img.leaflet-tile-loaded').length > 0",
        )
        .await;
        for question in tiles.asked() {
            assert!(
                !question.to_lowercase().contains("\nreferer:"),
                "{question}"
            );
        }
        // The person's own place, to about a kilometre, is the one searched from.
        page.wait_for(".pin-here").await;
        page.press("在地图上看").await;
        page.wait_until("the map is gone", "return !document.querySelector('.map')")
            .await;
    });
}

#[test]
fn list_and_map_are_in_step() {
    journey(async |world| {
        let _tiles = world.show_maps().await;
        let page = &world.page;
        page.open(NANJING).await;
        open_map(page).await;
        page.retry("the map shows every card of the list", async || {
            let cards = page.count(".organization-card").await;
            (cards > 0 && numbers(page).await == cards).then_some(())
        })
        .await;

        page.click(".more button").await;
        page.retry("the map shows the next page too", async || {
            let cards = page.count(".organization-card").await;
            (cards > 20 && numbers(page).await == cards).then_some(())
        })
        .await;

        page.script(
            "document.querySelectorAll('.organization-card h2 a')[2].focus()",
            vec![],
        )
        .await;
        page.wait_until(
            "the pin of the third card is lit, and no other",
            "const lit = [...document.querySelectorAll('.pin-on')];
             return lit.length === 1 && /(第|、| )3[、 ]|^3，/.test(lit[0].ariaLabel ?? lit[0].getAttribute('aria-label'))",
        )
        .await;

        let first = press_until_at_card(page).await;
        let focused = page
            .script(
                "return [...document.querySelectorAll('.organization-card h2 a')].indexOf(document.activeElement) + 1",
                vec![],
            )
            .await;
        assert_eq!(focused.as_u64(), Some(first));
        page.press("看全部").await;
        let cards = page.count(".organization-card").await;
        page.retry("all are shown again", async || {
            (numbers(page).await == cards).then_some(())
        })
        .await;
    });
}

#[test]
fn the_map_can_be_used_with_the_keyboard_alone() {
    journey(async |world| {
        let _tiles = world.show_maps().await;
        let page = &world.page;
        page.open(NANJING).await;
        page.wait_for(OPENER).await;
        page.tab_to(OPENER).await;
        page.key(Key::Enter).await;
        page.wait_for(".pin").await;
        page.tab_to(".map-tools .button").await;
        page.key(Key::Enter).await;
        page.tab_to("#map-canvas").await;
        page.tab_to(".pin").await;
        page.key(Key::Enter).await;
        page.wait_until(
            "the focus is on a pin or on a card",
            "return document.activeElement.matches('.pin, .organization-card h2 a')",
        )
        .await;
        // Out of the map by Tab alone.
        page.tab_to(".organization-card a.button").await;
        page.script("document.querySelector('.pin').focus()", vec![])
            .await;
        page.key(Key::Escape).await;
        page.wait_until(
            "the map is gone and what opened it has the focus",
            "return !document.querySelector('.map') && document.activeElement.matches('[aria-controls=map]')",
        )
        .await;
    });
}

#[test]
fn a_map_that_could_not_be_drawn_is_drawn_on_another_try() {
    journey(async |world| {
        let _tiles = world.show_maps().await;
        let page = &world.page;
        page.open(NANJING).await;
        open_map(page).await;
        page.press("在地图上看").await;
        let fails_once =
            "const map = L.map; L.map = () => { L.map = map; throw new Error('not now'); };";
        page.script(fails_once, vec![]).await;
        page.click(OPENER).await;
        page.wait_for_words("地图没有打开。列表照常可以用。").await;
        assert!(!page.has(".pin").await);
        page.press("再试一次").await;
        page.wait_for(".pin").await;
        page.wait_until(
            "nothing is wrong any more",
            "return !document.querySelector('.map .notice')",
        )
        .await;
    });
}

#[test]
fn the_list_does_not_need_the_map() {
    journey(async |world| {
        let tiles = world.show_maps().await;
        let relay = world.relay().await;
        let page = &world.page;
        relay.refuse(Some("/leaflet-"));
        page.open(NANJING).await;
        page.click(OPENER).await;
        page.wait_for_words("地图没有打开。列表照常可以用。").await;
        page.wait_for(".organization-card a.button").await;
        relay.refuse(None);
        tiles.refuse(true);
        page.press("再试一次").await;
        page.wait_for(".pin").await;
        page.wait_for_words("地图的图片没有打开。").await;
        page.wait_for(".organization-card a.button").await;
        tiles.refuse(false);
        page.press("再试一次").await;
        page.wait_until(
            "the pictures are there and nothing is wrong",
            "return document.querySelector('img.leaflet-tile-loaded') && !document.querySelector('.map .notice') || false",
        )
        .await;
    });
}

async fn open_map(page: &Page) {
    page.click(OPENER).await;
    page.wait_for(".pin").await;
}

/// How many organizations the pins stand for.
async fn numbers(page: &Page) -> usize {
    let script = "return [...document.querySelectorAll('.pin')]
        .reduce((sum, pin) => sum + (pin.textContent.includes('家') ? parseInt(pin.textContent) : 1), 0)";
    let sum = page.script(script, vec![]).await;
    usize::try_from(sum.as_u64().unwrap_or_default()).unwrap_or_default()
}

/// Presses the first pin until the map is near enough to lead to a card; gives the card's number.
async fn press_until_at_card(page: &Page) -> u64 {
    page.retry("the first pin leads to its card", async || {
        let script = "const pin = document.querySelector('.pin');
            const number = pin.getAttribute('aria-label').match(/^(\\d+)，|第 (\\d+)/).slice(1).find(Boolean);
            pin.focus();
            pin.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
            return document.activeElement.matches('.organization-card h2 a') ? Number(number) : null;";
        page.script(script, vec![]).await.as_u64()
    })
    .await
}
