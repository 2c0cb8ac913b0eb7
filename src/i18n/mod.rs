//! The words people read. Code names a [`Text`]; the words themselves are in one catalogue.

mod dates;
mod directory;
mod issues;
mod labels;
mod zh_cn;

pub use dates::*;
pub use directory::*;
pub use issues::*;
pub use labels::*;
pub use zh_cn::Text;

/// Declares the catalogue: the keys and their words, side by side.
macro_rules! catalogue {
    ($($key:ident = $words:literal;)+) => {
        /// A key of the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Text {
            $(#[allow(missing_docs)] $key,)+
        }

        impl Text {
            /// Every key, for the tests.
            #[cfg(test)]
            pub const ALL: &'static [Self] = &[$(Self::$key),+];

            /// The words of this key.
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$key => $words,)+
                }
            }
        }
    };
}
use catalogue;

/// The words of a key.
pub fn text(key: Text) -> &'static str {
    key.words()
}

/// The words of a key with every `{name}` replaced by its value.
pub fn fill(key: Text, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = key.words();
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests;
