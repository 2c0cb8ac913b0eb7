//! `fengqiao account`: who signs in at a desk. Whoever can read the data folder decides.

use std::io::Write;
use std::process::ExitCode;

use contract::desk::{AuditAct, Role};
use contract::kinds::OrganizationKind;
use fengqiao::config::{Flags, Serve};
use fengqiao::domain::{identity_mac, new_account, new_password, system_clock};
use fengqiao::store::Store;
use fengqiao::store::desk::{AccountChange, AccountRow, Note};

use super::Outcome;
use super::staff::{known, refused};

/// Adds an account: the password alone on standard output, so that scripts can take it.
pub(crate) async fn add(
    flags: &Flags<false>,
    login: &str,
    name: &str,
    role: &str,
    organization: &str,
) -> Outcome {
    let role = Role::from_wire(role);
    if !role.is_known() {
        let roles: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        return Err(format!("the role is one of: {}", roles.join(", ")).into());
    }
    if login.trim().is_empty() || login.contains(|c: char| c.is_whitespace() || c == ':') {
        return Err("a login has at least one character, and neither spaces nor colons".into());
    }
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let organization = known(store.as_ref(), organization).await?;
    if role == Role::Centre && organization.kind != OrganizationKind::NonlitigationCenter {
        return Err(format!("{} is no non-litigation service centre", organization.name).into());
    }
    let made = new_account(login, name, role, &organization.id, system_clock()).await;
    let (password, account) = made.map_err(refused)?;
    if !store.add_account(account).await? {
        return Err(format!("there is an account with the login {login:?}").into());
    }
    told(
        &password,
        &format!("Account {login} for {}", organization.name),
    )
}

/// Lists accounts, one a line, columns separated by tabs.
pub(crate) async fn list(flags: &Flags<false>) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "login\tname\trole\torganization\tsecond factor\tlinked\tdisabled"
    )?;
    for account in store.accounts(None).await? {
        let disabled = account.disabled_at.map(|at| at.to_string());
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}",
            account.login,
            account.name,
            account.role.as_str(),
            account.organization,
            yes(account.factor_step.is_some()),
            yes(account.identity_mac.is_some()),
            disabled.as_deref().unwrap_or("-")
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Gives an account another password, takes its second factor away and ends its sessions, for somebody who cannot sign in
/// any more.
pub(crate) async fn reset(flags: &Flags<false>, login: &str) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let account = of(store.as_ref(), login).await?;
    if account.disabled_at.is_some() {
        return Err(format!("the account {login:?} is disabled").into());
    }
    let (password, hash) = new_password().await.map_err(refused)?;
    let change = AccountChange::Password {
        hash,
        before: None,
        spare: None,
    };
    let note = note(AuditAct::AccountReset);
    store.change_account(&account.id, change, note).await?;
    store
        .change_account(&account.id, AccountChange::DropFactor, None)
        .await?;
    told(&password, &format!("Account {login} is reset"))
}

/// Disables an account and ends its sessions. Its name stays where it worked.
pub(crate) async fn disable(flags: &Flags<false>, login: &str) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let account = of(store.as_ref(), login).await?;
    let change = AccountChange::Disable { at: system_clock() };
    let note = note(AuditAct::AccountDisabled);
    if !store.change_account(&account.id, change, note).await? {
        return Err(format!("the account {login:?} is disabled already").into());
    }
    writeln!(std::io::stderr(), "Account {login} is disabled.")?;
    Ok(ExitCode::SUCCESS)
}

/// Links an account to somebody at the identity provider that the settings name.
pub(crate) async fn link(flags: &Flags<true>, login: &str, subject: &str) -> Outcome {
    let common = super::common(flags)?;
    let settings = Serve::read(&super::values(flags)?)?;
    let provider = settings.oidc.ok_or(
        "no identity provider is configured: name it as for the server, with oidc-issuer, oidc-client-id and public-url",
    )?;
    let subject = subject.trim();
    if subject.is_empty() {
        return Err("a subject has at least one character".into());
    }
    let store = super::store(&common).await?;
    let keys = super::keys(&common, store.as_ref()).await?;
    let account = of(store.as_ref(), login).await?;
    let identity_mac = identity_mac(&keys, provider.issuer.as_str(), subject);
    let linked = store.account_of(&identity_mac).await?;
    if let Some(other) = linked.filter(|other| other.id != account.id) {
        return Err(format!("they sign in with the account {:?} already", other.login).into());
    }
    let link = AccountChange::Link { identity_mac };
    let note = note(AuditAct::AccountLinked);
    let is_same = account.identity_mac == Some(identity_mac);
    if !is_same && !store.change_account(&account.id, link, note).await? {
        return Err(format!(
            "the account {login:?} is disabled, or linked to somebody else: `fengqiao account unlink` takes that away"
        )
        .into());
    }
    writeln!(
        std::io::stderr(),
        "Account {login} is linked: they can sign in through the identity provider."
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Takes away the link of an account to somebody at the identity provider, and ends its sessions.
pub(crate) async fn unlink(flags: &Flags<false>, login: &str) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let account = of(store.as_ref(), login).await?;
    let note = note(AuditAct::AccountUnlinked);
    let unlinked = store.change_account(&account.id, AccountChange::Unlink, note);
    if !unlinked.await? {
        return Err(format!("the account {login:?} is linked to nobody").into());
    }
    writeln!(
        std::io::stderr(),
        "Account {login} is linked to nobody. Where --oidc-login-claim is set, whoever has that login there is linked \
         again when they sign in: `fengqiao account disable` keeps them out."
    )?;
    Ok(ExitCode::SUCCESS)
}

fn note(act: AuditAct) -> Option<Note> {
    let at = system_clock();
    Some(Note { act, at })
}

const fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

async fn of(store: &dyn Store, login: &str) -> Result<AccountRow, Box<dyn std::error::Error>> {
    let found = store.account(&login.trim().to_lowercase()).await?;
    found.ok_or_else(|| format!("there is no account with the login {login:?}").into())
}

fn told(password: &str, what: &str) -> Outcome {
    writeln!(
        std::io::stderr(),
        "{what}. The password is shown only now; change it after signing in at /desk/."
    )?;
    writeln!(std::io::stdout(), "{password}")?;
    Ok(ExitCode::SUCCESS)
}
