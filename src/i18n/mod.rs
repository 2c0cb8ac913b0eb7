//! The words people read. Code names a [`Text`]; the words themselves are in one catalogue.

mod dates;
mod directory;
mod issues;
mod zh_cn;

pub use dates::*;
pub use directory::*;
pub use issues::*;
pub use words::*;
pub use zh_cn::Text;

/// The language of the words, as BCP 47 names it.
pub const LANGUAGE: &str = "zh-CN";

/// The words of a key.
pub fn text(key: Text) -> &'static str {
    key.words()
}

/// The words of a key with every `{name}` replaced by its value.
pub fn fill(key: Text, values: &[(&str, &str)]) -> String {
    browser::catalogue::fill(key.words(), values)
}

#[cfg(test)]
mod tests;
