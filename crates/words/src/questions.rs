//! What a request asks beyond the facts that every request has: names, questions and answers.

use contract::claims::ClaimKind;
use contract::questions::{Question, Reply};
use contract::relation::Relation;
use contract::request::{HelperRelation, OtherRole, WhomToContact};

/// A question in a word or two, as the check and sentences name it.
pub fn question_name(question: Question) -> &'static str {
    use Question as Q;
    match question {
        Q::Gender => "性别",
        Q::EthnicGroup => "民族",
        Q::Age => "年龄",
        Q::Profession => "职业或职务",
        Q::Workplace => "单位",
        Q::Since => "开始的日子",
        Q::Tried => "之前怎么谈的",
        Q::LaborContract => "劳动合同",
        Q::StillWorking => "还在干",
        Q::LeftOn => "最后上班日",
        Q::HurtOn => "受伤的日子",
        Q::InjuryRecognized => "工伤认定",
        Q::Occupation => "做哪一行",
        Q::Platform => "平台",
        Q::SetsShifts => "对方定班次",
        Q::MayRefuse => "可以不接单",
        Q::Payer => "谁发钱",
        Q::Fined => "会被罚",
        Q::Uniform => "统一着装",
        Q::OnePlatform => "主要干一家",
        Q::AskMeFirst => "先商量再联系",
        Q::Registered => "结婚登记",
        Q::Elder => "赡养的老人",
        Q::Children => "孩子",
        Q::Estate => "遗产",
        Q::Will => "遗嘱",
        Q::OwnCompany => "您这边的单位",
        Q::OwnCode => "单位信用代码",
        Q::ContractForm => "合同形式",
        Q::ContractSum => "合同金额",
        Q::Country => "国家或地区",
        Q::MeetingLanguage => "用的语言",
        Q::Nuisance => "哪种事",
        Q::HowOften => "多久一次",
        Q::HouseMatter => "哪一种",
        Q::Housing => "小区或房屋",
        Q::Manager => "物业公司",
        Q::AccidentOn => "事故日期",
        Q::AccidentPlace => "事故地点",
        Q::PoliceFinding => "事故认定书",
        Q::AnyoneHurt => "有人受伤",
        Q::Insurer => "保险公司",
        Q::Hospital => "医院",
        Q::TreatedOn => "就诊日期",
        Q::MedicalRecords => "病历",
        Q::Bought => "买的东西",
        Q::BoughtOn => "购买日期",
        Q::Shop => "商家",
        Q::Price => "价钱",
        Q::Institution => "金融机构",
        Q::ContractNumber => "合同或保单号",
        Q::Right => "哪种权利",
        Q::RightNumber => "登记号",
        Q::OrderNumber => "订单号",
        Q::HasContract => "劳动合同或书面协议",
        Q::HasPayRecords => "工资、结算记录",
        Q::HasInsurance => "社保缴费记录",
        Q::HasWorkCard => "工作证、工服、箱子的照片",
        Q::HasHiringForms => "招聘、入职登记表",
        Q::HasAttendance => "考勤、排班、接单记录",
        Q::HasCoworkers => "工友愿意作证",
        Q::HasChats => "工作群、聊天记录",
        Q::HasPenaltyNotices => "扣罚通知、申诉结果",
        Q::HasPlatformRules => "平台规则",
        Q::HasInjuryPapers => "病历、事故材料、保单",
        Q::Unknown => "",
    }
}

/// A question as it is asked; the name again where that says it all.
pub fn question_words(question: Question) -> &'static str {
    use Question as Q;
    match question {
        Q::Since => "从什么时候开始的？",
        Q::Tried => "之前找过谁，怎么说的？",
        Q::LaborContract => "签了书面劳动合同吗？",
        Q::StillWorking => "现在还在这里干吗？",
        Q::LeftOn => "最后一天上班是哪天？",
        Q::HurtOn => "哪天受的伤？",
        Q::InjuryRecognized => "做过工伤认定吗？",
        Q::Occupation => "您做的是哪一行？",
        Q::Platform => "是哪个平台？",
        Q::SetsShifts => "上线时间、班次由对方定吗？",
        Q::MayRefuse => "不想接的单，可以不接吗？",
        Q::Payer => "钱是谁发给您的？",
        Q::Fined => "迟到、差评、拒单会被罚吗？",
        Q::Uniform => "要求穿统一的衣服吗？",
        Q::OnePlatform => "主要只给这一家干吗？",
        Q::AskMeFirst => "联系对方以前，要先跟您商量吗？",
        Q::Registered => "办过结婚登记吗？",
        Q::Elder => "要赡养的是谁，多大年纪？",
        Q::Children => "有几个孩子，都多大？",
        Q::Estate => "主要有哪些遗产？",
        Q::Will => "有遗嘱吗？",
        Q::OwnCompany => "您代表哪家单位？",
        Q::OwnCode => "这家单位的统一社会信用代码",
        Q::ContractForm => "合同是怎么订的？",
        Q::ContractSum => "合同一共多少钱？",
        Q::Country => "对方在哪个国家或地区？",
        Q::MeetingLanguage => "希望用什么语言谈？",
        Q::Nuisance => "邻居之间，是哪种事？",
        Q::HowOften => "多久发生一次，一般在什么时候？",
        Q::HouseMatter => "是哪一种？",
        Q::Housing => "哪个小区、哪套房子？",
        Q::Manager => "哪家物业公司？",
        Q::AccidentOn => "哪天出的事故？",
        Q::AccidentPlace => "在什么地方？",
        Q::PoliceFinding => "交警出了事故认定书吗？",
        Q::AnyoneHurt => "有人受伤吗？",
        Q::Insurer => "对方的车保在哪家公司？",
        Q::Hospital => "哪家医院？",
        Q::TreatedOn => "哪天看的病、做的手术？",
        Q::MedicalRecords => "手里有病历吗？",
        Q::Bought => "买了什么，或者办了什么卡？",
        Q::BoughtOn => "哪天买的？",
        Q::Shop => "在哪家店、哪个平台买的？",
        Q::Price => "花了多少钱？",
        Q::Institution => "哪家银行、保险公司或者别的机构？",
        Q::ContractNumber => "合同号或者保单号",
        Q::Right => "是哪种权利？",
        Q::RightNumber => "登记号、注册号",
        other => question_name(other),
    }
}

