//! The request number people read out, the number of a complaint, the access code that opens the request, and the code that lets
//! somebody join a group.
//!
//! All use 31 symbols that cannot be mistaken for one another (no I, L, O, U or Z). 31 is prime, so one
//! check symbol catches every single wrong symbol and every swap of two neighbours.

use std::fmt;

/// The symbols, in value order.
pub const SYMBOLS: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRSTVWXY";

/// `FQ-YYMM-XXXXX-C`: year and month of filing, five random symbols, one check symbol.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestNumber(String);

/// `TS-YYMM-XXXXX-C`, like a request number. Its check symbol is another one, so that neither is ever taken for the other,
/// even where the first two letters are left out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ComplaintNumber(String);

/// Twelve random symbols (59 bits), shown as `XXXX-XXXX-XXXX`.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessCode(String);

/// Nine random symbols (44 bits) and one check symbol, shown as `XXXXX-XXXXX`: it is read out to colleagues.
#[derive(Clone, PartialEq, Eq)]
pub struct JoinCode(String);

/// The random symbols in a number.
pub const NUMBER_SYMBOLS: usize = 5;
/// The random symbols in an access code.
pub const CODE_SYMBOLS: usize = 12;
/// The random symbols in a join code.
pub const JOIN_SYMBOLS: usize = 9;

impl RequestNumber {
    /// Builds the number of a request filed in this year (its last two digits are used) and month.
    /// Each random value is reduced to a symbol.
    pub fn new(year: i16, month: i8, random: [u8; NUMBER_SYMBOLS]) -> Self {
        Self(Form::REQUEST.write(year, month, random))
    }

    /// Reads a number as typed: any case, hyphens and spaces anywhere, prefix optional, look-alikes folded.
    /// `None` when the length or the check symbol is wrong.
    pub fn parse(typed: &str) -> Option<Self> {
        Form::REQUEST.read(typed).map(Self)
    }

    /// The number as shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestNumber {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl ComplaintNumber {
    /// Builds the number of a complaint filed in this year and month, like [`RequestNumber::new`].
    pub fn new(year: i16, month: i8, random: [u8; NUMBER_SYMBOLS]) -> Self {
        Self(Form::COMPLAINT.write(year, month, random))
    }

    /// Reads a number as typed, like [`RequestNumber::parse`].
    pub fn parse(typed: &str) -> Option<Self> {
        Form::COMPLAINT.read(typed).map(Self)
    }

    /// The number as shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ComplaintNumber {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

/// How a kind of number is written.
struct Form {
    prefix: &'static str,
    /// By how much its check symbol is another one.
    shift: u8,
}

impl Form {
    const REQUEST: Self = Self {
        prefix: "FQ",
        shift: 0,
    };
    const COMPLAINT: Self = Self {
        prefix: "TS",
        shift: 7,
    };

    fn write(&self, year: i16, month: i8, random: [u8; NUMBER_SYMBOLS]) -> String {
        let dated = format!("{:02}{:02}", year.rem_euclid(100), month);
        let body: String = dated
            .chars()
            .chain(random.iter().map(|value| symbol(*value)))
            .collect();
        self.with_hyphens(&format!("{body}{}", self.check(&body)))
    }

    fn read(&self, typed: &str) -> Option<String> {
        let symbols = fold(typed.trim_start().strip_prefix_ignore_case(self.prefix))?;
        let (body, check) = symbols.split_at_checked(4 + NUMBER_SYMBOLS)?;
        let genuine = check.chars().eq([self.check(body)])
            && body.bytes().take(4).all(|b| b.is_ascii_digit());
        genuine.then(|| self.with_hyphens(&symbols))
    }

    fn check(&self, body: &str) -> char {
        symbol(check_value(body) + self.shift)
    }

    fn with_hyphens(&self, symbols: &str) -> String {
        let (month, rest) = symbols.split_at_checked(4).unwrap_or((symbols, ""));
        let (random, check) = rest.split_at_checked(NUMBER_SYMBOLS).unwrap_or((rest, ""));
        format!("{}-{month}-{random}-{check}", self.prefix)
    }
}

impl AccessCode {
    /// Builds a code; each random value is reduced to a symbol.
    pub fn new(random: [u8; CODE_SYMBOLS]) -> Self {
        Self(random.iter().map(|value| symbol(*value)).collect())
    }

