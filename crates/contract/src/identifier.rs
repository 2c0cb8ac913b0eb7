//! The unified social credit code of companies and other bodies (统一社会信用代码, GB 32100-2015).

use serde::{Deserialize, Serialize};

use crate::fold::half_width;

/// Its 31 symbols; a symbol's place is its value. I, O, S, V and Z are left out.
const SYMBOLS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// How many symbols there are, the check symbol included.
pub const CREDIT_CODE_LENGTH: usize = 18;

/// A code whose check symbol fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreditCode(String);

/// Why a text is no such code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditCodeFault {
    /// Has this many characters instead of 18.
    Length(u16),
    /// A character that is no symbol, or a check symbol that does not fit: something was mistyped.
    Mistyped,
}

impl CreditCode {
    /// Reads a code as typed: spaces, hyphens, small letters and full-width characters are allowed.
    pub fn parse(typed: &str) -> Result<Self, CreditCodeFault> {
        let code: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－'))
            .map(|c| half_width(c).to_ascii_uppercase())
            .collect();
        let length = code.chars().count();
        if length != CREDIT_CODE_LENGTH {
            return Err(CreditCodeFault::Length(
                u16::try_from(length).unwrap_or(u16::MAX),
            ));
        }
        let (body, check) = code.as_bytes().split_at(code.len() - 1);
        let fits = check_symbol(body).is_some_and(|symbol| check == [symbol]);
        fits.then_some(Self(code)).ok_or(CreditCodeFault::Mistyped)
    }

    /// The eighteen symbols.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The symbol that belongs behind these. `None` where one of them is none.
fn check_symbol(body: &[u8]) -> Option<u8> {
    let mut sum = 0;
    let mut weight = 1;
    for symbol in body {
        let value = SYMBOLS.iter().position(|known| known == symbol)?;
        sum += value * weight;
        weight = weight * 3 % SYMBOLS.len();
    }
    let check = (SYMBOLS.len() - sum % SYMBOLS.len()) % SYMBOLS.len();
    SYMBOLS.get(check).copied()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_code() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(&SYMBOLS[..]), 17).prop_map(
            |mut body| {
                body.push(check_symbol(&body).unwrap());
                String::from_utf8(body).unwrap()
            },
        )
    }

    #[test]
    fn real_codes_are_read_as_people_type_them() {
        for typed in [
            "91350100M000100Y43",
            "914403001922038216",
            " 9144 0300-1922038216 ",
            "91350100m000100y43",
            "９１４４０３００１９２２０３８２１６",
        ] {
            assert!(CreditCode::parse(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        use CreditCodeFault as Fault;
        for (typed, fault) in [
            ("9135", Fault::Length(4)),
            ("", Fault::Length(0)),
            ("91350100M000100Y44", Fault::Mistyped),
            ("9135O100M000100Y43", Fault::Mistyped),
            ("统一社会信用代码统一社会信用代码统一", Fault::Mistyped),
        ] {
            assert_eq!(CreditCode::parse(typed), Err(fault), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_symbol_is_always_found(code in any_code(), at in 0..17_usize, by in 1..31_usize) {
            let read = CreditCode::parse(&code).unwrap();
            prop_assert_eq!(read.as_str(), code.as_str());
            let mut wrong = code.into_bytes();
            let value = SYMBOLS.iter().position(|known| *known == wrong[at]).unwrap();
            wrong[at] = SYMBOLS[(value + by) % SYMBOLS.len()];
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert_eq!(CreditCode::parse(&wrong), Err(CreditCodeFault::Mistyped));
        }

        #[test]
        fn nothing_typed_breaks_it(typed in any::<String>()) {
            let _ = CreditCode::parse(&typed);
        }
    }
}
