//! The names of things on the lists that browser and server share.
//!
//! Organizations carry their official kinds; disputes, topics and choices are in plain words. A value
//! newer than this build has no name: what it would have named is left out.

use contract::checkup::{Answer, Dimension, Level as Colour};
use contract::complaint::ComplaintGround;
use contract::draft::Step;
use contract::kinds::{
    DisputeField, Fee, Language, Level, OpenTime, OrganizationKind, Service, Topic,
};
use contract::notices::NoticeChannel;
use contract::report::ReportSubject;
use contract::request::{
    AgreementForm, ContactChannel, ContactTime, DeclineReason, EndGround, RespondentKind,
    WithdrawReason,
};
use contract::status::Event;
use contract::supervision::FirstWait;
use contract::visit::{Adviser, FirmKind, Manner, Staff};

/// An answer to a question of the health check.
pub fn checkup_answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "是",
        Answer::No => "否",
        Answer::Unclear => "不清楚",
        Answer::NotApplicable => "不适用",
        Answer::Unknown => "",
    }
}

/// What a health check looks at.
pub fn dimension_name(dimension: Dimension) -> &'static str {
    use Dimension as D;
    match dimension {
        D::Awareness => "法律风险意识",
        D::Governance => "公司治理",
        D::Contracts => "合同管理",
        D::Labor => "劳动用工",
        D::IntellectualProperty => "知识产权",
        D::Tax => "税务",
        D::Data => "数据与个人信息",
        D::Finance => "融资与担保",
        D::Compliance => "行业合规",
        D::Disputes => "纠纷",
        D::Unknown => "",
    }
}

/// The colour of a finding of the health check, in one word.
pub fn colour_name(colour: Colour) -> &'static str {
    match colour {
        Colour::Red => "红",
        Colour::Orange => "橙",
        Colour::Yellow => "黄",
        Colour::Green => "绿",
    }
}

/// A kind of small firm.
pub fn firm_kind_name(kind: FirmKind) -> &'static str {
    match kind {
        FirmKind::Small => "小型企业",
        FirmKind::Micro => "微型企业",
        FirmKind::SoleTrader => "个体工商户",
        FirmKind::Unknown => "",
    }
}

/// How many people work in a firm.
pub fn staff_name(staff: Staff) -> &'static str {
    match staff {
        Staff::UnderTen => "不到 10 人",
        Staff::UnderFifty => "10 到 49 人",
        Staff::UnderHundred => "50 到 99 人",
        Staff::More => "100 人以上",
        Staff::Unknown => "",
    }
}

/// How a health check is done.
pub fn manner_name(manner: Manner) -> &'static str {
    match manner {
        Manner::OnSite => "请人上门",
        Manner::Online => "线上",
        Manner::Window => "我到窗口去",
        Manner::Unknown => "",
    }
}

/// Whether there is a legal adviser.
pub fn adviser_name(adviser: Adviser) -> &'static str {
    match adviser {
        Adviser::Present => "有",
        Adviser::Absent => "没有",
        Adviser::Unknown => "",
    }
}

/// A dispute, on doors, chips and titles.
pub fn field_name(field: DisputeField) -> &'static str {
    use DisputeField as F;
    match field {
        F::Labor => "劳动",
        F::NewEmployment => "骑手·网约",
        F::Family => "家庭",
        F::Commercial => "生意",
        F::Neighbours => "邻里",
        F::Property => "物业与房屋",
        F::Traffic => "交通事故",
        F::Medical => "看病就医",
        F::Consumer => "消费",
        F::Finance => "金融保险",
        F::IntellectualProperty => "知识产权",
        F::Internet => "网购与互联网",
        F::Other => "其他纠纷",
        F::Unknown => "",
    }
}

