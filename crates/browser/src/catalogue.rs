//! The words that people read, as a catalogue of keys. Each app has its own.

/// Declares the catalogue: the keys and their words, side by side. Every key is a constant that holds its
/// words, so that they end up in the file of the pages that name it (see `src/pages/lazy.rs`); one function
/// from keys to words would keep all of them in the file that everybody loads.
#[macro_export]
macro_rules! catalogue {
    ($($key:ident = $words:literal;)+) => {
        /// A key of the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Text(&'static str);

        #[allow(non_upper_case_globals, reason = "keys are named like the variants of an enum")]
        impl Text {
            $(#[allow(missing_docs)] pub const $key: Self = Self($words);)+

            /// Every key by its name, for the tests.
            #[cfg(test)]
            pub const ALL: &'static [(&'static str, Self)] = &[$((stringify!($key), Self::$key)),+];

            /// The words of this key.
            pub const fn words(self) -> &'static str {
                self.0
            }
        }
    };
}

/// Words with every `{name}` replaced by its value.
pub fn fill(words: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = words;
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
mod tests {
    use super::fill;

    #[test]
    fn values_take_their_places() {
        assert_eq!(fill("约 {km} 公里", &[("km", "1.2")]), "约 1.2 公里");
        assert_eq!(fill("{a}{b}{a}", &[("a", "1"), ("b", "{")]), "1{1");
        assert_eq!(fill("{unknown}，", &[]), "，");
    }
}
