//! `fengqiao staff`.

use std::io::Write;
use std::process::ExitCode;

use fengqiao::config::Flags;
use fengqiao::domain::{new_staff_token, system_clock};

use super::Outcome;

/// Issues a token: the token alone on standard output, so that scripts can take it.
pub(crate) async fn issue(flags: &Flags<false>, organization: &str, name: &str) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let keys = super::keys(&common, store.as_ref()).await?;
    let Some(organization) = store.organization(organization).await? else {
        let hint = "`fengqiao export` lists all ids";
        return Err(
            format!("there is no organization with the id {organization:?}; {hint}").into(),
        );
    };
    let (token, row) = new_staff_token(&keys, &organization.id, name, system_clock())?;
    let id = row.id.clone();
    store.add_staff_token(row).await?;
    writeln!(
        std::io::stderr(),
        "Token {id} for {}. It is shown only now; revoke it with `fengqiao staff revoke {id}`.",
        organization.name
    )?;
    writeln!(std::io::stdout(), "{token}")?;
    Ok(ExitCode::SUCCESS)
}

/// Lists all tokens, one a line, columns separated by tabs.
pub(crate) async fn list(flags: &Flags<false>) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "id\tissued\trevoked\torganization\tname")?;
    for token in store.staff_tokens().await? {
        let revoked = token.revoked_at.map(|at| at.to_string());
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}",
            token.id,
            token.created_at,
            revoked.as_deref().unwrap_or("-"),
            token.organization,
            token.name
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Revokes a token.
pub(crate) async fn revoke(flags: &Flags<false>, id: &str) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    if !store.revoke_staff_token(id, system_clock()).await? {
        return Err(format!("there is no valid token with the id {id:?}").into());
    }
    writeln!(std::io::stderr(), "Token {id} is revoked.")?;
    Ok(ExitCode::SUCCESS)
}
