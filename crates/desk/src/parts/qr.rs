//! A QR code with its name.

use browser::qr::qr;

use crate::view::prelude::*;

/// The code that carries these words, with what to do with it under it; nothing where they are too long for one.
pub fn drawn(words: &str, name: &'static str, caption: &'static str) -> Option<View> {
    let code = qr(words)?;
    let side = code.side.to_string();
    Some(view! {
        <figure class="qr">
            <svg viewBox=["0 0 ", &side, " ", &side].concat() role="img" aria-label=name>
                <path d=code.path></path>
            </svg>
            <figcaption>{caption}</figcaption>
        </figure>
    })
}
