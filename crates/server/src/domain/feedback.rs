//! What a side says about how its case was handled: complaints, which have a clock of their own and go to somebody who
//! decides on them, and a rating.

use contract::calendar::after_working_days;
use contract::complaint::{
    AnswerComplaint, COMPLAINT_ANSWER_MAX, COMPLAINTS_MAX, COMPLAINTS_OF_CASE_MAX, ComplaintAnswer,
    ComplaintDraft, ComplaintGround, ComplaintReceiver, ComplaintStatus, ComplaintView,
    NewComplaint, ReceiverView, StaffComplaintView, StaffComplaintsView,
};
use contract::desk::AuditAct;
use contract::draft::{Code, Field, Issue, parse_note};
use contract::number::ComplaintNumber;
use contract::problem::ProblemCode;
use contract::rating::{
    FeedbackView, RATING_DAYS, RatingDraft, RatingView, StaffRatingView, StaffRatingsView, may_rate,
};
use contract::status::Actor;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::moves::Case;
use super::{Cases, Invited, Owner, Refused, Staff, time};
use crate::crypto::{self, Place, Purpose, hex};
use crate::directory::index;
use crate::store::OrganizationRow;
use crate::store::feedback::{ComplaintOutcome, ComplaintRow, NewComplaintRow, RatingRow};
use crate::store::notices::NewNotice;

/// Ratings in one answer to staff.
const RATINGS_MOST: u32 = 100;

/// A side of a case, with what proves it.
pub enum Party {
    /// Whose request it is.
    Owner(Owner),
    /// The other side.
    Invited(Invited),
}

/// A side whose code was right.
struct Speaker {
    actor: Actor,
    case: Case,
    /// What they came with: the request's number, or the invitation's.
    came_with: String,
}

/// What is sealed of a complaint.
#[derive(Serialize, Deserialize)]
struct Said {
    grounds: Vec<ComplaintGround>,
    note: String,
    /// Who had been named as mediators by then.
    mediators: Vec<Mediator>,
}

/// Somebody who was named as the mediator of a case.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Mediator {
    /// With an account.
    Account { name: String, account: String },
    /// Without one, or before accounts were kept with the name.
    Name(String),
}

impl Mediator {
    fn name(&self) -> &str {
        match self {
            Self::Account { name, .. } | Self::Name(name) => name,
        }
    }

    /// Whether these staff are the one who was named: by the account, so that namesakes are told apart; by the name where
    /// there is nothing else.
    fn is(&self, staff: &Staff) -> bool {
        match (self, &staff.account) {
            (Self::Account { account, .. }, Some(own)) => account == own,
            (named, _) => named.name() == staff.name,
        }
    }
}

impl Said {
    fn is_about(&self, staff: &Staff) -> bool {
        self.mediators.iter().any(|mediator| mediator.is(staff))
    }
}

impl Cases {
    /// What this side has said about how its case was handled, and what it can say.
    pub async fn feedback(&self, party: &Party) -> Result<FeedbackView, Refused> {
        let speaker = self.speaker(party).await?;
        let rows = self.store.complaints_of(&speaker.came_with).await?;
        let mut complaints = Vec::with_capacity(rows.len());
        for row in rows {
            complaints.push(self.complaint_view(row).await?);
        }
        let rating = self.store.rating(&rating_id(&speaker)).await?;
        let may_change = rating
            .as_ref()
            .is_none_or(|row| self.today() <= change_until(row));
        let receivers = match complaints.len() < COMPLAINTS_OF_CASE_MAX {
            true => self.receivers(&speaker.case.organization),
            false => Vec::new(),
        };
        Ok(FeedbackView {
            complaints,
            receivers: receivers.iter().map(receiver_view).collect(),
            answer_days: self.policy.complaint_days,
            rating: rating.map(|row| self.rating_view(&row)).transpose()?,
            may_rate: may_rate(speaker.case.row.status) && may_change,
        })
    }