/// How to answer a question, or what the answer is for; empty where that is plain.
pub fn question_hint(question: Question) -> &'static str {
    use Question as Q;
    match question {
        Q::Gender | Q::Age | Q::EthnicGroup => "申请书上有这一栏",
        Q::Profession => "申请书上有这一栏，也方便安排时间",
        Q::Workplace => "申请书上有这一栏，和住址填一个就行",
        Q::Since => "记不清，选大概的日子",
        Q::Tried => "没找过，就不用填",
        Q::LeftOn => "用来算申请仲裁的时间",
        Q::AskMeFirst => "担心安全，就选“是”",
        Q::OwnCompany => "替自己申请，就不用填",
        Q::OwnCode => "营业执照上的 18 位",
        Q::ContractSum | Q::Price => "单位：元",
        Q::Institution => "写到支行、门店更好",
        _ => "",
    }
}

/// An answer from a list.
pub fn reply_name(reply: Reply) -> &'static str {
    use Reply as R;
    match reply {
        R::Yes => "是",
        R::No => "否",
        R::Unsure => "不清楚",
        R::Have => "有",
        R::Lack => "没有",
        R::TheyHold => "对方有",
        R::Male => "男",
        R::Female => "女",
        R::Delivery => "外卖、网约配送",
        R::Courier => "快递、分拣",
        R::RideDriver => "网约车司机",
        R::TruckDriver => "货车、同城货运",
        R::DesignatedDriver => "代驾",
        R::Housework => "家政（平台派单）",
        R::Streamer => "网络主播",
        R::OnlineSeller => "互联网营销、带货",
        R::Crowdwork => "客服、审核、众包",
        R::Repair => "维修、安装",
        R::PlatformPays => "平台",
        R::PartnerPays => "站点、合作企业",
        R::AgencyPays => "劳务派遣公司",
        R::PersonPays => "个人",
        R::Written => "书面",
        R::Oral => "口头",
        R::Noise => "噪声",
        R::Leak => "漏水",
        R::Passage => "通道、堆东西",
        R::Light => "采光、通风",
        R::Pets => "宠物",
        R::ManagementFee => "物业费",
        R::Upkeep => "维修、管理",
        R::Rent => "租房",
        R::Sale => "买卖房子",
        R::Trademark => "商标",
        R::Patent => "专利",
        R::Copyright => "著作权",
        R::TradeSecret => "商业秘密",
        R::Other => "其他",
        R::Unknown => "",
    }
}

/// A kind of claim.
pub fn claim_name(kind: ClaimKind) -> &'static str {
    use ClaimKind as K;
    match kind {
        K::Wages => "工资、报酬",
        K::Overtime => "加班费",
        K::Compensation => "解除合同的补偿、赔偿",
        K::Fines => "被扣的钱、罚款",
        K::Deposit => "押金、保证金",
        K::Injury => "受伤的医疗费等损失",
        K::SocialInsurance => "社会保险",
        K::Vehicle => "车辆租金",
        K::Other => "其他",
        K::Unknown => "",
    }
}

/// A kind of claim, as its sum is asked for.
pub fn claim_question(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Wages => "工资、报酬，每月",
        ClaimKind::Overtime => "加班费，每月",
        other => claim_name(other),
    }
}

/// How a platform worker may be tied to whom.
pub fn relation_words(relation: Relation) -> &'static str {
    match relation {
        Relation::Employment => "从您写的看，对方管得比较多，像是有劳动关系。",
        Relation::Managed => {
            "从您写的看，对方管一部分，您也能自己安排一部分，可能是“不完全符合劳动关系，但受企业管理”的情形。"
        }
        Relation::Independent => "从您写的看，主要由您自己安排，像是自己依托平台经营。",
    }
}

/// What a further respondent has to do with it.
pub fn role_name(role: OtherRole) -> &'static str {
    match role {
        OtherRole::Platform => "平台企业",
        OtherRole::Partner => "合作企业、站点",
        OtherRole::Agency => "劳务派遣公司",
        OtherRole::Other => "其他",
        OtherRole::Unknown => "",
    }
}

/// Who files for somebody else.
pub fn helper_relation_name(relation: HelperRelation) -> &'static str {
    use HelperRelation as H;
    match relation {
        H::Child => "帮父母、家人",
        H::Neighbour => "帮邻居、朋友",
        H::GridWorker => "我是网格员",
        H::WindowClerk => "我是窗口工作人员",
        H::Other => "帮别人",
        H::Unknown => "",
    }
}

/// Whom to get in touch with.
pub fn whom_name(whom: WhomToContact) -> &'static str {
    match whom {
        WhomToContact::Applicant => "联系本人",
        WhomToContact::Helper => "联系我",
        WhomToContact::Either => "都可以",
        WhomToContact::Unknown => "",
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
        assert!(all(Question::ALL, question_name));
        assert!(all(Question::ALL, question_words));
        assert!(all(Reply::ALL, reply_name));
        assert!(all(ClaimKind::ALL, claim_name));
        assert!(all(OtherRole::ALL, role_name));
        assert!(all(HelperRelation::ALL, helper_relation_name));
        assert!(all(WhomToContact::ALL, whom_name));
    }
}
