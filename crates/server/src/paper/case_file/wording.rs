//! Every word that the file of a case says of its own.

use contract::request::{AgreementForm, ContactChannel, NextDoor, RaisedTo};
use contract::settlement::PaperKind;
use contract::status::{Actor, Event};

use super::{CaseFile, Item};

/// What the archive is called; the number says nothing about people.
pub fn case_file_name(number: &str) -> String {
    format!("卷宗 {number}.zip")
}

/// What stands on the cover.
pub(super) fn title(is_peoples: bool) -> &'static str {
    if is_peoples {
        "人民调解卷宗"
    } else {
        "调解卷宗"
    }
}

pub(super) const PORTAL_NUMBER: &str = "平台编号";
/// To be filled in by hand.
pub(super) const FILE_NUMBER: &str = "卷号";
pub(super) const MEDIATOR: &str = "调解员";
pub(super) const HANDLER: &str = "承办人";
pub(super) const APPLIED_ON: &str = "申请日期";
pub(super) const ACCEPTED_ON: &str = "受理日期";
pub(super) const CLOSED_ON: &str = "结案日期";
pub(super) const RESULT: &str = "办理结果";
pub(super) const PAGES: &str = "页数";
pub(super) const KEPT_FOR: &str = "保管期限";
pub(super) const MADE_BY: &str = "立卷人";
pub(super) const MADE_ON: &str = "导出日期";
pub(super) const ABOUT: &str = "本卷由平台按已有记录生成。需要签名、盖章的，以签名、盖章的原件为准。内部记录、报告公安的记录不入卷。";
pub(super) const NAMES_ONLY: &str =
    "申请人有安全顾虑：各方的电话、住址，和一方单独的留言，没有写进本卷。";

/// How many pages there are.
pub(super) fn pages(pages: usize) -> String {
    format!("{pages} 页")
}

pub(super) const INDEX_TITLE: &str = "卷内目录";
pub(super) const INDEX_HEADS: [&str; 4] = ["序号", "文书名称", "备注", "页码"];
pub(super) const ABSENT: &str = "无";
pub(super) const INDEX_NOTE: &str = "“无”：平台没有这份材料。有纸质件的，请另行附卷。";

/// A paper of the index.
pub(super) fn item(item: Item, file: &CaseFile) -> &'static str {
    let is_peoples = file.application.to_committee;
    match item {
        Item::Application => super::words_of_papers::title(is_peoples),
        Item::Registration => registration(is_peoples),
        Item::RightsNotice => "权利义务告知书",
        Item::Identity => "当事人身份证明",
        Item::Authority => "授权委托书",
        Item::Agreement => match &file.agreement {
            Some(paper) => words::paper_name(paper.kind, is_peoples),
            None => words::paper_name(PaperKind::Agreement, is_peoples),
        },
        Item::ConfirmationRequest => words::paper_name(PaperKind::ConfirmationRequest, is_peoples),
        Item::Receipts => "收据、履行凭证",
        Item::Invitation
        | Item::Investigation
        | Item::Mediation
        | Item::Confirmation
        | Item::Performance
        | Item::ReturnVisit
        | Item::Evidence
        | Item::Course
        | Item::Closing => record(item),
    }
}

/// A record that the portal makes from what happened.
pub(super) fn record(item: Item) -> &'static str {
    match item {
        Item::Invitation => "征询对方意愿记录",
        Item::Investigation => "调查记录",
        Item::Mediation => "调解记录",
        Item::Confirmation => "司法确认办理记录",
        Item::Performance => "履行情况记录",
        Item::ReturnVisit => "回访记录",
        Item::Evidence => "证据材料目录",
        Item::Course => "办理过程",
        Item::Closing => "结案报告表",
        _ => "",
    }
}

pub(super) fn registration(is_peoples: bool) -> &'static str {
    if is_peoples {
        "人民调解受理登记表"
    } else {
        "调解受理登记表"
    }
}

/// What is to be known of a paper beside its page.
pub(super) fn remark(item: Item, is_there: bool) -> &'static str {
    match item {
        Item::Application
        | Item::Registration
        | Item::Agreement
        | Item::ConfirmationRequest
        | Item::Closing
            if is_there =>
        {
            "签名、盖章件另附"
        }
        Item::Evidence if is_there => "原件见“证据”文件夹",
        _ => "",
    }
}

pub(super) const SOURCE: &str = "案件来源";
/// Who asks here is a side.
pub(super) const SOURCE_APPLIED: &str = "当事人申请";
pub(super) const ORGANIZATION: &str = "承办单位";
pub(super) const FACTS: &str = "纠纷简要情况";
pub(super) const REMARKS: &str = "备注";
pub(super) const REGISTERED: &str = "以上内容已登记。";
pub(super) const CLOSED: &str = "以上情况，请审核归档。";
pub(super) const PARTY_SIGNS: &str = "当事人（签名）：";
pub(super) const REGISTRAR_SIGNS: &str = "登记人（签名）：";
pub(super) const HANDLER_SIGNS: &str = "承办人（签名）：";
pub(super) const SEAL: &str = "调解组织（印章）：";

