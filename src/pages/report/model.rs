//! What the form for a report decides, apart from how it looks.

use contract::draft::Issue;
use contract::report::Report;

/// Ticks a subject, or unticks it.
pub(super) fn tick(report: &mut Report, subject: &str, ticked: bool) {
    report.subjects.retain(|other| other != subject);
    if ticked {
        report.subjects.push(subject.to_owned());
    }
}

/// What is left of these issues after a change. Nothing is added: nobody is told off while still typing.
pub(super) fn left(known: &[Issue], report: &Report) -> Vec<Issue> {
    let mut found = report.parse().err().unwrap_or_default();
    found.retain(|issue| known.iter().any(|known| known.field == issue.field));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::{error_words, mistakes};
    use contract::draft::Field;
    use contract::report::REPORT_NOTE_MAX;

    #[test]
    fn what_is_ticked_twice_is_there_once() {
        let mut report = Report::default();
        for (subject, ticked) in [("phone", true), ("hours", true), ("phone", true)] {
            tick(&mut report, subject, ticked);
        }
        assert_eq!(report.subjects, ["hours", "phone"]);
        tick(&mut report, "hours", false);
        assert_eq!(report.subjects, ["phone"]);
    }

    #[test]
    fn a_mended_field_is_right_at_once_and_no_other_becomes_wrong() {
        let mut report = Report::default();
        let issues = report.parse().err().unwrap_or_default();
        assert_eq!(mistakes(&issues).len(), 1);
        assert!(error_words(&issues, Field::Subjects).is_some());
        report.note = "字".repeat(usize::from(REPORT_NOTE_MAX) + 1);
        assert_eq!(left(&issues, &report), issues);
        assert_eq!(error_words(&left(&issues, &report), Field::Note), None);
        tick(&mut report, "other", true);
        assert!(left(&issues, &report).is_empty());
    }
}
