//! News on the screens of the owner's devices: which browsers are told, beginning and ending that, and telling them.

use contract::notices::NoticeChannel;
use contract::push::{
    DEVICES_MAX, PushDevice, PushMark, PushStop, PushSubscription, PushView, may_show,
};
use contract::request::{Content, RequestView};
use contract::status::Actor;
use futures_util::future::join_all;

use super::access::Owner;
use super::{Cases, Refused};
use crate::crypto::{Place, Purpose, hex};
use crate::notices::Undelivered;
use crate::notices::push::{Identity, Unpushed};
use crate::store::RequestRow;
use crate::store::notices::NoticeRow;
use crate::store::push::{PushRow, PushTarget};

impl Cases {
    /// From now on a browser of the owner's is told of news. Again is no different from once.
    pub async fn begin_push(
        &self,
        owner: &Owner,
        browser: &PushSubscription,
    ) -> Result<RequestView, Refused> {
        let (row, entries) = self.request_of(owner).await?;
        let content = self.content(&row.number, &row.content_sealed)?;
        if !self.may_begin(&row, &content) || !self.post.takes(browser) {
            return Err(Refused::NoPush);
        }
        let id = self.device(&row.number, &browser.endpoint);
        let sealed = self.keys.seal(place(&id), &serde_json::to_vec(browser)?)?;
        let begun = PushRow {
            id,
            number: row.number.clone(),
            sealed,
            begun_at: self.now(),
        };
        if !self.store.begin_push(&begun, DEVICES_MAX).await? {
            return Err(Refused::Erased);
        }
        let case = self.case(row, entries).await?;
        self.view(&case, Actor::Applicant).await
    }

    /// Whether this browser is told of news.
    pub async fn is_pushed(
        &self,
        owner: &Owner,
        browser: &PushDevice,
    ) -> Result<PushMark, Refused> {
        let (row, _) = self.request_of(owner).await?;
        let id = self.device(&row.number, &browser.endpoint);
        let on = self.store.pushed(&row.number).await?.contains(&id);
        Ok(PushMark { on })
    }

    /// The owner's browser is told no more, or none of them is. Again is no different from once.
    pub async fn end_push(&self, owner: &Owner, stop: &PushStop) -> Result<RequestView, Refused> {
        let (row, entries) = self.request_of(owner).await?;
        match &stop.endpoint {
            Some(endpoint) => {
                let id = self.device(&row.number, endpoint);
                self.store.end_push(&id).await?;
            }
            None => self.store.end_pushes(&row.number).await?,
        }
        let case = self.case(row, entries).await?;
        self.view(&case, Actor::Applicant).await
    }

    /// What the owner sees of it; nothing where there is nothing to begin or to end.
    pub(super) async fn push_view(
        &self,
        row: &RequestRow,
        content: &Content,
    ) -> Result<Option<PushView>, Refused> {
        let key = self
            .may_begin(row, content)
            .then(|| self.post.identity(&self.keys).public().to_owned());
        let devices = self.store.pushed(&row.number).await?.len();
        let view = PushView {
            key,
            devices: u32::try_from(devices).unwrap_or(u32::MAX),
        };
        Ok((view != PushView::default()).then_some(view))
    }

    /// Not where nothing happens any more, either.
    fn may_begin(&self, row: &RequestRow, content: &Content) -> bool {
        let is_offered = self.post.channels().contains(&NoticeChannel::Push);
        is_offered && row.status.is_open() && may_show(content)
    }

    /// Tells all browsers that have not been told of this news. Those that are not there any more are forgotten, and
    /// all of them once the request has ended: nothing else happens to it.
    pub(super) async fn tell_browsers(
        &self,
        notice: &NoticeRow,
        row: &RequestRow,
    ) -> Result<Result<(), Undelivered>, Refused> {
        // The answer to a complaint is no entry of the timeline, and nobody keeps who was told of it: all are.
        let entry = (notice.number == row.number).then_some(notice.version);
        let before = entry.unwrap_or(i64::MAX);
        let targets = self.store.to_push(&row.number, before).await?;
        let identity = self.post.identity(&self.keys);
        let told = targets
            .iter()
            .map(|target| self.tell_browser(identity, target, entry));
        let mut failed = Vec::new();
        for told in join_all(told).await {
            failed.extend(told?);
        }
        // One that took it is enough then: another try would go to that one too.
        if entry.is_none() && failed.len() < targets.len() {
            return Ok(Ok(()));
        }
        // One that may work later is worth another try, whatever the others say.
        failed.sort_by_key(|failed| failed.is_lasting);
        if let Some(failed) = failed.into_iter().next() {
            return Ok(Err(failed));
        }
        self.forget_browsers(row).await?;
        Ok(Ok(()))
    }

    /// Keeps no browsers of a request that has ended, once its last news is told or given up.
    pub(super) async fn forget_browsers(&self, row: &RequestRow) -> Result<(), Refused> {
        if !row.status.is_open() {
            self.store.end_pushes(&row.number).await?;
        }
        Ok(())
    }

    async fn tell_browser(
        &self,
        identity: &Identity,
        target: &PushTarget,
        entry: Option<i64>,
    ) -> Result<Option<Undelivered>, Refused> {
        let json = self.keys.open(place(&target.id), &target.sealed)?;
        let browser: PushSubscription = serde_json::from_slice(&json)?;
        match self.post.push(identity, &browser, self.now()).await {
            Ok(()) => {
                if let Some(version) = entry {
                    self.store.mark_pushed(&target.id, version).await?;
                }
            }
            Err(Unpushed::Gone) => self.store.end_push(&target.id).await?,
            Err(Unpushed::Undelivered(failed)) => return Ok(Some(failed)),
        }
        Ok(None)
    }

    /// By what a browser is recognized among those of a request.
    fn device(&self, number: &str, endpoint: &str) -> String {
        let named = [number, " ", endpoint].concat();
        hex(&self.keys.mac(Purpose::PushDevice, named.as_bytes()))
    }
}

pub(super) fn place(id: &str) -> Place<'_> {
    Place {
        table: "push_subscription",
        column: "sealed",
        row: id,
    }
}
