//! What a suggestion says and where it leads.

use contract::kinds::DisputeField;
use contract::organization::{Place, SearchQuery, Suggestion};

use crate::i18n::{Text, field_title, kind_name, service_name, text};
use crate::routes::{find_path, organization_path};

/// The address that a suggestion leads to. To a place or an organization, what help is looked for goes along.
pub(super) fn target(meaning: &Suggestion, field: Option<DisputeField>) -> String {
    let is_place = meaning.kind.is_none() && meaning.service.is_none();
    match &meaning.organization {
        Some(id) => organization_path(id, field),
        None => find_path(&SearchQuery {
            field: meaning.field.or(field.filter(|_| is_place)),
            kind: meaning.kind,
            service: meaning.service,
            place: meaning.region.as_ref().map(|region| Place::In(region.code)),
            ..SearchQuery::default()
        }),
    }
}

/// What is behind the words of a suggestion.
pub(super) fn hint(meaning: &Suggestion) -> String {
    let place = meaning
        .region
        .as_ref()
        .map_or("", |region| region.full_name.as_str());
    let what = [
        meaning.field.map(field_title),
        meaning.kind.map(kind_name),
        meaning.service.map(service_name),
    ];
    let mut parts: Vec<&str> = what.into_iter().flatten().collect();
    if parts.is_empty() && meaning.organization.is_none() {
        return text(Text::SearchPlace).to_owned();
    }
    parts.insert(0, place);
    parts.retain(|part| !part.is_empty());
    parts.join(text(Text::SearchJoin))
}

/// The suggestion after this one; after the last, none: the box itself.
pub(super) fn next(active: Option<usize>, count: usize) -> Option<usize> {
    let place = active.map_or(0, |place| place + 1);
    (place < count).then_some(place)
}

/// The suggestion before this one; before the first, none.
pub(super) fn previous(active: Option<usize>, count: usize) -> Option<usize> {
    active.unwrap_or(count).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::kinds::Service;
    use contract::region::{Region, RegionCode};

    fn xuanwu() -> Option<Region> {
        Some(Region {
            code: RegionCode::parse("320102")?,
            name: "玄武区".to_owned(),
            full_name: "南京市 玄武区".to_owned(),
            position: None,
        })
    }

    #[test]
    fn a_suggestion_says_where_it_leads() {
        let place = Suggestion {
            region: xuanwu(),
            ..Suggestion::default()
        };
        assert_eq!(target(&place, None), "/find?region=320102");
        let family = Some(DisputeField::Family);
        assert_eq!(target(&place, family), "/find?field=family&region=320102");
        assert_eq!(hint(&place), "看这里的调解组织");
        let both = Suggestion {
            field: Some(DisputeField::Labor),
            ..place.clone()
        };
        assert_eq!(target(&both, family), "/find?field=labor&region=320102");
        assert_eq!(hint(&both), "南京市 玄武区，劳动争议调解");
        let organization = Suggestion {
            organization: Some("o1".to_owned()),
            ..place
        };
        let path = "/organizations/o1?field=family";
        assert_eq!(target(&organization, family), path);
        let service = Suggestion {
            service: Some(Service::LegalHealthCheck),
            ..Suggestion::default()
        };
        assert_eq!(target(&service, family), "/find?service=legal-health-check");
        assert_eq!(hint(&organization), "南京市 玄武区");
    }

    #[test]
    fn the_arrow_keys_pass_through_the_box() {
        assert_eq!(next(None, 2), Some(0));
        assert_eq!(next(Some(0), 2), Some(1));
        assert_eq!(next(Some(1), 2), None);
        assert_eq!(previous(None, 2), Some(1));
        assert_eq!(previous(Some(0), 2), None);
        assert_eq!((next(None, 0), previous(None, 0)), (None, None));
    }
}
