//! Step 2: who the applicant is. Name, mobile number and area are all that is needed.

use crate::view::prelude::*;
use contract::draft::Field;
use contract::region::RegionCode;

use super::form::{Ask, Form};
use crate::api::Load;
use crate::components::RegionPicker;
use crate::components::form::{FieldError, Hint, Typing};
use crate::i18n::Text;
use crate::state::{draft, stores};

/// The step.
pub fn you(form: Form) -> View {
    let name = Typing {
        autocomplete: "name",
        ..Typing::WORDS
    };
    let mobile = Typing {
        autocomplete: "tel-national",
        inputmode: "tel",
        enterkeyhint: "next",
    };
    let address = Typing {
        autocomplete: "address-line1",
        enterkeyhint: "done",
        ..Typing::WORDS
    };
    view! {
        {form.text_field(Field::Name, Ask::needed(Text::FieldName).hint(Text::YouNameHint), name)}
        {form
            .text_field(
                Field::Mobile,
                Ask::needed(Text::FieldMobile).hint(Text::YouMobileHint),
                mobile,
            )}
        {region(form)}
        {form
            .text_field(
                Field::Address,
                Ask::optional(Text::FieldAddress).hint(Text::YouAddressHint),
                address,
            )}
    }
}

fn region(form: Form) -> View {
    let question = Ask::needed(Text::YouRegionQuestion)
        .hint(Text::YouRegionHint)
        .question(Field::Region);
    let error = form.error(Field::Region);
    let wrong = Signal::derive(move || error.with(Option::is_some));
    let kept = form.drafts.kept();
    let chosen = Memo::new(move |_| {
        kept.with(|kept| RegionCode::parse(draft::text(&kept.draft, Field::Region)))
    });
    keep_name(form, chosen);
    let on_change = Callback::new(move |code: Option<RegionCode>| {
        let code = code.map(|code| code.to_string()).unwrap_or_default();
        form.set_text(Field::Region, code);
    });
    view! {
        <fieldset class="field" class:field-wrong=wrong>
            <legend class="field-label">{question.label}</legend>
            <Hint question/>
            <RegionPicker
                id=question.id
                value=chosen
                on_change
                nothing=Text::YouRegionNothing
                described_by=Signal::derive(move || question.described_by(wrong.get()))
                invalid=wrong
            />
            <FieldError question error/>
        </fieldset>
    }
}

/// Keeps the name of the chosen region beside its code, for the check and for days without a network.
fn keep_name(form: Form, chosen: Memo<Option<RegionCode>>) {
    let regions = stores().regions;
    // Asked for once per choice, not once per answer: after a failure the picker itself tries again.
    let above = Memo::new(move |_| {
        let above = chosen.get().and_then(RegionCode::parent)?;
        Some(regions.get(above))
    });
    effect(move || {
        let (Some(code), Some(above)) = (chosen.get(), above.get()) else {
            return;
        };
        let Load::Ready(view) = above.get() else {
            return;
        };
        let found = view.children.iter().find(|region| region.code == code);
        if let Some(region) = found {
            form.drafts
                .amend(|kept| kept.region_name.clone_from(&region.full_name));
        }
    });
}
