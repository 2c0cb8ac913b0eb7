//! The page, built from Leptos' signals and components without Leptos' typed renderer.
//!
//! Leptos gives every element and every closure of a view its own type and compiles building, updating and
//! mounting for each: 297 kB (brotli) for this app, against a budget of 170. Here all elements are of one
//! type and every part that changes is one boxed closure, so that this code exists once. A part that
//! changes lies between two markers and is built anew; a changing text keeps its node, so that nothing is
//! read out twice.

mod attribute;
mod convert;
mod element;
pub mod prelude;

use std::borrow::Cow;
use std::rc::Rc;

use any_spawner::Executor;
use leptos::prelude::{Effect, Owner, StoredValue, document};
use leptos::reactive::effect::RenderEffect;
use web_sys::{Node, Text};

pub use attribute::{Attribute, IntoAttribute, Value};
pub use convert::{CollectView, IntoView};
pub use element::Element;

/// A piece of the page.
pub enum View {
    /// Nothing.
    Nothing,
    /// Words.
    Text(Cow<'static, str>),
    /// An element with all that is in it.
    Element(web_sys::Element),
    /// Several pieces, one after the other.
    Many(Vec<View>),
    /// A piece that is built anew whenever a signal that it reads changes.
    Live(Box<dyn Fn() -> View>),
}

/// What a component with content is given.
pub type Children = Box<dyn FnOnce() -> View>;

/// A view that may be wanted more than once.
#[derive(Clone)]
pub struct ViewFn(Rc<dyn Fn() -> View>);

impl ViewFn {
    /// Builds it.
    pub fn run(&self) -> View {
        (self.0)()
    }
}

impl<F, V> From<F> for ViewFn
where
    F: Fn() -> V + 'static,
    V: IntoView,
{
    fn from(build: F) -> Self {
        Self(Rc::new(move || build().into_view()))
    }
}

/// Builds the app at the head of the body, for as long as the page lives: the first link of the page is
/// then its own.
pub fn mount(app: fn() -> View) {
    // An error says that the executor is there already.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(|| {
        if let Some(body) = document().body() {
            app().place(&body, body.first_child().as_ref());
        }
    });
    std::mem::forget(owner);
}

impl View {
    fn place(self, parent: &Node, before: Option<&Node>) {
        match self {
            Self::Nothing => {}
            Self::Text(words) => insert(parent, &document().create_text_node(&words), before),
            Self::Element(element) => insert(parent, &element, before),
            Self::Many(views) => {
                for view in views {
                    view.place(parent, before);
                }
            }
            Self::Live(build) => place_live(parent, before, build),
        }
    }
}

fn insert(parent: &Node, node: &Node, before: Option<&Node>) {
    // It only fails for a tree that cannot be, such as a parent inside its child.
    let _ = parent.insert_before(node, before);
}

fn place_live(parent: &Node, before: Option<&Node>, build: Box<dyn Fn() -> View>) {
    let start = document().create_text_node("");
    let end = document().create_text_node("");
    insert(parent, &start, before);
    insert(parent, &end, before);
    let mut words: Option<Text> = None;
    follow(move || match (build(), &words) {
        (View::Text(new), Some(shown)) => {
            if shown.data() != new {
                shown.set_data(&new);
            }
        }
        (view, _) => {
            clear(&start, &end);
            words = None;
            let Some(parent) = end.parent_node() else {
                return;
            };
            if let View::Text(new) = view {
                let node = document().create_text_node(&new);
                insert(&parent, &node, Some(&end));
                words = Some(node);
            } else {
                view.place(&parent, Some(&end));
            }
        }
    });
}

/// Runs now and whenever a signal that was read changes, until the part of the page around it goes.
fn follow(run: impl FnMut() + 'static) {
    follow_boxed(Box::new(run));
}

fn follow_boxed(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_: Option<()>| run());
    // The owner drops it together with everything else that belongs to this part of the page.
    let _ = StoredValue::new_local(effect);
}

/// Runs once the page has been built, and then whenever a signal that was read changes.
pub fn effect(run: impl FnMut() + 'static) {
    effect_boxed(Box::new(run));
}

fn effect_boxed(run: Box<dyn FnMut()>) {
    Effect::new(run);
}

/// Removes everything between two markers.
fn clear(start: &Node, end: &Node) {
    while let Some(node) = start.next_sibling().filter(|node| node != end) {
        let Some(parent) = node.parent_node() else {
            return;
        };
        let _ = parent.remove_child(&node);
    }
}
