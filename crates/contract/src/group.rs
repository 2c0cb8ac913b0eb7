//! Filing together: one starts a group, others join with its code, each confirms their own part. What a
//! group shares, what one member may see of the others, and when there are representatives.

use serde::{Deserialize, Serialize};

use crate::draft::{Code, Draft, Field, Issue, OtherDraft};
use crate::kinds::DisputeField;
use crate::organization::OrganizationRef;
use crate::request::{Content, OtherSide, Respondent};
use crate::status::Status;

/// From so many workers with a common claim on, they may choose representatives (劳动争议调解仲裁法 art 7).
pub const REPRESENTED_FROM: u32 = 10;

/// Most members of a group.
pub const MEMBERS_MAX: u32 = 500;

/// For how many days a new join code is good.
pub const CODE_DAYS: u8 = 30;

/// Most seats named in one vote: nobody has more candidates to choose from.
const SEATS_MAX: usize = MEMBERS_MAX as usize;

/// Whether people file together about this: where many may have the same claim against one employer.
pub fn is_offered(field: DisputeField) -> bool {
    matches!(field, DisputeField::Labor | DisputeField::NewEmployment)
}

/// Whether a group can be started from a request.
pub fn may_start(field: DisputeField, status: Status) -> bool {
    is_offered(field) && status.is_open()
}

/// What a group shares with whoever has its code: the other side and, if the starter wants it, the account
/// of what happened. Never a person, a contact, a sum or a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shared {
    /// What the dispute is about.
    pub field: DisputeField,
    /// Against whom, without a way to reach them.
    pub respondent: Respondent,
    /// Against whom else, without a way to reach them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherSide>,
    /// What happened, as a proposal to be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
}

impl Shared {
    /// What is shared of a request.
    pub fn of(content: &Content, with_story: bool) -> Self {
        let without_contact = |other: &OtherSide| OtherSide {
            contact: None,
            ..other.clone()
        };
        Self {
            field: content.field,
            respondent: Respondent {
                contact: None,
                ..content.respondent.clone()
            },
            others: content.others.iter().map(without_contact).collect(),
            story: with_story.then(|| content.story.clone()),
        }
    }

    /// Puts what is shared into a draft. What the person has written about the other side or about what
    /// happened stays.
    pub fn fill(&self, draft: &mut Draft) {
        draft.field = self.field.as_str().to_owned();
        if draft.respondent_name.trim().is_empty() && draft.others.is_empty() {
            let kind = self.respondent.kind.filter(|kind| kind.is_known());
            let code = self.respondent.code.as_ref();
            draft.respondent_kind = kind
                .map(|kind| kind.as_str().to_owned())
                .unwrap_or_default();
            draft.respondent_name = self.respondent.name.clone().unwrap_or_default();
            draft.respondent_code = code
                .map(|code| code.as_str().to_owned())
                .unwrap_or_default();
            draft.others = self.others.iter().map(OtherDraft::from).collect();
        }
        if let Some(story) = &self.story
            && draft.story.trim().is_empty()
        {
            draft.story = story.clone();
        }
    }
}

/// A member as the rules see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// What names the member within the group, and nowhere else.
    pub seat: String,
    /// The person's name. It reaches others only with consent.
    pub name: String,
    /// Whether they started the group.
    pub is_starter: bool,
    /// Whether they agreed that the group sees their name.
    pub shows_name: bool,
    /// Whether they are willing to represent the others.
    pub stands: bool,
    /// Whether they took their request back: they count no longer.
    pub is_withdrawn: bool,
    /// The seats they approve of as representatives.
    pub approves: Vec<String>,
}

/// Somebody who is willing to represent the group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidate {
    /// What names them within the group.
    pub seat: String,
    /// Their name.
    pub name: String,
    /// How many members approve.
    pub approvals: u32,
    /// Whether more than half of the members do.
    pub is_chosen: bool,
    /// Whether the reader does.
    pub is_approved: bool,
}

/// What one member sees: their own part, how many there are, and those who want to be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberPart {
    /// How many members there are, the reader among them.
    pub members: u32,
    /// Whether the reader started the group.
    pub is_starter: bool,
    /// Whether the reader agreed that the others see their name.
    pub shows_name: bool,
    /// Whether the reader is willing to represent the others.
    pub stands: bool,
    /// Names of the others who agreed to that.
    pub names: Vec<String>,
    /// Who can be approved of as a representative; absent while there are too few members for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidates: Option<Vec<Candidate>>,
}

