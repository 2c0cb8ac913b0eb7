//! Terms as staff type them, and the only bridge to terms that can be put before people.
//!
//! What is missing is no fault here: people may agree on less than a court needs, and are told so (see `doubt`). What
//! contradicts itself, cannot be read or is past is one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Part, Settlement, Term, TermKind, Whom};
use crate::draft::{Checker, Code, Field, Issue, Item};
use crate::draft::{RESPONDENT_NAME_MAX, ROWS_MAX};

/// Longest account of facts, matters or responsibilities, in characters.
pub const FACTS_MAX: u16 = 2000;
/// Most terms.
pub const TERMS_MAX: u16 = ROWS_MAX;
/// Longest text of a term, in characters.
pub const TERM_WORDS_MAX: u16 = 500;
/// Longest account of how or where, in characters.
pub const METHOD_MAX: u16 = 200;
/// Most instalments of a sum.
pub const PARTS_MAX: u16 = 36;
/// Most copies.
pub const COPIES_MAX: u16 = 20;

/// The terms, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettlementDraft {
    /// The main facts.
    pub facts: String,
    /// What is in dispute; optional.
    pub disputed: String,
    /// Each side's responsibility; optional.
    pub responsibility: String,
    /// What was agreed, at most [`TERMS_MAX`] terms.
    pub terms: Vec<TermDraft>,
    /// How many copies are made; as many as there are parties, and one for the organization, if not said.
    pub copies: String,
}

/// A term, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermDraft {
    /// A [`TermKind`] by its wire name.
    pub kind: String,
    /// Who does it, a [`Whom`] by its wire name; optional.
    pub from: String,
    /// For whom, likewise; optional.
    pub to: String,
    /// Name of who is neither side, where `from` or `to` says so.
    pub third: String,
    /// What exactly; optional for money and apologies.
    pub words: String,
    /// The sum in yuan, of money; the sum of the instalments if not said.
    pub amount: String,
    /// The last day, `YYYY-MM-DD`; optional.
    pub due: String,
    /// Instalments, of money; at most [`PARTS_MAX`].
    pub parts: Vec<PartDraft>,
    /// How; optional.
    pub method: String,
    /// Where; optional.
    pub place: String,
}

/// An instalment, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartDraft {
    /// The sum in yuan.
    pub amount: String,
    /// The last day, `YYYY-MM-DD`.
    pub due: String,
}

/// Copies of an agreement between two: one each, and one for the organization (人民调解法第二十九条).
const COPIES: u8 = 3;

impl SettlementDraft {
    /// The terms, or every issue in them, in the order of the form. What is to be done is to be done from today on.
    pub fn parse(&self, today: Date) -> Result<Settlement, Vec<Issue>> {
        let mut check = Checker::default();
        let facts = check.required(Field::Facts, &self.facts, FACTS_MAX);
        let disputed = check.optional(Field::Disputed, &self.disputed, FACTS_MAX);
        let responsibility = check.optional(Field::Responsibility, &self.responsibility, FACTS_MAX);
        let terms = check.terms(&self.terms, today);
        let copies = check.copies(&self.copies);
        match (facts, copies) {
            (Some(facts), Some(copies)) if check.issues.is_empty() => Ok(Settlement {
                facts,
                disputed,
                responsibility,
                terms,
                copies,
            }),
            _ => Err(check.issues),
        }
    }
}

impl Checker {
    fn copies(&mut self, typed: &str) -> Option<u8> {
        if typed.trim().is_empty() {
            return Some(COPIES);
        }
        let copies = typed.trim().parse::<u8>().ok();
        let copies = copies.filter(|copies| (1..=COPIES_MAX).contains(&u16::from(*copies)));
        if copies.is_none() {
            self.fail(Field::Copies, Code::NotAChoice);
        }
        copies
    }

    fn terms(&mut self, typed: &[TermDraft], today: Date) -> Vec<Term> {
        if typed.is_empty() {
            self.fail(Field::Terms, Code::Missing);
        }
        if typed.len() > usize::from(TERMS_MAX) {
            self.fail(Field::Terms, Code::TooMany { max: TERMS_MAX });
            return Vec::new();
        }
        (0_u8..)
            .zip(typed)
            .filter_map(|(at, term)| self.term(Item::Row(at), term, today))
            .collect()
    }

