//! Mail, handed to the operator's mail server by SMTP.

use std::time::Duration;

use contract::notices::Email;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::{self, AsyncSmtpTransportBuilder};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::{Message, Undelivered};
use crate::config::MailSettings;

/// Longest wait for each answer of the server.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest time for all of it: shorter than others leave it alone.
const LONGEST: Duration = Duration::from_secs(120);

/// The way to a mail server.
pub(super) struct Mail {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Reads the address of a mail server: `smtps://`, or `smtp://` with `?tls=required`.
pub fn mail_server(url: &str) -> Result<AsyncSmtpTransportBuilder, smtp::Error> {
    AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
}

/// Reads who mail is from: an address, with or without a name.
pub fn mailbox(text: &str) -> Option<Mailbox> {
    text.parse().ok()
}

impl Mail {
    pub(super) fn new(settings: &MailSettings) -> Result<Self, smtp::Error> {
        Ok(Self {
            server: mail_server(&settings.server)?
                .timeout(Some(PATIENCE))
                .build(),
            from: settings.from.clone(),
        })
    }

    pub(super) async fn send(
        &self,
        to: &Email,
        message: Message<'_>,
        subject: &str,
        text: String,
    ) -> Result<(), Undelivered> {
        let unwritable = Undelivered {
            reason: "unwritable".to_owned(),
            is_lasting: true,
        };
        let Ok(to) = to.as_str().parse::<Address>() else {
            return Err(unwritable);
        };
        let id = format!("<{}@{}>", message.id, self.from.email.domain());
        let mail = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            // Mail programs show what arrives twice under one id once.
            .message_id(Some(id))
            .header(ContentType::TEXT_PLAIN)
            .body(text);
        let Ok(mail) = mail else {
            return Err(unwritable);
        };
        match tokio::time::timeout(LONGEST, self.server.send(mail)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(undelivered(&error)),
            Err(_) => Err(Undelivered::for_now("smtp timeout")),
        }
    }
}

/// What went wrong, by the server's code. Its words often quote the recipient.
fn undelivered(error: &smtp::Error) -> Undelivered {
    let reason = match error.status() {
        Some(code) => format!("smtp {code}"),
        None if error.is_timeout() => "smtp timeout".to_owned(),
        None if error.is_tls() => "smtp tls".to_owned(),
        None if error.is_response() => "smtp unreadable".to_owned(),
        None if error.is_client() => "smtp client".to_owned(),
        None => "smtp unreachable".to_owned(),
    };
    // A wrong password is the operator's affair, and mended some day.
    let is_ours = ["smtp 530", "smtp 534", "smtp 535", "smtp 538"].contains(&reason.as_str());
    Undelivered {
        reason,
        is_lasting: error.is_permanent() && !is_ours,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whoever_may_be_told_can_be_written_to(
            local in "[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\\.[a-z0-9]{1,10})?",
            domain in "[a-z0-9]{1,10}(-[a-z0-9]{1,5})?(\\.[a-z]{2,6}){1,2}",
        ) {
            let email = Email::parse(&format!("{local}@{domain}")).unwrap();
            prop_assert!(email.as_str().parse::<Address>().is_ok(), "{}", email.as_str());
        }
    }
}
