//! The people at a desk: signing in and out, their second factor, and what is written down of what they read and do.
//!
//! A session is a secret that only its browser has; the store knows its hash. Every request of a session that changes
//! something also carries a token that follows from the secret: pages of other sites can make a browser send the
//! cookie, but do not know the token.

use std::net::IpAddr;
use std::sync::Arc;

use contract::desk::{
    AuditAct, AuditEntry, AuditView, Colleague, ColleaguesView, PasswordChange, Role,
    SecondFactorOffer, SessionView, SignIn,
};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{SemaphorePermit, oneshot};
use totp_rs::{Algorithm, Builder, Totp};
use zeroize::Zeroizing;

use super::{Cases, Refused, Staff, time};
use crate::crypto::{self, Place, Purpose, hex};
use crate::directory::index;
use crate::password::{self, PasswordError};
use crate::store::desk::{
    AccountChange, AccountRow, AuditEntryRow, AuditRow, Blame, Note, SessionRow,
};
use crate::store::{Mac, StoreError};

/// How long a session lasts in which nothing is done.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// How long a session lasts at most: a working day.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// A session is prolonged when that is worth a write.
const WORTH: SignedDuration = SignedDuration::from_mins(1);
/// Longest login, in characters.
const LOGIN_MAX: usize = 100;
/// Entries of the audit log on one page.
const PAGE: u32 = 100;
/// Bytes of the secret of a second factor: as many as its hash has (RFC 4226, section 4, R6).
const FACTOR_BYTES: usize = 20;
/// Whom an authenticator app names as the one the codes are for.
const ISSUER: &str = "枫桥工作台";

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Session {
    /// As whom they work.
    pub staff: Staff,
    /// What its own pages send along with what changes something.
    pub token: String,
    pub(crate) mac: Mac,
    account: AccountRow,
    begun_at: Timestamp,
    ends_at: Timestamp,
}

/// A new account: the password to hand over, and the row to keep.
pub async fn new_account(
    login: &str,
    name: &str,
    role: Role,
    organization: &str,
    now: Timestamp,
) -> Result<(String, AccountRow), Refused> {
    let (password, password_hash) = new_password().await?;
    let row = AccountRow {
        id: hex(&crypto::random::<8>()?),
        login: login.trim().to_lowercase(),
        organization: organization.to_owned(),
        role,
        name: name.trim().to_owned(),
        password_hash,
        factor_sealed: None,
        factor_step: None,
        created_at: time::whole_seconds(now),
        disabled_at: None,
        identity_mac: None,
    };
    Ok((password, row))
}

/// A password that nobody thought of, and its hash.
pub async fn new_password() -> Result<(String, String), Refused> {
    let password = hex(&crypto::random::<10>()?);
    let hash = password::hash(&password).await?;
    Ok((password, hash))
}

/// What signing in found.
enum Found {
    /// Everything is right.
    Account(Box<AccountRow>),
    /// The password is right; six digits are needed.
    NeedsCode,
}

impl Cases {
    /// Signs in. Gives the secret of the new session. Wrong passwords and wrong codes count against the login and the
    /// address they come from; an unknown login is answered like a wrong password, after the same work.
    pub async fn sign_in(
        &self,
        body: &SignIn,
        client: IpAddr,
    ) -> Result<(Zeroizing<String>, Session), Refused> {
        let login = body.login.trim().to_lowercase();
        let scopes = self.sign_in_scopes(&login, client);
        let place = self.place_in_line(&scopes).await?;
        let now = self.now();
        let store = Arc::clone(&self.store);
        let keys = Arc::clone(&self.keys);
        let password = Zeroizing::new(body.password.clone());
        let code = body.code.trim().to_owned();
        let (tell, told) = oneshot::channel();
        let judge = async move {
            let _place = place;
            let account = match is_a_login(&login) {
                true => store.account(&login).await?,
                false => None,
            };
            // Whoever tries a disabled account stands in the log too, but learns no more than others.
            let known = account.as_ref();
            let blame = known.map(|known| Blame::new(known, AuditAct::SignInFailed));
            let account = account.filter(|account| account.disabled_at.is_none());
            let hash = account.as_ref().map(|account| &*account.password_hash);
            let is_right = password::is_right(&password, hash).await.map_err(fault)?;
            let Some(account) = account.filter(|_| is_right) else {
                return Ok((None, blame));
            };
            if account.factor_step.is_none() {
                return Ok((Some(Found::Account(Box::new(account))), None));
            }
            let _ = tell.send(());
            if code.is_empty() {
                return Ok((Some(Found::NeedsCode), None));
            }
            let sealed = account.factor_sealed.as_deref().unwrap_or_default();
            let secret = keys
                .open(factor_place(&account.id), sealed)
                .map_err(fault)?;
            let blame = Some(Blame::new(&account, AuditAct::SecondFactorFailed));
            let Some(step) = step_of(&account.login, &secret, &code, now) else {
                return Ok((None, blame));
            };
            let take = AccountChange::TakeCode {
                step,
                sealed: sealed.to_owned(),
                spare: None,
            };
            Ok(match store.change_account(&account.id, take, None).await? {
                true => (Some(Found::Account(Box::new(account))), None),
                false => (None, blame),
            })
        };
        let account = match self.heard_of(scopes, judge).await? {
            Some(Found::Account(account)) => *account,
            Some(Found::NeedsCode) => return Err(Refused::SecondFactorNeeded),
            None => {
                return Err(match told.await {
                    Ok(()) => Refused::SecondFactorNeeded,
                    Err(_) => Refused::SignInFailed,
                });
            }
        };
        let act = match account.factor_step {
            Some(_) => AuditAct::SignedInWithCode,
            None => AuditAct::SignedIn,
        };
        self.enter(account, act).await
    }

