//! What the things of `contract` are called in Chinese: one name for each, on the screen and on paper. Sentences of
//! the app are in its own catalogue (`src/i18n`).

mod labels;
mod questions;
mod settlement;

pub use labels::*;
pub use questions::*;
pub use settlement::*;
