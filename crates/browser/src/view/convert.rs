//! Everything that can stand in a view.

use leptos::prelude::{Get, Memo, RwSignal, Signal};

use super::{Element, View};

/// Something that can stand in a view.
pub trait IntoView {
    /// The view of it.
    fn into_view(self) -> View;
}

/// Puts many views one after the other.
pub trait CollectView {
    /// All of them as one view.
    fn collect_view(self) -> View;
}

impl<I> CollectView for I
where
    I: IntoIterator<Item: IntoView>,
{
    fn collect_view(self) -> View {
        View::Many(self.into_iter().map(IntoView::into_view).collect())
    }
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for Element {
    fn into_view(self) -> View {
        View::Element(self.finish())
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::Nothing
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        View::Text(self.into())
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View::Text(self.into())
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        self.map_or(View::Nothing, T::into_view)
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    fn into_view(self) -> View {
        self.collect_view()
    }
}

impl<F, T> IntoView for F
where
    F: Fn() -> T + 'static,
    T: IntoView,
{
    fn into_view(self) -> View {
        View::Live(Box::new(move || self().into_view()))
    }
}

macro_rules! live {
    ($($signal:ident),+) => {
        $(impl<T: IntoView + Clone + Send + Sync + 'static> IntoView for $signal<T> {
            fn into_view(self) -> View {
                View::Live(Box::new(move || self.get().into_view()))
            }
        })+
    };
}
live!(Signal, Memo, RwSignal);