    /// A side complains, once per key.
    pub async fn complain(
        &self,
        party: &Party,
        key: &str,
        draft: &ComplaintDraft,
    ) -> Result<ComplaintView, Refused> {
        let speaker = self.speaker(party).await?;
        let NewComplaint {
            grounds,
            note,
            receiver,
            ..
        } = draft.parse().map_err(Refused::Invalid)?;
        let came_with = &speaker.came_with;
        let key = format!("complaint:{came_with}:{key}");
        let body = serde_json::to_vec(&(came_with, draft))?;
        let key_mac = self.keys.mac(Purpose::IdempotencyKey, key.as_bytes());
        let body_mac = self.keys.mac(Purpose::Body, &body);
        // Before anything that may have changed since.
        if let Some(row) = self.store.complained(&key_mac, &body_mac).await? {
            return self.complaint_view(row).await;
        }
        let receivers = self.receivers(&speaker.case.organization);
        let receiver = receivers.into_iter().find(|(kind, _)| *kind == receiver);
        let (_, receiver) = receiver
            .ok_or_else(|| Refused::Invalid(vec![Issue::new(Field::Receiver, Code::NotAChoice)]))?;
        let said = serde_json::to_vec(&Said {
            grounds,
            note,
            mediators: self.mediators(&speaker.case)?,
        })?;
        let now = self.now();
        let today = self.today();
        loop {
            let number = ComplaintNumber::new(today.year(), today.month(), crypto::random()?);
            let complaint = ComplaintRow {
                number: number.as_str().to_owned(),
                request: speaker.case.row.number.clone(),
                filed_by: came_with.clone(),
                actor: speaker.actor,
                about: speaker.case.organization.id.clone(),
                receiver: receiver.id.clone(),
                filed_at: now,
                answer_by: after_working_days(today, self.policy.complaint_days),
                sealed: self.keys.seal(complaint_place(number.as_str()), &said)?,
                answer: None,
            };
            let new = NewComplaintRow {
                complaint: complaint.clone(),
                most: COMPLAINTS_OF_CASE_MAX,
                key_mac,
                body_mac,
            };
            return match self.store.complain(&new).await? {
                ComplaintOutcome::Stored => self.complaint_view(complaint).await,
                ComplaintOutcome::Replayed(row) => self.complaint_view(*row).await,
                ComplaintOutcome::KeyReused => Err(Refused::KeyReused),
                ComplaintOutcome::TooMany => Err(Refused::Feedback(ProblemCode::ComplaintsFull)),
                ComplaintOutcome::Gone => Err(Refused::Erased),
                ComplaintOutcome::NumberTaken => continue,
            };
        }
    }

    /// A side rates how its case was handled, or changes its rating while it may. That its words may be published it can
    /// take back for as long as they are kept.
    pub async fn rate(&self, party: &Party, draft: &RatingDraft) -> Result<RatingView, Refused> {
        let speaker = self.speaker(party).await?;
        let rating = draft.parse().map_err(Refused::Invalid)?;
        let id = rating_id(&speaker);
        let before = self.store.rating(&id).await?;
        let mut takes_back = false;
        if let Some(before) = &before {
            let view = self.rating_view(before)?;
            let says_the_same = (view.stars, &view.note) == (rating.stars, &rating.note);
            // Said again it is the same, whenever that is.
            if says_the_same && view.may_publish == rating.may_publish {
                return Ok(view);
            }
            // Consent can be taken back at any time (PIPL, article 15).
            takes_back = says_the_same && !rating.may_publish;
        }
        let is_fixed = before
            .as_ref()
            .is_some_and(|row| self.today() > change_until(row));
        if !takes_back && (is_fixed || !may_rate(speaker.case.row.status)) {
            return Err(Refused::Feedback(ProblemCode::RatingNotNow));
        }
        let seal = |note: String| self.keys.seal(rating_place(&id), note.as_bytes());
        let row = RatingRow {
            note_sealed: rating.note.map(seal).transpose()?,
            id,
            request: speaker.case.row.number,
            organization: speaker.case.organization.id,
            stars: rating.stars,
            may_publish: rating.may_publish,
            rated_at: before.map_or_else(|| self.now(), |row| row.rated_at),
            words: hex(&crypto::random::<16>()?),
            verdict: None,
        };
        if !self.store.rate(&row).await? {
            return Err(Refused::Erased);
        }
        self.rating_view(&row)
    }

