//! Whether the phone is online.

use crate::view::prelude::*;

use crate::platform::network;

/// The connection, as the browser sees it.
#[derive(Clone, Copy)]
pub struct Connectivity(RwSignal<bool>);

impl Connectivity {
    pub(super) fn new() -> Self {
        let online = RwSignal::new(network::is_online());
        network::on_change(move |now| {
            online.try_set(now);
        });
        Self(online)
    }

    /// Whether the browser believes itself online.
    pub fn online(self) -> Signal<bool> {
        self.0.into()
    }
}
