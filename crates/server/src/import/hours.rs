//! Opening hours from how people write them to spans of the week. What cannot be read for certain stays
//! text: a guess would send somebody to a closed door.

use contract::fold::{half_width, is_blank};
use contract::hours::{DAY, OpeningSpan};

const NAMED_DAYS: &[(&str, &[u8])] = &[
    ("周一", &[1]),
    ("周二", &[2]),
    ("周三", &[3]),
    ("周四", &[4]),
    ("周五", &[5]),
    ("周六", &[6]),
    ("周日", &[7]),
    ("周天", &[7]),
    ("工作日", &[1, 2, 3, 4, 5]),
    ("双休日", &[6, 7]),
    ("周末", &[6, 7]),
    ("每天", &[1, 2, 3, 4, 5, 6, 7]),
    ("每日", &[1, 2, 3, 4, 5, 6, 7]),
    ("全年", &[1, 2, 3, 4, 5, 6, 7]),
    ("weekdays", &[1, 2, 3, 4, 5]),
    ("daily", &[1, 2, 3, 4, 5, 6, 7]),
    ("monday", &[1]),
    ("tuesday", &[2]),
    ("wednesday", &[3]),
    ("thursday", &[4]),
    ("friday", &[5]),
    ("saturday", &[6]),
    ("sunday", &[7]),
    ("mon", &[1]),
    ("tue", &[2]),
    ("wed", &[3]),
    ("thu", &[4]),
    ("fri", &[5]),
    ("sat", &[6]),
    ("sun", &[7]),
    ("mo", &[1]),
    ("tu", &[2]),
    ("we", &[3]),
    ("th", &[4]),
    ("fr", &[5]),
    ("sa", &[6]),
    ("su", &[7]),
];

/// What the usual hours do not cover anyway.
const SAID_ANYWAY: &[&str] = &[
    "(法定节假日除外)",
    "(节假日除外)",
    "法定节假日除外",
    "节假日除外",
    "法定节假日休息",
    "节假日休息",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// Bit n is weekday n.
    Days(u8),
    Morning,
    Afternoon,
    /// Minutes after midnight.
    Time(u16),
    To,
    Around,
    /// Ends a list of days and hours.
    Stop,
}

/// The hours as spans of the week, in order; `None` when they cannot be read for certain.
pub(super) fn read(text: &str) -> Option<Vec<OpeningSpan>> {
    let mut text = fold(text).replace("星期", "周").replace("礼拜", "周");
    for phrase in SAID_ANYWAY {
        text = text.replace(phrase, "");
    }
    let spans = spans(&tokens(&text)?)?;
    (!spans.is_empty() && !overlap(&spans)).then_some(spans)
}

fn tokens(mut text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    while !text.is_empty() {
        let (token, rest) = token(text)?;
        tokens.extend(token);
        text = rest;
    }
    Some(tokens)
}

/// The first token and what follows it; `None` in front when it says nothing.
fn token(text: &str) -> Option<(Option<Token>, &str)> {
    for (name, days) in NAMED_DAYS {
        if let Some(rest) = text.strip_prefix(name) {
            let days = days.iter().fold(0, |set, day| set | 1 << day);
            return Some((Some(Token::Days(days)), rest));
        }
    }
    for (name, token) in [
        ("7x24小时", Token::Around),
        ("7*24小时", Token::Around),
        ("7×24小时", Token::Around),
        ("24小时", Token::Around),
        ("24/7", Token::Around),
        ("全天", Token::Around),
        ("上午", Token::Morning),
        ("早上", Token::Morning),
        ("下午", Token::Afternoon),
        ("晚上", Token::Afternoon),
        ("至", Token::To),
        ("到", Token::To),
        ("-", Token::To),
        ("~", Token::To),
        ("—", Token::To),
        ("–", Token::To),
        (";", Token::Stop),
        ("。", Token::Stop),
    ] {
        if let Some(rest) = text.strip_prefix(name) {
            return Some((Some(token), rest));
        }
    }
    for nothing in [",", "、", "和", "及", ":"] {
        if let Some(rest) = text.strip_prefix(nothing) {
            return Some((None, rest));
        }
    }
    time(text).map(|(time, rest)| (Some(Token::Time(time)), rest))
}

