//! Which legal kind and which disputes a row means: by its own columns, and where they say little, by the
//! kind's usual remit and by what the name says.

use contract::kinds::{DisputeField, Language, OrganizationKind, Service};

use DisputeField as F;
use OrganizationKind as K;

/// Official names of the kinds and the words rosters use for them.
const KIND_NAMES: &[(&str, OrganizationKind)] = &[
    ("人民调解委员会", K::PeoplesCommittee),
    ("村居人民调解委员会", K::PeoplesCommittee),
    ("乡镇街道人民调解委员会", K::PeoplesCommittee),
    ("行业性专业性人民调解委员会", K::IndustryCommittee),
    ("行业性、专业性人民调解委员会", K::IndustryCommittee),
    ("行业性专业性", K::IndustryCommittee),
    ("企业事业单位人民调解委员会", K::EnterpriseCommittee),
    ("企业", K::EnterpriseCommittee),
    ("个人调解工作室", K::PersonalStudio),
    ("派驻调解室", K::ResidentRoom),
    ("商事调解组织", K::CommercialOrganization),
    ("劳动人事争议调解组织", K::LaborOrganization),
    ("劳动争议调解组织", K::LaborOrganization),
    ("非诉讼服务中心", K::NonlitigationCenter),
    ("矛盾纠纷调处中心", K::DisputeCenter),
    ("社会治安综合治理中心", K::DisputeCenter),
    ("综治中心", K::DisputeCenter),
    ("行政调解", K::AdministrativeMediation),
    ("公共法律服务", K::PublicLegalService),
    ("仲裁机构", K::Arbitration),
    ("其他", K::OtherService),
];

/// Words of the dispute fields, as rosters and people use them.
const FIELD_NAMES: &[(&str, DisputeField)] = &[
    ("劳动", F::Labor),
    ("劳动争议", F::Labor),
    ("劳动人事争议", F::Labor),
    ("新就业形态", F::NewEmployment),
    ("新就业形态劳动纠纷", F::NewEmployment),
    ("家庭", F::Family),
    ("婚姻家庭", F::Family),
    ("商事", F::Commercial),
    ("邻里", F::Neighbours),
    ("物业", F::Property),
    ("物业与房屋", F::Property),
    ("交通", F::Traffic),
    ("交通事故", F::Traffic),
    ("道路交通事故", F::Traffic),
    ("医疗", F::Medical),
    ("医疗损害", F::Medical),
    ("消费", F::Consumer),
    ("金融", F::Finance),
    ("知识产权", F::IntellectualProperty),
    ("互联网", F::Internet),
    ("电商", F::Internet),
    ("其他", F::Other),
];

const SERVICE_NAMES: &[(&str, Service)] = &[
    ("法治体检", Service::LegalHealthCheck),
    ("涉外", Service::ForeignRelated),
    ("线上调解", Service::OnlineMediation),
    ("在线调解", Service::OnlineMediation),
];

/// Words for languages and dialects; a dialect is also called after the cities that speak it.
const LANGUAGE_NAMES: &[(&str, Language)] = &[
    ("手语", Language::SignLanguage),
    ("吴语", Language::Wu),
    ("吴方言", Language::Wu),
    ("苏州话", Language::Wu),
    ("无锡话", Language::Wu),
    ("常州话", Language::Wu),
    ("江淮官话", Language::JianghuaiMandarin),
    ("南京话", Language::JianghuaiMandarin),
    ("扬州话", Language::JianghuaiMandarin),
    ("淮安话", Language::JianghuaiMandarin),
    ("盐城话", Language::JianghuaiMandarin),
    ("中原官话", Language::CentralPlainsMandarin),
    ("徐州话", Language::CentralPlainsMandarin),
    ("英语", Language::English),
    ("日语", Language::Japanese),
    ("韩语", Language::Korean),
    ("朝鲜语", Language::Korean),
];

