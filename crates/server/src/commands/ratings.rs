//! `fengqiao ratings`: words of ratings that no centre can look at, and words that must not stay where everybody sees them.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use contract::problem::ProblemCode;
use fengqiao::config::{Flags, Serve};
use fengqiao::directory::{Directory, Regions};
use fengqiao::domain::{Cases, Refused};

use super::Outcome;
use super::staff::{print, refused};

/// Lists words that wait for the operator, oldest first; or those that everybody sees, the latest first.
pub(crate) async fn list(flags: &Flags<true>, shown: bool) -> Outcome {
    let cases = cases(flags).await?;
    if shown {
        print(&cases.words_on_show().await.map_err(refused)?)
    } else {
        print(&cases.operators_words().await.map_err(refused)?)
    }
}

/// Decides whether everybody sees words.
pub(crate) async fn decide(flags: &Flags<true>, words: &str, show: bool) -> Outcome {
    let cases = cases(flags).await?;
    match cases.operator_decides(words, show).await {
        Ok(()) => {}
        Err(Refused::Feedback(ProblemCode::WordsNotFound)) => {
            return Err(
                "no such words wait for the operator; `fengqiao ratings list` lists those that do"
                    .into(),
            );
        }
        Err(Refused::Feedback(ProblemCode::WordsDecided)) => {
            return Err("it was decided before that these words are not shown".into());
        }
        Err(other) => return Err(refused(other)),
    }
    let told = if show { "shown" } else { "not shown" };
    writeln!(
        std::io::stderr(),
        "The words are {told} when a running server counts again, within minutes."
    )?;
    Ok(ExitCode::SUCCESS)
}

/// With the whole directory, unlike for other commands: it says whom a centre is above.
async fn cases(flags: &Flags<true>) -> Result<Cases, Box<dyn std::error::Error>> {
    let common = super::common(flags)?;
    let settings = Serve::read(&super::values(flags)?)?;
    let store = super::store(&common).await?;
    let keys = super::keys(&common, store.as_ref()).await?;
    let directory = Directory::load(store.as_ref(), Arc::new(Regions::bundled())).await?;
    super::cases(&common, &settings, store, keys, Arc::new(directory))
}
