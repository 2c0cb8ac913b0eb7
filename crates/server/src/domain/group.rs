//! Filing together: starting a group, being invited, what a member sees and changes, what staff see.

use std::net::IpAddr;
use std::sync::Arc;

use contract::desk::AuditAct;
use contract::draft::{Code, Field, Issue, NewRequest};
use contract::group::{
    self, CODE_DAYS, GroupMove, GroupPart, GroupRequest, GroupView, Invitation, MEMBERS_MAX,
    Membership, Shared, StaffGroupView, StartGroup,
};
use contract::number::JoinCode;
use contract::problem::ProblemCode;
use contract::status::Status;
use jiff::{SignedDuration, Timestamp};

use super::{Cases, Owner, Refused, Staff, time};
use crate::crypto::{self, Place, Purpose, hex};
use crate::directory::index;
use crate::store::group::{CodeRow, GroupChange, GroupRow, JoinRow, MemberRow, NewGroupRow};
use crate::store::{Mac, RequestRow};

impl Cases {
    /// What the group with this code shares.
    pub async fn invitation(&self, code: &JoinCode, client: IpAddr) -> Result<Invitation, Refused> {
        let (group, members) = self.group_for(code, client).await?;
        let organization = self.organization(&group.organization).await?;
        Ok(Invitation {
            organization: index::reference(&organization),
            shared: self.shared(&group)?,
            members,
            open_until: time::wire(group.expires_at),
        })
    }

    /// The group that a request joins, as its code says.
    pub(super) async fn joining(
        &self,
        request: &NewRequest,
        client: IpAddr,
    ) -> Result<Option<JoinRow>, Refused> {
        let Some(code) = &request.join else {
            return Ok(None);
        };
        let group = match self.group_for(code, client).await {
            Err(Refused::Group(_)) => return Err(not_joined(Code::GroupClosed)),
            found => found?.0,
        };
        let is_elsewhere = group.organization != request.organization;
        if is_elsewhere || self.shared(&group)?.field != request.content.field {
            return Err(not_joined(Code::GroupElsewhere));
        }
        Ok(Some(JoinRow {
            group: group.id,
            seat: seat()?,
            code_mac: self.join_mac(code),
            most: MEMBERS_MAX,
        }))
    }

    /// The owner's group, or what one would share.
    pub async fn group_part(&self, owner: &Owner) -> Result<GroupPart, Refused> {
        let (row, _) = self.request_of(owner).await?;
        self.part(&row).await
    }

    /// Starts a group from the owner's request. Started again, it is the one there is.
    pub async fn start_group(&self, owner: &Owner, body: StartGroup) -> Result<GroupPart, Refused> {
        let (row, _) = self.request_of(owner).await?;
        let issues = body.issues();
        if !issues.is_empty() {
            return Err(Refused::Invalid(issues));
        }
        if self.store.group_of(&row.number).await?.is_none() {
            if !group::may_start(row.field, row.status) {
                return Err(Refused::Group(ProblemCode::GroupNotNow));
            }
            let content = self.content(&row.number, &row.content_sealed)?;
            let shared = serde_json::to_vec(&Shared::of(&content, body.share_story))?;
            let id = hex(&crypto::random::<16>()?);
            let now = self.now();
            let new = NewGroupRow {
                shared_sealed: self.keys.seal(place(&id, "shared"), &shared)?,
                code: self.new_code(&id, now)?,
                id,
                number: row.number.clone(),
                seat: seat()?,
                organization: row.organization.clone(),
                at: now,
            };
            // If another sending was faster, its group is shown.
            self.store.start_group(new).await?;
        }
        self.part(&row).await
    }

    /// A member does something about the group, or about their own part in it.
    pub async fn group_move(&self, owner: &Owner, wish: GroupMove) -> Result<GroupPart, Refused> {
        let (row, _) = self.request_of(owner).await?;
        let Some((group, members)) = self.store.group_of(&row.number).await? else {
            return match wish {
                // An earlier sending of the same did it.
                GroupMove::Leave {} => self.part(&row).await,
                _ => Err(Refused::Group(ProblemCode::GroupNotFound)),
            };
        };
        let view = self.group_view(&row, &group, &members)?;
        if !wish.is_allowed(&view.part, view.is_closed) {
            return Err(Refused::Group(ProblemCode::GroupNotNow));
        }
        let now = self.now();
        let change = match wish {
            GroupMove::RenewCode {} => GroupChange::Renew(self.new_code(&group.id, now)?),
            GroupMove::Close {} => GroupChange::Close(now),
            GroupMove::ShowName { shown } => GroupChange::ShowName(shown),
            GroupMove::Stand { stands } => GroupChange::Stand(stands),
            GroupMove::Approve { seats } => GroupChange::Approve(seats),
            GroupMove::Leave {} => GroupChange::Leave(now),
        };
        // What came in between is on the page that is shown.
        self.store.change_group(&row.number, &change).await?;
        self.part(&row).await
    }

    /// The requests that were filed together with one of the organization.
    pub async fn staff_group(
        &self,
        staff: &Staff,
        number: &str,
    ) -> Result<StaffGroupView, Refused> {
        self.request_for(staff, number, AuditAct::ReadGroup).await?;
        let found = self.store.group_of(number).await?;
        let Some((group, members)) =
            found.filter(|(group, _)| group.organization == staff.organization)
        else {
            return Err(Refused::Group(ProblemCode::GroupNotFound));
        };
        let standing = group::candidates(&self.memberships(&members)?, "").unwrap_or_default();
        let requests = members.into_iter().map(|member| GroupRequest {
            is_representative: standing
                .iter()
                .any(|candidate| candidate.is_chosen && candidate.seat == member.seat),
            number: member.number,
            status: member.status,
        });
        Ok(StaffGroupView {
            requests: requests.collect(),
            is_open: is_open(&group, self.now()),
        })
    }

