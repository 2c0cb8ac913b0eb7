//! One organization in a list: what helps to decide, and the two or three things to do about it.

use crate::view::prelude::*;
use contract::hours::{OpenState, open_state};
use contract::kinds::{DisputeField, Fee, Service};
use contract::organization::{OrganizationCard as Card, SearchQuery};
use contract::phone::tel_link;

use crate::i18n::{
    Text, distance_words, fee_name, fill, kind_name, open_words, service_name, text,
};
use crate::platform::clock;
use crate::routes::{apply_path, organization_path, visit_path};

/// A small fact beside others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its words.
    pub words: String,
    /// Whether it is good news right now.
    pub good: bool,
}

/// What the tags say: open or not, what it costs, what else is offered. The unknown is left out.
pub fn tags(card: &Card, state: Option<OpenState>) -> Vec<Tag> {
    let open = state.map(|state| Tag {
        words: open_words(state),
        good: !matches!(state, OpenState::OpensNext { .. }),
    });
    let plain = |words: &'static str| Tag {
        words: words.to_owned(),
        good: false,
    };
    open.into_iter()
        .chain(card.fee.map(|fee: Fee| plain(fee_name(fee))))
        .chain(
            card.services
                .iter()
                .map(|service| plain(service_name(*service))),
        )
        .filter(|tag| !tag.words.is_empty())
        .collect()
}

/// How far it is, as far as that is known.
fn distance(card: &Card) -> Option<String> {
    let words = distance_words(card.distance_m?, card.position);
    (!words.is_empty()).then_some(words)
}

/// Kind and region, as far as they are known.
fn card_line(card: &Card) -> Vec<String> {
    [kind_name(card.kind).to_owned(), card.region_name.clone()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect()
}

/// What keeps it from being for everybody, if anything does; and the same in full, for its own page.
pub fn limits(card: &Card) -> Option<(Text, Text)> {
    if !card.kind.mediates() {
        Some((Text::CardArbitrates, Text::Arbitrates))
    } else if card.kind.is_within_unit(&card.name) {
        Some((Text::CardWithinUnit, Text::WithinUnit))
    } else {
        None
    }
}

/// The small facts.
#[component]
pub fn Tags(
    /// What they say.
    tags: Vec<Tag>,
) -> impl IntoView {
    let tag = |tag: Tag| {
        let class = if tag.good { "tag tag-ok" } else { "tag" };
        view! { <li class=class>{tag.words}</li> }
    };
    (!tags.is_empty()).then(|| {
        view! { <ul class="tags">{tags.into_iter().map(tag).collect_view()}</ul> }
    })
}

/// What somebody who looks at organizations wants of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Mediation of a dispute, in this field if that is known.
    Mediation(Option<DisputeField>),
    /// A legal health check.
    HealthCheck,
    /// To ask somebody who knows.
    Advice,
}

impl Want {
    /// What this search is for.
    pub fn of(query: &SearchQuery) -> Self {
        match query.service {
            Some(Service::LegalHealthCheck) => Self::HealthCheck,
            _ => Self::Mediation(query.field),
        }
    }

    fn field(self) -> Option<DisputeField> {
        match self {
            Self::Mediation(field) => field,
            Self::HealthCheck | Self::Advice => None,
        }
    }
}

