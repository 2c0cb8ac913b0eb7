//! What the terms of an agreement are called, and what there is to say of them.

use contract::money::yuan_text;
use contract::settlement::{
    DoubtKind, DoubtSource, PaperKind, PaymentView, Term, TermKind, TermsReply, Whom,
};
use contract::status::Event;

/// What somebody is to do, as the head of a term.
pub fn term_kind_name(kind: TermKind) -> &'static str {
    use TermKind as T;
    match kind {
        T::Money => "付钱",
        T::Delivery => "交付东西",
        T::Act => "要做的事",
        T::Refrain => "不再做的事",
        T::Apology => "赔礼道歉",
        T::Waive => "不再另外要求",
        T::Title => "确认归谁",
        T::Identity => "身份关系",
        T::Other => "其他约定",
        T::Unknown => "",
    }
}

/// Why a court could not confirm a term.
pub fn doubt_words(kind: DoubtKind) -> &'static str {
    use DoubtKind as D;
    match kind {
        D::Identity => {
            "这一条像是在说婚姻、亲子、收养这些身份关系。身份关系要走专门的手续，法院不会用司法确认来办。"
        }
        D::Title => "这一条像是在确认东西、商标、专利归谁。归谁的事，法院不会用司法确认来办。",
        D::Illegal => "这一条里有可能违反法律强制性规定的话。",
        D::HarmsOthers => "这一条让没有来谈的人去做事。他不同意，就可能损害他的利益。",
        D::GoodMorals => "这一条里有可能违背公序良俗的话。",
        D::NoAmount => "没写付多少钱。",
        D::NoPayer => "没写谁来做。",
        D::NoReceiver => "没写给谁。",
        D::NoDay => "没写哪天以前做到。",
        D::NoMethod => "没写怎么付、怎么做。",
        D::Vague => "话写得不够明确，比如“尽快”“适当”，以后容易再争。",
        D::Unknown => "",
    }
}

/// The rule behind a doubt.
pub fn doubt_source_name(source: DoubtSource) -> &'static str {
    match source {
        DoubtSource::NotAccepted => "依据：民事诉讼法司法解释第三百五十五条，法院不受理",
        DoubtSource::Refused => "依据：民事诉讼法司法解释第三百五十八条，法院会驳回",
        DoubtSource::Unknown => "",
    }
}

/// The name of a paper. The official one of an agreement is for people's mediation.
pub fn paper_name(paper: PaperKind, is_peoples: bool) -> &'static str {
    match paper {
        PaperKind::Agreement if is_peoples => "人民调解协议书",
        PaperKind::Agreement => "调解协议书",
        PaperKind::OralRecord => "口头协议登记表",
        PaperKind::ConfirmationRequest => "司法确认申请书",
        PaperKind::Unknown => "",
    }
}

/// What a side did about the terms, in the words of who did it or of the side opposite.
pub fn said_of_terms(event: Event, is_own: bool) -> Option<&'static str> {
    let [own, theirs] = match event {
        Event::ConfirmTerms => ["您确认了协议条款", "对方确认了协议条款"],
        Event::AskForChange => ["您想改协议条款", "对方想改协议条款"],
        Event::SignInPerson => ["您要见面签字", "对方要见面签字"],
        Event::ReportPaid => ["您说已经付款", "对方说已经付款"],
        Event::ReportReceived => ["您说收到了款", "对方说收到了款"],
        Event::ReportMissing => ["您说没收到款", "对方说没收到款"],
        _ => return None,
    };
    Some(if is_own { own } else { theirs })
}

/// What a side says of the terms, if it has said anything.
pub fn terms_reply_name(reply: Option<TermsReply>) -> &'static str {
    match reply {
        Some(TermsReply::Confirmed) => "已经确认",
        Some(TermsReply::ChangeAsked) => "想改一改",
        Some(TermsReply::SignsInPerson) => "见面签字",
        Some(TermsReply::Unknown) | None => "还没有答复",
    }
}

/// Where a payment stands: what only the payer says is told as theirs.
pub fn payment_state_name(payment: &PaymentView) -> &'static str {
    match (payment.received, payment.said_paid) {
        (Some(true), _) => "已付，收款的人说收到了",
        (Some(false), false) => "没付，收款的人说没收到",
        (Some(false), true) => "付款的人说已经付了，收款的人说没收到",
        (None, true) => "付款的人说已经付了，等收款的人说",
        (None, false) if payment.overdue => "过了日子，还没有人说付没付",
        (None, false) => "还没到日子",
    }
}

/// A payment as one sentence; `term` is the one that it is of.
pub fn payment_sentence(payment: &PaymentView, term: Option<&Term>, names: Names<'_>) -> String {
    let third = term
        .and_then(|term| term.third.as_deref())
        .unwrap_or_default();
    let name = |whom| match whom {
        Some(Whom::Applicant) => names.applicant,
        Some(Whom::Respondent) if names.respondent.is_empty() => "对方",
        Some(Whom::Respondent) => names.respondent,
        _ => third,
    };
    let (from, to) = (name(payment.from), name(payment.to));
    [from, "付给", to, " ", &yuan_text(payment.fen), " 元"].concat()
}

/// A sum as papers write it: with both decimals, where it has any.
pub fn exact_sum(fen: u64) -> String {
    let whole = yuan_text(fen - fen % 100);
    match fen % 100 {
        0 => whole,
        rest => format!("{whole}.{rest:02}"),
    }
}

