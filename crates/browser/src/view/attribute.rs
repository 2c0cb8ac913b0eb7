//! What an attribute, a property or a class can be set to.

use std::borrow::Cow;

use leptos::prelude::{Get, Memo, RwSignal, Signal};

/// A value as it is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(Cow<'static, str>),
    /// There or not.
    Flag(bool),
}

/// A value that stays, or one that follows its signals.
pub enum Attribute {
    /// Set once; `None` is not set at all.
    Fixed(Option<Value>),
    /// Set again whenever a signal that it reads changes.
    Live(Box<dyn Fn() -> Option<Value>>),
}

/// Everything that a value can be written as.
pub trait IntoAttribute {
    /// The value, or how to get it.
    fn into_attribute(self) -> Attribute;
}

/// What a value can be at one moment.
pub trait IntoValue {
    /// The value; `None` where there is none.
    fn into_value(self) -> Option<Value>;
}

impl IntoValue for &'static str {
    fn into_value(self) -> Option<Value> {
        Some(Value::Text(Cow::Borrowed(self)))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Option<Value> {
        Some(Value::Text(Cow::Owned(self)))
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Option<Value> {
        Some(Value::Flag(self))
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Option<Value> {
        self.and_then(T::into_value)
    }
}

macro_rules! fixed {
    ($($kind:ty),+) => {
        $(impl IntoAttribute for $kind {
            fn into_attribute(self) -> Attribute {
                Attribute::Fixed(self.into_value())
            }
        })+
    };
}
fixed!(&'static str, String, bool);

impl<T: IntoValue> IntoAttribute for Option<T> {
    fn into_attribute(self) -> Attribute {
        Attribute::Fixed(self.into_value())
    }
}

macro_rules! live {
    ($($signal:ident),+) => {
        $(impl<T: IntoValue + Clone + Send + Sync + 'static> IntoAttribute for $signal<T> {
            fn into_attribute(self) -> Attribute {
                Attribute::Live(Box::new(move || self.get().into_value()))
            }
        })+
    };
}
live!(Signal, Memo, RwSignal);

impl<F, T> IntoAttribute for F
where
    F: Fn() -> T + 'static,
    T: IntoValue,
{
    fn into_attribute(self) -> Attribute {
        Attribute::Live(Box::new(move || self().into_value()))
    }
}