pub(super) const BY_WHOM: &str = "登记方";
pub(super) const TIME: &str = "时间";
pub(super) const MATTER: &str = "事项";
pub(super) const WORDS: &str = "内容";
pub(super) const FILE_SUM: &str = "SHA-256";
pub(super) const FILE_PLACE: &str = "卷内位置";
pub(super) const FILE_BYTES: &str = "字节";
pub(super) const FILE_NAME: &str = "提交时的文件名";

/// What somebody appears as.
pub(super) fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::Applicant => "申请人",
        Actor::Staff => "调解组织",
        Actor::Respondent => "被申请人",
        Actor::Centre => "非诉讼服务中心",
        Actor::Portal => "平台自动",
        Actor::Unknown => "",
    }
}

/// Something that happened, in the words of a file.
pub(super) fn event(event: Event) -> &'static str {
    use Event as E;
    match event {
        E::Submit => "提交申请",
        E::AskForMore => "请申请人补充材料",
        E::Answer => "申请人补充",
        E::ProposeTransfer => "建议转办",
        E::AgreeToTransfer => "申请人同意转办",
        E::RefuseTransfer => "申请人不同意转办",
        E::Decline => "不予受理",
        E::Accept => "受理登记",
        E::Assign => "确定调解员",
        E::Invite => "征询对方意愿",
        E::AgreeToMediate => "对方同意调解",
        E::RefuseToMediate => "对方不同意调解",
        E::AskForTime => "对方要求考虑",
        E::Investigate => "调查核实",
        E::OfferSlots => "请双方选择调解时间",
        E::ChooseSlots => "答复可以参加的时间",
        E::Schedule => "约定调解时间",
        E::BeginMediation => "开始调解",
        E::ExtendTerm => "双方同意延长期限",
        E::ProposeTerms => "向双方出示协议条款",
        E::ConfirmTerms => "确认协议条款",
        E::AskForChange => "要求修改条款",
        E::SignInPerson => "要求当面签字",
        E::RecordAgreement => "达成协议",
        E::EndMediation => "终止调解",
        E::ApplyForConfirmation => "双方申请司法确认",
        E::ConfirmationGranted => "法院确认协议有效",
        E::ConfirmationRefused => "法院驳回司法确认申请",
        E::ConfirmationWithdrawn => "撤回司法确认申请",
        E::BeginPerformance => "开始履行",
        E::ReportPerformed => "报告已履行",
        E::ReportUnperformed => "报告未履行",
        E::ReportPaid => "称已付款",
        E::ReportReceived => "称已收到款",
        E::ReportMissing => "称没有收到款",
        E::RemindOfPayment => "提醒付款日期",
        E::HandOverReport => "出具体检报告",
        E::RecordReturnVisit => "回访",
        E::ReportRisk => "报告公安",
        E::Escalate => "逾期上报",
        E::Withdraw => "申请人撤回申请",
        E::Close => "结案归档",
        E::AddNote => "留言",
        E::Correct => "申请人更正资料",
        E::Unknown => "其他",
    }
}

/// Where somebody was told to turn next.
pub(super) fn next_door(door: NextDoor) -> &'static str {
    match door {
        NextDoor::AnotherOrganization => "其他调解组织",
        NextDoor::LaborArbitration => "劳动人事争议仲裁",
        NextDoor::Court => "人民法院",
        NextDoor::Authority => "有关行政机关",
        NextDoor::Police => "公安机关",
        NextDoor::LegalServiceLine => "12348 公共法律服务热线",
        NextDoor::Unknown => "",
    }
}

/// How people meet.
pub(super) fn channel(channel: ContactChannel) -> &'static str {
    match channel {
        ContactChannel::Phone => "电话",
        ContactChannel::InPerson => "当面",
        ContactChannel::Video => "视频",
        ContactChannel::Unknown => "",
    }
}

/// To whom something overdue was raised.
pub(super) fn raised_to(to: RaisedTo) -> &'static str {
    match to {
        RaisedTo::Lead => "调解组织负责人",
        RaisedTo::Centre => "上级非诉讼服务中心",
        RaisedTo::Unknown => "",
    }
}

/// What a mediated case came to.
pub(super) fn agreed(form: Option<AgreementForm>) -> String {
    let form = form.map(words::agreement_form_name).unwrap_or_default();
    match form {
        "" => "达成协议".to_owned(),
        form => format!("达成协议（{form}）"),
    }
}

pub(super) const NOT_OVER: &str = "尚未办结";
pub(super) const FACT_MEDIATOR: &str = "调解员";
pub(super) const FACT_MEETING: &str = "约定时间";
pub(super) const FACT_HOW: &str = "方式、地点";
pub(super) const FACT_UNTIL: &str = "延长到";
pub(super) const FACT_FORM: &str = "协议形式";
pub(super) const FACT_EFFECTIVE: &str = "生效日期";
pub(super) const FACT_REASON: &str = "理由";
pub(super) const FACT_NEXT: &str = "告知途径";
pub(super) const FACT_TRANSFER: &str = "转往";
pub(super) const FACT_RAISED: &str = "上报";
pub(super) const FACT_TERMS: &str = "条款";
pub(super) const FACT_PAYMENT: &str = "款项";
pub(super) const FACT_WORDS: &str = "记录";

/// A payment by its term and instalment, both counted from 0.
pub(super) fn payment(term: u8, part: u8) -> String {
    let (term, part) = (u16::from(term) + 1, u16::from(part) + 1);
    format!("第 {term} 条第 {part} 期")
}
