//! The few questions that belong to a kind of dispute, as data: which are asked, on which step, and what an
//! answer may be. All may be left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::claims::ClaimKind;
use crate::days::{Day, day_text, read_day};
use crate::draft::{Checker, Code, Draft, Field, Issue, Item, Step};
use crate::identifier::{CreditCode, CreditCodeFault};
use crate::kinds::{DisputeField, Topic};
use crate::money;

use Question as Q;
use Reply as R;

/// Longest answer in words, in characters.
pub const ANSWER_MAX: u16 = 200;

wire_enum! {
    /// A question. The names are ids on the page too: none is the name of a field of the draft.
    Question {
        // Of the official form (人民调解申请书).
        /// 性别
        Gender = "gender",
        /// 民族
        EthnicGroup = "ethnic-group",
        /// 年龄
        Age = "age",
        /// 职业或职务
        Profession = "profession",
        /// 单位
        Workplace = "workplace",
        // Of most disputes.
        /// 什么时候开始的
        Since = "since",
        /// 找过谁、试过什么
        Tried = "tried",
        // Of work.
        /// 劳动合同
        LaborContract = "labor-contract",
        /// 还在这里干吗
        StillWorking = "still-working",
        /// 最后一天上班
        LeftOn = "left-on",
        /// 哪天受的伤
        HurtOn = "hurt-on",
        /// 工伤认定
        InjuryRecognized = "injury-recognized",
        /// 做哪一行
        Occupation = "occupation",
        /// 平台的名字
        Platform = "platform",
        /// 谁排班
        SetsShifts = "sets-shifts",
        /// 能不能拒单
        MayRefuse = "may-refuse",
        /// 谁发钱
        Payer = "payer",
        /// 会不会被罚
        Fined = "fined",
        /// 统一着装
        Uniform = "uniform",
        /// 是否只在一个平台
        OnePlatform = "one-platform",
        // Of families.
        /// 联系对方前先商量
        AskMeFirst = "ask-me-first",
        /// 结婚登记
        Registered = "registered",
        /// 要赡养的是谁
        Elder = "elder",
        /// 孩子多大
        Children = "children",
        /// 哪些遗产
        Estate = "estate",
        /// 遗嘱
        Will = "will",
        // Of business.
        /// 您代表的单位
        OwnCompany = "own-company",
        /// 它的统一社会信用代码
        OwnCode = "own-code",
        /// 合同的形式
        ContractForm = "contract-form",
        /// 合同金额
        ContractSum = "contract-sum",
        /// 对方的国家或地区
        Country = "country",
        /// 用什么语言谈
        MeetingLanguage = "meeting-language",
        // Of neighbours and houses.
        /// 哪种打扰
        Nuisance = "nuisance",
        /// 多久一次
        HowOften = "how-often",
        /// 哪一种房屋纠纷
        HouseMatter = "house-matter",
        /// 小区或房屋
        Housing = "housing",
        /// 物业公司
        Manager = "manager",
        // Of accidents and treatment.
        /// 事故日期
        AccidentOn = "accident-on",
        /// 事故地点
        AccidentPlace = "accident-place",
        /// 事故认定书
        PoliceFinding = "police-finding",
        /// 有人受伤
        AnyoneHurt = "anyone-hurt",
        /// 保险公司
        Insurer = "insurer",
        /// 医院
        Hospital = "hospital",
        /// 就诊日期
        TreatedOn = "treated-on",
        /// 病历
        MedicalRecords = "medical-records",
        // Of buying, money and rights.
        /// 买了什么
        Bought = "bought",
        /// 购买日期
        BoughtOn = "bought-on",
        /// 商家、平台
        Shop = "shop",
        /// 价钱
        Price = "price",
        /// 金融机构
        Institution = "institution",
        /// 合同或保单号
        ContractNumber = "contract-number",
        /// 哪种权利
        Right = "right",
        /// 登记号
        RightNumber = "right-number",
        /// 订单号
        OrderNumber = "order-number",
        // What there is to show, in a dispute about work.
        /// 合同或协议
        HasContract = "has-contract",
        /// 工资、结算记录
        HasPayRecords = "has-pay-records",
        /// 社会保险缴费记录
        HasInsurance = "has-insurance",
        /// 工作证、服务证、工服
        HasWorkCard = "has-work-card",
        /// 招聘登记表、报名表
        HasHiringForms = "has-hiring-forms",
        /// 考勤、排班、接单记录
        HasAttendance = "has-attendance",
        /// 工友的证言
        HasCoworkers = "has-coworkers",
        /// 聊天记录、工作群
        HasChats = "has-chats",
        /// 处罚通知、申诉结果
        HasPenaltyNotices = "has-penalty-notices",
        /// 平台规则
        HasPlatformRules = "has-platform-rules",
        /// 病历、交警材料、保单
        HasInjuryPapers = "has-injury-papers",
    }
}

