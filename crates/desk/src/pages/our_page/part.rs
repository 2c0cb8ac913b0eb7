//! The parts of a public page, and in which of them two pages differ.

use contract::draft::{Code, Field, Issue};
use contract::page::PageText;

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Where it is.
    Address,
    /// How to call.
    Phones,
    /// When it is open.
    Hours,
    /// Whether a wheelchair reaches it.
    StepFree,
    /// What is spoken there.
    Languages,
    /// Who mediates there.
    Mediators,
    /// What it published.
    Cases,
}

impl Part {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Address,
        Self::Phones,
        Self::Hours,
        Self::StepFree,
        Self::Languages,
        Self::Mediators,
        Self::Cases,
    ];

    /// Which field of the form it is.
    const fn field(self) -> Field {
        match self {
            Self::Address => Field::Address,
            Self::Phones => Field::PagePhones,
            Self::Hours => Field::PageHours,
            Self::StepFree => Field::PageStepFree,
            Self::Languages => Field::PageLanguages,
            Self::Mediators => Field::PageMediators,
            Self::Cases => Field::PageCases,
        }
    }

    /// The id of its control.
    pub const fn id(self) -> &'static str {
        self.field().as_str()
    }

    /// What a page says there.
    pub fn of(self, page: &PageText) -> &str {
        match self {
            Self::Address => &page.address,
            Self::Phones => &page.phones,
            Self::Hours => &page.hours,
            Self::StepFree => &page.step_free,
            Self::Languages => &page.languages,
            Self::Mediators => &page.mediators,
            Self::Cases => &page.cases,
        }
    }

    /// Writes something else there.
    pub fn put(self, page: &mut PageText, words: String) {
        *match self {
            Self::Address => &mut page.address,
            Self::Phones => &mut page.phones,
            Self::Hours => &mut page.hours,
            Self::StepFree => &mut page.step_free,
            Self::Languages => &mut page.languages,
            Self::Mediators => &mut page.mediators,
            Self::Cases => &mut page.cases,
        } = words;
    }
}

/// A part that two pages say differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub part: Part,
    /// What the one says.
    pub old: String,
    /// What the other says.
    pub new: String,
}

/// Where two pages differ, in the order of the form.
pub fn differences(old: &PageText, new: &PageText) -> Vec<Difference> {
    let differs = |part: Part| {
        let (old, new) = (part.of(old).trim(), part.of(new).trim());
        (old != new).then(|| Difference {
            part,
            old: old.to_owned(),
            new: new.to_owned(),
        })
    };
    Part::ALL.into_iter().filter_map(differs).collect()
}

/// What is wrong with which part, each once, in the order of the form.
pub fn faults(issues: &[Issue]) -> Vec<(Part, Code)> {
    let fault = |part: Part| {
        let found = issues.iter().find(|issue| issue.field == part.field());
        found.map(|issue| (part, issue.code))
    };
    Part::ALL.into_iter().filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> PageText {
        PageText {
            address: "中山路1号".into(),
            phones: "025-83000000".into(),
            hours: "周一至周五 9:00-17:00".into(),
            step_free: "有".into(),
            languages: "手语".into(),
            mediators: "张三（一级）；李四".into(),
            cases: "讨薪案 https://example.org/1".into(),
        }
    }

    #[test]
    fn every_part_is_read_and_written_and_has_a_control_of_its_own() {
        let mut empty = PageText::default();
        for part in Part::ALL {
            part.put(&mut empty, part.of(&page()).to_owned());
        }
        assert_eq!(empty, page());
        let mut ids: Vec<_> = Part::ALL.iter().map(|part| part.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Part::ALL.len());
    }

    #[test]
    fn only_what_differs_is_compared() {
        let mut new = page();
        assert!(differences(&page(), &new).is_empty());
        new.hours = " 周一至周五 9:00-17:00 ".into();
        new.cases = String::new();
        new.address = "中山路2号".into();
        let found = differences(&page(), &new);
        let parts: Vec<_> = found.iter().map(|one| one.part).collect();
        assert_eq!(parts, [Part::Address, Part::Cases]);
        assert_eq!(found.first().map(|one| one.new.as_str()), Some("中山路2号"));
        assert_eq!(found.last().map(|one| one.new.as_str()), Some(""));
    }

    #[test]
    fn each_part_is_told_once_what_is_wrong_with_it() {
        let issues = [
            Issue::new(Field::PageMediators, Code::NotAChoice),
            Issue::new(Field::PageMediators, Code::NotAChoice),
            Issue::new(Field::Address, Code::NotAChoice),
            Issue::new(Field::Unknown, Code::NotAChoice),
        ];
        let parts: Vec<_> = faults(&issues).into_iter().map(|(part, _)| part).collect();
        assert_eq!(parts, [Part::Address, Part::Mediators]);
    }
}