/// `9:00`, `9点`, `9时30分`, `9点半`.
fn time(text: &str) -> Option<(u16, &str)> {
    let (hour, rest) = number(text)?;
    let (minute, rest) = if let Some(rest) = rest.strip_prefix(':') {
        let (minute, after) = number(rest)?;
        (rest.len() - after.len() == 2).then_some((minute, after))?
    } else {
        let rest = rest
            .strip_prefix('点')
            .or_else(|| rest.strip_prefix('时'))?;
        match (rest.strip_prefix('半'), number(rest)) {
            (Some(rest), _) => (30, rest),
            (None, Some((minute, rest))) => (minute, rest.strip_prefix('分').unwrap_or(rest)),
            (None, None) => (0, rest),
        }
    };
    let time = hour * 60 + minute;
    (minute < 60 && time <= DAY).then_some((time, rest))
}

/// One or two digits.
fn number(text: &str) -> Option<(u16, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).filter(|_| digits <= 2)?;
    Some((number.parse().ok()?, rest))
}

fn spans(mut tokens: &[Token]) -> Option<Vec<OpeningSpan>> {
    use Token as T;
    let mut spans = Vec::new();
    let mut days: u8 = 0;
    let mut days_are_used = false;
    let mut half = None;
    while let [first, ..] = tokens {
        let taken = match (first, tokens) {
            (T::Days(from), [_, T::To, T::Days(to), ..]) => {
                let (from, to) = (from.trailing_zeros(), to.trailing_zeros());
                if from > to {
                    return None;
                }
                start_days(&mut days, &mut days_are_used);
                days |= (from..=to).fold(0, |set, day| set | 1 << day);
                half = None;
                3
            }
            (T::Days(more), _) => {
                start_days(&mut days, &mut days_are_used);
                days |= more;
                half = None;
                1
            }
            (T::Morning | T::Afternoon, _) => {
                half = Some(*first);
                1
            }
            (T::Time(opens), [_, T::To, T::Afternoon, T::Time(closes), ..]) => {
                let opens = on_the_clock(*opens, half);
                add(
                    &mut spans,
                    days,
                    opens,
                    on_the_clock(*closes, Some(T::Afternoon)),
                )?;
                days_are_used = true;
                4
            }
            (T::Time(opens), [_, T::To, T::Time(closes), ..]) => {
                let (opens, closes) = (on_the_clock(*opens, half), on_the_clock(*closes, half));
                add(&mut spans, days, opens, closes)?;
                days_are_used = true;
                3
            }
            (T::Around, _) => {
                // 24小时 alone means every day.
                let days = if days == 0 { 0b1111_1110 } else { days };
                add(&mut spans, days, 0, DAY)?;
                days_are_used = true;
                1
            }
            (T::Stop, _) => {
                half = None;
                1
            }
            (T::Time(_) | T::To, _) => return None,
        };
        tokens = tokens.get(taken..)?;
    }
    // Days that no hours follow were not understood.
    days_are_used.then(|| {
        spans.sort();
        spans.dedup();
        spans
    })
}

/// Days after hours begin a new list.
fn start_days(days: &mut u8, days_are_used: &mut bool) {
    if *days_are_used {
        (*days, *days_are_used) = (0, false);
    }
}

/// 2:00 in the afternoon is 14:00; 14:00 in the afternoon is 14:00 too.
fn on_the_clock(time: u16, half: Option<Token>) -> u16 {
    if half == Some(Token::Afternoon) && time < DAY / 2 {
        time + DAY / 2
    } else {
        time
    }
}

