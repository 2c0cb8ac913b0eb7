//! The questions of the health check as they are served: every language without a fault.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop, loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

use contract::checkup::{Bank, check, same_shape};
use contract::doors::LEGAL_SOURCES;

/// The language that every other is compared with.
const FIRST: &str = "zh-CN";

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../public")
        .join(name)
}

fn read(path: &Path) -> Bank {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn every_language_is_without_a_fault_and_asks_the_same() {
    let first = read(&folder("checkup").join(FIRST).with_extension("json"));
    for entry in fs::read_dir(folder("checkup")).unwrap() {
        let path = entry.unwrap().path();
        let bank = read(&path);
        assert_eq!(check(&bank), [], "{}", path.display());
        assert_eq!(same_shape(&first, &bank), [], "{}", path.display());
    }
}

#[test]
fn rules_have_their_official_titles_and_are_used() {
    let bank = read(&folder("checkup").join(FIRST).with_extension("json"));
    let questions = bank.parts.iter().flat_map(|part| &part.questions);
    let named: Vec<&str> = questions
        .flat_map(|question| &question.why)
        .flat_map(|statement| &statement.by)
        .filter_map(|by| by.split(' ').next())
        .collect();
    for source in &bank.sources {
        let known = LEGAL_SOURCES.iter().find(|known| known.key == source.key);
        assert_eq!(known.map(|known| known.title), Some(&*source.title));
        assert!(named.contains(&&*source.key), "{} is not used", source.key);
    }
}

#[test]
fn helpers_of_the_guide_are_topics_of_it() {
    let bank = read(&folder("checkup").join(FIRST).with_extension("json"));
    for helper in bank
        .helpers
        .iter()
        .filter(|helper| !helper.which.is_empty())
    {
        let topic = folder("doors").join(FIRST).join(&helper.which);
        assert!(topic.with_extension("json").is_file(), "{}", helper.which);
    }
}
