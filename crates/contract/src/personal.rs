//! What people may have done with what is held of them: how long it is kept, who may have it deleted when, and
//! how they correct it.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::draft::{Code, Draft, Field, Issue, Step, parse_note};
use crate::notices::{NoticeChannel, NoticeWish};
use crate::phone::Mobile;
use crate::questions::{Question, asked_on};
use crate::request::{Content, NOTE_MAX};
use crate::status::Status;

/// How many days what people wrote is kept once their request has ended, as the operator decided. Until it has
/// ended it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retention {
    /// After the applicant took it back.
    pub withdrawn_days: u16,
    /// After it was not accepted.
    pub declined_days: u16,
    /// After the case was closed and filed.
    pub closed_days: u16,
}

impl Retention {
    /// The days for a request that ended like this; `None` for one that has not ended.
    pub const fn days(self, status: Status) -> Option<u16> {
        match status {
            Status::Withdrawn => Some(self.withdrawn_days),
            Status::Declined => Some(self.declined_days),
            Status::Closed => Some(self.closed_days),
            _ => None,
        }
    }
}

wire_enum! {
    /// Why what is held cannot be deleted now.
    KeptBecause {
        /// 程序还没有结束
        Procedure = "procedure",
        /// 已经归档，保存期没有满
        Archive = "archive",
        /// 依法要求保留
        Hold = "hold",
    }
}

/// How long what is held of a request is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Keeping {
    /// The day on which it is deleted by itself, `YYYY-MM-DD`, China Standard Time; absent while nobody can tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Why its owner cannot have it deleted now; absent when they can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<KeptBecause>,
}

impl Keeping {
    /// Of a request with this status: the day it ended, if it has, and whether the law asks to hold it.
    pub fn of(status: Status, ended: Option<Date>, held: bool, retention: Retention) -> Self {
        let because = match status {
            _ if held => Some(KeptBecause::Hold),
            Status::Withdrawn | Status::Declined => None,
            Status::Closed => Some(KeptBecause::Archive),
            _ => Some(KeptBecause::Procedure),
        };
        let until = ended
            .zip(retention.days(status))
            .filter(|_| !held)
            .map(|(ended, days)| ended.saturating_add(Span::new().days(days)).to_string());
        Self { until, because }
    }
}

/// One particular that was corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Corrected {
    /// The wire name of its [`Field`], or of its question.
    pub what: String,
    /// What was held; empty when nothing was. Several choices have a blank between them.
    pub before: String,
    /// What is held now; empty when nothing is.
    pub after: String,
}

impl Corrected {
    /// Whether it says how and where news is told, which is nobody's business but the applicant's.
    pub fn is_about_notices(&self) -> bool {
        let field = Field::from_wire(&self.what);
        matches!(field, Field::NoticeChannels | Field::NoticeEmail)
    }
}

/// Body of `POST /api/v1/requests/{number}/corrections`: the particulars that are wrong, as typed. What is left
/// out stays; what is empty is no longer held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Correction {
    /// The applicant's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The applicant's mobile number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    /// Code of the county or township where the applicant lives or works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The applicant's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The helper's name, where somebody helped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helper_name: Option<String>,
    /// The helper's mobile number, where somebody helped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helper_mobile: Option<String>,
    /// How to tell of news from now on, by the wire names of the channels; none to be told nothing more. Where somebody
    /// is afraid, only fewer than before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_channels: Option<Vec<String>>,
    /// Where mail about news goes. Where somebody is afraid, it stays as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_email: Option<String>,
    /// Answers to the questions about the applicant ([`Step::You`]), by their wire names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub particulars: BTreeMap<String, String>,
    /// What else is wrong, in words. What was filed stays beside it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What a correction comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The content from now on.
    pub content: Content,
    /// What changed, in the order of the form.
    pub corrected: Vec<Corrected>,
    /// What else is wrong, in words.
    pub note: Option<String>,
}