    /// What the organization of these staff is to answer, what is due first first. Not what is about themselves.
    pub async fn complaints(&self, staff: &Staff) -> Result<StaffComplaintsView, Refused> {
        staff.hears_complaints()?;
        self.write_down(staff, AuditAct::ReadComplaints, None)
            .await?;
        let most = COMPLAINTS_MAX as usize;
        let rows = self
            .store
            .open_complaints(&staff.organization, COMPLAINTS_MAX + 1)
            .await?;
        let has_more = rows.len() > most;
        let mut complaints = Vec::with_capacity(rows.len().min(most));
        for row in rows.into_iter().take(most) {
            let said = self.said(&row)?;
            if !said.is_about(staff) {
                complaints.push(self.staff_view(row, said).await?);
            }
        }
        Ok(StaffComplaintsView {
            complaints,
            has_more,
        })
    }

    /// Staff answer a complaint that is addressed to their organization. Whoever mediated does not decide on it. The same
    /// answer again is no other one.
    pub async fn answer_complaint(
        &self,
        staff: &Staff,
        number: &ComplaintNumber,
        body: &AnswerComplaint,
    ) -> Result<StaffComplaintView, Refused> {
        staff.hears_complaints()?;
        let (row, said) = self.complaint_for(staff, number).await?;
        self.write_down(staff, AuditAct::ReadComplaints, Some(number.as_str()))
            .await?;
        let note = parse_note(Field::Note, &body.note, COMPLAINT_ANSWER_MAX);
        let note = note.map_err(Refused::Invalid)?;
        if row.answer.is_none() {
            let place = answer_place(number.as_str());
            let sealed = self.keys.seal(place, note.as_bytes())?;
            let now = self.now();
            let news = self.news_of_answer(&row, now).await?;
            let store = &self.store;
            store
                .answer_complaint(number.as_str(), now, &sealed, &news)
                .await?;
        }
        // Read again in any case: somebody else may have been faster.
        let row = self.store.complaint(number.as_str()).await?;
        let row = row.ok_or(Refused::Feedback(ProblemCode::ComplaintNotFound))?;
        let view = self.staff_view(row, said).await?;
        if view
            .answer
            .as_ref()
            .is_some_and(|answer| answer.note == note)
        {
            Ok(view)
        } else {
            Err(Refused::Feedback(ProblemCode::ComplaintAnswered))
        }
    }

    /// What is to be told of the answer to a complaint: the other side left no way to be told.
    async fn news_of_answer(
        &self,
        complaint: &ComplaintRow,
        at: Timestamp,
    ) -> Result<Vec<NewNotice>, Refused> {
        if complaint.actor != Actor::Applicant {
            return Ok(Vec::new());
        }
        let found = self.store.request(&complaint.request).await?;
        let Some((row, _)) = found.filter(|(row, _)| row.erased_at.is_none()) else {
            return Ok(Vec::new());
        };
        let content = self.content(&row.number, &row.content_sealed)?;
        Ok(self.notices(&content, at))
    }

    /// The latest ratings of the organization of these staff.
    pub async fn ratings(&self, staff: &Staff) -> Result<StaffRatingsView, Refused> {
        staff.hears_complaints()?;
        self.write_down(staff, AuditAct::ReadRatings, None).await?;
        let rows = self.store.ratings(&staff.organization, RATINGS_MOST);
        let view = |row: RatingRow| {
            let day = time::china_date(row.rated_at);
            let rating = self.rating_view(&row)?;
            Ok(StaffRatingView {
                month: time::month(day),
                stars: rating.stars,
                note: rating.note,
                may_publish: rating.may_publish,
            })
        };
        let ratings: Result<_, Refused> = rows.await?.into_iter().map(view).collect();
        Ok(StaffRatingsView { ratings: ratings? })
    }

