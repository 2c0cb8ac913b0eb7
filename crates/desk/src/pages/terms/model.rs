//! Terms as they are written: what each kind of term asks, what of it is sent, what a court could not confirm of it, and
//! what the sides said.

use contract::days::Day;
use contract::draft::{Code, Field, Issue, Item};
use contract::kinds::{DisputeField, Topic};
use contract::money::yuan_text;
use contract::request::RequestView;
use contract::settlement::{
    DoubtKind, PartDraft, Settlement, SettlementDraft, Term, TermDraft, TermKind, TermsMark,
    TermsReply, Whom, by_hand_only, confirmability,
};
use contract::status::{Actor, Event};

/// What is asked of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// What it is.
    Kind,
    /// Who does it.
    From,
    /// For whom.
    To,
    /// Who is neither side.
    Third,
    /// What exactly.
    Words,
    /// The sum.
    Amount,
    /// The instalments.
    Parts,
    /// The last day.
    Due,
    /// How.
    Method,
    /// Where.
    Place,
}

impl Ask {
    /// All of them, in the order of the form, which is that of the issues.
    pub const ALL: [Self; 10] = [
        Self::Kind,
        Self::From,
        Self::To,
        Self::Third,
        Self::Words,
        Self::Amount,
        Self::Parts,
        Self::Due,
        Self::Method,
        Self::Place,
    ];

    /// The field that issues of it name.
    pub const fn field(self) -> Field {
        match self {
            Self::Kind => Field::TermKind,
            Self::From => Field::TermFrom,
            Self::To => Field::TermTo,
            Self::Third => Field::TermThird,
            Self::Words => Field::TermWords,
            Self::Amount => Field::TermAmount,
            Self::Parts => Field::TermParts,
            Self::Due => Field::TermDue,
            Self::Method => Field::TermMethod,
            Self::Place => Field::TermPlace,
        }
    }

    /// Whether this term asks it. Only what is asked is sent.
    pub fn is_of(self, term: &TermDraft) -> bool {
        use TermKind as K;
        let kind = TermKind::from_wire(&term.kind);
        let is_done = matches!(kind, K::Money | K::Delivery | K::Act | K::Apology);
        match self {
            Self::Kind => true,
            Self::From => is_done || matches!(kind, K::Refrain | K::Waive),
            Self::To => is_done,
            Self::Third => [(Self::From, &term.from), (Self::To, &term.to)]
                .into_iter()
                .any(|(ask, whom)| ask.is_of(term) && whom == Whom::Third.as_str()),
            Self::Words => kind.is_known(),
            Self::Amount | Self::Parts => kind == K::Money,
            Self::Due => (is_done || kind == K::Other) && !has_parts(term),
            Self::Method | Self::Place => is_done || kind == K::Other,
        }
    }

    /// What was typed there; the instalments are typed one by one.
    pub fn of(self, term: &TermDraft) -> &str {
        match self {
            Self::Kind => &term.kind,
            Self::From => &term.from,
            Self::To => &term.to,
            Self::Third => &term.third,
            Self::Words => &term.words,
            Self::Amount => &term.amount,
            Self::Parts => "",
            Self::Due => &term.due,
            Self::Method => &term.method,
            Self::Place => &term.place,
        }
    }

    /// Keeps what is typed.
    pub fn put(self, term: &mut TermDraft, typed: String) {
        let place = match self {
            Self::Kind => &mut term.kind,
            Self::From => &mut term.from,
            Self::To => &mut term.to,
            Self::Third => &mut term.third,
            Self::Words => &mut term.words,
            Self::Amount => &mut term.amount,
            Self::Parts => return,
            Self::Due => &mut term.due,
            Self::Method => &mut term.method,
            Self::Place => &mut term.place,
        };
        *place = typed;
    }
}

/// Whether it is paid in several.
fn has_parts(term: &TermDraft) -> bool {
    TermKind::from_wire(&term.kind) == TermKind::Money && !term.parts.is_empty()
}

/// The form to begin with where there are no terms: one, of which nothing is said yet.
pub fn blank() -> SettlementDraft {
    SettlementDraft {
        terms: vec![TermDraft::default()],
        ..SettlementDraft::default()
    }
}

/// Terms as somebody would have typed them, to be changed.
pub fn typed(terms: &Settlement) -> SettlementDraft {
    let words = |said: &Option<String>| said.clone().unwrap_or_default();
    let whom = |whom: Option<Whom>| whom.map_or("", Whom::as_str).to_owned();
    let part = |part: &contract::settlement::Part| PartDraft {
        amount: yuan_text(part.fen),
        due: part.due.clone(),
    };
    let term = |term: &Term| TermDraft {
        kind: term.kind.as_str().to_owned(),
        from: whom(term.from),
        to: whom(term.to),
        third: words(&term.third),
        words: words(&term.words),
        amount: term.fen.map(yuan_text).unwrap_or_default(),
        due: words(&term.due),
        parts: term.parts.iter().map(part).collect(),
        method: words(&term.method),
        place: words(&term.place),
    };
    SettlementDraft {
        facts: terms.facts.clone(),
        disputed: words(&terms.disputed),
        responsibility: words(&terms.responsibility),
        terms: terms.terms.iter().map(term).collect(),
        copies: terms.copies.to_string(),
    }
}

