//! What the people at an organization sign in with, as whom, and what they then may do.

use serde::{Deserialize, Serialize};

use crate::draft::{Code, Field, Issue};
use crate::organization::OrganizationRef;

/// Fewest characters of a password.
pub const PASSWORD_MIN: u16 = 10;

/// Most characters of a password, so that hashing one costs what it should.
pub const PASSWORD_MAX: u16 = 128;

wire_enum! {
    /// What somebody at a desk is there for.
    Role {
        /// Mediates: works on the cases assigned to them, and takes those that nobody has yet.
        Mediator = "mediator",
        /// Leads the organization: sees all of its cases and says who works on them.
        Lead = "lead",
        /// Watches over the organizations below from a non-litigation service centre: sees what was raised to it, figures,
        /// and complaints that are addressed to it; opens no case.
        Centre = "centre",
        /// Looks into who read what in the organization; sees no case.
        Auditor = "auditor",
    }
}

impl Role {
    /// Whether this role opens cases, one of them or all.
    pub const fn reads_cases(self) -> bool {
        matches!(self, Self::Mediator | Self::Lead)
    }

    /// Whether this role may say who works on a case.
    pub const fn assigns(self) -> bool {
        matches!(self, Self::Lead)
    }

    /// Whether a case is within this role's reach, by who works on it: the organization is asked apart.
    pub fn reaches(self, me: &str, assignee: Option<&str>) -> bool {
        match self {
            Self::Lead => true,
            Self::Mediator => assignee.is_none_or(|assignee| assignee == me),
            Self::Centre | Self::Auditor | Self::Unknown => false,
        }
    }

    /// Whether this role answers what people complain of and reads how they rate.
    pub const fn hears_complaints(self) -> bool {
        matches!(self, Self::Lead | Self::Centre)
    }

    /// Whether this role looks, before everybody sees them, whether words of ratings hold personal data: only who watches
    /// over others, never whoever was rated.
    pub const fn reviews_words(self) -> bool {
        matches!(self, Self::Centre)
    }

    /// Whether this role sees figures: who leads, watches over others, or looks into the organization.
    pub const fn sees_figures(self) -> bool {
        matches!(self, Self::Lead | Self::Centre | Self::Auditor)
    }

    /// Whether this role reads who read what.
    pub const fn reads_audit(self) -> bool {
        matches!(self, Self::Lead | Self::Auditor)
    }
}

/// Body of `POST /api/v1/desk/session`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// The account's name.
    pub login: String,
    /// Its password.
    pub password: String,
    /// Six digits of the second factor (RFC 6238), where the account has one; else empty.
    #[serde(default)]
    pub code: String,
}

/// `GET /api/v1/desk/sign-in`: how one can sign in at this server's desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWays {
    /// With the password of an account.
    pub password: bool,
    /// With the account that people have at their employer, through `GET /api/v1/desk/oidc/start`.
    pub oidc: bool,
}

wire_enum! {
    /// Why somebody who came back from the identity provider is not signed in: `?oidc=` of the desk's page.
    OidcFailure {
        /// It took too long, was done before, or did not begin in this browser.
        Expired = "expired",
        /// The provider did not let them in, or they turned back.
        Declined = "declined",
        /// The provider does not answer, or not as one.
        Unreachable = "unreachable",
        /// What the provider answered cannot be believed.
        Untrusted = "untrusted",
        /// No account is linked to who they are there.
        NoAccount = "no-account",
        /// The account is disabled.
        Disabled = "disabled",
        /// Too many wrong passwords were tried: nobody signs in with this account from here for a while.
        Locked = "locked",
        /// The server cannot do it now.
        Unavailable = "unavailable",
    }
}

/// `GET /api/v1/desk/session`: who is signed in. The session itself is a cookie that scripts cannot read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Opaque id of the account.
    pub account: String,
    /// The account's name to sign in with.
    pub login: String,
    /// What colleagues and applicants call them.
    pub name: String,
    /// What they are there for.
    pub role: Role,
    /// For which organization.
    pub organization: OrganizationRef,
    /// To be sent as `Desk-Token` with everything that changes something: no other site knows it.
    pub token: String,
    /// Whether signing in asks for a second factor.
    pub has_second_factor: bool,
    /// When the session ends if nothing is done, RFC 3339.
    pub ends_at: String,
}

/// Body of `POST /api/v1/desk/password`. All other sessions of the account end with it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    /// The password until now.
    pub current: String,
    /// The password from now on.
    pub new: String,
}

impl PasswordChange {
    /// What is wrong with the new password. Length is all that is asked: rules about kinds of characters make
    /// passwords worse (NIST SP 800-63B, 5.1.1.2).
    pub fn issues(&self) -> Vec<Issue> {
        let actual = u32::try_from(self.new.chars().count()).unwrap_or(u32::MAX);
        let code = if actual < u32::from(PASSWORD_MIN) {
            Code::TooShort { min: PASSWORD_MIN }
        } else if actual > u32::from(PASSWORD_MAX) {
            Code::TooLong {
                max: PASSWORD_MAX,
                actual,
            }
        } else if self.new == self.current {
            Code::NotAChoice
        } else {
            return Vec::new();
        };
        vec![Issue::new(Field::Password, code)]
    }
}