/// What belongs to a dispute, in the words people use.
pub fn field_examples(field: DisputeField) -> &'static str {
    use DisputeField as F;
    match field {
        F::Labor => "欠薪、加班、辞退、工伤",
        F::NewEmployment => "派单、扣罚、封号、受伤",
        F::Family => "婚姻、赡养、抚养、继承",
        F::Commercial => "货款、合同、合伙、涉外",
        F::Neighbours => "噪声、漏水、通道、采光",
        F::Property => "物业费、维修、租房、买房",
        F::Traffic => "人伤、车损、误工、护理",
        F::Medical => "诊疗结果、费用、医患矛盾",
        F::Consumer => "退款、质量、预付卡",
        F::Finance => "贷款、保险理赔、理财",
        F::IntellectualProperty => "商标、专利、著作权",
        F::Internet => "网店、直播、平台账号",
        F::Other => "上面都不是，或者说不清",
        F::Unknown => "",
    }
}

/// A dispute, as the title of its results.
pub fn field_title(field: DisputeField) -> &'static str {
    use DisputeField as F;
    match field {
        F::Labor => "劳动争议调解",
        F::NewEmployment => "骑手、网约等新业态调解",
        F::Family => "婚姻家庭调解",
        F::Commercial => "商事调解",
        F::Neighbours => "邻里纠纷调解",
        F::Property => "物业与房屋调解",
        F::Traffic => "交通事故调解",
        F::Medical => "医疗纠纷调解",
        F::Consumer => "消费纠纷调解",
        F::Finance => "金融保险调解",
        F::IntellectualProperty => "知识产权调解",
        F::Internet => "网购与互联网调解",
        F::Other | F::Unknown => "调解组织",
    }
}

/// A dispute by its official name.
pub fn field_official(field: DisputeField) -> &'static str {
    use DisputeField as F;
    match field {
        F::Labor => "劳动人事争议",
        F::NewEmployment => "新就业形态劳动纠纷",
        F::Family => "婚姻家庭纠纷",
        F::Commercial => "商事纠纷",
        F::Neighbours => "邻里纠纷",
        F::Property => "物业与房屋纠纷",
        F::Traffic => "道路交通事故损害赔偿",
        F::Medical => "医疗纠纷",
        F::Consumer => "消费纠纷",
        F::Finance => "金融纠纷",
        F::IntellectualProperty => "知识产权纠纷",
        F::Internet => "互联网与电商纠纷",
        F::Other => "其他民事纠纷",
        F::Unknown => "",
    }
}

/// What exactly happened.
pub fn topic_name(topic: Topic) -> &'static str {
    use Topic as T;
    match topic {
        T::Wages => "拖欠工资",
        T::Overtime => "加班",
        T::Dismissal => "被辞退",
        T::WorkInjury => "工伤",
        T::SocialInsurance => "社会保险",
        T::Pay => "报酬少给、不给",
        T::Penalty => "扣钱、处罚",
        T::Rest => "休息时间",
        T::OccupationalInjury => "干活时受伤",
        T::AccountBan => "封号、解约",
        T::Deposit => "押金、保证金",
        T::Marriage => "婚姻",
        T::ElderSupport => "赡养老人",
        T::ChildCustody => "抚养孩子",
        T::Inheritance => "继承",
        T::PaymentOwed => "欠货款、欠款",
        T::Contract => "合同履行",
        T::Partnership => "合伙、股权",
        T::ForeignRelated => "涉外",
        T::Else => "都不是",
        T::LegalHealthCheck => "法治体检",
        T::Unknown => "",
    }
}

/// An organization's legal kind, by its official name.
pub fn kind_name(kind: OrganizationKind) -> &'static str {
    use OrganizationKind as K;
    match kind {
        K::PeoplesCommittee => "人民调解委员会",
        K::IndustryCommittee => "行业性、专业性人民调解委员会",
        K::EnterpriseCommittee => "企业事业单位人民调解委员会",
        K::PersonalStudio => "个人调解工作室",
        K::ResidentRoom => "派驻调解室",
        K::CommercialOrganization => "商事调解组织",
        K::LaborOrganization => "劳动人事争议调解组织",
        K::NonlitigationCenter => "非诉讼服务中心",
        K::DisputeCenter => "矛盾纠纷调处中心",
        K::AdministrativeMediation => "行政调解组织",
        K::PublicLegalService => "公共法律服务机构",
        K::Arbitration => "仲裁机构",
        K::OtherService => "其他解纷服务机构",
        K::Unknown => "",
    }
}

