//! A report that an entry of the directory is wrong: what anybody sends, and what staff see of it.

use serde::{Deserialize, Serialize};

use crate::draft::{Checker, Code, Field, Issue};

/// Longest text of a report, in characters.
pub const REPORT_NOTE_MAX: u16 = 500;
/// Most reports in one answer.
pub const REPORTS_MAX: u32 = 100;

wire_enum! {
    /// What is wrong.
    ReportSubject {
        /// 电话
        Phone = "phone",
        /// 地址
        Address = "address",
        /// 开放时间
        Hours = "hours",
        /// 收费
        Fee = "fee",
        /// 受理范围
        Fields = "fields",
        /// 已经撤销或者搬走
        Gone = "gone",
        /// 其他
        Other = "other",
    }
}

/// Body of `POST /api/v1/organizations/{id}/reports`. Says nothing about who sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// [`ReportSubject`]s by their wire names; at least one.
    pub subjects: Vec<String>,
    /// What would be right, in words; optional.
    pub note: String,
}

/// A report that follows every rule. Only [`Report::parse`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewReport {
    /// What is wrong, in the order of the list, each once.
    pub subjects: Vec<ReportSubject>,
    /// In words, if given.
    pub note: Option<String>,
}

impl Report {
    /// The report this amounts to, or every issue in it, in the order of the form.
    pub fn parse(&self) -> Result<NewReport, Vec<Issue>> {
        let mut check = Checker::default();
        if self.subjects.is_empty() {
            check.fail(Field::Subjects, Code::Missing);
        }
        let subjects = check.choices(
            Field::Subjects,
            &self.subjects,
            ReportSubject::from_wire,
            ReportSubject::ALL,
        );
        let note = check.optional(Field::Note, &self.note, REPORT_NOTE_MAX);
        if check.issues.is_empty() {
            Ok(NewReport { subjects, note })
        } else {
            Err(check.issues)
        }
    }
}

/// A report as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportView {
    /// Opaque.
    pub id: String,
    /// Id of the organization whose entry is wrong.
    pub organization: String,
    /// What is wrong.
    pub subjects: Vec<ReportSubject>,
    /// In the reporter's words; deleted once the report is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it was stored, RFC 3339.
    pub reported_at: String,
    /// Who settled it and when, once somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}

/// How a report was settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settled {
    /// When, RFC 3339.
    pub at: String,
    /// The name of the token it was done with.
    pub by: String,
}

/// `GET /api/v1/staff/reports`: open reports about the token's organization, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportsView {
    /// At most [`REPORTS_MAX`].
    pub reports: Vec<ReportView>,
    /// Whether there are more, to be seen once these are settled.
    pub has_more: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(subjects: &[&str], note: &str) -> Report {
        Report {
            subjects: subjects.iter().map(|name| (*name).to_owned()).collect(),
            note: note.to_owned(),
        }
    }

    #[test]
    fn what_is_wrong_is_needed_and_words_are_not() {
        let parsed = report(&["hours", "phone", "hours"], " \n").parse();
        assert_eq!(
            parsed,
            Ok(NewReport {
                subjects: vec![ReportSubject::Phone, ReportSubject::Hours],
                note: None
            })
        );
        let missing = Issue::new(Field::Subjects, Code::Missing);
        assert_eq!(report(&[], "搬走了").parse(), Err(vec![missing]));
    }

    #[test]
    fn every_issue_is_found_at_once() {
        let long = "字".repeat(usize::from(REPORT_NOTE_MAX) + 1);
        let too_long = Code::TooLong {
            max: REPORT_NOTE_MAX,
            actual: u32::from(REPORT_NOTE_MAX) + 1,
        };
        assert_eq!(
            report(&["phone", "weather"], &long).parse(),
            Err(vec![
                Issue::new(Field::Subjects, Code::NotAChoice),
                Issue::new(Field::Note, too_long),
            ])
        );
        let unprintable = Issue::new(Field::Note, Code::NotPrintable);
        assert_eq!(report(&["other"], "a\u{0}").parse(), Err(vec![unprintable]));
    }
}
