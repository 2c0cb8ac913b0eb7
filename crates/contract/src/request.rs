//! A request on the wire: what the organization reads, the receipt, and the case as its owner sees it.

use serde::{Deserialize, Serialize};

use crate::claims::Claim;
use crate::deadline::Deadline;
use crate::evidence::EvidenceView;
use crate::group::GroupMark;
use crate::identifier::CreditCode;
use crate::invitation::PartyContact;
use crate::kinds::{DisputeField, Topic};
use crate::notices::NoticeWish;
use crate::organization::OrganizationRef;
use crate::personal::{Corrected, Keeping};
use crate::phone::Mobile;
use crate::push::PushView;
use crate::questions::Answer;
use crate::region::RegionCode;
use crate::settlement::{PaymentMark, TermsMark};
use crate::slots::{SlotChoice, SlotOffer};
use crate::status::{Actor, Event, Status};
use crate::visit::Visit;

/// Longest note of either side, in characters.
pub const NOTE_MAX: u16 = 2000;

wire_enum! {
    /// What the other side is.
    RespondentKind {
        /// 个人
        Person = "person",
        /// 公司、单位、店铺
        Company = "company",
    }
}

wire_enum! {
    /// How the applicant would like to be met.
    ContactChannel {
        /// 打电话
        Phone = "phone",
        /// 当面
        InPerson = "in-person",
        /// 视频
        Video = "video",
    }
}

wire_enum! {
    /// When the applicant can be reached.
    ContactTime {
        /// 工作日白天
        WeekdayDaytime = "weekday-daytime",
        /// 工作日晚上
        WeekdayEvening = "weekday-evening",
        /// 周末
        Weekend = "weekend",
    }
}

wire_enum! {
    /// What a further respondent has to do with it.
    OtherRole {
        /// 平台企业
        Platform = "platform",
        /// 合作企业、站点
        Partner = "partner",
        /// 劳务派遣公司
        Agency = "agency",
        /// 其他
        Other = "other",
    }
}

wire_enum! {
    /// Who files for somebody else.
    HelperRelation {
        /// 子女、家人
        Child = "child",
        /// 邻居、朋友
        Neighbour = "neighbour",
        /// 网格员
        GridWorker = "grid-worker",
        /// 窗口工作人员
        WindowClerk = "window-clerk",
        /// 其他
        Other = "other",
    }
}

wire_enum! {
    /// Whom to get in touch with, where somebody helps.
    WhomToContact {
        /// 本人
        Applicant = "applicant",
        /// 帮忙填的人
        Helper = "helper",
        /// 两个人都可以
        Either = "either",
    }
}

/// Somebody who files for the applicant. That the applicant wants it was confirmed when it was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Helper {
    /// What they are to the applicant.
    pub relation: HelperRelation,
    /// Name.
    pub name: String,
    /// Mobile number.
    pub mobile: Mobile,
    /// Whom to get in touch with, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<WhomToContact>,
}

/// The person who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Applicant {
    /// Name.
    pub name: String,
    /// Mobile number.
    pub mobile: Mobile,
    /// County or township.
    pub region: RegionCode,
    /// Address, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// The other side, as far as the applicant knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Respondent {
    /// Person or company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<RespondentKind>,
    /// Name, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Unified social credit code, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CreditCode>,
    /// Any clue for reaching them; absent when the applicant knows none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A further respondent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherSide {
    /// What they have to do with it; unknown when the applicant did not say.
    pub role: OtherRole,
    /// Name.
    pub name: String,
    /// Unified social credit code, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CreditCode>,
    /// Any clue for reaching them; absent when the applicant knows none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// How and when to get in touch with the applicant; empty means no preference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactWish {
    /// How.
    pub channels: Vec<ContactChannel>,
    /// When.
    pub times: Vec<ContactTime>,
}