/// `POST /api/v1/desk/second-factor`: a secret to take into an authenticator app (RFC 6238: SHA-1, six digits, 30 s). It
/// counts once it was proved with `PUT`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorOffer {
    /// The secret in Base32, to be typed.
    pub secret: String,
    /// The same as `otpauth://totp/…`, to be scanned.
    pub uri: String,
}

/// Body of `PUT` and `DELETE /api/v1/desk/second-factor`: six digits that prove it, to switch it on or off.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorProof {
    /// The digits.
    pub code: String,
}

/// Somebody at the same organization who can work on a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleague {
    /// Opaque id of the account.
    pub account: String,
    /// Their name.
    pub name: String,
    /// What they are there for.
    pub role: Role,
}

/// `GET /api/v1/desk/colleagues`: who can work on a case, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ColleaguesView {
    /// All of them, oneself among them.
    pub colleagues: Vec<Colleague>,
}

wire_enum! {
    /// What somebody at a desk did that touches people's data, or who can get at it.
    AuditAct {
        /// Signed in.
        SignedIn = "signed-in",
        /// Read a case.
        ReadCase = "read-case",
        /// Looked for cases by a name or a number of somebody in them.
        SoughtPerson = "sought-person",
        /// Read a file of a case.
        ReadFile = "read-file",
        /// Took a case along as a document.
        TookPaper = "took-paper",
        /// Read who files together.
        ReadGroup = "read-group",
        /// Read what is handed over to the other side.
        ReadInvitation = "read-invitation",
        /// Read what people reported to be wrong with the organization's entry.
        ReadReports = "read-reports",
        /// Read what people said in ratings.
        ReadRatings = "read-ratings",
        /// Settled a report about the organization's entry, which deletes its words.
        SettledReport = "settled-report",
        /// Read complaints, or answered one.
        ReadComplaints = "read-complaints",
        /// Moved a case on.
        MovedCase = "moved-case",
        /// Took the whole file of a case along, with its evidence.
        TookCaseFile = "took-case-file",
        /// Signed in with a password and the second factor.
        SignedInWithCode = "signed-in-second-factor",
        /// Signed in through the identity provider.
        SignedInOidc = "signed-in-oidc",
        /// Did not sign in, or change the password: it was wrong, or the account is disabled.
        SignInFailed = "sign-in-failed",
        /// Did not sign in, or switch the second factor: the six digits were wrong.
        SecondFactorFailed = "second-factor-failed",
        /// Was locked out after so many wrong tries.
        LockedOut = "locked-out",
        /// Signed out.
        SignedOut = "signed-out",
        /// Signed out wherever they were signed in.
        SignedOutEverywhere = "signed-out-everywhere",
        /// Changed the password.
        ChangedPassword = "changed-password",
        /// Switched the second factor on.
        FactorOn = "second-factor-on",
        /// Switched the second factor off.
        FactorOff = "second-factor-off",
        /// The operator added the account.
        AccountAdded = "account-added",
        /// The operator gave the account another password, without a second factor.
        AccountReset = "account-reset",
        /// The operator disabled the account.
        AccountDisabled = "account-disabled",
        /// The account was linked to somebody at the identity provider, by the operator or by what the provider says of
        /// them.
        AccountLinked = "account-linked",
        /// The operator took that link away.
        AccountUnlinked = "account-unlinked",
        /// Decided whether everybody sees the words of a rating.
        DecidedWords = "decided-words",
    }
}

/// Who did what, when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// When, RFC 3339.
    pub at: String,
    /// Their name then.
    pub name: String,
    /// What their account signs in with, so that namesakes are told apart; absent for programs with a token and the
    /// operator's commands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// What.
    pub act: AuditAct,
    /// The number of the case or the complaint, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// `GET /api/v1/desk/audit`: who did what at the organization, latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditView {
    /// This page.
    pub entries: Vec<AuditEntry>,
    /// Pass as `after` for the next page, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_after: Option<String>,
}

impl OidcFailure {
    /// The HTTP status of the page that says so.
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Expired => 400,
            Self::Declined | Self::Untrusted | Self::NoAccount | Self::Disabled => 403,
            Self::Locked => 429,
            Self::Unreachable => 502,
            Self::Unavailable | Self::Unknown => 503,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mediator_reaches_what_is_theirs_or_nobodys() {
        assert!(Role::Mediator.reaches("a", Some("a")));
        assert!(Role::Mediator.reaches("a", None));
        assert!(!Role::Mediator.reaches("a", Some("b")));
        for role in [Role::Centre, Role::Auditor, Role::Unknown] {
            assert!(!role.reaches("a", Some("a")));
            assert!(!role.reaches("a", None));
        }
        assert!(Role::Lead.reaches("a", Some("b")));
    }

    #[test]
    fn a_password_is_long_enough_and_new() {
        let change = |current: &str, new: &str| {
            PasswordChange {
                current: current.to_owned(),
                new: new.to_owned(),
            }
            .issues()
        };
        assert!(change("old-password", "四个词就是好的密码吗").is_empty());
        assert_eq!(change("old-password", "short").len(), 1);
        assert_eq!(change("old-password", "old-password").len(), 1);
        assert_eq!(change("old-password", &"长".repeat(129)).len(), 1);
    }
}
