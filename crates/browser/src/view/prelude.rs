//! What every page and component needs: Leptos' signals and components, and views of our own.

pub use leptos::prelude::{
    ArcRwSignal, Callable, Callback, Get, GetUntracked, GetValue, IsDisposed, Memo, RwSignal, Set,
    SetValue, Signal, StoredValue, Track, Update, UpdateValue, With, WithUntracked, WithValue,
    component, event_target_checked, event_target_value, untrack,
};
pub use view_macro::view;

pub use super::{Children, CollectView, IntoView, View, ViewFn, effect};
