//! All that is held of a request as one file: for people to read, and the same as JSON for programs. It comes in a file of
//! its own: few take it along.

use std::pin::Pin;

use contract::problem::ProblemCode;
use contract::rating::FeedbackView;
use contract::request::RequestView;
use contract::settlement::{SettlementView, SideReply};
use contract::status::Event;

use super::summary::Past;
use crate::api::{self, Party, Seat};
use crate::i18n::{
    Text, event_name, fill, full_moment_words, moment_words, payment_sentence, payment_state_name,
    term_kind_name, term_sentence, terms_reply_name, text,
};
use crate::pages::feedback::shown::complaint_rows;
use crate::pages::saved::Page;
use crate::pages::settlement::model::{agreed_words, date_words, facts, names, parts};
use crate::platform::clock;
use crate::state::CaseKey;

/// What is on the screen of it already.
pub struct Shown {
    /// The request.
    pub view: RequestView,
    /// What was filed, in names and words.
    pub filed: Vec<(&'static str, String)>,
    /// What has happened.
    pub past: Vec<Past>,
}

/// The name of the file and the file, or nothing where not all of it could be had.
type Written = Pin<Box<dyn Future<Output = Option<(String, String)>>>>;

/// What only this needs; it comes in a file of its own.
#[derive(Clone, Copy)]
pub struct Part {
    /// Asks for what is not on the screen and writes the file.
    pub page: fn(CaseKey, Shown) -> Written,
}

impl Part {
    /// All of it.
    pub const ALL: Self = Self {
        page: |case, shown| Box::pin(fetch(case, shown)),
    };
}

async fn fetch(case: CaseKey, shown: Shown) -> Option<(String, String)> {
    let mut timeline = shown.view.timeline.iter();
    let has_terms = timeline.any(|entry| entry.event == Event::ProposeTerms);
    let feedback = api::feedback(&Party::Owner(case.clone())).await.ok()?;
    let settlement = if has_terms {
        match api::settlement(&Seat::Applicant(case)).await {
            Ok(settlement) => Some(settlement),
            Err(failure) if failure.code() == Some(ProblemCode::TermsNotFound) => None,
            Err(_) => return None,
        }
    } else {
        None
    };
    let name = fill(Text::DataFile, &[("number", &shown.view.number)]);
    let json = [
        api::to_json(&shown.view),
        settlement.as_ref().and_then(api::to_json),
        api::to_json(&feedback),
    ];
    let json: Vec<String> = json.into_iter().flatten().collect();
    let time = full_moment_words(&clock::now());
    let page = page(&shown, settlement.as_ref(), &feedback, &time, &json);
    Some((name, page))
}

/// The file. `time` is when it was made, in words; `json` is all of it as the server tells it, the request first.
fn page(
    shown: &Shown,
    settlement: Option<&SettlementView>,
    feedback: &FeedbackView,
    time: &str,
    json: &[String],
) -> String {
    let view = &shown.view;
    let title = fill(Text::DataFile, &[("number", &view.number)]);
    let mut page = Page::begin(&title, text(Text::DataFileTitle), "");
    page.raw("<p>");
    page.words(&fill(Text::DataFileLead, &[("time", time)]));
    page.raw("</p><dl>");
    page.row(text(Text::ReceiptNumber), &view.number);
    if let Some(last) = view.timeline.last() {
        page.row(text(Text::DataFileStatus), event_name(last.event));
    }
    page.raw("</dl>");
    section(&mut page, text(Text::CaseContent), &shown.filed);
    if !view.evidence.is_empty() {
        page.raw("<h2>");
        let count = view.evidence.len().to_string();
        page.words(&fill(Text::DataFiles, &[("n", &count)]));
        page.raw("</h2><ul>");
        for file in &view.evidence {
            page.raw("<li>");
            page.words(&file.name);
        }
        page.raw("</ul>");
    }
    if let Some(settlement) = settlement {
        section(&mut page, text(Text::TermsTitle), &terms(settlement));
    }
    for complaint in &feedback.complaints {
        let rows = complaint_rows(complaint);
        section(&mut page, text(Text::ComplaintTitle), &rows);
    }
    section(&mut page, text(Text::RatingTitle), &rating(feedback));
    let past = shown.past.iter().map(|entry| {
        let words = [vec![entry.title.to_owned()], entry.facts.clone()].concat();
        (entry.time.as_str(), words.join("\n"))
    });
    let past: Vec<_> = past.collect();
    section(&mut page, text(Text::CaseTimeline), &past);
    page.raw("<p>");
    page.words(text(Text::DataFileNext));
    page.raw("</p>");
    for json in json {
        page.raw("<script type=\"application/json\">");
        // Nothing in it can end the element: JSON may write the sign as well this way.
        page.raw(&json.replace('<', "\\u003c"));
        page.raw("</script>");
    }
    page.end()
}

/// A headline and what is below it; nothing where there is nothing.
fn section(page: &mut Page, head: &str, rows: &[(&str, String)]) {
    if rows.is_empty() {
        return;
    }
    page.raw("<h2>");
    page.words(head);
    page.raw("</h2><dl>");
    for (label, words) in rows {
        page.row(label, words);
    }
    page.raw("</dl>");
}

/// The terms, what each side says of them, and where payments stand.
fn terms(view: &SettlementView) -> Vec<(&'static str, String)> {
    let terms = &view.terms;
    let mut rows = vec![(text(Text::TermsFacts), terms.facts.clone())];
    for (label, words) in [
        (Text::TermsDisputed, &terms.disputed),
        (Text::TermsResponsibility, &terms.responsibility),
    ] {
        rows.extend(words.clone().map(|words| (text(label), words)));
    }
    for term in &terms.terms {
        let mut lines = vec![term_sentence(term, names(view))];
        let facts = facts(term).into_iter();
        lines.extend(facts.map(|(label, words)| named(label, &words)));
        let parts = parts(term).into_iter();
        lines.extend(parts.map(|(label, words)| named(&label, &words)));
        rows.push((term_kind_name(term.kind), lines.join("\n")));
    }
    let said = |reply: &Option<SideReply>| {
        let words = terms_reply_name(reply.as_ref().map(|said| said.reply));
        let at = reply.as_ref().and_then(|reply| clock::read(&reply.at));
        let at = at.map(|at| moment_words(&at)).unwrap_or_default();
        [words, " ", &at].concat().trim_end().to_owned()
    };
    rows.push((text(Text::TermsYou), said(&view.applicant)));
    rows.push((text(Text::TermsThey), said(&view.other_side)));
    rows.extend(
        view.agreed
            .as_ref()
            .map(|agreed| (text(Text::DataFileStatus), agreed_words(agreed))),
    );
    rows.extend(view.payments.iter().map(|payment| {
        let term = terms.terms.get(usize::from(payment.mark.term));
        let sum = payment_sentence(payment, term, names(view));
        let day = payment.due.as_deref().map(date_words).unwrap_or_default();
        let words = [sum.as_str(), &day, payment_state_name(payment)];
        let words: Vec<&str> = words.into_iter().filter(|part| !part.is_empty()).collect();
        (text(Text::TermsPayments), words.join("\n"))
    }));
    rows
}

/// The rating, if one was given.
fn rating(feedback: &FeedbackView) -> Vec<(&'static str, String)> {
    let Some(rating) = &feedback.rating else {
        return Vec::new();
    };
    let stars = fill(Text::RatingGiven, &[("n", &rating.stars.to_string())]);
    let published = rating
        .may_publish
        .then(|| text(Text::RatingPublished).to_owned());
    let mut rows = vec![(text(Text::RatingStars), stars)];
    rows.extend(rating.note.clone().map(|note| {
        let words: Vec<String> = std::iter::once(note).chain(published).collect();
        (text(Text::RatingNote), words.join("\n"))
    }));
    rows
}

/// A fact on a line of its own.
fn named(label: &str, words: &str) -> String {
    fill(Text::DataNamed, &[("label", label), ("words", words)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::track::summary::tests::case;
    use contract::kinds::DisputeField;
    use contract::rating::RatingView;
    use contract::settlement::{
        PaymentMark, PaymentView, Settlement, Term, TermKind, TermsMark, Whom,
    };
    use contract::status::Status;

    const NOTHING: FeedbackView = FeedbackView {
        complaints: Vec::new(),
        receivers: Vec::new(),
        answer_days: 10,
        rating: None,
        may_rate: false,
    };

    fn shown(story: &str) -> Shown {
        let mut view = case(Status::Submitted, Vec::new());
        view.content.story = story.to_owned();
        Shown {
            view,
            filed: vec![("事情经过", story.to_owned())],
            past: vec![Past {
                title: "您留了言",
                time: "11 月 26 日".to_owned(),
                facts: vec![story.to_owned()],
            }],
        }
    }

    #[test]
    fn what_people_wrote_is_words_in_the_file_and_data_in_its_json() {
        let hostile = "</script><script>alert(1)</script><b>";
        let shown = shown(hostile);
        let json = [["{\"story\":\"", hostile, "\"}"].concat()];
        let page = page(&shown, None, &NOTHING, "12:00", &json);
        assert_eq!(page.matches("<script").count(), 1);
        assert_eq!(page.matches("</script").count(), 1);
        assert!(!page.contains("<b>"));
        assert!(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
        assert!(page.contains("\\u003c/script>\\u003cscript>alert(1)"));
        assert!(page.contains(&shown.view.number));
    }

    #[test]
    fn what_was_agreed_and_said_of_the_case_is_in_it() {
        let shown = shown("");
        let payment = PaymentView {
            mark: PaymentMark { term: 0, part: 0 },
            from: Some(Whom::Respondent),
            to: Some(Whom::Applicant),
            fen: 800_000,
            due: Some("2026-12-15".into()),
            overdue: false,
            said_paid: true,
            received: None,
        };
        let term = Term {
            kind: TermKind::Money,
            from: payment.from,
            to: payment.to,
            third: None,
            words: Some("拖欠的工资".into()),
            fen: Some(payment.fen),
            due: payment.due.clone(),
            parts: Vec::new(),
            method: Some("转账".into()),
            place: None,
        };
        let settlement = SettlementView {
            mark: TermsMark {
                version: 1,
                digest: "0a1b2c3d".into(),
            },
            proposed_at: String::new(),
            terms: Settlement {
                facts: "公司欠三个月工资。".into(),
                disputed: None,
                responsibility: None,
                terms: vec![term],
                copies: 3,
            },
            doubts: Vec::new(),
            by_hand: false,
            asked_by: "张三".into(),
            respondent: Some("某某有限公司".into()),
            field: DisputeField::Labor,
            organization: shown.view.organization.clone(),
            is_peoples: true,
            status: Status::Performing,
            applicant: None,
            other_side: None,
            fell_away: false,
            agreed: None,
            deadline: None,
            payments: vec![payment],
            papers: Vec::new(),
            legal_moves: Vec::new(),
        };
        let feedback = FeedbackView {
            rating: Some(RatingView {
                stars: 4,
                note: Some("说得清楚".into()),
                may_publish: true,
                is_shown: None,
                change_until: String::new(),
            }),
            ..NOTHING
        };
        let page = page(&shown, Some(&settlement), &feedback, "12:00", &[]);
        for part in [
            "公司欠三个月工资。",
            "拖欠的工资",
            "转账",
            "还没有答复",
            "8000 元",
            "付款的人说已经付了",
            "您打了 4 分。",
            "说得清楚",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
    }
}
