//! What a group shares, as the starter sees it before and whoever is invited sees it after.

use contract::group::Shared;
use contract::organization::OrganizationRef;

use super::model::against;
use crate::i18n::{Text, field_official, text};
use crate::view::prelude::*;

/// Where the requests go, what they are about and against whom.
pub fn facts(shared: &Shared, organization: &OrganizationRef) -> View {
    view! {
        <dl class="card answers-list group-facts">
            <div>
                <dt>{text(Text::GroupOrganization)}</dt>
                <dd>{organization.name.clone()}</dd>
            </div>
            <div>
                <dt>{text(Text::GroupAbout)}</dt>
                <dd>{field_official(shared.field)}</dd>
            </div>
            <div>
                <dt>{text(Text::GroupAgainst)}</dt>
                <dd>{against(shared).join("\n")}</dd>
            </div>
        </dl>
    }
}

/// An account of what happened, folded away.
pub fn story(summary: Text, story: Option<&str>) -> Option<View> {
    let story = story?.to_owned();
    Some(view! {
        <details class="sent">
            <summary>{text(summary)}</summary>
            <p class="fact">{story}</p>
        </details>
    })
}