/// How many members there are.
pub fn count(members: &[Membership]) -> u32 {
    let there = members.iter().filter(|member| !member.is_withdrawn);
    u32::try_from(there.count()).unwrap_or(u32::MAX)
}

/// Who can be approved of as a representative, as the member in this seat sees it; `None` while there are
/// too few members for that.
pub fn candidates(members: &[Membership], reader: &str) -> Option<Vec<Candidate>> {
    let count = count(members);
    if count < REPRESENTED_FROM {
        return None;
    }
    let there = || members.iter().filter(|member| !member.is_withdrawn);
    let standing = there().filter(|member| member.stands && member.shows_name);
    let candidates = standing.map(|candidate| {
        let voters = || there().filter(|voter| voter.approves.contains(&candidate.seat));
        let approvals = u32::try_from(voters().count()).unwrap_or(u32::MAX);
        Candidate {
            seat: candidate.seat.clone(),
            name: candidate.name.clone(),
            approvals,
            is_chosen: approvals > count / 2,
            is_approved: voters().any(|voter| voter.seat == reader),
        }
    });
    Some(candidates.collect())
}

/// What the member in this seat sees; `None` when nobody sits there.
pub fn part_of(members: &[Membership], seat: &str) -> Option<MemberPart> {
    let reader = members.iter().find(|member| member.seat == seat)?;
    let names = members
        .iter()
        .filter(|other| other.seat != seat && other.shows_name && !other.is_withdrawn)
        .map(|other| other.name.clone());
    Some(MemberPart {
        members: count(members),
        is_starter: reader.is_starter,
        shows_name: reader.shows_name,
        stands: reader.stands,
        names: names.collect(),
        candidates: candidates(members, seat),
    })
}

/// A group as one of its members sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupView {
    /// What the group shares.
    pub shared: Shared,
    /// Until when its code is good, RFC 3339; absent when nobody can join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_until: Option<String>,
    /// Its code in two groups, for the starter while somebody can join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whether the starter ended the joining. A code that is too old can be renewed, an ended group cannot.
    pub is_closed: bool,
    /// The reader's part.
    pub part: MemberPart,
}

/// The code of a group is a secret: its debug form does not show it.
impl std::fmt::Debug for GroupView {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("GroupView")
            .field("part", &self.part)
            .finish_non_exhaustive()
    }
}

/// `GET /api/v1/requests/{number}/group` with the access code, and the answer to every move in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupPart {
    /// Where all of the group's requests go.
    pub organization: OrganizationRef,
    /// The group, if the request is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupView>,
    /// What a group would share, if one can be started; the account of what happened only if wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Shared>,
}

/// `GET /api/v1/groups/invitation` with a join code: what somebody is told who may join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// Where all of the group's requests go.
    pub organization: OrganizationRef,
    /// What the group shares.
    pub shared: Shared,
    /// How many have joined; not who.
    pub members: u32,
    /// Until when the code is good, RFC 3339.
    pub open_until: String,
}

/// Body of `POST /api/v1/requests/{number}/group`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartGroup {
    /// Has seen what is shared with whoever has the code, and agrees.
    pub consent_share: bool,
    /// Shares the account of what happened, too.
    pub share_story: bool,
}

impl StartGroup {
    /// What is wrong with it.
    pub fn issues(self) -> Vec<Issue> {
        let missing = Issue::new(Field::ConsentShare, Code::NotAgreed);
        (!self.consent_share)
            .then_some(missing)
            .into_iter()
            .collect()
    }
}

/// Body of `POST /api/v1/requests/{number}/group/moves`. Each says how things shall be, so that a repeated
/// sending is harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum GroupMove {
    /// A new code takes the old one's place. For the starter.
    RenewCode {},
    /// Nobody can join any more. For the starter.
    Close {},
    /// Whether the others see the member's name. Who hides it stands no longer.
    ShowName {
        /// Whether they do.
        shown: bool,
    },
    /// Whether the member is willing to represent the others, who then see their name.
    Stand {
        /// Whether they are.
        stands: bool,
    },
    /// Whom the member approves of as representatives, instead of whom they did before.
    Approve {
        /// The seats of these.
        seats: Vec<String>,
    },
    /// Leaves the group; the request stays. When the starter leaves, nobody can join any more.
    Leave {},
}