/// What names say of the disputes taken. A name may say several things.
const FIELD_SIGNS: &[(&str, DisputeField)] = &[
    ("劳动", F::Labor),
    ("农民工", F::Labor),
    ("人社", F::Labor),
    ("新业态", F::NewEmployment),
    ("快递", F::NewEmployment),
    ("网约", F::NewEmployment),
    ("菜鸟", F::NewEmployment),
    ("婚姻", F::Family),
    ("家事", F::Family),
    ("家庭", F::Family),
    ("商事", F::Commercial),
    ("商会", F::Commercial),
    ("商业", F::Commercial),
    ("涉侨", F::Commercial),
    ("涉台", F::Commercial),
    ("一带一路", F::Commercial),
    ("物业", F::Property),
    ("交通", F::Traffic),
    ("交警", F::Traffic),
    ("医", F::Medical),
    ("卫健", F::Medical),
    ("消费", F::Consumer),
    ("旅游", F::Consumer),
    ("金融", F::Finance),
    ("保险", F::Finance),
    ("资本市场", F::Finance),
    ("知识产权", F::IntellectualProperty),
    ("电商", F::Internet),
    ("互联网", F::Internet),
];

/// Small civil disputes between people who live side by side (People's Mediation Law arts 8 and 34).
const NEIGHBOURHOOD: &[DisputeField] = &[F::Family, F::Neighbours, F::Property, F::Other];

/// A kind, and whether the file names it officially (otherwise it was sorted roughly).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) kind: OrganizationKind,
    pub(super) official: bool,
}

/// The kind a cell and a name mean; `None` when the cell is no kind. An empty cell leaves it to the name.
pub(super) fn kind(cell: &str, name: &str) -> Option<Kind> {
    let wire = OrganizationKind::from_wire(cell);
    if wire.is_known() {
        return Some(Kind {
            kind: wire,
            official: true,
        });
    }
    if let Some((_, kind)) = KIND_NAMES.iter().find(|(known, _)| *known == cell) {
        return Some(Kind {
            kind: *kind,
            official: true,
        });
    }
    rough_kind(cell, name).map(|kind| Kind {
        kind,
        official: false,
    })
}

/// The sorting of the bundled file, refined by the name.
fn rough_kind(cell: &str, name: &str) -> Option<OrganizationKind> {
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let committee = says(&["人民调解委员会", "调委会", "调解委员会"]);
    let hall = says(&["综治", "综合治理", "矛盾", "调处", "矛调"]);
    // Who arbitrates may also run a mediation center: that says so in its name (仲裁院调解中心).
    let arbitrates = says(&["仲裁院", "仲裁委员会"]) && !says(&["调解", "调处"]);
    Some(match cell {
        "labor" | "other" | "" if arbitrates => K::Arbitration,
        "people" | "" if says(&["法院", "法庭", "驻"]) => K::ResidentRoom,
        // A street's room in a company is not the company's own.
        "enterprise" if says(&["驻"]) && says(&["调解室"]) => K::ResidentRoom,
        "people" if !committee && says(&["工作室", "调解室", "调解团", "”调解"]) => {
            K::PersonalStudio
        }
        "people" => K::PeoplesCommittee,
        "industry" if committee || says(&["人民调解", "调解中心", "调解室"]) => {
            K::IndustryCommittee
        }
        "industry" if hall => K::DisputeCenter,
        "industry" => K::OtherService,
        "enterprise" if says(&["劳动"]) => K::LaborOrganization,
        "enterprise" => K::EnterpriseCommittee,
        "commercial" if says(&["人民调解"]) => K::IndustryCommittee,
        "commercial" if says(&["商事调解", "调解中心"]) => K::CommercialOrganization,
        "commercial" if hall => K::DisputeCenter,
        "commercial" => K::OtherService,
        "labor" if says(&["人民调解", "行业专业"]) => K::IndustryCommittee,
        "labor" if says(&["维权"]) => K::OtherService,
        "labor" => K::LaborOrganization,
        "family" if says(&["调解室"]) => K::PersonalStudio,
        "family" => K::IndustryCommittee,
        "new_employment" if says(&["法律服务"]) => K::PublicLegalService,
        "new_employment" if committee => K::EnterpriseCommittee,
        "new_employment" => K::LaborOrganization,
        "administrative" => K::AdministrativeMediation,
        "nonlitigation_center" if says(&["非诉讼"]) => K::NonlitigationCenter,
        "nonlitigation_center" => K::DisputeCenter,
        "public_legal_service" => K::PublicLegalService,
        "other" if hall => K::DisputeCenter,
        "other" => K::OtherService,
        "" if says(&["非诉讼"]) => K::NonlitigationCenter,
        "" if committee => K::PeoplesCommittee,
        "" if hall => K::DisputeCenter,
        "" => K::OtherService,
        _ => return None,
    })
}

