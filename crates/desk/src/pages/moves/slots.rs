//! The times that staff offer: rows of a form, kept as one answer, and what they begin with.

use contract::calendar::{after_working_days, is_holiday};
use contract::days::{Day, day_text, read_day};
use contract::deadline::DeadlineKind;
use contract::draft::Code;
use contract::request::{Appointment, ContactChannel, RequestView};
use contract::slots::SLOTS;

use super::build::moment;
use super::form::Form;
use super::{Act, Fault, Key};
use crate::drafts::Draft;
use crate::i18n::{Text, channel_name, fault_words, fill, text};
use crate::parts::{Asked, Button, Choice, Choices, Look, Select, TextField, Typing};
use crate::state::focus_soon;
use crate::view::prelude::*;

/// Rows that a form begins with.
const AT_FIRST: u8 = 3;
/// Working days from today to the first time, the first of them that leaves a choice within the term of mediation.
const AHEAD: [u8; 3] = [3, 2, 1];
/// Times of day that they begin with, one after the other.
const TIMES: [&str; 2] = ["T09:30", "T14:30"];
/// Lengths to choose from, in minutes.
const LENGTHS: [&str; 5] = ["30", "60", "90", "120", "180"];
/// The length that they begin with.
const LENGTH: &str = "60";

/// A time that is offered, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlotRow {
    /// Day and time of day, as the browser writes them.
    pub at: String,
    /// Minutes.
    pub minutes: String,
    /// How, by its wire name.
    pub channel: String,
    /// Where.
    pub place: String,
}

impl SlotRow {
    fn get(&self, key: Key) -> &str {
        match key {
            Key::At => &self.at,
            Key::Minutes => &self.minutes,
            Key::Channel => &self.channel,
            _ => &self.place,
        }
    }

    fn set(&mut self, key: Key, value: String) {
        let place = match key {
            Key::At => &mut self.at,
            Key::Minutes => &mut self.minutes,
            Key::Channel => &mut self.channel,
            _ => &mut self.place,
        };
        *place = value;
    }
}

/// The rows of an answer: a line each, with tabs between.
pub fn read_rows(kept: &str) -> Vec<SlotRow> {
    let row = |line: &str| {
        let mut cells = line.splitn(4, '\t').map(str::to_owned);
        let mut next = || cells.next().unwrap_or_default();
        SlotRow {
            at: next(),
            minutes: next(),
            channel: next(),
            place: next(),
        }
    };
    kept.lines().map(row).collect()
}

