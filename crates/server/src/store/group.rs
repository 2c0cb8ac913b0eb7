//! What the store knows of groups: which requests were filed together, and what their members want.

use async_trait::async_trait;
use contract::status::Status;
use jiff::Timestamp;

use super::{Mac, StoreError};

/// A code that lets people join.
#[derive(Clone, Debug)]
pub struct CodeRow {
    /// Its keyed hash.
    pub mac: Mac,
    /// The code itself, sealed, to be shown to the starter.
    pub sealed: Vec<u8>,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

/// A group to be started.
#[derive(Clone, Debug)]
pub struct NewGroupRow {
    /// Opaque id, never given before.
    pub id: String,
    /// The request that starts it.
    pub number: String,
    /// What names its member within the group.
    pub seat: String,
    /// Where all requests of the group go.
    pub organization: String,
    /// The sealed `contract::group::Shared`.
    pub shared_sealed: Vec<u8>,
    /// Its code.
    pub code: CodeRow,
    /// Now.
    pub at: Timestamp,
}

/// A group that a request joins while it is stored.
#[derive(Clone, Debug)]
pub struct JoinRow {
    /// The group.
    pub group: String,
    /// What will name the member within the group.
    pub seat: String,
    /// The keyed hash of the code it was joined with: that must still be the group's.
    pub code_mac: Mac,
    /// How many members the group may have.
    pub most: u32,
}

/// A stored group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// Opaque id.
    pub id: String,
    /// Where all its requests go.
    pub organization: String,
    /// The sealed `contract::group::Shared`.
    pub shared_sealed: Vec<u8>,
    /// Its code, sealed.
    pub code_sealed: Vec<u8>,
    /// Until when the code is good.
    pub expires_at: Timestamp,
    /// When the joining was ended, if it was.
    pub closed_at: Option<Timestamp>,
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// What names the member within the group.
    pub seat: String,
    /// The member's request.
    pub number: String,
    /// Where that stands.
    pub status: Status,
    /// Whether it started the group.
    pub is_starter: bool,
    /// Whether the others see the member's name.
    pub shows_name: bool,
    /// Whether the member is willing to represent the others.
    pub stands: bool,
    /// The seats that the member approves of.
    pub approves: Vec<String>,
    /// The sealed content of the request, from which the name is read: of those who show it, and of no others.
    pub content_sealed: Option<Vec<u8>>,
}

/// What changes in a group on behalf of one member.
#[derive(Clone, Debug)]
pub enum GroupChange {
    /// This code takes the place of the one there was.
    Renew(CodeRow),
    /// Nobody joins any more, since then.
    Close(Timestamp),
    /// Whether the others see the member's name; who hides it stands no longer, and nobody approves of them.
    ShowName(bool),
    /// Whether the member stands, which shows their name.
    Stand(bool),
    /// The member approves of those of these seats that stand, and of nobody else.
    Approve(Vec<String>),
    /// The member leaves. With the starter the joining ends, with the last one the group.
    Leave(Timestamp),
}

/// The part of the store that keeps track of groups.
#[async_trait]
pub trait GroupStore: Send + Sync {
    /// Starts a group with its first member in one transaction. `false` when the request is in one already.
    async fn start_group(&self, group: NewGroupRow) -> Result<bool, StoreError>;

    /// The group with this code, ended or not, and how many members count: those who did not take their
    /// request back. The same work whether there is such a code or not.
    async fn group_by_code(&self, code_mac: &Mac) -> Result<Option<(GroupRow, u32)>, StoreError>;

    /// The group of a request with its members, oldest first.
    async fn group_of(
        &self,
        number: &str,
    ) -> Result<Option<(GroupRow, Vec<MemberRow>)>, StoreError>;

    /// How many members the group of a request has, if it is in one.
    async fn group_size(&self, number: &str) -> Result<Option<u32>, StoreError>;

    /// Makes a change on behalf of the member with this request, in one transaction. `false` when the request
    /// is in no group, or when an ended group's code was to be renewed.
    async fn change_group(&self, number: &str, change: &GroupChange) -> Result<bool, StoreError>;
}