wire_enum! {
    /// An answer from a list; each question allows some of them.
    Reply {
        /// 是
        Yes = "yes",
        /// 不是
        No = "no",
        /// 不清楚
        Unsure = "unsure",
        /// 我有
        Have = "have",
        /// 没有
        Lack = "lack",
        /// 对方掌握
        TheyHold = "they-hold",
        /// 男
        Male = "male",
        /// 女
        Female = "female",
        /// 网约配送员
        Delivery = "delivery",
        /// 快递员、分拣
        Courier = "courier",
        /// 网约车司机
        RideDriver = "ride-driver",
        /// 货车、同城货运司机
        TruckDriver = "truck-driver",
        /// 代驾
        DesignatedDriver = "designated-driver",
        /// 家政（平台派单）
        Housework = "housework",
        /// 网络主播
        Streamer = "streamer",
        /// 互联网营销师
        OnlineSeller = "online-seller",
        /// 客服、审核、众包
        Crowdwork = "crowdwork",
        /// 维修、安装
        Repair = "repair",
        /// 平台
        PlatformPays = "platform-pays",
        /// 站点、合作企业
        PartnerPays = "partner-pays",
        /// 劳务派遣公司
        AgencyPays = "agency-pays",
        /// 个人
        PersonPays = "person-pays",
        /// 书面
        Written = "written",
        /// 口头
        Oral = "oral",
        /// 噪声
        Noise = "noise",
        /// 漏水
        Leak = "leak",
        /// 通道、堆物
        Passage = "passage",
        /// 采光、通风
        Light = "light",
        /// 宠物
        Pets = "pets",
        /// 物业费
        ManagementFee = "management-fee",
        /// 维修
        Upkeep = "upkeep",
        /// 租房
        Rent = "rent",
        /// 买卖房屋
        Sale = "sale",
        /// 商标
        Trademark = "trademark",
        /// 专利
        Patent = "patent",
        /// 著作权
        Copyright = "copyright",
        /// 商业秘密
        TradeSecret = "trade-secret",
        /// 其他
        Other = "other",
    }
}

/// What an answer may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// A few words.
    Words,
    /// One of these.
    One(&'static [Reply]),
    /// A day that is not to come.
    Day,
    /// A sum in yuan.
    Sum,
    /// A unified social credit code.
    CreditCode,
}

/// One answer, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// The answer: words; the wire name of a [`Reply`]; `YYYY-MM-DD`; yuan with at most two decimals; or a
    /// credit code. Which of them it is, the question says.
    pub value: String,
}

const YES_NO: AnswerKind = AnswerKind::One(&[R::Yes, R::No, R::Unsure]);
const AT_HAND: AnswerKind = AnswerKind::One(&[R::Have, R::Lack, R::TheyHold]);

