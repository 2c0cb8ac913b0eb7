//! Leaflet, the map library: fetched from our own origin when a map is wanted, and the few things asked of it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, KeyboardEvent};

/// What is fetched: the attribute that names the file in the page (`Trunk.toml`), and the tag that loads it from
/// the address in this attribute; of the styles, those that come later have the last word.
const PARTS: [(&str, &str, &str); 3] = [
    ("data-leaflet-css", "link", "href"),
    ("data-map-css", "link", "href"),
    ("data-leaflet-js", "script", "src"),
];

/// How near a map comes by itself: streets have their names there.
const NEAR: f64 = 16.0;
/// What a map shows that has nothing to show: the province, by its corners in the south-west and north-east.
const PROVINCE: [(f64, f64); 2] = [(30.75, 116.35), (35.15, 121.95)];
/// How wide and high a pin is, in the text sizes of the page.
const PIN_SIZE: f64 = 2.75;
/// The class of every pin, and of one that the map's edge would cut.
const PIN: &str = "pin";
const CUT: &str = "pin-cut";

/// Latitude and longitude in degrees, in the system that the map is drawn in.
pub type LatLon = (f64, f64);

/// Something on the map that can be pressed.
pub struct Pin {
    /// Where it is.
    pub at: LatLon,
    /// Its classes, besides that of all pins.
    pub class: &'static str,
    /// What is written on it.
    pub words: String,
    /// Its name for those who hear it.
    pub name: String,
}

/// What a person did to the map, or what became of it.
pub enum Event {
    /// The pin with this place was pressed.
    Pressed(usize),
    /// It shows another part of the world.
    Moved,
    /// Pins may touch that did not before, or no longer do.
    Regroup,
    /// Whether any of the pictures last asked for has come.
    Pictures(bool),
}

/// A map on the page. It goes with its last copy.
#[derive(Clone)]
pub struct Map(Rc<Inner>);

struct Inner {
    map: Leaflet,
    tiles: Leaflet,
    /// Whether it may move by itself.
    moves: JsValue,
    pins: RefCell<Vec<Leaflet>>,
    here: RefCell<Option<Leaflet>>,
    heard: Closure<dyn Fn(Happening)>,
}

/// Fetches the library, unless it is here. `false` when it cannot be had now.
pub async fn fetch() -> bool {
    thread_local! {
        static HERE: Cell<bool> = const { Cell::new(false) };
    }
    if HERE.get() {
        return true;
    }
    let parts: Vec<_> = PARTS.iter().filter_map(|part| add(*part)).collect();
    let arrived: Array = parts.iter().map(|(_, arrived)| arrived).collect();
    let here = JsFuture::from(Promise::all(&arrived)).await.is_ok() && parts.len() == PARTS.len();
    HERE.set(here);
    if !here {
        // The browser asks again only for new elements.
        for (part, _) in parts {
            part.remove();
        }
    }
    here
}

fn add((name, tag, address): (&str, &str, &str)) -> Option<(Element, Promise)> {
    let document = document()?;
    let names = document.query_selector(&["[", name, "]"].concat()).ok()??;
    let part = document.create_element(tag).ok()?;
    // Scripts have no such attribute and do not mind.
    part.set_attribute("rel", "stylesheet").ok()?;
    part.set_attribute(address, &names.get_attribute(name)?)
        .ok()?;
    let arrived = Promise::new(&mut |arrived, failed| {
        let _ = part.add_event_listener_with_callback("load", &arrived);
        let _ = part.add_event_listener_with_callback("error", &failed);
    });
    let head = document.query_selector("head").ok()??;
    head.append_child(&part).ok()?;
    Some((part, arrived))
}

/// How wide and high a pin is, in pixels.
pub fn pin_size() -> f64 {
    const USUAL: f64 = 16.0;
    let text = || {
        let root = document()?.document_element()?;
        let style = web_sys::window()?.get_computed_style(&root).ok()??;
        Some(js_sys::parse_float(
            &style.get_property_value("font-size").ok()?,
        ))
    };
    PIN_SIZE * text().filter(|size| size.is_finite()).unwrap_or(USUAL)
}

