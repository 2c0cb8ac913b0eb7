//! The picture of the result: a ring of ten parts, each with its colour, its width and its number, under which the
//! table says it in words. Attributes and classes only: the content security policy forbids styles in elements.

use contract::checkup::{Level, PartReading, Reading};

use crate::i18n::{Text, fill, text};
use crate::view::prelude::*;

/// Where the numbers stand around the ring, clockwise from its top.
const NUMBERS: [(&str, &str); 10] = [
    ("101", "19"),
    ("135", "44"),
    ("148", "84"),
    ("135", "124"),
    ("101", "149"),
    ("59", "149"),
    ("25", "124"),
    ("12", "84"),
    ("25", "44"),
    ("59", "19"),
];

/// The ring. `words` says of it what the eye sees at once.
pub fn ring(reading: &Reading<'_>, words: String) -> View {
    let arc = |(at, part): (usize, &PartReading<'_>)| {
        let class = match part.level {
            _ if part.applying == 0 => "ring-none",
            Level::Red => "ring-red",
            Level::Orange => "ring-orange",
            Level::Yellow => "ring-yellow",
            Level::Green => "ring-green",
        };
        let turn = ["-", &(at * 10).to_string()].concat();
        view! {
            <circle
                class=class
                cx="80"
                cy="80"
                r="50"
                pathLength="100"
                stroke-dasharray="9 91"
                stroke-dashoffset=turn
                transform="rotate(-88.2 80 80)"
            ></circle>
        }
    };
    let number = |(at, (x, y)): (usize, &(&'static str, &'static str))| {
        view! {
            <text class="ring-number" x=*x y=*y text-anchor="middle">
                {(at + 1).to_string()}
            </text>
        }
    };
    let parts = reading
        .parts
        .iter()
        .filter(|part| !part.findings.is_empty());
    let todo = parts.count().to_string();
    view! {
        <figure class="ring">
            <svg viewBox="0 0 160 160" role="img" aria-label=words>
                {reading.parts.iter().enumerate().map(arc).collect_view()}
                {NUMBERS.iter().enumerate().map(number).collect_view()}
                <text class="ring-count" x="80" y="84" text-anchor="middle">
                    {fill(Text::CheckupRing, &[("n", &todo)])}
                </text>
                <text class="ring-words" x="80" y="101" text-anchor="middle">
                    {text(Text::CheckupRingWords)}
                </text>
            </svg>
        </figure>
    }
}
