//! Which terms a court could not confirm, each with the rule that says so. A doubt keeps nobody from agreeing: it is told
//! in time, while words can still be changed.

use serde::{Deserialize, Serialize};

use super::{Settlement, Term, TermKind, Whom};
use crate::kinds::{DisputeField, Topic};

wire_enum! {
    /// Why a court could not confirm a term.
    DoubtKind {
        /// 涉及婚姻、亲子、收养等身份关系
        Identity = "identity",
        /// 要求确认物权、知识产权的归属
        Title = "title",
        /// 可能违反法律强制性规定
        Illegal = "illegal",
        /// 可能损害别人的利益
        HarmsOthers = "harms-others",
        /// 可能违背公序良俗
        GoodMorals = "good-morals",
        /// 没写多少钱
        NoAmount = "no-amount",
        /// 没写谁来做
        NoPayer = "no-payer",
        /// 没写给谁
        NoReceiver = "no-receiver",
        /// 没写哪天以前
        NoDay = "no-day",
        /// 没写怎么做
        NoMethod = "no-method",
        /// 写得不明确
        Vague = "vague",
    }
}

wire_enum! {
    /// The rule behind a doubt: of 最高人民法院关于适用《中华人民共和国民事诉讼法》的解释.
    DoubtSource {
        /// 第三百五十五条: the application is not accepted.
        NotAccepted = "cpli-355",
        /// 第三百五十八条: it is refused.
        Refused = "cpli-358",
    }
}

impl DoubtKind {
    /// The rule behind it.
    pub const fn source(self) -> DoubtSource {
        match self {
            Self::Identity | Self::Title => DoubtSource::NotAccepted,
            Self::Unknown => DoubtSource::Unknown,
            _ => DoubtSource::Refused,
        }
    }
}

/// A doubt about a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Doubt {
    /// About which, counted from 0.
    pub term: u8,
    /// What.
    pub kind: DoubtKind,
    /// The rule that says so.
    pub source: DoubtSource,
}

/// Words that seldom stand in what a court confirms. They raise the question; people answer it.
const TELLING: [(DoubtKind, &[&str]); 5] = [
    (
        DoubtKind::Identity,
        &[
            "离婚",
            "解除婚姻",
            "收养",
            "亲子关系",
            "断绝关系",
            "父子关系",
            "母女关系",
        ],
    ),
    (
        DoubtKind::Title,
        &[
            "所有权归",
            "产权归",
            "归其所有",
            "商标权归",
            "专利权归",
            "著作权归",
        ],
    ),
    (
        DoubtKind::Illegal,
        &[
            "不得报警",
            "不得举报",
            "不报案",
            "撤销案件",
            "不追究刑事",
            "作伪证",
        ],
    ),
    (
        DoubtKind::GoodMorals,
        &[
            "赌债",
            "赌博",
            "毒品",
            "嫖",
            "青春损失费",
            "不得结婚",
            "不得生育",
        ],
    ),
    (
        DoubtKind::Vague,
        &[
            "尽快",
            "适当",
            "酌情",
            "视情况",
            "有钱再",
            "以后再说",
            "另行协商",
            "差不多",
        ],
    ),
];

/// What a court could not confirm of these terms, in their order.
pub fn confirmability(terms: &Settlement, field: DisputeField, topic: Option<Topic>) -> Vec<Doubt> {
    let about_marriage = field == DisputeField::Family && topic == Some(Topic::Marriage);
    let mut doubts = Vec::new();
    for (at, term) in (0_u8..).zip(&terms.terms) {
        let kinds = DoubtKind::ALL.iter().copied();
        let raised = kinds.filter(|kind| {
            // In a dispute about a marriage, what is no act and no sum is likely about the marriage itself.
            let of_marriage = about_marriage && term.kind == TermKind::Other;
            term.raises(*kind) || (of_marriage && *kind == DoubtKind::Identity)
        });
        doubts.extend(raised.map(|kind| Doubt {
            term: at,
            kind,
            source: kind.source(),
        }));
    }
    doubts
}