/// The disputes an organization takes when its source lists none: what its name says, else its kind's
/// usual remit.
pub(super) fn fields(kind: OrganizationKind, name: &str) -> Vec<DisputeField> {
    // Who looks for mediation of a dispute does not look for those who decide it.
    if !kind.mediates() {
        return Vec::new();
    }
    let mut fields: Vec<DisputeField> = Vec::new();
    for (sign, field) in FIELD_SIGNS {
        if name.contains(sign) && !fields.contains(field) {
            fields.push(*field);
        }
    }
    // 仲裁院调解中心 and township centres also take the new forms of employment (人社厅发〔2024〕4号);
    // a company's own committee is there for its own people.
    if kind == K::LaborOrganization
        && !kind.is_within_unit(name)
        && !fields.contains(&F::NewEmployment)
    {
        fields.push(F::NewEmployment);
    }
    if !fields.is_empty() {
        fields.sort_unstable();
        return fields;
    }
    match kind {
        K::PeoplesCommittee | K::PersonalStudio | K::ResidentRoom => NEIGHBOURHOOD.to_vec(),
        // Intake and distribution of every kind of dispute.
        K::NonlitigationCenter | K::DisputeCenter => DisputeField::ALL.to_vec(),
        K::CommercialOrganization => vec![F::Commercial],
        K::LaborOrganization => vec![F::Labor],
        _ => vec![F::Other],
    }
}

/// What a name says is offered besides.
pub(super) fn services(name: &str) -> Vec<Service> {
    let foreign = ["涉外", "国际商事", "一带一路"]
        .iter()
        .any(|sign| name.contains(sign));
    if foreign {
        vec![Service::ForeignRelated]
    } else {
        Vec::new()
    }
}

/// A field by its wire name or by the words rosters use.
pub(super) fn field(cell: &str) -> Option<DisputeField> {
    by_name(
        FIELD_NAMES,
        cell,
        DisputeField::from_wire,
        DisputeField::is_known,
    )
}

/// The language or dialect a word means.
pub(super) fn language(cell: &str) -> Option<Language> {
    let known = LANGUAGE_NAMES.iter().find(|(name, _)| *name == cell);
    known
        .map(|(_, language)| *language)
        .or_else(|| Some(Language::from_wire(cell)).filter(|language| language.is_known()))
}

/// A word that means this language or dialect.
pub(super) fn language_word(language: Language) -> &'static str {
    let known = LANGUAGE_NAMES.iter().find(|(_, of)| *of == language);
    known.map_or(language.as_str(), |(name, _)| name)
}

/// A service by its wire name or by the words rosters use.
pub(super) fn service(cell: &str) -> Option<Service> {
    by_name(SERVICE_NAMES, cell, Service::from_wire, Service::is_known)
}