    async fn speaker(&self, party: &Party) -> Result<Speaker, Refused> {
        match party {
            Party::Owner(owner) => {
                let (row, entries) = self.request_of(owner).await?;
                Ok(Speaker {
                    actor: Actor::Applicant,
                    came_with: row.number.clone(),
                    case: self.case(row, entries).await?,
                })
            }
            Party::Invited(invited) => {
                let (case, invitation) = self.case_of_invited(invited).await?;
                Ok(Speaker {
                    actor: Actor::Respondent,
                    came_with: invitation.id,
                    case,
                })
            }
        }
    }

    /// Who can be complained to about this organization.
    fn receivers(&self, about: &OrganizationRow) -> Vec<(ComplaintReceiver, OrganizationRow)> {
        let centre = self
            .centre_over(about)
            .map(|centre| (ComplaintReceiver::Centre, centre));
        std::iter::once((ComplaintReceiver::Organization, about.clone()))
            .chain(centre)
            .collect()
    }

    /// The centre above this organization, which is never itself.
    pub(super) fn centre_over(&self, about: &OrganizationRow) -> Option<OrganizationRow> {
        let centre = self.directory.centre_above(about);
        centre.filter(|centre| centre.id != about.id)
    }

    /// Everybody who was named as a mediator of a case.
    fn mediators(&self, case: &Case) -> Result<Vec<Mediator>, Refused> {
        let mut mediators = Vec::new();
        for (at, entry) in case.entries.iter().enumerate() {
            let detail = self.open_detail(&case.row.number, at, &entry.detail_sealed)?;
            let Some(name) = detail.mediator else {
                continue;
            };
            let mediator = match detail.mediator_account {
                Some(account) => Mediator::Account { name, account },
                None => Mediator::Name(name),
            };
            if !mediators.contains(&mediator) {
                mediators.push(mediator);
            }
        }
        Ok(mediators)
    }

    /// A complaint that is addressed to the organization of these staff, and not about themselves.
    async fn complaint_for(
        &self,
        staff: &Staff,
        number: &ComplaintNumber,
    ) -> Result<(ComplaintRow, Said), Refused> {
        let found = self.store.complaint(number.as_str()).await?;
        let row = found
            .filter(|row| row.receiver == staff.organization)
            .ok_or(Refused::Feedback(ProblemCode::ComplaintNotFound))?;
        let said = self.said(&row)?;
        if said.is_about(staff) {
            return Err(Refused::Feedback(ProblemCode::Forbidden));
        }
        Ok((row, said))
    }

    fn said(&self, row: &ComplaintRow) -> Result<Said, Refused> {
        let json = self.keys.open(complaint_place(&row.number), &row.sealed)?;
        Ok(serde_json::from_slice(&json)?)
    }

    fn complaint_answer(&self, row: &ComplaintRow) -> Result<Option<ComplaintAnswer>, Refused> {
        let Some((at, sealed)) = &row.answer else {
            return Ok(None);
        };
        let note = self.keys.open(answer_place(&row.number), sealed)?;
        Ok(Some(ComplaintAnswer {
            at: time::wire(*at),
            note: String::from_utf8_lossy(&note).into_owned(),
        }))
    }

    async fn complaint_view(&self, row: ComplaintRow) -> Result<ComplaintView, Refused> {
        let said = self.said(&row)?;
        let receiver = self.organization(&row.receiver).await?;
        Ok(ComplaintView {
            status: status(&row),
            grounds: said.grounds,
            note: said.note,
            receiver: index::reference(&receiver),
            filed_at: time::wire(row.filed_at),
            answer_by: row.answer_by.to_string(),
            is_late: self.is_late(&row),
            answer: self.complaint_answer(&row)?,
            number: row.number,
        })
    }

