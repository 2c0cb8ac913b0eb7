//! The letter for the other side: on the screen as it comes out of the printer.

use browser::{address, clock, page, task};
use contract::invitation::{PartyInvitation, answer_by};
use contract::request::RequestView;

use crate::api;
use crate::i18n::{Text, day_words, fill, full_day_words, text};
use crate::parts::{Button, Failed, Look, PageTitle, Waiting, drawn};
use crate::routes::Route;
use crate::view::prelude::*;

/// The page. `query` is the list's, to go back to.
#[component]
pub fn Letter(
    /// The case's number.
    number: String,
    /// The query string of the list.
    query: String,
) -> View {
    let found = RwSignal::new(None);
    let case = number.clone();
    let load = Callback::new(move |()| {
        let number = case.clone();
        found.set(None);
        task::spawn_local(async move {
            let answer = async {
                let view = api::open(&number).await?;
                let invitation = api::invitation(&number).await?;
                Ok::<_, api::Failure>((view, invitation))
            };
            let answer = answer.await;
            found.try_set(Some(answer));
        });
    });
    load.run(());
    let mut back = Route::Case(number).to_path();
    if !query.is_empty() {
        back.push('?');
        back.push_str(&query);
    }
    view! {
        <div class="letter-page">
            <a class="back no-print" href=back>
                <svg class="icon" aria-hidden="true">
                    <use href="#i-back"></use>
                </svg>
                {text(Text::BackToCase)}
            </a>
            <div class="no-print">
                <PageTitle words=text(Text::LetterTitle).to_owned()/>
            </div>
            {move || match found.get() {
                None => view! { <Waiting/> },
                Some(Err(failure)) => view! { <Failed failure=failure on_retry=load/> },
                Some(Ok((view, invitation))) => shown(&view, &invitation),
            }}
        </div>
    }
}

/// The number that opens an invitation: before the code in the path's fragment.
fn number_in(path: &str) -> &str {
    let (_, fragment) = path.split_once('#').unwrap_or_default();
    fragment.split('.').next().unwrap_or_default()
}

fn shown(view: &RequestView, invitation: &PartyInvitation) -> View {
    let number = number_in(&invitation.path).to_owned();
    let copy = fill(
        Text::LetterCopy,
        &[("number", &number), ("code", &invitation.code)],
    );
    view! {
        <div class="no-print letter-tools">
            <p>{text(Text::LetterLead)}</p>
            <Button
                words=text(Text::LetterPrint).to_owned()
                on_press=Callback::new(|()| page::print())
                look=Look::Primary
            />
            <p class="muted">{copy}</p>
        </div>
        {letter(view, invitation, &number)}
    }
}

fn letter(view: &RequestView, invitation: &PartyInvitation, number: &str) -> View {
    let organization = &view.organization;
    let respondent = &view.content.respondent;
    let origin = address::origin();
    let to = match respondent.name.as_deref() {
        Some(name) => fill(Text::LetterTo, &[("name", name)]),
        None => text(Text::LetterToNobody).to_owned(),
    };
    let (site, _) = invitation
        .path
        .split_once('#')
        .unwrap_or((&invitation.path, ""));
    let body = fill(Text::LetterBody, &[("name", &view.content.applicant.name)]);
    // The hour matters to nobody.
    let last = invitation.open_until.split('T').next().unwrap_or_default();
    let last = day_words(answer_by(last, view.deadline.as_ref()));
    let until = fill(Text::LetterHowWords, &[("date", &last)]);
    let code = drawn(
        &[&origin, &*invitation.path].concat(),
        text(Text::LetterQr),
        text(Text::LetterQrWords),
    );
    let row = |name: Text, words: &str, class: &'static str| {
        (!words.is_empty()).then(|| {
            view! {
                <div>
                    <dt>{text(name)}</dt>
                    <dd class=class>{words.to_owned()}</dd>
                </div>
            }
        })
    };
    view! {
        <article class="letter" lang="zh-CN">
            <p class="letter-from">{organization.name.clone()}</p>
            <h2>{text(Text::LetterHead)}</h2>
            <p class="letter-to" class:letter-blank=respondent.name.is_none()>
                {to}
            </p>
            <p class="letter-to letter-blank">{text(Text::LetterAddress)}</p>
            <p>{body}</p>
            <section>
                <h3>{text(Text::LetterAbout)}</h3>
                <p class="told">{invitation.summary.clone()}</p>
            </section>
            <section class="letter-how">
                <div>
                    <h3>{text(Text::LetterHow)}</h3>
                    <p>{until}</p>
                    <dl>
                        {row(Text::LetterSite, &[&origin, site].concat(), "letter-site")}
                        {row(Text::LetterNumber, number, "letter-code")}
                        {row(Text::LetterCode, &invitation.code, "letter-code")}
                    </dl>
                </div>
                {code}
            </section>
            <section>
                <h3>{text(Text::LetterKnow)}</h3>
                <ul class="bullets">
                    <li>{text(Text::LetterVoluntary)}</li>
                    <li>{text(Text::LetterFair)}</li>
                    <li>{text(Text::LetterBinding)}</li>
                </ul>
            </section>
            <dl class="letter-end">
                {row(Text::LetterMediator, view.mediator.as_deref().unwrap_or_default(), "")}
                {row(Text::LetterPhone, &organization.phones.join(text(Text::ListComma)), "")}
                {row(Text::LetterPlace, organization.address.as_deref().unwrap_or_default(), "")}
            </dl>
            <p class="letter-sign">
                {organization.name.clone()} <br/> {full_day_words(&clock::now())}
            </p>
        </article>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_read_from_the_path() {
        assert_eq!(
            number_in("/invited#FQ-2611-7K3MQ-4.ABCD2345EFGH"),
            "FQ-2611-7K3MQ-4"
        );
        assert_eq!(number_in("/invited"), "");
    }
}
