//! Opening a request with its number and secret code, and locking out those who guess one.

use std::net::IpAddr;
use std::sync::Arc;

use contract::number::{AccessCode, RequestNumber};
use jiff::{SignedDuration, Timestamp};

use super::{Cases, Refused};
use crate::crypto::{self, Purpose};
use crate::store::desk::Blame;
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

/// Of a request that is erased there is nothing to read or to do.
pub(super) fn unless_erased(
    found: (RequestRow, Vec<EntryRow>),
) -> Result<(RequestRow, Vec<EntryRow>), Refused> {
    match found.0.erased_at {
        Some(_) => Err(Refused::Erased),
        None => Ok(found),
    }
}

impl Cases {
    /// The request, if the code is right and it is not erased.
    pub(super) async fn request_of(
        &self,
        owner: &Owner,
    ) -> Result<(RequestRow, Vec<EntryRow>), Refused> {
        unless_erased(self.row_of(owner).await?)
    }

    /// The request, erased or not, if the code is right. An unknown number is answered like a wrong code, after the same
    /// work, and counts the same; while number or address is locked, the right code does not open either.
    pub(super) async fn row_of(
        &self,
        owner: &Owner,
    ) -> Result<(RequestRow, Vec<EntryRow>), Refused> {
        let per_number = self.policy.locks.per_number;
        let scopes = vec![
            (self.scope("number", owner.number.as_str()), per_number),
            self.address_scope(owner.client),
        ];
        let given = self
            .keys
            .mac(Purpose::AccessCode, owner.code.symbols().as_bytes());
        let store = Arc::clone(&self.store);
        let number = owner.number.clone();
        let compare = async move {
            let expected = store.code_mac(number.as_str()).await?;
            // Nobody's code has the hash of zeros; comparing with it takes as long.
            Ok(crypto::same(&given, &expected.unwrap_or_default()).then_some(()))
        };
        self.heard(scopes, compare)
            .await?
            .ok_or(Refused::NotFound)?;
        let found = self.store.request(owner.number.as_str()).await?;
        found.ok_or(Refused::NotFound)
    }

    /// What a code opens, if it is right and these scopes are not locked. A wrong one counts in all of them.
    pub(super) async fn heard<T: Send + 'static>(
        &self,
        scopes: Vec<(Mac, u32)>,
        opens: impl Future<Output = Result<Option<T>, StoreError>> + Send + 'static,
    ) -> Result<Option<T>, Refused> {
        self.heard_of(scopes, async { Ok((opens.await?, None)) })
            .await
    }

    /// The same for an account: a wrong try that counts stands in the audit log.
    pub(super) async fn heard_of<T: Send + 'static>(
        &self,
        scopes: Vec<(Mac, u32)>,
        opens: impl Future<Output = Result<(Option<T>, Option<Blame>), StoreError>> + Send + 'static,
    ) -> Result<Option<T>, Refused> {
        let now = self.now();
        let window =
            SignedDuration::try_from(self.policy.locks.window).unwrap_or(SignedDuration::MAX);
        let store = Arc::clone(&self.store);
        let judge = async move {
            let (opened, blame) = opens.await?;
            let attempt = CodeTry {
                scopes,
                at: now,
                since: now.checked_sub(window).unwrap_or(Timestamp::MIN),
                is_right: opened.is_some(),
                blame,
            };
            Ok::<_, StoreError>((opened, store.hear(attempt).await?))
        };
        // A task of its own: hanging up keeps nobody's try from being counted. Should it panic, its message
        // is nobody's to read.
        let (opened, locked_by) = tokio::spawn(judge)
            .await
            .map_err(|_| Refused::Fault("judging a code broke off".into()))??;
        let Some(locked_by) = locked_by else {
            return Ok(opened);
        };
        let opens = locked_by.checked_add(window).unwrap_or(Timestamp::MAX);
        let seconds = opens.as_second().saturating_sub(now.as_second()).max(1);
        let retry_after = u32::try_from(seconds).unwrap_or(u32::MAX);
        Err(Refused::Locked { retry_after })
    }

    /// Somebody's address, with how many wrong codes from there lock it.
    pub(super) fn address_scope(&self, client: IpAddr) -> (Mac, u32) {
        let scope = self.scope("address", &client.to_string());
        (scope, self.policy.locks.per_address)
    }

    /// Numbers and addresses are counted by their keyed hashes: neither is kept.
    pub(super) fn scope(&self, what: &str, who: &str) -> Mac {
        self.keys
            .mac(Purpose::LockScope, format!("{what}:{who}").as_bytes())
    }
}
