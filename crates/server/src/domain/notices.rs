//! Telling people that there is news: written into the outbox with what it tells of, sent from there at least once.
//!
//! A message that was sent but whose sending could not be noted any more is sent again; it says the same, under the
//! same id. Several copies of the server share the outbox: each takes what it sends for a while.

use contract::notices::NoticeChannel;
use contract::number::ComplaintNumber;
use contract::push::may_show;
use contract::request::{Content, WhomToContact};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};

use super::{Cases, Refused, time};
use crate::crypto;
use crate::notices::{Message, Recipient};
use crate::store::RequestRow;
use crate::store::notices::{NewNotice, NoticeRow};
use crate::telemetry::explain;

/// Sent at once by one copy of the server.
const BATCH: u32 = 8;
/// For how long others leave alone what a copy has taken: longer than any sending takes.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// Tries until it is given up: about sixteen hours.
const MOST_TRIES: u32 = 12;
/// The wait after the first try; each further one doubles it.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(1);
/// The longest wait between two tries.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(4);

impl Cases {
    /// What is to be told of something that happens to a request now: by the channels that the applicant chose and the
    /// operator has, and to their browsers, no earlier than is safe.
    pub(super) fn notices(&self, content: &Content, at: Timestamp) -> Vec<NewNotice> {
        let due_at = when(content, at);
        let offered = self.post.channels();
        let browsers = may_show(content).then_some(NoticeChannel::Push);
        let chosen = content.notices.channels.iter().copied().chain(browsers);
        chosen
            .filter(|channel| offered.contains(channel))
            .map(|channel| NewNotice { channel, due_at })
            .collect()
    }

    /// To be called now and then: tells news that is due on this channel. Says how much of it there was.
    pub async fn tell_news(&self, channel: NoticeChannel) -> Result<usize, Refused> {
        let now = self.now();
        let until = time::after(now, LEASE);
        let claimed = self.store.claim_notices(channel, now, until, BATCH).await?;
        let count = claimed.len();
        for told in join_all(latest(claimed).iter().map(|notice| self.tell(notice))).await {
            if let Err(refused) = told {
                // It is tried again when nobody has it any more, and given up like any other.
                tracing::error!(reason = explain(&refused), "could not tell news");
            }
        }
        Ok(count)
    }

    /// The request with this number, or that a complaint with this number is about.
    async fn told_of(&self, number: &str) -> Result<Option<RequestRow>, Refused> {
        let request = match ComplaintNumber::parse(number) {
            None => number.to_owned(),
            Some(complaint) => match self.store.complaint(complaint.as_str()).await? {
                Some(complaint) => complaint.request,
                None => return Ok(None),
            },
        };
        let found = self.store.request(&request).await?;
        Ok(found.map(|(row, _)| row))
    }

    async fn tell(&self, notice: &NoticeRow) -> Result<(), Refused> {
        let now = self.now();
        if notice.tries > MOST_TRIES {
            // Whoever tried it never said how it ended.
            return Ok(self.store.give_up_notice(notice, now, "unknown").await?);
        }
        let Some(row) = self.told_of(&notice.number).await? else {
            return Ok(self.store.finish_notice(notice).await?);
        };
        let content = self.content(&row.number, &row.content_sealed)?;
        let Some(to) = recipient(&content, notice.channel) else {
            return Ok(self.store.finish_notice(notice).await?);
        };
        let safe = when(&content, now);
        if safe > now {
            let tries = notice.tries.saturating_sub(1);
            let put_off = self.store.put_off_notice(notice, safe, tries, "");
            return Ok(put_off.await?);
        }
        let id = if row.number == notice.number {
            format!("{}-{}", row.number, notice.version)
        } else {
            // That it is about a complaint is nobody's business on the way.
            format!(
                "{}-{}",
                row.number,
                crypto::digest(notice.number.as_bytes())
            )
        };
        let message = Message {
            id: &id,
            number: &row.number,
        };
        let sent = match &to {
            To::One(to) => self.post.send(to, message).await,
            To::Browsers => self.tell_browsers(notice, &row).await?,
        };
        let channel = notice.channel.as_str();
        match sent {
            Ok(()) => {
                metrics::counter!("notices_sent_total", "channel" => channel).increment(1);
                Ok(self.store.finish_notice(notice).await?)
            }
            Err(failed) => {
                metrics::counter!("notices_failed_total", "channel" => channel).increment(1);
                tracing::warn!(channel, reason = failed.reason, "a notice was not taken");
                if failed.is_lasting || notice.tries == MOST_TRIES {
                    if notice.channel == NoticeChannel::Push {
                        self.forget_browsers(&row).await?;
                    }
                    let given_up = self.store.give_up_notice(notice, now, &failed.reason);
                    return Ok(given_up.await?);
                }
                let again = when(&content, time::after(now, wait(notice.tries)?));
                let put_off =
                    self.store
                        .put_off_notice(notice, again, notice.tries, &failed.reason);
                Ok(put_off.await?)
            }
        }
    }
}

