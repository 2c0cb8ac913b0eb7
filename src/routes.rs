//! Every address of the portal, in one list.

use contract::checkup::Dimension;
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
    /// Telling that what is said of the organization with this id is wrong.
    Report(String),
    /// Legal health check for small firms.
    HealthCheck,
    /// A screen of the check that a firm does by itself.
    Checkup(CheckupScreen),
    /// Figures for everybody.
    OpenData,
    /// How personal data is handled.
    Privacy,
    /// One step of the request.
    Request(Step),
    /// The receipt of the request just sent.
    Sent,
    /// The requests that are not finished.
    Drafts,
    /// Follow a request.
    Track,
    /// Being invited to mediate, by who asked for it.
    Invited,
    /// The terms of an agreement, for the applicant.
    OwnTerms,
    /// The same for who was invited.
    InvitedTerms,
    /// Being invited to file together with colleagues.
    Join,
    /// The colleagues that a request was filed together with.
    Group,
    /// Anything else.
    NotFound,
}

/// A screen of the health check that a firm does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckupScreen {
    /// The questions about one dimension.
    Part(Dimension),
    /// What the answers say.
    Result,
    /// The report to print.
    Report,
    /// Asking for a check by people who know the law.
    Visit,
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
    /// [`Route::Report`]
    Report,
    /// [`Route::HealthCheck`] and [`Route::Checkup`]
    HealthCheck,
    /// [`Route::OpenData`]
    OpenData,
    /// [`Route::Privacy`]
    Privacy,
    /// [`Route::Request`]
    Request,
    /// [`Route::Sent`]
    Sent,
    /// [`Route::Drafts`]
    Drafts,
    /// [`Route::Track`]
    Track,
    /// [`Route::Invited`]
    Invited,
    /// [`Route::OwnTerms`] and [`Route::InvitedTerms`]
    Settlement,
    /// [`Route::Join`]
    Join,
    /// [`Route::Group`]
    Group,
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
            Self::Report(id) => ["/organizations/", id, "/report"].concat(),
            Self::HealthCheck => "/health-check".to_owned(),
            Self::Checkup(screen) => ["/health-check/", screen.slug()].concat(),
            Self::OpenData => "/open-data".to_owned(),
            Self::Privacy => "/privacy".to_owned(),
            Self::Request(step) => ["/request/", step.slug()].concat(),
            Self::Sent => "/request/sent".to_owned(),
            Self::Drafts => "/drafts".to_owned(),
            Self::Track => "/track".to_owned(),
            Self::Invited => "/invited".to_owned(),
            Self::OwnTerms => "/track/settlement".to_owned(),
            Self::InvitedTerms => "/invited/settlement".to_owned(),
            Self::Join => "/join".to_owned(),
            Self::Group => "/group".to_owned(),
        }
    }

    /// The path of this address, reached while looking for help with `field`.
    pub fn to_path_for(&self, field: Option<DisputeField>) -> String {
        let path = self.to_path();
        match field {
            Some(field) => [&path, "?field=", field.as_str()].concat(),
            None => path,
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
            (Some("organizations"), Some(id), Some("report"))
                if !id.is_empty() && parts.next().is_none() =>
            {
                Self::Report(id.to_owned())
            }
            (Some("health-check"), None, _) => Self::HealthCheck,
            (Some("health-check"), Some(slug), None) => {
                CheckupScreen::from_slug(slug).map_or(Self::NotFound, Self::Checkup)
            }
            (Some("open-data"), None, _) => Self::OpenData,
            (Some("privacy"), None, _) => Self::Privacy,
            (Some("request"), Some("sent"), None) => Self::Sent,
            (Some("request"), None, _) => Self::Request(Step::About),
            (Some("request"), Some(slug), None) => {
                Step::from_slug(slug).map_or(Self::NotFound, Self::Request)
            }
            (Some("drafts"), None, _) => Self::Drafts,
            (Some("track"), None, _) => Self::Track,
            (Some("invited"), None, _) => Self::Invited,
            (Some("track"), Some("settlement"), None) => Self::OwnTerms,
            (Some("invited"), Some("settlement"), None) => Self::InvitedTerms,
            (Some("join"), None, _) => Self::Join,
            (Some("group"), None, _) => Self::Group,
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
            Self::Report(_) => Page::Report,
            Self::HealthCheck | Self::Checkup(_) => Page::HealthCheck,
            Self::OpenData => Page::OpenData,
            Self::Privacy => Page::Privacy,
            Self::Request(_) => Page::Request,
            Self::Sent => Page::Sent,
            Self::Drafts => Page::Drafts,
            Self::Track => Page::Track,
            Self::Invited => Page::Invited,
            Self::OwnTerms | Self::InvitedTerms => Page::Settlement,
            Self::Join => Page::Join,
            Self::Group => Page::Group,
            Self::NotFound => Page::NotFound,
        }
    }
}

impl CheckupScreen {
    const RESULT: &str = "result";
    const REPORT: &str = "report";
    const VISIT: &str = "visit";

    fn slug(self) -> &'static str {
        match self {
            Self::Part(dimension) => dimension.as_str(),
            Self::Result => Self::RESULT,
            Self::Report => Self::REPORT,
            Self::Visit => Self::VISIT,
        }
    }

    fn from_slug(slug: &str) -> Option<Self> {
        match slug {
            Self::RESULT => Some(Self::Result),
            Self::REPORT => Some(Self::Report),
            Self::VISIT => Some(Self::Visit),
            _ => {
                let dimension = Dimension::from_wire(slug);
                dimension.is_known().then_some(Self::Part(dimension))
            }
        }
    }
}

impl From<Route> for String {
    fn from(route: Route) -> Self {
        route.to_path()
    }
}

/// The search box with a text in it, reached while looking for help with `field`.
pub fn search_path(text: &str, field: Option<DisputeField>) -> String {
    let path = [&Route::Search.to_path(), "?q=", &encoded(text)].concat();
    match field {
        Some(field) => [&path, "&field=", field.as_str()].concat(),
        None => path,
    }
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
    Route::Organization(id.to_owned()).to_path_for(field)
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

/// The address where a firm asks this organization for a legal health check.
pub fn visit_path(organization: &str) -> String {
    let path = Route::Checkup(CheckupScreen::Visit).to_path();
    [&path, "?organization=", organization].concat()
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
            Route::Report("a1b2".into()),
            Route::HealthCheck,
            Route::OpenData,
            Route::Privacy,
            Route::Sent,
            Route::Drafts,
            Route::Track,
            Route::Invited,
            Route::OwnTerms,
            Route::InvitedTerms,
            Route::Join,
            Route::Group,
        ];
        let parts = Dimension::ALL.iter().copied().map(CheckupScreen::Part);
        let screens = parts.chain([
            CheckupScreen::Result,
            CheckupScreen::Report,
            CheckupScreen::Visit,
        ]);
        for route in fixed
            .into_iter()
            .chain(Step::ALL.into_iter().map(Route::Request))
            .chain(screens.map(Route::Checkup))
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
            "/organizations//report",
            "/organizations/1/report/2",
            "/request/nowhere",
            "/track/else",
            "/track/settlement/more",
            "/health-check/unknown",
            "/health-check/tax/more",
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
        assert_eq!(search_path("a b", None), "/search?q=a%20b");
        assert_eq!(search_path("", query.field), "/search?q=&field=labor");
        assert_eq!(apply_path("o1", None), "/request/about?organization=o1");
        assert_eq!(visit_path("o1"), "/health-check/visit?organization=o1");
    }
}
