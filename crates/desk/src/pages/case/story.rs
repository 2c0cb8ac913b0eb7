//! What the applicant told: the story, the claims, the answers, the files; who filed with them; and the papers.

use browser::task;
use contract::claims::{Claim, total};
use contract::evidence::EvidenceView;
use contract::kinds::Topic;
use contract::money::yuan_text;
use contract::questions::{AnswerKind, Reply};
use contract::request::RequestView;
use contract::status::Status;
use contract::visit::Visit;

use super::{letter_address, terms_address};
use crate::api;
use crate::i18n::{
    Text, adviser_name, claim_name, dimension_name, failure_words, field_official, fill,
    manner_name, question_name, reply_name, size_words, staff_name, status_name, text, topic_name,
};
use crate::pages::terms::are_there;
use crate::parts::{Button, fact_rows};
use crate::routes::Route;
use crate::view::prelude::*;

/// About how many bytes the papers of a case have as a document: most of it is type.
const PAPERS_BYTES: u64 = 200 * 1024;

fn yuan(fen: u64) -> String {
    fill(Text::Yuan, &[("sum", &yuan_text(fen))])
}

/// What is claimed for one kind.
fn claim(claim: &Claim) -> (&'static str, String) {
    let sum = match claim.months {
        Some(months) => fill(
            Text::ClaimMonths,
            &[
                ("sum", &yuan_text(claim.fen)),
                ("months", &months.to_string()),
                ("total", &yuan_text(claim.total())),
            ],
        ),
        None => yuan(claim.fen),
    };
    (claim_name(claim.kind), sum)
}

/// An answer as people read it.
fn answer(kind: AnswerKind, value: &str) -> String {
    match kind {
        AnswerKind::One(_) => {
            let reply = Reply::from_wire(value);
            if reply.is_known() {
                reply_name(reply)
            } else {
                value
            }
            .to_owned()
        }
        AnswerKind::Sum => fill(Text::Yuan, &[("sum", value)]),
        _ => value.to_owned(),
    }
}

fn named(rows: impl Iterator<Item = (&'static str, String)>) -> View {
    rows.map(|(name, words)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{words}</dd>
            </div>
        }
    })
    .collect_view()
}

/// The story, the claims and the answers.
pub fn story(view: &RequestView) -> View {
    let content = &view.content;
    let field = match content.topic {
        Some(topic) if !matches!(topic, Topic::Else | Topic::Unknown) => {
            [field_official(content.field), " · ", topic_name(topic)].concat()
        }
        _ => field_official(content.field).to_owned(),
    };
    let sums = total(&content.claim_items);
    let items = (!content.claim_items.is_empty()).then(|| {
        let rows = content.claim_items.iter().map(claim);
        let whole = [(text(Text::ClaimTotal), yuan(sums))];
        view! { <dl class="facts">{named(rows.chain(whole))}</dl> }
    });
    let claims = content
        .claims
        .clone()
        .map(|words| view! { <p class="told">{words}</p> });
    let has_claims = items.is_some() || claims.is_some();
    let answers = content
        .answers
        .iter()
        .filter(|one| one.question.is_known())
        .map(|one| {
            (
                question_name(one.question),
                answer(one.question.kind(), &one.value),
            )
        });
    let answers: Vec<_> = answers.collect();
    view! {
        <section class="section">
            <h2>{text(Text::CaseStory)}</h2>
            <dl class="facts">
                {fact_rows(
                    vec![
                        (Text::CaseField, field),
                        (Text::CaseAmount, content.amount_fen.map(yuan).unwrap_or_default()),
                    ],
                )}
            </dl>
            <p class="told">{content.story.clone()}</p>
        </section>
        {content.visit.as_ref().map(visit)}
        {has_claims
            .then(|| {
                view! {
                    <section class="section">
                        <h2>{text(Text::CaseClaims)}</h2>
                        {claims}
                        {items}
                    </section>
                }
            })}
        {(!answers.is_empty())
            .then(|| {
                view! {
                    <section class="section">
                        <h2>{text(Text::CaseAnswers)}</h2>
                        <dl class="facts">{named(answers.into_iter())}</dl>
                    </section>
                }
            })}
    }
}

fn visit(visit: &Visit) -> View {
    let focus: Vec<_> = visit.focus.iter().map(|one| dimension_name(*one)).collect();
    let facts = vec![
        (Text::CaseFirm, visit.firm_name.clone()),
        (Text::CaseTrade, visit.trade.clone().unwrap_or_default()),
        (
            Text::CaseStaff,
            visit.staff.map_or("", staff_name).to_owned(),
        ),
        (Text::CaseManner, manner_name(visit.manner).to_owned()),
        (Text::CaseFocus, focus.join(text(Text::ListComma))),
        (
            Text::CaseAdviser,
            visit.adviser.map_or("", adviser_name).to_owned(),
        ),
    ];
    view! {
        <section class="section">
            <h2>{text(Text::CaseVisit)}</h2>
            <dl class="facts">{fact_rows(facts)}</dl>
        </section>
    }
}

/// The files.
pub fn evidence(view: &RequestView) -> View {
    if view.content.visit.is_some() && view.evidence.is_empty() {
        return View::Nothing;
    }
    let number = view.number.clone();
    let files = view.evidence.iter().map(|file| one_file(&number, file));
    let files = files.collect_view();
    let words = match view.evidence.is_empty() {
        true => Text::EvidenceNone,
        false => Text::EvidenceLogged,
    };
    view! {
        <section class="section">
            <h2>{text(Text::CaseEvidence)}</h2>
            <ul class="evidence">{files}</ul>
            <p class="muted">{text(words)}</p>
        </section>
    }
}

