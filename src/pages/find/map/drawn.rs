//! The map itself, drawn by the library: pins in step with the cards of the list.

use contract::geo::Crs;
use contract::organization::Place;
use contract::portal::MapService;
use leptos::prelude::{LocalStorage, on_cleanup};

use crate::api::Load;
use crate::components::{Button, Look, in_order};
use crate::i18n::{Text, fill, text};
use crate::platform::map::{self, Event, LatLon, Map};
use crate::platform::{focus, page};
use crate::state::stores;
use crate::view::prelude::*;

use super::model::{self, Spot};
use super::{Mapped, failed};

/// Id of the element that the map is drawn in.
const CANVAS: &str = "map-canvas";
/// The cards of the list, and what takes the focus in each.
const CARD: &str = ".organization-card";
const CARD_LINK: &str = ".organization-card h2 a";
/// Pixels between pins.
const GAP: f64 = 4.0;

/// The map on the page and what it shows.
#[derive(Clone, Copy)]
struct Drawn {
    map: StoredValue<Option<Map>, LocalStorage>,
    crs: Crs,
    /// The organizations on it.
    spots: StoredValue<Vec<Spot>>,
    /// Which of them share a pin.
    groups: StoredValue<Vec<Vec<usize>>>,
    /// Where the person is.
    here: StoredValue<Option<LatLon>>,
    /// The card that the pointer or the focus is at.
    near: StoredValue<Option<usize>>,
    /// Whether it could not be opened, or its pictures do not come.
    bare: RwSignal<bool>,
    /// What is said below it.
    legend: RwSignal<Vec<String>>,
}

/// Draws it, with what works on it and what is said of it.
pub(super) fn draw(all: Mapped, service: &MapService, close: Callback<()>) -> View {
    let drawn = Drawn {
        map: StoredValue::new_local(None),
        crs: service.crs,
        spots: StoredValue::new(Vec::new()),
        groups: StoredValue::new(Vec::new()),
        here: StoredValue::new(None),
        near: StoredValue::new(None),
        bare: RwSignal::new(false),
        legend: RwSignal::new(Vec::new()),
    };
    let MapService {
        tiles, subdomains, ..
    } = service.clone();
    let open = Callback::new(move |()| {
        let map = Map::open(CANVAS, &tiles, &subdomains, move |event| drawn.hear(event));
        let opened = map.is_some();
        drawn.map.try_set_value(map);
        drawn.bare.try_set(!opened);
        if opened {
            drawn.show_all();
            let count = drawn.spots.try_with_value(Vec::len).unwrap_or_default();
            let shown = fill(Text::MapShown, &[("n", &count.to_string())]);
            stores().announcer.say(shown);
        }
    });
    page::before_paint(move || {
        open.try_run(());
    });
    // Taken out first: the library tells things while it goes.
    on_cleanup(move || drop(drawn.map.try_update_value(Option::take)));
    let results = all.search.results();
    effect(move || {
        if let Load::Ready(view) = results.get() {
            let cards = in_order(&view);
            let spots = model::spots(&cards, drawn.crs);
            let here = match all.query.get_untracked().place {
                Some(Place::Near(point)) => Some(model::on_map(point, drawn.crs)),
                _ => None,
            };
            let legend = model::legend(&spots, cards.len(), here.is_some());
            drawn.legend.set(legend);
            drawn.spots.set_value(spots);
            drawn.here.set_value(here);
            drawn.show_all();
        }
    });
    // Larger type makes larger pins.
    let elder = stores().elder.on();
    effect(move || {
        elder.track();
        page::before_paint(move || drawn.group());
    });
    page::on_near(CARD, move |card| {
        drawn.near.try_set_value(card);
        drawn.light();
    });

    let tool = move |words: Text, work: fn(&Map)| {
        let press = Callback::new(move |()| {
            drawn.with(work);
        });
        view! { <Button words=text(words).to_owned() look=Look::Secondary on_press=press/> }
    };
    let again = Callback::new(move |()| {
        if drawn.with(Map::try_again).is_none() {
            open.run(());
        }
    });
    let wrong = move || {
        let words = match drawn.with(|_| ()) {
            Some(()) => Text::MapTilesFailed,
            None => Text::MapFailed,
        };
        drawn.bare.get().then(|| failed(words, again))
    };
    let approval = fill(Text::MapApproval, &[("number", &service.approval_number)]);
    view! {
        <div class="map-tools">
            {tool(Text::MapZoomIn, |map| map.zoom(true))}
            {tool(Text::MapZoomOut, |map| map.zoom(false))}
            <Button
                words=text(Text::MapWhole).to_owned()
                look=Look::Secondary
                on_press=Callback::new(move |()| drawn.fit())
            />
            <Button words=text(Text::MapClose).to_owned() look=Look::Secondary on_press=close/>
        </div>
        {wrong}
        <div
            id=CANVAS
            class="map-canvas"
            role="group"
            tabindex="0"
            aria-label=text(Text::MapCanvas)
            on:keydown=move |event| {
                drawn.with(|map| map.key(&event));
            }
            on:focusin=move |_| {
                drawn.with(Map::show_focused);
            }
        ></div>
        <p class="map-credit">
            <span>{service.attribution.clone()}</span>
            " "
            <span>{approval}</span>
        </p>
        {move || {
            let line = |line| view! { <p class="muted">{line}</p> };
            drawn.legend.get().into_iter().map(line).collect_view()
        }}
    }
}

