//! What must hold for whatever somebody sends: each function stops the program where it does not.
//!
//! `seeds/` holds inputs to begin with, one a line, and is where an input goes that once broke something.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "what stops is what was looked for"
)]

mod directory;
mod uploads;

use contract::draft::{Draft, Step};
use contract::hours::WeekMinute;
use contract::organization::{
    PAGE_SIZE, Place, SUGGESTIONS_MAX, SearchQuery, SearchView, SuggestionsView,
};
use contract::questions::{drop_left_over, left_over};
use contract::region::RegionCode;
use fengqiao::http::read_search;

use directory::DIRECTORY;

pub use uploads::upload;

const MINUTES_OF_A_DAY: u16 = 24 * 60;

/// A query string, asked at some minute of the week.
pub fn search(minute: u16, text: &str) {
    let Ok(query) = read_search(text) else {
        return;
    };
    must_be_written_as_it_is(&query);
    let now = moment(minute);
    let index = DIRECTORY.index();
    let Ok(answer) = index.search(&query, DIRECTORY.regions(), now) else {
        let Some(Place::In(region)) = query.place else {
            panic!("{query:?} names no region and it is not known");
        };
        assert!(DIRECTORY.regions().get(region).is_none(), "{region}");
        return;
    };
    let answer = answer.written();
    let answer: SearchView = serde_json::from_slice(&answer).expect("and read");
    let total = usize::try_from(answer.total).expect("a number of organizations");
    let left = total.saturating_sub(query.offset);
    assert_eq!(answer.organizations.len(), left.min(PAGE_SIZE), "{query:?}");

    let counts = index.counts(&query, now);
    if let Some(field) = query.field {
        let count = counts.fields.iter().find(|count| count.value == field);
        assert_eq!(
            count.map_or(0, |count| count.count),
            answer.total,
            "{query:?}"
        );
    }
    if query.free {
        assert_eq!(counts.free, answer.total, "{query:?}");
    }
    if query.step_free {
        assert_eq!(counts.step_free, answer.total, "{query:?}");
    }
}

/// Links are made of what was read: they must lead to the same search. Of a point, about a kilometre is kept.
fn must_be_written_as_it_is(query: &SearchQuery) {
    let written = query.to_query_string();
    let read = read_search(&written).expect("what was written can be read");
    assert_eq!(read.to_query_string(), written);
    match (query.place, read.place) {
        (Some(Place::Near(point)), Some(Place::Near(kept))) => {
            let near = |one: f64, other: f64| (one - other).abs() < 0.005_001;
            assert!(
                near(point.lat, kept.lat) && near(point.lon, kept.lon),
                "{written}"
            );
        }
        (place, kept) => assert_eq!(place, kept, "{written}"),
    }
    let place = query.place;
    assert_eq!(SearchQuery { place, ..read }, *query);
}

fn moment(minute: u16) -> WeekMinute {
    let day = minute / MINUTES_OF_A_DAY % 7 + 1;
    WeekMinute {
        day: u8::try_from(day).expect("a day of the week"),
        minute: minute % MINUTES_OF_A_DAY,
    }
}

/// A text in the search box, of somebody who looks everywhere and of somebody who looks in one city.
pub fn suggest(text: &str) {
    const CITY: &str = "320500";
    for within in [None, RegionCode::parse(CITY)] {
        let SuggestionsView { suggestions } = DIRECTORY.suggest(text, within);
        assert!(
            suggestions.len() <= SUGGESTIONS_MAX,
            "{text:?}: {suggestions:?}"
        );
        for suggestion in suggestions {
            assert!(!suggestion.words.is_empty(), "{text:?}: {suggestion:?}");
            let Some(id) = &suggestion.organization else {
                let query = SearchQuery {
                    field: suggestion.field,
                    kind: suggestion.kind,
                    service: suggestion.service,
                    place: suggestion.region.map(|region| Place::In(region.code)),
                    ..SearchQuery::default()
                };
                assert_ne!(query, SearchQuery::default(), "{text:?}");
                search(0, &query.to_query_string());
                continue;
            };
            assert!(DIRECTORY.index().has(id), "{text:?}: {id}");
        }
    }
}

/// A draft, as it is sent.
pub fn draft(json: &str) {
    let Ok(mut draft) = serde_json::from_str::<Draft>(json) else {
        return;
    };
    let written = serde_json::to_string(&draft).expect("every draft can be written");
    let read: Draft = serde_json::from_str(&written).expect("and read");
    assert_eq!(read, draft);
    must_agree(&draft);
    drop_left_over(&mut draft);
    assert_eq!(left_over(&draft), 0, "{draft:?}");
    must_agree(&draft);
}

/// The whole is right exactly when every step is, and what is wrong can be mended on a step that is shown.
fn must_agree(draft: &Draft) {
    let by_step: usize = Step::ALL
        .into_iter()
        .map(|step| step.issues(draft).len())
        .sum();
    let issues = draft.parse().err().unwrap_or_default();
    assert_eq!(issues.len(), by_step, "{draft:?}");
    let path = Step::path(draft);
    for issue in &issues {
        assert!(path.contains(&issue.step()), "{issue:?} of {draft:?}");
    }
    if let Ok(request) = draft.parse() {
        let again = Draft {
            organization: request.organization.clone(),
            consent_privacy: true,
            consent_share: true,
            consent_person: true,
            join_code: draft.join_code.clone(),
            ..Draft::again(&request.content)
        };
        assert_eq!(again.parse().as_ref(), Ok(&request), "{draft:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_hold_for_some_bytes_by_chance() {
        // Numbers that only look like chance: the same ones every time.
        let mut state = 1_u64;
        for _ in 0..60 {
            let bytes = (0..90).map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                u8::try_from(state >> 56).expect("one byte")
            });
            upload(&bytes.collect::<Vec<u8>>());
        }
    }

    #[test]
    fn everything_holds_for_the_seeds() {
        for line in include_str!("../seeds/search.txt").lines() {
            let (minute, text) = line.split_at(2);
            let minute = minute
                .bytes()
                .fold(0, |high, low| high << 8 | u16::from(low));
            search(minute, text);
        }
        include_str!("../seeds/suggest.txt")
            .lines()
            .for_each(suggest);
        include_str!("../seeds/upload.txt")
            .lines()
            .for_each(|line| upload(line.as_bytes()));
        include_str!("../seeds/draft.txt").lines().for_each(draft);
    }
}