    /// Begins a session of an account whose person proved to be it. Gives its secret.
    pub(super) async fn enter(
        &self,
        account: AccountRow,
        act: AuditAct,
    ) -> Result<(Zeroizing<String>, Session), Refused> {
        let now = self.now();
        let secret = Zeroizing::new(hex(&crypto::random::<32>()?));
        let row = SessionRow {
            token_mac: self.keys.mac(Purpose::DeskSession, secret.as_bytes()),
            account: account.id.clone(),
            begun_at: now,
            ends_at: add(now, IDLE),
        };
        // It may have another password by now.
        let begun = self.store.begin_session(row.clone(), &account, act).await?;
        if !begun {
            return Err(Refused::SignInFailed);
        }
        let session = self.session_of(&secret, row, account);
        Ok((secret, session))
    }

    /// The session with this secret, which lasts longer for it.
    pub async fn session(&self, secret: &str) -> Result<Session, Refused> {
        let mut session = self.session_as_it_is(secret).await?;
        let latest = add(session.begun_at, LONGEST);
        let ends_at = add(self.now(), IDLE).min(latest);
        if ends_at.duration_since(session.ends_at) >= WORTH {
            self.store.prolong_session(&session.mac, ends_at).await?;
            session.ends_at = ends_at;
        }
        Ok(session)
    }

    /// The same for what a page does by itself, with nobody before it: that makes no session last longer.
    pub async fn session_as_it_is(&self, secret: &str) -> Result<Session, Refused> {
        let mac = self.keys.mac(Purpose::DeskSession, secret.as_bytes());
        let found = self.store.session(&mac, self.now()).await?;
        let (row, account) = found.ok_or(Refused::Unauthorized)?;
        Ok(self.session_of(secret, row, account))
    }

    fn session_of(&self, secret: &str, row: SessionRow, account: AccountRow) -> Session {
        Session {
            staff: Staff {
                organization: account.organization.clone(),
                name: account.name.clone(),
                role: account.role,
                account: Some(account.id.clone()),
            },
            token: hex(&self.keys.mac(Purpose::DeskToken, secret.as_bytes())),
            mac: row.token_mac,
            account,
            begun_at: row.begun_at,
            ends_at: row.ends_at,
        }
    }

    /// Who is signed in, for their own pages.
    pub async fn session_view(&self, session: &Session) -> Result<SessionView, Refused> {
        let account = &session.account;
        let organization = self.organization(&account.organization).await?;
        Ok(SessionView {
            account: account.id.clone(),
            login: account.login.clone(),
            name: account.name.clone(),
            role: account.role,
            organization: index::reference(&organization),
            token: session.token.clone(),
            has_second_factor: account.factor_step.is_some(),
            ends_at: time::wire(session.ends_at),
        })
    }

    /// Signs out: here, or everywhere.
    pub async fn sign_out(&self, session: &Session, everywhere: bool) -> Result<(), Refused> {
        let act = match everywhere {
            true => AuditAct::SignedOutEverywhere,
            false => AuditAct::SignedOut,
        };
        self.write_down(&session.staff, act, None).await?;
        match everywhere {
            true => self.store.end_sessions(&session.account.id).await?,
            false => self.store.end_session(&session.mac).await?,
        }
        Ok(())
    }

