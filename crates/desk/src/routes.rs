//! The pages and their addresses. Signing in has none: it stands in the place of any page, and one is back at once.

use browser::address::encoded;
use contract::desk::Role;

/// Below which path the app lives.
pub const BASE: &str = "/desk";

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The cases, what is due first on top.
    Queue,
    /// A case.
    Case(String),
    /// The letter for the other side of a case.
    Letter(String),
    /// The terms of an agreement in a case.
    Terms(String),
    /// Who works here.
    Colleagues,
    /// What was raised to a centre.
    Raised,
    /// Reports that the organization's entry is wrong.
    Reports,
    /// What happened in a period, in figures.
    Figures,
    /// What people complained of, and how they rated.
    Complaints,
    /// The organization's public page.
    OurPage,
    /// Who read what.
    Audit,
    /// One's own account.
    Account,
    /// No page has this address.
    Nowhere,
}

impl Route {
    /// The page at this path.
    pub fn from_path(path: &str) -> Self {
        let Some(inside) = path.strip_prefix(BASE) else {
            return Self::Nowhere;
        };
        let mut parts = inside.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (None, ..) => Self::Queue,
            (Some("cases"), Some(number), None, _) => Self::Case(number.to_owned()),
            (Some("cases"), Some(number), Some("letter"), None) => Self::Letter(number.to_owned()),
            (Some("cases"), Some(number), Some("terms"), None) => Self::Terms(number.to_owned()),
            (Some("colleagues"), None, ..) => Self::Colleagues,
            (Some("raised"), None, ..) => Self::Raised,
            (Some("reports"), None, ..) => Self::Reports,
            (Some("figures"), None, ..) => Self::Figures,
            (Some("complaints"), None, ..) => Self::Complaints,
            (Some("page"), None, ..) => Self::OurPage,
            (Some("audit"), None, ..) => Self::Audit,
            (Some("account"), None, ..) => Self::Account,
            _ => Self::Nowhere,
        }
    }

    /// The page's path.
    pub fn to_path(&self) -> String {
        let plain = |name: &str| [BASE, "/", name].concat();
        match self {
            Self::Queue | Self::Nowhere => plain(""),
            Self::Case(number) => [BASE, "/cases/", &encoded(number)].concat(),
            Self::Letter(number) => [BASE, "/cases/", &encoded(number), "/letter"].concat(),
            Self::Terms(number) => [BASE, "/cases/", &encoded(number), "/terms"].concat(),
            Self::Colleagues => plain("colleagues"),
            Self::Raised => plain("raised"),
            Self::Reports => plain("reports"),
            Self::Figures => plain("figures"),
            Self::Complaints => plain("complaints"),
            Self::OurPage => plain("page"),
            Self::Audit => plain("audit"),
            Self::Account => plain("account"),
        }
    }

    /// Whether this role has something to do there. The server decides for itself.
    pub fn is_for(&self, role: Role) -> bool {
        match self {
            Self::Queue | Self::Case(_) | Self::Letter(_) | Self::Terms(_) => role.reads_cases(),
            Self::Colleagues => role.assigns(),
            Self::Reports | Self::OurPage => role.reads_cases(),
            Self::Figures => role.sees_figures(),
            Self::Complaints => role.hears_complaints(),
            Self::Raised => role == Role::Centre,
            Self::Audit => role.reads_audit(),
            Self::Account | Self::Nowhere => true,
        }
    }

    /// Where this role begins.
    pub fn home(role: Role) -> Self {
        match role {
            Role::Mediator | Role::Lead => Self::Queue,
            Role::Centre => Self::Raised,
            Role::Auditor => Self::Audit,
            Role::Unknown => Self::Account,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_at_its_own_path() {
        let number = || "FQ-2611-7K3MQ-4".to_owned();
        for route in [
            Route::Queue,
            Route::Case(number()),
            Route::Letter(number()),
            Route::Terms(number()),
            Route::Colleagues,
            Route::Raised,
            Route::Reports,
            Route::Figures,
            Route::Complaints,
            Route::OurPage,
            Route::Audit,
            Route::Account,
        ] {
            assert_eq!(Route::from_path(&route.to_path()), route);
        }
        assert_eq!(Route::from_path("/desk"), Route::Queue);
        for path in ["/desk/moon", "/desk/cases", "/desk/audit/1", "/", "/desks"] {
            assert_eq!(Route::from_path(path), Route::Nowhere, "{path}");
        }
    }

    #[test]
    fn everybody_begins_at_a_page_that_is_for_them() {
        for role in Role::ALL.iter().copied().chain([Role::Unknown]) {
            assert!(Route::home(role).is_for(role), "{role:?}");
        }
        assert!(!Route::Queue.is_for(Role::Auditor));
        assert!(!Route::Audit.is_for(Role::Mediator));
        for (route, roles) in [
            (
                Route::Figures,
                &[Role::Lead, Role::Centre, Role::Auditor][..],
            ),
            (Route::Complaints, &[Role::Lead, Role::Centre]),
            (Route::OurPage, &[Role::Mediator, Role::Lead]),
        ] {
            for role in Role::ALL {
                assert_eq!(
                    route.is_for(*role),
                    roles.contains(role),
                    "{route:?} {role:?}"
                );
            }
        }
    }
}