    /// The group with this code, if it takes people in. Wrong codes count against whoever tries them, like
    /// wrong access codes.
    async fn group_for(&self, code: &JoinCode, client: IpAddr) -> Result<(GroupRow, u32), Refused> {
        let mac = self.join_mac(code);
        let store = Arc::clone(&self.store);
        let find = async move { store.group_by_code(&mac).await };
        let found = self.heard(vec![self.address_scope(client)], find).await?;
        let (group, members) = found.ok_or(Refused::Group(ProblemCode::GroupNotFound))?;
        if !is_open(&group, self.now()) {
            return Err(Refused::Group(ProblemCode::GroupClosed));
        }
        Ok((group, members))
    }

    async fn part(&self, row: &RequestRow) -> Result<GroupPart, Refused> {
        let organization = self.organization(&row.organization).await?;
        let found = self.store.group_of(&row.number).await?;
        let group = found.map(|(group, members)| self.group_view(row, &group, &members));
        let group = group.transpose()?;
        let may_start = group.is_none() && group::may_start(row.field, row.status);
        let offer = may_start.then(|| {
            let content = self.content(&row.number, &row.content_sealed)?;
            Ok::<_, Refused>(Shared::of(&content, true))
        });
        Ok(GroupPart {
            organization: index::reference(&organization),
            group,
            offer: offer.transpose()?,
        })
    }

    /// The group as the member with this request sees it.
    fn group_view(
        &self,
        row: &RequestRow,
        group: &GroupRow,
        members: &[MemberRow],
    ) -> Result<GroupView, Refused> {
        let sits = members.iter().find(|member| member.number == row.number);
        let seat = sits.map(|member| member.seat.as_str()).unwrap_or_default();
        let part = group::part_of(&self.memberships(members)?, seat)
            .ok_or_else(|| Refused::Fault("a member is not in the group".into()))?;
        let is_open = is_open(group, self.now());
        let shows_code = part.is_starter && is_open;
        let code = shows_code.then(|| self.open_code(group));
        Ok(GroupView {
            shared: self.shared(group)?,
            open_until: is_open.then(|| time::wire(group.expires_at)),
            code: code.transpose()?,
            is_closed: group.closed_at.is_some(),
            part,
        })
    }

    /// The members as the rules see them: with the names of those who show them, and of nobody else.
    fn memberships(&self, members: &[MemberRow]) -> Result<Vec<Membership>, Refused> {
        let member = |row: &MemberRow| {
            let content = row.content_sealed.as_ref();
            let content = content.map(|sealed| self.content(&row.number, sealed));
            Ok(Membership {
                seat: row.seat.clone(),
                name: content
                    .transpose()?
                    .map(|content| content.applicant.name)
                    .unwrap_or_default(),
                is_starter: row.is_starter,
                shows_name: row.shows_name,
                stands: row.stands,
                is_withdrawn: row.status == Status::Withdrawn,
                approves: row.approves.clone(),
            })
        };
        members.iter().map(member).collect()
    }

    fn shared(&self, group: &GroupRow) -> Result<Shared, Refused> {
        let json = self
            .keys
            .open(place(&group.id, "shared"), &group.shared_sealed)?;
        Ok(serde_json::from_slice(&json)?)
    }

    /// What the group that this request started shares without its story, sealed; `None` if it started none.
    pub(super) async fn shared_without(&self, number: &str) -> Result<Option<Vec<u8>>, Refused> {
        let Some((group, members)) = self.store.group_of(number).await? else {
            return Ok(None);
        };
        let started = |member: &MemberRow| member.is_starter && member.number == number;
        if !members.iter().any(started) {
            return Ok(None);
        }
        let shared = Shared {
            story: None,
            ..self.shared(&group)?
        };
        let shared = serde_json::to_vec(&shared)?;
        Ok(Some(self.keys.seal(place(&group.id, "shared"), &shared)?))
    }

    fn join_mac(&self, code: &JoinCode) -> Mac {
        self.keys.mac(Purpose::JoinCode, code.symbols().as_bytes())
    }

    fn new_code(&self, group: &str, now: Timestamp) -> Result<CodeRow, Refused> {
        let code = JoinCode::new(crypto::random()?);
        let days = SignedDuration::from_hours(24 * i64::from(CODE_DAYS));
        Ok(CodeRow {
            mac: self.join_mac(&code),
            sealed: self
                .keys
                .seal(place(group, "code"), code.grouped().as_bytes())?,
            expires_at: now.checked_add(days).unwrap_or(Timestamp::MAX),
        })
    }

    fn open_code(&self, group: &GroupRow) -> Result<String, Refused> {
        let code = self
            .keys
            .open(place(&group.id, "code"), &group.code_sealed)?;
        String::from_utf8(code).map_err(|_| Refused::Fault("a join code is not text".into()))
    }
}

fn is_open(group: &GroupRow, now: Timestamp) -> bool {
    group.closed_at.is_none() && now < group.expires_at
}

/// Why the group of a request cannot be joined: said of the field that holds its code.
pub(super) fn not_joined(code: Code) -> Refused {
    Refused::Invalid(vec![Issue::new(Field::JoinCode, code)])
}

/// What names a new member within a group.
fn seat() -> Result<String, Refused> {
    Ok(hex(&crypto::random::<8>()?))
}

pub(super) fn place<'a>(group: &'a str, column: &'static str) -> Place<'a> {
    Place {
        table: "filing_group",
        column,
        row: group,
    }
}
