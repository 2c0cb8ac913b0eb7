//! `fengqiao staff`: the tokens of organizations' staff, and their work without an interface. Whoever can read
//! the data folder may act for every organization.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use contract::number::RequestNumber;
use contract::staff::StaffMove;
use fengqiao::config::Flags;
use fengqiao::domain::{Cases, QueuePage, Refused, Staff, new_staff_token, system_clock};
use fengqiao::store::{OrganizationRow, QueuePlace, Store};

use super::{Outcome, workplace};

/// In whose name reports are settled here.
const OPERATOR: &str = "operator";

/// Issues a token: the token alone on standard output, so that scripts can take it.
pub(crate) async fn issue(flags: &Flags<false>, organization: &str, name: &str) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let keys = super::keys(&common, store.as_ref()).await?;
    let organization = known(store.as_ref(), organization).await?;
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

/// Lists the requests of an organization, what is due first on top, one a line, columns separated by tabs.
pub(crate) async fn queue(flags: &Flags<true>, organization: &str) -> Outcome {
    let (cases, staff) = at_work(flags, organization).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "number\tsubmitted\tstatus\tfield\tdue")?;
    let mut page = QueuePage::default();
    loop {
        let view = cases.queue(&staff, page.clone()).await.map_err(refused)?;
        for entry in view.requests {
            let due = entry.deadline.map(|deadline| deadline.due);
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}",
                entry.number,
                entry.submitted_at,
                entry.status.as_str(),
                entry.field.as_str(),
                due.as_deref().unwrap_or("-")
            )?;
        }
        let Some(after) = view.next_after.as_deref().and_then(QueuePlace::read) else {
            return Ok(ExitCode::SUCCESS);
        };
        page.after = Some(after);
    }
}

/// Shows a request as JSON, as `GET /api/v1/staff/requests/{number}` answers it.
pub(crate) async fn open(flags: &Flags<true>, organization: &str, number: &str) -> Outcome {
    let (cases, staff) = at_work(flags, organization).await?;
    let number = parse_number(number)?;
    let view = cases.staff_open(&staff, number.as_str()).await;
    print(&view.map_err(refused)?)
}

/// Makes a move, given as the JSON that `POST /api/v1/staff/requests/{number}/moves` takes.
pub(crate) async fn make_move(
    flags: &Flags<true>,
    organization: &str,
    number: &str,
    body: &str,
) -> Outcome {
    let body: StaffMove =
        serde_json::from_str(body).map_err(|error| format!("this is no move: {error}"))?;
    let (cases, staff) = at_work(flags, organization).await?;
    let number = parse_number(number)?;
    let view = cases
        .staff_move(&staff, number.as_str(), None, None, body)
        .await;
    print(&view.map_err(refused)?)
}

/// Shows what to hand over to the other side, as `GET /api/v1/staff/requests/{number}/invitation` answers it.
pub(crate) async fn invitation(flags: &Flags<true>, organization: &str, number: &str) -> Outcome {
    let (cases, staff) = at_work(flags, organization).await?;
    let number = parse_number(number)?;
    let invitation = cases.party_invitation(&staff, number.as_str()).await;
    print(&invitation.map_err(refused)?)
}

/// Lists open reports about wrong entries, oldest first, as JSON: of an organization, or of all.
pub(crate) async fn reports(flags: &Flags<true>, organization: Option<&str>) -> Outcome {
    let cases = workplace(flags).await?;
    if let Some(id) = organization {
        known(cases.store.as_ref(), id).await?;
    }
    print(&cases.reports(organization).await.map_err(refused)?)
}

/// Settles a report about whichever organization.
pub(crate) async fn settle(flags: &Flags<true>, report: &str) -> Outcome {
    let cases = workplace(flags).await?;
    let settled = cases.settle(None, report, OPERATOR).await;
    print(&settled.map_err(refused)?)
}

async fn at_work(
    flags: &Flags<true>,
    organization: &str,
) -> Result<(Cases, Staff), Box<dyn Error>> {
    let cases = workplace(flags).await?;
    let organization = known(cases.store.as_ref(), organization).await?.id;
    let staff = Staff::for_organization(organization, OPERATOR.to_owned());
    Ok((cases, staff))
}

pub(super) async fn known(store: &dyn Store, id: &str) -> Result<OrganizationRow, Box<dyn Error>> {
    store.organization(id).await?.ok_or_else(|| {
        format!("there is no organization with the id {id:?}; `fengqiao export` lists all ids")
            .into()
    })
}

pub(super) fn parse_number(typed: &str) -> Result<RequestNumber, String> {
    RequestNumber::parse(typed).ok_or_else(|| format!("{typed:?} is no request number"))
}

/// A refusal with what would be right instead.
pub(super) fn refused(refused: Refused) -> Box<dyn Error> {
    match refused {
        Refused::NotFound => "the organization has no such request".into(),
        Refused::NoInvitation => "the other side has not been invited".into(),
        Refused::Erased => "what people wrote in this request was erased".into(),
        Refused::NoReport => {
            "there is no such report; `fengqiao staff reports` lists those that are open".into()
        }
        Refused::IllegalMove(legal) => {
            let legal: Vec<_> = legal.iter().map(|event| event.as_str()).collect();
            let legal = if legal.is_empty() {
                "none".to_owned()
            } else {
                legal.join(", ")
            };
            format!("this move is not possible now; possible are: {legal}").into()
        }
        Refused::Invalid(issues) => {
            let fields: Vec<_> = issues.iter().map(|issue| issue.field.as_str()).collect();
            format!(
                "these parts of the move break their rules: {}",
                fields.join(", ")
            )
            .into()
        }
        other => other.into(),
    }
}

pub(super) fn print(view: &impl serde::Serialize) -> Outcome {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, view)?;
    writeln!(out)?;
    Ok(ExitCode::SUCCESS)
}
