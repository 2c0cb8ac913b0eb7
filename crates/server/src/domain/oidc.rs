//! Signing in through the identity provider: what the browser keeps meanwhile, and whose account it is.
//!
//! The browser keeps state, nonce and verifier, sealed, in a cookie: nothing is stored for somebody who only began. What
//! came back is taken once. Accounts are linked to people at the provider and never made here.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::desk::{AuditAct, OidcFailure};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::desk::{add, is_a_login};
use super::{Cases, Refused};
use crate::crypto::{Keyring, Place, Purpose};
use crate::oidc::{Departure, Person, Provider, Trouble};
use crate::store::Mac;
use crate::store::desk::{AccountChange, AccountRow};

/// How long somebody may take at the provider.
const LONGEST: SignedDuration = SignedDuration::from_mins(10);

/// Where the desk begins.
const DESK: &str = "/desk/";

/// Longest path of a page of the desk, in bytes.
const PATH_MAX: usize = 100;

const TICKET: Place<'_> = Place {
    table: "browser",
    column: "oidc",
    row: "ticket",
};

/// What the browser keeps while its person is at the provider.
#[derive(Serialize, Deserialize)]
struct Ticket {
    state: String,
    nonce: String,
    verifier: String,
    /// Where they want to be then.
    to: String,
    /// Until when it is good, in seconds since 1970.
    ends: i64,
}

/// What somebody comes back with.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// What their browser kept.
    pub ticket: Option<String>,
    /// `state` of the address.
    pub state: Option<String>,
    /// `code` of the address.
    pub code: Option<String>,
    /// `iss` of the address: who sends them, where the provider says so (RFC 9207).
    pub issuer: Option<String>,
}

/// Somebody is in.
pub struct SignedIn {
    /// The secret of their session.
    pub secret: Zeroizing<String>,
    /// Where they wanted to be.
    pub to: String,
}

/// Somebody is not in.
pub struct NotIn {
    /// Why, for them.
    pub why: OidcFailure,
    /// Where they wanted to be.
    pub to: String,
    /// What it was, where the server could not.
    pub refused: Option<Refused>,
}

/// Why, before it is said where they wanted to be.
enum Stop {
    Told(OidcFailure),
    Refused(Refused),
}

impl<E: Into<Refused>> From<E> for Stop {
    fn from(error: E) -> Self {
        match error.into() {
            Refused::Locked { .. } => Self::Told(OidcFailure::Locked),
            // The account changed in the very moment.
            Refused::SignInFailed => Self::Told(OidcFailure::Expired),
            refused => Self::Refused(refused),
        }
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        tracing::warn!(reason = %trouble, "nobody signs in through the identity provider");
        Self::Told(match trouble {
            Trouble::Unreachable(_) => OidcFailure::Unreachable,
            Trouble::Refused(_) | Trouble::Untrusted(_) => OidcFailure::Untrusted,
        })
    }
}

impl Stop {
    fn at(self, to: String) -> NotIn {
        let (why, refused) = match self {
            Self::Told(why) => (why, None),
            Self::Refused(refused) => (OidcFailure::Unavailable, Some(refused)),
        };
        NotIn { why, to, refused }
    }
}

/// The keyed hash of somebody at a provider.
pub fn identity_mac(keys: &Keyring, issuer: &str, subject: &str) -> Mac {
    // An address holds no line feed: where the subject begins is beyond doubt.
    keys.mac(
        Purpose::OidcIdentity,
        format!("{issuer}\n{subject}").as_bytes(),
    )
}

impl Cases {
    /// Sends somebody to the provider who wants to be at a page of the desk then. Gives where, and what their browser
    /// keeps meanwhile.
    pub async fn go_to_provider(
        &self,
        provider: &Provider,
        to: Option<&str>,
    ) -> Result<(String, String), NotIn> {
        let to = desk_path(to);
        let depart = async {
            let Departure {
                to: address,
                state,
                nonce,
                verifier,
            } = provider.depart().await?;
            let ticket = Ticket {
                state,
                nonce,
                verifier,
                to: to.clone(),
                ends: add(self.now(), LONGEST).as_second(),
            };
            let ticket = Zeroizing::new(serde_json::to_vec(&ticket).map_err(Refused::from)?);
            let sealed = self.keys.seal(TICKET, &ticket)?;
            Ok((address, URL_SAFE_NO_PAD.encode(sealed)))
        };
        depart.await.map_err(|stop: Stop| stop.at(to.clone()))
    }

