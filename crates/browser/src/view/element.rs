//! One element, built from the outside in.

use js_sys::Reflect;
use leptos::ev::EventDescriptor;
use leptos::prelude::{StoredValue, document};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};
use web_sys::Event;

use super::{Attribute, IntoAttribute, IntoView, Value, View, follow};

/// An element that is being built.
pub struct Element(web_sys::Element);

type Apply = fn(&web_sys::Element, &'static str, Option<&Value>);

impl Element {
    /// An HTML element.
    pub fn new(tag: &str) -> Self {
        // It throws for a malformed name only, and every name is written in the source.
        Self(document().create_element(tag).unwrap_throw())
    }

    /// An SVG element.
    pub fn svg(tag: &str) -> Self {
        const NAMESPACE: Option<&str> = Some("http://www.w3.org/2000/svg");
        Self(document().create_element_ns(NAMESPACE, tag).unwrap_throw())
    }

    /// Sets an attribute. `true` sets it empty, `false` and `None` leave it out.
    pub fn attr(self, name: &'static str, value: impl IntoAttribute) -> Self {
        self.set(name, value.into_attribute(), apply_attribute)
    }

    /// Sets a property of the element's object, which is what counts after a person has typed.
    pub fn prop(self, name: &'static str, value: impl IntoAttribute) -> Self {
        self.set(name, value.into_attribute(), apply_property)
    }

    /// Adds a class while the value is `true`.
    pub fn toggle_class(self, name: &'static str, value: impl IntoAttribute) -> Self {
        self.set(name, value.into_attribute(), apply_class)
    }

    /// Calls back on an event.
    pub fn on<E>(self, event: E, mut handler: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.listen(
            &event.name(),
            Box::new(move |event| handler(event.unchecked_into())),
        )
    }

    /// Adds what is in it.
    pub fn child(self, child: impl IntoView) -> Self {
        self.add(child.into_view())
    }

    pub(super) fn finish(self) -> web_sys::Element {
        self.0
    }

    fn add(self, child: View) -> Self {
        child.place(&self.0, None);
        self
    }

    fn set(self, name: &'static str, value: Attribute, apply: Apply) -> Self {
        match value {
            Attribute::Fixed(value) => apply(&self.0, name, value.as_ref()),
            Attribute::Live(value) => {
                let element = self.0.clone();
                let mut shown = None;
                follow(move || {
                    let value = Some(value());
                    if shown != value {
                        shown = value;
                        apply(&element, name, shown.as_ref().and_then(Option::as_ref));
                    }
                });
            }
        }
        self
    }

    fn listen(self, name: &str, handler: Box<dyn FnMut(Event)>) -> Self {
        let handler = Closure::wrap(handler);
        let listener = handler.as_ref().unchecked_ref();
        let _ = self.0.add_event_listener_with_callback(name, listener);
        // The owner drops it together with the part of the page that the element is in.
        let _ = StoredValue::new_local(handler);
        self
    }
}

fn apply_attribute(element: &web_sys::Element, name: &'static str, value: Option<&Value>) {
    let _ = match value {
        Some(Value::Text(words)) => element.set_attribute(name, words),
        Some(Value::Flag(true)) => element.set_attribute(name, ""),
        Some(Value::Flag(false)) | None => element.remove_attribute(name),
    };
}

fn apply_property(element: &web_sys::Element, name: &'static str, value: Option<&Value>) {
    let value = match value {
        Some(Value::Text(words)) => JsValue::from_str(words),
        Some(Value::Flag(flag)) => JsValue::from_bool(*flag),
        None => JsValue::UNDEFINED,
    };
    let _ = Reflect::set(element, &JsValue::from_str(name), &value);
}

fn apply_class(element: &web_sys::Element, name: &'static str, value: Option<&Value>) {
    let on = matches!(value, Some(Value::Flag(true)));
    let _ = element.class_list().toggle_with_force(name, on);
}
