//! The questions of the health check: a file beside the app.

use contract::checkup::Bank;

use super::{ApiFailure, get};
use crate::i18n::LANGUAGE;

/// All questions.
pub async fn checkup() -> Result<Bank, ApiFailure> {
    get(&["/checkup/", LANGUAGE, ".json"].concat()).await
}