impl Map {
    /// Opens a map in the element with this id. `None` when there is none, or the library cannot.
    pub fn open(
        id: &str,
        tiles: &str,
        subdomains: &[String],
        tell: impl Fn(Event) + 'static,
    ) -> Option<Self> {
        let frame = document()?.get_element_by_id(id)?;
        let moves = JsValue::from_bool(!prefers_calm());
        let map = new_map(
            &frame,
            &object(&[
                ("attributionControl", JsValue::FALSE),
                ("zoomControl", JsValue::FALSE),
                // Its own keys slide the map, also for people who want things not to move; `key` asks them.
                ("keyboard", JsValue::FALSE),
                // Who scrolls the page must not be caught by the map.
                ("scrollWheelZoom", JsValue::FALSE),
                // A map that is closed while it grows would fail.
                ("zoomAnimation", JsValue::FALSE),
                ("fadeAnimation", moves.clone()),
                ("inertia", moves.clone()),
            ]),
        )
        .ok()?;
        let names: Array = subdomains.iter().map(JsValue::from).collect();
        let tiles = tile_layer(tiles, &object(&[("subdomains", names.into())]));
        let heard = Closure::new(listener(tell));
        tiles.on("loading tileload tileerror", &heard);
        map.on("move zoomend resize", &heard);
        let map = Self(Rc::new(Inner {
            map,
            tiles,
            moves,
            pins: RefCell::default(),
            here: RefCell::default(),
            heard,
        }));
        map.fit(&[]);
        map.0.tiles.add_to(&map.0.map);
        Some(map)
    }

    /// Shows all of these places, or the province if there are none.
    pub fn fit(&self, places: &[LatLon]) {
        let places = if places.is_empty() { &PROVINCE } else { places };
        let bounds: Array = places.iter().map(|at| pair(*at)).collect();
        let edge = pin_size();
        let options = object(&[
            ("padding", pair((edge, edge)).into()),
            ("maxZoom", JsValue::from_f64(NEAR)),
            ("animate", JsValue::FALSE),
        ]);
        self.0.map.fit_bounds(&bounds, &options);
    }

    /// Comes one step nearer, or goes one further away.
    pub fn zoom(&self, nearer: bool) {
        if nearer {
            self.0.map.zoom_in();
        } else {
            self.0.map.zoom_out();
        }
    }

    /// Whether it is as near as it comes by itself.
    pub fn is_near(&self) -> bool {
        self.0.map.get_zoom() >= NEAR
    }

    /// Where a place lies, in pixels to the right and down of a corner of the world.
    pub fn pixels(&self, at: LatLon) -> (f64, f64) {
        let pixel = self.0.map.project(&pair(at));
        (pixel.x(), pixel.y())
    }

