//! What the store keeps of the other side's invitations.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Mac, StoreError};

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationRow {
    /// What the other side has in place of the request's number: whoever tries codes on it locks nobody else out.
    pub id: String,
    /// To which request.
    pub number: String,
    /// Keyed hash of its code.
    pub code_mac: Mac,
    /// The sealed code and what the other side is told.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub invited_at: Timestamp,
    /// Until when it can be answered.
    pub open_until: Timestamp,
}

/// The part of the store that keeps invitations. They are made with the change that invites.
#[async_trait]
pub trait InvitationStore: Send + Sync {
    /// The invitation to this request, if there is one.
    async fn invitation(&self, number: &str) -> Result<Option<InvitationRow>, StoreError>;

    /// The invitation with this id. The same work whether there is one or not.
    async fn invitation_by_id(&self, id: &str) -> Result<Option<InvitationRow>, StoreError>;
}