impl Question {
    /// What an answer may be.
    pub fn kind(self) -> AnswerKind {
        match self {
            Q::Gender => AnswerKind::One(&[R::Male, R::Female]),
            Q::Since | Q::LeftOn | Q::HurtOn | Q::AccidentOn | Q::TreatedOn | Q::BoughtOn => {
                AnswerKind::Day
            }
            Q::StillWorking | Q::AskMeFirst => AnswerKind::One(&[R::Yes, R::No]),
            Q::LaborContract
            | Q::InjuryRecognized
            | Q::SetsShifts
            | Q::MayRefuse
            | Q::Fined
            | Q::Uniform
            | Q::OnePlatform
            | Q::Registered
            | Q::Will
            | Q::PoliceFinding
            | Q::AnyoneHurt
            | Q::MedicalRecords => YES_NO,
            Q::Occupation => AnswerKind::One(&[
                R::Delivery,
                R::Courier,
                R::RideDriver,
                R::TruckDriver,
                R::DesignatedDriver,
                R::Housework,
                R::Streamer,
                R::OnlineSeller,
                R::Crowdwork,
                R::Repair,
                R::Other,
            ]),
            Q::Payer => AnswerKind::One(&[
                R::PlatformPays,
                R::PartnerPays,
                R::AgencyPays,
                R::PersonPays,
                R::Unsure,
            ]),
            Q::ContractForm => AnswerKind::One(&[R::Written, R::Oral, R::Unsure]),
            Q::Nuisance => {
                AnswerKind::One(&[R::Noise, R::Leak, R::Passage, R::Light, R::Pets, R::Other])
            }
            Q::HouseMatter => {
                AnswerKind::One(&[R::ManagementFee, R::Upkeep, R::Rent, R::Sale, R::Other])
            }
            Q::Right => AnswerKind::One(&[
                R::Trademark,
                R::Patent,
                R::Copyright,
                R::TradeSecret,
                R::Other,
            ]),
            Q::ContractSum | Q::Price => AnswerKind::Sum,
            Q::OwnCode => AnswerKind::CreditCode,
            Q::HasContract
            | Q::HasPayRecords
            | Q::HasInsurance
            | Q::HasWorkCard
            | Q::HasHiringForms
            | Q::HasAttendance
            | Q::HasCoworkers
            | Q::HasChats
            | Q::HasPenaltyNotices
            | Q::HasPlatformRules
            | Q::HasInjuryPapers => AT_HAND,
            _ => AnswerKind::Words,
        }
    }

    /// Whether it asks who has something to show.
    pub fn asks_what_is_at_hand(self) -> bool {
        self.kind() == AT_HAND
    }

    /// The step on which it is asked.
    pub fn step(self) -> Step {
        match self {
            Q::Gender
            | Q::EthnicGroup
            | Q::Age
            | Q::Profession
            | Q::Workplace
            | Q::OwnCompany
            | Q::OwnCode => Step::You,
            Q::SetsShifts | Q::MayRefuse | Q::Payer | Q::Fined | Q::Uniform | Q::OnePlatform => {
                Step::Work
            }
            _ if self.asks_what_is_at_hand() => Step::Evidence,
            _ => Step::Details,
        }
    }
}

/// What everybody is asked for the official form.
pub const PARTICULARS: &[Question] = &[
    Q::Gender,
    Q::Age,
    Q::EthnicGroup,
    Q::Profession,
    Q::Workplace,
];
/// The facts that tell how a platform worker is tied to whom.
pub const WORK_FACTS: &[Question] = &[
    Q::SetsShifts,
    Q::MayRefuse,
    Q::Fined,
    Q::Uniform,
    Q::OnePlatform,
    Q::Payer,
];