/// What the organization reads. Personal data: encrypted at rest, never logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Content {
    /// What the dispute is about.
    pub field: DisputeField,
    /// What exactly, if picked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// The sum in dispute in fen (0.01 yuan), if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_fen: Option<u64>,
    /// Who asks.
    pub applicant: Applicant,
    /// Who files for them, if somebody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helper: Option<Helper>,
    /// Against whom.
    pub respondent: Respondent,
    /// Against whom else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherSide>,
    /// What happened.
    pub story: String,
    /// What is asked for, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<String>,
    /// What was answered to the questions of the field, in the order of the form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// What is claimed in a labor dispute, kind by kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claim_items: Vec<Claim>,
    /// How and when to get in touch.
    pub contact: ContactWish,
    /// What a firm says that asks for a legal health check; then there is no dispute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<Visit>,
    /// In a dispute within a family, the applicant is afraid of the other side or wants to be asked before they are
    /// told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub afraid: bool,
    /// How the portal tells the applicant of news. Not for staff, who are not shown it.
    #[serde(default, skip_serializing_if = "NoticeWish::is_silent")]
    pub notices: NoticeWish,
}

wire_enum! {
    /// What a receipt says about filing together.
    GroupHint {
        /// A group can be started from the request.
        MayStart = "may-start",
        /// The request joined a group.
        Joined = "joined",
    }
}

/// The answer to `POST /api/v1/requests`, the same however often it is retried.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The request number, e.g. `FQ-2611-7K3MQ-4`.
    pub number: String,
    /// The secret access code in groups of four. Shown once: the server keeps only a hash.
    pub access_code: String,
    /// When the server stored the request, RFC 3339.
    pub submitted_at: String,
    /// Where it went.
    pub organization: OrganizationRef,
    /// By when the organization answers.
    pub first_contact: Deadline,
    /// Name of the person it was filed for, where somebody helped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_for: Option<String>,
    /// What there is to say about filing together, where that is possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupHint>,
    /// Whether `GET /api/v1/requests/{number}/application.pdf` has it on paper: not where there is no dispute, nor
    /// where the server has no font.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_paper: bool,
    /// The limitation period that it may have interrupted; none where no right was claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limitation: Option<Limitation>,
}

wire_enum! {
    /// Which limitation period filing a request may interrupt.
    Limitation {
        /// 诉讼时效 (最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定 art 12)
        Civil = "civil",
        /// 申请劳动仲裁的时效 (劳动争议调解仲裁法 art 27)
        Arbitration = "arbitration",
    }
}

impl Limitation {
    /// The one that matters in disputes of this field.
    pub fn of(field: DisputeField) -> Self {
        if field.is_about_work() {
            Self::Arbitration
        } else {
            Self::Civil
        }
    }
}

