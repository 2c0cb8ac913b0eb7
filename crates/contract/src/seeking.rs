//! Finding a case by who is in it: what somebody at an organization types, and what a case is found by. Only what is
//! whole is found: the store keeps no names to search in, but keyed hashes of them.

use serde::{Deserialize, Serialize};

use crate::draft::{Code, Field, Issue, RESPONDENT_NAME_MAX};
use crate::fold::folded;
use crate::phone::Mobile;
use crate::request::Content;

/// The digits of a mobile number that people say when they are asked for "the last ones".
const LAST_DIGITS: usize = 4;

/// `POST /api/v1/staff/requests/find`: whose cases are looked for. In the body, because addresses are kept everywhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindRequest {
    /// A whole name, a whole mobile number, or the last four digits of one.
    pub who: String,
    /// `next_after` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// By what a case is found.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Sought {
    /// A name, without blanks and in small letters.
    Name(String),
    /// A mobile number.
    Mobile(Mobile),
    /// The last digits of one.
    LastDigits(String),
}

impl FindRequest {
    /// What is looked for.
    ///
    /// # Errors
    /// Nothing, or nothing that a name or a number can be.
    pub fn parse(&self) -> Result<Sought, Issue> {
        let wrong = |code| Issue::new(Field::Who, code);
        let typed = self.who.trim();
        let actual = typed.chars().count();
        if actual == 0 {
            return Err(wrong(Code::Missing));
        }
        if actual > usize::from(RESPONDENT_NAME_MAX) {
            let actual = u32::try_from(actual).unwrap_or(u32::MAX);
            return Err(wrong(Code::TooLong {
                max: RESPONDENT_NAME_MAX,
                actual,
            }));
        }
        if let Ok(mobile) = Mobile::parse(typed) {
            return Ok(Sought::Mobile(mobile));
        }
        let name = Sought::name(typed);
        let Sought::Name(folded) = &name else {
            return Ok(name);
        };
        match folded.len() {
            0 => Err(wrong(Code::NotPrintable)),
            LAST_DIGITS if is_digits(folded) => Ok(Sought::LastDigits(folded.clone())),
            digits if is_digits(folded) => Err(wrong(Code::MobileLength {
                actual: u16::try_from(digits).unwrap_or(u16::MAX),
            })),
            _ => Ok(name),
        }
    }
}

impl Sought {
    /// Everything that a case with this content is found by: the names of all who are in it, and the mobile numbers of
    /// those who gave one.
    pub fn all_of(content: &Content) -> Vec<Self> {
        let helper = content.helper.as_ref();
        let respondent = content.respondent.name.as_deref();
        let names = [content.applicant.name.as_str()]
            .into_iter()
            .chain(helper.map(|helper| helper.name.as_str()))
            .chain(respondent)
            .chain(content.others.iter().map(|other| other.name.as_str()))
            .chain(content.visit.iter().map(|visit| visit.firm_name.as_str()));
        let mobiles = [&content.applicant.mobile]
            .into_iter()
            .chain(helper.map(|helper| &helper.mobile));
        let mut all: Vec<_> = names.map(Self::name).collect();
        for mobile in mobiles {
            all.push(Self::Mobile(mobile.clone()));
            let digits = mobile.as_str();
            let last = digits.get(digits.len().saturating_sub(LAST_DIGITS)..);
            all.extend(last.map(|last| Self::LastDigits(last.to_owned())));
        }
        let mut different = Vec::with_capacity(all.len());
        for sought in all {
            if !different.contains(&sought) {
                different.push(sought);
            }
        }
        different
    }

    /// As it goes into a keyed hash: no two kinds read the same.
    pub fn written(&self) -> String {
        let (kind, value) = match self {
            Self::Name(name) => ("name", name.as_str()),
            Self::Mobile(mobile) => ("mobile", mobile.as_str()),
            Self::LastDigits(digits) => ("last", digits.as_str()),
        };
        [kind, " ", value].concat()
    }

    /// A name however it is typed: wide or narrow, with blanks or without, in capitals or small letters.
    fn name(typed: &str) -> Self {
        Self::Name(folded(typed).to_lowercase())
    }
}

fn is_digits(words: &str) -> bool {
    words.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    fn read(typed: &str) -> Result<Sought, Code> {
        let who = typed.to_owned();
        FindRequest { who, after: None }
            .parse()
            .map_err(|issue| issue.code)
    }

    fn content() -> Content {
        let draft = Draft {
            organization: "a".to_owned(),
            field: "labor".to_owned(),
            name: "张 三".to_owned(),
            mobile: "139-1234-5678".to_owned(),
            region: "320106".to_owned(),
            respondent_name: "苏州ＡＢ（集团）有限公司".to_owned(),
            story: "从八月起没有发工资，问过两次都说再等等。".to_owned(),
            consent_privacy: true,
            consent_share: true,
            ..Draft::default()
        };
        draft.parse().unwrap().content
    }

    #[test]
    fn a_case_is_found_by_what_is_whole_however_it_is_typed() {
        let all = Sought::all_of(&content());
        for typed in [
            "张三",
            " 张　三",
            "13912345678",
            "+86 139 1234 5678",
            "5678",
            "５６７８",
            "苏州ab(集团)有限公司",
            "苏州AB（集团） 有限公司",
        ] {
            assert!(all.contains(&read(typed).unwrap()), "{typed}");
        }
        for typed in ["张", "李四", "13912345679", "1234", "苏州AB"] {
            assert!(!all.contains(&read(typed).unwrap()), "{typed}");
        }
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn what_can_be_nobody_is_not_looked_for() {
        assert_eq!(read("").err(), Some(Code::Missing));
        assert_eq!(read(" \u{3000} ").err(), Some(Code::Missing));
        let length = |actual| Some(Code::MobileLength { actual });
        assert_eq!(read("139").err(), length(3));
        assert_eq!(read("1391234567").err(), length(10));
        let long = "长".repeat(101);
        let (max, actual) = (RESPONDENT_NAME_MAX, 101);
        assert_eq!(read(&long).err(), Some(Code::TooLong { max, actual }));
        assert_eq!(read("\u{0}").err(), Some(Code::NotPrintable));
    }

    #[test]
    fn no_two_kinds_are_written_alike() {
        let name = Sought::Name("5678".to_owned());
        assert_ne!(name.written(), read("5678").unwrap().written());
    }
}