/// The two sides and whoever else a term names, by name.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Who asked for mediation.
    pub applicant: &'a str,
    /// The other side.
    pub respondent: &'a str,
}

/// A term as one sentence, the same for whoever reads it, on the screen and on paper. When, how and where are told beside
/// it.
pub fn term_sentence(term: &Term, names: Names<'_>) -> String {
    use TermKind as T;
    let name = |whom: Option<Whom>| match whom {
        Some(Whom::Applicant) => names.applicant,
        Some(Whom::Respondent) if names.respondent.is_empty() => "对方当事人",
        Some(Whom::Respondent) => names.respondent,
        Some(Whom::Third) => term.third.as_deref().unwrap_or_default(),
        Some(Whom::Unknown) | None => "（没写明的人）",
    };
    let (from, to) = (name(term.from), name(term.to));
    let words = term.words.as_deref().unwrap_or_default();
    match term.kind {
        T::Money => {
            let sum = match term.fen {
                Some(fen) => [" ", &exact_sum(fen), " 元"].concat(),
                None => "（没写明的钱数）".to_owned(),
            };
            let parts = match term.parts.len() {
                0 => String::new(),
                parts => ["，分 ", &parts.to_string(), " 期"].concat(),
            };
            let of = match words {
                "" => String::new(),
                words => ["（", words, "）"].concat(),
            };
            [from, "付给", to, &sum, &of, &parts].concat()
        }
        T::Delivery => [from, "交给", to, "：", words].concat(),
        T::Act if term.to.is_some() => [from, "为", to, "做到：", words].concat(),
        T::Act => [from, "做到：", words].concat(),
        T::Refrain => [from, "不再做：", words].concat(),
        T::Apology => {
            let how = match words {
                "" => String::new(),
                words => ["：", words].concat(),
            };
            [from, "向", to, "赔礼道歉", &how].concat()
        }
        T::Waive => [from, "不再另外要求：", words].concat(),
        T::Title | T::Identity | T::Other | T::Unknown => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::settlement::PaymentMark;

    #[test]
    fn everything_known_has_a_name() {
        assert!(
            TermKind::ALL
                .iter()
                .all(|kind| !term_kind_name(*kind).is_empty())
        );
        assert!(
            DoubtKind::ALL
                .iter()
                .all(|kind| !doubt_words(*kind).is_empty())
        );
        for kind in DoubtKind::ALL {
            assert!(!doubt_source_name(kind.source()).is_empty());
        }
        for paper in PaperKind::ALL {
            for is_peoples in [true, false] {
                assert!(!paper_name(*paper, is_peoples).is_empty());
            }
        }
    }

    #[test]
    fn a_term_is_a_sentence_that_names_people() {
        let money = Term {
            kind: TermKind::Money,
            from: Some(Whom::Respondent),
            to: Some(Whom::Applicant),
            third: None,
            words: Some("拖欠的工资".to_owned()),
            fen: Some(1_200_050),
            due: None,
            parts: Vec::new(),
            method: None,
            place: None,
        };
        let names = Names {
            applicant: "张三",
            respondent: "某某公司",
        };
        let said = |term: &Term| term_sentence(term, names);
        assert_eq!(said(&money), "某某公司付给张三 12000.50 元（拖欠的工资）");
        for kind in TermKind::ALL {
            let term = Term {
                kind: *kind,
                from: None,
                fen: None,
                ..money.clone()
            };
            assert!(said(&term).contains("拖欠的工资"), "{kind:?}");
        }
        let nobody = Names {
            respondent: "",
            ..names
        };
        assert!(term_sentence(&money, nobody).starts_with("对方当事人付给张三"));
    }

    #[test]
    fn what_only_the_payer_says_is_told_as_such() {
        let payment = PaymentView {
            mark: PaymentMark { term: 0, part: 0 },
            from: Some(Whom::Respondent),
            to: Some(Whom::Applicant),
            fen: 800_000,
            due: Some("2026-12-15".to_owned()),
            overdue: false,
            said_paid: false,
            received: None,
        };
        let state = |overdue, said_paid, received| {
            payment_state_name(&PaymentView {
                overdue,
                said_paid,
                received,
                ..payment.clone()
            })
        };
        assert_eq!(state(false, false, None), "还没到日子");
        assert_eq!(state(true, false, None), "过了日子，还没有人说付没付");
        assert_eq!(state(true, true, None), "付款的人说已经付了，等收款的人说");
        assert_eq!(
            state(true, true, Some(false)),
            "付款的人说已经付了，收款的人说没收到"
        );
        assert_eq!(state(true, true, Some(true)), "已付，收款的人说收到了");
        let names = Names {
            applicant: "张三",
            respondent: "",
        };
        assert_eq!(
            payment_sentence(&payment, None, names),
            "对方付给张三 8000 元"
        );
    }

    #[test]
    fn what_a_side_does_is_told_to_each_in_their_words() {
        for event in Event::ALL {
            let told = [true, false].map(|is_own| said_of_terms(*event, is_own));
            assert_eq!(told[0].is_some(), event.needs_terms(), "{event:?}");
            assert!(told[0].is_none() || told[0] != told[1]);
        }
    }
}
