//! What the screens of the self-check decide, apart from how they look.

use contract::checkup::{Bank, Dimension, Finding, Helper, Level, PartReading, Reading};

use crate::components::form::Mistake;
use crate::i18n::{Text, checkup_answer, colour_name, fill, text};
use crate::routes::{CheckupScreen, Route};
use crate::state::checkup::Kept;

/// The query parameter of a link that changes answers and comes back to the result.
const RETURN: &str = "return=result";

/// The ids of the controls of a screen, question by question.
pub const IDS: [&str; 6] = ["q1", "q2", "q3", "q4", "q5", "q6"];

/// Where a link to a screen leads: no further than the first dimension that still needs answers.
pub fn landing(asked: CheckupScreen, bank: &Bank, kept: &Kept) -> CheckupScreen {
    match (asked, bank.first_open(&|id| kept.answer(id))) {
        // Others can look at a firm that has not looked at itself.
        (CheckupScreen::Visit, _) | (_, None) => asked,
        (CheckupScreen::Part(dimension), Some(open)) => CheckupScreen::Part(dimension.min(open)),
        (_, Some(open)) => CheckupScreen::Part(open),
    }
}

/// The place of a dimension, counted from 1.
pub fn place(dimension: Dimension) -> usize {
    let before = Dimension::ALL
        .iter()
        .take_while(|other| **other < dimension);
    before.count() + 1
}

/// The screen after a dimension.
pub fn next(dimension: Dimension) -> Route {
    let next = Dimension::ALL.get(place(dimension));
    Route::Checkup(next.map_or(CheckupScreen::Result, |next| CheckupScreen::Part(*next)))
}

/// The screen before a dimension.
pub fn previous(dimension: Dimension) -> Route {
    let before = place(dimension).checked_sub(2);
    let before = before.and_then(|place| Dimension::ALL.get(place));
    before.map_or(Route::HealthCheck, |before| {
        Route::Checkup(CheckupScreen::Part(*before))
    })
}

/// Whether a dimension was opened from the result, to change its answers.
pub fn returns_to_result(search: &str) -> bool {
    let mut pairs = search.trim_start_matches('?').split('&');
    pairs.any(|pair| pair == RETURN)
}

/// The address that opens a dimension from the result.
pub fn change_path(dimension: Dimension) -> String {
    let path = Route::Checkup(CheckupScreen::Part(dimension)).to_path();
    [&path, "?", RETURN].concat()
}

/// The questions of a screen without an answer, by their places.
pub fn open_places(bank: &Bank, dimension: Dimension, kept: &Kept) -> Vec<usize> {
    let questions = bank.part(dimension).map(|part| &part.questions);
    let all = questions.into_iter().flatten().enumerate();
    all.filter(|(_, question)| !kept.answer(&question.id).is_known())
        .map(|(place, _)| place)
        .collect()
}

/// The questions without an answer as the summary lists them.
pub fn mistakes(bank: &Bank, dimension: Dimension, open: &[usize]) -> Vec<Mistake> {
    let questions = bank.part(dimension).map(|part| &part.questions);
    let all = IDS
        .into_iter()
        .zip(questions.into_iter().flatten())
        .enumerate();
    all.filter(|(place, _)| open.contains(place))
        .map(|(_, (id, question))| Mistake {
            id,
            words: fill(Text::CheckupOpen, &[("ask", &question.ask)]),
        })
        .collect()
}

/// Where a link to a helper leads.
pub fn helper_path(helper: &Helper) -> String {
    if !helper.find.is_empty() {
        [&Route::Find.to_path(), "?", &helper.find].concat()
    } else if !helper.which.is_empty() {
        [&Route::Which.to_path(), "#", &helper.which].concat()
    } else {
        ["tel:", &helper.call].concat()
    }
}

/// What a level means.
pub fn meaning(level: Level) -> &'static str {
    text(match level {
        Level::Red => Text::CheckupRedMeans,
        Level::Orange => Text::CheckupOrangeMeans,
        Level::Yellow => Text::CheckupYellowMeans,
        Level::Green => Text::CheckupGreenMeans,
    })
}

/// By when to act.
pub fn soon(level: Level) -> &'static str {
    text(match level {
        Level::Red => Text::CheckupRedSoon,
        Level::Orange => Text::CheckupOrangeSoon,
        _ => Text::CheckupYellowSoon,
    })
}

/// The class of a level.
pub const fn class(level: Level) -> &'static str {
    match level {
        Level::Red => "level level-red",
        Level::Orange => "level level-orange",
        Level::Yellow => "level level-yellow",
        Level::Green => "level level-green",
    }
}

/// The class and the words of a dimension: its colour and what that means. A colour only where something applies.
pub fn level_of(part: &PartReading<'_>) -> (&'static str, &'static str, &'static str) {
    if part.applying == 0 {
        let (short, long) = (Text::CheckupNone, Text::CheckupNoneMeans);
        return ("level level-none", text(short), text(long));
    }
    (
        class(part.level),
        colour_name(part.level),
        meaning(part.level),
    )
}

