//! Step 2: who the applicant is, and who helps. Name, mobile number and area are all that is needed.

use crate::view::prelude::*;
use contract::draft::{Field, Item, Step};
use contract::questions::PARTICULARS;
use contract::region::RegionCode;
use contract::request::{HelperRelation, WhomToContact};

use super::addressee::misfit_notice;
use super::form::{Ask, Form};
use super::questions::{ask, questions};
use crate::components::form::{Choice, RegionField, Typing};
use crate::i18n::{Text, helper_relation_name, text, whom_name};
use crate::state::draft;

/// The step.
pub fn you(form: Form) -> View {
    let kept = form.drafts.kept();
    let helping = Memo::new(move |_| kept.with(|kept| !kept.draft.helper_relation.is_empty()));
    let address = Typing {
        autocomplete: "address-line1",
        enterkeyhint: "done",
        ..Typing::WORDS
    };
    view! {
        {whom(form)}
        {move || helping.get().then(|| helper(form))}
        {move || who(form, helping.get())}
        {region(form)}
        {misfit_notice(form)}
        {form
            .text_field(
                Field::Address,
                Ask::optional(Text::FieldAddress).hint(Text::YouAddressHint),
                address,
            )}
        {questions(form, Step::You, PARTICULARS)}
        {particulars(form)}
    }
}

/// For whom the request is.
fn whom(form: Form) -> View {
    let myself = Choice {
        value: "",
        label: text(Text::YouWhomSelf),
        note: "",
    };
    let others = HelperRelation::ALL.iter().map(|relation| Choice {
        value: relation.as_str(),
        label: helper_relation_name(*relation),
        note: "",
    });
    let choices = [myself].into_iter().chain(others).collect();
    form.radios(
        Field::HelperRelation,
        Ask::needed(Text::YouWhomQuestion),
        choices,
    )
}

/// Who helps, whom to get in touch with, and that the person wants it.
fn helper(form: Form) -> View {
    let whom = WhomToContact::ALL
        .iter()
        .map(|whom| Choice {
            value: whom.as_str(),
            label: whom_name(*whom),
            note: "",
        })
        .collect();
    view! {
        {form
            .text_field(
                Field::HelperName,
                Ask::needed(Text::YouHelperName).hint(Text::YouHelperNameHint),
                Typing::NAME,
            )}
        {form.text_field(Field::HelperMobile, Ask::needed(Text::YouHelperMobile).hint(Text::YouHelperMobileHint), Typing::MOBILE)}
        <div class="questions">
            {form.radios(Field::HelperContact, Ask::optional(Text::YouHelperContactQuestion), whom)}
        </div>
        {form.consent(Field::ConsentPerson, text(Text::ConsentPerson).to_owned())}
    }
}

/// Name and mobile number of the person who asks. Whoever helps does not have their own filled in there.
fn who(form: Form, helping: bool) -> View {
    let (name, mobile) = if helping {
        (
            Ask::needed(Text::YouOtherName).hint(Text::YouNameHint),
            Ask::needed(Text::YouOtherMobile).hint(Text::YouOtherMobileHint),
        )
    } else {
        (
            Ask::needed(Text::FieldName).hint(Text::YouNameHint),
            Ask::needed(Text::FieldMobile).hint(Text::YouMobileHint),
        )
    };
    let plain = |typing: Typing| Typing {
        autocomplete: if helping { "off" } else { typing.autocomplete },
        ..typing
    };
    view! {
        {form.text_field(Field::Name, name, plain(Typing::NAME))}
        {form.text_field(Field::Mobile, mobile, plain(Typing::MOBILE))}
    }
}

/// The further columns of the official form, folded away while nothing is wrong with them.
fn particulars(form: Form) -> View {
    let errors = PARTICULARS
        .iter()
        .map(|question| form.error_of(Field::Answers, Item::Answer(*question)));
    let errors: Vec<_> = errors.collect();
    let wrong = Memo::new(move |_| errors.iter().any(|error| error.with(Option::is_some)));
    let asked = PARTICULARS
        .iter()
        .map(|question| ask(form, *question))
        .collect_view();
    view! {
        <details class="sent particulars" open=move || wrong.get()>
            <summary>{text(Text::YouMoreTitle)}</summary>
            <p class="field-hint">{text(Text::YouMoreWhy)}</p>
            <div class="questions">{asked}</div>
        </details>
    }
}

fn region(form: Form) -> View {
    let kept = form.drafts.kept();
    let chosen = Memo::new(move |_| {
        kept.with(|kept| RegionCode::parse(draft::text(&kept.draft, Field::Region)))
    });
    let is_guessed = kept.with_untracked(|kept| kept.region_guessed);
    let hint = if is_guessed {
        Text::YouRegionGuessed
    } else {
        Text::YouRegionHint
    };
    view! {
        <RegionField
            question=Ask::needed(Text::YouRegionQuestion).hint(hint).question(Field::Region)
            chosen
            error=form.error(Field::Region)
            on_change=form.on_input(Field::Region)
            // Beside its code, for the check and for days without a network.
            on_name=Callback::new(move |name| form.drafts.amend(|kept| kept.region_name = name))
        />
    }
}