impl Correction {
    /// The content with the correction in it, by the rules that a draft follows, or every issue in it.
    pub fn apply(&self, content: &Content) -> Result<Applied, Vec<Issue>> {
        let mut draft = Draft::again(content);
        // It was given when the request was filed.
        draft.consent_person = true;
        let asked = asked_on(Step::You, &draft);
        let mut take = |typed: &Option<String>, into: fn(&mut Draft) -> &mut String| {
            if let Some(typed) = typed {
                into(&mut draft).clone_from(typed);
            }
        };
        take(&self.name, |draft| &mut draft.name);
        take(&self.mobile, |draft| &mut draft.mobile);
        take(&self.region, |draft| &mut draft.region);
        take(&self.address, |draft| &mut draft.address);
        take(&self.helper_name, |draft| &mut draft.helper_name);
        take(&self.helper_mobile, |draft| &mut draft.helper_mobile);
        take(&self.notice_email, |draft| &mut draft.notice_email);
        if let Some(channels) = &self.notice_channels {
            draft.notice_channels.clone_from(channels);
        }
        for question in asked {
            if let Some(typed) = self.particulars.get(question.as_str()) {
                let name = question.as_str().to_owned();
                draft.answers.insert(name, typed.clone());
            }
        }
        let note = match self.note.trim() {
            "" => Ok(None),
            note => parse_note(Field::Note, note, NOTE_MAX).map(Some),
        };
        let (person, notices, note) = match (draft.parse_person(), wish(draft, content), note) {
            (Ok(person), Ok(notices), Ok(note)) => (person, notices, note),
            (person, notices, note) => {
                let issues = [person.err(), notices.err(), note.err()];
                return Err(issues.into_iter().flatten().flatten().collect());
            }
        };
        let mut changed = content.clone();
        changed.applicant = person.applicant;
        changed.helper = person.helper;
        changed.notices = notices;
        if content.afraid && mobiles(&changed) != mobiles(content) {
            // That nobody else reads it was said of another phone.
            changed
                .notices
                .channels
                .retain(|channel| *channel != NoticeChannel::Sms);
        }
        changed
            .answers
            .retain(|answer| answer.question.step() != Step::You);
        changed.answers.splice(0..0, person.particulars);
        let corrected = differences(content, &changed);
        if corrected.is_empty() && note.is_none() {
            return Err(vec![Issue::new(Field::Note, Code::Missing)]);
        }
        Ok(Applied {
            content: changed,
            corrected,
            note,
        })
    }
}

/// How to tell of news from now on. Where somebody is afraid, it is only ever given up here: of a new way nobody has
/// said that it is safe.
fn wish(mut draft: Draft, content: &Content) -> Result<NoticeWish, Vec<Issue>> {
    draft.notice_private = true;
    let wish = draft.parse_notices()?;
    let before = &content.notices;
    let is_new = |channel| !before.channels.contains(channel);
    let mut issues = Vec::new();
    if content.afraid && wish.channels.iter().any(is_new) {
        issues.push(Issue::new(Field::NoticeChannels, Code::NotAChoice));
    }
    if content.afraid && wish.email.is_some() && wish.email != before.email {
        issues.push(Issue::new(Field::NoticeEmail, Code::NotAChoice));
    }
    if issues.is_empty() {
        Ok(wish)
    } else {
        Err(issues)
    }
}

/// The phones that an SMS may go to.
fn mobiles(content: &Content) -> (&Mobile, Option<&Mobile>) {
    let helper = content.helper.as_ref();
    (
        &content.applicant.mobile,
        helper.map(|helper| &helper.mobile),
    )
}