    /// Signs in who came back from the provider.
    pub async fn come_from_provider(
        &self,
        provider: &Provider,
        arrival: Arrival,
        client: IpAddr,
    ) -> Result<SignedIn, NotIn> {
        let ticket = arrival.ticket.as_deref();
        let ticket = ticket.and_then(|ticket| self.ticket(ticket, arrival.state.as_deref()));
        let Some(ticket) = ticket else {
            return Err(Stop::Told(OidcFailure::Expired).at(DESK.to_owned()));
        };
        let to = ticket.to.clone();
        match self.enter_with(provider, ticket, arrival, client).await {
            Ok(secret) => Ok(SignedIn { secret, to }),
            Err(stop) => Err(stop.at(to)),
        }
    }

    async fn enter_with(
        &self,
        provider: &Provider,
        ticket: Ticket,
        arrival: Arrival,
        client: IpAddr,
    ) -> Result<Zeroizing<String>, Stop> {
        let once = self.keys.mac(Purpose::OidcState, ticket.state.as_bytes());
        let ends = Timestamp::from_second(ticket.ends).unwrap_or(Timestamp::MAX);
        if !self.store.spend(&once, ends).await? {
            return Err(Stop::Told(OidcFailure::Expired));
        }
        if arrival
            .issuer
            .is_some_and(|issuer| issuer != provider.issuer())
        {
            return Err(Trouble::Untrusted("somebody else sends people back").into());
        }
        let code = arrival.code.ok_or(Stop::Told(OidcFailure::Declined))?;
        let person = provider.arrive(code, ticket.nonce, ticket.verifier).await?;
        let account = self.account_of(provider, &person).await?;
        // Where wrong passwords have locked the account, nobody gets in by another door.
        let scopes = self.sign_in_scopes(&account.login, client);
        self.heard(scopes, async { Ok(Some(())) }).await?;
        if account.disabled_at.is_some() {
            self.write_down_of(&account, AuditAct::SignInFailed).await?;
            return Err(Stop::Told(OidcFailure::Disabled));
        }
        let (secret, _) = self.enter(account, AuditAct::SignedInOidc).await?;
        Ok(secret)
    }

    /// What the browser kept, if it is from here, in time, and for whom the provider sends back.
    fn ticket(&self, sealed: &str, state: Option<&str>) -> Option<Ticket> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let json = Zeroizing::new(self.keys.open(TICKET, &sealed).ok()?);
        let ticket: Ticket = serde_json::from_slice(&json).ok()?;
        let is_same: bool = ticket.state.as_bytes().ct_eq(state?.as_bytes()).into();
        (is_same && self.now().as_second() < ticket.ends).then_some(ticket)
    }

    /// The account of somebody at the provider. Who has none yet gets the one whose login the provider says is theirs,
    /// where that was configured and the account is nobody else's.
    async fn account_of(&self, provider: &Provider, person: &Person) -> Result<AccountRow, Stop> {
        let identity_mac = identity_mac(&self.keys, provider.issuer(), person.subject());
        if let Some(account) = self.store.account_of(&identity_mac).await? {
            return Ok(account);
        }
        let nobody = || Stop::Told(OidcFailure::NoAccount);
        let login = provider.login_of(person).await?.ok_or_else(nobody)?;
        let login = login.to_lowercase();
        if !is_a_login(&login) {
            return Err(nobody());
        }
        let account = self.store.account(&login).await?.ok_or_else(nobody)?;
        if account.disabled_at.is_some() {
            return Ok(account);
        }
        let note = self.remark(AuditAct::AccountLinked);
        let link = AccountChange::Link { identity_mac };
        self.store
            .change_account(&account.id, link, Some(note))
            .await?;
        // Linked now, in another window in the same moment, or to somebody else for long.
        let linked = self.store.account_of(&identity_mac).await?;
        linked.ok_or_else(nobody)
    }
}

/// The path of a page of the desk, whatever was asked for: from here one is sent nowhere else.
fn desk_path(asked: Option<&str>) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/');
    asked
        .filter(|path| path.len() <= PATH_MAX && path.starts_with(DESK))
        .filter(|path| path.bytes().all(is_plain))
        .unwrap_or(DESK)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_the_desk_and_nowhere_else() {
        for page in ["/desk/", "/desk/cases/FQ-2611-7K3MQ-4/terms", "/desk/audit"] {
            assert_eq!(desk_path(Some(page)), page);
        }
        let long = format!("/desk/{}", "a".repeat(100));
        for elsewhere in [
            None,
            Some("/"),
            Some("/desk"),
            Some("//example.org/desk/"),
            Some("https://example.org/desk/"),
            Some("/desk/../find"),
            Some("/desk/\\example.org"),
            Some("/desk/?next=https://example.org"),
            Some("/desk/\"><script>"),
            Some(long.as_str()),
        ] {
            assert_eq!(desk_path(elsewhere), DESK, "{elsewhere:?}");
        }
    }
}