/// The questions of a field, in the order of the form.
fn of_field(field: DisputeField, topic: Topic) -> Vec<&'static [Question]> {
    use DisputeField as F;
    use Topic as T;
    const LAST: &[Question] = &[Q::Since, Q::Tried];
    match field {
        F::Labor => vec![
            match topic {
                T::WorkInjury => &[Q::HurtOn, Q::InjuryRecognized, Q::StillWorking],
                T::Dismissal => &[Q::LeftOn, Q::Since],
                _ => &[Q::Since, Q::StillWorking, Q::LeftOn],
            },
            &[Q::LaborContract, Q::Tried],
            &[
                Q::HasContract,
                Q::HasPayRecords,
                Q::HasInsurance,
                Q::HasWorkCard,
                Q::HasHiringForms,
                Q::HasAttendance,
                Q::HasCoworkers,
            ],
            match topic {
                T::WorkInjury => &[Q::HasInjuryPapers],
                _ => &[],
            },
        ],
        F::NewEmployment => vec![
            &[Q::Occupation, Q::Platform],
            match topic {
                T::OccupationalInjury => &[Q::HurtOn, Q::StillWorking],
                _ => &[Q::Since, Q::StillWorking, Q::LeftOn],
            },
            &[Q::Tried],
            WORK_FACTS,
            &[
                Q::HasContract,
                Q::HasPayRecords,
                Q::HasAttendance,
                Q::HasWorkCard,
                Q::HasChats,
                Q::HasPenaltyNotices,
                Q::HasPlatformRules,
            ],
            match topic {
                T::OccupationalInjury => &[Q::HasInjuryPapers],
                _ => &[],
            },
        ],
        F::Family => vec![
            &[Q::AskMeFirst],
            match topic {
                T::Marriage => &[Q::Registered, Q::Children],
                T::ElderSupport => &[Q::Elder],
                T::ChildCustody => &[Q::Children],
                T::Inheritance => &[Q::Estate, Q::Will],
                _ => &[],
            },
            LAST,
        ],
        F::Commercial => vec![
            match topic {
                T::ForeignRelated => &[Q::Country, Q::MeetingLanguage],
                _ => &[],
            },
            &[Q::OwnCompany, Q::OwnCode, Q::ContractForm, Q::ContractSum],
            LAST,
        ],
        F::Neighbours => vec![&[Q::Nuisance, Q::HowOften], LAST],
        F::Property => vec![&[Q::HouseMatter, Q::Housing, Q::Manager], LAST],
        F::Traffic => vec![&[
            Q::AccidentOn,
            Q::AccidentPlace,
            Q::PoliceFinding,
            Q::AnyoneHurt,
            Q::Insurer,
        ]],
        F::Medical => vec![&[Q::Hospital, Q::TreatedOn, Q::MedicalRecords, Q::Tried]],
        F::Consumer => vec![&[Q::Bought, Q::BoughtOn, Q::Shop, Q::Price, Q::Tried]],
        F::Finance => vec![&[Q::Institution, Q::ContractNumber], LAST],
        F::IntellectualProperty => vec![&[Q::Right, Q::RightNumber], LAST],
        F::Internet => vec![&[Q::Platform, Q::OrderNumber], LAST],
        F::Other => vec![LAST],
        F::Unknown => Vec::new(),
    }
}

/// Every question of the field and topic, in the order of the form, also those that wait for another answer.
fn of_matter(draft: &Draft) -> Vec<Question> {
    let field = DisputeField::from_wire(&draft.field);
    let topic = Topic::from_wire(&draft.topic);
    let mut questions = PARTICULARS.to_vec();
    for group in of_field(field, topic) {
        questions.extend_from_slice(group);
    }
    questions
}

impl Question {
    /// Whether the answers so far call for it: who works there still has not left.
    pub fn is_called_for(self, draft: &Draft) -> bool {
        self != Q::LeftOn
            || Topic::from_wire(&draft.topic) == Topic::Dismissal
            || reply(&draft.answers, Q::StillWorking) == R::No
    }
}

/// Every question that the answers so far call for, in the order of the form.
pub fn asked(draft: &Draft) -> Vec<Question> {
    let mut questions = of_matter(draft);
    questions.retain(|question| question.is_called_for(draft));
    questions
}