/// Where an organization stands in the administrative order.
pub fn level_name(level: Level) -> &'static str {
    match level {
        Level::Province => "省级",
        Level::City => "市级",
        Level::County => "县（市、区）级",
        Level::Township => "乡镇、街道",
        Level::Village => "村、社区",
        Level::Park => "园区、企业",
        Level::Unknown => "",
    }
}

/// What a person pays.
pub fn fee_name(fee: Fee) -> &'static str {
    match fee {
        Fee::FreeByLaw | Fee::Free => "免费",
        Fee::Tariff => "收费，按公示标准",
        Fee::Unknown => "",
    }
}

/// What an organization offers beyond mediation across a table.
pub fn service_name(service: Service) -> &'static str {
    match service {
        Service::LegalHealthCheck => "法治体检",
        Service::ForeignRelated => "涉外调解",
        Service::OnlineMediation => "可线上调解",
        Service::Unknown => "",
    }
}

/// A language or dialect, by the name its speakers know.
pub fn language_name(language: Language) -> &'static str {
    use Language as L;
    match language {
        L::SignLanguage => "手语",
        L::Wu => "吴语（苏锡常话）",
        L::JianghuaiMandarin => "江淮话（南京、扬州话）",
        L::CentralPlainsMandarin => "中原话（徐州话）",
        L::English => "英语",
        L::Japanese => "日语",
        L::Korean => "韩语",
        L::Unknown => "",
    }
}

/// When the door must be open.
pub fn open_time_name(time: OpenTime) -> &'static str {
    match time {
        OpenTime::Now => "现在开门",
        OpenTime::ThisEvening => "今晚开门",
        OpenTime::Weekend => "周末开门",
        OpenTime::Unknown => "",
    }
}

/// A step of the request, as its title on the way.
pub fn step_name(step: Step) -> &'static str {
    match step {
        Step::About => "是什么事",
        Step::You => "您是谁",
        Step::OtherSide => "对方是谁",
        Step::Story => "事情经过",
        Step::Details => "几个小问题",
        Step::Work => "平时怎么干活",
        Step::Sums => "要多少钱",
        Step::Evidence => "有哪些材料",
        Step::Contact => "怎么联系",
        Step::Check => "检查并提交",
    }
}

/// Something that happened to a request, as its owner reads it.
pub fn event_name(event: Event) -> &'static str {
    match event {
        Event::Submit => "收到您的申请",
        Event::AskForMore => "请您补充",
        Event::Answer => "您补充了材料",
        Event::ProposeTransfer => "建议转给别的组织",
        Event::AgreeToTransfer => "您同意转给别的组织",
        Event::RefuseTransfer => "您不同意转给别的组织",
        Event::Decline => "不予受理",
        Event::Accept => "已受理",
        Event::Assign => "确定了调解员",
        Event::Invite => "征询对方意愿",
        Event::AgreeToMediate => "对方同意调解",
        Event::RefuseToMediate => "对方不同意调解",
        Event::AskForTime => "对方想再考虑",
        Event::Investigate => "调查核实",
        Event::Schedule => "约定了时间",
        Event::OfferSlots => "请您选见面的时间",
        Event::ChooseSlots => "您选了时间",
        Event::BeginMediation => "开始调解",
        Event::ExtendTerm => "双方同意延长期限",
        Event::ProposeTerms => "调解员把协议条款给双方看",
        Event::ConfirmTerms => "确认了协议条款",
        Event::AskForChange => "想改协议条款",
        Event::SignInPerson => "要见面签字",
        Event::RecordAgreement => "达成协议",
        Event::EndMediation => "终止调解",
        Event::ApplyForConfirmation => "向法院申请了司法确认",
        Event::ConfirmationGranted => "法院确认协议有效",
        Event::ConfirmationRefused => "法院驳回了司法确认申请",
        Event::ConfirmationWithdrawn => "撤回了司法确认申请",
        Event::BeginPerformance => "开始履行",
        Event::ReportPerformed => "已经履行",
        Event::ReportUnperformed => "还没有履行",
        Event::ReportPaid => "说已经付款",
        Event::ReportReceived => "收到了款",
        Event::ReportMissing => "说没收到款",
        Event::RemindOfPayment => "提醒：有一笔款快到日子，或者刚过日子",
        Event::HandOverReport => "出具了体检报告",
        Event::RecordReturnVisit => "回访",
        Event::ReportRisk => "报告公安",
        Event::Escalate => "超过期限，已上报",
        Event::Withdraw => "您撤回了申请",
        Event::Close => "结案",
        Event::AddNote => "留言",
        Event::Correct => "您更正了资料",
        Event::Unknown => "",
    }
}

