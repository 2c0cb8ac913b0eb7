//! The guide's files, each asked for once, and what its answers said last.

use contract::doors::{Start, Tree};
use contract::kinds::Topic;

use crate::api::{self, Load};
use crate::platform::storage::{self, Shelf};
use crate::platform::task::spawn_local;
use crate::view::prelude::*;

/// Where the tab keeps, over a reload, that the answers must leave no trace.
const QUIET: &str = "fengqiao.quiet";

/// A topic's questions, as they arrive.
pub type TreeLoad = ArcRwSignal<Load<Tree>>;

/// What this tab has of the guide.
#[derive(Clone, Copy)]
pub struct Doors {
    start: RwSignal<Load<Start>>,
    asked: StoredValue<bool>,
    trees: StoredValue<Vec<(String, TreeLoad)>>,
    topic: StoredValue<Option<Topic>>,
    /// In memory only, like the answers themselves.
    afraid: StoredValue<bool>,
    quiet: RwSignal<bool>,
}

impl Doors {
    pub(super) fn new() -> Self {
        Self {
            start: RwSignal::new(Load::Waiting),
            asked: StoredValue::new(false),
            trees: StoredValue::new(Vec::new()),
            topic: StoredValue::new(None),
            afraid: StoredValue::new(false),
            quiet: RwSignal::new(storage::get(Shelf::Tab, QUIET).is_some()),
        }
    }

    /// The first question, and what the topics share. Asks the server the first time.
    pub fn start(self) -> RwSignal<Load<Start>> {
        if !self.asked.get_value() {
            self.asked.set_value(true);
            self.retry_start();
        }
        self.start
    }

    /// Asks again after a failure.
    pub fn retry_start(self) {
        self.start.set(Load::Waiting);
        spawn_local(async move {
            self.start.set(api::door_topics().await.into());
        });
    }

    /// The questions of a topic. Asks the server the first time.
    pub fn tree(self, topic: &str) -> TreeLoad {
        let known = self.trees.with_value(|known| {
            let found = known.iter().find(|(of, _)| of == topic);
            found.map(|(_, load)| load.clone())
        });
        known.unwrap_or_else(|| {
            let load = TreeLoad::new(Load::Waiting);
            self.trees
                .update_value(|known| known.push((topic.to_owned(), load.clone())));
            ask(topic.to_owned(), load.clone());
            load
        })
    }

    /// Asks again after a failure.
    pub fn retry_tree(self, topic: &str) {
        let load = self.tree(topic);
        load.set(Load::Waiting);
        ask(topic.to_owned(), load);
    }

    /// Remembers what the answers say of the dispute, for a request that may follow.
    pub fn conclude(self, topic: Option<Topic>) {
        self.topic.set_value(topic);
    }

    /// Whether the last answers were about a topic that must leave no trace.
    pub fn quiet(self) -> Signal<bool> {
        self.quiet.into()
    }

    /// Remembers whether the answers are about a topic that must leave no trace; the tab does too, which phones
    /// put away and bring back.
    pub fn set_quiet(self, quiet: bool) {
        if self.quiet.get_untracked() == quiet {
            return;
        }
        self.quiet.set(quiet);
        if quiet {
            storage::set(Shelf::Tab, QUIET, "");
        } else {
            storage::remove(Shelf::Tab, QUIET);
        }
    }

    /// Remembers whether somebody in the family is not safe, for a request that may follow.
    pub fn set_afraid(self, afraid: bool) {
        self.afraid.set_value(afraid);
    }

    /// Whether somebody in the family is not safe, by the last answers about that.
    pub fn is_afraid(self) -> bool {
        self.afraid.get_value()
    }

    /// What the last answers said of the dispute.
    pub fn conclusion(self) -> Option<Topic> {
        self.topic.get_value()
    }
}

fn ask(topic: String, load: TreeLoad) {
    spawn_local(async move {
        load.set(api::door_tree(&topic).await.into());
    });
}
