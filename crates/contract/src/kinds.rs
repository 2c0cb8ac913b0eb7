//! The lists people choose from: dispute fields, topics, kinds of organization and what they offer.
//!
//! An organization's legal kind and the disputes it takes are kept apart: people search by field,
//! officials audit by kind.

use DisputeField as F;

wire_enum! {
    /// What a dispute is about (纠纷领域).
    DisputeField {
        /// 劳动人事争议
        Labor = "labor",
        /// 新就业形态劳动纠纷
        NewEmployment = "new-employment",
        /// 婚姻家庭
        Family = "family",
        /// 商事
        Commercial = "commercial",
        /// 邻里
        Neighbours = "neighbours",
        /// 物业与房屋
        Property = "property",
        /// 道路交通事故损害赔偿
        Traffic = "traffic",
        /// 医疗损害
        Medical = "medical",
        /// 消费
        Consumer = "consumer",
        /// 金融（含保险、资本市场）
        Finance = "finance",
        /// 知识产权
        IntellectualProperty = "intellectual-property",
        /// 互联网与电商
        Internet = "internet",
        /// 其他民事纠纷
        Other = "other",
    }
}

impl DisputeField {
    /// The four doors of the home page.
    pub const DOORS: [Self; 4] = [F::Labor, F::NewEmployment, F::Family, F::Commercial];

    /// Whether it is about work: then claims are asked for kind by kind, and arbitration comes before a court.
    pub fn is_about_work(self) -> bool {
        matches!(self, F::Labor | F::NewEmployment)
    }

    /// The topics a person may pick within the field, most frequent first; empty where none are asked.
    pub fn topics(self) -> &'static [Topic] {
        use Topic as T;
        match self {
            F::Labor => &[
                T::Wages,
                T::Overtime,
                T::Dismissal,
                T::WorkInjury,
                T::SocialInsurance,
                T::Else,
            ],
            F::NewEmployment => &[
                T::Pay,
                T::Penalty,
                T::Rest,
                T::OccupationalInjury,
                T::AccountBan,
                T::Deposit,
                T::Else,
            ],
            F::Family => &[
                T::Marriage,
                T::ElderSupport,
                T::ChildCustody,
                T::Inheritance,
                T::Else,
            ],
            F::Commercial => &[
                T::PaymentOwed,
                T::Contract,
                T::Partnership,
                T::ForeignRelated,
                T::Else,
            ],
            _ => &[],
        }
    }
}

wire_enum! {
    /// What exactly happened, within a [`DisputeField`].
    Topic {
        /// 拖欠工资
        Wages = "wages",
        /// 加班
        Overtime = "overtime",
        /// 辞退
        Dismissal = "dismissal",
        /// 工伤
        WorkInjury = "work-injury",
        /// 社会保险
        SocialInsurance = "social-insurance",
        /// 劳动报酬（新就业形态）
        Pay = "pay",
        /// 奖惩、扣罚
        Penalty = "penalty",
        /// 休息
        Rest = "rest",
        /// 职业伤害
        OccupationalInjury = "occupational-injury",
        /// 封号、解约
        AccountBan = "account-ban",
        /// 保证金、押金
        Deposit = "deposit",
        /// 婚姻
        Marriage = "marriage",
        /// 赡养
        ElderSupport = "elder-support",
        /// 抚养
        ChildCustody = "child-custody",
        /// 继承
        Inheritance = "inheritance",
        /// 货款、欠款
        PaymentOwed = "payment-owed",
        /// 合同履行
        Contract = "contract",
        /// 合伙、股权
        Partnership = "partnership",
        /// 涉外
        ForeignRelated = "foreign-related",
        /// 都不是
        Else = "else",
        /// 法治体检: no dispute, and so never picked for one. A firm asks for it on its own page.
        LegalHealthCheck = "legal-health-check",
    }
}

