//! The catalogue is whole, and no words are kept anywhere else.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Text, fill, text};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn words_are_kept_in_the_catalogue_alone() {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    files.retain(|file| !file.starts_with(root().join("src/i18n")));
    assert!(!files.is_empty());
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap();
        for (number, line) in code.lines().enumerate() {
            let code = line.split("//").next().unwrap();
            assert!(
                !code.chars().any(is_chinese),
                "{}:{}: {line}",
                file.display(),
                number + 1
            );
        }
    }
}

#[test]
fn placeholders_are_well_formed() {
    for (key, words) in Text::ALL {
        let words = text(*words);
        assert!(!words.trim().is_empty(), "{key}");
        let mut rest = words;
        while let Some((before, after)) = rest.split_once('{') {
            assert!(!before.contains('}'), "{key}");
            let (name, tail) = after.split_once('}').unwrap();
            assert!(
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
                "{key}"
            );
            rest = tail;
        }
        assert!(!rest.contains('}'), "{key}");
    }
}

#[test]
fn values_take_their_places() {
    assert_eq!(
        fill(Text::DistanceKm, &[("km", "1.2")]),
        text(Text::DistanceKm).replace("{km}", "1.2")
    );
}

/// The compiler says nothing of what a macro from elsewhere declares.
#[test]
fn every_key_is_used() {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    files.retain(|file| !file.ends_with("zh_cn.rs"));
    let sources: String = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let used: BTreeSet<&str> = sources
        .split("Text::")
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next())
        .collect();
    for (key, _) in Text::ALL {
        assert!(used.contains(key), "{key}");
    }
}