    /// Reads a code as typed: any case, hyphens and spaces anywhere, look-alikes folded.
    pub fn parse(typed: &str) -> Option<Self> {
        fold(typed)
            .filter(|symbols| symbols.len() == CODE_SYMBOLS)
            .map(Self)
    }

    /// The symbols without hyphens.
    pub fn symbols(&self) -> &str {
        &self.0
    }

    /// The code in groups of four, as shown to its owner.
    pub fn grouped(&self) -> String {
        let mut text = String::with_capacity(CODE_SYMBOLS + 2);
        for (at, c) in self.0.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                text.push('-');
            }
            text.push(c);
        }
        text
    }
}

/// An access code is a secret: its debug form does not show it.
impl fmt::Debug for AccessCode {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("AccessCode(…)")
    }
}

impl JoinCode {
    /// Builds a code; each random value is reduced to a symbol.
    pub fn new(random: [u8; JOIN_SYMBOLS]) -> Self {
        let body: String = random.iter().map(|value| symbol(*value)).collect();
        let check = symbol(check_value(&body));
        Self([body, check.to_string()].concat())
    }

    /// Reads a code as typed: any case, hyphens and spaces anywhere, look-alikes folded. `None` when the
    /// length or the check symbol is wrong.
    pub fn parse(typed: &str) -> Option<Self> {
        let symbols = fold(typed)?;
        let (body, check) = symbols.split_at_checked(JOIN_SYMBOLS)?;
        let expected = symbol(check_value(body));
        check.chars().eq([expected]).then_some(Self(symbols))
    }

    /// The symbols without the hyphen.
    pub fn symbols(&self) -> &str {
        &self.0
    }

    /// The code in two groups, as shown to its owner.
    pub fn grouped(&self) -> String {
        let (first, second) = self.0.split_at_checked(5).unwrap_or((&self.0, ""));
        [first, "-", second].concat()
    }
}

/// A join code is a secret: its debug form does not show it.
impl fmt::Debug for JoinCode {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("JoinCode(…)")
    }
}

trait StripPrefixIgnoreCase {
    fn strip_prefix_ignore_case(&self, prefix: &str) -> &str;
}

impl StripPrefixIgnoreCase for str {
    /// The text after the prefix in any case; the whole text when it does not begin so.
    fn strip_prefix_ignore_case(&self, prefix: &str) -> &str {
        match self.split_at_checked(prefix.len()) {
            Some((head, rest)) if head.eq_ignore_ascii_case(prefix) => rest,
            _ => self,
        }
    }
}

fn symbol(value: u8) -> char {
    SYMBOLS
        .get(usize::from(value) % SYMBOLS.len())
        .copied()
        .map_or('0', char::from)
}

fn value(symbol: u8) -> u32 {
    SYMBOLS
        .iter()
        .position(|s| *s == symbol)
        .and_then(|at| u32::try_from(at).ok())
        .unwrap_or(0)
}

/// Weighted sum with powers of 3 modulo 31, the scheme of GB 32100-2015.
fn check_value(body: &str) -> u8 {
    let mut weight = 3;
    let mut sum = 0;
    for byte in body.bytes() {
        sum = (sum + weight * value(byte)) % 31;
        weight = weight * 3 % 31;
    }
    u8::try_from((31 - sum) % 31).unwrap_or(0)
}