    /// Shows these pins in the place of those before; a person who presses Tab comes upon them in this order.
    pub fn show(&self, pins: &[Pin]) {
        for pin in self.0.pins.take() {
            pin.remove();
        }
        let size = pin_size();
        // It stands on its place, as a needle does: what lies there can be seen.
        let foot = JsValue::from(pair((size / 2.0, size)));
        let size = JsValue::from(pair((size, size)));
        let mut shown = Vec::new();
        for (place, pin) in pins.iter().enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "there are not that many pins")]
            let place = JsValue::from_f64(place as f64);
            let icon = div_icon(&object(&[
                ("className", [PIN, " ", pin.class].concat().into()),
                ("html", JsValue::from_str(&pin.words)),
                ("iconSize", size.clone()),
                ("iconAnchor", foot.clone()),
            ]));
            let marker = marker(
                &pair(pin.at),
                &object(&[
                    ("icon", icon),
                    ("place", place),
                    ("autoPanOnFocus", JsValue::FALSE),
                ]),
            );
            marker.on("click", &self.0.heard);
            marker.add_to(&self.0.map);
            if let Some(element) = marker.element() {
                let _ = element.set_attribute("aria-label", &pin.name);
            }
            shown.push(marker);
        }
        self.0.pins.replace(shown);
        self.veil_cut();
    }

    /// Veils the pins that the map's edge would cut: nobody sees what they say, or can press them well. They can
    /// still have the focus, which brings them in.
    pub fn veil_cut(&self) {
        let size = self.0.map.size();
        let pin_size = pin_size();
        for pin in self.0.pins.borrow().iter() {
            let foot = self.0.map.to_pixels(&pin.lat_lng());
            let (left, top) = (foot.x() - pin_size / 2.0, foot.y() - pin_size);
            let is_whole =
                left >= 0.0 && top >= 0.0 && left + pin_size <= size.x() && foot.y() <= size.y();
            if let Some(element) = pin.element() {
                let _ = element.class_list().toggle_with_force(CUT, !is_whole);
            }
        }
    }

    /// Shows where the person is; nothing without a place.
    pub fn show_here(&self, at: Option<LatLon>) {
        if let Some(before) = self.0.here.take() {
            before.remove();
        }
        let Some(at) = at else { return };
        let icon = div_icon(&object(&[
            ("className", JsValue::from_str("pin-here")),
            ("html", JsValue::FALSE),
            ("iconSize", JsValue::NULL),
        ]));
        const OVER: f64 = 10_000.0;
        let options = object(&[
            ("icon", icon),
            ("interactive", JsValue::FALSE),
            ("keyboard", JsValue::FALSE),
            ("zIndexOffset", JsValue::from_f64(OVER)),
        ]);
        let here = marker(&pair(at), &options);
        here.add_to(&self.0.map);
        self.0.here.replace(Some(here));
    }

    /// Lights the pin with this place, and no other.
    pub fn light(&self, place: Option<usize>) {
        for (other, pin) in self.0.pins.borrow().iter().enumerate() {
            if let Some(element) = pin.element() {
                let on = Some(other) == place;
                let _ = element.class_list().toggle_with_force("pin-on", on);
            }
        }
    }

    /// The pin that has the focus.
    pub fn focused(&self) -> Option<usize> {
        let focused = document()?.active_element()?;
        let pins = self.0.pins.borrow();
        pins.iter()
            .position(|pin| pin.element().as_ref() == Some(&focused))
    }

    /// Moves the focus to the pin with this place.
    pub fn focus(&self, place: usize) {
        let pin = self.0.pins.borrow().get(place).and_then(Leaflet::element);
        if let Some(pin) = pin.and_then(|pin| pin.dyn_into::<HtmlElement>().ok()) {
            let _ = pin.focus();
        }
    }

    /// Brings the pin that has the focus into the map.
    pub fn show_focused(&self) {
        let pins = self.0.pins.borrow();
        let Some(pin) = self.focused().and_then(|place| pins.get(place)) else {
            return;
        };
        let edge = pin_size();
        let options = object(&[
            ("padding", pair((edge, edge)).into()),
            ("animate", self.0.moves.clone()),
        ]);
        self.0.map.pan_inside(&pin.lat_lng(), &options);
    }

    /// Does what a key asks for: Enter and the space bar press a pin, the arrows move the map, plus and minus come
    /// nearer and go further away.
    pub fn key(&self, event: &KeyboardEvent) {
        const STEP: f64 = 80.0;
        let Some(target) = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        else {
            return;
        };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "Enter" | " " if target.class_list().contains(PIN) => target.click(),
            "ArrowLeft" => self.pan(-STEP, 0.0),
            "ArrowRight" => self.pan(STEP, 0.0),
            "ArrowUp" => self.pan(0.0, -STEP),
            "ArrowDown" => self.pan(0.0, STEP),
            "+" | "=" => self.zoom(true),
            "-" => self.zoom(false),
            _ => return,
        }
        // The page would scroll as well.
        event.prevent_default();
    }

    fn pan(&self, right: f64, down: f64) {
        let options = object(&[("animate", self.0.moves.clone())]);
        self.0.map.pan_by(&pair((right, down)), &options);
    }

    /// Asks for the pictures again.
    pub fn try_again(&self) {
        self.0.tiles.redraw();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.map.remove();
    }
}