/// The particulars of a request by their wire names, in the order of the form.
fn particulars(content: &Content) -> Vec<(&'static str, String)> {
    let applicant = &content.applicant;
    let helper = content.helper.as_ref();
    let named = [
        (
            Field::HelperName,
            helper.map(|helper| helper.name.clone()).unwrap_or_default(),
        ),
        (
            Field::HelperMobile,
            helper
                .map(|helper| helper.mobile.as_str().to_owned())
                .unwrap_or_default(),
        ),
        (Field::Name, applicant.name.clone()),
        (Field::Mobile, applicant.mobile.as_str().to_owned()),
        (Field::Region, applicant.region.to_string()),
        (
            Field::Address,
            applicant.address.clone().unwrap_or_default(),
        ),
    ];
    let notices = &content.notices;
    let channels: Vec<&str> = notices
        .channels
        .iter()
        .map(|channel| channel.as_str())
        .collect();
    let email = notices.email.as_ref();
    let notices = [
        (Field::NoticeChannels, channels.join(" ")),
        (
            Field::NoticeEmail,
            email
                .map(|email| email.as_str().to_owned())
                .unwrap_or_default(),
        ),
    ];
    let answer = |question| {
        let found = content
            .answers
            .iter()
            .find(|answer| answer.question == question);
        found.map(|answer| answer.value.clone()).unwrap_or_default()
    };
    let answers = Question::ALL
        .iter()
        .filter(|question| question.step() == Step::You)
        .map(|question| (question.as_str(), answer(*question)));
    let of_field = |(field, value): (Field, String)| (field.as_str(), value);
    named
        .map(of_field)
        .into_iter()
        .chain(answers)
        .chain(notices.map(of_field))
        .collect()
}