/// The questions of one step.
pub fn asked_on(step: Step, draft: &Draft) -> Vec<Question> {
    let mut questions = asked(draft);
    questions.retain(|question| question.step() == step);
    questions
}

/// The questions of one step, also those that wait for another answer on it.
pub fn askable_on(step: Step, draft: &Draft) -> Vec<Question> {
    let mut questions = of_matter(draft);
    questions.retain(|question| question.step() == step);
    questions
}

/// How many answers and sums belong to nothing that is asked: an earlier answer has changed.
pub fn left_over(draft: &Draft) -> usize {
    let mut kept = draft.clone();
    drop_left_over(&mut kept)
}

/// Forgets the answers and sums that belong to nothing that is asked. Says how many there were.
pub fn drop_left_over(draft: &mut Draft) -> usize {
    let questions: Vec<&str> = asked(draft)
        .iter()
        .map(|question| question.as_str())
        .collect();
    let kinds = ClaimKind::of(DisputeField::from_wire(&draft.field));
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let mut dropped = 0;
    for (typed, asked) in [
        (&mut draft.answers, &questions),
        (&mut draft.claim_sums, &kinds),
        (&mut draft.claim_months, &kinds),
    ] {
        typed.retain(|name, typed| {
            let stays = asked.contains(&name.as_str());
            dropped += usize::from(!stays && !typed.trim().is_empty());
            stays
        });
    }
    dropped
}

/// What was chosen from a list; `Unknown` where nothing was.
pub fn reply(answers: &BTreeMap<String, String>, question: Question) -> Reply {
    answers
        .get(question.as_str())
        .map(|typed| Reply::from_wire(typed))
        .unwrap_or_default()
}

/// The days after `today` that were given for what has happened already.
pub fn days_to_come(draft: &Draft, today: Day) -> Vec<Issue> {
    let mut questions = asked(draft);
    questions.retain(|question| question.kind() == AnswerKind::Day);
    questions
        .into_iter()
        .filter(|question| {
            let typed = draft.answers.get(question.as_str());
            typed.and_then(|typed| read_day(typed)) > Some(today)
        })
        .map(|question| Issue::of(Field::Answers, Item::Answer(question), Code::DayToCome))
        .collect()
}

impl Checker {
    /// The answers to what is asked on a step, checked. Others are left out.
    pub(crate) fn answers(&mut self, step: Step, draft: &Draft) -> Vec<Answer> {
        asked_on(step, draft)
            .into_iter()
            .filter_map(|question| {
                let typed = draft.answers.get(question.as_str())?.trim();
                let value = match typed {
                    "" => None,
                    typed => Some(self.answer(question, typed)),
                };
                value.flatten().map(|value| Answer { question, value })
            })
            .collect()
    }

    fn answer(&mut self, question: Question, typed: &str) -> Option<String> {
        let value = match question.kind() {
            AnswerKind::Words => words(typed, ANSWER_MAX),
            AnswerKind::One(replies) => replies
                .iter()
                .find(|reply| reply.as_str() == typed)
                .map(|reply| reply.as_str().to_owned())
                .ok_or(Code::NotAChoice),
            AnswerKind::Day => read_day(typed).map(day_text).ok_or(Code::NotADay),
            AnswerKind::Sum => money::fen(typed).map(money::yuan_text).map_err(Code::from),
            AnswerKind::CreditCode => credit_code(typed).map(|code| code.as_str().to_owned()),
        };
        value
            .map_err(|code| {
                self.issues
                    .push(Issue::of(Field::Answers, Item::Answer(question), code));
            })
            .ok()
    }
}

/// Reads a credit code.
pub(crate) fn credit_code(typed: &str) -> Result<CreditCode, Code> {
    CreditCode::parse(typed).map_err(|fault| match fault {
        CreditCodeFault::Length(actual) => Code::CreditCodeLength { actual },
        CreditCodeFault::Mistyped => Code::CreditCodeMistyped,
    })
}

