//! One organization: everything known of it, where that comes from, how to get there, and "file here".

mod maps;
mod model;
mod trust;

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::geo::Precision;
use contract::hours::open_state;
use contract::kinds::{DisputeField, Service};
use contract::organization::{OrganizationView, SearchQuery};
use contract::phone::tel_link;
use contract::problem::ProblemCode;

use crate::api::{self, Answer, ApiFailure, Load};
use crate::components::{
    Back, ButtonLink, Failure, HelpLine, Notice, PageTitle, PastNotice, Tags, Waiting, limits, tags,
};
use crate::i18n::{Text, hours_lines, text};
use crate::pages::kept::kept_pages;
use crate::pages::{current_route, tab_title};
use crate::platform::{clock, page};
use crate::routes::{Route, apply_path, find_path, organization_path, visit_path};
use crate::state::{address_field, stores};

/// The page.
#[component]
pub fn Organization() -> View {
    let route = current_route();
    let id = Memo::new(move |before: Option<&String>| match route.get() {
        Route::Organization(id) => id,
        // On the way to another page: keep what is shown until that one is there.
        _ => before.cloned().unwrap_or_default(),
    });
    let field = Signal::derive(address_field);
    let found = RwSignal::new(Load::Waiting);
    let past = RwSignal::new(None);
    let load = move |wanted: String| {
        found.set(Load::Waiting);
        past.set(None);
        spawn_local(async move {
            let answer = api::organization(&wanted).await;
            // By now another organization may be asked for, or the page may be gone.
            if id.try_get_untracked().as_ref() == Some(&wanted) {
                let (view, old) = Answer::unpack(answer);
                past.try_set(old);
                found.try_set(view);
            }
        });
    };
    effect(move || load(id.get()));
    let retry = Callback::new(move |()| load(id.get_untracked()));
    effect(move || {
        if let Load::Ready(view) = found.get() {
            page::before_paint(move || page::set_title(&tab_title(&view.card.name)));
        }
    });
    let all = find_path(&SearchQuery {
        field: field.get_untracked(),
        ..SearchQuery::default()
    });
    // A list that led here has shown the name already.
    let searches = stores().searches;
    let title = Signal::derive(move || match found.get() {
        Load::Ready(view) => view.card.name.clone(),
        Load::Failed(failure) if is_unknown(&failure) => {
            text(Text::OrganizationUnknownTitle).to_owned()
        }
        _ => searches.card(&id.get()).map_or_else(
            || text(Text::OrganizationTitle).to_owned(),
            |card| card.name,
        ),
    });
    view! {
        <div class="organization wide">
            <div class="organization-head">
                <Back otherwise=all/>
                <PageTitle words=title/>
                {move || match found.get() {
                    Load::Ready(view) => view! { {trust::brand(&view)} {doubts(&view)} },
                    _ => View::Nothing,
                }}
                <PastNotice past on_retry=retry/>
            </div>
            {move || match found.get() {
                Load::Waiting => view! { <Waiting/> },
                Load::Failed(failure) if is_unknown(&failure) => unknown(),
                Load::Failed(failure) => view! { <Failure failure on_retry=retry/> },
                Load::Ready(view) => everything(&view, field.get()),
            }}
            {move || found.with(|load| kept_pages(load, field.get()))}
        </div>
    }
}

fn is_unknown(failure: &ApiFailure) -> bool {
    failure.code() == Some(ProblemCode::OrganizationNotFound)
}

/// No organization with this id: the ways on.
fn unknown() -> View {
    view! {
        <p class="lead">{text(Text::OrganizationUnknown)}</p>
        <ButtonLink
            href=find_path(&SearchQuery::default())
            words=text(Text::FindEmptyAll)
        />
        <HelpLine/>
    }
}

/// What nobody has checked, beside the name: whoever reads no further knows at least this.
fn doubts(view: &OrganizationView) -> View {
    let doubts = model::doubts(view);
    let line = |words: &Text| view! { <li>{text(*words)}</li> };
    (!doubts.is_empty())
        .then(|| view! { <ul class="doubts">{doubts.iter().map(line).collect_view()}</ul> })
        .into_view()
}

fn everything(view: &OrganizationView, field: Option<DisputeField>) -> View {
    let facts = model::facts(view)
        .into_iter()
        .map(|(name, lines)| fact(name, lines.into_iter().map(line).collect_view()));
    view! {
        <div class="organization-act">
            <Tags tags=tags(&view.card, open_state(&view.card.hours, clock::week_minute()))/>
            {limits(&view.card)
                .map(|(_, words)| view! { <Notice><p>{text(words)}</p></Notice> })}
            <dl class="facts card">{phones(view)} {hours(view)} {place(view)}</dl>
            {act(view, field)}
        </div>
        <div class="organization-facts">
            <dl class="facts card">{facts.collect_view()} {tariff(view)} {parent(view, field)}</dl>
            {trust::mediators(&view.mediators)}
            {trust::cases(&view.cases)}
            {source(view, field)}
        </div>
    }
}

