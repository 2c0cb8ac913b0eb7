//! News of a request by e-mail, SMS or on a screen: the ways there are, where they lead and when they may be used.

use serde::{Deserialize, Serialize};

use crate::fold::half_width;
use crate::hours::{OpenState, OpeningSpan, WeekMinute, open_state};
use crate::request::ContactTime;

/// Longest e-mail address, in characters (RFC 5321, 4.5.3.1.3).
const EMAIL_MAX: usize = 254;
/// Longest part of it before the `@`.
const LOCAL_MAX: usize = 64;
/// Longest part of its domain between two dots.
const LABEL_MAX: usize = 63;

wire_enum! {
    /// A way to be told that there is news.
    NoticeChannel {
        /// 发邮件
        Email = "email",
        /// 发短信
        Sms = "sms",
        /// 浏览器通知
        Push = "push",
    }
}

impl NoticeChannel {
    /// Those that are chosen in the request itself. Browsers begin and end on the page of the case
    /// ([`crate::push`]).
    pub const IN_REQUEST: &'static [Self] = &[Self::Email, Self::Sms];
}

/// An e-mail address: plain ASCII with a domain of at least two parts, without quotes, comments or blanks. What
/// is in it can begin no new line of a mail and name no second address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Email(String);

impl Email {
    /// Reads an address as typed: blanks around it and full-width letters are allowed.
    pub fn parse(typed: &str) -> Option<Self> {
        let address: String = typed.trim().chars().map(half_width).collect();
        let (local, domain) = address.split_once('@')?;
        let fine = address.len() <= EMAIL_MAX
            && local.len() <= LOCAL_MAX
            && local.split('.').all(is_atom)
            && domain.contains('.')
            && domain.split('.').all(is_label);
        fine.then_some(Self(address))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_atom(part: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    !part.is_empty() && part.bytes().all(fine)
}

fn is_label(part: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=LABEL_MAX).contains(&part.len())
        && part.bytes().all(fine)
        && !part.starts_with('-')
        && !part.ends_with('-')
}

/// How the applicant wants to be told of news; without a channel nothing is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeWish {
    /// How.
    pub channels: Vec<NoticeChannel>,
    /// Where mail goes, if it is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The only times at which it is safe; at any time when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<ContactTime>,
}

impl NoticeWish {
    /// Whether nothing is to be sent.
    pub fn is_silent(&self) -> bool {
        self.channels.is_empty()
    }

    /// How many minutes after this moment something may be sent; 0 when it may be now.
    pub fn wait(&self, now: WeekMinute) -> u32 {
        const DAY: u32 = crate::hours::DAY as u32;
        let hours: Vec<OpeningSpan> = self.times.iter().flat_map(|time| hours(*time)).collect();
        match open_state(&hours, now) {
            Some(OpenState::OpensNext { days_ahead, at }) => (u32::from(days_ahead) * DAY
                + u32::from(at.minute))
            .saturating_sub(u32::from(now.minute)),
            _ => 0,
        }
    }
}

/// The hours that a choice of time stands for where notices are sent only then. By the days of the week: public
/// holidays are not known here.
fn hours(time: ContactTime) -> Vec<OpeningSpan> {
    let (days, opens, closes) = match time {
        ContactTime::WeekdayDaytime => (1..=5, 9, 17),
        ContactTime::WeekdayEvening => (1..=5, 18, 21),
        ContactTime::Weekend => (6..=7, 9, 17),
        ContactTime::Unknown => return Vec::new(),
    };
    days.map(|day| OpeningSpan {
        day,
        opens: opens * 60,
        closes: closes * 60,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_the_addresses_people_have() {
        for (typed, read) in [
            (" zhang.san@example.com ", "zhang.san@example.com"),
            ("12345678@qq.com", "12345678@qq.com"),
            ("a+b@mail.example.com.cn", "a+b@mail.example.com.cn"),
            ("ａ＠ｑｑ．ｃｏｍ", "a@qq.com"),
        ] {
            let email = Email::parse(typed);
            assert_eq!(email.as_ref().map(Email::as_str), Some(read), "{typed}");
        }
    }

    #[test]
    fn refuses_what_could_end_up_elsewhere() {
        for typed in [
            "",
            "a",
            "@qq.com",
            "a@",
            "a@qq",
            "a@@qq.com",
            "a@qq..com",
            "a@-qq.com",
            ".a@qq.com",
            "张三@qq.com",
            "a@例子.com",
            "a b@qq.com",
            "a@qq.com,b@qq.com",
            "a@qq.com>",
            "\"a\"@qq.com",
            "a@[127.0.0.1]",
            "a@qq.com\r\nBcc: b@qq.com",
            "a\r\nBcc: b@qq.com",
            "a@qq.com\u{0}",
        ] {
            assert_eq!(Email::parse(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn waits_for_the_safe_hours() {
        let wish = |times: &[ContactTime]| NoticeWish {
            times: times.to_vec(),
            ..NoticeWish::default()
        };
        let at = |day, hour: u16, minute| WeekMinute {
            day,
            minute: hour * 60 + minute,
        };
        let daytime = wish(&[ContactTime::WeekdayDaytime]);
        for (now, wait) in [
            (at(1, 9, 0), 0),
            (at(1, 16, 59), 0),
            (at(1, 17, 0), 16 * 60),
            (at(1, 8, 30), 30),
            (at(5, 17, 0), 64 * 60),
            (at(7, 23, 59), 9 * 60 + 1),
        ] {
            assert_eq!(daytime.wait(now), wait, "{now:?}");
        }
        let both = wish(&[ContactTime::WeekdayEvening, ContactTime::Weekend]);
        assert_eq!(both.wait(at(5, 21, 0)), 12 * 60);
        assert_eq!(both.wait(at(3, 17, 0)), 60);
        assert_eq!(wish(&[]).wait(at(1, 3, 0)), 0);
    }

    proptest! {
        #[test]
        fn nothing_is_sent_outside_the_chosen_hours(day in 1..=7_u8, minute in 0..1440_u16, chosen in 1..8_usize) {
            let times: Vec<_> = ContactTime::ALL.iter().enumerate()
                .filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, time)| *time).collect();
            let wish = NoticeWish { times, ..NoticeWish::default() };
            let wait = wish.wait(WeekMinute { day, minute });
            let then = (u32::from(day) - 1) * 1440 + u32::from(minute) + wait;
            let day = u8::try_from(then / 1440 % 7).unwrap_or_default() + 1;
            let minute = u16::try_from(then % 1440).unwrap_or_default();
            prop_assert!(wish.times.iter().flat_map(|time| hours(*time))
                .any(|span| span.day == day && span.opens <= minute && minute < span.closes));
        }

        #[test]
        fn an_address_is_one_line_with_one_at(typed in any::<String>()) {
            if let Some(email) = Email::parse(&typed) {
                prop_assert!(email.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert_eq!(email.as_str().matches('@').count(), 1);
            }
        }
    }
}