/// What is sent: without what was typed for another kind of term and is not asked any more.
pub fn sent(typed: &SettlementDraft) -> SettlementDraft {
    SettlementDraft {
        terms: typed.terms.iter().map(sent_term).collect(),
        ..typed.clone()
    }
}

fn sent_term(typed: &TermDraft) -> TermDraft {
    let mut term = TermDraft::default();
    for ask in Ask::ALL.into_iter().filter(|ask| ask.is_of(typed)) {
        match ask {
            Ask::Parts => term.parts.clone_from(&typed.parts),
            _ => ask.put(&mut term, ask.of(typed).to_owned()),
        }
    }
    term
}

/// What is wrong with them.
pub fn issues(typed: &SettlementDraft, today: Day) -> Vec<Issue> {
    sent(typed).parse(today).err().unwrap_or_default()
}

/// What of it is worth saying while somebody is still writing: not that something is missing.
pub fn early(mut issues: Vec<Issue>) -> Vec<Issue> {
    issues.retain(|issue| issue.code != Code::Missing);
    issues
}

/// The id of the control that an issue is about.
pub fn control(field: Field, item: Item) -> String {
    match item {
        Item::Row(at) => [field.as_str(), "-", &at.to_string()].concat(),
        _ => field.as_str().to_owned(),
    }
}

/// What a court could not confirm of a term, as far as it can be read.
pub fn doubts(
    term: &TermDraft,
    field: DisputeField,
    topic: Option<Topic>,
    today: Day,
) -> Vec<DoubtKind> {
    let alone = SettlementDraft {
        facts: "-".to_owned(),
        terms: vec![sent_term(term)],
        ..SettlementDraft::default()
    };
    let Ok(read) = alone.parse(today) else {
        return Vec::new();
    };
    let doubts = confirmability(&read, field, topic).into_iter();
    doubts.map(|doubt| doubt.kind).collect()
}

/// Whether this can be signed only at the meeting, whatever else is still to be written.
pub fn is_by_hand(typed: &SettlementDraft, field: DisputeField, topic: Option<Topic>) -> bool {
    let kind_alone = |term: &TermDraft| Term {
        kind: TermKind::from_wire(&term.kind),
        from: None,
        to: None,
        third: None,
        words: None,
        fen: None,
        due: None,
        parts: Vec::new(),
        method: None,
        place: None,
    };
    let kinds = Settlement {
        facts: String::new(),
        disputed: None,
        responsibility: None,
        terms: typed.terms.iter().map(kind_alone).collect(),
        copies: 1,
    };
    by_hand_only(field, topic, &kinds)
}

/// The sum of the instalments, where every one of them can be read.
pub fn total(parts: &[PartDraft]) -> Option<u64> {
    let sums = parts
        .iter()
        .map(|part| contract::money::fen(&part.amount).ok());
    sums.sum()
}

/// What a side said, and of which terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub side: Actor,
    /// What.
    pub reply: TermsReply,
    /// In which words, for the mediator.
    pub note: Option<String>,
    /// When, RFC 3339.
    pub at: String,
    /// Of which version.
    pub version: u32,
    /// Whether other terms are there now, so that it does not count any more.
    pub fell_away: bool,
}

/// Everything that the sides said of terms, the latest first.
pub fn said(case: &RequestView, mark: &TermsMark) -> Vec<Said> {
    let entries = case.timeline.iter().rev();
    entries
        .filter_map(|entry| {
            let terms = entry.detail.terms.as_ref()?;
            Some(Said {
                side: entry.actor,
                reply: TermsReply::of(entry.event)?,
                note: entry.detail.note.clone(),
                at: entry.at.clone(),
                version: terms.version,
                fell_away: terms != mark,
            })
        })
        .collect()
}

