//! Every word that the paper says of its own. What the official form says is said as it says it.

use contract::evidence::EvidenceKind;
use contract::request::HelperRelation;
use contract::settlement::{PaperKind, TermsMark};

/// The official form.
const TITLE: &str = "人民调解申请书";
/// The same where the organization is no people's mediation committee.
const TITLE_ELSEWHERE: &str = "调解申请书";

/// The name of the form as it goes to this organization.
pub(super) fn title(to_committee: bool) -> &'static str {
    if to_committee { TITLE } else { TITLE_ELSEWHERE }
}

/// The statement of the form.
pub(super) fn statement(to_committee: bool) -> &'static str {
    if to_committee {
        STATEMENT
    } else {
        STATEMENT_ELSEWHERE
    }
}

/// What the file is called; the number says nothing about people.
pub fn file_name(number: &str) -> String {
    format!("{TITLE_ELSEWHERE} {number}.pdf")
}
/// What the file of a paper of an agreement is called.
pub fn terms_file_name(paper: PaperKind) -> &'static str {
    match paper {
        PaperKind::Agreement => "调解协议书.pdf",
        PaperKind::OralRecord => "口头协议登记表.pdf",
        PaperKind::ConfirmationRequest => "司法确认申请书.pdf",
        PaperKind::Unknown => "",
    }
}

/// Which terms these are: who reads the same reads the same words.
pub(super) fn terms_mark(mark: &TermsMark) -> String {
    let TermsMark { version, digest } = mark;
    format!("条款第 {version} 版，核对码 {digest}")
}

/// Before the organization's name.
pub(super) const TO: &str = "致：";

pub(super) const APPLICANT: &str = "申请人";
pub(super) const HELPER: &str = "代办人";
pub(super) const RESPONDENT: &str = "被申请人";
pub(super) const NAME: &str = "姓名";
pub(super) const NAME_OF_ANY: &str = "姓名或名称";
pub(super) const NAME_OF_COMPANY: &str = "名称";
pub(super) const GENDER: &str = "性别";
pub(super) const ETHNIC_GROUP: &str = "民族";
pub(super) const AGE: &str = "年龄";
pub(super) const PROFESSION: &str = "职业或职务";
pub(super) const CONTACT: &str = "联系方式";
pub(super) const PLACE: &str = "单位或住址";
pub(super) const COMPANY: &str = "代表的单位";
pub(super) const CREDIT_CODE: &str = "统一社会信用代码";
pub(super) const ROLE: &str = "与纠纷的关系";
pub(super) const HELPER_IS: &str = "与申请人的关系";

pub(super) const DISPUTE: &str = "纠纷简要情况";
pub(super) const KIND: &str = "纠纷类型";
pub(super) const AMOUNT: &str = "涉及金额";

pub(super) const CLAIMS: &str = "当事人申请事项";
pub(super) const NO_CLAIMS: &str = "网上申请时没有写明。";
pub(super) const CLAIM: &str = "项目";
pub(super) const A_MONTH: &str = "每月（元）";
pub(super) const MONTHS: &str = "月数";
pub(super) const SUM: &str = "金额（元）";
pub(super) const TOTAL: &str = "合计";

pub(super) const EVIDENCE: &str = "证据材料";
pub(super) const FILE_NUMBER: &str = "序号";
pub(super) const FILE: &str = "网上提交的文件";
pub(super) const FILE_KIND: &str = "种类";
pub(super) const AT_HAND: &str = "申请人说自己有";
pub(super) const THEY_HOLD: &str = "申请人说对方有";

/// On the official form.
const STATEMENT: &str = "人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解。";
/// The same where the organization is no people's mediation committee.
const STATEMENT_ELSEWHERE: &str = "调解组织已将申请调解的相关规定告知我，现自愿申请调解。";
pub(super) const APPLICANT_SIGNS: &str = "申请人（签名、盖章或者按指印）：";
pub(super) const HELPER_SIGNS: &str = "代办人（签名）：";
/// To be filled in by hand.
pub(super) const DATE: &str = "　　　　年　　　月　　　日";

/// To be filled in by the committee.
pub(super) const NUMBER: &str = "编号：";
pub(super) const ORGANIZATION: &str = "调解组织：";
pub(super) const FACTS: &str = "纠纷主要事实";
pub(super) const DISPUTED: &str = "争议事项";
pub(super) const RESPONSIBILITY: &str = "各方责任";
pub(super) const AGREED: &str = "协议内容";
pub(super) const AGREED_ORALLY: &str = "口头协议内容";
pub(super) const PERFORMANCE: &str = "履行的期限、方式、地点";
pub(super) const TERM: &str = "条";
pub(super) const BY: &str = "期限";
pub(super) const METHOD: &str = "方式";
pub(super) const WHERE: &str = "地点";
pub(super) const OF_APPLICANT: &str = "当事人（申请人）";
pub(super) const OF_RESPONDENT: &str = "当事人（被申请人）";
pub(super) const OF_THIRD: &str = "当事人（其他）";
pub(super) const ID_NUMBER: &str = "身份证号";
pub(super) const REPRESENTATIVE: &str = "法定代表人";
pub(super) const DELIVERY_ADDRESS: &str = "送达地址";

pub(super) const PARTY_SIGNS: &str = "当事人（签名、盖章或者按指印）：";
pub(super) const COMPANY_SIGNS: &str = "当事人（盖章）和法定代表人（签名）：";
pub(super) const RECORDER_SIGNS: &str = "记录人（签名）：";