impl Drawn {
    /// Does something with the map, if it is there.
    fn with<T>(self, work: impl FnOnce(&Map) -> T) -> Option<T> {
        // A copy: the map tells things while it works, and they come here too.
        let map = self.map.try_get_value().flatten()?;
        Some(work(&map))
    }

    fn hear(self, event: Event) {
        match event {
            Event::Pressed(pin) => self.press(pin),
            Event::Moved => {
                self.with(Map::veil_cut);
            }
            Event::Regroup => self.group(),
            Event::Pictures(some) => {
                self.bare.try_set(!some);
            }
        }
    }

    /// Shows all there is.
    fn show_all(self) {
        self.fit();
        self.group();
        self.with(|map| map.show_here(self.here.get_value()));
    }

    fn fit(self) {
        let spots = self.spots.try_with_value(|spots| {
            let all = spots.iter().map(|spot| spot.at);
            all.chain(self.here.get_value()).collect::<Vec<_>>()
        });
        self.with(|map| map.fit(&spots.unwrap_or_default()));
    }

    /// Puts the pins together that would touch. The focus stays where it is on the map.
    fn group(self) {
        let Some(spots) = self.spots.try_get_value() else {
            return;
        };
        self.with(|map| {
            let focused = map.focused().and_then(|pin| self.first_of(pin));
            let pixels: Vec<_> = spots.iter().map(|spot| map.pixels(spot.at)).collect();
            let groups = model::groups(&pixels, map::pin_size() + GAP);
            let pin = |group: &Vec<usize>| {
                let group: Vec<&Spot> = group.iter().filter_map(|spot| spots.get(*spot)).collect();
                model::pin(&group)
            };
            map.show(&groups.iter().filter_map(pin).collect::<Vec<_>>());
            self.groups.set_value(groups);
            let held = focused.and_then(|spot| self.pin_of(|other| other == spot));
            if let Some(pin) = held {
                map.focus(pin);
            }
        });
        self.light();
    }

    /// Lights the pin of the card that the pointer or the focus is at.
    fn light(self) {
        let near = self.near.try_get_value().flatten();
        let is_near = |spot: usize| self.place(spot) == near && near.is_some();
        let pin = self.pin_of(is_near);
        self.with(|map| map.light(pin));
    }

    /// Comes nearer to the spots that share this pin, or goes to the first one's card: if it is alone, or nothing
    /// would tell them apart.
    fn press(self, pin: usize) {
        let group = self
            .groups
            .with_value(|groups| groups.get(pin).cloned())
            .unwrap_or_default();
        let at: Vec<LatLon> = self.spots.with_value(|spots| {
            let spots = group.iter().filter_map(|spot| spots.get(*spot));
            spots.map(|spot| spot.at).collect()
        });
        let one_place = at.iter().all(|other| Some(other) == at.first());
        self.with(|map| {
            if one_place || map.is_near() {
                let place = group.first().and_then(|spot| self.place(*spot));
                if let Some(place) = place {
                    focus::focus_nth_in_view(CARD_LINK, place);
                }
            } else {
                map.fit(&at);
            }
        });
    }

    /// The place of a spot in the list.
    fn place(self, spot: usize) -> Option<usize> {
        let place = |spots: &Vec<Spot>| Some(spots.get(spot)?.place);
        self.spots.try_with_value(place).flatten()
    }

    /// The first spot of a pin.
    fn first_of(self, pin: usize) -> Option<usize> {
        self.groups
            .with_value(|groups| groups.get(pin)?.first().copied())
    }

    /// The pin that has such a spot.
    fn pin_of(self, is_meant: impl Fn(usize) -> bool) -> Option<usize> {
        let with = |groups: &Vec<Vec<usize>>| {
            groups
                .iter()
                .position(|group| group.iter().any(|spot| is_meant(*spot)))
        };
        self.groups.try_with_value(with).flatten()
    }
}
