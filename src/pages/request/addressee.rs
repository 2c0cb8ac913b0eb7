//! The organization a request goes to: what the directory knows of it, and what a person should know before
//! sending: that it may not take this, or that it may charge.

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::draft::{Code, Field, Issue};
use contract::kinds::{DisputeField, Service, Topic};
use contract::organization::{OrganizationView, SearchQuery};
use contract::problem::ProblemCode;
use contract::region::RegionCode;

use super::form::Form;
use super::model::find_again_path;
use crate::api;
use crate::components::{Notice, Tone};
use crate::i18n::{Text, field_official, fill, text};
use crate::routes::find_path;
use crate::state::draft::Kept;

/// Asks the server for the organization. One that is gone is an issue like any other; without an answer
/// nothing is said of it and everything else works.
pub fn look_up(form: Form) {
    let id = form
        .drafts
        .kept()
        .with_untracked(|kept| kept.draft.organization.clone());
    if id.is_empty() {
        return;
    }
    spawn_local(async move {
        match api::addressee(&id).await {
            Ok(view) if form.drafts.addressed_to(&id) => {
                let name = &view.card.name;
                let known = form
                    .drafts
                    .kept()
                    .with_untracked(|kept| kept.organization_name == *name);
                if !known {
                    form.drafts
                        .amend(|kept| kept.organization_name.clone_from(name));
                }
                form.addressee.try_set(Some(view));
            }
            Err(failure) if failure.code() == Some(ProblemCode::OrganizationNotFound) => {
                form.note(Issue::new(Field::Organization, Code::NoSuchOrganization));
            }
            _ => {}
        }
    });
}

/// Why the organization may not be the one for this, as far as the directory tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Misfit {
    /// It takes other disputes.
    Field,
    /// It is for another area.
    Area,
    /// Foreigners are part of it, and nothing says that it can deal with that.
    Foreign,
}

fn misfit(view: &OrganizationView, kept: &Kept) -> Option<Misfit> {
    let draft = &kept.draft;
    let foreign = Topic::from_wire(&draft.topic) == Topic::ForeignRelated
        && !view.card.services.contains(&Service::ForeignRelated)
        && view.languages.is_empty();
    // Of a region that was guessed, nobody has said yet that they are there.
    let elsewhere = !kept.region_guessed
        && RegionCode::parse(&draft.region).is_some_and(|region| view.is_elsewhere(region));
    if view.takes_others(DisputeField::from_wire(&draft.field)) {
        Some(Misfit::Field)
    } else if elsewhere {
        Some(Misfit::Area)
    } else {
        foreign.then_some(Misfit::Foreign)
    }
}

/// Says that the organization may not be the one for this, with the way to others.
pub fn misfit_notice(form: Form) -> View {
    let kept = form.drafts.kept();
    let found = Memo::new(move |_| {
        form.addressee.with(|view| {
            let view = view.as_ref()?;
            kept.with(|kept| misfit(view, kept))
        })
    });
    view! {
        <div role="status">
            {move || {
                found
                    .get()
                    .and_then(|found| {
                        form.addressee
                            .with_untracked(|view| Some(said(form, found, view.as_ref()?)))
                    })
            }}
        </div>
    }
}

fn said(form: Form, found: Misfit, view: &OrganizationView) -> View {
    let kept = form.drafts.kept();
    let (field, mut path) = kept.with_untracked(|kept| {
        let field = DisputeField::from_wire(&kept.draft.field);
        (field, find_again_path(&kept.draft))
    });
    let words = match found {
        Misfit::Field => Text::MisfitField,
        Misfit::Area => Text::MisfitArea,
        Misfit::Foreign => {
            path = find_path(&SearchQuery {
                service: Some(Service::ForeignRelated),
                ..SearchQuery::default()
            });
            Text::MisfitForeign
        }
    };
    let words = fill(
        words,
        &[
            ("organization", &view.card.name),
            ("field", field_official(field)),
            ("region", &view.card.region_name),
        ],
    );
    view! {
        <Notice tone=Tone::Wrong>
            <p>{words}</p>
            <a class="text-action" href=path on:click=move |_| form.drafts.move_on()>
                {text(Text::MisfitFind)}
            </a>
        </Notice>
    }
}

/// Whether the organization may charge: by the directory, or because the server asked for that consent.
pub fn may_charge(form: Form) -> Memo<bool> {
    let asked = form.error(Field::ConsentFee);
    Memo::new(move |_| {
        let known = form.addressee.with(|view| {
            view.as_ref()
                .is_some_and(|view| view.card.kind.may_charge(view.card.fee))
        });
        known || asked.with(Option::is_some)
    })
}

/// What to know of the fee before agreeing to it.
pub fn fee_words(form: Form) -> View {
    let name = form
        .drafts
        .kept()
        .with_untracked(|kept| kept.organization_name.clone());
    let tariff = form
        .addressee
        .with_untracked(|view| view.as_ref()?.tariff_url.clone());
    view! {
        <p>{fill(Text::FeeMay, &[("organization", &name)])}</p>
        {tariff
            .map(|address| {
                view! {
                    <p class="consent-more">
                        <a href=address rel="noopener noreferrer" target="_blank">
                            {text(Text::FeeTariff)}
                        </a>
                    </p>
                }
            })}
    }
}