/// What can be asked of it.
fn act(view: &OrganizationView, field: Option<DisputeField>) -> Option<View> {
    let card = &view.card;
    let checks = card.services.contains(&Service::LegalHealthCheck);
    let ways = [
        (card.kind.mediates()).then(|| (apply_path(&card.id, field), Text::CardApply)),
        checks.then(|| (visit_path(&card.id), Text::VisitAsk)),
    ];
    let link = |(at, (href, words)): (usize, (String, Text))| {
        let class = if at == 0 {
            "button button-wide"
        } else {
            "button button-wide button-secondary"
        };
        view! {
            <a class=class href=href>
                {text(words)}
            </a>
        }
    };
    let links: Vec<View> = ways.into_iter().flatten().enumerate().map(link).collect();
    (!links.is_empty()).then(|| view! { <div class="act-bar no-print">{links}</div> })
}

fn fact(name: Text, value: View) -> View {
    view! {
        <div>
            <dt>{text(name)}</dt>
            <dd>{value}</dd>
        </div>
    }
}

fn line(words: String) -> View {
    view! { <p>{words}</p> }
}

fn absent(words: Text) -> View {
    view! { <p class="muted">{text(words)}</p> }
}

fn phones(view: &OrganizationView) -> View {
    let phone = |phone: &String| match tel_link(phone) {
        Some(href) => view! { <p><a class="phone" href=href>{phone.clone()}</a></p> },
        None => line(phone.clone()),
    };
    let value = if view.card.phones.is_empty() {
        view! {
            {absent(Text::PhoneUnknown)}
            <p><a class="phone" href="tel:12348">{text(Text::HelpLine)}</a></p>
        }
    } else {
        view.card.phones.iter().map(phone).collect_view()
    };
    fact(Text::FactPhone, value)
}

fn hours(view: &OrganizationView) -> Option<View> {
    let mut lines = hours_lines(&view.card.hours);
    lines.extend(view.hours_note.clone());
    (!lines.is_empty()).then(|| {
        let value = view! {
            {lines.into_iter().map(line).collect_view()}
            <p class="muted">{text(Text::HoursUsual)}</p>
        };
        fact(Text::FactHours, value)
    })
}

fn place(view: &OrganizationView) -> View {
    let address = match view.address.clone() {
        Some(address) => line(address),
        None => absent(Text::AddressUnknown),
    };
    let link = |link: maps::MapLink| {
        // The phone's own app opens over the page: an empty tab would stay behind.
        let page = link.href.starts_with("https");
        view! {
            <li>
                <a
                    class="chip"
                    href=link.href
                    target=page.then_some("_blank")
                    rel="external noopener noreferrer"
                >
                    {link.name}
                </a>
            </li>
        }
    };
    let value = view! {
        {address}
        <p class="muted no-print">{text(Text::MapsLead)}</p>
        <ul class="chips no-print">
            {maps::map_links(view).into_iter().map(link).collect_view()}
        </ul>
    };
    fact(Text::FactAddress, value)
}

fn tariff(view: &OrganizationView) -> impl IntoView {
    view.tariff_url.clone().map(|href| {
        let link = outside(href, text(Text::TariffLink).to_owned());
        fact(Text::FactTariff, link)
    })
}

fn parent(view: &OrganizationView, field: Option<DisputeField>) -> impl IntoView {
    view.parent.clone().map(move |parent| {
        let href = organization_path(&parent.id, field);
        let link = view! { <a href=href>{parent.name}</a> };
        fact(Text::FactParent, link)
    })
}

/// Where all this was published and when it was last checked.
fn source(view: &OrganizationView, field: Option<DisputeField>) -> View {
    let source = &view.source;
    // GeoNames asks for credit wherever its points are used.
    let estimated = view
        .card
        .position
        .is_some_and(|position| position.precision != Precision::Exact);
    let title = match source.url.clone() {
        Some(href) => outside(href, source.title.clone()),
        None => source.title.clone().into_view(),
    };
    let report = Route::Report(view.card.id.clone()).to_path_for(field);
    view! {
        <section class="source">
            <h2>{text(Text::SourceTitle)}</h2>
            <p>{title}</p>
            <p class="muted">
                {model::published_words(source)} {model::verified_words(source)}
            </p>
            {estimated.then(|| view! { <p class="muted">{text(Text::SourcePlaces)}</p> })}
            <p class="no-print">
                <a class="source-wrong" href=report>
                    {text(Text::ReportLink)}
                </a>
            </p>
        </section>
    }
}

fn outside(href: String, words: String) -> View {
    view! {
        <a href=href target="_blank" rel="external noopener noreferrer">
            {words}
        </a>
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use contract::kinds::OrganizationKind;
    use contract::organization::{DataSource, OrganizationCard};

    /// An organization of which little is known.
    pub(crate) fn view() -> OrganizationView {
        OrganizationView {
            card: OrganizationCard {
                id: "o1".into(),
                name: "示例街道人民调解委员会".into(),
                kind: OrganizationKind::PeoplesCommittee,
                region_name: "南京市 鼓楼区".into(),
                distance_m: None,
                position: None,
                hours: Vec::new(),
                fee: None,
                services: Vec::new(),
                phones: Vec::new(),
            },
            level: None,
            region: None,
            parent: None,
            fields: Vec::new(),
            fields_from_name: false,
            address: None,
            hours_note: None,
            tariff_url: None,
            license: None,
            brand: None,
            step_free: None,
            languages: Vec::new(),
            mediators: Vec::new(),
            cases: Vec::new(),
            record: None,
            source: DataSource {
                title: "示例".into(),
                url: None,
                published: None,
                verified: None,
            },
        }
    }
}