/// The code on a receipt is a secret: its debug form does not show it.
impl std::fmt::Debug for Receipt {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Receipt")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

wire_enum! {
    /// Why a request is not accepted.
    DeclineReason {
        /// 不属于本组织受理的纠纷
        OutsideField = "outside-field",
        /// 不在本组织的地区
        OutsideArea = "outside-area",
        /// 一方当事人明确拒绝调解 (People's Mediation Law art 17).
        OtherSideRefuses = "other-side-refuses",
        /// 法律规定由专门机关管辖处理
        ReservedByLaw = "reserved-by-law",
        /// 法院、仲裁或行政机关已经受理或处理完
        AlreadyInProcedure = "already-in-procedure",
        /// 涉嫌犯罪或治安案件
        PoliceMatter = "police-matter",
        /// 要求补充的材料没有补上
        MaterialMissing = "material-missing",
        /// 其他
        Other = "other",
    }
}

wire_enum! {
    /// Where the applicant can turn next.
    NextDoor {
        /// Another mediation organization for the same dispute.
        AnotherOrganization = "another-organization",
        /// 劳动人事争议仲裁
        LaborArbitration = "labor-arbitration",
        /// 人民法院
        Court = "court",
        /// 有关行政机关
        Authority = "authority",
        /// 公安机关
        Police = "police",
        /// 12348 公共法律服务热线
        LegalServiceLine = "legal-service-line",
    }
}

impl NextDoor {
    /// Where to turn when mediation leads nowhere: disputes about work go to arbitration first (劳动争议调解仲裁法第十四条),
    /// others to court.
    pub fn after_mediation(field: DisputeField) -> Self {
        if field.is_about_work() {
            Self::LaborArbitration
        } else {
            Self::Court
        }
    }
}

wire_enum! {
    /// Why mediation ended without agreement (最高人民法院《人民法院在线调解规则》第二十五条 names these grounds).
    EndGround {
        /// 自行和解
        SettledThemselves = "settled-themselves",
        /// 无法联系对方
        Unreachable = "unreachable",
        /// 一方不愿意调解
        Unwilling = "unwilling",
        /// 分歧太大
        TooFarApart = "too-far-apart",
        /// 期限届满
        TermExpired = "term-expired",
        /// 一方不愿签字
        RefusesToSign = "refuses-to-sign",
        /// 其他
        Other = "other",
    }
}

wire_enum! {
    /// The form of an agreement (People's Mediation Law art 28).
    AgreementForm {
        /// 调解协议书
        Written = "written",
        /// 口头协议
        Oral = "oral",
    }
}

wire_enum! {
    /// What became of the application to a court to confirm an agreement (民事诉讼法第二百零六条, 最高人民法院关于适用民事诉讼法
    /// 的解释第三百五十五条至第三百五十八条).
    ConfirmationOutcome {
        /// 确认有效
        Confirmed = "confirmed",
        /// 驳回
        Refused = "refused",
        /// 撤回
        Withdrawn = "withdrawn",
    }
}

wire_enum! {
    /// To whom an overdue step is raised.
    RaisedTo {
        /// 调解组织负责人
        Lead = "lead",
        /// 上级非诉讼服务中心
        Centre = "centre",
    }
}

wire_enum! {
    /// Whom a note is for.
    Audience {
        /// 申请人
        Applicant = "applicant",
        /// 对方当事人
        Respondent = "respondent",
        /// 双方
        Both = "both",
        /// 只供组织内部
        Internal = "internal",
    }
}

wire_enum! {
    /// Why the applicant takes a request back.
    WithdrawReason {
        /// 已经解决了
        Solved = "solved",
        /// 想换一家组织
        OtherOrganization = "other-organization",
        /// 想走仲裁或诉讼
        OtherRoute = "other-route",
        /// 不想继续了
        NoLongerWanted = "no-longer-wanted",
        /// 填错了
        Mistake = "mistake",
    }
}

/// A time to sit down together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appointment {
    /// When, RFC 3339.
    pub at: String,
    /// How people meet.
    pub channel: ContactChannel,
    /// Where, or how to join.
    pub place: String,
    /// For how long, in minutes, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
}

/// One entry of the timeline, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
    /// The facts that belong to the event.
    #[serde(default)]
    pub detail: Detail,
}

/// The facts that belong to an event; only those that apply are present.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Detail {
    /// Words of the actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Why it was not accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decline_reason: Option<DeclineReason>,
    /// Where to turn next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_door: Option<NextDoor>,
    /// Why mediation ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_ground: Option<EndGround>,
    /// The form of the agreement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_form: Option<AgreementForm>,
    /// Why it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdraw_reason: Option<WithdrawReason>,
    /// The time that was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Appointment>,
    /// The organization that it was, or is to be, handed over to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer_to: Option<OrganizationRef>,
    /// Who mediates from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mediator: Option<String>,
    /// The account of who mediates from now on, where they have one. Only the organization sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mediator_account: Option<String>,
    /// The day to which the term was extended, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The day on which an agreement took effect, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_on: Option<String>,
    /// To whom an overdue step was raised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raised_to: Option<RaisedTo>,
    /// The centre that it was raised to, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub centre: Option<String>,
    /// Whom it is for, where not for the applicant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// How the other side would like to be reached. Only the organization sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyContact>,
    /// What was corrected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
    /// The terms that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsMark>,
    /// The payment that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentMark>,
    /// The times that are offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<SlotOffer>,
    /// Which of them suit a side. The other side is not shown it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<SlotChoice>,
}

