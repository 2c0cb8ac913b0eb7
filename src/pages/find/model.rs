//! What the results page says of a search.

use contract::organization::{Place, SearchQuery, SearchView};

use crate::components::split_results;
use crate::i18n::{Text, field_title, fill, kind_name, service_name, text};

/// The search an address asks for, always from its first page; and whether all of it could be read.
pub(super) fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (SearchQuery, bool) {
    match SearchQuery::from_pairs(pairs) {
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

/// How many there are, and in which order; nothing where there is nothing to count.
pub(super) fn count_words(query: &SearchQuery, view: &SearchView) -> String {
    if view.total == 0 {
        return String::new();
    }
    let total = view.total.to_string();
    let region = view
        .region
        .as_ref()
        .map_or("", |region| region.name.as_str());
    let key = match query.place {
        None => Text::FindCountProvince,
        Some(Place::Near(_)) => Text::FindCountNear,
        Some(Place::In(_)) if split_results(view).0.is_empty() => Text::FindCountElsewhere,
        Some(Place::In(_)) => Text::FindCountRegion,
    };
    fill(key, &[("n", &total), ("region", region)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::found;
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
    fn the_count_says_what_comes_first() {
        let within = SearchQuery {
            place: Some(Place::In(RegionCode::JIANGSU)),
            ..SearchQuery::default()
        };
        let here = found(Some("鼓楼区"), &["鼓楼区"], 12);
        assert_eq!(count_words(&within, &here), "共 12 家，鼓楼区的排在前面。");
        let elsewhere = found(Some("鼓楼区"), &["玄武区"], 12);
        assert_eq!(
            count_words(&within, &elsewhere),
            "鼓楼区还没有登记的，先看其他地方的，共 12 家。"
        );
        assert_eq!(
            count_words(&SearchQuery::default(), &found(None, &["鼓楼区"], 12)),
            "全省共 12 家。选了地方，近的排在前面。"
        );
        assert_eq!(count_words(&within, &found(None, &[], 0)), "");
    }
}