impl Term {
    /// Whether there is this doubt about the term.
    fn raises(&self, doubt: DoubtKind) -> bool {
        use TermKind as T;
        let is_done = matches!(self.kind, T::Money | T::Delivery | T::Act | T::Apology);
        let is_told = || {
            let words = TELLING.iter().find(|(kind, _)| *kind == doubt);
            let said = [&self.words, &self.method];
            let mut said = said.into_iter().flatten();
            words.is_some_and(|(_, words)| {
                said.any(|said| words.iter().any(|word| said.contains(word)))
            })
        };
        match doubt {
            DoubtKind::Identity => self.kind == T::Identity || is_told(),
            DoubtKind::Title => self.kind == T::Title || is_told(),
            // Nobody can be bound by what others agree on.
            DoubtKind::HarmsOthers => self.from == Some(Whom::Third),
            DoubtKind::Illegal | DoubtKind::GoodMorals | DoubtKind::Vague => is_told(),
            DoubtKind::NoAmount => self.kind == T::Money && self.fen.is_none(),
            DoubtKind::NoPayer => (is_done || self.kind == T::Refrain) && self.from.is_none(),
            DoubtKind::NoReceiver => {
                matches!(self.kind, T::Money | T::Delivery | T::Apology) && self.to.is_none()
            }
            DoubtKind::NoDay => is_done && self.due.is_none() && self.parts.is_empty(),
            DoubtKind::NoMethod => {
                matches!(self.kind, T::Money | T::Delivery | T::Apology) && self.method.is_none()
            }
            DoubtKind::Unknown => false,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::draft::TermDraft;
    use super::super::draft::tests::{TODAY, any_term, draft, wages};
    use super::*;
    use DoubtKind as D;
    use proptest::prelude::*;

    fn doubts(term: TermDraft) -> Vec<DoubtKind> {
        about(term, DisputeField::Labor, None)
    }

    fn about(term: TermDraft, field: DisputeField, topic: Option<Topic>) -> Vec<DoubtKind> {
        let terms = draft(vec![term]).parse(TODAY).unwrap();
        let found = confirmability(&terms, field, topic);
        assert!(
            found
                .iter()
                .all(|doubt| doubt.source == doubt.kind.source())
        );
        found.iter().map(|doubt| doubt.kind).collect()
    }

    #[test]
    fn a_sum_with_payer_day_and_method_raises_none() {
        assert_eq!(doubts(wages()), []);
    }

    #[test]
    fn what_is_unclear_is_named() {
        let bare = TermDraft {
            kind: "money".into(),
            ..TermDraft::default()
        };
        assert_eq!(
            doubts(bare),
            [
                D::NoAmount,
                D::NoPayer,
                D::NoReceiver,
                D::NoDay,
                D::NoMethod
            ]
        );
        let act = |words: &str| TermDraft {
            kind: "act".into(),
            from: "respondent".into(),
            words: words.into(),
            due: "2026-12-31".into(),
            ..TermDraft::default()
        };
        assert_eq!(doubts(act("把漏水的管子修好")), []);
        assert_eq!(doubts(act("尽快把管子修好")), [D::Vague]);
        // What is not to be done has no day.
        let refrain = TermDraft {
            kind: "refrain".into(),
            from: "respondent".into(),
            words: "晚上十点以后不放音乐".into(),
            ..TermDraft::default()
        };
        assert_eq!(doubts(refrain), []);
    }

    #[test]
    fn what_no_court_confirms_is_named_with_its_rule() {
        let said = |kind: &str, words: &str| TermDraft {
            kind: kind.into(),
            from: "respondent".into(),
            words: words.into(),
            due: "2026-12-31".into(),
            ..TermDraft::default()
        };
        assert_eq!(doubts(said("identity", "双方解除收养")), [D::Identity]);
        assert_eq!(doubts(said("act", "到民政局办离婚手续")), [D::Identity]);
        assert_eq!(doubts(said("title", "房子归申请人")), [D::Title]);
        assert_eq!(doubts(said("act", "房屋产权归申请人")), [D::Title]);
        assert_eq!(doubts(said("refrain", "不得报警")), [D::Illegal]);
        assert_eq!(doubts(said("act", "还清赌债")), [D::GoodMorals]);
        assert_eq!(D::Identity.source(), DoubtSource::NotAccepted);
        assert_eq!(D::Title.source(), DoubtSource::NotAccepted);
        assert_eq!(D::NoDay.source(), DoubtSource::Refused);
        let bound = TermDraft {
            from: "third".into(),
            third: "王五".into(),
            ..wages()
        };
        assert_eq!(doubts(bound), [D::HarmsOthers]);
        let marriage = |kind| {
            about(
                said(kind, "按商量好的办"),
                DisputeField::Family,
                Some(Topic::Marriage),
            )
        };
        assert_eq!(marriage("other"), [D::Identity]);
        assert_eq!(marriage("act"), []);
    }

    proptest! {
        /// Whatever the terms: doubts are about terms that there are, in their order, each once, and only what is missing is
        /// said to be.
        #[test]
        fn doubts_are_about_what_is_there(terms in prop::collection::vec(any_term(), 1..4)) {
            let Ok(terms) = draft(terms).parse(TODAY) else { return Ok(()) };
            let doubts = confirmability(&terms, DisputeField::Family, Some(Topic::Marriage));
            prop_assert!(doubts.is_sorted_by(|a, b| (a.term, a.kind) < (b.term, b.kind)));
            for doubt in doubts {
                let term = terms.terms.get(usize::from(doubt.term)).unwrap();
                prop_assert!(doubt.kind.is_known() && doubt.source.is_known());
                match doubt.kind {
                    D::NoAmount => prop_assert!(term.fen.is_none()),
                    D::NoPayer => prop_assert!(term.from.is_none()),
                    D::NoReceiver => prop_assert!(term.to.is_none()),
                    D::NoDay => prop_assert!(term.due.is_none() && term.parts.is_empty()),
                    D::NoMethod => prop_assert!(term.method.is_none()),
                    _ => {}
                }
            }
        }
    }
}
