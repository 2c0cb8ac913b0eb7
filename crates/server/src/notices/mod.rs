//! What carries news to people: a mail server, a gateway for SMS, and the push services of browsers. The words tell only that there is news of a
//! request with this number, and where to look; what went wrong is told in a word, because servers like to quote whom
//! it was for.

mod mail;
pub mod push;
mod sms;

use std::sync::OnceLock;

use contract::notices::{Email, NoticeChannel};
use contract::phone::Mobile;
use contract::push::PushSubscription;
use jiff::Timestamp;

use crate::config::Notices;
use crate::crypto::Keyring;
use mail::Mail;
use push::{Identity, Pusher, Unpushed};
use sms::Gateway;

pub use mail::{mail_server, mailbox};
pub use sms::{GatewaySettings, Template};

/// What there is to carry news. Nothing by default.
#[derive(Default)]
pub struct Post {
    portal: String,
    mail: Option<Mail>,
    sms: Option<Gateway>,
    push: Option<Pusher>,
    identity: OnceLock<Identity>,
}

/// To whom.
#[derive(Clone, PartialEq, Eq)]
pub enum Recipient {
    /// By e-mail.
    Email(Email),
    /// By SMS.
    Sms(Mobile),
}

/// What is told.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// The same whenever the same is sent again.
    pub id: &'a str,
    /// Number of the request that there is news of.
    pub number: &'a str,
}

/// It was not taken.
#[derive(Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Why, in a word that tells nothing about the recipient.
    pub reason: String,
    /// Whether trying again is of no use.
    pub is_lasting: bool,
}

impl Undelivered {
    fn for_now(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            is_lasting: false,
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// Of the mail server.
    #[error("the mail server cannot be used")]
    Mail(#[source] lettre::transport::smtp::Error),
    /// Of the gateway.
    #[error("the SMS gateway cannot be used")]
    Sms(#[source] reqwest::Error),
    /// Of push services.
    #[error("push services cannot be asked")]
    Push(#[source] reqwest::Error),
}

impl Post {
    /// What the operator has configured.
    pub fn new(settings: &Notices) -> Result<Self, PostError> {
        let mail = settings.mail.as_ref().map(Mail::new).transpose();
        let sms = settings.sms.clone().map(Gateway::new).transpose();
        let push = settings.push.clone().map(Pusher::new).transpose();
        Ok(Self {
            portal: settings.portal.clone(),
            mail: mail.map_err(PostError::Mail)?,
            sms: sms.map_err(PostError::Sms)?,
            push: push.map_err(PostError::Push)?,
            identity: OnceLock::new(),
        })
    }

    /// The ways there are.
    pub fn channels(&self) -> Vec<NoticeChannel> {
        let mail = self.mail.as_ref().map(|_| NoticeChannel::Email);
        let sms = self.sms.as_ref().map(|_| NoticeChannel::Sms);
        let push = self.push.as_ref().map(|_| NoticeChannel::Push);
        mail.into_iter().chain(sms).chain(push).collect()
    }

    /// Whether this browser can be told.
    pub fn takes(&self, browser: &PushSubscription) -> bool {
        let push = self.push.as_ref();
        push.is_some_and(|push| push.takes(browser))
    }

    /// Who the portal with these keys is to push services. Made once, when it is first wanted.
    pub fn identity(&self, keys: &Keyring) -> &Identity {
        self.identity.get_or_init(|| Identity::new(keys))
    }

    /// Tells a browser that there is news, as the portal that `identity` is of, and waits until that was taken.
    pub async fn push(
        &self,
        identity: &Identity,
        browser: &PushSubscription,
        now: Timestamp,
    ) -> Result<(), Unpushed> {
        match &self.push {
            Some(push) => push.send(identity, browser, now).await,
            None => Err(Unpushed::Undelivered(Undelivered::for_now(
                "not-configured",
            ))),
        }
    }

    /// Sends it and waits until it was taken.
    pub async fn send(&self, to: &Recipient, message: Message<'_>) -> Result<(), Undelivered> {
        let text = text(message.number, &self.portal);
        match (to, &self.mail, &self.sms) {
            (Recipient::Email(to), Some(mail), _) => {
                mail.send(to, message, &subject(message.number), text).await
            }
            (Recipient::Sms(to), _, Some(gateway)) => gateway.send(to, message.id, &text).await,
            _ => Err(Undelivered::for_now("not-configured")),
        }
    }
}

/// Says nothing of what it is about: whoever sees the line on a locked phone learns a number.
fn subject(number: &str) -> String {
    format!("编号 {number} 有新消息")
}

fn text(number: &str, portal: &str) -> String {
    format!(
        "编号 {number} 有新消息。请打开 {portal}/track ，用编号和查询码查看。不是您的，不用理会。"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hold_the_number_and_the_place_and_nothing_else() {
        let text = text("FQ-2611-7K3MQ-4", "https://portal.example.cn");
        assert_eq!(
            text,
            "编号 FQ-2611-7K3MQ-4 有新消息。请打开 https://portal.example.cn/track ，用编号和查询码查看。不是您的，不用理会。"
        );
        assert!(text.chars().count() < 134, "two SMS at most");
        assert_eq!(subject("FQ-2611-7K3MQ-4"), "编号 FQ-2611-7K3MQ-4 有新消息");
    }
}
