//! Opening a request with its number and secret code, and locking out those who guess.

use std::net::IpAddr;

use contract::number::{AccessCode, RequestNumber};
use jiff::{SignedDuration, Timestamp};

use super::{Cases, Refused};
use crate::crypto::{self, Purpose};
use crate::store::{EntryRow, Mac, RequestRow};

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
        let since = now.checked_sub(window).unwrap_or(Timestamp::MIN);
        let number_scope = self.scope("number", owner.number.as_str());
        let address_scope = self.scope("address", &owner.client.to_string());
        let (by_number, by_address, found) = tokio::try_join!(
            self.store.wrong_tries(&number_scope, since),
            self.store.wrong_tries(&address_scope, since),
            self.store.request(owner.number.as_str()),
        )?;
        for ((tries, latest), most) in [
            (by_number, locks.per_number),
            (by_address, locks.per_address),
        ] {
            if tries >= most {
                let opens = latest.unwrap_or(now).checked_add(window).unwrap_or(now);
                let seconds = opens.as_second().saturating_sub(now.as_second()).max(1);
                let retry_after = u32::try_from(seconds).unwrap_or(u32::MAX);
                return Err(Refused::Locked { retry_after });
            }
        }
        let given = self
            .keys
            .mac(Purpose::AccessCode, owner.code.symbols().as_bytes());
        // Nobody's code has this hash.
        let expected = found.as_ref().map_or([0; 32], |(row, _)| row.code_mac);
        match found {
            Some(found) if crypto::same(&given, &expected) => Ok(found),
            _ => {
                self.store.add_wrong_try(&number_scope, now, since).await?;
                self.store.add_wrong_try(&address_scope, now, since).await?;
                Err(Refused::NotFound)
            }
        }
    }

    /// Numbers and addresses are counted by their keyed hashes: neither is kept.
    fn scope(&self, what: &str, who: &str) -> Mac {
        self.keys
            .mac(Purpose::LockScope, format!("{what}:{who}").as_bytes())
    }
}