impl Detail {
    /// What this reader is shown of something that this actor did; `None` where it is not for them at all. The other side
    /// is shown what they did themselves, what was written to them and what moves the case on, without anybody's words;
    /// neither side is shown how the other can be reached, or what they wrote to the mediator.
    pub fn seen_by(mut self, reader: Actor, actor: Actor, event: Event) -> Option<Self> {
        let is_internal = is_internal(event, &self);
        if reader != Actor::Staff {
            self.mediator_account = None;
        }
        match reader {
            Actor::Staff => {
                self.corrected.retain(|one| !one.is_about_notices());
                Some(self)
            }
            Actor::Applicant if is_internal || self.audience == Some(Audience::Respondent) => None,
            // What people said afterwards, one side may have said of the other.
            Actor::Applicant if event == Event::RecordReturnVisit => Some(Self::default()),
            // Neither side learns when the other could come: it might be waited for.
            Actor::Applicant if actor == Actor::Respondent && event == Event::ChooseSlots => None,
            Actor::Applicant if actor == Actor::Respondent => {
                (event != Event::AddNote).then(|| {
                    self.note = None;
                    self.party = None;
                    self
                })
            }
            Actor::Applicant => Some(self),
            Actor::Respondent if actor == Actor::Respondent => Some(self),
            Actor::Respondent if event == Event::AddNote => {
                let for_them = matches!(self.audience, Some(Audience::Respondent | Audience::Both));
                for_them.then_some(Self {
                    note: self.note,
                    ..Self::default()
                })
            }
            Actor::Respondent if event == Event::OfferSlots => {
                let offer = self.offer.filter(|offer| offer.other_side)?;
                Some(Self {
                    offer: Some(offer),
                    ..Self::default()
                })
            }
            Actor::Respondent => CONCERNS_BOTH.contains(&event).then_some(Self {
                appointment: self.appointment,
                mediator: self.mediator,
                until: self.until,
                agreement_form: self.agreement_form,
                effective_on: self.effective_on,
                terms: self.terms,
                payment: self.payment,
                ..Self::default()
            }),
            Actor::Centre | Actor::Portal | Actor::Unknown => None,
        }
    }
}

/// What moves a case on for both sides.
const CONCERNS_BOTH: [Event; 23] = [
    Event::Assign,
    Event::Invite,
    Event::AgreeToMediate,
    Event::Investigate,
    Event::Schedule,
    Event::BeginMediation,
    Event::ExtendTerm,
    Event::ProposeTerms,
    Event::ConfirmTerms,
    Event::AskForChange,
    Event::SignInPerson,
    Event::RecordAgreement,
    Event::EndMediation,
    Event::ApplyForConfirmation,
    Event::ConfirmationGranted,
    Event::ConfirmationRefused,
    Event::ConfirmationWithdrawn,
    Event::ReportPaid,
    Event::ReportReceived,
    Event::ReportMissing,
    Event::RemindOfPayment,
    Event::Withdraw,
    Event::Close,
];

/// Whether only the organization sees what happened.
pub fn is_internal(event: Event, detail: &Detail) -> bool {
    event == Event::ReportRisk || detail.audience == Some(Audience::Internal)
}

/// `GET /api/v1/requests/{number}` with the access code, and the answer to every move: the case as its
/// owner sees it. Staff read the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestView {
    /// The request number.
    pub number: String,
    /// Rises with every change of it.
    #[serde(default)]
    pub version: u32,
    /// Where it stands.
    pub status: Status,
    /// When it was stored, RFC 3339.
    pub submitted_at: String,
    /// Who handles it.
    pub organization: OrganizationRef,
    /// What was sent.
    pub content: Content,
    /// Full name of the applicant's region; empty where the region is not known any more.
    #[serde(default)]
    pub region_name: String,
    /// Whether it can be had on paper, as in [`Receipt::has_paper`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_paper: bool,
    /// Files that belong to it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceView>,
    /// What has happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// By when the next step is due, while one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// Who mediates, once somebody was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mediator: Option<String>,
    /// The id of the account that works on it, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// How long this is kept, and whether its owner may have it deleted now.
    #[serde(default)]
    pub keeping: Keeping,
    /// What the reader may do now.
    pub legal_moves: Vec<Event>,
    /// The group that it belongs to, if it was filed together with others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupMark>,
    /// How its owner can be told on their devices, and is; for the owner alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push: Option<PushView>,
}