/// Whether terms were ever put before both sides.
pub fn are_there(case: &RequestView) -> bool {
    let mut entries = case.timeline.iter();
    entries.any(|entry| entry.event == Event::ProposeTerms)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::pages::samples::view_in;
    use contract::days::read_day;
    use contract::request::{Detail, TimelineEntry};
    use contract::status::Status;

    fn today() -> Day {
        read_day("2026-11-27").unwrap()
    }

    fn wages() -> TermDraft {
        let part = |amount: &str, due: &str| PartDraft {
            amount: amount.into(),
            due: due.into(),
        };
        TermDraft {
            kind: "money".into(),
            from: "respondent".into(),
            to: "applicant".into(),
            words: "拖欠的工资".into(),
            amount: "12000".into(),
            parts: vec![part("8000", "2026-12-15"), part("4000.5", "2027-01-15")],
            method: "转账".into(),
            ..TermDraft::default()
        }
    }

    fn draft(terms: Vec<TermDraft>) -> SettlementDraft {
        SettlementDraft {
            facts: "欠三个月工资。".into(),
            terms,
            ..SettlementDraft::default()
        }
    }

    #[test]
    fn what_another_kind_of_term_asked_is_kept_but_not_sent() {
        let changed = TermDraft {
            kind: "act".into(),
            place: "餐厅".into(),
            ..wages()
        };
        let term = sent_term(&changed);
        assert_eq!((term.amount.as_str(), term.parts.len()), ("", 0));
        assert_eq!(term.place, "餐厅");
        assert_eq!(issues(&draft(vec![changed]), today()), []);
        // Of an unchosen kind nothing but that is wrong.
        let unchosen = TermDraft {
            kind: String::new(),
            ..wages()
        };
        let found = issues(&draft(vec![unchosen]), today());
        assert_eq!(
            found,
            [Issue::of(Field::TermKind, Item::Row(0), Code::Missing)]
        );
    }

    #[test]
    fn every_issue_is_about_something_that_is_asked() {
        for kind in TermKind::ALL {
            let term = TermDraft {
                kind: kind.as_str().into(),
                from: "third".into(),
                to: "third".into(),
                due: "2020-01-01".into(),
                amount: "x".into(),
                ..TermDraft::default()
            };
            for issue in issues(&draft(vec![term.clone()]), today()) {
                let mut asked = Ask::ALL.into_iter().filter(|ask| ask.is_of(&term));
                assert!(asked.any(|ask| ask.field() == issue.field), "{issue:?}");
            }
        }
    }

    #[test]
    fn instalments_take_the_place_of_the_one_day() {
        let mut term = wages();
        term.due = "2026-12-31".into();
        assert!(!Ask::Due.is_of(&term));
        term.parts.clear();
        assert!(Ask::Due.is_of(&term));
        assert_eq!(total(&wages().parts), Some(1_200_050));
        let mut unread = wages();
        unread.parts.first_mut().unwrap().amount = "很多".into();
        assert_eq!(total(&unread.parts), None);
    }

    #[test]
    fn terms_that_are_changed_begin_as_they_are() {
        let mut term = wages();
        term.amount = "12000.5".into();
        let read = draft(vec![term]).parse(today()).unwrap();
        let again = sent(&typed(&read)).parse(today()).unwrap();
        assert_eq!(again, read);
    }

    #[test]
    fn doubts_are_told_of_a_term_alone_while_others_are_unfinished() {
        let of = |term: &TermDraft| doubts(term, DisputeField::Labor, None, today());
        let mut term = wages();
        term.amount = String::new();
        assert_eq!(of(&term), []);
        term.method = "尽快".into();
        assert_eq!(of(&term), [DoubtKind::Vague]);
        // What cannot be read is an issue and no doubt.
        term.amount = "很多".into();
        assert_eq!(of(&term), []);
        assert_eq!(of(&TermDraft::default()), []);
    }

    #[test]
    fn what_is_about_a_family_is_signed_by_hand_from_the_first_word_on() {
        let by_hand = |typed: &SettlementDraft, field| is_by_hand(typed, field, None);
        assert!(by_hand(&blank(), DisputeField::Family));
        assert!(!by_hand(&blank(), DisputeField::Labor));
        let identity = TermDraft {
            kind: "identity".into(),
            ..TermDraft::default()
        };
        assert!(by_hand(&draft(vec![identity]), DisputeField::Labor));
    }

    #[test]
    fn what_was_said_of_other_terms_falls_away() {
        let mark = |version: u32| TermsMark {
            version,
            digest: format!("{version:08}"),
        };
        let entry = |actor, event, version| TimelineEntry {
            at: "2026-11-27T02:00:00Z".into(),
            actor,
            event,
            detail: Detail {
                terms: Some(mark(version)),
                ..Detail::default()
            },
        };
        let mut case = view_in(Status::Mediating);
        assert!(!are_there(&case));
        case.timeline = vec![
            entry(Actor::Staff, Event::ProposeTerms, 1),
            entry(Actor::Applicant, Event::ConfirmTerms, 1),
            entry(Actor::Staff, Event::ProposeTerms, 2),
            entry(Actor::Respondent, Event::SignInPerson, 2),
        ];
        assert!(are_there(&case));
        let said = said(&case, &mark(2));
        let told: Vec<_> = said.iter().map(|one| (one.side, one.fell_away)).collect();
        assert_eq!(told, [(Actor::Respondent, false), (Actor::Applicant, true)]);
    }

    #[test]
    fn nobody_is_told_of_what_they_have_not_come_to() {
        let found = issues(&blank(), today());
        assert!(found.iter().any(|issue| issue.field == Field::Facts));
        assert_eq!(early(found), []);
        assert_eq!(control(Field::TermDue, Item::Row(3)), "term_due-3");
        assert_eq!(control(Field::Facts, Item::Whole), "facts");
    }
}