/// How many dimensions have which colour, in a sentence; what has none is left out.
pub fn counts(reading: &Reading<'_>) -> String {
    let applying = reading.parts.iter().filter(|part| part.applying > 0);
    let levels: Vec<Level> = applying.map(|part| part.level).collect();
    let count = |level: Level| levels.iter().filter(|other| **other == level).count();
    let named = Level::ALL
        .into_iter()
        .map(|level| (colour_name(level), count(level)));
    let none = (
        text(Text::CheckupNoneMeans),
        reading.parts.len() - levels.len(),
    );
    let parts: Vec<String> = named
        .chain([none])
        .filter(|(_, count)| *count > 0)
        .map(|(colour, count)| {
            let n = count.to_string();
            fill(Text::CheckupCount, &[("colour", colour), ("n", &n)])
        })
        .collect();
    parts.join(text(Text::ListComma))
}

/// What was asked and what was answered, in one line.
pub fn fact(finding: &Finding<'_>) -> String {
    let ask = &finding.question.ask;
    let answer = checkup_answer(finding.answer);
    fill(Text::CheckupFact, &[("ask", ask), ("answer", answer)])
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use contract::checkup::{Answer, Part, Question};

    use super::*;

    fn bank() -> Bank {
        let question = |id: String| Question {
            ask: [&id, "?"].concat(),
            id,
            weight: 3,
            risk: Answer::No,
            ..Question::default()
        };
        let part = |dimension: &Dimension| Part {
            dimension: *dimension,
            name: dimension.as_str().to_owned(),
            questions: ["a", "b"]
                .map(|end| question([dimension.as_str(), end].concat()))
                .to_vec(),
            ..Part::default()
        };
        Bank {
            parts: Dimension::ALL.iter().map(part).collect(),
            ..Bank::default()
        }
    }

    /// Everything answered alike in the first dimensions.
    fn answered(parts: usize, answer: Answer) -> Kept {
        let mut kept = Kept::default();
        for part in bank().parts.iter().take(parts) {
            for question in &part.questions {
                kept.set(&question.id, answer.as_str().to_owned(), 1.0);
            }
        }
        kept
    }

    #[test]
    fn a_deep_link_goes_no_further_than_the_answers() {
        use CheckupScreen::{Part, Report, Result, Visit};
        use Dimension::{Awareness, Contracts, Tax};
        let bank = bank();
        let begun = answered(2, Answer::Yes);
        for asked in [Part(Tax), Result, Report] {
            assert_eq!(landing(asked, &bank, &begun), Part(Contracts));
            assert_eq!(landing(asked, &bank, &Kept::default()), Part(Awareness));
            assert_eq!(landing(asked, &bank, &answered(10, Answer::Yes)), asked);
        }
        assert_eq!(landing(Part(Awareness), &bank, &begun), Part(Awareness));
        assert_eq!(landing(Visit, &bank, &Kept::default()), Visit);
    }

    #[test]
    fn the_way_goes_through_every_dimension_to_the_result() {
        let mut way = Vec::new();
        let mut at = Route::Checkup(CheckupScreen::Part(Dimension::Awareness));
        while let Route::Checkup(CheckupScreen::Part(dimension)) = at {
            way.push(dimension);
            at = next(dimension);
            if let Route::Checkup(CheckupScreen::Part(after)) = at {
                assert_eq!(
                    previous(after),
                    Route::Checkup(CheckupScreen::Part(dimension))
                );
            }
        }
        assert_eq!(way, Dimension::ALL);
        assert_eq!(at, Route::Checkup(CheckupScreen::Result));
        assert_eq!(previous(Dimension::Awareness), Route::HealthCheck);
        assert_eq!(place(Dimension::Disputes), 10);
    }

    #[test]
    fn changing_answers_comes_back_to_the_result() {
        let path = change_path(Dimension::Tax);
        assert_eq!(path, "/health-check/tax?return=result");
        assert!(returns_to_result("?return=result"));
        assert!(!returns_to_result("?return=check"));
        assert!(!returns_to_result(""));
    }

    #[test]
    fn what_is_missing_is_listed_with_its_control() {
        let bank = bank();
        let mut kept = Kept::default();
        kept.set("taxa", "no".to_owned(), 1.0);
        let open = open_places(&bank, Dimension::Tax, &kept);
        assert_eq!(open, [1]);
        let mistakes = mistakes(&bank, Dimension::Tax, &open);
        assert_eq!(mistakes.len(), 1);
        assert_eq!(mistakes[0].id, "q2");
        assert!(mistakes[0].words.contains("taxb?"));
    }

    #[test]
    fn helpers_are_found_in_the_directory_the_guide_or_by_telephone() {
        let helper = |find: &str, which: &str, call: &str| {
            helper_path(&Helper {
                find: find.into(),
                which: which.into(),
                call: call.into(),
                ..Helper::default()
            })
        };
        assert_eq!(helper("field=labor", "", ""), "/find?field=labor");
        assert_eq!(helper("", "commercial", ""), "/which#commercial");
        assert_eq!(helper("", "", "12348"), "tel:12348");
    }

    #[test]
    fn colours_are_counted_in_words() {
        let bank = bank();
        let read = |kept: &Kept| counts(&bank.read(&|id| kept.answer(id)));
        assert_eq!(read(&answered(10, Answer::Yes)), "绿 10 个");
        assert_eq!(read(&answered(10, Answer::No)), "红 10 个");
        let mut mixed = answered(10, Answer::Yes);
        mixed.set("taxa", "unclear".to_owned(), 1.0);
        for id in ["dataa", "datab"] {
            mixed.set(id, "not-applicable".to_owned(), 1.0);
        }
        assert_eq!(read(&mixed), "橙 1 个、绿 8 个、不适用 1 个");
    }
}
