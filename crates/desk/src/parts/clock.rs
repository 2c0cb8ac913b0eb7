//! A deadline, short.

use browser::clock::now_ms;
use browser::due;
use contract::deadline::Deadline;

use crate::i18n::{Face, face};
use crate::view::prelude::*;

/// What the clock of a deadline shows now; nothing where its day cannot be read.
pub fn clock_face(deadline: &Deadline) -> Option<Face> {
    Some(face(deadline, due::clock(deadline, now_ms())?))
}

/// The days and what is due, in a line.
#[component]
pub fn ClockLine(
    /// Which.
    face: Face,
) -> View {
    view! {
        <p class="due" class:due-pressing=face.is_pressing>
            <b>{face.big}</b>
            " "
            <span>{face.words}</span>
        </p>
    }
}
