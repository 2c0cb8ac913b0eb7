//! What has happened, latest first; what only the organization reads is marked.

use contract::draft::Field;
use contract::personal::Corrected;
use contract::questions::Question;
use contract::request::{Audience, RequestView, TimelineEntry};
use contract::status::Actor;

use crate::i18n::{
    Text, actor_name, audience_name, facts, fill, happened, is_kept_inside, question_name, text,
    when,
};
use crate::view::prelude::*;

/// The timeline.
pub fn timeline(view: &RequestView) -> View {
    let entries = view.timeline.iter().rev().map(entry).collect_view();
    view! {
        <section class="section">
            <h2>{text(Text::CaseTimeline)}</h2>
            <ol class="timeline">{entries}</ol>
        </section>
    }
}

fn entry(entry: &TimelineEntry) -> View {
    let inside = is_kept_inside(entry);
    let detail = &entry.detail;
    let mut facts = facts(detail);
    facts.extend(detail.corrected.iter().map(corrected));
    let audience = detail
        .audience
        .filter(|audience| *audience != Audience::Internal);
    facts.extend(
        audience.map(|audience| fill(Text::FactFor, &[("value", audience_name(audience))])),
    );
    let facts = facts
        .into_iter()
        .map(|fact| view! { <p class="fact">{fact}</p> })
        .collect_view();
    let mark = inside.then(|| view! { <span class="tag tag-inside">{text(Text::Internal)}</span> });
    // What staff themselves do needs no name.
    let who = (entry.actor != Actor::Staff).then(|| [" · ", actor_name(entry.actor)].concat());
    let words = detail
        .note
        .clone()
        .map(|note| view! { <p class="told">{note}</p> });
    view! {
        <li class:inside=inside>
            <b>{happened(entry.event)}</b>
            " "
            {mark}
            <p class="muted">
                {when(&entry.at)}
                {who}
            </p>
            {facts}
            {words}
        </li>
    }
}

/// What was held and what is held now.
fn corrected(one: &Corrected) -> String {
    let field = Field::from_wire(&one.what);
    let name = match field {
        Field::Name => text(Text::PersonApplicant),
        Field::Mobile | Field::HelperMobile => text(Text::PersonMobile),
        Field::Address => text(Text::PersonAddress),
        Field::Region => text(Text::PersonRegion),
        Field::Story => text(Text::CaseStory),
        Field::Claims => text(Text::CaseClaims),
        Field::RespondentName => text(Text::PersonRespondent),
        Field::RespondentContact => text(Text::PersonContact),
        _ => match question_name(Question::from_wire(&one.what)) {
            "" => text(Text::EventCorrect),
            name => name,
        },
    };
    let said = |value: &str| match value {
        "" => text(Text::Nothing).to_owned(),
        value => value.to_owned(),
    };
    let (before, after) = (said(&one.before), said(&one.after));
    fill(
        Text::FactCorrected,
        &[("name", name), ("before", &before), ("after", &after)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_says_what_it_was_and_what_it_is() {
        let one = |what: &str, before: &str| Corrected {
            what: what.into(),
            before: before.into(),
            after: "13800000000".into(),
        };
        assert_eq!(corrected(&one("mobile", "139")), "手机：139 → 13800000000");
        assert_eq!(
            corrected(&one("newer", "")),
            "申请人更正了资料：（空） → 13800000000"
        );
    }
}
