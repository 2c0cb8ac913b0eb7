//! A list of organizations: waiting, failed, found, and the next page of it.

use crate::view::prelude::*;
use contract::kinds::DisputeField;
use contract::organization::{OrganizationCard as Card, SearchView};

use crate::api::Load;
use crate::components::{Button, Failure, Look, Waiting, failure_words, organization_card};
use crate::i18n::{Text, fill, text};
use crate::state::{More, Search};

/// The results of a search. Those in the region searched in come first; the others follow under a title of
/// their own.
#[component]
pub fn Results(
    /// The search.
    search: Search,
    /// The dispute searched for.
    #[prop(into)]
    field: Signal<Option<DisputeField>>,
    /// What to show when nothing was found.
    #[prop(into)]
    empty: ViewFn,
) -> impl IntoView {
    let results = search.results();
    let list = move |cards: Vec<&Card>| {
        let field = field.get_untracked();
        let cards = cards.into_iter().map(|card| organization_card(card, field));
        view! { <ul class="cards">{cards.collect_view()}</ul> }
    };
    move || match results.get() {
        Load::Waiting => view! { <Waiting/> },
        Load::Failed(failure) => {
            let retry = Callback::new(move |()| search.retry());
            view! { <Failure failure on_retry=retry/> }
        }
        Load::Ready(view) if view.organizations.is_empty() => empty.run(),
        Load::Ready(view) => {
            let left = left(&view);
            let (here, elsewhere) = split(&view);
            let divided = !here.is_empty() && !elsewhere.is_empty();
            view! {
                {(!here.is_empty()).then(|| list(here))}
                {divided.then(|| view! { <h2 class="elsewhere">{text(Text::FindElsewhere)}</h2> })}
                {(!elsewhere.is_empty()).then(|| list(elsewhere))}
                {next_page(search, left)}
            }
        }
    }
}

fn next_page(search: Search, left: Option<u32>) -> impl IntoView {
    let more = search.next_page();
    let left = left?;
    let words = Signal::derive(move || match more.get() {
        More::Waiting => text(Text::FindMoreBusy).to_owned(),
        _ => fill(Text::FindMore, &[("n", &left.to_string())]),
    });
    let busy = Signal::derive(move || more.get() == More::Waiting);
    Some(view! {
        <div class="more">
            {move || match more.get() {
                More::Failed(failure) => Some(view! { <p role="alert">{failure_words(&failure)}</p> }),
                _ => None,
            }}
            <Button
                words=words
                look=Look::Secondary
                busy=busy
                on_press=Callback::new(move |()| search.continue_list())
            />
        </div>
    })
}

/// How many the next page would add; `None` when there is no next page.
fn left(view: &SearchView) -> Option<u32> {
    let next = view.next_offset?;
    let page = u32::try_from(contract::organization::PAGE_SIZE).unwrap_or(u32::MAX);
    Some(view.total.saturating_sub(next).min(page))
}

/// The results within the region searched in, or the one it was widened to, and the others. Everything counts
/// as near when no region was searched in.
fn split(view: &SearchView) -> (Vec<&Card>, Vec<&Card>) {
    let within = view.widened_to.as_ref().or(view.region.as_ref());
    let within = within.map_or("", |region| &region.full_name);
    view.organizations
        .iter()
        .partition(|card| card.region_name.starts_with(within))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use contract::kinds::OrganizationKind;
    use contract::region::{Region, RegionCode};

    pub(crate) fn found(region: Option<&str>, names: &[&str], total: u32) -> SearchView {
        let card = |name: &&str| Card {
            id: "o1".into(),
            name: "示例".into(),
            kind: OrganizationKind::PeoplesCommittee,
            region_name: (*name).to_owned(),
            distance_m: None,
            position: None,
            hours: Vec::new(),
            fee: None,
            services: Vec::new(),
            phones: Vec::new(),
        };
        SearchView {
            total,
            region: region.map(|name| Region {
                code: RegionCode::JIANGSU,
                name: name.to_owned(),
                full_name: name.to_owned(),
                position: None,
            }),
            widened_to: None,
            organizations: names.iter().map(card).collect(),
            next_offset: None,
        }
    }

    #[test]
    fn what_is_here_comes_before_what_is_elsewhere() {
        let names = ["南京市 鼓楼区 宁海路街道", "南京市 玄武区", "南京市 鼓楼区"];
        let in_region = found(Some("南京市 鼓楼区"), &names, 3);
        let (here, elsewhere) = split(&in_region);
        assert_eq!((here.len(), elsewhere.len()), (2, 1));
        let anywhere = found(None, &names, 3);
        let (here, elsewhere) = split(&anywhere);
        assert_eq!((here.len(), elsewhere.len()), (3, 0));
    }

    #[test]
    fn the_button_says_how_many_more_there_are() {
        let view = |next_offset, total| SearchView {
            next_offset,
            ..found(None, &[], total)
        };
        assert_eq!(left(&view(Some(20), 150)), Some(20));
        assert_eq!(left(&view(Some(20), 23)), Some(3));
        assert_eq!(left(&view(None, 23)), None);
    }
}