impl GroupMove {
    /// Whether a member with this part may do this now.
    pub fn is_allowed(&self, part: &MemberPart, is_closed: bool) -> bool {
        let has_vote = part.candidates.is_some();
        match self {
            Self::RenewCode {} => part.is_starter && !is_closed,
            Self::Close {} => part.is_starter,
            Self::Stand { stands: true } => has_vote,
            Self::Approve { seats } => has_vote && seats.len() <= SEATS_MAX,
            Self::ShowName { .. } | Self::Stand { stands: false } | Self::Leave {} => true,
        }
    }
}

/// A request that belongs to a group, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupRequest {
    /// The request number.
    pub number: String,
    /// Where it stands.
    pub status: Status,
    /// Whether more than half of the members chose this applicant to represent them.
    pub is_representative: bool,
}

/// `GET /api/v1/staff/requests/{number}/group`: the requests that were filed together, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffGroupView {
    /// The requests, all of the same organization.
    pub requests: Vec<GroupRequest>,
    /// Whether more can still join.
    pub is_open: bool,
}

/// That a request was filed together with others, on the request itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupMark {
    /// How many members the group has.
    pub members: u32,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn member(seat: usize) -> Membership {
        Membership {
            seat: format!("seat-{seat}"),
            name: format!("姓名{seat}。"),
            is_starter: seat == 0,
            shows_name: false,
            stands: false,
            is_withdrawn: false,
            approves: Vec::new(),
        }
    }

    fn any_group() -> impl Strategy<Value = Vec<Membership>> {
        let one = (
            any::<[bool; 3]>(),
            proptest::collection::vec(0usize..16, 0..6),
        );
        proptest::collection::vec(one, 1..16).prop_map(|members| {
            let members = members.into_iter().enumerate();
            let members = members.map(|(seat, (flags, approves))| Membership {
                shows_name: flags[0],
                stands: flags[1],
                is_withdrawn: flags[2],
                approves: approves.iter().map(|seat| format!("seat-{seat}")).collect(),
                ..member(seat)
            });
            members.collect()
        })
    }

    #[test]
    fn representatives_are_chosen_from_ten_members_on_by_more_than_half() {
        let mut members: Vec<_> = (0..10).map(member).collect();
        members[3].shows_name = true;
        members[3].stands = true;
        for voter in 0..6 {
            let chosen = candidates(&members, "seat-0").unwrap()[0].is_chosen;
            assert!(!chosen, "{voter} of ten approve");
            members[voter].approves.push("seat-3".to_owned());
        }
        let all = candidates(&members, "seat-0").unwrap();
        assert_eq!((all[0].approvals, all[0].is_chosen), (6, true));
        assert!(all[0].is_approved);
        assert!(!candidates(&members, "seat-9").unwrap()[0].is_approved);
        // Who took their request back counts no longer, neither as a member nor as a voter.
        members[9].is_withdrawn = true;
        assert_eq!(candidates(&members, "seat-0"), None);
        assert_eq!(count(&members), 9);
    }

    #[test]
    fn only_the_starter_decides_about_the_code_and_nobody_votes_among_few() {
        let few: Vec<_> = (0..3).map(member).collect();
        let many: Vec<_> = (0..12).map(member).collect();
        let starter = part_of(&few, "seat-0").unwrap();
        let other = part_of(&few, "seat-1").unwrap();
        assert!(GroupMove::RenewCode {}.is_allowed(&starter, false));
        assert!(!GroupMove::RenewCode {}.is_allowed(&starter, true));
        assert!(GroupMove::Close {}.is_allowed(&starter, true));
        for only_starter in [GroupMove::RenewCode {}, GroupMove::Close {}] {
            assert!(!only_starter.is_allowed(&other, false));
        }
        let approve = GroupMove::Approve {
            seats: vec!["seat-2".to_owned()],
        };
        for vote in [GroupMove::Stand { stands: true }, approve] {
            assert!(!vote.is_allowed(&other, false));
            assert!(vote.is_allowed(&part_of(&many, "seat-1").unwrap(), true));
        }
        for free in [
            GroupMove::ShowName { shown: true },
            GroupMove::Stand { stands: false },
            GroupMove::Leave {},
        ] {
            assert!(free.is_allowed(&other, true));
        }
    }

    #[test]
    fn moves_are_read_strictly() {
        let read = |json: &str| serde_json::from_str::<GroupMove>(json);
        assert_eq!(read(r#"{"move":"leave"}"#).unwrap(), GroupMove::Leave {});
        assert!(read(r#"{"move":"leave","extra":1}"#).is_err());
        assert!(read(r#"{"move":"expel"}"#).is_err());
    }

    #[test]
    fn a_group_is_for_labor_and_shares_no_contact() {
        assert!(is_offered(DisputeField::NewEmployment));
        assert!(!is_offered(DisputeField::Family));
        assert!(may_start(DisputeField::Labor, Status::Accepted));
        assert!(!may_start(DisputeField::Labor, Status::Withdrawn));
        let draft = Draft {
            organization: "org1".into(),
            field: "new-employment".into(),
            name: "标记姓名".into(),
            mobile: "13912345678".into(),
            region: "320106".into(),
            amount: "4321".into(),
            address: "标记地址".into(),
            respondent_name: "某站点".into(),
            respondent_contact: "标记联系".into(),
            others: vec![OtherDraft {
                name: "某平台".into(),
                contact: "标记线索".into(),
                ..OtherDraft::default()
            }],
            story: "扣了三个月的钱，一直没有说法。".into(),
            claims: "标记请求".into(),
            consent_privacy: true,
            consent_share: true,
            ..Draft::default()
        };
        let content = draft.parse().unwrap().content;
        for with_story in [false, true] {
            let shared = Shared::of(&content, with_story);
            let json = serde_json::to_string(&shared).unwrap();
            assert!(json.contains("某站点") && json.contains("某平台"), "{json}");
            for kept in ["标记", "139", "4321", "432100"] {
                assert!(!json.contains(kept), "{json}");
            }
            assert_eq!(json.contains("一直没有说法"), with_story);
            assert_eq!(serde_json::from_str::<Shared>(&json).unwrap(), shared);
            // What it puts into a draft is what it says, and what was written stays.
            let mut empty = Draft::default();
            shared.fill(&mut empty);
            assert_eq!(empty.respondent_name, "某站点");
            assert_eq!(empty.others[0].name, "某平台");
            assert_eq!(empty.story.is_empty(), !with_story);
            let mut written = Draft {
                respondent_name: "我写的".into(),
                story: "我的经过".into(),
                ..Draft::default()
            };
            shared.fill(&mut written);
            assert_eq!(
                (written.respondent_name.as_str(), written.others.len()),
                ("我写的", 0)
            );
            assert_eq!(written.story, "我的经过");
        }
    }

    proptest! {
        #[test]
        fn nobody_sees_the_name_of_somebody_who_did_not_agree(members in any_group()) {
            for reader in &members {
                let part = part_of(&members, &reader.seat).unwrap();
                let json = serde_json::to_string(&part).unwrap();
                for other in &members {
                    let may_be_seen = other.shows_name && !other.is_withdrawn;
                    if !may_be_seen {
                        prop_assert!(!json.contains(&other.name), "{json}");
                        // Nor the seat, by which votes are counted.
                        prop_assert!(!json.contains(&format!("\"{}\"", other.seat)), "{json}");
                    }
                    if may_be_seen && other.seat != reader.seat {
                        prop_assert!(part.names.contains(&other.name));
                    }
                }
                prop_assert_eq!(part.members, count(&members));
                prop_assert_eq!(part.candidates.is_some(), part.members >= REPRESENTED_FROM);
                for candidate in part.candidates.unwrap_or_default() {
                    prop_assert!(candidate.approvals <= part.members);
                    prop_assert_eq!(candidate.is_chosen, candidate.approvals * 2 > part.members);
                }
            }
            prop_assert_eq!(part_of(&members, "nobody"), None);
        }
    }
}