    /// Another password; all other sessions of the account end. A wrong one counts like one at signing in.
    pub async fn change_password(
        &self,
        session: &Session,
        body: &PasswordChange,
        client: IpAddr,
    ) -> Result<(), Refused> {
        let issues = body.issues();
        if !issues.is_empty() {
            return Err(Refused::Invalid(issues));
        }
        let account = &session.account;
        let scopes = self.sign_in_scopes(&account.login, client);
        let place = self.place_in_line(&scopes).await?;
        let (given, hash) = (body.current.clone(), account.password_hash.clone());
        let given = Zeroizing::new(given);
        let blame = Blame::new(account, AuditAct::SignInFailed);
        let judge = async move {
            let _place = place;
            let is_right = password::is_right(&given, Some(&hash)).await;
            Ok((is_right.map_err(fault)?.then_some(()), Some(blame)))
        };
        self.heard_of(scopes, judge)
            .await?
            .ok_or(Refused::SignInFailed)?;
        let change = AccountChange::Password {
            hash: password::hash(&body.new).await?,
            before: Some(account.password_hash.clone()),
            spare: Some(session.mac),
        };
        let note = self.remark(AuditAct::ChangedPassword);
        let changed = self.store.change_account(&account.id, change, Some(note));
        // Somebody else may have set another one meanwhile.
        match changed.await? {
            true => Ok(()),
            false => Err(Refused::SignInFailed),
        }
    }

    /// Offers a second factor. Not while the account has one.
    pub async fn offer_second_factor(
        &self,
        session: &Session,
    ) -> Result<SecondFactorOffer, Refused> {
        let account = &session.account;
        let secret = Zeroizing::new(crypto::random::<FACTOR_BYTES>()?);
        let sealed = self.keys.seal(factor_place(&account.id), &*secret)?;
        let offered =
            self.store
                .change_account(&account.id, AccountChange::OfferFactor { sealed }, None);
        if !offered.await? {
            return Err(Refused::Forbidden);
        }
        let totp = totp(&account.login, &*secret)?;
        Ok(SecondFactorOffer {
            secret: totp.secret().to_base32(),
            uri: totp
                .to_url()
                .map_err(|error| Refused::Fault(error.into()))?,
        })
    }

    /// Switches the second factor on, or off, with a code of it.
    pub async fn prove_second_factor(
        &self,
        session: &Session,
        code: &str,
        is_on: bool,
        client: IpAddr,
    ) -> Result<(), Refused> {
        let account = session.account.clone();
        let Some(sealed) = account.factor_sealed.clone() else {
            return Err(Refused::SecondFactorNeeded);
        };
        let scopes = self.sign_in_scopes(&account.login, client);
        let secret = self.keys.open(factor_place(&account.id), &sealed)?;
        let step = step_of(&account.login, &secret, code.trim(), self.now());
        let store = Arc::clone(&self.store);
        let id = account.id.clone();
        // Who signed in without it has to sign in with it.
        let spare = is_on.then_some(session.mac);
        let on = is_on.then(|| self.remark(AuditAct::FactorOn));
        let blame = Blame::new(&account, AuditAct::SecondFactorFailed);
        let judge = async move {
            let Some(step) = step else {
                return Ok((None, Some(blame)));
            };
            let take = AccountChange::TakeCode {
                step,
                sealed,
                spare,
            };
            let is_first = store.change_account(&id, take, on).await?;
            Ok((is_first.then_some(()), Some(blame)))
        };
        self.heard_of(scopes, judge)
            .await?
            .ok_or(Refused::SecondFactorNeeded)?;
        if !is_on {
            let off = self.remark(AuditAct::FactorOff);
            self.store
                .change_account(&account.id, AccountChange::DropFactor, Some(off))
                .await?;
        }
        Ok(())
    }

    /// What the audit log says of a change that is made now.
    pub(super) fn remark(&self, act: AuditAct) -> Note {
        Note {
            act,
            at: self.now(),
        }
    }