fn by_name<T: Copy>(
    names: &[(&str, T)],
    cell: &str,
    read: fn(&str) -> T,
    known: fn(T) -> bool,
) -> Option<T> {
    let wire = read(cell);
    if known(wire) {
        return Some(wire);
    }
    let plain = cell.trim_end_matches("纠纷").trim_end_matches("争议");
    names
        .iter()
        .find(|(name, _)| *name == cell || *name == plain)
        .map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(cell: &str, name: &str) -> Option<OrganizationKind> {
        kind(cell, name).map(|kind| kind.kind)
    }

    #[test]
    fn kinds_come_in_three_ways() {
        assert_eq!(
            kind("industry-committee", "x"),
            Some(Kind {
                kind: K::IndustryCommittee,
                official: true
            })
        );
        assert_eq!(
            kind("人民调解委员会", "x"),
            Some(Kind {
                kind: K::PeoplesCommittee,
                official: true
            })
        );
        assert_eq!(
            kind("people", "x"),
            Some(Kind {
                kind: K::PeoplesCommittee,
                official: false
            })
        );
        assert_eq!(kind("马戏团", "x"), None);
    }

    #[test]
    fn rough_kinds_are_refined_by_the_name() {
        for (cell, name, expected) in [
            ("people", "连岛街道人民调解委员会", K::PeoplesCommittee),
            ("people", "淮阴区老兵调解室", K::PersonalStudio),
            ("people", "新北区人民法院人民调解工作室", K::ResidentRoom),
            (
                "industry",
                "溧水区交通事故人民调解委员会",
                K::IndustryCommittee,
            ),
            ("industry", "南通市医患纠纷调处中心", K::DisputeCenter),
            (
                "enterprise",
                "某公司劳动争议调解委员会",
                K::LaborOrganization,
            ),
            (
                "commercial",
                "昆山市安徽商会人民调解委员会",
                K::IndustryCommittee,
            ),
            (
                "commercial",
                "江苏扬子江国际商事调解中心",
                K::CommercialOrganization,
            ),
            (
                "nonlitigation_center",
                "泰兴市非诉讼服务中心",
                K::NonlitigationCenter,
            ),
            (
                "nonlitigation_center",
                "京口区矛盾纠纷调处中心",
                K::DisputeCenter,
            ),
            ("other", "鼓楼区社会治安综合治理中心", K::DisputeCenter),
            ("other", "南通仲裁委员会", K::Arbitration),
            ("labor", "苏州市劳动争议仲裁院", K::Arbitration),
            ("labor", "某区劳动争议仲裁院调解中心", K::LaborOrganization),
            ("", "某市劳动人事争议仲裁委员会", K::Arbitration),
            ("industry", "常州市物业纠纷仲裁调处中心", K::DisputeCenter),
            (
                "enterprise",
                "某街道驻某物业服务有限公司调解室",
                K::ResidentRoom,
            ),
        ] {
            assert_eq!(kind_of(cell, name), Some(expected), "{name}");
        }
    }

    #[test]
    fn names_say_what_is_taken() {
        assert_eq!(
            fields(K::IndustryCommittee, "溧水区交通事故人民调解委员会"),
            [F::Traffic]
        );
        assert_eq!(
            fields(K::LaborOrganization, "弶港镇劳动人事争议调解中心"),
            [F::Labor, F::NewEmployment]
        );
        assert_eq!(
            fields(K::LaborOrganization, "某公司劳动争议调解委员会"),
            [F::Labor]
        );
        assert_eq!(
            fields(K::PeoplesCommittee, "连岛街道人民调解委员会"),
            NEIGHBOURHOOD
        );
        assert_eq!(
            fields(K::NonlitigationCenter, "泰兴市非诉讼服务中心"),
            DisputeField::ALL
        );
        assert_eq!(
            fields(K::NonlitigationCenter, "泰兴市非诉讼服务分中心(市人社局)"),
            [F::Labor]
        );
        assert_eq!(fields(K::Arbitration, "苏州市劳动争议仲裁院"), []);
        assert_eq!(
            fields(K::PublicLegalService, "南京市法律援助中心"),
            [F::Other]
        );
        assert_eq!(
            services("江苏扬子江国际商事调解中心"),
            [Service::ForeignRelated]
        );
    }

    #[test]
    fn fields_and_services_are_read_by_their_words() {
        assert_eq!(field("物业纠纷"), Some(F::Property));
        assert_eq!(field("new-employment"), Some(F::NewEmployment));
        assert_eq!(field("天文"), None);
        assert_eq!(service("法治体检"), Some(Service::LegalHealthCheck));
    }
}
