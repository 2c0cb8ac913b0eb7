//! QR codes as the receipt and invitations show them.

use browser::qr::Qr;

use crate::i18n::{Text, text};
use crate::view::prelude::*;

/// The code with its name and what to do with it.
pub fn drawn(qr: &Qr, name: Text, caption: Text) -> View {
    let side = qr.side.to_string();
    view! {
        <figure class="qr">
            <svg
                viewBox=["0 0 ", &side, " ", &side].concat()
                role="img"
                aria-label=text(name)
            >
                <path d=qr.path.clone()></path>
            </svg>
            <figcaption>{text(caption)}</figcaption>
        </figure>
    }
}