/// The card. A request from it begins with what was searched for.
pub fn organization_card(card: &Card, want: Want) -> View {
    let tags = tags(card, open_state(&card.hours, clock::week_minute()));
    let distance = distance(card);
    let line = card_line(card);
    let details = organization_path(&card.id, want.field());
    let call = card.phones.first().and_then(|phone| tel_link(phone));
    let limits = limits(card);
    let apply = match want {
        Want::HealthCheck => Some((visit_path(&card.id), Text::VisitAsk)),
        Want::Advice => None,
        // Where it is not for everybody, its page says more before anything is asked of it.
        Want::Mediation(_) if limits.is_some() => None,
        Want::Mediation(field) => Some((apply_path(&card.id, field), Text::CardApply)),
    };
    let actions = if call.is_some() && apply.is_some() {
        "actions actions-three"
    } else {
        "actions"
    };
    // Links alike must differ for those who hear them out of their context.
    let about = fill(Text::CardAbout, &[("name", &card.name)]);
    let about = move || view! { <span class="visually-hidden">{about.clone()}</span> };
    view! {
        <li>
            <article class="card organization-card">
                <h2>
                    <a href=details.clone()>{card.name.clone()}</a>
                </h2>
                <p class="card-line">
                    {distance.map(|words| view! { <span class="card-distance">{words}</span> })}
                    {line.into_iter().map(|part| view! { <span>{part}</span> }).collect_view()}
                </p>
                {limits.map(|(words, _)| view! { <p class="card-limits">{text(words)}</p> })}
                <Tags tags/>
                <div class=actions>
                    {apply
                        .map(|(href, words)| {
                            view! {
                                <a class="button" href=href>
                                    {text(words)}
                                    {about()}
                                </a>
                            }
                        })}
                    {call
                        .map(|href| {
                            view! {
                                <a class="button button-secondary" href=href>
                                    {text(Text::CardCall)}
                                    {about()}
                                </a>
                            }
                        })}
                    <a class="button button-secondary" href=details>
                        {text(Text::CardDetails)}
                        {about()}
                    </a>
                </div>
            </article>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::hours::OpeningSpan;
    use contract::kinds::OrganizationKind;

    fn card() -> Card {
        Card {
            id: "o1".into(),
            name: "示例".into(),
            kind: OrganizationKind::PeoplesCommittee,
            region_name: "南京市 鼓楼区".into(),
            distance_m: None,
            position: None,
            hours: Vec::new(),
            fee: None,
            services: Vec::new(),
            phones: Vec::new(),
        }
    }

    #[test]
    fn the_unknown_is_absent() {
        assert!(tags(&card(), None).is_empty());
        assert_eq!(card_line(&card()), ["人民调解委员会", "南京市 鼓楼区"]);
        let newer = Card {
            kind: OrganizationKind::Unknown,
            region_name: String::new(),
            services: vec![Service::Unknown],
            ..card()
        };
        assert!(card_line(&newer).is_empty());
        assert!(tags(&newer, None).is_empty());
    }

    #[test]
    fn who_is_not_for_everybody_says_so() {
        assert_eq!(limits(&card()), None);
        let of = |kind, name: &str| {
            let name = name.into();
            limits(&Card {
                kind,
                name,
                ..card()
            })
            .map(|(short, _)| short)
        };
        for (kind, name, words) in [
            (
                OrganizationKind::EnterpriseCommittee,
                "示例",
                Some(Text::CardWithinUnit),
            ),
            (
                OrganizationKind::LaborOrganization,
                "示例公司劳动争议调解委员会",
                Some(Text::CardWithinUnit),
            ),
            (
                OrganizationKind::LaborOrganization,
                "示例街道劳动争议调解中心",
                None,
            ),
            (
                OrganizationKind::Arbitration,
                "示例",
                Some(Text::CardArbitrates),
            ),
        ] {
            assert_eq!(of(kind, name), words, "{name}");
        }
    }

    #[test]
    fn the_known_is_said() {
        let card = Card {
            hours: vec![OpeningSpan {
                day: 1,
                opens: 540,
                closes: 1050,
            }],
            fee: Some(Fee::FreeByLaw),
            services: vec![Service::OnlineMediation],
            distance_m: Some(3_000),
            ..card()
        };
        let words: Vec<_> = tags(&card, Some(OpenState::OpenUntil(1050)))
            .into_iter()
            .map(|tag| (tag.words, tag.good))
            .collect();
        assert_eq!(
            words,
            [
                ("现在开门，到 17:30".to_owned(), true),
                ("免费".to_owned(), false),
                ("可线上调解".to_owned(), false)
            ]
        );
        assert_eq!(distance(&card).as_deref(), Some("约 3 公里"));
    }
}
