//! What was typed to open a case, checked on the spot: the number carries a check symbol.

use contract::number::{AccessCode, NUMBER_SYMBOLS, RequestNumber};

use crate::i18n::Text;
use crate::state::CaseKey;

/// Year and month, the random symbols and the check symbol.
const SYMBOLS_IN_NUMBER: usize = 4 + NUMBER_SYMBOLS + 1;

/// What is wrong with what was typed, if anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    /// With the number.
    pub number: Option<Text>,
    /// With the code.
    pub code: Option<Text>,
}

/// Reads number and code as typed.
pub fn read(number: &str, code: &str) -> Result<CaseKey, Wrong> {
    match (read_number(number), read_code(code)) {
        (Ok(number), Ok(code)) => Ok(CaseKey { number, code }),
        (number, code) => Err(Wrong {
            number: number.err(),
            code: code.err(),
        }),
    }
}

fn read_number(typed: &str) -> Result<RequestNumber, Text> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Text::TrackNumberMissing);
    }
    RequestNumber::parse(typed).ok_or_else(|| {
        let symbols = typed.chars().filter(char::is_ascii_alphanumeric).count();
        let prefix = typed
            .get(..2)
            .is_some_and(|head| head.eq_ignore_ascii_case("FQ"));
        let symbols = if prefix {
            symbols.saturating_sub(2)
        } else {
            symbols
        };
        if symbols == SYMBOLS_IN_NUMBER {
            Text::TrackNumberWrong
        } else {
            Text::TrackNumberShort
        }
    })
}

fn read_code(typed: &str) -> Result<AccessCode, Text> {
    if typed.trim().is_empty() {
        return Err(Text::TrackCodeMissing);
    }
    AccessCode::parse(typed).ok_or(Text::TrackCodeWrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong_before_asking_the_server() {
        let good = RequestNumber::new(2026, 11, [7, 3, 18, 20, 25]);
        let code = "ABCD-2345-EFGH";
        let read = |number: &str, code: &str| read(number, code).err();
        assert_eq!(read(good.as_str(), code), None);
        assert_eq!(
            read(&good.as_str().to_lowercase().replace('-', " "), code),
            None
        );
        let wrong = good.as_str().replace("FQ-2611", "FQ-2612");
        assert_eq!(
            read(&wrong, "ABCD"),
            Some(Wrong {
                number: Some(Text::TrackNumberWrong),
                code: Some(Text::TrackCodeWrong)
            })
        );
        assert_eq!(
            read("", " "),
            Some(Wrong {
                number: Some(Text::TrackNumberMissing),
                code: Some(Text::TrackCodeMissing)
            })
        );
        for short in ["FQ-2611", "2611", "枫桥"] {
            assert_eq!(
                read(short, code).and_then(|wrong| wrong.number),
                Some(Text::TrackNumberShort),
                "{short}"
            );
        }
    }
}
