//! The rating: what was given, and the form to give one. Nothing is chosen beforehand, and nobody has to.

use contract::draft::Field;
use contract::rating::{FeedbackView, RATING_NOTE_MAX, RatingDraft, RatingView, STARS_MAX};

use super::shown::{Desk, Open};
use crate::api;
use crate::components::form::{Choice, Choices, ChoicesKind, Consent, Question, TextArea};
use crate::components::{Button, Look};
use crate::i18n::{Text, day_words, fill, text};
use crate::platform::task::spawn_local;
use crate::view::prelude::*;

/// Id of the button that opens the form.
const OPEN: &str = "rate";
const STARS: &str = "stars";
const NOTE: &str = "rating-note";

/// What can be given, the best first.
const CHOICES: [(&str, Text); STARS_MAX as usize] = [
    ("5", Text::RatingFive),
    ("4", Text::RatingFour),
    ("3", Text::RatingThree),
    ("2", Text::RatingTwo),
    ("1", Text::RatingOne),
];

/// The id of what a field is answered with.
fn id(field: Field) -> &'static str {
    match field {
        Field::Note => NOTE,
        _ => STARS,
    }
}

/// What was given, and the way to give it or to change it.
pub(super) fn rating(desk: Desk, view: &FeedbackView) -> View {
    let may_rate = view.may_rate;
    let before = view.rating.clone();
    let words = match before {
        Some(_) => Text::RatingChange,
        None => Text::RatingOpen,
    };
    let given = before.as_ref().map(|rating| given(rating, may_rate));
    let published = before.clone().filter(|rating| rating.may_publish);
    // While the form is open, its tick says the same.
    let back = move || {
        let is_open = desk.open.get() == Open::Rating;
        let published = published.as_ref().filter(|_| !is_open);
        published.map(|rating| way_back(desk, rating))
    };
    let open = Callback::new(move |()| desk.go_to(Open::Rating, STARS));
    let way = move || {
        if desk.open.get() == Open::Rating {
            form(desk, before.as_ref())
        } else {
            view! { <Button words=text(words).to_owned() id=OPEN look=Look::Secondary on_press=open/> }
        }
    };
    view! {
        <h3>{text(Text::RatingTitle)}</h3>
        {given}
        {back}
        {may_rate.then_some(way)}
    }
}

fn given(rating: &RatingView, may_rate: bool) -> View {
    let stars = fill(Text::RatingGiven, &[("n", &rating.stars.to_string())]);
    let until = may_rate.then(|| {
        let day = day_words(&rating.change_until);
        fill(Text::RatingChangeUntil, &[("day", &day)])
    });
    let note = rating
        .note
        .clone()
        .map(|note| view! { <blockquote class="asked">{note}</blockquote> });
    let published = rating
        .may_publish
        .then(|| view! { <p class="muted">{text(published(rating.is_shown, may_rate))}</p> });
    view! {
        <p>{stars} {until}</p>
        {note}
        {published}
    }
}

/// What became of words that may be published.
fn published(is_shown: Option<bool>, may_rate: bool) -> Text {
    match (is_shown, may_rate) {
        (None, _) => Text::RatingPublished,
        (Some(true), _) => Text::RatingShown,
        (Some(false), true) => Text::RatingWithheldChange,
        (Some(false), false) => Text::RatingWithheld,
    }
}

/// Takes back that the words may be published, which is possible for as long as they are kept.
fn way_back(desk: Desk, rating: &RatingView) -> View {
    let draft = RatingDraft {
        stars: rating.stars,
        note: rating.note.clone().unwrap_or_default(),
        may_publish: false,
    };
    let send = Callback::new(move |()| {
        let Some(party) = desk.begin() else { return };
        let draft = draft.clone();
        spawn_local(async move {
            let answer = api::rate(&party, &draft).await;
            desk.finish(answer, Text::RatingTakenBack, id);
        });
    });
    view! {
        {desk.not_sent()}
        <Button
            words=text(Text::RatingTakeBack).to_owned()
            look=Look::Quiet
            busy=desk.busy
            on_press=send
        />
    }
}

fn form(desk: Desk, before: Option<&RatingView>) -> View {
    let draft = before.map(|before| RatingDraft {
        stars: before.stars,
        note: before.note.clone().unwrap_or_default(),
        may_publish: before.may_publish,
    });
    let draft = draft.unwrap_or_default();
    let chosen = match draft.stars {
        0 => Vec::new(),
        stars => vec![stars.to_string()],
    };
    let (note, may_publish) = (draft.note.clone(), draft.may_publish);
    let body = RwSignal::new(draft);
    let send = move || {
        let draft = body.get_untracked();
        if let Err(issues) = draft.parse() {
            desk.mend(issues, id);
            return;
        }
        let Some(party) = desk.begin() else { return };
        spawn_local(async move {
            let answer = api::rate(&party, &draft).await;
            desk.finish(answer, Text::RatingDone, id);
        });
    };
    let question = |id, label, hint, optional| Question {
        id,
        label: text(label),
        hint: text(hint),
        optional,
    };
    let choices = CHOICES.map(|(value, label)| Choice {
        value,
        label: text(label),
        note: "",
    });
    let on_stars = Callback::new(move |(stars, ticked): (&'static str, bool)| {
        if ticked {
            body.update(|body| body.stars = stars.parse().unwrap_or_default());
            desk.mended(Field::Stars);
        }
    });
    let on_note = Callback::new(move |note| {
        body.update(|body| body.note = note);
        desk.mended(Field::Note);
    });
    let publish = Question {
        id: "rating-publish",
        label: text(Text::RatingPublish),
        ..Question::default()
    };
    view! {
        <form
            class="move"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <Choices
                question=Question { id: STARS, label: text(Text::RatingStars), ..Question::default() }
                kind=ChoicesKind::One
                choices=choices.to_vec()
                chosen
                error=desk.error(Field::Stars)
                on_change=on_stars
            />
            <TextArea
                question=question(NOTE, Text::RatingNote, Text::RatingNoteHint, true)
                rows="3"
                max=RATING_NOTE_MAX
                value=note
                error=desk.error(Field::Note)
                on_input=on_note
            />
            <Consent
                question=publish
                words=text(Text::RatingPublish).to_owned()
                note=text(Text::RatingPublishNote)
                ticked=may_publish
                on_change=Callback::new(move |ticked| body.update(|body| body.may_publish = ticked))
            />
            {desk.not_sent()}
            <button
                type="submit"
                class="button button-wide"
                aria-disabled=move || desk.busy.get().then_some("true")
            >
                {move || text(if desk.busy.get() { Text::Sending } else { Text::RatingSend })}
            </button>
            <Button
                words=text(Text::RatingNo).to_owned()
                look=Look::Quiet
                on_press=Callback::new(move |()| desk.go_to(Open::Nothing, OPEN))
            />
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_words_are_not_published_is_told_and_what_to_do() {
        let words = |is_shown, may_rate| text(published(is_shown, may_rate));
        assert!(words(Some(false), true).contains("改掉"));
        assert!(!words(Some(false), false).contains("改掉"));
        assert_ne!(words(None, true), words(Some(true), true));
    }

    #[test]
    fn every_choice_is_a_rating() {
        for (value, _) in CHOICES {
            let stars = value.parse().unwrap_or_default();
            let draft = RatingDraft {
                stars,
                ..RatingDraft::default()
            };
            assert!(draft.parse().is_ok(), "{value}");
        }
    }
}
