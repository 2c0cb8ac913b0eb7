//! Every address of the portal, in one list.

use contract::draft::Step;
use contract::kinds::DisputeField;
use contract::organization::SearchQuery;

use crate::platform::address::encoded;

/// An address within the portal. The search and other choices travel in the query string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The four doors.
    Home,
    /// A few questions lead to the organization that fits.
    Which,
    /// All other kinds of dispute.
    Fields,
    /// The search box.
    Search,
    /// Search results.
    Find,
    /// One organization, by its id.
    Organization(String),
    /// Legal health check for small firms.
    HealthCheck,
    /// How personal data is handled.
    Privacy,
    /// One step of the request.
    Request(Step),
    /// The receipt of the request just sent.
    Sent,
    /// Follow a request.
    Track,
    /// Anything else.
    NotFound,
}

/// Which view shows an address. Addresses that share a view keep it while moving between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// [`Route::Home`]
    Home,
    /// [`Route::Which`]
    Which,
    /// [`Route::Fields`]
    Fields,
    /// [`Route::Search`]
    Search,
    /// [`Route::Find`]
    Find,
    /// [`Route::Organization`]
    Organization,
    /// [`Route::HealthCheck`]
    HealthCheck,
    /// [`Route::Privacy`]
    Privacy,
    /// [`Route::Request`]
    Request,
    /// [`Route::Sent`]
    Sent,
    /// [`Route::Track`]
    Track,
    /// [`Route::NotFound`]
    NotFound,
}

impl Route {
    /// The path of this address.
    pub fn to_path(&self) -> String {
        match self {
            Self::Home | Self::NotFound => "/".to_owned(),
            Self::Which => "/which".to_owned(),
            Self::Fields => "/fields".to_owned(),
            Self::Search => "/search".to_owned(),
            Self::Find => "/find".to_owned(),
            Self::Organization(id) => ["/organizations/", id].concat(),
            Self::HealthCheck => "/health-check".to_owned(),
            Self::Privacy => "/privacy".to_owned(),
            Self::Request(step) => ["/request/", step.slug()].concat(),
            Self::Sent => "/request/sent".to_owned(),
            Self::Track => "/track".to_owned(),
        }
    }

    /// The address with this path; [`Route::NotFound`] when there is none.
    pub fn from_path(path: &str) -> Self {
        let path = path.strip_suffix('/').unwrap_or(path);
        let mut parts = path.strip_prefix('/').unwrap_or(path).split('/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("") | None, None, _) => Self::Home,
            (Some("which"), None, _) => Self::Which,
            (Some("fields"), None, _) => Self::Fields,
            (Some("search"), None, _) => Self::Search,
            (Some("find"), None, _) => Self::Find,
            (Some("organizations"), Some(id), None) if !id.is_empty() => {
                Self::Organization(id.to_owned())
            }
            (Some("health-check"), None, _) => Self::HealthCheck,
            (Some("privacy"), None, _) => Self::Privacy,
            (Some("request"), Some("sent"), None) => Self::Sent,
            (Some("request"), None, _) => Self::Request(Step::About),
            (Some("request"), Some(slug), None) => {
                Step::from_slug(slug).map_or(Self::NotFound, Self::Request)
            }
            (Some("track"), None, _) => Self::Track,
            _ => Self::NotFound,
        }
    }

    /// Which view shows this address.
    pub fn page(&self) -> Page {
        match self {
            Self::Home => Page::Home,
            Self::Which => Page::Which,
            Self::Fields => Page::Fields,
            Self::Search => Page::Search,
            Self::Find => Page::Find,
            Self::Organization(_) => Page::Organization,
            Self::HealthCheck => Page::HealthCheck,
            Self::Privacy => Page::Privacy,
            Self::Request(_) => Page::Request,
            Self::Sent => Page::Sent,
            Self::Track => Page::Track,
            Self::NotFound => Page::NotFound,
        }
    }
}

/// The search box with a text in it.
pub fn search_path(text: &str) -> String {
    [&Route::Search.to_path(), "?q=", &encoded(text)].concat()
}

/// The address of a search.
pub fn find_path(query: &SearchQuery) -> String {
    let search = query.to_query_string();
    if search.is_empty() {
        return "/find".to_owned();
    }
    ["/find?", &search].concat()
}

/// The page of an organization, reached while looking for help with `field`.
pub fn organization_path(id: &str, field: Option<DisputeField>) -> String {
    let path = Route::Organization(id.to_owned()).to_path();
    match field {
        Some(field) => [&path, "?field=", field.as_str()].concat(),
        None => path,
    }
}

/// The address that begins a request with this organization; `field` when it is known.
pub fn apply_path(organization: &str, field: Option<DisputeField>) -> String {
    let path = Route::Request(Step::About).to_path();
    let path = [&path, "?organization=", organization].concat();
    match field {
        Some(field) => [&path, "&field=", field.as_str()].concat(),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_found_again_by_its_path() {
        let fixed = [
            Route::Home,
            Route::Which,
            Route::Fields,
            Route::Search,
            Route::Find,
            Route::Organization("a1b2".into()),
            Route::HealthCheck,
            Route::Privacy,
            Route::Sent,
            Route::Track,
        ];
        for route in fixed
            .into_iter()
            .chain(Step::ALL.into_iter().map(Route::Request))
        {
            assert_eq!(Route::from_path(&route.to_path()), route);
        }
    }

    #[test]
    fn forgives_a_slash_and_refuses_the_rest() {
        assert_eq!(Route::from_path("/find/"), Route::Find);
        assert_eq!(Route::from_path(""), Route::Home);
        assert_eq!(Route::from_path("/request"), Route::Request(Step::About));
        for path in [
            "/nothing",
            "/find/more",
            "/organizations",
            "/organizations/",
            "/organizations/1/2",
            "/request/nowhere",
        ] {
            assert_eq!(Route::from_path(path), Route::NotFound, "{path}");
        }
    }

    #[test]
    fn searches_and_applications_have_addresses() {
        assert_eq!(find_path(&SearchQuery::default()), "/find");
        let query = SearchQuery {
            field: Some(DisputeField::Labor),
            ..SearchQuery::default()
        };
        assert_eq!(find_path(&query), "/find?field=labor");
        assert_eq!(
            apply_path("o1", query.field),
            "/request/about?organization=o1&field=labor"
        );
        assert_eq!(
            organization_path("o1", query.field),
            "/organizations/o1?field=labor"
        );
        assert_eq!(organization_path("o1", None), "/organizations/o1");
        assert_eq!(apply_path("o1", None), "/request/about?organization=o1");
    }
}