/// Person or company.
pub fn respondent_kind_name(kind: RespondentKind) -> &'static str {
    match kind {
        RespondentKind::Person => "个人",
        RespondentKind::Company => "公司、单位、店铺",
        RespondentKind::Unknown => "",
    }
}

/// How people meet.
pub fn channel_name(channel: ContactChannel) -> &'static str {
    match channel {
        ContactChannel::Phone => "打电话",
        ContactChannel::InPerson => "当面",
        ContactChannel::Video => "视频",
        ContactChannel::Unknown => "",
    }
}

/// When a person can be reached.
pub fn contact_time_name(time: ContactTime) -> &'static str {
    match time {
        ContactTime::WeekdayDaytime => "工作日白天",
        ContactTime::WeekdayEvening => "工作日晚上",
        ContactTime::Weekend => "周末",
        ContactTime::Unknown => "",
    }
}

/// How news is told.
pub fn notice_channel_name(channel: NoticeChannel) -> &'static str {
    match channel {
        NoticeChannel::Email => "发邮件",
        NoticeChannel::Sms => "发短信到手机",
        NoticeChannel::Push => "浏览器通知",
        NoticeChannel::Unknown => "",
    }
}

/// When news may be told where only some times are safe: the hours that the rule keeps to.
pub fn notice_time_name(time: ContactTime) -> &'static str {
    match time {
        ContactTime::WeekdayDaytime => "周一到周五，9 点到 17 点",
        ContactTime::WeekdayEvening => "周一到周五，18 点到 21 点",
        ContactTime::Weekend => "周六周日，9 点到 17 点",
        ContactTime::Unknown => "",
    }
}

/// Why a request is not accepted.
pub fn decline_reason_name(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::OutsideField => "不属于这个组织受理的纠纷",
        DeclineReason::OutsideArea => "不在这个组织的地区",
        DeclineReason::OtherSideRefuses => "对方明确拒绝调解",
        DeclineReason::ReservedByLaw => "法律规定由专门机关处理",
        DeclineReason::AlreadyInProcedure => "法院、仲裁或行政机关已经受理或处理过",
        DeclineReason::PoliceMatter => "涉嫌犯罪或治安案件",
        DeclineReason::MaterialMissing => "要求补充的材料没有补上",
        DeclineReason::Other => "其他原因",
        DeclineReason::Unknown => "",
    }
}

/// How long a first answer took.
pub fn first_wait_name(wait: FirstWait) -> &'static str {
    match wait {
        FirstWait::FourHours => "4 小时以内",
        FirstWait::TwelveHours => "4 到 12 小时",
        FirstWait::Day => "12 到 24 小时",
        FirstWait::TwoDays => "1 到 2 天",
        FirstWait::ThreeDays => "2 到 3 天",
        FirstWait::Longer => "3 天以上",
        FirstWait::Unknown => "",
    }
}