/// Upper-cases, drops separators and maps look-alikes; `None` when anything else is in there.
fn fold(typed: &str) -> Option<String> {
    typed
        .chars()
        .filter(|c| {
            !matches!(
                c,
                '-' | '－' | '—' | '–' | ' ' | '\u{3000}' | '\u{a0}' | '\t' | '\n' | '\r'
            )
        })
        .map(|c| match c.to_ascii_uppercase() {
            'O' => Some('0'),
            'I' | 'L' => Some('1'),
            'Z' => Some('2'),
            'U' => Some('V'),
            c if c.is_ascii() && SYMBOLS.contains(&(c as u8)) => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        let number = RequestNumber::new(2026, 11, [7, 3, 18, 20, 25]);
        assert!(number.as_str().starts_with("FQ-2611-73"), "{number}");
        let shown = number.as_str().to_owned();
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', ""),
            shown.replace("FQ-", ""),
            format!("  {shown} "),
        ] {
            assert_eq!(
                RequestNumber::parse(&typed),
                Some(number.clone()),
                "{typed}"
            );
        }
        for typed in ["", "FQ", "FQ-2611", "枫桥", "FQ-2611-73KMT-Z9"] {
            assert_eq!(RequestNumber::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_code_folds_look_alikes_and_hides_itself() {
        let code = AccessCode::parse("oil2-34zu-abcd").unwrap();
        assert_eq!(code.symbols(), "0112342VABCD");
        assert_eq!(code.grouped(), "0112-342V-ABCD");
        assert_eq!(format!("{code:?}"), "AccessCode(…)");
        assert!(AccessCode::parse("0112-342V-ABC").is_none());
    }

    #[test]
    fn a_join_code_is_no_access_code() {
        let code = JoinCode::new([7, 3, 18, 20, 25, 1, 2, 3, 4]);
        assert_eq!(code.grouped().len(), 11);
        assert_eq!(
            JoinCode::parse(&code.grouped().to_lowercase()),
            Some(code.clone())
        );
        assert_eq!(AccessCode::parse(code.symbols()), None);
        assert_eq!(format!("{code:?}"), "JoinCode(…)");
        assert!(JoinCode::parse("").is_none());
        assert!(JoinCode::parse("枫桥").is_none());
    }

    proptest! {
        #[test]
        fn a_join_code_reads_back_and_no_other_symbol_passes(random: [u8; JOIN_SYMBOLS], at in 0usize..10, other in 0usize..31) {
            let code = JoinCode::new(random);
            prop_assert_eq!(JoinCode::parse(&code.grouped()), Some(code.clone()));
            let mut wrong = code.symbols().as_bytes().to_vec();
            wrong[at] = SYMBOLS[other];
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert_eq!(JoinCode::parse(&wrong).is_some(), wrong == code.symbols(), "{}", wrong);
        }

        #[test]
        fn every_number_reads_back(year in 2000i16..2100, month in 1i8..=12, random: [u8; NUMBER_SYMBOLS]) {
            let number = RequestNumber::new(year, month, random);
            prop_assert_eq!(RequestNumber::parse(number.as_str()), Some(number));
        }

        #[test]
        fn a_complaint_is_never_taken_for_a_request(year in 2000i16..2100, month in 1i8..=12, random: [u8; NUMBER_SYMBOLS]) {
            let request = RequestNumber::new(year, month, random);
            let complaint = ComplaintNumber::new(year, month, random);
            prop_assert_eq!(ComplaintNumber::parse(complaint.as_str()), Some(complaint.clone()));
            for cut in [0, 3] {
                prop_assert_eq!(RequestNumber::parse(&complaint.as_str()[cut..]), None);
                prop_assert_eq!(ComplaintNumber::parse(&request.as_str()[cut..]), None);
            }
            let typed = complaint.as_str()[3..].to_lowercase();
            prop_assert_eq!(ComplaintNumber::parse(&typed), Some(complaint));
        }

        #[test]
        fn one_wrong_or_two_swapped_symbols_never_pass(random: [u8; NUMBER_SYMBOLS], at in 0usize..9, other in 0usize..31) {
            let number = RequestNumber::new(2026, 11, random).as_str().replace('-', "");
            let symbols: Vec<u8> = number.bytes().skip(2).collect();
            let mut wrong = symbols.clone();
            wrong[at] = SYMBOLS[other];
            let mut swapped = symbols.clone();
            swapped.swap(at, at + 1);
            for changed in [wrong, swapped] {
                let text = String::from_utf8(changed.clone()).unwrap();
                prop_assert_eq!(RequestNumber::parse(&text).is_some(), changed == symbols, "{}", text);
            }
        }
    }
}
