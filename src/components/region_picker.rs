//! City, county, township: three native lists, each filled once the one above it is chosen.

use crate::view::prelude::*;
use contract::region::{Region, RegionCode, RegionLevel};

use crate::api::Load;
use crate::components::Failure;
use crate::i18n::{Text, text};
use crate::state::stores;

/// One of the three lists.
struct List {
    level: RegionLevel,
    label: Text,
    /// What the list says while nothing is chosen in it.
    nothing: Text,
}

const LISTS: [List; 3] = [
    List {
        level: RegionLevel::City,
        label: Text::PickerCity,
        nothing: Text::PickerWholeProvince,
    },
    List {
        level: RegionLevel::County,
        label: Text::PickerCounty,
        nothing: Text::PickerWholeCity,
    },
    List {
        level: RegionLevel::Township,
        label: Text::PickerTownship,
        nothing: Text::PickerWholeCounty,
    },
];

/// Three lists that choose a region. Choosing "the whole …" goes back to the region above; the whole
/// province is `None`.
#[component]
pub fn RegionPicker(
    /// Id of the first list; the others add `-county` and `-township`.
    id: &'static str,
    /// The region chosen.
    #[prop(into)]
    value: Signal<Option<RegionCode>>,
    /// Called with every choice.
    on_change: Callback<Option<RegionCode>>,
    /// What the lists say while nothing is chosen, instead of "the whole …": for forms that need an answer.
    #[prop(optional)]
    nothing: Option<Text>,
    /// Ids of what describes the lists, for screen readers.
    #[prop(optional, into)]
    described_by: Signal<Option<String>>,
    /// Whether the choice breaks a rule.
    #[prop(optional, into)]
    invalid: Signal<bool>,
) -> View {
    let list = move |list: List| {
        let id = match list.level {
            RegionLevel::County => [id, "-county"].concat(),
            RegionLevel::Township => [id, "-township"].concat(),
            _ => id.to_owned(),
        };
        region_list(
            id,
            text(list.label),
            text(nothing.unwrap_or(list.nothing)),
            list.level,
            value,
            on_change,
            described_by,
            invalid,
        )
    };
    view! { <div class="region-picker">{LISTS.map(list).collect_view()}</div> }
}

#[allow(clippy::too_many_arguments, reason = "the inside of one component")]
fn region_list(
    id: String,
    label: &'static str,
    nothing: &'static str,
    level: RegionLevel,
    value: Signal<Option<RegionCode>>,
    on_change: Callback<Option<RegionCode>>,
    described_by: Signal<Option<String>>,
    invalid: Signal<bool>,
) -> View {
    let regions = stores().regions;
    // The region whose parts this list offers; `None` while the list above has no choice.
    let above = Memo::new(move |_| match level {
        RegionLevel::City => Some(RegionCode::JIANGSU),
        RegionLevel::County => value
            .get()
            .and_then(|code| at_level(code, RegionLevel::City)),
        _ => value
            .get()
            .and_then(|code| at_level(code, RegionLevel::County)),
    });
    let chosen = Memo::new(move |_| value.get().and_then(|code| at_level(code, level)));
    let tries = RwSignal::new(0_u8);
    let load = Memo::new(move |_| {
        tries.track();
        above.get().map(|code| Same(regions.get(code)))
    });
    let arrived = move || load.get().map(|Same(load)| load.get());
    let option = move |region: &Region| {
        let code = region.code;
        view! {
            <option value=code.to_string() prop:selected=move || chosen.get() == Some(code)>
                {region.name.clone()}
            </option>
        }
    };
    let label_for = id.clone();
    view! {
        <label class="select-field" for=label_for>
            {label}
            <select
                id=id
                class="select"
                disabled=move || {
                    !matches!(arrived(), Some(Load::Ready(view)) if !view.children.is_empty())
                }
                aria-describedby=described_by
                aria-invalid=move || invalid.get().then_some("true")
                on:change=move |change| {
                    let picked = RegionCode::parse(&event_target_value(&change));
                    on_change.run(picked.or(above.get_untracked().filter(|code| *code != RegionCode::JIANGSU)));
                }
            >
                <option value="" prop:selected=move || chosen.get().is_none()>
                    {nothing}
                </option>
                {move || match arrived() {
                    Some(Load::Ready(view)) => view.children.iter().map(option).collect_view(),
                    _ => View::Nothing,
                }}
            </select>
        </label>
        {move || match arrived() {
            Some(Load::Failed(failure)) => {
                let retry = Callback::new(move |()| tries.update(|tries| *tries = tries.wrapping_add(1)));
                view! { <Failure failure on_retry=retry/> }
            }
            _ => View::Nothing,
        }}
    }
}

/// The region of this level that holds `code`.
fn at_level(code: RegionCode, level: RegionLevel) -> Option<RegionCode> {
    std::iter::successors(Some(code), |code| code.parent()).find(|code| code.level() == level)
}

/// A signal compared by identity, so that a memo passes on another signal and not every change in it.
#[derive(Clone)]
struct Same(crate::state::RegionLoad);

impl PartialEq for Same {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_region_above_at_each_level() {
        let code = |text| RegionCode::parse(text);
        let township = code("320106003").unwrap_or(RegionCode::JIANGSU);
        assert_eq!(at_level(township, RegionLevel::City), code("320100"));
        assert_eq!(at_level(township, RegionLevel::County), code("320106"));
        assert_eq!(at_level(township, RegionLevel::Township), Some(township));
        assert_eq!(at_level(RegionCode::JIANGSU, RegionLevel::City), None);
    }
}
