//! Opening a request with its number and secret code, and locking out those who guess.

use std::net::IpAddr;
use std::sync::Arc;

use contract::number::{AccessCode, RequestNumber};
use jiff::{SignedDuration, Timestamp};

use super::{Cases, Refused};
use crate::crypto::{self, Purpose};
use crate::store::{CodeTry, EntryRow, Mac, RequestRow, StoreError};

/// Who says that a request is theirs.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Which request.
    pub number: RequestNumber,
    /// The secret that proves it.
    pub code: AccessCode,
    /// Where they call from.
    pub client: IpAddr,
}

impl Cases {
    /// The request, if the code is right. An unknown number is answered like a wrong code, after the same
    /// work, and counts the same; while number or address is locked, the right code does not open either.
    pub(super) async fn request_of(
        &self,
        owner: &Owner,
    ) -> Result<(RequestRow, Vec<EntryRow>), Refused> {
        let now = self.now();
        let locks = self.policy.locks;
        let window = SignedDuration::try_from(locks.window).unwrap_or(SignedDuration::MAX);
        let scopes = [
            (
                self.scope("number", owner.number.as_str()),
                locks.per_number,
            ),
            (
                self.scope("address", &owner.client.to_string()),
                locks.per_address,
            ),
        ];
        let given = self
            .keys
            .mac(Purpose::AccessCode, owner.code.symbols().as_bytes());
        let store = Arc::clone(&self.store);
        let number = owner.number.clone();
        let judge = async move {
            let expected = store.code_mac(number.as_str()).await?;
            // Nobody's code has the hash of zeros; comparing with it takes as long.
            let is_right = crypto::same(&given, &expected.unwrap_or_default());
            let attempt = CodeTry {
                scopes,
                at: now,
                since: now.checked_sub(window).unwrap_or(Timestamp::MIN),
                is_right,
            };
            Ok::<_, StoreError>((is_right, store.hear(attempt).await?))
        };
        // A task of its own: hanging up keeps nobody's try from being counted. Should it panic, its message
        // is nobody's to read.
        let (is_right, locked_by) = tokio::spawn(judge)
            .await
            .map_err(|_| Refused::Fault("judging an access code broke off".into()))??;
        if let Some(locked_by) = locked_by {
            let opens = locked_by.checked_add(window).unwrap_or(Timestamp::MAX);
            let seconds = opens.as_second().saturating_sub(now.as_second()).max(1);
            let retry_after = u32::try_from(seconds).unwrap_or(u32::MAX);
            return Err(Refused::Locked { retry_after });
        }
        if !is_right {
            return Err(Refused::NotFound);
        }
        let found = self.store.request(owner.number.as_str()).await?;
        found.ok_or(Refused::NotFound)
    }

    /// Numbers and addresses are counted by their keyed hashes: neither is kept.
    fn scope(&self, what: &str, who: &str) -> Mac {
        self.keys
            .mac(Purpose::LockScope, format!("{what}:{who}").as_bytes())
    }
}
