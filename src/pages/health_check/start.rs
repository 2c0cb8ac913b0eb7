//! The first screen: what a health check is, the way into the one that a firm does by itself, and who offers one.

use crate::view::prelude::*;
use contract::checkup::Dimension;
use contract::kinds::{OrganizationKind, Service};
use contract::organization::{Place, SearchQuery};

use crate::components::{Back, ButtonLink, HelpLine, Look, Notice, PageTitle, Results, Want};
use crate::i18n::{Text, text};
use crate::routes::{CheckupScreen, Route, find_path};
use crate::state::place::remembered_region;
use crate::state::{Checkup, Search};

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
pub fn offering() -> SearchQuery {
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

/// The screen.
pub fn start(checkup: Checkup) -> View {
    let search = Search::new(Memo::new(|_| offering()));
    let step = |words: Text| view! { <li>{text(words)}</li> };
    view! {
        <div class="health wide">
            <div class="health-words">
                <Back otherwise=Route::Home/>
                <PageTitle words=text(Text::HealthCheckTitle).to_owned()/>
                <p class="lead">{text(Text::HealthLead)}</p>
                {by_oneself(checkup)}
                <p>{text(Text::HealthWho)}</p>
                <h2>{text(Text::HealthStepsTitle)}</h2>
                <ol class="numbered">{STEPS.map(step).collect_view()}</ol>
                <p class="muted">{text(Text::HealthSource)}</p>
            </div>
            <div class="health-list">
                <h2>{text(Text::HealthOffering)}</h2>
                <Results search want=Want::HealthCheck empty=instead/>
                <HelpLine/>
            </div>
        </div>
    }
}

/// The way into the check that a firm does by itself. Where that was begun, it leads to the first question that is
/// still open, and past the last one to the result.
fn by_oneself(checkup: Checkup) -> View {
    let begun = checkup.kept().with_untracked(|kept| kept.has_answers());
    let (screen, words) = if begun {
        (CheckupScreen::Result, Text::CheckupGoOn)
    } else {
        (
            CheckupScreen::Part(Dimension::Awareness),
            Text::CheckupBegin,
        )
    };
    let says = [
        Text::CheckupStartPhone,
        Text::CheckupStartOffline,
        Text::CheckupNoAdvice,
    ];
    view! {
        <section class="card checkup-start">
            <h2>{text(Text::CheckupStart)}</h2>
            <p>{text(Text::CheckupStartWords)}</p>
            <ul>{says.map(|words| view! { <li>{text(words)}</li> }).collect_view()}</ul>
            <ButtonLink href=Route::Checkup(screen).to_path() words=text(words)/>
        </section>
    }
}

/// Nobody is listed as offering the check: whom to ask.
pub fn instead() -> View {
    let search = Search::new(Memo::new(|_| public_services()));
    view! {
        <Notice>
            <p>{text(Text::HealthNone)}</p>
        </Notice>
        <Results search want=Want::Advice empty=|| ()/>
        <ButtonLink
            href=find_path(&public_services())
            words=text(Text::HealthOtherPlace)
            look=Look::Quiet
        />
    }
}