    fn term(&mut self, row: Item, typed: &TermDraft, today: Date) -> Option<Term> {
        let kind = TermKind::from_wire(typed.kind.trim());
        if typed.kind.trim().is_empty() {
            self.fail_at(Field::TermKind, row, Code::Missing);
        } else if !kind.is_known() {
            self.fail_at(Field::TermKind, row, Code::NotAChoice);
        }
        let from = self.whom(Field::TermFrom, row, &typed.from);
        let to = self.whom(Field::TermTo, row, &typed.to);
        if from.is_some() && from == to {
            self.fail_at(Field::TermTo, row, Code::NotAChoice);
        }
        let is_about_third = [from, to].contains(&Some(Whom::Third));
        if is_about_third && typed.third.trim().is_empty() {
            self.fail_at(Field::TermThird, row, Code::Missing);
        }
        let third = self.entry(Field::TermThird, row, &typed.third, RESPONDENT_NAME_MAX);
        let speaks_for_itself = matches!(kind, TermKind::Money | TermKind::Apology);
        if !speaks_for_itself && kind.is_known() && typed.words.trim().is_empty() {
            self.fail_at(Field::TermWords, row, Code::Missing);
        }
        let words = self.entry(Field::TermWords, row, &typed.words, TERM_WORDS_MAX);
        let (fen, parts) = self.money(row, kind, typed, today);
        let due = self.day(Field::TermDue, row, &typed.due, today);
        // Either all at once or in parts.
        if !typed.parts.is_empty() && due.is_some() {
            self.fail_at(Field::TermDue, row, Code::NotAChoice);
        }
        let method = self.entry(Field::TermMethod, row, &typed.method, METHOD_MAX);
        let place = self.entry(Field::TermPlace, row, &typed.place, METHOD_MAX);
        kind.is_known().then(|| Term {
            kind,
            from,
            to,
            third: third.filter(|_| is_about_third),
            words,
            fen,
            due: due.map(|day| day.to_string()),
            parts,
            method,
            place,
        })
    }

    fn whom(&mut self, field: Field, row: Item, typed: &str) -> Option<Whom> {
        if typed.trim().is_empty() {
            return None;
        }
        let whom = Whom::from_wire(typed.trim());
        if !whom.is_known() {
            self.fail_at(field, row, Code::NotAChoice);
            return None;
        }
        Some(whom)
    }

    /// The sum and its instalments, which only money has.
    fn money(
        &mut self,
        row: Item,
        kind: TermKind,
        typed: &TermDraft,
        today: Date,
    ) -> (Option<u64>, Vec<Part>) {
        let fen = self.sum(Field::TermAmount, row, &typed.amount);
        if typed.parts.len() > usize::from(PARTS_MAX) {
            self.fail_at(Field::TermParts, row, Code::TooMany { max: PARTS_MAX });
            return (None, Vec::new());
        }
        if kind != TermKind::Money {
            let is_given = !typed.amount.trim().is_empty() || !typed.parts.is_empty();
            if kind.is_known() && is_given {
                self.fail_at(Field::TermAmount, row, Code::NotAChoice);
            }
            return (None, Vec::new());
        }
        let mut parts: Vec<Part> = Vec::with_capacity(typed.parts.len());
        let mut last = None;
        for part in &typed.parts {
            for text in [&part.amount, &part.due] {
                if text.trim().is_empty() {
                    self.fail_at(Field::TermParts, row, Code::Missing);
                    return (None, Vec::new());
                }
            }
            let sum = self.sum(Field::TermParts, row, &part.amount);
            let day = self.day(Field::TermParts, row, &part.due, today);
            let (Some(sum), Some(day)) = (sum, day) else {
                // One word about the instalments of a term is enough.
                return (None, Vec::new());
            };
            if last >= Some(day) {
                self.fail_at(Field::TermParts, row, Code::NotInOrder);
                return (None, Vec::new());
            }
            last = Some(day);
            parts.push(Part {
                fen: sum,
                due: day.to_string(),
            });
        }
        let total: u64 = parts.iter().map(|part| part.fen).sum();
        match fen {
            Some(fen) if !parts.is_empty() && fen != total => {
                self.fail_at(Field::TermParts, row, Code::SumsDiffer);
                (None, Vec::new())
            }
            Some(fen) => (Some(fen), parts),
            None => ((total > 0).then_some(total), parts),
        }
    }

