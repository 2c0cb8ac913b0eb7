//! The desk's words. Names of things that both apps know are in `words`; sentences and what only staff read are here.

mod dates;
mod faults;
mod labels;
mod our_page;
mod templates;
mod terms;
mod zh_cn;

pub use ::words::*;
pub use dates::*;
pub use faults::*;
pub use labels::*;
pub use our_page::*;
pub use templates::*;
pub use terms::*;
pub use zh_cn::Text;

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
