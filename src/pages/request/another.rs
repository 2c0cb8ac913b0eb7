//! A link to the form, while another request is unfinished: which of them is meant is the person's to say.

use contract::kinds::DisputeField;

use super::addressee::look_up;
use super::form::Form;
use super::model::Entry;
use super::take_up;
use crate::components::{Button, Look, PageTitle};
use crate::i18n::{Text, draft_name, fill, moment_words, text};
use crate::platform::{clock, focus, page};
use crate::state::stores;
use crate::view::prelude::*;

/// The question. `asking` holds what the link brought, until it is answered; `resumed` learns whether there is more
/// than the person may remember.
pub fn another(
    form: Form,
    entry: &Entry,
    asking: RwSignal<Option<Entry>>,
    resumed: RwSignal<bool>,
) -> View {
    let kept = form.drafts.kept();
    let (what, elsewhere) = kept.with_untracked(|kept| {
        let name = draft_name(DisputeField::from_wire(&kept.draft.field));
        let time = moment_words(&clock::at(kept.saved_at));
        let what = fill(Text::AnotherWhat, &[("what", name), ("time", &time)]);
        (
            what,
            !entry.organization.is_empty() && kept.draft.organization != entry.organization,
        )
    });
    let card = stores().searches.card(&entry.organization);
    let organization =
        card.map_or_else(|| text(Text::NewOrganization).to_owned(), |card| card.name);
    let moved = if elsewhere {
        fill(Text::AnotherMove, &[("organization", &organization)])
    } else {
        text(Text::AnotherMoveField).to_owned()
    };
    let answer = move |is_old: bool| {
        resumed.set(is_old);
        asking.set(None);
        look_up(form);
        page::before_paint(|| {
            focus::focus_in_place("#main h1");
        });
    };
    let go_on = Callback::new(move |()| answer(true));
    let entry = StoredValue::new(entry.clone());
    let take = Callback::new(move |()| {
        entry.with_value(|entry| take_up(form, entry));
        answer(true);
    });
    let begin = Callback::new(move |()| {
        form.drafts.begin(contract::draft::Draft::default(), "");
        entry.with_value(|entry| take_up(form, entry));
        answer(false);
    });
    view! {
        <PageTitle words=text(Text::AnotherTitle).to_owned()/>
        <p class="lead">{what}</p>
        <div class="another">
            <Button words=text(Text::AnotherGoOn).to_owned() on_press=go_on/>
            <Button words=moved on_press=take look=Look::Secondary/>
            <Button words=text(Text::AnotherNew).to_owned() on_press=begin look=Look::Secondary/>
        </div>
    }
}
