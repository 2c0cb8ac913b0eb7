//! What the results page says of a search.

use contract::organization::{Place, SearchQuery, SearchView};
use contract::region::Region;

use crate::i18n::{Text, field_title, fill, kind_name, service_name, text};

/// The search an address asks for, always from its first page; and whether all of it could be read.
pub(super) fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (SearchQuery, bool) {
    // A list: `filters` reads one too, and two kinds of pairs would be two readers in the build.
    match SearchQuery::from_pairs(pairs.into_iter().collect::<Vec<_>>()) {
        Ok(query) => (SearchQuery { offset: 0, ..query }, true),
        Err(_) => (SearchQuery::default(), false),
    }
}

/// The headline: what is searched for.
pub(super) fn title(query: &SearchQuery) -> &'static str {
    match (query.field, query.service, query.kind) {
        (Some(field), _, _) => field_title(field),
        (None, Some(service), _) => service_name(service),
        (None, None, Some(kind)) => kind_name(kind),
        (None, None, None) => text(Text::FindTitle),
    }
}

/// A search in a few words, as it is kept: what was searched for, and where.
pub(crate) fn summary(address: &str, view: &SearchView) -> String {
    let pairs = address.split('&').filter_map(|pair| pair.split_once('='));
    let what = title(&read(pairs).0);
    match &view.region {
        Some(region) => [what, text(Text::SearchJoin), &region.name].concat(),
        None => what.to_owned(),
    }
}

/// Further than this is not near any more, in metres.
const NEAR: u32 = 10_000;

/// How far away the nearest is, where that is not near, in metres.
fn far(view: &SearchView) -> Option<u32> {
    let nearest = view.organizations.first()?.distance_m;
    nearest.filter(|metres| *metres > NEAR)
}

/// How many there are, and in which order; nothing where there is nothing to count. Where nothing is as near
/// as was asked for, that comes first.
pub(super) fn count_words(query: &SearchQuery, view: &SearchView) -> String {
    if view.total == 0 {
        return String::new();
    }
    let total = view.total.to_string();
    let name = |region: &Option<Region>| {
        let name = region.as_ref().map(|region| region.name.clone());
        name.unwrap_or_default()
    };
    let far = far(view);
    let key = match query.place {
        None => Text::FindCountProvince,
        Some(Place::Near(_)) if far.is_some() => Text::FindCountFar,
        Some(Place::Near(_)) => Text::FindCountNear,
        Some(Place::In(_)) if view.widened_to.is_some() => Text::FindCountWidened,
        Some(Place::In(_)) => Text::FindCountRegion,
    };
    let kilometres = (far.unwrap_or_default().saturating_add(500) / 1000).to_string();
    fill(
        key,
        &[
            ("n", &total),
            ("region", &name(&view.region)),
            ("wider", &name(&view.widened_to)),
            ("km", &kilometres),
        ],
    )
}

/// Whether what was found is far, and less narrow a search may find something nearer.
pub(super) fn is_far(query: &SearchQuery, view: &SearchView) -> bool {
    let is_far = view.widened_to.is_some() || far(view).is_some();
    view.total > 0 && is_far && query.is_narrowed()
}

/// What is said where nothing was found, and what can be done about it.
pub(super) fn empty_words(query: &SearchQuery) -> (Text, Text) {
    if query.is_narrowed() {
        (Text::FindEmptyNarrowed, Text::FindEmptyNarrowedBody)
    } else {
        (Text::FindEmpty, Text::FindEmptyBody)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::found;
    use contract::geo::Point;
    use contract::kinds::{DisputeField, OrganizationKind, Service};
    use contract::region::RegionCode;

    #[test]
    fn a_search_starts_at_its_first_page() {
        let (query, whole) = read([("field", "labor"), ("offset", "40")]);
        assert_eq!(
            (query.field, query.offset, whole),
            (Some(DisputeField::Labor), 0, true)
        );
        assert_eq!(
            read([("field", "nonsense")]),
            (SearchQuery::default(), false)
        );
    }

    #[test]
    fn the_headline_names_what_is_searched_for() {
        let query = SearchQuery::default();
        assert_eq!(title(&query), "调解组织");
        let kind = Some(OrganizationKind::PublicLegalService);
        let service = Some(Service::LegalHealthCheck);
        assert_eq!(title(&SearchQuery { kind, ..query }), "公共法律服务机构");
        assert_eq!(
            title(&SearchQuery {
                kind,
                service,
                ..query
            }),
            "法治体检"
        );
        let field = Some(DisputeField::Labor);
        assert_eq!(
            title(&SearchQuery {
                field,
                kind,
                service,
                ..query
            }),
            "劳动争议调解"
        );
    }

    #[test]
    fn a_kept_search_says_what_and_where() {
        let anywhere = found(None, &[], 0);
        assert_eq!(summary("", &anywhere), "调解组织");
        let here = found(Some("鼓楼区"), &[], 0);
        let address = "field=labor&region=320106";
        assert_eq!(summary(address, &here), "劳动争议调解，鼓楼区");
    }

    #[test]
    fn the_count_says_what_comes_first() {
        let within = SearchQuery {
            place: Some(Place::In(RegionCode::JIANGSU)),
            ..SearchQuery::default()
        };
        let here = found(Some("鼓楼区"), &["鼓楼区"], 12);
        assert_eq!(
            count_words(&within, &here),
            "全省共 12 家，鼓楼区的排在前面。"
        );
        assert_eq!(
            count_words(&SearchQuery::default(), &found(None, &["鼓楼区"], 12)),
            "全省共 12 家，还没有按远近排。"
        );
        assert_eq!(count_words(&within, &found(None, &[], 0)), "");
    }

    #[test]
    fn a_search_that_had_to_look_further_says_so() {
        let within = SearchQuery {
            place: Some(Place::In(RegionCode::JIANGSU)),
            ..SearchQuery::default()
        };
        let view = found(Some("华侨路街道"), &["南京市 鼓楼区"], 12);
        let widened = SearchView {
            widened_to: found(Some("鼓楼区"), &[], 0).region,
            ..view.clone()
        };
        assert_eq!(
            count_words(&within, &widened),
            "华侨路街道没有，已经放宽到鼓楼区。全省共 12 家，近的排在前面。"
        );
        let near = SearchQuery {
            place: Point::new(32.06, 118.79).map(Place::Near),
            ..SearchQuery::default()
        };
        let mut view = view;
        for (metres, words) in [
            (10_000, "全省共 12 家，近的排在前面。"),
            (23_400, "10 公里内没有，最近的约 23 公里。全省共 12 家。"),
        ] {
            for card in &mut view.organizations {
                card.distance_m = Some(metres);
            }
            assert_eq!(count_words(&near, &view), words);
        }
    }

    #[test]
    fn filters_are_named_as_the_reason_only_where_there_are_any() {
        let query = SearchQuery {
            field: Some(DisputeField::Labor),
            ..SearchQuery::default()
        };
        assert_eq!(empty_words(&query).0, Text::FindEmpty);
        let narrowed = SearchQuery {
            free: true,
            ..query
        };
        assert_eq!(empty_words(&narrowed).0, Text::FindEmptyNarrowed);
    }
}