/// Why mediation ended without agreement.
pub fn end_ground_name(ground: EndGround) -> &'static str {
    match ground {
        EndGround::SettledThemselves => "双方自行和解",
        EndGround::Unreachable => "联系不上对方",
        EndGround::Unwilling => "一方不愿意调解",
        EndGround::TooFarApart => "双方分歧太大",
        EndGround::TermExpired => "期限届满",
        EndGround::RefusesToSign => "一方不愿签字",
        EndGround::Other => "其他原因",
        EndGround::Unknown => "",
    }
}

/// The form of an agreement.
pub fn agreement_form_name(form: AgreementForm) -> &'static str {
    match form {
        AgreementForm::Written => "书面调解协议",
        AgreementForm::Oral => "口头协议",
        AgreementForm::Unknown => "",
    }
}

/// Why the applicant takes a request back.
pub fn withdraw_reason_name(reason: WithdrawReason) -> &'static str {
    match reason {
        WithdrawReason::Solved => "已经解决了",
        WithdrawReason::OtherOrganization => "想换一家组织",
        WithdrawReason::OtherRoute => "想走仲裁或诉讼",
        WithdrawReason::NoLongerWanted => "不想继续了",
        WithdrawReason::Mistake => "填错了",
        WithdrawReason::Unknown => "",
    }
}

/// What may be wrong with an organization's entry.
pub fn report_subject_name(subject: ReportSubject) -> &'static str {
    use ReportSubject as S;
    match subject {
        S::Phone => "电话",
        S::Address => "地址",
        S::Hours => "开放时间",
        S::Fee => "费用",
        S::Fields => "受理的纠纷",
        S::Gone => "已经撤销，或者搬走了",
        S::Other => "别的",
        S::Unknown => "",
    }
}

/// What may be complained of.
pub fn complaint_ground_name(ground: ComplaintGround) -> &'static str {
    use ComplaintGround as G;
    match ground {
        G::Bias => "偏向一方",
        G::Insult => "侮辱人",
        G::Gifts => "要好处、收好处",
        G::Leak => "把我的事说出去",
        G::Forcing => "强迫我调解、强迫我签字",
        G::Refusing => "没有理由，几次不给办",
        G::Other => "别的",
        G::Unknown => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_known_has_a_name() {
        fn all<T: Copy>(values: &[T], name: fn(T) -> &'static str) -> bool {
            values.iter().all(|value| !name(*value).is_empty())
        }
        assert!(all(DisputeField::ALL, field_name));
        assert!(all(DisputeField::ALL, field_examples));
        assert!(all(DisputeField::ALL, field_title));
        assert!(all(DisputeField::ALL, field_official));
        assert!(all(Topic::ALL, topic_name));
        assert!(all(OrganizationKind::ALL, kind_name));
        assert!(all(Level::ALL, level_name));
        assert!(all(Fee::ALL, fee_name));
        assert!(all(Service::ALL, service_name));
        assert!(all(Language::ALL, language_name));
        assert!(all(OpenTime::ALL, open_time_name));
        assert!(all(&Step::ALL, step_name));
        assert!(all(Event::ALL, event_name));
        assert!(all(RespondentKind::ALL, respondent_kind_name));
        assert!(all(ContactChannel::ALL, channel_name));
        assert!(all(ContactTime::ALL, contact_time_name));
        assert!(all(ContactTime::ALL, notice_time_name));
        assert!(all(NoticeChannel::ALL, notice_channel_name));
        assert!(all(DeclineReason::ALL, decline_reason_name));
        assert!(all(EndGround::ALL, end_ground_name));
        assert!(all(AgreementForm::ALL, agreement_form_name));
        assert!(all(WithdrawReason::ALL, withdraw_reason_name));
        assert!(all(ReportSubject::ALL, report_subject_name));
        assert!(all(ComplaintGround::ALL, complaint_ground_name));
        assert!(all(Dimension::ALL, dimension_name));
        assert!(all(&Colour::ALL, colour_name));
        assert!(all(FirmKind::ALL, firm_kind_name));
        assert!(all(Staff::ALL, staff_name));
        assert!(all(Manner::ALL, manner_name));
        assert!(all(Adviser::ALL, adviser_name));
    }
}
