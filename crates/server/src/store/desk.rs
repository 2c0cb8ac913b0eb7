//! What the store keeps of the people at a desk: their accounts and sessions, and what they read and did.

use async_trait::async_trait;
use contract::desk::{AuditAct, Role};
use jiff::Timestamp;

use super::{Mac, StoreError};

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Opaque id, never given before.
    pub id: String,
    /// What it signs in with, in lower case.
    pub login: String,
    /// For which organization.
    pub organization: String,
    /// What it is there for.
    pub role: Role,
    /// Whose it is.
    pub name: String,
    /// The hash of its password, with how it was made.
    pub password_hash: String,
    /// The sealed secret of its second factor, if it has one or was offered one.
    pub factor_sealed: Option<Vec<u8>>,
    /// The time step of the latest code of the second factor; none before the first, which proves it.
    pub factor_step: Option<i64>,
    /// Since when it is there.
    pub created_at: Timestamp,
    /// Since when nobody can sign in with it any more.
    pub disabled_at: Option<Timestamp>,
    /// Keyed hash of who signs in with it through the identity provider, if somebody does.
    pub identity_mac: Option<Mac>,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Keyed hash of its secret.
    pub token_mac: Mac,
    /// The account's id.
    pub account: String,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it ends if nothing is done.
    pub ends_at: Timestamp,
}

/// What changes of an account.
#[derive(Clone, PartialEq, Eq)]
pub enum AccountChange {
    /// It has another password.
    Password {
        /// Its hash.
        hash: String,
        /// The hash that it takes the place of; of any, without one.
        before: Option<String>,
        /// The session that stays; all others end.
        spare: Option<Mac>,
    },
    /// It is offered a second factor, in the place of an earlier offer; not while it has one.
    OfferFactor {
        /// The sealed secret.
        sealed: Vec<u8>,
    },
    /// A code of this time step was right: the second factor is proved by it, and none of this step or before is taken
    /// again.
    TakeCode {
        /// The time step.
        step: i64,
        /// The sealed secret that it is of.
        sealed: Vec<u8>,
        /// The session that stays, where all others end because the factor is switched on.
        spare: Option<Mac>,
    },
    /// It has no second factor any more.
    DropFactor,
    /// Nobody signs in with it any more, and all its sessions end.
    Disable {
        /// From when on.
        at: Timestamp,
    },
    /// Somebody at the identity provider signs in with it: one person, one account. Not while it is linked to anybody,
    /// and not when it is disabled.
    Link {
        /// Keyed hash of who.
        identity_mac: Mac,
    },
    /// Nobody signs in with it through the identity provider any more, and all its sessions end.
    Unlink,
}

/// What the audit log says of a change that an account goes through; it stands there if and only if the change is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// What happened.
    pub act: AuditAct,
    /// When.
    pub at: Timestamp,
}

/// Against whom a wrong try to sign in stands in the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blame {
    /// The account's id.
    pub account: String,
    /// What was wrong.
    pub act: AuditAct,
}

impl Blame {
    /// Something was wrong with a try to sign in with this account.
    pub fn new(account: &AccountRow, act: AuditAct) -> Self {
        Self {
            account: account.id.clone(),
            act,
        }
    }
}

/// An entry of the audit log, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntryRow {
    /// Its place in the log.
    pub place: i64,
    /// What was written down.
    pub row: AuditRow,
    /// What the account signs in with.
    pub login: Option<String>,
}

/// Something somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// When.
    pub at: Timestamp,
    /// At which organization.
    pub organization: String,
    /// With which account; none for the operator and for programs with a token.
    pub account: Option<String>,
    /// Their name.
    pub name: String,
    /// What.
    pub act: AuditAct,
    /// The number of the request or the complaint, where it was one.
    pub number: Option<String>,
}

/// The part of the store that keeps accounts, sessions and the audit log.
#[async_trait]
pub trait DeskStore: Send + Sync {
    /// Keeps an account, and that it was added; `false` when another one has its login.
    async fn add_account(&self, account: AccountRow) -> Result<bool, StoreError>;

    /// The account with this login, disabled or not.
    async fn account(&self, login: &str) -> Result<Option<AccountRow>, StoreError>;

    /// The account that somebody at the identity provider signs in with, disabled or not.
    async fn account_of(&self, identity_mac: &Mac) -> Result<Option<AccountRow>, StoreError>;

    /// The accounts of an organization, or all, by organization and name.
    async fn accounts(&self, organization: Option<&str>) -> Result<Vec<AccountRow>, StoreError>;

    /// Changes an account, with what the audit log says of it. `false` when there is none, or it does not take this
    /// change.
    async fn change_account(
        &self,
        id: &str,
        change: AccountChange,
        note: Option<Note>,
    ) -> Result<bool, StoreError>;

    /// Keeps a session of an account, with what the audit log says of it, unless the account has another password by
    /// now, another second factor or another link, or is disabled: then `false`.
    async fn begin_session(
        &self,
        session: SessionRow,
        account: &AccountRow,
        act: AuditAct,
    ) -> Result<bool, StoreError>;

    /// The session with this hash and its account, if it has not ended and the account is not disabled.
    async fn session(
        &self,
        token_mac: &Mac,
        now: Timestamp,
    ) -> Result<Option<(SessionRow, AccountRow)>, StoreError>;

    /// Lets a session end later.
    async fn prolong_session(&self, token_mac: &Mac, ends_at: Timestamp) -> Result<(), StoreError>;

    /// Ends a session.
    async fn end_session(&self, token_mac: &Mac) -> Result<(), StoreError>;

    /// Ends all sessions of an account.
    async fn end_sessions(&self, account: &str) -> Result<(), StoreError>;

    /// Forgets sessions, and what was spent, that ended by then.
    async fn forget_sessions(&self, ended_by: Timestamp) -> Result<(), StoreError>;

    /// Spends something that is good once and until then; `false` when it was spent before.
    async fn spend(&self, once_mac: &Mac, ends_at: Timestamp) -> Result<bool, StoreError>;

    /// Writes down what somebody did, durably.
    async fn note_act(&self, act: AuditRow) -> Result<(), StoreError>;

    /// What was done at an organization, latest first; before this place, at most so many.
    async fn audit(
        &self,
        organization: &str,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntryRow>, StoreError>;
}
