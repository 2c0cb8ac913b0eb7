//! Cities, counties and townships, each asked for once.

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::region::{RegionCode, RegionView};

use crate::api::{self, Load};

/// A region that is asked for, as it arrives.
pub type RegionLoad = ArcRwSignal<Load<RegionView>>;

/// The regions seen in this tab.
#[derive(Clone, Copy)]
pub struct Regions(StoredValue<Vec<(RegionCode, RegionLoad)>>);

impl Regions {
    pub(super) fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    /// A region and what lies directly below it. Asks the server when it is not known yet, and again after
    /// a failure.
    pub fn get(self, code: RegionCode) -> RegionLoad {
        let known = self.0.with_value(|known| {
            let found = known.iter().find(|(of, _)| *of == code);
            found.map(|(_, load)| load.clone())
        });
        match known {
            Some(load) if !matches!(load.get_untracked(), Load::Failed(_)) => load,
            Some(load) => {
                load.set(Load::Waiting);
                ask(code, load.clone());
                load
            }
            None => {
                let load = RegionLoad::new(Load::Waiting);
                self.0
                    .update_value(|known| known.push((code, load.clone())));
                ask(code, load.clone());
                load
            }
        }
    }
}

fn ask(code: RegionCode, load: RegionLoad) {
    spawn_local(async move {
        load.set(api::region(code).await.into());
    });
}