fn differences(before: &Content, after: &Content) -> Vec<Corrected> {
    particulars(before)
        .into_iter()
        .zip(particulars(after))
        .filter(|(before, after)| before != after)
        .map(|((what, before), (_, after))| Corrected {
            what: what.to_owned(),
            before,
            after,
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::kinds::DisputeField;
    use crate::notices::Email;
    use crate::request::ContactTime;
    use jiff::civil::date;

    const RETENTION: Retention = Retention {
        withdrawn_days: 30,
        declined_days: 180,
        closed_days: 1095,
    };

    fn content() -> Content {
        let draft = Draft {
            organization: "o1".into(),
            field: "labor".into(),
            name: "张三".into(),
            mobile: "13912345678".into(),
            region: "320106".into(),
            address: "中山路1号".into(),
            story: "老板拖欠了我三个月的工资没有发。".into(),
            answers: [
                ("gender".into(), "male".into()),
                ("tried".into(), "找过老板".into()),
            ]
            .into(),
            helper_relation: "child".into(),
            helper_name: "张小三".into(),
            helper_mobile: "13812345678".into(),
            consent_person: true,
            consent_privacy: true,
            consent_share: true,
            ..Draft::default()
        };
        draft.parse().unwrap().content
    }

    #[test]
    fn only_what_has_ended_and_is_not_held_is_deleted() {
        let ended = Some(date(2026, 11, 26));
        for status in Status::ALL {
            let days = RETENTION.days(*status);
            assert_eq!(days.is_none(), status.is_open(), "{status:?}");
            let keeping = Keeping::of(*status, ended.filter(|_| days.is_some()), false, RETENTION);
            assert_eq!(keeping.until.is_some(), days.is_some(), "{status:?}");
            let held = Keeping::of(*status, ended, true, RETENTION);
            assert_eq!((held.until, held.because), (None, Some(KeptBecause::Hold)));
        }
        let of = |status| Keeping::of(status, ended, false, RETENTION);
        let withdrawn = of(Status::Withdrawn);
        assert_eq!(withdrawn.until.as_deref(), Some("2026-12-26"));
        assert_eq!(withdrawn.because, None);
        assert_eq!(of(Status::Declined).because, None);
        assert_eq!(of(Status::Closed).because, Some(KeptBecause::Archive));
        let open = Keeping::of(Status::Accepted, None, false, RETENTION);
        assert_eq!(open.because, Some(KeptBecause::Procedure));
    }

    #[test]
    fn a_correction_changes_what_it_names_and_tells_what_that_was() {
        let before = content();
        let correction = Correction {
            mobile: Some("139 8765 4321".into()),
            address: Some(String::new()),
            helper_name: Some("张小四".into()),
            particulars: [("age".into(), "41".into())].into(),
            note: " 日期应是 8 月 ".into(),
            ..Correction::default()
        };
        let applied = correction.apply(&before).unwrap();
        let told: Vec<_> = applied
            .corrected
            .iter()
            .map(|one| (one.what.as_str(), one.before.as_str(), one.after.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("helper_name", "张小三", "张小四"),
                ("mobile", "13912345678", "13987654321"),
                ("address", "中山路1号", ""),
                ("age", "", "41"),
            ]
        );
        assert_eq!(applied.note.as_deref(), Some("日期应是 8 月"));
        let after = applied.content;
        assert_eq!(after.applicant.address, None);
        assert_eq!(
            (after.story.as_str(), after.applicant.name.as_str()),
            (before.story.as_str(), "张三")
        );
        let answers: Vec<_> = after
            .answers
            .iter()
            .map(|answer| answer.value.as_str())
            .collect();
        assert_eq!(answers, ["male", "41", "找过老板"]);
    }

    #[test]
    fn whoever_was_told_of_news_may_be_told_no_more_or_elsewhere() {
        let mut before = content();
        before.notices = NoticeWish {
            channels: vec![NoticeChannel::Email, NoticeChannel::Sms],
            email: Email::parse("a@example.com"),
            times: Vec::new(),
        };
        let wish = |correction: Correction, content: &Content| {
            correction
                .apply(content)
                .map(|applied| applied.content.notices)
        };
        let channels = |names: &[&str]| Correction {
            notice_channels: Some(names.iter().map(|name| (*name).to_owned()).collect()),
            ..Correction::default()
        };
        assert_eq!(wish(channels(&[]), &before), Ok(NoticeWish::default()));
        let applied = channels(&["sms"]).apply(&before).unwrap();
        let told: Vec<_> = applied
            .corrected
            .iter()
            .map(|one| (one.what.as_str(), one.before.as_str(), one.after.as_str()))
            .collect();
        let expected = [
            ("notice_channels", "email sms", "sms"),
            ("notice_email", "a@example.com", ""),
        ];
        assert_eq!(told, expected);
        let moved = Correction {
            notice_email: Some("b@example.com".into()),
            ..Correction::default()
        };
        let elsewhere = wish(moved.clone(), &before).unwrap();
        assert_eq!(elsewhere.email, Email::parse("b@example.com"));
        let unreadable = Correction {
            notice_email: Some("b".into()),
            ..Correction::default()
        };
        let issue = Issue::new(Field::NoticeEmail, Code::NotAnEmail);
        assert_eq!(wish(unreadable, &before), Err(vec![issue]));
        let again = wish(channels(&["email", "sms"]), &content());
        let issue = Issue::new(Field::NoticeEmail, Code::Missing);
        assert_eq!(again, Err(vec![issue]));

        // Who is afraid said of this address and this phone that nobody else reads them.
        before.field = DisputeField::Family;
        before.afraid = true;
        before.notices.times = vec![ContactTime::Weekend];
        let issue = Issue::new(Field::NoticeEmail, Code::NotAChoice);
        assert_eq!(wish(moved, &before), Err(vec![issue]));
        assert_eq!(wish(channels(&[]), &before), Ok(NoticeWish::default()));
        let other_phone = Correction {
            mobile: Some("13987654321".into()),
            ..Correction::default()
        };
        let fewer = wish(other_phone, &before).unwrap();
        assert_eq!(fewer.channels, [NoticeChannel::Email]);
        assert_eq!(fewer.times, [ContactTime::Weekend]);
        before.notices.channels = vec![NoticeChannel::Email];
        let issue = Issue::new(Field::NoticeChannels, Code::NotAChoice);
        assert_eq!(wish(channels(&["email", "sms"]), &before), Err(vec![issue]));
    }

    #[test]
    fn a_correction_follows_the_rules_of_the_form() {
        let wrong = Correction {
            name: Some(" ".into()),
            mobile: Some("1".into()),
            region: Some("32".into()),
            particulars: [("age".into(), "x".repeat(999))].into(),
            note: "字".repeat(2001),
            ..Correction::default()
        };
        let issues = wrong.apply(&content()).unwrap_err();
        let fields: Vec<_> = issues.iter().map(|issue| issue.field).collect();
        assert_eq!(
            fields,
            [
                Field::Name,
                Field::Mobile,
                Field::Region,
                Field::Answers,
                Field::Note
            ]
        );
        let same = Correction {
            name: Some("张三".into()),
            ..Correction::default()
        };
        assert_eq!(
            same.apply(&content()).unwrap_err(),
            [Issue::new(Field::Note, Code::Missing)]
        );
    }
}