/// Who mediated signs, and the seal.
pub(super) fn mediator_signs(is_peoples: bool) -> [&'static str; 2] {
    if is_peoples {
        ["人民调解员（签名）：", "人民调解委员会（印章）："]
    } else {
        ["调解员（签名）：", "调解组织（印章）："]
    }
}

/// That it is voluntary, since when it binds, and how many copies there are (人民调解法第二十九条).
pub(super) fn agreed(is_peoples: bool, copies: u8, parties: usize) -> String {
    let (binds, keeper) = if is_peoples {
        (
            "自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效",
            "人民调解委员会",
        )
    } else {
        (
            "经双方当事人签名或者盖章，调解员签名并加盖调解组织印章后生效",
            "调解组织",
        )
    };
    let kept = if usize::from(copies) == parties + 1 {
        format!("，当事人和{keeper}各执一份")
    } else {
        String::new()
    };
    format!("本协议由当事人自愿达成，{binds}。本协议一式 {copies} 份{kept}。")
}

/// An oral agreement is written down by the mediator (人民调解法第二十八条、第三十条).
pub(super) fn agreed_orally(day: &str) -> String {
    format!("当事人于 {day}自愿达成以上口头协议，自达成之日起生效，由人民调解员登记。")
}

/// What people wrote ends as a sentence does.
pub(super) fn end_sentence(words: &mut String) {
    if !words.ends_with(['。', '！', '？', '；', '.', '…']) {
        words.push('。');
    }
}

pub(super) const ASKED_FOR: &str = "请求事项";
pub(super) const REASONS: &str = "事实和理由";
pub(super) const ANNEXES: &str = "附件";
/// What goes along (最高人民法院关于适用民事诉讼法的解释第三百五十四条).
pub(super) const ANNEXED: [&str; 4] = [
    "1. 调解协议",
    "2. 调解组织主持调解的证明",
    "3. 申请人的身份证明、资格证明",
    "4. 与协议有关的财产权利证明（有的附上）",
];
/// Which court it is, people write themselves.
pub(super) const TO_COURT: &str = "此致　　　　　　　　　　　　　　　　人民法院";

/// Both ask for the same.
pub(super) fn confirmation_asked(day: &str, organization: &str) -> String {
    format!("请求确认申请人于 {day}经{organization}主持调解达成的调解协议有效。")
}

/// Which body mediated what, and that it was voluntary.
pub(super) fn confirmation_reasons(kind: &str, organization: &str, day: &str) -> String {
    format!("申请人因{kind}，经{organization}主持调解，于 {day}自愿达成调解协议，内容如下：")
}

/// One of those who ask a court together.
pub(super) fn co_applicant(number: usize) -> String {
    let digit = DIGITS.get(number).copied().unwrap_or_default();
    format!("{APPLICANT}（{digit}）")
}

/// A day that is not known yet, to be filled in by hand.
pub(super) const NO_DAY: &str = "　　　年　　月　　日";

/// Stands for what the type cannot show: the mark that printers have always set for a missing letter.
pub(super) const MISSING: char = '〓';
pub(super) const MISSING_NOTE: &str =
    "注：〓 表示这里有字打印不出来（比如表情、生僻字），请用笔写上。网上提交的原文没有改动。";

/// Between the parts of an enumeration.
pub(super) const COMMA: &str = "、";
/// Between what belongs to one another.
pub(super) const SEMICOLON: &str = "；";

/// Which application it is, and when it was filed.
pub(super) fn filed(number: &str, moment: &str) -> String {
    format!("编号：{number}　　网上提交时间：{moment}")
}

const DIGITS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// One of several respondents; the first has number 0.
pub(super) fn respondent(number: usize) -> String {
    let digit = DIGITS.get(number).copied().unwrap_or_default();
    format!("{RESPONDENT}（{digit}）")
}

/// A sum.
pub(super) fn yuan(sum: &str) -> String {
    format!("{sum} 元")
}

/// The foot of a page.
pub(super) fn foot(number: &str, page: usize, pages: usize) -> String {
    format!("{number}　　第 {page} 页，共 {pages} 页")
}

/// A day, for [`jiff::civil::Date::strftime`].
pub(super) const DAY: &str = "%Y 年 %-m 月 %-d 日";
/// A moment, likewise.
pub(super) const MOMENT: &str = "%Y 年 %-m 月 %-d 日 %H:%M";

/// What a helper is to the applicant.
pub(super) fn helper(relation: HelperRelation) -> &'static str {
    match relation {
        HelperRelation::Child => "子女、家人",
        HelperRelation::Neighbour => "邻居、朋友",
        HelperRelation::GridWorker => "网格员",
        HelperRelation::WindowClerk => "窗口工作人员",
        HelperRelation::Other => "其他",
        HelperRelation::Unknown => "",
    }
}

/// What a file is.
pub(super) fn file(kind: EvidenceKind) -> &'static str {
    use EvidenceKind as K;
    match kind {
        K::Jpeg | K::Png | K::Webp => "图片",
        K::Pdf => "PDF",
        K::Docx | K::Doc => "文档",
        K::Xlsx | K::Xls => "表格",
        K::Pptx | K::Ppt => "幻灯片",
        K::M4a | K::Mp3 | K::Amr | K::Wav | K::Ogg => "录音",
        K::Unknown => "",
    }
}
