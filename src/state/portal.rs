//! The operator's particulars, asked for once.

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use std::sync::Arc;

use contract::notices::NoticeChannel;
use contract::portal::PortalView;

use crate::api;

/// What the operator says about itself; nothing until it is known.
#[derive(Clone, Copy)]
pub struct Portal(RwSignal<Option<Arc<PortalView>>>);

impl Portal {
    pub(super) fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Asks the server. Without an answer the footer and the privacy page say less.
    pub fn load(self) {
        spawn_local(async move {
            if let Ok(answer) = api::portal().await {
                self.0.set(Some(Arc::new(answer.value)));
            }
        });
    }

    /// Whether the operator can tell people of news this way, as far as is known.
    pub fn offers(self, channel: NoticeChannel) -> bool {
        self.0.with(|portal| {
            let portal = portal.as_ref();
            portal.is_some_and(|portal| portal.notices.contains(&channel))
        })
    }

    /// What is known.
    pub fn view(self) -> RwSignal<Option<Arc<PortalView>>> {
        self.0
    }
}
