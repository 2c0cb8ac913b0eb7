//! A list of organizations: waiting, failed, found, and the next page of it.

use std::rc::Rc;

use crate::view::prelude::*;
use contract::organization::{OrganizationCard as Card, SearchView};

use crate::api::Load;
use crate::components::{
    Button, Failure, Look, PastNotice, Waiting, Want, failure_words, organization_card,
};
use crate::i18n::{Text, fill, text};
use crate::platform::page;
use crate::state::{More, Search};

/// As many cards as a phone's screen shows, and how many more come with each frame after that.
const SCREEN: usize = 3;
const STEP: usize = 6;

/// The results of a search. Those in the region searched in come first; the others follow under a title of
/// their own.
#[component]
pub fn Results(
    /// The search.
    search: Search,
    /// What is searched for.
    #[prop(into)]
    want: Signal<Want>,
    /// What to show when nothing was found.
    #[prop(into)]
    empty: ViewFn,
) -> impl IntoView {
    let results = search.results();
    // An answer that was waited for is shown bit by bit. A list that is there at once or grows is whole: the page
    // returns to where it was, or stays there.
    let waited = StoredValue::new(false);
    let list = move |cards: &Rc<[Card]>, now: usize, whole: RwSignal<bool>| {
        let cards = bit_by_bit(Rc::clone(cards), 0, now, want.get_untracked(), whole);
        view! { <ul class="cards">{cards}</ul> }
    };
    let found = move || match results.get() {
        Load::Waiting => {
            waited.set_value(true);
            view! { <Waiting/> }
        }
        Load::Failed(failure) => {
            let retry = Callback::new(move |()| search.retry());
            view! { <Failure failure on_retry=retry/> }
        }
        Load::Ready(view) if view.organizations.is_empty() => empty.run(),
        Load::Ready(view) => {
            let now = if waited.get_value() {
                SCREEN
            } else {
                usize::MAX
            };
            waited.set_value(false);
            let left = left(&view);
            let (here, elsewhere) = split(&view);
            let (here, elsewhere) = (owned(here), owned(elsewhere));
            let divided = !here.is_empty() && !elsewhere.is_empty();
            // What comes below waits for what is above: nothing moves once it is there.
            let whole = RwSignal::new(here.is_empty());
            let then = if here.is_empty() { now } else { now.max(STEP) };
            let below = move || {
                (whole.get() && !elsewhere.is_empty()).then(|| {
                    view! {
                        {divided.then(|| view! { <h2 class="elsewhere">{text(Text::FindElsewhere)}</h2> })}
                        {list(&elsewhere, then, RwSignal::new(false))}
                    }
                })
            };
            view! {
                {(!here.is_empty()).then(|| list(&here, now, whole))}
                {below}
                {next_page(search, left)}
            }
        }
    };
    let retry = Callback::new(move |()| search.retry());
    view! {
        <PastNotice past=search.past() on_retry=retry/>
        {found}
    }
}

fn owned(cards: Vec<&Card>) -> Rc<[Card]> {
    cards.into_iter().cloned().collect()
}

/// The cards from this one on: so many now, and a few more each time these are on the screen. Tells when all are
/// there.
fn bit_by_bit(
    cards: Rc<[Card]>,
    from: usize,
    now: usize,
    want: Want,
    whole: RwSignal<bool>,
) -> View {
    let next = from.saturating_add(now);
    let seen = RwSignal::new(false);
    if next < cards.len() {
        page::after_paint(move || {
            seen.try_set(true);
        });
    } else {
        whole.set(true);
    }
    let now = cards.iter().skip(from).take(now);
    let now = now.map(|card| organization_card(card, want)).collect_view();
    let later = move || {
        let cards = Rc::clone(&cards);
        seen.get()
            .then(|| bit_by_bit(cards, next, STEP, want, whole))
    };
    view! {
        {now}
        {later}
    }
}

/// The organizations in the order of the list.
pub fn in_order(view: &SearchView) -> Vec<&Card> {
    let (mut here, elsewhere) = split(view);
    here.extend(elsewhere);
    here
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
        let order: Vec<&str> = in_order(&in_region)
            .into_iter()
            .map(|card| card.region_name.as_str())
            .collect();
        assert_eq!(order, [names[0], names[2], names[1]]);
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