    fn day(&mut self, field: Field, row: Item, typed: &str, today: Date) -> Option<Date> {
        if typed.trim().is_empty() {
            return None;
        }
        let day = typed.trim().parse::<Date>().ok();
        match day {
            Some(day) if day < today => self.fail_at(field, row, Code::NotAFutureTime),
            Some(day) => return Some(day),
            None => self.fail_at(field, row, Code::NotADay),
        }
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    pub(in crate::settlement) const TODAY: Date = date(2026, 11, 27);

    fn part(amount: &str, due: &str) -> PartDraft {
        PartDraft {
            amount: amount.into(),
            due: due.into(),
        }
    }

    /// 12,000 yuan in two parts.
    pub(in crate::settlement) fn wages() -> TermDraft {
        TermDraft {
            kind: "money".into(),
            from: "respondent".into(),
            to: "applicant".into(),
            words: "拖欠的工资".into(),
            amount: "12,000".into(),
            parts: vec![part("8000", "2026-12-15"), part("4000", "2027-01-15")],
            method: "转到申请人的银行卡".into(),
            ..TermDraft::default()
        }
    }

    pub(in crate::settlement) fn draft(terms: Vec<TermDraft>) -> SettlementDraft {
        SettlementDraft {
            facts: "公司欠三个月工资没有付。".into(),
            terms,
            ..SettlementDraft::default()
        }
    }

    fn issues(term: TermDraft) -> Vec<(Field, Code)> {
        let issues = draft(vec![term]).parse(TODAY).err().unwrap_or_default();
        assert!(issues.iter().all(|issue| issue.item == Item::Row(0)));
        issues
            .iter()
            .map(|issue| (issue.field, issue.code))
            .collect()
    }

    #[test]
    fn a_sum_in_parts_is_read() {
        let read = draft(vec![wages()]).parse(TODAY).unwrap();
        assert_eq!(read.copies, 3);
        let term = read.terms.first().unwrap();
        assert_eq!(term.fen, Some(1_200_000));
        assert_eq!(term.parts.len(), 2);
        let unsaid = TermDraft {
            amount: String::new(),
            ..wages()
        };
        let read = draft(vec![unsaid]).parse(TODAY).unwrap();
        assert_eq!(read.terms.first().unwrap().fen, Some(1_200_000));
    }

    #[test]
    fn what_is_missing_is_no_fault_but_nothing_at_all_is() {
        let bare = TermDraft {
            kind: "money".into(),
            ..TermDraft::default()
        };
        assert!(draft(vec![bare]).parse(TODAY).is_ok());
        let nothing = SettlementDraft::default().parse(TODAY).unwrap_err();
        let fields: Vec<_> = nothing.iter().map(|issue| issue.field).collect();
        assert_eq!(fields, [Field::Facts, Field::Terms]);
        let many = draft(vec![wages(); 21]).parse(TODAY).unwrap_err();
        assert_eq!(
            many,
            [Issue::new(Field::Terms, Code::TooMany { max: TERMS_MAX })]
        );
    }

    #[test]
    fn what_contradicts_itself_is_told_beside_its_term() {
        for (term, field, code) in [
            (
                TermDraft {
                    amount: "11000".into(),
                    ..wages()
                },
                Field::TermParts,
                Code::SumsDiffer,
            ),
            (
                TermDraft {
                    to: "respondent".into(),
                    ..wages()
                },
                Field::TermTo,
                Code::NotAChoice,
            ),
            (
                TermDraft {
                    due: "2026-12-01".into(),
                    ..wages()
                },
                Field::TermDue,
                Code::NotAChoice,
            ),
            (
                TermDraft {
                    parts: vec![part("8000", "2027-01-15"), part("4000", "2027-01-15")],
                    ..wages()
                },
                Field::TermParts,
                Code::NotInOrder,
            ),
            (
                TermDraft {
                    parts: vec![part("12000", "2026-11-26")],
                    ..wages()
                },
                Field::TermParts,
                Code::NotAFutureTime,
            ),
            (
                TermDraft {
                    parts: vec![part("12000", "")],
                    ..wages()
                },
                Field::TermParts,
                Code::Missing,
            ),
            (
                TermDraft {
                    from: "third".into(),
                    ..wages()
                },
                Field::TermThird,
                Code::Missing,
            ),
            (
                TermDraft {
                    kind: "act".into(),
                    parts: Vec::new(),
                    ..wages()
                },
                Field::TermAmount,
                Code::NotAChoice,
            ),
            (
                TermDraft {
                    kind: "act".into(),
                    ..TermDraft::default()
                },
                Field::TermWords,
                Code::Missing,
            ),
            (TermDraft::default(), Field::TermKind, Code::Missing),
        ] {
            assert_eq!(issues(term), [(field, code)]);
        }
        let copies = SettlementDraft {
            copies: "0".into(),
            ..draft(vec![wages()])
        };
        assert_eq!(
            copies.parse(TODAY),
            Err(vec![Issue::new(Field::Copies, Code::NotAChoice)])
        );
    }

    prop_compose! {
        fn any_part()(amount in "[0-9]{0,5}|[十百千]{0,3}|\\PC{0,4}", due in "20(2[5-9])-1[0-2]-[0-3][0-9]|\\PC{0,6}") -> PartDraft {
            PartDraft { amount, due }
        }
    }

    prop_compose! {
        pub(in crate::settlement) fn any_term()(
            kind in prop::sample::select(&["money", "act", "delivery", "title", "identity", "waive", "dance", ""][..]),
            from in prop::sample::select(&["applicant", "respondent", "third", "", "moon"][..]),
            to in prop::sample::select(&["applicant", "respondent", "third", ""][..]),
            words in "\\PC{0,20}",
            amount in "[0-9]{0,6}",
            due in "202[6-9]-0[1-9]-1[0-9]|",
            parts in prop::collection::vec(any_part(), 0..3),
            method in "\\PC{0,8}",
        ) -> TermDraft {
            TermDraft {
                kind: kind.into(), from: from.into(), to: to.into(), third: words.clone(), words, amount, due: due.clone(), parts,
                method, place: due,
            }
        }
    }

    proptest! {
        /// Whatever is typed: what is read is whole. No term is lost, sums are those of their parts, days are to come and in
        /// order, and issues name terms that there are.
        #[test]
        fn what_is_read_is_whole(terms in prop::collection::vec(any_term(), 0..4), copies in "[0-9]{0,3}") {
            let typed = SettlementDraft { copies, ..draft(terms) };
            match typed.parse(TODAY) {
                Ok(read) => {
                    prop_assert_eq!(read.terms.len(), typed.terms.len());
                    prop_assert!((1..=COPIES_MAX).contains(&u16::from(read.copies)));
                    for term in &read.terms {
                        prop_assert!(term.kind.is_known());
                        prop_assert!(term.from.is_none() || term.from != term.to);
                        if !term.parts.is_empty() {
                            let total = term.parts.iter().map(|part| part.fen).sum();
                            prop_assert_eq!(term.fen, Some(total));
                            prop_assert!(term.due.is_none());
                        }
                        let days: Vec<Date> = term.parts.iter().map(|part| part.due.parse().unwrap()).collect();
                        prop_assert!(days.is_sorted() && days.iter().all(|day| *day >= TODAY));
                        if [term.from, term.to].contains(&Some(Whom::Third)) {
                            prop_assert!(term.third.is_some());
                        }
                    }
                    // What was read can be kept and read back.
                    let kept = serde_json::to_string(&read).unwrap();
                    prop_assert_eq!(serde_json::from_str::<Settlement>(&kept).unwrap(), read);
                }
                Err(issues) => {
                    prop_assert!(!issues.is_empty());
                    for issue in issues {
                        let there = match issue.item {
                            Item::Row(at) => usize::from(at) < typed.terms.len(),
                            _ => true,
                        };
                        prop_assert!(there && issue.field.is_known());
                        // And travels to whoever typed it.
                        let told = serde_json::to_string(&issue).unwrap();
                        prop_assert_eq!(serde_json::from_str::<Issue>(&told).unwrap(), issue);
                    }
                }
            }
        }
    }
}
