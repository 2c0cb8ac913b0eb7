//! `fengqiao notices`: what could not be told to people, and trying again.

use std::io::Write;
use std::process::ExitCode;

use contract::number::{ComplaintNumber, RequestNumber};
use fengqiao::config::Flags;
use fengqiao::domain::system_clock;

use super::Outcome;

/// Listed at most.
const MOST: u32 = 10_000;

/// Lists what was given up, the latest first, one a line, columns separated by tabs.
pub(crate) async fn dead(flags: &Flags<false>) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "number\tchannel\tgiven up\ttries\treason")?;
    for dead in store.dead_notices(MOST).await? {
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}",
            dead.notice.number,
            dead.notice.channel.as_str(),
            dead.dead_at,
            dead.notice.tries,
            dead.reason
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Lets what was given up be tried anew: of one request, of one complaint, or of all.
pub(crate) async fn retry(flags: &Flags<false>, number: Option<&str>) -> Outcome {
    let number = number
        .map(|typed| {
            let request = RequestNumber::parse(typed).map(|number| number.to_string());
            let complaint = ComplaintNumber::parse(typed).map(|number| number.to_string());
            let number = request.or(complaint);
            number.ok_or_else(|| format!("{typed:?} is no number of a request or a complaint"))
        })
        .transpose()?;
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let retried = store
        .retry_notices(number.as_deref(), system_clock())
        .await?;
    writeln!(std::io::stderr(), "{retried} notices are tried again.")?;
    Ok(ExitCode::SUCCESS)
}
