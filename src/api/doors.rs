//! The guide's content: files beside the app, one for each topic.

use contract::doors::{Start, Tree};

use super::{ApiFailure, get};
use crate::i18n::LANGUAGE;

/// The first question, and what the topics share.
pub async fn door_topics() -> Result<Start, ApiFailure> {
    get(&path("topics")).await
}

/// The questions of one topic.
pub async fn door_tree(topic: &str) -> Result<Tree, ApiFailure> {
    get(&path(topic)).await
}

fn path(name: &str) -> String {
    ["/doors/", LANGUAGE, "/", name, ".json"].concat()
}