fn one_file(number: &str, file: &EvidenceView) -> View {
    let address = api::file_address(number, &file.id);
    let name = file.name.clone();
    let about = |key: Text| fill(key, &[("name", &name)]);
    // Only when asked for: whoever reads a file is in the log.
    let shown = RwSignal::new(false);
    let picture = file.kind.is_picture().then(|| {
        let (show, hide) = (about(Text::EvidenceShowOf), about(Text::EvidenceHideOf));
        let (source, alternative) = (address.clone(), name.clone());
        view! {
            <button
                type="button"
                class="button button-quiet"
                aria-expanded=move || if shown.get() { "true" } else { "false" }
                aria-label=move || if shown.get() { hide.clone() } else { show.clone() }
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || text(if shown.get() { Text::EvidenceHide } else { Text::EvidenceShow })}
            </button>
            {move || {
                shown
                    .get()
                    .then(|| {
                        view! { <img class="picture" src=source.clone() alt=alternative.clone()/> }
                    })
            }}
        }
    });
    view! {
        <li>
            <span class="file-words">
                {name.clone()}
                <small>{size_words(file.bytes)}</small>
            </span>
            <a
                class="button button-quiet"
                href=address
                download=name.clone()
                rel="external"
                aria-label=about(Text::EvidenceOpenOf)
            >
                {text(Text::EvidenceOpen)}
            </a>
            {picture}
        </li>
    }
}

/// Who filed together with the applicant.
pub fn group(view: &RequestView) -> View {
    let Some(mark) = view.group else {
        return View::Nothing;
    };
    let number = view.number.clone();
    let found = RwSignal::new(None);
    let busy = RwSignal::new(false);
    // Only when asked for: it is logged, too.
    let show = Callback::new(move |()| {
        let number = number.clone();
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::group(&number).await;
            busy.try_set(false);
            found.try_set(Some(answer));
        });
    });
    view! {
        <section class="section">
            <h2>{fill(Text::CaseGroup, &[("count", &mark.members.to_string())])}</h2>
            {move || match found.get() {
                None => {
                    view! {
                        <Button words=text(Text::GroupShow).to_owned() on_press=show busy=busy/>
                    }
                }
                Some(Err(failure)) => view! { <p role="alert">{failure_words(&failure)}</p> },
                Some(Ok(group)) => {
                    let rows = group
                        .requests
                        .into_iter()
                        .map(|one| {
                            let stands = one
                                .is_representative
                                .then(|| {
                                    view! {
                                        <span class="tag">{text(Text::GroupRepresentative)}</span>
                                    }
                                });
                            let href = Route::Case(one.number.clone()).to_path();
                            view! {
                                <li>
                                    <a href=href>{one.number}</a>
                                    <span class="tag">{status_name(one.status)}</span>
                                    {stands}
                                </li>
                            }
                        })
                        .collect_view();
                    let open = if group.is_open { Text::GroupOpen } else { Text::GroupClosed };
                    view! {
                        <ul class="members">{rows}</ul>
                        <p class="muted">{text(open)}</p>
                    }
                }
            }}
        </section>
    }
}

/// What can be had on paper. `query` is the list's.
pub fn papers(view: &RequestView, query: &str) -> View {
    let letter = (view.status == Status::Inviting).then(|| {
        let href = letter_address(&view.number, query);
        view! {
            <a class="button button-secondary" href=href>
                {text(Text::PaperLetter)}
            </a>
        }
    });
    let application = view.has_paper.then(|| {
        view! {
            <a
                class="button button-secondary"
                href=api::paper_address(&view.number)
                download=true
                rel="external"
            >
                {text(Text::PaperApplication)}
            </a>
        }
    });
    let terms = are_there(view).then(|| {
        let href = terms_address(&view.number, query);
        view! {
            <a class="button button-secondary" href=href>
                {text(Text::TermsLook)}
            </a>
        }
    });
    let case_file = view.has_paper.then(|| case_file(view));
    if letter.is_none() && application.is_none() && terms.is_none() {
        return View::Nothing;
    }
    view! {
        <section class="section">
            <h2>{text(Text::CasePapers)}</h2>
            <div class="actions">
                {letter}
                {terms}
                {application}
            </div>
            {case_file}
        </section>
    }
}

/// The way to take the whole file of the case along: what is in it and about how much, before anything is sent.
fn case_file(view: &RequestView) -> View {
    let files = &view.evidence;
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let size = size_words(bytes.saturating_add(PAPERS_BYTES));
    let count = files.len().to_string();
    let careful = view
        .content
        .afraid
        .then(|| view! { <p class="asked">{text(Text::PaperCaseFileCareful)}</p> });
    view! {
        <div class="actions">
            <a
                class="button button-secondary"
                href=api::case_file_address(&view.number)
                download=true
                rel="external"
                aria-describedby="case-file-hint"
            >
                {fill(Text::PaperCaseFile, &[("size", &size)])}
            </a>
        </div>
        <p class="muted" id="case-file-hint">
            {fill(Text::PaperCaseFileHint, &[("n", &count)])}
        </p>
        {careful}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::claims::ClaimKind;
    use contract::questions::Question;

    #[test]
    fn sums_and_answers_read_as_people_say_them() {
        let wages = Claim {
            kind: ClaimKind::Wages,
            fen: 500_000,
            months: Some(3),
        };
        assert_eq!(claim(&wages).1, "每月 5000 元，3 个月，共 15000 元");
        assert_eq!(
            answer(Question::StillWorking.kind(), "yes"),
            reply_name(Reply::Yes)
        );
        assert_eq!(answer(AnswerKind::One(&[]), "newer"), "newer");
        assert_eq!(answer(AnswerKind::Words, "三年"), "三年");
    }
}