/// The same the other way round.
pub fn write_rows(rows: &[SlotRow]) -> String {
    let line = |row: &SlotRow| {
        let cells = [&row.at, &row.minutes, &row.channel, &row.place];
        cells.map(|cell| cell.replace(['\t', '\n'], " ")).join("\t")
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What the rows amount to; what is wrong with a time that cannot be read is added to the faults.
pub fn appointments(kept: &str, faults: &mut Vec<Fault>) -> Vec<Appointment> {
    let slot = |(at, row): (u8, SlotRow)| {
        let begins = moment(row.at.trim());
        if begins.is_none() {
            faults.push(Fault {
                row: Some(at),
                ..Fault::new(Key::At, Code::Missing)
            });
        }
        Appointment {
            at: begins.unwrap_or_default(),
            channel: ContactChannel::from_wire(&row.channel),
            place: row.place.trim().to_owned(),
            minutes: row.minutes.trim().parse().ok(),
        }
    };
    (0..).zip(read_rows(kept)).map(slot).collect()
}

/// The answers that a form begins with: times on the working days to come, the way that the applicant would like to be
/// met, at the organization; to be chosen before the first of them.
pub fn beginning(act: Act, view: &RequestView, today: Option<Day>) -> Draft {
    let mut draft = Draft::default();
    let Some(today) = today.filter(|_| act == Act::OfferSlots) else {
        return draft;
    };
    let wished = view.content.contact.channels.first();
    let channel = *wished.unwrap_or(&ContactChannel::InPerson);
    // Who would like to be called is called; else people come.
    let place = view.organization.address.as_deref().unwrap_or_default();
    let term = view.deadline.as_ref();
    let term = term.filter(|deadline| deadline.kind == DeadlineKind::Mediation);
    let last_day = term.and_then(|deadline| read_day(&deadline.due));
    let (times, choose_by) = times(today, last_day);
    let rows: Vec<_> = times
        .into_iter()
        .map(|at| SlotRow {
            at,
            minutes: LENGTH.to_owned(),
            channel: channel.as_str().to_owned(),
            place: match channel {
                ContactChannel::InPerson => place.to_owned(),
                _ => String::new(),
            },
        })
        .collect();
    draft.set(Key::Slots, write_rows(&rows));
    draft.set(Key::ChooseBy, choose_by);
    draft
}

/// The times that a form begins with, no later than the last day for mediation, and the day before them by which to
/// choose. Where no working day is left, that is for whoever fills it in to find.
fn times(today: Day, last_day: Option<Day>) -> (Vec<String>, String) {
    let fits = |day: &Day| last_day.is_none_or(|last| *day <= last);
    for ahead in AHEAD {
        let days = (ahead..ahead + AT_FIRST).map(|ahead| after_working_days(today, ahead));
        let days: Vec<_> = days.filter(fits).collect();
        let times: Vec<_> = match (days.as_slice(), ahead) {
            ([day], 1) => TIMES.map(|time| [&day_text(*day), time].concat()).into(),
            ([] | [_], _) => continue,
            (days, _) => (days.iter().zip(TIMES.into_iter().cycle()))
                .map(|(day, time)| [&day_text(*day), time].concat())
                .collect(),
        };
        return (times, day_text(after_working_days(today, ahead - 1)));
    }
    (
        vec![String::new(); usize::from(*SLOTS.start())],
        String::new(),
    )
}

/// The rows, to be filled in.
pub(super) fn slots(form: Form) -> View {
    let rows = form.value(Key::Slots);
    // Rows are built anew when one comes or goes, not while one is being typed in.
    let count = Memo::new(move |_| rows.with(|rows| read_rows(rows).len()));
    let add = Callback::new(move |()| {
        let mut rows = rows.with_untracked(|rows| read_rows(rows));
        let next = SlotRow {
            at: String::new(),
            ..rows.last().cloned().unwrap_or_default()
        };
        rows.push(next);
        let id = row_id(Key::At, rows.len().saturating_sub(1));
        form.set(Key::Slots, write_rows(&rows));
        focus_soon_field(id);
    });
    let error = form.error(Key::Slots);
    let may_add = move || count.get() < usize::from(*SLOTS.end());
    view! {
        <div class="slot-rows" id=Key::Slots.id() tabindex="-1">
            {move || (0..count.get()).map(|at| row(form, at)).collect_view()}
            {move || {
                error.get().map(|words| view! { <p class="field-error">{words}</p> })
            }}
            {move || {
                may_add()
                    .then(|| view! { <Button words=text(Text::SlotAdd).to_owned() on_press=add/> })
            }}
        </div>
    }
}

/// The id of a control in this row, counted from 0.
pub fn row_id(key: Key, at: usize) -> String {
    [key.id(), "-", &at.to_string()].concat()
}

fn focus_soon_field(id: String) {
    browser::page::before_paint(move || {
        browser::focus::focus_field(&id);
    });
}

fn row(form: Form, at: usize) -> View {
    let rows = form.value(Key::Slots);
    let cell = move |key: Key| {
        Signal::derive(move || {
            let row = rows.with(|rows| read_rows(rows).into_iter().nth(at));
            row.unwrap_or_default().get(key).to_owned()
        })
    };
    let set = move |key: Key| {
        Callback::new(move |value: String| {
            let mut rows = rows.with_untracked(|rows| read_rows(rows));
            if let Some(row) = rows.get_mut(at) {
                row.set(key, value);
            }
            form.set(Key::Slots, write_rows(&rows));
        })
    };
    let asked = |key: Key, label: Text| Asked::new(row_id(key, at), text(label));
    let error = |key: Key| form.row_error(key, at);
    let remove = Callback::new(move |()| {
        let mut rows = rows.with_untracked(|rows| read_rows(rows));
        if at < rows.len() {
            rows.remove(at);
        }
        // They are about rows that have other numbers now.
        form.forget_rows();
        form.set(Key::Slots, write_rows(&rows));
        focus_soon(["#", Key::Slots.id()].concat());
    });
    let number = (at + 1).to_string();
    let named = |key: Text| fill(key, &[("n", &number)]);
    let begins = cell(Key::At);
    let holiday = move || {
        let day = begins.with(|at| at.split('T').next().and_then(read_day));
        day.is_some_and(is_holiday).then(|| {
            view! { <p class="asked" role="status">{text(Text::SlotHoliday)}</p> }
        })
    };
    let lengths = LENGTHS
        .iter()
        .map(|minutes| Choice::new(*minutes, fill(Text::SlotMinutes, &[("count", minutes)])));
    let channels = ContactChannel::ALL
        .iter()
        .map(|channel| Choice::new(channel.as_str(), channel_name(*channel)));
    view! {
        <fieldset class="slot-row">
            <legend>{named(Text::SlotNumber)}</legend>
            <TextField
                asked=asked(Key::At, Text::AskAt)
                typing=Typing::MOMENT
                value=begins
                error=error(Key::At)
                on_input=set(Key::At)
            />
            {holiday}
            <Select
                asked=asked(Key::Minutes, Text::AskMinutes)
                choices=lengths.collect()
                nothing=text(Text::ChooseFirst)
                value=cell(Key::Minutes)
                error=error(Key::Minutes)
                on_choose=set(Key::Minutes)
            />
            <Choices
                asked=asked(Key::Channel, Text::AskChannel)
                choices=channels.collect()
                value=cell(Key::Channel)
                error=error(Key::Channel)
                on_choose=set(Key::Channel)
            />
            <TextField
                asked=asked(Key::Place, Text::AskPlace)
                typing=Typing::WORDS
                value=cell(Key::Place)
                error=error(Key::Place)
                on_input=set(Key::Place)
            />
            <Button
                words=text(Text::SlotRemove).to_owned()
                name=named(Text::SlotRemoveOf)
                look=Look::Quiet
                on_press=remove
            />
        </fieldset>
    }
}

/// What is wrong with a control of a row, of those that a form found.
pub(super) fn row_fault(faults: &[Fault], key: Key, at: usize) -> Option<String> {
    let mut faults = faults.iter();
    let is_here = |fault: &&Fault| fault.key == key && fault.row.map(usize::from) == Some(at);
    faults.find(is_here).copied().map(fault_words)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::pages::samples::view_in;
    use contract::deadline::{Deadline, DeadlineSource};
    use contract::status::Status;

    #[test]
    fn rows_are_kept_as_they_are_typed() {
        let rows = vec![
            SlotRow {
                at: "2026-12-01T09:30".into(),
                minutes: "60".into(),
                channel: "in-person".into(),
                place: "调解室".into(),
            },
            SlotRow::default(),
        ];
        assert_eq!(read_rows(&write_rows(&rows)), rows);
    }

    #[test]
    fn a_form_begins_with_working_days_and_a_day_to_choose_before_them() {
        let view = view_in(Status::Willing);
        let today = read_day("2026-09-28");
        let draft = beginning(Act::OfferSlots, &view, today);
        let rows = read_rows(draft.get(Key::Slots));
        let days: Vec<_> = rows.iter().map(|row| row.at.as_str()).collect();
        // The holiday of the first week of October is left out; the Saturday after it is worked.
        assert_eq!(
            days,
            ["2026-10-08T09:30", "2026-10-09T14:30", "2026-10-10T09:30"]
        );
        assert_eq!(draft.get(Key::ChooseBy), "2026-09-30");
        let first = rows
            .first()
            .map(|row| (row.minutes.as_str(), row.place.as_str()));
        assert_eq!(first, Some(("60", "示例路 1 号")));
        assert!(beginning(Act::Schedule, &view, today).is_empty());
        let mut faults = Vec::new();
        let slots = appointments(draft.get(Key::Slots), &mut faults);
        assert!(contract::slots::parse_slots(slots).is_ok() && faults.is_empty());
    }

    #[test]
    fn times_to_begin_with_stay_within_the_term_of_mediation() {
        let today = read_day("2026-11-23").unwrap();
        for (last_day, expected, choose_by) in [
            ("2026-11-27", &["26T09:30", "27T14:30"][..], "2026-11-25"),
            ("2026-11-26", &["25T09:30", "26T14:30"], "2026-11-24"),
            ("2026-11-25", &["24T09:30", "25T14:30"], "2026-11-23"),
            ("2026-11-24", &["24T09:30", "24T14:30"], "2026-11-23"),
            ("2026-11-23", &["", ""], ""),
        ] {
            let (times, by) = times(today, read_day(last_day));
            let days: Vec<_> = times
                .iter()
                .map(|at| at.trim_start_matches("2026-11-"))
                .collect();
            assert_eq!(days, expected, "{last_day}");
            assert_eq!(by, choose_by, "{last_day}");
        }
        let view = RequestView {
            deadline: Some(Deadline {
                kind: DeadlineKind::Mediation,
                due: "2026-11-24".into(),
                source: DeadlineSource::PeoplesMediationRules,
                overdue: false,
            }),
            ..view_in(Status::Willing)
        };
        let draft = beginning(Act::OfferSlots, &view, Some(today));
        assert_eq!(draft.get(Key::ChooseBy), "2026-11-23");
    }

    #[test]
    fn a_time_that_is_not_there_is_told_of_its_row() {
        let mut faults = Vec::new();
        appointments(
            "2026-12-01T09:30\t60\tphone\t打给您\n\t60\tphone\t打给您",
            &mut faults,
        );
        let rows: Vec<_> = faults.iter().map(|fault| (fault.key, fault.row)).collect();
        assert_eq!(rows, [(Key::At, Some(1))]);
    }
}