fn add(spans: &mut Vec<OpeningSpan>, days: u8, opens: u16, closes: u16) -> Option<()> {
    if days == 0 || opens >= closes || closes > DAY {
        return None;
    }
    spans.extend(
        (1..=7u8)
            .filter(|day| days & (1 << day) != 0)
            .map(|day| OpeningSpan { day, opens, closes }),
    );
    Some(())
}

fn overlap(spans: &[OpeningSpan]) -> bool {
    spans.windows(2).any(|pair| match pair {
        [one, other] => one.day == other.day && one.closes > other.opens,
        _ => false,
    })
}

/// The text as it is compared: half width, small letters, and no blanks but those between two numbers,
/// which become commas.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut after_blank = false;
    for c in text.chars() {
        if is_blank(c) {
            after_blank = true;
            continue;
        }
        let c = half_width(c).to_ascii_lowercase();
        if after_blank && c.is_ascii_digit() && folded.ends_with(|c: char| c.is_ascii_digit()) {
            folded.push(',');
        }
        after_blank = false;
        folded.push(c);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `days opens-closes` in hours and minutes, one span for each day.
    fn week(parts: &[(&[u8], u16, u16)]) -> Option<Vec<OpeningSpan>> {
        let mut spans: Vec<_> = parts
            .iter()
            .flat_map(|(days, opens, closes)| {
                days.iter().map(move |day| OpeningSpan {
                    day: *day,
                    opens: opens / 100 * 60 + opens % 100,
                    closes: closes / 100 * 60 + closes % 100,
                })
            })
            .collect();
        spans.sort();
        Some(spans)
    }

    const WORK: &[u8] = &[1, 2, 3, 4, 5];
    const ALL: &[u8] = &[1, 2, 3, 4, 5, 6, 7];

    #[test]
    fn reads_how_people_write_hours() {
        let office = week(&[(WORK, 900, 1200), (WORK, 1400, 1730)]);
        for text in [
            "周一至周五 9:00-12:00，14:00-17:30",
            "周一至周五9:00-12:00、14:00-17:30（法定节假日除外）",
            "星期一到星期五 09:00—12:00 14:00—17:30",
            "工作日 上午9:00-12:00，下午2:00-5:30",
            "工作日：上午9点至12点；下午14时至17时30分",
            "周一至周五 ９：００～１２：００，１４：００～１７：３０",
            "Mo-Fr 09:00-12:00, 14:00-17:30",
            "周一、周二、周三、周四、周五 9:00-12:00 14:00-17:30",
            "Monday-Friday 9:00-12:00, 14:00-17:30",
        ] {
            assert_eq!(read(text), office, "{text}");
        }
        for (text, expected) in [
            ("工作日 9:00-17:00", week(&[(WORK, 900, 1700)])),
            ("每天8:30-20:00", week(&[(ALL, 830, 2000)])),
            ("周一至周日 0:00-24:00", week(&[(ALL, 0, 2400)])),
            ("24小时", week(&[(ALL, 0, 2400)])),
            ("全年全天", week(&[(ALL, 0, 2400)])),
            ("7×24小时", week(&[(ALL, 0, 2400)])),
            ("工作日上午9:00至下午5:00", week(&[(WORK, 900, 1700)])),
            (
                "周一至周五 9:00-17:00；周六 9:00-12:00",
                week(&[(WORK, 900, 1700), (&[6], 900, 1200)]),
            ),
            (
                "周一至周四9:00-17:00，周五9点半-12:00",
                week(&[(&[1, 2, 3, 4], 900, 1700), (&[5], 930, 1200)]),
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn leaves_what_is_not_certain() {
        for text in [
            "",
            "热线7×24小时",
            "9:00-17:00",
            "工作时间",
            "周一至周五",
            "工作日 9:00",
            "工作日 夏季9:00-18:00，冬季9:00-17:00",
            "工作日 17:00-9:00",
            "工作日 9:00-25:00",
            "工作日 9:70-10:00",
            "周五至周一 9:00-17:00",
            "周一至周五 9:00-17:00 周三 9:00-12:00",
            "每月第一个周一 9:00-17:00",
            "工作日 9-17",
            "预约",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