    async fn staff_view(
        &self,
        row: ComplaintRow,
        said: Said,
    ) -> Result<StaffComplaintView, Refused> {
        let about = self.organization(&row.about).await?;
        Ok(StaffComplaintView {
            status: status(&row),
            about: index::reference(&about),
            by: row.actor,
            grounds: said.grounds,
            note: said.note,
            mediators: said
                .mediators
                .iter()
                .map(|one| one.name().to_owned())
                .collect(),
            filed_at: time::wire(row.filed_at),
            answer_by: row.answer_by.to_string(),
            is_late: self.is_late(&row),
            answer: self.complaint_answer(&row)?,
            number: row.number,
            request: row.request,
        })
    }

    /// The words of a rating, if there are any.
    pub(super) fn rating_note(&self, row: &RatingRow) -> Result<Option<String>, Refused> {
        let open = |sealed: &Vec<u8>| self.keys.open(rating_place(&row.id), sealed);
        let note = row.note_sealed.as_ref().map(open).transpose()?;
        Ok(note.map(|note| String::from_utf8_lossy(&note).into_owned()))
    }

    fn rating_view(&self, row: &RatingRow) -> Result<RatingView, Refused> {
        Ok(RatingView {
            stars: row.stars,
            note: self.rating_note(row)?,
            may_publish: row.may_publish,
            is_shown: row.verdict.as_ref().map(|verdict| verdict.shown),
            change_until: change_until(row).to_string(),
        })
    }

    fn is_late(&self, row: &ComplaintRow) -> bool {
        row.answer.is_none() && self.today() > row.answer_by
    }

    fn today(&self) -> Date {
        time::china_date(self.now())
    }
}

fn status(row: &ComplaintRow) -> ComplaintStatus {
    match row.answer {
        Some(_) => ComplaintStatus::Answered,
        None => ComplaintStatus::Received,
    }
}

fn receiver_view((receiver, organization): &(ComplaintReceiver, OrganizationRow)) -> ReceiverView {
    ReceiverView {
        receiver: *receiver,
        organization: index::reference(organization),
    }
}

/// One rating for each side of a case.
fn rating_id(speaker: &Speaker) -> String {
    [&speaker.case.row.number, "/", speaker.actor.as_str()].concat()
}

/// The last day on which a rating can be changed.
fn change_until(row: &RatingRow) -> Date {
    let days = SignedDuration::from_hours(24 * i64::from(RATING_DAYS));
    time::china_date(time::after(row.rated_at, days))
}

pub(super) fn complaint_place(number: &str) -> Place<'_> {
    Place {
        table: "complaint",
        column: "sealed",
        row: number,
    }
}

pub(super) fn answer_place(number: &str) -> Place<'_> {
    Place {
        table: "complaint",
        column: "answer",
        row: number,
    }
}

pub(super) fn rating_place(id: &str) -> Place<'_> {
    Place {
        table: "rating",
        column: "note",
        row: id,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::desk::Role;

    use super::*;

    #[test]
    fn a_mediator_is_known_by_the_account_and_a_namesake_is_not_them() {
        let staff = |account: Option<&str>| Staff {
            organization: "a".to_owned(),
            name: "王调解员".to_owned(),
            role: Role::Lead,
            account: account.map(str::to_owned),
        };
        // As they were written before accounts were kept, and since.
        let said = |mediators: &str| -> Said {
            let json = format!(r#"{{"grounds": [], "note": "", "mediators": [{mediators}]}}"#);
            serde_json::from_str(&json).unwrap()
        };
        let with_account = said(r#"{"name": "王调解员", "account": "one"}"#);
        assert!(with_account.is_about(&staff(Some("one"))));
        assert!(!with_account.is_about(&staff(Some("namesake"))));
        // A program or a name says too little to rule it out.
        assert!(with_account.is_about(&staff(None)));
        let by_name = said(r#""王调解员""#);
        assert!(by_name.is_about(&staff(Some("one"))));
        assert!(!said(r#""李调解员""#).is_about(&staff(Some("one"))));
    }
}