/// Body of `POST /api/v1/requests/{number}/withdraw`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WithdrawRequest {
    /// Why.
    pub reason: WithdrawReason,
    /// In the applicant's words; optional.
    #[serde(default)]
    pub note: String,
}

/// Body of `POST /api/v1/requests/{number}/transfer`: the answer to a proposal to hand the request over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferAnswer {
    /// Whether what was sent may be handed over (个人信息保护法第二十三条).
    pub agrees: bool,
    /// To which organization, by its id: the one that was read of.
    pub organization: String,
}

/// Body of `POST /api/v1/requests/{number}/performance`: whether what was agreed has been done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PerformanceReport {
    /// Whether it has been done.
    pub performed: bool,
    /// In the applicant's words; optional.
    #[serde(default)]
    pub note: String,
}

/// Body of `POST /api/v1/requests/{number}/notes`: a note, or the answer when staff asked for more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteRequest {
    /// The text.
    pub note: String,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::select;

    proptest! {
        /// Whatever happens: what is internal is for staff, neither side is shown how to reach the other or what they wrote
        /// to the mediator, and nobody else is shown anything.
        #[test]
        fn nobody_is_shown_what_is_not_theirs(
            reader in select(Actor::ALL), actor in select(Actor::ALL), event in select(Event::ALL),
            audience in option::of(select(Audience::ALL)), decline_reason in option::of(select(DeclineReason::ALL)),
            other_side in any::<bool>(),
        ) {
            let detail = Detail {
                note: Some("…".into()),
                decline_reason,
                audience,
                party: Some(PartyContact {
                    mobile: Mobile::parse("13700001111").unwrap(),
                    channel: ContactChannel::Phone,
                }),
                corrected: vec![Corrected {
                    what: "mobile".into(),
                    before: "13900000000".into(),
                    after: "13800000000".into(),
                }],
                offer: Some(SlotOffer {
                    number: 1,
                    slots: Vec::new(),
                    choose_by: "2026-11-30".into(),
                    other_side,
                }),
                choice: Some(SlotChoice {
                    offer: 1,
                    slots: vec![0],
                }),
                ..Detail::default()
            };
            let is_internal = is_internal(event, &detail);
            let seen = detail.seen_by(reader, actor, event);
            let note = seen.as_ref().and_then(|seen| seen.note.clone());
            let is_a_side = matches!(reader, Actor::Applicant | Actor::Respondent);
            let is_a_side = is_a_side && matches!(actor, Actor::Applicant | Actor::Respondent);
            if is_a_side && reader != actor && event == Event::ChooseSlots {
                prop_assert!(seen.is_none());
            }
            if reader == Actor::Respondent && actor != reader {
                prop_assert!(seen.as_ref().is_none_or(|seen| seen.choice.is_none()));
                let offer = seen.as_ref().and_then(|seen| seen.offer.as_ref());
                prop_assert!(offer.is_none_or(|offer| offer.other_side));
            }
            match reader {
                Actor::Staff => prop_assert!(seen.is_some()),
                Actor::Applicant => {
                    prop_assert!(!(is_internal && seen.is_some()));
                    if actor == Actor::Respondent {
                        prop_assert!(note.is_none());
                        prop_assert!(seen.is_none_or(|seen| seen.party.is_none()));
                    }
                    if audience == Some(Audience::Respondent) {
                        prop_assert!(note.is_none());
                    }
                }
                Actor::Respondent if actor != Actor::Respondent => {
                    let for_them = event == Event::AddNote
                        && matches!(audience, Some(Audience::Respondent | Audience::Both));
                    prop_assert_eq!(note.is_some(), for_them);
                    let is_bare = seen.is_none_or(|seen| {
                        seen.party.is_none()
                            && seen.corrected.is_empty()
                            && seen.decline_reason.is_none()
                    });
                    prop_assert!(is_bare);
                }
                Actor::Respondent => {}
                _ => prop_assert!(seen.is_none()),
            }
        }
    }
}
