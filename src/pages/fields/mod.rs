//! "Something else": every kind of dispute that has no door of its own.

use crate::view::prelude::*;
use contract::kinds::DisputeField;

use crate::components::{Back, HelpLine, Icon, PageTitle};
use crate::i18n::{Text, field_examples, field_name, text};
use crate::pages::home::door_path;
use crate::routes::Route;

/// The fields behind no door, in their order.
fn others() -> impl Iterator<Item = DisputeField> {
    DisputeField::ALL
        .iter()
        .copied()
        .filter(|field| !DisputeField::DOORS.contains(field))
}

/// The page.
#[component]
pub fn Fields() -> View {
    let row = |field: DisputeField| {
        view! {
            <li>
                <a class="row" href=door_path(field)>
                    <span class="row-words">
                        <b>{field_name(field)}</b>
                        <span class="muted">{field_examples(field)}</span>
                    </span>
                    <Icon name="next"/>
                </a>
            </li>
        }
    };
    view! {
        <Back otherwise=Route::Home/>
        <PageTitle words=text(Text::FieldsTitle).to_owned()/>
        <p class="lead">{text(Text::FieldsLead)}</p>
        <p class="which-skip">
            <a href=Route::Which.to_path()>{text(Text::WhichAsk)}</a>
        </p>
        <ul class="rows rows-two">{others().map(row).collect_view()}</ul>
        <HelpLine/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_door_or_a_row() {
        let shown = others().count() + DisputeField::DOORS.len();
        assert_eq!(shown, DisputeField::ALL.len());
        assert_eq!(others().last(), Some(DisputeField::Other));
    }
}
