//! Phone numbers as people type them.

use serde::{Deserialize, Serialize};

use crate::fold::half_width;

/// A mainland mobile number: 11 digits that begin with 13 to 19. Carriers' ranges are not checked,
/// because new ones keep coming.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mobile(String);

/// Why a text is no mobile number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MobileFault {
    /// Holds something other than digits, spaces, hyphens and a leading +86.
    NotDigits,
    /// Has this many digits instead of 11.
    Length(u16),
    /// Eleven digits that do not begin with 13 to 19.
    Prefix,
    /// Ten to twelve digits of which the first is zero: the area code of a fixed line.
    Landline,
}

impl Mobile {
    /// Reads a number as typed: spaces, hyphens and a leading +86 or 0086 are allowed, full-width digits too.
    pub fn parse(typed: &str) -> Result<Self, MobileFault> {
        let mut digits: String = typed
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{3000}' | '\u{a0}' | '-' | '－' | '\t'))
            .map(narrow_digit)
            .collect();
        // A zero before a mobile number is a habit from the time of trunk calls; no area code begins like that.
        for prefix in ["+86", "＋86", "0086", "86", "0"] {
            if let Some(rest) = digits.strip_prefix(prefix)
                && rest.len() == 11
                && rest.starts_with('1')
            {
                digits = rest.to_owned();
                break;
            }
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(MobileFault::NotDigits);
        }
        let is_landline = digits.starts_with('0') && !digits.starts_with("00");
        if is_landline && (10..=12).contains(&digits.len()) {
            return Err(MobileFault::Landline);
        }
        if digits.len() != 11 {
            return Err(MobileFault::Length(
                u16::try_from(digits.len()).unwrap_or(u16::MAX),
            ));
        }
        match digits.as_bytes() {
            [b'1', b'3'..=b'9', ..] => Ok(Self(digits)),
            _ => Err(MobileFault::Prefix),
        }
    }

    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The `tel:` address of an organization's phone as published. Where two numbers or an extension are written
/// together, the first number is called. `None` where there is no number in it.
pub fn tel_link(published: &str) -> Option<String> {
    const SHORTEST: usize = 5;
    let within = |c: &char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '+' | '-' | ' ' | '(' | ')' | '（' | '）' | '－' | '—' | '–' | '\u{3000}'
            )
    };
    let number: String = published
        .chars()
        .map(narrow_digit)
        .skip_while(|c| !c.is_ascii_digit() && *c != '+')
        .take_while(within)
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    (number.len() >= SHORTEST).then(|| ["tel:", &number].concat())
}

fn narrow_digit(c: char) -> char {
    if ('０'..='９').contains(&c) {
        half_width(c)
    } else {
        c
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        for typed in [
            "13912345678",
            "139 1234 5678",
            "139-1234-5678",
            "+86 13912345678",
            "008613912345678",
            "8613912345678",
            "１３９12345678",
        ] {
            assert_eq!(
                Mobile::parse(typed).as_ref().map(Mobile::as_str),
                Ok("13912345678"),
                "{typed}"
            );
        }
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(Mobile::parse("1391234"), Err(MobileFault::Length(7)));
        assert_eq!(Mobile::parse(""), Err(MobileFault::Length(0)));
        assert_eq!(Mobile::parse("139123456789"), Err(MobileFault::Length(12)));
        assert_eq!(Mobile::parse("12912345678"), Err(MobileFault::Prefix));
        assert_eq!(
            Mobile::parse("013912345678").map(|mobile| mobile.0),
            Ok("13912345678".into())
        );
        assert_eq!(Mobile::parse("0086 1391234"), Err(MobileFault::Prefix));
        for typed in [
            "010-12345678",
            "025-84567890",
            "0512 6123456",
            "０２５８４５６７８９０",
        ] {
            assert_eq!(Mobile::parse(typed), Err(MobileFault::Landline), "{typed}");
        }
        assert_eq!(Mobile::parse("139a2345678"), Err(MobileFault::NotDigits));
    }

    #[test]
    fn published_numbers_can_be_called() {
        for (published, link) in [
            ("025-8331 1234", "tel:02583311234"),
            ("（025）83311234", "tel:02583311234"),
            ("025—83311234", "tel:02583311234"),
            ("0512-12345678转801", "tel:051212345678"),
            ("电话：12348", "tel:12348"),
            ("83311234、83315678", "tel:83311234"),
            ("+86 25 8331 1234", "tel:+862583311234"),
        ] {
            assert_eq!(tel_link(published).as_deref(), Some(link), "{published}");
        }
        assert_eq!(tel_link("无"), None);
        assert_eq!(tel_link("转801"), None);
    }
}