/// Of several news of a request on one channel only the latest: a message tells of all of them.
fn latest(mut claimed: Vec<NoticeRow>) -> Vec<NoticeRow> {
    claimed.sort_by(|a, b| {
        let of = |notice: &NoticeRow| (notice.number.clone(), notice.channel);
        (of(a), b.version).cmp(&(of(b), a.version))
    });
    claimed.dedup_by(|next, kept| (&next.number, next.channel) == (&kept.number, kept.channel));
    claimed
}

/// The first moment from this one on at which it is safe to tell.
fn when(content: &Content, at: Timestamp) -> Timestamp {
    let wait = content.notices.wait(time::week_minute(at));
    if wait == 0 {
        return at;
    }
    let begun = at.as_second().rem_euclid(60);
    time::after(at, SignedDuration::from_secs(i64::from(wait) * 60 - begun))
}

/// Where it goes.
enum To {
    /// To whom the request itself names.
    One(Recipient),
    /// To the browsers that have begun.
    Browsers,
}

/// Where it goes; `None` when that is not wanted any more.
fn recipient(content: &Content, channel: NoticeChannel) -> Option<To> {
    if channel == NoticeChannel::Push {
        return may_show(content).then_some(To::Browsers);
    }
    if !content.notices.channels.contains(&channel) {
        return None;
    }
    match channel {
        NoticeChannel::Email => {
            let email = content.notices.email.clone();
            email.map(|email| To::One(Recipient::Email(email)))
        }
        NoticeChannel::Sms => {
            let helper = content.helper.as_ref();
            let helper = helper.filter(|helper| helper.contact == Some(WhomToContact::Helper));
            let mobile = helper.map_or(&content.applicant.mobile, |helper| &helper.mobile);
            Some(To::One(Recipient::Sms(mobile.clone())))
        }
        NoticeChannel::Push | NoticeChannel::Unknown => None,
    }
}

/// How long to wait after so many tries: twice as long each time, and by chance up to half of that less, so that what
/// failed together does not come back together.
fn wait(tries: u32) -> Result<SignedDuration, Refused> {
    let doubled = FIRST_WAIT.as_secs() << tries.saturating_sub(1).min(16);
    let longest = doubled.min(LONGEST_WAIT.as_secs());
    let chance = i64::from(u32::from_be_bytes(crypto::random()?));
    let less = longest * chance / (2 * i64::from(u32::MAX));
    Ok(SignedDuration::from_secs(longest - less))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit() {
        for (tries, most) in [(1, 60), (2, 120), (5, 960), (9, 14_400), (99, 14_400)] {
            let wait = wait(tries).unwrap().as_secs();
            assert!((most / 2..=most).contains(&wait), "{tries}: {wait}");
        }
    }

    #[test]
    fn one_message_tells_of_all_news_so_far() {
        let notice = |number: &str, version, channel| NoticeRow {
            number: number.to_owned(),
            version,
            channel,
            tries: 1,
        };
        let (mail, sms) = (NoticeChannel::Email, NoticeChannel::Sms);
        let claimed = vec![
            notice("a", 1, mail),
            notice("b", 2, mail),
            notice("a", 3, mail),
            notice("a", 2, sms),
            notice("a", 2, mail),
        ];
        assert_eq!(
            latest(claimed),
            [
                notice("a", 3, mail),
                notice("a", 2, sms),
                notice("b", 2, mail)
            ]
        );
    }
}
