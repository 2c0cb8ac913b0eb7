//! `fengqiao account`: who signs in at a desk. Whoever can read the data folder decides.

use std::io::Write;
use std::process::ExitCode;

use contract::desk::Role;
use contract::kinds::OrganizationKind;
use fengqiao::config::Flags;
use fengqiao::domain::{new_account, new_password, system_clock};
use fengqiao::store::Store;
use fengqiao::store::desk::{AccountChange, AccountRow};

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
        "login\tname\trole\torganization\tsecond factor\tdisabled"
    )?;
    for account in store.accounts(None).await? {
        let disabled = account.disabled_at.map(|at| at.to_string());
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}",
            account.login,
            account.name,
            account.role.as_str(),
            account.organization,
            if account.factor_step.is_some() {
                "yes"
            } else {
                "no"
            },
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
    store.change_account(&account.id, change).await?;
    store
        .change_account(&account.id, AccountChange::DropFactor)
        .await?;
    told(&password, &format!("Account {login} is reset"))
}

/// Disables an account and ends its sessions. Its name stays where it worked.
pub(crate) async fn disable(flags: &Flags<false>, login: &str) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let account = of(store.as_ref(), login).await?;
    let change = AccountChange::Disable { at: system_clock() };
    if !store.change_account(&account.id, change).await? {
        return Err(format!("the account {login:?} is disabled already").into());
    }
    writeln!(std::io::stderr(), "Account {login} is disabled.")?;
    Ok(ExitCode::SUCCESS)
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