/// Translates what the library tells.
fn listener(tell: impl Fn(Event) + 'static) -> impl Fn(Happening) + 'static {
    let any = Cell::new(false);
    move |event| match event.name().as_str() {
        "click" => tell(Event::Pressed(event.target().options().place())),
        "loading" => any.set(false),
        "tileload" if !any.replace(true) => tell(Event::Pictures(true)),
        "tileerror" if !any.get() => tell(Event::Pictures(false)),
        "move" => tell(Event::Moved),
        "zoomend" | "resize" => tell(Event::Regroup),
        _ => {}
    }
}

/// Whether the person has asked for things not to move.
fn prefers_calm() -> bool {
    web_sys::window()
        .and_then(|window| {
            window
                .match_media("(prefers-reduced-motion: reduce)")
                .ok()?
        })
        .is_some_and(|query| query.matches())
}

fn pair((first, second): (f64, f64)) -> Array {
    Array::of2(&JsValue::from_f64(first), &JsValue::from_f64(second))
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = L, js_name = map, catch)]
    fn new_map(frame: &Element, options: &Object) -> Result<Leaflet, JsValue>;
    #[wasm_bindgen(js_namespace = L, js_name = tileLayer)]
    fn tile_layer(template: &str, options: &Object) -> Leaflet;
    #[wasm_bindgen(js_namespace = L)]
    fn marker(at: &Array, options: &Object) -> Leaflet;
    #[wasm_bindgen(js_namespace = L, js_name = divIcon)]
    fn div_icon(options: &Object) -> JsValue;

    /// A map, or something on it.
    type Leaflet;
    #[wasm_bindgen(method)]
    fn on(this: &Leaflet, events: &str, heard: &Closure<dyn Fn(Happening)>);
    #[wasm_bindgen(method, js_name = addTo)]
    fn add_to(this: &Leaflet, map: &Leaflet);
    #[wasm_bindgen(method)]
    fn remove(this: &Leaflet);
    #[wasm_bindgen(method)]
    fn redraw(this: &Leaflet);
    #[wasm_bindgen(method, js_name = fitBounds)]
    fn fit_bounds(this: &Leaflet, bounds: &Array, options: &Object);
    #[wasm_bindgen(method, js_name = panBy)]
    fn pan_by(this: &Leaflet, offset: &Array, options: &Object);
    #[wasm_bindgen(method, js_name = panInside)]
    fn pan_inside(this: &Leaflet, at: &JsValue, options: &Object);
    #[wasm_bindgen(method, js_name = getLatLng)]
    fn lat_lng(this: &Leaflet) -> JsValue;
    #[wasm_bindgen(method, js_name = zoomIn)]
    fn zoom_in(this: &Leaflet);
    #[wasm_bindgen(method, js_name = zoomOut)]
    fn zoom_out(this: &Leaflet);
    #[wasm_bindgen(method, js_name = getZoom)]
    fn get_zoom(this: &Leaflet) -> f64;
    #[wasm_bindgen(method, js_name = getSize)]
    fn size(this: &Leaflet) -> Pixel;
    #[wasm_bindgen(method, js_name = latLngToContainerPoint)]
    fn to_pixels(this: &Leaflet, at: &JsValue) -> Pixel;
    #[wasm_bindgen(method)]
    fn project(this: &Leaflet, at: &Array) -> Pixel;
    #[wasm_bindgen(method, js_name = getElement)]
    fn element(this: &Leaflet) -> Option<Element>;
    #[wasm_bindgen(method, getter)]
    fn options(this: &Leaflet) -> Options;

    /// What we told the library about a marker.
    type Options;
    #[wasm_bindgen(method, getter)]
    fn place(this: &Options) -> usize;

    /// What the library tells.
    type Happening;
    #[wasm_bindgen(method, getter, js_name = "type")]
    fn name(this: &Happening) -> String;
    #[wasm_bindgen(method, getter)]
    fn target(this: &Happening) -> Leaflet;

    /// A point on the screen.
    type Pixel;
    #[wasm_bindgen(method, getter)]
    fn x(this: &Pixel) -> f64;
    #[wasm_bindgen(method, getter)]
    fn y(this: &Pixel) -> f64;
}
