//! The parts of the public page: what they are called, how to write them, and how to mend them.

use super::{Text, text};
use crate::pages::our_page::Part;
use crate::parts::Choice;

/// What a part is called.
pub fn part_name(part: Part) -> &'static str {
    text(match part {
        Part::Address => Text::PartAddress,
        Part::Phones => Text::PartPhones,
        Part::Hours => Text::PartHours,
        Part::StepFree => Text::PartStepFree,
        Part::Languages => Text::PartLanguages,
        Part::Mediators => Text::PartMediators,
        Part::Cases => Text::PartCases,
    })
}

/// How to write it.
pub fn part_hint(part: Part) -> &'static str {
    text(match part {
        Part::Address => Text::PartAddressHint,
        Part::Phones => Text::PartPhonesHint,
        Part::Hours => Text::PartHoursHint,
        Part::StepFree => Text::PartStepFreeHint,
        Part::Languages => Text::PartLanguagesHint,
        Part::Mediators => Text::PartMediatorsHint,
        Part::Cases => Text::PartCasesHint,
    })
}

/// What is wrong with it and how to mend it: the server says where, not more.
pub fn part_fault_words(part: Part) -> &'static str {
    text(match part {
        Part::Address => Text::PartAddressWrong,
        Part::Phones => Text::PartPhonesWrong,
        Part::Hours => Text::PartHoursWrong,
        Part::StepFree => Text::PartStepFreeWrong,
        Part::Languages => Text::PartLanguagesWrong,
        Part::Mediators => Text::PartMediatorsWrong,
        Part::Cases => Text::PartCasesWrong,
    })
}

/// What can be said of the way in. The words are what is kept, as rosters write them.
pub fn step_free_choices() -> Vec<Choice> {
    let said = [Text::StepFreeYes, Text::StepFreeNo].map(|key| Choice::new(text(key), text(key)));
    let unsaid = Choice::new("", text(Text::StepFreeUnsaid));
    said.into_iter().chain([unsaid]).collect()
}
