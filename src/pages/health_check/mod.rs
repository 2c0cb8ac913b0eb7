//! Legal health check for small firms: what it is, and who offers it.

use crate::view::prelude::*;
use contract::kinds::{OrganizationKind, Service};
use contract::organization::{Place, SearchQuery};

use crate::components::{Back, ButtonLink, HelpLine, Look, Notice, PageTitle, Results};
use crate::i18n::{Text, text};
use crate::routes::{Route, find_path};
use crate::state::Search;
use crate::state::place::remembered_region;

/// What happens in a check, step by step.
const STEPS: [Text; 4] = [
    Text::HealthStepSelf,
    Text::HealthStepExperts,
    Text::HealthStepReport,
    Text::HealthStepReturn,
];

/// Near the region last looked in.
fn near(query: SearchQuery) -> SearchQuery {
    SearchQuery {
        place: remembered_region().map(Place::In),
        ..query
    }
}

/// Organizations that say they offer the check.
fn offering() -> SearchQuery {
    near(SearchQuery {
        service: Some(Service::LegalHealthCheck),
        ..SearchQuery::default()
    })
}

/// Public legal services, which can be asked where none is listed.
fn public_services() -> SearchQuery {
    near(SearchQuery {
        kind: Some(OrganizationKind::PublicLegalService),
        ..SearchQuery::default()
    })
}

/// The page.
#[component]
pub fn HealthCheck() -> View {
    let search = Search::new(Memo::new(|_| offering()));
    let step = |words: Text| view! { <li>{text(words)}</li> };
    view! {
        <div class="health wide">
            <div class="health-words">
                <Back otherwise=Route::Home/>
                <PageTitle words=text(Text::HealthCheckTitle).to_owned()/>
                <p class="lead">{text(Text::HealthLead)}</p>
                <p>{text(Text::HealthWho)}</p>
                <h2>{text(Text::HealthStepsTitle)}</h2>
                <ol class="numbered">{STEPS.map(step).collect_view()}</ol>
                <p class="muted">{text(Text::HealthSource)}</p>
            </div>
            <div class="health-list">
                <h2>{text(Text::HealthOffering)}</h2>
                <Results search field=None empty=instead/>
                <HelpLine/>
            </div>
        </div>
    }
}

/// Nobody is listed as offering the check: whom to ask.
fn instead() -> View {
    let search = Search::new(Memo::new(|_| public_services()));
    view! {
        <Notice>
            <p>{text(Text::HealthNone)}</p>
        </Notice>
        <Results search field=None empty=|| ()/>
        <ButtonLink
            href=find_path(&public_services())
            words=text(Text::HealthOtherPlace)
            look=Look::Quiet
        />
    }
}
