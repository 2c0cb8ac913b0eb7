//! Words of ratings that people let be published: somebody who was not rated looks first whether they hold personal data,
//! and decides on nothing else.

use contract::desk::AuditAct;
use contract::open_data::SaidWords;
use contract::problem::ProblemCode;
use contract::rating::{WaitingView, WaitingWordsView, WordsVerdict};
use jiff::Timestamp;

use super::open_data::city;
use super::{Cases, Refused, Staff, time};
use crate::store::feedback::{RatingRow, VerdictRow};

/// Words in one answer to whoever decides.
const WAITING_MOST: u32 = 100;

/// Words that are read, the latest, to choose from what everybody sees.
const READ_MOST: u32 = 5_000;

/// In whose name the operator decides.
const OPERATOR: &str = "operator";

impl Cases {
    /// Words that wait for the centre of these staff.
    pub async fn waiting_words(&self, staff: &Staff) -> Result<WaitingView, Refused> {
        staff.reviews_words()?;
        self.write_down(staff, AuditAct::ReadRatings, None).await?;
        self.waiting_for(Some(&staff.organization)).await
    }

    /// Staff of a centre decide on words that wait for it. The same decision again is no other one.
    pub async fn decide_words(
        &self,
        staff: &Staff,
        id: &str,
        verdict: WordsVerdict,
    ) -> Result<WordsVerdict, Refused> {
        staff.reviews_words()?;
        self.write_down(staff, AuditAct::DecidedWords, None).await?;
        let verdict = self.verdict(verdict.show, Some(&staff.organization), &staff.name);
        self.decide(id, verdict).await
    }

    /// Words that wait for the operator, because no centre is above who was rated.
    pub async fn operators_words(&self) -> Result<WaitingView, Refused> {
        self.waiting_for(None).await
    }

    /// Words that were decided to be shown, the latest first.
    pub async fn words_on_show(&self) -> Result<Vec<WaitingWordsView>, Refused> {
        let rows = self
            .store
            .shown_words(Timestamp::UNIX_EPOCH, READ_MOST)
            .await?;
        rows.iter().map(|row| self.words_view(row)).collect()
    }

    /// The operator decides on words that wait for no centre, and takes words off that are shown, whoever decided: what turns
    /// out to hold personal data must not stay (PIPL, article 47).
    pub async fn operator_decides(&self, id: &str, show: bool) -> Result<(), Refused> {
        let verdict = self.verdict(show, None, OPERATOR);
        if !show && self.store.decide_words(id, Some(true), &verdict).await? {
            return Ok(());
        }
        self.decide(id, verdict).await.map(drop)
    }

    /// What everybody may be told that people said since then.
    pub(super) async fn said_words(&self, since: Timestamp) -> Result<Vec<SaidWords>, Refused> {
        let rows = self.store.shown_words(since, READ_MOST).await?;
        let mut said = Vec::with_capacity(rows.len());
        for row in rows {
            said.push(SaidWords {
                month: month(&row),
                city: city(self.organization(&row.organization).await?.region),
                stars: row.stars,
                words: self.rating_note(&row)?.unwrap_or_default(),
            });
        }
        Ok(said)
    }

    fn verdict(&self, shown: bool, reviewer: Option<&str>, by: &str) -> VerdictRow {
        VerdictRow {
            shown,
            reviewer: reviewer.map(str::to_owned),
            by: by.to_owned(),
            at: self.now(),
        }
    }

    /// Who decides on words about this organization: the centre above it, or nobody but the operator. Asked when it is
    /// needed: the directory changes.
    async fn reviewer(&self, organization: &str) -> Result<Option<String>, Refused> {
        let about = self.organization(organization).await?;
        Ok(self.centre_over(&about).map(|centre| centre.id))
    }

    async fn waiting_for(&self, reviewer: Option<&str>) -> Result<WaitingView, Refused> {
        let mut organizations = Vec::new();
        for organization in self.store.words_wait_at().await? {
            if self.reviewer(&organization).await?.as_deref() == reviewer {
                organizations.push(organization);
            }
        }
        let rows = self
            .store
            .waiting_words(&organizations, WAITING_MOST + 1)
            .await?;
        let most = WAITING_MOST as usize;
        let words: Result<_, Refused> = rows
            .iter()
            .take(most)
            .map(|row| self.words_view(row))
            .collect();
        Ok(WaitingView {
            words: words?,
            has_more: rows.len() > most,
        })
    }

    async fn decide(&self, id: &str, verdict: VerdictRow) -> Result<WordsVerdict, Refused> {
        let gone = || Refused::Feedback(ProblemCode::WordsNotFound);
        let row = self.store.words(id).await?.ok_or_else(gone)?;
        if self.reviewer(&row.organization).await? != verdict.reviewer {
            return Err(gone());
        }
        self.store.decide_words(id, None, &verdict).await?;
        // Read again in any case: somebody else may have been faster, or the words be other ones by now.
        let row = self.store.words(id).await?.ok_or_else(gone)?;
        match row.verdict {
            Some(decided) if decided.shown == verdict.shown => Ok(WordsVerdict {
                show: decided.shown,
            }),
            _ => Err(Refused::Feedback(ProblemCode::WordsDecided)),
        }
    }

    fn words_view(&self, row: &RatingRow) -> Result<WaitingWordsView, Refused> {
        Ok(WaitingWordsView {
            id: row.words.clone(),
            month: month(row),
            note: self.rating_note(row)?.unwrap_or_default(),
        })
    }
}

fn month(row: &RatingRow) -> String {
    time::month(time::china_date(row.rated_at))
}