wire_enum! {
    /// The legal kind of an organization.
    OrganizationKind {
        /// 人民调解委员会（村居、乡镇街道）: People's Mediation Law arts 8 and 34.
        PeoplesCommittee = "peoples-committee",
        /// 行业性、专业性人民调解委员会
        IndustryCommittee = "industry-committee",
        /// 企业事业单位人民调解委员会
        EnterpriseCommittee = "enterprise-committee",
        /// 个人调解工作室, attached to a committee.
        PersonalStudio = "personal-studio",
        /// 派驻调解室 (court, police, petition office).
        ResidentRoom = "resident-room",
        /// 商事调解组织: may charge by its public tariff (商事调解条例).
        CommercialOrganization = "commercial-organization",
        /// 劳动人事争议调解组织
        LaborOrganization = "labor-organization",
        /// 非诉讼服务中心
        NonlitigationCenter = "nonlitigation-center",
        /// 矛盾纠纷调处中心、社会治安综合治理中心
        DisputeCenter = "dispute-center",
        /// 行政调解
        AdministrativeMediation = "administrative-mediation",
        /// 公共法律服务（中心、司法所、法律援助）
        PublicLegalService = "public-legal-service",
        /// 仲裁机构（劳动人事争议仲裁院、仲裁委员会）: decides disputes and does not mediate them.
        Arbitration = "arbitration",
        /// 其他解纷服务机构
        OtherService = "other-service",
    }
}

impl OrganizationKind {
    /// Free of charge by law: mediation by a people's mediation committee (People's Mediation Law art 4).
    pub fn free_by_law(self) -> bool {
        self.is_peoples_mediation()
    }

    /// Whether what it does is people's mediation: a committee's, or what belongs to one.
    pub fn is_peoples_mediation(self) -> bool {
        use OrganizationKind as K;
        matches!(
            self,
            K::PeoplesCommittee
                | K::IndustryCommittee
                | K::EnterpriseCommittee
                | K::PersonalStudio
                | K::ResidentRoom
        )
    }

    /// Whether it may ask for money: commercial organizations may by their own tariff (商事调解条例), others only
    /// if their entry says so.
    pub fn may_charge(self, fee: Option<Fee>) -> bool {
        match fee {
            Some(Fee::Tariff) => true,
            Some(Fee::FreeByLaw | Fee::Free) => false,
            _ => self == Self::CommercialOrganization,
        }
    }

    /// Whether it can be asked for mediation. Those of a kind this build does not know yet can.
    pub fn mediates(self) -> bool {
        self != Self::Arbitration
    }

    /// Whether an organization of this kind and name is part of one company or institution: its own committee
    /// (People's Mediation Law art 8), or its committee for labor disputes (Labor Dispute Mediation and
    /// Arbitration Law art 10), which only the name tells from a body that is open to everybody.
    pub fn is_within_unit(self, name: &str) -> bool {
        match self {
            Self::EnterpriseCommittee => true,
            Self::LaborOrganization => name.contains("公司"),
            _ => false,
        }
    }
}

wire_enum! {
    /// Where an organization stands in the administrative order.
    Level {
        /// 省级
        Province = "province",
        /// 市级
        City = "city",
        /// 县（市、区）级
        County = "county",
        /// 乡镇、街道
        Township = "township",
        /// 村、社区
        Village = "village",
        /// 园区、企业
        Park = "park",
    }
}

wire_enum! {
    /// What a person pays.
    Fee {
        /// Free by law.
        FreeByLaw = "free-by-law",
        /// Free by the organization's own statement.
        Free = "free",
        /// Charges by its own public tariff.
        Tariff = "tariff",
    }
}

wire_enum! {
    /// What an organization offers beyond mediation across a table.
    Service {
        /// 法治体检
        LegalHealthCheck = "legal-health-check",
        /// 涉外
        ForeignRelated = "foreign-related",
        /// 线上调解
        OnlineMediation = "online-mediation",
    }
}

wire_enum! {
    /// A language or dialect in which an organization can mediate besides standard Chinese.
    Language {
        /// 手语
        SignLanguage = "sign-language",
        /// 吴语（苏锡常一带的方言）
        Wu = "wu",
        /// 江淮官话（南京、扬州、淮安、盐城一带的方言）
        JianghuaiMandarin = "jianghuai-mandarin",
        /// 中原官话（徐州一带的方言）
        CentralPlainsMandarin = "central-plains-mandarin",
        /// 英语
        English = "english",
        /// 日语
        Japanese = "japanese",
        /// 韩语
        Korean = "korean",
    }
}

wire_enum! {
    /// When somebody wants to find the door open.
    OpenTime {
        /// 现在
        Now = "now",
        /// 今晚: today from 18:00 on.
        ThisEvening = "this-evening",
        /// 周末: at some time on Saturday or Sunday.
        Weekend = "weekend",
    }
}
