//! The guide's content as it is served: every file, in every language, without a fault.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop, loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

use contract::doors::{LEGAL_SOURCES, Start, Tree, check, check_start, same_shape};
use contract::kinds::DisputeField;
use serde::de::DeserializeOwned;

/// The language that every other is compared with.
const FIRST: &str = "zh-CN";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/doors")
}

fn read<T: DeserializeOwned>(language: &str, name: &str) -> T {
    let path = folder().join(language).join(name).with_extension("json");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn topics(start: &Start) -> Vec<String> {
    start
        .question
        .answers
        .iter()
        .map(|a| a.to.clone())
        .collect()
}

#[test]
fn every_language_is_without_a_fault_and_has_the_same_shape() {
    let first: Start = read(FIRST, "topics");
    for language in names(&folder()) {
        let start: Start = read(&language, "topics");
        assert_eq!(check_start(&start), [], "{language}/topics.json");
        assert_eq!(topics(&start), topics(&first), "{language}/topics.json");
        for topic in topics(&start) {
            let tree: Tree = read(&language, &topic);
            assert_eq!(check(&start, &tree), [], "{language}/{topic}.json");
            let same = same_shape(&read(FIRST, &topic), &tree);
            assert_eq!(same, [], "{language}/{topic}.json");
        }
    }
}

#[test]
fn every_file_is_a_topic_and_every_field_has_one() {
    let start: Start = read(FIRST, "topics");
    let mut files = topics(&start);
    files.push("topics".to_owned());
    files.sort();
    assert_eq!(names(&folder().join(FIRST)), files);
    let fields: Vec<DisputeField> = topics(&start)
        .iter()
        .map(|topic| read::<Tree>(FIRST, topic).field)
        .collect();
    for field in DisputeField::ALL {
        assert!(fields.contains(field), "{field:?} has no topic");
    }
}

#[test]
fn rules_have_their_official_titles() {
    let start: Start = read(FIRST, "topics");
    for source in &start.sources {
        let known = LEGAL_SOURCES.iter().find(|known| known.key == source.key);
        assert_eq!(known.map(|known| known.title), Some(&*source.title));
    }
}

#[test]
fn every_shared_way_is_used() {
    let start: Start = read(FIRST, "topics");
    let trees: Vec<Tree> = topics(&start).iter().map(|t| read(FIRST, t)).collect();
    for way in &start.ways {
        let used = trees
            .iter()
            .flat_map(|tree| &tree.leaves)
            .any(|leaf| leaf.way == way.id || leaf.others.contains(&way.id));
        assert!(used, "{}", way.id);
    }
}

/// Safety comes first in a family, and nothing of it stays in an address.
#[test]
fn family_is_quiet_and_asks_about_safety_first() {
    let start: Start = read(FIRST, "topics");
    let quiet: Vec<&str> = start
        .question
        .answers
        .iter()
        .filter(|answer| answer.quiet)
        .map(|answer| answer.to.as_str())
        .collect();
    assert_eq!(quiet, ["family"]);
    let tree: Tree = read(FIRST, "family");
    let first = tree.questions.first().unwrap();
    assert_eq!(first.id, "safe");
    let urgent: Vec<_> = tree.leaves.iter().filter(|leaf| leaf.urgent).collect();
    assert!(!urgent.is_empty());
    for leaf in urgent {
        let offered: Vec<_> = leaf.others.iter().chain([&leaf.way]).collect();
        assert!(
            offered
                .iter()
                .any(|id| start.way(&tree, id).unwrap().call == "110")
        );
        assert!(offered.iter().any(|id| *id == "order"));
        // Nobody in danger is sent to a mediator.
        for id in leaf.others.iter().chain([&leaf.way]) {
            assert_eq!(start.way(&tree, id).unwrap().find, "", "{id}");
        }
    }
}
