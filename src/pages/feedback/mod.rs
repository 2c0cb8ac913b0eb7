//! What somebody thinks of how their case is handled: a complaint, a rating. What shows and sends them comes in a file of
//! its own, once it is wanted.

mod complain;
mod rate;
pub(super) mod shown;

use crate::api::Party;
use crate::i18n::{Text, text};
use crate::pages::later::{self, Draw, Words};
use crate::pages::lazy;
use crate::view::prelude::*;

/// What only this needs; it comes in a file of its own.
#[derive(Clone, Copy)]
pub struct Part {
    /// Draws what this side has said and can say.
    draw: Draw<Party>,
}

impl Part {
    /// All of it.
    pub const ALL: Self = Self { draw: shown::shown };
}

/// The place on the page of a case. `is_over`: whether it can be rated.
pub fn place(party: Party, is_over: bool) -> View {
    let lead = if is_over {
        Text::FeedbackLeadOver
    } else {
        Text::FeedbackLead
    };
    let words = Words {
        id: "feedback",
        title: Text::FeedbackTitle,
        lead: text(lead).to_owned(),
        open: Text::FeedbackOpen,
    };
    later::place(words, party, || async {
        lazy::feedback().await.map(|part| part.draw)
    })
}
