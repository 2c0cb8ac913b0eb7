//! The terms as a list, what of them a court could not confirm, and what each side says.

use contract::settlement::{Doubt, SettlementView, SideReply, Term};
use contract::status::Actor;

use super::model::{facts as term_facts, names, parts};
use crate::components::{Notice, fact_rows};
use crate::i18n::{
    Text, doubt_source_name, doubt_words, fill, moment_words, term_kind_name, term_sentence,
    terms_reply_name, text,
};
use crate::platform::clock;
use crate::view::prelude::*;

/// Every term, with its doubts, and which terms they are.
pub fn list(view: &SettlementView) -> View {
    let terms = (0_u8..).zip(&view.terms.terms);
    let terms = terms
        .map(|(at, term)| {
            let doubts = view.doubts.iter().copied();
            let doubts = doubts.filter(|doubt| doubt.term == at);
            one(view, term, doubts.collect())
        })
        .collect_view();
    let mark = fill(
        Text::TermsMark,
        &[
            ("version", &view.mark.version.to_string()),
            ("digest", &view.mark.digest),
        ],
    );
    let doubtful = !view.doubts.is_empty() && view.is_peoples;
    let warning = match view.agreed {
        Some(_) => Text::TermsDoubtAgreed,
        None => Text::TermsDoubtWords,
    };
    view! {
        <section class="section">
            <h2>{text(Text::TermsList)}</h2>
            {doubtful
                .then(|| {
                    view! { <p class="muted">{text(warning)}</p> }
                })}
            <ol class="terms">{terms}</ol>
            <p class="muted">{mark}</p>
            <p class="muted">{text(Text::TermsMarkHint)}</p>
        </section>
    }
}

fn one(view: &SettlementView, term: &Term, doubts: Vec<Doubt>) -> View {
    let rows = term_facts(term);
    let instalments = parts(term);
    let instalments = (!instalments.is_empty()).then(|| {
        let rows = instalments
            .into_iter()
            .map(|(name, words)| {
                view! {
                    <div>
                        <dt>{name}</dt>
                        <dd>{words}</dd>
                    </div>
                }
            })
            .collect_view();
        view! { <dl class="answers-list terms-facts">{rows}</dl> }
    });
    let facts = (!rows.is_empty())
        .then(|| view! { <dl class="answers-list terms-facts">{fact_rows(rows)}</dl> });
    // The law of judicial confirmation speaks of people's mediation.
    let doubts = (view.is_peoples && !doubts.is_empty()).then(|| doubted(&doubts));
    view! {
        <li class="card">
            <h3>{term_kind_name(term.kind)}</h3>
            <p>{term_sentence(term, names(view))}</p>
            {instalments}
            {facts}
            {doubts}
        </li>
    }
}

/// Why a court could not confirm a term: each reason, then each rule once.
fn doubted(doubts: &[Doubt]) -> View {
    let reasons = doubts.iter();
    let reasons = reasons
        .map(|doubt| view! { <p>{doubt_words(doubt.kind)}</p> })
        .collect_view();
    let mut sources: Vec<_> = doubts.iter().map(|doubt| doubt.source).collect();
    sources.dedup();
    let sources = sources
        .into_iter()
        .map(|source| view! { <p class="source">{doubt_source_name(source)}</p> })
        .collect_view();
    view! {
        <Notice>
            <p>
                <b>{text(Text::TermsDoubt)}</b>
            </p>
            {reasons}
            {sources}
        </Notice>
    }
}

/// What each side says of them.
pub fn replies(view: &SettlementView, side: Actor) -> View {
    let (own, theirs) = match side {
        Actor::Respondent => (&view.other_side, &view.applicant),
        _ => (&view.applicant, &view.other_side),
    };
    let said = |label: Text, reply: &Option<SideReply>| {
        let at = reply.as_ref().and_then(|reply| clock::read(&reply.at));
        let words = [terms_reply_name(reply.as_ref().map(|said| said.reply)).to_owned()];
        let when = at.map(|at| moment_words(&at));
        let words: Vec<String> = words.into_iter().chain(when).collect();
        (text(label), words.join(" "))
    };
    let rows = vec![said(Text::TermsYou, own), said(Text::TermsThey, theirs)];
    view! {
        <section class="section">
            <h2>{text(Text::TermsWho)}</h2>
            <dl class="card answers-list">{fact_rows(rows)}</dl>
        </section>
    }
}

/// What the agreement says besides its terms.
pub fn facts(view: &SettlementView) -> View {
    let terms = &view.terms;
    let rows = [
        (Text::TermsFacts, Some(terms.facts.clone())),
        (Text::TermsDisputed, terms.disputed.clone()),
        (Text::TermsResponsibility, terms.responsibility.clone()),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(label, words)| {
            let words = words?;
            Some(view! {
                <section class="section">
                    <h2>{text(label)}</h2>
                    <p class="fact">{words}</p>
                </section>
            })
        })
        .collect_view();
    view! { {rows} }
}