/// Words that are neither too many nor unprintable.
pub(crate) fn words(typed: &str, max: u16) -> Result<String, Code> {
    let text = typed.trim();
    let length = text.chars().count();
    if length > usize::from(max) {
        let actual = u32::try_from(length).unwrap_or(u32::MAX);
        return Err(Code::TooLong { max, actual });
    }
    let unprintable = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(unprintable) {
        return Err(Code::NotPrintable);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn about(field: DisputeField, topic: Topic) -> Draft {
        let topic = if topic.is_known() { topic.as_str() } else { "" };
        Draft {
            field: field.as_str().into(),
            topic: topic.into(),
            ..Draft::default()
        }
    }

    fn every_matter() -> impl Iterator<Item = Draft> {
        DisputeField::ALL.iter().flat_map(|field| {
            let topics = field.topics().iter().copied().chain([Topic::Unknown]);
            topics.map(|topic| about(*field, topic))
        })
    }

    #[test]
    fn every_question_is_asked_somewhere_and_never_twice() {
        let mut seen = Vec::new();
        for mut draft in every_matter() {
            draft.answers.insert("still-working".into(), "no".into());
            let questions = asked(&draft);
            for question in &questions {
                let times = questions.iter().filter(|other| *other == question).count();
                assert_eq!(times, 1, "{question:?} {draft:?}");
            }
            seen.extend(questions);
        }
        for question in Question::ALL {
            assert!(seen.contains(question), "{question:?}");
        }
    }

    #[test]
    fn no_screen_asks_much() {
        for draft in every_matter() {
            assert!(asked_on(Step::Details, &draft).len() <= 6, "{draft:?}");
            assert!(asked_on(Step::Evidence, &draft).len() <= 8);
        }
    }

    #[test]
    fn names_of_questions_and_fields_never_meet() {
        for question in Question::ALL {
            assert!(
                !Field::from_wire(question.as_str()).is_known(),
                "{question:?}"
            );
        }
    }

    #[test]
    fn the_day_somebody_left_is_asked_of_those_who_left() {
        let mut draft = about(DisputeField::Labor, Topic::Wages);
        assert!(!asked(&draft).contains(&Q::LeftOn));
        draft.answers.insert("still-working".into(), "no".into());
        assert!(asked(&draft).contains(&Q::LeftOn));
    }

    #[test]
    fn another_field_leaves_answers_over() {
        let mut draft = about(DisputeField::Medical, Topic::Unknown);
        for (name, typed) in [
            ("hospital", "某医院"),
            ("tried", "找过医务科"),
            ("age", " "),
        ] {
            draft.answers.insert(name.into(), typed.into());
        }
        assert_eq!(left_over(&draft), 0);
        draft.field = "neighbours".into();
        assert_eq!(left_over(&draft), 1);
        draft.field = "medical".into();
        assert_eq!(left_over(&draft), 0, "nothing was forgotten yet");
        draft.field = "neighbours".into();
        draft.claim_sums.insert("claim-wages".into(), "1".into());
        assert_eq!(drop_left_over(&mut draft), 2);
        assert_eq!(draft.answers.len(), 2);
        assert_eq!(drop_left_over(&mut draft), 0);
    }

    #[test]
    fn what_has_happened_did_not_happen_tomorrow() {
        let mut draft = about(DisputeField::Neighbours, Topic::Unknown);
        draft.answers.insert("since".into(), "2026-11-26".into());
        draft.answers.insert("hurt-on".into(), "2030-01-01".into());
        assert!(days_to_come(&draft, date(2026, 11, 26)).is_empty());
        let late = Issue::of(Field::Answers, Item::Answer(Q::Since), Code::DayToCome);
        assert_eq!(days_to_come(&draft, date(2026, 11, 25)), [late]);
    }
}
