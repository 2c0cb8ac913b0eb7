//! `fengqiao hold` and `fengqiao anonymize`: what must be kept, and what may be kept no longer.

use std::io::Write;
use std::process::ExitCode;

use fengqiao::config::Flags;
use fengqiao::domain::Refused;

use super::staff::parse_number;
use super::{Outcome, workplace};

/// Holds a request, or no longer.
pub(crate) async fn hold(flags: &Flags<true>, number: &str, held: bool) -> Outcome {
    let number = parse_number(number)?;
    let cases = workplace(flags).await?;
    match cases.hold(&number, held).await {
        Ok(()) => {}
        Err(Refused::NotFound) => {
            return Err(format!("there is no request with the number {}", number.as_str()).into());
        }
        Err(Refused::Erased) => {
            return Err(format!(
                "what people wrote in {} was erased already",
                number.as_str()
            )
            .into());
        }
        Err(other) => return Err(other.into()),
    }
    let told = if held {
        "is held: it is not erased until the hold is lifted"
    } else {
        "is no longer held"
    };
    writeln!(std::io::stderr(), "{} {told}.", number.as_str())?;
    Ok(ExitCode::SUCCESS)
}

/// Erases what was kept for as long as the settings say.
pub(crate) async fn anonymize(flags: &Flags<true>) -> Outcome {
    let cases = workplace(flags).await?;
    let requests = cases.erase_overdue().await?;
    let files = cases.sweep_evidence().await?;
    writeln!(
        std::io::stderr(),
        "Erased what people wrote in {requests} requests; deleted {files} files."
    )?;
    Ok(ExitCode::SUCCESS)
}