    /// A place in the line for hashing a password. Whoever is locked out costs none.
    async fn place_in_line(
        &self,
        scopes: &[(Mac, u32)],
    ) -> Result<SemaphorePermit<'static>, Refused> {
        self.heard(scopes.to_vec(), async { Ok(Some(())) }).await?;
        password::place_in_line().ok_or(Refused::Busy)
    }

    /// What wrong tries to sign in count against. Logins can be guessed, unlike numbers: from one address a few tries lock
    /// one, from everywhere together it takes many, so that nobody is kept out by somebody who only knows their login.
    pub(super) fn sign_in_scopes(&self, login: &str, client: IpAddr) -> Vec<(Mac, u32)> {
        let few = self.policy.locks.per_number;
        vec![
            (self.scope("login-from", &format!("{login} {client}")), few),
            (self.scope("login", login), few.saturating_mul(10)),
            self.address_scope(client),
        ]
    }

    /// Who can work on a case of this organization.
    pub async fn colleagues(&self, staff: &Staff) -> Result<ColleaguesView, Refused> {
        let accounts = self.store.accounts(Some(&staff.organization)).await?;
        let colleagues = accounts
            .into_iter()
            .filter(|account| account.disabled_at.is_none() && account.role.reads_cases())
            .map(|account| Colleague {
                account: account.id,
                name: account.name,
                role: account.role,
            });
        Ok(ColleaguesView {
            colleagues: colleagues.collect(),
        })
    }

    /// Writes down what somebody does, before it is done: what is read is read by then.
    pub(super) async fn write_down(
        &self,
        staff: &Staff,
        act: AuditAct,
        number: Option<&str>,
    ) -> Result<(), Refused> {
        let act = AuditRow {
            at: self.now(),
            organization: staff.organization.clone(),
            account: staff.account.clone(),
            name: staff.name.clone(),
            act,
            number: number.map(str::to_owned),
        };
        Ok(self.store.note_act(act).await?)
    }

    /// Writes down what an account goes through.
    pub(super) async fn write_down_of(
        &self,
        account: &AccountRow,
        act: AuditAct,
    ) -> Result<(), Refused> {
        let act = AuditRow {
            at: self.now(),
            organization: account.organization.clone(),
            account: Some(account.id.clone()),
            name: account.name.clone(),
            act,
            number: None,
        };
        Ok(self.store.note_act(act).await?)
    }

    /// What was read and done at the organization, latest first.
    pub async fn audit(&self, staff: &Staff, before: Option<i64>) -> Result<AuditView, Refused> {
        if !staff.role.reads_audit() {
            return Err(Refused::Forbidden);
        }
        let found = self
            .store
            .audit(&staff.organization, before, PAGE + 1)
            .await?;
        let has_more = found.len() > PAGE as usize;
        let found: Vec<_> = found.into_iter().take(PAGE as usize).collect();
        let next_after = found.last().filter(|_| has_more);
        Ok(AuditView {
            next_after: next_after.map(|entry| entry.place.to_string()),
            entries: found
                .into_iter()
                .map(|AuditEntryRow { row, login, .. }| AuditEntry {
                    at: time::wire(row.at),
                    name: row.name,
                    login,
                    act: row.act,
                    number: row.number,
                })
                .collect(),
        })
    }

    /// Forgets sessions that have ended.
    pub async fn forget_sessions(&self) -> Result<(), Refused> {
        Ok(self.store.forget_sessions(self.now()).await?)
    }
}

impl From<PasswordError> for Refused {
    fn from(error: PasswordError) -> Self {
        Self::Fault(Box::new(error))
    }
}

/// Whether there may be an account with this login: not every database takes what is none.
pub(super) fn is_a_login(login: &str) -> bool {
    login.chars().count() <= LOGIN_MAX && !login.contains(char::is_control)
}

fn fault(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::Fault(Box::new(error))
}

pub(super) fn add(at: Timestamp, duration: SignedDuration) -> Timestamp {
    at.checked_add(duration).unwrap_or(Timestamp::MAX)
}

/// Where the secret of an account's second factor is kept.
pub(super) fn factor_place(account: &str) -> Place<'_> {
    Place {
        table: "account",
        column: "factor",
        row: account,
    }
}

fn totp(login: &str, secret: &[u8]) -> Result<Totp, Refused> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret.to_vec())
        .with_account_name(login)
        .with_issuer(Some(ISSUER))
        .build()
        .map_err(|error| Refused::Fault(error.into()))
}

/// The time step that a code is of, if it is right now, give or take one step (RFC 6238, section 5.2).
fn step_of(login: &str, secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let seconds = u64::try_from(now.as_second()).ok()?;
    let step = totp(login, secret).ok()?.check(code, seconds)?;
    i64::try_from(step).ok()
}
