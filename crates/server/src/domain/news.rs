//! News of a case for whoever has it on the screen: that there is something new, as soon as it is there, and not what.

use std::net::IpAddr;

use contract::status::{Actor, Event};

use super::access::unless_erased;
use super::watch::Place;
use super::{Cases, Invited, Owner, Refused, Staff};
use crate::store::{EntryRow, Mac};

/// Somebody who wants news of a case, and may have them.
pub struct Listener {
    who: Who,
    number: String,
    /// Up to which version it was looked for news.
    looked: i64,
    place: Place,
}

/// As whom they listen, with what they came with.
enum Who {
    /// Whose request it is, with the hash of their code.
    Owner(Mac),
    /// The other side, with the id of their invitation and the hash of its code.
    Invited(String, Mac),
    /// Somebody who works there, with the hash of their session, if it is not a program.
    Staff(Staff, Option<Mac>),
}

impl Cases {
    /// The owner wants news of their request: of what happened after that version, or from now on.
    pub async fn follow(&self, owner: &Owner, after: Option<i64>) -> Result<Listener, Refused> {
        let place = self.watch.admit(owner.client).map_err(Refused::News)?;
        let (row, _) = self.request_of(owner).await?;
        let who = Who::Owner(row.code_mac);
        Ok(listener(who, row.number, row.version, after, place))
    }

    /// The same for the other side.
    pub async fn follow_invited(
        &self,
        invited: &Invited,
        after: Option<i64>,
    ) -> Result<Listener, Refused> {
        let place = self.watch.admit(invited.client).map_err(Refused::News)?;
        let (case, invitation) = self.case_of_invited(invited).await?;
        let who = Who::Invited(invitation.id, invitation.code_mac);
        let row = case.row;
        Ok(listener(who, row.number, row.version, after, place))
    }

    /// The same for somebody at the organization, who is told at once which version is the latest: a case stays open over
    /// night, and a browser that heard nothing yet begins again without saying what it knows. Nobody reads anything by
    /// that, so it is not written down.
    pub async fn follow_as_staff(
        &self,
        staff: Staff,
        session: Option<Mac>,
        number: &str,
        client: IpAddr,
        after: Option<i64>,
    ) -> Result<Listener, Refused> {
        let place = self.watch.admit(client).map_err(Refused::News)?;
        let (row, _) = unless_erased(self.row_for(&staff, number).await?)?;
        let who = Who::Staff(staff, session);
        let after = after.or(Some(row.version.saturating_sub(1)));
        Ok(listener(who, row.number, row.version, after, place))
    }

    /// Waits for news and gives the versions that they made, oldest first. `None` once whoever listens may have none any
    /// more, or the server stops. Given up while it waits, it misses nothing.
    pub async fn next_news(&self, listener: &mut Listener) -> Result<Option<Vec<i64>>, Refused> {
        loop {
            let known = listener.place.known();
            if known > listener.looked {
                // In a box of its own: streams are many, and most of the time they only wait.
                let Some(told) = Box::pin(self.news_after(listener)).await? else {
                    return Ok(None);
                };
                listener.looked = told.last().copied().unwrap_or(known).max(known);
                if !told.is_empty() {
                    return Ok(Some(told));
                }
            } else if listener.place.changed().await.is_none() {
                return Ok(None);
            }
        }
    }

    /// What happened to the case since it was looked for news, as far as this reader may know of it: the versions that it
    /// led to. `None` when it is erased, or the code opens it no more.
    async fn news_after(&self, listener: &Listener) -> Result<Option<Vec<i64>>, Refused> {
        let found = self.store.request(&listener.number).await?;
        let Some((row, entries)) = found.filter(|(row, _)| row.erased_at.is_none()) else {
            return Ok(None);
        };
        let is_theirs = match &listener.who {
            Who::Owner(code) => row.code_mac == *code,
            Who::Invited(id, code) => {
                let invitation = self.store.invitation_by_id(id).await?;
                invitation.is_some_and(|invitation| invitation.code_mac == *code)
            }
            Who::Staff(staff, session) => {
                staff.reaches(&row) && self.is_still(staff, session.as_ref()).await?
            }
        };
        if !is_theirs {
            return Ok(None);
        }
        let invited_at = entries
            .iter()
            .position(|entry| entry.event == Event::Invite);
        let mut told = Vec::new();
        // An entry's place is the version that it led to, counted from 1.
        for (version, (at, entry)) in (1..).zip(entries.iter().enumerate()) {
            let concerns = match listener.who {
                Who::Owner(_) | Who::Staff(..) => true,
                Who::Invited(..) => invited_at.is_some_and(|invited| at >= invited),
            };
            if version > listener.looked && concerns && self.is_told(listener, at, entry)? {
                told.push(version);
            }
        }
        Ok(Some(told))
    }

    /// Whether somebody is signed in as they were when they began to listen.
    async fn is_still(&self, staff: &Staff, session: Option<&Mac>) -> Result<bool, Refused> {
        let Some(session) = session else {
            return Ok(true);
        };
        let found = self.store.session(session, self.now()).await?;
        Ok(found.is_some_and(|(_, account)| {
            account.role == staff.role && account.organization == staff.organization
        }))
    }

    /// Whether this reader may know of an entry.
    fn is_told(&self, listener: &Listener, at: usize, entry: &EntryRow) -> Result<bool, Refused> {
        let reader = match listener.who {
            Who::Owner(_) => Actor::Applicant,
            Who::Invited(..) => Actor::Respondent,
            Who::Staff(..) => Actor::Staff,
        };
        let detail = self.open_detail(&listener.number, at, &entry.detail_sealed)?;
        let seen = detail.seen_by(reader, entry.actor, entry.event);
        Ok(seen.is_some())
    }

    /// Looks for changes that other copies of the server made of cases that are watched here; to be called every second.
    pub async fn look_for_news(&self) -> Result<(), Refused> {
        let watched = self.watch.numbers();
        if watched.is_empty() {
            return Ok(());
        }
        let mut versions = self.store.versions(&watched).await?;
        for number in watched {
            match versions.remove(&number) {
                Some(version) => self.watch.tell(&number, version),
                None => self.watch.end(&number),
            }
        }
        Ok(())
    }
}

/// Somebody who listens from there on, beginning with what happened after the version that they know.
fn listener(
    who: Who,
    number: String,
    version: i64,
    after: Option<i64>,
    mut place: Place,
) -> Listener {
    place.take(&number, version);
    Listener {
        who,
        number,
        looked: after.unwrap_or(version).min(version),
        place,
    }
}
