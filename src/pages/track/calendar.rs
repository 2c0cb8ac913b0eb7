//! An appointment as a file for the calendar of the phone (RFC 5545).

use contract::request::{Appointment, RequestView};

use crate::i18n::{Text, channel_name, fill, text};

/// For how many minutes people are expected to sit together where nobody said.
const MINUTES: u16 = 60;
/// How long before it the calendar reminds.
const REMINDER: &str = "-P1D";
/// Longest line, in bytes without its end.
const LINE: usize = 75;

/// The file. Of what it is about it holds the number and nothing else: calendars are seen by others. `starts` and `now`
/// are RFC 3339 times in UTC.
pub fn file(view: &RequestView, appointment: &Appointment, starts: &str, now: &str) -> String {
    let starts = compact(starts);
    let title = fill(Text::CalendarTitle, &[("number", &view.number)]);
    let mut file = String::new();
    let minutes = appointment.minutes.unwrap_or(MINUTES).to_string();
    let uid = [&view.number, "-", &starts, "@fengqiao"].concat();
    let organization = &view.organization;
    let description = [
        channel_name(appointment.channel),
        " ",
        &organization.phones.join(" "),
    ]
    .concat();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Fengqiao//ZH"),
        ("BEGIN", "VEVENT"),
        ("UID", &uid),
        ("DTSTAMP", &compact(now)),
        ("DTSTART", &starts),
        ("DURATION", &["PT", &minutes, "M"].concat()),
        ("SUMMARY", &escaped(&title)),
        ("LOCATION", &escaped(&appointment.place)),
        ("DESCRIPTION", &escaped(description.trim())),
        ("BEGIN", "VALARM"),
        ("ACTION", "DISPLAY"),
        ("DESCRIPTION", &escaped(text(Text::CaseAppointment))),
        ("TRIGGER", REMINDER),
        ("END", "VALARM"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ] {
        fold(&[name, ":", value].concat(), &mut file);
    }
    file
}

/// `2026-12-01T01:30:00.000Z` as `20261201T013000Z`.
fn compact(utc: &str) -> String {
    let whole = utc.split(['.', 'Z']).next().unwrap_or_default();
    let mut compact = whole.replace(['-', ':'], "");
    compact.push('Z');
    compact
}

/// Text with what separates values taken for text.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => escaped.extend(['\\', sign]),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// Writes a line, broken where it is longer than a line may be.
fn fold(line: &str, to: &mut String) {
    let mut length = 0;
    for sign in line.chars() {
        if length + sign.len_utf8() > LINE {
            to.push_str("\r\n ");
            length = 1;
        }
        to.push(sign);
        length += sign.len_utf8();
    }
    to.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::track::summary::tests::case;
    use contract::request::ContactChannel;
    use contract::status::Status;

    #[test]
    fn an_appointment_is_an_event_with_a_reminder() {
        let appointment = Appointment {
            at: "2026-12-01T09:30:00+08:00".into(),
            channel: ContactChannel::InPerson,
            place: "中山路 1 号, 二楼; 进门左转\n按铃，等调解员下来接您，会议室在走廊尽头".into(),
            minutes: Some(90),
        };
        let view = case(Status::Scheduled, Vec::new());
        let (starts, now) = ("2026-12-01T01:30:00.000Z", "2026-11-27T03:00:00.123Z");
        let file = file(&view, &appointment, starts, now);
        assert!(file.ends_with("END:VCALENDAR\r\n"));
        assert!(file.contains("\r\nDTSTART:20261201T013000Z\r\n"));
        assert!(file.contains("\r\nDURATION:PT90M\r\n"));
        assert!(file.contains("\r\nDTSTAMP:20261127T030000Z\r\n"));
        for line in file.split("\r\n") {
            assert!(line.len() <= LINE, "{line}");
            assert!(!line.contains('\n'), "{line}");
        }
        let unfolded = file.replace("\r\n ", "");
        assert!(unfolded.contains(r"LOCATION:中山路 1 号\, 二楼\; 进门左转\n按铃"));
        assert!(
            !file.contains(&view.content.story),
            "nothing of the dispute"
        );
    }
}
